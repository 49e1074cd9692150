/* HTML, for its tests. */
#ifndef RENDER_HTML_H
#define RENDER_HTML_H

#include "render/render.h"

/* Text as content or as the value of an attribute. Line breaks stay; what no reader can see is a space, or U+FFFD. */
void html_put(sg_str text, struct buf *out);

#endif
