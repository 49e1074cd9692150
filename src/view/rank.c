/* Ranks: the longest path over stage edges; and long links, which pull a stage on its own below all others. */
#include "view/build.h"

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

/* Only in a graph with groups: a stage in none of them that nobody consumes and that has exactly one incoming stage edge
 * goes below all others (design: mermaid). */
void view_ranks(struct view_builder *builder) {
    size_t count = builder->nodes.count, first, first_node, second;
    size_t *incoming = arena_array(builder->arena, size_t, count),
           *last_edge = arena_array(builder->arena, size_t, count);
    struct outgoing out = find_outgoing(builder);
    for (size_t e = 0; e < builder->edges.count; e++) {
        if (!between_stages(builder, &builder->edges.items[e])) continue;
        incoming[builder->edges.items[e].to]++;
        last_edge[builder->edges.items[e].to] = e;
    }
    longest_paths(builder, &out, incoming);
    highest(builder, &first, &first_node, &second);
    for (size_t n = 0; n < count && builder->clusters.count; n++) {
        const struct view_node *node = &builder->nodes.items[n];
        bool consumed = out.start[n] < out.start[n + 1];
        if (node_is_outside(node) || node->cluster != NO_CLUSTER || consumed || incoming[n] != 1) continue;
        struct view_edge *edge = &builder->edges.items[last_edge[n]];
        size_t bottom = 1 + (n == first_node ? second : first), source = builder->nodes.items[edge->from].rank;
        if (bottom > source + 1) edge->ranks = bottom - source;
    }
}
