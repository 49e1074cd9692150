/* What of a command's arguments a phrase names. */
#include "annotate/infer.h"

static bool is_option(sg_str word) {
    return word.len && (word.ptr[0] == '-' || word.ptr[0] == '+');
}

/* Options whose value is the next word. */
static bool takes_value(sg_str option) {
    return option.len > 1 &&
           str_listed(
               "-t --virtual --repository -X --extra-index-url --index-url -i -r --requirement -c --constraint "
               "--channel -n --name --prefix -f --target --target-release -o --option --arch --root -p --python -d -u -g "
               "-G -s --shell --home --uid --gid --groups --depth -b --branch -C --proxy -D --file --version "
               "--features --profile --registry --config --configuration --framework --runtime --project",
               option);
}

/* Without version, extras and channel: "jax[cuda]==1" is "jax". */
/* Where the name of a package ends and its version, or what else it is with, begins. */
static bool ends_name(char c) {
    switch (c) {
    case '=':
    case '<':
    case '>':
    case '~':
    case '@':
    case '[':
    case '!':
    case ',':
    case ';':
    case '\0': return true;
    default: return false;
    }
}

static sg_str package_name(sg_str word) {
    size_t colons = str_find_str(word, STR("::"));
    if (colons < word.len) word = str_skip(word, colons + 2);
    bool scoped = word.len && word.ptr[0] == '@';
    for (size_t i = scoped; i < word.len; i++)
        if (ends_name(word.ptr[i])) return str_slice(word, 0, i);
    return word;
}

static bool is_package(sg_str word) {
    sg_str name = package_name(word);
    return name.len > 1 && !is_option(name) && !str_has(word, '$') && !str_has(name, ':') && name.ptr[0] != '/' &&
           name.ptr[0] != '.' && !str_has(name, '*') && !str_ends(name, STR(".txt")) && !ascii_digit(name.ptr[0]);
}

/* Installers that bring themselves up to date. */
static bool is_installer(sg_str name) {
    return str_listed("pip setuptools wheel npm", name);
}

static void add_arguments(struct arena *arena, const struct command *command, size_t from, struct names *names) {
    bool gem = str_eq(command->program, STR("gem"));
    for (size_t i = from; i < command->count; i++) {
        sg_str word = command->items[i];
        bool version = gem && str_eq(word, STR("-v"));
        if (is_option(word)) i += takes_value(word) || version;
        else if (is_package(word) && !is_installer(package_name(word)))
            names_add(arena, names, path_base(package_name(word)));
    }
}

/* The value of an option, as the next word or behind "="; ptr == NULL without. */
static sg_str option_value(const struct command *command, const char *option) {
    sg_str name = str_from(option);
    for (size_t i = 1; i < command->count; i++) {
        sg_str word = command->items[i];
        if (!str_starts(word, name)) continue;
        if (word.len == name.len && i + 1 < command->count) return command->items[i + 1];
        if (word.len > name.len && word.ptr[name.len] == '=') return str_skip(word, name.len + 1);
    }
    return (sg_str){0};
}

static sg_str first_option(const struct command *command, const char *const *options) {
    for (; *options; options++) {
        sg_str value = option_value(command, *options);
        if (value.len) return value;
    }
    return (sg_str){0};
}

static void add_output(struct arena *arena, const struct command *command, struct names *names) {
    static const char *const options[] = {"-o", "--output", "--outfile", "--out-dir", "--bin",  "--package",
                                          "-p", "--target", "--product", "--path",    "--name", NULL};
    sg_str program = command->program;
    bool cmake = str_eq(program, STR("cmake")), cargo = str_ends(program, STR("cargo"));
    for (size_t o = 0; options[o]; o++) {
        sg_str option = str_from(options[o]);
        bool triple = str_eq(option, STR("--target")) && !cmake && !str_eq(program, STR("swift"));
        bool other = (cargo && str_starts(option, STR("--out"))) || (cmake && str_eq(option, STR("-p")));
        sg_str value = triple || other ? (sg_str){0} : option_value(command, options[o]);
        sg_str name = value.len ? product_of_path(value) : (sg_str){0};
        if (name.ptr && !(cmake && str_listed("install all package test", name))) {
            names_add(arena, names, name);
            return;
        }
    }
    for (size_t i = command->count; i-- > 1;) {
        sg_str word = command->items[i];
        if (!is_option(word) && (str_find_str(word, STR("/cmd/")) < word.len || str_starts(word, STR("cmd/")))) {
            sg_str name = product_of_path(word);
            if (name.ptr) names_add(arena, names, name);
            return;
        }
    }
}

