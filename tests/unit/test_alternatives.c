/* Stages of which a variable picks one. */
#include "annotate/alternatives.h"
#include "helper.h"

/* "stage: phrase" for each that has one, a line each; what is no alternative has none. */
static sg_str phrases_of(void **state, const sg_doc *doc) {
    struct guess guess = {.doc = doc, .arena = *state};
    struct alternatives *alternatives = alternatives_of(*state, doc);
    struct text out = {0};
    for (size_t s = 0; s < doc->stages.count; s++) {
        struct phrase phrase = alternative_phrase(&guess, alternatives, &doc->stages.items[s]);
        if (!phrase.text.ptr) continue;
        assert_string_equal(text_of(state, phrase.rule), "alternatives");
        text_put(*state, &out, arena_printf(*state, "%s%zu: %.*s", out.len ? "\n" : "", s, STR_ARG(phrase.text)));
    }
    return text_str(&out);
}

static const struct {
    const char *text, *phrases;
} rows[] = {
    {"FROM i AS build-amd64\nFROM i AS build-arm64\nFROM build-${TARGETARCH} AS build",
     "0: amd64 variant of build\n1: arm64 variant of build"},
    {"FROM i AS build_armv7\nFROM build_$TARGETARCH$TARGETVARIANT", "0: armv7 variant of build"},
    {"FROM i AS x-linux-arm64\nFROM x-${TARGETOS}-${TARGETARCH}", "0: linux-arm64 variant of x"},
    {"FROM i AS amd64-x\nFROM ${TARGETARCH}-x", "0: amd64 variant of x"},
    {"FROM i AS a-amd64-z\nFROM a-${TARGETARCH}-z", "0: amd64 variant of a-z"},
    {"FROM i AS c-src\nFROM c-src AS c-build\nFROM i AS c-linux\nFROM i AS c-windows\nFROM c-${TARGETOS} AS c",
     "2: linux variant of c\n3: windows variant of c"}, /* no platform, no variant */
    {"ARG V=slim\nFROM i AS app-slim\nFROM i AS app-full\nFROM app-${V}",
     "0: slim variant of app\n1: full variant of app"},
    {"FROM i AS APP-slim\nFROM i AS app-full\nFROM App-$V", "0: slim variant of app\n1: full variant of app"},
    {"FROM i AS app-slim\nFROM i AS app-full\nFROM app-${V:-slim}", "0: slim variant of app\n1: full variant of app"},
    {"ARG V=slim\nFROM i AS app-slim\nFROM app-$V", ""},              /* alone */
    {"FROM app-$V AS x\nFROM i AS app-slim\nFROM i AS app-full", ""}, /* later stages cannot be picked */
    {"FROM i AS a-x\nFROM i AS a-y\nFROM a-$V AS a-z\nFROM a-$V", "0: x variant of a\n1: y variant of a"},
    {"FROM i AS stage-x\nFROM i AS stage-y\nFROM stage-$V AS app", "0: x variant of app\n1: y variant of app"},
    {"FROM i AS stage-x\nFROM i AS stage-y\nFROM stage-$V",
     "0: x variant of the final image\n1: y variant of the final image"},
    /* what alternatives are made of */
    {"ARG V=x\nFROM i AS a-src\nFROM a-src AS a-x\nFROM a-src AS a-y\nFROM a-$V",
     "1: x variant of a\n2: y variant of a"},
    {"ARG V=x\nFROM i AS b-x\nFROM i AS b-y\nFROM b-x AS bb-x\nFROM b-y AS bb-y\nFROM b-$V AS p\nFROM bb-$V AS q",
     "0: x variant of b\n1: y variant of b\n2: x variant of bb\n3: y variant of bb"}, /* y is one of bb, so of b */
    {"FROM i AS a-b-x\nFROM i AS a-b-y\nFROM a-b-$V AS p\nFROM i AS a-x\nFROM i AS a-y\nFROM a-$V AS q",
     "0: x variant of a-b\n1: y variant of a-b\n3: x variant of a\n4: y variant of a"}, /* the closest pattern */
    /* yes and no */
    {"FROM i AS app-false\nFROM i AS app-true\nFROM app-${DEBUG}", "0: app with DEBUG=false\n1: app with DEBUG=true"},
    {"FROM i AS dev-cov-0\nFROM dev-cov-0 AS dev-cov-1\nFROM dev-cov-$COV", "0: dev with COV=0\n1: dev with COV=1"},
    {"FROM scratch AS t-off\nFROM i AS t-on\nFROM t-$WITH_T", "0: Empty: t with WITH_T=off\n1: t with WITH_T=on"},
    {"FROM i AS debug-on\nFROM debug-$DEBUG AS app", "0: app with DEBUG=on"},
    /* COPY and mounts */
    {"FROM i AS t-x\nFROM i AS t-y\nFROM i\nCOPY --from=t-$V a b", "0: x variant of t\n1: y variant of t"},
    {"FROM i AS t-x\nFROM i AS t-y\nFROM i\nRUN --mount=type=bind,from=t-$V,target=/a b",
     "0: x variant of t\n1: y variant of t"},
    /* images */
    {"FROM i AS go-1\nFROM i AS go-2\nFROM go:$V", ""},
    {"FROM i AS go-1\nFROM i AS go-2\nFROM x/go-$V", ""},
    {"FROM i AS go-1\nFROM i AS go-2\nFROM $V", ""},
    {"FROM i AS a-1\nFROM a-${", ""},
    {"FROM i AS a-1\nFROM a-$", ""},
    /* a place for something else */
    {"ARG base=scratch\nFROM ${base} AS extra", "0: Empty unless base is given"},
    {"FROM ${X:-scratch} AS extra\nFROM i", "0: Empty unless X is given"},
    {"ARG base=scratch\nFROM ${base}\nCOPY a b", ""},
    {"ARG base=alpine\nFROM ${base}", ""},
    {"FROM scratch", ""},
};

static void phrase_rows(void **state) {
    for (size_t i = 0; i < COUNT(rows); i++) {
        sg_doc *doc = document(rows[i].text, "");
        assert_row(rows[i].text, text_of(state, phrases_of(state, doc)), rows[i].phrases);
        sg_free(doc);
    }
}

/* They are alternatives of one thing. */
static bool alternatives_same(const struct alternatives *alternatives, size_t stage, size_t other) {
    return alternatives && alternatives->set_of[stage] != NO_SET &&
           alternatives->set_of[stage] == alternatives->set_of[other];
}

static void same_set(void **state) {
    sg_doc *doc = document("FROM i AS a-x\nFROM i AS a-y\nFROM i AS b-x\nFROM i AS b-y\nFROM a-$V AS c\nFROM b-$V", "");
    const struct alternatives *alternatives = alternatives_of(*state, doc);
    assert_true(alternatives_same(alternatives, 0, 1));
    assert_false(alternatives_same(alternatives, 0, 2));
    assert_false(alternatives_same(alternatives, 4, 5));
    assert_false(alternatives_same(NULL, 0, 1));
    sg_free(doc);
    doc = document("FROM i AS a\nFROM go:$V", "");
    assert_null(alternatives_of(*state, doc));
    sg_free(doc);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(phrase_rows), cmocka_unit_test(same_set)};
    return cmocka_run_group_tests_name("alternatives", tests, arena_setup, arena_teardown);
}
