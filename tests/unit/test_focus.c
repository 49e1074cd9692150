/* Less of the picture: --focus, --collapse and --fold; and --link. */
#include <stdio.h>

#include "view_helper.h"

/* Ids of the drawn nodes, "*" behind a focused one, "+" behind one that stands for several stages. */
static const char *ids_of(void **state, const struct view *view) {
    struct text out = {0};
    for (size_t i = 0; i < view->node_count; i++) {
        const struct view_node *node = &view->nodes[i];
        text_put(*state, &out,
                 arena_printf(*state, "%s%.*s%s%s", i ? " " : "", STR_ARG(node->id),
                              node->marks & MARK_FOCUS ? "*" : "", node->kind == NODE_STAGES ? "+" : ""));
    }
    return text_of(state, text_str(&out));
}

/*    i ─▶ base ─▶ build ─▶ app ─▶ test
 *           └───▶ dev      j ─▶ other          */
#define TREE                                                                                                           \
    "FROM i AS base\nFROM base AS build\nFROM base AS dev\nFROM scratch AS app\nCOPY --from=build x y\n"               \
    "FROM app AS test\nFROM j AS other\nFROM scratch\nCOPY --from=other x y\n"
/* Two groups that take from each other, and one stage of its own. */
#define GROUPS                                                                                                         \
    "FROM i AS a_1\nFROM a_1 AS b_1\nCOPY --from=j x y\nFROM b_1 AS a_2\nFROM a_2 AS b_2\nCOPY --from=a_1 x y\n"       \
    "FROM a_2 AS z\nCOPY --from=a_1 x y\n"

static const struct {
    const char *text, *options, *ids, *edges;
} focus_table[] = {
    {TREE, "focus=build", "base build* app test ext_i",
     "from base>build, copy build>app, from app>test, from ext_i>base"},
    {TREE, "focus=BUILD", "base build* app test ext_i",
     "from base>build, copy build>app, from app>test, from ext_i>base"},
    {TREE, "focus=1", "base build* app test ext_i", "from base>build, copy build>app, from app>test, from ext_i>base"},
    {TREE, "focus=dev", "base dev* ext_i", "from base>dev, from ext_i>base"},
    {TREE, "focus=6", "other stage_6* ext_j", "copy other>stage_6, from ext_j>other"},
    {TREE, "focus=dev focus=6", "base dev* other stage_6* ext_i ext_j",
     "from base>dev, copy other>stage_6, from ext_i>base, from ext_j>other"},
    {TREE, "focus=app target=app", "base build app* ext_i", "from base>build, copy build>app, from ext_i>base"},
    {TREE, "focus=dev images=hide", "base dev*", "from base>dev"},
    /* cycles and later stages end */
    {"FROM i AS a\nCOPY --from=b x y\nFROM i AS b\nCOPY --from=a x y\nFROM i AS c", "focus=a images=hide", "a* b",
     "copy b>a!, copy a>b"},
    {"FROM i AS a\nFROM a AS a\nFROM i AS c", "focus=a images=hide", "a a_2*", "from a>a_2"}, /* the last of a name */
    {GROUPS, "collapse=a", "A+ b_1 b_2 z ext_i ext_j",
     "from A>b_1, from b_1>A, from A>b_2, copy A>b_2, from A>z, copy A>z, from ext_i>A, copy ext_j>b_1"},
    {GROUPS, "collapse=all edges=plain images=hide", "A+ B+ z", "from A>B x3, from B>A, from A>z x2"},
    {GROUPS, "collapse=A collapse=b", "A+ B+ z ext_i ext_j",
     "from A>B x2, from B>A, copy A>B, from A>z, copy A>z, from ext_i>A, copy ext_j>B"},
    {GROUPS, "collapse=all focus=a_1 target=b_1", "A*+ B+ ext_i ext_j", "from A>B, from ext_i>A, copy ext_j>B"},
    {GROUPS, "collapse=all images=separate", "A+ B+ z ext_i ext_j",
     "from A>B x2, from B>A, copy A>B, from A>z, copy A>z, from ext_i>A, copy ext_j>B"},
    {TREE, "collapse=all focus=dev", "base dev* ext_i",
     "from base>dev, from ext_i>base"}, /* no groups: nothing to do */
};

