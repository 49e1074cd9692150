/* DOT text: the two escapes to the byte, and which marks and options become which attributes. */
#include "render/dot.h"
#include "render/render.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_text(struct buf *buf, const char *expected) {
    buf_char(buf, '\0');
    assert_false(buf->failed);
    assert_string_equal(buf->ptr, expected);
    buf_free(buf);
}

#define ROW(text, html, quoted)                                                                                        \
    { {text, sizeof(text) - 1}, html, "\"" quoted "\"" }
#define ZWSP "\xE2\x80\x8B"
static const struct {
    sg_str text;
    const char *html, *quoted;
} escapes[] = {
    ROW("plain", "plain", "plain"),
    ROW("", " ", ""),
    ROW("\"q\"", "&quot;q&quot;", "\\\"q\\\""),
    ROW("<script>", "&lt;script&gt;", "<script>"),
    ROW("a && b", "a &amp;&amp; b", "a &amp;&amp; b"),
    ROW("&lt;&#60;", "&amp;lt;&amp;#60;", "&amp;lt;&amp;#60;"),
    ROW("\\N", "\\\\N", "\\\\" ZWSP "N"),
    ROW("end\\", "end\\\\", "end\\\\" ZWSP),
    ROW("\\\"", "\\\\&quot;", "\\\\" ZWSP "\\\""),
    ROW("a\nb", "a<BR/>b", "a\\nb"),
    ROW("a\tb\r\x7f", "a b  ", "a b  "),
    ROW("nul\0nul", "nul nul", "nul nul"),
    ROW("x]>]]>-->", "x&#93;&gt;&#93;&#93;&gt;--&gt;", "x]>]]>-->"),
    ROW("\xFF\xC3", "\xEF\xBF\xBD\xEF\xBF\xBD", "\xEF\xBF\xBD\xEF\xBF\xBD"),
    ROW("\xEF\xBF\xBF", "\xEF\xBF\xBD", "\xEF\xBF\xBD"),
    ROW("\xF0\x9F\x90\xB3", "\xF0\x9F\x90\xB3", "\xF0\x9F\x90\xB3"),
    ROW("\xD7\xA9\xD7\x9C", "\xD7\xA9\xD7\x9C", "\xD7\xA9\xD7\x9C"),
    ROW("\xE2\x80\xAE"
        "abc",
        "abc", "abc"), /* U+202E would turn the direction of what follows */
};

static void escape_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(escapes); i++) {
        struct buf html = {0}, quoted = {0};
        dot_html(&html, escapes[i].text);
        dot_quoted(&quoted, escapes[i].text);
        assert_text(&html, escapes[i].html);
        assert_text(&quoted, escapes[i].quoted);
    }
}

#define LINE(role, text)                                                                                               \
    {                                                                                                                  \
        role, {                                                                                                        \
            text, sizeof(text) - 1                                                                                     \
        }                                                                                                              \
    }
static const struct view_line lines[] = {LINE(LINE_TITLE, "HTTP app"),   LINE(LINE_PURPOSE, "Serves"),
                                         LINE(LINE_PURPOSE, "requests"), LINE(LINE_LAYER, "RUN make all"),
                                         LINE(LINE_BASE, "alpine:3.20"), LINE(LINE_SIZE, "1.21\xC2\xA0GB")};

static void draw(struct buf *out, const struct view *view) {
    struct drawing drawing = {.view = view};
    assert_int_equal(render_dot(&drawing, out), SG_OK);
    buf_char(out, '\0');
}

static size_t occurrences(const struct buf *text, const char *word) {
    size_t count = 0;
    for (const char *at = text->ptr; (at = strstr(at, word)); at++) count++;
    return count;
}

