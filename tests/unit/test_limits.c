/* What a hostile Dockerfile may cost: the limits of expansion, the environment, and depth without recursion. */
#include "dockerfile/expand.h"
#include "graph/workdir.h"

#include "helper.h"

/* ---- the environment ---- */

static void environment_of_many(void **state) {
    struct arena *arena = *state;
    const struct env_node *env = NULL;
    sg_str value;
    for (size_t i = 0; i < 10000; i++)
        env = env_set(arena, env, arena_printf(arena, "NAME%zu", i), arena_printf(arena, "%zu", i));
    for (size_t i = 0; i < 10000; i++) {
        assert_true(env_get(env, arena_printf(arena, "NAME%zu", i), &value));
        assert_string_equal(text_of(state, value), text_of(state, arena_printf(arena, "%zu", i)));
    }
    assert_false(env_get(env, STR("NAME10000"), &value));
    assert_false(env_get(env, STR(""), &value));
    assert_false(env_get(env, STR("NAME"), &value));
}

/* A child shadows its parent's names, and the parent stays as it was. */
static void environment_shadows(void **state) {
    struct arena *arena = *state;
    const struct env_node *parent = env_set(arena, NULL, STR("A"), STR("1"));
    for (size_t i = 0; i < 100; i++) parent = env_set(arena, parent, arena_printf(arena, "X%zu", i), STR("x"));
    const struct env_node *child = env_set(arena, env_set(arena, parent, STR("A"), STR("2")), STR("X7"), STR(""));
    child = env_set(arena, child, STR("NEW"), STR("n"));
    sg_str value;
    assert_true(env_get(child, STR("A"), &value) && str_eq(value, STR("2")));
    assert_true(env_get(child, STR("X7"), &value) && value.len == 0);
    assert_true(env_get(child, STR("X8"), &value) && str_eq(value, STR("x")));
    assert_true(env_get(parent, STR("A"), &value) && str_eq(value, STR("1")));
    assert_true(env_get(parent, STR("X7"), &value) && str_eq(value, STR("x")));
    assert_false(env_get(parent, STR("NEW"), &value));
    assert_false(env_get(NULL, STR("A"), &value));
}

/* ---- limits of one word ---- */

static sg_str nested_word(struct arena *arena, size_t depth) {
    struct text word = {0};
    for (size_t i = 0; i < depth; i++) text_put(arena, &word, STR("${X:-"));
    text_put(arena, &word, STR("deep"));
    for (size_t i = 0; i < depth; i++) text_put(arena, &word, STR("}"));
    return text_str(&word);
}

static void depth(void **state) {
    struct expander expander = {.arena = *state, .escape = '\\'};
    sg_str result, error;
    assert_true(expand_word(&expander, nested_word(*state, 400), NULL, 0, &result, &error));
    assert_string_equal(text_of(state, result), "deep");
    assert_false(expand_word(&expander, nested_word(*state, 100000), NULL, 0, &result, &error));
    assert_true(expander.over_limit);
    assert_string_equal(text_of(state, error), "substitutions are nested over 500 deep");
}

/* A value of size bytes, count times in one word. */
static bool expand_repeated(struct expander *expander, size_t size, size_t count, sg_str *result, sg_str *error) {
    char *value = arena_alloc(expander->arena, size);
    memset(value, 'v', size);
    struct text word = {0};
    for (size_t i = 0; i < count; i++) text_put(expander->arena, &word, STR("$X"));
    const struct env_node *env = env_set(expander->arena, NULL, STR("X"), (sg_str){value, size});
    return expand_word(expander, text_str(&word), env, 0, result, error);
}

static void long_word(void **state) {
    sg_str result, error;
    struct expander exact = {.arena = *state, .escape = '\\'}, over = exact;
    assert_true(expand_repeated(&exact, EXPAND_WORD_LIMIT / 16, 16, &result, &error));
    assert_int_equal(result.len, EXPAND_WORD_LIMIT);
    assert_false(exact.over_limit);
    assert_false(expand_repeated(&over, EXPAND_WORD_LIMIT / 16, 17, &result, &error));
    assert_true(over.over_limit);
    assert_string_equal(text_of(state, error), "a word grows to over 1 MiB when it is expanded");
}

