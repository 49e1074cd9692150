/* From a finished layout to one whose labels no edge runs through, where that is possible: titles of clusters, and counts
 * of edges.
 *
 * dot keeps the line of a title free of nodes but routes edges across it, so a title moves right on its line until it is
 * clear of them. And dot puts a count to a side of the middle of its edge without a look at where the edge bends. The
 * layout's fields are those of the library guide (https://graphviz.org/pdf/libguide.pdf, "ED_spl", "GD_bb"). */
#include "modules/graphviz/graphviz.h"

#include <math.h>

/* A Bézier curve is followed in so many straight steps, and kept so many points away from a title; by so many a title
 * moves at a time. */
static const int STEPS = 24;
static const double SHIFT = 4;

pointf curve_at(const pointf p[4], double t) {
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
bool segment_crosses(pointf a, pointf b, boxf box) {
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

/* A curve stays within its four points. */
static bool is_near(const pointf points[4], boxf box) {
    bool left = true, right = true, below = true, above = true;
    for (int i = 0; i < 4; i++) {
        left &= points[i].x < box.LL.x;
        right &= points[i].x > box.UR.x;
        below &= points[i].y < box.LL.y;
        above &= points[i].y > box.UR.y;
    }
    return !(left || right || below || above);
}

static bool curve_crosses(const pointf points[4], boxf box) {
    if (!is_near(points, box)) return false;
    pointf from = points[0];
    for (int step = 1; step <= STEPS; step++) {
        pointf to = curve_at(points, (double)step / STEPS);
        if (segment_crosses(from, to, box)) return true;
        from = to;
    }
    return false;
}

bool edge_crosses(edge_t *edge, boxf box) {
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

boxf box_around(pointf center, pointf size, double margin) {
    double width = size.x / 2 + margin, height = size.y / 2 + margin;
    return (boxf){{center.x - width, center.y - height}, {center.x + width, center.y + height}};
}

boxf box_of(node_t *node, double margin) {
    pointf at = ND_coord(node);
    return (boxf){{at.x - ND_lw(node) - margin, at.y - ND_ht(node) / 2 - margin},
                  {at.x + ND_rw(node) + margin, at.y + ND_ht(node) / 2 + margin}};
}

bool boxes_overlap(boxf a, boxf b) {
    return a.LL.x < b.UR.x && a.UR.x > b.LL.x && a.LL.y < b.UR.y && a.UR.y > b.LL.y;
}

bool is_junction(node_t *node) {
    return ND_lw(node) + ND_rw(node) < 2;
}

/* ---- titles ---- */

textlabel_t *title_of(graph_t *part) {
    bool cluster = str_starts(str_from(agnameof(part)), STR("cluster"));
    textlabel_t *title = cluster ? GD_label(part) : NULL;
    return title && title->set ? title : NULL;
}

/* Its letters are a little smaller than the room that they take. */
boxf letters_of(const textlabel_t *title) {
    return box_around(title->pos, title->dimen, -1);
}

/* Well clear of all lines, or at least of its letters; else where it was. */
static void title_avoid_edges(graph_t *graph, graph_t *cluster) {
    static const double margins[] = {3, 0, -1};
    textlabel_t *title = title_of(cluster);
    if (!title) return;
    boxf frame = GD_bb(cluster);
    double left = title->pos.x, right = frame.LL.x + frame.UR.x - left;
    for (size_t i = 0; i < COUNT(margins); i++)
        for (title->pos.x = left; title->pos.x <= right; title->pos.x += SHIFT)
            if (!any_edge_crosses(graph, box_around(title->pos, title->dimen, margins[i]))) return;
    title->pos.x = left;
}

static size_t crossed_titles(graph_t *graph) {
    size_t count = 0;
    for (graph_t *part = agfstsubg(graph); part; part = agnxtsubg(part))
        count += title_of(part) && any_edge_crosses(graph, letters_of(title_of(part)));
    return count;
}

/* What is left of titles that lines run through. */
static size_t titles_avoid_edges(graph_t *graph) {
    for (graph_t *part = agfstsubg(graph); part; part = agnxtsubg(part)) title_avoid_edges(graph, part);
    if (!crossed_titles(graph)) return 0;
    edges_avoid_boxes(graph, true);
    return crossed_titles(graph);
}

/* ---- labels of edges ---- */

static bool covers_node(graph_t *graph, boxf box) {
    for (node_t *node = agfstnode(graph); node; node = agnxtnode(graph, node))
        if (!is_junction(node) && boxes_overlap(box, box_of(node, 0))) return true;
    return false;
}

static bool covers_title(graph_t *graph, boxf box) {
    for (graph_t *part = agfstsubg(graph); part; part = agnxtsubg(part)) {
        const textlabel_t *title = title_of(part);
        if (title && boxes_overlap(box, box_around(title->pos, title->dimen, 0))) return true;
    }
    return false;
}

/* Of an edge that had its turn. */
static bool covers_label(graph_t *graph, boxf box) {
    for (node_t *node = agfstnode(graph); node; node = agnxtnode(graph, node))
        for (edge_t *edge = agfstout(graph, node); edge; edge = agnxtout(graph, edge)) {
            const textlabel_t *label = ED_xlabel(edge);
            if (label && label->set && boxes_overlap(box, box_around(label->pos, label->dimen, 0))) return true;
        }
    return false;
}

static bool is_within(boxf inner, boxf outer) {
    return inner.LL.x >= outer.LL.x && inner.UR.x <= outer.UR.x && inner.LL.y >= outer.LL.y && inner.UR.y <= outer.UR.y;
}

/* Beside the curve at t, on its right or its left, as close as the box can be to a straight line of that slope. */
static pointf beside(const pointf curve[4], double t, pointf size, int side) {
    pointf at = curve_at(curve, t), next = curve_at(curve, t + 0.01);
    double x = next.y - at.y, y = at.x - next.x, length = hypot(x, y);
    if (length == 0) return at;
    x /= length;
    y /= length;
    double distance = fabs(x) * size.x / 2 + fabs(y) * size.y / 2 + 1;
    return (pointf){at.x + side * x * distance, at.y + side * y * distance};
}

/* A name belongs to one line: it keeps clear of others, where a count may stand among them. */
static bool near_others(graph_t *graph, edge_t *named, boxf box) {
    for (node_t *node = agfstnode(graph); node; node = agnxtnode(graph, node))
        for (edge_t *edge = agfstout(graph, node); edge; edge = agnxtout(graph, edge))
            if (edge != named && edge_crosses(edge, box)) return true;
    return false;
}

static bool is_named(edge_t *edge) {
    char class[] = "class";
    const char *words = agget(edge, class);
    return words && str_ends(str_from(words), STR(" named"));
}

/* On the curve, somewhere near its middle. */
static bool place_on(graph_t *graph, edge_t *edge, const pointf curve[4]) {
    static const double CLEAR = 6;
    textlabel_t *label = ED_xlabel(edge);
    static const double places[] = {0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8};
    for (size_t i = 0; i < 2 * COUNT(places); i++) {
        pointf at = beside(curve, places[i / 2], label->dimen, i % 2 ? -1 : 1);
        boxf box = box_around(at, label->dimen, 0);
        if (any_edge_crosses(graph, box) || covers_node(graph, box) || covers_title(graph, box) ||
            covers_label(graph, box) || !is_within(box, GD_bb(graph)))
            continue;
        if (is_named(edge) && near_others(graph, edge, box_around(at, label->dimen, CLEAR))) continue;
        label->pos = at;
        label->set = true;
        return true;
    }
    return false;
}

static double span(const pointf *curve) {
    return hypot(curve[3].x - curve[0].x, curve[3].y - curve[0].y);
}

/* The longest of the curves that a path is made of. */
static const pointf *longest_curve(const bezier *path) {
    const pointf *longest = path->list;
    for (size_t at = 3; at + 3 < (size_t)path->size; at += 3)
        if (span(path->list + at) > span(longest)) longest = path->list + at;
    return longest;
}

/* The longest first, for there is room. Whether there is any. */
static bool label_place(graph_t *graph, edge_t *edge) {
    textlabel_t *label = ED_xlabel(edge);
    const splines *path = ED_spl(edge);
    if (!label || !path || path->size < 1 || path->list[0].size < 4) return true;
    if (place_on(graph, edge, longest_curve(&path->list[0]))) return true;
    for (size_t at = 0; at + 3 < (size_t)path->list[0].size; at += 3)
        if (place_on(graph, edge, path->list[0].list + at)) return true;
    return false;
}

static void labels_hide(graph_t *graph) {
    for (node_t *node = agfstnode(graph); node; node = agnxtnode(graph, node))
        for (edge_t *edge = agfstout(graph, node); edge; edge = agnxtout(graph, edge))
            if (ED_xlabel(edge)) ED_xlabel(edge)->set = false;
}

size_t labels_avoid_edges(graph_t *graph, size_t *hidden) {
    edges_avoid_boxes(graph, false);
    size_t crossed = titles_avoid_edges(graph);
    labels_hide(graph);
    for (node_t *node = agfstnode(graph); node; node = agnxtnode(graph, node))
        for (edge_t *edge = agfstout(graph, node); edge; edge = agnxtout(graph, edge))
            *hidden += !label_place(graph, edge);
    return crossed;
}
