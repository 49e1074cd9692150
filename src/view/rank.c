/* Ranks: the longest path over stage edges; long links, which pull a stage on its own below all others; images in up to
 * three rows. */
#include "view/build.h"

enum { IMAGES_IN_ROW = 4, IMAGE_ROWS = 3, FEW_LONE = 3 };

static bool between_stages(const struct view_builder *builder, const struct view_edge *edge) {
    return !node_is_outside(&builder->nodes.items[edge->from]) && edge->from != edge->to;
}

static struct stage_graph find_graph(struct view_builder *builder) {
    size_t count = builder->nodes.count;
    struct stage_graph graph = {
        arena_array(builder->temp, size_t, count + 2), arena_array(builder->temp, size_t, builder->edges.count),
        arena_array(builder->temp, size_t, count), arena_array(builder->temp, size_t, count), 0};
    for (size_t e = 0; e < builder->edges.count; e++) {
        if (!between_stages(builder, &builder->edges.items[e])) continue;
        graph.start[builder->edges.items[e].from + 2]++;
        graph.incoming[builder->edges.items[e].to]++;
    }
    for (size_t n = 2; n < count + 2; n++) graph.start[n] += graph.start[n - 1];
    for (size_t e = 0; e < builder->edges.count; e++)
        if (between_stages(builder, &builder->edges.items[e]))
            graph.edges[graph.start[builder->edges.items[e].from + 1]++] = e;
    return graph;
}

/* Kahn's algorithm. Stages in a cycle are never free and keep what they have. */
static void longest_paths(struct view_builder *builder, struct stage_graph *graph) {
    size_t count = builder->nodes.count;
    size_t *open = arena_array(builder->temp, size_t, count);
    memcpy(open, graph->incoming, count * sizeof *open);
    for (size_t n = 0; n < count; n++)
        if (!open[n] && !node_is_outside(&builder->nodes.items[n])) graph->order[graph->order_count++] = n;
    for (size_t head = 0; head < graph->order_count; head++) {
        size_t from = graph->order[head];
        for (size_t i = graph->start[from]; i < graph->start[from + 1]; i++) {
            struct view_node *to = &builder->nodes.items[builder->edges.items[graph->edges[i]].to];
            size_t rank = builder->nodes.items[from].rank + 1, index = (size_t)(to - builder->nodes.items);
            if (to->rank < rank) to->rank = rank;
            if (--open[index] == 0) graph->order[graph->order_count++] = index;
        }
    }
}

/* The two highest ranks, so that the highest among all others is at hand for each. */
static void highest(const struct view_builder *builder, size_t *first, size_t *first_node, size_t *second) {
    *first = *second = 0;
    *first_node = NO_NODE;
    for (size_t n = 0; n < builder->nodes.count; n++) {
        size_t rank = builder->nodes.items[n].rank;
        if (node_is_outside(&builder->nodes.items[n])) continue;
        if (*first_node == NO_NODE || rank > *first) {
            if (*first_node != NO_NODE) *second = *first;
            *first = rank;
            *first_node = n;
        } else if (rank > *second) {
            *second = rank;
        }
    }
}

/* Images have long names, and often each stage of a row has one: many of them stand by turns in two or three rows. */
static void stagger_images(struct view_builder *builder) {
    size_t *order = arena_array(builder->temp, size_t, builder->nodes.count), count = 0;
    for (size_t n = 0; n < builder->nodes.count; n++)
        if (node_is_outside(&builder->nodes.items[n])) order[n] = count++;
    size_t rows = (count + IMAGES_IN_ROW - 1) / IMAGES_IN_ROW;
    if (rows > IMAGE_ROWS) rows = IMAGE_ROWS;
    for (size_t e = 0; e < builder->edges.count; e++) {
        struct view_edge *edge = &builder->edges.items[e];
        if (node_is_outside(&builder->nodes.items[edge->from])) edge->ranks = 1 + order[edge->from] % rows;
    }
}

/* A stage in no group that nobody consumes and that has exactly one incoming stage edge. */
static bool is_lone(const struct view_builder *builder, const struct stage_graph *graph, size_t n) {
    const struct view_node *node = &builder->nodes.items[n];
    bool consumed = graph->start[n] < graph->start[n + 1];
    return !node_is_outside(node) && node->cluster == NO_CLUSTER && !consumed && graph->incoming[n] == 1;
}

/* Only in a graph with groups, because there the picture is read group by group: a lone stage, such as one for
 * development, goes below all others. Where "below" is to the right, and there are many, the picture would get wide for
 * nothing. */
static void lower_lone(struct view_builder *builder, const struct stage_graph *graph, bool upright) {
    size_t count = builder->nodes.count, lone = 0, first, first_node, second;
    highest(builder, &first, &first_node, &second);
    for (size_t n = 0; n < count; n++) lone += is_lone(builder, graph, n);
    if (!builder->clusters.count || (!upright && lone > FEW_LONE)) return;
    for (size_t e = 0; e < builder->edges.count; e++) {
        struct view_edge *edge = &builder->edges.items[e];
        if (!between_stages(builder, edge) || !is_lone(builder, graph, edge->to)) continue;
        size_t bottom = 1 + (edge->to == first_node ? second : first), source = builder->nodes.items[edge->from].rank;
        if (bottom > source + 1) edge->ranks = bottom - source;
    }
}

void view_ranks(struct view_builder *builder) {
    int direction = option_choice(builder->options, OPT_direction);
    bool upright = direction == DIRECTION_TB || direction == DIRECTION_BT;
    struct stage_graph graph = find_graph(builder);
    longest_paths(builder, &graph);
    if (!upright || !view_spread(builder, &graph)) lower_lone(builder, &graph, upright);
    if (upright) stagger_images(builder);
}