static void focus_rows(void **state) {
    for (size_t i = 0; i < COUNT(focus_table); i++) {
        struct fixture fixture = view_of(state, focus_table[i].text, focus_table[i].options);
        assert_row(focus_table[i].options, ids_of(state, fixture.view), focus_table[i].ids);
        assert_row(focus_table[i].options, edges_of(state, fixture.view), focus_table[i].edges);
        assert_false(fixture.view->unknown_names);
        done(&fixture);
    }
}

/* ---- what is not there ---- */

static const struct {
    const char *text, *options, *problem;
} unknown_table[] = {
    {TREE, "focus=biuld", "unknown-focus: stage \"biuld\" could not be found (did you mean build?)"},
    {TREE, "focus=BIULD", "unknown-focus: stage \"BIULD\" could not be found (did you mean build?)"},
    {TREE, "focus=", "unknown-focus: stage \"\" could not be found"},
    {TREE, "focus=7", "unknown-focus: stage \"7\" could not be found"},
    {TREE, "focus=99999999999999999999999", "unknown-focus: stage \"99999999999999999999999\" could not be found"},
    {TREE, "focus=1x", "unknown-focus: stage \"1x\" could not be found"},
    {TREE, "focus=i", "unknown-focus: stage \"i\" could not be found"},
    {GROUPS, "collapse=c", "unknown-group: group \"c\" could not be found"},
    {GROUPS, "collapse=b group=none", "unknown-group: group \"b\" could not be found among those that --group leaves"},
    {"FROM i", "images=separate=j", "unknown-image: image \"j\" could not be found"},
    {"FROM x.io/y/node:1", "images=separate=noed",
     "unknown-image: image \"noed\" could not be found (did you mean node?)"},
    {TREE, "collapse=base", "unknown-group: group \"base\" could not be found"},
};

static void unknown_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(unknown_table); i++) {
        sg_output out;
        sg_doc *doc = document(unknown_table[i].text, unknown_table[i].options);
        assert_int_equal(sg_render(doc, "dot", NULL, &out), SG_NO_DOCUMENT);
        assert_row(unknown_table[i].options, first_report(doc, &out), unknown_table[i].problem);
        assert_int_equal(sg_report_worst(out.report), SG_ERROR);
        assert_int_equal(sg_worst(doc), SG_NOTE);
        sg_output_free(&out);
        sg_free(doc);
    }
}

/* Drawn without the name, or as the document that JSON prints. */
static void unknown_kept(void **state) {
    (void)state;
    sg_doc *doc = document(TREE, "focus=nope keep-going");
    sg_output out = rendered(doc, "dot", "focus=nope keep-going");
    assert_non_null(strstr(out.data, "\"other\""));
    assert_int_equal(sg_report_count(out.report), 1);
    sg_output_free(&out);
    sg_free(doc);
    doc = document(TREE, "");
    out = rendered(doc, "json", "focus=nope");
    assert_int_equal(sg_report_count(out.report), 0);
    sg_output_free(&out);
    sg_free(doc);
}

static void not_needed(void **state) {
    (void)state;
    sg_doc *doc = document(TREE, "target=app focus=dev");
    sg_output out;
    assert_int_equal(sg_render(doc, "mermaid", NULL, &out), SG_NO_DOCUMENT);
    assert_string_equal(first_report(doc, &out),
                        "unknown-focus: stage \"dev\" could not be found in what the targets need");
    sg_output_free(&out);
    sg_free(doc);
}

/* ---- fold ---- */

#define CHAIN(first, second, third)                                                                                    \
    "FROM i AS base\nFROM base AS z\nFROM base AS c1\n" first "FROM c1 AS c2\n" second                                 \
    "FROM scratch AS c3\nCOPY --from=c2 x y\n" third