/* One node with these marks, and one edge onto itself. */
static const struct {
    unsigned node_marks, edge_marks;
    sg_edge_kind kind;
    bool plain;
    const char *expected;
} styles[] = {
    {0, 0, SG_EDGE_FROM, false, "BORDER=\"1\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"6\" STYLE=\"ROUNDED\""},
    {MARK_TARGET, 0, SG_EDGE_FROM, false, "COLOR=\"#1a7f37\""},
    {MARK_FINAL, 0, SG_EDGE_FROM, false, "<TABLE BORDER=\"2\""},
    {MARK_TARGET | MARK_FINAL, 0, SG_EDGE_FROM, false, "class=\"stage target final\""},
    {MARK_REPLACED, 0, SG_EDGE_FROM, false, "STYLE=\"ROUNDED,DASHED\""},
    /* target and final differ by more than a colour, and their names stand alone */
    {MARK_TARGET | MARK_FINAL, 0, SG_EDGE_FROM, false,
     "\xE2\x96\xBA\xC2\xA0</FONT><FONT POINT-SIZE=\"12\"><B>HTTP app</B>"},
    {MARK_FINAL, 0, SG_EDGE_FROM, false, "\xE2\x97\x86\xC2\xA0</FONT><FONT POINT-SIZE=\"12\"><B>HTTP app</B>"},
    {MARK_SHIPS, 0, SG_EDGE_FROM, false, "<TABLE BORDER=\"2\""},
    {MARK_ASIDE, 0, SG_EDGE_FROM, false, "<FONT POINT-SIZE=\"12\" COLOR=\"#1f232859\"><B>HTTP app</B>"},
    {MARK_GUESSED, 0, SG_EDGE_FROM, false, "<I>Serves</I>"},
    {MARK_ADDED, 0, SG_EDGE_FROM, false, "BGCOLOR=\"#dafbe1\""},
    {MARK_REMOVED, 0, SG_EDGE_FROM, false, "BGCOLOR=\"#ffebe9\""},
    {MARK_CHANGED, 0, SG_EDGE_FROM, false, "BGCOLOR=\"#fff8c5\""},
    {0, 0, SG_EDGE_FROM, false, "\"n\" -> \"n\" [class=\"from\",minlen=3,tooltip=\"/a\\n/b\"]"},
    {0, 0, SG_EDGE_COPY, false, "[class=\"copy\",style=dashed,color=\"#0969da\""},
    {0, 0, SG_EDGE_MOUNT, false, "[class=\"mount\",style=dotted,penwidth=1.6,arrowhead=dot,color=\"#8250df\""},
    {0, 0, SG_EDGE_ADD_GIT, false, "[class=\"add\",style=dashed,arrowhead=onormal"},
    {0, 0, SG_EDGE_COPY, true, "[class=\"copy\",minlen=3"},
    {0, MARK_FORWARD, SG_EDGE_COPY, true, "arrowhead=tee"},
    {0, MARK_SHIPS, SG_EDGE_FROM, true, "[class=\"from ships\",penwidth=3,color=\"#1a7f37\""},
    {0, MARK_ASIDE, SG_EDGE_FROM, true, "[class=\"from aside\",color=\"#57606a59\""},
    {0, MARK_ASIDE, SG_EDGE_COPY, false, "[class=\"copy aside\",style=dashed,color=\"#0969da59\""},
};

static void style_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(styles); i++) {
        struct view_node node = {.id = STR("n"),
                                 .lines = lines,
                                 .line_count = COUNT(lines),
                                 .cluster = NO_CLUSTER,
                                 .marks = styles[i].node_marks};
        struct view_edge edge = {
            .kind = styles[i].kind, .ranks = 3, .marks = styles[i].edge_marks, .tooltip = STR("/a\n/b")};
        struct view view = {.title = STR("t"),
                            .nodes = &node,
                            .node_count = 1,
                            .edges = &edge,
                            .edge_count = 1,
                            .plain_edges = styles[i].plain};
        struct buf out = {0};
        draw(&out, &view);
        if (!strstr(out.ptr, styles[i].expected)) fail_msg("row %zu: no %s in\n%s", i, styles[i].expected, out.ptr);
        buf_free(&out);
    }
}