/* "./cmd/alpha" is alpha; "./..." and "." are nothing in particular. */
static void add_local(struct arena *arena, const struct command *command, size_t from, struct names *names) {
    for (size_t i = from; i < command->count; i++) {
        sg_str word = command->items[i];
        if (!str_starts(word, STR("./")) && !str_starts(word, STR("cmd/"))) continue;
        sg_str name = product_of_path(word);
        if (name.ptr && !str_ends(word, STR("..."))) names_add(arena, names, name);
    }
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

/* Global packages only: "npm install" alone takes what package.json says. */
static void add_node(struct arena *arena, const struct command *command, size_t from, struct names *names) {
    for (size_t i = from; i < command->count; i++) {
        sg_str word = command->items[i];
        if (is_package(word) && !str_listed("install i add global", word) && !is_installer(package_name(word)))
            names_add(arena, names, path_base(package_name(word)));
    }
}

/* "https://github.com/owner/repo.git" is "owner/repo", if that is short. */
static void add_repository(struct arena *arena, const struct command *command, struct names *names) {
    for (size_t i = 2; i < command->count; i++) {
        sg_str url = command->items[i];
        if (url.len && url.ptr[url.len - 1] == '/') url.len--;
        if (str_ends(url, STR(".git"))) url.len -= 4;
        size_t scheme = str_find_str(url, STR("://"));
        if (scheme == url.len && !(str_has(url, '@') && str_has(url, ':'))) continue;
        sg_str repo = path_base(url), rest = str_slice(url, 0, url.len - repo.len - (repo.len < url.len));
        sg_str owner = path_base(rest);
        if (str_has(owner, ':')) owner = str_skip(owner, str_find(owner, ':') + 1);
        bool host = scheme < url.len && rest.len - owner.len <= scheme + 3;
        sg_str full = arena_printf(arena, "%.*s/%.*s", STR_ARG(owner), STR_ARG(repo));
        names_add(arena, names, full.len <= 40 && owner.len && !host && !str_has(owner, '$') ? full : repo);
        return;
    }
}

static void add_file(struct arena *arena, const struct command *command, struct names *names) {
    for (size_t i = 1; i < command->count; i++)
        if (str_find_str(command->items[i], STR("://")) < command->items[i].len)
            names_add(arena, names, file_name(command->items[i]));
}

static void add_project(struct arena *arena, const struct command *command, size_t from, struct names *names) {
    static const char *const suffixes[] = {".csproj", ".sln", ".fsproj", ".vbproj", ".slnx"};
    for (size_t i = from; i < command->count; i++) {
        sg_str name = path_base(command->items[i]);
        for (size_t s = 0; s < COUNT(suffixes); s++)
            if (str_ends(name, str_from(suffixes[s])))
                names_add(arena, names, str_slice(name, 0, name.len - strlen(suffixes[s])));
    }
}

/* "--filter=@acme/web...": a part of a monorepo. */
static void add_workspace(struct arena *arena, const struct command *command, size_t from, struct names *names) {
    static const char *const options[] = {"--filter", "-F",    "--workspace", "-w",        "--scope", "--prefix",
                                          "--cwd",    "--dir", "-C",          "--project", NULL};
    sg_str value = first_option(command, options);
    if (!value.len && from && from < command->count && str_listed("turbo ng nx", command->program))
        value = is_option(command->items[from]) ? (sg_str){0} : command->items[from];
    if (!value.len && from >= 2 && str_eq(command->items[1], STR("workspace")) && command->count > 2)
        value = command->items[2];
    sg_str verb = from ? command->items[from - 1] : STR("");
    size_t colon = str_find(verb, ':'); /* "build:ui" */
    if (!value.len && str_starts(verb, STR("build:")) &&
        !str_listed("prod production all ci release docker dev app client-server full next static",
                    str_skip(verb, colon + 1)))
        value = str_skip(verb, colon + 1);
    while (str_ends(value, STR("."))) value.len--;
    value = str_slice(value, 0, str_find(value, '^'));
    if (str_starts(value, STR("@"))) value = path_base(value); /* of a scope: "@acme/web" */
    sg_str name = str_has(value, '/') ? product_of_path(value) : value;
    if (name.len > 1 && !str_listed("app client-app root all", name)) names_add(arena, names, name);
}

/* What no Makefile's reader would call a product. */
static bool is_plain_target(sg_str word) {
    return str_listed(
        "all install build clean release debug default deps dependencies static distclean compile binary binaries bin "
        "prod production linux generate vendor setup bootstrap init ci dist install-strip olddefconfig defconfig "
        "menuconfig modules_install tools package dev local run altinstall build-all build-release package "
        "install-deps install-dev library lib libs world download fetch native prepare update docs doc html "
        "run-build install/strip docker images cross modules mod tidy",
        word);
}

static void add_targets(struct arena *arena, const struct command *command, size_t from, struct names *names) {
    for (size_t i = from; i < command->count; i++) {
        sg_str word = command->items[i];
        if (is_option(word)) {
            i += str_listed("-C -f -j -o -I -W --directory --file --jobs --config --platform", word) &&
                 i + 1 < command->count && !is_option(command->items[i + 1]);
            continue;
        }
        if (str_has(word, '=') || is_plain_target(word) || !word.len || ascii_digit(word.ptr[0]) || word.ptr[0] == '%')
            continue;
        word = str_skip(word, str_starts(word, STR("build-")) ? 6 : str_starts(word, STR("install-")) ? 8 : 0);
        if (str_starts(word, STR("//")) && str_has(word, ':')) word = str_skip(word, str_find(word, ':') + 1);
        sg_str name = product_of_path(word);
        if (name.ptr && !is_plain_target(name) && !str_ends(name, STR("config"))) names_add(arena, names, name);
    }
}

/* What was compared: the paths behind "--". */
static void add_checked(struct arena *arena, const struct command *command, size_t from, struct names *names) {
    while (from < command->count && !str_eq(command->items[from], STR("--"))) from++;
    for (size_t i = from + 1; i < command->count; i++)
        if (!str_has(command->items[i], ':')) names_add(arena, names, path_base(command->items[i]));
}

static void add_archive(struct arena *arena, const struct command *command, size_t from, struct names *names) {
    for (size_t i = from; i < command->count; i++)
        if (is_archive(command->items[i])) {
            names_add(arena, names, file_name(command->items[i]));
            return;
        }
}

static void add_extensions(struct arena *arena, const struct command *command, struct names *names) {
    for (size_t i = 1; i < command->count; i++) {
        sg_str word = command->items[i];
        if (is_option(word))
            i += str_eq(word, STR("-j")) && i + 1 < command->count && ascii_digit(command->items[i + 1].ptr[0]);
        else if (is_package(word) && !str_listed("install", word)) names_add(arena, names, package_name(word));
    }
}

void name_things(struct arena *arena, const struct purpose_row *row, const struct command *command, size_t subcommand,
                 struct names *names) {
    size_t from = subcommand + 1;
    switch (row->naming) {
    case NAME_NOTHING: break;
    case NAME_PROGRAM: names_add(arena, names, command->program); break;
    case NAME_OUTPUT: add_output(arena, command, names); break;
    case NAME_LOCAL: add_local(arena, command, from, names); break;
    case NAME_MODULE: add_module(arena, command, from, names); break;
    case NAME_PROJECT: add_project(arena, command, from, names); break;
    case NAME_WORKSPACE: add_workspace(arena, command, from, names); break;
    case NAME_TARGETS: add_targets(arena, command, from, names); break;
    case NAME_SYSTEM_ALL: add_arguments(arena, command, 1, names); break;
    case NAME_ARGUMENTS:
    case NAME_SYSTEM:
    case NAME_PYTHON: add_arguments(arena, command, from, names); break;
    case NAME_NODE: add_node(arena, command, from, names); break;
    case NAME_COMPOSER: add_arguments(arena, command, from + 1, names); break;
    case NAME_EXTENSION: add_extensions(arena, command, names); break;
    case NAME_REPOSITORY: add_repository(arena, command, names); break;
    case NAME_FILE: add_file(arena, command, names); break;
    case NAME_ARCHIVE: add_archive(arena, command, from, names); break;
    case NAME_CHECKED: add_checked(arena, command, from, names); break;
    case NAME_LAST_NAME:
        if (!is_option(command->items[command->count - 1]))
            names_add(arena, names, path_base(package_name(command->items[command->count - 1])));
        break;
    }
}
