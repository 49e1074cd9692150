/* What a stage holds of others, and what it provides them. */
#include "annotate/program.h"

#include "dockerfile/reference.h"

bool is_name(struct arena *arena, sg_str word) {
    struct names names = {0};
    names_add(arena, &names, word);
    return names.count > 0;
}

sg_str product_named(struct arena *arena, sg_str path) {
    sg_str name = product_of_path(path);
    return is_name(arena, name) ? name : (sg_str){0};
}

/* ---- images ---- */

const struct stage *base_of(const sg_doc *doc, const struct stage *stage) {
    return stage->base_stage == NO_STAGE ? NULL : &doc->stages.items[stage->base_stage];
}

/* Without tag and digest. */
static sg_str repository_of(sg_str reference) {
    reference = str_slice(reference, 0, str_find(reference, '@'));
    sg_str name = path_base(reference);
    reference.len -= name.len - str_find(name, ':');
    return reference;
}

sg_str root_reference(const sg_doc *doc, const struct stage *stage) {
    const struct stage *base = base_of(doc, stage);
    for (int i = 0; base && i < MOST_BASES; i++) {
        stage = base;
        base = base_of(doc, stage);
    }
    return base || stage->blank_base ? STR("") : stage->public.base;
}

sg_str root_image(const sg_doc *doc, const struct stage *stage) {
    return path_base(repository_of(root_reference(doc, stage)));
}

static const struct {
    const char *image, *told;
} known_images[] = {
    {"python", "Python"},
    {"node", "Node"},
    {"golang", "Go"},
    {"ruby", "Ruby"},
    {"php", "PHP"},
    {"rust", "Rust"},
    {"openjdk", "Java"},
    {"eclipse-temurin", "Java"},
    {"debian", "Debian"},
    {"ubuntu", "Ubuntu"},
    {"alpine", "Alpine"},
    {"fedora", "Fedora"},
    {"centos", "CentOS"},
    {"rockylinux", "Rocky Linux"},
    {"almalinux", "AlmaLinux"},
    {"amazonlinux", "Amazon Linux"},
    {"postgres", "PostgreSQL"},
    {"buildpack-deps", "build dependencies"},
    {"gcc", "GCC"},
    {"busybox", "BusyBox"},
    {"nginx", "nginx"},
    {"httpd", "Apache"},
    {"caddy", "Caddy"},
    {"bun", "Bun"},
    {"dotnet/sdk", ".NET SDK"},
    {"dotnet/aspnet", "ASP.NET"},
    {"dotnet/runtime", ".NET"},
};

sg_str image_told(struct arena *arena, sg_str reference, bool readable) {
    sg_str repository = repository_of(reference), name = path_base(repository);
    sg_str parent = path_base(str_slice(repository, 0, (size_t)(name.ptr - repository.ptr)));
    if (parent.len && parent.ptr[parent.len - 1] == '/') parent.len--;
    for (size_t i = 0; readable && i < COUNT(known_images); i++) {
        sg_str known = str_from(known_images[i].image);
        if (str_eq(name, known) || (str_has(known, '/') && str_ends(repository, known)))
            return str_from(known_images[i].told);
    }
    bool generic =
        str_listed("sdk runtime base image server app cli core build builder aspnet main latest static nonroot", name);
    bool host = str_has(parent, '.') || str_has(parent, ':');
    if (parent.len && !host && (generic || str_eq(parent, STR("distroless"))))
        name = generic ? arena_printf(arena, "%.*s %.*s", STR_ARG(parent), STR_ARG(name)) : parent;
    return name;
}

/* ---- what paths name ---- */

/* Names of what paths say, and of what consumers take if there is nothing else. */
struct things {
    struct names names;
    struct names files; /* that are no product, but the only thing there is: "coverage.txt" */
    struct names minor;
};

/* A file, to judge by its name: one with an extension, or in capitals as AUTHORS is. */
static void add_file(struct arena *arena, struct things *things, sg_str path) {
    sg_str name = path_base(path);
    size_t dot = str_find(name, '.');
    bool capitals = name.len > 1;
    for (size_t i = 0; i < name.len; i++) capitals = capitals && name.ptr[i] >= 'A' && name.ptr[i] <= 'Z';
    if (capitals || (dot && dot + 1 < name.len)) names_add(arena, &things->files, name);
}

static void add_thing(struct arena *arena, struct things *things, sg_str path) {
    sg_str name = product_named(arena, path);
    if (name.len) names_add(arena, &things->names, name);
    else add_file(arena, things, path);
}

