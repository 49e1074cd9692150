/* Shell words: quotes, escapes and $-expansion (shell/lex.go). Recursion is bounded by EXPAND_DEPTH_LIMIT. */
#include "dockerfile/expand.h"

#include "base/quote.h"
#include "base/utf8.h"
#include "dockerfile/pattern.h"

#define END 0xFFFFFFFFu

struct shell {
    struct expander *expander;
    const struct env_node *env;
    unsigned flags;
    bool raw_escapes;
    sg_str rest; /* what is not read yet */
    sg_str error;
    unsigned depth;
    struct words *words; /* NULL: nobody asked for them */
    struct text word;    /* BuildKit shares this buffer with nested words, which empty it: so do we */
    bool in_word;
};

static bool until(struct shell *shell, uint32_t stop, bool raw_escapes, sg_str *result);

static uint32_t peek(const struct shell *shell) {
    sg_str rest = shell->rest;
    return rest.len ? utf8_next(&rest) : END;
}

static uint32_t next(struct shell *shell) {
    return shell->rest.len ? utf8_next(&shell->rest) : END;
}

static bool look_up(struct shell *shell, sg_str name, sg_str *value) {
    bool set = env_get(shell->env, name, value);
    if (!set) shell->expander->unmatched = name;
    return set;
}

static bool fail(struct shell *shell, sg_str error) {
    shell->error = error;
    return false;
}

static bool over_limit(struct shell *shell, const char *what) {
    shell->expander->over_limit = true;
    return fail(shell, str_from(what));
}

static void put(struct shell *shell, struct text *out, uint32_t rune) {
    text_rune(shell->expander->arena, out, rune);
}

/* ---- splitting into words ---- */

static void add_raw(struct shell *shell, sg_str s) {
    if (!shell->words || shell->depth > 1) return;
    text_put(shell->expander->arena, &shell->word, s);
    shell->in_word = true;
}

static void end_word(struct shell *shell) {
    if (!shell->word.len) return;
    LIST_ADD(shell->expander->arena, shell->words) = (struct word){text_str(&shell->word), 0};
    shell->word = (struct text){0};
    shell->in_word = false;
}

static void add_rune(struct shell *shell, uint32_t rune, bool raw) {
    if (!shell->words || shell->depth > 1) return;
    if (!raw && rune_is_space(rune)) {
        if (shell->in_word) end_word(shell);
        return;
    }
    char bytes[4];
    add_raw(shell, (sg_str){bytes, utf8_encode(rune, bytes)});
}

static void add_split(struct shell *shell, sg_str s) {
    if (!shell->words || shell->depth > 1) return;
    while (s.len) add_rune(shell, utf8_next(&s), false);
}

/* ---- quotes ---- */

static bool single_quote(struct shell *shell, struct text *out) {
    bool raw = shell->flags & EXPAND_RAW_QUOTES;
    next(shell);
    if (raw) put(shell, out, '\'');
    for (;;) {
        uint32_t rune = next(shell);
        if (rune == END) return fail(shell, STR("unexpected end of statement while looking for matching single-quote"));
        if (rune != '\'' || raw) put(shell, out, rune);
        if (rune == '\'') return true;
    }
}

static bool dollar(struct shell *shell, sg_str *result);

static bool double_quote(struct shell *shell, struct text *out) {
    bool raw = shell->flags & EXPAND_RAW_QUOTES;
    uint32_t escape = (unsigned char)shell->expander->escape;
    next(shell);
    if (raw) put(shell, out, '"');
    for (;;) {
        uint32_t rune = peek(shell);
        if (rune == END) return fail(shell, STR("unexpected end of statement while looking for matching double-quote"));
        if (rune == '$') {
            sg_str value;
            if (!dollar(shell, &value)) return false;
            text_put(shell->expander->arena, out, value);
            continue;
        }
        next(shell);
        if (rune == '"') {
            if (raw) put(shell, out, '"');
            return true;
        }
        if (rune == escape) {
            if (shell->raw_escapes) put(shell, out, rune);
            uint32_t escaped = peek(shell);
            if (escaped == END) continue;
            if (escaped == '"' || escaped == '$' || escaped == escape) rune = next(shell);
        }
        put(shell, out, rune);
    }
}

/* ---- $ ---- */

static bool special_parameter(uint32_t rune) {
    return rune && rune < 0x80 && strchr("@*#?-$!0", (int)rune);
}

static sg_str read_name(struct shell *shell) {
    sg_str start = shell->rest;
    uint32_t rune = peek(shell);
    if (rune == END) return str_slice(start, 0, 0);
    if (rune_is_digit(rune)) {
        while ((rune = peek(shell)) != END && rune_is_digit(rune)) next(shell);
    } else if (special_parameter(rune)) {
        next(shell);
    } else {
        while ((rune = peek(shell)) != END && (rune == '_' || rune_is_letter(rune) || rune_is_digit(rune))) next(shell);
    }
    return str_slice(start, 0, start.len - shell->rest.len);
}

