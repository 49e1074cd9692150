/* HTML: the escape, and what a page holds of a hostile Dockerfile. */
#include "render/html.h"

#include "base/module.h"

#include "helper.h"

static const struct {
    sg_str text;
    const char *html;
} escapes[] = {
    {BYTES(""), ""},
    {BYTES("a b"), "a b"},
    {BYTES("<script>alert(1)</script>"), "&lt;script&gt;alert(1)&lt;/script&gt;"},
    {BYTES("\"><img src=x onerror='x'>"), "&quot;&gt;&lt;img src=x onerror=&#39;x&#39;&gt;"},
    {BYTES("<!-- --> ]]>"), "&lt;!-- --&gt; ]]&gt;"},
    {BYTES("&lt; &#60; &amp"), "&amp;lt; &amp;#60; &amp;amp"},
    {BYTES("\\u003c `x` ${y} {{z}}"), "\\u003c `x` ${y} {{z}}"},
    /* white space stays, controls do not */
    {BYTES("a\n\tb"), "a\n\tb"},
    {BYTES("a\r\nb"), "a \nb"},
    {BYTES("a\0b\x1B[1m\x7F"), "a b [1m "},
    {BYTES("a\xC2\x85"
           "b"),
     "a b"},
    /* bytes that are no UTF-8, and what turns text around */
    {BYTES("a\xFF<\xC0\xBC\xE2\x82"), "a\xEF\xBF\xBD&lt;\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {BYTES("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {BYTES("\xE2\x80\xAE"
           "abc"),
     "\xEF\xBF\xBD"
     "abc"},
    {BYTES("\xE6\xBC\xA2 \xF0\x9F\x98\x80"), "\xE6\xBC\xA2 \xF0\x9F\x98\x80"},
};

static void escape_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(escapes); i++) {
        struct buf out = {0};
        html_put(escapes[i].text, &out);
        buf_char(&out, '\0');
        assert_row(escapes[i].text.ptr, out.ptr, escapes[i].html);
        buf_free(&out);
    }
}

/* ---- pages ---- */

/* The page of a Dockerfile; skips the test where there is no layout. */
static sg_output page_of(sg_doc *doc, const char *options) {
    struct buf message = {0};
    bool layout = module_open(MODULE_GRAPHVIZ, &message) != NULL;
    buf_free(&message);
    if (!layout) skip();
    return rendered(doc, "html", options);
}