static const struct {
    const char *text, *options, *nodes, *edges;
} fold_table[] = {
    {CHAIN("", "", "FROM c3 AS fin"), "fold images=hide",
     "S base t:Base | S z t:Z | G c3 t:C1 \xE2\x80\xA6 C3 n:3 stages | S fin t:Fin",
     "from base>z, from base>c3, from c3>fin"},
    {CHAIN("", "", "FROM c3 AS fin"), "images=hide",
     "S base t:Base | S z t:Z | S c1 t:C1 | S c2 t:C2 | S c3 t:C3 | S fin t:Fin",
     "from base>z, from base>c1, from c1>c2, copy c2>c3, from c3>fin"},
    /* a chain ends above a final stage, at a branch, and at a focused stage */
    {CHAIN("", "", ""), "fold images=hide",
     "S base t:Base | S z t:Z | G c2 t:C1 \xE2\x86\x92 C2 n:2 stages | S c3 t:C3",
     "from base>z, from base>c2, copy c2>c3"},
    {CHAIN("", "FROM c2 AS x\n", "FROM c3 AS fin"), "fold images=hide",
     "S base t:Base | S z t:Z | G c2 t:C1 \xE2\x86\x92 C2 n:2 stages | S x t:X | S c3 t:C3 | S fin t:Fin",
     "from base>z, from base>c2, from c2>x, copy c2>c3, from c3>fin"},
    {CHAIN("", "COPY --from=z a b\n", "FROM c3 AS fin"), "fold images=hide",
     "S base t:Base | S z t:Z | S c1 t:C1 | G c3 t:C2 \xE2\x86\x92 C3 n:2 stages | S fin t:Fin",
     "from base>z, from base>c1, from c1>c3, copy z>c3, from c3>fin"},
    {CHAIN("", "", "FROM c3 AS fin"), "fold images=hide focus=c2",
     "G c1 t:Base \xE2\x86\x92 C1 n:2 stages | S c2 t:C2 | S c3 t:C3 | S fin t:Fin",
     "from c1>c2, copy c2>c3, from c3>fin"},
    {CHAIN("", "", "FROM c3 AS fin"), "fold images=hide focus=fin",
     "G c3 t:Base \xE2\x80\xA6 C3 n:4 stages | S fin t:Fin", "from c3>fin"},
    /* what someone wrote stays */
    {CHAIN("# stagegraph: purpose=p\n", "# stagegraph: title=T\n", "FROM c3 AS fin"), "fold images=hide",
     "S base t:Base | S z t:Z | S c1 t:C1 | S c2 t:C2 | S c3 t:T | S fin t:Fin",
     "from base>z, from base>c1, from c1>c2, copy c2>c3, from c3>fin"},
    {CHAIN("# stagegraph: size=1MB\n", "", "FROM c3 AS fin"), "fold images=hide no-size",
     "S base t:Base | S z t:Z | S c1 t:C1 | S c2 t:C2 | S c3 t:C3 | S fin t:Fin",
     "from base>z, from base>c1, from c1>c2, copy c2>c3, from c3>fin"},
    /* other groups, and a group that is one node */
    {CHAIN("# stagegraph: group=g\n", "", "FROM c3 AS fin"), "fold images=hide",
     "S base t:Base | S z t:Z | S c1 t:C1 | S c2 t:C2 | S c3 t:C3 | S fin t:Fin",
     "from base>z r5, from base>c1, from c1>c2, copy c2>c3, from c3>fin"},
    {CHAIN("# stagegraph: group=g\n", "", "FROM c3 AS fin"), "fold images=hide collapse=g",
     "S base t:Base | S z t:Z | S c1 t:C1 | G g t:g n:1 stage | S c3 t:C3 | S fin t:Fin",
     "from base>z, from base>c1, from c1>g, copy g>c3, from c3>fin"},
    /* lines that the options ask for; images do not count as a branch, and a base is told once */
    {"FROM i AS a\nRUN p\nFROM i AS b\nCOPY --from=a x y\nFROM b AS c", "fold images=label layers",
     "G b t:A \xE2\x86\x92 B n:2 stages l:RUN p l:COPY --from=a x y b:i | S c t:C", "from b>c"},
    {"FROM i AS a\nFROM a AS b\nCOPY --from=j x y\nFROM b AS c", "fold",
     "G b t:A \xE2\x86\x92 B n:2 stages | S c t:C | I ext_i t:i | I ext_j t:j", "from b>c, from ext_i>b, copy ext_j>b"},
    /* a later stage, which BuildKit refuses, is not hidden */
    {"FROM scratch AS a\nCOPY --from=b x y\nFROM scratch AS b\nFROM a AS c", "fold", "S a t:A | S b t:B | S c t:C",
     "copy b>a!, from a>c"},
};

