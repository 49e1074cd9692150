/* Which of two layouts reads better, and which edges share a line. */
#include "helper.h"
#include "render/fit.h"
#include "render/trunk.h"

static const struct place place = {880, 2600};

/* In points, of which 660 are 880 pixels. */
static const struct {
    struct layout_measures other, first;
    bool better;
} pairs[] = {
    {{.width = 600}, {.width = 1200}, true},
    {{.width = 600}, {.width = 500}, false}, /* a picture is never enlarged */
    {{.width = 600, .length = 5}, {.width = 600, .length = 6}, true},
    {{.width = 600, .length = 6}, {.width = 600, .length = 6}, false},
    {{.width = 600, .faults = 1}, {.width = 1200}, false},
    {{.width = 600, .backward = 1}, {.width = 1200}, false},
    {{.width = 600, .height = 2000}, {.width = 1200}, false}, /* too tall */
    {{.width = 800}, {.width = 700, .crossings = 30}, true},
    {{.width = 1400, .crossings = 10}, {.width = 700, .crossings = 20}, false},
    {{.width = 1400, .crossings = 10}, {.width = 1200, .crossings = 60}, true},
};

static void better(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(pairs); i++)
        if (fit_better(place, &pairs[i].other, &pairs[i].first) != pairs[i].better) fail_msg("pair %zu", i);
}

static void reads(void **state) {
    (void)state;
    assert_true(fit_reads(place, &(struct layout_measures){.width = 730}));
    assert_false(fit_reads(place, &(struct layout_measures){.width = 740}));
    assert_false(fit_reads(place, &(struct layout_measures){.width = 600, .faults = 1}));
}

static void places(void **state) {
    (void)state;
    struct place found;
    sg_options *options = sg_options_new();
    assert_true(fit_place(options, &found) && found.width == 880 && found.height == 2600);
    sg_options_set(options, "fit", "700x90");
    assert_true(fit_place(options, &found) && found.width == 700 && found.height == 90);
    sg_options_set(options, "fit", "none");
    assert_false(fit_place(options, &found));
    sg_options_free(options);
}

/* Node 0 in row 0; nodes 1 to 6 below it, the last one first; one edge from 0 to each. */
static void trunks(void **state) {
    const size_t rows[] = {0, 3, 3, 2, 2, 1, 1};
    struct view_edge edges[6] = {0};
    for (size_t e = 0; e < COUNT(edges); e++) edges[e] = (struct view_edge){.kind = SG_EDGE_COPY, .to = e + 1};
    const struct view view = {.edges = edges, .edge_count = COUNT(edges), .node_count = 7};
    struct trunks found = trunks_find(*state, &view, rows);
    static const size_t order[] = {4, 5, 2, 3, 0, 1};
    assert_int_equal(found.count, 1);
    assert_true(found.items[0].out && found.items[0].hub == 0);
    assert_int_equal(found.items[0].edge_count, COUNT(order));
    for (size_t e = 0; e < COUNT(order); e++) assert_int_equal(found.items[0].edges[e], order[e]);
    edges[0].kind = SG_EDGE_FROM; /* five are enough, of one kind */
    found = trunks_find(*state, &view, rows);
    assert_int_equal(found.items[0].edge_count, TRUNK_EDGES);
    assert_false(found.bundled[0]);
    edges[1].marks = MARK_FORWARD;
    assert_int_equal(trunks_find(*state, &view, rows).count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(better), cmocka_unit_test(reads), cmocka_unit_test(places),
                                       cmocka_unit_test(trunks)};
    return cmocka_run_group_tests_name("fit", tests, arena_setup, arena_teardown);
}