/* A base with two stages in the next row and one in the row below: two joints, two pieces of the stem, three twigs. */
static void trunk(void **state) {
    (void)state;
    struct view_node nodes[] = {{.id = STR("base"), .lines = lines, .line_count = 1, .cluster = NO_CLUSTER},
                                {.id = STR("a"), .lines = lines, .line_count = 1, .cluster = NO_CLUSTER},
                                {.id = STR("b"), .lines = lines, .line_count = 1, .cluster = NO_CLUSTER},
                                {.id = STR("c"), .lines = lines, .line_count = 1, .cluster = NO_CLUSTER}};
    struct view_edge edges[3];
    for (size_t e = 0; e < COUNT(edges); e++)
        edges[e] = (struct view_edge){.kind = SG_EDGE_FROM, .to = e + 1, .weight = e == 2 ? 9 : 0};
    const struct view view = {
        .title = STR("t"), .nodes = nodes, .node_count = 4, .edges = edges, .edge_count = COUNT(edges)};
    const size_t order[] = {0, 1, 2}, rows[] = {0, 1, 1, 2};
    const bool bundled[] = {true, true, true};
    const struct trunk item = {.hub = 0, .out = true, .edges = order, .edge_count = COUNT(order)};
    const struct trunks trunks = {.items = &item, .count = 1, .bundled = bundled};
    static const char *const expected[] = {
        "\"base\" -> \".0.0\" [class=\"from\",id=\"piece base / a b c\",headclip=false,arrowhead=none,penwidth=2,",
        "\".0.0\" -> \".0.2\" [class=\"from\",id=\"piece base / c\",tailclip=false,headclip=false,arrowhead=none,",
        "\".0.0\" -> \"a\" [class=\"from\",id=\"piece base / a\",tailclip=false]",
        "\".0.0\" -> \"b\" [class=\"from\",id=\"piece base / b\",tailclip=false]",
        "\".0.2\" -> \"c\" [class=\"from\",id=\"piece base / c\",tailclip=false,weight=9]",
    };
    struct buf out = {0};
    dot_put(&view, (struct dot_plan){.trunks = &trunks, .rows = rows}, &out);
    buf_char(&out, '\0');
    for (size_t i = 0; i < COUNT(expected); i++)
        if (!strstr(out.ptr, expected[i])) fail_msg("no %s in\n%s", expected[i], out.ptr);
    assert_int_equal(occurrences(&out, " -> "), COUNT(expected));
    buf_free(&out);
}

static void labels_and_clusters(void **state) {
    (void)state;
    static const size_t members[] = {0};
    struct view_node nodes[] = {
        {.id = STR("app"), .lines = lines, .line_count = COUNT(lines), .cluster = 0, .marks = MARK_LARGE},
        {.kind = NODE_IMAGE, .id = STR("img"), .lines = lines, .line_count = 1, .cluster = NO_CLUSTER},
    };
    struct view_cluster cluster = {
        .id = STR("HTTP"), .title = STR("A <b> & \"c\""), .nodes = members, .node_count = 1, .guessed = true};
    struct view view = {.title = STR("Build \"x\""),
                        .nodes = nodes,
                        .node_count = 2,
                        .clusters = &cluster,
                        .cluster_count = 1,
                        .direction = DIRECTION_LR,
                        .background = BACKGROUND_TRANSPARENT};
    struct buf out = {0};
    draw(&out, &view);
    assert_non_null(strstr(out.ptr, "digraph \"Build \\\"x\\\"\" {\n graph [rankdir=LR,"));
    assert_non_null(strstr(out.ptr, "bgcolor=\"transparent\""));
    assert_non_null(strstr(out.ptr, "subgraph \"cluster_HTTP\" {"));
    assert_non_null(strstr(out.ptr, "label=<<B><I>A &lt;b&gt; &amp; &quot;c&quot;</I></B>>"));
    assert_non_null(strstr(out.ptr, ">Serves<BR/>requests</FONT>"));
    assert_non_null(strstr(out.ptr, "COLOR=\"#bc4c00\">1.21\xC2\xA0GB</FONT>")); /* a large one stands out */
    assert_non_null(strstr(out.ptr, "FACE=\"Courier\" POINT-SIZE=\"9\" COLOR=\"#57606a\">RUN make all</FONT>"));
    assert_int_equal(occurrences(&out, "\n \"app\" ["), 1);
    assert_int_equal(occurrences(&out, "STYLE=\"ROUNDED,DASHED\" BGCOLOR=\"#ffffff\" COLOR=\"#8c959f\""), 1);
    assert_null(strstr(out.ptr, "tooltip"));
    buf_free(&out);
}