static void total(void **state) {
    struct expander expander = {.arena = *state, .escape = '\\'};
    sg_str result, error;
    size_t rounds = 0;
    while (expand_repeated(&expander, EXPAND_WORD_LIMIT / 16, 16, &result, &error)) assert_true(++rounds < 70);
    assert_in_range(rounds, 60, 64);
    assert_true(expander.over_limit);
    assert_string_equal(text_of(state, error), "the expansions of this file take over 64 MiB");
}

/* The worst that a pattern can do is charged to the budget. */
static void pattern_steps(void **state) {
    struct expander expander = {.arena = *state, .escape = '\\'};
    struct text pattern = {0};
    sg_str result, error = {0};
    text_put(*state, &pattern, STR("${X//"));
    for (int i = 0; i < 2000; i++) text_put(*state, &pattern, STR("*a"));
    text_put(*state, &pattern, STR("b/x}"));
    char *value = arena_alloc(*state, 200000);
    memset(value, 'a', 200000);
    const struct env_node *env = env_set(*state, NULL, STR("X"), (sg_str){value, 200000});
    assert_false(expand_word(&expander, text_str(&pattern), env, 0, &result, &error));
    assert_true(expander.over_limit);
    assert_non_null(error.ptr);
}

/* ---- limits of a file ---- */

/* Each line doubles the last. */
static void doubling_arguments(void **state) {
    (void)state;
    struct buf text = {0};
    buf_text(&text, "FROM a\nARG A0=0123456789\n");
    for (int i = 1; i < 60; i++) buf_printf(&text, "ARG A%d=$A%d$A%d\n", i, i - 1, i - 1);
    sg_doc *doc = document_of(buf_str(&text), "");
    assert_int_equal(sg_worst(doc), SG_ERROR);
    assert_string_equal(sg_diag_at(doc, 0)->id, "limit");
    assert_int_equal(sg_stage_count(doc), 1);
    sg_free(doc);
    buf_free(&text);
}

static void deep_onbuild(void **state) {
    (void)state;
    struct buf text = {0};
    buf_text(&text, "FROM a\n");
    for (int i = 0; i < 8000; i++) buf_text(&text, "ONBUILD ");
    buf_text(&text, "RUN x");
    sg_doc *doc = document_of(buf_str(&text), "");
    assert_string_equal(first_problem(doc), "onbuild-trigger: Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
    sg_output out = rendered(doc, "sexp", "");
    assert_true(strlen(out.data) > 8000 * 9);
    sg_output_free(&out);
    sg_free(doc);
    buf_free(&text);
}

static void deep_json(void **state) {
    (void)state;
    static const struct {
        int depth;
        const char *problem;
    } rows[] = {{9000, "json-strings: when using JSON array syntax, arrays must be comprised of strings only"},
                {20000, ""}}; /* no JSON for Go either: shell form */
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf text = {0};
        buf_text(&text, "FROM a\nCMD ");
        buf_fill(&text, '[', (size_t)rows[i].depth);
        buf_fill(&text, ']', (size_t)rows[i].depth);
        sg_doc *doc = document_of(buf_str(&text), "");
        assert_string_equal(first_problem(doc), rows[i].problem);
        sg_free(doc);
        buf_free(&text);
    }
}

/* A chain of stages, each from the one before: linear, and no stack. */
static void long_chain(void **state) {
    (void)state;
    struct buf text = {0};
    buf_text(&text, "FROM scratch AS s0\n");
    for (int i = 1; i < 5000; i++) buf_printf(&text, "FROM s%d AS s%d\nCOPY --from=s%d a b\n", i - 1, i, i - 1);
    sg_doc *doc = document_of(buf_str(&text), "");
    assert_string_equal(first_problem(doc), "");
    assert_int_equal(sg_stage_count(doc), 5000);
    assert_int_equal(sg_edge_count(doc), 1 + 2 * 4999);
    sg_output out = rendered(doc, "mermaid", "");
    sg_output_free(&out);
    sg_free(doc);
    buf_free(&text);
}

