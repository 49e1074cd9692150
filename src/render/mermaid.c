/* The view as a Mermaid flowchart that renders alike on versions 9 to 12 (design: mermaid). */
#include "render/mermaid.h"
#include "base/utf8.h"

enum { EDGE_LIMIT = 500, TEXT_LIMIT = 50000 }; /* of hosts, which cannot be raised there */

/* ---- labels ---- */

static void put_number(uint32_t rune, struct buf *out) {
    buf_printf(out, "#%u;", (unsigned)rune);
}

static bool is_rule(sg_str line) {
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] != '=') return false;
    return line.len > 0;
}

static char at(sg_str line, size_t i) {
    return i < line.len ? line.ptr[i] : '\0';
}

/* A "_" inside a word is text; elsewhere some versions take it for emphasis. */
static bool loose_underscore(sg_str line, size_t i) {
    return !(i > 0 && ascii_alnum(line.ptr[i - 1]) && ascii_alnum(at(line, i + 1)));
}

static bool starts_list(sg_str line) {
    size_t digits = 0;
    while (ascii_digit(at(line, digits))) digits++;
    return digits && (at(line, digits) == '.' || at(line, digits) == ')');
}

static bool colon_binds(sg_str line, size_t i) {
    return ascii_alpha(at(line, i + 1)) || (i > 0 && ascii_alpha(line.ptr[i - 1])) ||
           (at(line, i + 1) == '/' && at(line, i + 2) == '/');
}

/* Whether a line holds something that Form A's named entities do not carry through every version. */
static bool needs_numbers(sg_str line) {
    if (is_rule(line)) return false;
    if (strchr("-+=>|!", at(line, 0)) || starts_list(line)) return true;
    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];
        sg_str rest = str_skip(line, i);
        if (c && strchr("*`~\\$@#;", c)) return true;
        if (c == '_' && loose_underscore(line, i)) return true;
        if (c == ':' && colon_binds(line, i)) return true;
        if (str_starts(rest, STR("%%")) || str_starts(rest, STR("www.")) || str_starts(rest, STR("]("))) return true;
        if (str_starts(rest, STR("\xEF\xAC\x82\xC2\xB0")) || str_starts(rest, STR("\xC2\xB6\xC3\x9F"))) return true;
    }
    return false;
}

static void put_form_a(sg_str line, struct buf *out) {
    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];
        if (c == '&') buf_text(out, "#amp;");
        else if (c == '"') buf_text(out, "#quot;");
        else if (c == '<') buf_text(out, "#lt;");
        else if (c == '>') buf_text(out, "#gt;");
        else buf_char(out, c);
    }
}

static bool number_needed(sg_str line, size_t i) {
    char c = line.ptr[i];
    if (c && strchr("\"#&<>;\\`*~$%@", c)) return true;
    if (c == '_') return loose_underscore(line, i);
    if (c == ':') return i + 1 < line.len && line.ptr[i + 1] != ' ';
    if (c == '(') return i > 0 && line.ptr[i - 1] == ']';
    if (c == '.' || c == ')') {
        size_t digits = 0;
        while (ascii_digit(at(line, digits))) digits++;
        return (digits && digits == i) || (c == '.' && i >= 3 && str_eq(str_slice(line, i - 3, i), STR("www")));
    }
    return i == 0 && (unsigned char)c < 0x80 && !ascii_alnum(c) && c != '(';
}

/* The markers "ﬂ°" and "¶ß" are Mermaid's own: a zero-width space parts them. */
static void put_form_b(sg_str line, struct buf *out) {
    for (size_t i = 0; i < line.len; i++) {
        sg_str rest = str_skip(line, i);
        size_t marker = str_starts(rest, STR("\xEF\xAC\x82\xC2\xB0")) ? 3
                        : str_starts(rest, STR("\xC2\xB6\xC3\x9F"))   ? 2
                                                                      : 0;
        if (marker) {
            buf_put(out, str_slice(rest, 0, marker));
            buf_text(out, "\xE2\x80\x8B");
            i += marker - 1;
        } else if (number_needed(line, i)) {
            put_number((unsigned char)line.ptr[i], out);
        } else {
            buf_char(out, line.ptr[i]);
        }
    }
}

