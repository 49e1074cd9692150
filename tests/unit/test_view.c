/* What is drawn: nodes, label lines, clusters, edges, ranks, marks, legend. No renderer takes part. */
#include "view/view.h"

#include "base/utf8.h"
#include "view/label.h"
#include "view_helper.h"

/* ---- nodes and their lines ---- */

#define NBSP "\xC2\xA0"
static const struct {
    const char *text, *options, *nodes;
} node_table[] = {
    {"FROM scratch AS a", "", "S a t:A"},
    {"FROM i:1 AS a", "no-purpose", "S a t:A | I ext_i t:i:1"},
    {"FROM i:1 AS a", "", "S a t:A | I ext_i t:i:1"},
    {"FROM scratch AS a\nRUN cargo build --bin yy\nCMD x", "wrap=12",
     "S a t:A p:Runs x \xC2\xB7 p:Builds yy p:with Cargo"},
    {"# Runs it.\nFROM scratch AS a", "", "S a t:A p:Runs it"},
    {"# Runs it.\nFROM scratch AS a", "no-purpose", "S a t:A"},
    {"# stagegraph: size=150MB\nFROM scratch AS a\nFROM a AS b", "no-purpose",
     "S a t:A s:~150" NBSP "MB" NBSP "declared | S b t:B"},
    /* unknown is told only where it was to be measured */
    {"FROM scratch AS a", "no-purpose image-template=x:{stage}", "S a t:A s:size" NBSP "?"},
    {"FROM scratch AS a", "no-purpose archive=x.tar", "S a t:A s:size" NBSP "?"},
    {"FROM scratch AS a\nFROM a AS b", "no-purpose size=a=1MB context=. registry",
     "S a t:A s:~1" NBSP "MB" NBSP "declared | S b t:B"},
    /* an author's line breaks, unless --wrap says how wide it shall be */
    {"# Aa bb\n# cc dd.\nFROM scratch AS a", "", "S a t:A p:Aa bb p:cc dd"},
    {"# Aa bb\n# cc dd.\nFROM scratch AS a", "wrap=30", "S a t:A p:Aa bb cc dd"},
    {"# stagegraph: size=150MB\nFROM scratch AS a\nFROM a AS b", "no-size no-purpose", "S a t:A | S b t:B"},
    {"FROM scratch AS a\nRUN x\nENV y=z\nCOPY . /a", "layers no-purpose", "S a t:A l:RUN x l:COPY . /a"},
    {"FROM scratch AS a\nRUN x \\\n  y", "layers no-purpose", "S a t:A l:RUN x y"},
    {"FROM i:1 AS a\nFROM a AS b", "images=label no-purpose", "S a t:A b:i:1 | S b t:B"},
    {"FROM scratch AS a", "images=label no-purpose", "S a t:A b:scratch"},
    {"FROM i:1 AS a", "images=hide no-purpose", "S a t:A"},
    {"FROM i AS a\nFROM i AS b\nFROM j AS c", "no-purpose", "S a t:A | S b t:B | S c t:C | I ext_i t:i | I ext_j t:j"},
    {"FROM i AS a\nFROM i AS b\nFROM j AS c", "images=separate no-purpose",
     "S a t:A | S b t:B | S c t:C | I ext_i t:i | I ext_i_2 t:i | I ext_j t:j"},
    {"FROM i AS a\nFROM i AS b\nFROM x.io/j:1 AS c\nFROM x.io/j:1 AS d", "images=separate=j no-purpose",
     "S a t:A | S b t:B | S c t:C | S d t:D | I ext_i t:i | I ext_j t:x.io/j:1 | I ext_j_2 t:x.io/j:1"},
    {"FROM i AS a\nFROM j AS b", "target=b no-purpose", "S b t:B | I ext_j t:j"},
    {"FROM scratch AS a\nADD https://x.io/y/z.tgz#f /", "no-purpose", "S a t:A | U ext_z_tgz t:x.io/y/z.tgz#f"},
    {"FROM a AS b", "build-context=b=dir no-purpose", "S b t:B | C ext_b t:b"},
    {"FROM i AS ext_i", "no-purpose", "S ext_i t:Ext i | I ext_i_2 t:i"},
    {"FROM $NOPE AS a", "no-purpose", "S a t:A | I ext__NOPE t:$NOPE"},
    {"# stagegraph: title=\"a\\nb\"\nFROM scratch AS a", "", "S a t:a b"},
    {"FROM x.io/abcdefghijklmnopqrstuvwxyz/abcdefghijklmnopqrstuvwxyz:1.2.3 AS a", "images=label no-purpose",
     "S a t:A b:x.io/abcdefghijklmnopqrstuvwx\xE2\x80\xA6mnopqrstuvwxyz"},
};

