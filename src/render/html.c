/* The view as one page to look around in: the picture, and a list of its nodes with their facts and instructions.
 * Without its script the page is just these two; with it the list is the panel beside the picture (html/viewer.js). */
#include "render/html.h"

#include "base/utf8.h"
#include "render/layout.h"
#include "render/xml.h"

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
    struct arena *words; /* of one entry */
    size_t *first[2];    /* by side, by node: its first edge; the others are chained by next */
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

static void put_base(const struct page *page, size_t index, const struct view_facts *facts) {
    struct buf *out = page->out;
    size_t e = page->first[NEEDS][index];
    while (e != NONE && page->view->edges[e].kind != SG_EDGE_FROM) e = page->next[NEEDS][e];
    buf_text(out, "<dt>Base</dt>\n<dd><code>");
    if (e == NONE) html_put(facts->base, out);
    else put_link(page, page->view->edges[e].from, facts->base);
    buf_text(out, "</code>");
    if (!str_eq(facts->base, facts->base_written)) put(out, " <small>written ", facts->base_written, "</small>");
    buf_text(out, "</dd>\n");
}

/* --link opens beside the page; where it leads learns nothing of the page. */
static void put_source(const struct page *page, const struct view_node *node, const struct view_facts *facts) {
    if (!node->link.len) return;
    put(page->out, "<dt>Source</dt>\n<dd><a target=\"_blank\" rel=\"noopener noreferrer\" href=\"", node->link, "\">");
    put(page->out, "", facts->file, "");
    buf_printf(page->out, ", line %zu</a></dd>\n", facts->line);
}

/* A fact, and below it in small print what else there is to say of it. */
static void put_fact_with(const struct page *page, const char *name, sg_str value, sg_str small) {
    if (!value.len) return;
    buf_printf(page->out, "<dt>%s</dt>\n", name);
    put(page->out, "<dd>", value, "");
    put(page->out, " <small>", small, "</small></dd>\n");
}

/* As in the picture, and in full, which names the image that was measured. */
static void put_size(const struct page *page, const struct view_facts *facts, sg_str origin) {
    put_fact_with(page, "Size", facts->size, facts->size_in_full.len ? facts->size_in_full : origin);
}

static void put_states(const struct page *page, const struct view_node *node) {
    struct view_state states[MARK_COUNT];
    size_t count = view_states(node->marks, states);
    for (size_t i = 0; i < count; i++)
        buf_printf(page->out, " <span class=\"mark %s\">%s</span>", states[i].class, states[i].word);
}

static void put_name(const struct page *page, const struct view_facts *facts) {
    if (facts->named) put(page->out, "<code>", facts->name, "</code>");
    else html_put(facts->name, page->out);
}

static void put_purpose(const struct page *page, const struct view_facts *facts, sg_str origin) {
    if (!facts->purpose.len) return;
    put(page->out, facts->guessed ? "<p class=\"purpose\"><i>" : "<p class=\"purpose\">", facts->purpose,
        facts->guessed ? "</i></p>\n" : "</p>\n");
    put(page->out, "<p class=\"origin\">", origin, "</p>\n");
}

/* ---- its instructions ---- */

static void put_instruction(const struct page *page, const struct view_instruction *instruction) {
    struct buf *out = page->out;
    buf_printf(out, "<li><span class=\"line\">%zu", instruction->line);
    if (instruction->end_line > instruction->line) buf_printf(out, "\xE2\x80\x93%zu", instruction->end_line);
    buf_text(out, "</span><div>");
    if (instruction->layer) buf_text(out, "<span class=\"mark\">layer</span>");
    if (instruction->size.len) put(out, "<span class=\"mark\">", instruction->size, "</span>");
    put(out, "<code>", instruction->source, "</code></div></li>\n");
}

static void put_instructions(const struct page *page, size_t stage, const struct view_facts *facts) {
    struct buf *out = page->out;
    size_t count = facts->instruction_count, layers = facts->layer_count;
    buf_printf(out, "<details>\n<summary>Lines %zu\xE2\x80\x93%zu: %zu instruction%s, %zu layer%s</summary>\n<ol>\n",
               facts->line, facts->end_line, count, count == 1 ? "" : "s", layers, layers == 1 ? "" : "s");
    for (size_t i = 0; i < count; i++) {
        struct view_instruction instruction = view_instruction(page->words, &page->view->source, stage, i);
        put_instruction(page, &instruction);
    }
    buf_text(out, "</ol>\n</details>\n");
}

/* ---- the list ---- */

