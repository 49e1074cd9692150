/* Where each fact of a stage came from, in words that are the same in every format. */
#include "size/size.h"
#include "view/build.h"
#include "view/label.h"

enum { RULE_WIDTH = 100 };

static const char *const sources[] = {
    [SG_FACT_NONE] = "nobody said",
    [SG_FACT_DIRECTIVE] = "directive",
    [SG_FACT_SIDECAR] = "annotations file",
    [SG_FACT_DOC_COMMENT] = "comment that names the stage",
    [SG_FACT_LABEL] = "label",
    [SG_FACT_COMMENT] = "comment",
    [SG_FACT_INFERRED] = "guessed",
    [SG_FACT_NAME] = "the stage's name",
};

sg_str origin_text(struct arena *arena, const struct origin *origin) {
    sg_str text = str_from(sources[origin->source]), file = label_clean(arena, origin->file);
    sg_str rule = label_end(arena, label_one_line(arena, origin->rule), RULE_WIDTH);
    if (origin->line && file.len)
        text = arena_printf(arena, "%.*s, %.*s:%zu", STR_ARG(text), STR_ARG(file), origin->line);
    else if (origin->line) text = arena_printf(arena, "%.*s, line %zu", STR_ARG(text), origin->line);
    return rule.len ? arena_printf(arena, "%.*s (%.*s)", STR_ARG(text), STR_ARG(rule)) : text;
}

/* One document, and whether its files are called by their paths. */
struct places {
    struct arena *arena;
    const sg_doc *doc;
    bool paths;
};

static sg_str place(const struct places *places, sg_fact_source source, size_t line, sg_str rule) {
    struct origin origin = {source, {0}, line, rule};
    if (places->paths)
        origin.file =
            source == SG_FACT_SIDECAR ? options_annotations(places->doc->options).name : doc_file(places->doc);
    return origin_text(places->arena, &origin);
}

static sg_str declared_size(const struct places *places, size_t stage) {
    const struct stage_sizes *sizes = &places->doc->sizes[stage];
    bool here = places->doc->stages.items[stage].stated_size.source == 0;
    if (sizes->forced.bytes >= 0) return STR("option --size");
    return place(places, here ? SG_FACT_DIRECTIVE : SG_FACT_SIDECAR, sizes->stated_line, STR(""));
}

static sg_str size_origin(const struct places *places, size_t stage) {
    const sg_size *size = &places->doc->stages.items[stage].public.size;
    switch (size->method) {
    case SG_SIZE_UNKNOWN: break;
    case SG_SIZE_DECLARED: return declared_size(places, stage);
    case SG_SIZE_MEASURED:
        return arena_printf(places->arena, "measured in %.*s", STR_ARG(label_one_line(places->arena, size->ref)));
    case SG_SIZE_REGISTRY: return STR("told by a registry");
    case SG_SIZE_CONTEXT: return STR("copied from the build context");
    }
    return place(places, SG_FACT_NONE, 0, STR(""));
}

struct view_origins view_origins(struct arena *arena, const struct view_source *source, size_t stage, bool paths) {
    const struct scene_stage *from = &source->scene->stages[stage];
    const struct places places = {arena, from->doc, paths};
    const sg_stage *public = &scene_stage(source->scene, stage)->public;
    bool numbered = public->title_source == SG_FACT_NAME && !public->name.len; /* "Stage 2", "Final image" */
    return (struct view_origins){
        .title = place(&places, numbered ? SG_FACT_NONE : public->title_source, public->title_line, public->title_rule),
        .purpose = place(&places, public->purpose_source, public->purpose_line, public->purpose_rule),
        .group = place(&places, public->group_source, public->group_line, public->group_rule),
        .size = size_origin(&places, from->index),
    };
}
