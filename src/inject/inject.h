/* Diagrams in Markdown. A block is what stands between two markers, each alone on its line:
 *
 *     <!-- stagegraph: Dockerfile --group auto -->
 *     <!-- /stagegraph -->
 *
 * or, with the same words, [//]: # (stagegraph: …), or MDX's braces around a comment of C. What is outside of blocks is kept
 * byte for byte. Everything here takes bytes and gives bytes. */
#ifndef INJECT_INJECT_H
#define INJECT_INJECT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "inject/markdown.h"
#include "options/options.h"

/* A document with more is refused: each is a drawing. */
enum { MOST_BLOCKS = 1000 };

enum marker_form { FORM_HTML, FORM_DEFINITION, FORM_MDX };

struct block {
    enum marker_form form;
    size_t at;            /* where its first marker stands, in bytes */
    size_t start, end;    /* what is between the lines of its markers */
    sg_str prefix;        /* what inserted lines begin with: blanks, and ">" in a quotation */
    sg_str line_end;      /* of inserted lines: that of the first marker's */
    sg_str file;          /* the Dockerfile, as written; ptr == NULL if none is named */
    size_t file_at;       /* where it stands; of none, where the marker does */
    sg_options *options;  /* those of the marker, in the arena */
    const size_t *places; /* by option: where it stands; NOWHERE if it does not */
};

struct blocks {
    LIST(struct block) items;
};

/* Finds the blocks of a document and reads their markers. What is wrong is added to diags, as of the source of that index, whose
 * text is that of the document; false if something is. All lives in the arena, and borrows from text. */
bool blocks_find(struct arena *arena, sg_str text, enum markdown_dialect dialect, struct diags *diags, size_t source,
                 struct blocks *blocks);
/* Whether a text can have blocks at all: a quick look. */
bool blocks_mentioned(sg_str text);
/* The text with contents[i] in its i-th block: whole lines, each ending in "\n", which become those of the block. */
void blocks_fill(sg_str text, const struct blocks *blocks, const sg_str *contents, struct buf *out);

/* Why a path in a marker is none that it may name: "is not relative to the document"; NULL if it may. */
const char *marker_path_refusal(sg_str path);

#endif
