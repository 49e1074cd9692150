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
    bool pattern; /* the word will be read again as a pattern: an escape character between quotes is doubled */
    sg_str rest;  /* what is not read yet */
    sg_str error;
    unsigned depth;
    struct words *words; /* NULL: nobody asked for them */
    struct text word;    /* BuildKit shares this buffer with nested words, which empty it: so do we */
    bool in_word;
    bool unknown;        /* the word that is read hangs on a value that is not known */
    bool nested_unknown; /* so did the nested word that was read last */
};

enum reading { READ_WORD, READ_RAW, READ_PATTERN }; /* the last two keep escape characters */

static bool until(struct shell *shell, uint32_t stop, enum reading reading, sg_str *result);

static uint32_t peek(const struct shell *shell) {
    sg_str rest = shell->rest;
    return rest.len ? utf8_next(&rest) : END;
}

static uint32_t next(struct shell *shell) {
    return shell->rest.len ? utf8_next(&shell->rest) : END;
}

static enum env_state look_up(struct shell *shell, sg_str name, sg_str *value) {
    enum env_state state = env_find(shell->env, name, value);
    if (state == ENV_UNSET) shell->expander->unmatched = name;
    if (shell->expander->looked_up) shell->expander->looked_up(shell->expander->user, name);
    return state;
}

static bool is_unknown(const struct shell *shell, enum env_state state) {
    return state == ENV_UNKNOWN || (state == ENV_UNSET && shell->expander->outside);
}

