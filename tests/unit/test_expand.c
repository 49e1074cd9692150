/* Shell words: quotes, escapes, every operator of ${}, patterns, error texts, word splitting. */
#include "dockerfile/expand.h"

#include "helper.h"
#include <stdio.h>

/* The environment of the tables below. */
static const struct {
    const char *name, *value;
} variables[] = {
    {"A", "apple"},
    {"E", ""},
    {"F", "foobar.tar.gz"},
    {"P", "/usr/lib/x/lib.so"},
    {"U", "\xC3\xA4\xC3\xB6"},
    {"Q", "a\"b'c"},
    {"S", "x  y z"},
    {"STAR", "*"},
    {"D", "a$A"},
    {"N", "x\ny"},
    {"B", "a\\b"},
    {"\xC3\xA9t\xC3\xA9", "summer"},
    {"_x1", "under"},
    {"1", "one"},
    {"10", "ten"},
    {"0", "zero"},
    {"@", "at"},
    {"PAT", "f*b"},
    {"T", "a/b}c"},
    {"M", "foo foo foo"},
};

static const struct env_node *environment(struct arena *arena) {
    const struct env_node *env = NULL;
    for (size_t i = 0; i < COUNT(variables); i++)
        env = env_set(arena, env, str_from(variables[i].name), str_from(variables[i].value));
    return env;
}

struct row {
    const char *word, *result; /* a result that starts with "!" is the error behind "failed to process …: " */
};

static const char *outcome(void **state, const char *word, char escape, unsigned flags) {
    struct expander expander = {.arena = *state, .escape = escape};
    sg_str result, error = {0};
    if (expand_word(&expander, str_from(word), environment(*state), flags, &result, &error))
        return text_of(state, result);
    assert_false(expander.over_limit);
    assert_true(str_starts(error, STR("failed to process \"")));
    size_t at = str_find_str(error, STR("\": "));
    return text_of(state, arena_join(*state, STR("!"), str_skip(error, at + 3)));
}

#define RUN_ROWS(rows)                                                                                                 \
    for (size_t i = 0; i < COUNT(rows); i++)                                                                           \
    assert_row((rows)[i].word, outcome(state, (rows)[i].word, '\\', 0), (rows)[i].result)

/* ---- quotes and escapes ---- */

static const struct row quoting_table[] = {
    {"", ""},
    {"plain text", "plain text"},
    {"'single $A \\ \"'", "single $A \\ \""},
    {"\"double $A\"", "double apple"},
    {"\"a\\\"b\\$A\\\\c\\d\"", "a\"b$A\\c\\d"},
    {"\"it's\"", "it's"},
    {"a\\b\\'\\\"\\$A\\ c", "ab'\"$A c"},
    {"a\\", "a"},
    {"\"a\\", "!unexpected end of statement while looking for matching double-quote"},
    {"'a", "!unexpected end of statement while looking for matching single-quote"},
    {"\"a", "!unexpected end of statement while looking for matching double-quote"},
    {"a'b'\"c\"d", "abcd"},
    {"''\"\"", ""},
    {"\"'\"'\"'", "'\""},
    {"\xC3\xA4\xF0\x9F\x90\xB3", "\xC3\xA4\xF0\x9F\x90\xB3"},
    {"\xFF", "\xEF\xBF\xBD"},
    {"'$A'\"$A\"$A", "$Aappleapple"},
    {"a<b<<c", "a<b<<c"},
};

static void quoting(void **state) {
    RUN_ROWS(quoting_table);
}

