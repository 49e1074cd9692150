/* The view for a README: Mermaid's flowchart in a fence and, below it, the stages as a table. */
#include "render/markdown.h"

/* ---- text ---- */

/* Besides markup these are what GitHub turns into a link wherever it stands: "x://", "www." and "a@b". */
static bool needs_backslash(sg_str text, size_t i) {
    char c = text.ptr[i];
    if (c == ':') return str_starts(str_skip(text, i), STR("://"));
    if (c == '.') return i >= 3 && str_eq_nocase(str_slice(text, i - 3, i), STR("www"));
    return strchr("\\|`*_[]~$@", c);
}

/* Entities where a backslash might be too weak: not every reader knows that "\<b>" is no tag. */
void markdown_cell(sg_str text, struct buf *out) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '<') buf_text(out, "&lt;");
        else if (c == '>') buf_text(out, "&gt;");
        else if (c == '&') buf_text(out, "&amp;");
        else if ((unsigned char)c < 0x20 || c == 0x7F) buf_char(out, ' ');
        else if (needs_backslash(text, i)) buf_printf(out, "\\%c", c);
        else buf_char(out, c);
    }
}

void markdown_name(sg_str name, struct buf *out) {
    bool plain = name.len > 0;
    for (size_t i = 0; i < name.len && plain; i++)
        plain = ascii_alnum(name.ptr[i]) || (name.ptr[i] && strchr("._-/:@+${}", name.ptr[i]));
    if (plain) buf_char(out, '`');
    if (plain) buf_put(out, name);
    else markdown_cell(name, out);
    if (plain) buf_char(out, '`');
}

size_t markdown_fence(sg_str text) {
    size_t run = 0, longest = 2;
    for (size_t i = 0; i < text.len; i++) {
        run = text.ptr[i] == '`' ? run + 1 : 0;
        if (run > longest) longest = run;
    }
    return longest + 1;
}

/* ---- the table ---- */

/* The title as in the chart, and the name that --target takes. */
static void put_stage(const struct view_node *node, const struct view_facts *facts, struct buf *out) {
    markdown_cell(view_line_of(node, LINE_TITLE), out);
    if (node->kind != NODE_STAGE || !facts->named || str_eq(facts->name, facts->title)) return;
    buf_char(out, ' ');
    markdown_name(facts->name, out);
}

/* Our own words, so not escaped: a lone "~" means nothing to GitHub. */
static sg_str size_of(const struct view_node *node) {
    return node->marks & MARK_UNKNOWN ? STR("") : view_line_of(node, LINE_SIZE);
}

/* What is guessed is emphasized. */
static void put_purpose(const struct view_facts *facts, struct buf *out) {
    if (facts->guessed) buf_char(out, '*');
    markdown_cell(facts->purpose, out);
    if (facts->guessed) buf_char(out, '*');
}

struct table {
    const struct view *view;
    struct arena *words; /* of one row */
    bool sizes;
};

/* Several stages have no base of their own, and say how many they are. */
static void put_row(const struct table *table, const struct view_node *node, struct buf *out) {
    struct view_facts facts = view_facts(table->words, &table->view->source, node->stage);
    bool single = node->kind == NODE_STAGE;
    buf_text(out, "| ");
    put_stage(node, &facts, out);
    buf_text(out, " | ");
    if (single) markdown_name(facts.base, out);
    if (table->view->has_purposes) buf_text(out, " | ");
    if (table->view->has_purposes && single) put_purpose(&facts, out);
    if (table->view->has_purposes && !single) markdown_cell(view_line_of(node, LINE_STAGES), out);
    if (table->sizes) buf_text(out, " | ");
    if (table->sizes) buf_put(out, size_of(node));
    buf_text(out, " |\n");
    arena_reset(table->words);
}

static void put_table(const struct drawing *drawing, struct buf *out) {
    const struct view *view = drawing->view;
    struct table table = {view, arena_child(drawing->scratch), false};
    for (size_t i = 0; i < view->node_count; i++)
        table.sizes = table.sizes || (!node_is_outside(&view->nodes[i]) && size_of(&view->nodes[i]).len);
    buf_printf(out, "| Stage | Base |%s%s\n", view->has_purposes ? " Purpose |" : "", table.sizes ? " Size |" : "");
    buf_printf(out, "|---|---|%s%s\n", view->has_purposes ? "---|" : "", table.sizes ? "---:|" : "");
    for (size_t i = 0; i < view->node_count; i++)
        if (!node_is_outside(&view->nodes[i])) put_row(&table, &view->nodes[i], out);
    arena_free(table.words);
}

/* ---- the whole ---- */

#define SIGNATURE "<!-- Made by stagegraph"

static bool is_chart(sg_str text) {
    sg_str line, rest;
    str_cut(text, '\n', &line, &rest);
    if (str_starts(line, STR("%%{init:"))) str_cut(rest, '\n', &line, &rest);
    return str_starts(line, STR("flowchart ")) && str_starts(rest, STR("    accTitle: "));
}

static bool is_table(sg_str text) {
    sg_str line;
    for (bool more = true; more && text.len;) {
        more = str_cut(text, '\n', &line, &text);
        if (!str_starts(line, STR("|"))) return false;
    }
    return true;
}

static bool is_fence_and_table(sg_str text) {
    size_t ticks = 0;
    while (ticks < text.len && text.ptr[ticks] == '`') ticks++;
    sg_str fence = str_slice(text, 0, ticks), line, rest = str_skip(text, ticks);
    str_cut(rest, '\n', &line, &rest);
    if (ticks < 3 || !str_eq(line, STR("mermaid")) || !is_chart(rest)) return false;
    do str_cut(rest, '\n', &line, &rest);
    while (rest.len && !str_eq(line, fence));
    return str_starts(rest, STR("\n| Stage | Base |")) && is_table(str_skip(rest, 1));
}

bool markdown_is_ours(sg_str document) {
    return str_starts(document, STR(SIGNATURE)) || is_chart(document) || is_fence_and_table(document);
}

sg_status render_markdown(const struct drawing *drawing, struct buf *out) {
    struct buf chart = {0};
    sg_status status = render_mermaid(drawing, &chart);
    size_t fence = markdown_fence(buf_str(&chart));
    buf_text(out, SIGNATURE "; what is changed here is lost when it is made again. -->\n\n");
    buf_fill(out, '`', fence);
    buf_text(out, "mermaid\n");
    buf_put(out, buf_str(&chart));
    buf_fill(out, '`', fence);
    buf_text(out, "\n\n");
    put_table(drawing, out);
    out->failed |= chart.failed;
    buf_free(&chart);
    return status;
}
