/* --target, --focus and --collapse → which stages are drawn, and which groups are one node. */
#include "base/nearest.h"
#include "view/build.h"

/* ---- names ---- */

/* The report outlives the options. */
static size_t copied_annotations(struct view_builder *builder) {
    struct annotations file = options_annotations(builder->options);
    file.name = arena_copy(builder->report->arena, file.name);
    file.text = arena_copy(builder->report->arena, file.text);
    return annotations_source(builder->report, builder->options, file);
}

void view_unknown_name(struct view_builder *builder, enum diag_id id, enum option_id option, sg_str name, sg_str hint) {
    struct diags *diags = builder->report;
    size_t place = option_place(builder->options, option);
    size_t source =
        place == NOWHERE ? diags_add_option(diags, option_rows[option].name, name) : copied_annotations(builder);
    diag_add_any(diags, id, source, place == NOWHERE ? 0 : place, STR_ARG(name), STR_ARG(hint));
    builder->view->unknown_names = true;
}

static sg_str focus_hint(struct view_builder *builder, size_t stage, sg_str name) {
    if (stage == NO_STAGE && builder->hints++ >= SUGGEST_HINTS) return STR("");
    return stage == NO_STAGE ? stage_hint(builder->temp, builder->doc, name) : STR(" in what the targets need");
}

/* ---- focus ---- */

/* For each stage what it needs, or with `consumers` who needs it: one array cut by `start`. */
struct neighbours {
    size_t *start, *stages;
};

static struct neighbours find_neighbours(struct view_builder *builder, bool consumers) {
    const sg_doc *doc = builder->doc;
    struct neighbours near = {arena_array(builder->temp, size_t, doc->stages.count + 2),
                              arena_array(builder->temp, size_t, doc->edges.count)};
    for (int pass = 0; pass < 2; pass++) {
        for (size_t e = 0; e < doc->edges.count; e++) {
            const sg_edge *edge = &doc->edges.items[e].public;
            if (edge->source_kind != SG_SOURCE_STAGE) continue;
            size_t from = consumers ? edge->source_stage : edge->stage;
            if (pass == 0) near.start[from + 2]++;
            else near.stages[near.start[from + 1]++] = consumers ? edge->stage : edge->source_stage;
        }
        for (size_t s = 2; pass == 0 && s < doc->stages.count + 2; s++) near.start[s] += near.start[s - 1];
    }
    return near;
}

/* Adds what is reached from the focused stages in one direction. */
static void reach(struct view_builder *builder, bool consumers, bool *reached) {
    size_t count = builder->doc->stages.count, depth = 0;
    size_t *stack = arena_array(builder->temp, size_t, count);
    bool *seen = arena_array(builder->temp, bool, count);
    struct neighbours near = find_neighbours(builder, consumers);
    for (size_t s = 0; s < count; s++)
        if (builder->focused[s]) seen[s] = true, stack[depth++] = s;
    while (depth) {
        size_t stage = stack[--depth];
        reached[stage] = true;
        for (size_t i = near.start[stage]; i < near.start[stage + 1]; i++) {
            size_t next = near.stages[i];
            if (!seen[next]) seen[next] = true, stack[depth++] = next;
        }
    }
}

static bool read_focus(struct view_builder *builder) {
    bool any = false;
    for (size_t i = 0; i < option_list_count(builder->options, OPT_focus); i++) {
        sg_str name = option_list_at(builder->options, OPT_focus, i);
        size_t stage = stage_called(builder->doc, name);
        if (stage != NO_STAGE && builder->shown[stage]) any = builder->focused[stage] = true;
        else view_unknown_name(builder, DIAG_FOCUS, OPT_focus, name, focus_hint(builder, stage, name));
    }
    return any;
}

/* ---- groups ---- */

static bool group_is_drawn(const struct view_builder *builder, const sg_group *group) {
    int how = option_choice(builder->options, OPT_group);
    return how == GROUP_AUTO || (how == GROUP_DECLARED && group->source != SG_FACT_INFERRED);
}

/* What groups are called, in lower case: their names and their titles. */
static struct map called(struct view_builder *builder) {
    struct map names = {0};
    for (size_t g = 0; g < builder->doc->groups.count; g++) {
        map_put(builder->temp, &names, arena_lower(builder->temp, builder->doc->groups.items[g].name), g);
        map_put(builder->temp, &names, arena_lower(builder->temp, builder->doc->groups.items[g].title), g);
    }
    return names;
}

static sg_str group_hint(struct view_builder *builder, const struct map *known, sg_str name) {
    const sg_doc *doc = builder->doc;
    if (map_get_nocase(known, name)) return STR(" among those that --group leaves");
    if (doc->groups.count > SUGGEST_NAMES || builder->hints++ >= SUGGEST_HINTS) return STR("");
    sg_str *names = arena_array(builder->temp, sg_str, doc->groups.count);
    for (size_t g = 0; g < doc->groups.count; g++) names[g] = doc->groups.items[g].name;
    return near_hint(builder->temp, name, names, doc->groups.count);
}

/* The words of --collapse, in lower case → whether a group that is drawn is called that. */
static void collapse(struct view_builder *builder, struct map *wanted) {
    size_t *all = map_get(wanted, STR("all"));
    if (all) *all = true;
    for (size_t g = 0; g < builder->doc->groups.count; g++) {
        const sg_group *group = &builder->doc->groups.items[g];
        if (!builder->groups[g].drawn) continue;
        size_t *by_name = map_get(wanted, arena_lower(builder->temp, group->name)),
               *by_title = map_get(wanted, arena_lower(builder->temp, group->title));
        if (by_name) *by_name = true;
        if (by_title) *by_title = true;
        builder->groups[g].collapsed = all || by_name || by_title;
    }
}

static void read_groups(struct view_builder *builder) {
    const sg_doc *doc = builder->doc;
    size_t count = option_list_count(builder->options, OPT_collapse);
    struct map wanted = {0}, known = {0};
    for (size_t g = 0; g < doc->groups.count; g++)
        builder->groups[g].drawn = group_is_drawn(builder, &doc->groups.items[g]);
    for (size_t i = 0; i < count; i++)
        map_put(builder->temp, &wanted, arena_lower(builder->temp, option_list_at(builder->options, OPT_collapse, i)),
                false);
    if (!count) return;
    collapse(builder, &wanted);
    for (size_t i = 0; i < count; i++) {
        sg_str name = option_list_at(builder->options, OPT_collapse, i);
        if (*map_get_nocase(&wanted, name)) continue;
        if (!known.count) known = called(builder);
        view_unknown_name(builder, DIAG_COLLAPSE, OPT_collapse, name, group_hint(builder, &known, name));
    }
}

void view_select(struct view_builder *builder) {
    size_t count = builder->doc->stages.count;
    builder->shown = arena_array(builder->temp, bool, count);
    builder->focused = arena_array(builder->temp, bool, count);
    builder->groups = arena_array(builder->temp, struct group_state, builder->doc->groups.count);
    for (size_t s = 0; s < count; s++) builder->shown[s] = builder->doc->stages.items[s].public.is_reachable;
    read_groups(builder);
    view_read_separate(builder);
    if (!read_focus(builder)) return;
    bool *reached = arena_array(builder->temp, bool, count);
    reach(builder, false, reached);
    reach(builder, true, reached);
    for (size_t s = 0; s < count; s++) builder->shown[s] = builder->shown[s] && reached[s];
}
