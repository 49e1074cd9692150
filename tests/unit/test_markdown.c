/* Markdown: what a cell may hold, how long a fence is, and the table. */
#include "render/markdown.h"

#include "helper.h"

static const struct {
    sg_str text;
    const char *cell, *name;
} words[] = {
    {BYTES("alpine"), "alpine", "`alpine`"},
    {BYTES("ghcr.io/acme/base:1.2-slim"), "ghcr.io/acme/base:1.2-slim", "`ghcr.io/acme/base:1.2-slim`"},
    {BYTES("a@sha256:0f"), "a\\@sha256:0f", "`a@sha256:0f`"},
    {BYTES("${BASE}"), "\\${BASE}", "`${BASE}`"},
    {BYTES(""), "", ""},
    /* markup */
    {BYTES("a|b"), "a\\|b", "a\\|b"},
    {BYTES("a\\|b"), "a\\\\\\|b", "a\\\\\\|b"},
    {BYTES("ends in \\"), "ends in \\\\", "ends in \\\\"},
    {BYTES("`code`"), "\\`code\\`", "\\`code\\`"},
    {BYTES("**b** _i_ ~~s~~"), "\\*\\*b\\*\\* \\_i\\_ \\~\\~s\\~\\~", "\\*\\*b\\*\\* \\_i\\_ \\~\\~s\\~\\~"},
    {BYTES("![x](y.png) [^1]"), "!\\[x\\](y.png) \\[^1\\]", "!\\[x\\](y.png) \\[^1\\]"},
    {BYTES("$x$"), "\\$x\\$", "`$x$`"},
    /* HTML */
    {BYTES("<script>x</script>"), "&lt;script&gt;x&lt;/script&gt;", "&lt;script&gt;x&lt;/script&gt;"},
    {BYTES("<!-- x -->"), "&lt;!-- x --&gt;", "&lt;!-- x --&gt;"},
    {BYTES("&lt; &#60; &"), "&amp;lt; &amp;#60; &amp;", "&amp;lt; &amp;#60; &amp;"},
    {BYTES("<http://a.b>"), "&lt;http\\://a.b&gt;", "&lt;http\\://a.b&gt;"},
    /* links without brackets */
    {BYTES("see www.a.b"), "see www\\.a.b", "see www\\.a.b"},
    {BYTES("WWW.a.b a: b"), "WWW\\.a.b a: b", "WWW\\.a.b a: b"},
    {BYTES("me@a.b (x)"), "me\\@a.b (x)", "me\\@a.b (x)"},
    /* one line, whatever was in it */
    {BYTES("a\nb\r\n| c |\td\0e\x7F"), "a b  \\| c \\| d e ", "a b  \\| c \\| d e "},
    {BYTES("\xE6\xBC\xA2"), "\xE6\xBC\xA2", "\xE6\xBC\xA2"},
};

static void word_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(words); i++) {
        struct buf cell = {0}, name = {0};
        markdown_cell(words[i].text, &cell);
        markdown_name(words[i].text, &name);
        buf_char(&cell, '\0');
        buf_char(&name, '\0');
        assert_row(words[i].text.ptr, cell.ptr, words[i].cell);
        assert_row(words[i].text.ptr, name.ptr, words[i].name);
        buf_free(&cell);
        buf_free(&name);
    }
}

static void fences(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t fence;
    } rows[] = {{"", 3}, {"a", 3}, {"``", 3}, {"```", 4}, {"a``\n````b`", 5}, {"``````", 7}};
    for (size_t i = 0; i < COUNT(rows); i++) assert_int_equal(markdown_fence(str_from(rows[i].text)), rows[i].fence);
}

/* ---- the whole ---- */

static const struct {
    const char *text, *options, *table;
} tables[] = {
    {"FROM scratch AS a", "", "| Stage | Base | Purpose |\n|---|---|---|\n| A `a` | `scratch` |  |\n"},
    {"FROM scratch AS a", "no-purpose", "| Stage | Base |\n|---|---|\n| A `a` | `scratch` |\n"},
    {"# Runs | it.\n# Well.\nFROM alpine:3\nRUN x", "",
     "| Stage | Base | Purpose |\n|---|---|---|\n| Final image | `alpine:3` | Runs \\| it. Well. |\n"},
    /* a stage that is not drawn, one without a size, and a title that says no more than the name */
    {"FROM i AS unused\n# stagegraph: size=150MB title=b\nFROM i AS b\nFROM b AS c\n", "target=c",
     "| Stage | Base | Purpose | Size |\n|---|---|---|---:|\n"
     "| b | `i` | *Base of c: i* | ~150\xC2\xA0MB\xC2\xA0"
     "declared |\n| C `c` | `b` | *Same as b* |  |\n"},
    {"# stagegraph: size=150MB\nFROM i AS b", "no-size",
     "| Stage | Base | Purpose |\n|---|---|---|\n| B `b` | `i` |  |\n"},
    {"# stagegraph: title=\"</td><img src=x>|`\"\nFROM <i>|x AS b", "",
     "| Stage | Base | Purpose |\n|---|---|---|\n"
     "| &lt;/td&gt;&lt;img src=x&gt;\\|\\` `b` | &lt;i&gt;\\|x |  |\n"},
};

static void table_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(tables); i++) {
        sg_doc *doc = document(tables[i].text, tables[i].options);
        sg_output out = rendered(doc, "markdown", tables[i].options);
        const char *table = strstr(out.data, "```\n\n");
        assert_non_null(table);
        assert_row(tables[i].text, table + 5, tables[i].table);
        sg_output_free(&out);
        sg_free(doc);
    }
}

/* The fence holds just what -f mermaid gives. */
static void chart(void **state) {
    sg_doc *doc = document("# Has ``` in it.\nFROM alpine AS a\n", "");
    sg_output flowchart = rendered(doc, "mermaid", "legend"), out = rendered(doc, "markdown", "legend");
    sg_str text = {out.data, out.len},
           fence =
               STR("<!-- Made by stagegraph; what is changed here is lost when it is made again. -->\n\n```mermaid\n");
    assert_true(str_starts(text, fence));
    assert_true(str_starts(str_skip(text, fence.len), (sg_str){flowchart.data, flowchart.len}));
    assert_true(str_starts(str_skip(text, fence.len + flowchart.len), STR("```\n\n| Stage |")));
    assert_null(strstr(text_of(state, str_skip(text, fence.len + flowchart.len + 3)), "```"));
    sg_output_free(&flowchart);
    sg_output_free(&out);
    sg_free(doc);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(word_rows),
        cmocka_unit_test(fences),
        cmocka_unit_test(table_rows),
        cmocka_unit_test(chart),
    };
    return cmocka_run_group_tests_name("markdown", tests, arena_setup, arena_teardown);
}
