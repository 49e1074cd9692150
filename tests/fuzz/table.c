/* The table of `stagegraph list`: a function of one file of the command line, which is included for it. */
#include "cli/list.c"

#include "fuzz.h"

void list_table(struct arena *arena, const sg_doc *doc, const sg_options *options, struct buf *out) {
    make_table(arena, doc, options, false, out);
}
