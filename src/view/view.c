/* The document → what is drawn: nodes of the reachable stages, clusters, then edges, ranks and legend. */
#include "annotate/annotate.h"
#include "view/build.h"
#include "view/label.h"

sg_str view_unique_id(struct view_builder *builder, sg_str base) {
    sg_str id = base;
    for (size_t *next; (next = map_get(&builder->ids, id));)
        id = arena_printf(builder->arena, "%.*s_%zu", STR_ARG(base), ++*map_get(&builder->ids, base));
    map_put(builder->arena, &builder->ids, id, 1);
    return id;
}

static void add_stages(struct view_builder *builder) {
    const sg_doc *doc = builder->doc;
    for (size_t s = 0; s < doc->stages.count; s++) {
        const struct stage *stage = &doc->stages.items[s];
        builder->node_of_stage[s] = NO_NODE;
        map_put(builder->arena, &builder->ids, stage->public.id, 1); /* JSON shows the ids of hidden stages too */
        if (!stage->public.is_reachable) continue;
        builder->node_of_stage[s] = builder->nodes.count;
        struct view_node *node = &LIST_ADD(builder->arena, &builder->nodes);
        *node = (struct view_node){
            .kind = NODE_STAGE, .id = stage->public.id, .cluster = NO_CLUSTER, .stage = &stage->public};
        stage_node(builder, stage, node);
    }
}

/* From the title, so that "subgraph HTTP" says both; case is enough to tell it from a node's id. */
static sg_str cluster_id(struct view_builder *builder, sg_str title) {
    return view_unique_id(builder, mermaid_id(builder->arena, title, STR("g")));
}

static bool is_drawn(const struct view_builder *builder, const sg_group *group) {
    int how = option_choice(builder->options, OPT_group);
    return how == GROUP_AUTO || (how == GROUP_DECLARED && group->source != SG_FACT_INFERRED);
}

/* Clusters stand in the order of their first stages. */
static void add_clusters(struct view_builder *builder) {
    const sg_doc *doc = builder->doc;
    for (size_t g = 0; g < doc->groups.count; g++) {
        const sg_group *group = &doc->groups.items[g];
        size_t *nodes = arena_array(builder->arena, size_t, group->stage_count), count = 0;
        if (!is_drawn(builder, group)) continue;
        for (size_t i = 0; i < group->stage_count; i++) {
            size_t node = builder->node_of_stage[group->stages[i]];
            if (node == NO_NODE) continue;
            nodes[count++] = node;
            builder->nodes.items[node].cluster = builder->clusters.count;
        }
        if (!count) continue;
        struct view_cluster cluster = {
            .title = label_clean(builder->arena, group->title), .nodes = nodes, .node_count = count};
        cluster.id = cluster_id(builder, cluster.title);
        cluster.guessed = group->source == SG_FACT_INFERRED;
        LIST_ADD(builder->arena, &builder->clusters) = cluster;
    }
}

static size_t count_marked(const struct view_builder *builder, unsigned mark) {
    size_t count = 0;
    for (size_t i = 0; i < builder->nodes.count; i++) count += (builder->nodes.items[i].marks & mark) != 0;
    return count;
}

static sg_str counted(struct arena *arena, size_t count, const char *what) {
    return arena_printf(arena, "%zu %s%s", count, what, count == 1 ? "" : "s");
}

/* "4 stages in 1 group, 2 final images" */
static sg_str summary(struct view_builder *builder, size_t stages) {
    struct arena *arena = builder->arena;
    sg_str text = counted(arena, stages, "stage");
    if (builder->clusters.count)
        text = arena_printf(arena, "%.*s in %.*s", STR_ARG(text),
                            STR_ARG(counted(arena, builder->clusters.count, "group")));
    return arena_printf(arena, "%.*s, %.*s", STR_ARG(text),
                        STR_ARG(counted(arena, count_marked(builder, MARK_FINAL), "final image")));
}

static void finish(struct view_builder *builder, size_t stages) {
    struct view *view = builder->view;
    sg_str name = label_clean(builder->arena, builder->doc->name);
    view->title = arena_printf(builder->arena, "Build stages of %.*s", STR_ARG(name));
    view->summary = summary(builder, stages);
    view->direction = (enum direction)option_choice(builder->options, OPT_direction);
    view->background = (enum background)option_choice(builder->options, OPT_background);
    view->plain_edges = option_choice(builder->options, OPT_edges) == EDGES_PLAIN;
    view->nodes = builder->nodes.items;
    view->node_count = builder->nodes.count;
    view->clusters = builder->clusters.items;
    view->cluster_count = builder->clusters.count;
    view->edges = builder->edges.items;
    view->edge_count = builder->edges.count;
}

const struct view *view_make(struct arena *arena, const sg_doc *doc, const sg_options *options) {
    struct view_builder builder = {.arena = arena, .doc = doc, .options = options};
    builder.view = arena_one(arena, struct view);
    builder.node_of_stage = arena_array(arena, size_t, doc->stages.count);
    for (size_t s = 0; s < doc->stages.count; s++)
        builder.sized = builder.sized || doc->stages.items[s].public.size.total >= 0;
    add_stages(&builder);
    size_t stages = builder.nodes.count;
    add_clusters(&builder);
    view_edges(&builder);
    view_ranks(&builder);
    finish(&builder, stages);
    view_legend(&builder);
    return builder.view;
}

sg_str view_line_of(const struct view_node *node, enum line_role role) {
    for (size_t i = 0; i < node->line_count; i++)
        if (node->lines[i].role == role) return node->lines[i].text;
    return STR("");
}
