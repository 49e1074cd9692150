/* Images that hand out files: a server, and what stands in its root. */
#include "annotate/program.h"

struct server {
    const char *programs, *images; /* by which it is known */
    const char *roots;             /* folders that it hands out */
    const char *told;
};

static const struct server servers[] = {
    {"nginx nginx-debug", "nginx nginx-unprivileged openresty angie",
     "/usr/share/nginx/html /var/www/html /var/www /usr/local/nginx/html /var/lib/nginx/html /opt/bitnami/nginx/html "
     "/usr/local/openresty/nginx/html /usr/share/nginx /opt/app-root/src /srv /www /html",
     "nginx"},
    {"httpd httpd-foreground apache2 apachectl apache2ctl", "httpd",
     "/usr/local/apache2/htdocs /var/www/html /var/www /var/www/localhost/htdocs /opt/app-root/src", "Apache"},
    {"caddy", "caddy", "/srv /usr/share/caddy /var/www/html /var/www /site /www", "Caddy"},
    {"apache2-foreground", "php-apache", "/var/www/html /var/www", "Apache"},
    {"lighttpd", "lighttpd", "/var/www/localhost/htdocs /var/www/html /var/www /srv", "lighttpd"},
    {"static-web-server", "static-web-server", "/public /var/public", "static-web-server"},
    {"catalina.sh", "tomcat", "/usr/local/tomcat/webapps /opt/tomcat/webapps", "Tomcat"},
};

static bool says(sg_str name, const char *word) {
    return str_find_str(name, str_from(word)) < name.len;
}

/* "nginx"; of PHP with a server "php-apache". */
static sg_str server_image(const sg_doc *doc, const struct stage *stage) {
    sg_str reference = root_reference(doc, stage), image = root_image(doc, stage);
    return says(image, "php") && says(reference, "apache") ? STR("php-apache") : image;
}

static const struct server *server_of(sg_str program, sg_str image) {
    sg_str name = str_slice(program, 0, str_find(program, ' '));
    for (size_t i = 0; i < COUNT(servers); i++)
        if (name.len ? str_listed(servers[i].programs, name) : str_listed(servers[i].images, image)) return &servers[i];
    return NULL;
}

/* Whether a folder is one of the roots or stands in it. */
static bool in_root(const struct server *server, sg_str folder) {
    for (sg_str rest = str_from(server->roots), root; rest.len;) {
        str_cut(rest, ' ', &root, &rest);
        bool inside = str_starts(folder, root) && (folder.len == root.len || folder.ptr[root.len] == '/');
        if (inside) return true;
    }
    return false;
}

/* ---- what is served ---- */

/* Pages that are made of texts, or an app: by the stage that makes them. */
static sg_str kind_of(const sg_doc *doc, const struct stage *maker) {
    sg_str name = maker->public.name, image = root_image(doc, maker);
    if (says(name, "doc")) return STR("the documentation");
    if (says(name, "site") || says(name, "hugo") || says(image, "hugo") || says(image, "jekyll") ||
        says(image, "mkdocs") || says(image, "zola") || says(image, "sphinx"))
        return STR("the site");
    if (says(image, "node") || says(image, "bun") || says(image, "flutter") || says(image, "pnpm"))
        return STR("the web app");
    return STR("static files");
}

static bool is_site_word(sg_str name) {
    return str_listed("site html www web public static website _site htdocs dist build src app webapp out", name);
}

struct served {
    const struct step *step;
    const sg_paths *paths;
};

/* The name of one path: "the web app" where the folder's says nothing. */
static sg_str served_name(const struct guess *guess, const struct server *server, const struct served *served) {
    const struct step *step = served->step;
    const sg_paths *paths = served->paths;
    const struct input *input = step->input_count ? &step->inputs[0] : NULL;
    bool made = input && input->kind == INPUT_STAGE;
    sg_str path = paths->source_count ? paths->sources[0] : STR(""), base = path_base(path);
    if (made) {
        sg_str name = product_named(guess->arena, path);
        if (name.len && !is_site_word(name)) return name;
        return kind_of(guess->doc, &guess->doc->stages.items[input->stage]);
    }
    if (str_listed(". ./ /", path) || is_site_word(base))
        return str_eq(str_from(server->images), STR("php-apache")) ? STR("the web app") : STR("the site");
    return paths->source_count == 1 && is_name(guess->arena, base) ? base : STR("static files");
}

/* Settings of the server and pages for its errors are not what it is for. */
static bool is_minor(const sg_paths *paths) {
    sg_str path = paths->source_count ? paths->sources[0] : STR("");
    return str_ends(path, STR(".conf")) || str_ends(path, STR(".sh")) || str_ends(path, STR(".template")) ||
           str_ends(path, STR(".ini"));
}

/* What is copied into the root, if anything: what a stage made goes before what the context has. */
static struct served find_served(const struct stage *stage, const struct server *server) {
    struct served found = {NULL, NULL};
    bool in = false; /* the working folder is in the root */
    for (size_t i = 0; i < stage->step_count; i++) {
        const struct step *step = &stage->steps[i];
        const struct instruction *instruction = step->instruction;
        if (instruction->broken || !instruction->args.count) continue;
        if (instruction->keyword == KEYWORD_WORKDIR) {
            sg_str folder = instruction->args.items[0].text;
            if (folder.len && folder.ptr[0] == '/') in = in_root(server, folder);
        }
        if (!step->paths || !step->paths->source_count || is_minor(step->paths)) continue;
        sg_str dest = step->paths->dest;
        bool absolute = dest.len && dest.ptr[0] == '/';
        if (!(absolute ? in_root(server, dest) : in)) continue;
        bool made = step->input_count && step->inputs[0].kind == INPUT_STAGE;
        if (!found.step || made) found = (struct served){step, step->paths};
        if (made) break;
    }
    return found;
}

struct phrase served_phrase(const struct guess *guess, const struct stage *stage, sg_str program) {
    const struct server *server = server_of(program, program.len ? STR("") : server_image(guess->doc, stage));
    if (!server) return (struct phrase){0};
    struct served served = find_served(stage, server);
    if (!served.step) return (struct phrase){0};
    sg_str name = served_name(guess, server, &served);
    sg_str text = arena_printf(guess->arena, "Serves %.*s with %s", STR_ARG(name), server->told);
    return (struct phrase){with_port(guess, stage, text), served.step->instruction->public.keyword,
                           step_line(stage, served.step)};
}

/* ---- ports ---- */

/* The number of "80", "80/tcp"; ptr == NULL of ranges and what is not known. */
static sg_str port_number(sg_str port) {
    port = str_slice(port, 0, str_find(port, '/'));
    for (size_t i = 0; i < port.len; i++)
        if (!ascii_digit(port.ptr[i])) return (sg_str){0};
    return port.len && port.len < 6 ? port : (sg_str){0};
}

sg_str with_port(const struct guess *guess, const struct stage *stage, sg_str text) {
    for (int i = 0; stage && !stage->port_count && i < MOST_BASES; i++) stage = base_of(guess->doc, stage);
    if (!stage || !stage->port_count) return text;
    sg_str one = port_number(stage->ports[0]);
    for (size_t i = 1; i < stage->port_count; i++)
        if (!str_eq(port_number(stage->ports[i]), one)) return text;
    return one.ptr ? arena_printf(guess->arena, "%.*s on port %.*s", STR_ARG(text), STR_ARG(one)) : text;
}