static sg_str minor_thing(sg_str path) {
    static const struct {
        const char *part, *told;
    } known[] = {{"/ssl/certs", "certificates"}, {"ca-certificates", "certificates"},
                 {"/zoneinfo", "timezones"},     {"/etc/passwd", "users"},
                 {"/etc/group", "users"},        {"/pki/", "certificates"}};
    if (!str_starts(path, STR("/etc/")) && !str_starts(path, STR("/usr/"))) return (sg_str){0};
    for (size_t i = 0; i < COUNT(known); i++)
        if (str_find_str(path, str_from(known[i].part)) < path.len) return str_from(known[i].told);
    return (sg_str){0};
}

static bool in_token(char c) {
    return ascii_alnum(c) || strchr("._-+/", c);
}

/* Bytes and lines of a stage that are searched for a folder, bytes of a command in front of what it names, names in a text,
 * and how many takers are looked at: many may take from a stage of many lines. */
enum { MOST_READ = 16 * 1024, MOST_LINES = 256, MOST_WORDS = 200, MOST_MENTIONS = 100, MOST_TAKERS = 64 };

/* Whether the command in which `at` stands only reads or removes: "rm -rf /out/x". */
static bool makes_nothing(sg_str text, size_t at) {
    size_t start = at;
    while (start && at - start < MOST_WORDS && !strchr(";&|\n", text.ptr[start - 1])) start--;
    sg_str command = str_trim_ascii(str_slice(text, start, at));
    return str_listed("rm ls test [ chmod chown strip upx cat file ldd du find",
                      str_slice(command, 0, str_find(command, ' ')));
}

/* Paths in a text that stand in the folder: "go build -o /out/alpha". */
static void add_mentioned(const struct guess *guess, sg_str text, sg_str folder, struct things *things) {
    struct arena *arena = guess->arena;
    if (text.len > *guess->room) return; /* thousands of stages may take from one */
    *guess->room -= text.len;
    size_t mentions = 0;
    for (size_t at = 0; mentions < MOST_MENTIONS && at + folder.len + 1 < text.len; at++) {
        size_t next = at + str_find(str_skip(text, at), folder.ptr[0]);
        if (next + folder.len + 1 >= text.len) return;
        at = next;
        size_t end = at + folder.len;
        if (text.ptr[end] != '/' || !str_eq(str_slice(text, at, end), folder)) continue;
        if (at && in_token(text.ptr[at - 1])) continue;
        mentions++;
        size_t stop = end + 1;
        while (stop < text.len && in_token(text.ptr[stop])) stop++;
        bool plain = stop == text.len || !strchr("$*{?[", text.ptr[stop]);
        sg_str path = str_slice(text, at, stop);
        if (plain && stop > end + 1 && text.ptr[stop - 1] != '/' && !makes_nothing(text, at))
            add_thing(arena, things, path);
        at = stop - 1;
    }
}

/* What a stage puts into a folder, as far as its own lines tell. */
static void add_made(const struct guess *guess, const struct stage *maker, sg_str folder, struct things *things) {
    while (folder.len > 1 && strchr("/.*", folder.ptr[folder.len - 1])) folder.len--;
    size_t left = MOST_READ;
    if (folder.len < 2) return;
    for (size_t i = 0; i < maker->public.instruction_count && i < MOST_LINES && left; i++) {
        const struct instruction *instruction = &maker->instructions[i];
        if (instruction->keyword != KEYWORD_RUN) continue;
        sg_str text = str_slice(instruction->public.text, 0, left);
        add_mentioned(guess, text, folder, things);
        left -= text.len;
        for (size_t h = 0; h < instruction->heredoc_count && left; h++) {
            text = str_slice(instruction->heredocs[h].body, 0, left);
            add_mentioned(guess, text, folder, things);
            left -= text.len;
        }
    }
    for (size_t e = 0; e < maker->edge_count && e < 32; e++) {
        const sg_edge *edge = &guess->doc->edges.items[maker->first_edge + e].public;
        for (size_t p = 0; edge->kind == SG_EDGE_COPY && p < edge->path_count && p < 32; p++)
            for (size_t s = 0; str_starts(edge->paths[p].dest, folder) && s < edge->paths[p].source_count && s < 32;
                 s++)
                add_thing(guess->arena, things, edge->paths[p].sources[s]);
    }
}

