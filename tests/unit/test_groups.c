/* Groups guessed from names. */
#include "helper.h"

#include <stdio.h>

/* Stages in a row: "name:base+source+source", each source copied from; no name: unnamed. */
static sg_doc *stages_of(void **state, const char *notation) {
    struct text file = {0};
    for (sg_str rest = str_from(notation), word, name, base; rest.len;) {
        str_cut(rest, ' ', &word, &rest);
        str_cut(word, ':', &name, &word);
        str_cut(word, '+', &base, &word);
        text_put(*state, &file, arena_printf(*state, "FROM %.*s", STR_ARG(base)));
        if (name.len) text_put(*state, &file, arena_printf(*state, " AS %.*s", STR_ARG(name)));
        text_put(*state, &file, STR("\n"));
        for (sg_str source; word.len;) {
            str_cut(word, '+', &source, &word);
            text_put(*state, &file, arena_printf(*state, "COPY --from=%.*s /a /b\n", STR_ARG(source)));
        }
    }
    return document_of(text_str(&file), "");
}

/* "group=stage+stage" each. */
static sg_str groups_of(void **state, const sg_doc *doc) {
    struct text out = {0};
    for (size_t g = 0; g < sg_group_count(doc); g++) {
        const sg_group *group = sg_group_at(doc, g);
        assert_int_equal(group->source, SG_FACT_INFERRED);
        text_put(*state, &out, arena_printf(*state, "%s%.*s=", g ? " " : "", STR_ARG(group->name)));
        for (size_t s = 0; s < group->stage_count; s++)
            text_put(*state, &out,
                     arena_printf(*state, "%s%.*s", s ? "+" : "", STR_ARG(sg_stage_at(doc, group->stages[s])->name)));
    }
    return text_str(&out);
}