static bool unsupported(struct shell *shell, bool colon, uint32_t modifier) {
    char bytes[5] = ":";
    size_t len = colon + utf8_encode(modifier, bytes + colon);
    return fail(shell,
                arena_printf(shell->expander->arena, "unsupported modifier (%.*s) in substitution", (int)len, bytes));
}

static bool required(struct shell *shell, sg_str name, const char *complaint, sg_str word) {
    sg_str why = word.len ? word : str_from(complaint);
    return fail(shell, arena_printf(shell->expander->arena, "%.*s: %.*s", STR_ARG(name), STR_ARG(why)));
}

/* A nested word that ends at `stop`; the end of the input is told in terms of the substitution. */
static bool nested(struct shell *shell, uint32_t stop, bool raw_escapes, const char *missing, sg_str *word) {
    if (until(shell, stop, raw_escapes, word)) return true;
    if (!shell->rest.len && !shell->expander->over_limit) shell->error = str_from(missing);
    return false;
}

/* ${name-word} and its like; modifier is the character behind the name and the colon. */
static bool modified(struct shell *shell, sg_str name, bool colon, uint32_t modifier, sg_str *result) {
    struct arena *arena = shell->expander->arena;
    bool trims = modifier == '#' || modifier == '%';
    if (colon && trims) return unsupported(shell, colon, modifier);
    sg_str word, value = {"", 0};
    if (!nested(shell, '}', trims, "syntax error: missing '}'", &word)) return false;
    bool set = look_up(shell, name, &value);
    bool present = set && !(colon && value.len == 0);
    if (!set && (shell->flags & EXPAND_SKIP_UNSET)) {
        char bytes[4];
        *result = arena_printf(arena, "${%.*s%s%.*s%.*s}", STR_ARG(name), colon ? ":" : "",
                               (int)utf8_encode(modifier, bytes), bytes, STR_ARG(word));
        return true;
    }
    switch (modifier) {
    case '-': *result = present ? value : word; return true;
    case '+': *result = present ? word : STR(""); return true;
    case '?':
        if (!set) return required(shell, name, "is not allowed to be unset", word);
        if (!present) return required(shell, name, "is not allowed to be empty", word);
        *result = value;
        return true;
    case '#':
    case '%': {
        bool greedy = word.len && (uint32_t)(unsigned char)word.ptr[0] == modifier;
        return pattern_trim(shell->expander, str_skip(word, greedy), value, modifier == '%', greedy, result,
                            &shell->error);
    }
    default: return unsupported(shell, colon, modifier);
    }
}

/* ${name/pattern/replacement} */
static bool replaced(struct shell *shell, sg_str name, sg_str *result) {
    bool all = peek(shell) == '/';
    if (all) next(shell);
    sg_str pattern, replacement, value = {"", 0};
    if (!nested(shell, '/', true, "syntax error: missing '/' in ${}", &pattern)) return false;
    if (!nested(shell, '}', true, "syntax error: missing '}'", &replacement)) return false;
    if (!look_up(shell, name, &value) && (shell->flags & EXPAND_SKIP_UNSET)) {
        *result = arena_printf(shell->expander->arena, "${%.*s/%.*s/%.*s}", STR_ARG(name), STR_ARG(pattern),
                               STR_ARG(replacement));
        return true;
    }
    return pattern_replace(shell->expander, pattern, replacement, value, all, result, &shell->error);
}

static bool substitution(struct shell *shell, sg_str *result) {
    next(shell);
    uint32_t rune = peek(shell);
    if (rune == END) return fail(shell, STR("syntax error: missing '}'"));
    if (rune == '{' || rune == '}' || rune == ':') return fail(shell, STR("syntax error: bad substitution"));
    sg_str name = read_name(shell), value = {"", 0};
    rune = next(shell);
    switch (rune) {
    case '}':
        *result = look_up(shell, name, &value) || !(shell->flags & EXPAND_SKIP_UNSET)
                      ? value
                      : arena_printf(shell->expander->arena, "${%.*s}", STR_ARG(name));
        return true;
    case ':': return modified(shell, name, true, next(shell), result);
    case '+':
    case '-':
    case '?':
    case '#':
    case '%': return modified(shell, name, false, rune, result);
    case '/': return replaced(shell, name, result);
    default: return unsupported(shell, false, rune);
    }
}

static bool dollar(struct shell *shell, sg_str *result) {
    const char *start = shell->rest.ptr;
    next(shell);
    if (peek(shell) == '{') return substitution(shell, result);
    sg_str name = read_name(shell);
    if (!name.len) return *result = STR("$"), true;
    sg_str value = {"", 0};
    bool keep = !look_up(shell, name, &value) && (shell->flags & EXPAND_SKIP_UNSET);
    *result = keep ? (sg_str){start, (size_t)(shell->rest.ptr - start)} : value;
    return true;
}

/* ---- the word ---- */

/* "<<" and the blanks behind it stay together when words are split: "<< EOF" is one word. */
static void heredoc_mark(struct shell *shell, struct text *out) {
    sg_str start = shell->rest;
    next(shell);
    if (peek(shell) == '<') {
        next(shell);
        for (uint32_t rune; (rune = peek(shell)) == ' ' || rune == '\t' || rune == '\r';) next(shell);
    }
    sg_str mark = str_slice(start, 0, start.len - shell->rest.len);
    text_put(shell->expander->arena, out, mark);
    add_raw(shell, mark);
}

