/* From ranks to rows: where one rank of stages would be too wide to read, some of them stand lower.
 *
 *     base ─▶ a b c d e f g h             base ─▶ a b c d
 *                                              └───▶ e f g h
 *
 * List scheduling with a limit to the width of a row: a row takes stages whose sources all stand above it until it is
 * full. Those that wait cost room below, for each of their incoming edges one more lane in each row and for each
 * outgoing one less. So the costly go first, and among equals those that the longest chain waits for. */
#include "base/utf8.h"
#include "view/build.h"

#include <stdlib.h>

/* In columns of text: what is too wide, what is not, and how wide a row is for which stages of n columns in all make a
 * square, squared and by n. */
enum { WIDE_ROW = 180, ROW_WIDTH = 100, SQUARE = 14, CARD_MARGIN = 5 };

/* Of more nodes no picture can be read, and long edges take their time to lay out. */
enum { MOST_NODES = 2000 };

/* The least weight that keeps a stage in its row. */
enum { HELD = 8 };

struct waiting {
    bool begun;    /* its group has a stage in a row above */
    long cost;     /* of waiting */
    size_t height; /* stages that wait for it, one after the other */
    size_t node;
};

/* A group stands in one column from the first of its rows to the last. */
struct column {
    size_t left;        /* members without a row */
    size_t width, used; /* of the column, and in this row */
    bool open;
};

struct rows {
    struct view_builder *builder;
    const struct stage_graph *graph;
    size_t *width, *height, *row, *open; /* by node; open: edges from stages without a row */
    LIST(struct waiting) waiting;
    size_t limit;           /* of the width of a row */
    struct column *columns; /* by cluster; none if groups are not looked at */
    size_t column_count;
};

static size_t card_width(const struct view_node *node) {
    size_t width = 0;
    for (size_t i = 0; i < node->line_count; i++) {
        size_t line = str_width(node->lines[i].text);
        if (line > width) width = line;
    }
    return width + CARD_MARGIN;
}

static size_t to_of(const struct rows *rows, size_t i) {
    return rows->builder->edges.items[rows->graph->edges[i]].to;
}

/* A stage without a source stands where its consumers want it. */
static void measure(struct rows *rows) {
    const struct stage_graph *graph = rows->graph;
    size_t total = 0;
    for (size_t o = graph->order_count; o-- > 0;) {
        size_t node = graph->order[o];
        if (graph->incoming[node]) rows->width[node] = card_width(&rows->builder->nodes.items[node]);
        total += rows->width[node];
        for (size_t i = graph->start[node]; i < graph->start[node + 1]; i++) {
            size_t height = rows->height[to_of(rows, i)] + 1;
            if (rows->height[node] < height) rows->height[node] = height;
        }
    }
    rows->limit = ROW_WIDTH;
    while (rows->limit * rows->limit < SQUARE * total) rows->limit++;
    if (rows->builder->row_percent) rows->limit = rows->limit * rows->builder->row_percent / 100;
}

static bool too_wide(const struct rows *rows) {
    const struct stage_graph *graph = rows->graph;
    size_t *used = arena_array(rows->builder->temp, size_t, rows->builder->nodes.count + 1);
    size_t percent = rows->builder->row_percent, widest = percent ? WIDE_ROW * percent / 100 : WIDE_ROW;
    size_t most = rows->limit > widest ? rows->limit : widest;
    for (size_t o = 0; o < graph->order_count; o++) {
        size_t node = graph->order[o], rank = rows->builder->nodes.items[node].rank;
        used[rank] += rows->width[node];
        if (used[rank] > most) return true;
    }
    return false;
}

static struct column *column_of(const struct rows *rows, size_t node) {
    size_t cluster = rows->builder->nodes.items[node].cluster;
    return cluster < rows->column_count ? &rows->columns[cluster] : NULL;
}

/* What a row is wider with this stage in it. */
static size_t more_width(const struct rows *rows, size_t node) {
    const struct column *column = column_of(rows, node);
    size_t width = rows->width[node];
    if (!column) return width;
    if (!column->open) return column->width;
    size_t used = column->used + width;
    return used > column->width ? used - column->width : 0;
}

static void measure_columns(struct rows *rows) {
    rows->column_count = rows->builder->row_percent ? rows->builder->clusters.count : 0;
    rows->columns = arena_array(rows->builder->temp, struct column, rows->column_count);
    for (size_t o = 0; o < rows->graph->order_count; o++) {
        size_t node = rows->graph->order[o];
        struct column *column = column_of(rows, node);
        if (!column) continue;
        column->left++;
        if (column->width < rows->width[node]) column->width = rows->width[node];
    }
}

static bool is_begun(const struct rows *rows, size_t node) {
    const struct column *column = column_of(rows, node);
    return column && column->open;
}