void mermaid_label(const sg_str *lines, size_t count, struct buf *out) {
    bool numbers = false;
    for (size_t i = 0; i < count; i++) numbers = numbers || needs_numbers(lines[i]);
    buf_char(out, '"');
    for (size_t i = 0; i < count; i++) {
        if (i) buf_text(out, numbers ? "\n" : "<br/>");
        if (!lines[i].len) buf_text(out, numbers ? "#8203;" : " ");
        else if (!numbers) put_form_a(lines[i], out);
        else put_form_b(lines[i], out);
    }
    buf_char(out, '"');
}

/* ---- the chart ---- */

static void put_node(const struct drawing *drawing, const struct view_node *node, const char *indent, struct buf *out) {
    sg_str *lines = arena_array(drawing->scratch, sg_str, node->line_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < node->line_count; i++) {
        lines[count++] = node->lines[i].text;
        if (i == 0 && node->underline.len) lines[count++] = node->underline;
    }
    buf_text(out, indent);
    buf_put(out, node->id);
    buf_text(out, node->kind == NODE_STAGE ? "[" : "([");
    mermaid_label(lines, count, out);
    buf_text(out, node->kind == NODE_STAGE ? "]\n" : "])\n");
}

static bool is_word(sg_str text) {
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_alnum(text.ptr[i])) return false;
    return text.len > 0;
}

static void put_cluster(const struct drawing *drawing, const struct view_cluster *cluster, struct buf *out) {
    buf_text(out, "    subgraph ");
    buf_put(out, cluster->id);
    if (!str_eq(cluster->id, cluster->title) || !is_word(cluster->title)) {
        sg_str title = cluster->title.len ? cluster->title : STR(" ");
        buf_char(out, '[');
        mermaid_label(&title, 1, out);
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
        if (node->kind != NODE_STAGE) continue;
        if (node->cluster == NO_CLUSTER) put_node(drawing, node, "    ", out);
        else if (view->clusters[node->cluster].nodes[0] == i) put_cluster(drawing, &view->clusters[node->cluster], out);
    }
}

/* "-->" with ranks + 1 dashes, "-.->" with as many dots as ranks, "--o" for mounts, "--x" for what BuildKit refuses. */
static void put_arrow(sg_edge_kind kind, size_t ranks, bool plain, bool refused, struct buf *out) {
    bool dotted = !plain && !refused && kind != SG_EDGE_FROM && kind != SG_EDGE_MOUNT;
    if (dotted) {
        buf_char(out, '-');
        buf_fill(out, '.', ranks);
        buf_text(out, "->");
        return;
    }
    buf_fill(out, '-', ranks + 1);
    buf_char(out, refused ? 'x' : !plain && kind == SG_EDGE_MOUNT ? 'o' : '>');
}

static void put_edge(const struct drawing *drawing, const struct view_edge *edge, struct buf *out) {
    const struct view *view = drawing->view;
    buf_text(out, "    ");
    buf_put(out, view->nodes[edge->from].id);
    buf_char(out, ' ');
    put_arrow(edge->kind, edge->ranks, view->plain_edges, edge->marks & MARK_FORWARD, out);
    buf_char(out, ' ');
    buf_put(out, view->nodes[edge->to].id);
    buf_char(out, '\n');
}

static void put_edges(const struct drawing *drawing, bool external, struct buf *out) {
    const struct view *view = drawing->view;
    for (size_t i = 0; i < view->edge_count; i++)
        if ((view->nodes[view->edges[i].from].kind != NODE_STAGE) == external) put_edge(drawing, &view->edges[i], out);
}

static void put_external(const struct drawing *drawing, struct buf *out) {
    const struct view *view = drawing->view;
    for (size_t i = 0; i < view->node_count; i++)
        if (view->nodes[i].kind != NODE_STAGE) put_node(drawing, &view->nodes[i], "    ", out);
}

