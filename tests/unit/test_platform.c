/* Platforms as containerd parses, normalises and prints them, and the arguments that are made of them. */
#include "dockerfile/platform.h"

#include "helper.h"

#define COMPONENT(part, all)                                                                                           \
    "!\"" part "\" is an invalid component of \"" all                                                                  \
    "\": platform specifier component must match \"^[A-Za-z0-9_.-]+$\": invalid argument"
#define OS_PART(part, all)                                                                                             \
    "!\"" part "\" is an invalid OS component of \"" all "\": OSAndVersion specifier component must match "            \
    "\"^([A-Za-z0-9_-]+)(?:\\\\(([A-Za-z0-9_.%-]*)((?:\\\\+[A-Za-z0-9_.%-]+)*)\\\\))?$\": invalid argument"

/* As parsed, and as normalised; a text that starts with "!" is the error. */
static const struct {
    const char *text, *parsed, *normalised;
} platforms[] = {
    {"linux/amd64", "linux/amd64", "linux/amd64"},
    {"linux/amd64/v1", "linux/amd64", "linux/amd64"},
    {"linux/amd64/v3", "linux/amd64/v3", "linux/amd64/v3"},
    {"linux/x86_64", "linux/amd64", "linux/amd64"},
    {"linux/x86-64", "linux/amd64", "linux/amd64"},
    {"linux/i386", "linux/386", "linux/386"},
    {"linux/arm64", "linux/arm64", "linux/arm64"},
    {"linux/arm64/v8", "linux/arm64/v8", "linux/arm64"},
    {"linux/aarch64", "linux/arm64", "linux/arm64"},
    {"linux/arm64/v9", "linux/arm64/v9", "linux/arm64/v9"},
    {"linux/arm", "linux/arm", "linux/arm/v7"},
    {"linux/arm/v7", "linux/arm/v7", "linux/arm/v7"},
    {"linux/arm/7", "linux/arm/v7", "linux/arm/v7"},
    {"linux/arm/v6", "linux/arm/v6", "linux/arm/v6"},
    {"linux/arm/5", "linux/arm/v5", "linux/arm/v5"},
    {"linux/armhf", "linux/arm", "linux/arm/v7"},
    {"linux/armel", "linux/arm/v6", "linux/arm/v6"},
    {"Linux/AMD64", "linux/amd64", "linux/amd64"},
    {"linux", "linux/amd64", "linux/amd64"},
    {"windows", "windows/amd64", "windows/amd64"},
    {"amd64", "linux/amd64", "linux/amd64"},
    {"x86_64", "linux/amd64", "linux/amd64"},
    {"arm64", "linux/arm64", "linux/arm64"},
    {"armhf", "linux/arm", "linux/arm/v7"},
    {"s390x", "linux/s390x", "linux/s390x"},
    {"macos/arm64", "darwin/arm64", "darwin/arm64"},
    {"nonsense/chip", "nonsense/chip", "nonsense/chip"},
    {"linux/riscv64", "linux/riscv64", "linux/riscv64"},
    {"windows(10.0.17763)/amd64", "windows(10.0.17763)/amd64", "windows(10.0.17763)/amd64"},
    {"nonsense", "!\"nonsense\": unknown operating system or architecture: invalid argument", ""},
    {"linux/*", "!\"linux/*\": wildcards not yet supported: invalid argument", ""},
    {"a/b/c/d", "!\"a/b/c/d\": cannot parse platform specifier: invalid argument", ""},
    {"linux/", COMPONENT("", "linux/"), ""},
    {"linux/a b", COMPONENT("a b", "linux/a b"), ""},
    {"linux/amd64/", COMPONENT("", "linux/amd64/"), ""},
    {"", OS_PART("", ""), ""},
    {"/amd64", OS_PART("", "/amd64"), ""},
    {"lin ux/amd64", OS_PART("lin ux", "lin ux/amd64"), ""},
    {"windows(10/amd64", OS_PART("windows(10", "windows(10/amd64"), ""},
};

static void platform_rows(void **state) {
    for (size_t i = 0; i < COUNT(platforms); i++) {
        struct platform platform;
        sg_str error;
        if (!platform_parse(*state, str_from(platforms[i].text), &platform, &error)) {
            assert_row(platforms[i].text, text_of(state, arena_join(*state, STR("!"), error)), platforms[i].parsed);
            continue;
        }
        assert_row(platforms[i].text, text_of(state, platform_format(*state, &platform)), platforms[i].parsed);
        platform_normalise(*state, &platform);
        assert_row(platforms[i].text, text_of(state, platform_format(*state, &platform)), platforms[i].normalised);
    }
}

