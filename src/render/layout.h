/* A view as a picture that Graphviz lays out: what svg, html, png and pdf have in common. */
#ifndef RENDER_LAYOUT_H
#define RENDER_LAYOUT_H

#include "render/render.h"

/* type is Graphviz's name of what to write. Trouble goes to the report. */
sg_status lay_out(const struct drawing *drawing, const char *type, double scale, struct buf *out);

/* In a page of ours the picture has no style and no panel of its own: the page's style has its colours. */
enum svg_place { SVG_ALONE, SVG_IN_PAGE };

/* Graphviz's SVG made ours: see svg_finish.c. */
void svg_finish(const struct view *view, enum svg_place place, sg_str raw, struct buf *out);

#endif
