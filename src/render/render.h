/* One format = one file and one row of formats.def. */
#ifndef RENDER_RENDER_H
#define RENDER_RENDER_H

#include "base/buf.h"
#include "view/view.h"

/* What a renderer reads. A renderer is a pure function of this; only the formats with a module do more. */
struct drawing {
    const sg_doc *doc;
    const struct view *view; /* NULL for formats that draw the document or its instructions */
    const sg_options *options;
    struct diags *report;  /* what the drawing has to say */
    struct arena *scratch; /* dies with the call */
};

enum draws { DRAWS_VIEW, DRAWS_LAYOUT /* the view, placed by Graphviz */, DRAWS_DOCUMENT, DRAWS_INSTRUCTIONS };

typedef sg_status render_function(const struct drawing *drawing, struct buf *out);

struct format {
    sg_format public;
    enum draws draws;
    render_function *render;
};

/* By name or extension ("markdown", "md"), in any case; NULL if there is none. */
const struct format *format_named(sg_str name);
/* By file extension without the dot; NULL if none has it. */
const struct format *format_for_extension(sg_str extension);

#define FORMAT(name, extension, help, draws, binary, hidden, function) render_function function;
#include "render/formats.def"
#undef FORMAT

#endif
