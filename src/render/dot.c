/* From a view to DOT text for Graphviz (https://graphviz.org/doc/info/lang.html): stages as cards, groups as panels,
 * one line style per kind of edge. */
#include "render/dot.h"

#include "render/render.h"

#include <stdio.h>

static const char *const rank_directions[] = {
    [DIRECTION_TB] = "TB", [DIRECTION_LR] = "LR", [DIRECTION_BT] = "BT", [DIRECTION_RL] = "RL"};

/* What a layout gives up to stay fast: https://graphviz.org/docs/attrs/nslimit/, searchsize, mclimit, splines. */
static const char *effort(size_t node_count) {
    if (node_count > NODES_ROUGH) return ",nslimit=0.1,nslimit1=0.1,mclimit=0.1,searchsize=5,splines=line";
    return node_count > NODES_SIMPLIFIED ? ",nslimit=0.5" : "";
}

/* A long edge takes two of nodesep in each row. Ranks count across clusters with newrank, so that a group too can stand
 * in several rows (https://graphviz.org/docs/attrs/newrank/). */
static const char close[] = "0.1,newrank=true";

static void defaults_put(const struct pen *pen, const struct view *view) {
    const char *text = pen->colors[COLOR_TEXT], *muted = pen->colors[COLOR_MUTED];
    bool transparent = view->background == BACKGROUND_TRANSPARENT;
    buf_printf(pen->out,
               " graph [rankdir=%s,nodesep=%s,ranksep=0.4,pad=0.2,bgcolor=\"%s\",fontname=\"Helvetica\","
               "fontsize=10,fontcolor=\"%s\",labelloc=b,labeljust=l,outputorder=edgesfirst%s]\n",
               rank_directions[view->direction], view->is_spread ? close : "0.25",
               transparent ? "transparent" : pen->colors[COLOR_PANEL], muted, effort(view->node_count));
    buf_printf(pen->out, " node [shape=plain,fontname=\"Helvetica\",fontsize=11,fontcolor=\"%s\"]\n", text);
    buf_printf(pen->out,
               " edge [color=\"%s\",penwidth=1.2,arrowsize=0.7,fontname=\"Helvetica\",fontsize=12,fontcolor=\"%s\"]\n",
               muted, text);
}

/* ---- nodes and clusters ---- */

static void tooltip_put(struct buf *out, sg_str tooltip) {
    if (!tooltip.len) return;
    buf_text(out, ",tooltip=");
    dot_quoted(out, tooltip);
}

/* Classes reach the SVG, where the kinds of nodes and edges can be told apart by a style sheet. */
static const char *const node_classes[] = {[NODE_STAGE] = "stage",
                                           [NODE_STAGES] = "stages",
                                           [NODE_IMAGE] = "image",
                                           [NODE_URL] = "url",
                                           [NODE_CONTEXT] = "context"};

/* Graphviz copies a URL to its output unescaped: the view has encoded all but "&", which dot_quoted() escapes. */
static void link_put(struct buf *out, sg_str link) {
    if (!link.len) return;
    buf_text(out, ",URL=");
    dot_quoted(out, link);
}

static void classes_put(struct buf *out, unsigned marks) {
    struct view_state states[MARK_COUNT];
    size_t count = view_states(marks, states);
    for (size_t i = 0; i < count; i++) buf_printf(out, " %s", states[i].class);
}

static void node_put(const struct pen *pen, const struct view_node *node) {
    struct buf *out = pen->out;
    buf_text(out, " ");
    dot_quoted(out, node->id);
    buf_printf(out, " [class=\"%s", node_classes[node->kind]);
    classes_put(out, node->marks);
    buf_char(out, '"');
    link_put(out, node->link);
    tooltip_put(out, node->tooltip);
    buf_text(out, ",label=<\n   ");
    card_put(pen, node);
    buf_text(out, ">]\n");
}

static void cluster_put(const struct pen *pen, const struct view *view, const struct view_cluster *cluster) {
    struct buf *out = pen->out;
    buf_text(out, " subgraph \"cluster_"); /* what makes it a cluster */
    buf_put(out, cluster->id);
    buf_text(out, "\" {\n graph [class=\"group\"");
    tooltip_put(out, cluster->tooltip);
    buf_text(out, ",label=<<B>");
    if (cluster->guessed) buf_text(out, "<I>");
    dot_html(out, cluster->title);
    if (cluster->guessed) buf_text(out, "</I>");
    buf_printf(out,
               "</B>>,labelloc=t,labeljust=l,style=\"rounded,filled\",fillcolor=\"%s\",color=\"%s\",fontcolor=\"%s\","
               "fontsize=10,margin=12]\n",
               pen->colors[COLOR_GROUP], pen->colors[COLOR_BORDER], pen->colors[COLOR_MUTED]);
    for (size_t i = 0; i < cluster->node_count; i++) node_put(pen, &view->nodes[cluster->nodes[i]]);
    buf_text(out, " }\n");
}

