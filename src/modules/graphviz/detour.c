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
 * the line is of no concern. A bend is as bad as a detour of so many points. */
static const double CLEAR = 2, TURN = 5, NEAR = 80, BEND = 12, RADIUS = 10;
/* Of more lines or boxes the layout stays as it is. */
enum { MOST_BOXES = 64, MOST_LINES = 40, CORNERS = 4, MOST_PLACES = CORNERS * MOST_BOXES + 2 };

/* What is near a line: the line's ends are the places 0 and 1, the others are corners of boxes. */
struct map_of_boxes {
    boxf boxes[MOST_BOXES];
    size_t box_count;
    pointf places[MOST_PLACES];
    size_t place_count;
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

static bool box_add(struct map_of_boxes *map, boxf near, boxf box) {
    if (!boxes_overlap(near, box)) return true;
    if (map->box_count == MOST_BOXES) return false;
    map->boxes[map->box_count++] = box;
    return true;
}

/* A line ends in its own cards: they are in its way only behind their borders. */
static bool boxes_find(struct map_of_boxes *map, graph_t *graph, edge_t *edge, boxf near) {
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

static bool is_free(const struct map_of_boxes *map, pointf at) {
    for (size_t b = 0; b < map->box_count; b++)
        if (holds(grown(map->boxes[b], CLEAR), at)) return false;
    return true;
}

static void places_find(struct map_of_boxes *map, const bezier *line) {
    map->places[0] = line->list[0];
    map->places[1] = line->list[line->size - 1];
    map->place_count = 2;
    for (size_t b = 0; b < map->box_count; b++) {
        boxf box = grown(map->boxes[b], TURN);
        pointf corners[CORNERS] = {box.LL, {box.UR.x, box.LL.y}, box.UR, {box.LL.x, box.UR.y}};
        for (size_t c = 0; c < CORNERS; c++)
            if (is_free(map, corners[c])) map->places[map->place_count++] = corners[c];
    }
}

/* ---- the shortest way: Dijkstra's algorithm over places that see each other ---- */

static bool sees(const struct map_of_boxes *map, size_t a, size_t b) {
    /* The ends of a line may stand close to a card that is not theirs. */
    double clear = a < 2 || b < 2 ? 1 : CLEAR;
    for (size_t i = 0; i < map->box_count; i++)
        if (segment_crosses(map->places[a], map->places[b], grown(map->boxes[i], clear))) return false;
    return true;
}

static size_t nearest_open(const struct map_of_boxes *map) {
    size_t nearest = map->place_count;
    for (size_t p = 0; p < map->place_count; p++)
        if (!map->done[p] && map->cost[p] < HUGE_VAL && (nearest == map->place_count || map->cost[p] < map->cost[nearest]))
            nearest = p;
    return nearest;
}

static bool way_find(struct map_of_boxes *map) {
    for (size_t p = 0; p < map->place_count; p++) map->cost[p] = HUGE_VAL, map->done[p] = false;
    map->cost[0] = 0;
    for (size_t at; (at = nearest_open(map)) < map->place_count && at != 1;) {
        map->done[at] = true;
        for (size_t to = 1; to < map->place_count; to++) {
            pointf a = map->places[at], b = map->places[to];
            double cost = map->cost[at] + hypot(b.x - a.x, b.y - a.y) + BEND;
            if (map->done[to] || cost >= map->cost[to] || !sees(map, at, to)) continue;
            map->cost[to] = cost;
            map->from[to] = at;
        }
    }
    return map->cost[1] < HUGE_VAL;
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
    pointf start = between(corner, before, fmin(RADIUS / in, 0.5)), end = between(corner, after, fmin(RADIUS / out, 0.5));
    line_to(pen, start);
    curve_to(pen, between(start, corner, 2.0 / 3), between(end, corner, 2.0 / 3), end);
}

static void way_draw(const struct map_of_boxes *map, bezier *line) {
    size_t way[MOST_PLACES], count = 0;
    for (size_t at = 1; at; at = map->from[at]) way[count++] = at;
    struct pen pen = {calloc(1 + 6 * count, sizeof *pen.points), 0};
    if (!pen.points) return;
    pen.points[pen.count++] = map->places[0];
    pointf before = map->places[0];
    while (count-- > 1) {
        bend(&pen, before, map->places[way[count]], map->places[way[count - 1]]);
        before = map->places[way[count]];
    }
    line_to(&pen, map->places[1]);
    free(line->list);
    line->list = pen.points;
    line->size = (int)pen.count;
}

static bool detour(graph_t *graph, edge_t *edge, struct map_of_boxes *map) {
    const splines *path = ED_spl(edge);
    if (!path || path->size != 1 || path->list[0].size < 4) return false;
    *map = (struct map_of_boxes){.box_count = 0};
    if (!boxes_find(map, graph, edge, grown(line_frame(path->list), NEAR))) return false;
    places_find(map, path->list);
    if (!way_find(map)) return false;
    way_draw(map, path->list);
    return true;
}

static bool covers_title(graph_t *graph, edge_t *edge) {
    for (graph_t *part = agfstsubg(graph); part; part = agnxtsubg(part)) {
        const textlabel_t *title = title_of(part);
        if (title && edge_crosses(edge, box_around(title->pos, title->dimen, 0))) return true;
    }
    return false;
}

void edges_avoid_boxes(graph_t *graph, bool titles) {
    struct map_of_boxes *map = malloc(sizeof *map);
    size_t left = MOST_LINES;
    for (node_t *node = agfstnode(graph); map && node; node = agnxtnode(graph, node))
        for (edge_t *edge = agfstout(graph, node); edge && left; edge = agnxtout(graph, edge)) {
            bool wrong = titles ? covers_title(graph, edge) : cards_below(graph, edge) > 0;
            left -= wrong && detour(graph, edge, map);
        }
    free(map);
}
