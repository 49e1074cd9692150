/* What the Graphviz module measures of a layout, and how it draws where many lines meet. */
#include "base/module.h"
#include "helper.h"

static struct layout_measures measure(const char *dot, const char **names, size_t *rows, size_t count) {
    struct layout_measures measures = {.names = names, .rows = rows, .name_count = count};
    struct buf out = {0}, message = {0};
    const struct graphviz_module *graphviz = module_open(MODULE_GRAPHVIZ, &message);
    if (!graphviz) skip();
    assert_true(graphviz->render(dot, NULL, 1, &out, &measures, &message));
    assert_int_equal(out.len, 0);
    buf_free(&out);
    buf_free(&message);
    return measures;
}

static const struct {
    const char *dot;
    size_t crossings, backward;
} table[] = {
    {"digraph { a -> b }", 0, 0},
    {"digraph { a -> b -> c -> a }", 0, 1},
    {"digraph { rankdir=LR a -> b b -> a }", 0, 1},
    {"digraph { a -> {c d} b -> {c d} }", 1, 0},
    {"digraph { rankdir=LR a -> {c d} b -> {c d} }", 1, 0},
};

static void measures(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        struct layout_measures found = measure(table[i].dot, NULL, NULL, 0);
        if (found.crossings != table[i].crossings || found.backward != table[i].backward)
            fail_msg("%s: %zu crossings, %zu backward", table[i].dot, found.crossings, found.backward);
        assert_true(found.width > 0 && found.height > 0 && found.length > 0);
    }
}

static void rows_of_nodes(void **state) {
    (void)state;
    const char *names[] = {"d", "a", "b", "unknown"};
    size_t rows[] = {9, 9, 9, 9};
    measure("digraph { a -> b -> c -> d }", names, rows, COUNT(names));
    assert_int_equal(rows[0], 3);
    assert_int_equal(rows[1], 0);
    assert_int_equal(rows[2], 1);
    assert_int_equal(rows[3], 9);
}

/* The more there are, and the less room, the more dot's own curves cross. */
static void twigs(void **state) {
    (void)state;
    static const char *const directions[] = {"LR", "TB", "RL", "BT"};
    for (size_t d = 0; d < COUNT(directions); d++)
        for (int out = 0; out < 2; out++) {
            struct buf dot = {0};
            buf_printf(
                &dot,
                "digraph { rankdir=%s ranksep=0.2 node [shape=box] edge [arrowsize=0.7] j [shape=point,width=0,height=0,style=invis] ",
                directions[d]);
            for (int i = 0; i < 12; i++)
                buf_printf(&dot,
                           out ? "j -> \"card%*d\" [tailclip=false] "
                               : "\"card%*d\" -> j [headclip=false,arrowhead=none] ",
                           i % 5 + 1, i);
            buf_text(&dot, out ? "hub -> j [headclip=false,arrowhead=none] }" : "j -> hub [tailclip=false] }");
            buf_char(&dot, '\0');
            struct layout_measures found = measure(dot.ptr, NULL, NULL, 0);
            if (found.crossings || found.faults || found.backward)
                fail_msg("%s: %zu crossings, %zu faults", dot.ptr, found.crossings, found.faults);
            buf_free(&dot);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(measures), cmocka_unit_test(rows_of_nodes),
                                       cmocka_unit_test(twigs)};
    return cmocka_run_group_tests_name("layout", tests, arena_setup, arena_teardown);
}
