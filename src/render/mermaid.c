/* The view as a Mermaid flowchart that renders alike on versions 9 to 12 (docs/mermaid.md). */
#include "render/mermaid.h"
#include "base/utf8.h"

/* ---- the chart ---- */

/* A box for a stage, one with double sides for several, a stadium for what comes from outside. */
static const char *const shapes[][2] = {
    [NODE_STAGE] = {"[", "]\n"}, [NODE_STAGES] = {"[[", "]]\n"},  [NODE_IMAGE] = {"([", "])\n"},
    [NODE_URL] = {"([", "])\n"}, [NODE_CONTEXT] = {"([", "])\n"},
};

static void put_node(const struct drawing *drawing, const struct view_node *node, const char *indent, struct buf *out) {
    size_t size = (node->line_count + 1) * sizeof(sg_str);
    sg_str *lines = arena_alloc(drawing->scratch, size);
    size_t count = 0;
    for (size_t i = 0; i < node->line_count; i++) {
        lines[count++] = node->lines[i].text;
        if (i == 0 && node->underline.len) lines[count++] = node->underline;
    }
    buf_text(out, indent);
    buf_put(out, node->id);
    buf_text(out, shapes[node->kind][0]);
    mermaid_label(lines, count, out);
    buf_text(out, shapes[node->kind][1]);
    arena_release(drawing->scratch, lines, size);
}

static bool is_word(sg_str text) {
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_alnum(text.ptr[i])) return false;
    return text.len > 0;
}

/* From there on, blanks become one U+00A0 each time: a browser shows several of them as one, too. */
static void bind_words(struct buf *out, size_t start) {
    size_t blanks = 0, read = start;
    for (size_t i = start; i < out->len; i++) {
        char c = out->ptr[i];
        if (c == ' ' && read > start && out->ptr[read - 1] == ' ') continue;
        blanks += c == ' ';
        out->ptr[read++] = c;
    }
    out->len = read;
    buf_fill(out, '\0', blanks);
    if (out->failed) return;
    for (size_t write = out->len; read > start;) {
        char c = out->ptr[--read];
        out->ptr[--write] = c == ' ' ? '\xA0' : c;
        if (c == ' ') out->ptr[--write] = '\xC2';
    }
}

/* In one line: Mermaid 11.0 to 11.12 break titles of groups between words at 200 pixels, whatever the first line says. The
 * blanks go last, since they matter to the escape. */
static void put_title(sg_str title, struct buf *out) {
    size_t start = out->len;
    mermaid_label(&title, 1, out);
    bind_words(out, start);
}

static void put_cluster(const struct drawing *drawing, const struct view_cluster *cluster, struct buf *out) {
    buf_text(out, "    subgraph ");
    buf_put(out, cluster->id);
    if (!str_eq(cluster->id, cluster->title) || !is_word(cluster->title)) {
        buf_char(out, '[');
        put_title(cluster->title.len ? cluster->title : STR(" "), out);
        buf_char(out, ']');
    }
    buf_char(out, '\n');
    for (size_t i = 0; i < cluster->node_count; i++)
        put_node(drawing, &drawing->view->nodes[cluster->nodes[i]], "        ", out);
    buf_text(out, "    end\n");
}

/* Stages in file order, each cluster where its first stage stands. */
static void put_stages(const struct drawing *drawing, struct buf *out) {
    const struct view *view = drawing->view;
    for (size_t i = 0; i < view->node_count; i++) {
        const struct view_node *node = &view->nodes[i];
        if (node_is_outside(node)) continue;
        if (node->cluster == NO_CLUSTER) put_node(drawing, node, "    ", out);
        else if (view->clusters[node->cluster].nodes[0] == i) put_cluster(drawing, &view->clusters[node->cluster], out);
    }
}

/* "-->" with ranks + 1 dashes, "-.->" with as many dots as ranks, "--o" for mounts, "--x" for what BuildKit refuses, "==>"
 * for what ships. */
static void put_arrow(sg_edge_kind kind, size_t ranks, bool plain, unsigned marks, struct buf *out) {
    bool refused = marks & MARK_FORWARD;
    bool dotted = !plain && !refused && kind != SG_EDGE_FROM && kind != SG_EDGE_MOUNT;
    if (dotted) {
        buf_char(out, '-');
        buf_fill(out, '.', ranks);
        buf_text(out, "->");
        return;
    }
    buf_fill(out, marks & MARK_SHIPS && !refused ? '=' : '-', ranks + 1);
    buf_char(out, refused ? 'x' : !plain && kind == SG_EDGE_MOUNT ? 'o' : '>');
}

