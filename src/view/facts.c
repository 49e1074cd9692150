/* A stage in words, made when a format asks for them: see view.h. */
#include "annotate/annotate.h"
#include "size/size.h"
#include "view/build.h"
#include "view/label.h"

/* Only a registry tells the size of an image alone; one that was measured is part of the stage's. */
static sg_str base_size(struct arena *arena, const sg_doc *doc, const struct stage *stage) {
    const sg_image *image = stage_base_image(doc, stage);
    bool told = image && image->size.method == SG_SIZE_REGISTRY;
    return told ? size_text(arena, &image->size) : STR("");
}

static size_t layer_count(const struct stage *stage) {
    size_t count = 0;
    for (size_t i = 0; i < stage->public.instruction_count; i++) count += stage->instructions[i].public.layer;
    return count;
}

static void add_sizes(struct arena *arena, const struct scene *scene, const sg_size *size, struct view_facts *facts) {
    facts->size = size_known(size) ? size_text(arena, size) : scene->sized ? STR("?") : STR("");
    facts->bytes = size_known(size) ? size->total : -1;
    if (size->basis != SG_BASIS_NONE) facts->size_in_full = size_in_full(arena, size);
}

static bool is_sign(char c) {
    return (unsigned char)c < 0x80 && !ascii_alnum(c);
}

/* "Base Builder" is base_builder. */
static bool same_words(sg_str a, sg_str b) {
    for (;;) {
        while (a.len && is_sign(a.ptr[0])) a = str_skip(a, 1);
        while (b.len && is_sign(b.ptr[0])) b = str_skip(b, 1);
        if (!a.len || !b.len) return a.len == b.len;
        if (ascii_lower(a.ptr[0]) != ascii_lower(b.ptr[0])) return false;
        a = str_skip(a, 1), b = str_skip(b, 1);
    }
}

struct view_facts view_facts(struct arena *arena, const struct view_source *source, size_t index) {
    const struct stage *stage = scene_stage(source->scene, index);
    const sg_stage *public = &stage->public;
    const sg_doc *doc = source->scene->stages[index].doc;
    struct view_facts facts = {
        .line = public->line, .end_line = public->end_line, .named = public->name.len > 0, .bytes = -1};
    facts.title = label_one_line(arena, public->title);
    facts.titled = public->title_source != SG_FACT_NAME && !same_words(public->title, public->name);
    facts.name = facts.named ? label_one_line(arena, public->name) : arena_printf(arena, "(stage %zu)", public->index);
    facts.base = label_one_line(arena, public->base);
    facts.base_written = label_one_line(arena, public->base_raw);
    facts.platform = label_one_line(arena, public->platform);
    facts.file = doc->name;
    facts.instruction_count = 1 + public->instruction_count;
    facts.layer_count = layer_count(stage);
    if (!option_on(source->options, OPT_no_size)) {
        facts.base_size = base_size(arena, doc, stage);
        add_sizes(arena, source->scene, &public->size, &facts);
    }
    if (!option_on(source->options, OPT_no_purpose)) {
        facts.purpose = label_one_line(arena, public->purpose);
        facts.guessed = facts.purpose.len && public->purpose_source == SG_FACT_INFERRED;
    }
    return facts;
}

const sg_str *view_group_titles(struct arena *arena, const struct view_source *source) {
    const struct scene *scene = source->scene;
    sg_str *titles = arena_array(arena, sg_str, scene->stage_count);
    for (size_t g = 0; g < scene->group_count; g++) {
        const struct scene_group *group = &scene->groups[g];
        if (!view_shows_group(source->options, group->group)) continue;
        sg_str title = label_clean(arena, group->group->title);
        for (size_t i = 0; i < group->stage_count; i++) titles[group->stages[i]] = title;
    }
    return titles;
}

sg_str view_plain_purpose(struct arena *arena, const struct view_facts *facts, size_t width) {
    if (!facts->guessed) return label_end(arena, facts->purpose, width);
    return arena_printf(arena, "(%.*s)", STR_ARG(label_end(arena, facts->purpose, width - 2)));
}

static sg_str source_of(const sg_doc *doc, const struct instruction *instruction) {
    sg_str rest = str_skip(doc->file.source, instruction->offset);
    size_t len = 0;
    for (size_t line = instruction->public.line; line <= instruction->public.end_line && len < rest.len; line++)
        len += str_find(str_skip(rest, len), '\n') + 1;
    return str_trim_ascii(str_slice(rest, 0, len));
}

struct view_instruction view_instruction(struct arena *arena, const struct view_source *source, size_t stage,
                                         size_t index) {
    const struct stage *from = scene_stage(source->scene, stage);
    const struct instruction *instruction = index ? &from->instructions[index - 1] : from->from;
    const sg_instruction *public = &instruction->public;
    struct view_instruction words = {.line = public->line, .end_line = public->end_line, .layer = public->layer};
    if (public->layer && !option_on(source->options, OPT_no_size)) words.size = size_text(arena, &public->size);
    words.source = source_of(source->scene->stages[stage].doc, instruction);
    return words;
}