static void fold_rows(void **state) {
    for (size_t i = 0; i < COUNT(fold_table); i++) {
        char options[128]; /* what is guessed about a stage is no label of its own: left out here */
        snprintf(options, sizeof options, "%s no-purpose", fold_table[i].options);
        struct fixture fixture = view_of(state, fold_table[i].text, options);
        assert_row(fold_table[i].text, nodes_of(state, fixture.view), fold_table[i].nodes);
        assert_row(fold_table[i].text, edges_of(state, fixture.view), fold_table[i].edges);
        done(&fixture);
    }
}

/* A folded chain is one member of its cluster. */
static void folded_cluster(void **state) {
    struct fixture fixture =
        view_of(state, "FROM i AS a_1\nFROM a_1 AS a_2\nFROM a_2 AS a_3\nFROM a_3 AS z", "fold images=hide");
    assert_int_equal(fixture.view->cluster_count, 1);
    assert_int_equal(fixture.view->clusters[0].node_count, 1);
    assert_int_equal(fixture.view->nodes[0].cluster, 0);
    assert_string_equal(text_of(state, fixture.view->summary), "4 stages in 1 group, 1 final image");
    assert_string_equal(text_of(state, fixture.view->nodes[0].tooltip), "stage a_1, lines 1\xE2\x80\x93"
                                                                        "1\nstage a_2, lines 2\xE2\x80\x93"
                                                                        "2\nstage a_3, lines 3\xE2\x80\x93"
                                                                        "3");
    done(&fixture);
}

static void collapsed_group(void **state) {
    struct fixture fixture = view_of(state, GROUPS, "collapse=A");
    const struct view_node *node = &fixture.view->nodes[0];
    assert_string_equal(text_of(state, fixture.view->summary), "5 stages in 2 groups, 2 final images");
    assert_string_equal(text_of(state, node->tooltip), "group A\nstage a_1, lines 1\xE2\x80\x93"
                                                       "1\nstage a_2, lines 4\xE2\x80\x93"
                                                       "4");
    assert_string_equal(text_of(state, node->underline), "=");
    assert_string_equal(text_of(state, fixture.view->edges[0].tooltip), "line 2: FROM");
    done(&fixture);
    fixture = view_of(state, GROUPS, "collapse=all");
    assert_string_equal(text_of(state, fixture.view->edges[0].tooltip), "line 2: FROM\nline 5: FROM");
    assert_int_equal(fixture.view->nodes[1].marks, MARK_FINAL);
    done(&fixture);
}

/* Groups that are FROM each other: every one is still in the tree. */
static void text_of_cycle(void **state) {
    (void)state;
    sg_doc *doc = document(GROUPS, "");
    sg_output out = rendered(doc, "text", "collapse=all images=hide no-purpose");
    assert_string_equal(out.data, "Build stages of Dockerfile: 5 stages in 2 groups, 2 final images\n\n"
                                  "A     2 stages\n"
                                  "\xE2\x94\x82  \xE2\x86\x90 FROM B\n"
                                  "\xE2\x94\x9C\xE2\x94\x80 B  2 stages  [final image]\n"
                                  "\xE2\x94\x82     \xE2\x86\x90 COPY A\n"
                                  "\xE2\x94\x94\xE2\x94\x80 z  [target, final image]\n"
                                  "      \xE2\x86\x90 COPY A\n");
    sg_output_free(&out);
    sg_free(doc);
}

/* ---- links ---- */