static const struct {
    const char *text, *options, *piece; /* what the page must hold */
} pieces[] = {
    {"FROM alpine AS a", "", "<article id=\"s-a\" data-id=\"a\">\n<h2><a href=\"#s-a\">A</a></h2>\n"},
    {"FROM alpine AS a", "",
     "<p class=\"name\"><code>a</code> <span class=\"mark target\">target</span> "
     "<span class=\"mark final\">final image</span></p>\n"},
    {"FROM alpine", "", "<p class=\"name\">(stage 0) "},
    {"ARG V=3\nFROM alpine:$V AS a", "",
     "<dt>Base</dt>\n<dd><code><a href=\"#s-ext_alpine\">alpine:3</a></code> <small>written alpine:$V</small></dd>\n"},
    {"FROM alpine AS a", "images=hide", "<dt>Base</dt>\n<dd><code>alpine</code></dd>\n"},
    {"FROM alpine AS a", "platform=linux/arm64", "<dt>Platform</dt>\n<dd>linux/arm64</dd>\n"},
    {"# stagegraph: size=2GB\nFROM alpine AS a", "",
     "<dt>Size</dt>\n<dd>~2\xC2\xA0GB\xC2\xA0"
     "declared <small>directive, line 1</small></dd>\n"},
    {"# stagegraph: group=<g>\nFROM alpine AS a", "", "<dt>Group</dt>\n<dd>&lt;g&gt; <small>directive"},
    {"# Runs it\nFROM alpine AS a", "", "<p class=\"purpose\">Runs it</p>\n<p class=\"origin\">comment"},
    {"# stagegraph: size=2GB\nFROM alpine AS a\nFROM a", "image-template=x:{stage}",
     "<dt>Size</dt>\n<dd>? <small>nobody said</small></dd>\n"},
    {"FROM alpine AS a\nFROM scratch AS b\nCOPY --from=a /x /y\n", "",
     "<dt>Needs</dt>\n<dd><a href=\"#s-a\">A</a> <small>line 3: COPY /x \xE2\x86\x92 /y</small></dd>\n"},
    {"FROM alpine AS a\nFROM a AS b\nCOPY --from=a x y\nFROM a AS c\n", "",
     "<dt>Needed by</dt>\n<dd><a href=\"#s-b\">B</a>, <a href=\"#s-c\">C</a></dd>\n"},
    /* instructions stand there as written */
    {"FROM a AS b\n\nRUN x \\\n  # why\n  && y\nENV A=1\n", "",
     "<summary>Lines 1\xE2\x80\x93"
     "6: 3 instructions, 1 layer</summary>\n<ol>\n"
     "<li><span class=\"line\">1</span><div><code>FROM a AS b</code></div></li>\n"
     "<li><span class=\"line\">3\xE2\x80\x93"
     "5</span><div><span class=\"mark\">layer</span><code>RUN x \\\n  # why\n  &amp;&amp; y</code></div></li>\n"
     "<li><span class=\"line\">6</span><div><code>ENV A=1</code></div></li>\n</ol>\n"},
    {"FROM a\nRUN <<E\r\n</code><script>\r\nE\nCMD x", "",
     "<code>RUN &lt;&lt;E \n&lt;/code&gt;&lt;script&gt; \nE</code></div></li>\n"},
    /* a link stands in the list, since a click on a node chooses it */
    {"FROM a AS b", "link=https://x/{file}?a&b#L{line}",
     "<dt>Source</dt>\n<dd><a target=\"_blank\" rel=\"noopener noreferrer\" "
     "href=\"https://x/Dockerfile?a&amp;b#L1\">Dockerfile, line 1</a></dd>\n"},
    /* several stages: what is between them and others, then each */
    {"FROM a AS x\nFROM a AS g_1\nCOPY --from=x y z\nFROM g_1 AS g_2\nFROM g_2", "collapse=all",
     "<p class=\"name\">2 stages drawn as one</p>\n<dl>\n<dt>Needs</dt>\n<dd><a href=\"#s-x\">X</a> <small>line 3: COPY y "
     "\xE2\x86\x92 z</small></dd>\n<dd><a href=\"#s-ext_a\">a</a> <small>"},
    {"FROM a AS g_1\n# stagegraph: purpose=<b>\nFROM g_1 AS g_2\nFROM scratch", "collapse=all images=hide",
     "<dl>\n</dl>\n<div class=\"member\">\n<h3>G 1</h3>\n<p class=\"name\"><code>g_1</code></p>\n<p class=\"purpose\">"
     "<i>Base of g_2: a</i></p>\n<p class=\"origin\">guessed"},
    {"FROM a AS g_1\n# stagegraph: purpose=<b>\nFROM g_1 AS g_2\nFROM scratch", "collapse=all",
     "<h3>G 2</h3>\n<p class=\"name\"><code>g_2</code></p>\n<p class=\"purpose\">&lt;b&gt;</p>\n"},
    /* the list has final images first, the target before them, and each node once */
    {"FROM a AS x\nFROM x AS y\nFROM x AS z", "",
     "<nav aria-label=\"Stages\">\n<details open>\n<summary>Final images</summary>\n<ul>\n"
     "<li><a href=\"#s-z\">Z <span class=\"mark target\">target</span></a></li>\n<li><a href=\"#s-y\">Y</a></li>\n"
     "</ul>\n</details>\n<details open>\n<summary>Stages</summary>\n<ul>\n<li><a href=\"#s-x\">X</a></li>\n</ul>\n"
     "</details>\n<details>\n<summary>From outside</summary>\n<ul>\n<li><a href=\"#s-ext_a\">a</a></li>\n</ul>\n"
     "</details>\n</nav>\n"},
    {"# stagegraph: group=<g>\nFROM scratch AS a\nFROM a", "",
     "<details open>\n<summary>&lt;g&gt;</summary>\n<ul>\n<li><a href=\"#s-a\">A</a></li>\n</ul>\n</details>\n</nav>"},
    {"FROM scratch AS g_1\nFROM g_1 AS g_2\nFROM g_2", "", "<summary><i>G</i></summary>"},
    {"# stagegraph: size=2MB\nFROM a AS x\n# stagegraph: size=4MB\nFROM x\n", "",
     "\"#s-x\">X <small>~2\xC2\xA0MB\xC2\xA0"
     "declared</small></a><meter max=\"100\" value=\"50\" aria-hidden=\"true\"></meter></li>\n"},
    {"FROM a AS x\nFROM x", "",
     "<ul class=\"legend\" aria-label=\"Legend\">\n<li class=\"from\">FROM</li>\n<li class=\"outside\">from outside</li>\n"},
    {"FROM a\nCOPY a \\\n", "", "<code>COPY a \\</code>"},
    {"FROM a\nADD https://example.org/x?<b>&amp; /\n", "",
     "<h2><a href=\"#s-ext_x\">example.org/x?&lt;b&gt;&amp;amp;</a></h2>\n<p class=\"name\">address from outside</p>\n<dl>\n<dt>In full</dt>\n<dd>https://example.org/x?&lt;b&gt;&amp;amp;</dd>"},
};

