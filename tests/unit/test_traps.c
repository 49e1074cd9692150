/* Where other drawing tools go wrong, each by its name; then targets, reachability and named build contexts. */
#include "helper.h"

/* ---- one row per trap ---- */

static const struct {
    const char *name, *text, *edges;
} traps[] = {
    {"a stage named like its base", "FROM x AS x", "from x>0"},
    {"case of COPY --from", "FROM a AS Build\nFROM b\nCOPY --from=BUILD x y", "from a>0, from b>1, copy 0>1"},
    {"$REG inside $REGISTRY", "ARG REG=no\nARG REGISTRY=ghcr.io\nFROM $REGISTRY/a", "from ghcr.io/a>0"},
    {"default value", "FROM alpine:${TAG:-3.20}", "from alpine:3.20>0"},
    {"suffix removal", "ARG V=3.20.1\nFROM alpine:${V%.*}", "from alpine:3.20>0"},
    {"stage by platform", "FROM a AS build-amd64\nFROM a AS build-arm64\nFROM build-${TARGETARCH}",
     "from a>0, from a>1, from 0>2"},
    {"two ARGs on one line", "ARG A=x B=$A-y\nFROM $B", "from x-y>0"},
    {"ARG again: the last one wins", "ARG A=x\nARG A=y\nFROM $A", "from y>0"},
    {"quoted ARG", "ARG A=\"x:1\" B='-$A'\nFROM $A$B", "from x:1-$A>0"},
    {"a name used twice", "FROM a AS x\nFROM b AS x\nFROM x\nCOPY --from=x p q",
     "from a>0, from b>1, from 1>2, copy 1>2"},
    {"forward FROM is an image", "FROM later\nFROM a AS later", "from later>0, from a>1"},
    {"ONBUILD", "FROM a AS p\nONBUILD COPY --from=i x y\nFROM p", "from a>0, from 0>1, copy i>1"},
    {"from= inside a target", "FROM i AS a\nFROM i\nRUN --mount=from=a,target=/opt/from=a/y x",
     "from i>0, from i>1, mount 0>1"},
    {"only a target", "FROM i AS a\nFROM i\nRUN --mount=target=/opt/from=a/y x", "from i>0, from i>1"},
    {"mount from=0", "FROM a AS b\nFROM c\nRUN --mount=from=0,target=/m x", "from a>0, from c>1, mount 0>1"},
    {"COPY before FROM", "COPY --from=a x y\nFROM b", "from b>0"},
    {"one edge per pair", "FROM a AS b\nFROM c\nCOPY --from=b 1 2\nCOPY --from=b 3 4", "from a>0, from c>1, copy 0>1"},
    {"COPY --from=$SRC", "ARG SRC=a\nFROM b\nCOPY --from=$SRC x y", "from b>0"},
    {"COPY in a comment", "FROM a AS b\nFROM c\n# COPY --from=b x y\nRUN x \\\n# COPY --from=b\n y",
     "from a>0, from c>1"},
    {"FROM in a heredoc", "FROM a\nRUN <<EOF\nFROM b\nCOPY --from=c x y\nEOF", "from a>0"},
    {"FROM in lower case", "from a as b\nfrom b", "from a>0, from 0>1"},
};

static void trap_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(traps); i++) {
        sg_doc *doc = document(traps[i].text, "");
        assert_row(traps[i].name, all_edges(doc), traps[i].edges);
        sg_free(doc);
    }
}

/* Mount from=0 is image 0, not stage 0: the text alone does not tell. */
static void mount_of_image_zero(void **state) {
    (void)state;
    sg_doc *doc = document("FROM a\nFROM c\nRUN --mount=from=0,target=/m x", "");
    assert_int_equal(sg_edge_at(doc, 2)->source_kind, SG_SOURCE_IMAGE);
    sg_free(doc);
    doc = document("FROM a\nFROM 0", "");
    assert_int_equal(sg_edge_at(doc, 1)->source_kind, SG_SOURCE_IMAGE);
    sg_free(doc);
}

