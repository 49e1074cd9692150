/* What the unit tests share. */
#include "helper.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- arenas ---- */

struct group {
    struct arena arena;
    jmp_buf out_of_memory;
};

int arena_setup(void **state) {
    struct group *group = *state = calloc(1, sizeof *group);
    if (!group || setjmp(group->out_of_memory)) return -1;
    group->arena.out_of_memory = &group->out_of_memory;
    return 0;
}

int arena_teardown(void **state) {
    struct group *group = *state;
    arena_free(&group->arena);
    free(group);
    return 0;
}

const char *text_of(void **state, sg_str s) {
    return s.ptr ? arena_cstr(*state, s) : "(null)";
}

void check_row(const char *input, const char *actual, const char *expected, const char *file, int line) {
    if (strcmp(actual, expected) == 0) return;
    print_error("input:    %s\nexpected: %s\nactual:   %s\n", input, expected, actual);
    _fail(file, line);
}

/* ---- documents ---- */

sg_options *options_from(const char *words) {
    sg_options *options = sg_options_new();
    assert_non_null(options);
    for (sg_str rest = str_from(words), word; rest.len;) {
        char name[64], value[256];
        str_cut(rest, ' ', &word, &rest);
        size_t equals = str_find(word, '=');
        assert_true(equals < sizeof name && word.len < sizeof value);
        snprintf(name, sizeof name, "%.*s", (int)equals, word.ptr);
        snprintf(value, sizeof value, "%.*s", STR_ARG(str_skip(word, equals + 1)));
        if (sg_options_set(options, name, equals < word.len ? value : NULL) != SG_OK)
            fail_msg("%s", sg_options_error(options));
    }
    return options;
}

sg_doc *document_of(sg_str text, const char *words) {
    sg_doc *doc = NULL;
    sg_options *options = options_from(words);
    char *exact = malloc(text.len + 1); /* a heap block of that size, so that sanitizers see a read behind it */
    assert_non_null(exact);
    if (text.len) memcpy(exact, text.ptr, text.len);
    assert_int_equal(sg_parse(exact, text.len, "Dockerfile", options, &doc), SG_OK);
    free(exact);
    sg_options_free(options);
    return doc;
}

sg_doc *document(const char *text, const char *options) {
    return document_of(str_from(text), options);
}

static const char *problem(struct arena *arena, const sg_diag *diag) {
    return diag ? arena_cstr(arena, arena_printf(arena, "%s: %.*s", diag->id, STR_ARG(diag->message))) : "";
}

const char *first_problem(sg_doc *doc) {
    return problem(&doc->arena, sg_diag_at(doc, 0));
}

const char *first_report(sg_doc *doc, const sg_output *out) {
    return problem(&doc->arena, sg_report_at(out->report, 0));
}

const char *all_problems(sg_doc *doc) {
    static const char *const levels[] = {"note", "warning", "error"};
    struct text out = {0};
    diags_locate(&doc->diags); /* what the test's own calls added */
    for (size_t i = 0; i < sg_diag_count(doc); i++) {
        const sg_diag *diag = sg_diag_at(doc, i);
        if (i) text_put(&doc->arena, &out, STR("\n"));
        text_put(&doc->arena, &out,
                 arena_printf(&doc->arena, "%zu:%zu %s %s", diag->line, diag->column, levels[diag->level], diag->id));
    }
    return arena_cstr(&doc->arena, text_str(&out));
}

const char *all_edges(sg_doc *doc) {
    static const char *const kinds[] = {"from", "copy", "mount", "add-git", "add-http"};
    struct arena *arena = &doc->arena;
    struct text out = {0};
    for (size_t i = 0; i < sg_edge_count(doc); i++) {
        const sg_edge *edge = sg_edge_at(doc, i);
        sg_str source =
            edge->source_kind == SG_SOURCE_STAGE ? arena_printf(arena, "%zu", edge->source_stage) : edge->source;
        const char *context = edge->source_kind == SG_SOURCE_CONTEXT ? "=" : "";
        text_put(arena, &out,
                 arena_printf(arena, "%s%s %s%.*s>%zu", i ? ", " : "", kinds[edge->kind], context, STR_ARG(source),
                              edge->stage));
    }
    return arena_cstr(arena, text_str(&out));
}

sg_output rendered(sg_doc *doc, const char *format, const char *words) {
    sg_output out = {NULL, 0, NULL};
    sg_options *options = options_from(words);
    assert_int_equal(sg_render(doc, format, options, &out), SG_OK);
    assert_non_null(out.data);
    sg_options_free(options);
    return out;
}

const sg_stage *stage_named(const sg_doc *doc, const char *name) {
    for (size_t i = 0; i < sg_stage_count(doc); i++)
        if (str_eq(sg_stage_at(doc, i)->name, str_from(name))) return sg_stage_at(doc, i);
    fail_msg("no stage called %s", name);
    return NULL;
}
