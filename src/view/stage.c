/* A stage's node: label lines with roles, underline, tooltip, marks. */
#include "base/units.h"
#include "base/utf8.h"
#include "view/build.h"
#include "view/label.h"

enum { TITLE_WIDTH = 60, LAYER_WIDTH = 44, IMAGE_WIDTH = 44, TOOLTIP_LENGTH = 1000 };

struct lines {
    struct view_line *items;
    size_t count, capacity;
};

static void add(struct view_builder *builder, struct lines *lines, enum line_role role, sg_str text) {
    text = label_clean(builder->arena, text);
    if (text.len) LIST_ADD(builder->arena, lines) = (struct view_line){role, text};
}

static void add_title(struct view_builder *builder, const sg_stage *stage, struct lines *lines) {
    sg_str title = label_clean(builder->arena, stage->title);
    if (!title.len) title = stage->id;
    add(builder, lines, LINE_TITLE, label_middle(builder->arena, title, TITLE_WIDTH));
}

static void add_purpose(struct view_builder *builder, const sg_stage *stage, struct lines *lines) {
    struct label_lines wrapped = {0};
    if (!stage->purpose.len || option_on(builder->options, OPT_no_purpose)) return;
    label_wrap(builder->arena, stage->purpose, (size_t)option_number(builder->options, OPT_wrap), &wrapped);
    for (size_t i = 0; i < wrapped.count; i++) add(builder, lines, LINE_PURPOSE, wrapped.items[i]);
}

static void add_layers(struct view_builder *builder, const struct stage *stage, struct lines *lines) {
    if (!option_on(builder->options, OPT_layers)) return;
    for (size_t i = 0; i < stage->public.instruction_count; i++) {
        const sg_instruction *instruction = &stage->instructions[i].public;
        if (!instruction->layer) continue;
        sg_str text = label_one_line(builder->arena, instruction->text);
        add(builder, lines, LINE_LAYER, label_end(builder->arena, text, LAYER_WIDTH));
    }
}

static void add_base(struct view_builder *builder, const struct stage *stage, struct lines *lines) {
    bool image = stage->base_stage == NO_STAGE && !stage->public.replaced;
    if (option_choice(builder->options, OPT_images) != IMAGES_LABEL || !image) return;
    sg_str base = label_clean(builder->arena, stage->public.base);
    add(builder, lines, LINE_BASE, label_middle(builder->arena, base, IMAGE_WIDTH));
}

/* Declared: "~150 MB declared". Unknown is shown only where some stage has a size. */
static sg_str size_text(struct view_builder *builder, const sg_stage *stage) {
    if (stage->size.total >= 0)
        return arena_printf(builder->arena,
                            "~%.*s\xC2\xA0"
                            "declared",
                            STR_ARG(size_format(builder->arena, stage->size.total)));
    return builder->sized ? STR("size\xC2\xA0?") : STR("");
}

static unsigned marks_of(const sg_stage *stage) {
    unsigned marks = 0;
    if (stage->is_target) marks |= MARK_TARGET;
    if (stage->is_final) marks |= MARK_FINAL;
    if (stage->replaced) marks |= MARK_REPLACED;
    if (stage->purpose_source == SG_FACT_INFERRED) marks |= MARK_GUESSED;
    if (stage->size.method == SG_SIZE_DECLARED || stage->size.total < 0) marks |= MARK_UNMEASURED;
    return marks;
}

static void tip(struct view_builder *builder, struct text *text, const char *what, sg_str value) {
    value = label_clean(builder->arena, value);
    if (!value.len) return;
    if (text->len) text_put(builder->arena, text, STR("\n"));
    text_put(builder->arena, text, str_from(what));
    text_put(builder->arena, text, value);
}

static sg_str tooltip(struct view_builder *builder, const sg_stage *stage) {
    struct text text = {0};
    struct arena *arena = builder->arena;
    tip(builder, &text, "stage ", stage->name.ptr ? stage->name : arena_printf(arena, "%zu", stage->index));
    tip(builder, &text, "FROM ", stage->base_raw);
    if (!str_eq(stage->base, stage->base_raw)) tip(builder, &text, "base: ", stage->base);
    if (stage->platform_raw.ptr) tip(builder, &text, "platform: ", stage->platform);
    tip(builder, &text, "lines ", arena_printf(arena, "%zu\xE2\x80\x93%zu", stage->line, stage->end_line));
    if (stage->size.total >= 0)
        tip(builder, &text,
            "size: ", arena_printf(arena, "%lld bytes, as declared in the file", (long long)stage->size.total));
    tip(builder, &text, stage->purpose_source == SG_FACT_INFERRED ? "guessed: " : "", stage->purpose);
    return label_limit(arena, text_str(&text), TOOLTIP_LENGTH);
}

/* As many "=" as the title is wide, if a line follows it. */
static sg_str underline(struct arena *arena, const struct lines *lines) {
    if (lines->count < 2) return STR("");
    size_t width = str_width(lines->items[0].text);
    char *rule = arena_alloc(arena, width);
    memset(rule, '=', width);
    return (sg_str){rule, width};
}

void stage_node(struct view_builder *builder, const struct stage *stage, struct view_node *node) {
    struct lines lines = {0};
    add_title(builder, &stage->public, &lines);
    add_purpose(builder, &stage->public, &lines);
    add_layers(builder, stage, &lines);
    add_base(builder, stage, &lines);
    if (!option_on(builder->options, OPT_no_size)) add(builder, &lines, LINE_SIZE, size_text(builder, &stage->public));
    node->lines = lines.items;
    node->line_count = lines.count;
    node->underline = underline(builder->arena, &lines);
    node->tooltip = tooltip(builder, &stage->public);
    node->marks = marks_of(&stage->public);
}
