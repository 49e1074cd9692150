/* The ENV and WORKDIR of an outside image are unknown: words that hang on them keep their text, and nothing is wrong with
 * what such an image may mend (dockerfile2llb/convert.go, dispatchStages). */
#include "helper.h"

struct row {
    const char *text, *options, *edges, *problems; /* as all_edges() and all_problems() give them */
};

static void check(const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        sg_doc *doc = document(rows[i].text, rows[i].options);
        assert_row(rows[i].text, all_edges(doc), rows[i].edges);
        assert_row(rows[i].text, all_problems(doc), rows[i].problems);
        sg_free(doc);
    }
}

/* ---- what a word becomes ---- */

#define ADD(word) "FROM a\nENV K=k E=\nADD " word " /\n"

static const struct row word_rows[] = {
    {ADD("http://x/$V"), "", "from a>0, add-http http://x/$V>0", ""},
    {ADD("http://x/$K/$V"), "", "from a>0, add-http http://x/$K/$V>0", ""}, /* in whole */
    {ADD("http://x/$K"), "", "from a>0, add-http http://x/k>0", ""},
    {ADD("http://x/${V:-d}"), "", "from a>0, add-http http://x/${V:-d}>0", ""},
    {ADD("http://x/${K:-$V}"), "", "from a>0, add-http http://x/k>0", ""}, /* nobody looks at $V */
    {ADD("http://x/${E:-$V}"), "", "from a>0, add-http http://x/${E:-$V}>0", ""},
    {ADD("http://x/${E:+$V}"), "", "from a>0, add-http http://x/>0", ""},
    {ADD("http://x/${V:+}"), "", "from a>0, add-http http://x/>0", ""},
    {ADD("http://x/${V:?no}"), "", "from a>0, add-http http://x/${V:?no}>0", ""},
    {ADD("http://x/${K#$V}"), "", "from a>0, add-http http://x/${K#$V}>0", ""},
    {ADD("http://x/${E#$V}"), "", "from a>0, add-http http://x/>0", ""},
    {ADD("http://x/${V%.*}"), "", "from a>0, add-http http://x/${V%.*}>0", ""},
    {ADD("http://x/${K/k/$V}"), "", "from a>0, add-http http://x/${K/k/$V}>0", ""},
    {ADD("http://x/${PATH+p}"), "", "from a>0, add-http http://x/p>0", ""}, /* PATH is always set */
    {ADD("http://x/$PATH"), "", "from a>0, add-http http://x/$PATH>0", ""},
    {ADD("\"http://x/$V\""), "", "from a>0, add-http http://x/$V>0", ""},
    {ADD("https://x/$V.git"), "", "from a>0, add-git https://x/$V.git>0", ""},
    {ADD("https://x/a.git#${V%.*}"), "", "from a>0, add-git https://x/a.git#${V%.*}>0", ""},
    {ADD("$V/x.tgz"), "", "from a>0", ""},
    {ADD("http://x/${V=}"), "", "from a>0", "3:5 warning expansion"},    /* wrong whatever it is */
    {ADD("http://x/${V#\\a}"), "", "from a>0", "3:5 warning expansion"}, /* a pattern too */
    {"FROM a\nENV A=$V B=x\nADD http://x/$A http://x/$B /", "",
     "from a>0, add-http http://x/$A>0, add-http http://x/x>0", ""},
    {"FROM a\nARG A=$V\nFROM a AS b\nENV A=$V\nFROM b\nADD http://x/$A /", "",
     "from a>0, from a>1, from 1>2, add-http http://x/$A>2", ""},
};

static void words(void **state) {
    (void)state;
    check(word_rows, COUNT(word_rows));
}

/* ---- whose config is outside ---- */

static const struct row base_rows[] = {
    {"FROM scratch\nADD http://x/$V /", "", "from scratch>0, add-http http://x/>0", ""},
    {"FROM scratch AS s\nFROM s\nADD http://x/$V /", "", "from scratch>0, from 0>1, add-http http://x/>1", ""},
    {"FROM a AS s\nFROM s\nADD http://x/$V /", "", "from a>0, from 0>1, add-http http://x/$V>1", ""},
    {"FROM a\nADD http://x/$V /", "build-context=a=dir", "from =a>0, add-http http://x/>0", ""},
    {"FROM a\nADD http://x/$V /", "build-context=a=https://x/y.tgz", "from https://x/y.tgz>0, add-http http://x/>0",
     ""},
    {"FROM a\nADD http://x/$V /", "build-context=a=docker-image://scratch", "from scratch>0, add-http http://x/>0", ""},
    {"FROM a\nADD http://x/$V /", "build-context=a=docker-image://b", "from b>0, add-http http://x/$V>0", ""},
    {"FROM scratch AS a\nFROM a\nADD http://x/$V /", "build-context=a=docker-image://b",
     "from b>0, from 0>1, add-http http://x/$V>1", ""},
};

