/* Where a fact came from, in words. */
#include "size/size.h"
#include "view_helper.h"

static const struct {
    sg_fact_source source;
    const char *file;
    size_t line;
    sg_str rule;
    const char *words;
} texts[] = {
    {SG_FACT_NONE, "", 0, BYTES(""), "nobody said"},
    {SG_FACT_DIRECTIVE, "", 3, BYTES(""), "directive, line 3"},
    {SG_FACT_DIRECTIVE, "api/Dockerfile", 3, BYTES(""), "directive, api/Dockerfile:3"},
    {SG_FACT_SIDECAR, "", 7, BYTES(""), "annotations file, line 7"},
    {SG_FACT_SIDECAR, "notes.yaml", 7, BYTES("stages: app"), "annotations file, notes.yaml:7 (stages: app)"},
    {SG_FACT_DOC_COMMENT, "", 2, BYTES(""), "comment that names the stage, line 2"},
    {SG_FACT_LABEL, "", 9, BYTES(""), "label, line 9"},
    {SG_FACT_COMMENT, "", 12, BYTES("comment block above FROM"), "comment, line 12 (comment block above FROM)"},
    {SG_FACT_INFERRED, "", 14, BYTES("row of purpose.def: go build"),
     "guessed, line 14 (row of purpose.def: go build)"},
    {SG_FACT_INFERRED, "", 0, BYTES("first word of the names"), "guessed (first word of the names)"},
    {SG_FACT_NAME, "Dockerfile", 1, BYTES(""), "the stage's name, Dockerfile:1"},
    /* a file whose line is not known is not named */
    {SG_FACT_COMMENT, "Dockerfile", 0, BYTES(""), "comment"},
    /* what a rule took from the file is on one line, and not endless */
    {SG_FACT_INFERRED, "a\nb", 1, BYTES("x\n\x1b[1m\xE2\x80\xAEy"), "guessed, a b:1 (x [1m y)"},
    {SG_FACT_INFERRED, "", 0,
     BYTES(
         "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 01234567"),
     "guessed (0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789\xE2\x80\xA6)"},
};

static void text_rows(void **state) {
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct origin origin = {texts[i].source, str_from(texts[i].file), texts[i].line, texts[i].rule};
        assert_row(texts[i].words, text_of(state, origin_text(*state, &origin)), texts[i].words);
    }
}

/* Of the last stage: title | purpose | group | size. */
static const struct {
    const char *text, *options;
    bool paths;
    const char *origins;
} stages[] = {
    {"FROM scratch", "", false, "nobody said | nobody said | nobody said | nobody said"},
    {"FROM scratch AS a", "", false, "the stage's name | nobody said | nobody said | nobody said"},
    {"FROM scratch\nLABEL org.opencontainers.image.title=x", "", false,
     "label | nobody said | nobody said | nobody said"},
    {"# Runs it\n# stagegraph: title=t group=g\n# stagegraph: size=1MB\nFROM scratch", "", false,
     "directive | comment | directive | directive, line 3"},
    {"# Runs it\n# stagegraph: size=1MB\nFROM scratch AS a", "", true,
     "the stage's name | comment | nobody said | directive, Dockerfile:2"},
    {"# stagegraph: size=1MB\nFROM scratch AS a", "size=a=2MB", true,
     "the stage's name | nobody said | nobody said | option --size"},
    {"# a is for tests\nFROM scratch AS a", "", false,
     "the stage's name | comment that names the stage | nobody said | nobody said"},
    {"FROM x AS g_a\nFROM g_a AS g_b\nFROM g_b AS c\nFROM c AS g_d\nCMD [\"x\"]", "", false,
     "the stage's name | guessed | guessed | nobody said"},
};

/* Without line and rule, which are for the tests of those who find the facts. */
static const char *without_place(void **state, sg_str words) {
    words = str_slice(words, 0, str_find(words, ','));
    return text_of(state, str_trim_ascii(str_slice(words, 0, str_find(words, '('))));
}

static void stage_rows(void **state) {
    for (size_t i = 0; i < COUNT(stages); i++) {
        struct fixture fixture = view_of(state, stages[i].text, stages[i].options);
        size_t last = fixture.view->source.scene->stage_count - 1;
        struct view_origins origins = view_origins(*state, &fixture.view->source, last, stages[i].paths);
        sg_str all = arena_printf(*state, "%s | %s | %s | %.*s", without_place(state, origins.title),
                                  without_place(state, origins.purpose), without_place(state, origins.group),
                                  STR_ARG(origins.size));
        assert_row(stages[i].text, text_of(state, all), stages[i].origins);
        done(&fixture);
    }
}

/* The same for whatever way a size came about, and for lines and rules, however they are found. */
static void filled_in(void **state) {
    static const struct {
        sg_size size;
        const char *origin;
    } sizes[] = {
        {{.method = SG_SIZE_MEASURED, .ref = BYTES("app:\nhttp")}, "measured in app: http"},
        {{.method = SG_SIZE_REGISTRY}, "told by a registry"},
        {{.method = SG_SIZE_CONTEXT}, "copied from the build context"},
        {{.method = SG_SIZE_UNKNOWN}, "nobody said"},
    };
    struct fixture fixture = view_of(state, "# Runs it\nFROM scratch AS a", "");
    sg_stage *stage = &fixture.doc->stages.items[0].public;
    stage->purpose_line = 1;
    stage->purpose_rule = STR("comment block above FROM");
    for (size_t i = 0; i < COUNT(sizes); i++) {
        stage->size = sizes[i].size;
        struct view_origins origins = view_origins(*state, &fixture.view->source, 0, false);
        assert_row(sizes[i].origin, text_of(state, origins.size), sizes[i].origin);
        assert_row("a line", text_of(state, origins.purpose), "comment, line 1 (comment block above FROM)");
    }
    done(&fixture);
}

/* What a trigger of the base does is told at the stage that it runs in: it has no line there. */
static void line_of_trigger(void **state) {
    struct fixture fixture =
        view_of(state, "# x\nFROM a AS b\nONBUILD ADD https://h/x.git /\n\nFROM b AS c\nRUN make\n\nFROM b", "");
    sg_str fetched = STR("Fetches the sources of x");
    for (size_t s = 1; s < 3; s++) {
        const sg_stage *stage = &fixture.doc->stages.items[s].public;
        assert_int_equal(stage->purpose_line, s == 1 ? 6 : 8);
        if (s == 2) assert_row("purpose", text_of(state, stage->purpose), text_of(state, fetched));
    }
    done(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_rows),
        cmocka_unit_test(stage_rows),
        cmocka_unit_test(filled_in),
        cmocka_unit_test(line_of_trigger),
    };
    return cmocka_run_group_tests_name("origin", tests, arena_setup, arena_teardown);
}
