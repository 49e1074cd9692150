/* A purpose guessed from what a stage does. */
#ifndef ANNOTATE_INFER_H
#define ANNOTATE_INFER_H

#include "annotate/shell.h"
#include "graph/graph.h"

/* What a stage does, by how much it says: strongest first (docs/purposes.md). */
enum deed_kind {
    DEED_START,    /* ENTRYPOINT and CMD of an image that is to be used */
    DEED_BUILD,    /* compiles programs, libraries, sites */
    DEED_WEB,      /* builds what a browser loads, or code in its language */
    DEED_PACKAGE,  /* makes a wheel, a jar, a .deb, an archive */
    DEED_GENERATE, /* writes code, documents, indexes */
    DEED_CHECK,    /* compares and fails */
    DEED_TEST,
    DEED_LINT,
    DEED_DEPENDENCIES, /* installs what an app needs */
    DEED_TOOL,         /* installs a named tool */
    DEED_FETCH,        /* downloads, clones */
    DEED_SCRIPT,       /* a script of the project's own */
    DEED_COPY,         /* takes what other stages and images made */
    DEED_WRITE,        /* cmd > FILE, touch FILE */
    DEED_PACKAGES,     /* of the distribution */
    DEED_PREPARE,      /* users, folders, configuration */
    DEED_KINDS,
    DEED_REMOVE, /* packages that are gone again */
    DEED_NOISE   /* what every Dockerfile does */
};

/* What a phrase names of the arguments. */
enum naming {
    NAME_NOTHING,
    NAME_PROGRAM,    /* the command itself */
    NAME_OUTPUT,     /* -o PATH, --bin, --target; else the last ./cmd/X */
    NAME_LOCAL,      /* packages of the project: ./cmd/X */
    NAME_MODULE,     /* the last element of a Go import path */
    NAME_PROJECT,    /* X.csproj */
    NAME_WORKSPACE,  /* --filter=X, -w X: a part of a monorepo */
    NAME_TARGETS,    /* arguments that are no options and do not say what every Makefile has */
    NAME_ARGUMENTS,  /* all that are no options */
    NAME_PYTHON,     /* packages */
    NAME_NODE,       /* what follows -g */
    NAME_COMPOSER,   /* vendor/package: package */
    NAME_EXTENSION,  /* of PHP */
    NAME_SYSTEM,     /* packages of the distribution, see packages.c */
    NAME_SYSTEM_ALL, /* the same without a verb in front */
    NAME_REPOSITORY, /* owner/repo of a git URL */
    NAME_FILE,       /* the last element of a URL */
    NAME_ARCHIVE,    /* an archive, without its suffix */
    NAME_CHECKED,    /* paths behind "--" */
    NAME_LAST_NAME   /* the last argument */
};

struct names {
    sg_str *items;
    size_t count, capacity;
};

struct purpose_row {
    enum deed_kind kind;
    const char *commands, *subcommands;
    enum naming naming;
    const char *phrase, *bare;
};

/* The rows that a program has, by its name; NULL: none. *count is how many. */
const unsigned short *purpose_rows_of(sg_str program, size_t *count);
const unsigned short *purpose_rows_known(const struct program *program, size_t *count);
const struct purpose_row *purpose_row_at(size_t index);
/* Whether the arguments are those of the row; *subcommand is the index of the word that matched, 0 without. */
bool purpose_row_fits(const struct purpose_row *row, const struct command *command, size_t *subcommand);

/* Takes wrappers such as "python -m pip", "uv run" and "npm run" off the front of a command. */
struct command command_unwrapped(struct command command);
/* Adds what the row names in the command. */
void name_things(struct arena *arena, const struct purpose_row *row, const struct command *command, size_t subcommand,
                 struct names *names);
/* "a, b, c", or of more than most "a, b, … (+4)". */
sg_str names_listed(struct arena *arena, const struct names *names, size_t most);
sg_str names_joined(struct arena *arena, const struct names *names); /* of three */
void names_add(struct arena *arena, struct names *names, sg_str name);
/* Copies of the names, which live as long as the arena. */
void names_keep(struct arena *arena, struct names *kept, const struct names *names);
sg_str path_base(sg_str path);
/* What stands behind the last dot of its last element; ptr == NULL without one. */
sg_str path_extension(sg_str path);
/* What a command is called: the last element of its path, without ".exe". */
sg_str program_name(sg_str path);
/* The path of a script in a folder for such, as it is told: "hack/make"; ptr == NULL if it is something else. */
sg_str script_path(sg_str path);
/* What a script does by its name: "build-sqlite.sh" builds sqlite. *rest is what stands behind the verb; NULL: no verb. */
struct script_verb {
    const char *lead, *verb;
    enum deed_kind kind;
};
const struct script_verb *script_verb_of(sg_str path, sg_str *rest);
/* "hack/make" is a script of the project, whatever its name; "node_modules/.bin/tsc" and "./mvnw" are what theirs say. */
bool is_own_path(sg_str path);
/* What a URL fetches, without its version; empty if nothing tells. Variables may stand in it. */
sg_str file_name(sg_str url);
/* What the script behind a URL installs: "https://sh.rustup.rs" is "rustup"; ptr == NULL if nothing tells. */
sg_str installer_name(sg_str url);
/* Whether a path ends as archives do. */
bool is_archive(sg_str path);
/* What is made, from its path: "/out/bin/toold" is "toold"; ptr == NULL of what names nothing: folders, archives, licences,
 * configuration, text, patterns without a word (product.c). */
sg_str product_of_path(sg_str path);

/* Packages of a distribution: what is worth a name, compilers first; *toolchain if there is a compiler, *libraries if
 * there is nothing but libraries. */
struct names packages_worth_naming(struct arena *arena, const struct names *packages, bool *toolchain, bool *libraries);
/* Compilers and build tools among them. */
struct names packages_toolchain(struct arena *arena, const struct names *packages);
void packages_remove(struct names *packages, const struct command *command);

/* Edges by their source stage: those of stage s are edges[start[s]] to edges[start[s + 1]]. */
struct consumers {
    size_t *start;
    size_t *edges;
};
struct consumers consumers_of(struct arena *arena, const sg_doc *doc);

#endif
