/* Whether groups take from each other in a circle, or from a stage outside that takes from them:
 *
 *     ┌─ tools ─────────────────┐
 *     │ tool-base ──▶       tool│       tool-base ──▶ base ──▶ tool
 *     └───────────╲─────────▲───┘
 *                  ╲▶ base ─┘
 *
 * Then no group can stand as one block above or below all that it has to do with. */
#include "view/build.h"

struct blocks {
    size_t *start, *targets, *open; /* of block b: targets[start[b]] to before targets[start[b + 1]] */
};

/* A cluster, or a node in none. */
static size_t block_of(const struct view_builder *builder, size_t node) {
    size_t cluster = builder->nodes.items[node].cluster;
    return cluster == NO_CLUSTER ? builder->clusters.count + node : cluster;
}

static struct blocks find_blocks(struct view_builder *builder, size_t count) {
    struct blocks blocks = {arena_array(builder->temp, size_t, count + 2),
                            arena_array(builder->temp, size_t, builder->edges.count),
                            arena_array(builder->temp, size_t, count)};
    for (int pass = 0; pass < 2; pass++) {
        for (size_t e = 0; e < builder->edges.count; e++) {
            size_t from = block_of(builder, builder->edges.items[e].from),
                   to = block_of(builder, builder->edges.items[e].to);
            if (from == to) continue;
            if (pass == 0) blocks.start[from + 2]++, blocks.open[to]++;
            else blocks.targets[blocks.start[from + 1]++] = to;
        }
        for (size_t b = 2; pass == 0 && b < count + 2; b++) blocks.start[b] += blocks.start[b - 1];
    }
    return blocks;
}

/* Kahn's algorithm: what is in a circle is never free. */
bool view_tangled(struct view_builder *builder) {
    size_t count = builder->clusters.count + builder->nodes.count, order_count = 0;
    if (!builder->clusters.count) return false;
    struct blocks blocks = find_blocks(builder, count);
    size_t *order = arena_array(builder->temp, size_t, count);
    for (size_t b = 0; b < count; b++)
        if (!blocks.open[b]) order[order_count++] = b;
    for (size_t head = 0; head < order_count; head++)
        for (size_t i = blocks.start[order[head]]; i < blocks.start[order[head] + 1]; i++)
            if (--blocks.open[blocks.targets[i]] == 0) order[order_count++] = blocks.targets[i];
    return order_count < count;
}
