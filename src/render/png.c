/* From a view to a PNG picture. */
#include "render/layout.h"

sg_status render_png(const struct drawing *drawing, struct buf *out) {
    return lay_out(drawing, "png", (double)option_number(drawing->options, OPT_scale), out);
}
