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

static sg_str title_of(struct view_builder *builder, size_t stage) {
    sg_str title = label_clean(builder->words, stage_at(builder, stage)->title);
    return title.len ? title : builder->scene->stages[stage].id;
}

static void add_title(struct view_builder *builder, sg_str title, unsigned marks, struct lines *lines) {
    sg_str sign = view_sign(builder->words, marks);
    add(builder, lines, LINE_TITLE, arena_join(builder->words, sign, label_middle(builder->words, title, TITLE_WIDTH)));
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

/* bases: those that several stages have already. */
static void add_base(struct view_builder *builder, size_t index, struct map *bases, struct lines *lines) {
    const struct stage *stage = scene_stage(builder->scene, index);
    bool image = stage->base_stage == NO_STAGE && !stage->public.replaced;
    if (option_choice(builder->options, OPT_images) != IMAGES_LABEL || !image) return;
    sg_str base = label_reference(builder->words, stage->public.base, builder->reference),
           size = view_facts(builder->words, &builder->view->source, index).base_size;
    if (size.len) base = arena_printf(builder->words, "%.*s (%.*s)", STR_ARG(base), STR_ARG(size));
    if (map_get(bases, base)) return;
    map_put(builder->words, bases, base, 0);
    add(builder, lines, LINE_BASE, base);
}

/* Unknown is shown only where sizes were to be measured. */
static void add_size(struct view_builder *builder, const sg_size *size, struct lines *lines) {
    if (option_on(builder->options, OPT_no_size)) return;
    if (size_known(size)) add(builder, lines, LINE_SIZE, size_text(builder->words, size));
    else if (builder->scene->sized) add(builder, lines, LINE_SIZE, STR("size\xC2\xA0?"));
}

static unsigned size_marks(const struct view_builder *builder, const sg_size *size) {
    if (option_on(builder->options, OPT_no_size)) return 0;
    if (!size_known(size)) return builder->scene->sized ? MARK_UNKNOWN : 0;
    unsigned marks = size->method == SG_SIZE_MEASURED ? 0 : MARK_UNMEASURED;
    return size->total >= builder->large ? marks | MARK_LARGE : marks;
}

static unsigned marks_of(const struct view_builder *builder, size_t index) {
    const sg_stage *stage = stage_at(builder, index);
    unsigned marks = builder->scene->stages[index].marks | view_ships_marks(builder, index);
    if (builder->focused[index]) marks |= MARK_FOCUS;
    if (stage->is_target && !stage->replaced) marks |= MARK_TARGET; /* what is replaced is not built */
    if (stage->is_final && !stage->replaced) marks |= MARK_FINAL;
    if (stage->replaced) marks |= MARK_REPLACED;
    if (stage->purpose_source == SG_FACT_INFERRED && builder->view->has_purposes) marks |= MARK_GUESSED;
    return marks | size_marks(builder, &stage->size);
}

static void tip(struct view_builder *builder, struct text *text, const char *what, sg_str value) {
    value = label_clean(builder->words, value);
    if (!value.len) return;
    if (text->len) text_put(builder->words, text, STR("\n"));
    text_put(builder->words, text, str_from(what));
    text_put(builder->words, text, value);
}

static sg_str tooltip(struct view_builder *builder, size_t index) {
    const sg_stage *stage = stage_at(builder, index);
    struct text text = {0};
    struct arena *arena = builder->words;
    tip(builder, &text, "stage ", stage_word(arena, stage));
    if (str_width(title_of(builder, index)) > TITLE_WIDTH) tip(builder, &text, "title: ", stage->title);
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

static void finish(struct view_builder *builder, size_t stage, const struct lines *lines, struct view_node *node) {
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
    const struct stage *stage = scene_stage(builder->scene, index);
    struct lines lines = {0};
    struct map bases = {0};
    node->marks = marks_of(builder, index);
    add_title(builder, title_of(builder, index), node->marks, &lines);
    add_purpose(builder, &stage->public, &lines);
    add(builder, &lines, LINE_NOTE, builder->scene->stages[index].note);
    add_layers(builder, stage, &lines);
    add_base(builder, index, &bases, &lines);
    add_size(builder, &stage->public.size, &lines);
    node->kind = NODE_STAGE;
    node->id = builder->scene->stages[index].id;
    node->tooltip = tooltip(builder, index);
    finish(builder, index, &lines, node);
}

/* ---- several stages ---- */

/* Marks of one that are true of all as one. */
enum {
    JOINT_MARKS = MARK_TARGET | MARK_FINAL | MARK_FOCUS | MARK_ADDED | MARK_REMOVED | MARK_CHANGED | MARK_REBUILDS |
                  MARK_MAY_REBUILD | MARK_KEPT | MARK_SHIPS | MARK_ASIDE
};

static bool is_group(const struct view_builder *builder, size_t leader) {
    size_t group = builder->group_of[leader];
    return group != NO_GROUP && builder->groups[group].collapsed;
}

/* The group's title, or the ends of the chain: "Src → Linux", "Src … Linux". */
static sg_str joint_title(struct view_builder *builder, size_t leader, size_t last, size_t count) {
    if (is_group(builder, leader)) {
        const sg_group *group = builder->scene->groups[builder->group_of[leader]].group;
        sg_str title = label_clean(builder->words, group->title);
        return title.len ? title : STR("?");
    }
    const char *between = count == 2 ? "\xE2\x86\x92" : "\xE2\x80\xA6";
    sg_str first = label_middle(builder->words, title_of(builder, leader), END_WIDTH),
           end = label_middle(builder->words, title_of(builder, last), END_WIDTH);
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
    struct lines lines = {0};
    struct text text = {0};
    struct map bases = {0};
    LIST(size_t) members = {0};
    size_t last = leader;
    for (size_t s = leader; s != NO_STAGE; last = s, s = builder->next[s]) {
        unsigned marks = marks_of(builder, s) & JOINT_MARKS;
        node->marks = s == leader ? marks : view_ships_join(node->marks, marks);
        LIST_ADD(builder->arena, &members) = s;
    }
    sg_str title = joint_title(builder, leader, last, members.count);
    if (is_group(builder, leader)) tip(builder, &text, "group ", title);
    add_title(builder, title, node->marks, &lines);
    add(builder, &lines, LINE_STAGES,
        arena_printf(builder->words, "%zu stage%s", members.count, members.count == 1 ? "" : "s"));
    for (size_t i = 0; i < members.count; i++) {
        joint_tip(builder, stage_at(builder, members.items[i]), &text);
        add_layers(builder, scene_stage(builder->scene, members.items[i]), &lines);
    }
    for (size_t i = 0; i < members.count; i++) add_base(builder, members.items[i], &bases, &lines);
    node->kind = NODE_STAGES;
    node->stages = members.items;
    node->stage_count = members.count;
    node->id = is_group(builder, leader) ? view_unique_id(builder, mermaid_id(builder->arena, title, STR("g")))
                                         : builder->scene->stages[last].id;
    node->tooltip = arena_copy(builder->arena, label_limit(builder->words, text_str(&text), TOOLTIP_LENGTH));
    finish(builder, leader, &lines, node);
}
