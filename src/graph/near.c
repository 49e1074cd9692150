/* A --from that BuildKit takes for an image, where a stage is called almost the same. */
#include "base/quote.h"
#include "dockerfile/suggest.h"
#include "graph/build.h"

/* Each search looks at every stage, so a file gets this many. */
enum { SEARCHES = 64 };

/* A word that could be the name of a stage: no registry, tag or digest, and no variable. */
static bool is_plain(sg_str name) {
    for (size_t i = 0; i < name.len; i++)
        if (!ascii_alnum(name.ptr[i]) && name.ptr[i] != '-' && name.ptr[i] != '_' && name.ptr[i] != '.') return false;
    return name.len > 0;
}

/* Stages start from it, so it is an image on purpose. */
static bool is_base(const sg_doc *doc, sg_str name) {
    for (size_t s = 0; s < doc->stages.count; s++)
        if (str_eq(name, doc->stages.items[s].public.base)) return true;
    return false;
}

void note_near_stage(struct builder *builder, sg_str name, size_t offset) {
    sg_doc *doc = builder->doc;
    if (!is_plain(name) || map_get(&builder->near, name) || builder->near_count == SEARCHES) return;
    if (context_of(builder, name) || is_base(doc, name)) return;
    map_put(builder->arena, &builder->near, name, builder->near_count++);
    sg_str *names = arena_array(builder->arena, sg_str, doc->stages.count);
    size_t count = 0;
    for (size_t s = 0; s < doc->stages.count; s++)
        if (doc->stages.items[s].public.name.len) names[count++] = doc->stages.items[s].public.name;
    sg_str near = nearest_name(builder->arena, name, names, count);
    if (near.ptr)
        diag_add(builder->diags, DIAG_NEAR_STAGE, SOURCE_FILE, offset, STR_ARG(go_quote(builder->arena, name)),
                 STR_ARG(go_quote(builder->arena, near)));
}
