/* Rows: a rank of stages that is too wide stands in several. */
#include "base/buf.h"
#include "view_helper.h"

/* Each of `stages` takes from the first stage and is 23 columns wide, so that a row has four. */
static const struct {
    size_t stages;
    const char *more, *options, *ranks; /* of the edges: one digit for each */
} table[] = {
    {7, "", "", "1111111"},
    {8, "", "", "11112222"},
    {9, "", "", "111122223"},
    {8, "", "direction=BT", "11112222"},
    {8, "", "direction=LR", "11111111"}, /* a rank is high there, not wide */
    {8, "", "wrap=60", "11112222"},
    {8, "", "target=stage_of_a_name_03", "1"},
    /* who ends there goes first: each edge that passes a row takes room in it */
    {8, "FROM stage_of_a_name_01", "", "211112221"},
    /* who takes from two rows stands below the lower, brought there by that edge */
    {8, "FROM scratch\nCOPY --from=stage_of_a_name_07 x y\nCOPY --from=base x y\n", "", "1111222211"},
    /* a cycle has no row */
    {8, "FROM i AS y\nCOPY --from=z x y\nFROM i AS z\nCOPY --from=y x y", "", "1111222211"},
};

static struct fixture many_stages(void **state, size_t stages, const char *more, const char *options) {
    struct buf text = {0};
    buf_text(&text, "FROM i AS base\n");
    for (size_t s = 1; s <= stages; s++) buf_printf(&text, "FROM base AS stage_of_a_name_%02zu\n", s);
    buf_text(&text, more);
    buf_char(&text, '\0');
    const char *words = text_of(state, arena_printf(*state, "no-purpose group=none images=hide %s", options));
    struct fixture fixture = view_of(state, text.ptr, words);
    buf_free(&text);
    return fixture;
}

static void rank_rows(void **state) {
    for (size_t i = 0; i < COUNT(table); i++) {
        struct fixture fixture = many_stages(state, table[i].stages, table[i].more, table[i].options);
        struct text out = {0};
        for (size_t e = 0; e < fixture.view->edge_count; e++)
            text_put(*state, &out, arena_printf(*state, "%zu", fixture.view->edges[e].ranks));
        assert_row(table[i].more, text_of(state, text_str(&out)), table[i].ranks);
        assert_int_equal(fixture.view->is_spread, str_has(text_str(&out), '2'));
        done(&fixture);
    }
}

/* More edges would pull the first stage down than up. */
static void held(void **state) {
    struct fixture fixture = many_stages(state, 8, "FROM stage_of_a_name_01\nFROM stage_of_a_name_01\n", "");
    for (size_t e = 0; e < fixture.view->edge_count; e++)
        assert_int_equal(fixture.view->edges[e].weight, e == 0 ? 2 : 0);
    done(&fixture);
    fixture = many_stages(state, 7, "FROM stage_of_a_name_01\nFROM stage_of_a_name_01\n", "");
    for (size_t e = 0; e < fixture.view->edge_count; e++)
        assert_int_equal(fixture.view->edges[e].weight, 0); /* not too wide */
    done(&fixture);
}

/* The more stages there are, the more stand in a row: a picture gets square, not endlessly high. */
static void squares(void **state) {
    struct fixture fixture = many_stages(state, 400, "", "");
    size_t rows = 0;
    for (size_t e = 0; e < fixture.view->edge_count; e++)
        if (rows < fixture.view->edges[e].ranks) rows = fixture.view->edges[e].ranks;
    assert_in_range(rows, 20, 30); /* not a hundred */
    done(&fixture);
    fixture = many_stages(state, 1999, "", "");
    assert_true(fixture.view->is_spread);
    done(&fixture);
    fixture = many_stages(state, 2000, "", "");
    assert_false(fixture.view->is_spread); /* would take too long to lay out */
    done(&fixture);
}

/* In a fitted picture a group that has begun is finished first, in rows without a gap, and held there. */
static void columns(void **state) {
    struct buf text = {0};
    buf_text(&text, "FROM i AS base\n");
    for (int step = 0; step < 3; step++)
        for (int group = 0; group < 9; group++) {
            buf_printf(&text, "# stagegraph: group=group%d\n", group);
            if (step) buf_printf(&text, "FROM stage_of_a_name_%d%d ", group, step - 1);
            else buf_text(&text, "FROM base ");
            buf_printf(&text, "AS stage_of_a_name_%d%d\n", group, step);
        }
    buf_char(&text, '\0');
    struct fixture fixture = view_of(state, text.ptr, "no-purpose images=hide");
    const struct view *view = view_shaped(*state, fixture.view, (struct view_shape){.wrap = 20, .row_percent = 60});
    size_t lowest = 0;
    assert_int_equal(view->edge_count, 27);
    for (size_t e = 0; e < view->edge_count; e++) {
        const struct view_edge *edge = &view->edges[e];
        if (view->nodes[edge->from].cluster != NO_CLUSTER) assert_int_equal(edge->ranks, 1);
        else if (lowest < edge->ranks) lowest = edge->ranks;
        assert_true(edge->weight > 2);
    }
    assert_int_equal(lowest, 13); /* two groups of three rows beside each other, and four times two below */
    done(&fixture);
    buf_free(&text);
}

/* Whether a group and what is outside of it take from each other. */
static const struct {
    const char *text;
    bool tangled;
} tangles[] = {
    {"# stagegraph: group=g\nFROM i AS a\nFROM a AS b\n# stagegraph: group=g\nFROM b AS c", true},
    {"# stagegraph: group=g\nFROM i AS a\n# stagegraph: group=g\nFROM a AS b\nFROM b AS c", false},
    {"# stagegraph: group=g\nFROM i AS a\n# stagegraph: group=h\nFROM a AS b\n# stagegraph: group=g\nFROM b AS c",
     true},
    {"# stagegraph: group=g\nFROM i AS a\n# stagegraph: group=h\nFROM a AS b\n# stagegraph: group=h\nFROM b AS c",
     false},
    {"FROM i AS a\nFROM a AS b\nFROM b AS c\nCOPY --from=a /a /", false},
};

static void tangled(void **state) {
    for (size_t i = 0; i < COUNT(tangles); i++) {
        struct fixture fixture = view_of(state, tangles[i].text, "group=declared");
        if (fixture.view->is_tangled != tangles[i].tangled) fail_msg("%s", tangles[i].text);
        done(&fixture);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rank_rows), cmocka_unit_test(held),    cmocka_unit_test(squares),
        cmocka_unit_test(columns),   cmocka_unit_test(tangled),
    };
    return cmocka_run_group_tests_name("spread", tests, arena_setup, arena_teardown);
}
