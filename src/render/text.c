/* The view as an aligned tree for a terminal: stages below what they are FROM, and what else they take below them. */
#include "base/log.h"
#include "base/utf8.h"
#include "render/render.h"
#include "view/label.h"

#define NONE ((size_t)-1)
/* Widths are for where there is no terminal whose width is known. */
enum { PURPOSE_WIDTH = 72, LEAST_WIDTH = 16, NAME_WIDTH = 40, DEEPEST = 24 };

struct tree {
    const struct view *view;
    struct arena *arena;
    struct buf *out;
    size_t *parent, *child, *sibling, *last; /* by node: the tree of FROM edges */
    size_t *depth, *shallow;                 /* shallow: the nearest one, itself or above, that is not below DEEPEST */
    size_t *taken; /* by node: its first edge that is not in the tree, chained by next_taken */
    size_t *next_taken;
    size_t columns; /* of the terminal; 0: none */
    size_t most;    /* a name or a title may have so many */
    size_t name_width, title_width, group_width, size_width, states_width;
    bool below; /* purposes stand below, each on its line: beside the states there is no room */
};

static void add_child(struct tree *tree, size_t parent, size_t child) {
    tree->parent[child] = parent;
    if (tree->last[parent] == NONE) tree->child[parent] = child;
    else tree->sibling[tree->last[parent]] = child;
    tree->last[parent] = child;
}

/* Several stages as one node may be FROM what is FROM them. */
static bool closes_cycle(const struct tree *tree, const struct view_edge *edge) {
    if (tree->view->nodes[edge->to].kind != NODE_STAGES) return false;
    size_t above = edge->from;
    while (above != NONE && above != edge->to) above = tree->parent[above];
    return above != NONE;
}

/* Each node hangs below its first FROM edge; other edges are listed at the node. */
static void build(struct tree *tree) {
    const struct view *view = tree->view;
    size_t bytes = view->node_count * sizeof(size_t);
    size_t **arrays[] = {&tree->parent, &tree->child, &tree->sibling, &tree->last, &tree->taken};
    for (size_t i = 0; i < COUNT(arrays); i++) *arrays[i] = memset(arena_alloc(tree->arena, bytes), 0xFF, bytes);
    tree->next_taken =
        memset(arena_alloc(tree->arena, view->edge_count * sizeof(size_t)), 0xFF, view->edge_count * sizeof(size_t));
    tree->depth = arena_array(tree->arena, size_t, view->node_count);
    tree->shallow = arena_array(tree->arena, size_t, view->node_count);
    bool *in_tree = arena_array(tree->arena, bool, view->edge_count);
    for (size_t e = 0; e < view->edge_count; e++) {
        const struct view_edge *edge = &view->edges[e];
        if (edge->kind != SG_EDGE_FROM || tree->parent[edge->to] != NONE || closes_cycle(tree, edge)) continue;
        add_child(tree, edge->from, edge->to);
        in_tree[e] = true;
    }
    for (size_t e = view->edge_count; e-- > 0;) {
        if (in_tree[e]) continue;
        tree->next_taken[e] = tree->taken[view->edges[e].to];
        tree->taken[view->edges[e].to] = e;
    }
}

static struct view_facts facts_of(const struct tree *tree, size_t index) {
    return view_facts(tree->arena, &tree->view->source, tree->view->nodes[index].stage);
}

/* What people type. Several stages, and what comes from outside, have a title. */
static sg_str name_of(const struct tree *tree, size_t index) {
    const struct view_node *node = &tree->view->nodes[index];
    return node->kind == NODE_STAGE ? label_middle(tree->arena, facts_of(tree, index).name, tree->most)
                                    : node->lines[0].text;
}

/* If somebody gave one: else it says no more than the name. */
static sg_str title_of(const struct tree *tree, size_t index) {
    if (tree->view->nodes[index].kind != NODE_STAGE) return STR("");
    struct view_facts facts = facts_of(tree, index);
    return facts.titled ? label_middle(tree->arena, facts.title, tree->most) : STR("");
}

static sg_str line_of(const struct tree *tree, size_t index, enum line_role role) {
    const struct view_node *node = &tree->view->nodes[index];
    struct text text = {0};
    for (size_t i = 0; i < node->line_count; i++) {
        if (node->lines[i].role != role) continue;
        if (text.len) text_put(tree->arena, &text, STR(" "));
        text_put(tree->arena, &text, node->lines[i].text);
    }
    return text_str(&text);
}

static sg_str group_of(const struct tree *tree, size_t index) {
    size_t cluster = tree->view->nodes[index].cluster;
    return cluster == NO_CLUSTER ? STR("") : tree->view->clusters[cluster].title;
}

