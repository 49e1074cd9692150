/* A purpose guessed from what a stage does. */
#ifndef ANNOTATE_INFER_H
#define ANNOTATE_INFER_H

#include "annotate/shell.h"
#include "graph/graph.h"

/* Most specific first: of a stage that builds and cleans up, the building is told. */
enum phrase_kind {
    PHRASE_TEST,
    PHRASE_LINT,
    PHRASE_BUILD,
    PHRASE_SITE,
    PHRASE_GENERATE,
    PHRASE_SCRIPT,
    PHRASE_PACK,
    PHRASE_DEPENDENCIES,
    PHRASE_EXTENSIONS,
    PHRASE_COPY,
    PHRASE_PACKAGES,
    PHRASE_DOWNLOAD,
    PHRASE_RUNS,
    PHRASE_SOURCES,
    PHRASE_COMMANDS,
    PHRASE_CONFIGURE,
    PHRASE_KINDS
};

/* What a phrase names of the arguments. */
enum naming {
    NAME_NOTHING,
    NAME_PROGRAM,    /* the command itself */
    NAME_OUTPUT,     /* -o PATH, else the last ./cmd/X */
    NAME_MODULE,     /* the last element of a Go import path */
    NAME_PROJECT,    /* X.csproj */
    NAME_ARGUMENTS,  /* all that are no options */
    NAME_PYTHON,     /* packages, or the file behind -r */
    NAME_NODE,       /* what follows -g */
    NAME_SYSTEM,     /* packages of the distribution, see packages.c */
    NAME_REPOSITORY, /* owner/repo of a git URL */
    NAME_FILE,       /* the last element of a URL */
    NAME_LAST        /* the last argument */
};

struct names {
    sg_str *items;
    size_t count, capacity;
};

/* What was found of one kind. */
struct finding {
    const struct purpose_row *row; /* of the first command that said so */
    struct names names;
};

struct purpose_row {
    enum phrase_kind kind;
    const char *commands, *subcommands;
    enum naming naming;
    const char *phrase, *bare;
};

/* The row that fits, or NULL; *subcommand is the index of the word that matched, 0 without. */
const struct purpose_row *purpose_row_of(const struct command *command, size_t *subcommand);
/* Takes wrappers such as "python -m pip", "uv run" and "npm run" off the front of a command. */
struct command command_unwrapped(struct command command);
/* Adds what the row names in the command. */
void name_things(struct arena *arena, const struct purpose_row *row, const struct command *command, size_t subcommand,
                 struct names *names);
/* "a, b, c, …" with at most three. */
sg_str names_joined(struct arena *arena, const struct names *names);
void names_add(struct arena *arena, struct names *names, sg_str name);
sg_str path_base(sg_str path);
/* What a command is called: the last element of its path, without ".exe". */
sg_str program_name(sg_str path);
/* The path of a script in a folder for such, as it is told: "hack/make"; ptr == NULL if it is something else. */
sg_str script_path(sg_str path);
/* What a URL fetches, without its version; empty if nothing tells. Variables may stand in it. */
sg_str file_name(sg_str url);

/* Packages of a distribution: what is worth a name, compilers first; *toolchain if there is a compiler, *libraries if
 * there is nothing but libraries. */
struct names packages_worth_naming(struct arena *arena, const struct names *packages, bool *toolchain, bool *libraries);
void packages_remove(struct names *packages, const struct command *command);

/* What a stage starts, from ENTRYPOINT and CMD: "nginx"; ptr == NULL if nothing tells. room as in shell.h. */
sg_str stage_program(struct arena *arena, const sg_doc *doc, const struct stage *stage, size_t *room);
/* Edges by their source stage: those of stage s are edges[start[s]] to edges[start[s + 1]]. */
struct consumers {
    size_t *start;
    size_t *edges;
};
struct consumers consumers_of(struct arena *arena, const sg_doc *doc);

/* The whole: ptr == NULL if there is nothing to say. room as in shell.h. */
sg_str purpose_inferred(struct arena *arena, const sg_doc *doc, const struct stage *stage,
                        const struct consumers *consumers, size_t *room);

#endif
