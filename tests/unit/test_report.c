/* A document is const once it is made: drawings of it say what they have to say in reports of their own, and may be made
 * at once. */
#include "helper.h"

#include <pthread.h>

#define TEXT                                                                                                           \
    "# syntax=docker/dockerfile:1\nFROM alpine AS base\nRUN apk add git\nFROM base AS app\nCOPY --from=base /a /b\n"   \
    "COPY --from=nginx /c /d\nFROM $NOTHING AS last\n"

static const char *const formats[] = {"mermaid", "markdown", "dot", "json", "text", "sexp", "svg"};

static void three_times(void **state) {
    (void)state;
    sg_doc *doc = document(TEXT, "focus=appp keep-going");
    size_t count = sg_diag_count(doc);
    assert_true(count > 0);
    for (int i = 0; i < 3; i++) {
        sg_output out;
        assert_int_equal(sg_render(doc, "mermaid", NULL, &out), SG_OK);
        assert_int_equal(sg_report_count(out.report), 1);
        assert_string_equal(first_report(doc, &out),
                            "unknown-focus: stage \"appp\" could not be found (did you mean app?)");
        assert_int_equal(sg_diag_count(doc), count);
        sg_output_free(&out);
        assert_null(out.report);
    }
    sg_free(doc);
}

static void failed_before_good(void **state) {
    (void)state;
    sg_doc *doc = document(TEXT, "");
    sg_output first = rendered(doc, "mermaid", ""), wrong, second;
    sg_options *options = sg_options_new();
    assert_int_equal(sg_options_set(options, "focus", "nope"), SG_OK);
    assert_int_equal(sg_render(doc, "mermaid", options, &wrong), SG_NO_DOCUMENT);
    assert_null(wrong.data);
    assert_int_equal(sg_report_worst(wrong.report), SG_ERROR);
    second = rendered(doc, "mermaid", "");
    assert_null(second.report);
    assert_string_equal(first.data, second.data);
    sg_options_free(options); /* a report outlives the options that it speaks of */
    sg_output text;
    assert_int_equal(sg_report_text(wrong.report, 0, false, &text), SG_OK);
    assert_string_equal(text.data, "--focus nope: error: stage \"nope\" could not be found [unknown-focus]\n");
    sg_output_free(&text);
    sg_output_free(&first);
    sg_output_free(&wrong);
    sg_output_free(&second);
    sg_free(doc);
}

/* Of a value in the annotations file the report has a line of its own. */
static void annotations_line(void **state) {
    (void)state;
    sg_options *options = sg_options_new();
    sg_doc *doc;
    sg_output out, text;
    assert_int_equal(sg_options_set_annotations(options, "defaults: {focus: nope}", 23, "notes.yaml"), SG_OK);
    sg_status status = sg_parse("FROM a\n", 7, "Dockerfile", options, &doc);
    sg_options_free(options);
    if (status == SG_NO_MODULE) { /* without its library there is no annotations file */
        sg_free(doc);
        return;
    }
    assert_int_equal(sg_render(doc, "mermaid", NULL, &out), SG_NO_DOCUMENT);
    sg_free(doc);
    assert_int_equal(sg_report_text(out.report, 0, false, &text), SG_OK);
    assert_string_equal(text.data, "notes.yaml:1:19: error: stage \"nope\" could not be found [unknown-focus]\n"
                                   "   1 | defaults: {focus: nope}\n     |                   ^\n");
    sg_output_free(&text);
    sg_output_free(&out);
}

struct drawer {
    const sg_doc *doc;
    sg_output outputs[COUNT(formats)];
    sg_status statuses[COUNT(formats)];
};

static void *draw_all(void *state) {
    struct drawer *drawer = state;
    for (size_t i = 0; i < COUNT(formats); i++)
        drawer->statuses[i] = sg_render(drawer->doc, formats[i], NULL, &drawer->outputs[i]);
    return NULL;
}

static void two_threads(void **state) {
    (void)state;
    sg_doc *doc = document(TEXT, "focus=appp keep-going");
    struct drawer drawers[2] = {{.doc = doc}, {.doc = doc}};
    pthread_t threads[2];
    for (int t = 0; t < 2; t++) assert_int_equal(pthread_create(&threads[t], NULL, draw_all, &drawers[t]), 0);
    for (int t = 0; t < 2; t++) assert_int_equal(pthread_join(threads[t], NULL), 0);
    for (size_t i = 0; i < COUNT(formats); i++) {
        assert_int_equal(drawers[0].statuses[i], drawers[1].statuses[i]);
        if (drawers[0].statuses[i] == SG_OK)
            assert_string_equal(drawers[0].outputs[i].data, drawers[1].outputs[i].data);
        else assert_int_equal(drawers[0].statuses[i], SG_NO_MODULE);
        for (int t = 0; t < 2; t++) sg_output_free(&drawers[t].outputs[i]);
    }
    sg_free(doc);
}

/* Of NULL, and of what is not there. */
static void nothing(void **state) {
    (void)state;
    sg_output out;
    assert_int_equal(sg_report_count(NULL), 0);
    assert_null(sg_report_at(NULL, 0));
    assert_int_equal(sg_report_worst(NULL), SG_NOTE);
    assert_int_equal(sg_report_text(NULL, 0, false, &out), SG_BAD_ARGUMENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_times),      cmocka_unit_test(failed_before_good),
        cmocka_unit_test(annotations_line), cmocka_unit_test(two_threads),
        cmocka_unit_test(nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
