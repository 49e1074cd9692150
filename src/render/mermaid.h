/* What the parts of the Mermaid renderer share. */
#ifndef RENDER_MERMAID_H
#define RENDER_MERMAID_H

#include "render/render.h"

/* A quoted label that reads back as these lines in every version of Mermaid. */
void mermaid_label(const sg_str *lines, size_t count, struct buf *out);

/* A text for accTitle or accDescr. */
void mermaid_accessible(sg_str text, struct buf *out);

/* The flowchart alone. */
void mermaid_chart(const struct drawing *drawing, struct buf *out);

/* A warning if hosts would refuse the chart in out, with what helps. */
void mermaid_warn_of_limits(const struct drawing *drawing, struct buf *out);

#endif
