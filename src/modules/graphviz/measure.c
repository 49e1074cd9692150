/* From a finished layout to numbers that tell whether it can be read: how large it is, how often lines cross, and what is
 * wrong with it. */
#include "modules/graphviz/graphviz.h"

#include <math.h>
#include <stdlib.h>

/* A curve is followed in steps of about so many points, at most so many of them. */
static const double STEP = 8;
enum { MOST_STEPS = 12 };
/* Lines that meet closer than this to the end of one of them do not cross: they come from, or go to, one place. */
static const double NEAR_END = 4;
/* Lines of nearly one direction have no point where they cross. */
static const double PARALLEL = 0.02;

/* ---- lines, cut into segments ---- */

struct segment {
    pointf from, to;
    edge_t *edge;
};

struct lines {
    struct segment *items;
    size_t count, capacity;
    bool failed;
};

static double distance(pointf a, pointf b) {
    return hypot(b.x - a.x, b.y - a.y);
}

static void segment_add(struct lines *lines, struct segment segment) {
    if (lines->count == lines->capacity) {
        size_t capacity = lines->capacity ? 2 * lines->capacity : 1024;
        struct segment *items = realloc(lines->items, capacity * sizeof *items);
        if (!items) lines->failed = true;
        if (!items) return;
        lines->items = items;
        lines->capacity = capacity;
    }
    lines->items[lines->count++] = segment;
}

static void curve_add(struct lines *lines, edge_t *edge, const pointf curve[4]) {
    double length = distance(curve[0], curve[1]) + distance(curve[1], curve[2]) + distance(curve[2], curve[3]);
    int steps = length < MOST_STEPS * STEP ? 1 + (int)(length / STEP) : MOST_STEPS;
    pointf from = curve[0];
    for (int step = 1; step <= steps; step++) {
        pointf to = curve_at(curve, (double)step / steps);
        segment_add(lines, (struct segment){from, to, edge});
        from = to;
    }
}

static void edge_add(struct lines *lines, edge_t *edge) {
    const splines *path = ED_spl(edge);
    if (!path) return;
    for (size_t i = 0; i < (size_t)path->size; i++)
        for (size_t at = 0; at + 3 < (size_t)path->list[i].size; at += 3)
            curve_add(lines, edge, path->list[i].list + at);
}

/* ---- crossings: segments are compared within the cells of a grid ---- */

struct grid {
    pointf origin;
    double side;
    size_t columns, rows;
    size_t *start, *segments; /* of cell c: from segments[start[c]] to before segments[start[c + 1]] */
};

struct cells {
    size_t left, right, bottom, top;
};

static size_t cell_of(double at, double origin, double side, size_t count) {
    double cell = floor((at - origin) / side);
    return cell < 0 ? 0 : cell >= (double)count ? count - 1 : (size_t)cell;
}

static struct cells cells_of(const struct grid *grid, const struct segment *segment) {
    return (struct cells){cell_of(fmin(segment->from.x, segment->to.x), grid->origin.x, grid->side, grid->columns),
                          cell_of(fmax(segment->from.x, segment->to.x), grid->origin.x, grid->side, grid->columns),
                          cell_of(fmin(segment->from.y, segment->to.y), grid->origin.y, grid->side, grid->rows),
                          cell_of(fmax(segment->from.y, segment->to.y), grid->origin.y, grid->side, grid->rows)};
}

/* Where two segments meet inside of both. */
static bool meet(const struct segment *a, const struct segment *b, pointf *at) {
    double ax = a->to.x - a->from.x, ay = a->to.y - a->from.y, bx = b->to.x - b->from.x, by = b->to.y - b->from.y;
    double cross = ax * by - ay * bx;
    if (fabs(cross) <= PARALLEL * hypot(ax, ay) * hypot(bx, by)) return false;
    double t = ((b->from.x - a->from.x) * by - (b->from.y - a->from.y) * bx) / cross;
    double u = ((b->from.x - a->from.x) * ay - (b->from.y - a->from.y) * ax) / cross;
    *at = (pointf){a->from.x + t * ax, a->from.y + t * ay};
    return t > 0 && t <= 1 && u > 0 && u <= 1;
}

static bool near_end(edge_t *edge, pointf at) {
    const splines *path = ED_spl(edge);
    for (size_t i = 0; i < (size_t)path->size; i++) {
        const bezier *curve = &path->list[i];
        if (distance(curve->list[0], at) <= NEAR_END || distance(curve->list[curve->size - 1], at) <= NEAR_END)
            return true;
    }
    return false;
}

static bool same_ends(edge_t *a, edge_t *b) {
    return agtail(a) == agtail(b) && aghead(a) == aghead(b);
}

