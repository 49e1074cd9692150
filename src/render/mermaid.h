/* Mermaid's label syntax, for its tests. */
#ifndef RENDER_MERMAID_H
#define RENDER_MERMAID_H

#include "render/render.h"

/* A quoted label that reads back as these lines in every version of Mermaid. */
void mermaid_label(const sg_str *lines, size_t count, struct buf *out);

/* Whether Mermaid would take more than text from position i of a text that cannot be escaped. */
bool mermaid_means_more(sg_str text, size_t i);

#endif
