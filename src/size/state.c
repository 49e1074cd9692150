/* What is stated about sizes, and which images are to be measured: options and annotations only. */
#include "dockerfile/reference.h"
#include "size/size.h"

static void forget_sizes(sg_doc *doc) {
    for (size_t s = 0; s < doc->stages.count; s++) {
        struct stage *stage = &doc->stages.items[s];
        stage->public.size = stage->from->public.size = SIZE_UNKNOWN;
        for (size_t i = 0; i < stage->public.instruction_count; i++) stage->instructions[i].public.size = SIZE_UNKNOWN;
        doc->sizes[s] = (struct stage_sizes){.forced.bytes = -1};
        const struct stated_size *stated = &stage->stated_size;
        if (stated->bytes >= 0) doc->sizes[s].stated_line = diags_line(&doc->diags, stated->source, stated->offset);
    }
    for (size_t i = 0; i < doc->images.count; i++) doc->images.items[i].size = SIZE_UNKNOWN;
    for (size_t e = 0; e < doc->edges.count; e++) doc->edges.items[e].public.size = SIZE_UNKNOWN;
}

/* The stage that an option's item NAME=… names; an unknown one is reported. */
static size_t named_stage(sg_doc *doc, enum option_id option, sg_str item, size_t *source) {
    sg_str name = str_slice(item, 0, str_find(item, '='));
    size_t stage = stage_called(doc, name);
    *source = diags_add_option(&doc->diags, option_rows[option].name, item);
    if (stage == NO_STAGE)
        diag_add(&doc->diags, DIAG_SIZE_STAGE, *source, 0, STR_ARG(name), STR_ARG(stage_hint(&doc->arena, doc, name)));
    return stage;
}

void sizes_state(sg_doc *doc) {
    doc->sizes = arena_array(&doc->arena, struct stage_sizes, doc->stages.count);
    forget_sizes(doc);
    for (size_t i = 0; i < option_list_count(doc->options, OPT_size); i++) {
        sg_str item = option_list_at(doc->options, OPT_size, i), name;
        size_t source, stage = named_stage(doc, OPT_size, item, &source);
        int64_t bytes = option_size_at(doc->options, OPT_size, i, &name);
        if (stage != NO_STAGE) doc->sizes[stage].forced = (struct stated_size){bytes, source, name.len + 1};
    }
    sizes_settle(doc, STR(""));
}

/* ---- images ---- */

static sg_str fill_template(struct arena *arena, sg_str template, sg_str stage) {
    struct text text = {0};
    const sg_str hole = STR("{stage}");
    for (size_t at; (at = str_find_str(template, hole)) < template.len; template = str_skip(template, at + hole.len)) {
        text_put(arena, &text, str_slice(template, 0, at));
        text_put(arena, &text, stage);
    }
    text_put(arena, &text, template);
    return text_str(&text);
}

static void wish_by_template(sg_doc *doc, struct size_wishes *wishes, const bool *named) {
    sg_str template = option_text(doc->options, OPT_image_template);
    if (!template.len) return;
    size_t source = diags_add_option(&doc->diags, "image-template", template);
    for (size_t s = 0; s < doc->stages.count; s++) {
        const sg_stage *stage = &doc->stages.items[s].public;
        if (named[s] || !stage->is_reachable || stage->replaced) continue;
        sg_str ref = fill_template(&doc->arena, template, stage_word(&doc->arena, stage));
        LIST_ADD(&doc->arena, wishes) = (struct size_wish){.stage = s, .ref = ref, .source = source};
    }
}

struct size_wishes sizes_wishes(sg_doc *doc) {
    struct size_wishes wishes = {0};
    bool *named = arena_array(&doc->arena, bool, doc->stages.count);
    for (size_t i = option_list_count(doc->options, OPT_image); i-- > 0;) { /* the last one of a stage counts */
        sg_str item = option_list_at(doc->options, OPT_image, i);
        size_t source, stage = named_stage(doc, OPT_image, item, &source), cut = str_find(item, '=') + 1;
        if (stage == NO_STAGE || named[stage]) continue;
        named[stage] = true;
        LIST_ADD(&doc->arena, &wishes) = (struct size_wish){stage, str_skip(item, cut), true, source, cut};
    }
    wish_by_template(doc, &wishes, named);
    return wishes;
}

/* "app" is "docker.io/library/app:latest"; a bare tag is what an OCI layout calls its images. */
static sg_str familiar(struct arena *arena, sg_str ref) {
    sg_str error;
    return reference_valid(arena, ref, &error) ? reference_context_key(arena, ref) : ref;
}

void image_index_add(struct arena *arena, struct image_index *index, const struct image_record *image, size_t place) {
    if (image->id.len) {
        map_put(arena, &index->exact, image->id, place);
        map_put(arena, &index->exact, str_skip(image->id, STR("sha256:").len), place);
    }
    for (size_t i = 0; i < image->name_count; i++) {
        map_put(arena, &index->exact, image->names[i], place);
        map_put(arena, &index->familiar, familiar(arena, image->names[i]), place);
    }
}

const size_t *image_index_find(struct arena *arena, const struct image_index *index, sg_str ref) {
    const size_t *exact = map_get(&index->exact, ref), *meant = map_get(&index->familiar, familiar(arena, ref));
    return exact && meant ? (*exact < *meant ? exact : meant) : exact ? exact : meant;
}
