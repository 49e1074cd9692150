/* What Mermaid's hosts refuse to draw, and what helps: each option that could is tried on the same document, and named
 * with what it leaves. */
#include "render/mermaid.h"

#include "base/utf8.h"

/* Of Mermaid's maxEdges and maxTextSize, which hosts do not raise. */
/* A page 880 pixels wide shows more stages in letters that are too small to read. */
enum { READABLE_STAGES = 15 };
enum { EDGE_LIMIT = 500, TEXT_LIMIT = 50000 };
/* What has more is not drawn again and again to see what would be left. */
enum { TRIED_EDGES = 20000 };

struct amount {
    size_t edges, characters;
};

/* In the order in which a reader would miss least. */
static const struct remedy {
    bool shortens; /* labels only: as many edges are left */
    enum option_id option;
    const char *value, *flag;
} remedies[] = {
    {false, OPT_legend, "false", "no --legend"},    {false, OPT_edges, "plain", "--edges plain"},
    {true, OPT_layers, "false", "no --layers"},     {false, OPT_fold, "true", "--fold"},
    {false, OPT_images, "hide", "--images hide"},   {false, OPT_collapse, "all", "--collapse all"},
    {true, OPT_no_purpose, "true", "--no-purpose"},
};

/* As JavaScript counts them: what is beyond U+FFFF is two. */
static size_t characters_of(sg_str text) {
    size_t count = 0;
    while (text.len) count += utf8_next(&text) > 0xFFFF ? 2 : 1;
    return count;
}

static struct amount amount_of(const struct view *view, sg_str chart) {
    struct amount amount = {view->edge_count, characters_of(chart)};
    for (size_t i = 0; i < view->legend_count; i++) amount.edges += view->legend[i].sample <= LEGEND_ADD;
    return amount;
}

static bool is_too_much(struct amount amount) {
    return amount.edges > EDGE_LIMIT || amount.characters > TEXT_LIMIT;
}

/* The other chart is written behind this one, whose buffer is freed whatever happens, and taken away again. One with
 * too many edges need not be written. `now` if the remedy changes nothing. */
static struct amount amount_with(const struct drawing *drawing, const struct remedy *remedy, struct amount now,
                                 struct buf *out) {
    size_t start = out->len;
    struct drawing other = *drawing;
    other.scratch = arena_child(drawing->scratch);
    other.view = view_with(other.scratch, drawing->view, remedy->option, remedy->value);
    if (other.view && other.view->edge_count <= EDGE_LIMIT) mermaid_chart(&other, out);
    struct amount amount = other.view ? amount_of(other.view, str_skip(buf_str(out), start)) : now;
    out->len = start;
    arena_free(other.scratch);
    return amount;
}

static void add_part(struct arena *arena, struct text *parts, sg_str part) {
    text_put(arena, parts, parts->len ? STR(", ") : STR("; "));
    text_put(arena, parts, part);
}

/* All that suffice; if none does, the one that leaves least. */
static void add_remedies(const struct drawing *drawing, struct amount now, struct buf *out, struct text *parts) {
    bool by_edges = now.edges > EDGE_LIMIT;
    size_t least = by_edges ? now.edges : now.characters, best = COUNT(remedies);
    struct amount left[COUNT(remedies)];
    for (size_t i = 0; i < COUNT(remedies); i++) {
        left[i] = by_edges && remedies[i].shortens ? now : amount_with(drawing, &remedies[i], now, out);
        size_t rest = by_edges ? left[i].edges : left[i].characters;
        if (rest < least) least = rest, best = i;
    }
    bool suffices = false;
    for (size_t i = 0; i < COUNT(remedies); i++) suffices = suffices || !is_too_much(left[i]);
    for (size_t i = 0; i < COUNT(remedies); i++) {
        if (suffices ? is_too_much(left[i]) : i != best) continue;
        size_t rest = by_edges ? left[i].edges : left[i].characters;
        add_part(drawing->scratch, parts, arena_printf(drawing->scratch, "%s leaves %zu", remedies[i].flag, rest));
    }
}

static size_t stage_count(const struct view *view) {
    size_t count = 0;
    for (size_t i = 0; i < view->node_count; i++) count += !node_is_outside(&view->nodes[i]);
    return count;
}

/* Whoever is focused on, all is drawn where each stage needs the one before: then the longest path has all of them. */
static void add_selection(const struct drawing *drawing, struct text *parts) {
    size_t stages = stage_count(drawing->view), longest = 0;
    for (size_t i = 0; i < drawing->view->node_count; i++)
        if (drawing->view->nodes[i].rank >= longest) longest = drawing->view->nodes[i].rank + 1;
    if (stages > longest) add_part(drawing->scratch, parts, STR("--focus STAGE draws a part"));
    else if (stages > 1) add_part(drawing->scratch, parts, STR("--target STAGE draws a part"));
}

static void note_small_print(const struct drawing *drawing) {
    size_t stages = stage_count(drawing->view);
    if (stages <= READABLE_STAGES) return;
    const char *others = drawing->view->cluster_count ? ", --focus STAGE or --collapse GROUP" : " or --focus STAGE";
    diag_add(drawing->report, DIAG_MERMAID_SMALL, 0, NOWHERE, stages, others);
}

void mermaid_warn_of_limits(const struct drawing *drawing, struct buf *out) {
    struct amount now = amount_of(drawing->view, buf_str(out));
    struct text parts = {0};
    if (!is_too_much(now)) {
        note_small_print(drawing);
        return;
    }
    if (!drawing->view->unknown_names && now.edges <= TRIED_EDGES) add_remedies(drawing, now, out, &parts);
    add_selection(drawing, &parts);
    if (!parts.len) add_part(drawing->scratch, &parts, STR("-f svg has no such limit"));
    bool by_edges = now.edges > EDGE_LIMIT;
    sg_str message = arena_printf(drawing->scratch, "%zu %s at most %d%.*s", by_edges ? now.edges : now.characters,
                                  by_edges ? "edges: Mermaid's hosts draw" : "characters: Mermaid's hosts take",
                                  by_edges ? EDGE_LIMIT : TEXT_LIMIT, STR_ARG(text_str(&parts)));
    diag_add(drawing->report, DIAG_MERMAID_LIMIT, 0, NOWHERE, STR_ARG(message));
}
