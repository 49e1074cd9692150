/* Cutting the rest of a logical line into words. */
#include "dockerfile/words.h"

#include "base/utf8.h"

bool is_blank(char c) {
    return c == '\t' || c == '\v' || c == '\f' || c == '\r' || c == ' ';
}

static void add(struct arena *arena, struct words *words, sg_str text, size_t at) {
    LIST_ADD(arena, words) = (struct word){text, at};
}

void words_blank(struct arena *arena, sg_str rest, const char *origin, struct words *words) {
    if (!rest.len) return;
    size_t most = 1; /* exact unless it ends in blanks, so that nothing is left over */
    for (size_t at = 1; at < rest.len; at++) most += is_blank(rest.ptr[at - 1]) && !is_blank(rest.ptr[at]);
    if (!words->count) *words = (struct words){arena_alloc(arena, most * sizeof *words->items), 0, most};
    for (size_t at = 0, start = 0;; at++) {
        if (at < rest.len && !is_blank(rest.ptr[at])) continue;
        add(arena, words, str_slice(rest, start, at), (size_t)(rest.ptr + start - origin));
        if (at == rest.len) return;
        while (at < rest.len && is_blank(rest.ptr[at])) at++;
        start = at--;
    }
}

/* Where the word that starts at `at` ends. An escape character at the very end of the line counts for nothing. */
static size_t quoted_end(sg_str rest, size_t at, char escape, bool *dropped_escape) {
    char quote = 0;
    *dropped_escape = false;
    while (at < rest.len) {
        char c = rest.ptr[at];
        sg_str tail = str_skip(rest, at);
        if (!quote && rune_is_space(utf8_next(&tail))) return at;
        if (c == escape && quote != '\'') {
            if (at + 1 == rest.len) return *dropped_escape = true, rest.len;
            tail = str_skip(rest, at + 1);
            utf8_next(&tail);
        } else if (quote) {
            if (c == quote) quote = 0;
            tail = str_skip(rest, at + 1);
        } else if (c == '\'' || c == '"') {
            quote = c;
        }
        at = rest.len - tail.len;
    }
    return rest.len;
}

void words_quoted(struct arena *arena, sg_str rest, const char *origin, char escape, struct words *words) {
    for (size_t at = 0; at < rest.len;) {
        sg_str tail = str_skip(rest, at);
        if (rune_is_space(utf8_next(&tail))) {
            at = rest.len - tail.len;
            continue;
        }
        bool dropped;
        size_t end = quoted_end(rest, at, escape, &dropped);
        sg_str word = str_slice(rest, at, end - dropped);
        if (word.len) add(arena, words, utf8_clean(arena, word), (size_t)(rest.ptr + at - origin));
        at = end;
    }
}

/* BuildKit reads this part byte by byte and takes each byte for a code point. */
static bool byte_space(char c) {
    return rune_is_space((unsigned char)c);
}

static bool flag_is_plain(sg_str word, char escape) {
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        if (c == '\'' || c == '"' || c == escape || (unsigned char)c >= 0x80) return false;
    }
    return true;
}

/* Reads one flag word and moves *at behind it; *blank_ok: it had quotes, so that it counts even if empty. */
static sg_str flag_word(struct arena *arena, sg_str rest, char escape, size_t *at, bool *blank_ok) {
    struct text out = {0};
    size_t start = *at, i = start;
    char quote = 0;
    for (; i < rest.len; i++) {
        char c = rest.ptr[i];
        if (!quote && byte_space(c)) break;
        if (quote ? c == quote : c == '\'' || c == '"') {
            quote = quote ? 0 : c;
            *blank_ok = true;
            continue;
        }
        if (c == escape) {
            if (i + 1 == rest.len) continue;
            c = rest.ptr[++i];
        }
        text_rune(arena, &out, (unsigned char)c);
    }
    *at = i;
    return text_str(&out);
}

sg_str words_flags(struct arena *arena, sg_str rest, const char *origin, char escape, struct words *flags) {
    for (size_t at = 0;;) {
        while (at < rest.len && byte_space(rest.ptr[at])) at++;
        if (!str_starts(str_skip(rest, at), STR("--"))) return str_skip(rest, at);
        size_t start = at;
        while (at < rest.len && !byte_space(rest.ptr[at])) at++;
        sg_str word = str_slice(rest, start, at);
        bool blank_ok = false;
        if (!flag_is_plain(word, escape)) {
            at = start;
            word = flag_word(arena, rest, escape, &at, &blank_ok);
        }
        if (str_eq(word, STR("--"))) return str_skip(rest, at);
        if (word.len || blank_ok) add(arena, flags, word, (size_t)(rest.ptr + start - origin));
    }
}
