/* Globs as automata, and paths cleaned as Go's path/filepath does. */
#include "size/glob.h"

#include "base/utf8.h"

/* ---- matching ---- */

static bool token_takes(const struct glob_token *token, uint32_t rune) {
    bool found = false;
    switch (token->kind) {
    case GLOB_RUNE: return rune == token->rune;
    case GLOB_NAME: return rune != '/';
    case GLOB_ANY: return rune != '\n';
    case GLOB_CLASS:
        for (size_t i = 0; i < token->range_count && !found; i++)
            found = token->ranges[i].first <= rune && rune <= token->ranges[i].last;
        return found != token->negated;
    default: return false;
    }
}

static bool has(const uint64_t *states, size_t state) {
    return states[state / 64] >> state % 64 & 1;
}

static void put(uint64_t *states, size_t state) {
    states[state / 64] |= UINT64_C(1) << state % 64;
}

static size_t word_count(const struct glob *glob) {
    return glob->count / 64 + 1;
}

/* Activates a state and those behind it that need no further input. */
static void activate(const struct glob *glob, uint64_t *states, size_t state, bool at_start) {
    while (!has(states, state)) {
        put(states, state);
        if (state == glob->count) return;
        const struct glob_token *token = &glob->items[state];
        if (token->kind == GLOB_FOLDERS) {
            put(states, state + 1);
            put(states, state + 2);
            state += 3;
        } else if (token->repeated || (token->kind == GLOB_START && at_start)) {
            state++;
        }
    }
}

/* Gives how many states were looked at; *alive is false if none is left. */
static size_t step(struct glob *glob, uint32_t rune, bool *alive) {
    size_t words = word_count(glob), looked = words;
    *alive = false;
    memset(glob->next, 0, words * sizeof *glob->next);
    for (size_t w = 0; w < words; w++)
        for (uint64_t bits = glob->active[w]; bits; bits &= bits - 1, looked++) {
            size_t state = w * 64 + lowest_bit(bits);
            if (state == glob->count || !token_takes(&glob->items[state], rune)) continue;
            activate(glob, glob->next, state + !glob->items[state].repeated, false);
            *alive = true;
        }
    uint64_t *swap = glob->active;
    glob->active = glob->next;
    glob->next = swap;
    return looked;
}

bool budget_take(uint64_t *budget, uint64_t cost) {
    bool enough = *budget >= cost;
    *budget = enough ? *budget - cost : 0;
    return enough;
}

/* The characters at the end that stand for themselves; not the "/" of GLOB_FOLDERS, which may be missing. */
static sg_str literal_tail(struct arena *arena, const struct glob *glob) {
    size_t start = glob->count;
    for (; start; start--) {
        const struct glob_token *token = &glob->items[start - 1];
        bool optional = start >= 3 && glob->items[start - 3].kind == GLOB_FOLDERS;
        if (token->kind != GLOB_RUNE || token->repeated || token->rune == RUNE_INVALID || optional) break;
    }
    struct text tail = {0};
    for (size_t i = start; i < glob->count; i++) text_rune(arena, &tail, glob->items[i].rune);
    return text_done(arena, &tail);
}

static void prepare(struct arena *arena, struct glob *glob) {
    glob->active = arena_array(arena, uint64_t, word_count(glob));
    glob->next = arena_array(arena, uint64_t, word_count(glob));
    glob->tail = literal_tail(arena, glob);
}

bool glob_matches(struct arena *arena, struct glob *glob, sg_str path, uint64_t *budget) {
    if (glob->count && glob->items[0].kind == GLOB_RUNE && !glob->items[0].repeated) { /* most paths differ at once */
        sg_str rest = path;
        if (!rest.len || utf8_next(&rest) != glob->items[0].rune) return false;
    }
    if (!glob->active) prepare(arena, glob);
    if (!str_ends(path, glob->tail)) return false; /* as most do that begin with a wildcard */
    memset(glob->active, 0, word_count(glob) * sizeof *glob->active);
    activate(glob, glob->active, 0, true);
    for (bool alive = true; path.len;)
        if (!budget_take(budget, step(glob, utf8_next(&path), &alive)) || !alive) return false;
    return has(glob->active, glob->count);
}

/* ---- filepath.Match ---- */

/* A character of a class, perhaps escaped (getEsc). A class is never over behind one. */
static bool class_rune(sg_str *pattern, uint32_t *rune) {
    if (!pattern->len || pattern->ptr[0] == '-' || pattern->ptr[0] == ']') return false;
    if (pattern->ptr[0] == '\\') *pattern = str_skip(*pattern, 1);
    if (!pattern->len) return false;
    size_t before = pattern->len;
    *rune = utf8_next(pattern);
    return !(*rune == RUNE_INVALID && before - pattern->len == 1) && pattern->len;
}

static bool compile_class(struct arena *arena, sg_str *pattern, struct glob_token *token) {
    LIST(struct glob_range) ranges = {0};
    token->negated = pattern->len && pattern->ptr[0] == '^';
    *pattern = str_skip(*pattern, token->negated);
    while (!(pattern->len && pattern->ptr[0] == ']' && ranges.count)) {
        struct glob_range range;
        if (!class_rune(pattern, &range.first)) return false;
        range.last = range.first;
        if (pattern->ptr[0] == '-') {
            *pattern = str_skip(*pattern, 1);
            if (!class_rune(pattern, &range.last)) return false;
        }
        LIST_ADD(arena, &ranges) = range;
    }
    *pattern = str_skip(*pattern, 1);
    token->kind = GLOB_CLASS;
    token->ranges = ranges.items;
    token->range_count = ranges.count;
    return true;
}

bool glob_compile(struct arena *arena, sg_str pattern, struct glob *glob) {
    *glob = (struct glob){0};
    if (pattern.len > GLOB_LIMIT) return false;
    while (pattern.len) {
        struct glob_token token = {.kind = GLOB_RUNE, .rune = utf8_next(&pattern)};
        if (token.rune == '*' || token.rune == '?') {
            token.kind = GLOB_NAME;
            token.repeated = token.rune == '*';
        } else if (token.rune == '[') {
            if (!compile_class(arena, &pattern, &token)) return false;
        } else if (token.rune == '\\') {
            if (!pattern.len) return false;
            token.rune = utf8_next(&pattern);
        }
        LIST_ADD(arena, glob) = token;
    }
    return true;
}

/* ---- paths ---- */

sg_str path_clean(struct arena *arena, sg_str path) {
    bool rooted = path.len && path.ptr[0] == '/';
    struct text clean = {0};
    size_t names = 0; /* that a ".." can take back */
    for (sg_str part; path.len;) {
        str_cut(path, '/', &part, &path);
        if (!part.len || str_eq(part, STR("."))) continue;
        bool up = str_eq(part, STR(".."));
        if (up && names) {
            while (clean.len && clean.ptr[clean.len - 1] != '/') clean.len--;
            clean.len -= clean.len > 0;
            names--;
            continue;
        }
        if (up && rooted) continue;
        if (clean.len || rooted) text_put(arena, &clean, STR("/"));
        text_put(arena, &clean, part);
        names += !up;
    }
    return clean.len ? text_str(&clean) : rooted ? STR("/") : STR(".");
}

sg_str path_below_root(struct arena *arena, sg_str path) {
    return str_skip(path_clean(arena, arena_join(arena, STR("/"), path)), 1);
}
