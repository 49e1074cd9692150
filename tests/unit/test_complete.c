/* The document is complete: whatever can change what a build does changes its JSON. */
#include "helper.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const samples[] = {
    "# syntax=docker/dockerfile:1\n"
    "ARG VERSION=1.2\n"
    "ARG UNUSED=3\n"
    "FROM alpine:${VERSION} AS base\n"
    "ONBUILD RUN trigger\n"
    "RUN <<EOF\n"
    "first line\n"
    "EOF\n"
    "COPY <<A <<B /d/\n"
    "of a\n"
    "A\n"
    "of b\n"
    "B\n"
    "FROM --platform=linux/arm64 base AS app\n"
    "ARG VERSION\n"
    "ARG OWN=$VERSION\n"
    "COPY --from=base --link --exclude=*.o a \\\n"
    "  b /c/\n"
    "ADD https://example.com/x.tar /x\n"
    "RUN --mount=type=bind,from=base,target=/m --network=none make\n"
    "ENV A=b\n"
    "LABEL l=v\n"
    "WORKDIR /w\n"
    "USER u\n"
    "EXPOSE 80\n"
    "VOLUME /v\n"
    "STOPSIGNAL SIGINT\n"
    "SHELL [\"/bin/a\"]\n"
    "HEALTHCHECK CMD true\n"
    "ENTRYPOINT [\"e\"]\n"
    "CMD c\n",
    "# escape=`\nFROM a\nRUN x `\n  y\n",
};

static char *json_of(const char *text) {
    sg_doc *doc = document(text, "");
    sg_output out = {NULL, 0, NULL};
    if (sg_stage_count(doc)) out = rendered(doc, "json", "");
    char *copy = strdup(out.data ? out.data : "");
    assert_non_null(copy);
    sg_output_free(&out);
    sg_free(doc);
    return copy;
}

/* Each letter and digit of a file is changed in turn, but for those that mean the same in any case. */
static char another(char c) {
    if (isdigit((unsigned char)c)) return c == '9' ? '0' : (char)(c + 1);
    return c == 'q' ? 'r' : 'q';
}

static void every_change_shows(void **state) {
    (void)state;
    for (size_t s = 0; s < COUNT(samples); s++) {
        char *text = strdup(samples[s]), *before = json_of(text);
        assert_non_null(text);
        for (char *at = text; *at; at++) {
            char was = *at;
            if (!isalnum((unsigned char)was)) continue;
            *at = another(was);
            char *after = json_of(text);
            if (strcmp(before, after) == 0) fail_msg("a change does not show:\n%s", text);
            free(after);
            *at = was;
        }
        free(before);
        free(text);
    }
}

/* What BuildKit does not see. */
static void the_same(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"FROM a\n\n# x\n\nRUN b \\\n  c\n", "FROM a\n\n# y\n\nRUN b \\\n  c\n"},
        {"FROM a\nRUN b \\\n# x\n c\n", "FROM a\nRUN b \\\n# y\n c\n"},
    };
    for (size_t i = 0; i < COUNT(pairs); i++) {
        char *one = json_of(pairs[i][0]), *other = json_of(pairs[i][1]);
        assert_string_equal(one, other);
        free(one);
        free(other);
    }
}

/* One digest for whatever is the same instruction, and another for what is not. */
static const struct {
    const char *one, *other;
    bool same;
} digests[] = {
    {"RUN a b", "run a b", true},
    {"RUN a b", "RUN  a b", true},
    {"RUN a b", "RUN a \\\n# comment\nb", true},
    {"RUN a b", "RUN a  b", false},
    {"RUN a b", "RUN ab", false},
    {"RUN <<E\na\nE", "RUN <<E\nb\nE", false},
    {"COPY <<A <<B /\na\nA\nb\nB", "COPY <<A <<B /\nab\nA\nB", false},
    {"COPY --link a b", "COPY a b", false},
    {"CMD a", "ENTRYPOINT a", false},
};

static uint64_t digest_of(const char *instruction) {
    char text[256];
    snprintf(text, sizeof text, "FROM a\n%s\n", instruction);
    sg_doc *doc = document(text, "");
    uint64_t digest = instruction_digest(&doc->stages.items[0].instructions[0]);
    sg_free(doc);
    return digest;
}

static void digest_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(digests); i++) {
        bool same = digest_of(digests[i].one) == digest_of(digests[i].other);
        if (same != digests[i].same) fail_msg("%s against %s", digests[i].one, digests[i].other);
    }
}

