/* From a node to its card: a table with the name at the left, the size in a pill at the right, and the rest below.
 *
 *     ┌──────────────────────────────┐
 *     │ Base                (74.8 MB)│
 *     │ Contains system runtime      │
 *     │ libraries …                  │
 *     └──────────────────────────────┘
 *
 * Every table has one row or one column. Graphviz 2.42 lays out only those by adding widths; for others it solves a
 * graph per table and loses its memory. */
#include "base/font.h"
#include "render/dot.h"

#include <math.h>

enum {
    MARGIN = 6,
    PADDING = 2,
    GAP = 6,
    PILL_HEIGHT = 15,
    PILL_MARGIN = 11,
    BAR_WIDTH = 96,
    BAR_HEIGHT = 3,
    WIDEST = 30000
};
enum { NAME_SIZE = 12, SIGN_SIZE = 10, CODE_SIZE = 9, PILL_SIZE = 9 };

static enum color ground_of(unsigned marks) {
    if (marks & MARK_ADDED) return COLOR_ADDED;
    if (marks & MARK_REMOVED) return COLOR_REMOVED;
    if (marks & MARK_CHANGED) return COLOR_CHANGED;
    return marks & MARK_FOCUS ? COLOR_FOCUS_GROUND : COLOR_CARD;
}

struct frame card_frame(unsigned marks) {
    struct frame frame = {1, "ROUNDED", COLOR_BORDER, ground_of(marks)};
    if (marks & MARK_FINAL) frame = (struct frame){2, "ROUNDED", COLOR_FINAL, frame.ground};
    if (marks & MARK_SHIPS) frame = (struct frame){2, "ROUNDED", COLOR_TARGET, frame.ground};
    if (marks & MARK_FOCUS) frame = (struct frame){2, "ROUNDED", COLOR_COPY, frame.ground};
    if (marks & MARK_TARGET) frame = (struct frame){2, "ROUNDED", COLOR_TARGET, frame.ground};
    if (marks & (MARK_REPLACED | MARK_REMOVED)) frame.style = "ROUNDED,DASHED";
    return frame;
}

/* A table without lines. */
static void grid_open(struct buf *out, int padding) {
    buf_printf(out, "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"%d\">", padding);
}

/* Two tables: the outer one has the frame and its margin, so that rows of the inner one can stand close together. */
static void frame_open(const struct pen *pen, struct frame frame) {
    buf_printf(pen->out,
               "<TABLE BORDER=\"%d\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"%d\" STYLE=\"%s\" "
               "BGCOLOR=\"%s\" COLOR=\"%s\"><TR><TD>",
               frame.border, MARGIN, frame.style, pen->colors[frame.ground], pen->colors[frame.line]);
    grid_open(pen->out, PADDING);
}

static void frame_close(struct buf *out) {
    buf_text(out, "</TABLE></TD></TR></TABLE>");
}

static void font_open(const struct pen *pen, const char *family, int size, enum color color) {
    buf_text(pen->out, "<FONT");
    if (family) buf_printf(pen->out, " FACE=\"%s\"", family);
    buf_printf(pen->out, " POINT-SIZE=\"%d\" COLOR=\"%s\">", size, pen->colors[color]);
}

/* ---- the body: consecutive lines of one role make a cell ---- */

struct type {
    const char *family;
    int size;
    enum color color;
};

static const struct type prose = {NULL, BODY_SIZE, COLOR_MUTED}, code = {"Courier", CODE_SIZE, COLOR_MUTED},
                         reference = {"Courier", BODY_SIZE, COLOR_MUTED};

static struct type type_of(const struct view_line *line) {
    return line->role == LINE_PURPOSE || line->role == LINE_STAGES || line->role == LINE_NOTE ? prose : code;
}

static bool in_body(const struct view_line *line) {
    return line->role != LINE_TITLE && line->role != LINE_SIZE;
}

static void lines_put(const struct pen *pen, const struct view_line *lines, size_t count, struct type type) {
    font_open(pen, type.family, type.size, type.color);
    for (size_t i = 0; i < count; i++) {
        if (i) buf_text(pen->out, "<BR/>");
        dot_html(pen->out, lines[i].text);
    }
    buf_text(pen->out, "</FONT>");
}

