/* A --from that BuildKit takes for an image, where a stage is called almost the same. */
#include "base/nearest.h"
#include "base/quote.h"
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
static bool is_base(struct builder *builder, sg_str name) {
    const sg_doc *doc = builder->doc;
    bool first = !builder->bases.count;
    for (size_t s = 0; first && s < doc->stages.count; s++)
        map_put(builder->temp, &builder->bases, doc->stages.items[s].public.base, s);
    return map_get(&builder->bases, name);
}

void note_near_stage(struct builder *builder, sg_str name, size_t offset) {
    sg_doc *doc = builder->doc;
    if (!is_plain(name) || doc->stages.count > SUGGEST_NAMES || builder->near.count == SEARCHES) return;
    if (map_get(&builder->near, name) || context_of(builder, name) || is_base(builder, name)) return;
    map_put(builder->temp, &builder->near, name, 0);
    sg_str *names = arena_array(builder->temp, sg_str, doc->stages.count);
    size_t count = 0;
    for (size_t s = 0; s < doc->stages.count; s++)
        if (doc->stages.items[s].public.name.len) names[count++] = doc->stages.items[s].public.name;
    sg_str near = nearest_name(builder->temp, name, names, count);
    if (near.ptr)
        diag_add(builder->diags, DIAG_NEAR_STAGE, SOURCE_FILE, offset, STR_ARG(go_quote(builder->arena, name)),
                 STR_ARG(go_quote(builder->arena, near)));
}
