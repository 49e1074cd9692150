/* From a view's legend to a table of samples and texts.
 *
 * Like cards it consists of tables of one row or one column: a row of columns, by turns of samples and of texts, whose
 * cells have one height. */
#include "render/dot.h"

#define FULL_HEAD "\xE2\x96\xBA"
#define OPEN_HEAD "\xE2\x96\xB7"
#define DOT_HEAD "\xE2\x97\x8F"

enum { SAMPLE_WIDTH = 26, LINE_WIDTH = 21, BOX_WIDTH = 22, BOX_HEIGHT = 12, ROW_HEIGHT = 20, SPACE = 8 };

static void sample_open(const struct pen *pen, int width, int height, struct frame frame) {
    buf_printf(pen->out,
               "<TABLE CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\" FIXEDSIZE=\"TRUE\" WIDTH=\"%d\" "
               "HEIGHT=\"%d\" BORDER=\"%d\" STYLE=\"%s\" COLOR=\"%s\"",
               width, height, frame.border, frame.style, pen->colors[frame.line]);
}

/* The lower side of an empty table, and the head as a letter. */
static void line_put(const struct pen *pen, const char *style, int border, enum color color, const char *head) {
    buf_text(pen->out, "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\"><TR><TD>");
    sample_open(pen, LINE_WIDTH, 4, (struct frame){border, style, color, COLOR_CARD});
    buf_printf(
        pen->out,
        " SIDES=\"B\"><TR><TD></TD></TR></TABLE></TD><TD><FONT POINT-SIZE=\"10\" COLOR=\"%s\">%s</FONT></TD></TR>"
        "</TABLE>",
        pen->colors[color], head);
}

static void box_put(const struct pen *pen, struct frame frame, const char *sign) {
    sample_open(pen, BOX_WIDTH, BOX_HEIGHT, frame);
    buf_printf(pen->out, " BGCOLOR=\"%s\"><TR><TD FIXEDSIZE=\"TRUE\" WIDTH=\"%d\" HEIGHT=\"%d\">",
               pen->colors[frame.ground], BOX_WIDTH - 2 * frame.border, BOX_HEIGHT - 2 * frame.border);
    if (*sign) buf_printf(pen->out, "<FONT POINT-SIZE=\"7\" COLOR=\"%s\">%s</FONT>", pen->colors[COLOR_TEXT], sign);
    buf_text(pen->out, "</TD></TR></TABLE>");
}

static void card_sample_put(const struct pen *pen, unsigned marks) {
    box_put(pen, card_frame(marks), card_sign(marks));
}

static void sample_put(const struct pen *pen, enum legend_sample sample) {
    switch (sample) {
    case LEGEND_FROM: line_put(pen, "SOLID", 1, COLOR_MUTED, FULL_HEAD); break;
    case LEGEND_COPY: line_put(pen, "DASHED", 1, COLOR_COPY, FULL_HEAD); break;
    case LEGEND_MOUNT: line_put(pen, "DOTTED", 2, COLOR_MOUNT, DOT_HEAD); break;
    case LEGEND_ADD: line_put(pen, "DASHED", 1, COLOR_LARGE, OPEN_HEAD); break;
    case LEGEND_IMAGE: box_put(pen, (struct frame){1, "ROUNDED,DASHED", COLOR_OUTSIDE, COLOR_CARD}, ""); break;
    case LEGEND_TARGET: card_sample_put(pen, MARK_TARGET); break;
    case LEGEND_FINAL: card_sample_put(pen, MARK_FINAL); break;
    case LEGEND_FOCUS: card_sample_put(pen, MARK_FOCUS); break;
    case LEGEND_SHIPS: card_sample_put(pen, MARK_SHIPS); break;
    case LEGEND_ASIDE: {
        const struct pen shaded = pen_of(pen, MARK_ASIDE);
        card_sample_put(&shaded, MARK_ASIDE);
        break;
    }
    case LEGEND_GUESSED: buf_text(pen->out, "<I>abc</I>"); break;
    case LEGEND_BARS: bar_put(pen, (struct view_bar){500, 300}, SAMPLE_WIDTH); break;
    case LEGEND_SIZES: break; /* has a row of its own */
    }
}

static void cell_open(struct buf *out, const char *align) {
    buf_printf(out, "<TR><TD ALIGN=\"%s\" HEIGHT=\"%d\">", align, ROW_HEIGHT);
}

static void column_open(struct buf *out) {
    buf_text(out, "<TD><TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\">");
}

/* Entries column, column + columns, …; a missing last one leaves its cells empty. */
struct grid {
    const struct view_legend *entries;
    size_t count, rows, columns;
};

static void column_put(const struct pen *pen, const struct grid *grid, size_t column) {
    column_open(pen->out);
    for (size_t i = column; i < grid->rows * grid->columns; i += grid->columns) {
        cell_open(pen->out, "CENTER");
        if (i < grid->count) sample_put(pen, grid->entries[i].sample);
        buf_text(pen->out, "</TD></TR>");
    }
    buf_text(pen->out, "</TABLE></TD>\n   ");
    column_open(pen->out);
    for (size_t i = column; i < grid->rows * grid->columns; i += grid->columns) {
        cell_open(pen->out, "LEFT");
        if (i < grid->count) dot_html(pen->out, grid->entries[i].text);
        buf_text(pen->out, "</TD></TR>");
    }
    buf_printf(pen->out, "</TABLE></TD><TD WIDTH=\"%d\"></TD>\n   ", SPACE);
}

static void grid_put(const struct pen *pen, const struct grid *grid) {
    buf_text(pen->out, "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"3\"><TR>");
    for (size_t i = 0; i < grid->columns; i++) column_put(pen, grid, i);
    buf_text(pen->out, "</TR></TABLE>");
}

/* What the numbers are is a sentence, longer than any entry: below them all. */
static void note_put(const struct pen *pen, const struct view_legend *note) {
    buf_printf(pen->out, "<FONT COLOR=\"%s\">MB</FONT>\xC2\xA0\xC2\xA0", pen->colors[COLOR_SIZE]);
    dot_html(pen->out, note->text);
}

void legend_put(const struct pen *pen, const struct view *view) {
    const struct view_legend *last = &view->legend[view->legend_count - 1];
    bool noted = last->sample == LEGEND_SIZES;
    struct grid grid = {.entries = view->legend, .count = view->legend_count - noted};
    /* A legend should not be wider than the graph above it. */
    size_t most = view->node_count > 6 ? 6 : 3;
    grid.rows = (grid.count + most - 1) / most;
    grid.columns = grid.rows ? (grid.count + grid.rows - 1) / grid.rows : 0;
    if (noted) buf_text(pen->out, "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"3\">");
    if (noted && grid.count) buf_text(pen->out, "<TR><TD ALIGN=\"LEFT\" CELLPADDING=\"0\">");
    if (grid.count) grid_put(pen, &grid);
    if (noted && grid.count) buf_text(pen->out, "</TD></TR>\n   ");
    if (!noted) return;
    buf_text(pen->out, "<TR><TD ALIGN=\"LEFT\">");
    note_put(pen, last);
    buf_text(pen->out, "</TD></TR></TABLE>");
}
