/* Mermaid's label syntax, for its tests. */
#ifndef RENDER_MERMAID_H
#define RENDER_MERMAID_H

#include "render/render.h"

/* A quoted label that reads back as these lines in every version of Mermaid. */
void mermaid_label(const sg_str *lines, size_t count, struct buf *out);

/* A text for accTitle or accDescr. */
void mermaid_accessible(sg_str text, struct buf *out);

#endif