static struct view_facts facts_of(const struct page *page, size_t stage) {
    return view_facts(page->words, &page->view->source, stage);
}

static struct view_origins origins_of(const struct page *page, size_t stage) {
    return view_origins(page->words, &page->view->source, stage, false);
}

static void put_stage(const struct page *page, size_t index) {
    const struct view_node *node = &page->view->nodes[index];
    struct view_facts facts = facts_of(page, node->stage);
    struct view_origins origins = origins_of(page, node->stage);
    buf_text(page->out, "<p class=\"name\">");
    put_name(page, &facts);
    put_states(page, node);
    buf_text(page->out, "</p>\n");
    put_purpose(page, &facts, origins.purpose);
    buf_text(page->out, "<dl>\n");
    put_base(page, index, &facts);
    put_fact(page, "Platform", facts.platform);
    put_size(page, &facts, origins.size);
    if (node->cluster != NO_CLUSTER)
        put_fact_with(page, "Group", page->view->clusters[node->cluster].title, origins.group);
    put_fact(page, "Why", view_line_of(node, LINE_NOTE));
    put_source(page, node, &facts);
    put_needs(page, index);
    put_needed_by(page, index);
    buf_text(page->out, "</dl>\n");
    put_instructions(page, node->stage, &facts);
}

static void put_member(const struct page *page, size_t stage) {
    struct view_facts facts = facts_of(page, stage);
    put(page->out, "<div class=\"member\">\n<h3>", facts.title, "</h3>\n");
    if (facts.named) put(page->out, "<p class=\"name\"><code>", facts.name, "</code></p>\n");
    put_purpose(page, &facts, origins_of(page, stage).purpose);
    put_instructions(page, stage, &facts);
    buf_text(page->out, "</div>\n");
}

/* What stands between them and others, then each of them. */
static void put_stages(const struct page *page, size_t index) {
    const struct view_node *node = &page->view->nodes[index];
    struct view_facts first = facts_of(page, node->stage);
    buf_printf(page->out, "<p class=\"name\">%zu stage%s drawn as one", node->stage_count,
               node->stage_count == 1 ? "" : "s");
    put_states(page, node);
    buf_text(page->out, "</p>\n<dl>\n");
    put_source(page, node, &first);
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
    arena_reset(page->words);
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
    buf_text(
        out,
        "<div class=\"tools\" role=\"search\">\n"
        "<button data-key=\"l\" aria-pressed=\"true\" title=\"Show the list of stages (l)\">List</button>\n<output></output>\n"
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
             "<button data-key=\"+\" aria-label=\"Zoom in\" title=\"Zoom in (+, or Ctrl and the wheel)\">+</button>\n"
             "<button data-key=\"-\" aria-label=\"Zoom out\" title=\"Zoom out (\xE2\x88\x92)\">\xE2\x88\x92</button>\n"
             "<button data-key=\"0\" title=\"Show all of it (0)\">Fit</button>\n</div>\n");
}

static void put_page(const struct page *page, sg_str picture) {
    struct buf *out = page->out;
    put_head(page);
    put_header(page);
    buf_text(out, "<main>\n");
    html_list_put(page->view, page->words, out);
    buf_text(out, "<div class=\"canvas\">\n");
    svg_finish(page->view, SVG_IN_PAGE, picture, out);
    buf_text(out, "</div>\n");
    put_tools(out);
    html_legend_put(page->view, page->words, out);
    buf_text(out, "<section class=\"panel\" aria-label=\"Details\">\n"
                  "<button class=\"tools close\" data-key=\"Escape\" aria-label=\"Close\" title=\"Close (Esc)\">"
                  "\xC3\x97</button>\n"
                  "<button class=\"tools only\" data-key=\"o\" aria-pressed=\"false\" "
                  "title=\"Hide the rest of the picture (o)\">Only this chain</button>\n");
    for (size_t i = 0; i < page->view->node_count; i++) put_entry(page, i);
    buf_text(out, "</section>\n</main>\n<script>");
    buf_text(out, viewer_script);
    buf_text(out, "</script>\n</body>\n</html>\n");
}

sg_status render_html(const struct drawing *drawing, struct buf *out) {
    struct page page = {.drawing = drawing, .view = drawing->view, .out = out, .words = arena_child(drawing->scratch)};
    struct buf picture = {0};
    chain_edges(&page);
    sg_status status = lay_out(drawing, "svg", 1, &picture);
    if (status == SG_OK) put_page(&page, buf_str(&picture));
    buf_free(&picture);
    return status;
}
