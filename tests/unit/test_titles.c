/* Names of stages made readable. */
#include "helper.h"

static const struct {
    const char *text, *title, *rule; /* of the first stage */
    size_t line;
} rows[] = {
    {"FROM a AS http_builder", "HTTP builder", "the stage's name", 1},
    {"FROM a AS my-ui.db", "My UI DB", "the stage's name", 1},
    {"\nFROM a AS web", "Web", "the stage's name", 2},
    /* platforms and versions stay as they are */
    {"FROM a AS build-arm64", "Build arm64", "the stage's name", 1},
    {"FROM a AS amd64-build", "amd64 build", "the stage's name", 1},
    {"FROM a AS build-x86_64", "Build x86_64", "the stage's name", 1},
    {"FROM a AS v2", "v2", "the stage's name", 1},
    {"FROM a AS py3.11", "Py3.11", "the stage's name", 1},
    {"FROM a AS linux", "Linux", "the stage's name", 1},
    /* mixed case in the name */
    {"FROM a AS fooBar", "fooBar", "the stage's name", 1},
    {"FROM a AS BUG_stage", "BUG stage", "the stage's name", 1},
    {"FROM a AS Builder", "Builder", "the stage's name", 1},
    {"FROM a AS stage_BUG_http", "Stage BUG HTTP", "the stage's name", 1},
    {"FROM a AS BASE_IMAGE", "Base image", "the stage's name", 1}, /* all in capitals is none */
    /* spelled as elsewhere */
    {"FROM a AS imagemagick\n# ImageMagick is big\nRUN x", "ImageMagick", "spelled as in line 2", 2},
    {"FROM a AS web-imagemagick\nLABEL x=\"ImageMagick\"", "Web ImageMagick", "spelled as in line 2", 2},
    {"FROM a AS cmake\nADD https://x.io/CMake/a /a", "CMake", "spelled as in line 2", 2},
    {"FROM a AS frankenphp\nFROM x/FrankenPHP", "FrankenPHP", "spelled as in line 2", 2},
    {"# Argo CD Base\nFROM a AS argocd-base", "Argo CD base", "spelled as in line 1", 1},
    {"# FOo and FoO\nFROM a AS foo", "FOo", "spelled as in line 1", 1}, /* the first */
    {"# on macOS\nFROM a AS macos-sdk", "macOS SDK", "spelled as in line 1", 1},
    /* not so */
    {"FROM a AS mybuild\nRUN myBuild=1", "Mybuild", "the stage's name", 1}, /* a variable */
    {"# Web and WEB\nFROM a AS web-app", "Web app", "the stage's name", 2}, /* a sentence, a shout */
    {"# ImageMagicks\nFROM a AS imagemagick", "Imagemagick", "the stage's name", 2},
    {"FROM a AS copyapp\nCOPY App /", "Copyapp", "the stage's name", 1}, /* an instruction */
    {"# Argo  CD, Argo\n# CD\nFROM a AS argocd", "Argocd", "the stage's name", 3},
    {"# iOS\nFROM a AS x-os", "X OS", "the stage's name", 2},
    /* no name */
    {"FROM a\nFROM b", "Stage 0", "the stage's number", 1},
    {"FROM a", "Final image", "the last stage", 1},
};

static void title_rows(void **state) {
    for (size_t i = 0; i < COUNT(rows); i++) {
        sg_doc *doc = document(rows[i].text, "");
        const sg_stage *stage = sg_stage_at(doc, 0);
        assert_row(rows[i].text, text_of(state, stage->title), rows[i].title);
        assert_row(rows[i].text, text_of(state, stage->title_rule), rows[i].rule);
        assert_int_equal(stage->title_line, rows[i].line);
        assert_int_equal(stage->title_source, SG_FACT_NAME);
        sg_free(doc);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(title_rows)};
    return cmocka_run_group_tests_name("titles", tests, arena_setup, arena_teardown);
}
