/* UTF-8 and its properties, and diagnostics as they are printed. */
#include "base/diag.h"
#include "base/log.h"
#include "base/utf8.h"

#include "helper.h"

/* ---- decoding ---- */

/* Each byte of an invalid sequence is U+FFFD of its own, as in Go. */
static const struct {
    sg_str bytes;
    uint32_t runes[6];
    size_t count;
    bool valid;
} decodings[] = {
    {BYTES("a"), {'a'}, 1, true},
    {BYTES("\0"), {0}, 1, true},
    {BYTES("\xC2\x80"), {0x80}, 1, true},
    {BYTES("\xDF\xBF"), {0x7FF}, 1, true},
    {BYTES("\xE0\xA0\x80"), {0x800}, 1, true},
    {BYTES("\xEF\xBF\xBF"), {0xFFFF}, 1, true},
    {BYTES("\xF0\x90\x80\x80"), {0x10000}, 1, true},
    {BYTES("\xF4\x8F\xBF\xBF"), {0x10FFFF}, 1, true},
    {BYTES("\xEF\xBF\xBD"), {0xFFFD}, 1, true},
    {BYTES("\x80"), {0xFFFD}, 1, false},
    {BYTES("\xC0\x80"), {0xFFFD, 0xFFFD}, 2, false},             /* overlong */
    {BYTES("\xC1\xBF"), {0xFFFD, 0xFFFD}, 2, false},             /* overlong */
    {BYTES("\xE0\x9F\xBF"), {0xFFFD, 0xFFFD, 0xFFFD}, 3, false}, /* overlong */
    {BYTES("\xF0\x8F\xBF\xBF"), {0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD}, 4, false},
    {BYTES("\xED\xA0\x80"), {0xFFFD, 0xFFFD, 0xFFFD}, 3, false}, /* surrogate */
    {BYTES("\xF4\x90\x80\x80"), {0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD}, 4, false},
    {BYTES("\xF5"), {0xFFFD}, 1, false},
    {BYTES("\xC3"), {0xFFFD}, 1, false},
    {BYTES("\xE2\x82"), {0xFFFD, 0xFFFD}, 2, false},
    {BYTES("\xE2\x82x"), {0xFFFD, 0xFFFD, 'x'}, 3, false},
    {BYTES("\xC3("), {0xFFFD, '('}, 2, false},
};

static void decoding(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(decodings); i++) {
        sg_str rest = decodings[i].bytes;
        for (size_t j = 0; j < decodings[i].count; j++) {
            assert_true(rest.len > 0);
            assert_int_equal(utf8_next(&rest), decodings[i].runes[j]);
        }
        assert_int_equal(rest.len, 0);
        assert_int_equal(utf8_valid(decodings[i].bytes), decodings[i].valid);
    }
}

static void encoding(void **state) {
    (void)state;
    for (uint32_t rune = 0; rune <= 0x110000; rune += rune < 0x3000 ? 1 : 0x101) {
        char bytes[4];
        sg_str s = {bytes, utf8_encode(rune, bytes)};
        bool scalar = rune <= 0x10FFFF && !(rune >= 0xD800 && rune <= 0xDFFF);
        assert_int_equal(s.len, rune < 0x80 ? 1 : rune < 0x800 ? 2 : !scalar || rune < 0x10000 ? 3 : 4);
        assert_int_equal(utf8_next(&s), scalar ? rune : RUNE_INVALID);
    }
}

static void cleaning(void **state) {
    sg_str good = STR("\xE6\xBC\xA2"), bad = STR("a\xFF\xE2\x82"
                                                 "b");
    assert_ptr_equal(utf8_clean(*state, good).ptr, good.ptr);
    assert_string_equal(text_of(state, utf8_clean(*state, bad)), "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
                                                                 "b");
}

/* ---- properties ---- */