static const struct {
    const char *stages, *groups;
} rows[] = {
    {"base:i base_app:base base_builder:base z:i", "base=base+base_app+base_builder"},
    {"http_builder:i http_app:i+http_builder dev:i", "http=http_builder+http_app"},
    {"a-x:i a-y:i", ""}, /* all of them */
    {"a-x:i a-y:i :a-x", "a=a-x+a-y"},
    {"dev:i prod:dev test:prod", ""},
    /* connected: directly, or through one neighbour */
    {"a-x:i a-y:a-x z:j", "a=a-x+a-y"},
    {"a-x:i a-y:j z:scratch+a-x+a-y", "a=a-x+a-y"},
    {"a-x:i a-y:j z:k", ""},
    {"a-x:scratch a-y:scratch z:k", ""},                    /* nothing comes from scratch */
    {"a-x:i a-y:i a-z:j z:k", "a=a-x+a-y"},                 /* who is not connected stays outside */
    {"a-x:i a-y:i a-1:j a-2:j a-3:j z:k", "a=a-1+a-2+a-3"}, /* the largest */
    {"a-x:i a-y:i a-1:j a-2:j z:k", "a=a-x+a-y"},           /* the first of equals */
    /* the last part, of what is left over */
    {"x-builder:i y-builder:i z:j", "builder=x-builder+y-builder"},
    {"a-x:i a-y:i p-q:i r-q:i z:i", "a=a-x+a-y q=p-q+r-q"},
    {"a-x:i a-y:i b-x:i c-x:i z:i", "a=a-x+a-y"}, /* x would be torn */
    {"q-x:i q-y:i a-q:i b-q:i z:i", "q=q-x+q-y"}, /* is a group already */
    {"a-base:i b-base:i z:j", ""},
    {"a-1:i b-1:i z:j", ""},
    {"a-arm64:i b-arm64:i z:j", ""},
    {"build:i build:i z:i", ""},
    /* verbs and words that only order; what stands behind them may be a family */
    {"install-x:i install-y:i z:i", ""},
    {"copy_to_x:i copy_to_y:i z:i", ""},
    {"build-x:i build-y:i z:i", ""},
    {"dl-vim:i build-vim:i+dl-vim dl-gdb:i build-gdb:i+dl-gdb z:i", "vim=dl-vim+build-vim gdb=dl-gdb+build-gdb"},
    {"validate-tuf-root:i tuf-root:i z:i", "tuf=validate-tuf-root+tuf-root"},
    {"stage-1:i stage-2:stage-1 z:j", ""},
    {"final-x:i final-y:i z:i", ""},
    {"base-x:i base-y:i z:i", ""},
    {"build:i build-x:build build-y:build z:j", "build=build+build-x+build-y"}, /* built from one another */
    {"builder-base:i builder:builder-base z:j", "builder=builder-base+builder"},
    /* for platforms, and alternatives */
    {"build-amd64:i build-arm64:i x-amd64:i y:j", "build=build-amd64+build-arm64"},
    {"build-linux-amd64:i build-linux-arm64:i y:j", "build=build-linux-amd64+build-linux-arm64"},
    {"build_amd64:i build_arm64:j build:build_${TARGETARCH} z:alpine+build", "build=build_amd64+build_arm64+build"},
    {"amd64-build:i arm64-build:j build:${TARGETARCH}-build z:alpine+build", "build=amd64-build+arm64-build+build"},
    {"copy-x:i copy-y:j z:copy-${V}", "copy=copy-x+copy-y"},
    /* stronger separators */
    {"my-app.build:i my-app.test:i my-x:i z:j", "my-app=my-app.build+my-app.test"},
    {"my-app.build:i my-app.test:i my-x:i my-y:i z:j w:j", "my-app=my-app.build+my-app.test my=my-x+my-y"},
    {"svc.build:i svc.test:i svc:i z:j", "svc=svc.build+svc.test+svc"},
    {"py3.11-x:i py3.11-y:i py3.12-x:i z:j", "py3.11=py3.11-x+py3.11-y"}, /* no dot of a version */
    /* the name of a project */
    {"acme-http-x:i acme-http-y:i acme-web:i", "http=acme-http-x+acme-http-y"},
    {"acme-http-x:i acme-http-y:i acme-web:i acme-db:i z:i", "http=acme-http-x+acme-http-y"},
    {"org.acme.a-x:i org.acme.a-y:i org.acme.b:i", "a=org.acme.a-x+org.acme.a-y"},
    {"acme-x:i acme-y:i acme-z:i acme-w:i q:i", ""},
    {"a:i a-x:a a-y:a a-z:a z:i", "a=a+a-x+a-y+a-z"}, /* a stage is called so */
    {"s-1:i s-2:i s-3:i s-4:i z:i", "s=s-1+s-2+s-3+s-4"},
    {"A-x:i A-y:i z:i", "a=a-x+a-y"},
    {"--:i -:i z:i", ""},
};

static void group_rows(void **state) {
    for (size_t i = 0; i < COUNT(rows); i++) {
        sg_doc *doc = stages_of(state, rows[i].stages);
        assert_row(rows[i].stages, text_of(state, groups_of(state, doc)), rows[i].groups);
        sg_free(doc);
    }
}

/* Which rule made it, and how its title is spelled. */
static void rule_rows(void **state) {
    static const struct {
        const char *stages, *rule, *title; /* of the first group */
    } table[] = {
        {"http-x:i http-y:i z:j", "first part of the names", "HTTP"},
        {"x-web:i y-web:i z:j", "last part of the names", "Web"},
        {"build-x:i build-y:i build:build-${V} z:j", "alternatives of build", "Build"},
        {"BLUE_x:i BLUE_y:i z:j", "first part of the names", "BLUE"},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        sg_doc *doc = stages_of(state, table[i].stages);
        const sg_stage *stage = sg_stage_at(doc, 0);
        assert_row(table[i].stages, text_of(state, stage->group_rule), table[i].rule);
        assert_row(table[i].stages, text_of(state, sg_group_at(doc, 0)->title), table[i].title);
        assert_int_equal(stage->group_line, 0);
        assert_null(sg_stage_at(doc, sg_stage_count(doc) - 1)->group_rule.ptr);
        sg_free(doc);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(group_rows), cmocka_unit_test(rule_rows)};
    return cmocka_run_group_tests_name("groups", tests, arena_setup, arena_teardown);
}
