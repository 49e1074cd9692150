/* The things that phrases name: outputs, packages, repositories. */
#include "annotate/infer.h"

#include "base/utf8.h"

enum { MOST_NAMES = 200 }; /* more than any phrase needs; packages may be taken off again */

sg_str path_base(sg_str path) {
    while (path.len > 1 && (path.ptr[path.len - 1] == '/' || path.ptr[path.len - 1] == '\\')) path.len--;
    size_t start = path.len;
    while (start && path.ptr[start - 1] != '/' && path.ptr[start - 1] != '\\') start--;
    return str_skip(path, start);
}

static sg_str without_suffix(sg_str text, const char *suffix) {
    return str_ends(text, str_from(suffix)) ? str_slice(text, 0, text.len - strlen(suffix)) : text;
}

sg_str program_name(sg_str path) {
    return without_suffix(path_base(path), ".exe");
}

sg_str script_path(sg_str path) {
    if (str_starts(path, STR("./"))) path = str_skip(path, 2);
    return str_starts(path, STR("scripts/")) || str_starts(path, STR("hack/")) ? path : (sg_str){0};
}

/* Names are short words: nothing with variables, patterns or blanks in it. */
void names_add(struct arena *arena, struct names *names, sg_str name) {
    if (names->count >= MOST_NAMES || !name.len || name.len > 40 || name.ptr[0] == '.' || name.ptr[0] == '-') return;
    if (!utf8_valid(name)) return;
    for (size_t i = 0; i < name.len; i++) {
        bool control = (unsigned char)name.ptr[i] < ' ' || name.ptr[i] == 0x7F;
        if (control || strchr("$*?\"'`{}()<>|;& \\", name.ptr[i])) return;
    }
    for (size_t i = 0; i < names->count; i++)
        if (str_eq(names->items[i], name)) return;
    LIST_ADD(arena, names) = name;
}

sg_str names_joined(struct arena *arena, const struct names *names) {
    struct text out = {0};
    for (size_t i = 0; i < names->count && i < 3; i++) {
        if (i) text_put(arena, &out, STR(", "));
        text_put(arena, &out, names->items[i]);
    }
    if (names->count > 3) text_put(arena, &out, STR(", \xE2\x80\xA6"));
    return text_str(&out);
}

static bool is_option(sg_str word) {
    return word.len && word.ptr[0] == '-';
}

/* Options whose value is the next word. */
static bool takes_value(sg_str option) {
    static const char *const options[] = {"-t",
                                          "--virtual",
                                          "--repository",
                                          "-X",
                                          "--extra-index-url",
                                          "--index-url",
                                          "-i",
                                          "-r",
                                          "--requirement",
                                          "-c",
                                          "--constraint",
                                          "--channel",
                                          "-n",
                                          "--name",
                                          "--prefix",
                                          "-f",
                                          "--target",
                                          "--target-release",
                                          "-o",
                                          "--option",
                                          "--arch",
                                          "--root",
                                          "-p",
                                          "--python",
                                          "-d",
                                          "-u",
                                          "-g",
                                          "-G",
                                          "-s",
                                          "--shell",
                                          "--home",
                                          "--uid",
                                          "--gid",
                                          "--groups",
                                          "--depth",
                                          "-b",
                                          "--branch",
                                          "-C",
                                          "--proxy",
                                          "-D",
                                          "--file"};
    for (size_t i = 0; i < COUNT(options); i++)
        if (str_eq(option, str_from(options[i]))) return true;
    return false;
}

/* Without version, extras and channel: "jax[cuda]==1" is "jax". */
static sg_str package_name(sg_str word) {
    size_t colons = str_find_str(word, STR("::"));
    if (colons < word.len) word = str_skip(word, colons + 2);
    bool scoped = word.len && word.ptr[0] == '@';
    for (size_t i = scoped; i < word.len; i++)
        if (strchr("=<>~@[!,", word.ptr[i])) return str_slice(word, 0, i);
    return word;
}

static bool is_package(sg_str word) {
    sg_str name = package_name(word);
    return name.len && !is_option(name) && !str_has(word, '$') && !str_has(name, ':') && name.ptr[0] != '/' &&
           name.ptr[0] != '.' && !str_has(name, '*');
}

static void add_arguments(struct arena *arena, const struct command *command, size_t from, bool packages,
                          struct names *names) {
    bool gem = str_eq(path_base(command->items[0]), STR("gem"));
    for (size_t i = from; i < command->count; i++) {
        sg_str word = command->items[i];
        bool version = gem && str_eq(word, STR("-v"));
        if (is_option(word)) i += takes_value(word) || version;
        else if (!packages || is_package(word)) names_add(arena, names, packages ? package_name(word) : word);
    }
}

/* The value of -o, or of --output=. */
static sg_str output_option(const struct command *command) {
    for (size_t i = 1; i < command->count; i++) {
        sg_str word = command->items[i];
        if (str_eq(word, STR("-o")) && i + 1 < command->count) return command->items[i + 1];
        if (str_starts(word, STR("--output="))) return str_skip(word, 9);
        if (str_eq(word, STR("--bin")) && i + 1 < command->count) return command->items[i + 1];
    }
    return (sg_str){0};
}

static void add_output(struct arena *arena, const struct command *command, struct names *names) {
    sg_str output = output_option(command), last = command->items[command->count - 1];
    bool folder = output.len && output.ptr[output.len - 1] == '/';
    if (output.len && !folder) names_add(arena, names, path_base(output));
    else if (str_find_str(last, STR("/cmd/")) < last.len || str_starts(last, STR("cmd/")))
        names_add(arena, names, path_base(last));
}

