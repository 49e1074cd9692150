/* The ground floor: arena, slices, buffer, map, Go's quoting, sizes. */
#include "base/buf.h"
#include "base/map.h"
#include "base/quote.h"
#include "base/units.h"
#include "base/utf8.h"
#include "helper.h"

#include <stdalign.h>

/* ---- arena ---- */

static void arena_blocks(void **state) {
    struct arena *arena = *state;
    static const size_t sizes[] = {0, 1, 7, 8, 15, 16, 17, 1000, 100000, 5000000, 1};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        char *block = arena_alloc(arena, sizes[i]);
        assert_non_null(block);
        assert_int_equal((uintptr_t)block % alignof(max_align_t), 0);
        if (sizes[i]) memset(block, 0xAA, sizes[i]);
        const char *cleared = arena_zeroed(arena, sizes[i], 1);
        for (size_t j = 0; j < sizes[i]; j++) assert_int_equal(cleared[j], 0);
    }
}

/* Blocks do not overlap, however many chunks there are. */
static void arena_growth(void **state) {
    struct arena *arena = *state;
    unsigned *blocks[5000];
    for (unsigned i = 0; i < COUNT(blocks); i++) {
        blocks[i] = arena_alloc(arena, (1 + i % 50) * sizeof(unsigned));
        for (unsigned j = 0; j <= i % 50; j++) blocks[i][j] = i;
    }
    for (unsigned i = 0; i < COUNT(blocks); i++)
        for (unsigned j = 0; j <= i % 50; j++) assert_int_equal(blocks[i][j], i);
    char *grown = arena_resize(arena, blocks[1], 2 * sizeof(unsigned), 4096);
    assert_int_equal(((unsigned *)(void *)grown)[1], 1);
}

static void arena_lists(void **state) {
    struct arena *arena = *state;
    LIST(size_t) list = {0};
    for (size_t i = 0; i < 100000; i++) LIST_ADD(arena, &list) = i * 3;
    assert_int_equal(list.count, 100000);
    assert_true(list.capacity >= list.count);
    for (size_t i = 0; i < list.count; i++) assert_int_equal(list.items[i], i * 3);
}

/* A product or sum that overflows jumps, and arena_free() leaves an empty arena. */
static void arena_out_of_memory(void **state) {
    (void)state;
    struct arena arena = {0};
    jmp_buf out_of_memory;
    volatile int jumps = 0;
    arena.out_of_memory = &out_of_memory;
    arena_alloc(&arena, 10);
    if (setjmp(out_of_memory)) jumps++;
    if (jumps == 0) arena_zeroed(&arena, SIZE_MAX / 2, 3);
    if (jumps == 1) arena_alloc(&arena, SIZE_MAX);
    if (jumps == 2) arena_zeroed(&arena, 2, SIZE_MAX / 2 + 1);
    assert_int_equal(jumps, 3);
    arena_free(&arena);
    assert_null(arena.chunk);
    assert_int_equal(arena.total, 0);
}

static void arena_strings(void **state) {
    struct arena *arena = *state;
    sg_str source = BYTES("Ab\0cD");
    sg_str copy = arena_copy(arena, source);
    assert_true(str_eq(copy, source) && copy.ptr != source.ptr);
    assert_memory_equal(arena_cstr(arena, source), "Ab\0cD", 6);
    assert_true(str_eq(arena_join(arena, source, STR("!")), STR("Ab\0cD!")));
    assert_int_equal(arena_join(arena, (sg_str){0}, (sg_str){0}).len, 0);
    assert_true(str_eq(arena_lower(arena, STR("AZ\xC3\x84[")), STR("az\xC3\x84[")));
    assert_true(str_eq(arena_upper(arena, STR("az{\xC3\xA4")), STR("AZ{\xC3\xA4")));
    assert_true(str_eq(arena_printf(arena, "%d-%.*s", 7, STR_ARG(STR("xyz"))), STR("7-xyz")));
    struct text text = {0};
    assert_non_null(text_str(&text).ptr);
    for (int i = 0; i < 1000; i++) text_put(arena, &text, STR("ab"));
    text_rune(arena, &text, 0x1F433);
    assert_int_equal(text.len, 2004);
    assert_true(str_ends(text_str(&text), STR("ab\xF0\x9F\x90\xB3")));
}

/* ---- slices ---- */

