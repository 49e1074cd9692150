/* SOURCE_DATE_EPOCH: a number, or whose time it is (dockerfile2llb/epoch.go). */
#include "helper.h"

#define SOURCE "FROM scratch AS src\nADD http://x/y /\nFROM a:$SOURCE_DATE_EPOCH AS b"
#define STAGE(body) "ARG SOURCE_DATE_EPOCH=src\nARG G=http://x\n" body "\nFROM a"

static const struct {
    const char *text, *options, *base, *problem; /* the base of the last stage, and the first problem */
} rows[] = {
    {"ARG SOURCE_DATE_EPOCH=7\n" SOURCE, "", "a:7", ""},
    {"ARG SOURCE_DATE_EPOCH=+007\n" SOURCE, "", "a:7", ""},
    {"ARG SOURCE_DATE_EPOCH=src\n" SOURCE, "", "a:$SOURCE_DATE_EPOCH", ""},
    {"ARG SOURCE_DATE_EPOCH=SRC\n" SOURCE, "", "a:SRC",
     "context-name: invalid context name SRC: invalid reference format: repository name (library/SRC) must be "
     "lowercase"},
    {"ARG SOURCE_DATE_EPOCH=context\n" SOURCE, "", "a:$SOURCE_DATE_EPOCH", ""},
    {"ARG SOURCE_DATE_EPOCH=c\n" SOURCE, "build-context=c=dir", "a:$SOURCE_DATE_EPOCH", ""},
    {"ARG SOURCE_DATE_EPOCH=7\n" SOURCE, "build-arg=SOURCE_DATE_EPOCH=8", "a:8", ""},
    {"ARG SOURCE_DATE_EPOCH=7\nARG V=$SOURCE_DATE_EPOCH\nFROM a:$V", "build-arg=SOURCE_DATE_EPOCH=src", "a:src",
     "source-date-epoch: invalid SOURCE_DATE_EPOCH: src"}, /* arguments come first */
    {"ARG SOURCE_DATE_EPOCH=7\nFROM a${SOURCE_DATE_EPOCH+set}", "build-arg=SOURCE_DATE_EPOCH=", "a", ""},
    {"ARG SOURCE_DATE_EPOCH=a_\nFROM a", "", "a", "context-name: invalid context name a_: invalid reference format"},
    {STAGE("FROM a AS src"), "", "a", "source-date-epoch: SOURCE_DATE_EPOCH stage must use FROM scratch"},
    {STAGE("FROM scratch AS src\nADD $G /"), "", "a", ""}, /* all global arguments are seen */
    {STAGE("FROM scratch AS src\nARG V=$G/v\nADD $V /"), "", "a", ""},
    {STAGE("FROM scratch AS src\nADD https://x/y.git /"), "", "a", ""},
    {STAGE("FROM scratch AS src\nADD x /"), "", "a",
     "source-date-epoch: SOURCE_DATE_EPOCH stage source must be a single HTTP(S) or Git ADD"},
    {STAGE("FROM scratch AS src\nADD $G $G /"), "", "a",
     "source-date-epoch: SOURCE_DATE_EPOCH stage must contain exactly one remote ADD source"},
    {STAGE("FROM scratch AS src\nADD $G /\nADD $G /"), "", "a",
     "source-date-epoch: SOURCE_DATE_EPOCH stage must contain exactly one remote ADD"},
    {STAGE("FROM scratch AS src\nADD --checksum=x $G /"), "", "a", "source-date-epoch: invalid checksum digest format"},
    {STAGE("FROM scratch AS src\nEnv A=1"), "", "a",
     "source-date-epoch: SOURCE_DATE_EPOCH stage does not meet source-only requirements: unsupported Env instruction"},
};

static void values(void **state) {
    for (size_t i = 0; i < COUNT(rows); i++) {
        sg_doc *doc = document(rows[i].text, rows[i].options);
        const sg_stage *last = sg_stage_at(doc, sg_stage_count(doc) - 1);
        assert_row(rows[i].text, text_of(state, last->base), rows[i].base);
        assert_row(rows[i].text, first_problem(doc), rows[i].problem);
        sg_free(doc);
    }
}

/* Nothing is taken from it, but a build needs it. */
static void needed(void **state) {
    (void)state;
    sg_doc *doc = document("ARG SOURCE_DATE_EPOCH=src\n" SOURCE "\nFROM a AS c", "target=b");
    assert_true(stage_named(doc, "src")->is_reachable && !stage_named(doc, "c")->is_reachable);
    sg_free(doc);
    doc = document("ARG SOURCE_DATE_EPOCH=src\n" SOURCE, "");
    assert_true(!stage_named(doc, "src")->is_final && stage_named(doc, "b")->is_final);
    sg_free(doc);
}

static void in_stages(void **state) {
    (void)state;
    sg_doc *doc = document("FROM scratch AS s\nADD http://x/y /\nFROM scratch\nARG SOURCE_DATE_EPOCH\n"
                           "ADD http://z/$SOURCE_DATE_EPOCH /",
                           "build-arg=SOURCE_DATE_EPOCH=s");
    assert_string_equal(all_edges(doc), "from scratch>0, add-http http://x/y>0, from scratch>1, "
                                        "add-http http://z/$SOURCE_DATE_EPOCH>1");
    sg_free(doc);
    doc = document("FROM scratch\nARG SOURCE_DATE_EPOCH=5\nADD http://z/$SOURCE_DATE_EPOCH /",
                   "build-arg=SOURCE_DATE_EPOCH=");
    assert_string_equal(all_edges(doc), "from scratch>0, add-http http://z/5>0");
    sg_free(doc);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values),
        cmocka_unit_test(needed),
        cmocka_unit_test(in_stages),
    };
    return cmocka_run_group_tests_name("epoch", tests, arena_setup, arena_teardown);
}
