/* From a view by way of DOT text and the Graphviz module to the bytes of a picture.
 *
 * The first layout is that of the format dot, and it is the last one where it can be read. Where its text would be too
 * small, others are measured, and the one that reads best is drawn. */
#include "render/layout.h"

#include "base/module.h"
#include "render/dot.h"
#include "render/fit.h"

/* Of more nodes or edges nothing can be read anyway, and each layout takes its time. Where so many lines cross, others
 * are tried although the text is large enough. Of many edges some always share lines: a layout without trunks is not
 * tried. */
enum { MANY_EDGES = 48, MOST_NODES = 120, MOST_EDGES = 256, MANY_CROSSINGS = 5 };

/* A layout, or one to be tried. */
struct layout {
    const struct view *view;
    struct dot_plan plan;
    struct layout_measures measures;
};

struct fitting {
    const struct drawing *drawing;
    const struct graphviz_module *graphviz;
    const char *type;
    double scale;
    struct buf *out, *message;
    struct place place;
    struct layout best;
    bool reads; /* the first layout does, and so must all others */
    bool failed;
};

/* Without `written` it is measured only; measures may be NULL. */
static bool lay(struct fitting *fitting, const struct view *view, struct dot_plan plan,
                struct layout_measures *measures, bool written) {
    struct buf dot = {0};
    if (written) fitting->out->len = 0;
    dot_put(view, plan, &dot);
    buf_char(&dot, '\0');
    fitting->failed = dot.failed || !fitting->graphviz->render(dot.ptr, written ? fitting->type : NULL, fitting->scale,
                                                               fitting->out, measures, fitting->message);
    fitting->out->failed |= dot.failed;
    buf_free(&dot);
    if (measures && !view->tells_taken) measures->faults += measures->hidden; /* names also stand in tooltips */
    return !fitting->failed;
}

/* The same with rows across groups, if that is what sends lines backward. */
static bool lay_downward(struct fitting *fitting, struct layout *layout, bool written) {
    if (!lay(fitting, layout->view, layout->plan, &layout->measures, written)) return false;
    if (!layout->measures.backward || layout->plan.one_grid || !layout->view->cluster_count) return true;
    layout->plan.one_grid = true;
    return lay(fitting, layout->view, layout->plan, &layout->measures, written);
}

static struct layout layout_of(struct arena *arena, const struct view *view, struct dot_plan plan) {
    const char **names = arena_array(arena, const char *, view->node_count);
    size_t *rows = arena_array(arena, size_t, view->node_count);
    for (size_t n = 0; n < view->node_count; n++) names[n] = arena_cstr(arena, view->nodes[n].id);
    struct layout_measures measures = {.names = names, .rows = rows, .name_count = view->node_count};
    return (struct layout){view, plan, measures};
}

/* ---- the layouts that are tried ---- */

static void keep_better(struct fitting *fitting, const struct layout *layout) {
    if (fitting->reads && !fit_reads(fitting->place, &layout->measures)) return;
    if (fit_better(fitting->place, &layout->measures, &fitting->best.measures)) fitting->best = *layout;
}

/* Rows are those of the layout without trunks. */
static bool with_trunks(struct fitting *fitting, const struct layout *plain, struct layout *layout) {
    struct arena *arena = fitting->drawing->scratch;
    struct trunks *trunks = arena_one(arena, struct trunks);
    *trunks = trunks_find(arena, plain->view, plain->measures.rows);
    *layout = layout_of(arena, plain->view, plain->plan);
    layout->plan.trunks = trunks;
    layout->plan.rows = plain->measures.rows;
    return lay_downward(fitting, layout, false);
}

/* Of the first layout: trunks are for lines that cross. */
static void try_trunks(struct fitting *fitting) {
    struct layout plain = fitting->best, layout;
    if (plain.measures.crossings && with_trunks(fitting, &plain, &layout) && layout.plan.trunks->count)
        keep_better(fitting, &layout);
}

