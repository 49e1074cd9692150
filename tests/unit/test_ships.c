/* --ships: what is in the image of the target, what helps to build it, and what does neither. */
#include "view_helper.h"

/* "a" ships, "-a" stands aside, "(a)" is needed. */
static sg_str shown(struct arena *arena, sg_str name, unsigned marks) {
    const char *form = marks & MARK_SHIPS ? "%.*s " : marks & MARK_ASIDE ? "-%.*s " : "(%.*s) ";
    assert_false((marks & MARK_SHIPS) && (marks & MARK_ASIDE));
    return arena_printf(arena, form, STR_ARG(name));
}

static const char *marks_of(void **state, const struct view *view) {
    struct text out = {0};
    for (size_t i = 0; i < view->node_count; i++)
        text_put(*state, &out, shown(*state, view->nodes[i].id, view->nodes[i].marks));
    text_put(*state, &out, STR("| "));
    for (size_t i = 0; i < view->edge_count; i++) {
        const struct view_edge *edge = &view->edges[i];
        sg_str ends =
            arena_printf(*state, "%.*s>%.*s", STR_ARG(view->nodes[edge->from].id), STR_ARG(view->nodes[edge->to].id));
        text_put(*state, &out, shown(*state, ends, edge->marks));
    }
    return text_of(state, str_trim_ascii(text_str(&out)));
}

#define BRANCHES                                                                                                       \
    "FROM i AS base\nFROM j AS tool\nFROM base AS build\nRUN --mount=from=tool,target=/m x\nFROM j AS lint\n"          \
    "COPY --from=build x y\nFROM base AS app\nCOPY --from=build x y\n"

static const struct {
    const char *text, *options, *marks;
} rows[] = {
    {BRANCHES, "no-purpose",
     "(base) (tool) (build) (lint) (app) (ext_i) (ext_j) | (base>build) (tool>build) (build>lint) "
     "(base>app) (build>app) (ext_i>base) (ext_j>tool) (ext_j>lint)"},
    {BRANCHES, "ships",
     "base (tool) (build) -lint app ext_i (ext_j) | (base>build) (tool>build) -build>lint base>app "
     "(build>app) ext_i>base (ext_j>tool) -ext_j>lint"},
    {BRANCHES, "ships target=lint target=app",
     "base (tool) (build) lint app ext_i ext_j | (base>build) (tool>build) (build>lint) base>app (build>app) ext_i>base "
     "(ext_j>tool) ext_j>lint"},
    /* a node of several ships with one of them, and stands aside with all */
    {"FROM i AS a\n# stagegraph: group=g\nFROM a AS b\n# stagegraph: group=g\nFROM a AS c\nFROM b AS d\n",
     "ships collapse=g", "a g d ext_i | a>g g>d ext_i>a"},
    {"FROM i AS a\n# stagegraph: group=g\nFROM a AS b\n# stagegraph: group=g\nFROM a AS c\nFROM a AS d\n",
     "ships collapse=g", "a -g d ext_i | -a>g a>d ext_i>a"},
    /* nothing is built where a build context stands in for the target */
    {"FROM i AS a\nFROM a AS b\n", "ships build-context=b=d", "(a) (b) (ext_i) (ext_b) | (ext_i>a) (ext_b>b)"},
    /* what is taken from a later stage, and a circle */
    {"FROM a AS a\nCOPY --from=b x y\nFROM scratch AS b\nCOPY --from=a x y\n", "ships keep-going",
     "(a) b (ext_a) | (b>a) (a>b) (ext_a>a)"},
};

static void marks(void **state) {
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fixture fixture = view_of(state, rows[i].text, rows[i].options);
        assert_row(rows[i].options, marks_of(state, fixture.view), rows[i].marks);
        done(&fixture);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(marks)};
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
