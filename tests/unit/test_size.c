/* From what the sources of sizes say to the sizes of stages, images and edges; and what is promised about them. */
#include "size_helper.h"

/*   python ─▶ base ─▶ app ─▶ http ◀┄ build ◀─ base        dev ◀─ base */
#define STORY                                                                                                          \
    "FROM python AS base\nRUN setup\n"                                                                                 \
    "FROM base AS app\nCOPY shared /shared\n"                                                                          \
    "FROM base AS build\nRUN install\n"                                                                                \
    "FROM app AS http\nCOPY --from=build /venv /venv\nCMD serve\n"                                                     \
    "# stagegraph: size=850MB\nFROM base AS dev\nRUN tools\n"

/* An image: "STAGE ID BASIS PLATFORM", layers from ID's letters, and its history, oldest first, a line each. */
struct image {
    const char *stage, *ref, *layers;
    sg_size_basis basis;
    int64_t total; /* 0: the sum */
    const char *history;
};

#define BASE "140 base\n10 RUN /bin/sh -c setup # buildkit\n"
#define HTTP                                                                                                           \
    BASE "1 COPY shared /shared # buildkit\n200 COPY /venv /venv # buildkit\n0 CMD [\"/bin/sh\" \"-c\" \"serve\"]\n"
#define DEV BASE "700 RUN /bin/sh -c tools # buildkit\n"

static const struct image http = {"http", "t:http", "abcd", SG_BASIS_FILES, 0, HTTP};
static const struct image dev = {"dev", "t:dev", "abe", SG_BASIS_FILES, 0, DEV};
static const struct image base = {"base", "t:base", "ab", SG_BASIS_FILES, 0, BASE};
static const struct image base_anew = {"base",         "t:base", "ax",
                                       SG_BASIS_FILES, 0,        "140 base\n11 RUN /bin/sh -c setup # buildkit\n"};
static const struct image base_on_disk = {"base",        "t:base", "",
                                          SG_BASIS_DISK, 0,        "140 base\n11 RUN /bin/sh -c setup # buildkit\n"};
static const struct image app_of_old = {
    "app", "t:app", "ax", SG_BASIS_FILES, 0, "140 base\n3 RUN /bin/sh -c setup # buildkit\n1 COPY shared /shared\n"};
static const struct image dev_of_new = {
    "dev",          "t:dev", "abe",
    SG_BASIS_FILES, 0,       "150 base\n10 RUN /bin/sh -c setup # buildkit\n700 RUN /bin/sh -c tools\n"};
static const struct image dev_unlike = {"dev", "t:dev", "abf", SG_BASIS_FILES, 0, BASE "700 RUN /bin/sh -c other\n"};
static const struct image dev_silent = {"dev", "t:dev", "abf", SG_BASIS_TAR, 777, ""};
static const struct image dev_nothing = {"dev", "t:dev", "abf", SG_BASIS_TAR, -1, ""};

static struct image_record *record_of(struct arena *arena, const struct image *image) {
    struct image_record *record = arena_one(arena, struct image_record);
    record->ref = str_from(image->ref);
    record->id = STR("sha256:1");
    record->platform = STR("linux/amd64");
    record->basis = image->basis;
    record->layer_count = strlen(image->layers);
    record->layers = arena_array(arena, sg_str, record->layer_count);
    for (size_t i = 0; i < record->layer_count; i++) record->layers[i] = (sg_str){image->layers + i, 1};
    read_history(arena, record, image->history);
    if (image->total) record->total = image->total;
    return record;
}

static void measure(void **state, sg_doc *doc, const struct image *const images[3]) {
    for (size_t i = 0; i < 3 && images[i]; i++)
        sizes_take_image(doc, stage_named(doc, images[i]->stage)->index, record_of(*state, images[i]));
    sizes_align(doc);
    sizes_settle(doc, STR("Docker Engine"));
}

static const char *shown(void **state, const sg_doc *doc) {
    struct arena *arena = *state;
    struct text out = {0};
    text_put(arena, &out, str_from(all_sizes(arena, doc)));
    for (size_t e = 0; e < doc->edges.count; e++)
        if (doc->edges.items[e].public.kind == SG_EDGE_COPY)
            put_size(arena, &out, "copy", &doc->edges.items[e].public.size);
    return text_of(state, text_str(&out));
}

