/* A chart in Mermaid's language → nodes and edges. It takes the statements that render/mermaid.c writes and no other, so
 * that whatever a stranger's text could add to a chart fails a check. */
#include "base/map.h"
#include "fuzz.h"

struct reading {
    struct chart chart;
    struct map ids;   /* → 1 + node, or 0 for a subgraph */
    sg_str all, rest; /* the statements to come */
    bool inside;      /* a subgraph */
};

#define REQUIRE(condition) check_text(condition, reading->all)

static bool takes(struct reading *reading, const char *text) {
    sg_str start = str_from(text);
    if (!str_starts(reading->rest, start)) return false;
    reading->rest = str_skip(reading->rest, start.len);
    return true;
}

static void take(struct reading *reading, const char *text) {
    REQUIRE(takes(reading, text));
}

static sg_str take_id(struct reading *reading) {
    size_t len = 0;
    while (len < reading->rest.len && (ascii_alnum(reading->rest.ptr[len]) || reading->rest.ptr[len] == '_')) len++;
    sg_str id = str_slice(reading->rest, 0, len);
    REQUIRE(id.len > 0);
    reading->rest = str_skip(reading->rest, len);
    return id;
}

/* Between quotes, which nothing inside can close. Of markup there is <br/> only, and "#" starts an entity. */
static void take_label(struct reading *reading) {
    sg_str label, line_break = STR("<br/>");
    take(reading, "\"");
    REQUIRE(str_cut(reading->rest, '"', &label, &reading->rest));
    REQUIRE(label.len > 0);
    while (label.len) {
        bool breaks = str_starts(label, line_break);
        REQUIRE(breaks || !strchr("<>&", label.ptr[0]) || !label.ptr[0]);
        if (label.ptr[0] == '#') REQUIRE(str_find(label, ';') < 8);
        label = str_skip(label, breaks ? line_break.len : 1);
    }
}

static void add_id(struct reading *reading, sg_str id, size_t meaning) {
    check_text(!map_get(&reading->ids, id), id);
    map_put(reading->chart.arena, &reading->ids, id, meaning);
}

static size_t node_of(struct reading *reading, sg_str id) {
    const size_t *known = map_get(&reading->ids, id);
    check_text(known && *known, id);
    return *known - 1;
}

static void take_subgraph(struct reading *reading) {
    REQUIRE(!reading->inside);
    reading->inside = true;
    add_id(reading, take_id(reading), 0);
    if (!takes(reading, "[")) return;
    take_label(reading);
    take(reading, "]");
}

/* What stands behind the id of a node. */
static void take_node(struct reading *reading, sg_str id) {
    static const char *const shapes[][2] = {{"([", "])"}, {"[[", "]]"}, {"[", "]"}};
    for (size_t i = 0; i < COUNT(shapes); i++) {
        if (!takes(reading, shapes[i][0])) continue;
        take_label(reading);
        take(reading, shapes[i][1]);
        LIST_ADD(reading->chart.arena, &reading->chart.nodes) = (struct chart_node){id, i == 0};
        add_id(reading, id, reading->chart.nodes.count);
        return;
    }
    check_failed("a shape of ours", __FILE__, __LINE__, reading->all);
}

static char take_arrow(struct reading *reading) {
    size_t dashes = 0, dots = 0;
    take(reading, "-");
    while (takes(reading, ".")) dots++;
    while (takes(reading, "-")) dashes++;
    REQUIRE(dots ? dashes == 1 : dashes >= 1);
    if (dots || !reading->rest.len || reading->rest.ptr[0] == '>') {
        take(reading, ">");
        return dots ? '.' : '-';
    }
    char head = reading->rest.ptr[0];
    REQUIRE(head == 'o' || head == 'x');
    reading->rest = str_skip(reading->rest, 1);
    return head;
}

static void take_edge(struct reading *reading, sg_str id) {
    struct chart_edge edge = {.from = node_of(reading, id)};
    edge.arrow = take_arrow(reading);
    if (takes(reading, "|")) {
        take_label(reading);
        take(reading, "|");
    }
    take(reading, " ");
    edge.to = node_of(reading, take_id(reading));
    LIST_ADD(reading->chart.arena, &reading->chart.edges) = edge;
}

