/* The view as one page to look around in: the picture, and a list of its nodes with their facts and instructions.
 * Without its script the page is just these two; with it the list is the panel beside the picture (html/viewer.js). */
#include "render/html.h"

#include "base/utf8.h"
#include "render/layout.h"
#include "render/xml.h"
#include "view/label.h"

#include "viewer.inc"

#define NONE ((size_t)-1)

/* ---- text ---- */

/* Turns what stands around it, or is read by programs only. A joiner is part of many emoji. */
static bool is_hidden(uint32_t rune) {
    return rune_is_bidi_control(rune) || (rune_is_invisible(rune) && rune != 0x200D);
}

void html_put(sg_str text, struct buf *out) {
    while (text.len) {
        uint32_t rune = utf8_next(&text);
        const char *entity = xml_entity(rune);
        if (entity) buf_text(out, entity);
        else if (rune == '\'') buf_text(out, "&#39;");
        else if (rune == '\n' || rune == '\t') buf_char(out, (char)rune);
        else if (rune < 0x20 || (rune >= 0x7F && rune < 0xA0)) buf_char(out, ' ');
        else buf_rune(out, is_hidden(rune) ? RUNE_INVALID : rune);
    }
}

static void put(struct buf *out, const char *before, sg_str text, const char *after) {
    buf_text(out, before);
    html_put(text, out);
    buf_text(out, after);
}

/* ---- what a node takes and who takes from it ---- */

enum side { NEEDS, NEEDED_BY };

struct page {
    const struct drawing *drawing;
    const struct view *view;
    struct buf *out;
    size_t *first[2]; /* by side, by node: its first edge; the others are chained by next */
    size_t *next[2];
};

static size_t *nothing(struct arena *arena, size_t count) {
    return memset(arena_alloc(arena, count * sizeof(size_t)), 0xFF, count * sizeof(size_t));
}

/* From the last to the first, so that each chain is in the view's order. */
static void chain_edges(struct page *page) {
    const struct view *view = page->view;
    for (int side = NEEDS; side <= NEEDED_BY; side++) {
        size_t *first = page->first[side] = nothing(page->drawing->scratch, view->node_count);
        size_t *next = page->next[side] = nothing(page->drawing->scratch, view->edge_count);
        for (size_t e = view->edge_count; e-- > 0;) {
            size_t node = side == NEEDS ? view->edges[e].to : view->edges[e].from;
            next[e] = first[node];
            first[node] = e;
        }
    }
}

static void put_link(const struct page *page, size_t index, sg_str text) {
    put(page->out, "<a href=\"#s-", page->view->nodes[index].id, "\">");
    put(page->out, "", text, "</a>");
}

/* COPY, ADD and mounts, each with its lines and paths; the base of a single stage has a place of its own. */
static void put_needs(const struct page *page, size_t index) {
    bool first = true;
    for (size_t e = page->first[NEEDS][index]; e != NONE; e = page->next[NEEDS][e]) {
        const struct view_edge *edge = &page->view->edges[e];
        if (edge->kind == SG_EDGE_FROM && page->view->nodes[index].kind == NODE_STAGE) continue;
        buf_text(page->out, first ? "<dt>Needs</dt>\n<dd>" : "<dd>");
        put_link(page, edge->from, page->view->nodes[edge->from].lines[0].text);
        put(page->out, " <small>", edge->tooltip, "</small></dd>\n");
        first = false;
    }
}

/* Edges of one pair follow each other: the second says nothing new. */
static void put_needed_by(const struct page *page, size_t index) {
    size_t last = NONE;
    for (size_t e = page->first[NEEDED_BY][index]; e != NONE; e = page->next[NEEDED_BY][e]) {
        size_t to = page->view->edges[e].to;
        if (to == last) continue;
        buf_text(page->out, last == NONE ? "<dt>Needed by</dt>\n<dd>" : ", ");
        put_link(page, to, page->view->nodes[to].lines[0].text);
        last = to;
    }
    if (last != NONE) buf_text(page->out, "</dd>\n");
}

/* ---- a stage ---- */

static void put_fact(const struct page *page, const char *name, sg_str value) {
    if (!value.len) return;
    buf_printf(page->out, "<dt>%s</dt>\n", name);
    put(page->out, "<dd>", value, "</dd>\n");
}

static void put_base(const struct page *page, size_t index) {
    struct buf *out = page->out;
    const sg_stage *stage = page->view->nodes[index].stage;
    size_t e = page->first[NEEDS][index];
    while (e != NONE && page->view->edges[e].kind != SG_EDGE_FROM) e = page->next[NEEDS][e];
    buf_text(out, "<dt>Base</dt>\n<dd><code>");
    if (e == NONE) html_put(stage->base, out);
    else put_link(page, page->view->edges[e].from, stage->base);
    buf_text(out, "</code>");
    if (!str_eq(stage->base, stage->base_raw)) put(out, " <small>written ", stage->base_raw, "</small>");
    buf_text(out, "</dd>\n");
}