/* ---- edges ---- */

static const struct {
    const char *class, *style;
    enum color color;
} edge_styles[] = {
    [SG_EDGE_FROM] = {"from", "", COLOR_MUTED},
    [SG_EDGE_COPY] = {"copy", ",style=dashed", COLOR_COPY},
    [SG_EDGE_MOUNT] = {"mount", ",style=dotted,penwidth=1.6,arrowhead=dot", COLOR_MOUNT},
    [SG_EDGE_ADD_GIT] = {"add", ",style=dashed,arrowhead=onormal", COLOR_LARGE},
    [SG_EDGE_ADD_HTTP] = {"add", ",style=dashed,arrowhead=onormal", COLOR_LARGE},
};

/* An arrow that BuildKit refuses ends in a bar. */
static void edge_style_put(const struct pen *pen, const struct view *view, const struct view_edge *edge) {
    enum color color = edge_styles[edge->kind].color;
    struct buf *out = pen->out;
    buf_printf(out, "class=\"%s", edge_styles[edge->kind].class);
    classes_put(out, edge->marks);
    buf_char(out, '"');
    if (edge->marks & MARK_FORWARD) {
        buf_printf(out, ",style=dashed,arrowhead=tee,arrowsize=1.2,color=\"%s\"", pen->colors[COLOR_REFUSED]);
    } else if (!view->plain_edges && color != COLOR_MUTED) {
        buf_printf(out, "%s,color=\"%s\"", edge_styles[edge->kind].style, pen->colors[color]);
    }
}

/* Parts of a label, with dots between them. */
static void part_put(const struct pen *pen, bool *first, sg_str part) {
    if (!part.len) return;
    if (!*first) buf_text(pen->out, "\xC2\xA0\xC2\xB7\xC2\xA0");
    *first = false;
    dot_html(pen->out, part);
}

/* What a comparison says, how many instructions it stands for, and what they copy. An xlabel takes no room from the layout;
 * blanks keep it off the line. */
static void label_put(const struct pen *pen, const struct view_edge *edge) {
    char count[32] = "";
    bool first = true;
    if (edge->count > 1) snprintf(count, sizeof count, "\xC3\x97%zu", edge->count);
    if (!*count && !edge->size.len && !edge->sign.len) return;
    buf_printf(pen->out, ",xlabel=<<FONT POINT-SIZE=\"9\" COLOR=\"%s\">\xC2\xA0", pen->colors[COLOR_MUTED]);
    part_put(pen, &first, edge->sign);
    part_put(pen, &first, str_from(count));
    part_put(pen, &first, edge->size);
    buf_text(pen->out, "\xC2\xA0</FONT>>");
}

static void edge_put(const struct pen *pen, const struct view *view, const struct view_edge *edge) {
    struct buf *out = pen->out;
    buf_char(out, ' ');
    dot_quoted(out, view->nodes[edge->from].id);
    buf_text(out, " -> ");
    dot_quoted(out, view->nodes[edge->to].id);
    buf_text(out, " [");
    edge_style_put(pen, view, edge);
    label_put(pen, edge);
    if (edge->ranks > 1) buf_printf(out, ",minlen=%zu", edge->ranks);
    if (edge->holds) buf_text(out, ",weight=2");
    tooltip_put(out, edge->tooltip);
    buf_text(out, "]\n");
}

sg_status render_dot(const struct drawing *drawing, struct buf *out) {
    const struct view *view = drawing->view;
    const struct pen pen = {out, palette(view->theme)};
    buf_text(out, "digraph ");
    dot_quoted(out, view->title);
    buf_text(out, " {\n");
    defaults_put(&pen, view);
    for (size_t i = 0; i < view->cluster_count; i++) cluster_put(&pen, view, &view->clusters[i]);
    for (size_t i = 0; i < view->node_count; i++)
        if (view->nodes[i].cluster == NO_CLUSTER) node_put(&pen, &view->nodes[i]);
    for (size_t i = 0; i < view->edge_count; i++) edge_put(&pen, view, &view->edges[i]);
    if (view->legend_count) {
        buf_text(out, " label=<\n   ");
        legend_put(&pen, view);
        buf_text(out, ">\n");
    }
    buf_text(out, "}\n");
    return out->failed ? SG_NO_MEMORY : SG_OK;
}