/* What --platform makes of the predefined arguments of FROM. */
static const struct {
    const char *options, *word, *base;
} arguments[] = {
    {"", "x:${BUILDPLATFORM/\\//-}", "x:linux-amd64"},
    {"", "x:$BUILDOS-$BUILDARCH-$BUILDVARIANT.", "x:linux-amd64-."},
    {"", "x:$TARGETOS-$TARGETARCH-${TARGETVARIANT:-none}", "x:linux-amd64-none"},
    {"platform=linux/arm/v6", "x:$TARGETOS-$TARGETARCH-$TARGETVARIANT", "x:linux-arm-v6"},
    {"platform=linux/arm64/v8", "x:$TARGETARCH-${TARGETVARIANT:-none}", "x:arm64-none"},
    {"platform=linux/arm64", "x:$BUILDARCH", "x:amd64"},
    {"platform=windows(10.0.1)/amd64", "x:$TARGETOS-$TARGETOSVERSION", "x:windows-10.0.1"},
    {"build-arg=TARGETARCH=mine", "x:$TARGETARCH", "x:mine"},
    {"build-arg=BUILDPLATFORM=p", "x:$BUILDPLATFORM", "x:p"},
    {"", "x:$TARGETSTAGE", "x:default"},
};

static void predefined_arguments(void **state) {
    for (size_t i = 0; i < COUNT(arguments); i++) {
        sg_doc *doc = document_of(arena_printf(*state, "FROM %s", arguments[i].word), arguments[i].options);
        assert_row(arguments[i].word, text_of(state, sg_stage_at(doc, 0)->base), arguments[i].base);
        sg_free(doc);
    }
}

/* FROM --platform: the stage's platform, or the problem. */
static const struct {
    const char *text, *options, *platform, *problem;
} stages[] = {
    {"FROM a", "", "linux/amd64", ""},
    {"FROM a", "platform=linux/arm64/v8", "linux/arm64", ""},
    {"FROM --platform=linux/arm64/v8 a", "", "linux/arm64/v8", ""},
    {"FROM --platform=$BUILDPLATFORM a", "platform=linux/arm64", "linux/amd64", ""},
    {"FROM --platform=$TARGETPLATFORM a", "platform=linux/arm64", "linux/arm64", ""},
    {"ARG P=linux/s390x\nFROM --platform=$P a", "", "linux/s390x", ""},
    {"ARG P=linux/s390x\nFROM --platform=$P a", "build-arg=P=arm64", "linux/arm64", ""},
    {"FROM --platform= a", "", "linux/amd64", ""},
    {"FROM --platform=arm64 scratch", "", "linux/amd64", ""},
    {"FROM --platform=$NOPE a", "", "linux/amd64", "platform: empty platform value from expression $NOPE"},
    {"FROM --platform=x a", "", "linux/amd64",
     "platform: failed to parse platform x: \"x\": unknown operating system or architecture: invalid argument"},
    {"FROM --platform=${X a", "", "linux/amd64",
     "platform: failed to process arguments for platform : failed to process \"${X\": unsupported modifier (\xEF\xBF\xBD) in substitution"},
    {"FROM a", "platform=x", "linux/amd64",
     "platform: \"x\": unknown operating system or architecture: invalid argument"},
};

static void stage_platforms(void **state) {
    for (size_t i = 0; i < COUNT(stages); i++) {
        sg_doc *doc = document(stages[i].text, stages[i].options);
        assert_row(stages[i].text, first_problem(doc), stages[i].problem);
        assert_row(stages[i].text, text_of(state, sg_stage_at(doc, 0)->platform), stages[i].platform);
        sg_free(doc);
    }
}

/* It means nothing where the base is a stage. */
static void base_stage_decides(void **state) {
    sg_doc *doc = document("FROM --platform=linux/arm64 a AS b\nFROM --platform=linux/s390x b AS c", "");
    assert_string_equal(text_of(state, stage_named(doc, "c")->platform), "linux/arm64");
    assert_string_equal(text_of(state, stage_named(doc, "c")->platform_raw), "linux/s390x");
    sg_free(doc);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(platform_rows),
        cmocka_unit_test(predefined_arguments),
        cmocka_unit_test(stage_platforms),
        cmocka_unit_test(base_stage_decides),
    };
    return cmocka_run_group_tests_name("platform", tests, arena_setup, arena_teardown);
}
