/* The document: stages, edges and images, as BuildKit's dockerfile2llb resolves them. Annotation adds titles, purposes
 * and groups to the same structs; views and renderers only read. */
#ifndef GRAPH_GRAPH_H
#define GRAPH_GRAPH_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/map.h"
#include "dockerfile/dockerfile.h"
#include "options/options.h"

#define NO_STAGE ((size_t)-1)

struct env_node;
struct workdir;
struct stage_sizes;

/* A size that somebody wrote down, and where: a source of the document's diagnostics. */
struct stated_size {
    int64_t bytes; /* -1: nobody did */
    size_t source, offset;
};

/* An argument that the file declares, one for each name behind ARG. */
struct arg {
    sg_str name;
    sg_str default_value; /* as written; ptr == NULL: none */
    sg_str
        value; /* a --build-arg, else the default after expansion, else that of the global one; ptr == NULL: none, or unknown */
    size_t line;
    size_t *users; /* of a global one: stages that name it in FROM, or take it over by an ARG without a default */
    size_t user_count;
};

struct args {
    struct arg *items;
    size_t count, capacity;
};

enum input_kind { INPUT_STAGE, INPUT_IMAGE, INPUT_URL, INPUT_CONTEXT, INPUT_LOCAL /* the build context */ };

/* What a step takes from elsewhere. */
struct input {
    enum input_kind kind;
    size_t stage;        /* index, if it is a stage */
    sg_str name;         /* reference of an image, URL, or name of a build context */
    const sg_str *paths; /* after expansion; none: all of it, or they do not expand */
    size_t path_count;
    const sg_str *excludes; /* --exclude, as written */
    size_t exclude_count;
    bool parents, link; /* COPY --parents, --link */
};

/* An instruction that a stage runs. */
struct step {
    const struct instruction *instruction;
    bool trigger; /* of its base: the instruction is a copy of the stage's own, and stands nowhere in it */
    struct input *inputs;
    size_t input_count;

    /* COPY and ADD, with ARG and ENV expanded */
    const sg_paths *paths; /* without heredocs; NULL unless all of its words expand, to what is known */
    size_t inline_size;    /* bytes of the files that its heredocs make */
};

struct stage {
    sg_stage public;
    struct instruction *from;
    struct instruction *instructions; /* those behind FROM, in source order; public.instruction_count many */
    size_t base_stage;                /* index of the base, or NO_STAGE */
    struct instruction *triggers;     /* the base's ONBUILD instructions, read again: it runs them first */
    size_t trigger_count;
    struct step *steps; /* what it runs, in order: triggers first */
    size_t step_count;
    struct args args;
    const struct env_node *env;           /* ARG and ENV at the end of the stage */
    const struct env_node *image_env;     /* ENV alone: what the image remembers */
    const struct env_node *inherited_env; /* ARG and ENV that a stage FROM this one starts with */
    const sg_str *comment_lines;          /* the comment block that touches FROM, "#" and blanks removed */
    size_t comment_line_count;
    const sg_str *label_keys, *label_values; /* LABEL of the stage itself, expanded */
    size_t label_count;
    size_t first_edge, edge_count; /* what it takes: its edges stand together in the document's list */
    const sg_str *ports;           /* EXPOSE, expanded */
    size_t port_count;
    struct stated_size stated_size; /* by a directive or the annotations file */
    bool outside;                   /* its base chain ends in an image whose ENV and WORKDIR nobody knows */
    const struct workdir *workdir;  /* at the end of the stage; NULL if it depends on the image */
    bool blank_base;                /* FROM $BASE with no value: base is the text as written */
};

struct edge {
    sg_edge public;
    size_t image;        /* index into images, if the source is one */
    const size_t *steps; /* of the consumer, those that make it: indices; none for FROM */
    size_t step_count;
};

struct sg_doc {
    struct arena arena;
    struct diags diags;
    sg_options *options; /* those of sg_parse(), and the defaults of the annotations */
    sg_str name;         /* of the file: its base name, or "standard input" */
    sg_str path;         /* the same for people: as given, if that is below the current folder; else its name */
    struct dockerfile file;
    struct args args; /* before the first FROM */
    LIST(struct stage) stages;
    struct map stage_names; /* lower-case name → index, of equal names the last */
    LIST(struct edge) edges;
    LIST(sg_image) images;
    LIST(sg_group) groups;
    size_t target;             /* index of the (first) target, NO_STAGE without stages */
    bool targets_named;        /* --target was given */
    struct stage_sizes *sizes; /* by stage: what each source says (size/size.h) */
    sg_str size_note;          /* what the numbers are and who told them; ptr == NULL without any */
};

/* What BuildKit is asked beside the graph: its own build arguments and # check=, and another frontend. */
void settings_check(sg_doc *doc, sg_str text);
void settings_check_frontend(sg_doc *doc, sg_str text);
/* From doc->file to stages, edges and images; problems go to doc->diags. */
void graph_build(sg_doc *doc);

/* The annotations file as a source of diagnostics, which borrow it. */
size_t annotations_source(struct diags *diags, const sg_options *options, struct annotations file);

/* The steps of a stage that stand in it, public.instruction_count many. */
struct step *stage_own_steps(const struct stage *stage);
/* Where a step stands: a trigger at the FROM of the stage that runs it. */
size_t step_line(const struct stage *stage, const struct step *step);
/* 64 bits of an instruction as it is written and alone: the same for two that differ in nothing but comments, line breaks and
 * the case of the keyword. Who has both compares them, as two different ones may have one digest. */
uint64_t instruction_digest(const struct instruction *instruction);

/* The Dockerfile as diagnostics call it. */
sg_str doc_file(const sg_doc *doc);
/* What a stage is called: its name, or without one its number, by which --target and COPY --from find it too. */
sg_str stage_word(struct arena *arena, const sg_stage *stage);
/* The last stage of that name, in any case, or the one of that number, as for --target; NO_STAGE if there is none. */
size_t stage_called(const sg_doc *doc, sg_str name);
/* The outside image that a stage is FROM, or NULL. */
sg_image *stage_base_image(const sg_doc *doc, const struct stage *stage);
/* " (did you mean NAME?)", or nothing. */
sg_str stage_hint(struct arena *arena, const sg_doc *doc, sg_str name);

#endif
