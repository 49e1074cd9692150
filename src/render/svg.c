/* From a view to an SVG picture for light and dark pages. */
#include "render/layout.h"

sg_status render_svg(const struct drawing *drawing, struct buf *out) {
    struct buf raw = {0};
    sg_status status = lay_out(drawing, "svg", 1, &raw);
    if (status == SG_OK) svg_finish(drawing->view, SVG_ALONE, buf_str(&raw), out);
    buf_free(&raw);
    return status == SG_OK && out->failed ? SG_NO_MEMORY : status;
}