/* A point that two segments share is in one cell only, in which it counts. */
static bool cross_in(const struct grid *grid, size_t cell, const struct segment *a, const struct segment *b) {
    pointf at;
    if (a->edge == b->edge || same_ends(a->edge, b->edge) || !meet(a, b, &at)) return false;
    size_t column = cell_of(at.x, grid->origin.x, grid->side, grid->columns),
           row = cell_of(at.y, grid->origin.y, grid->side, grid->rows);
    return row * grid->columns + column == cell && !near_end(a->edge, at) && !near_end(b->edge, at);
}

static void grid_fill(struct grid *grid, const struct lines *lines, bool counting) {
    for (size_t s = 0; s < lines->count; s++) {
        struct cells cells = cells_of(grid, &lines->items[s]);
        for (size_t y = cells.bottom; y <= cells.top; y++)
            for (size_t x = cells.left; x <= cells.right; x++) {
                size_t *start = grid->start + y * grid->columns + x;
                if (counting) start[2]++;
                else grid->segments[start[1]++] = s;
            }
    }
}

static bool grid_make(struct grid *grid, const struct lines *lines, boxf frame) {
    static const double SIDE = 24, MOST = 1000;
    double width = frame.UR.x - frame.LL.x, height = frame.UR.y - frame.LL.y;
    grid->origin = frame.LL;
    grid->side = fmax(SIDE, fmax(width, height) / MOST);
    grid->columns = 1 + (size_t)(width / grid->side);
    grid->rows = 1 + (size_t)(height / grid->side);
    size_t count = grid->columns * grid->rows;
    grid->start = calloc(count + 2, sizeof *grid->start);
    if (!grid->start) return false;
    grid_fill(grid, lines, true);
    for (size_t c = 2; c < count + 2; c++) grid->start[c] += grid->start[c - 1];
    grid->segments = malloc((grid->start[count + 1] + 1) * sizeof *grid->segments);
    if (grid->segments) grid_fill(grid, lines, false);
    return grid->segments != NULL;
}

static size_t count_crossings(const struct grid *grid, const struct lines *lines) {
    size_t crossings = 0;
    for (size_t cell = 0; cell < grid->columns * grid->rows; cell++)
        for (size_t i = grid->start[cell]; i < grid->start[cell + 1]; i++)
            for (size_t j = grid->start[cell]; j < i; j++)
                crossings += cross_in(grid, cell, &lines->items[grid->segments[i]], &lines->items[grid->segments[j]]);
    return crossings;
}

static bool measure_lines(graph_t *graph, const struct lines *lines, struct layout_measures *measures) {
    struct grid grid = {0};
    bool good = !lines->failed && grid_make(&grid, lines, GD_bb(graph));
    for (size_t s = 0; s < lines->count; s++) measures->length += distance(lines->items[s].from, lines->items[s].to);
    if (good) measures->crossings = count_crossings(&grid, lines);
    free(grid.start);
    free(grid.segments);
    return good;
}

/* ---- faults ---- */

/* Points are counted upwards, and rankdir as in https://graphviz.org/docs/attr-types/rankdir/. */
static bool points_back(graph_t *graph, edge_t *edge) {
    pointf from = ND_coord(agtail(edge)), to = ND_coord(aghead(edge));
    double ahead[] = {from.y - to.y, to.x - from.x, to.y - from.y, from.x - to.x};
    return agtail(edge) != aghead(edge) && ahead[GD_rankdir(graph) & 3] < 1;
}

size_t cards_below(graph_t *graph, edge_t *edge) {
    static const double MARGIN = -1;
    size_t count = 0;
    for (node_t *node = agfstnode(graph); node; node = agnxtnode(graph, node))
        if (node != agtail(edge) && node != aghead(edge) && !is_junction(node))
            count += edge_crosses(edge, box_of(node, MARGIN));
    return count;
}

static void read_rows(graph_t *graph, struct layout_measures *measures) {
    for (size_t i = 0; i < measures->name_count; i++) {
        node_t *node = agnode(graph, (char *)(uintptr_t)measures->names[i], 0);
        if (node) measures->rows[i] = (size_t)(ND_rank(node) > 0 ? ND_rank(node) : 0);
    }
}

bool measure_layout(graph_t *graph, struct layout_measures *measures) {
    static const double PAD = 2 * 0.2 * 72; /* of the graph's attribute "pad" */
    struct lines lines = {0};
    boxf frame = GD_bb(graph);
    measures->width = frame.UR.x - frame.LL.x + PAD;
    measures->height = frame.UR.y - frame.LL.y + PAD;
    measures->crossings = measures->backward = measures->faults = 0;
    measures->length = 0;
    read_rows(graph, measures);
    if (frame.UR.x <= frame.LL.x) return true; /* only rows were laid out */
    for (node_t *node = agfstnode(graph); node; node = agnxtnode(graph, node))
        for (edge_t *edge = agfstout(graph, node); edge; edge = agnxtout(graph, edge)) {
            measures->backward += points_back(graph, edge);
            measures->faults += cards_below(graph, edge);
            edge_add(&lines, edge);
        }
    bool good = measure_lines(graph, &lines, measures);
    free(lines.items);
    return good;
}