static void node_rows(void **state) {
    for (size_t i = 0; i < COUNT(node_table); i++) {
        struct fixture fixture = view_of(state, node_table[i].text, node_table[i].options);
        const char *got = nodes_of(state, fixture.view);
        if (i + 1 < COUNT(node_table)) assert_row(node_table[i].text, got, node_table[i].nodes);
        else
            assert_int_equal(str_width(fixture.view->nodes[0].lines[1].text),
                             IMAGE_WIDTH); /* the last row is cut to fit */
        done(&fixture);
    }
}

/* As many "=" as the title is wide, and only above another line. */
static void underlines(void **state) {
    static const char *const rows[][2] = {
        {"FROM scratch AS a", ""},
        {"# stagegraph: purpose=P\nFROM scratch AS http_app", "========"},
        {"# stagegraph: title=\"\xE6\xBC\xA2\xE5\xAD\x97\" purpose=p\nFROM scratch AS a", "===="},
        {"# stagegraph: title=\"e\xCC\x81\" purpose=p\nFROM scratch AS a", "="},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fixture fixture = view_of(state, rows[i][0], "");
        assert_row(rows[i][0], text_of(state, fixture.view->nodes[0].underline), rows[i][1]);
        done(&fixture);
    }
}

/* ---- edges ---- */

static const struct {
    const char *text, *options, *edges;
} edge_table[] = {
    {"FROM i AS a\nFROM a AS b\nCOPY --from=a x y", "", "from a>b, copy a>b, from ext_i>a"},
    {"FROM i AS a\nFROM a AS b\nCOPY --from=a x y", "edges=plain", "from a>b x2, from ext_i>a"},
    {"FROM scratch AS a\nFROM scratch AS b\nCOPY --from=a x y\nCOPY --from=a z w", "", "copy a>b x2"},
    {"FROM scratch AS a\nCOPY --from=b x y\nFROM scratch AS b", "", "copy b>a!"},
    {"FROM scratch AS a\nCOPY --from=a x y", "", "copy a>a"},
    {"FROM scratch AS a\nFROM scratch AS b\nRUN --mount=from=a,target=/m x", "", "mount a>b"},
    {"FROM scratch AS a\nADD https://x/y /\nADD https://x/z.git /", "", "http ext_y>a, git ext_z_git>a"},
    {"FROM i AS a\nCOPY --from=j x y", "images=hide", ""},
    {"FROM i AS a\nCOPY --from=j x y", "images=label", "copy ext_j>a"},
    {"FROM i AS a\nFROM a AS b\nFROM i AS c", "target=b", "from a>b, from ext_i>a"},
    /* long links: only with groups, only for a lone final stage with exactly one incoming stage edge */
    {"FROM scratch AS base\nFROM base AS base_app\nFROM base_app AS x\nFROM x AS y\nFROM base AS dev", "",
     "from base>base_app, from base_app>x, from x>y, from base>dev r4"},
    {"FROM scratch AS base\nFROM base AS base_app\nFROM base_app AS x\nFROM x AS y\nFROM base AS dev", "group=none",
     "from base>base_app, from base_app>x, from x>y, from base>dev"},
    {"FROM scratch AS base\nFROM base AS base_app\nFROM base_app AS x\nFROM base AS dev\nCOPY --from=x a b", "",
     "from base>base_app, from base_app>x, from base>dev, copy x>dev"},
};

