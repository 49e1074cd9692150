/* The public functions: statuses of bad calls, NULL everywhere, ownership, diagnostics as text. */
#include <stagegraph.h>

#include "helper.h"

static const char dockerfile[] = "FROM alpine AS base\nRUN x\nFROM base\nCOPY --from=base a b\n";

static sg_doc *parsed(void) {
    sg_doc *doc = NULL;
    assert_int_equal(sg_parse(dockerfile, sizeof dockerfile - 1, "Dockerfile", NULL, &doc), SG_OK);
    assert_non_null(doc);
    return doc;
}

/* ---- bad calls ---- */

static void bad_parses(void **state) {
    (void)state;
    sg_doc *doc = NULL;
    assert_int_equal(sg_parse(dockerfile, 1, "x", NULL, NULL), SG_BAD_ARGUMENT);
    assert_int_equal(sg_parse(NULL, 1, "x", NULL, &doc), SG_BAD_ARGUMENT);
    assert_null(doc);
}

static void bad_renders(void **state) {
    (void)state;
    sg_doc *doc = parsed(), *empty = document("", "");
    sg_output out = {(char *)1, 7, NULL};
    assert_int_equal(sg_render(NULL, "json", NULL, &out), SG_BAD_ARGUMENT);
    assert_int_equal(sg_render(doc, NULL, NULL, &out), SG_BAD_ARGUMENT);
    assert_int_equal(sg_render(doc, "json", NULL, NULL), SG_BAD_ARGUMENT);
    assert_int_equal(sg_render(doc, "JSONL", NULL, &out), SG_BAD_FORMAT);
    assert_null(out.data);
    assert_int_equal(sg_render(doc, "", NULL, &out), SG_BAD_FORMAT);
    assert_int_equal(sg_render(empty, "mermaid", NULL, &out), SG_NO_DOCUMENT);
    assert_int_equal(sg_render(empty, "sexp", NULL, &out), SG_NO_DOCUMENT);
    assert_null(out.data);
    sg_free(doc);
    sg_free(empty);
}

static void bad_options(void **state) {
    (void)state;
    sg_options *options = sg_options_new();
    assert_int_equal(sg_options_set(NULL, "strict", NULL), SG_BAD_ARGUMENT);
    assert_int_equal(sg_options_set(options, NULL, NULL), SG_BAD_ARGUMENT);
    assert_int_equal(sg_options_set(options, "nope", NULL), SG_BAD_OPTION);
    assert_string_equal(sg_options_error(options), "there is no such option");
    assert_string_equal(sg_options_error(NULL), "");
    sg_options_free(options);
}

static void nothing(void **state) {
    (void)state;
    sg_output out = {NULL, 0, NULL};
    sg_free(NULL);
    sg_options_free(NULL);
    sg_output_free(NULL);
    sg_output_free(&out);
    sg_output_free(&out);
    assert_int_equal(sg_stage_count(NULL) + sg_edge_count(NULL) + sg_image_count(NULL) + sg_group_count(NULL), 0);
    assert_int_equal(sg_diag_count(NULL), 0);
    assert_null(sg_stage_at(NULL, 0));
    assert_null(sg_edge_at(NULL, 0));
    assert_null(sg_image_at(NULL, 0));
    assert_null(sg_group_at(NULL, 0));
    assert_null(sg_instruction_at(NULL, 0));
    assert_null(sg_diag_at(NULL, 0));
    assert_int_equal(sg_worst(NULL), SG_NOTE);
    assert_int_equal(sg_diag_text(NULL, 0, false, &out), SG_BAD_ARGUMENT);
}

static void bad_indices(void **state) {
    (void)state;
    sg_doc *doc = parsed();
    sg_output out;
    assert_null(sg_stage_at(doc, 2));
    assert_null(sg_edge_at(doc, SIZE_MAX));
    assert_null(sg_image_at(doc, 1));
    assert_null(sg_group_at(doc, 0));
    assert_null(sg_instruction_at(sg_stage_at(doc, 0), 1));
    assert_null(sg_diag_at(doc, 0));
    assert_int_equal(sg_diag_text(doc, 0, false, &out), SG_BAD_ARGUMENT);
    assert_int_equal(sg_diag_text(doc, 0, false, NULL), SG_BAD_ARGUMENT);
    assert_null(sg_format_at(sg_format_count()));
    sg_free(doc);
}

/* ---- documents ---- */

/* The document keeps nothing of what it was made from. */
static void ownership(void **state) {
    (void)state;
    char text[] = "FROM alpine AS base\n", name[] = "dir/My.Dockerfile";
    sg_options *options = options_from("build-arg=A=1 target=base");
    sg_doc *doc = NULL;
    assert_int_equal(sg_parse(text, sizeof text - 1, name, options, &doc), SG_OK);
    memset(text, '!', sizeof text - 1);
    memset(name, '!', sizeof name - 1);
    sg_options_free(options);
    sg_output out = {NULL, 0, NULL};
    assert_int_equal(sg_render(doc, "json", NULL, &out), SG_OK); /* with the options of sg_parse() */
    assert_null(strchr(out.data, '!'));
    assert_non_null(strstr(out.data, "\"file\": \"My.Dockerfile\""));
    assert_non_null(strstr(out.data, "\"build-arg\": [\"A=1\"]"));
    assert_int_equal(out.data[out.len], '\0');
    sg_output_free(&out);
    assert_null(out.data);
    sg_free(doc);
}

