/* GitHub's Markdown, for its tests. */
#ifndef RENDER_MARKDOWN_H
#define RENDER_MARKDOWN_H

#include "render/render.h"

/* Text as the content of a table's cell, read back as just these characters on one line. */
void markdown_cell(sg_str text, struct buf *out);
/* A name as code, if it has only what names usually have; else as markdown_cell(). */
void markdown_name(sg_str name, struct buf *out);
/* How many backticks fence a block of this text: one more than it has in a row, and at least three. */
size_t markdown_fence(sg_str text);
/* Whether a document is one that stagegraph wrote, so that a new one may take its place: it begins with our comment, or, from
 * before there was one (0.1.0), is nothing but our fence and table, or our chart. */
bool markdown_is_ours(sg_str document);

#endif