static void slices(void **state) {
    (void)state;
    sg_str s = STR("hello"), head, tail;
    assert_true(str_eq(str_slice(s, 1, 3), STR("el")));
    assert_true(str_eq(str_slice(s, 4, 99), STR("o")));
    assert_int_equal(str_slice(s, 9, 3).len, 0);
    assert_int_equal(str_skip(s, 6).len, 0);
    assert_true(str_eq_nocase(STR("AbZ"), STR("aBz")));
    assert_false(str_eq_nocase(STR("a["), STR("a{")));
    assert_true(str_cmp(STR("a"), STR("b")) < 0 && str_cmp(STR("ab"), STR("a")) > 0 && str_cmp(s, s) == 0);
    assert_true(str_starts(s, STR("he")) && !str_starts(STR("h"), STR("he")) && str_ends(s, STR("lo")));
    assert_int_equal(str_find(s, 'l'), 2);
    assert_int_equal(str_find(s, 'x'), 5);
    assert_int_equal(str_find((sg_str){0}, 'x'), 0);
    assert_int_equal(str_find_str(STR("a<<b"), STR("<<")), 1);
    assert_int_equal(str_find_str(STR("a<"), STR("<<")), 2);
    assert_true(str_cut(STR("k=v=w"), '=', &head, &tail));
    assert_true(str_eq(head, STR("k")) && str_eq(tail, STR("v=w")));
    assert_false(str_cut(s, '=', &head, &tail));
    assert_true(str_eq(head, s) && tail.len == 0);
    assert_true(str_eq(str_trim_ascii(STR(" \t\v\f\r\na b \n")), STR("a b")));
    assert_true(str_eq((sg_str){0}, STR("")));
}

/* ---- buffer ---- */

static void buffer(void **state) {
    (void)state;
    struct buf buf = {0};
    buf_put(&buf, STR("a\0b"));
    buf_char(&buf, 'c');
    buf_fill(&buf, '-', 3000);
    buf_printf(&buf, "%d%s", 42, "x");
    buf_text(&buf, "end");
    assert_false(buf.failed);
    assert_int_equal(buf.len, 3 + 1 + 3000 + 3 + 3);
    assert_memory_equal(buf.ptr, "a\0bc--", 6);
    assert_true(str_ends(buf_str(&buf), STR("-42xend")));
    buf_free(&buf);
    assert_null(buf.ptr);
}

/* Once an append has failed, nothing more is appended, and the flag stays. */
static void buffer_failure(void **state) {
    (void)state;
    struct buf buf = {0};
    buf_text(&buf, "kept");
    buf_fill(&buf, 'x', SIZE_MAX / 2 + 1);
    assert_true(buf.failed);
    buf_text(&buf, "lost");
    buf_char(&buf, 'l');
    buf_printf(&buf, "%d", 1);
    assert_true(buf.failed);
    assert_int_equal(buf.len, 4);
    buf_free(&buf);
}

/* ---- map ---- */

static void map_of_many(void **state) {
    struct arena *arena = *state;
    struct map map = {0};
    assert_null(map_get(&map, STR("x")));
    for (size_t i = 0; i < 20000; i++) map_put(arena, &map, arena_printf(arena, "key%zu", i), i);
    for (size_t i = 0; i < 20000; i += 2) map_put(arena, &map, arena_printf(arena, "key%zu", i), i + 1000000);
    assert_int_equal(map.count, 20000);
    for (size_t i = 0; i < 20000; i++) {
        const size_t *value = map_get(&map, arena_printf(arena, "key%zu", i));
        assert_non_null(value);
        assert_int_equal(*value, i % 2 ? i : i + 1000000);
    }
    assert_null(map_get(&map, STR("key20000")));
    assert_null(map_get(&map, STR("")));
}

static void map_odd_keys(void **state) {
    struct arena *arena = *state;
    struct map map = {0};
    map_put(arena, &map, (sg_str){0}, 1);
    map_put(arena, &map, STR("a\0b"), 2);
    map_put(arena, &map, STR("a"), 3);
    assert_int_equal(*map_get(&map, STR("")), 1);
    assert_int_equal(*map_get(&map, STR("a\0b")), 2);
    assert_int_equal(*map_get(&map, STR("a")), 3);
    assert_int_equal(map.count, 3);
}

/* ---- strconv.Quote ---- */

static const struct {
    sg_str text;
    const char *quoted;
} quotes[] = {
    {BYTES(""), "\"\""},
    {BYTES("a b"), "\"a b\""},
    {BYTES("\"\\'"), "\"\\\"\\\\'\""},
    {BYTES("\a\b\f\n\r\t\v"), "\"\\a\\b\\f\\n\\r\\t\\v\""},
    {BYTES("\x00\x01\x1f\x7f"), "\"\\x00\\x01\\x1f\\x7f\""},
    {BYTES("\xC3\xA4\xE6\xBC\xA2\xF0\x9F\x90\xB3"), "\"\xC3\xA4\xE6\xBC\xA2\xF0\x9F\x90\xB3\""},
    {BYTES("\xFF\xC3("), "\"\\xff\\xc3(\""},
    {BYTES("\xED\xA0\x80"), "\"\\xed\\xa0\\x80\""},
    {BYTES("\xEF\xBF\xBD"), "\"\xEF\xBF\xBD\""},
    {BYTES("\xC2\x80\xC2\xA0\xC2\xAD"), "\"\\u0080\\u00a0\\u00ad\""},
    {BYTES("\xE2\x80\xAE\xE2\x80\xA8\xEF\xBB\xBF"), "\"\\u202e\\u2028\\ufeff\""},
    {BYTES("\xF3\xA0\x80\x81"), "\"\\U000e0001\""},
};