/* A cycle is an error, not a picture without a word. */
static void cycle_is_told(void **state) {
    (void)state;
    sg_doc *doc = document("FROM i AS a\nCOPY --from=a x y", "");
    assert_string_equal(first_problem(doc), "cycle: circular dependency detected on stage: a");
    sg_free(doc);
    doc = document("FROM i\nCOPY --from=0 x y", "");
    assert_string_equal(first_problem(doc), "cycle: circular dependency detected on stage: stage-0");
    sg_free(doc);
}

/* RUN sees no global argument: its text stays as it is written. */
static void run_text(void **state) {
    sg_doc *doc = document("ARG V=1\nFROM a\nRUN echo $V", "");
    assert_string_equal(text_of(state, sg_instruction_at(sg_stage_at(doc, 0), 0)->text), "RUN echo $V");
    sg_free(doc);
}

/* ---- arguments and environment inside stages ---- */

static const struct {
    const char *text, *options, *edges; /* of the ADD, which shows a value */
} values[] = {
    {"ARG V=1\nFROM scratch\nADD http://x/$V /", "", "http://x/"}, /* a global is not seen until it is declared */
    {"ARG V=1\nFROM a\nARG V\nADD http://x/$V /", "", "http://x/1"},
    {"ARG V=1\nFROM a\nARG V=2\nADD http://x/$V /", "", "http://x/2"},
    {"ARG V=1\nFROM a\nARG V=2\nADD http://x/$V /", "build-arg=V=3", "http://x/3"},
    {"FROM scratch\nARG V=${W:-w}\nADD http://x/$V /", "", "http://x/w"},
    {"FROM a\nARG V=$W\nADD http://x/$V /", "build-arg=V=$W", "http://x/$W"}, /* a build argument is taken as it is */
    {"FROM scratch\nADD http://x/$V /", "build-arg=V=3", "http://x/"},
    {"FROM a\nARG V=1\nENV V=2\nADD http://x/$V /", "", "http://x/2"},
    {"FROM a\nENV V=2\nARG V=1\nADD http://x/$V /", "", "http://x/1"},  /* the last writer wins */
    {"FROM scratch\nENV A=1 B=$A\nADD http://x/$B /", "", "http://x/"}, /* all words see the state before */
    {"FROM a\nARG A=1 B=$A\nADD http://x/$B /", "", "http://x/1"},      /* but those of ARG see each other */
    {"FROM a AS p\nENV V=1\nFROM p\nADD http://x/$V /", "", "http://x/1"},
    {"FROM a AS p\nARG V=1\nFROM p\nADD http://x/$V /", "", "http://x/1"},
    {"FROM a AS p\nENV V=1\nARG V=2\nFROM p\nADD http://x/$V /", "", "http://x/1"}, /* ENV is the image's */
    {"FROM a\nARG TARGETARCH\nADD http://x/$TARGETARCH /", "platform=linux/arm64", "http://x/arm64"},
    {"FROM scratch\nADD http://x/$TARGETARCH /", "platform=linux/arm64", "http://x/"},
    {"FROM a\nENV K=1 V='a b'\nADD [\"http://x/$V\", \"/\"]", "", "http://x/a b"},
    {"FROM a\nENV V 1 2\nADD [\"http://x/$V\", \"/\"]", "", "http://x/1 2"},
    {"# escape=`\nFROM a\nENV V=`$W\nADD http://x/$V /", "", "http://x/$W"},
};

static void value_rows(void **state) {
    for (size_t i = 0; i < COUNT(values); i++) {
        sg_doc *doc = document(values[i].text, values[i].options);
        const sg_edge *last = sg_edge_at(doc, sg_edge_count(doc) - 1);
        assert_row(values[i].text, text_of(state, last->source), values[i].edges);
        sg_free(doc);
    }
}

/* ---- targets ---- */

#define FOUR "FROM i AS a\nFROM a AS b\nFROM i AS c\nFROM i AS d\nCOPY --from=c x y\n"

