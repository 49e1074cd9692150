/* Stages by what people call them. */
#include "base/nearest.h"
#include "graph/graph.h"

/* A position in the file, as in COPY --from=0. No stage can be called that. */
static bool is_index(sg_str name, size_t count, size_t *index) {
    *index = 0;
    for (size_t i = 0; i < name.len; i++) {
        if (!ascii_digit(name.ptr[i]) || *index >= count) return false;
        *index = *index * 10 + (size_t)(name.ptr[i] - '0');
    }
    return name.len && *index < count;
}

size_t annotations_source(struct diags *diags, const sg_options *options, struct annotations file) {
    size_t source = diags_add_source(diags, file.name, file.text);
    if (option_choice(options, OPT_conceal) & CONCEAL_ANNOTATIONS) diags_conceal(diags, source);
    return source;
}

sg_str doc_file(const sg_doc *doc) {
    return doc->diags.sources.items[0].name;
}

sg_str stage_word(struct arena *arena, const sg_stage *stage) {
    return stage->name.len ? stage->name : arena_printf(arena, "%zu", stage->index);
}

size_t stage_called(const sg_doc *doc, sg_str name) {
    size_t index;
    if (is_index(name, doc->stages.count, &index)) return index;
    const size_t *stage = map_get_nocase(&doc->stage_names, name);
    return stage ? *stage : NO_STAGE;
}

sg_image *stage_base_image(const sg_doc *doc, const struct stage *stage) {
    for (size_t e = stage->first_edge; e < stage->first_edge + stage->edge_count; e++) {
        const struct edge *edge = &doc->edges.items[e];
        if (edge->public.kind == SG_EDGE_FROM && edge->public.source_kind == SG_SOURCE_IMAGE)
            return &doc->images.items[edge->image];
    }
    return NULL;
}

sg_str stage_hint(struct arena *arena, const sg_doc *doc, sg_str name) {
    if (doc->stages.count > SUGGEST_NAMES || doc->diags.items.count > 5 * SUGGEST_HINTS) return STR("");
    sg_str *names = arena_array(arena, sg_str, doc->stages.count);
    size_t count = 0;
    for (size_t s = 0; s < doc->stages.count; s++)
        if (doc->stages.items[s].public.name.len) names[count++] = doc->stages.items[s].public.name;
    return near_hint(arena, name, names, count);
}
