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

struct dot_plan dot_plan_of(const struct view *view) {
    return (struct dot_plan){.one_grid = view->is_spread || view->is_tangled};
}

/* The first phase of dot makes rows (https://graphviz.org/docs/attrs/phase/). A long edge takes two of nodesep in each row. With newrank a cluster is not ranked on its own
 * (https://graphviz.org/docs/attrs/newrank/). */
static void defaults_put(const struct pen *pen, const struct view *view, struct dot_plan plan) {
    const char *text = pen->colors[COLOR_TEXT], *muted = pen->colors[COLOR_MUTED];
    bool transparent = view->background == BACKGROUND_TRANSPARENT;
    buf_printf(pen->out,
               " graph [rankdir=%s,nodesep=%s,ranksep=%s%s,pad=0.2,bgcolor=\"%s\",fontname=\"Helvetica\","
               "fontsize=10,fontcolor=\"%s\",labelloc=b,labeljust=l,outputorder=edgesfirst%s%s]\n",
               rank_directions[view->direction], view->is_spread ? "0.1" : "0.25", plan.trunks ? "0.2" : "0.4",
               plan.one_grid ? ",newrank=true" : "", transparent ? "transparent" : pen->colors[COLOR_PANEL], muted,
               effort(view->node_count), plan.rows_only ? ",phase=1" : "");
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
    const struct pen shaded = pen_of(pen, node->marks);
    card_put(&shaded, node);
    buf_text(out, ">]\n");
}

static void cluster_put(const struct pen *pen, const struct view *view, const struct view_cluster *cluster,
                        struct dot_plan plan) {
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
               "fontsize=10,margin=%d]\n",
               pen->colors[COLOR_GROUP], pen->colors[COLOR_BORDER], pen->colors[COLOR_MUTED], plan.snug ? 4 : 12);
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
static void edge_style_put(const struct pen *any_pen, const struct view *view, const struct view_edge *edge) {
    const struct pen shaded = pen_of(any_pen, edge->marks), *pen = &shaded;
    enum color color = view->plain_edges ? COLOR_MUTED : edge_styles[edge->kind].color;
    struct buf *out = pen->out;
    buf_printf(out, "class=\"%s", edge_styles[edge->kind].class);
    classes_put(out, edge->marks);
    if (edge->taken_count) buf_text(out, " named"); /* read by labels.c of the Graphviz module */
    buf_char(out, '"');
    if (edge->marks & MARK_FORWARD) {
        buf_printf(out, ",style=dashed,arrowhead=tee,arrowsize=1.2,color=\"%s\"", pen->colors[COLOR_REFUSED]);
    } else if (edge->marks & MARK_SHIPS) {
        buf_printf(out, ",penwidth=3,color=\"%s\"", pen->colors[COLOR_TARGET]);
    } else if (color != COLOR_MUTED || edge->marks & MARK_ASIDE) {
        const char *style = view->plain_edges ? "" : edge_styles[edge->kind].style;
        buf_printf(out, "%s,color=\"%s\"", style, pen->colors[color]);
    }
}

/* Parts of a label, with dots between them. */
static void part_put(const struct pen *pen, bool *first, sg_str part) {
    if (!part.len) return;
    if (!*first) buf_text(pen->out, "\xC2\xA0\xC2\xB7\xC2\xA0");
    *first = false;
    dot_html(pen->out, part);
}

/* What a comparison says, what is taken or by how many instructions, and its size. An xlabel takes no room from the layout;
 * blanks keep it off the line. */
static void label_put(const struct pen *any_pen, const struct view_edge *edge) {
    const struct pen shaded = pen_of(any_pen, edge->marks), *pen = &shaded;
    char count[32] = "";
    bool first = true;
    if (edge->count > 1 && !edge->taken_count) snprintf(count, sizeof count, "\xC3\x97%zu", edge->count);
    if (!*count && !edge->size.len && !edge->sign.len && !edge->taken_count) return;
    buf_printf(pen->out, ",xlabel=<<FONT POINT-SIZE=\"9\" COLOR=\"%s\">\xC2\xA0", pen->colors[COLOR_MUTED]);
    part_put(pen, &first, edge->sign);
    part_put(pen, &first, str_from(count));
    for (size_t i = 0; i < edge->taken_count; i++) {
        if (i) buf_text(pen->out, "\xC2\xA0<BR/>\xC2\xA0");
        if (i) dot_html(pen->out, edge->taken[i]);
        else part_put(pen, &first, edge->taken[i]);
    }
    part_put(pen, &first, edge->size);
    buf_text(pen->out, "\xC2\xA0</FONT>>");
}

