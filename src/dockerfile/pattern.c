/* Glob patterns over code points, matched by simulating their automaton: no backtracking, and every step is charged to
 * the expander's budget. Semantics: shell/lex.go, convertShellPatternToRegex and its callers. */
#include "dockerfile/pattern.h"

#include "base/utf8.h"

enum { ANY_ONE = 0x110000, ANY_RUN = 0x110001 };

struct runes {
    uint32_t *items;
    size_t count;
};

struct pattern {
    struct expander *expander;
    struct runes tokens; /* code points, ANY_ONE, ANY_RUN */
    unsigned char *active, *next;
};

#define NO_MATCH ((size_t)-1)

static struct runes decode(struct arena *arena, sg_str s) {
    struct runes runes = {arena_alloc(arena, s.len * sizeof(uint32_t)), 0};
    while (s.len) runes.items[runes.count++] = utf8_next(&s);
    return runes;
}

static sg_str encode(struct arena *arena, const uint32_t *runes, size_t count) {
    struct text text = {0};
    for (size_t i = 0; i < count; i++) text_rune(arena, &text, runes[i]);
    return text_str(&text);
}

static void reverse(struct runes runes) {
    for (size_t i = 0; i < runes.count / 2; i++) {
        uint32_t other = runes.items[runes.count - 1 - i];
        runes.items[runes.count - 1 - i] = runes.items[i];
        runes.items[i] = other;
    }
}

/* Escapes stay in front of what they escape: a\*c becomes c\*a. */
static struct runes reversed_pattern(struct arena *arena, struct runes pattern) {
    struct runes out = {arena_alloc(arena, pattern.count * sizeof(uint32_t)), pattern.count};
    for (size_t i = 0, last = pattern.count - 1; i < pattern.count; i++) {
        if (pattern.items[i] == '\\' && i != last) {
            out.items[last - i - 1] = '\\';
            out.items[last - i] = pattern.items[i + 1];
            i++;
        } else {
            out.items[last - i] = pattern.items[i];
        }
    }
    return out;
}

static bool compile(struct expander *expander, struct runes source, struct pattern *pattern, uint32_t *bad) {
    struct arena *arena = expander->arena;
    *pattern = (struct pattern){.expander = expander};
    pattern->tokens.items = arena_alloc(arena, source.count * sizeof(uint32_t));
    for (size_t i = 0; i < source.count; i++) {
        uint32_t rune = source.items[i], next = i + 1 < source.count ? source.items[i + 1] : RUNE_INVALID;
        if (rune == '*') rune = ANY_RUN;
        else if (rune == '?') rune = ANY_ONE;
        else if (rune == '\\') {
            if (i + 1 < source.count && (next == '}' || next == '/')) continue;
            if (i + 1 >= source.count || (next != '*' && next != '?' && next != '\\')) return *bad = next, false;
            rune = next;
            i++;
        }
        size_t count = pattern->tokens.count;
        if (rune == ANY_RUN && count && pattern->tokens.items[count - 1] == ANY_RUN) continue;
        pattern->tokens.items[pattern->tokens.count++] = rune;
    }
    pattern->active = arena_alloc(arena, pattern->tokens.count + 1);
    pattern->next = arena_alloc(arena, pattern->tokens.count + 1);
    return true;
}

/* A run of anything may be empty: activates what is behind it too. */
static void activate(const struct pattern *pattern, unsigned char *states, size_t state) {
    for (;; state++) {
        states[state] = 1;
        if (state >= pattern->tokens.count || pattern->tokens.items[state] != ANY_RUN) return;
    }
}

/* Where the shortest or longest match that starts at `from` ends, or NO_MATCH. */
static size_t match_at(struct pattern *pattern, struct runes value, size_t from, bool longest) {
    size_t states = pattern->tokens.count, found = NO_MATCH;
    memset(pattern->active, 0, states + 1);
    activate(pattern, pattern->active, 0);
    for (size_t at = from;; at++) {
        if (pattern->active[states]) found = at;
        if ((found != NO_MATCH && !longest) || at == value.count || pattern->expander->over_limit) return found;
        bool alive = false;
        memset(pattern->next, 0, states + 1);
        for (size_t i = 0; i < states; i++) {
            if (!pattern->active[i]) continue;
            uint32_t token = pattern->tokens.items[i], rune = value.items[at];
            if (token == ANY_RUN && rune != '\n') activate(pattern, pattern->next, i), alive = true;
            else if (token == rune || (token == ANY_ONE && rune != '\n'))
                activate(pattern, pattern->next, i + 1), alive = true;
        }
        if (!alive) return found;
        unsigned char *swap = pattern->active;
        pattern->active = pattern->next;
        pattern->next = swap;
        pattern->expander->spent += states;
        if (pattern->expander->spent > EXPAND_TOTAL_LIMIT) pattern->expander->over_limit = true;
    }
}

