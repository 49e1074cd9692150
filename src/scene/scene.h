/* What is shown: stages, what they take from each other and from outside, and groups. A scene of one document is that document;
 * one of several has the stages of all of them, each once, and marks that say how they differ. A scene lives in the arena
 * of its caller, borrows documents and writes nothing into them. */
#ifndef SCENE_SCENE_H
#define SCENE_SCENE_H

#include "graph/graph.h"
#include "scene/marks.h"

#define NO_IMAGE ((size_t)-1)

struct scene_doc {
    const sg_doc *doc;
    const size_t *stages; /* by stage of the document: its index in scene.stages */
};

struct scene_stage {
    const sg_doc *doc; /* that it is drawn from: of one that was removed the old one */
    size_t index;      /* in that document */
    sg_str id;         /* letters, digits and _; unique in the scene */
    unsigned marks;    /* what a comparison says: enum mark */
    sg_str note;       /* why, in a few words; empty without */
    /* what it was compared with; NULL without */
    const sg_doc *old_doc;
    size_t old_index;
};

struct scene_image {
    const sg_image *image;
    unsigned marks;
};

struct scene_edge {
    const struct edge *edge; /* of one of the documents, whose indices are not those of the scene */
    size_t from;             /* index into scene.stages; NO_STAGE: from outside */
    size_t to;
    size_t image; /* index into scene.images; NO_IMAGE if it is from a stage, a URL or a build context */
    unsigned marks;
};

struct scene_group {
    const sg_group *group;
    const size_t *stages; /* indices into scene.stages */
    size_t stage_count;
};

struct scene {
    const struct scene_doc *docs; /* one or more, the newest first */
    size_t doc_count;
    sg_str subject;   /* "Dockerfile": what the title names */
    sg_str size_note; /* what the sizes are and who told them; empty without any */
    bool sized;       /* measured sizes were asked for */
    const struct scene_stage *stages;
    size_t stage_count;
    const struct scene_edge *edges;
    size_t edge_count;
    const struct scene_image *images;
    size_t image_count;
    const struct scene_group *groups;
    size_t group_count;
};

/* All of one document. */
const struct scene *scene_of(struct arena *arena, const sg_doc *doc);

/* The stage behind one of the scene. */
static inline const struct stage *scene_stage(const struct scene *scene, size_t index) {
    const struct scene_stage *stage = &scene->stages[index];
    return &stage->doc->stages.items[stage->index];
}

/* The stage that is called so in the newest document that has one, as for --target; NO_STAGE if there is none. */
size_t scene_called(const struct scene *scene, sg_str name);
/* " (did you mean NAME?)", or nothing. */
sg_str scene_hint(struct arena *arena, const struct scene *scene, sg_str name);

#endif