static void facts(void **state) {
    sg_doc *doc = parsed();
    const sg_stage *base = sg_stage_at(doc, 0), *last = sg_stage_at(doc, 1);
    assert_int_equal(sg_stage_count(doc), 2);
    assert_int_equal(sg_edge_count(doc), 3);
    assert_int_equal(sg_image_count(doc), 1);
    assert_string_equal(text_of(state, base->name), "base");
    assert_null(last->name.ptr);
    assert_int_equal(base->instruction_count, 1);
    assert_string_equal(text_of(state, sg_instruction_at(base, 0)->keyword), "RUN");
    assert_int_equal(base->line, 1);
    assert_int_equal(base->end_line, 2);
    assert_true(last->is_target && last->is_final && !base->is_final);
    assert_true(base->size.total < 0 && base->size.method == SG_SIZE_UNKNOWN);
    assert_int_equal(sg_worst(doc), SG_NOTE);
    sg_free(doc);
}

/* What is plainly no Dockerfile. */
static const struct {
    sg_str text;
    const char *name, *problem;
} others[] = {
    {BYTES("\x7f"
           "ELF\x02"),
     "a", "binary-file: this is no Dockerfile but a program"},
    {BYTES("\x1f\x8b\x08"), "a", "binary-file: this is no Dockerfile but a gzip archive"},
    {BYTES("PK\x03\x04"), "a", "binary-file: this is no Dockerfile but a zip archive"},
    {BYTES("\x89PNG\r\n"), "a", "binary-file: this is no Dockerfile but a PNG picture"},
    {BYTES("%PDF-1.7"), "a", "binary-file: this is no Dockerfile but a PDF document"},
    {BYTES("\xff\xfe"
           "F\0"),
     "a", "binary-file: this is no Dockerfile but UTF-16 text: save it as UTF-8"},
    {BYTES("\xfe\xff\0F"), "a", "binary-file: this is no Dockerfile but UTF-16 text: save it as UTF-8"},
    {BYTES("FROM a"), "dir/Containerfile.in",
     "preprocessed: Containerfile.in is preprocessed by cpp before it is built: run cpp -E and pass its output"},
    {BYTES("FROM a"), "dir/Containerfile", ""},
    {BYTES("# syntax=docker/dockerfile:1.4-labs\nFROM a"), "a", ""},
    {BYTES("# syntax=docker.io/docker/dockerfile@sha256:1\nFROM a"), "a", ""},
    {BYTES("# syntax=acme/own:1 --x\nFROM a"), "a",
     "custom-frontend: this file asks for the frontend acme/own:1, whose rules may differ from those of "
     "docker/dockerfile"},
};

static void other_files(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(others); i++) {
        sg_doc *doc = NULL;
        assert_int_equal(sg_parse(others[i].text.ptr, others[i].text.len, others[i].name, NULL, &doc), SG_OK);
        assert_row(others[i].name, first_problem(doc), others[i].problem);
        sg_free(doc);
    }
}

static void empty_input(void **state) {
    (void)state;
    sg_doc *doc = NULL;
    assert_int_equal(sg_parse(NULL, 0, NULL, NULL, &doc), SG_OK);
    assert_string_equal(first_problem(doc), "empty-file: the Dockerfile cannot be empty");
    assert_int_equal(sg_diag_at(doc, 0)->line, 0);
    assert_int_equal(sg_stage_count(doc), 0);
    assert_int_equal(sg_worst(doc), SG_ERROR);
    sg_free(doc);
}

/* ---- diagnostics ---- */

static void diag_texts(void **state) {
    (void)state;
    sg_doc *doc = NULL;
    static const char text[] = "FROM a\nFRMO x\n";
    assert_int_equal(sg_parse(text, sizeof text - 1, "-", NULL, &doc), SG_OK);
    sg_output out = {NULL, 0, NULL};
    assert_int_equal(sg_diag_text(doc, 0, false, &out), SG_OK);
    assert_string_equal(out.data, "<stdin>:2:1: error: unknown instruction: FRMO (did you mean FROM?) "
                                  "[unknown-instruction]\n   2 | FRMO x\n     | ^\n");
    assert_int_equal(out.len, strlen(out.data));
    sg_output_free(&out);
    assert_int_equal(sg_diag_text(doc, 0, true, &out), SG_OK);
    assert_non_null(strstr(out.data, "\033[1;31merror:\033[0m "));
    sg_output_free(&out);
    sg_free(doc);
}

