/* The two markers of a block, and the words in the first. */
#ifndef INJECT_MARKER_H
#define INJECT_MARKER_H

#include "inject/inject.h"

enum marker_kind { MARKER_NONE, MARKER_BEGINS, MARKER_ENDS };

struct marker {
    enum marker_kind kind;
    enum marker_form form;
    sg_str words;      /* a slice of the line */
    const char *wrong; /* what is wrong with the line; NULL if it is fine */
};

/* What a line is, from its first character that is no blank. */
struct marker marker_read(sg_str line);
/* What ends a block that began in this form. */
const char *marker_end(enum marker_form form);
/* Reads the words of a block's marker into its options; false if something is wrong. They are a slice of the text of source. */
bool marker_options(struct arena *arena, sg_str words, struct diags *diags, size_t source, struct block *block);

#endif