static const char *const class_styles[][2] = {
    {"external", "stroke-dasharray:4 3"},
    {"guessed", "font-style:italic"},
    {"final", "stroke-width:2px"},
    {"focus", "stroke:#0969da,stroke-width:3px"},
    {"target", "stroke:#1a7f37,stroke-width:3px"},
    {"large", "stroke:#bc4c00"},
    {"replaced", "stroke-dasharray:8 4"},
};

static size_t take_class_name(struct reading *reading) {
    size_t class = 0;
    while (class < COUNT(class_styles) && !takes(reading, class_styles[class][0])) class ++;
    REQUIRE(class < COUNT(class_styles));
    return class;
}

static void take_class(struct reading *reading) {
    do node_of(reading, take_id(reading));
    while (takes(reading, ","));
    take(reading, " ");
    take_class_name(reading);
}

static void take_class_style(struct reading *reading) {
    size_t class = take_class_name(reading);
    take(reading, " ");
    take(reading, class_styles[class][1]);
}

/* A link between quotes of characters that mean nothing there. */
static void take_click(struct reading *reading) {
    sg_str link;
    node_of(reading, take_id(reading));
    take(reading, " href \"");
    REQUIRE(str_cut(reading->rest, '"', &link, &reading->rest));
    REQUIRE(str_eq_nocase(str_slice(link, 0, 7), STR("http://")) ||
            str_eq_nocase(str_slice(link, 0, 8), STR("https://")));
    for (size_t i = 0; i < link.len; i++)
        REQUIRE(link.ptr[i] > ' ' && link.ptr[i] < 0x7F && !strchr("<>\\`", link.ptr[i]));
}

static void take_accessible(struct reading *reading, const char *key) {
    sg_str line;
    take(reading, key);
    REQUIRE(str_cut(reading->rest, '\n', &line, &reading->rest));
    for (size_t i = 0; i < line.len; i++)
        REQUIRE((unsigned char)line.ptr[i] >= 0x80 || ascii_alnum(line.ptr[i]) || strchr(" ._,()+=/-", line.ptr[i]));
}

static void take_init(struct reading *reading) {
    size_t digits = 0;
    takes(reading, "\"layout\": \"dagre\", ");
    take(reading, "\"flowchart\": {\"wrappingWidth\": ");
    while (digits < reading->rest.len && ascii_digit(reading->rest.ptr[digits])) digits++;
    REQUIRE(digits);
    reading->rest = str_skip(reading->rest, digits);
    take(reading, "}}}%%\n");
}

static void take_statement(struct reading *reading) {
    take(reading, "    ");
    if (takes(reading, "subgraph ")) take_subgraph(reading);
    else if (takes(reading, "end\n")) {
        REQUIRE(reading->inside);
        reading->inside = false;
        return;
    } else if (takes(reading, "classDef ")) take_class_style(reading);
    else if (takes(reading, "class ")) take_class(reading);
    else if (takes(reading, "click ")) take_click(reading);
    else {
        if (reading->inside) take(reading, "    ");
        sg_str id = take_id(reading);
        if (takes(reading, " ")) take_edge(reading, id);
        else take_node(reading, id);
    }
    take(reading, "\n");
}

struct chart chart_read(struct arena *arena, sg_str text) {
    static const char *const turns[] = {"TD\n", "LR\n", "BT\n", "RL\n"};
    struct reading state = {.chart = {.arena = arena}, .all = text, .rest = text}, *reading = &state;
    bool turned = false;
    if (takes(reading, "%%{init: {")) take_init(reading);
    take(reading, "flowchart ");
    for (size_t i = 0; i < COUNT(turns) && !turned; i++) turned = takes(reading, turns[i]);
    REQUIRE(turned);
    take_accessible(reading, "    accTitle: ");
    take_accessible(reading, "    accDescr: ");
    while (reading->rest.len) take_statement(reading);
    REQUIRE(!reading->inside);
    return reading->chart;
}