/* Sideways, where many lone stages would make the picture wide, they stay where they are. */
#define LONE(stages) "FROM scratch AS g_a\nFROM g_a AS g_b\nFROM g_b AS x\nFROM g_a AS l1\nFROM g_a AS l2\n" stages

static void lone_stages(void **state) {
    static const char *const rows[][3] = {
        {LONE(""), "direction=LR", "from g_a>g_b, from g_b>x, from g_a>l1 r3, from g_a>l2 r3"},
        {LONE("FROM g_a AS l3"), "direction=RL", "from g_a>g_b, from g_b>x, from g_a>l1, from g_a>l2, from g_a>l3"},
        {LONE("FROM g_a AS l3"), "direction=BT",
         "from g_a>g_b, from g_b>x, from g_a>l1 r3, from g_a>l2 r3, from g_a>l3 r3"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fixture fixture = view_of(state, rows[i][0], rows[i][1]);
        assert_row(rows[i][1], edges_of(state, fixture.view), rows[i][2]);
        done(&fixture);
    }
}

/* More images than fit in a row stand in two, above nine in three; side by side there is room. */
/* Many stages make a wide picture, so their purposes are narrower unless someone says how wide they shall be. */
static void wrap_of_many(void **state) {
    static const struct {
        size_t stages;
        const char *options, *line;
    } rows[] = {
        {24, "", "Twenty-six columns are all"},         {25, "", "Twenty-six columns"},
        {25, "wrap=30", "Twenty-six columns are all"},  {25, "wrap=12", "Twenty-six"},
        {25, "focus=s3", "Twenty-six columns are all"}, /* what counts is what is drawn */
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf text = {0};
        for (size_t s = 0; s < rows[i].stages; s++)
            buf_printf(&text, "# Twenty-six columns are all\nFROM i AS s%zu\n\n", s);
        buf_char(&text, '\0');
        struct fixture fixture = view_of(state, text.ptr, rows[i].options);
        assert_row(rows[i].options, text_of(state, view_line_of(&fixture.view->nodes[0], LINE_PURPOSE)), rows[i].line);
        done(&fixture);
        buf_free(&text);
    }
}

static void many_images(void **state) {
    static const struct {
        int images;
        const char *options;
        size_t ranks[10];
    } rows[] = {
        {4, "", {1, 1, 1, 1}},
        {5, "", {1, 2, 1, 2, 1}},
        {5, "direction=BT", {1, 2, 1, 2, 1}},
        {5, "direction=LR", {1, 1, 1, 1, 1}},
        {9, "", {1, 2, 3, 1, 2, 3, 1, 2, 3}},
        {10, "", {1, 2, 3, 1, 2, 3, 1, 2, 3, 1}},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf text = {0};
        for (int s = 0; s < rows[i].images; s++) buf_printf(&text, "FROM i%d AS s%d\n", s, s);
        buf_char(&text, '\0');
        struct fixture fixture = view_of(state, text.ptr, rows[i].options);
        for (size_t e = 0; e < fixture.view->edge_count; e++)
            assert_int_equal(fixture.view->edges[e].ranks, rows[i].ranks[e]);
        done(&fixture);
        buf_free(&text);
    }
}

static void edge_rows(void **state) {
    for (size_t i = 0; i < COUNT(edge_table); i++) {
        struct fixture fixture = view_of(state, edge_table[i].text, edge_table[i].options);
        assert_row(edge_table[i].text, edges_of(state, fixture.view), edge_table[i].edges);
        done(&fixture);
    }
}

static void ranks(void **state) {
    static const size_t expected[] = {0, 1, 2, 3, 0};
    struct fixture fixture = view_of(state,
                                     "FROM i AS a\nFROM a AS b\nFROM i AS c\nCOPY --from=b x y\n"
                                     "FROM a AS d\nRUN --mount=from=c,target=/m x",
                                     "");
    for (size_t i = 0; i < COUNT(expected); i++) assert_int_equal(fixture.view->nodes[i].rank, expected[i]);
    done(&fixture);
    fixture = view_of(state, "FROM i AS a\nCOPY --from=b x y\nFROM i AS b\nCOPY --from=a x y\nFROM a AS c", "");
    assert_int_equal(fixture.view->node_count, 4); /* a cycle ends */
    done(&fixture);
}

/* ---- clusters ---- */

static const struct {
    const char *text, *options, *clusters; /* "id/title:node+node", "?" behind a guess */
} cluster_table[] = {
    {"FROM i AS http_a\nFROM http_a AS http_b\nFROM i AS c", "", "HTTP/HTTP?:0+1"},
    {"FROM i AS http_a\nFROM http_a AS http_b\nFROM i AS c", "group=declared", ""},
    {"FROM i AS http_a\nFROM http_a AS http_b\nFROM i AS c", "group=none", ""},
    {"# stagegraph: group=\"My (x)\"\nFROM i AS a", "", "My__x_/My (x):0"},
    {"# stagegraph: group=a\nFROM i AS a", "", "a_2/a:0"},
    {"# stagegraph: group=BASE\nFROM i AS base", "", "BASE/BASE:0"}, /* case is enough */
    {"# stagegraph: group=End\nFROM i AS a", "", "End_/End:0"},
    {"# stagegraph: group=g\nFROM i AS a\nFROM i AS b", "target=b", ""}, /* nothing in it is drawn */
    {"# stagegraph: group=2\nFROM i AS a", "", "g2/2:0"},
};

static void cluster_rows(void **state) {
    for (size_t i = 0; i < COUNT(cluster_table); i++) {
        struct fixture fixture = view_of(state, cluster_table[i].text, cluster_table[i].options);
        struct text out = {0};
        for (size_t c = 0; c < fixture.view->cluster_count; c++) {
            const struct view_cluster *cluster = &fixture.view->clusters[c];
            text_put(*state, &out,
                     arena_printf(*state, "%s%.*s/%.*s%s:", c ? " " : "", STR_ARG(cluster->id), STR_ARG(cluster->title),
                                  cluster->guessed ? "?" : ""));
            for (size_t n = 0; n < cluster->node_count; n++) {
                text_put(*state, &out, arena_printf(*state, "%s%zu", n ? "+" : "", cluster->nodes[n]));
                assert_int_equal(fixture.view->nodes[cluster->nodes[n]].cluster, c);
            }
        }
        assert_row(cluster_table[i].text, text_of(state, text_str(&out)), cluster_table[i].clusters);
        done(&fixture);
    }
}

/* ---- marks, titles, legend ---- */

static void marks(void **state) {
    struct fixture fixture = view_of(
        state, "FROM scratch AS a\n# stagegraph: size=1MB purpose=P\nFROM a AS b\nFROM x AS c", "build-context=c=d");
    static const unsigned expected[] = {0, MARK_FINAL | MARK_UNMEASURED, MARK_REPLACED};
    for (size_t i = 0; i < COUNT(expected); i++) assert_int_equal(fixture.view->nodes[i].marks, expected[i]);
    done(&fixture);
}

/* A guess is marked where it is shown, whatever else the stage is. */
static void guesses(void **state) {
    static const struct {
        const char *text, *options;
        bool guessed;
    } rows[] = {
        {"FROM i AS a\nCMD y", "", true},
        {"FROM i AS a\nCMD y", "no-purpose", false},
        {"# Runs it.\nFROM i AS a", "", false},
        {"# stagegraph: purpose=P\nFROM i AS a", "", false},
        {"# a runs it\nFROM i AS a", "", false},
        {"FROM i AS a\nLABEL org.opencontainers.image.description=L", "", false},
        {"FROM scratch AS a", "", false},
        {"FROM i AS a\nCMD y", "build-context=a=d", false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fixture fixture = view_of(state, rows[i].text, rows[i].options);
        const char *got = fixture.view->nodes[0].marks & MARK_GUESSED ? "guessed" : "not guessed";
        const char *row = text_of(state, arena_printf(*state, "%s (%s)", rows[i].text, rows[i].options));
        assert_row(row, got, rows[i].guessed ? "guessed" : "not guessed");
        done(&fixture);
    }
}

static void summaries(void **state) {
    static const char *const rows[][3] = {
        {"FROM i", "", "1 stage, 1 final image"},
        {"FROM i AS a\nFROM a AS b\nFROM a AS c", "", "3 stages, 2 final images"},
        {"FROM i AS h_a\nFROM h_a AS h_b\nFROM i AS c", "", "3 stages in 1 group, 2 final images"},
        {"FROM i AS a\nFROM i AS b", "target=a", "1 stage, 1 final image"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fixture fixture = view_of(state, rows[i][0], rows[i][1]);
        assert_row(rows[i][0], text_of(state, fixture.view->summary), rows[i][2]);
        assert_string_equal(text_of(state, fixture.view->title), "Build stages of Dockerfile");
        done(&fixture);
    }
}

/* A path that leads down from the current folder is shown; any other says more of the machine than of the file. */
static void titles(void **state) {
    static const char *const rows[][3] = {
        {"Dockerfile", "", "Build stages of Dockerfile"},
        {"api/Dockerfile", "", "Build stages of api/Dockerfile"},
        {"./././api/web.Dockerfile", "", "Build stages of api/web.Dockerfile"},
        {"./Dockerfile", "", "Build stages of Dockerfile"},
        {"..a/b..c", "", "Build stages of ..a/b..c"},
        {"../api/Dockerfile", "", "Build stages of Dockerfile"},
        {"a/../b/Dockerfile", "", "Build stages of Dockerfile"},
        {"/srv/api/Dockerfile", "", "Build stages of Dockerfile"},
        {"-", "", "Build stages of standard input"},
        {"", "", "Build stages of standard input"},
        {"a\x1b[31m/b", "", "Build stages of a [31m/b"},
        {"api/Dockerfile", "title=Ours", "Ours"},
        {"api/Dockerfile", "title=", "Build stages of api/Dockerfile"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        sg_options *options = options_from(rows[i][1]);
        sg_doc *doc = NULL;
        assert_int_equal(sg_parse("FROM i", 6, rows[i][0], options, &doc), SG_OK);
        assert_row(rows[i][0], text_of(state, view_make(*state, scene_of(*state, doc), options, &doc->diags)->title),
                   rows[i][2]);
        sg_free(doc);
        sg_options_free(options);
    }
}

static void settings(void **state) {
    struct fixture fixture = view_of(state, "FROM i", "direction=LR background=transparent edges=plain");
    assert_int_equal(fixture.view->direction, DIRECTION_LR);
    assert_int_equal(fixture.view->background, BACKGROUND_TRANSPARENT);
    assert_true(fixture.view->plain_edges);
    done(&fixture);
}

static void legends(void **state) {
    static const char *const rows[][3] = {
        {"FROM i AS a", "", ""},
        {"FROM i AS a\nCMD y", "legend no-purpose", "FROM, from outside, target stage"},
        {"FROM i AS a\nCMD y", "legend", "FROM, from outside, target stage, guessed purpose"},
        {"FROM i AS a", "legend images=hide no-purpose", "target stage"},
        {"FROM i AS a\nCOPY --from=j x y\nRUN --mount=from=j,target=/m x\nADD https://x/y /", "legend no-purpose",
         "FROM, COPY --from, RUN --mount, ADD, from outside, target stage"},
        {"FROM i AS a\nCOPY --from=j x y", "legend edges=plain no-purpose", "from outside, target stage"},
        {"FROM scratch AS a\nFROM scratch AS b", "legend",
         "target stage, final image"}, /* one that is not the target */
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fixture fixture = view_of(state, rows[i][0], rows[i][1]);
        struct text out = {0};
        for (size_t l = 0; l < fixture.view->legend_count; l++) {
            if (l) text_put(*state, &out, STR(", "));
            text_put(*state, &out, fixture.view->legend[l].text);
        }
        assert_row(rows[i][0], text_of(state, text_str(&out)), rows[i][2]);
        done(&fixture);
    }
}

/* ---- tooltips ---- */

static void tooltips(void **state) {
    struct fixture fixture = view_of(state,
                                     "ARG V=1\n# Makes P\n# for q.\nFROM i:$V AS a\n\nFROM --platform=arm64 j AS b\n"
                                     "COPY --from=a x y /z\nCOPY --from=a w /v\nCMD tool\n",
                                     "");
    assert_string_equal(text_of(state, fixture.view->nodes[0].tooltip),
                        "stage a\nFROM i:$V\nbase: i:1\nlines 4\xE2\x80\x93"
                        "4\nMakes P for q");
    assert_string_equal(text_of(state, fixture.view->nodes[1].tooltip),
                        "stage b\nFROM j\nplatform: linux/arm64\nlines 6\xE2\x80\x93"
                        "9\nguessed: Runs tool");
    assert_string_equal(text_of(state, fixture.view->edges[0].tooltip),
                        "line 7: COPY x y \xE2\x86\x92 /z\nline 8: COPY w \xE2\x86\x92 /v");
    assert_string_equal(text_of(state, fixture.view->edges[1].tooltip), "line 4: FROM");
    done(&fixture);
}

static size_t characters(sg_str s) {
    size_t count = 0;
    for (; s.len; count++) utf8_next(&s);
    return count;
}

/* However long the facts are, a tooltip and a line stay short. */
static void long_texts(void **state) {
    struct buf text = {0};
    buf_text(&text, "# stagegraph: title=\"");
    for (int i = 0; i < 3000; i++) buf_text(&text, "\xE6\xBC\xA2");
    buf_text(&text, "\" purpose=\"");
    for (int i = 0; i < 3000; i++) buf_text(&text, "\xC3\xA4 ");
    buf_text(&text, "\" group=\"");
    for (int i = 0; i < 3000; i++) buf_text(&text, "g ");
    buf_text(&text, "\"\nFROM scratch AS a\nFROM ");
    buf_fill(&text, 'i', 3000);
    buf_text(&text, " AS b\nCOPY --from=a");
    for (int i = 0; i < 3000; i++) buf_text(&text, " x");
    buf_text(&text, " /y\nRUN ");
    buf_fill(&text, 'r', 3000);
    buf_char(&text, '\0');
    struct fixture fixture = view_of(state, text.ptr, "layers");
    const struct view *view = fixture.view;
    for (size_t i = 0; i < view->node_count; i++) {
        assert_true(characters(view->nodes[i].tooltip) <= 1000);
        for (size_t l = 0; l < view->nodes[i].line_count; l++)
            assert_true(str_width(view->nodes[i].lines[l].text) <= 60);
    }
    for (size_t i = 0; i < view->edge_count; i++) assert_true(characters(view->edges[i].tooltip) <= 1000);
    assert_int_equal(str_width(view->clusters[0].title), 60);
    assert_int_equal(characters(view->clusters[0].tooltip), 1000);
    assert_true(str_starts(view->nodes[0].tooltip, STR("stage a\ntitle: \xE6\xBC\xA2")));
    done(&fixture);
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(node_rows),   cmocka_unit_test(underlines),   cmocka_unit_test(edge_rows),
        cmocka_unit_test(ranks),       cmocka_unit_test(cluster_rows), cmocka_unit_test(marks),
        cmocka_unit_test(guesses),     cmocka_unit_test(summaries),    cmocka_unit_test(settings),
        cmocka_unit_test(legends),     cmocka_unit_test(tooltips),     cmocka_unit_test(long_texts),
        cmocka_unit_test(lone_stages), cmocka_unit_test(wrap_of_many), cmocka_unit_test(many_images),
        cmocka_unit_test(titles),
    };
    return cmocka_run_group_tests_name("view", tests, arena_setup, arena_teardown);
}