static const struct {
    const char *options;
    const struct image *images[3];
    const char *sizes, *problems;
} rows[] = {
    {"", {NULL}, "base=? app=? build=? http=? dev=~850000000 |python=? copy=?", ""},
    /* one image tells the sizes of its parents, of the outside image and of what is copied */
    {"", {&http}, "base=150(+10) app=151(+1) build=? http=351(+200) dev=~850000000 |python=140 copy=200", ""},
    {"", {&http, &dev}, "base=150(+10) app=151(+1) build=? http=351(+200) dev=850(+700) |python=140 copy=200", ""},
    {"",
     {&http, &dev, &base},
     "base=150(+10) app=151(+1) build=? http=351(+200) dev=850(+700) |python=140 copy=200",
     ""},
    {"size=base=1MB",
     {&http},
     "base=~1000000 app=151(+1) build=? http=351(+200) dev=~850000000 |python=140 copy=200",
     ""},
    /* a parent that was built anew: the layers tell, or the sizes */
    {"",
     {&http, &base_anew},
     "base=151(+11) app=151(+1) build=? http=351 dev=~850000000 |python=140 copy=200",
     "7:1 warning size-stale"},
    {"",
     {&http, &app_of_old},
     "base=? app=144(+1) build=? http=351 dev=~850000000 |python=140 copy=200",
     "7:1 warning size-stale\n1:1 warning size-stale"},
    /* two images with different builds of what they share */
    {"",
     {&http, &dev_of_new},
     "base=? app=151(+1) build=? http=351(+200) dev=860(+700) |python=? copy=200",
     "1:1 warning size-stale\n1:1 warning size-stale"},
    /* no difference is ever made of numbers of two kinds */
    {"",
     {&http, &base_on_disk},
     "base=151(+11) app=151(+1) build=? http=351(+200) dev=~850000000 |python=140 copy=200",
     ""},
    /* a history of something else says nothing but the total, and what was added to the parent's image */
    {"", {&dev_unlike}, "base=? app=? build=? http=? dev=850 |python=? copy=?", "12:1 warning size-misfit"},
    {"",
     {&dev_unlike, &base},
     "base=150(+10) app=? build=? http=? dev=850(+700) |python=140 copy=?",
     "12:1 warning size-misfit"},
    {"", {&dev_silent, &base}, "base=150(+10) app=? build=? http=? dev=777 |python=140 copy=?", ""},
    {"", {&dev_nothing}, "base=? app=? build=? http=? dev=~850000000 |python=? copy=?", ""},
};

static void measured(void **state) {
    for (size_t i = 0; i < COUNT(rows); i++) {
        sg_doc *doc = document(STORY, rows[i].options);
        measure(state, doc, rows[i].images);
        const char *input = text_of(state, arena_printf(*state, "row %zu", i));
        assert_row(input, shown(state, doc), rows[i].sizes);
        assert_row(input, all_problems(doc), rows[i].problems);
        sg_free(doc);
    }
}

static void facts(void **state) {
    sg_doc *doc = document(STORY, "");
    measure(state, doc, (const struct image *const[3]){&http});
    const sg_size *own = &stage_named(doc, "http")->size, *parent = &stage_named(doc, "app")->size;
    assert_row("own", text_of(state, own->ref), "t:http");
    assert_row("own", text_of(state, own->image_id), "sha256:1");
    assert_row("parent", text_of(state, parent->ref), "t:http");
    assert_null(parent->image_id.ptr);
    assert_row("parent", text_of(state, parent->platform), "linux/amd64");
    assert_int_equal(parent->basis, SG_BASIS_FILES);
    assert_row("note", text_of(state, doc->size_note), "files in layers, Docker Engine, linux/amd64; ~ as declared");
    assert_int_equal(sg_instruction_at(stage_named(doc, "http"), 0)->size.total, 200);
    assert_true(sg_instruction_at(stage_named(doc, "http"), 1)->size.total < 0); /* CMD has no layer */
    assert_true(sg_instruction_at(stage_named(doc, "build"), 0)->size.total < 0);
    sg_free(doc);
}

/* ---- edges ---- */

#define ADDS                                                                                                           \
    "FROM scratch AS a\nADD https://example.com/x /x\nADD https://example.com/y https://example.com/z /y/\n"           \
    "COPY --from=alpine /a /b\nCOPY --from=alpine /c /d\n"

static void edges(void **state) {
    static const struct image image = {"a",
                                       "t:a",
                                       "",
                                       SG_BASIS_FILES,
                                       0,
                                       "5 ADD https://example.com/x /x # buildkit\n"
                                       "6 ADD https://example.com/y https://example.com/z /y/ # buildkit\n"
                                       "7 COPY /a /b # buildkit\n8 COPY /c /d # buildkit\n"};
    sg_doc *doc = document(ADDS, "");
    measure(state, doc, (const struct image *const[3]){&image});
    struct text out = {0};
    for (size_t e = 0; e < sg_edge_count(doc); e++)
        put_size(*state, &out, text_of(state, sg_edge_at(doc, e)->source), &sg_edge_at(doc, e)->size);
    assert_row("edges", text_of(state, text_str(&out)),
               "scratch=? https://example.com/x=5 https://example.com/y=? https://example.com/z=? alpine=15");
    sg_free(doc);
}

