/* Text for labels: clean, wrapped by display width, cut. */
#include "view/label.h"

#include "base/utf8.h"
#include "helper.h"

static const struct {
    sg_str text;
    const char *clean;
} cleans[] = {
    {BYTES("a b"), "a b"},
    {BYTES("  a \t b\n"), "a   b"},
    {BYTES("a\0b\x1b[31mc\x7f"), "a b [31mc"},
    {BYTES("\xC2\x85"
           "a\xC2\x9B"
           "b"),
     "a b"},
    {BYTES("a\xE2\x80\xA8"
           "b\xE2\x80\xAE"
           "c\xE2\x81\xA6"
           "d"),
     "a b c d"},
    {BYTES("\xFF"
           "a\xC3"),
     "\xEF\xBF\xBD"
     "a\xEF\xBF\xBD"},
    {BYTES("\xEF\xBF\xBD"), "\xEF\xBF\xBD"},
    {BYTES("\xC2\xA0"
           "a\xC2\xA0"
           "b\xC2\xA0"),
     "a\xC2\xA0"
     "b"},
    {BYTES("\xE2\x80\xAE"), ""},
    /* what nobody sees: zero-width space, soft hyphen, BOM, tags; a joiner stays between emoji only */
    {BYTES("a\xE2\x80\x8B"
           "b\xC2\xAD"
           "c\xEF\xBB\xBF"
           "d\xF3\xA0\x81\xA1"
           "e\xE2\x80\x8D"
           "f"),
     "abcdef"},
    {BYTES("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB x"), "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB x"},
    {BYTES("\xF0\x9F\x91\xA9\xE2\x80\x8D"
           "a\xE2\x80\x8D"),
     "\xF0\x9F\x91\xA9"
     "a"},
    {BYTES("\xE2\x9D\xA4\xEF\xB8\x8F\xE2\x80\x8D\xF0\x9F\x94\xA5"),
     "\xE2\x9D\xA4\xEF\xB8\x8F\xE2\x80\x8D\xF0\x9F\x94\xA5"},
    {BYTES(""), ""},
};

static void clean_rows(void **state) {
    for (size_t i = 0; i < COUNT(cleans); i++)
        assert_row(cleans[i].clean, text_of(state, label_clean(*state, cleans[i].text)), cleans[i].clean);
}

#define FORTY "1234567890123456789012345678901234567890"
#define KANJI "\xE6\xBC\xA2"
#define STOP "\xE3\x80\x82"

static const struct {
    const char *text;
    size_t width;
    const char *lines; /* separated by "|" */
} wraps[] = {
    {"a b c", 30, "a b c"},
    /* a small word does not stand alone, if the one before it can come down */
    {"Fetches the sources of containerd/containerd", 20, "Fetches the|sources of|containerd/containerd"},
    {"Holds the files of gem", 18, "Holds the files of|gem"},
    {"sources of containerd/containerd", 20, "sources of|containerd/containerd"},
    {"1234567 of containerd/containerd", 8, "1234567|of|containerd/containerd"},
    {"one 12345 of 12345678", 8, "one|12345 of|12345678"},
    {"one 123456 of 12345678", 8, "one|123456|of|12345678"},
    {"word 1.2 of 3 12345678", 8, "word 1.2|of 3|12345678"},
    {"aaa bbb ccc", 7, "aaa bbb|ccc"},
    {"aaa bbb ccc", 6, "aaa|bbb|ccc"},
    {"aaaaaaaaaa b", 4, "aaaaaaaaaa|b"}, /* a word is never broken */
    {"a   b\tc", 30, "a b c"},
    {"  a  ", 30, "a"},
    {"", 30, ""},
    {"   ", 30, ""},
    /* an author's breaks stay if all lines are short and none is blank */
    {"first line\nsecond", 8, "first line|second"},
    {FORTY "\nx", 30, FORTY "|x"},
    {FORTY "1\nx", 8, FORTY "1|x"},
    {"aa bb\n\ncc dd", 30, "aa bb cc dd"},
    {"aa bb\ncc dd " FORTY, 12, "aa bb cc dd|" FORTY},
    {"a\n b ", 30, "a|b"},
    /* scripts that break anywhere */
    {KANJI KANJI KANJI KANJI, 4, KANJI KANJI "|" KANJI KANJI},
    {KANJI KANJI KANJI, 5, KANJI KANJI "|" KANJI},
    {"ab" KANJI KANJI, 4, "ab" KANJI "|" KANJI},
    {KANJI KANJI STOP KANJI, 4, KANJI "|" KANJI STOP "|" KANJI}, /* punctuation stays with its character */
    {"a e\xCC\x81\xCC\x82 b", 5, "a e\xCC\x81\xCC\x82 b"},
    {"360\xC2\xA0MB x", 4, "360\xC2\xA0MB|x"}, /* no break at a hard space */
    {"\xF0\x9F\x90\xB3 \xF0\x9F\x90\xB3", 4, "\xF0\x9F\x90\xB3|\xF0\x9F\x90\xB3"},
};

static const char *wrapped(void **state, const char *text, size_t width) {
    struct label_lines lines = {0};
    struct text out = {0};
    label_wrap(*state, str_from(text), width, &lines);
    for (size_t i = 0; i < lines.count; i++) {
        assert_true(lines.items[i].len > 0);
        if (i) text_put(*state, &out, STR("|"));
        text_put(*state, &out, lines.items[i]);
    }
    return text_of(state, text_str(&out));
}

