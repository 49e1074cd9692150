/* The document → what is drawn: nodes of the reachable stages, clusters, then edges, ranks and legend. */
#include "annotate/annotate.h"
#include "base/units.h"
#include "view/build.h"
#include "view/label.h"

enum { MANY_STAGES = 24, NARROW_WRAP = 20, NARROW_REFERENCE = 26 };

sg_str view_unique_id(struct view_builder *builder, sg_str base) {
    sg_str id = base;
    for (size_t *next; (next = map_get(&builder->ids, id));)
        id = arena_printf(builder->arena, "%.*s_%zu", STR_ARG(base), ++*map_get(&builder->ids, base));
    map_put(builder->temp, &builder->ids, id, 1);
    return id;
}

/* Whether a node stands for more than this stage. A collapsed group of one stage still has the group's title. */
static bool is_joint(const struct view_builder *builder, size_t leader) {
    size_t group = builder->group_of[leader];
    return builder->next[leader] != NO_STAGE || (group != NO_GROUP && builder->groups[group].collapsed);
}

/* In the order of the file; several stages stand where the first of them does. */
static void add_stages(struct view_builder *builder) {
    const struct scene *scene = builder->scene;
    for (size_t s = 0; s < scene->stage_count; s++) /* JSON shows the ids of hidden stages too */
        map_put(builder->temp, &builder->ids, scene->stages[s].id, 1);
    for (size_t s = 0; s < scene->stage_count; s++) {
        size_t leader = builder->leader[s];
        builder->node_of_stage[s] = NO_NODE;
        if (!builder->shown[s]) continue;
        builder->node_of_stage[s] = leader == s ? builder->nodes.count : builder->node_of_stage[leader];
        if (leader != s) continue;
        struct view_node *node = &LIST_ADD(builder->arena, &builder->nodes);
        *node = (struct view_node){.cluster = NO_CLUSTER};
        (is_joint(builder, s) ? stages_node : stage_node)(builder, s, node);
    }
}

/* From the title, so that "subgraph HTTP" says both; case is enough to tell it from a node's id. */
static sg_str cluster_id(struct view_builder *builder, sg_str title) {
    return view_unique_id(builder, mermaid_id(builder->arena, title, STR("g")));
}

/* The nodes of a group's stages, each once. */
static size_t add_members(struct view_builder *builder, const struct scene_group *group, size_t *nodes) {
    size_t count = 0;
    for (size_t i = 0; i < group->stage_count; i++) {
        size_t stage = group->stages[i], node = builder->node_of_stage[stage];
        if (node == NO_NODE || builder->leader[stage] != stage) continue;
        nodes[count++] = node;
        builder->nodes.items[node].cluster = builder->clusters.count;
    }
    return count;
}

/* Clusters stand in the order of their first stages. */
static void add_clusters(struct view_builder *builder) {
    for (size_t g = 0; g < builder->scene->group_count; g++) {
        const struct scene_group *group = &builder->scene->groups[g];
        if (!builder->groups[g].drawn || builder->groups[g].collapsed) continue;
        size_t *nodes = arena_array(builder->arena, size_t, group->stage_count);
        struct view_cluster cluster = {.nodes = nodes, .node_count = add_members(builder, group, nodes)};
        if (!cluster.node_count) continue;
        sg_str title = label_clean(builder->arena, group->group->title);
        cluster.title = label_middle(builder->arena, title, TITLE_WIDTH);
        if (!str_eq(title, cluster.title)) cluster.tooltip = label_limit(builder->arena, title, TOOLTIP_LENGTH);
        cluster.id = cluster_id(builder, cluster.title);
        cluster.guessed = group->group->source == SG_FACT_INFERRED;
        LIST_ADD(builder->arena, &builder->clusters) = cluster;
    }
}

static sg_str counted(struct arena *arena, size_t count, const char *what) {
    return arena_printf(arena, "%zu %s%s", count, what, count == 1 ? "" : "s");
}

/* "4 stages in 1 group, 2 final images", however many nodes stand for them. */
static sg_str summary(struct view_builder *builder) {
    struct arena *arena = builder->arena;
    size_t stages = 0, finals = 0, groups = builder->clusters.count;
    for (size_t s = 0; s < builder->scene->stage_count; s++) {
        size_t group = builder->group_of[s];
        stages += builder->shown[s];
        finals += builder->shown[s] && stage_at(builder, s)->is_final;
        groups += builder->shown[s] && builder->leader[s] == s && group != NO_GROUP && builder->groups[group].collapsed;
    }
    sg_str text = counted(arena, stages, "stage");
    if (groups) text = arena_printf(arena, "%.*s in %.*s", STR_ARG(text), STR_ARG(counted(arena, groups, "group")));
    return arena_printf(arena, "%.*s, %.*s", STR_ARG(text), STR_ARG(counted(arena, finals, "final image")));
}