static void bases(void **state) {
    (void)state;
    check(base_rows, COUNT(base_rows));
}

/* ---- what is wrong with scratch, and not with an image ---- */

static const char *const instructions[] = {
    "VOLUME $V",
    "STOPSIGNAL $V",
    "EXPOSE ${V}x",
    "USER ${V:?no}",
    "COPY --chmod=9$V x y",
    "ADD --checksum=x$V http://x/y /",
    "RUN --mount=target=. x",
    "RUN --mount=type=cache,target=/c,uid=$V x",
    "RUN --mount=type=cache,target=/c,sharing=q$V x",
    "RUN --mount=type=secret,id=$V x",
    "RUN --mount=type=bind,target=/m,ro=$V x",
    "RUN --mount=type=tmpfs,target=/m,size=$V x",
    "WORKDIR x/..\nRUN --mount=target=. x",
    "WORKDIR /$V\nRUN --mount=target=. x",
};

static const char *problem_with(const char *base, const char *instruction, sg_doc **doc) {
    struct arena arena = {0};
    *doc = document(arena_cstr(&arena, arena_printf(&arena, "FROM %s\n%s", base, instruction)), "");
    arena_free(&arena);
    return first_problem(*doc);
}

static void problems(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(instructions); i++) {
        sg_doc *doc;
        assert_row(instructions[i], problem_with("a", instructions[i], &doc), "");
        sg_free(doc);
        if (!*problem_with("scratch", instructions[i], &doc)) fail_msg("fine with scratch: %s", instructions[i]);
        sg_free(doc);
    }
}

/* Wrong whatever the image says. */
static const struct row certain_rows[] = {
    {"FROM a\nADD --checksum=x http://x/$V /", "", "from a>0, add-http http://x/$V>0", "2:5 warning copy-option"},
    {"FROM a\nADD --checksum=${V:-x} ./y /", "", "from a>0", "2:5 warning copy-option"},
    {"FROM a\nADD --checksum=$V ./y /", "", "from a>0", ""}, /* it may be empty */
    {"FROM a\nADD --checksum=x $V /", "", "from a>0", ""},   /* it may be a URL */
    {"FROM a\nRUN --mount=type=ssh,source=s$V x", "", "from a>0", "2:5 warning mount"},
    {"FROM a\nRUN --mount=type=ssh,source=$V x", "", "from a>0", ""},
    {"FROM a\nRUN --mount=type=secret,source=s$V,id=i x", "", "from a>0", "2:5 warning mount"},
    {"FROM a\nRUN --mount=type=secret,source=$V,id=i x", "", "from a>0", ""},
    {"FROM a\nCOPY http://x/$V /", "", "from a>0", "2:6 warning copy-source"},
};

static void certain(void **state) {
    (void)state;
    check(certain_rows, COUNT(certain_rows));
}

static const struct row directory_rows[] = {
    {"FROM a\nWORKDIR /w/..\nRUN --mount=target=. x", "", "from a>0", "3:5 warning mount"},
    {"FROM a\nWORKDIR /\nFROM b\nRUN --mount=target=/ x", "", "from a>0, from b>1", "4:5 warning mount"},
    {"FROM a AS b\nWORKDIR /\nFROM b\nRUN --mount=target=. x", "", "from a>0, from 0>1", "4:5 warning mount"},
    {"FROM --platform=windows/amd64 a\nWORKDIR c:\\\\w\nRUN --mount=target=.. x", "", "from a>0", "3:5 warning mount"},
    {"FROM --platform=windows/amd64 a\nRUN --mount=target=/ x", "", "from a>0", "2:5 warning mount"},
    {"FROM a\nWORKDIR w\nRUN --mount=target=.. x", "", "from a>0", ""},
};

static void directories(void **state) {
    (void)state;
    check(directory_rows, COUNT(directory_rows));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),   cmocka_unit_test(bases),       cmocka_unit_test(problems),
        cmocka_unit_test(certain), cmocka_unit_test(directories),
    };
    return cmocka_run_group_tests_name("outside", tests, arena_setup, arena_teardown);
}