/* What a comparison says, and what is copied. */
static void put_edge_label(const struct drawing *drawing, const struct view_edge *edge, struct buf *out) {
    sg_str label = edge->sign.len ? edge->sign : edge->size;
    if (!label.len) return;
    if (edge->sign.len && edge->size.len)
        label = arena_printf(drawing->scratch, "%.*s %.*s", STR_ARG(edge->sign), STR_ARG(edge->size));
    buf_char(out, '|');
    mermaid_label(&label, 1, out);
    buf_char(out, '|');
}

static void put_edge(const struct drawing *drawing, const struct view_edge *edge, struct buf *out) {
    const struct view *view = drawing->view;
    buf_text(out, "    ");
    buf_put(out, view->nodes[edge->from].id);
    buf_char(out, ' ');
    put_arrow(edge->kind, edge->ranks, view->plain_edges, edge->marks, out);
    put_edge_label(drawing, edge, out);
    buf_char(out, ' ');
    buf_put(out, view->nodes[edge->to].id);
    buf_char(out, '\n');
}

static void put_edges(const struct drawing *drawing, bool external, struct buf *out) {
    const struct view *view = drawing->view;
    for (size_t i = 0; i < view->edge_count; i++)
        if (node_is_outside(&view->nodes[view->edges[i].from]) == external) put_edge(drawing, &view->edges[i], out);
}

static void put_external(const struct drawing *drawing, struct buf *out) {
    const struct view *view = drawing->view;
    for (size_t i = 0; i < view->node_count; i++)
        if (node_is_outside(&view->nodes[i])) put_node(drawing, &view->nodes[i], "    ", out);
}

static void put_legend_line(const struct view *view, const struct view_legend *entry, struct buf *out) {
    static const sg_edge_kind kinds[] = {SG_EDGE_FROM, SG_EDGE_COPY, SG_EDGE_MOUNT, SG_EDGE_ADD_HTTP};
    if (entry->sample > LEGEND_ADD) return;
    buf_text(out, "        ");
    buf_put(out, view->legend_ids.from);
    buf_char(out, ' ');
    put_arrow(kinds[entry->sample], 1, false, 0, out);
    buf_char(out, '|');
    mermaid_label(&entry->text, 1, out);
    buf_text(out, "| ");
    buf_put(out, view->legend_ids.to);
    buf_char(out, '\n');
}

static void put_legend_node(sg_str id, const char *open, sg_str text, const char *close, struct buf *out) {
    buf_text(out, "        ");
    buf_put(out, id);
    buf_text(out, open);
    mermaid_label(&text, 1, out);
    buf_text(out, close);
}

/* Two small nodes with one labelled edge of each kind between them, and a node for each other entry. */
static void put_legend(const struct view *view, struct buf *out) {
    bool lines = false;
    if (!view->legend_count) return;
    for (size_t i = 0; i < view->legend_count; i++) lines = lines || view->legend[i].sample <= LEGEND_ADD;
    buf_text(out, "    subgraph ");
    buf_put(out, view->legend_ids.frame);
    buf_text(out, "[\"Legend\"]\n");
    if (lines) put_legend_node(view->legend_ids.from, "[", STR("from"), "]\n", out);
    if (lines) put_legend_node(view->legend_ids.to, "[", STR("to"), "]\n", out);
    for (size_t i = 0; i < view->legend_count; i++) put_legend_line(view, &view->legend[i], out);
    for (size_t i = 0; i < view->legend_count; i++) {
        const struct view_legend *entry = &view->legend[i];
        bool outside = entry->sample == LEGEND_IMAGE;
        if (entry->id.len) put_legend_node(entry->id, outside ? "([" : "[", entry->text, outside ? "])\n" : "]\n", out);
    }
    buf_text(out, "    end\n");
}

/* ---- classes ---- */

enum { NO_SAMPLE = -1 };

struct node_class {
    const char *name, *style;
    unsigned mark; /* of nodes with it; 0: of what comes from outside */
    int sample;    /* of the legend, or NO_SAMPLE */
};

/* No fill without its text's colour, so that the host's theme keeps working. Where two have something to say about one line,
 * the later wins. */

static const struct node_class classes[] = {
    {"external", "stroke-dasharray:4 3", 0, LEGEND_IMAGE},
    {"guessed", "font-style:italic", MARK_GUESSED, LEGEND_GUESSED},
    {"final", "stroke-width:2px", MARK_FINAL, LEGEND_FINAL},
    {"aside", "stroke-opacity:0.35", MARK_ASIDE, LEGEND_ASIDE},
    {"ships", "stroke:#1a7f37,stroke-width:4px", MARK_SHIPS, LEGEND_SHIPS},
    {"focus", "stroke:#0969da,stroke-width:3px", MARK_FOCUS, LEGEND_FOCUS},
    {"target", "stroke:#1a7f37,stroke-width:3px", MARK_TARGET, LEGEND_TARGET},
    {"large", "stroke:#bc4c00", MARK_LARGE, NO_SAMPLE},
    {"replaced", "stroke-dasharray:8 4", MARK_REPLACED, NO_SAMPLE},
    {"added", "fill:#dafbe1,color:#1f2328", MARK_ADDED, NO_SAMPLE},
    {"removed", "fill:#ffebe9,color:#1f2328,stroke-dasharray:8 4", MARK_REMOVED, NO_SAMPLE},
    {"changed", "fill:#fff8c5,color:#1f2328", MARK_CHANGED, NO_SAMPLE},
    {"rebuilds", "stroke:#bc4c00,stroke-width:2px", MARK_REBUILDS, NO_SAMPLE},
    {"mayrebuild", "stroke:#bc4c00,stroke-dasharray:2 2", MARK_MAY_REBUILD, NO_SAMPLE},
    {"kept", "fill:#f6f8fa,color:#57606a", MARK_KEPT, NO_SAMPLE},
};