static void finish(struct view_builder *builder) {
    struct view *view = builder->view;
    sg_str title = label_clean(builder->arena, option_text(builder->options, OPT_title));
    sg_str path = label_clean(builder->arena, builder->scene->subject);
    view->title = title.len ? title : arena_printf(builder->arena, "Build stages of %.*s", STR_ARG(path));
    view->summary = summary(builder);
    view->direction = (enum direction)option_choice(builder->options, OPT_direction);
    view->theme = (enum theme)option_choice(builder->options, OPT_theme);
    view->background = (enum background)option_choice(builder->options, OPT_background);
    view->plain_edges = option_choice(builder->options, OPT_edges) == EDGES_PLAIN;
    view->nodes = builder->nodes.items;
    view->node_count = builder->nodes.count;
    view->clusters = builder->clusters.items;
    view->cluster_count = builder->clusters.count;
    view->edges = builder->edges.items;
    view->edge_count = builder->edges.count;
}

/* Many stages make a picture too wide to read, so each of them is narrower, unless --wrap says how wide it shall be. */
static void choose_widths(struct view_builder *builder) {
    size_t shown = 0;
    for (size_t s = 0; s < builder->scene->stage_count; s++) shown += builder->shown[s];
    bool many = shown > MANY_STAGES, said = option_is_set(builder->options, OPT_wrap);
    builder->reference = many ? NARROW_REFERENCE : IMAGE_WIDTH;
    builder->wrap = many && !said ? NARROW_WRAP : (size_t)option_number(builder->options, OPT_wrap);
    builder->rewraps = said;
}

static const struct view *make(struct arena *arena, const struct scene *scene, const sg_options *options,
                               struct diags *report, size_t row_percent) {
    struct view_builder builder = {
        .arena = arena, .scene = scene, .options = options, .report = report, .row_percent = row_percent};
    builder.view = arena_one(arena, struct view);
    builder.view->source = (struct view_source){scene, options};
    builder.view->has_purposes = !option_on(options, OPT_no_purpose);
    builder.temp = arena_child(arena);
    builder.words = arena_child(arena);
    builder.node_of_stage = arena_array(builder.temp, size_t, scene->stage_count);
    size_parse(option_text(options, OPT_size_threshold), &builder.large);
    view_select(&builder);
    builder.ships = view_ships(builder.temp, &builder.view->source);
    choose_widths(&builder);
    view_unite(&builder);
    add_stages(&builder);
    add_clusters(&builder);
    view_edges(&builder);
    view_ships_outside(&builder);
    view_bars(&builder);
    view_ranks(&builder);
    builder.view->is_tangled = view_tangled(&builder);
    finish(&builder);
    view_legend(&builder);
    arena_free(builder.temp);
    arena_free(builder.words);
    return builder.view;
}

const struct view *view_make(struct arena *arena, const struct scene *scene, const sg_options *options,
                             struct diags *report) {
    return make(arena, scene, options, report, 0);
}

const struct view *view_with(struct arena *arena, const struct view *view, enum option_id option, const char *value) {
    if (str_eq(str_from(value), STR("false")) && !option_on(view->source.options, option)) return NULL;
    sg_options *options = options_copy(arena, view->source.options);
    struct diags unheard = {.arena = arena};
    option_set(options, option, str_from(value));
    return view_make(arena, view->source.scene, options, &unheard);
}

const struct view *view_shaped(struct arena *arena, const struct view *view, struct view_shape shape) {
    sg_options *options = options_copy(arena, view->source.options);
    struct diags unheard = {.arena = arena};
    option_set(options, OPT_direction, shape.across ? STR("LR") : STR("TB"));
    option_set(options, OPT_wrap, arena_printf(arena, "%ld", shape.wrap));
    return make(arena, view->source.scene, options, &unheard, shape.row_percent);
}

sg_str view_line_of(const struct view_node *node, enum line_role role) {
    for (size_t i = 0; i < node->line_count; i++)
        if (node->lines[i].role == role) return node->lines[i].text;
    return STR("");
}