static void backtick_escape(void **state) {
    static const struct row rows[] = {
        {"a`$A\\b", "a$A\\b"}, {"\"`\"`$A`\\\"", "\"$A`\\"}, {"C:\\$A", "C:\\apple"},
        {"a`", "a"},           {"${X:-a`}b}", "a}b"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_row(rows[i].word, outcome(state, rows[i].word, '`', 0), rows[i].result);
}

/* ---- names ---- */

static const struct row name_table[] = {
    {"$A", "apple"},
    {"$AB", ""},
    {"${A}B", "appleB"},
    {"$A.B", "apple.B"},
    {"$A-B", "apple-B"},
    {"$_x1", "under"},
    {"$\xC3\xA9t\xC3\xA9!", "summer!"},
    {"${\xC3\xA9t\xC3\xA9}", "summer"},
    {"$1", "one"},
    {"$10", "ten"}, /* not $1 and a zero */
    {"$0", "zero"},
    {"$1a", "onea"},
    {"$@", "at"},
    {"${@}", "at"},
    {"$*$#$?$-$!", ""},
    {"$$", ""},
    {"$", "$"},
    {"a$", "a$"},
    {"$ a", "$ a"},
    {"$.", "$."},
    {"$/", "$/"},
    {"\"$\"", "$"},
    {"$'A'", "$A"},
    {"$\"A\"", "$A"},
    {"$D", "a$A"},    /* values are not expanded again */
    {"$Q", "a\"b'c"}, /* nor unquoted */
    {"$NOPE", ""},
    {"${E}", ""},
    {"$A$A", "appleapple"},
};

static void names(void **state) {
    RUN_ROWS(name_table);
}

/* ---- operators ---- */

static const struct row operator_table[] = {
    {"${A:-x}", "apple"},
    {"${E:-x}", "x"},
    {"${NOPE:-x}", "x"},
    {"${A-x}", "apple"},
    {"${E-x}", ""},
    {"${NOPE-x}", "x"},
    {"${NOPE-}", ""},
    {"${NOPE:-}", ""},
    {"${A:+x}", "x"},
    {"${E:+x}", ""},
    {"${NOPE:+x}", ""},
    {"${A+x}", "x"},
    {"${E+x}", "x"},
    {"${NOPE+x}", ""},
    {"${A:?x}", "apple"},
    {"${A?x}", "apple"},
    {"${E?x}", ""},
    {"${E:?x}", "!E: x"},
    {"${E:?}", "!E: is not allowed to be empty"},
    {"${NOPE:?}", "!NOPE: is not allowed to be unset"},
    {"${NOPE?}", "!NOPE: is not allowed to be unset"},
    {"${NOPE?why $A}", "!NOPE: why apple"},
    {"${NOPE:-$A}", "apple"},
    {"${NOPE:-${E:-${A}}}", "apple"},
    {"${NOPE:-'a}b'}", "a}b"},
    {"${NOPE:-\"a}b\"}", "a}b"},
    {"${NOPE:-a\\}b}", "a}b"},
    {"${NOPE:-a b}", "a b"},
    {"${NOPE:--}", "-"},
    {"${NOPE:-{a}}", "{a}"},
    {"${A:-${NOPE:?never taken}}", "!NOPE: never taken"}, /* the word is expanded in any case */
    {"${-:-x}", "x"},
    {"${1:-x}", "one"},
};

static void operators(void **state) {
    RUN_ROWS(operator_table);
}

static const struct row error_table[] = {
    {"${", "!syntax error: missing '}'"},
    {"${}", "!syntax error: bad substitution"},
    {"${{A}}", "!syntax error: bad substitution"},
    {"${:-a}", "!syntax error: bad substitution"},
    {"${A", "!unsupported modifier (\xEF\xBF\xBD) in substitution"},
    {"${A:", "!syntax error: missing '}'"},
    {"${A:-", "!syntax error: missing '}'"},
    {"${A:-x", "!syntax error: missing '}'"},
    {"${A:-'x", "!syntax error: missing '}'"},
    {"${A:=x}", "!unsupported modifier (:=) in substitution"},
    {"${A=x}", "!unsupported modifier (=) in substitution"},
    {"${A^}", "!unsupported modifier (^) in substitution"},
    {"${A,,}", "!unsupported modifier (,) in substitution"},
    {"${A@Q}", "!unsupported modifier (@) in substitution"},
    {"${A[@]}", "!unsupported modifier ([) in substitution"},
    {"${#A}", "!unsupported modifier (A) in substitution"},
    {"${!A}", "!unsupported modifier (A) in substitution"},
    {"${A:1:2}", "!unsupported modifier (:1) in substitution"},
    {"${A:#a}", "!unsupported modifier (:#) in substitution"},
    {"${A:%a}", "!unsupported modifier (:%) in substitution"},
    {"${A:}", "!syntax error: missing '}'"},
    {"${A }", "!unsupported modifier ( ) in substitution"},
    {"${A/x}", "!syntax error: missing '/' in ${}"},
    {"${A/x/y", "!syntax error: missing '}'"},
    {"${A\xC3\xA4.}", "!unsupported modifier (.) in substitution"},
    {"${A+${B^}}", "!unsupported modifier (^) in substitution"},
};

static void errors(void **state) {
    RUN_ROWS(error_table);
}

/* The error quotes the word as Go does. */
static void error_text(void **state) {
    struct expander expander = {.arena = *state, .escape = '\\'};
    sg_str result, error;
    assert_false(expand_word(&expander, STR("\"\t${X"), NULL, 0, &result, &error));
    assert_string_equal(text_of(state, error),
                        "failed to process \"\\\"\\t${X\": unsupported modifier (\xEF\xBF\xBD) in substitution");
}

/* ---- patterns ---- */

static const struct row trim_table[] = {
    {"${F#foo}", "bar.tar.gz"},
    {"${STAR%'\\*'}", "*"}, /* between quotes an escape character is one of the pattern */
    {"${STAR%\\*}", ""},
    {"${B%'\\b'}", "a"},
    {"${B%\"\\b\"}", "a"},
    {"${B#'\\'}", "a\\b"}, /* and no error */
    {"${A#'a'\"p\"}", "ple"},
    {"${F#bar}", "foobar.tar.gz"},
    {"${F#*.}", "tar.gz"},
    {"${F##*.}", "gz"},
    {"${F%.*}", "foobar.tar"},
    {"${F%%.*}", "foobar"},
    {"${F%gz}", "foobar.tar."},
    {"${F%foo}", "foobar.tar.gz"},
    {"${F#?}", "oobar.tar.gz"},
    {"${F%?}", "foobar.tar.g"},
    {"${F#*}", "foobar.tar.gz"},
    {"${F##*}", ""},
    {"${F%*}", "foobar.tar.gz"},
    {"${F%%*}", ""},
    {"${F#}", "foobar.tar.gz"},
    {"${F##}", "foobar.tar.gz"},
    {"${F#f*o}", "obar.tar.gz"},
    {"${F##f*o}", "bar.tar.gz"},
    {"${F%a*}", "foobar.t"},
    {"${F%%a*}", "foob"},
    {"${P##*/}", "lib.so"},
    {"${P%/*}", "/usr/lib/x"},
    {"${U#?}", "\xC3\xB6"}, /* characters, not bytes */
    {"${U%?}", "\xC3\xA4"},
    {"${STAR#\\*}", ""},
    {"${STAR%\\*}", ""},
    {"${F#\\*}", "foobar.tar.gz"},
    {"${B#a\\\\}", "b"},
    {"${F#$PAT}", "ar.tar.gz"}, /* a pattern from a variable is one */
    {"${F#f.o}", "foobar.tar.gz"},
    {"${F#[f]}", "foobar.tar.gz"}, /* no bracket expressions */
    {"${N#*}", "x\ny"},
    {"${N##*}", "\ny"}, /* a wildcard stays on its line */
    {"${N%%*}", "x\n"},
    {"${NOPE#a}", ""},
    {"${E#a}", ""},
    {"${T#a\\/}", "b}c"},
    {"${T%\\}c}", "a/b"},
    {"${F#\\a}", "!invalid pattern (\\a) in substitution: invalid escape '\\a'"},
    {"${F%\\a}", "!invalid pattern (\\a) in substitution: invalid escape '\\a'"},
    {"${F#ab\\", "!syntax error: missing '}'"},
    {"${F%x\\ay}", "!invalid pattern (y\\ax) in substitution: invalid escape '\\a'"}, /* told back to front */
};

static void trims(void **state) {
    RUN_ROWS(trim_table);
}

static const struct row replace_table[] = {
    {"${M/foo/x}", "x foo foo"},
    {"${B/'\\'/-}", "a-b"},
    {"${B/\"\\b\"/-}", "a-"},
    {"${A/'p'/'\\q'}", "a\\qple"}, /* a replacement is no pattern */
    {"${M//foo/x}", "x x x"},
    {"${M/nope/x}", "foo foo foo"},
    {"${M//o/}", "f f f"},
    {"${M/o*o/x}", "fx"}, /* wildcards are greedy here */
    {"${M//f?o/x}", "x x x"},
    {"${M//*/x}", "x"},
    {"${E//*/x}", "x"},
    {"${E/*/x}", "x"},
    {"${NOPE/a/b}", ""},
    {"${A//p/$A}", "aappleapplele"},
    {"${A/$A/x}", "x"},
    {"${A/a/b/c}", "b/cpple"},
    {"${P//\\//:}", ":usr:lib:x:lib.so"},
    {"${A///x}", "xaxpxpxlxex"},
    {"${A/a/'${}'}", "${}pple"},
    {"${A//p/'[$0]'}", "a[p][p]le"}, /* a template: $0 is the match */
    {"${A//p/'$1x'}", "ale"},        /* there is no group 1x */
    {"${A//p/'${0}1'}", "ap1p1le"},
    {"${A//p/'$$'}", "a$$le"},
    {"${A//p/'$'}", "a$$le"},
    {"${A//p/'$0a'}", "ale"},
    {"${A/p/'$0'}", "a$0ple"}, /* but not where only the first is replaced */
    {"${A/\\p/x}", "!invalid pattern (\\p) in substitution: invalid escape '\\p'"},
    {"${A//\\p/x}", "!invalid pattern (\\p) in substitution: invalid escape '\\p'"},
    {"${T/\\}/x}", "a/bxc"},
    {"${U//?/x}", "xx"},
    {"${N//?/x}", "x\nx"},
    {"${A//.//}", "apple"},
    {"${A/'a'/b}", "bpple"},
    {"${A/p/a\\}b}", "aa\\}bple"}, /* escapes stay in a replacement */
};

static void replacements(void **state) {
    RUN_ROWS(replace_table);
}

/* ---- flags ---- */

static void raw_flags(void **state) {
    static const struct {
        const char *word;
        unsigned flags;
        const char *result;
    } rows[] = {
        {"'a $A'", EXPAND_RAW_QUOTES, "'a $A'"},
        {"\"a $A\"", EXPAND_RAW_QUOTES, "\"a apple\""},
        {"a\\ b", EXPAND_RAW_ESCAPES, "a\\ b"},
        {"\"a\\\"b\"", EXPAND_RAW_ESCAPES, "a\\\"b"},
        {"it's \"$A\"", EXPAND_NO_QUOTES, "it's \"apple\""},
        {"a\\$A", EXPAND_NO_QUOTES, "a$A"},
        {"$A$NOPE", EXPAND_SKIP_UNSET, "apple$NOPE"},
        {"${NOPE}", EXPAND_SKIP_UNSET, "${NOPE}"},
        {"${NOPE:-$A}", EXPAND_SKIP_UNSET, "${NOPE:-apple}"},
        {"${NOPE##a*}", EXPAND_SKIP_UNSET, "${NOPE##a*}"},
        {"${NOPE//a/$A}", EXPAND_SKIP_UNSET, "${NOPE/a/apple}"},
        {"${E}", EXPAND_SKIP_UNSET, ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_row(rows[i].word, outcome(state, rows[i].word, '\\', rows[i].flags), rows[i].result);
}

/* ---- splitting ---- */

static const struct row split_table[] = {
    {"", ""},
    {"a b", "[a][b]"},
    {" a \t b ", "[a][b]"},
    {"'a b' c", "[a b][c]"},
    {"a' 'b", "[a b]"},
    {"a\\ b", "[a b]"},
    {"$S", "[x][y][z]"}, /* values are split */
    {"\"$S\"", "[x  y z]"},
    {"a$S", "[ax][y][z]"},
    {"$E a", "[a]"},
    {"'' a", "[a]"}, /* an empty quoted word is none */
    {"a << EOF b", "[a][<< EOF][b]"},
    {"a\xC2\xA0"
     "b",
     "[a][b]"},
};

static void splitting(void **state) {
    for (size_t i = 0; i < COUNT(split_table); i++) {
        struct expander expander = {.arena = *state, .escape = '\\'};
        struct text out = {0};
        struct words words;
        sg_str error;
        assert_true(expand_words(&expander, str_from(split_table[i].word), environment(*state), 0, &words, &error));
        for (size_t w = 0; w < words.count; w++)
            text_put(*state, &out, arena_printf(*state, "[%.*s]", STR_ARG(words.items[w].text)));
        assert_row(split_table[i].word, text_of(state, text_str(&out)), split_table[i].result);
    }
}

/* What is kept of an environment stays as it was, also when many names are set in place. */
static void edits(void **state) {
    char name[16];
    sg_str value;
    const struct env_node *env = NULL, *kept = NULL;
    for (uint32_t owner = 1; owner <= 3; owner++) {
        kept = env;
        for (int i = 0; i < 100; i++) {
            snprintf(name, sizeof name, "A%d", i);
            sg_str copy = arena_copy(*state, str_from(name));
            env = env_edit(*state, env, owner, copy, arena_printf(*state, "%d", (int)owner));
        }
        for (int i = 0; i < 100; i++) {
            snprintf(name, sizeof name, "A%d", i);
            assert_true(env_get(env, str_from(name), &value));
            assert_int_equal(value.ptr[0], '0' + (int)owner);
            assert_int_equal(env_get(kept, str_from(name), &value), owner > 1);
            if (owner > 1) assert_int_equal(value.ptr[0], '0' + (int)owner - 1);
        }
    }
    const struct env_node *edited = env_edit(*state, env, 3, STR("A1"), STR("x"));
    assert_ptr_equal(edited, env); /* in place */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edits),      cmocka_unit_test(quoting),   cmocka_unit_test(backtick_escape),
        cmocka_unit_test(names),      cmocka_unit_test(operators), cmocka_unit_test(errors),
        cmocka_unit_test(error_text), cmocka_unit_test(trims),     cmocka_unit_test(replacements),
        cmocka_unit_test(raw_flags),  cmocka_unit_test(splitting),
    };
    return cmocka_run_group_tests_name("expand", tests, arena_setup, arena_teardown);
}
