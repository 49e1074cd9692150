/* Whether a chart has the nodes and edges that the document has by its JSON: all stages that the targets need, and each
 * image, URL and context that one of them takes something from. */
#include "base/map.h"
#include "fuzz.h"

struct expected {
    const struct tree *json;
    const struct chart *chart;
    struct arena *arena;
    size_t *node_of_stage; /* SIZE_MAX: not drawn */
    struct map sources;    /* image, URL or context → node */
    size_t next_outside;   /* where the next one of them stands in the chart */
    struct map edges;      /* key → how many are still to be found */
    size_t edge_count;
};

static const struct tree_value *member(const struct expected *expected, const struct tree_value *object,
                                       const char *key) {
    return tree_get(expected->json, object, key);
}

static bool is_true(const struct expected *expected, const struct tree_value *object, const char *key) {
    return str_eq(member(expected, object, key)->text, STR("true"));
}

static size_t number(const struct tree_value *value) {
    size_t number = 0;
    check(value->kind == TREE_NUMBER);
    for (size_t i = 0; i < value->text.len; i++) number = number * 10 + (size_t)(value->text.ptr[i] - '0');
    return number;
}

#define EACH(expected, list, item)                                                                                     \
    for (const struct tree_value *item = (list) + 1; item < (expected)->json->items + (list)->end;                     \
         item = (expected)->json->items + item->end)

/* The stages of the JSON and the boxes of the chart are the same ids. */
static void find_stages(struct expected *expected) {
    const struct tree_value *stages = member(expected, expected->json->items, "stages");
    struct map boxes = {0};
    size_t left = 0, count = 0, index = 0;
    for (size_t i = 0; i < expected->chart->nodes.count; i++) {
        const struct chart_node *node = &expected->chart->nodes.items[i];
        if (node->outside) continue;
        map_put(expected->arena, &boxes, node->id, i);
        left++;
    }
    EACH(expected, stages, stage) count++;
    expected->node_of_stage = arena_array(expected->arena, size_t, count);
    EACH(expected, stages, stage) {
        const size_t *node = map_get(&boxes, member(expected, stage, "id")->text);
        bool shown = is_true(expected, stage, "reachable");
        check_text(shown == (node != NULL), member(expected, stage, "id")->text);
        expected->node_of_stage[index++] = node ? *node : SIZE_MAX;
        left -= shown;
    }
    check(left == 0);
}

static bool is_scratch(const struct expected *expected, sg_str ref) {
    EACH(expected, member(expected, expected->json->items, "images"), image)
    if (str_eq(member(expected, image, "ref")->text, ref) && is_true(expected, image, "scratch")) return true;
    return false;
}

/* What comes from outside stands in the chart in the order in which edges name it first. SIZE_MAX: not drawn. */
static size_t outside_node(struct expected *expected, const struct tree_value *source) {
    const struct tree_value *what = source + 1;
    if (str_eq(what->key, STR("image")) && is_scratch(expected, what->text)) return SIZE_MAX;
    sg_str key = arena_printf(expected->arena, "%.*s %.*s", STR_ARG(what->key), STR_ARG(what->text));
    const size_t *known = map_get(&expected->sources, key);
    if (known) return *known;
    size_t node = expected->next_outside;
    while (node < expected->chart->nodes.count && !expected->chart->nodes.items[node].outside) node++;
    check_text(node < expected->chart->nodes.count, key);
    expected->next_outside = node + 1;
    map_put(expected->arena, &expected->sources, key, node);
    return node;
}

static char arrow_of(const struct expected *expected, const struct tree_value *edge) {
    sg_str kind = member(expected, edge, "kind")->text;
    if (is_true(expected, edge, "forward")) return 'x';
    return str_eq(kind, STR("from")) ? '-' : str_eq(kind, STR("mount")) ? 'o' : '.';
}

static sg_str edge_key(struct arena *arena, char arrow, size_t from, size_t to) {
    return arena_printf(arena, "%zu %d %zu", from, arrow, to);
}

/* Edges of one kind between the same nodes are one; those of different kinds may have the same arrow. */
static void expect_edge(struct expected *expected, struct map *seen, const struct tree_value *edge) {
    size_t to = expected->node_of_stage[number(member(expected, edge, "stage"))];
    const struct tree_value *source = member(expected, edge, "source");
    if (to == SIZE_MAX) return;
    size_t from = str_eq(source[1].key, STR("stage")) ? expected->node_of_stage[number(&source[1])]
                                                      : outside_node(expected, source);
    if (from == SIZE_MAX) return;
    char arrow = arrow_of(expected, edge);
    sg_str key = edge_key(expected->arena, arrow, from, to);
    sg_str kind =
        arena_printf(expected->arena, "%.*s %.*s", STR_ARG(member(expected, edge, "kind")->text), STR_ARG(key));
    if (map_get(seen, kind)) return;
    map_put(expected->arena, seen, kind, 1);
    size_t *left = map_get(&expected->edges, key);
    if (left) ++*left;
    else map_put(expected->arena, &expected->edges, key, 1);
    expected->edge_count++;
}

void check_agreement(struct arena *arena, sg_str mermaid, sg_str json) {
    struct tree tree = tree_read(arena, json);
    struct chart chart = chart_read(arena, mermaid);
    /* Names that differ in bytes that are no UTF-8 are the same in JSON, and different nodes. */
    if (str_find_str(json, STR("\xEF\xBF\xBD")) < json.len) return;
    struct expected expected = {.json = &tree, .chart = &chart, .arena = arena};
    struct map seen = {0};
    find_stages(&expected);
    EACH(&expected, member(&expected, tree.items, "edges"), edge) expect_edge(&expected, &seen, edge);
    for (size_t i = expected.next_outside; i < chart.nodes.count; i++)
        check_text(!chart.nodes.items[i].outside, chart.nodes.items[i].id);
    check_text(chart.edges.count == expected.edge_count, mermaid);
    for (size_t i = 0; i < chart.edges.count; i++) {
        const struct chart_edge *edge = &chart.edges.items[i];
        size_t *left = map_get(&expected.edges, edge_key(arena, edge->arrow, edge->from, edge->to));
        check_text(left && *left, mermaid);
        --*left;
    }
}
