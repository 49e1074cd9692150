/* Which stages share a node: those of a collapsed group, and with --fold those of a chain.
 *
 * A chain is stages that each take from the one before and have nothing to say that its ends do not:
 *
 *     source ──▶ src ──▶ build ──▶ linux ──▶ app        source ──▶ src … linux ──▶ app
 *
 * Two stages are joined if the first is the only stage that the second takes from and the second is the only one that
 * takes from the first, both are plain, and both are in the same group or in none. So no branch is ever hidden: all
 * that goes in at the start or comes out at the end still does. Images do not count; theirs are edges of the node. */
#include "view/build.h"

#define SEVERAL ((size_t)-2)

/* By leader: what is at the other end of its edges, NO_STAGE if they have none and SEVERAL if more than one. */
struct chains {
    size_t *source, *consumer;
    bool *refused; /* takes from a later stage, or is taken from by an earlier one */
};

static void note(size_t *end, size_t leader) {
    *end = *end == NO_STAGE || *end == leader ? leader : SEVERAL;
}

static struct chains find_neighbours(struct view_builder *builder) {
    const struct scene *scene = builder->scene;
    size_t count = scene->stage_count;
    struct chains chains = {arena_array(builder->temp, size_t, count), arena_array(builder->temp, size_t, count),
                            arena_array(builder->temp, bool, count)};
    for (size_t s = 0; s < count; s++) chains.source[s] = chains.consumer[s] = NO_STAGE;
    for (size_t e = 0; e < scene->edge_count; e++) {
        const struct scene_edge *edge = &scene->edges[e];
        if (edge->from == NO_STAGE || !builder->shown[edge->from] || !builder->shown[edge->to]) continue;
        size_t from = builder->leader[edge->from], to = builder->leader[edge->to];
        if (edge->edge->public.forward) chains.refused[from] = chains.refused[to] = true;
        if (from == to) continue;
        note(&chains.consumer[from], to);
        note(&chains.source[to], from);
    }
    return chains;
}

/* Nothing of its own to show: no title, purpose or size that someone wrote, no mark. */
static bool is_plain(const struct view_builder *builder, const struct chains *chains, size_t s) {
    const sg_stage *stage = stage_at(builder, s);
    bool guessed = stage->purpose_source == SG_FACT_NONE || stage->purpose_source == SG_FACT_INFERRED;
    bool marked = stage->is_final || stage->is_target || stage->replaced || builder->focused[s] ||
                  builder->scene->stages[s].marks;
    bool collapsed = builder->group_of[s] != NO_GROUP && builder->groups[builder->group_of[s]].collapsed;
    return guessed && stage->title_source == SG_FACT_NAME && stage->size.total < 0 && !marked && !collapsed &&
           !chains->refused[s];
}

/* Sources stand before their consumers, so that the start of a chain is known when its next stage comes. */
static void fold(struct view_builder *builder) {
    struct chains chains = find_neighbours(builder);
    for (size_t s = 0; s < builder->scene->stage_count; s++) {
        size_t source = chains.source[s];
        if (!builder->shown[s] || source > s || chains.consumer[source] != s) continue;
        if (builder->group_of[source] != builder->group_of[s]) continue;
        if (view_ships_marks(builder, source) != view_ships_marks(builder, s)) continue;
        if (is_plain(builder, &chains, source) && is_plain(builder, &chains, s))
            builder->leader[s] = builder->leader[source];
    }
}

static void collapse(struct view_builder *builder) {
    for (size_t g = 0; g < builder->scene->group_count; g++) {
        const struct scene_group *group = &builder->scene->groups[g];
        size_t leader = NO_STAGE;
        for (size_t i = 0; i < group->stage_count && builder->groups[g].drawn; i++) {
            size_t stage = group->stages[i];
            builder->group_of[stage] = g;
            if (!builder->groups[g].collapsed || !builder->shown[stage]) continue;
            if (leader == NO_STAGE) leader = stage;
            builder->leader[stage] = leader;
        }
    }
}

void view_unite(struct view_builder *builder) {
    size_t count = builder->scene->stage_count;
    size_t *last = arena_array(builder->temp, size_t, count);
    builder->group_of = arena_array(builder->temp, size_t, count);
    builder->leader = arena_array(builder->temp, size_t, count);
    builder->next = arena_array(builder->temp, size_t, count);
    for (size_t s = 0; s < count; s++) {
        builder->group_of[s] = NO_GROUP;
        builder->next[s] = NO_STAGE;
        builder->leader[s] = last[s] = s;
    }
    collapse(builder);
    if (option_on(builder->options, OPT_fold)) fold(builder);
    for (size_t s = 0; s < count; s++) {
        size_t leader = builder->leader[s];
        if (leader == s) continue;
        builder->next[last[leader]] = s;
        last[leader] = s;
    }
}
