/* What COPY takes, beside the lines of small pictures. */
#include "view_helper.h"

#define TWO(copies) "FROM scratch AS a\nFROM scratch AS b\n" copies
#define MANY                                                                                                           \
    "FROM scratch AS a\nFROM a\nFROM a\nFROM a\nFROM a\nFROM a\nFROM a\nFROM a\nFROM a\nFROM a\nFROM a\nFROM a\n"
#define ROW(copies, taken)                                                                                             \
    { TWO(copies), "", taken }

static const struct {
    const char *text, *options, *taken; /* of the first edge, lines separated by | */
} rows[] = {
    ROW("COPY --from=a /usr/bin/feedd /\n", "feedd"),
    ROW("COPY --from=a /opt/venv/ /opt/venv\n", "/opt/venv"), /* it keeps its place */
    ROW("COPY --from=a /an/installation/of/something /an/installation/of/something\n", "something"),
    ROW("COPY --from=a /x/y /z/y /x/\n", "y"),
    ROW("COPY --from=a /x/app.jar /z/\nCOPY --from=a lib/ lib\n", "app.jar, lib"),
    ROW("COPY --from=a /etc/ssl/certs/ca-certificates.crt /zoneinfo /\n", "ca-certificates.crt,|zoneinfo"),
    ROW("COPY --from=a /out/* /\n", "out/*"),
    ROW("COPY --from=a /out/*.so /\n", "*.so"),
    ROW("COPY --from=a / /\n", "/"),
    ROW("COPY --from=a /. /rootfs\n", "/."),
    ROW("COPY --from=a . .\n", "."),
    ROW("COPY --from=a /x\\\\y /\n", "x\\y"),
    ROW("COPY --from=a a-very-long-name-that-nobody-would-read /\n", "a-very-long-name-t\xE2\x80\xA6"
                                                                     "ould-read"),
    ROW("COPY --from=a aaaaaaaaaaaa bbbbbbbbbbbbb cccccccccccc ddddddddd eeeeee /\n",
        "aaaaaaaaaaaa, bbbbbbbbbbbbb,|cccccccccccc, ddddddddd, \xE2\x80\xA6"),
    ROW("COPY --from=a a b c d e f g h i j /\n", "a, b, c, d, e, f, g, h, \xE2\x80\xA6"),
    ROW("RUN --mount=from=a,target=/m x\n", ""),
    {"FROM scratch AS a\nFROM a AS b\nCOPY --from=a /x/y /\n", "edges=plain", "y"},
    /* of several as one, and in a picture of many stages */
    {"FROM scratch AS a\n# stagegraph: group=g\nFROM scratch AS b\nCOPY --from=a x /\n# stagegraph: group=g\n"
     "FROM scratch AS c\nCOPY --from=a y /\nCOPY --from=a z /\n",
     "collapse=g", "x, y, z"},
    {MANY "FROM scratch AS z\nCOPY --from=a x /\n", "target=z", "x"},
    {"FROM scratch AS a\nFROM scratch AS b\nCOPY --from=a x /\n" MANY, "", ""},
};

static const char *taken_of(void **state, const struct view *view) {
    struct text out = {0};
    for (size_t i = 0; view->edge_count && i < view->edges[0].taken_count; i++) {
        if (i) text_put(*state, &out, STR("|"));
        text_put(*state, &out, view->edges[0].taken[i]);
    }
    return text_of(state, text_str(&out).ptr ? text_str(&out) : STR(""));
}

static void names(void **state) {
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fixture fixture = view_of(state, rows[i].text, rows[i].options);
        assert_row(rows[i].text, taken_of(state, fixture.view), rows[i].taken);
        done(&fixture);
    }
}

/* The parts of a Windows path. */
static void windows(void **state) {
    struct fixture fixture =
        view_of(state, "# escape=`\nFROM scratch AS a\nFROM scratch AS b\nCOPY --from=a C:\\out\\app\\ C:\\\n",
                "platform=windows/amd64");
    assert_string_equal(taken_of(state, fixture.view), "app");
    done(&fixture);
}

/* Beyond a number of edges there is no room. */
static void many_edges(void **state) {
    for (size_t edges = 48; edges <= 49; edges++) {
        struct text text = {0};
        text_put(*state, &text, STR("FROM scratch AS a\n"));
        for (size_t i = 0; i < edges; i++) text_put(*state, &text, arena_printf(*state, "COPY --from=i:%zu x /\n", i));
        struct fixture fixture = view_of(state, text_of(state, text_str(&text)), "");
        assert_int_equal(fixture.view->edge_count, edges);
        assert_string_equal(taken_of(state, fixture.view), edges == 48 ? "x" : "");
        done(&fixture);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(names), cmocka_unit_test(windows),
                                       cmocka_unit_test(many_edges)};
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