/* "[target, final image]" */
static sg_str states_of(const struct tree *tree, size_t index) {
    struct view_state states[MARK_COUNT];
    size_t count = view_states(tree->view->nodes[index].marks, states);
    struct text text = {0};
    for (size_t i = 0; i < count; i++) {
        text_put(tree->arena, &text, i ? STR(", ") : STR("["));
        text_put(tree->arena, &text, str_from(states[i].word));
    }
    if (count) text_put(tree->arena, &text, STR("]"));
    return text_str(&text);
}

/* Deep chains do not wander off to the right: below DEEPEST the indent stays. */
static size_t indent_width(const struct tree *tree, size_t index) {
    size_t depth = tree->depth[index];
    return (depth < DEEPEST ? depth : DEEPEST) * 3;
}

static void place(struct tree *tree, size_t index) {
    size_t parent = tree->parent[index];
    tree->depth[index] = parent == NONE ? 0 : tree->depth[parent] + 1;
    tree->shallow[index] = tree->depth[index] > DEEPEST ? tree->shallow[parent] : index;
}

static void measure(struct tree *tree, size_t index) {
    size_t width = indent_width(tree, index) + str_width(name_of(tree, index));
    if (node_is_outside(&tree->view->nodes[index])) return;
    if (width > tree->name_width) tree->name_width = width;
    width = str_width(title_of(tree, index));
    if (width > tree->title_width) tree->title_width = width;
    width = str_width(group_of(tree, index));
    if (width > tree->group_width) tree->group_width = width;
    width = str_width(line_of(tree, index, LINE_SIZE));
    if (width > tree->size_width) tree->size_width = width;
    width = str_width(states_of(tree, index));
    if (width > tree->states_width) tree->states_width = width;
}

static size_t next_in_tree(const struct tree *tree, size_t index) {
    if (tree->child[index] != NONE) return tree->child[index];
    while (index != NONE && tree->sibling[index] == NONE) index = tree->parent[index];
    return index == NONE ? NONE : tree->sibling[index];
}

/* "│  " for each ancestor that has more children to come. */
static void put_bars(const struct tree *tree, size_t index, bool self) {
    size_t chain[DEEPEST + 1], count = 0;
    size_t node = self ? index : tree->parent[index];
    if (node != NONE) node = tree->shallow[node];
    for (; node != NONE && tree->parent[node] != NONE; node = tree->parent[node]) chain[count++] = node;
    while (count--) buf_text(tree->out, tree->sibling[chain[count]] != NONE ? "\xE2\x94\x82  " : "   ");
}

static void put_branch(const struct tree *tree, size_t index) {
    if (tree->parent[index] == NONE) return;
    put_bars(tree, index, false);
    if (tree->depth[index] > DEEPEST) return;
    buf_text(tree->out, tree->sibling[index] != NONE ? "\xE2\x94\x9C\xE2\x94\x80 " : "\xE2\x94\x94\xE2\x94\x80 ");
}

static void put_column(const struct tree *tree, sg_str text, size_t width, size_t *owed) {
    if (!width) return;
    buf_fill(tree->out, ' ', text.len ? *owed : 0);
    if (text.len) *owed = 0;
    buf_put(tree->out, text);
    *owed += width - str_width(text) + 2;
}

/* What a terminal has left beside the columns in front and states behind; 0 if that is too little. */
static size_t purpose_width(const struct tree *tree, size_t states_width) {
    const size_t widths[] = {tree->name_width, tree->title_width, tree->group_width, tree->size_width, states_width};
    size_t used = 0;
    if (!tree->columns) return PURPOSE_WIDTH;
    for (size_t i = 0; i < COUNT(widths); i++) used += widths[i] ? widths[i] + 2 : 0;
    return used + LEAST_WIDTH <= tree->columns ? tree->columns - used : 0;
}

/* On one line, not as it was wrapped for a box. */
static sg_str purpose_of(const struct tree *tree, size_t index, size_t width) {
    if (tree->view->nodes[index].kind != NODE_STAGE) return line_of(tree, index, LINE_STAGES);
    struct view_facts facts = facts_of(tree, index);
    return view_plain_purpose(tree->arena, &facts, width);
}

/* Blanks are owed until the next text, so that no line ends in them. */
static void put_stage(const struct tree *tree, size_t index) {
    sg_str name = name_of(tree, index);
    size_t owed = tree->name_width - indent_width(tree, index) - str_width(name) + 2;
    buf_put(tree->out, name);
    put_column(tree, title_of(tree, index), tree->title_width, &owed);
    put_column(tree, group_of(tree, index), tree->group_width, &owed);
    put_column(tree, line_of(tree, index, LINE_SIZE), tree->size_width, &owed);
    sg_str states = states_of(tree, index);
    sg_str purpose = tree->below ? STR("") : purpose_of(tree, index, purpose_width(tree, str_width(states)));
    if (purpose.len) {
        buf_fill(tree->out, ' ', owed);
        buf_put(tree->out, purpose);
        owed = 2;
    }
    if (states.len) {
        buf_fill(tree->out, ' ', owed);
        buf_put(tree->out, states);
    }
}