/* Two small nodes with one labelled edge of each kind between them. */
static void put_legend(const struct drawing *drawing, bool *external, struct buf *out) {
    static const sg_edge_kind kinds[] = {SG_EDGE_FROM, SG_EDGE_COPY, SG_EDGE_MOUNT, SG_EDGE_ADD_HTTP};
    const struct view *view = drawing->view;
    bool lines = false;
    *external = false;
    for (size_t i = 0; i < view->legend_count; i++) {
        lines = lines || view->legend[i].sample <= LEGEND_ADD;
        *external = *external || view->legend[i].sample == LEGEND_IMAGE;
    }
    if (!lines && !*external) return;
    buf_text(out, "    subgraph legend_[\"Legend\"]\n");
    if (lines) buf_text(out, "        legend_a[\"from\"]\n        legend_b[\"to\"]\n");
    for (size_t i = 0; i < view->legend_count; i++) {
        enum legend_sample sample = view->legend[i].sample;
        if (sample > LEGEND_ADD) continue;
        buf_text(out, "        legend_a ");
        put_arrow(kinds[sample], 1, false, false, out);
        buf_char(out, '|');
        mermaid_label(&view->legend[i].text, 1, out);
        buf_text(out, "| legend_b\n");
    }
    if (*external) buf_text(out, "        legend_c([\"from outside\"])\n");
    buf_text(out, "    end\n");
}

/* One class line for all nodes from outside. */
static void put_classes(const struct drawing *drawing, bool legend, struct buf *out) {
    const struct view *view = drawing->view;
    bool any = legend;
    for (size_t i = 0; i < view->node_count && !any; i++) any = view->nodes[i].kind != NODE_STAGE;
    if (!any) return;
    buf_text(out, "    classDef external stroke-dasharray:4 3\n    class ");
    bool first = true;
    for (size_t i = 0; i < view->node_count; i++) {
        if (view->nodes[i].kind == NODE_STAGE) continue;
        if (!first) buf_char(out, ',');
        buf_put(out, view->nodes[i].id);
        first = false;
    }
    if (legend) buf_text(out, first ? "legend_c" : ",legend_c");
    buf_text(out, " external\n");
}

/* Accessible texts take no entities: what might mean something there becomes "_". */
static void put_accessible(const char *key, sg_str text, struct buf *out) {
    buf_printf(out, "    %s: ", key);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool plain = (unsigned char)c >= 0x80 || ascii_alnum(c) || (c && strchr(" ._,()+=/-", c));
        buf_char(out, plain ? c : '_');
    }
    buf_char(out, '\n');
}

static void warn_of_limits(const struct drawing *drawing, size_t length) {
    size_t edges = drawing->view->edge_count;
    static const char help[] = "--target STAGE or --images hide makes it smaller";
    if (edges <= EDGE_LIMIT && length <= TEXT_LIMIT) return;
    sg_str message = edges > EDGE_LIMIT
                         ? arena_printf(&drawing->doc->arena, "%zu edges: Mermaid's hosts draw at most %d; %s", edges,
                                        EDGE_LIMIT, help)
                         : arena_printf(&drawing->doc->arena, "%zu characters: Mermaid's hosts take at most %d; %s",
                                        length, TEXT_LIMIT, help);
    diag_add(&drawing->doc->diags, DIAG_MERMAID_LIMIT, 0, NOWHERE, STR_ARG(message));
}

sg_status render_mermaid(const struct drawing *drawing, struct buf *out) {
    static const char *const directions[] = {"TD", "LR", "BT", "RL"};
    const struct view *view = drawing->view;
    bool legend;
    if (option_on(drawing->options, OPT_mermaid_init))
        buf_text(out, "%%{init: {\"layout\": \"dagre\", \"flowchart\": {\"wrappingWidth\": 400}}}%%\n");
    buf_printf(out, "flowchart %s\n", directions[view->direction]);
    put_accessible("accTitle", view->title, out);
    put_accessible("accDescr", view->summary, out);
    put_stages(drawing, out);
    put_edges(drawing, false, out);
    put_external(drawing, out);
    put_edges(drawing, true, out);
    put_legend(drawing, &legend, out);
    put_classes(drawing, legend, out);
    warn_of_limits(drawing, out->len);
    return SG_OK;
}
