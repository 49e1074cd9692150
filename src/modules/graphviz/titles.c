/* From a finished layout to one whose cluster titles no edge runs through, where that is possible.
 *
 * dot keeps the line of a title free of nodes but routes edges across it. A title stands at the left end of its
 * line; if an edge crosses it there, it moves to the right end, else to the middle. The layout's fields are those of
 * the library guide (https://graphviz.org/pdf/libguide.pdf, "ED_spl", "GD_bb", "GD_label"). */
#include "modules/graphviz/graphviz.h"

/* A Bézier curve is followed in so many straight steps, and kept so many points away from a title. */
enum { STEPS = 24, MARGIN = 3 };

static pointf curve_at(const pointf p[4], double t) {
    double u = 1 - t, a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
    return (pointf){a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x,
                    a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y};
}

static bool inside(pointf point, boxf box) {
    return point.x > box.LL.x && point.x < box.UR.x && point.y > box.LL.y && point.y < box.UR.y;
}

static double side_of(pointf a, pointf b, double x, double y) {
    return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
}

/* The line through a and b has corners of the box on both sides, and their bounding box meets it. */
static bool segment_crosses(pointf a, pointf b, boxf box) {
    if (inside(a, box) || inside(b, box)) return true;
    if ((a.x < box.LL.x && b.x < box.LL.x) || (a.x > box.UR.x && b.x > box.UR.x)) return false;
    if ((a.y < box.LL.y && b.y < box.LL.y) || (a.y > box.UR.y && b.y > box.UR.y)) return false;
    double sides[4] = {side_of(a, b, box.LL.x, box.LL.y), side_of(a, b, box.LL.x, box.UR.y),
                       side_of(a, b, box.UR.x, box.LL.y), side_of(a, b, box.UR.x, box.UR.y)};
    bool above = false, below = false;
    for (int i = 0; i < 4; i++) {
        above |= sides[i] >= 0;
        below |= sides[i] <= 0;
    }
    return above && below;
}

static bool curve_crosses(const pointf points[4], boxf box) {
    pointf from = points[0];
    for (int step = 1; step <= STEPS; step++) {
        pointf to = curve_at(points, (double)step / STEPS);
        if (segment_crosses(from, to, box)) return true;
        from = to;
    }
    return false;
}

static bool edge_crosses(edge_t *edge, boxf box) {
    const splines *path = ED_spl(edge);
    if (!path) return false;
    for (size_t i = 0; i < (size_t)path->size; i++)
        for (size_t at = 0; at + 3 < (size_t)path->list[i].size; at += 3)
            if (curve_crosses(path->list[i].list + at, box)) return true;
    return false;
}

static bool any_edge_crosses(graph_t *graph, boxf box) {
    for (node_t *node = agfstnode(graph); node; node = agnxtnode(graph, node))
        for (edge_t *edge = agfstout(graph, node); edge; edge = agnxtout(graph, edge))
            if (edge_crosses(edge, box)) return true;
    return false;
}

static boxf box_around(pointf center, pointf size) {
    double width = size.x / 2 + MARGIN, height = size.y / 2 + MARGIN;
    return (boxf){{center.x - width, center.y - height}, {center.x + width, center.y + height}};
}

static void title_avoid_edges(graph_t *graph, graph_t *cluster) {
    textlabel_t *title = GD_label(cluster);
    if (!title || !title->set) return;
    boxf frame = GD_bb(cluster);
    double left = title->pos.x, right = frame.LL.x + frame.UR.x - left;
    const double places[] = {left, right, (left + right) / 2};
    for (size_t i = 0; i < COUNT(places); i++) {
        title->pos.x = places[i];
        if (!any_edge_crosses(graph, box_around(title->pos, title->dimen))) return;
    }
    title->pos.x = left;
}

void titles_avoid_edges(graph_t *graph) {
    for (graph_t *part = agfstsubg(graph); part; part = agnxtsubg(part))
        if (str_starts(str_from(agnameof(part)), STR("cluster"))) title_avoid_edges(graph, part);
}
