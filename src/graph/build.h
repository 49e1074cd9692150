/* What the parts of the graph builder share. The steps and their order are those of dockerfile2llb's
 * toDispatchState(). */
#ifndef GRAPH_BUILD_H
#define GRAPH_BUILD_H

#include "base/map.h"
#include "dockerfile/expand.h"
#include "dockerfile/platform.h"
#include "graph/graph.h"

enum context_kind { CONTEXT_IMAGE, CONTEXT_URL, CONTEXT_OTHER };

/* A --build-context. */
struct context {
    enum context_kind kind;
    sg_str name;           /* as looked up: familiar, without :latest */
    sg_str value;          /* image reference or URL; the name for a folder or layout */
    bool has_config;       /* it is an image, whose ENV and WORKDIR apply */
    size_t source, offset; /* of the value, for diagnostics */
};

struct needs {
    size_t *items;
    size_t count, capacity;
};

/* What the builder knows of a stage beyond the document. */
struct work {
    const struct context *context; /* stands in for the stage */
    struct needs needs;            /* stages that its own instructions take from, repeats included */
    struct needs trigger_needs;
    sg_str trigger_error; /* of the first that cannot be read */
    struct left *left;    /* its own triggers, once a child asks for them; see onbuild.c */
    bool base_failed;     /* its base was reported, or is unknown: nothing more to say */
    sg_str invalid_base;  /* what an expanded base is that is no reference; ptr == NULL if it is one */
};

/* What is known of a name in front of the first FROM. */
struct global {
    sg_str value; /* what the globals have, if it is set */
    bool set;
    size_t arg; /* its last ARG, an index into doc->args; NO_ARG: predefined */
};
#define NO_ARG ((size_t)-1)

struct builder {
    sg_doc *doc;
    struct arena *arena, *temp; /* the document's, and one for what it does not keep */
    struct diags *diags;
    struct expander expander;
    bool expansions_over; /* the file used up its budget: told once */
    const struct env_node *globals;
    uint32_t env_owners;       /* how many env_edit() has had, the globals among them */
    LIST(sg_str) global_names; /* for suggestions */
    LIST(struct global) global_list;
    struct map global_index; /* name → index into global_list */
    size_t user;             /* the stage whose FROM is read */
    size_t hints;            /* how many were looked for among them */
    struct platform target_platform;
    sg_str target_platform_text;
    struct work *work;  /* per stage */
    struct map names;   /* lower-case stage name → index, the last one */
    struct map images;  /* reference → index into doc->images */
    struct map edges;   /* see edge_add() */
    struct map invalid; /* references already reported */
    struct map near;    /* names that note_near_stage() has looked for */
    struct map bases;   /* of stages, once it asks for them */
    LIST(struct context) contexts;
    struct map context_names;
    struct map build_args; /* name → index into build_arg_values */
    LIST(sg_str) build_arg_values;
    const unsigned char *needed; /* see resolve_needed() */
    size_t epoch_offset;         /* of the value of a global SOURCE_DATE_EPOCH */
    size_t epoch_stage;          /* whose time it is, or NO_STAGE */
    bool epoch_removed;          /* --build-arg SOURCE_DATE_EPOCH= takes it away */
};

#define SOURCE_FILE 0 /* the Dockerfile is the first source of doc->diags */

/* Reports an expansion that failed; a limit in its own words, and a budget that is used up only once. */
void build_refuse_expansion(struct builder *builder, enum diag_id id, size_t offset, sg_str error);
/* Expands a word and reports what goes wrong at offset. False: the result is the word as written. */
bool build_expand(struct builder *builder, enum diag_id id, sg_str word, const struct env_node *env, size_t offset,
                  sg_str *result);

/* The value of --build-arg. */
bool build_argument(const struct builder *builder, sg_str name, sg_str *value);
/* NULL: there is none of that name. */
struct global *build_global(const struct builder *builder, sg_str name);
/* The same for a stage that uses it, which is noted. */
const struct global *build_use(struct builder *builder, sg_str name, size_t stage);
/* A FROM that makes a stage. */
bool build_is_stage(const struct instruction *instruction);

/* epoch.c: gives SOURCE_DATE_EPOCH its value, once all global arguments are read. */
extern const sg_str epoch_name;
void epoch_resolve(struct builder *builder);

/* resolve.c */
struct source_ref {
    size_t stage; /* NO_STAGE: an image */
    sg_str image;
};
/* Who a COPY --from= or mount from= means. */
struct source_ref resolve_name(const struct builder *builder, sg_str name);
/* The same for COPY, where a number is a stage; false for an invalid index. */
bool resolve_copy(const struct builder *builder, sg_str from, struct source_ref *source);
/* --target; sets doc->target and is_target. */
void resolve_targets(struct builder *builder);
/* Who needs whom, --from errors, and cycles. */
void resolve_needs(struct builder *builder);
/* References that are no references. */
void resolve_references(struct builder *builder);
/* What is wrong with the sources of triggers that BuildKit would run: those of the stages in `needed`. */
void resolve_triggers(struct builder *builder, const unsigned char *needed);
/* is_reachable and is_final; notes unused stages under --verbose. */
void resolve_reachable(struct builder *builder);
/* The stages that the targets, or without them the last stage, need: one byte per stage. */
unsigned char *resolve_needed(struct builder *builder);

/* near.c: a note if the image that a --from takes has almost the name of a stage. */
void note_near_stage(struct builder *builder, sg_str name, size_t offset);

/* onbuild.c: reads the triggers of each stage's parent. Errors are reported for the stages in `needed` only. */
void onbuild_read(struct builder *builder);
void onbuild_report(struct builder *builder, const unsigned char *needed);

/* edges.c */
const struct context *context_of(const struct builder *builder, sg_str image);
void contexts_read(struct builder *builder);
struct edge_origin {
    size_t line;
    struct step *step; /* NULL: FROM */
    bool forward;
    const sg_paths *paths; /* NULL without */
};
/* Adds an edge, or a line to the one that is there. */
void edge_from_stage(struct builder *builder, sg_edge_kind kind, size_t source, size_t stage,
                     struct edge_origin origin);
/* An image, or the build context that stands in for it. */
void edge_from_image(struct builder *builder, sg_edge_kind kind, sg_str image, sg_str raw, size_t stage,
                     struct edge_origin origin);
void edge_from_context(struct builder *builder, sg_edge_kind kind, const struct context *context, size_t stage,
                       struct edge_origin origin);
void edge_from_url(struct builder *builder, sg_edge_kind kind, sg_str url, size_t stage, struct edge_origin origin);

/* steps.c */
void steps_make(struct builder *builder, struct stage *stage);
/* Excludes, parents and link are those of the instruction. */
void step_add_input(struct arena *arena, struct step *step, struct input input);
/* A list that grows whenever its length is a power of two. */
void *list_with_room(struct arena *arena, const void *items, size_t count, size_t item_size);

/* dispatch.c: expands the words of a stage's instructions and adds its edges. report: tell what is wrong in it; triggers:
 * BuildKit would run its triggers too. */
void dispatch_stage(struct builder *builder, size_t stage, bool report, bool triggers);

#endif
