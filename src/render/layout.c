/* From a view by way of DOT text and the Graphviz module to the bytes of a picture. */
#include "render/layout.h"

#include "base/module.h"
#include "render/dot.h"

static sg_status failed(const struct drawing *drawing, enum diag_id id, struct buf *message, sg_status status) {
    if (message->failed) return SG_NO_MEMORY;
    sg_str text = arena_copy(drawing->scratch, buf_str(message));
    diag_add_any(drawing->report, id, 0, NOWHERE, STR_ARG(text));
    return status;
}

static sg_status draw(const struct drawing *drawing, const char *type, double scale, struct buf *out,
                      struct buf *message) {
    const struct graphviz_module *graphviz = module_open(MODULE_GRAPHVIZ, message);
    if (!graphviz) return SG_NO_MODULE;
    struct buf dot = {0};
    sg_status status = render_dot(drawing, &dot);
    buf_char(&dot, '\0');
    if (dot.failed) status = SG_NO_MEMORY;
    if (status == SG_OK && !graphviz->render(dot.ptr, type, scale, out, message)) status = SG_RENDER_FAILED;
    buf_free(&dot);
    return out->failed ? SG_NO_MEMORY : status;
}

sg_status lay_out(const struct drawing *drawing, const char *type, double scale, struct buf *out) {
    size_t count = drawing->view->node_count;
    if (count > NODES_TOO_MANY) {
        diag_add(drawing->report, DIAG_LAYOUT_TOO_LARGE, 0, NOWHERE, count);
        return SG_RENDER_FAILED;
    }
    struct buf message = {0};
    sg_status status = draw(drawing, type, scale, out, &message);
    if (status == SG_NO_MODULE) status = failed(drawing, DIAG_MODULE_MISSING, &message, status);
    if (status == SG_RENDER_FAILED) status = failed(drawing, DIAG_LAYOUT_FAILED, &message, status);
    buf_free(&message);
    if (status == SG_OK && count > NODES_SIMPLIFIED)
        diag_add(drawing->report, DIAG_LAYOUT_SIMPLIFIED, 0, NOWHERE, count);
    return status;
}
