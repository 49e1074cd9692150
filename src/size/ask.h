/* Asks the sources of sizes that the options name, and puts their answers together. */
#ifndef SIZE_ASK_H
#define SIZE_ASK_H

#include "graph/graph.h"
#include "size/source.h"

/* Whether the options name a source at all. */
bool sizes_wanted(const sg_options *options);
/* Asks them through the module; what cannot be told becomes a diagnostic. SG_SOURCE_FAILED: a source did not answer. */
sg_status sizes_ask(sg_doc *doc, const struct size_module *module, sg_progress *progress, void *user);

#endif