static bool compile_or_complain(struct expander *expander, sg_str text, struct runes source, struct pattern *pattern,
                                sg_str *error) {
    uint32_t bad;
    if (compile(expander, source, pattern, &bad)) return true;
    char bytes[4];
    sg_str rune = {bytes, utf8_encode(bad, bytes)};
    *error = arena_printf(expander->arena, "invalid pattern (%.*s) in substitution: invalid escape '\\%.*s'",
                          STR_ARG(text), STR_ARG(rune));
    return false;
}

bool pattern_trim(struct expander *expander, sg_str text, sg_str value, bool suffix, bool greedy, sg_str *result,
                  sg_str *error) {
    struct arena *arena = expander->arena;
    struct runes source = decode(arena, text), runes = decode(arena, value);
    if (suffix) {
        source = reversed_pattern(arena, source);
        reverse(runes);
        text = encode(arena, source.items, source.count);
    }
    struct pattern pattern;
    if (!compile_or_complain(expander, text, source, &pattern, error)) return false;
    size_t end = match_at(&pattern, runes, 0, greedy);
    if (end == NO_MATCH) end = 0;
    struct runes rest = {runes.items + end, runes.count - end};
    if (suffix) reverse(rest);
    *result = encode(arena, rest.items, rest.count);
    return true;
}

/* Go's Regexp.Expand without groups: $$ is $, $0 the match, any other $name or ${name} nothing. */
static void put_template(struct arena *arena, struct text *out, sg_str template, sg_str match) {
    while (template.len) {
        size_t dollar = str_find(template, '$');
        text_put(arena, out, str_slice(template, 0, dollar));
        if (dollar == template.len) return;
        template = str_skip(template, dollar + 1);
        bool brace = template.len && template.ptr[0] == '{';
        sg_str rest = str_skip(template, brace);
        size_t len = 0;
        while (len < rest.len && (ascii_alnum(rest.ptr[len]) || rest.ptr[len] == '_')) len++;
        bool named = len > 0 && (!brace || (len < rest.len && rest.ptr[len] == '}'));
        if (named) {
            if (str_eq(str_slice(rest, 0, len), STR("0"))) text_put(arena, out, match);
            template = str_skip(rest, len + brace);
        } else {
            text_put(arena, out, STR("$"));
            if (template.len && template.ptr[0] == '$') template = str_skip(template, 1);
        }
    }
}

/* The leftmost longest match at or after *at. */
static bool find(struct pattern *pattern, struct runes value, size_t *at, size_t *end) {
    for (; *at <= value.count && !pattern->expander->over_limit; ++*at)
        if ((*end = match_at(pattern, value, *at, true)) != NO_MATCH) return true;
    return false;
}

/* As Go's ReplaceAllString: an empty match right behind another match is passed over. */
static sg_str replace_all(struct pattern *pattern, struct runes value, sg_str replacement) {
    struct arena *arena = pattern->expander->arena;
    struct text out = {0};
    size_t copied = 0, search = 0, last_end = 0, start = 0, end;
    while (start = search, find(pattern, value, &start, &end)) {
        text_put(arena, &out, encode(arena, value.items + copied, start - copied));
        if (end > last_end || start == 0)
            put_template(arena, &out, replacement, encode(arena, value.items + start, end - start));
        copied = last_end = end;
        search = end > search ? end : search + 1;
        if (search > value.count || out.len > EXPAND_WORD_LIMIT) break;
    }
    text_put(arena, &out, encode(arena, value.items + copied, value.count - copied));
    return text_str(&out);
}

bool pattern_replace(struct expander *expander, sg_str text, sg_str replacement, sg_str value, bool all, sg_str *result,
                     sg_str *error) {
    struct arena *arena = expander->arena;
    struct runes runes = decode(arena, value);
    struct pattern pattern;
    if (!compile_or_complain(expander, text, decode(arena, text), &pattern, error)) return false;
    size_t start = 0, end;
    *result = value;
    if (all) {
        *result = replace_all(&pattern, runes, replacement);
    } else if (find(&pattern, runes, &start, &end)) {
        sg_str head = encode(arena, runes.items, start);
        sg_str tail = encode(arena, runes.items + end, runes.count - end);
        *result = arena_join(arena, arena_join(arena, head, replacement), tail);
    }
    return true;
}