static void add_things(const struct guess *guess, const sg_edge *edge, struct things *things) {
    for (size_t p = 0; p < edge->path_count; p++)
        for (size_t i = 0; i < edge->paths[p].source_count; i++) {
            sg_str path = edge->paths[p].sources[i], minor = minor_thing(path);
            size_t before = things->names.count + things->files.count;
            if (minor.ptr) names_add(guess->arena, &things->minor, minor);
            else add_thing(guess->arena, things, path);
            bool told = minor.ptr || things->names.count + things->files.count > before;
            if (!told && edge->source_kind == SG_SOURCE_STAGE)
                add_made(guess, &guess->doc->stages.items[edge->source_stage], path, things);
        }
}

static size_t things_count(const struct things *things) {
    return things->names.count + things->files.count + things->minor.count;
}

static const struct names *best_things(const struct things *things) {
    return things->names.count ? &things->names : things->files.count ? &things->files : &things->minor;
}

static sg_str things_listed(struct arena *arena, const struct things *things) {
    const struct names *names = best_things(things);
    return names_listed(arena, names, 3);
}

/* ---- what a stage provides ---- */

static sg_str consumer_word(const struct guess *guess, const sg_stage *stage) {
    if (stage->name.ptr) return stage->name;
    bool final = stage->index == guess->doc->target;
    return final ? STR("the final image") : arena_printf(guess->arena, "stage %zu", stage->index);
}

/* Who takes something, by FROM or otherwise, and what. */
struct takers {
    struct names names;
    size_t count;
    struct things things;
};

static struct takers takers_of(const struct guess *guess, size_t stage, bool by_from) {
    struct takers takers = {0};
    size_t last = NO_STAGE;
    for (size_t i = guess->consumers->start[stage]; i < guess->consumers->start[stage + 1]; i++) {
        const sg_edge *edge = &guess->doc->edges.items[guess->consumers->edges[i]].public;
        if ((edge->kind == SG_EDGE_FROM) != by_from) continue;
        bool asked = !by_from && takers.count < MOST_TAKERS && takers.things.names.count < 4;
        if (asked) add_things(guess, edge, &takers.things);
        if (edge->stage == last) continue;
        last = edge->stage;
        takers.count++;
        if (takers.names.count < 3)
            LIST_ADD(guess->arena, &takers.names) = consumer_word(guess, &guess->doc->stages.items[last].public);
    }
    return takers;
}

/* "web, worker, jobs"; of more than three "web, worker (+9)". */
static sg_str takers_listed(struct arena *arena, const struct takers *takers) {
    struct names shown = takers->names;
    if (takers->count <= 3) return names_listed(arena, &shown, 3);
    shown.count = 2;
    return arena_printf(arena, "%.*s (+%zu)", STR_ARG(names_listed(arena, &shown, 2)), takers->count - 2);
}

/* "RUN echo x", which leaves nothing. */
static bool only_says(const struct instruction *run) {
    sg_str text = run->args.count && !run->json && !run->heredoc_count ? run->args.items[0].text : STR("");
    bool says = str_starts(text, STR("echo ")) || str_listed("true :", text);
    return says && !str_has(text, '>') && !str_has(text, '&') && !str_has(text, ';') && !str_has(text, '|');
}

/* Whether a stage does nothing to its files. */
static bool is_bare(const struct stage *stage) {
    if (stage->trigger_count) return false;
    for (size_t i = 0; i < stage->public.instruction_count; i++) {
        enum keyword keyword = stage->instructions[i].keyword;
        if (keyword == KEYWORD_RUN && only_says(&stage->instructions[i])) continue;
        if (keyword == KEYWORD_RUN || keyword == KEYWORD_COPY || keyword == KEYWORD_ADD || keyword == KEYWORD_ONBUILD)
            return false;
    }
    return true;
}

/* "user app", of the last USER that is a name other than root. */
static sg_str user_of(struct arena *arena, const struct stage *stage) {
    for (size_t i = stage->public.instruction_count; i-- > 0;) {
        const struct instruction *instruction = &stage->instructions[i];
        if (instruction->keyword != KEYWORD_USER || instruction->broken || !instruction->args.count) continue;
        sg_str user = str_slice(instruction->args.items[0].text, 0, str_find(instruction->args.items[0].text, ':'));
        bool told = is_name(arena, user) && ascii_alpha(user.ptr[0]) && !str_eq(user, STR("root"));
        return told ? arena_printf(arena, "user %.*s", STR_ARG(user)) : (sg_str){0};
    }
    return (sg_str){0};
}

