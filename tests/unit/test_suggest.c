/* "did you mean": nearest words by Levenshtein distance below 3. */
#include "helper.h"

#include "base/nearest.h"
#include "dockerfile/suggest.h"

static const sg_str words[] = {BYTES("from"), BYTES("copy"), BYTES("RUN"), BYTES("entrypoint"),
                               BYTES("\xC3\xA4\xC3\xB6\xC3\xBC")};

static const struct {
    const char *word, *with_case, *without_case;
} rows[] = {
    {"from", "", ""}, /* the word itself is no mistake */
    {"FROM", "", ""},
    {"form", " (did you mean from?)", " (did you mean from?)"},
    {"frm", " (did you mean from?)", " (did you mean from?)"},
    {"FRMO", "", " (did you mean FROM?)"},
    {"Frmo", "", " (did you mean from?)"}, /* mixed case: as it is compared */
    {"fromxx", " (did you mean from?)", " (did you mean from?)"},
    {"fromxxx", "", ""}, /* three away */
    {"copi", " (did you mean copy?)", " (did you mean copy?)"},
    {"Copy", " (did you mean copy?)", ""},
    {"rune", "", " (did you mean run?)"},
    {"entrypiont", " (did you mean entrypoint?)", " (did you mean entrypoint?)"},
    {"\xC3\xA4\xC3\xB6", " (did you mean \xC3\xA4\xC3\xB6\xC3\xBC?)", " (did you mean \xC3\xA4\xC3\xB6\xC3\xBC?)"},
    {"", "", ""},
    {"xy", "", ""},
};

static void suggestions(void **state) {
    for (size_t i = 0; i < COUNT(rows); i++) {
        sg_str word = str_from(rows[i].word);
        assert_row(rows[i].word, text_of(state, suggestion(*state, word, words, COUNT(words))), rows[i].with_case);
        assert_row(rows[i].word, text_of(state, suggestion_nocase(*state, word, words, COUNT(words))),
                   rows[i].without_case);
    }
}

/* The nearest wins, and words of any length are safe. */
static void nearest(void **state) {
    static const sg_str near[] = {BYTES("abcd"), BYTES("abc"), BYTES("abce")};
    assert_string_equal(text_of(state, suggestion(*state, STR("abx"), near, COUNT(near))), " (did you mean abc?)");
    assert_string_equal(text_of(state, suggestion(*state, STR("abx"), near, 0)), "");
    char *long_word = arena_alloc(*state, 100000);
    memset(long_word, 'a', 100000);
    assert_string_equal(text_of(state, suggestion(*state, (sg_str){long_word, 100000}, near, COUNT(near))), "");
    sg_str long_words[] = {{long_word, 63}, {long_word, 65}};
    assert_int_equal(suggestion(*state, (sg_str){long_word, 64}, long_words, 1).len,
                     sizeof " (did you mean ?)" - 1 + 63);
}

/* Our own suggestions: short words must not look like just any other, and two letters may have changed places. */
static void near_names(void **state) {
    static const sg_str names[] = {BYTES("pdf"), BYTES("svg"), BYTES("json"), BYTES("build-arg"), BYTES("Mermaid")};
    static const char *const near[][2] = {
        {"md", "(null)"},
        {"pd", "pdf"},
        {"svgg", "svg"},
        {"jsno", "json"},
        {"JSON", "json"},
        {"jsonlx", "json"},
        {"biuld-arg", "build-arg"},
        {"yaml", "(null)"},
        {"mermiad", "Mermaid"},
        {"", "(null)"},
        {"x", "(null)"},
    };
    for (size_t i = 0; i < COUNT(near); i++)
        assert_row(near[i][0], text_of(state, nearest_name(*state, str_from(near[i][0]), names, COUNT(names))),
                   near[i][1]);
}

/* Distance knows no length: BuildKit finds a name of 65 letters as well. */
static void long_names(void **state) {
    char text[80], twin[80];
    memset(text, 'a', sizeof text);
    memcpy(twin, text, sizeof text);
    twin[70] = 'b';
    sg_str options[] = {{text, sizeof text}};
    assert_true(suggestion(*state, (sg_str){twin, sizeof twin}, options, 1).len > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(suggestions), cmocka_unit_test(nearest),
                                       cmocka_unit_test(long_names), cmocka_unit_test(near_names)};
    return cmocka_run_group_tests_name("suggest", tests, arena_setup, arena_teardown);
}