static void wrap_rows(void **state) {
    for (size_t i = 0; i < COUNT(wraps); i++)
        assert_row(wraps[i].text, wrapped(state, wraps[i].text, wraps[i].width), wraps[i].lines);
}

/* The documented box: a source of several lines keeps its own breaks. */
static void documented_purpose(void **state) {
    assert_string_equal(wrapped(state,
                                "Contains system runtime\nlibraries necessary to run\nall the applications\n"
                                "(e.g. libmysql)",
                                30),
                        "Contains system runtime|libraries necessary to run|all the applications|(e.g. libmysql)");
    assert_string_equal(wrapped(state, "Fat image containing everything for local development", 30),
                        "Fat image containing|everything for local|development");
}

static const struct {
    const char *text;
    size_t width;
    const char *middle, *end;
} cuts[] = {
    {"abcdef", 6, "abcdef", "abcdef"},
    {"abcdefg", 6, "abcd\xE2\x80\xA6g", "abcde\xE2\x80\xA6"},
    {"ab cdefg", 4, "ab\xE2\x80\xA6g", "ab\xE2\x80\xA6"},
    {KANJI KANJI KANJI KANJI, 8, KANJI KANJI KANJI KANJI, KANJI KANJI KANJI KANJI},
    {KANJI KANJI KANJI KANJI, 7, KANJI KANJI "\xE2\x80\xA6" KANJI, KANJI KANJI KANJI "\xE2\x80\xA6"},
    {KANJI KANJI KANJI KANJI, 6, KANJI KANJI "\xE2\x80\xA6", KANJI KANJI "\xE2\x80\xA6"},
    {"", 5, "", ""},
};

static void cut_rows(void **state) {
    for (size_t i = 0; i < COUNT(cuts); i++) {
        sg_str text = str_from(cuts[i].text);
        sg_str middle = label_middle(*state, text, cuts[i].width), end = label_end(*state, text, cuts[i].width);
        assert_row(cuts[i].text, text_of(state, middle), cuts[i].middle);
        assert_row(cuts[i].text, text_of(state, end), cuts[i].end);
        assert_true(str_width(middle) <= cuts[i].width && str_width(end) <= cuts[i].width);
    }
}

#define ELLIPSIS "\xE2\x80\xA6"
#define DIGEST "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
static const struct {
    const char *text, *label;
} references[] = {
    {"alpine:3.20", "alpine:3.20"},
    {"alpine" DIGEST, "alpine@sha256:0123456" ELLIPSIS},
    {"alpine@sha256:0123456", "alpine@sha256:0123456"},
    {"alpine@sha256:", "alpine@sha256:"},
    {"alpine@sha256:012345" KANJI KANJI, "alpine@sha256:012345" KANJI KANJI},
    {"registry.example.com/team/project/image:1.2.3", "registry.example.com/" ELLIPSIS "/image:1.2.3"},
    {"registry.example.com/team/image:1.2.3" DIGEST, "registry.ex" ELLIPSIS "ge:1.2.3@sha256:0123456" ELLIPSIS},
    {"https://example.com/a.tgz", "example.com/a.tgz"},
    {"http://example.com/a.tgz", "http://example.com/a.tgz"},
    {"https://", "https://"},
    {"https://example.com/a?b=c&d=e", "example.com/a?b=c&d=e"},
    {"https://example.com/repository.git?ref=1234567890", "example.com/repository.git?" ELLIPSIS},
    {"https://example.com/a-repository-it-is-2.git?ref=1", "example.com/a-repository-it-is-2.git"},
    {"https://example.com/team/repository.git?ref=1234567890", "example.com/team/repository.git?" ELLIPSIS},
    {"https://example.com/long-organisation/repository.git?ref=1234567890", "example.com/" ELLIPSIS "/repository.git"},
    {"https://example.com/aaaaaaaaaaaaaaaa/b/repository.git", "example.com/" ELLIPSIS "/b/repository.git"},
    {"https://example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/", "example.com" ELLIPSIS "aaaaaaaaaaaaaaaaaaaaaaa/"},
    {"/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/b", "/" ELLIPSIS "/b"},
    {" $X\n", "$X"},
    {"", ""},
};

static void reference_rows(void **state) {
    for (size_t i = 0; i < COUNT(references); i++) {
        sg_str label = label_reference(*state, str_from(references[i].text), IMAGE_WIDTH);
        assert_row(references[i].text, text_of(state, label), references[i].label);
        assert_true(str_width(label) <= IMAGE_WIDTH);
    }
}

static void limit_rows(void **state) {
    assert_string_equal(text_of(state, label_limit(*state, STR("abc"), 3)), "abc");
    assert_string_equal(text_of(state, label_limit(*state, STR("abcd"), 3)), "ab\xE2\x80\xA6");
    assert_string_equal(text_of(state, label_limit(*state, STR(KANJI KANJI), 2)), KANJI KANJI);
    assert_string_equal(text_of(state, label_limit(*state, STR(KANJI KANJI KANJI), 2)), KANJI "\xE2\x80\xA6");
    assert_string_equal(text_of(state, label_limit(*state, STR(""), 3)), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(clean_rows),         cmocka_unit_test(wrap_rows),
                                       cmocka_unit_test(documented_purpose), cmocka_unit_test(cut_rows),
                                       cmocka_unit_test(limit_rows),         cmocka_unit_test(reference_rows)};
    return cmocka_run_group_tests_name("label", tests, arena_setup, arena_teardown);
}