/* A name alone, $X or ${X}: false if it stays as it is. */
static bool plain_value(struct shell *shell, sg_str name, sg_str *value) {
    *value = STR("");
    enum env_state state = look_up(shell, name, value);
    if (is_unknown(shell, state)) shell->unknown = true;
    if (!value->len) shell->expander->blank = name;
    return state != ENV_UNSET || !(shell->flags & EXPAND_SKIP_UNSET);
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
        if (shell->pattern && rune == (unsigned char)shell->expander->escape) put(shell, out, rune);
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
            uint32_t escaped = peek(shell);
            bool meant = escaped == '"' || escaped == '$' || escaped == escape;
            if (escaped == END) continue;
            if (shell->raw_escapes && (meant || !raw || shell->pattern)) put(shell, out, rune);
            if (meant) rune = next(shell);
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
static bool nested(struct shell *shell, uint32_t stop, enum reading reading, const char *missing, sg_str *word) {
    if (until(shell, stop, reading, word)) return true;
    if (!shell->rest.len && !shell->expander->over_limit) shell->error = str_from(missing);
    return false;
}

/* ${name#word} and ${name%word}, doubled if greedy */
static bool trimmed(struct shell *shell, sg_str word, sg_str value, uint32_t modifier, sg_str *result) {
    bool greedy = word.len && (uint32_t)(unsigned char)word.ptr[0] == modifier;
    return pattern_trim(shell->expander, str_skip(word, greedy), value, modifier == '%', greedy, result, &shell->error);
}

/* The word of ${name-word} and its like. */
struct operand {
    sg_str text;
    bool unknown;
};

static bool take(struct shell *shell, struct operand word, sg_str *result) {
    *result = word.text;
    shell->unknown = shell->unknown || word.unknown;
    return true;
}

/* Matches every value whole, if it takes the longest match. */
static bool only_stars(sg_str pattern) {
    for (size_t i = 0; i < pattern.len; i++)
        if (pattern.ptr[i] != '*') return false;
    return pattern.len > 0;
}

/* The same for a name whose value is not known: what it is, and whether it is an error, is known of few. */
static bool modified_unknown(struct shell *shell, bool colon, uint32_t modifier, bool set, struct operand word,
                             sg_str *result) {
    *result = modifier == '-' ? word.text : STR("");
    switch (modifier) {
    case '+':
        if (set && !colon) return take(shell, word, result);
        shell->unknown = shell->unknown || word.unknown || word.text.len;
        return true;
    case '-':
    case '?': return shell->unknown = true;
    case '#':
    case '%': {
        bool greedy = word.text.len && (uint32_t)(unsigned char)word.text.ptr[0] == modifier;
        if (!word.unknown && greedy && only_stars(str_skip(word.text, 1))) return true;
        shell->unknown = true;
        return word.unknown || trimmed(shell, word.text, STR(""), modifier, result);
    }
    default: return unsupported(shell, colon, modifier);
    }
}

/* ${name-word} and its like; modifier is the character behind the name and the colon. */
static bool modified(struct shell *shell, sg_str name, bool colon, uint32_t modifier, sg_str *result) {
    bool trims = modifier == '#' || modifier == '%';
    if (colon && trims) return unsupported(shell, colon, modifier);
    struct operand word;
    sg_str value = {"", 0};
    if (!nested(shell, '}', trims ? READ_PATTERN : READ_WORD, "syntax error: missing '}'", &word.text)) return false;
    word.unknown = shell->nested_unknown;
    enum env_state state = look_up(shell, name, &value);
    bool set = state != ENV_UNSET, present = set && !(colon && value.len == 0);
    if (!set && (shell->flags & EXPAND_SKIP_UNSET)) {
        char bytes[4];
        *result = arena_printf(shell->expander->arena, "${%.*s%s%.*s%.*s}", STR_ARG(name), colon ? ":" : "",
                               (int)utf8_encode(modifier, bytes), bytes, STR_ARG(word.text));
        return true;
    }
    if (is_unknown(shell, state)) return modified_unknown(shell, colon, modifier, set, word, result);
    *result = value;
    switch (modifier) {
    case '-': return present || take(shell, word, result);
    case '+': return present ? take(shell, word, result) : (*result = STR(""), true);
    case '?':
        if (!set) return required(shell, name, "is not allowed to be unset", word.text);
        return present || required(shell, name, "is not allowed to be empty", word.text);
    case '#':
    case '%':
        if (!value.len) shell->expander->blank = name;
        if (!word.unknown) return trimmed(shell, word.text, value, modifier, result);
        shell->unknown = shell->unknown || value.len;
        return true;
    default: return unsupported(shell, colon, modifier);
    }
}

/* ${name/pattern/replacement} */
static bool replaced(struct shell *shell, sg_str name, sg_str *result) {
    bool all = peek(shell) == '/';
    if (all) next(shell);
    sg_str pattern, replacement, value = {"", 0};
    if (!nested(shell, '/', READ_PATTERN, "syntax error: missing '/' in ${}", &pattern)) return false;
    bool pattern_unknown = shell->nested_unknown;
    if (!nested(shell, '}', READ_RAW, "syntax error: missing '}'", &replacement)) return false;
    enum env_state state = look_up(shell, name, &value);
    if (!value.len) shell->expander->blank = name;
    bool whole = !pattern_unknown && only_stars(pattern);
    if (pattern_unknown || shell->nested_unknown || (is_unknown(shell, state) && !whole)) shell->unknown = true;
    if (pattern_unknown) return *result = value, true;
    if (state == ENV_UNSET && (shell->flags & EXPAND_SKIP_UNSET)) {
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
    sg_str name = read_name(shell), value;
    rune = next(shell);
    switch (rune) {
    case '}':
        *result =
            plain_value(shell, name, &value) ? value : arena_printf(shell->expander->arena, "${%.*s}", STR_ARG(name));
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
    sg_str value;
    *result = plain_value(shell, name, &value) ? value : (sg_str){start, (size_t)(shell->rest.ptr - start)};
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
static bool until(struct shell *shell, uint32_t stop, enum reading reading, sg_str *result) {
    if (shell->depth >= EXPAND_DEPTH_LIMIT) return over_limit(shell, "substitutions are nested over 500 deep");
    bool outer_raw = shell->raw_escapes, outer_pattern = shell->pattern, outer_unknown = shell->unknown;
    shell->raw_escapes = reading != READ_WORD;
    shell->pattern = reading == READ_PATTERN;
    shell->unknown = false;
    shell->word = (struct text){0};
    shell->depth++;
    struct text out = {0};
    bool good = scan(shell, stop, &out);
    shell->depth--;
    shell->raw_escapes = outer_raw;
    shell->pattern = outer_pattern;
    shell->nested_unknown = shell->unknown;
    shell->unknown = outer_unknown;
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
    bool good = until(shell, END, shell->flags & EXPAND_RAW_ESCAPES ? READ_RAW : READ_WORD, result);
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

/* How a word is drawn that is unknown: its text, without quotes. */
static sg_str as_written(struct expander *expander, sg_str word, sg_str as_empty) {
    sg_str bare, error;
    struct expander plain = {.arena = expander->arena, .escape = expander->escape};
    bool quoted = str_has(word, '\'') || str_has(word, '"');
    expander->unknown = true;
    expander->as_empty = as_empty;
    return quoted && expand_word(&plain, word, NULL, EXPAND_SKIP_UNSET, &bare, &error) ? bare : word;
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
    expander->unknown = false;
    if (word.len <= EXPAND_WORD_LIMIT && is_plain(word, expander->escape)) return *result = word, true;
    struct shell shell = {.expander = expander, .env = env, .flags = flags};
    if (!process(&shell, word, result, error)) return false;
    if (shell.nested_unknown) *result = as_written(expander, word, *result);
    return true;
}

bool expand_words(struct expander *expander, sg_str word, const struct env_node *env, unsigned flags,
                  struct words *words, sg_str *error) {
    struct shell shell = {.expander = expander, .env = env, .flags = flags, .words = words};
    sg_str result;
    expander->unknown = false;
    *words = (struct words){0};
    if (!process(&shell, word, &result, error)) return *words = (struct words){0}, false;
    if (!shell.nested_unknown) return end_word(&shell), true;
    *words = (struct words){0};
    LIST_ADD(expander->arena, words) = (struct word){as_written(expander, word, result), 0};
    return true;
}