static const struct view_shape shapes[] = {{.wrap = 20, .row_percent = 40},
                                           {.wrap = 20, .row_percent = 60},
                                           {.wrap = 30, .row_percent = 60},
                                           {.wrap = 40, .row_percent = 70},
                                           {.wrap = 20, .across = true}};

static void try_shape(struct fitting *fitting, struct view_shape shape) {
    struct arena *arena = fitting->drawing->scratch;
    const struct view *view = view_shaped(arena, fitting->drawing->view, shape);
    struct layout layout = layout_of(arena, view, (struct dot_plan){.snug = true, .one_grid = view->is_spread});
    struct layout bundled;
    layout.plan.rows_only = view->edge_count > MANY_EDGES && !shape.across;
    if (!lay_downward(fitting, &layout, false)) return;
    if (!layout.plan.rows_only) keep_better(fitting, &layout);
    layout.plan.rows_only = false;
    /* Rows twice as fine help even where no edges share a line. */
    if (with_trunks(fitting, &layout, &bundled)) keep_better(fitting, &bundled);
}

static bool is_free(const sg_options *options) {
    return !option_is_set(options, OPT_direction) && !option_is_set(options, OPT_wrap);
}

static void fit(struct fitting *fitting) {
    const struct view *view = fitting->drawing->view;
    struct layout first = layout_of(fitting->drawing->scratch, view, dot_plan_of(view));
    if (!lay_downward(fitting, &first, true)) return;
    fitting->best = first;
    fitting->reads = fit_reads(fitting->place, &first.measures);
    bool free = is_free(fitting->drawing->options);
    if (fitting->reads || !free) try_trunks(fitting);
    if (free && (!fitting->reads || fitting->best.measures.crossings > MANY_CROSSINGS))
        for (size_t i = 0; i < COUNT(shapes); i++) try_shape(fitting, shapes[i]);
    fitting->failed = false; /* of what was only tried */
    fitting->message->len = 0;
    bool moved = fitting->best.view != first.view || fitting->best.plan.trunks;
    if (moved) lay(fitting, fitting->best.view, fitting->best.plan, NULL, true);
}

/* ---- the whole ---- */

static sg_status failed(const struct drawing *drawing, enum diag_id id, struct buf *message, sg_status status) {
    if (message->failed) return SG_NO_MEMORY;
    sg_str text = arena_copy(drawing->scratch, buf_str(message));
    diag_add_any(drawing->report, id, 0, NOWHERE, STR_ARG(text));
    return status;
}

static sg_status draw(struct fitting *fitting) {
    const struct view *view = fitting->drawing->view;
    fitting->graphviz = module_open(MODULE_GRAPHVIZ, fitting->message);
    if (!fitting->graphviz) return SG_NO_MODULE;
    bool small = view->node_count <= MOST_NODES && view->edge_count <= MOST_EDGES;
    if (small && fit_place(fitting->drawing->options, &fitting->place)) fit(fitting);
    else lay(fitting, view, dot_plan_of(view), NULL, true);
    if (fitting->out->failed) return SG_NO_MEMORY;
    return fitting->failed ? SG_RENDER_FAILED : SG_OK;
}

sg_status lay_out(const struct drawing *drawing, const char *type, double scale, struct buf *out) {
    size_t count = drawing->view->node_count;
    if (count > NODES_TOO_MANY) {
        diag_add(drawing->report, DIAG_LAYOUT_TOO_LARGE, 0, NOWHERE, count);
        return SG_RENDER_FAILED;
    }
    struct buf message = {0};
    struct fitting fitting = {.drawing = drawing, .type = type, .scale = scale, .out = out, .message = &message};
    sg_status status = draw(&fitting);
    if (status == SG_NO_MODULE) status = failed(drawing, DIAG_MODULE_MISSING, &message, status);
    if (status == SG_RENDER_FAILED) status = failed(drawing, DIAG_LAYOUT_FAILED, &message, status);
    buf_free(&message);
    if (status == SG_OK && count > NODES_SIMPLIFIED)
        diag_add(drawing->report, DIAG_LAYOUT_SIMPLIFIED, 0, NOWHERE, count);
    return status;
}
