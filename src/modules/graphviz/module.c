/* From DOT text to a laid-out picture: the module's one function and the struct that the program finds it by. */
#include "base/module.h"

#include "modules/graphviz/graphviz.h"

#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Pixels per point become dots per inch (https://graphviz.org/docs/attrs/dpi/). */
static void set_scale(graph_t *graph, double scale) {
    char name[] = "dpi", none[] = "", value[32];
    snprintf(value, sizeof value, "%.0f", 72 * scale);
    agsafeset(graph, name, value, none);
}

/* gvRenderData counts in unsigned int up to Graphviz 11, in size_t later. */
typedef int render_data_32(GVC_t *, graph_t *, const char *, char **, unsigned int *);

static bool write_data(GVC_t *context, graph_t *graph, const char *format, struct buf *out) {
    char *data = NULL;
    unsigned int len32 = 0;
    size_t len64 = 0;
    void *len = _Generic(&gvRenderData, render_data_32 * : (void *)&len32, default : (void *)&len64);
    if (gvRenderData(context, graph, format, &data, len) != 0 || !data) return false;
    buf_put(out, (sg_str){data, len == &len32 ? len32 : len64});
    gvFreeRenderData(data);
    return true;
}

/* dot keeps edges straight, however wide the picture gets. With ratio=compress the width counts for more
 * (https://graphviz.org/docs/attrs/ratio/). */
static void ask_for_narrow(graph_t *graph) {
    char ratio[] = "ratio", compress[] = "compress", size[] = "size", aim[] = "1,1", none[] = "";
    agsafeset(graph, ratio, compress, none);
    agsafeset(graph, size, aim, none);
}

/* The size was the aim of the layout only; the picture is not scaled down to it. */
static void keep_scale(graph_t *graph) {
    GD_drawing(graph)->size = (pointf){0, 0};
}

static bool draw(GVC_t *context, graph_t *graph, const char *format, struct buf *out,
                 struct layout_measures *measures) {
    ask_for_narrow(graph);
    if (gvLayout(context, graph, "dot") != 0) return false;
    keep_scale(graph);
    twigs_untangle(graph);
    size_t hidden = 0, crossed = labels_avoid_edges(graph, &hidden);
    bool good = !measures || measure_layout(graph, measures);
    if (measures) measures->faults += crossed;
    if (measures) measures->hidden = hidden;
    if (format) good = write_data(context, graph, format, out) && good;
    gvFreeLayout(context, graph);
    return good;
}

static bool read_and_draw(const char *dot, const char *format, double scale, struct buf *out,
                          struct layout_measures *measures) {
    bool slim = !format || strcmp(format, "svg") == 0;
    GVC_t *context = context_open(!slim);
    struct graph_reader reader;
    graph_t *graph = context ? graph_read(&reader, dot) : NULL;
    if (graph && format && strcmp(format, "png") == 0) set_scale(graph, scale);
    bool good = graph && draw(context, graph, format, out, measures);
    if (context) graph_close(&reader, graph);
    context_close(context);
    return good;
}

static bool render(const char *dot, const char *format, double scale, struct buf *out, struct layout_measures *measures,
                   struct buf *message) {
    pthread_mutex_lock(&lock);
    errors_begin(message);
    bool drawn = read_and_draw(dot, format, scale, out, measures);
    bool good = errors_end(message) && drawn;
    pthread_mutex_unlock(&lock);
    if (!good && !message->len) buf_printf(message, "Graphviz cannot write %s", format ? format : "a layout");
    return good;
}

#ifdef BUILTIN_MODULES
const struct graphviz_module graphviz_module = {MODULE_VERSION, render};
#else
extern SG_API const struct graphviz_module stagegraph_module;
const struct graphviz_module stagegraph_module = {MODULE_VERSION, render};
#endif
