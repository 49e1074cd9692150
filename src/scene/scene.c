/* The scene of one document, and names in any. */
#include "scene/scene.h"

static void add_stages(struct arena *arena, const sg_doc *doc, struct scene *scene) {
    size_t count = doc->stages.count;
    struct scene_stage *stages = arena_array(arena, struct scene_stage, count);
    size_t *indices = arena_array(arena, size_t, count);
    struct scene_doc *docs = arena_one(arena, struct scene_doc);
    for (size_t s = 0; s < count; s++) {
        stages[s] = (struct scene_stage){.doc = doc, .index = s, .id = doc->stages.items[s].public.id};
        indices[s] = s;
    }
    *docs = (struct scene_doc){doc, indices};
    scene->docs = docs;
    scene->doc_count = 1;
    scene->stages = stages;
    scene->stage_count = count;
}

static void add_edges(struct arena *arena, const sg_doc *doc, struct scene *scene) {
    struct scene_edge *edges = arena_array(arena, struct scene_edge, doc->edges.count);
    struct scene_image *images = arena_array(arena, struct scene_image, doc->images.count);
    for (size_t e = 0; e < doc->edges.count; e++) {
        const struct edge *edge = &doc->edges.items[e];
        sg_source_kind kind = edge->public.source_kind;
        edges[e] = (struct scene_edge){.edge = edge, .to = edge->public.stage};
        edges[e].from = kind == SG_SOURCE_STAGE ? edge->public.source_stage : NO_STAGE;
        edges[e].image = kind == SG_SOURCE_IMAGE ? edge->image : NO_IMAGE;
    }
    for (size_t i = 0; i < doc->images.count; i++) images[i].image = &doc->images.items[i];
    scene->edges = edges;
    scene->edge_count = doc->edges.count;
    scene->images = images;
    scene->image_count = doc->images.count;
}

static void add_groups(struct arena *arena, const sg_doc *doc, struct scene *scene) {
    struct scene_group *groups = arena_array(arena, struct scene_group, doc->groups.count);
    for (size_t g = 0; g < doc->groups.count; g++) {
        const sg_group *group = &doc->groups.items[g];
        groups[g] = (struct scene_group){group, group->stages, group->stage_count};
    }
    scene->groups = groups;
    scene->group_count = doc->groups.count;
}

const struct scene *scene_of(struct arena *arena, const sg_doc *doc) {
    struct scene *scene = arena_one(arena, struct scene);
    scene->subject = doc->path;
    scene->size_note = doc->size_note;
    scene->sized = options_measure(doc->options);
    add_stages(arena, doc, scene);
    add_edges(arena, doc, scene);
    add_groups(arena, doc, scene);
    return scene;
}

size_t scene_called(const struct scene *scene, sg_str name) {
    for (size_t d = 0; d < scene->doc_count; d++) {
        size_t stage = stage_called(scene->docs[d].doc, name);
        if (stage != NO_STAGE) return scene->docs[d].stages[stage];
    }
    return NO_STAGE;
}

sg_str scene_hint(struct arena *arena, const struct scene *scene, sg_str name) {
    sg_str hint = STR("");
    for (size_t d = 0; d < scene->doc_count && !hint.len; d++) hint = stage_hint(arena, scene->docs[d].doc, name);
    return hint;
}