static void quote_rows(void **state) {
    for (size_t i = 0; i < COUNT(quotes); i++)
        assert_row(quotes[i].quoted, text_of(state, go_quote(*state, quotes[i].text)), quotes[i].quoted);
}

/* ---- sizes ---- */

#define NBSP "\xC2\xA0"
static const struct {
    int64_t bytes;
    const char *text;
} formats[] = {
    {0, "0" NBSP "B"},
    {1, "1" NBSP "B"},
    {999, "999" NBSP "B"},
    {1000, "1" NBSP "kB"},
    {1005, "1.01" NBSP "kB"},
    {1234, "1.23" NBSP "kB"},
    {9994, "9.99" NBSP "kB"},
    {9995, "10" NBSP "kB"},
    {12345, "12.3" NBSP "kB"},
    {99949, "99.9" NBSP "kB"},
    {99950, "100" NBSP "kB"},
    {150000000, "150" NBSP "MB"},
    {999400000, "999" NBSP "MB"},
    {999950000, "1" NBSP "GB"},
    {999499999, "999" NBSP "MB"},
    {999500000, "1" NBSP "GB"},
    {1500000000, "1.5" NBSP "GB"},
    {2000000000000, "2" NBSP "TB"},
    {INT64_MAX, "9.22" NBSP "EB"},
};

static void size_formats(void **state) {
    for (size_t i = 0; i < COUNT(formats); i++)
        assert_row(formats[i].text, text_of(state, size_format(*state, formats[i].bytes)), formats[i].text);
}

static const struct {
    const char *text;
    int64_t bytes; /* -1: no size */
} parses[] = {
    {"800", 800},
    {"800B", 800},
    {"0", 0},
    {"1kB", 1000},
    {"1KB", 1000},
    {"1KiB", 1024},
    {"360MB", 360000000},
    {"360 MB", 360000000},
    {"  360 MB ", 360000000},
    {"1MiB", 1048576},
    {"1.5 GiB", 1610612736},
    {"1.5gb", 1500000000},
    {"2TB", 2000000000000},
    {"2TiB", 2199023255552},
    {".5kB", 500},
    {"1.kB", 1000},
    {"0.0004 kB", 0},
    {"0.0005 kB", 1},
    {"4194304 TiB", INT64_C(4611686018427387904)},
    {"4194305 TiB", -1},
    {"", -1},
    {"MB", -1},
    {".", -1},
    {"1.2.3MB", -1},
    {"-1MB", -1},
    {"+1MB", -1},
    {"1e3", -1},
    {"1 XB", -1},
    {"1M", -1},
    {"1Mi", -1},
    {"1MBB", -1},
    {"1MiBs", -1},
    {"1 M B", -1},
    {"1,5 MB", -1},
    {"9999999999999999", -1},
};

static void size_parses(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(parses); i++) {
        int64_t bytes = -1;
        bool good = size_parse(str_from(parses[i].text), &bytes);
        if (good != (parses[i].bytes >= 0) || (good && bytes != parses[i].bytes))
            fail_msg("\"%s\": %d, %lld", parses[i].text, good, (long long)bytes);
    }
}

static void lower_case(void **state) {
    static const char *const rows[][2] = {
        {"", ""},
        {"aBc-1", "abc-1"},
        {"\xC3\x80", "\xC3\xA0"},                 /* A with a grave accent */
        {"\xC3\x97", "\xC3\x97"},                 /* a sign among the letters */
        {"\xC4\x80\xC4\x81", "\xC4\x81\xC4\x81"}, /* upper and lower case alternate */
        {"\xC4\xB0", "i"},
        {"\xE2\x84\xAA", "k"}, /* the Kelvin sign */
        {"\xF0\x90\x90\x80", "\xF0\x90\x90\xA8"},
        {"A\xFF", "a\xEF\xBF\xBD"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_row(rows[i][0], text_of(state, utf8_lower(*state, str_from(rows[i][0]))), rows[i][1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lower_case),   cmocka_unit_test(arena_blocks),  cmocka_unit_test(arena_growth),
        cmocka_unit_test(arena_lists),  cmocka_unit_test(arena_strings), cmocka_unit_test(arena_out_of_memory),
        cmocka_unit_test(slices),       cmocka_unit_test(buffer),        cmocka_unit_test(buffer_failure),
        cmocka_unit_test(map_of_many),  cmocka_unit_test(map_odd_keys),  cmocka_unit_test(quote_rows),
        cmocka_unit_test(size_formats), cmocka_unit_test(size_parses),
    };
    return cmocka_run_group_tests_name("base", tests, arena_setup, arena_teardown);
}