static void edge_put(const struct pen *pen, const struct view *view, const struct view_edge *edge, size_t rows) {
    struct buf *out = pen->out;
    buf_char(out, ' ');
    dot_quoted(out, view->nodes[edge->from].id);
    buf_text(out, " -> ");
    dot_quoted(out, view->nodes[edge->to].id);
    buf_text(out, " [");
    edge_style_put(pen, view, edge);
    label_put(pen, edge);
    if (edge->ranks * rows > 1) buf_printf(out, ",minlen=%zu", edge->ranks * rows);
    if (edge->weight) buf_printf(out, ",weight=%zu", edge->weight);
    tooltip_put(out, edge->tooltip);
    buf_text(out, "]\n");
}

/* ---- trunks: junctions stand in rows between those of the cards, which are two apart ---- */

struct trunk_pen {
    const struct pen *pen;
    const struct view *view;
    const struct dot_plan *plan;
    const struct trunk *trunk;
    size_t number; /* of the trunk */
};

static size_t row_of(const struct trunk_pen *pen, size_t i) {
    return pen->plan->rows[trunk_end(pen->view, pen->trunk, pen->trunk->edges[i])];
}

/* The ends of the edges from `start` on that share a piece: svg_finish() reads them. */
static void piece_put(const struct trunk_pen *pen, size_t start, size_t end) {
    const struct trunk *trunk = pen->trunk;
    struct buf *out = pen->pen->out;
    sg_str hub = pen->view->nodes[trunk->hub].id;
    buf_text(out, ",id=\"piece");
    if (trunk->out) buf_printf(out, " %.*s /", STR_ARG(hub));
    for (size_t i = start; i < end; i++)
        buf_printf(out, " %.*s", STR_ARG(pen->view->nodes[trunk_end(pen->view, trunk, trunk->edges[i])].id));
    if (!trunk->out) buf_printf(out, " / %.*s", STR_ARG(hub));
    buf_char(out, '"');
}

/* A junction is named by its trunk and the first edge that meets the others there: no node's id has a dot. */
static void joint_put(const struct trunk_pen *pen, size_t first) {
    buf_printf(pen->pen->out, "\".%zu.%zu\"", pen->number, first);
}

static void card_name_put(const struct trunk_pen *pen, size_t node) {
    dot_quoted(pen->pen->out, pen->view->nodes[node].id);
}

static void style_put(const struct trunk_pen *pen, size_t i) {
    edge_style_put(pen->pen, pen->view, &pen->view->edges[pen->trunk->edges[i]]);
}

static void twig_put(const struct trunk_pen *pen, size_t joint, size_t i) {
    const struct trunk *trunk = pen->trunk;
    const struct view_edge *edge = &pen->view->edges[trunk->edges[i]];
    struct buf *out = pen->pen->out;
    buf_char(out, ' ');
    if (trunk->out) joint_put(pen, joint);
    else card_name_put(pen, edge->from);
    buf_text(out, " -> ");
    if (trunk->out) card_name_put(pen, edge->to);
    else joint_put(pen, joint);
    buf_text(out, " [");
    style_put(pen, i);
    piece_put(pen, i, i + 1);
    label_put(pen->pen, edge);
    buf_text(out, trunk->out ? ",tailclip=false" : ",headclip=false,arrowhead=none");
    if (edge->weight) buf_printf(out, ",weight=%zu", edge->weight);
    tooltip_put(out, edge->tooltip);
    buf_text(out, "]\n");
}

