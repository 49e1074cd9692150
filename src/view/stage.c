/* The node of a stage, or of several: label lines with roles, underline, tooltip, marks, link. */
#include "annotate/annotate.h"
#include "base/utf8.h"
#include "size/size.h"
#include "view/build.h"
#include "view/label.h"

enum { END_WIDTH = 28, LAYER_WIDTH = 44 };

struct lines {
    struct view_line *items;
    size_t count, capacity;
};

static void add(struct view_builder *builder, struct lines *lines, enum line_role role, sg_str text) {
    text = label_clean(builder->words, text);
    if (text.len) LIST_ADD(builder->words, lines) = (struct view_line){role, arena_copy(builder->arena, text)};
}

static sg_str title_of(struct view_builder *builder, const sg_stage *stage) {
    sg_str title = label_clean(builder->words, stage->title);
    return title.len ? title : stage->id;
}

static void add_title(struct view_builder *builder, sg_str title, struct lines *lines) {
    add(builder, lines, LINE_TITLE, label_middle(builder->words, title, TITLE_WIDTH));
}

static void add_purpose(struct view_builder *builder, const sg_stage *stage, struct lines *lines) {
    struct label_lines wrapped = {0};
    size_t most = builder->wrap > TITLE_WIDTH ? builder->wrap : TITLE_WIDTH;
    if (!stage->purpose.len || option_on(builder->options, OPT_no_purpose)) return;
    (builder->rewraps ? label_flow : label_wrap)(builder->words, stage->purpose, builder->wrap, &wrapped);
    for (size_t i = 0; i < wrapped.count; i++) /* a word may be wider than a line, but not than a title */
        add(builder, lines, LINE_PURPOSE, label_middle(builder->words, wrapped.items[i], most));
}

static void add_layers(struct view_builder *builder, const struct stage *stage, struct lines *lines) {
    if (!option_on(builder->options, OPT_layers)) return;
    for (size_t i = 0; i < stage->public.instruction_count; i++) {
        const sg_instruction *instruction = &stage->instructions[i].public;
        if (!instruction->layer) continue;
        sg_str text = label_one_line(builder->words, instruction->text);
        add(builder, lines, LINE_LAYER, label_end(builder->words, text, LAYER_WIDTH));
    }
}

/* " (45 MB compressed)", if a registry told it. */
static sg_str base_size(struct view_builder *builder, const struct stage *stage) {
    const sg_image *image = stage_base_image(builder->doc, stage);
    bool told = image && image->size.method == SG_SIZE_REGISTRY && !option_on(builder->options, OPT_no_size);
    if (!told) return STR("");
    return arena_printf(builder->words, " (%.*s)", STR_ARG(size_text(builder->words, &image->size)));
}

/* bases: those that several stages have already. */
static void add_base(struct view_builder *builder, const struct stage *stage, struct map *bases, struct lines *lines) {
    bool image = stage->base_stage == NO_STAGE && !stage->public.replaced;
    if (option_choice(builder->options, OPT_images) != IMAGES_LABEL || !image) return;
    sg_str base = arena_join(builder->words, label_reference(builder->words, stage->public.base, builder->reference),
                             base_size(builder, stage));
    if (map_get(bases, base)) return;
    map_put(builder->words, bases, base, 0);
    add(builder, lines, LINE_BASE, base);
}

/* Unknown is shown only where sizes were to be measured. */
static void add_size(struct view_builder *builder, const sg_size *size, struct lines *lines) {
    if (option_on(builder->options, OPT_no_size)) return;
    if (size_known(size)) add(builder, lines, LINE_SIZE, size_text(builder->words, size));
    else if (builder->sized) add(builder, lines, LINE_SIZE, STR("size\xC2\xA0?"));
}

static unsigned marks_of(const struct view_builder *builder, const sg_stage *stage) {
    unsigned marks = builder->focused[stage->index] ? MARK_FOCUS : 0;
    if (stage->is_target) marks |= MARK_TARGET;
    if (stage->is_final) marks |= MARK_FINAL;
    if (stage->replaced) marks |= MARK_REPLACED;
    if (stage->purpose_source == SG_FACT_INFERRED && !option_on(builder->options, OPT_no_purpose))
        marks |= MARK_GUESSED;
    if (stage->size.method != SG_SIZE_MEASURED) marks |= MARK_UNMEASURED;
    if (stage->size.total >= builder->large) marks |= MARK_LARGE;
    return marks;
}

static void tip(struct view_builder *builder, struct text *text, const char *what, sg_str value) {
    value = label_clean(builder->words, value);
    if (!value.len) return;
    if (text->len) text_put(builder->words, text, STR("\n"));
    text_put(builder->words, text, str_from(what));
    text_put(builder->words, text, value);
}

static sg_str tooltip(struct view_builder *builder, const sg_stage *stage) {
    struct text text = {0};
    struct arena *arena = builder->words;
    tip(builder, &text, "stage ", stage_word(arena, stage));
    if (str_width(title_of(builder, stage)) > TITLE_WIDTH) tip(builder, &text, "title: ", stage->title);
    tip(builder, &text, "FROM ", stage->base_raw);
    if (!str_eq(stage->base, stage->base_raw)) tip(builder, &text, "base: ", stage->base);
    if (stage->platform_raw.ptr) tip(builder, &text, "platform: ", stage->platform);
    tip(builder, &text, "lines ", arena_printf(arena, "%zu\xE2\x80\x93%zu", stage->line, stage->end_line));
    tip(builder, &text, "size: ", size_in_full(arena, &stage->size));
    tip(builder, &text, stage->purpose_source == SG_FACT_INFERRED ? "guessed: " : "", stage->purpose);
    return arena_copy(builder->arena, label_limit(arena, text_str(&text), TOOLTIP_LENGTH));
}

