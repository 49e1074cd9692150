/* From a line that runs through a card or a title to one around them.
 *
 * dot keeps a lane free for each long edge, but where lanes bend between tall and low cards its curves cut corners, and
 * titles of clusters it does not know at all. Such a line gets the shortest way along corners of what is near:
 *
 *     ───┬──────┐        ──╮ ┌──────┐
 *         ╲─────┘  ──▶      ╲└──────┘
 *          ╲                 ╲
 */
#include "modules/graphviz/graphviz.h"

#include <math.h>
#include <stdlib.h>

/* In points. A way keeps CLEAR of others' boxes and turns at corners TURN away from them; what is farther than NEAR from
 * the line is of no concern. A bend is as bad as a detour of so many points, and so is an end at another place. */
static const double CLEAR = 2, TURN = 5, NEAR = 80, BEND = 12, MOVE = 6, RADIUS = 10;
/* Of more lines or boxes the layout stays as it is. */
enum {
    MOST_BOXES = 64,
    MOST_LINES = 40,
    CORNERS = 4,
    ENDS = 1 + CORNERS * 5,
    MOST_PLACES = 2 * ENDS + CORNERS * MOST_BOXES
};

#define NO_PLACE ((size_t)-1)

/* What is near a line. Places are first those where it may start, then those where it may end, then corners of boxes. */
struct surroundings {
    boxf boxes[MOST_BOXES];
    size_t box_count;
    pointf places[MOST_PLACES];
    size_t start_count, end_count, place_count;
    double cost[MOST_PLACES];
    size_t from[MOST_PLACES];
    bool done[MOST_PLACES];
};

static boxf grown(boxf box, double by) {
    return (boxf){{box.LL.x - by, box.LL.y - by}, {box.UR.x + by, box.UR.y + by}};
}

static bool holds(boxf box, pointf at) {
    return at.x > box.LL.x && at.x < box.UR.x && at.y > box.LL.y && at.y < box.UR.y;
}

static boxf line_frame(const bezier *line) {
    boxf frame = {line->list[0], line->list[0]};
    for (size_t i = 1; i < (size_t)line->size; i++) {
        frame.LL.x = fmin(frame.LL.x, line->list[i].x);
        frame.LL.y = fmin(frame.LL.y, line->list[i].y);
        frame.UR.x = fmax(frame.UR.x, line->list[i].x);
        frame.UR.y = fmax(frame.UR.y, line->list[i].y);
    }
    return frame;
}

/* ---- what is near ---- */

static bool box_add(struct surroundings *map, boxf near, boxf box) {
    if (!boxes_overlap(near, box)) return true;
    if (map->box_count == MOST_BOXES) return false;
    map->boxes[map->box_count++] = box;
    return true;
}

/* A line ends in its own cards: they are in its way only behind their borders. */
static bool boxes_find(struct surroundings *map, graph_t *graph, edge_t *edge, boxf near) {
    bool few = true;
    for (node_t *node = agfstnode(graph); node; node = agnxtnode(graph, node)) {
        bool own = node == agtail(edge) || node == aghead(edge);
        if (!is_junction(node)) few = few && box_add(map, near, box_of(node, own ? -CLEAR - 1 : 0));
    }
    for (graph_t *part = agfstsubg(graph); part; part = agnxtsubg(part)) {
        const textlabel_t *title = title_of(part);
        if (title) few = few && box_add(map, near, box_around(title->pos, title->dimen, 0));
    }
    return few;
}

static bool is_free(const struct surroundings *map, pointf at) {
    for (size_t b = 0; b < map->box_count; b++)
        if (holds(grown(map->boxes[b], CLEAR), at)) return false;
    return true;
}

/* Where an edge touches a node now, and points of the card's sides. */
static size_t ends_find(struct surroundings *map, pointf now, node_t *node) {
    size_t count = map->place_count;
    map->places[map->place_count++] = now;
    if (!is_junction(node)) {
        boxf box = box_of(node, 0);
        double width = box.UR.x - box.LL.x, height = box.UR.y - box.LL.y;
        for (double part = 0.2; part < 0.9; part += 0.15) {
            double x = box.LL.x + part * width, y = box.LL.y + part * height;
            pointf sides[CORNERS] = {{x, box.LL.y}, {x, box.UR.y}, {box.LL.x, y}, {box.UR.x, y}};
            for (size_t side = 0; side < CORNERS; side++) map->places[map->place_count++] = sides[side];
        }
    }
    return map->place_count - count;
}

static void places_find(struct surroundings *map, edge_t *edge, const bezier *line) {
    map->place_count = 0;
    map->start_count = ends_find(map, line->list[0], agtail(edge));
    map->end_count = ends_find(map, line->eflag ? line->ep : line->list[line->size - 1], aghead(edge));
    for (size_t b = 0; b < map->box_count; b++) {
        boxf box = grown(map->boxes[b], TURN);
        pointf corners[CORNERS] = {box.LL, {box.UR.x, box.LL.y}, box.UR, {box.LL.x, box.UR.y}};
        for (size_t c = 0; c < CORNERS; c++)
            if (is_free(map, corners[c])) map->places[map->place_count++] = corners[c];
    }
}

static bool is_end(const struct surroundings *map, size_t place) {
    return place >= map->start_count && place < map->start_count + map->end_count;
}

/* ---- the shortest way: Dijkstra's algorithm over places that see each other ---- */

