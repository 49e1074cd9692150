/* What BuildKit is asked beside the graph: its own build arguments, # check=, and another frontend. */
#include "helper.h"

static const struct {
    const char *text, *options, *problem; /* the first */
} rows[] = {
    {"# check=bogus\nFROM a", "", "check-directive: failed to parse check options: invalid check option \"bogus\""},
    {"# check=bogus\nFROM a", "build-arg=BUILDKIT_DOCKERFILE_CHECK=skip=all", ""},
    {"# check=bogus\nFROM a", "build-arg=BUILDKIT_DOCKERFILE_CHECK=", ""},
    {"FROM a", "build-arg=BUILDKIT_DOCKERFILE_CHECK=x",
     "build-arg: failed to parse build-arg:BUILDKIT_DOCKERFILE_CHECK: invalid check option \"x\""},
    {"# syntax=docker/dockerfile\n# syntax=docker/dockerfile\n# check=bogus\nFROM a", "",
     "duplicate-directive: only one syntax parser directive can be used"}, /* the second ends the search */
    {"FROM a", "build-arg=BUILDKIT_GIT_ADVICE=1", ""},
    {"FROM a", "build-arg=BUILDKIT_GIT_ADVICE=", ""},
    {"FROM a", "build-arg=BUILDKIT_GIT_ADVICE=2",
     "build-arg: failed to parse build-arg:BUILDKIT_GIT_ADVICE: strconv.ParseBool: parsing \"2\": invalid syntax"},
    {"FROM a", "build-arg=BUILDKIT_MULTI_PLATFORM=yes", "build-arg: invalid boolean value for multi-platform: yes"},
    {"FROM a", "build-arg=BUILDKIT_MULTI_PLATFORM=yes build-arg=BUILDKIT_MULTI_PLATFORM=true", ""}, /* the last */
    {"FROM a", "build-arg=BUILDKIT_DISABLE_FILEOP=1",
     "build-arg: support for \"BUILDKIT_DISABLE_FILEOP\" build-arg was removed in BuildKit 0.11"},
    {"FROM a", "build-arg=BUILDKIT_DISABLE_FILEOP=0", ""},
};

static void settings(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        sg_doc *doc = document(rows[i].text, rows[i].options);
        assert_row(rows[i].text, first_problem(doc), rows[i].problem);
        sg_free(doc);
    }
}

static const struct {
    const char *text, *options;
    bool own;
} frontends[] = {
    {"# syntax=x/y:1\nFROM a", "", true},
    {"#!/bin/x\n# syntax=x/y:1\nFROM a", "", true},
    {"// syntax=x/y\nFROM a", "", true},
    {" {\"syntax\" : \"x/y\"}", "", true},
    {"FROM a", "build-arg=BUILDKIT_SYNTAX=x/y", true},
    {"# syntax=x/y:1\nFROM a", "build-arg=BUILDKIT_SYNTAX=docker/dockerfile:1", false},
    {"# syntax=docker/dockerfile:1\nFROM a", "build-arg=BUILDKIT_SYNTAX=x/y", true},
    {"# syntax=docker/dockerfile:1@sha256:0\nFROM a", "", false},
    {"# syntax=docker.io/docker/dockerfile-upstream:master\nFROM a", "", false},
    {"# syntax=mirror.local:5000/hub/docker/dockerfile:1\nFROM a", "", false}, /* a mirror */
    {"# syntax=mydocker/dockerfile\nFROM a", "", true},
    {"# a comment\n# syntax=x/y\nFROM a", "", false},
};

static void frontend_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(frontends); i++) {
        sg_doc *doc = document(frontends[i].text, frontends[i].options);
        bool told = strncmp(first_problem(doc), "custom-frontend: ", 17) == 0;
        if (told != frontends[i].own)
            fail_msg("%s (%s): %s", frontends[i].text, frontends[i].options, first_problem(doc));
        sg_free(doc);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings),
        cmocka_unit_test(frontend_rows),
    };
    return cmocka_run_group_tests_name("settings", tests, arena_setup, arena_teardown);
}
