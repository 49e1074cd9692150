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
    return stage == NO_STAGE ? scene_hint(builder->temp, builder->scene, name) : STR(" in what the targets need");
}

/* ---- focus ---- */

struct neighbours view_neighbours(struct arena *arena, const struct scene *scene, bool consumers) {
    struct neighbours near = {arena_array(arena, size_t, scene->stage_count + 2),
                              arena_array(arena, size_t, scene->edge_count)};
    for (int pass = 0; pass < 2; pass++) {
        for (size_t e = 0; e < scene->edge_count; e++) {
            const struct scene_edge *edge = &scene->edges[e];
            if (edge->from == NO_STAGE) continue;
            size_t from = consumers ? edge->from : edge->to;
            if (pass == 0) near.start[from + 2]++;
            else near.stages[near.start[from + 1]++] = consumers ? edge->to : edge->from;
        }
        for (size_t s = 2; pass == 0 && s < scene->stage_count + 2; s++) near.start[s] += near.start[s - 1];
    }
    return near;
}

/* Adds what is reached from the focused stages in one direction. */
static void reach(struct view_builder *builder, bool consumers, bool *reached) {
    size_t count = builder->scene->stage_count, depth = 0;
    size_t *stack = arena_array(builder->temp, size_t, count);
    bool *seen = arena_array(builder->temp, bool, count);
    struct neighbours near = view_neighbours(builder->temp, builder->scene, consumers);
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
        size_t stage = scene_called(builder->scene, name);
        if (stage != NO_STAGE && builder->shown[stage]) any = builder->focused[stage] = true;
        else view_unknown_name(builder, DIAG_FOCUS, OPT_focus, name, focus_hint(builder, stage, name));
    }
    return any;
}

/* ---- groups ---- */

bool view_shows_group(const sg_options *options, const sg_group *group) {
    int how = option_choice(options, OPT_group);
    return how == GROUP_AUTO || (how == GROUP_DECLARED && group->source != SG_FACT_INFERRED);
}

/* What groups are called, in lower case: their names and their titles. */
static struct map called(struct view_builder *builder) {
    struct map names = {0};
    for (size_t g = 0; g < builder->scene->group_count; g++) {
        const sg_group *group = builder->scene->groups[g].group;
        map_put(builder->temp, &names, arena_lower(builder->temp, group->name), g);
        map_put(builder->temp, &names, arena_lower(builder->temp, group->title), g);
    }
    return names;
}

static sg_str group_hint(struct view_builder *builder, const struct map *known, sg_str name) {
    const struct scene *scene = builder->scene;
    if (map_get_nocase(known, name)) return STR(" among those that --group leaves");
    if (scene->group_count > SUGGEST_NAMES || builder->hints++ >= SUGGEST_HINTS) return STR("");
    sg_str *names = arena_array(builder->temp, sg_str, scene->group_count);
    for (size_t g = 0; g < scene->group_count; g++) names[g] = scene->groups[g].group->name;
    return near_hint(builder->temp, name, names, scene->group_count);
}

/* The words of --collapse, in lower case → whether a group that is drawn is called that. */
static void collapse(struct view_builder *builder, struct map *wanted) {
    size_t *all = map_get(wanted, STR("all"));
    if (all) *all = true;
    for (size_t g = 0; g < builder->scene->group_count; g++) {
        const sg_group *group = builder->scene->groups[g].group;
        if (!builder->groups[g].drawn) continue;
        size_t *by_name = map_get(wanted, arena_lower(builder->temp, group->name)),
               *by_title = map_get(wanted, arena_lower(builder->temp, group->title));
        if (by_name) *by_name = true;
        if (by_title) *by_title = true;
        builder->groups[g].collapsed = all || by_name || by_title;
    }
}

static void read_groups(struct view_builder *builder) {
    const struct scene *scene = builder->scene;
    size_t count = option_list_count(builder->options, OPT_collapse);
    struct map wanted = {0}, known = {0};
    for (size_t g = 0; g < scene->group_count; g++)
        builder->groups[g].drawn = view_shows_group(builder->options, scene->groups[g].group);
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
    size_t count = builder->scene->stage_count;
    builder->shown = arena_array(builder->temp, bool, count);
    builder->focused = arena_array(builder->temp, bool, count);
    builder->groups = arena_array(builder->temp, struct group_state, builder->scene->group_count);
    for (size_t s = 0; s < count; s++) builder->shown[s] = stage_at(builder, s)->is_reachable;
    read_groups(builder);
    view_read_separate(builder);
    if (!read_focus(builder)) return;
    bool *reached = arena_array(builder->temp, bool, count);
    reach(builder, false, reached);
    reach(builder, true, reached);
    for (size_t s = 0; s < count; s++) builder->shown[s] = builder->shown[s] && reached[s];
}