static bool sees(const struct surroundings *map, size_t a, size_t b) {
    /* The ends of a line may stand close to a card that is not theirs. */
    double clear = a < map->start_count || is_end(map, b) ? 0.5 : CLEAR;
    for (size_t i = 0; i < map->box_count; i++)
        if (segment_crosses(map->places[a], map->places[b], grown(map->boxes[i], clear))) return false;
    return true;
}

static size_t nearest_open(const struct surroundings *map) {
    size_t nearest = NO_PLACE;
    for (size_t p = 0; p < map->place_count; p++)
        if (!map->done[p] && map->cost[p] < HUGE_VAL && (nearest == NO_PLACE || map->cost[p] < map->cost[nearest]))
            nearest = p;
    return nearest;
}

static double distance(pointf a, pointf b) {
    return hypot(b.x - a.x, b.y - a.y);
}

/* The way's last place, or NO_PLACE. */
static size_t way_find(struct surroundings *map, double room) {
    for (size_t p = 0; p < map->place_count; p++) {
        map->cost[p] = p == 0 ? 0 : p < map->start_count ? MOVE : HUGE_VAL;
        map->from[p] = NO_PLACE;
        map->done[p] = false;
    }
    size_t at;
    while ((at = nearest_open(map)) != NO_PLACE && !is_end(map, at)) {
        map->done[at] = true;
        for (size_t to = map->start_count; to < map->place_count; to++) {
            double length = distance(map->places[at], map->places[to]), cost = map->cost[at] + length + BEND;
            if (is_end(map, to) && to > map->start_count) cost += MOVE;
            if (map->done[to] || cost >= map->cost[to] || (is_end(map, to) && length < room) || !sees(map, at, to))
                continue;
            map->cost[to] = cost;
            map->from[to] = at;
        }
    }
    return at;
}

/* ---- the way as a curve, its bends rounded ---- */

struct pen {
    pointf *points;
    size_t count;
};

static pointf between(pointf a, pointf b, double t) {
    return (pointf){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

static void curve_to(struct pen *pen, pointf first, pointf second, pointf end) {
    pen->points[pen->count++] = first;
    pen->points[pen->count++] = second;
    pen->points[pen->count++] = end;
}

static void line_to(struct pen *pen, pointf end) {
    pointf start = pen->points[pen->count - 1];
    curve_to(pen, between(start, end, 1.0 / 3), between(start, end, 2.0 / 3), end);
}

static void bend(struct pen *pen, pointf before, pointf corner, pointf after) {
    double in = hypot(corner.x - before.x, corner.y - before.y), out = hypot(after.x - corner.x, after.y - corner.y);
    pointf start = between(corner, before, fmin(RADIUS / in, 0.5)),
           end = between(corner, after, fmin(RADIUS / out, 0.5));
    line_to(pen, start);
    curve_to(pen, between(start, corner, 2.0 / 3), between(end, corner, 2.0 / 3), end);
}

/* The line ends where its arrow head begins. */
static void way_draw(const struct surroundings *map, size_t last, bezier *line) {
    size_t way[MOST_PLACES], count = 0;
    for (size_t at = last; at != NO_PLACE; at = map->from[at]) way[count++] = at;
    struct pen pen = {calloc(1 + 6 * count, sizeof *pen.points), 0};
    if (!pen.points) return;
    pointf before = map->places[way[count - 1]], tip = map->places[last];
    pen.points[pen.count++] = before;
    for (size_t i = count - 1; i-- > 1;) {
        bend(&pen, before, map->places[way[i]], map->places[way[i - 1]]);
        before = map->places[way[i]];
    }
    double head = line->eflag ? distance(line->ep, line->list[line->size - 1]) : 0;
    line_to(&pen, between(tip, before, head / distance(tip, before)));
    if (line->eflag) line->ep = tip;
    free(line->list);
    line->list = pen.points;
    line->size = (int)pen.count;
}

static bool detour(graph_t *graph, edge_t *edge, struct surroundings *map) {
    static const double ROOM = 20; /* for an arrow head and a bend */
    const splines *path = ED_spl(edge);
    if (!path || path->size != 1 || path->list[0].size < 4 || path->list[0].sflag) return false;
    map->box_count = 0;
    if (!boxes_find(map, graph, edge, grown(line_frame(path->list), NEAR))) return false;
    places_find(map, edge, path->list);
    size_t last = way_find(map, ROOM);
    if (last != NO_PLACE) way_draw(map, last, path->list);
    return last != NO_PLACE;
}

static bool covers_title(graph_t *graph, edge_t *edge) {
    for (graph_t *part = agfstsubg(graph); part; part = agnxtsubg(part)) {
        const textlabel_t *title = title_of(part);
        if (title && edge_crosses(edge, letters_of(title))) return true;
    }
    return false;
}

void edges_avoid_boxes(graph_t *graph, bool titles) {
    struct surroundings *map = malloc(sizeof *map);
    size_t left = MOST_LINES;
    for (node_t *node = agfstnode(graph); map && node; node = agnxtnode(graph, node))
        for (edge_t *edge = agfstout(graph, node); edge && left; edge = agnxtout(graph, edge)) {
            bool wrong = titles ? covers_title(graph, edge) : cards_below(graph, edge) > 0;
            left -= wrong && detour(graph, edge, map);
        }
    free(map);
}