static sg_str base_words(const struct guess *guess, const struct stage *stage, const struct takers *takers) {
    struct arena *arena = guess->arena;
    bool image = stage->base_stage == NO_STAGE;
    sg_str who = takers_listed(arena, takers), user = user_of(arena, stage);
    sg_str what = image ? image_told(arena, stage->public.base, true) : (sg_str){0};
    if (what.len && user.len) what = arena_printf(arena, "%.*s, %.*s", STR_ARG(what), STR_ARG(user));
    else if (user.len) what = user;
    return what.len ? arena_printf(arena, "Base of %.*s: %.*s", STR_ARG(who), STR_ARG(what))
                    : arena_printf(arena, "Base of %.*s", STR_ARG(who));
}

static sg_str source_words(const struct guess *guess, const struct stage *stage, const struct takers *takers) {
    struct arena *arena = guess->arena;
    sg_str who = takers_listed(arena, takers), what = things_listed(arena, &takers->things);
    const struct stage *base = base_of(guess->doc, stage);
    sg_str from = base ? consumer_word(guess, &base->public) : image_told(arena, stage->public.base, false);
    if (stage->blank_base || str_has(from, '$')) from = stage->public.name;
    if (!what.len || str_eq(what, from)) return arena_printf(arena, "%.*s for %.*s", STR_ARG(from), STR_ARG(who));
    return arena_printf(arena, "%.*s from %.*s for %.*s", STR_ARG(what), STR_ARG(from), STR_ARG(who));
}

struct phrase base_phrase(const struct guess *guess, const struct stage *stage) {
    struct takers takers = takers_of(guess, stage->public.index, true);
    if (takers.count < 2) return (struct phrase){0};
    sg_str text = arena_printf(guess->arena, "Base of %.*s", STR_ARG(takers_listed(guess->arena, &takers)));
    return (struct phrase){text, STR("packages of a base"), stage->public.line};
}

struct phrase provider_phrase(const struct guess *guess, const struct stage *stage) {
    sg_str error;
    const sg_stage *public = &stage->public;
    struct phrase phrase = {{0}, STR("FROM and nothing else"), public->line};
    if (public->replaced || str_eq(public->base, STR("scratch")) || !is_bare(stage)) return phrase;
    bool known =
        stage->base_stage != NO_STAGE || (!stage->blank_base && reference_valid(guess->arena, public->base, &error));
    if (!known && !public->name.ptr) return phrase;
    const struct stage *base = base_of(guess->doc, stage);
    bool alias = base && !public->instruction_count;
    struct takers by_from = takers_of(guess, public->index, true), others = {0};
    if (!by_from.count || alias) others = takers_of(guess, public->index, false);
    if (others.count) phrase.text = source_words(guess, stage, &others);
    else if (by_from.count && !alias && known) phrase.text = base_words(guess, stage, &by_from);
    return phrase;
}

/* ---- what a stage holds ---- */

/* The COPY lines of a stage that take from elsewhere. */
struct holdings {
    struct things things;
    struct names sources; /* stages and images */
    size_t line;
    bool whole;  /* all of one source: COPY --from=build / / */
    bool untold; /* of one source at least nothing is known but its name */
};

static struct holdings holdings_of(const struct guess *guess, const struct stage *stage) {
    struct holdings holdings = {0};
    for (size_t e = 0; e < stage->edge_count; e++) {
        const sg_edge *edge = &guess->doc->edges.items[stage->first_edge + e].public;
        if (edge->kind != SG_EDGE_COPY) continue;
        if (!holdings.line && edge->line_count) holdings.line = edge->lines[0];
        bool whole =
            edge->path_count == 1 && edge->paths[0].source_count == 1 && str_eq(edge->paths[0].sources[0], STR("/"));
        holdings.whole = holdings.whole || whole;
        size_t before = things_count(&holdings.things);
        add_things(guess, edge, &holdings.things);
        holdings.untold = holdings.untold || things_count(&holdings.things) == before;
        bool made = edge->source_kind == SG_SOURCE_STAGE;
        sg_str source = made ? consumer_word(guess, &guess->doc->stages.items[edge->source_stage].public)
                             : image_told(guess->arena, edge->source, false);
        if (made) LIST_ADD(guess->arena, &holdings.sources) = source;
        else names_add(guess->arena, &holdings.sources, source);
    }
    return holdings;
}

static sg_str exported(struct arena *arena, const struct stage *stage, const struct holdings *holdings) {
    sg_str what = things_listed(arena, &holdings->things);
    const char *verb = best_things(&holdings->things)->count > 3 ? "Collects"
                       : stage->public.is_final                  ? "Exports"
                                                                 : "Holds";
    if (what.len) return arena_printf(arena, "%s %.*s", verb, STR_ARG(what));
    sg_str from = names_listed(arena, &holdings->sources, 3);
    if (holdings->sources.count > 1) return arena_printf(arena, "Collects the files of %.*s", STR_ARG(from));
    if (!holdings->sources.count) return (sg_str){0};
    return holdings->whole ? arena_printf(arena, "All of %.*s in one layer", STR_ARG(holdings->sources.items[0]))
                           : arena_printf(arena, "%s the files of %.*s", verb, STR_ARG(holdings->sources.items[0]));
}

