/* Stage names → node ids that every version of Mermaid takes. */
#include "annotate/annotate.h"
#include "base/map.h"

/* As the whole id, or as its last run of letters, these break one version of Mermaid or another. */
static bool is_reserved(sg_str word) {
    return str_listed_nocase(
        "end graph flowchart subgraph style class classdef click linkstyle call interpolate href default "
        "parent self blank top constructor tostring hasownproperty",
        word);
}

sg_str mermaid_id(struct arena *arena, sg_str text, sg_str prefix) {
    struct text id = {0};
    if (!text.len || !ascii_alpha(text.ptr[0])) text_put(arena, &id, prefix);
    size_t start = id.len;
    text_put(arena, &id, text);
    for (size_t i = start; i < id.len; i++)
        if (!ascii_alnum(id.ptr[i])) id.ptr[i] = '_';
    for (start = id.len; start && ascii_alpha(id.ptr[start - 1]);) start--;
    if (is_reserved(text_str(&id)) || (start && is_reserved(str_skip(text_str(&id), start))))
        text_put(arena, &id, STR("_"));
    return text_done(arena, &id);
}

/* Counters start where the last one of the same id ended, so that many equal names stay linear. */
void annotate_ids(struct arena *temp, sg_doc *doc) {
    struct map used = {0};
    for (size_t s = 0; s < doc->stages.count; s++) {
        sg_stage *stage = &doc->stages.items[s].public;
        sg_str name = stage->name.ptr ? stage->name : arena_printf(temp, "stage_%zu", s);
        sg_str wanted = mermaid_id(temp, name, STR("s")), id = wanted;
        for (size_t *next; (next = map_get(&used, id));)
            id = arena_printf(temp, "%.*s_%zu", STR_ARG(wanted), ++*map_get(&used, wanted));
        stage->id = stage->name.ptr && str_eq(id, name) ? name : arena_copy(&doc->arena, id);
        map_put(temp, &used, stage->id, 1);
    }
}
