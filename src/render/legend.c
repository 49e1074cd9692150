/* From a view's legend to a table of samples and texts.
 *
 * Like cards it consists of tables of one row or one column: a row of columns, by turns of samples and of texts, whose
 * cells have one height. */
#include "render/dot.h"

enum { SAMPLE_WIDTH = 26, BOX_WIDTH = 22, BOX_HEIGHT = 12, ROW_HEIGHT = 20, SPACE = 8 };

static void sample_open(const struct pen *pen, int width, int height, struct frame frame) {
    buf_printf(pen->out,
               "<TABLE CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\" FIXEDSIZE=\"TRUE\" WIDTH=\"%d\" "
               "HEIGHT=\"%d\" BORDER=\"%d\" STYLE=\"%s\" COLOR=\"%s\"",
               width, height, frame.border, frame.style, pen->colors[frame.line]);
}

/* The upper side of an empty table. */
static void line_put(const struct pen *pen, const char *style, int border, enum color color) {
    sample_open(pen, SAMPLE_WIDTH, 4, (struct frame){border, style, color, COLOR_CARD});
    buf_text(pen->out, " SIDES=\"T\"><TR><TD></TD></TR></TABLE>");
}

static void box_put(const struct pen *pen, struct frame frame) {
    sample_open(pen, BOX_WIDTH, BOX_HEIGHT, frame);
    buf_printf(pen->out, " BGCOLOR=\"%s\"><TR><TD></TD></TR></TABLE>", pen->colors[frame.ground]);
}

static void sample_put(const struct pen *pen, enum legend_sample sample) {
    switch (sample) {
    case LEGEND_FROM: line_put(pen, "SOLID", 1, COLOR_MUTED); break;
    case LEGEND_COPY: line_put(pen, "DASHED", 1, COLOR_COPY); break;
    case LEGEND_MOUNT: line_put(pen, "DOTTED", 2, COLOR_MOUNT); break;
    case LEGEND_ADD: line_put(pen, "DASHED", 1, COLOR_LARGE); break;
    case LEGEND_IMAGE: box_put(pen, (struct frame){1, "ROUNDED,DASHED", COLOR_OUTSIDE, COLOR_CARD}); break;
    case LEGEND_TARGET: box_put(pen, card_frame(MARK_TARGET)); break;
    case LEGEND_FINAL: box_put(pen, card_frame(MARK_FINAL)); break;
    case LEGEND_FOCUS: box_put(pen, card_frame(MARK_FOCUS)); break;
    case LEGEND_GUESSED: buf_text(pen->out, "<I>abc</I>"); break;
    case LEGEND_SIZES: buf_printf(pen->out, "<FONT COLOR=\"%s\">MB</FONT>", pen->colors[COLOR_SIZE]); break;
    }
}

static void cell_open(struct buf *out, const char *align) {
    buf_printf(out, "<TR><TD ALIGN=\"%s\" HEIGHT=\"%d\">", align, ROW_HEIGHT);
}

static void column_open(struct buf *out) {
    buf_text(out, "<TD><TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\">");
}

/* Entries column, column + columns, …; a missing last one leaves its cells empty. */
static void column_put(const struct pen *pen, const struct view *view, size_t column, size_t columns, size_t rows) {
    column_open(pen->out);
    for (size_t i = column; i < rows * columns; i += columns) {
        cell_open(pen->out, "CENTER");
        if (i < view->legend_count) sample_put(pen, view->legend[i].sample);
        buf_text(pen->out, "</TD></TR>");
    }
    buf_text(pen->out, "</TABLE></TD>\n   ");
    column_open(pen->out);
    for (size_t i = column; i < rows * columns; i += columns) {
        cell_open(pen->out, "LEFT");
        if (i < view->legend_count) dot_html(pen->out, view->legend[i].text);
        buf_text(pen->out, "</TD></TR>");
    }
    buf_printf(pen->out, "</TABLE></TD><TD WIDTH=\"%d\"></TD>\n   ", SPACE);
}

void legend_put(const struct pen *pen, const struct view *view) {
    /* A legend should not be wider than the graph above it. */
    size_t most = view->node_count > 6 ? 6 : 3;
    size_t rows = (view->legend_count + most - 1) / most;
    size_t columns = rows ? (view->legend_count + rows - 1) / rows : 0;
    buf_text(pen->out, "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"3\"><TR>");
    for (size_t i = 0; i < columns; i++) column_put(pen, view, i, columns, rows);
    buf_text(pen->out, "</TR></TABLE>");
}
