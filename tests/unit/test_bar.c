/* The bars of measured sizes. */
#include "graph/graph.h"
#include "render/render.h"
#include "view_helper.h"

static const char text[] = "FROM scratch AS a\nFROM a AS b\nFROM b AS c\n";

struct measure {
    int64_t total, delta;
    sg_size_method method;
};

#define IS(total, delta)                                                                                               \
    { total, delta, SG_SIZE_MEASURED }
#define UNKNOWN                                                                                                        \
    { -1, -1, SG_SIZE_UNKNOWN }

static const struct {
    struct measure sizes[3];
    const char *options, *bars; /* base+added of each stage, in thousandths */
} rows[] = {
    {{IS(100, 100), IS(150, 50), IS(200, 50)}, "", "0+500 500+250 750+250"},
    {{IS(100, 100), IS(150, 50), IS(200, 50)}, "no-size", "0+0 0+0 0+0"},
    {{IS(100, 100), UNKNOWN, IS(200, 50)}, "", "0+500 0+0 750+250"},
    {{IS(100, 100), UNKNOWN, UNKNOWN}, "", "0+0 0+0 0+0"},                               /* nothing to compare */
    {{IS(100, 100), {150, -1, SG_SIZE_MEASURED}, IS(200, 50)}, "", "0+500 0+0 750+250"}, /* its parts are unknown */
    {{IS(100, 100), {150, 50, SG_SIZE_DECLARED}, IS(200, 50)}, "", "0+500 0+0 750+250"}, /* nobody measured it */
    {{IS(1, 1), IS(1000000, 999999), IS(1000000, 0)}, "", "0+1 1+1000 1000+0"},          /* a little is not nothing */
    {{IS(0, 0), IS(0, 0), IS(0, 0)}, "", "0+0 0+0 0+0"},
    {{IS(INT64_MAX, INT64_MAX), IS(INT64_MAX, 0), IS(0, 0)}, "", "0+1000 1000+0 0+0"},
};

static struct fixture measured(void **state, size_t row) {
    struct fixture fixture = {document(text, rows[row].options), options_from(rows[row].options), NULL};
    for (size_t s = 0; s < COUNT(rows[row].sizes); s++) {
        struct measure measure = rows[row].sizes[s];
        sg_size *size = &fixture.doc->stages.items[s].public.size;
        *size = (sg_size){.total = measure.total, .delta = measure.delta, .method = measure.method};
        if (measure.total >= 0) size->basis = SG_BASIS_FILES;
    }
    fixture.view = view_make(*state, scene_of(*state, fixture.doc), fixture.options, &fixture.doc->diags);
    return fixture;
}

static void bars(void **state) {
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fixture fixture = measured(state, i);
        struct text out = {0};
        for (size_t n = 0; n < fixture.view->node_count; n++) {
            struct view_bar bar = fixture.view->nodes[n].bar;
            text_put(*state, &out, arena_printf(*state, "%s%u+%u", n ? " " : "", bar.base, bar.added));
        }
        assert_row(rows[i].bars, text_of(state, text_str(&out)), rows[i].bars);
        done(&fixture);
    }
}

/* Graphviz draws them all: it would refuse what is wider than its table. */
static void drawn(void **state) {
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fixture fixture = measured(state, i);
        struct drawing drawing = {fixture.doc, fixture.view, fixture.options, &fixture.doc->diags, *state};
        struct buf out = {0};
        assert_int_equal(format_named(STR("svg"))->render(&drawing, &out), SG_OK);
        size_t added = str_find_str(buf_str(&out), STR("<polygon fill=\"#0969da\"")), len = out.len;
        assert_int_equal(added < len, fixture.view->has_bars);
        buf_free(&out);
        done(&fixture);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(bars), cmocka_unit_test(drawn)};
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
