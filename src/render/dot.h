/* The parts of DOT text: what svg, html, png and pdf lay out is exactly what the format dot writes. */
#ifndef RENDER_DOT_H
#define RENDER_DOT_H

#include "base/buf.h"
#include "render/palette.h"
#include "render/trunk.h"
#include "view/view.h"

/* Above these counts of nodes the layout takes short cuts; above the last one it is not tried. */
enum { NODES_SIMPLIFIED = 300, NODES_ROUGH = 1500, NODES_TOO_MANY = 5000 };

/* Points of a purpose. */
enum { BODY_SIZE = 10 };

/* The two escapes that all text from outside goes through. Both take any bytes: invalid ones become U+FFFD, control
 * characters blanks, and what turns the direction of writing is left out. */

/* Text inside an HTML-like label: entities for & < > ", <BR/> for a newline, \\ for a backslash (escString sequences
 * such as \N are replaced there too: https://graphviz.org/docs/attr-types/escString/). Never empty. */
void dot_html(struct buf *out, sg_str text);
/* A quoted string with its quotes, safe in any attribute and as an identifier. */
void dot_quoted(struct buf *out, sg_str text);

/* The frame of a card; style is that of an HTML-like table. */
struct frame {
    int border;
    const char *style;
    enum color line, ground;
};

/* The frame of a stage with these marks. */
struct frame card_frame(unsigned marks);
/* What stands before its title; empty without. */
const char *card_sign(unsigned marks);

/* Where DOT text goes, and the colours of its theme. */
struct pen {
    struct buf *out;
    const char *const *colors;
    const char *const *aside; /* of what stands aside */
};

static inline struct pen pen_of(const struct pen *pen, unsigned marks) {
    return (struct pen){pen->out, marks & MARK_ASIDE ? pen->aside : pen->colors, pen->aside};
}

/* How a graph is laid out, beyond what its view says. */
struct dot_plan {
    bool snug;      /* groups close around their stages */
    bool rows_only; /* nothing but the rows is wanted: it is much faster */
    bool one_grid;  /* rows go on across groups, so that a group too can stand in several rows: it costs room */
    /* Edges that share a line, and by node the row that it stands in; NULL: none do. */
    const struct trunks *trunks;
    const size_t *rows;
};

/* Of the format dot: the same everywhere, without trunks. */
struct dot_plan dot_plan_of(const struct view *view);
/* A view as DOT text. */
void dot_put(const struct view *view, struct dot_plan plan, struct buf *out);

/* A node's card and the legend: HTML-like labels without the outer < and >
 * (https://graphviz.org/doc/info/shapes.html#html). */
/* A table; of a legend narrower. */
void bar_put(const struct pen *pen, struct view_bar bar, int width);
void card_put(const struct pen *pen, const struct view_node *node);
void legend_put(const struct pen *pen, const struct view *view);

#endif