/* As many "=" as the title is wide, if a line follows it. */
static sg_str underline(const struct lines *lines) {
    static const sg_str rule = {"============================================================", TITLE_WIDTH};
    return lines->count < 2 ? STR("") : str_slice(rule, 0, str_width(lines->items[0].text));
}

static void finish(struct view_builder *builder, const sg_stage *stage, const struct lines *lines,
                   struct view_node *node) {
    node->stage = stage;
    struct view_line *copy = arena_array(builder->arena, struct view_line, lines->count);
    memcpy(copy, lines->items, lines->count * sizeof *copy);
    node->lines = copy;
    node->line_count = lines->count;
    node->underline = underline(lines);
    node->link = view_link(builder, stage);
    arena_reset(builder->words);
}

void stage_node(struct view_builder *builder, size_t index, struct view_node *node) {
    const struct stage *stage = &builder->doc->stages.items[index];
    struct lines lines = {0};
    struct map bases = {0};
    add_title(builder, title_of(builder, &stage->public), &lines);
    add_purpose(builder, &stage->public, &lines);
    add_layers(builder, stage, &lines);
    add_base(builder, stage, &bases, &lines);
    add_size(builder, &stage->public.size, &lines);
    node->kind = NODE_STAGE;
    node->id = stage->public.id;
    node->tooltip = tooltip(builder, &stage->public);
    node->marks = marks_of(builder, &stage->public);
    finish(builder, &stage->public, &lines, node);
}

/* ---- several stages ---- */

static bool is_group(const struct view_builder *builder, size_t leader) {
    size_t group = builder->group_of[leader];
    return group != NO_GROUP && builder->groups[group].collapsed;
}

/* The group's title, or the ends of the chain: "Src → Linux", "Src … Linux". */
static sg_str joint_title(struct view_builder *builder, size_t leader, size_t last, size_t count) {
    const sg_doc *doc = builder->doc;
    if (is_group(builder, leader)) {
        sg_str title = label_clean(builder->words, doc->groups.items[builder->group_of[leader]].title);
        return title.len ? title : STR("?");
    }
    const char *between = count == 2 ? "\xE2\x86\x92" : "\xE2\x80\xA6";
    sg_str first = label_middle(builder->words, title_of(builder, &doc->stages.items[leader].public), END_WIDTH),
           end = label_middle(builder->words, title_of(builder, &doc->stages.items[last].public), END_WIDTH);
    return arena_printf(builder->words, "%.*s %s %.*s", STR_ARG(first), between, STR_ARG(end));
}

static void joint_tip(struct view_builder *builder, const sg_stage *stage, struct text *text) {
    struct arena *arena = builder->words;
    if (text->len > 4 * TOOLTIP_LENGTH) return;
    sg_str name = stage_word(arena, stage);
    tip(builder, text, "stage ",
        arena_printf(arena, "%.*s, lines %zu\xE2\x80\x93%zu", STR_ARG(name), stage->line, stage->end_line));
}

/* What its stages say stays in their places: the node has a title, how many they are, and what the options ask for. */
void stages_node(struct view_builder *builder, size_t leader, struct view_node *node) {
    const struct stage *stages = builder->doc->stages.items;
    struct lines lines = {0};
    struct text text = {0};
    struct map bases = {0};
    LIST(const sg_stage *) members = {0};
    size_t count = 0, last = leader;
    for (size_t s = leader; s != NO_STAGE; s = builder->next[s], count++) last = s;
    sg_str title = joint_title(builder, leader, last, count);
    if (is_group(builder, leader)) tip(builder, &text, "group ", title);
    add_title(builder, title, &lines);
    add(builder, &lines, LINE_STAGES, arena_printf(builder->words, "%zu stage%s", count, count == 1 ? "" : "s"));
    for (size_t s = leader; s != NO_STAGE; s = builder->next[s]) {
        node->marks |= marks_of(builder, &stages[s].public) & (MARK_TARGET | MARK_FINAL | MARK_FOCUS);
        LIST_ADD(builder->arena, &members) = &stages[s].public;
        joint_tip(builder, &stages[s].public, &text);
        add_layers(builder, &stages[s], &lines);
    }
    for (size_t s = leader; s != NO_STAGE; s = builder->next[s]) add_base(builder, &stages[s], &bases, &lines);
    node->kind = NODE_STAGES;
    node->stages = members.items;
    node->stage_count = members.count;
    node->id = is_group(builder, leader) ? view_unique_id(builder, mermaid_id(builder->arena, title, STR("g")))
                                         : stages[last].public.id;
    node->tooltip = arena_copy(builder->arena, label_limit(builder->words, text_str(&text), TOOLTIP_LENGTH));
    finish(builder, &stages[leader].public, &lines, node);
}

/* ---- sizes, for the renderers ---- */

sg_str view_size(struct arena *arena, const sg_size *size) {
    return size_text(arena, size);
}

sg_str view_size_in_full(struct arena *arena, const sg_size *size) {
    return size_in_full(arena, size);
}