static void link_rows(void **state) {
    static const char *const rows[][2] = {
        {"https://x.example/{file}#L{line}", "https://x.example/Dockerfile#L2"},
        {"https://x.example/?s={stage}&l={line}", "https://x.example/?s=a.b-c&l=2"},
        {"http://x/\"<'>;\\|{stage}", "http://x/%22%3C%27%3E%3B%5C%7Ca.b-c"},
        {"http://x/50%/%2f/%zz", "http://x/50%25/%2f/%25zz"},
        {"http://x/\xC3\xA4}", "http://x/%C3%A4%7D"},
        {"", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        sg_options *options = options_from("");
        sg_doc *doc = document("# c\nFROM i AS a.b-c", "");
        assert_int_equal(sg_options_set(options, "link", rows[i][0]), SG_OK);
        const struct view *view = view_make(*state, scene_of(*state, doc), options, &doc->diags);
        assert_row(rows[i][0], text_of(state, view->nodes[0].link), rows[i][1]);
        assert_int_equal(view->nodes[1].link.len, 0); /* images have no place in the file */
        sg_free(doc);
        sg_options_free(options);
    }
}

/* A name may hold anything: none of it has a meaning in the URL. */
static void link_of_hostile_name(void **state) {
    sg_doc *doc = NULL;
    sg_options *options = options_from("link=https://x/{file}/{stage}");
    static const char text[] = "FROM i";
    assert_int_equal(sg_parse(text, strlen(text), "dir/a b/../?#\"&{line}%.Dockerfile", options, &doc), SG_OK);
    const struct view *view = view_make(*state, scene_of(*state, doc), options, &doc->diags);
    assert_string_equal(text_of(state, view->nodes[0].link), "https://x/%3F%23%22%26%7Bline%7D%25.Dockerfile/0");
    sg_free(doc);
    sg_options_free(options);
}

/* {path} keeps its slashes, and is the name where the path says more of the machine than of the file. */
static void link_of_path(void **state) {
    static const char *const rows[][2] = {
        {"api/a b/Dockerfile", "https://x/api/a%20b/Dockerfile#L1"},
        {"./Dockerfile", "https://x/Dockerfile#L1"},
        {"/home/me/Dockerfile", "https://x/Dockerfile#L1"},
        {"../other/Dockerfile", "https://x/Dockerfile#L1"},
    };
    sg_options *options = options_from("link=https://x/{path}#L{line}");
    for (size_t i = 0; i < COUNT(rows); i++) {
        sg_doc *doc = NULL;
        assert_int_equal(sg_parse("FROM i", 6, rows[i][0], options, &doc), SG_OK);
        assert_row(rows[i][0],
                   text_of(state, view_make(*state, scene_of(*state, doc), options, &doc->diags)->nodes[0].link),
                   rows[i][1]);
        sg_free(doc);
    }
    sg_options_free(options);
}

static void link_in_formats(void **state) {
    (void)state;
    static const char words[] = "link=https://x/?l={line}&s={stage}";
    sg_doc *doc = document("FROM i AS a", "");
    sg_output out = rendered(doc, "dot", words);
    assert_non_null(strstr(out.data, ",URL=\"https://x/?l=1&amp;s=a\""));
    sg_output_free(&out);
    out = rendered(doc, "mermaid", words);
    assert_non_null(strstr(out.data, "\n    click a href \"https://x/?l=1&s=a\"\n"));
    sg_output_free(&out);
    sg_free(doc);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(focus_rows),           cmocka_unit_test(unknown_rows),  cmocka_unit_test(unknown_kept),
        cmocka_unit_test(not_needed),           cmocka_unit_test(fold_rows),     cmocka_unit_test(folded_cluster),
        cmocka_unit_test(collapsed_group),      cmocka_unit_test(text_of_cycle), cmocka_unit_test(link_rows),
        cmocka_unit_test(link_of_hostile_name), cmocka_unit_test(link_of_path),  cmocka_unit_test(link_in_formats),
    };
    return cmocka_run_group_tests_name("focus", tests, arena_setup, arena_teardown);
}
