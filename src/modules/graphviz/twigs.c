/* From the twigs of a trunk to curves that do not cross each other.
 *
 * Where many cards of one row meet in one joint, dot's curves get entangled in the narrow room before it. A twig goes
 * straight to where the row ends, and all of them turn in one curve that is only higher or lower, which keeps their
 * order:
 *
 *     card ──╮
 *     card ──┼─ joint
 *     card ──╯
 */
#include "modules/graphviz/graphviz.h"

#include <math.h>
#include <stdlib.h>

/* Less room than this, in points, is none to turn in. */
static const double ROOM = 4;
/* Fewer twigs than these do not get entangled. */
enum { MANY = 5, POINTS = 7 };

/* A point by how far it is along the direction of the picture, and across. It is turned back by the same function:
 * rankdir as in https://graphviz.org/docs/attr-types/rankdir/, points counted upwards. */
static pointf turned(graph_t *graph, pointf at, bool back) {
    switch (GD_rankdir(graph) & 3) {
    case 0: return back ? (pointf){at.y, -at.x} : (pointf){-at.y, at.x};
    case 2: return (pointf){at.y, at.x};
    case 3: return (pointf){-at.x, at.y};
    default: return at;
    }
}

static double length_along(graph_t *graph, node_t *node) {
    return GD_rankdir(graph) & 1 ? ND_lw(node) + ND_rw(node) : ND_ht(node);
}

/* Where cards of the node's row end on the side of the joint: sign is 1 if that is ahead. */
static double row_end(graph_t *graph, node_t *card, double sign) {
    double end = -HUGE_VAL;
    for (node_t *node = agfstnode(graph); node; node = agnxtnode(graph, node)) {
        if (ND_rank(node) != ND_rank(card) || is_junction(node)) continue;
        end = fmax(end, sign * turned(graph, ND_coord(node), false).x + length_along(graph, node) / 2);
    }
    return end;
}

/* The line as points from its tail to its head, of which the arrow head takes a part. */
static void twig_draw(graph_t *graph, edge_t *edge, node_t *card, node_t *joint) {
    bezier *line = &ED_spl(edge)->list[0];
    double sign = card == agtail(edge) ? 1 : -1;
    pointf from = turned(graph, ND_coord(card), false), to = turned(graph, ND_coord(joint), false);
    pointf old_end = line->list[line->size - 1];
    double head = line->eflag ? hypot(line->ep.x - old_end.x, line->ep.y - old_end.y) : 0;
    double side = sign * from.x + length_along(graph, card) / 2, start = side + head, meet = sign * to.x;
    double turn = row_end(graph, card, sign) + head, middle = (turn + meet) / 2;
    pointf *points = meet - turn < ROOM ? NULL : malloc(POINTS * sizeof *points);
    if (!points) return;
    double along[] = {start, (2 * start + turn) / 3, (start + 2 * turn) / 3, turn, middle, middle, meet};
    for (int i = 0; i < POINTS; i++)
        points[sign > 0 ? i : POINTS - 1 - i] = turned(graph, (pointf){sign * along[i], i < 5 ? from.y : to.y}, true);
    if (line->eflag) line->ep = turned(graph, (pointf){sign * side, from.y}, true);
    free(line->list);
    line->list = points;
    line->size = POINTS;
}

/* One line with an arrow head at a card, if any. */
static bool is_plain(edge_t *edge) {
    const splines *path = ED_spl(edge);
    return path && path->size == 1 && !path->list[0].sflag && !(path->list[0].eflag && is_junction(aghead(edge)));
}

static node_t *card_of(edge_t *edge, node_t *joint) {
    return agtail(edge) == joint ? aghead(edge) : agtail(edge);
}

static bool is_twig(edge_t *edge, node_t *joint) {
    node_t *card = card_of(edge, joint);
    return !is_junction(card) && abs(ND_rank(card) - ND_rank(joint)) == 1 && is_plain(edge);
}

static size_t count_twigs(graph_t *graph, node_t *joint) {
    size_t count = 0;
    for (edge_t *edge = agfstedge(graph, joint); edge; edge = agnxtedge(graph, edge, joint))
        count += is_twig(edge, joint);
    return count;
}

void twigs_untangle(graph_t *graph) {
    for (node_t *node = agfstnode(graph); node; node = agnxtnode(graph, node)) {
        if (!is_junction(node) || count_twigs(graph, node) < MANY) continue;
        for (edge_t *edge = agfstedge(graph, node); edge; edge = agnxtedge(graph, edge, node))
            if (is_twig(edge, node)) twig_draw(graph, edge, card_of(edge, node), node);
    }
}