static void page_pieces(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(pieces); i++) {
        sg_doc *doc = document(pieces[i].text, pieces[i].options);
        sg_output out = page_of(doc, pieces[i].options);
        if (!strstr(out.data, pieces[i].piece)) fail_msg("there is no\n%s\nin\n%s", pieces[i].piece, out.data);
        sg_output_free(&out);
        sg_free(doc);
    }
}

static void left_out(void **state) {
    (void)state;
    sg_doc *doc = document("# It runs.\n# stagegraph: size=2GB\nFROM a AS b\n", "");
    sg_output out = page_of(doc, "no-purpose no-size");
    assert_null(strstr(out.data, "class=\"purpose\""));
    assert_null(strstr(out.data, "class=\"origin\""));
    assert_null(strstr(out.data, "<dt>Size"));
    assert_null(strstr(out.data, "<meter"));
    sg_output_free(&out);
    sg_free(doc);
}

static size_t count_of(const char *text, const char *piece) {
    size_t count = 0;
    while ((text = strstr(text, piece))) text += strlen(piece), count++;
    return count;
}

/* Every place of a Dockerfile that the page quotes, with what would end its element or attribute there. */
static void hostile(void **state) {
    (void)state;
#define EVIL "</p></script></style></svg><script>evil()</script><img/src=x/onerror=evil()>"
    static const char text[] = "# stagegraph: title=\"" EVIL "\" group=\"" EVIL "\" purpose=\"" EVIL "\"\n"
                               "FROM --platform=<evil> x<evil>y AS a\n"
                               "RUN " EVIL " \\\n " EVIL "\n"
                               "COPY --from=b<evil> \"" EVIL "\" /" EVIL "\n"
                               "ADD https://example.org/" EVIL " /\n";
    sg_doc *doc = document(text, "");
    sg_output out = page_of(doc, "layers legend");
    assert_null(strstr(out.data, "<ul class=\"legend\"")); /* the picture has one */
    assert_int_equal(count_of(out.data, "<script"), 1);
    assert_int_equal(count_of(out.data, "</script"), 1);
    assert_int_equal(count_of(out.data, "<style"), 1);
    assert_int_equal(count_of(out.data, "</svg"), 1);
    assert_int_equal(count_of(out.data, "<img"), 0);
    assert_int_equal(count_of(out.data, "<evil"), 0);
    assert_null(strstr(out.data, "style=\""));
    assert_non_null(strstr(out.data, "<h2><a href=\"#s-a\">&lt;/p&gt;"));
    sg_output_free(&out);
    sg_free(doc);
}

/* Nothing runs but what is hashed, and nothing is fetched. */
static void policy(void **state) {
    (void)state;
    sg_doc *doc = document("FROM a", "");
    sg_output out = page_of(doc, "");
    const char *policy =
        strstr(out.data, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    assert_non_null(policy);
    assert_true(policy < strstr(out.data, "<style"));
    assert_null(strstr(out.data, "unsafe"));
    assert_null(strstr(out.data, "url("));
    assert_int_equal(count_of(out.data, "://"), 1); /* the name space of SVG */
    sg_output_free(&out);
    sg_free(doc);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escape_rows), cmocka_unit_test(page_pieces), cmocka_unit_test(left_out),
        cmocka_unit_test(hostile),     cmocka_unit_test(policy),
    };
    return cmocka_run_group_tests_name("html", tests, arena_setup, arena_teardown);
}