/* Each step with its inputs: "RUN<1[m]" takes m of stage 1, "-" is the build context. */
static const char *steps_of(struct arena *arena, const sg_doc *doc, size_t stage) {
    struct text out = {0};
    const struct stage *of = &doc->stages.items[stage];
    for (size_t i = 0; i < of->step_count; i++) {
        const struct step *step = &of->steps[i];
        text_put(arena, &out,
                 arena_printf(arena, "%s%s%.*s:%zu", i ? " " : "", step->trigger ? "+" : "",
                              STR_ARG(step->instruction->public.keyword), step_line(of, step)));
        for (size_t n = 0; n < step->input_count; n++) {
            const struct input *input = &step->inputs[n];
            sg_str from = input->kind == INPUT_LOCAL   ? STR("-")
                          : input->kind == INPUT_STAGE ? arena_printf(arena, "%zu", input->stage)
                                                       : input->name;
            text_put(arena, &out, arena_printf(arena, "<%.*s[", STR_ARG(from)));
            for (size_t p = 0; p < input->path_count; p++)
                text_put(arena, &out, arena_printf(arena, "%s%.*s", p ? " " : "", STR_ARG(input->paths[p])));
            text_put(arena, &out, input->exclude_count ? STR("!]") : STR("]"));
        }
    }
    return arena_cstr(arena, text_str(&out));
}

static const struct {
    const char *text, *options, *steps; /* of the last stage */
} step_rows[] = {
    {"FROM a\nRUN b\nCOPY c d /e/\n", "", "RUN:2 COPY:3<-[c d]"},
    {"FROM a AS x\nONBUILD RUN t\nONBUILD COPY . /\nFROM x\nRUN b\n", "", "+RUN:4 +COPY:4<-[.] RUN:5"},
    {"FROM a AS x\nFROM b\nCOPY --from=x --exclude=*.o /m /n\n", "", "COPY:3<0[/m!]"},
    {"FROM a AS x\nFROM b\nRUN --mount=from=x,source=/m,target=/t --mount=from=y,target=/u z\n", "", "RUN:3<0[/m]<y[]"},
    {"FROM a\nRUN --mount=target=. --mount=source=s,target=/t --mount=type=cache,target=/c x\n", "", "RUN:2<-[]<-[s]"},
    {"FROM a\nADD https://h/f g https://h/k.git /d/\n", "", "ADD:2<https://h/f[]<https://h/k.git[]<-[g]"},
    {"FROM a\nCOPY --from=y /m /n\n", "build-context=y=folder", "COPY:2<y[/m]"},
    {"FROM a\nCOPY <<E /n\nx\nE\n", "", "COPY:2"},
    {"FROM a\nARG V=w\nCOPY $V /n\n", "", "ARG:2 COPY:3<-[w]"},
};

static void steps_in_order(void **state) {
    for (size_t i = 0; i < COUNT(step_rows); i++) {
        sg_doc *doc = document(step_rows[i].text, step_rows[i].options);
        assert_row(step_rows[i].text, steps_of(*state, doc, sg_stage_count(doc) - 1), step_rows[i].steps);
        sg_free(doc);
    }
}

/* "NAME=value@line:users" */
static const char *args_of(struct arena *arena, const struct args *args) {
    struct text out = {0};
    for (size_t i = 0; i < args->count; i++) {
        const struct arg *arg = &args->items[i];
        sg_str value = arg->value.ptr ? arg->value : STR("?");
        text_put(arena, &out,
                 arena_printf(arena, "%s%.*s=%.*s@%zu", i ? " " : "", STR_ARG(arg->name), STR_ARG(value), arg->line));
        for (size_t n = 0; n < arg->user_count; n++) text_put(arena, &out, arena_printf(arena, ":%zu", arg->users[n]));
    }
    return arena_cstr(arena, text_str(&out));
}

static void args_and_users(void **state) {
    sg_doc *doc = document(
        "ARG A=1\nARG B\nARG C=$A.2 D=4\nFROM x:$A AS y\nARG C\nARG D=5 E=$C F\nFROM --platform=$D y:${A}${C}\nARG C\n",
        "build-arg=B=7");
    assert_string_equal(args_of(*state, &doc->args), "A=1@1:0:1 B=7@2 C=1.2@3:0:1 D=4@3:1");
    assert_string_equal(args_of(*state, &doc->stages.items[0].args), "C=1.2@5 D=5@6 E=1.2@6 F=?@6");
    assert_string_equal(args_of(*state, &doc->stages.items[1].args), "C=1.2@8");
    sg_free(doc);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_change_shows), cmocka_unit_test(the_same),       cmocka_unit_test(digest_rows),
        cmocka_unit_test(steps_in_order),     cmocka_unit_test(args_and_users),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