/* -> the width that groups take which go on from the row above */
static size_t start_row(struct rows *rows) {
    size_t used = 0;
    for (size_t c = 0; c < rows->column_count; c++) {
        struct column *column = &rows->columns[c];
        column->used = 0;
        if (!column->left) column->open = false;
        if (column->open) used += column->width;
    }
    return used;
}

static void enter_column(struct rows *rows, size_t node) {
    struct column *column = column_of(rows, node);
    if (!column) return;
    column->open = true;
    column->left--;
    column->used += rows->width[node];
    if (column->used > column->width) column->width = column->used;
}

static int compare(const void *a, const void *b) {
    const struct waiting *first = a, *second = b;
    if (first->begun != second->begun) return first->begun ? -1 : 1;
    if (first->cost != second->cost) return first->cost > second->cost ? -1 : 1;
    if (first->height != second->height) return first->height > second->height ? -1 : 1;
    return first->node < second->node ? -1 : 1;
}

/* Edges in less edges out. */
static long cost_of(const struct stage_graph *graph, size_t node) {
    return (long)graph->incoming[node] - (long)(graph->start[node + 1] - graph->start[node]);
}

static void wait_for_row(struct rows *rows, size_t node) {
    LIST_ADD(rows->builder->temp, &rows->waiting) =
        (struct waiting){false, cost_of(rows->graph, node), rows->height[node], node};
}

/* Those that fit; the others still wait. */
static void fill_row(struct rows *rows, size_t row) {
    size_t count = rows->waiting.count, used = start_row(rows), left = 0;
    struct waiting *waiting = rows->waiting.items;
    size_t *placed = arena_array(rows->builder->temp, size_t, count), placed_count = 0;
    for (size_t w = 0; w < count; w++) waiting[w].begun = is_begun(rows, waiting[w].node);
    qsort(waiting, count, sizeof *waiting, compare);
    for (size_t w = 0; w < count; w++) {
        size_t node = waiting[w].node;
        size_t more = more_width(rows, node);
        if (more && placed_count && used + more > rows->limit) {
            waiting[left++] = waiting[w];
            continue;
        }
        used += more;
        enter_column(rows, node);
        rows->row[node] = row;
        placed[placed_count++] = node;
    }
    rows->waiting.count = left;
    for (size_t p = 0; p < placed_count; p++)
        for (size_t i = rows->graph->start[placed[p]]; i < rows->graph->start[placed[p] + 1]; i++)
            if (--rows->open[to_of(rows, i)] == 0) wait_for_row(rows, to_of(rows, i));
}

/* In a fitted picture all keep their rows, so that groups are as short as planned. */
static size_t weight_of(const struct rows *rows, size_t node) {
    size_t outs = rows->graph->start[node + 1] - rows->graph->start[node];
    if (rows->builder->row_percent) return outs + HELD;
    return cost_of(rows->graph, node) < 0 ? 2 : 0;
}

/* A stage is brought to its row by the edge from the lowest of its sources, and held there if its consumers are more. */
static void lengthen(struct rows *rows) {
    struct view_builder *builder = rows->builder;
    size_t count = builder->nodes.count;
    struct view_edge **lowest = arena_array(builder->temp, struct view_edge *, count);
    for (size_t n = 0; n < count; n++)
        for (size_t i = rows->graph->start[n]; i < rows->graph->start[n + 1]; i++) {
            struct view_edge *edge = &builder->edges.items[rows->graph->edges[i]];
            if (!lowest[edge->to] || rows->row[lowest[edge->to]->from] < rows->row[n]) lowest[edge->to] = edge;
        }
    for (size_t n = 0; n < count; n++) {
        struct view_edge *edge = lowest[n];
        if (!edge) continue;
        if (rows->row[n] > rows->row[edge->from]) edge->ranks = rows->row[n] - rows->row[edge->from];
        edge->weight = weight_of(rows, n);
    }
}

bool view_spread(struct view_builder *builder, const struct stage_graph *graph) {
    size_t count = builder->nodes.count;
    struct rows rows = {.builder = builder, .graph = graph};
    if (count > MOST_NODES) return false;
    rows.width = arena_array(builder->temp, size_t, count);
    rows.height = arena_array(builder->temp, size_t, count);
    rows.row = arena_array(builder->temp, size_t, count);
    rows.open = arena_array(builder->temp, size_t, count);
    measure(&rows);
    if (!too_wide(&rows)) return false;
    measure_columns(&rows);
    memcpy(rows.open, graph->incoming, count * sizeof *rows.open);
    for (size_t o = 0; o < graph->order_count; o++)
        if (!graph->incoming[graph->order[o]]) wait_for_row(&rows, graph->order[o]);
    for (size_t row = 0; rows.waiting.count; row++) fill_row(&rows, row);
    lengthen(&rows);
    return builder->view->is_spread = true;
}
