/* Mermaid text: the two forms of label escapes row by row, arrows, the shape of a whole chart, the hosts' limits. */
#include "render/mermaid.h"

#include "helper.h"

/* ---- labels ---- */

static const struct {
    const char *lines, *label; /* lines are separated by newlines */
} labels[] = {
    /* Form A: named entities, <br/> between lines */
    {"plain", "plain"},
    {"a\nb", "a<br/>b"},
    {"Base\n====\nRuns it", "Base<br/>====<br/>Runs it"},
    {"a & b", "a #amp; b"},
    {"\"q\"", "#quot;q#quot;"},
    {"<b>x</b>", "#lt;b#gt;x#lt;/b#gt;"},
    {"a_b_c", "a_b_c"},
    {"1:2", "1:2"},
    {"end", "end"},
    {"(e.g. x)", "(e.g. x)"},
    {"[x]", "[x]"},
    {"a - b + c = d | e!", "a - b + c = d | e!"},
    {"850\xC2\xA0MB (+700\xC2\xA0MB)", "850\xC2\xA0MB (+700\xC2\xA0MB)"},
    {"\xE6\xBC\xA2 \xF0\x9F\x90\xB3", "\xE6\xBC\xA2 \xF0\x9F\x90\xB3"},
    {"50%", "50%"},
    /* Form B: numbers, raw newlines with the continuation at column 0 */
    {"a*b", "a#42;b"},
    {"a`b", "a#96;b"},
    {"a~b", "a#126;b"},
    {"a\\b", "a#92;b"},
    {"$x$", "#36;x#36;"},
    {"a@b", "a#64;b"},
    {"a#b", "a#35;b"},
    {"a;b", "a#59;b"},
    {"#amp;", "#35;amp#59;"},
    {"a%%b", "a#37;#37;b"},
    {"www.x", "www#46;x"},
    {"[a](b)", "#91;a]#40;b)"},
    {"_a", "#95;a"},
    {"a_", "a#95;"},
    {"a__b", "a#95;#95;b"},
    {"a _ b_c", "a #95; b_c"},
    {"a:b", "a#58;b"},
    {"a: b", "a: b"},
    {"1://x", "1#58;//x"},
    {"python:3.12-slim", "python#58;3.12-slim"},
    {"- a", "#45; a"},
    {"+ a", "#43; a"},
    {"= a", "#61; a"},
    {"> a", "#62; a"},
    {"| a", "#124; a"},
    {"!a", "#33;a"},
    {"1. a", "1#46; a"},
    {"1.5 x", "1#46;5 x"},
    {"12) a", "12#41; a"},
    {"a\n* b & <c> \"d\"", "a\n#42; b #38; #60;c#62; #34;d#34;"},
    {"a*\n=====\nb", "a#42;\n#61;====\nb"},
    {"a*\n[b]\n(c)", "a#42;\n#91;b]\n(c)"},
    {"*a\n\xE6\xBC\xA2", "#42;a\n\xE6\xBC\xA2"},
    {"*\xEF\xAC\x82\xC2\xB0\xC2\xB6\xC3\x9F", "#42;\xEF\xAC\x82\xE2\x80\x8B\xC2\xB0\xC2\xB6\xE2\x80\x8B\xC3\x9F"},
    {"\xEF\xAC\x82\xC2\xB0x", "\xEF\xAC\x82\xE2\x80\x8B\xC2\xB0x"},
    {"fa:fa-car", "fa#58;fa-car"},
    {"</div><script>*", "#60;/div#62;#60;script#62;#42;"},
};

static const char *label_of(void **state, sg_str text) {
    sg_str lines[8];
    size_t count = 0;
    struct buf out = {0};
    for (bool more = true; more; count++) more = str_cut(text, '\n', &lines[count], &text);
    mermaid_label(lines, count, &out);
    assert_true(out.len >= 2 && out.ptr[0] == '"' && out.ptr[out.len - 1] == '"');
    const char *label = text_of(state, str_slice(buf_str(&out), 1, out.len - 1));
    buf_free(&out);
    return label;
}

static void label_rows(void **state) {
    for (size_t i = 0; i < COUNT(labels); i++)
        assert_row(labels[i].lines, label_of(state, str_from(labels[i].lines)), labels[i].label);
}