/* What was guessed is italic. Graphviz leaves out the leading between lines of italics, so each is a row. */
static void guess_put(const struct pen *pen, const struct view_line *lines, size_t count, struct type type) {
    grid_open(pen->out, 0);
    for (size_t i = 0; i < count; i++) {
        buf_text(pen->out, "<TR><TD ALIGN=\"LEFT\">");
        font_open(pen, type.family, type.size, type.color);
        buf_text(pen->out, "<I>");
        dot_html(pen->out, lines[i].text);
        buf_text(pen->out, "</I></FONT></TD></TR>");
    }
    buf_text(pen->out, "</TABLE>");
}

/* Lines from `at` on that share a role. */
static size_t run_length(const struct view_node *node, size_t at) {
    size_t end = at + 1;
    while (end < node->line_count && node->lines[end].role == node->lines[at].role) end++;
    return end - at;
}

static void body_put(const struct pen *pen, const struct view_node *node) {
    for (size_t at = 0, count; at < node->line_count; at += count) {
        const struct view_line *lines = &node->lines[at];
        count = run_length(node, at);
        if (!in_body(lines)) continue;
        bool guessed = lines->role == LINE_PURPOSE && (node->marks & MARK_GUESSED);
        buf_text(pen->out, "\n   <TR><TD ALIGN=\"LEFT\" BALIGN=\"LEFT\">");
        (guessed ? guess_put : lines_put)(pen, lines, count, type_of(lines));
        buf_text(pen->out, "</TD></TR>");
    }
}

/* ---- the head: name and pill ---- */

/* Signs that no printer loses, as it may a colour. */
const char *card_sign(unsigned marks) {
    if (marks & MARK_TARGET) return "\xE2\x96\xBA";
    return marks & MARK_FINAL ? "\xE2\x97\x86" : "";
}

/* In letters of its own: the name is a text alone. */
static void sign_put(const struct pen *pen, unsigned marks) {
    if (!*card_sign(marks)) return;
    font_open(pen, NULL, SIGN_SIZE, COLOR_TEXT);
    buf_printf(pen->out, "%s\xC2\xA0</FONT>", card_sign(marks));
}

/* A name of one line, or of several. */
static void name_put(const struct pen *pen, const struct view_node *node) {
    struct buf *out = pen->out;
    buf_printf(out, "<FONT POINT-SIZE=\"%d\"", NAME_SIZE);
    if (node->marks & MARK_ASIDE)
        buf_printf(out, " COLOR=\"%s\"", pen->colors[COLOR_TEXT]); /* else that of all nodes */
    buf_text(out, "><B>");
    bool first = true;
    for (size_t i = 0; i < node->line_count; i++) {
        if (node->lines[i].role != LINE_TITLE) continue;
        if (!first) buf_text(out, "<BR/>");
        dot_html(out, node->lines[i].text);
        first = false;
    }
    buf_text(out, "</B></FONT>");
}

struct tint {
    enum color ground, text;
};

static struct tint tint_of(const struct view_node *node) {
    if (node->marks & MARK_UNKNOWN) return (struct tint){COLOR_GROUP, COLOR_MUTED};
    if (node->marks & MARK_LARGE) return (struct tint){COLOR_LARGE_GROUND, COLOR_LARGE};
    return (struct tint){COLOR_SIZE_GROUND, COLOR_SIZE};
}

/* A tenth more than Helvetica needs: PNG and PDF are drawn with whatever stands for it. */
static int pill_width(sg_str size) {
    return (int)ceil(fmin(1.1 * font_width(FONT_SANS, PILL_SIZE, size), WIDEST)) + PILL_MARGIN;
}

/* A fixed size on table and cell gives the pill its tight, round ends. The table around it brings it to the right
 * end of its cell, however wide that gets: Graphviz 2.42 to 16 place a right-aligned table there but fill too wide
 * an area, so the filled one is inside. */
/* A size that nobody measured is dashed. */
static void pill_put(const struct pen *pen, sg_str size, struct tint tint, bool measured) {
    int width = pill_width(size);
    buf_printf(
        pen->out,
        "<TABLE ALIGN=\"RIGHT\" BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\" "
        "FIXEDSIZE=\"TRUE\" WIDTH=\"%d\" HEIGHT=\"%d\"><TR><TD FIXEDSIZE=\"TRUE\" WIDTH=\"%d\" HEIGHT=\"%d\"></TD>"
        "<TD>",
        GAP + width, PILL_HEIGHT, GAP, PILL_HEIGHT);
    buf_printf(
        pen->out,
        "<TABLE BORDER=\"%d\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\" STYLE=\"ROUNDED%s\" COLOR=\"%s\" "
        "BGCOLOR=\"%s\" FIXEDSIZE=\"TRUE\" WIDTH=\"%d\" HEIGHT=\"%d\"><TR><TD FIXEDSIZE=\"TRUE\" WIDTH=\"%d\" "
        "HEIGHT=\"%d\">",
        measured ? 0 : 1, measured ? "" : ",DASHED", pen->colors[tint.text], pen->colors[tint.ground], width,
        PILL_HEIGHT, width, PILL_HEIGHT);
    font_open(pen, NULL, PILL_SIZE, tint.text);
    dot_html(pen->out, size);
    buf_text(pen->out, "</FONT></TD></TR></TABLE></TD></TR></TABLE>");
}