/* --link opens beside the page; where it leads learns nothing of the page. */
static void put_source(const struct page *page, const struct view_node *node) {
    if (!node->link.len) return;
    put(page->out, "<dt>Source</dt>\n<dd><a target=\"_blank\" rel=\"noopener noreferrer\" href=\"", node->link, "\">");
    put(page->out, "", page->drawing->doc->name, "");
    buf_printf(page->out, ", line %zu</a></dd>\n", node->stage->line);
}

/* As in the picture, and in full. */
static void put_size(const struct page *page, const struct view_node *node) {
    const sg_size *known = &node->stage->size;
    sg_str size = view_line_of(node, LINE_SIZE), full = view_size_in_full(page->drawing->scratch, known);
    if (!size.len) return;
    put(page->out, "<dt>Size</dt>\n<dd>", full.len ? size : STR("unknown"), "");
    if (known->basis != SG_BASIS_NONE) put(page->out, " <small>", full, "</small>");
    buf_text(page->out, "</dd>\n");
}

static void put_mark(const struct page *page, const struct view_node *node, enum mark mark, const char *text) {
    if (node->marks & mark) buf_printf(page->out, " <span class=\"mark\">%s</span>", text);
}

static void put_name(const struct page *page, const struct view_node *node) {
    struct buf *out = page->out;
    buf_text(out, "<p class=\"name\">");
    if (node->stage->name.ptr) put(out, "<code>", node->stage->name, "</code>");
    else buf_printf(out, "stage %zu", node->stage->index);
    if (node->marks & MARK_TARGET) buf_text(out, " <span class=\"mark target\">target</span>");
    put_mark(page, node, MARK_FINAL, "final image");
    put_mark(page, node, MARK_REPLACED, "replaced by a build context");
    buf_text(out, "</p>\n");
}

static void put_purpose(const struct page *page, const sg_stage *stage) {
    sg_str purpose = label_one_line(page->drawing->scratch, stage->purpose);
    bool guessed = stage->purpose_source == SG_FACT_INFERRED;
    if (!purpose.len || option_on(page->drawing->options, OPT_no_purpose)) return;
    put(page->out, "<p class=\"purpose\">", purpose, guessed ? " <i>(guessed)</i></p>\n" : "</p>\n");
}

/* ---- its instructions ---- */

/* From the keyword to the end of its last line, as written. */
static sg_str source_of(const struct page *page, const struct instruction *instruction) {
    sg_str rest = str_skip(page->drawing->doc->file.source, instruction->offset);
    size_t len = 0;
    for (size_t line = instruction->public.line; line <= instruction->public.end_line && len < rest.len; line++)
        len += str_find(str_skip(rest, len), '\n') + 1;
    return str_trim_ascii(str_slice(rest, 0, len));
}

static void put_instruction(const struct page *page, const struct instruction *instruction) {
    struct buf *out = page->out;
    const sg_instruction *public = &instruction->public;
    bool sized = public->layer && !option_on(page->drawing->options, OPT_no_size);
    sg_str size = sized ? view_size(page->drawing->scratch, &public->size) : STR("");
    buf_printf(out, "<li><span class=\"line\">%zu", public->line);
    if (public->end_line > public->line) buf_printf(out, "\xE2\x80\x93%zu", public->end_line);
    buf_text(out, "</span><div>");
    if (public->layer) buf_text(out, "<span class=\"mark\">layer</span>");
    if (size.len) put(out, "<span class=\"mark\">", size, "</span>");
    put(out, "<code>", source_of(page, instruction), "</code></div></li>\n");
}

static void put_instructions(const struct page *page, const struct stage *stage) {
    struct buf *out = page->out;
    size_t count = stage->public.instruction_count, layers = 0;
    for (size_t i = 0; i < count; i++) layers += stage->instructions[i].public.layer;
    buf_printf(out, "<details>\n<summary>Lines %zu\xE2\x80\x93%zu: %zu instruction%s, %zu layer%s</summary>\n<ol>\n",
               stage->public.line, stage->public.end_line, count + 1, count ? "s" : "", layers, layers == 1 ? "" : "s");
    put_instruction(page, stage->from);
    for (size_t i = 0; i < count; i++) put_instruction(page, &stage->instructions[i]);
    buf_text(out, "</ol>\n</details>\n");
}

/* ---- the list ---- */

static void put_stage(const struct page *page, size_t index) {
    const struct view_node *node = &page->view->nodes[index];
    const sg_stage *stage = node->stage;
    put_name(page, node);
    put_purpose(page, stage);
    buf_text(page->out, "<dl>\n");
    put_base(page, index);
    put_fact(page, "Platform", stage->platform);
    put_size(page, node);
    if (node->cluster != NO_CLUSTER) put_fact(page, "Group", page->view->clusters[node->cluster].title);
    put_source(page, node);
    put_needs(page, index);
    put_needed_by(page, index);
    buf_text(page->out, "</dl>\n");
    put_instructions(page, &page->drawing->doc->stages.items[stage->index]);
}

static void put_member(const struct page *page, const sg_stage *stage) {
    put(page->out, "<div class=\"member\">\n<h3>", label_one_line(page->drawing->scratch, stage->title), "</h3>\n");
    if (stage->name.ptr) put(page->out, "<p class=\"name\"><code>", stage->name, "</code></p>\n");
    put_purpose(page, stage);
    put_instructions(page, &page->drawing->doc->stages.items[stage->index]);
    buf_text(page->out, "</div>\n");
}