/* A value of an option stands there as it was typed: it has no lines and columns. */
static void diag_of_option(void **state) {
    (void)state;
    sg_doc *doc = document("FROM a AS build", "target=biuld");
    sg_output out = {NULL, 0, NULL};
    assert_int_equal(sg_diag_text(doc, 0, false, &out), SG_OK);
    assert_string_equal(out.data,
                        "--target biuld: error: target stage \"biuld\" could not be found (did you mean build?) "
                        "[unknown-target]\n");
    sg_output_free(&out);
    sg_free(doc);
}

/* ---- tables ---- */

/* Sizes are measured only if an option says so; a document is of use whatever comes of it. */
static void sizes(void **state) {
    (void)state;
    assert_int_equal(sg_measure(NULL, NULL, NULL), SG_BAD_ARGUMENT);
    assert_int_equal(sg_check_sizes(NULL), SG_BAD_ARGUMENT);
    sg_doc *doc = document("FROM a AS b\nCOPY x /x\n", "docker-host=unix:///nonexistent size=b=1MB budget=b=2MB");
    assert_int_equal(sg_measure(doc, NULL, NULL), SG_OK);
    assert_int_equal(sg_check_sizes(doc), SG_OK);
    assert_int_equal(sg_diag_count(doc), 0);
    assert_int_equal(sg_stage_at(doc, 0)->size.total, 1000000);
    assert_int_equal(sg_stage_at(doc, 0)->size.delta, -1);
    assert_true(sg_image_at(doc, 0)->size.total < 0 && sg_edge_at(doc, 0)->size.total < 0);
    assert_true(sg_instruction_at(sg_stage_at(doc, 0), 0)->size.total < 0);
    sg_free(doc);

    doc = document("FROM a AS b\n", "archive=/nonexistent");
    sg_status status = sg_measure(doc, NULL, NULL); /* without the module's libraries there is no module */
    bool missing = status == SG_NO_MODULE;
    assert_true(missing || status == SG_SOURCE_FAILED);
    assert_string_equal(sg_diag_at(doc, 0)->id, missing ? "module-missing" : "size-source");
    sg_output out;
    assert_int_equal(sg_render(doc, "mermaid", NULL, &out), SG_OK);
    assert_non_null(strstr(out.data, "size\xC2\xA0?"));
    sg_output_free(&out);
    sg_free(doc);

    doc = document("", "image=b=x check-sizes"); /* nothing to measure */
    assert_int_equal(sg_measure(doc, NULL, NULL), SG_OK);
    assert_int_equal(sg_check_sizes(doc), SG_OK);
    sg_free(doc);
}

static void formats(void **state) {
    (void)state;
    assert_true(sg_format_count() >= 6);
    assert_string_equal(sg_format_at(0)->name, "mermaid");
    for (size_t i = 0; i < sg_format_count(); i++) {
        const sg_format *format = sg_format_at(i);
        assert_true(format->name[0] && format->extension[0] && format->help[0]);
        for (size_t j = 0; j < i; j++) assert_string_not_equal(format->name, sg_format_at(j)->name);
    }
}

/* Each of them several times: what one picture leaves behind must not harm the next. */
static void every_format(void **state) {
    (void)state;
    sg_doc *doc = parsed();
    for (size_t i = 0; i < 2 * sg_format_count(); i++) {
        sg_output out = {NULL, 0, NULL};
        sg_status status = sg_render(doc, sg_format_at(i / 2)->name, NULL, &out);
        if (status == SG_NO_MODULE) continue;
        assert_int_equal(status, SG_OK);
        assert_true(out.len > 0 && out.data[out.len] == '\0');
        sg_output_free(&out);
    }
    sg_free(doc);
}

static void texts(void **state) {
    (void)state;
    assert_true(sg_version()[0] != '\0');
    for (int i = SG_OK; i <= SG_RENDER_FAILED; i++) {
        assert_true(strlen(sg_status_text((sg_status)i)) > 3);
        assert_string_not_equal(sg_status_text((sg_status)i), "unknown status");
        for (int j = 0; j < i; j++) assert_string_not_equal(sg_status_text((sg_status)i), sg_status_text((sg_status)j));
    }
    assert_string_equal(sg_status_text((sg_status)99), "unknown status");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_parses), cmocka_unit_test(bad_renders),    cmocka_unit_test(bad_options),
        cmocka_unit_test(nothing),    cmocka_unit_test(bad_indices),    cmocka_unit_test(ownership),
        cmocka_unit_test(facts),      cmocka_unit_test(other_files),    cmocka_unit_test(empty_input),
        cmocka_unit_test(diag_texts), cmocka_unit_test(diag_of_option), cmocka_unit_test(formats),
        cmocka_unit_test(texts),      cmocka_unit_test(every_format),   cmocka_unit_test(sizes),
    };
    return cmocka_run_group_tests_name("api", tests, arena_setup, arena_teardown);
}