/* Per stage: r reachable, f final, t target; "-" none of them. */
static const struct {
    const char *text, *options, *marks, *problems;
} targets[] = {
    {FOUR, "", "r rf r rft", ""},
    {FOUR, "target=b", "r rft - -", ""},
    {FOUR, "target=D", "- - r rft", ""},
    {FOUR, "target=D verbose", "- - r rft", "1:1 note unused-stage\n2:1 note unused-stage"},
    {FOUR, "target=a target=c", "rft - rft -", ""},
    {FOUR, "target=a target=b", "rft rft - -", ""},
    {FOUR, "target=x", "r rf r rft", "0:0 error unknown-target"},
    {FOUR, "target=0", "r rf r rft", "0:0 error unknown-target"}, /* no index */
    {"FROM i AS a\nFROM j AS a\nFROM k AS b", "target=a", "- rft -", ""},
    {"FROM i AS a\nFROM i AS p\nONBUILD COPY --from=a x y\nFROM p AS c", "target=c", "r r rft", ""},
    {"FROM i AS a\nFROM i\nRUN --mount=from=a,target=/m x", "", "r rft", ""},
    {"FROM i AS a\nCOPY --from=a x y", "", "rft", "2:1 error cycle"},
};

static const char *marks_of(sg_doc *doc) {
    struct text out = {0};
    for (size_t i = 0; i < sg_stage_count(doc); i++) {
        const sg_stage *stage = sg_stage_at(doc, i);
        const char *none = stage->is_reachable || stage->is_final || stage->is_target ? "" : "-";
        text_put(&doc->arena, &out,
                 arena_printf(&doc->arena, "%s%s%s%s%s", i ? " " : "", none, stage->is_reachable ? "r" : "",
                              stage->is_final ? "f" : "", stage->is_target ? "t" : ""));
    }
    return arena_cstr(&doc->arena, text_str(&out));
}

static void target_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(targets); i++) {
        sg_doc *doc = document(targets[i].text, targets[i].options);
        const char *input =
            arena_cstr(&doc->arena, arena_printf(&doc->arena, "%s%s", targets[i].text, targets[i].options));
        assert_row(input, marks_of(doc), targets[i].marks);
        assert_row(input, all_problems(doc), targets[i].problems);
        sg_free(doc);
    }
}

static void target_texts(void **state) {
    (void)state;
    sg_doc *doc = document("FROM i AS build", "target=biuld");
    assert_string_equal(first_problem(doc),
                        "unknown-target: target stage \"biuld\" could not be found (did you mean build?)");
    sg_free(doc);
    doc = document("FROM x:$TARGETSTAGE AS a\nFROM i", "target=A");
    assert_string_equal(all_edges(doc), "from x:A>0, from i>1"); /* as it was typed */
    sg_free(doc);
}

/* ---- named contexts ---- */

static const struct {
    const char *text, *options, *edges, *problems;
} contexts[] = {
    {"FROM a AS b\nRUN x\nFROM b", "build-context=b=docker-image://i:1", "from i:1>0, from 0>1", ""},
    {"FROM a AS b\nFROM b", "build-context=B=../dir", "from a>0, from 0>1", "0:0 warning context-name"},
    {"FROM a AS b\nFROM b", "build-context=b=../dir", "from =b>0, from 0>1", ""},
    {"FROM a AS b\nFROM b", "build-context=b=https://x/y.git", "from https://x/y.git>0, from 0>1", ""},
    {"FROM a AS b\nCOPY --from=c x y\nFROM b", "build-context=b=dir", "from =b>0, from 0>1",
     ""}, /* nothing else of it */
    {"FROM a", "build-context=a=dir", "from =a>0", ""},
    {"FROM a:latest", "build-context=a=dir", "from =a>0", ""},
    {"FROM docker.io/library/a", "build-context=a:latest=dir", "from =a>0", ""},
    {"FROM a:1", "build-context=a=dir", "from a:1>0", ""},
    {"FROM a\nCOPY --from=c x y", "build-context=c=docker-image://i", "from a>0, copy i>0", ""},
    {"FROM a\nRUN --mount=from=c,target=/m x", "build-context=c=git://x/y", "from a>0, mount git://x/y>0", ""},
    {"FROM scratch", "build-context=scratch=dir", "from scratch>0", ""},
    {"FROM a AS scratch\nFROM scratch", "build-context=scratch=dir", "from a>0, from 0>1", ""},
    {"FROM a AS b\nONBUILD COPY --from=i x y\nFROM b", "build-context=b=dir", "from =b>0, from 0>1, copy i>1", ""},
    {"FROM $NOPE AS b\nFROM b", "build-context=b=dir", "from =b>0, from 0>1", "1:6 warning base-blank"},
    {"FROM a AS b\nCOPY --from=b x y", "build-context=b=dir", "from =b>0", "2:1 error cycle"},
    {"FROM a\nCOPY --from=c x y\nFROM d AS c", "build-context=c=dir", "from a>0, copy 1>0, from =c>1", ""},
    {"FROM a AS b\nFROM c AS d", "build-context=b=docker-image://A target=d", "from A>0, from c>1",
     ""}, /* not loaded */
    {"FROM a", "build-context=a=docker-image://A", "from A>0", "0:0 warning context-value"},
};