/* What stands between them and others, then each of them. */
static void put_stages(const struct page *page, size_t index) {
    const struct view_node *node = &page->view->nodes[index];
    buf_printf(page->out, "<p class=\"name\">%zu stage%s drawn as one</p>\n<dl>\n", node->stage_count,
               node->stage_count == 1 ? "" : "s");
    put_source(page, node);
    put_needs(page, index);
    put_needed_by(page, index);
    buf_text(page->out, "</dl>\n");
    for (size_t i = 0; i < node->stage_count; i++) put_member(page, node->stages[i]);
}

static void put_other(const struct page *page, size_t index) {
    static const char *const kinds[] = {[NODE_IMAGE] = "image from outside",
                                        [NODE_URL] = "address from outside",
                                        [NODE_CONTEXT] = "build context from outside"};
    const struct view_node *node = &page->view->nodes[index];
    buf_printf(page->out, "<p class=\"name\">%s</p>\n<dl>\n", kinds[node->kind]);
    if (!str_eq(node->tooltip, node->lines[0].text)) put_fact(page, "In full", node->tooltip);
    put_needed_by(page, index);
    buf_text(page->out, "</dl>\n");
}

static void put_entry(const struct page *page, size_t index) {
    const struct view_node *node = &page->view->nodes[index];
    put(page->out, "<article id=\"s-", node->id, "\"");
    put(page->out, " data-id=\"", node->id, "\">\n<h2>");
    put_link(page, index, node->lines[0].text);
    buf_text(page->out, "</h2>\n");
    if (node->kind == NODE_STAGE) put_stage(page, index);
    else if (node->kind == NODE_STAGES) put_stages(page, index);
    else put_other(page, index);
    buf_text(page->out, "</article>\n");
}

/* ---- the page ---- */

static void put_head(const struct page *page) {
    struct buf *out = page->out;
    buf_text(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
                  "style-src '" STYLE_HASH "'; script-src '" SCRIPT_HASH "'; base-uri 'none'; form-action 'none'\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<link rel=\"icon\" href=\"data:,\">\n");
    put(out, "<title>", page->view->title, "</title>\n");
    buf_text(out, "<style>");
    buf_text(out, viewer_style);
    buf_text(out, "</style>\n</head>\n<body>\n");
}

static void put_header(const struct page *page) {
    struct buf *out = page->out;
    put(out, "<header>\n<h1>", page->view->title, "</h1>\n");
    put(out, "<p>", page->view->summary, "</p>\n");
    buf_text(out,
             "<div class=\"tools\" role=\"search\">\n<output></output>\n"
             "<input type=\"search\" placeholder=\"Type / to search\" aria-label=\"Search the stages\" "
             "aria-keyshortcuts=\"/\" title=\"Search (/); Enter goes to the next match\" autocomplete=\"off\" "
             "spellcheck=\"false\">\n"
             "<select aria-label=\"Theme\">\n<option value=\"auto\">Theme: auto</option>\n"
             "<option value=\"light\">Theme: light</option>\n<option value=\"dark\">Theme: dark</option>\n</select>\n"
             "</div>\n</header>\n");
}

static void put_tools(struct buf *out) {
    buf_text(out,
             "<div class=\"tools zoom\" role=\"group\" aria-label=\"Zoom\">\n"
             "<button data-key=\"+\" aria-label=\"Zoom in\" title=\"Zoom in (+)\">+</button>\n"
             "<button data-key=\"-\" aria-label=\"Zoom out\" title=\"Zoom out (\xE2\x88\x92)\">\xE2\x88\x92</button>\n"
             "<button data-key=\"0\" title=\"Show all of it (0)\">Fit</button>\n</div>\n");
}

static void put_page(const struct page *page, sg_str picture) {
    struct buf *out = page->out;
    put_head(page);
    put_header(page);
    buf_text(out, "<main>\n<div class=\"canvas\">\n");
    svg_finish(page->view, SVG_IN_PAGE, picture, out);
    buf_text(out, "</div>\n");
    put_tools(out);
    buf_text(out, "<section class=\"panel\" aria-label=\"Stages\">\n"
                  "<button class=\"tools close\" data-key=\"Escape\" aria-label=\"Close\" title=\"Close (Esc)\">"
                  "\xC3\x97</button>\n");
    for (size_t i = 0; i < page->view->node_count; i++) put_entry(page, i);
    buf_text(out, "</section>\n</main>\n<script>");
    buf_text(out, viewer_script);
    buf_text(out, "</script>\n</body>\n</html>\n");
}

sg_status render_html(const struct drawing *drawing, struct buf *out) {
    struct page page = {.drawing = drawing, .view = drawing->view, .out = out};
    struct buf picture = {0};
    chain_edges(&page);
    sg_status status = lay_out(drawing, "svg", 1, &picture);
    if (status == SG_OK) put_page(&page, buf_str(&picture));
    buf_free(&picture);
    return status;
}