/* ---- registries and the build context ---- */

static void other_sources(void **state) {
    sg_doc *doc = document(STORY, "");
    struct image_record record = {.ref = STR("python"), .total = 45, .basis = SG_BASIS_COMPRESSED};
    sizes_take_registry(doc, 0, &record);
    static int64_t none[2];
    static const struct context_bound bound = {7, 7, none};
    doc->sizes[0].bound = doc->sizes[4].bound = &bound;
    sizes_settle(doc, STR(""));
    assert_row("both", shown(state, doc), "base=>=7 app=? build=? http=? dev=~850000000 |python=registry 45 copy=?");
    measure(state, doc, (const struct image *const[3]){&http});
    assert_row("measured", shown(state, doc), /* and the outside image keeps what it has, in its basis */
               "base=150(+10) app=151(+1) build=? http=351(+200) dev=~850000000 |python=140 copy=200");
    sg_free(doc);
}

/* ---- what is promised ---- */

#define STATED "# stagegraph: size=100MB\nFROM scratch AS a\nCOPY x /x\nFROM scratch AS b\nCOPY y /y\n"
#define HUNDRED "100000000 COPY x /x # buildkit\n"

static const struct {
    const char *options, *history, *problems;
} promises[] = {
    {"", "100000000 COPY x /x\n", ""},
    {"", "105000000 COPY x /x\n", ""}, /* 5 % of what is stated */
    {"", "105000001 COPY x /x\n", "1:20 warning size-differs"},
    {"", "95000000 COPY x /x\n", ""},
    {"", "94999999 COPY x /x\n", "1:20 warning size-differs"},
    {"check-sizes", "94999999 COPY x /x\n", "1:20 error size-differs"},
    {"check-sizes size-tolerance=6", "94999999 COPY x /x\n", ""},
    {"check-sizes size-tolerance=0", "100000001 COPY x /x\n", "1:20 error size-differs"},
    {"check-sizes", "", "1:20 error size-unchecked"},
    {"size=a=200MB", HUNDRED, "0:0 warning size-differs"},
    {"budget=a=100MB", HUNDRED, ""},
    {"budget=a=99.9MB", HUNDRED, "0:0 error budget"},
    {"budget=0=1B budget=A=1B", HUNDRED, "0:0 error budget\n0:0 error budget"},
    {"budget=b=1GB", HUNDRED, "0:0 error budget"},                /* unknown */
    {"budget=total=1GB", HUNDRED, "0:0 error budget"},            /* so is the sum */
    {"budget=total=1GB size=b=1MB", HUNDRED, "0:0 error budget"}, /* measured and declared */
    {"budget=total=1GB target=a", HUNDRED, ""},
    {"budget=total=99MB target=a", HUNDRED, "0:0 error budget"},
    {"budget=total=101MB size=b=1MB size=a=100MB", HUNDRED, ""},
    {"budget=total=100MB size=b=1MB size=a=100MB", HUNDRED, "0:0 error budget"},
    {"budget=c=1", HUNDRED, "0:0 error size-stage"},
};

static void promised(void **state) {
    for (size_t i = 0; i < COUNT(promises); i++) {
        struct image image = {"a", "t:a", "", SG_BASIS_FILES, 0, promises[i].history};
        sg_doc *doc = document(STATED, promises[i].options);
        measure(state, doc, (const struct image *const[3]){promises[i].history[0] ? &image : NULL});
        assert_int_equal(sg_check_sizes(doc), SG_OK);
        const char *input = text_of(state, arena_printf(*state, "%s: %s", promises[i].options, promises[i].history));
        assert_row(input, all_problems(doc), promises[i].problems);
        sg_free(doc);
    }
}

/* A lower bound can exceed a budget, but it cannot keep it. */
static void bounds(void **state) {
    sg_doc *doc = document(STATED, "budget=b=10B budget=b=5B budget=total=1B size=a=1B");
    static int64_t copy[1] = {7};
    static const struct context_bound bound = {7, 7, copy};
    doc->sizes[1].bound = &bound;
    measure(state, doc, (const struct image *const[3]){NULL});
    sg_check_sizes(doc);
    assert_int_equal(sg_instruction_at(sg_stage_at(doc, 1), 0)->size.method, SG_SIZE_CONTEXT);
    assert_row("bound", all_problems(doc), "0:0 error budget\n0:0 error budget\n0:0 error budget");
    sg_free(doc);
}

/* ---- which image is whose ---- */

