/* The list beside the picture, final images first, and the legend below it. */
#include "render/html.h"

/* What html_list_put() knows of the view before it writes. */
struct list {
    const struct view *view;
    struct arena *words;
    struct buf *out;
    int64_t largest; /* bytes; -1 where no size is known */
};

static struct view_facts facts_of(const struct list *list, const struct view_node *node) {
    return view_facts(list->words, &list->view->source, node->stage);
}

static int64_t largest_size(const struct list *list) {
    int64_t largest = -1;
    for (size_t i = 0; i < list->view->node_count; i++) {
        const struct view_node *node = &list->view->nodes[i];
        if (node->kind == NODE_STAGE) {
            int64_t bytes = facts_of(list, node).bytes;
            if (bytes > largest) largest = bytes;
        }
        arena_reset(list->words);
    }
    return largest;
}

/* ---- entries ---- */

static void size_put(const struct list *list, sg_str size) {
    if (!size.len) return;
    buf_text(list->out, " <small>");
    html_put(size, list->out);
    buf_text(list->out, "</small>");
}

/* That of the largest is full. */
static void bar_put(const struct list *list, int64_t bytes) {
    if (bytes < 0 || list->largest <= 0) return;
    int percent = (int)((double)bytes * 100 / (double)list->largest + 0.5);
    buf_printf(list->out, "<meter max=\"100\" value=\"%d\" aria-hidden=\"true\"></meter>", percent);
}

/* Final images have a part of their own, which says so. */
static void states_put(const struct list *list, const struct view_node *node) {
    struct view_state states[MARK_COUNT];
    size_t count = view_states(node->marks & ~(unsigned)MARK_FINAL, states);
    for (size_t i = 0; i < count; i++)
        buf_printf(list->out, " <span class=\"mark %s\">%s</span>", states[i].class, states[i].word);
}

static void item_put(const struct list *list, const struct view_node *node) {
    struct view_facts facts = {.bytes = -1};
    if (node->kind == NODE_STAGE) facts = facts_of(list, node);
    buf_printf(list->out, "<li><a href=\"#s-%.*s\">", STR_ARG(node->id));
    html_put(node->lines[0].text, list->out);
    states_put(list, node);
    size_put(list, facts.size);
    buf_text(list->out, "</a>");
    bar_put(list, facts.bytes);
    buf_text(list->out, "</li>\n");
    arena_reset(list->words);
}

/* ---- parts: each node is in one of them ---- */

enum part { PART_TARGET, PART_FINAL, PART_GROUP, PART_STAGES, PART_OUTSIDE };

static enum part part_of(const struct view_node *node) {
    if (node->marks & MARK_TARGET) return PART_TARGET;
    if (node->marks & MARK_FINAL) return PART_FINAL;
    if (node->cluster != NO_CLUSTER) return PART_GROUP;
    return node_is_outside(node) ? PART_OUTSIDE : PART_STAGES;
}

static void part_open(const struct list *list, sg_str title, bool unfolded, bool guessed) {
    buf_text(list->out, unfolded ? "<details open>\n<summary>" : "<details>\n<summary>");
    buf_text(list->out, guessed ? "<i>" : "");
    html_put(title, list->out);
    buf_text(list->out, guessed ? "</i></summary>\n<ul>\n" : "</summary>\n<ul>\n");
}

static void part_close(const struct list *list) {
    buf_text(list->out, "</ul>\n</details>\n");
}

static bool items_put(const struct list *list, enum part part, const char *title, bool opened) {
    const struct view *view = list->view;
    for (size_t i = 0; i < view->node_count; i++) {
        if (part_of(&view->nodes[i]) != part) continue;
        if (!opened) part_open(list, str_from(title), part != PART_OUTSIDE, false);
        opened = true;
        item_put(list, &view->nodes[i]);
    }
    return opened;
}

static void part_put(const struct list *list, enum part part, const char *title) {
    if (items_put(list, part, title, false)) part_close(list);
}

/* The target is one of them. */
static void finals_put(const struct list *list) {
    const char *title = "Final images";
    if (items_put(list, PART_FINAL, title, items_put(list, PART_TARGET, title, false))) part_close(list);
}

static void group_put(const struct list *list, const struct view_cluster *cluster) {
    bool opened = false;
    for (size_t i = 0; i < cluster->node_count; i++) {
        const struct view_node *node = &list->view->nodes[cluster->nodes[i]];
        if (part_of(node) != PART_GROUP) continue;
        if (!opened) part_open(list, cluster->title, true, cluster->guessed);
        opened = true;
        item_put(list, node);
    }
    if (opened) part_close(list);
}

void html_list_put(const struct view *view, struct arena *words, struct buf *out) {
    struct list list = {view, words, out, -1};
    list.largest = largest_size(&list);
    buf_text(out, "<nav aria-label=\"Stages\">\n");
    finals_put(&list);
    for (size_t i = 0; i < view->cluster_count; i++) group_put(&list, &view->clusters[i]);
    part_put(&list, PART_STAGES, view->cluster_count ? "Other stages" : "Stages");
    part_put(&list, PART_OUTSIDE, "From outside");
    buf_text(out, "</nav>\n");
}

/* ---- the legend ---- */

void html_legend_put(const struct view *view, struct arena *words, struct buf *out) {
    static const char *const samples[] = {
        [LEGEND_FROM] = "from",       [LEGEND_COPY] = "copy",     [LEGEND_MOUNT] = "mount", [LEGEND_ADD] = "add",
        [LEGEND_IMAGE] = "outside",   [LEGEND_TARGET] = "target", [LEGEND_FINAL] = "final", [LEGEND_FOCUS] = "focus",
        [LEGEND_GUESSED] = "guessed", [LEGEND_SIZES] = "sizes",   [LEGEND_SHIPS] = "ships", [LEGEND_ASIDE] = "aside",
        [LEGEND_BARS] = "bars"};
    if (view->legend_count) return;
    const struct view *legend = view_with(words, view, OPT_legend, "true");
    if (!legend->legend_count) return;
    buf_text(out, "<ul class=\"legend\" aria-label=\"Legend\">\n");
    for (size_t i = 0; i < legend->legend_count; i++) {
        buf_printf(out, "<li class=\"%s\">", samples[legend->legend[i].sample]);
        html_put(legend->legend[i].text, out);
        buf_text(out, "</li>\n");
    }
    buf_text(out, "</ul>\n");
    arena_reset(words);
}