/* Between a row's joint and the next one's, or the hub. first and last: whether it touches the hub there. */
static void stem_put(const struct trunk_pen *pen, size_t joint, size_t next, size_t rows) {
    const struct trunk *trunk = pen->trunk;
    struct buf *out = pen->pen->out;
    bool starts = trunk->out && next == 0, ends = !trunk->out && next == trunk->edge_count;
    buf_char(out, ' ');
    if (starts) card_name_put(pen, trunk->hub);
    else joint_put(pen, joint);
    buf_text(out, " -> ");
    if (ends) card_name_put(pen, trunk->hub);
    else joint_put(pen, next);
    buf_text(out, " [");
    style_put(pen, 0);
    piece_put(pen, trunk->out ? next : 0, trunk->out ? trunk->edge_count : next);
    if (!starts) buf_text(out, ",tailclip=false");
    if (!ends) buf_text(out, ",headclip=false,arrowhead=none");
    bool ships = pen->view->edges[trunk->edges[0]].marks & MARK_SHIPS;
    buf_printf(out, ",penwidth=%d,weight=4,minlen=%zu]\n", ships ? 4 : 2, rows);
}

/* The group that all of a trunk's ends are in, or NO_CLUSTER. */
static size_t cluster_of(const struct trunk_pen *pen) {
    size_t cluster = pen->view->nodes[pen->trunk->hub].cluster;
    for (size_t i = 0; i < pen->trunk->edge_count; i++)
        if (pen->view->nodes[trunk_end(pen->view, pen->trunk, pen->trunk->edges[i])].cluster != cluster)
            return NO_CLUSTER;
    return cluster;
}

static void joint_declare(const struct trunk_pen *pen, size_t first) {
    size_t cluster = cluster_of(pen);
    if (cluster != NO_CLUSTER)
        buf_printf(pen->pen->out, " subgraph \"cluster_%.*s\" {", STR_ARG(pen->view->clusters[cluster].id));
    buf_char(pen->pen->out, ' ');
    joint_put(pen, first);
    buf_printf(pen->pen->out, " [shape=point,width=0,height=0,style=invis]%s\n", cluster == NO_CLUSTER ? "" : " }");
}

static void trunk_put(const struct trunk_pen *pen) {
    const struct trunk *trunk = pen->trunk;
    size_t hub_row = pen->plan->rows[trunk->hub];
    if (trunk->out) stem_put(pen, 0, 0, 2 * (row_of(pen, 0) - hub_row) - 1);
    for (size_t start = 0, end; start < trunk->edge_count; start = end) {
        size_t row = row_of(pen, start);
        for (end = start; end < trunk->edge_count && row_of(pen, end) == row; end++) twig_put(pen, start, end);
        joint_declare(pen, start);
        if (end < trunk->edge_count) stem_put(pen, start, end, 2 * (row_of(pen, end) - row));
        else if (!trunk->out) stem_put(pen, start, end, 2 * (hub_row - row) - 1);
    }
}

static void edges_put(const struct pen *pen, const struct view *view, const struct dot_plan *plan) {
    const struct trunks *trunks = plan->trunks;
    for (size_t i = 0; i < view->edge_count; i++)
        if (!trunks || !trunks->bundled[i]) edge_put(pen, view, &view->edges[i], trunks ? 2 : 1);
    for (size_t i = 0; trunks && i < trunks->count; i++)
        trunk_put(&(struct trunk_pen){pen, view, plan, &trunks->items[i], i});
}

void dot_put(const struct view *view, struct dot_plan plan, struct buf *out) {
    const struct pen pen = {out, palette(view->theme), palette_aside(view->theme)};
    buf_text(out, "digraph ");
    dot_quoted(out, view->title);
    buf_text(out, " {\n");
    defaults_put(&pen, view, plan);
    for (size_t i = 0; i < view->cluster_count; i++) cluster_put(&pen, view, &view->clusters[i], plan);
    for (size_t i = 0; i < view->node_count; i++)
        if (view->nodes[i].cluster == NO_CLUSTER) node_put(&pen, &view->nodes[i]);
    edges_put(&pen, view, &plan);
    if (view->legend_count) {
        buf_text(out, " label=<\n   ");
        legend_put(&pen, view);
        buf_text(out, ">\n");
    }
    buf_text(out, "}\n");
}

sg_status render_dot(const struct drawing *drawing, struct buf *out) {
    dot_put(drawing->view, dot_plan_of(drawing->view), out);
    return out->failed ? SG_NO_MEMORY : SG_OK;
}