/* Reads a quoted or $ part if one starts here; *handled says whether. */
static bool special(struct shell *shell, uint32_t rune, struct text *out, bool *handled) {
    size_t before = out->len;
    bool quotes = !(shell->flags & EXPAND_NO_QUOTES);
    *handled = true;
    if (rune == '$') {
        sg_str value;
        if (!dollar(shell, &value)) return false;
        text_put(shell->expander->arena, out, value);
        add_split(shell, value);
        return true;
    }
    if (rune == '<') return heredoc_mark(shell, out), true;
    if (rune == '\'' && quotes) {
        if (!single_quote(shell, out)) return false;
    } else if (rune == '"' && quotes) {
        if (!double_quote(shell, out)) return false;
    } else {
        return *handled = false, true;
    }
    add_raw(shell, str_skip(text_str(out), before));
    return true;
}

static bool scan(struct shell *shell, uint32_t stop, struct text *out) {
    uint32_t escape = (unsigned char)shell->expander->escape;
    for (uint32_t rune; (rune = peek(shell)) != END;) {
        if (rune == stop) return next(shell), true;
        if (out->len > EXPAND_WORD_LIMIT) return over_limit(shell, "a word grows to over 1 MiB when it is expanded");
        bool handled;
        if (!special(shell, rune, out, &handled)) return false;
        if (handled) continue;
        next(shell);
        if (rune == escape) {
            if (shell->raw_escapes) {
                put(shell, out, rune);
                add_rune(shell, rune, true);
            }
            rune = next(shell);
            if (rune == END) break;
            add_rune(shell, rune, true);
        } else {
            add_rune(shell, rune, false);
        }
        put(shell, out, rune);
    }
    if (stop == END) return true;
    char bytes[4];
    return fail(shell,
                arena_printf(shell->expander->arena, "unexpected end of statement while looking for matching %.*s",
                             (int)utf8_encode(stop, bytes), bytes));
}

/* Reads up to `stop`, which is consumed, or to the end of the input for END. */
static bool until(struct shell *shell, uint32_t stop, bool raw_escapes, sg_str *result) {
    if (shell->depth >= EXPAND_DEPTH_LIMIT) return over_limit(shell, "substitutions are nested over 500 deep");
    bool outer = shell->raw_escapes;
    shell->raw_escapes = raw_escapes;
    shell->word = (struct text){0};
    shell->depth++;
    struct text out = {0};
    bool good = scan(shell, stop, &out);
    shell->depth--;
    shell->raw_escapes = outer;
    *result = text_str(&out);
    return good;
}

static const sg_str total_is_over = {"the expansions of this file take over 64 MiB", 44};

bool expander_charge(struct expander *expander, size_t bytes, sg_str *error) {
    expander->spent += bytes;
    if (expander->spent <= EXPAND_TOTAL_LIMIT) return true;
    expander->over_limit = true;
    return *error = total_is_over, false;
}

static bool process(struct shell *shell, sg_str word, sg_str *result, sg_str *error) {
    struct expander *expander = shell->expander;
    if (!expander_charge(expander, 0, error)) return false;
    shell->rest = str_starts(word, STR("\xEF\xBB\xBF")) ? str_skip(word, 3) : word; /* Go's scanner drops a BOM */
    bool good = until(shell, END, shell->flags & EXPAND_RAW_ESCAPES, result);
    expander->spent += result->len + word.len;
    if (good && result->len > EXPAND_WORD_LIMIT)
        good = over_limit(shell, "a word grows to over 1 MiB when it is expanded");
    if (good && expander->over_limit) good = over_limit(shell, "a pattern takes too many steps");
    if (good && expander->spent > EXPAND_TOTAL_LIMIT) good = over_limit(shell, total_is_over.ptr);
    if (good) return true;
    *error = expander->over_limit ? shell->error
                                  : arena_printf(expander->arena, "failed to process %.*s: %.*s",
                                                 STR_ARG(go_quote(expander->arena, word)), STR_ARG(shell->error));
    return false;
}

static bool is_plain(sg_str word, char escape) {
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        if (c == '$' || c == '\'' || c == '"' || c == escape || (unsigned char)c >= 0x80) return false;
    }
    return true;
}

bool expand_word(struct expander *expander, sg_str word, const struct env_node *env, unsigned flags, sg_str *result,
                 sg_str *error) {
    if (word.len <= EXPAND_WORD_LIMIT && is_plain(word, expander->escape)) return *result = word, true;
    struct shell shell = {.expander = expander, .env = env, .flags = flags};
    return process(&shell, word, result, error);
}

bool expand_words(struct expander *expander, sg_str word, const struct env_node *env, unsigned flags,
                  struct words *words, sg_str *error) {
    struct shell shell = {.expander = expander, .env = env, .flags = flags, .words = words};
    sg_str result;
    *words = (struct words){0};
    if (process(&shell, word, &result, error)) return end_word(&shell), true;
    return *words = (struct words){0}, false;
}