static const struct {
    const char *options, *wishes, *problems;
} wished[] = {
    {"", "", ""},
    {"image=base=x", "base x!", ""},
    {"image=4=x image=BASE=y:z@w", "base y:z@w! dev x!", ""},
    {"image=base=x image=base=y=z", "base y=z!", ""}, /* the last one counts */
    {"image=bass=x image=dev=y", "dev y!", "0:0 error size-stage"},
    {"image-template=app:{stage}", "base app:base app app:app build app:build http app:http dev app:dev", ""},
    {"image-template={stage}/x-{stage} target=app", "base base/x-base app app/x-app", ""},
    {"image-template=a:{stage} image=http=b target=http", "http b! base a:base app a:app build a:build", ""},
};

static void wishes_of(void **state) {
    for (size_t i = 0; i < COUNT(wished); i++) {
        sg_doc *doc = document(STORY, wished[i].options);
        struct size_wishes wishes = sizes_wishes(doc);
        struct text out = {0};
        for (size_t w = 0; w < wishes.count; w++) {
            const struct size_wish *wish = &wishes.items[w];
            text_put(*state, &out,
                     arena_printf(*state, "%s%.*s %.*s%s", out.len ? " " : "",
                                  STR_ARG(sg_stage_at(doc, wish->stage)->name), STR_ARG(wish->ref),
                                  wish->named ? "!" : ""));
        }
        assert_row(wished[i].options, text_of(state, text_str(&out)), wished[i].wishes);
        assert_row(wished[i].options, all_problems(doc), wished[i].problems);
        sg_free(doc);
    }
}

static void called(void **state) {
    sg_str names[] = {STR("docker.io/library/app:latest"), STR("tag")};
    struct image_record image = {.names = names, .name_count = 2, .id = STR("sha256:0123")};
    static const char *const good[] = {"app", "app:latest",  "library/app", "docker.io/library/app:latest",
                                       "tag", "sha256:0123", "0123"};
    static const char *const bad[] = {"ap", "app:1", "other/app", "ta", "012", "", "latest", "APP"};
    struct image_index index = {0};
    image_index_add(*state, &index, &image, 7);
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_non_null(image_index_find(*state, &index, str_from(good[i])));
        assert_int_equal(*image_index_find(*state, &index, str_from(good[i])), 7);
    }
    for (size_t i = 0; i < COUNT(bad); i++) assert_null(image_index_find(*state, &index, str_from(bad[i])));
}

/* ---- in words ---- */

static void words(void **state) {
    static const struct {
        sg_size size;
        const char *text, *full;
    } table[] = {
        {{.total = -1}, "", ""},
        {{359983572, 210000000, SG_SIZE_MEASURED, SG_BASIS_FILES, BYTES("app:http"), {0}, {0}},
         "360 MB (+210 MB)",
         "359,983,572 bytes of files, 210,000,000 of them added here, measured in app:http"},
        {{1000, 0, SG_SIZE_MEASURED, SG_BASIS_TAR, BYTES("a"), {0}, {0}},
         "1 kB",
         "1,000 bytes of layers as tar, 0 of them added here, measured in a"},
        {{1000, 1000, SG_SIZE_MEASURED, SG_BASIS_DISK, BYTES("a"), {0}, {0}},
         "1 kB",
         "1,000 bytes on disk, measured in a"},
        {{3000000000, -1, SG_SIZE_MEASURED, SG_BASIS_FILES, BYTES("a"), {0}, {0}},
         "3 GB",
         "3,000,000,000 bytes of files, measured in a"},
        {{150000000, -1, SG_SIZE_DECLARED, SG_BASIS_NONE, {0}, {0}, {0}},
         "~150 MB declared",
         "150,000,000 bytes, declared"},
        {{45, -1, SG_SIZE_REGISTRY, SG_BASIS_COMPRESSED, BYTES("a"), {0}, {0}},
         "45 B compressed",
         "45 bytes compressed, told by its registry"},
        {{700000, -1, SG_SIZE_CONTEXT, SG_BASIS_FILES, {0}, {0}, {0}},
         "\xE2\x89\xA5 700 kB",
         "at least 700,000 bytes of files, copied from the build context"},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct text plain = {0};
        sg_str text = size_text(*state, &table[i].size);
        for (size_t at; (at = str_find_str(text, STR("\xC2\xA0"))) < text.len; text = str_skip(text, at + 2)) {
            text_put(*state, &plain, str_slice(text, 0, at));
            text_put(*state, &plain, STR(" "));
        }
        assert_false(str_has(text, ' ')); /* it never wraps */
        text_put(*state, &plain, text);
        assert_row("text", text_of(state, text_str(&plain)), table[i].text);
        assert_row("full", text_of(state, size_in_full(*state, &table[i].size)), table[i].full);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measured),      cmocka_unit_test(facts),    cmocka_unit_test(edges),
        cmocka_unit_test(other_sources), cmocka_unit_test(promised), cmocka_unit_test(bounds),
        cmocka_unit_test(wishes_of),     cmocka_unit_test(called),   cmocka_unit_test(words),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
