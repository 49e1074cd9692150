/* What goes through the instructions of a stage, and what its parts share. */
#ifndef GRAPH_DISPATCH_H
#define GRAPH_DISPATCH_H

#include "graph/build.h"
#include "graph/workdir.h"

struct dispatch {
    struct builder *builder;
    struct stage *stage;
    size_t index;
    const struct env_node *env, *image_env; /* one and the same up to the first ARG */
    uint32_t env_owner;                     /* for env_edit() */
    struct step *step;
    struct instruction *instruction; /* of the step */
    bool report;
    bool words_only; /* of a replaced stage: no edges */
    LIST(sg_str) label_keys, label_values, ports, shadowed;
};

/* Says what is wrong, if this stage is one that BuildKit would build. The arguments are those of the text in diags.def,
 * as in diag_add(). */
#define dispatch_refuse(dispatch, id, ...) dispatch_refuse_format(dispatch, id, id##_FORMAT, __VA_ARGS__)
__attribute__((format(printf, 3, 5))) void dispatch_refuse_format(struct dispatch *dispatch, enum diag_id id,
                                                                  const char *format, size_t line_at, ...);
/* The message is ready-made; nothing happens if it is empty. */
void dispatch_refuse_text(struct dispatch *dispatch, enum diag_id id, size_t line_at, sg_str message);
/* An expansion that failed: in BuildKit's words, or by one of our limits. */
void dispatch_refuse_expansion(struct dispatch *dispatch, enum diag_id id, size_t line_at, sg_str error);
/* A word with what ARG and ENV have set so far; false, and told, if it does not expand. One that is unknown is given as
 * written: nothing is wrong with it that an image may mend. */
bool dispatch_expand(struct dispatch *dispatch, struct word word, sg_str *result);
/* The word that was expanded last hangs on an outside image. */
bool dispatch_unknown(const struct dispatch *dispatch);
/* Where the instruction stands: a trigger at the child's FROM. */
size_t dispatch_line(const struct dispatch *dispatch);
bool dispatch_is_windows(const struct dispatch *dispatch);
/* Why a Windows path is refused (util/system/path.go): only C: is a drive of an image; "" if it is not. */
sg_str dispatch_drive_error(struct arena *arena, sg_str path);
/* A Windows path with forward slashes, and without its drive too. */
sg_str dispatch_with_slashes(struct arena *arena, sg_str path);
sg_str dispatch_without_drive(struct arena *arena, sg_str path);
sg_paths *dispatch_paths(struct dispatch *dispatch, const struct words *sources, sg_str dest);

/* copy.c */
void dispatch_copy(struct dispatch *dispatch);

/* run.c */
void dispatch_run(struct dispatch *dispatch);

#endif
