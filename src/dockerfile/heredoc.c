/* Words that open a heredoc: ^(\d*)<<(-?)\s*([^<]*)$ (parser.go, heredocFromMatch). */
#include "dockerfile/expand.h"

static size_t quote_count(sg_str s) {
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++) count += s.ptr[i] == '\'' || s.ptr[i] == '"';
    return count;
}

static bool regexp_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

bool heredoc_word(struct arena *arena, sg_str word, struct heredoc *heredoc, sg_str *error) {
    *error = (sg_str){0};
    size_t at = 0;
    while (at < word.len && ascii_digit(word.ptr[at])) at++;
    if (!str_starts(str_skip(word, at), STR("<<"))) return false;
    sg_str rest = str_skip(word, at + 2);
    bool chomp = rest.len && rest.ptr[0] == '-';
    rest = str_skip(rest, chomp);
    while (rest.len && regexp_space(rest.ptr[0])) rest = str_skip(rest, 1);
    if (!rest.len || str_has(rest, '<')) return false;

    /* Lexed with and without its quotes: a difference means that some part of the name is quoted. */
    struct expander expander = {.arena = arena, .escape = '\\'};
    struct words bare, raw;
    if (!expand_words(&expander, rest, NULL, EXPAND_SKIP_UNSET, &bare, error) || bare.count != 1) return false;
    if (!expand_words(&expander, rest, NULL, EXPAND_SKIP_UNSET | EXPAND_RAW_QUOTES, &raw, error)) return false;
    if (raw.count != 1) {
        *error = arena_printf(arena, "internal lexing of heredoc produced inconsistent results: %.*s", STR_ARG(rest));
        return false;
    }
    *heredoc = (struct heredoc){.name = bare.items[0].text, .chomp = chomp};
    heredoc->expand = quote_count(bare.items[0].text) == quote_count(raw.items[0].text);
    return true;
}