static void context_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(contexts); i++) {
        sg_doc *doc = document(contexts[i].text, contexts[i].options);
        assert_row(contexts[i].text, all_edges(doc), contexts[i].edges);
        assert_row(contexts[i].text, all_problems(doc), contexts[i].problems);
        sg_free(doc);
    }
    sg_doc *doc = document("FROM a AS b\nFROM b", "build-context=b=dir");
    assert_true(sg_stage_at(doc, 0)->replaced && !sg_stage_at(doc, 1)->replaced);
    sg_free(doc);
}

/* ---- images ---- */

static void images(void **state) {
    sg_doc *doc = document("ARG V=1\nFROM --platform=arm64 a:$V\nFROM scratch\nFROM a:1\nCOPY --from=b x y", "");
    static const char *const expected[] = {"a:1 a:$V linux/arm64 0", "scratch scratch (null) 1", "b b linux/amd64 0"};
    assert_int_equal(sg_image_count(doc), COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        const sg_image *image = sg_image_at(doc, i);
        sg_str got = arena_printf(*state, "%.*s %.*s %s %d", STR_ARG(image->ref), STR_ARG(image->raw),
                                  text_of(state, image->platform), image->scratch);
        assert_string_equal(text_of(state, got), expected[i]);
    }
    sg_free(doc);
}

/* A --from that is taken for an image, where a stage is called almost so. */
static const struct {
    const char *text, *options, *problems;
} near[] = {
    {"FROM i AS build\nFROM j\nCOPY --from=biuld x y", "", "3:6 note near-stage"},
    {"FROM i AS build\nFROM j\nRUN --mount=from=buidl,target=/m x", "", "3:5 note near-stage"},
    {"FROM i AS build\nFROM j\nCOPY --from=Biuld x y", "", "3:6 warning invalid-reference\n3:6 note near-stage"},
    {"FROM i AS build\nFROM j\nCOPY --from=biuld x y\nCOPY --from=biuld z y", "", "3:6 note near-stage"}, /* once */
    {"FROM i AS build\nFROM j\nCOPY --from=biuld:1 x y", "", ""},
    {"FROM i AS build\nFROM j\nCOPY --from=x.io/biuld x y", "", ""},
    {"FROM i AS build\nFROM j\nCOPY --from=biuld x y", "build-context=biuld=dir", ""},
    {"FROM node AS nodes\nFROM j\nCOPY --from=node x y", "", ""}, /* an image on purpose */
    {"FROM i AS build\nFROM j\nCOPY --from=nginx x y", "", ""},
    {"FROM i AS build\nFROM biuld", "", ""}, /* a base is mostly an image */
};

static void near_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(near); i++) {
        sg_doc *doc = document(near[i].text, near[i].options);
        assert_row(near[i].text, all_problems(doc), near[i].problems);
        sg_free(doc);
    }
    sg_doc *doc = document(near[0].text, "");
    assert_string_equal(first_problem(doc), "near-stage: no stage is called \"biuld\", so this is an image; there is a "
                                            "stage \"build\"");
    sg_free(doc);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trap_rows),    cmocka_unit_test(mount_of_image_zero), cmocka_unit_test(cycle_is_told),
        cmocka_unit_test(run_text),     cmocka_unit_test(value_rows),          cmocka_unit_test(target_rows),
        cmocka_unit_test(target_texts), cmocka_unit_test(context_rows),        cmocka_unit_test(images),
        cmocka_unit_test(near_rows),
    };
    return cmocka_run_group_tests_name("traps", tests, arena_setup, arena_teardown);
}