/* A focused stage, several stages, a count, a link, and the colours of the dark. */
static void dark_and_joint(void **state) {
    (void)state;
    static const struct view_line group[] = {LINE(LINE_TITLE, "HTTP"), LINE(LINE_STAGES, "3 stages")};
    const struct view_node nodes[] = {
        {.kind = NODE_STAGES,
         .id = STR("g"),
         .lines = group,
         .line_count = 2,
         .cluster = NO_CLUSTER,
         .link = STR("https://x/?a&b")},
        {.id = STR("f"), .lines = group, .line_count = 1, .cluster = NO_CLUSTER, .marks = MARK_FOCUS | MARK_FINAL}};
    const struct view_edge edge = {.from = 0, .to = 1, .ranks = 1, .count = 3};
    struct view view = {.title = STR("t"), .nodes = nodes, .node_count = 2, .edges = &edge, .edge_count = 1};
    struct buf light = {0}, dark = {0};
    draw(&light, &view);
    assert_non_null(strstr(light.ptr, "\"g\" [class=\"stages\",URL=\"https://x/?a&amp;b\",label="));
    assert_non_null(strstr(light.ptr, "BGCOLOR=\"#f6f8fa\"")); /* the ground of a panel */
    assert_non_null(strstr(light.ptr, "POINT-SIZE=\"10\" COLOR=\"#57606a\">3 stages</FONT>"));
    assert_non_null(strstr(light.ptr, "\"f\" [class=\"stage final focus\""));
    assert_non_null(strstr(light.ptr, "<TABLE BORDER=\"2\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"6\" "
                                      "STYLE=\"ROUNDED\" BGCOLOR=\"#eef6ff\" COLOR=\"#0969da\">"));
    assert_non_null(strstr(light.ptr, ",xlabel=<<FONT POINT-SIZE=\"9\" COLOR=\"#57606a\">\xC2\xA0\xC3\x97"
                                      "3\xC2\xA0</FONT>>"));
    view.theme = THEME_DARK;
    draw(&dark, &view);
    for (int i = 0; i < COLOR_COUNT; i++) assert_null(strstr(dark.ptr, light_colors[i]));
    assert_non_null(strstr(dark.ptr, "bgcolor=\"#0d1117\""));
    buf_free(&light);
    buf_free(&dark);
}

static void legend_rows(void **state) {
    (void)state;
    static const struct view_legend legend[] = {
        {.sample = LEGEND_FROM, .text = {"FROM", 4}},   {.sample = LEGEND_COPY, .text = {"COPY --from", 11}},
        {.sample = LEGEND_MOUNT, .text = {"mount", 5}}, {.sample = LEGEND_ADD, .text = {"ADD", 3}},
        {.sample = LEGEND_IMAGE, .text = {"image", 5}}, {.sample = LEGEND_TARGET, .text = {"target", 6}},
        {.sample = LEGEND_FINAL, .text = {"final", 5}}, {.sample = LEGEND_FOCUS, .text = {"focus", 5}},
        {.sample = LEGEND_SHIPS, .text = {"ships", 5}}, {.sample = LEGEND_ASIDE, .text = {"aside", 5}},
        {.sample = LEGEND_BARS, .text = {"bars", 4}},   {.sample = LEGEND_GUESSED, .text = {"<guessed>", 9}},
    };
    for (size_t count = 1; count <= COUNT(legend); count++) {
        struct view view = {.title = STR("t"), .legend = legend, .legend_count = count};
        struct buf out = {0};
        draw(&out, &view);
        assert_int_equal(occurrences(&out, "<TABLE"), occurrences(&out, "</TABLE>"));
        for (size_t i = 0; i < count; i++) {
            struct buf text = {0};
            dot_html(&text, legend[i].text);
            buf_text(&text, "</TD>");
            buf_char(&text, '\0');
            assert_int_equal(occurrences(&out, text.ptr), 1);
            buf_free(&text);
        }
        buf_free(&out);
    }
}

static void effort_by_size(void **state) {
    (void)state;
    static struct view_node nodes[NODES_TOO_MANY + 1];
    for (size_t i = 0; i < COUNT(nodes); i++)
        nodes[i] = (struct view_node){.id = STR("n"), .lines = lines, .line_count = 1, .cluster = NO_CLUSTER};
    static const struct {
        size_t count;
        const char *has, *lacks;
    } sizes[] = {{300, "]", "nslimit"},
                 {301, ",nslimit=0.5]", "splines"},
                 {1501, ",nslimit=0.1,nslimit1=0.1,mclimit=0.1,searchsize=5,splines=line]", "0.5]"},
                 {5001, "splines=line", "nothing"}};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct view view = {.title = STR("t"), .nodes = nodes, .node_count = sizes[i].count};
        struct buf out = {0};
        draw(&out, &view);
        assert_non_null(strstr(out.ptr, sizes[i].has));
        assert_null(strstr(out.ptr, sizes[i].lacks));
        buf_free(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escape_rows),         cmocka_unit_test(style_rows),  cmocka_unit_test(trunk),
        cmocka_unit_test(labels_and_clusters), cmocka_unit_test(legend_rows), cmocka_unit_test(dark_and_joint),
        cmocka_unit_test(effort_by_size),
    };
    return cmocka_run_group_tests_name("dot", tests, NULL, NULL);
}
