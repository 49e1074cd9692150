/* From a view's legend to a table of samples and texts.
 *
 * Like cards it consists of tables of one row or one column: a row of columns, by turns of samples and of texts, whose
 * cells have one height. */
#include "render/dot.h"

enum { SAMPLE_WIDTH = 26, BOX_WIDTH = 22, BOX_HEIGHT = 12, ROW_HEIGHT = 20, SPACE = 8 };

static void sample_open(struct buf *out, int width, int height, struct frame frame) {
    buf_printf(out,
               "<TABLE CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\" FIXEDSIZE=\"TRUE\" WIDTH=\"%d\" "
               "HEIGHT=\"%d\" BORDER=\"%d\" STYLE=\"%s\" COLOR=\"%s\"",
               width, height, frame.border, frame.style, light_colors[frame.line]);
}

/* The upper side of an empty table. */
static void line_put(struct buf *out, const char *style, int border, enum color color) {
    sample_open(out, SAMPLE_WIDTH, 4, (struct frame){border, style, color, COLOR_CARD});
    buf_text(out, " SIDES=\"T\"><TR><TD></TD></TR></TABLE>");
}

static void box_put(struct buf *out, struct frame frame) {
    sample_open(out, BOX_WIDTH, BOX_HEIGHT, frame);
    buf_printf(out, " BGCOLOR=\"%s\"><TR><TD></TD></TR></TABLE>", light_colors[frame.ground]);
}

static void sample_put(struct buf *out, enum legend_sample sample) {
    switch (sample) {
    case LEGEND_FROM: line_put(out, "SOLID", 1, COLOR_MUTED); break;
    case LEGEND_COPY: line_put(out, "DASHED", 1, COLOR_COPY); break;
    case LEGEND_MOUNT: line_put(out, "DOTTED", 2, COLOR_MOUNT); break;
    case LEGEND_ADD: line_put(out, "DASHED", 1, COLOR_LARGE); break;
    case LEGEND_IMAGE: box_put(out, (struct frame){1, "ROUNDED,DASHED", COLOR_OUTSIDE, COLOR_CARD}); break;
    case LEGEND_TARGET: box_put(out, card_frame(MARK_TARGET)); break;
    case LEGEND_FINAL: box_put(out, card_frame(MARK_FINAL)); break;
    case LEGEND_GUESSED: buf_text(out, "<I>abc</I>"); break;
    }
}

static void cell_open(struct buf *out, const char *align) {
    buf_printf(out, "<TR><TD ALIGN=\"%s\" HEIGHT=\"%d\">", align, ROW_HEIGHT);
}

static void column_open(struct buf *out) {
    buf_text(out, "<TD><TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\">");
}

/* Entries column, column + columns, …; a missing last one leaves its cells empty. */
static void column_put(struct buf *out, const struct view *view, size_t column, size_t columns, size_t rows) {
    column_open(out);
    for (size_t i = column; i < rows * columns; i += columns) {
        cell_open(out, "CENTER");
        if (i < view->legend_count) sample_put(out, view->legend[i].sample);
        buf_text(out, "</TD></TR>");
    }
    buf_text(out, "</TABLE></TD>\n   ");
    column_open(out);
    for (size_t i = column; i < rows * columns; i += columns) {
        cell_open(out, "LEFT");
        if (i < view->legend_count) dot_html(out, view->legend[i].text);
        buf_text(out, "</TD></TR>");
    }
    buf_printf(out, "</TABLE></TD><TD WIDTH=\"%d\"></TD>\n   ", SPACE);
}

void legend_put(struct buf *out, const struct view *view) {
    /* A legend should not be wider than the graph above it. */
    size_t most = view->node_count > 6 ? 6 : 3;
    size_t rows = (view->legend_count + most - 1) / most;
    size_t columns = rows ? (view->legend_count + rows - 1) / rows : 0;
    buf_text(out, "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"3\"><TR>");
    for (size_t i = 0; i < columns; i++) column_put(out, view, i, columns, rows);
    buf_text(out, "</TR></TABLE>");
}