/* Whatever the text, no character is left that could end or change the label. */
static void every_byte(void **state) {
    for (int c = 1; c < 0x80; c++) {
        if (c == '\n') continue;
        char text[] = {'a', (char)c, (char)c, 'b', '*', '\0'};
        const char *label = label_of(state, str_from(text));
        assert_null(strpbrk(label, "\"<>\\`*~$%@"));
        for (const char *at = label; (at = strchr(at, '#')); at++) {
            size_t digits = strspn(at + 1, "0123456789");
            assert_true(digits > 0 && at[1 + digits] == ';');
        }
    }
}

/* An empty label would be a parse error. */
static void empty_label(void **state) {
    assert_string_equal(label_of(state, STR("")), " ");
    assert_string_equal(label_of(state, STR("a\n\nb")), "a<br/> <br/>b");
    assert_string_equal(label_of(state, STR("*a\n\nb")), "#42;a\n#8203;\nb");
}

/* ---- charts ---- */

#define TARGET(id) "    classDef target stroke:#1a7f37,stroke-width:3px\n    class " id " target\n"
#define FINAL(id) "    classDef final stroke-width:2px\n    class " id " final\n"
#define INIT "%%{init: {\"flowchart\": {\"wrappingWidth\": 1000}}}%%\n"
#define BARE_HEAD "flowchart TD\n    accTitle: Build stages of Dockerfile\n"
#define HEAD INIT BARE_HEAD

static const struct {
    const char *text, *options, *chart;
} charts[] = {
    {"FROM scratch AS a", "", HEAD "    accDescr: 1 stage, 1 final image\n    a[\"A\"]\n" TARGET("a")},
    {"FROM scratch AS a", "direction=LR",
     INIT
     "flowchart LR\n    accTitle: Build stages of Dockerfile\n    accDescr: 1 stage, 1 final image\n    a[\"A\"]\n" TARGET(
         "a")},
    {"FROM scratch AS a", "mermaid-init",
     "%%{init: {\"layout\": \"dagre\", \"flowchart\": {\"wrappingWidth\": 1000}}}%%\n" BARE_HEAD
     "    accDescr: 1 stage, 1 final image\n    a[\"A\"]\n" TARGET("a")},
    {"FROM scratch AS a", "mermaid-init=none",
     BARE_HEAD "    accDescr: 1 stage, 1 final image\n    a[\"A\"]\n" TARGET("a")},
    {"# Runs it.\nFROM scratch AS base", "",
     HEAD "    accDescr: 1 stage, 1 final image\n    base[\"Base<br/>====<br/>Runs it\"]\n" TARGET("base")},
    {"# Runs it.\nFROM python:3.12 AS base\nFROM base AS end\nCOPY --from=base a b\n"
     "RUN --mount=from=base,target=/m x\nADD https://x.io/y.tgz /\n",
     "no-purpose",
     HEAD "    accDescr: 2 stages, 1 final image\n"
          "    base[\"Base\"]\n"
          "    end_[\"End\"]\n"
          "    base --> end_\n"
          "    base -.-> end_\n"
          "    base --o end_\n"
          "    ext_python([\"python#58;3.12\"])\n"
          "    ext_y_tgz([\"x.io/y.tgz\"])\n"
          "    ext_python --> base\n"
          "    ext_y_tgz -.-> end_\n"
          "    classDef external stroke-dasharray:4 3\n"
          "    class ext_python,ext_y_tgz external\n" TARGET("end_")},
    {"# stagegraph: group=BASE\nFROM scratch AS base\n# stagegraph: group=\"My  (x)\"\nFROM base AS b\nFROM b AS c\n"
     "FROM base AS dev\n",
     "no-purpose",
     HEAD "    accDescr: 4 stages in 2 groups, 2 final images\n"
          "    subgraph BASE\n        base[\"Base\"]\n    end\n"
          "    subgraph My___x_[\"My\xC2\xA0(x)\"]\n        b[\"B\"]\n    end\n"
          "    c[\"C\"]\n"
          "    dev[\"Dev\"]\n"
          "    base --> b\n"
          "    b --> c\n"
          "    base ----> dev\n" FINAL("c") TARGET("dev")},
    {"FROM scratch AS a\nCOPY --from=b x y\nFROM scratch AS b\n", "no-purpose",
     HEAD "    accDescr: 2 stages, 1 final image\n    a[\"A\"]\n    b[\"B\"]\n    b --x a\n" FINAL("a") TARGET("b")},
    {"FROM scratch AS a\nFROM scratch AS b\nCOPY --from=a x y\n", "edges=plain no-purpose",
     HEAD "    accDescr: 2 stages, 1 final image\n    a[\"A\"]\n    b[\"B\"]\n    a --> b\n" TARGET("b")},
    {"FROM i AS a\n", "legend no-purpose",
     HEAD
     "    accDescr: 1 stage, 1 final image\n    a[\"A\"]\n    ext_i([\"i\"])\n    ext_i --> a\n"
     "    subgraph legend[\"Legend\"]\n        legend_from[\"from\"]\n        legend_to[\"to\"]\n"
     "        legend_from -->|\"FROM\"| legend_to\n        legend_outside([\"from outside\"])\n"
     "        legend_target[\"target stage\"]\n    end\n"
     "    classDef external stroke-dasharray:4 3\n    class ext_i,legend_outside external\n" TARGET("a,legend_target")},
};

