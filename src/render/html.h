/* The parts of the page of -f html. */
#ifndef RENDER_HTML_H
#define RENDER_HTML_H

#include "render/render.h"

/* Text as content or as the value of an attribute. Line breaks stay; what no reader can see is a space, or U+FFFD. */
void html_put(sg_str text, struct buf *out);

/* Every node with a link to its entry, by groups; words: for what dies with the call. */
void html_list_put(const struct view *view, struct arena *words, struct buf *out);
/* What lines and boxes mean; nothing where the picture has a legend of its own. */
void html_legend_put(const struct view *view, struct arena *words, struct buf *out);

#endif