static void head_put(const struct pen *pen, const struct view_node *node) {
    sg_str size = view_line_of(node, LINE_SIZE);
    buf_text(pen->out, "\n   <TR><TD CELLPADDING=\"0\">");
    grid_open(pen->out, PADDING);
    buf_text(pen->out, "<TR><TD ALIGN=\"LEFT\" BALIGN=\"LEFT\">");
    sign_put(pen, node->marks);
    name_put(pen, node);
    buf_text(pen->out, "</TD>");
    if (size.len) {
        buf_text(pen->out, "\n   <TD>");
        pill_put(pen, size, tint_of(node), !(node->marks & MARK_UNMEASURED));
        buf_text(pen->out, "</TD>");
    }
    buf_text(pen->out, "</TR></TABLE></TD></TR>");
}

/* ---- the bar ---- */

static void piece_put(const struct pen *pen, int width, enum color color) {
    if (width > 0)
        buf_printf(pen->out, "<TD FIXEDSIZE=\"TRUE\" WIDTH=\"%d\" HEIGHT=\"%d\" BGCOLOR=\"%s\"></TD>", width,
                   BAR_HEIGHT, pen->colors[color]);
}

/* A point at least of what is there. Graphviz takes more than fits for an error. */
static int bar_part(unsigned thousandths, int width) {
    int part = (int)((thousandths * (unsigned)width + 500) / 1000);
    return thousandths && !part ? 1 : part;
}

void bar_put(const struct pen *pen, struct view_bar bar, int width) {
    int base = bar_part(bar.base, width), added = bar_part(bar.added, width);
    if (base + added > width) *(base > added ? &base : &added) -= base + added - width; /* both were rounded up */
    buf_printf(pen->out,
               "<TABLE ALIGN=\"LEFT\" BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\" "
               "FIXEDSIZE=\"TRUE\" WIDTH=\"%d\" HEIGHT=\"%d\"><TR>",
               width, BAR_HEIGHT);
    piece_put(pen, base, COLOR_OUTSIDE);
    piece_put(pen, added, COLOR_COPY);
    piece_put(pen, width - base - added, COLOR_BORDER);
    buf_text(pen->out, "</TR></TABLE>");
}

static void bar_row_put(const struct pen *pen, struct view_bar bar) {
    if (!bar.base && !bar.added) return;
    buf_text(pen->out, "\n   <TR><TD ALIGN=\"LEFT\">");
    bar_put(pen, bar, BAR_WIDTH);
    buf_text(pen->out, "</TD></TR>");
}

/* Several stages are a closed panel: they have the ground of one. */
static void stage_put(const struct pen *pen, const struct view_node *node) {
    struct frame frame = card_frame(node->marks);
    if (node->kind == NODE_STAGES && frame.ground == COLOR_CARD) frame.ground = COLOR_GROUP;
    frame_open(pen, frame);
    head_put(pen, node);
    bar_row_put(pen, node->bar);
    body_put(pen, node);
    frame_close(pen->out);
}

/* ---- what comes from outside ---- */

static void outside_put(const struct pen *pen, const struct view_node *node) {
    bool ships = node->marks & MARK_SHIPS;
    enum color line = ships ? COLOR_TARGET : COLOR_OUTSIDE;
    frame_open(pen, (struct frame){ships ? 2 : 1, "ROUNDED,DASHED", line, ground_of(node->marks)});
    buf_text(pen->out, "<TR><TD ALIGN=\"LEFT\" BALIGN=\"LEFT\">");
    lines_put(pen, node->lines, node->line_count, reference);
    buf_text(pen->out, "</TD></TR>");
    frame_close(pen->out);
}

void card_put(const struct pen *pen, const struct view_node *node) {
    if (node_is_outside(node)) {
        outside_put(pen, node);
    } else {
        stage_put(pen, node);
    }
}