static void chart_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(charts); i++) {
        sg_doc *doc = document(charts[i].text, charts[i].options);
        sg_output out = rendered(doc, "mermaid", charts[i].options);
        assert_row(charts[i].text, out.data, charts[i].chart);
        sg_output_free(&out);
        sg_free(doc);
    }
}

/* Long links: dashes or dots for the ranks that they span. */
static void long_links(void **state) {
    (void)state;
    static const char text[] = "FROM scratch AS g_a\nFROM g_a AS g_b\nFROM g_b AS g_c\nFROM scratch AS dev\n"
                               "COPY --from=g_a x y\nFROM g_a AS test\nFROM scratch AS lint\n"
                               "RUN --mount=from=g_a,target=/m x\n";
    sg_doc *doc = document(text, "");
    sg_output out = rendered(doc, "mermaid", "");
    assert_non_null(strstr(out.data, "    g_a -...-> dev\n"));
    assert_non_null(strstr(out.data, "    g_a ----> test\n"));
    assert_non_null(strstr(out.data, "    g_a ----o lint\n"));
    sg_output_free(&out);
    sg_free(doc);
}

/* The accessible texts know no entities. */
static void accessible_title(void **state) {
    (void)state;
    sg_doc *doc = NULL;
    static const char text[] = "FROM scratch";
    assert_int_equal(sg_parse(text, sizeof text - 1, "dir/a\"b{c}\n;#\xE6\xBC\xA2", NULL, &doc), SG_OK);
    sg_output out = rendered(doc, "mermaid", "");
    assert_non_null(strstr(out.data, "accTitle: Build stages of dir/a_b_c_ __\xE6\xBC\xA2\n"));
    sg_output_free(&out);
    sg_free(doc);
}

/* ---- limits ---- */

/* Text so many times, each with its number. */
struct lines {
    int count;
    const char *format; /* of the number, up to twice */
};

#define MANY(count, before)                                                                                            \
    {                                                                                                                  \
        {count, "FROM scratch AS " before "%d\n"}, {1, "FROM scratch\n"}, {                                            \
            count, "COPY --from=" before "%d a b\n"                                                                    \
        }                                                                                                              \
    }

#define SMALL(count, others) count " stages are small print where a page shows this chart: -f svg" others " helps"