static const struct {
    const char *text;
    size_t width;
} widths[] = {
    {"", 0},
    {"abc", 3},
    {"\t\n", 0},
    {"\xC3\xA4", 1},
    {"e\xCC\x81", 1},                            /* combining acute */
    {"\xE6\xBC\xA2\xE5\xAD\x97", 4},             /* ideographs */
    {"\xE3\x81\x8B", 2},                         /* kana */
    {"\xEA\xB0\x80", 2},                         /* hangul */
    {"\xEF\xBC\xA1", 2},                         /* full-width A */
    {"\xEF\xBD\xB1", 1},                         /* half-width a */
    {"\xF0\x9F\x90\xB3", 2},                     /* whale */
    {"\xE2\x80\x8B\xE2\x80\x8D\xEF\xBB\xBF", 0}, /* zero-width space, joiner, BOM */
    {"\xE2\x98\x83\xEF\xB8\x8F", 1},             /* snowman, variation selector */
    {"\xC2\xA0", 1},
    {"\xD7\xA9\xD7\x9C", 2},
};

static void width_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(widths); i++)
        if (str_width(str_from(widths[i].text)) != widths[i].width)
            fail_msg("\"%s\" is %zu wide", widths[i].text, str_width(str_from(widths[i].text)));
}

static const struct {
    uint32_t rune;
    bool space, letter, digit, print, breaks;
} properties[] = {
    {' ', true, false, false, true, false},      {'\v', true, false, false, false, false},
    {0x1C, false, false, false, false, false},   {0x85, true, false, false, false, false},
    {0xA0, true, false, false, false, false},    {0x1680, true, false, false, false, false},
    {0x180E, false, false, false, false, false}, {0x2003, true, false, false, false, false},
    {0x200B, false, false, false, false, false}, {0x3000, true, false, false, false, false},
    {'_', false, false, false, true, false},     {'Z', false, true, false, true, false},
    {0xE9, false, true, false, true, false},     {0x3B1, false, true, false, true, false},
    {0x6F22, false, true, false, true, true},    {0x304B, false, true, false, true, true},
    {'7', false, false, true, true, false},      {0x663, false, false, true, true, false}, /* Arabic-Indic three */
    {0xB2, false, false, false, true, false},   /* superscript two is no decimal digit */
    {0x2160, false, false, false, true, false}, /* Roman one is no letter for Go */
    {0x1F433, false, false, false, true, false}, {0xE000, false, false, false, false, false},
    {0xFFFF, false, false, false, false, false},
};

static void property_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(properties); i++) {
        uint32_t rune = properties[i].rune;
        bool good = rune_is_space(rune) == properties[i].space && rune_is_letter(rune) == properties[i].letter &&
                    rune_is_digit(rune) == properties[i].digit && rune_is_print(rune) == properties[i].print &&
                    rune_breaks_anywhere(rune) == properties[i].breaks;
        if (!good) fail_msg("U+%04X", (unsigned)rune);
    }
    static const uint32_t bidi[] = {0x61C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069};
    for (size_t i = 0; i < COUNT(bidi); i++) assert_true(rune_is_bidi_control(bidi[i]));
    assert_false(rune_is_bidi_control(0x202F) || rune_is_bidi_control(0x200D) || rune_is_bidi_control('a'));
}

static const struct {
    sg_str text, trimmed;
} trims[] = {
    {BYTES(""), BYTES("")},
    {BYTES(" \t\v\f\r\n"), BYTES("")},
    {BYTES("\xC2\xA0 a b\xE2\x80\x83\xE3\x80\x80"), BYTES("a b")},
    {BYTES("\xC2\x85x\xC2\x85"), BYTES("x")},
    {BYTES("\xE2\x80\x8Bx"), BYTES("\xE2\x80\x8Bx")}, /* no space */
    {BYTES("x\xA0"), BYTES("x\xA0")},                 /* a lone byte is no U+00A0 */
    {BYTES("\x85x\x85"), BYTES("\x85x\x85")},
    {BYTES("\0 x \0"), BYTES("\0 x \0")},
    {BYTES(" \xE6\xBC\xA2 "), BYTES("\xE6\xBC\xA2")},
    {BYTES("x\x80\x80\x80\x80 "), BYTES("x\x80\x80\x80\x80")},
};

static void trim_rows(void **state) {
    for (size_t i = 0; i < COUNT(trims); i++)
        assert_row(text_of(state, trims[i].text), text_of(state, str_trim(trims[i].text)),
                   text_of(state, trims[i].trimmed));
}