static void large_file(void **state) {
    (void)state;
    size_t len = (size_t)64 * 1024 * 1024 + 1;
    sg_doc *doc;
    struct buf text = {0};
    buf_fill(&text, '\n', len);
    assert_false(text.failed);
    assert_int_equal(sg_parse(text.ptr, len, "Dockerfile", NULL, &doc), SG_OK);
    assert_string_equal(first_problem(doc), "limit: the file is larger than 64 MiB");
    sg_free(doc);
    buf_free(&text);
}

/* head, and so many times a line, are refused with that message. */
static void refused(const char *head, const char *line, size_t count, const char *problem) {
    struct buf text = {0};
    buf_text(&text, head);
    for (size_t i = 0; i < count; i++) buf_text(&text, line);
    assert_false(text.failed);
    sg_doc *doc = document_of(buf_str(&text), "");
    assert_string_equal(first_problem(doc), problem);
    if (*problem) assert_int_equal(sg_worst(doc), SG_ERROR);
    sg_free(doc);
    buf_free(&text);
}

static void many_stages(void **state) {
    (void)state;
    refused("", "FROM a\n", 100000, "");
    refused("", "FROM a\n", 100001, "limit: the file has over 100000 stages");
}

static void many_instructions(void **state) {
    (void)state;
    refused("FROM a\n", "CMD a\n", 999999, "");
    refused("FROM a\n", "CMD a\n", 1000000, "limit: the file has over 1000000 instructions");
}

/* As many triggers as children: what runs is their product. */
static void many_triggers(void **state) {
    (void)state;
    struct buf head = {0};
    buf_text(&head, "FROM a AS a\n");
    for (int i = 0; i < 100; i++) buf_text(&head, "ONBUILD RUN a\n");
    buf_char(&head, '\0');
    refused(head.ptr, "FROM a\n", 50, "");
    refused(head.ptr, "FROM a\n", 51, "limit: the stages of this file run over 5000 ONBUILD triggers");
    buf_free(&head);
}

/* The paths get longer and longer, whether in one stage or from one to the next. */
static void long_workdirs(void **state) {
    (void)state;
    refused("FROM scratch\n", "WORKDIR a\n", 8000, "");
    refused("FROM scratch\n", "WORKDIR a\n", 9000, "limit: the expansions of this file take over 64 MiB");
    refused("FROM scratch AS a\n", "FROM a AS a\nWORKDIR a\n", 9000,
            "limit: the expansions of this file take over 64 MiB");
    refused("FROM scratch\n", "WORKDIR /a/b\nWORKDIR ../..\nWORKDIR a\nWORKDIR ..\n", 30000, "");
}

static void workdirs(void **state) {
    struct arena *arena = *state;
    static const struct {
        const char *path;
        size_t len;
    } rows[] = {{"usr", 4}, {"local/./lib//", 14}, {"../..", 4}, {"/a/b", 4}, {"../../../c", 2}, {"..", 1}, {"/", 1}};
    const struct workdir *at = &workdir_root;
    for (size_t i = 0; i < COUNT(rows); i++) {
        at = workdir_join(arena, at, str_from(rows[i].path));
        assert_int_equal(at->len, rows[i].len);
        assert_true((at == &workdir_root) == (rows[i].len == 1));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(environment_of_many),
        cmocka_unit_test(environment_shadows),
        cmocka_unit_test(depth),
        cmocka_unit_test(long_word),
        cmocka_unit_test(total),
        cmocka_unit_test(pattern_steps),
        cmocka_unit_test(doubling_arguments),
        cmocka_unit_test(deep_onbuild),
        cmocka_unit_test(deep_json),
        cmocka_unit_test(long_chain),
        cmocka_unit_test(large_file),
        cmocka_unit_test(many_stages),
        cmocka_unit_test(many_instructions),
        cmocka_unit_test(many_triggers),
        cmocka_unit_test(long_workdirs),
        cmocka_unit_test(workdirs),
    };
    return cmocka_run_group_tests_name("limits", tests, arena_setup, arena_teardown);
}