/* What is named is what helps in this case. */
static const struct {
    struct lines lines[4];
    const char *words, *warning;
} too_many[] = {
    {{{15, "FROM scratch AS s%d\n"}}, "", ""},
    {{{16, "FROM scratch AS s%d\n"}}, "", SMALL("16", " or --focus STAGE")},
    {{{1, "FROM scratch AS s_0\n"}, {16, "FROM s_0 AS s_1%d\n"}, {1, "FROM scratch\n"}},
     "",
     SMALL("18", ", --focus STAGE or --collapse GROUP")},
    {{{1, "FROM scratch AS s_0\n"}, {16, "FROM s_0 AS s_1%d\n"}, {1, "FROM scratch\n"}}, "collapse=all", ""},
    {MANY(500, "s"), "", SMALL("501", " or --focus STAGE")},
    {MANY(501, "s"), "", "501 edges: Mermaid's hosts draw at most 500; --focus STAGE draws a part"},
    {MANY(500, "s"), "legend",
     "501 edges: Mermaid's hosts draw at most 500; no --legend leaves 500, --edges plain leaves 500, --focus STAGE "
     "draws a part"},
    {MANY(501, "s_"), "",
     "501 edges: Mermaid's hosts draw at most 500; --collapse all leaves 1, --focus STAGE draws a part"},
    {MANY(501, "s_"), "group=none", "501 edges: Mermaid's hosts draw at most 500; --focus STAGE draws a part"},
    {MANY(501, "s_"), "collapse=all", ""},
    {{{1, "FROM scratch\n"}, {501, "COPY --from=image%d a b\n"}},
     "",
     "501 edges: Mermaid's hosts draw at most 500; --images hide leaves 0"},
    {{{1, "FROM scratch\n"}, {501, "COPY --from=image%d a b\n"}}, "images=hide", ""},
    {{{1, "FROM scratch\n"}, {501, "FROM scratch\nCOPY --from=%d a b\n"}}, /* a chain: any focus has all of it */
     "",
     "501 edges: Mermaid's hosts draw at most 500; --fold leaves 1, --target STAGE draws a part"},
    {{{300, "FROM scratch AS s%d\n"},
      {1, "FROM scratch\n"},
      {300, "COPY --from=s%d a b\nRUN --mount=from=s%d,target=/t x\n"}},
     "",
     "600 edges: Mermaid's hosts draw at most 500; --edges plain leaves 300, --focus STAGE draws a part"},
    {{{700, "FROM alpine AS s%d\n"}, {1, "FROM scratch\n"}, {700, "COPY --from=s%d a b\n"}}, /* nothing is enough */
     "",
     "1400 edges: Mermaid's hosts draw at most 500; --images hide leaves 700, --focus STAGE draws a part"},
    {{{400, "# Purpose number %d, in more words than fit a chart with so many of them in it, and more and more\n"
            "FROM scratch AS s%d\n"}},
     "",
     "58919 characters: Mermaid's hosts take at most 50000; --no-purpose leaves 8739, --focus STAGE draws a part"},
    {{{1, "FROM scratch\n"}, {1500, "RUN a command of the layer %d with its number\n"}},
     "layers",
     "73853 characters: Mermaid's hosts take at most 50000; no --layers leaves 353"},
    {{{400,
       "# \xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2"
       "\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2"
       "\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2\n"
       "FROM scratch AS s%d\n"}},
     "",
     SMALL("400", " or --focus STAGE")}, /* characters are no bytes */
};

static void host_limits(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(too_many); i++) {
        struct buf text = {0};
        for (const struct lines *lines = too_many[i].lines; lines->count; lines++)
            for (int n = 0; n < lines->count; n++) buf_printf(&text, lines->format, n, n);
        sg_doc *doc = document_of(buf_str(&text), too_many[i].words);
        sg_output out = rendered(doc, "mermaid", too_many[i].words);
        const char *got = first_report(doc, &out), *rest = strstr(got, ": ");
        assert_row(too_many[i].lines[0].format, rest ? rest + 2 : got, too_many[i].warning);
        bool small = strstr(got, "small print") != NULL;
        if (rest) assert_string_equal(sg_report_at(out.report, 0)->id, small ? "small-chart" : "mermaid-limit");
        if (rest) assert_int_equal(sg_report_worst(out.report), small ? SG_NOTE : SG_WARNING);
        assert_int_equal(sg_report_count(out.report), rest != NULL);
        assert_null(strstr(strstr(out.data, "flowchart TD") + 1, "flowchart TD")); /* what was tried is not in it */
        sg_output_free(&out);
        sg_free(doc);
        buf_free(&text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(label_rows),  cmocka_unit_test(every_byte),       cmocka_unit_test(empty_label),
        cmocka_unit_test(chart_rows),  cmocka_unit_test(accessible_title), cmocka_unit_test(long_links),
        cmocka_unit_test(host_limits),
    };
    return cmocka_run_group_tests_name("mermaid", tests, arena_setup, arena_teardown);
}