static sg_str held(struct arena *arena, const struct holdings *holdings) {
    sg_str what = things_listed(arena, &holdings->things);
    const char *verb = best_things(&holdings->things)->count > 3 ? "Collects" : "Holds";
    sg_str from = names_listed(arena, &holdings->sources, 3);
    bool mostly_untold = 2 * best_things(&holdings->things)->count <= holdings->sources.count;
    if (holdings->untold && holdings->sources.count > 1 && mostly_untold)
        return arena_printf(arena, "Collects the files of %.*s", STR_ARG(from));
    if (!what.len || !holdings->sources.count) return (sg_str){0};
    if (holdings->sources.count > 2 || str_eq(from, what)) return arena_printf(arena, "%s %.*s", verb, STR_ARG(what));
    return arena_printf(arena, "%s %.*s from %.*s", verb, STR_ARG(what), STR_ARG(from));
}

/* The last part of a path or URL: "https://h/keyring.git#main" is keyring. */
static sg_str file_told(sg_str path) {
    if (str_find_str(path, STR("://")) == path.len) return path_base(path);
    path = str_slice(path, 0, str_find(path, '#'));
    path = path_base(str_slice(path, 0, str_find(path, '?')));
    return str_ends(path, STR(".git")) ? str_slice(path, 0, path.len - 4) : path;
}

/* "RUN rm /etc/nginx/conf.d/default.conf" makes way for what is copied. */
static bool only_removes(const struct instruction *instruction) {
    sg_str text = instruction->args.count ? instruction->args.items[0].text : STR("");
    return str_starts(text, STR("rm ")) && !str_has(text, '&') && !str_has(text, ';') && !str_has(text, '\n');
}

/* "nginx with site.conf": what the context adds to an image, if nothing else happens. */
static struct phrase image_with(const struct guess *guess, const struct stage *stage) {
    struct names names = {0};
    struct phrase phrase = {{0}, {0}, 0};
    for (size_t i = 0; i < stage->step_count; i++) {
        const struct step *step = &stage->steps[i];
        const struct instruction *instruction = step->instruction;
        if (step->trigger || (instruction->keyword == KEYWORD_RUN && (names.count || !only_removes(instruction))))
            return phrase;
        if (!step->paths || instruction->broken) continue;
        if (!phrase.line) phrase.rule = instruction->public.keyword, phrase.line = step_line(stage, step);
        for (size_t s = 0; s < step->paths->source_count; s++) {
            sg_str base = file_told(step->paths->sources[s]), dest = path_base(step->paths->dest);
            bool renamed = step->paths->source_count == 1 && !str_has(base, '.') && str_has(dest, '.');
            if (renamed) base = dest;
            if (!is_start_script(base)) names_add(guess->arena, &names, base);
        }
    }
    bool image = stage->base_stage == NO_STAGE && !stage->blank_base;
    if (!names.count || !phrase.line) return phrase;
    sg_str what = names_listed(guess->arena, &names, 3);
    const struct stage *base = base_of(guess->doc, stage);
    sg_str name = image  ? image_told(guess->arena, stage->public.base, false)
                  : base ? consumer_word(guess, &base->public)
                         : STR("");
    if (str_eq(stage->public.base, STR("scratch")))
        phrase.text = arena_printf(guess->arena, "Holds %.*s", STR_ARG(what));
    else if (is_name(guess->arena, name) || base)
        phrase.text = arena_printf(guess->arena, "%.*s with %.*s", STR_ARG(name), STR_ARG(what));
    return phrase;
}

struct phrase holding_phrase(const struct guess *guess, const struct stage *stage) {
    if (stage->public.replaced) return (struct phrase){0};
    struct phrase served = served_phrase(guess, stage, STR(""));
    if (served.text.ptr) return served;
    struct holdings holdings = holdings_of(guess, stage);
    if (!holdings.line) return image_with(guess, stage);
    bool scratch = str_eq(stage->public.base, STR("scratch"));
    sg_str text = scratch ? exported(guess->arena, stage, &holdings) : held(guess->arena, &holdings);
    return (struct phrase){text, STR("COPY --from"), holdings.line};
}
