/* Lower bounds from the build context: which files COPY and ADD bring into a stage. */
#include "helper.h"

#include "size/context.h"

#include <stdlib.h>

/* "path=bytes", blank-separated, in no order. */
static struct folder folder_from(struct arena *arena, const char *files) {
    LIST(struct folder_file) found = {0};
    for (sg_str rest = str_from(files), file, size; rest.len;) {
        str_cut(rest, ' ', &file, &rest);
        struct folder_file *added = &LIST_ADD(arena, &found);
        str_cut(file, '=', &added->path, &size);
        added->size = strtoll(arena_cstr(arena, size), NULL, 10);
    }
    return (struct folder){found.items, found.count, found.capacity};
}

/* "1+1,2 0+5": total+instructions of each stage, the last first. */
static const char *shown(struct arena *arena, const sg_doc *doc, const struct context_bound *bounds) {
    struct text out = {0};
    for (size_t s = sg_stage_count(doc); s-- > 0;) {
        text_put(arena, &out, arena_printf(arena, "%lld", (long long)bounds[s].total));
        for (size_t i = 0; i < sg_stage_at(doc, s)->instruction_count; i++)
            text_put(arena, &out, arena_printf(arena, "%c%lld", i ? ',' : '=', (long long)bounds[s].instructions[i]));
        if (s) text_put(arena, &out, STR(" "));
    }
    return arena_cstr(arena, text_str(&out));
}

struct row {
    const char *text, *expected;
};

#define FILES                                                                                                          \
    "src/main.c=100 src/lib/a.c=20 src/lib/b.h=3 README.md=7 docs/index.md=50 docs/img/a.png=4000 src2/x=900 "         \
    "rootfs.tar.gz=10000 pkg/one/package.json=11 pkg/two/package.json=12 pkg/two/deep/package.json=13 a=1 "            \
    "a.c=2 [x]=600"

static void check(void **state, const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        sg_doc *doc = document(rows[i].text, "");
        struct folder folder = folder_from(*state, FILES);
        assert_row(rows[i].text, shown(*state, doc, context_bounds(*state, doc, &folder, &(bool){0})),
                   rows[i].expected);
        sg_free(doc);
    }
}

static const struct row source_rows[] = {
    {"FROM x\nCOPY README.md /", "7=7"},
    {"FROM x\nCOPY ./README.md docs/img/a.png /y/", "4007=4007"},
    {"FROM x\nCOPY src /y", "123=123"}, /* and nothing of src2 */
    {"FROM x\nCOPY src/ /y", "123=123"},
    {"FROM x\nCOPY /src/lib/. /y", "23=23"},
    {"FROM x\nCOPY ../../src/../docs /y", "4050=4050"}, /* never leaves the context */
    {"FROM x\nCOPY . /y", "15719=15719"},
    {"FROM x\nCOPY / /y", "15719=15719"},
    {"FROM x\nCOPY nothing READ* /y/", "7=7"},
    {"FROM x\nCOPY nothing /y", "0=0"},
    {"FROM x\nCOPY a /y", "1=1"}, /* not a.c */
    {"FROM x\nCOPY [\"src/lib\", \"/y\"]", "23=23"},
    {"FROM x\nARG D=docs\nCOPY $D/index.md /y", "50=0,50"},
    {"FROM x\nCOPY src/main.c a /y\nRUN z\nADD a /y", "102=101,0,1"},
    /* patterns: as many names as they have, and what is below */
    {"FROM x\nCOPY * /y/", "15719=15719"},
    {"FROM x\nCOPY *.md /y/", "7=7"},
    {"FROM x\nCOPY */*.md /y/", "50=50"},
    {"FROM x\nCOPY s?c[0-9] /y/", "900=900"},
    {"FROM x\nCOPY src/l* /y/", "23=23"},
    {"FROM x\nCOPY src/*/[ab].? /y/", "23=23"},
    {"FROM x\nCOPY [x] /y/", "0=0"},
    {"FROM x\nCOPY [\"\\\\[x]\", \"/y/\"]", "0=0"}, /* a literal path keeps its escape, so nothing is of that name */
    {"FROM x\nCOPY [\"[[]x]\", \"/y/\"]", "600=600"},
    {"FROM x\nCOPY [\"[\", \"/y/\"]", "0=0"},
    /* what lands on one name counts once, the last */
    {"FROM x\nCOPY pkg/*/package.json /y/", "12=12"},
    {"FROM x\nCOPY a a /y/", "1=1"},
    {"FROM x\nCOPY src src/lib /y/", "146=146"},
    {"FROM x\nCOPY pkg/one pkg/two /y/", "25=25"},
};

static void sources(void **state) {
    check(state, source_rows, COUNT(source_rows));
}

