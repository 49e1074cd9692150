/* Ranks: the longest path over stage edges; long links, which pull a stage on its own below all others; images in two
 * rows. */
#include "view/build.h"

enum { IMAGES_IN_ROW = 4, IMAGE_ROWS = 3, FEW_LONE = 3 };

/* Edges out of each stage's node as one array cut by `start`. */
struct outgoing {
    size_t *start, *edges;
};

static bool between_stages(const struct view_builder *builder, const struct view_edge *edge) {
    return !node_is_outside(&builder->nodes.items[edge->from]) && edge->from != edge->to;
}

static struct outgoing find_outgoing(struct view_builder *builder) {
    struct outgoing out = {arena_array(builder->arena, size_t, builder->nodes.count + 2),
                           arena_array(builder->arena, size_t, builder->edges.count)};
    for (size_t e = 0; e < builder->edges.count; e++)
        if (between_stages(builder, &builder->edges.items[e])) out.start[builder->edges.items[e].from + 2]++;
    for (size_t n = 2; n < builder->nodes.count + 2; n++) out.start[n] += out.start[n - 1];
    for (size_t e = 0; e < builder->edges.count; e++)
        if (between_stages(builder, &builder->edges.items[e]))
            out.edges[out.start[builder->edges.items[e].from + 1]++] = e;
    return out;
}

/* Kahn's algorithm. Stages in a cycle are never free and keep what they have. */
static void longest_paths(struct view_builder *builder, const struct outgoing *out, size_t *incoming) {
    size_t count = builder->nodes.count, head = 0, tail = 0;
    size_t *queue = arena_array(builder->arena, size_t, count);
    size_t *open = arena_array(builder->arena, size_t, count);
    memcpy(open, incoming, count * sizeof *open);
    for (size_t n = 0; n < count; n++)
        if (!open[n] && !node_is_outside(&builder->nodes.items[n])) queue[tail++] = n;
    while (head < tail) {
        size_t from = queue[head++];
        for (size_t i = out->start[from]; i < out->start[from + 1]; i++) {
            struct view_node *to = &builder->nodes.items[builder->edges.items[out->edges[i]].to];
            size_t rank = builder->nodes.items[from].rank + 1, index = (size_t)(to - builder->nodes.items);
            if (to->rank < rank) to->rank = rank;
            if (--open[index] == 0) queue[tail++] = index;
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
    size_t *order = arena_array(builder->arena, size_t, builder->nodes.count), count = 0;
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
static bool is_lone(const struct view_builder *builder, const struct outgoing *out, const size_t *incoming, size_t n) {
    const struct view_node *node = &builder->nodes.items[n];
    bool consumed = out->start[n] < out->start[n + 1];
    return !node_is_outside(node) && node->cluster == NO_CLUSTER && !consumed && incoming[n] == 1;
}

/* Only in a graph with groups: lone stages go below all others (design: mermaid). Where "below" is to the right, and
 * there are many, the picture would get wide for nothing. */
static void lower_lone(struct view_builder *builder, const struct outgoing *out, const size_t *incoming,
                       const size_t *last_edge, bool upright) {
    size_t count = builder->nodes.count, lone = 0, first, first_node, second;
    highest(builder, &first, &first_node, &second);
    for (size_t n = 0; n < count; n++) lone += is_lone(builder, out, incoming, n);
    if (!builder->clusters.count || (!upright && lone > FEW_LONE)) return;
    for (size_t n = 0; n < count; n++) {
        if (!is_lone(builder, out, incoming, n)) continue;
        struct view_edge *edge = &builder->edges.items[last_edge[n]];
        size_t bottom = 1 + (n == first_node ? second : first), source = builder->nodes.items[edge->from].rank;
        if (bottom > source + 1) edge->ranks = bottom - source;
    }
}

void view_ranks(struct view_builder *builder) {
    int direction = option_choice(builder->options, OPT_direction);
    bool upright = direction == DIRECTION_TB || direction == DIRECTION_BT;
    size_t count = builder->nodes.count;
    size_t *incoming = arena_array(builder->arena, size_t, count),
           *last_edge = arena_array(builder->arena, size_t, count);
    struct outgoing out = find_outgoing(builder);
    for (size_t e = 0; e < builder->edges.count; e++) {
        if (!between_stages(builder, &builder->edges.items[e])) continue;
        incoming[builder->edges.items[e].to]++;
        last_edge[builder->edges.items[e].to] = e;
    }
    longest_paths(builder, &out, incoming);
    lower_lone(builder, &out, incoming, last_edge, upright);
    if (upright) stagger_images(builder);
}