/* "github.com/a/tool/v2/cmd/x@v1" is "x", "…/tool/v2@v1" is "tool". */
static void add_module(struct arena *arena, const struct command *command, size_t from, struct names *names) {
    for (size_t i = from; i < command->count; i++) {
        sg_str word = str_slice(command->items[i], 0, str_find(command->items[i], '@'));
        if (is_option(word) || !str_has(word, '/')) continue;
        if (str_ends(word, STR("/..."))) word.len -= 4;
        sg_str name = path_base(word);
        if (name.len == 2 && name.ptr[0] == 'v' && ascii_digit(name.ptr[1]))
            name = path_base(str_slice(word, 0, word.len - 3));
        names_add(arena, names, name);
    }
}

static void add_python(struct arena *arena, const struct command *command, size_t from, struct names *names) {
    for (size_t i = from; i + 1 < command->count; i++)
        if (str_eq(command->items[i], STR("-r")) || str_eq(command->items[i], STR("--requirement")) ||
            str_eq(command->items[i], STR("--file")))
            names_add(arena, names, path_base(command->items[i + 1]));
    add_arguments(arena, command, from, true, names);
}

/* Global packages only: "npm install" alone takes what package.json says. */
static void add_node(struct arena *arena, const struct command *command, size_t from, struct names *names) {
    bool global = false;
    for (size_t i = 1; i < command->count; i++)
        global = global || str_eq(command->items[i], STR("-g")) || str_eq(command->items[i], STR("--global"));
    for (size_t i = from; global && i < command->count; i++)
        if (is_package(command->items[i])) names_add(arena, names, package_name(command->items[i]));
}

/* "https://github.com/owner/repo.git" is "owner/repo", if that is short. */
static void add_repository(struct arena *arena, const struct command *command, struct names *names) {
    for (size_t i = 2; i < command->count; i++) {
        sg_str url = without_suffix(without_suffix(command->items[i], "/"), ".git"), repo = path_base(url);
        if (str_find_str(url, STR("://")) == url.len && !str_has(url, '@')) continue;
        sg_str owner = path_base(str_slice(url, 0, url.len - repo.len));
        sg_str full =
            arena_printf(arena, "%.*s/%.*s",
                         STR_ARG(str_slice(
                             owner, 0, owner.len - (owner.len > 0 && repo.len > 0 && owner.ptr[owner.len - 1] == '/'))),
                         STR_ARG(repo));
        names_add(arena, names, full.len <= 32 && owner.len && !str_has(owner, ':') ? full : repo);
        return;
    }
}

/* A name that is only a version is that of a tag: "https://github.com/owner/repo/archive/v1.2.tar.gz" is "repo". */
static sg_str repository_of(sg_str url) {
    sg_str host, owner, repo, rest = str_skip(url, str_find_str(url, STR("://")) + 3);
    bool hosted =
        str_cut(rest, '/', &host, &rest) && str_cut(rest, '/', &owner, &rest) && str_cut(rest, '/', &repo, &rest);
    return hosted && str_find_str(host, STR("git")) < host.len ? repo : STR("");
}

/* "https://h/nginx-1.29.tar.gz" and "nginx-$V.tar.gz" are "nginx"; a name without a version stays whole. */
sg_str file_name(sg_str url) {
    sg_str name = path_base(str_slice(url, 0, str_find(url, '?')));
    size_t end = str_find(name, '$');
    for (size_t i = 1; i + 1 < end; i++)
        if ((name.ptr[i] == '-' || name.ptr[i] == '_') && (ascii_digit(name.ptr[i + 1]) || name.ptr[i + 1] == 'v') &&
            (ascii_digit(name.ptr[i + 1]) || ascii_digit(name.ptr[i + 2])))
            end = i;
    bool version = name.len && ascii_digit(name.ptr[name.len > 1 && name.ptr[0] == 'v']);
    if (version || !end) return repository_of(url);
    name = str_slice(name, 0, end);
    while (name.len && strchr("-_.", name.ptr[name.len - 1])) name.len--;
    return name;
}

static void add_file(struct arena *arena, const struct command *command, struct names *names) {
    for (size_t i = 1; i < command->count; i++)
        if (str_find_str(command->items[i], STR("://")) < command->items[i].len)
            names_add(arena, names, file_name(command->items[i]));
}

static void add_project(struct arena *arena, const struct command *command, size_t from, struct names *names) {
    for (size_t i = from; i < command->count; i++) {
        sg_str name = path_base(command->items[i]), bare = without_suffix(without_suffix(name, ".csproj"), ".sln");
        if (bare.len < name.len) names_add(arena, names, bare);
    }
}

void name_things(struct arena *arena, const struct purpose_row *row, const struct command *command, size_t subcommand,
                 struct names *names) {
    size_t from = subcommand + 1;
    switch (row->naming) {
    case NAME_NOTHING: break;
    case NAME_PROGRAM: names_add(arena, names, path_base(command->items[0])); break;
    case NAME_OUTPUT: add_output(arena, command, names); break;
    case NAME_MODULE: add_module(arena, command, from, names); break;
    case NAME_PROJECT: add_project(arena, command, from, names); break;
    case NAME_ARGUMENTS:
    case NAME_SYSTEM: add_arguments(arena, command, from, true, names); break;
    case NAME_PYTHON: add_python(arena, command, from, names); break;
    case NAME_NODE: add_node(arena, command, from, names); break;
    case NAME_REPOSITORY: add_repository(arena, command, names); break;
    case NAME_FILE: add_file(arena, command, names); break;
    case NAME_LAST: names_add(arena, names, command->items[command->count - 1]); break;
    }
}