/* ---- diagnostics ---- */

static const char *printed(struct arena *arena, sg_str source, size_t offset, const char *message, bool color) {
    struct diags diags = {.arena = arena};
    struct buf out = {0};
    diags_add_source(&diags, STR("Dockerfile"), source);
    diag_add_text(&diags, DIAG_PORT, 0, offset, str_from(message));
    diags_locate(&diags);
    diag_print(&diags, 0, color, &out);
    assert_false(out.failed);
    const char *text = arena_cstr(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static const struct {
    sg_str source;
    size_t offset;
    const char *expected;
} carets[] = {
    {BYTES("FROM a\nEXPOSE x\n"), 14, "Dockerfile:2:8: warning: m [port]\n   2 | EXPOSE x\n     |        ^\n"},
    {BYTES("EXPOSE x"), 0, "Dockerfile:1:1: warning: m [port]\n   1 | EXPOSE x\n     | ^\n"},
    {BYTES("ab"), 2, "Dockerfile:1:3: warning: m [port]\n   1 | ab\n     |   ^\n"},
    {BYTES("ab"), 99, "Dockerfile:1:3: warning: m [port]\n   1 | ab\n     |   ^\n"},
    {BYTES("a\tb\tc"), 4, "Dockerfile:1:5: warning: m [port]\n   1 | a b c\n     |     ^\n"},
    {BYTES("\xE6\xBC\xA2 \xF0\x9F\x90\xB3x"), 8,
     "Dockerfile:1:9: warning: m [port]\n   1 | \xE6\xBC\xA2 \xF0\x9F\x90\xB3x\n     |      ^\n"},
    {BYTES("e\xCC\x81x"), 3, "Dockerfile:1:4: warning: m [port]\n   1 | e\xCC\x81x\n     |  ^\n"},
    {BYTES("\x7F\xE2\x80\xAE"
           "x"),
     4, "Dockerfile:1:5: warning: m [port]\n   1 | \xEF\xBF\xBD\xEF\xBF\xBDx\n     |   ^\n"},
    {BYTES("A x\r\nB y\r\n"), 7, "Dockerfile:2:3: warning: m [port]\n   2 | B y\n     |   ^\n"},
    {BYTES("A\n\nB"), 2, "Dockerfile:2:1: warning: m [port]\n"},
    {BYTES("A\n"), NOWHERE, "Dockerfile: warning: m [port]\n"},
    {BYTES(""), 0, "Dockerfile:1:1: warning: m [port]\n"},
};

static void caret_rows(void **state) {
    for (size_t i = 0; i < COUNT(carets); i++) {
        const char *input = text_of(state, carets[i].source);
        assert_row(input, printed(*state, carets[i].source, carets[i].offset, "m", false), carets[i].expected);
    }
}

static void color(void **state) {
    assert_string_equal(printed(*state, STR("x"), 0, "m", true),
                        "Dockerfile:1:1: \033[1;35mwarning:\033[0m m [port]\n   1 | x\n     | \033[1;32m^\033[0m\n");
}

/* A very long line is cut around the caret, and the caret still stands below its character. */
static void long_line(void **state) {
    static char line[60000];
    memset(line, 'x', sizeof line);
    line[50000] = 'Y';
    const char *text = printed(*state, (sg_str){line, sizeof line}, 50000, "m", false);
    const char *excerpt = strchr(text, '\n') + 1, *caret = strchr(text, '^');
    assert_true(strlen(text) < 500);
    const char *mark = strchr(excerpt, 'Y'), *last_line = strchr(excerpt, '\n') + 1;
    assert_non_null(mark);
    assert_int_equal(mark - excerpt, caret - last_line);
}

/* No byte of a stranger's file or message can steer the terminal. */
static void control_characters(void **state) {
    sg_str source = STR("\033[31mred\a\b\x7f\xC2\x9B\xE2\x80\xAE\xFF\0x");
    const char *text = printed(*state, source, source.len - 1,
                               "\033]0;t\a \xE2\x81\xA6"
                               "b",
                               false);
    assert_int_equal(strspn(text, "\n"), 0);
    for (const char *at = text; *at; at++) assert_true(*at == '\n' || (unsigned char)*at >= 0x20);
    assert_null(strchr(text, 0x7F));
    assert_null(strstr(text, "\xC2\x9B"));
    assert_null(strstr(text, "\xE2\x80\xAE"));
    assert_null(strstr(text, "\xE2\x81\xA6"));
    assert_non_null(strstr(text, "\xEF\xBF\xBD[31mred"));
}

/* Nothing that a CI system takes for a command: at the start of a line, blanks before it or not, or anywhere in it. */
static void tamed_lines(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"::error::x", ".:error::x"},
        {" \t ::set-output name=a::b\nx ::y\n::", " \t .:set-output name=a::b\nx ::y\n.:"},
        {"\xC2\xA0::add-mask::x", "\xC2\xA0.:add-mask::x"},
        {"a ##[group]b", "a ##(group]b"},
        {"##vso[task.setvariable variable=PATH]x", "##vso(task.setvariable variable=PATH]x"},
        {"###[x ##VSO[y ## [z #[w ##1[v", "###(x ##VSO(y ## (z #[w ##1[v"},
        {"a: b", "a: b"},
        {"", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf buf = {0};
        buf_text(&buf, "::kept\n");
        buf_text(&buf, rows[i][0]);
        log_tame(&buf, 7);
        buf_char(&buf, '\0');
        assert_row(rows[i][0], buf.ptr + 7, rows[i][1]);
        assert_memory_equal(buf.ptr, "::kept\n", 7);
        buf_free(&buf);
    }
}

/* The same of a diagnostic: its file's name, message and source line are a stranger's. */
static void tamed_diagnostics(void **state) {
    assert_string_equal(printed(*state, STR("::error::x ##[y"), 0, "##vso[z", false),
                        "Dockerfile:1:1: warning: ##vso(z [port]\n   1 | ::error::x ##(y\n     | ^\n");
    struct diags diags = {.arena = *state};
    struct buf out = {0};
    diags_add_source(&diags, STR("::x/Dockerfile"), STR("x"));
    diag_add_text(&diags, DIAG_PORT, 0, 0, STR("m"));
    diags_locate(&diags);
    diag_print(&diags, 0, false, &out);
    assert_string_equal(text_of(state, buf_str(&out)), ".:x/Dockerfile:1:1: warning: m [port]\n   1 | x\n     | ^\n");
    buf_free(&out);
    /* what nobody sees does not keep it from being seen by a runner that ignores it */
    assert_non_null(strstr(printed(*state, STR("##\xE2\x80\x8Bvso["), 0, "m", false), "##\xEF\xBF\xBDvso["));
}

static void levels(void **state) {
    struct diags diags = {.arena = *state};
    diags_add_source(&diags, STR("f"), STR("x"));
    assert_int_equal(diags.worst, SG_NOTE);
    diag_add(&diags, DIAG_BASE_BLANK, 0, 0, STR_ARG(STR("$X")));
    assert_int_equal(diags.worst, SG_WARNING);
    diags.strict = true;
    diag_add(&diags, DIAG_BASE_BLANK, 0, 0, STR_ARG(STR("$X")));
    assert_int_equal(diags.worst, SG_ERROR);
    diag_add(&diags, DIAG_DIRECTIVE_UNATTACHED, 0, 0);
    assert_int_equal(diags.worst, SG_ERROR);
    assert_string_equal(text_of(state, diags.items.items[1].public.message), "base name ($X) should not be blank");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decoding),           cmocka_unit_test(encoding),  cmocka_unit_test(cleaning),
        cmocka_unit_test(width_rows),         cmocka_unit_test(trim_rows), cmocka_unit_test(property_rows),
        cmocka_unit_test(caret_rows),         cmocka_unit_test(color),     cmocka_unit_test(long_line),
        cmocka_unit_test(control_characters), cmocka_unit_test(levels),    cmocka_unit_test(tamed_lines),
        cmocka_unit_test(tamed_diagnostics),
    };
    return cmocka_run_group_tests_name("text", tests, arena_setup, arena_teardown);
}
