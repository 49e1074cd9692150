/* From edges and the rows of their ends to those that share a line.
 *
 *     base ─▶ a b c            base ─┬─▶ a b c
 *         ╲╲▶ d e                    └─▶ d e
 */
#include "render/trunk.h"

#include <stdlib.h>

/* An edge as seen from one of its ends: those with the same hub, side, kind and marks may share a line. */
struct view_of_edge {
    size_t hub, out, kind, marks;
    size_t row; /* of the other end */
    size_t edge;
};

struct run {
    size_t start, count;
};

static int order(size_t a, size_t b) {
    return (a > b) - (a < b);
}

static int compare_bundle(const struct view_of_edge *a, const struct view_of_edge *b) {
    if (a->hub != b->hub) return order(a->hub, b->hub);
    if (a->out != b->out) return order(a->out, b->out);
    return a->kind != b->kind ? order(a->kind, b->kind) : order(a->marks, b->marks);
}

static int compare(const void *a, const void *b) {
    const struct view_of_edge *first = a, *second = b;
    int bundle = compare_bundle(first, second);
    if (bundle) return bundle;
    return first->row != second->row ? order(first->row, second->row) : order(first->edge, second->edge);
}

/* Many before few. */
static int compare_runs(const void *a, const void *b) {
    const struct run *first = a, *second = b;
    return first->count != second->count ? order(second->count, first->count) : order(first->start, second->start);
}

/* An edge that does not lead on to a later row cannot branch off on the way there. */
static size_t look_from_both_ends(const struct view *view, const size_t *rows, struct view_of_edge *looks) {
    size_t count = 0;
    for (size_t e = 0; e < view->edge_count; e++) {
        const struct view_edge *edge = &view->edges[e];
        size_t kind = view->plain_edges ? 0 : edge->kind;
        if ((edge->marks & MARK_FORWARD) || rows[edge->from] >= rows[edge->to]) continue;
        looks[count++] = (struct view_of_edge){edge->from, true, kind, edge->marks, rows[edge->to], e};
        looks[count++] = (struct view_of_edge){edge->to, false, kind, edge->marks, rows[edge->from], e};
    }
    qsort(looks, count, sizeof *looks, compare);
    return count;
}

static size_t find_runs(const struct view_of_edge *looks, size_t count, struct run *runs) {
    size_t run_count = 0;
    for (size_t start = 0, end; start < count; start = end) {
        for (end = start + 1; end < count && compare_bundle(&looks[start], &looks[end]) == 0;) end++;
        if (end - start >= TRUNK_EDGES) runs[run_count++] = (struct run){start, end - start};
    }
    qsort(runs, run_count, sizeof *runs, compare_runs);
    return run_count;
}

/* Those of a run that are in no other trunk. */
static size_t take_free(const struct view_of_edge *looks, struct run run, const bool *bundled, size_t *edges) {
    size_t count = 0;
    for (size_t i = run.start; i < run.start + run.count; i++)
        if (!bundled[looks[i].edge]) edges[count++] = looks[i].edge;
    return count;
}

struct trunks trunks_find(struct arena *arena, const struct view *view, const size_t *rows) {
    struct view_of_edge *looks = arena_array(arena, struct view_of_edge, 2 * view->edge_count);
    size_t count = look_from_both_ends(view, rows, looks);
    struct run *runs = arena_array(arena, struct run, count / TRUNK_EDGES + 1);
    size_t run_count = find_runs(looks, count, runs);
    struct trunk *trunks = arena_array(arena, struct trunk, run_count);
    bool *bundled = arena_array(arena, bool, view->edge_count);
    struct trunks found = {.items = trunks, .bundled = bundled};
    for (size_t r = 0; r < run_count; r++) {
        size_t *edges = arena_array(arena, size_t, runs[r].count);
        size_t edge_count = take_free(looks, runs[r], bundled, edges);
        if (edge_count < TRUNK_EDGES) continue;
        for (size_t i = 0; i < edge_count; i++) bundled[edges[i]] = true;
        const struct view_of_edge *first = &looks[runs[r].start];
        trunks[found.count++] = (struct trunk){first->hub, first->out, edges, edge_count};
    }
    return found;
}

size_t trunk_end(const struct view *view, const struct trunk *trunk, size_t edge) {
    return trunk->out ? view->edges[edge].to : view->edges[edge].from;
}