static void put_below(const struct tree *tree, size_t index, sg_str what, sg_str text) {
    put_bars(tree, index, true);
    buf_text(tree->out, tree->child[index] != NONE ? "\xE2\x94\x82  " : "   ");
    buf_put(tree->out, what);
    buf_char(tree->out, ' ');
    buf_put(tree->out, text);
    buf_char(tree->out, '\n');
}

static void put_purpose_below(const struct tree *tree, size_t index) {
    size_t used = indent_width(tree, index) + 5; /* "│  · " */
    if (!tree->below || node_is_outside(&tree->view->nodes[index])) return;
    size_t width = used + LEAST_WIDTH < tree->columns ? tree->columns - used : LEAST_WIDTH;
    sg_str purpose = purpose_of(tree, index, width);
    if (purpose.len) put_below(tree, index, STR("\xC2\xB7"), purpose);
}

static void put_taken(const struct tree *tree, size_t index) {
    const struct view *view = tree->view;
    for (size_t e = tree->taken[index]; e != NONE; e = tree->next_taken[e]) {
        const struct view_edge *edge = &view->edges[e];
        sg_str text = name_of(tree, edge->from);
        if (edge->count > 1) text = arena_printf(tree->arena, "%.*s (%zu times)", STR_ARG(text), edge->count);
        if (edge->size.len) text = arena_printf(tree->arena, "%.*s  %.*s", STR_ARG(text), STR_ARG(edge->size));
        struct view_state states[MARK_COUNT];
        size_t count = view_states(edge->marks & ~(unsigned)(MARK_SHIPS | MARK_ASIDE), states); /* the stage says it */
        for (size_t i = 0; i < count; i++) text = arena_printf(tree->arena, "%.*s (%s)", STR_ARG(text), states[i].word);
        put_below(tree, index, arena_join(tree->arena, STR("\xE2\x86\x90 "), str_from(view_verb(edge->kind))), text);
    }
}

static void put_node(const struct tree *tree, size_t index) {
    const struct view_node *node = &tree->view->nodes[index];
    put_branch(tree, index);
    if (node_is_outside(node)) buf_put(tree->out, name_of(tree, index));
    else put_stage(tree, index);
    buf_char(tree->out, '\n');
    put_purpose_below(tree, index);
    for (size_t i = 0; i < node->line_count; i++)
        if (node->lines[i].role == LINE_LAYER || node->lines[i].role == LINE_BASE || node->lines[i].role == LINE_NOTE)
            put_below(tree, index, STR("\xC2\xB7"), node->lines[i].text);
    put_taken(tree, index);
}

static void put_note(struct buf *out, sg_str text) {
    buf_char(out, '\n');
    buf_put(out, text);
    buf_char(out, '\n');
}

/* Roots in this order: images with what is FROM them, then stages without a drawn base; images that are only copied from
 * are told at the stages that do. */
sg_status render_text(const struct drawing *drawing, struct buf *out) {
    struct tree tree = {.view = drawing->view, .arena = drawing->scratch, .out = out};
    const struct view *view = drawing->view;
    size_t start = out->len;
    tree.columns = (size_t)option_number(drawing->options, OPT_columns);
    tree.most = tree.columns && tree.columns / 3 < NAME_WIDTH ? tree.columns / 3 : NAME_WIDTH;
    if (tree.most < LEAST_WIDTH) tree.most = LEAST_WIDTH;
    build(&tree);
    for (size_t root = 0; root < view->node_count; root++) {
        if (tree.parent[root] != NONE) continue;
        for (size_t n = root; n != NONE; n = next_in_tree(&tree, n)) {
            if (n != root && tree.parent[n] == NONE) break;
            place(&tree, n);
            measure(&tree, n);
        }
    }
    tree.below = !purpose_width(&tree, tree.states_width);
    buf_put(out, view->title);
    buf_text(out, ": ");
    buf_put(out, view->summary);
    buf_char(out, '\n');
    for (size_t root = 0; root < view->node_count; root++) {
        bool lonely = node_is_outside(&view->nodes[root]) && tree.child[root] == NONE;
        if (tree.parent[root] != NONE || lonely) continue;
        buf_char(out, '\n');
        for (size_t n = root; n != NONE && (n == root || tree.parent[n] != NONE); n = next_in_tree(&tree, n))
            put_node(&tree, n);
    }
    log_tame(out, start);
    for (size_t i = 0; i < view->legend_count; i++)
        if (view->legend[i].sample == LEGEND_SIZES) put_note(out, view->legend[i].text);
    return SG_OK;
}