static bool has_class(const struct view_node *node, const struct node_class *class) {
    if (class->mark == MARK_FINAL && node->marks & (MARK_TARGET | MARK_FOCUS)) return false; /* as in the legend */
    return class->mark ? node->marks & class->mark : node_is_outside(node);
}

static void put_member(sg_str id, size_t *count, struct buf *out) {
    if ((*count)++) buf_char(out, ',');
    buf_put(out, id);
}

/* One line for all nodes of a class, and for the legend's; what was written is taken back if there are none. */
static void put_class(const struct view *view, const struct node_class *class, struct buf *out) {
    size_t start = out->len, count = 0;
    buf_printf(out, "    classDef %s %s\n    class ", class->name, class->style);
    for (size_t i = 0; i < view->node_count; i++)
        if (has_class(&view->nodes[i], class)) put_member(view->nodes[i].id, &count, out);
    for (size_t i = 0; i < view->legend_count; i++)
        if ((int)view->legend[i].sample == class->sample) put_member(view->legend[i].id, &count, out);
    buf_printf(out, " %s\n", class->name);
    if (!count) out->len = start;
}

/* The view made the links of characters that have no meaning between quotes. */
static void put_links(const struct view *view, struct buf *out) {
    for (size_t i = 0; i < view->node_count; i++) {
        if (!view->nodes[i].link.len) continue;
        buf_text(out, "    click ");
        buf_put(out, view->nodes[i].id);
        buf_text(out, " href \"");
        buf_put(out, view->nodes[i].link);
        buf_text(out, "\"\n");
    }
}

static void put_accessible(const char *key, sg_str text, struct buf *out) {
    buf_printf(out, "    %s: ", key);
    mermaid_accessible(text, out);
    buf_char(out, '\n');
}

static void widen(size_t *width, sg_str text) {
    enum { COLUMN_WIDTH = 16 }; /* as if all of it were "W" */
    size_t wanted = str_width(text) * COLUMN_WIDTH;
    if (wanted > *width) *width = wanted;
}

/* In pixels. Mermaid 11 breaks lines at 200 and Mermaid 12 at 120, unless it is told otherwise: here, that no line of ours is too
 * long. One number for nearly all charts, so that it does not change with every word. */
static size_t wrapping_width(const struct view *view) {
    size_t width = 1000;
    for (size_t i = 0; i < view->node_count; i++)
        for (size_t l = 0; l < view->nodes[i].line_count; l++) widen(&width, view->nodes[i].lines[l].text);
    for (size_t i = 0; i < view->legend_count; i++) widen(&width, view->legend[i].text);
    return width;
}

/* Whatever layout the page has stays, unless the look of 9 to 11 was asked for. */
static void put_init(const struct drawing *drawing, struct buf *out) {
    int init = option_choice(drawing->options, OPT_mermaid_init);
    if (init == INIT_NONE) return;
    buf_printf(out, "%%%%{init: {%s\"flowchart\": {\"wrappingWidth\": %zu}}}%%%%\n",
               init == INIT_FULL ? "\"layout\": \"dagre\", " : "", wrapping_width(drawing->view));
}

void mermaid_chart(const struct drawing *drawing, struct buf *out) {
    static const char *const directions[] = {"TD", "LR", "BT", "RL"};
    const struct view *view = drawing->view;
    put_init(drawing, out);
    buf_printf(out, "flowchart %s\n", directions[view->direction]);
    put_accessible("accTitle", view->title, out);
    put_accessible("accDescr", view->summary, out);
    put_stages(drawing, out);
    put_edges(drawing, false, out);
    put_external(drawing, out);
    put_edges(drawing, true, out);
    put_legend(view, out);
    for (size_t i = 0; i < COUNT(classes); i++) put_class(view, &classes[i], out);
    put_links(view, out);
}

sg_status render_mermaid(const struct drawing *drawing, struct buf *out) {
    mermaid_chart(drawing, out);
    mermaid_warn_of_limits(drawing, out);
    return SG_OK;
}