static const struct row flag_rows[] = {
    {"FROM x\nCOPY --exclude=*.md . /y/", "15712=15712"},
    {"FROM x\nCOPY --exclude=**/*.md --exclude=docs/img . /y/", "11662=11662"},
    {"FROM x\nCOPY --exclude=img docs /y/", "50=50"},     /* below the source */
    {"FROM x\nCOPY --exclude=*.md README.md /y/", "7=7"}, /* not asked about a source itself */
    {"FROM x\nCOPY --exclude=* --exclude=!*.c src /y/", "100=100"},
    {"FROM x\nCOPY --exclude=[ src /y/", "0=0"},
    {"FROM x\nCOPY --parents pkg/*/package.json /y/", "23=23"},
    {"FROM x\nCOPY --parents pkg/**/package.json /y/", "36=36"},
    {"FROM x\nCOPY --parents pkg/./*/package.json /y/", "23=23"},
    {"FROM x\nCOPY --parents pkg/two/./deep src/lib /y/", "36=36"},
    {"FROM x\nCOPY --parents --exclude=**/*.h src/lib /y/", "20=20"},
    {"FROM x\nCOPY --parents=false src/lib /y/", "23=23"},
    {"FROM x\nCOPY --from=z src /y", "0=0"},
    {"FROM x\nCOPY --from= src /y", "123=123"},
    {"FROM x\nADD https://example.com/src git@example.com:src README.md /y/", "7=7"},
    /* ADD unpacks what it is given by name, COPY never does */
    {"FROM x\nADD rootfs.tar.gz /", "0=0"},
    {"FROM x\nADD *.gz README.md /y/", "7=7"},
    {"FROM x\nADD --unpack=false rootfs.tar.gz /", "10000=10000"},
    {"FROM x\nADD . /y/", "15719=15719"},
    {"FROM x\nCOPY rootfs.tar.gz /", "10000=10000"},
};

static void flags(void **state) {
    check(state, flag_rows, COUNT(flag_rows));
}

static const struct row heredoc_rows[] = {
    {"FROM x\nCOPY <<EOF /y\n12345\nEOF", "6=6"},
    {"FROM x\nCOPY <<-EOF /y\n\t\t12345\n\t\n\tEOF", "7=7"},
    {"FROM x\nARG A=123456789\nCOPY <<A <<'B' a /y/\n$A\nA\n$A\nB", "14=0,14"},
    {"FROM x\nADD <<EOF /y\nEOF", "0=0"},
    {"FROM x\nRUN <<EOF\n12345\nEOF", "0=0"},
};

static void heredocs(void **state) {
    check(state, heredoc_rows, COUNT(heredoc_rows));
}

static const struct row stage_rows[] = {
    {"FROM x AS p\nCOPY a /y\nFROM p\nCOPY README.md /y\nFROM p", "1 8=7 1=1"},
    {"FROM x AS p\nONBUILD COPY src /y\nCOPY a /y\nFROM p\nCOPY README.md /y", "131=7 1=0,1"},
    {"FROM x\nCOPY ${X /y", "0=0"},
    {"FROM x\nCOPY a", "0=0"},
    {"", ""},
};

static void stages(void **state) {
    check(state, stage_rows, COUNT(stage_rows));
}

/* A replaced stage runs nothing; no file, no size; sums that are out of range stay at the top of it. */
static void borders(void **state) {
    sg_doc *doc = document("FROM x AS p\nCOPY . /y\nFROM p\nCOPY . /y", "build-context=p=docker-image://z");
    struct folder folder = folder_from(*state, "a=1 b=9223372036854775807 c=-5"), empty = {0};
    assert_row("", shown(*state, doc, context_bounds(*state, doc, &empty, &(bool){0})), "0=0 0=0");
    assert_row("", shown(*state, doc, context_bounds(*state, doc, &folder, &(bool){0})),
               "9223372036854775807=9223372036854775807 0=0");
    sg_free(doc);
}

/* The time that one Dockerfile gets: what is behind it is not known, but ends. */
static void hostile(void **state) {
    enum { FILE_COUNT = 20000, LINES = 2000 };
    struct folder folder = {arena_array(*state, struct folder_file, FILE_COUNT), FILE_COUNT, FILE_COUNT};
    struct text text = {0};
    text_put(*state, &text, STR("FROM x\nCOPY f1* /y/\n"));
    for (int i = 0; i < FILE_COUNT; i++) folder.files[i] = (struct folder_file){arena_printf(*state, "f%d", i), 1};
    for (int i = 0; i < LINES; i++) text_put(*state, &text, STR("COPY *f*f*f*f*f* *1*2*3*4 /y/\n"));
    text_put(*state, &text, STR("COPY . /y/\n"));
    sg_doc *doc = document_of(text_str(&text), "");
    const struct context_bound *bounds = context_bounds(*state, doc, &folder, &(bool){0});
    assert_int_equal(bounds[0].instructions[0], 11111);
    assert_int_equal(bounds[0].instructions[LINES], 0);
    assert_int_equal(bounds[0].instructions[LINES + 1], FILE_COUNT); /* needs no look at the files */
    sg_free(doc);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sources), cmocka_unit_test(flags),   cmocka_unit_test(heredocs),
        cmocka_unit_test(stages),  cmocka_unit_test(borders), cmocka_unit_test(hostile),
    };
    return cmocka_run_group_tests_name("context", tests, arena_setup, arena_teardown);
}
