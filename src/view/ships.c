/* --ships: what becomes of each stage in the image of the target.
 *
 * What the target is FROM, link by link, is in the image; what these stages take from others may be there in part, or have
 * helped to build it; the target needs nothing of the rest. */
#include "view/build.h"

struct flood {
    const struct scene *scene;
    enum ships *ships;
    size_t *stack, depth;
};

static void reach(struct flood *flood, size_t stage, enum ships ships) {
    if (flood->ships[stage] == SHIPS_NOT) flood->stack[flood->depth++] = stage;
    flood->ships[stage] = ships;
}

static bool is_root(const struct scene *scene, size_t s) {
    const sg_stage *stage = &scene_stage(scene, s)->public;
    return stage->is_target && !stage->replaced && !(scene->stages[s].marks & MARK_REMOVED);
}

/* By stage: the one that it is FROM, or NO_STAGE. */
static size_t *find_bases(struct arena *arena, const struct scene *scene) {
    size_t *bases = arena_array(arena, size_t, scene->stage_count);
    for (size_t s = 0; s < scene->stage_count; s++) bases[s] = NO_STAGE;
    for (size_t e = 0; e < scene->edge_count; e++) {
        const struct scene_edge *edge = &scene->edges[e];
        if (edge->edge->public.kind == SG_EDGE_FROM && !(edge->marks & MARK_REMOVED)) bases[edge->to] = edge->from;
    }
    return bases;
}

static void ship_chains(struct arena *arena, struct flood *flood) {
    const struct scene *scene = flood->scene;
    const size_t *bases = find_bases(arena, scene);
    for (size_t root = 0; root < scene->stage_count; root++)
        for (size_t s = is_root(scene, root) ? root : NO_STAGE; s != NO_STAGE && flood->ships[s] == SHIPS_NOT;
             s = bases[s])
            reach(flood, s, SHIPS_WHOLE);
}

const enum ships *view_ships(struct arena *arena, const struct view_source *source) {
    const struct scene *scene = source->scene;
    size_t count = scene->stage_count;
    if (!option_on(source->options, OPT_ships)) return NULL;
    struct flood flood = {scene, arena_array(arena, enum ships, count), arena_array(arena, size_t, count), 0};
    ship_chains(arena, &flood);
    if (!flood.depth) return NULL;
    struct neighbours near = view_neighbours(arena, scene, false);
    while (flood.depth) {
        size_t stage = flood.stack[--flood.depth];
        for (size_t i = near.start[stage]; i < near.start[stage + 1]; i++)
            if (flood.ships[near.stages[i]] == SHIPS_NOT) reach(&flood, near.stages[i], SHIPS_PARTLY);
    }
    return flood.ships;
}

const enum ships *view_ships_of(struct arena *arena, const sg_doc *doc, const sg_options *options) {
    if (!option_on(options, OPT_ships)) return NULL;
    const struct view_source source = {scene_of(arena, doc), options};
    return view_ships(arena, &source);
}

const char *view_ships_word(enum ships ships) {
    static const char *const words[] = {[SHIPS_NOT] = "no", [SHIPS_PARTLY] = "feeds", [SHIPS_WHOLE] = "yes"};
    return words[ships];
}

unsigned view_ships_marks(const struct view_builder *builder, size_t stage) {
    static const unsigned marks[] = {[SHIPS_NOT] = MARK_ASIDE, [SHIPS_PARTLY] = 0, [SHIPS_WHOLE] = MARK_SHIPS};
    return builder->ships ? marks[builder->ships[stage]] : 0;
}

/* Several together: they ship if one does, and stand aside if all do. */
unsigned view_ships_join(unsigned marks, unsigned other) {
    unsigned aside = marks & other & MARK_ASIDE;
    return ((marks | other) & ~(unsigned)MARK_ASIDE) | aside;
}

/* What comes from outside is what its edges are. */
void view_ships_outside(struct view_builder *builder) {
    bool *seen = arena_array(builder->temp, bool, builder->nodes.count);
    enum { SHIPPING = MARK_SHIPS | MARK_ASIDE };
    for (size_t e = 0; builder->ships && e < builder->edges.count; e++) {
        const struct view_edge *edge = &builder->edges.items[e];
        struct view_node *node = &builder->nodes.items[edge->from];
        if (!node_is_outside(node)) continue;
        unsigned marks = edge->marks & SHIPPING, others = node->marks & ~(unsigned)SHIPPING;
        node->marks = others | (seen[edge->from] ? view_ships_join(node->marks & SHIPPING, marks) : marks);
        seen[edge->from] = true;
    }
}
