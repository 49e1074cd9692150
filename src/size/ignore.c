/* .dockerignore. A pattern goes through what patternmatcher makes of it: Go's regular expression, with the accidents that
 * this has, such as "*" inside of []. What nobody means (alternatives, counts, classes by name) is refused. */
#include "size/ignore.h"

#include "base/utf8.h"
#include "size/glob.h"

enum pattern_kind { PATTERN_EXACT, PATTERN_PREFIX, PATTERN_SUFFIX, PATTERN_GLOB };

struct pattern {
    enum pattern_kind kind;
    bool exception; /* "!" */
    sg_str text;    /* what a path is, starts or ends with; of a glob: what it starts with */
    struct glob glob;
};

/* What is known of a path or a folder above it. */
struct level {
    size_t len; /* of its path */
    bool matched;
    unsigned char *hits; /* by pattern: matches it, or a folder above it */
};

/* A folder may be as deep as a path is long, and each level has a byte for each pattern. */
enum { PATTERN_LIMIT = 1 << 14 };

struct ignore {
    struct arena *arena;
    uint64_t own_budget, *budget;
    LIST(struct pattern) patterns;
    LIST(struct ignore_problem) problems;
    struct text path; /* the last one asked for, and its levels */
    LIST(struct level) levels;
    size_t depth;
};

/* ---- a pattern as a regular expression (Pattern.compile) ---- */

/* Meant are | { and } too, but the bit mask in shouldEscape() has no room for them. */
static const char escaped[] = ".+()$";

/* "**", behind which a "/" belongs to it. `first`: nothing stands before it. */
static void put_stars(struct arena *arena, struct text *out, sg_str *rest, bool first, enum pattern_kind *kind) {
    if (rest->len && rest->ptr[0] == '/') *rest = str_skip(*rest, 1);
    if (rest->len) text_put(arena, out, STR("(.*/)?"));
    if (!rest->len && *kind != PATTERN_EXACT) text_put(arena, out, STR(".*"));
    *kind = !rest->len && *kind == PATTERN_EXACT ? PATTERN_PREFIX : PATTERN_GLOB;
    if (first) *kind = PATTERN_SUFFIX;
}

static sg_str to_expression(struct arena *arena, sg_str pattern, enum pattern_kind *kind) {
    struct text out = {0};
    *kind = PATTERN_EXACT;
    for (sg_str rest = pattern; rest.len;) {
        bool first = rest.len == pattern.len;
        uint32_t rune = utf8_next(&rest);
        if (rune == '*' && rest.len && rest.ptr[0] == '*') {
            rest = str_skip(rest, 1);
            put_stars(arena, &out, &rest, first, kind);
            continue;
        }
        if (rune < 0x80 && rune && strchr(escaped, (char)rune)) {
            text_put(arena, &out, STR("\\"));
        } else if (rune < 0x80 && rune && strchr("*?[]\\", (char)rune)) {
            *kind = PATTERN_GLOB;
        }
        if (rune == '*' || rune == '?') text_put(arena, &out, rune == '*' ? STR("[^/]*") : STR("[^/]"));
        else text_rune(arena, &out, rune);
        if (rune == '\\' && rest.len) text_rune(arena, &out, utf8_next(&rest));
    }
    return text_str(&out);
}

/* ---- the regular expression as a glob: what of Go's syntax can come out of the above ---- */

/* Behind a backslash: punctuation, and C's escapes but for numbers. */
static bool escaped_rune(sg_str *rest, uint32_t *rune) {
    static const char letters[] = "afnrtv", values[] = "\a\f\n\r\t\v";
    if (!rest->len) return false;
    *rune = utf8_next(rest);
    if (*rune >= 0x80) return false;
    const char *letter = *rune ? strchr(letters, (char)*rune) : NULL;
    if (letter) *rune = (unsigned char)values[letter - letters];
    return letter || !ascii_alnum((char)*rune);
}

static bool set_rune(sg_str *rest, uint32_t *rune) {
    if (!rest->len) return false;
    *rune = utf8_next(rest);
    return *rune != '\\' || escaped_rune(rest, rune);
}

/* Behind "[" (parseClass, without named classes). */
static bool compile_set(struct arena *arena, sg_str *rest, struct glob_token *token) {
    LIST(struct glob_range) ranges = {0};
    token->kind = GLOB_CLASS;
    token->negated = rest->len && rest->ptr[0] == '^';
    *rest = str_skip(*rest, token->negated);
    while (!(rest->len && rest->ptr[0] == ']' && ranges.count)) {
        struct glob_range range;
        if (str_starts(*rest, STR("[:")) || !set_rune(rest, &range.first)) return false;
        range.last = range.first;
        if (rest->len > 1 && rest->ptr[0] == '-' && rest->ptr[1] != ']') {
            *rest = str_skip(*rest, 1);
            if (!set_rune(rest, &range.last) || range.last < range.first) return false;
        }
        LIST_ADD(arena, &ranges) = range;
    }
    *rest = str_skip(*rest, 1);
    token->ranges = ranges.items;
    token->range_count = ranges.count;
    return true;
}

/* "{2}", "{2,}" or "{2,3}"; any other "{" is itself. */
static bool is_count(sg_str rest) {
    size_t at = 0;
    while (at < rest.len && (ascii_digit(rest.ptr[at]) || (at > 0 && rest.ptr[at] == ','))) at++;
    return at > 0 && at < rest.len && rest.ptr[at] == '}';
}

static bool compile_expression(struct arena *arena, sg_str rest, struct glob *glob) {
    while (rest.len) {
        struct glob_token token = {.kind = GLOB_RUNE};
        if (str_starts(rest, STR("(.*/)?"))) {
            LIST_ADD(arena, glob) = (struct glob_token){.kind = GLOB_FOLDERS};
            LIST_ADD(arena, glob) = (struct glob_token){.kind = GLOB_ANY, .repeated = true};
            LIST_ADD(arena, glob) = (struct glob_token){.kind = GLOB_RUNE, .rune = '/'};
            rest = str_skip(rest, 6);
            continue;
        }
        token.rune = utf8_next(&rest);
        if (token.rune == '.') token.kind = GLOB_ANY;
        else if (token.rune == '^') token.kind = GLOB_START;
        else if (token.rune == '|' || (token.rune == '{' && is_count(rest))) return false;
        else if (token.rune == '[' && !compile_set(arena, &rest, &token)) return false;
        else if (token.rune == '\\' && !escaped_rune(&rest, &token.rune)) return false;
        token.repeated = rest.len && rest.ptr[0] == '*';
        rest = str_skip(rest, token.repeated);
        LIST_ADD(arena, glob) = token;
    }
    return true;
}

/* ---- reading ---- */

/* What a glob starts with, for certain. */
static sg_str literal_head(sg_str pattern) {
    size_t end = 0;
    while (end < pattern.len && !strchr("*?[]\\^", pattern.ptr[end])) end++;
    return str_slice(pattern, 0, end);
}

/* patternmatcher.New, for one that is trimmed. Gives what is wrong with it, or NULL. */
static const char *read_pattern(struct arena *arena, sg_str text, struct pattern *pattern) {
    struct glob syntax;
    *pattern = (struct pattern){.exception = false};
    if (text.len > GLOB_LIMIT) return "the pattern is longer than 4096 bytes";
    text = path_clean(arena, text);
    pattern->exception = text.ptr[0] == '!';
    text = str_skip(text, pattern->exception);
    if (!text.len) return "nothing stands behind \"!\"";
    if (!glob_compile(arena, text, &syntax)) return "syntax error in pattern";
    sg_str expression = to_expression(arena, text, &pattern->kind);
    switch (pattern->kind) {
    case PATTERN_EXACT: pattern->text = text; break;
    case PATTERN_PREFIX: pattern->text = str_slice(text, 0, text.len - 2); break;
    case PATTERN_SUFFIX: pattern->text = str_skip(text, 2); break;
    case PATTERN_GLOB:
        pattern->text = literal_head(text);
        if (!compile_expression(arena, expression, &pattern->glob)) return "this form of pattern is not supported";
    }
    return NULL;
}

static void add_pattern(struct ignore *ignore, size_t line, sg_str typed, sg_str text) {
    struct pattern pattern;
    text = str_trim(text);
    if (!text.len) return;
    const char *problem = ignore->patterns.count == PATTERN_LIMIT ? "there are over 16384 patterns"
                                                                  : read_pattern(ignore->arena, text, &pattern);
    if (problem) LIST_ADD(ignore->arena, &ignore->problems) = (struct ignore_problem){line, typed, str_from(problem)};
    else LIST_ADD(ignore->arena, &ignore->patterns) = pattern;
}

/* ignorefile.ReadAll */
static void add_line(struct ignore *ignore, size_t number, sg_str line) {
    struct arena *arena = ignore->arena;
    if (line.len && line.ptr[0] == '#') return;
    sg_str pattern = line = str_trim(line);
    if (!line.len) return;
    bool exception = line.ptr[0] == '!';
    if (exception) pattern = str_trim(str_skip(line, 1));
    if (pattern.len && pattern.len <= GLOB_LIMIT) pattern = path_clean(arena, pattern);
    if (pattern.len > 1 && pattern.ptr[0] == '/') pattern = str_skip(pattern, 1);
    add_pattern(ignore, number, line, exception ? arena_join(arena, STR("!"), pattern) : pattern);
}

static struct ignore *new_ignore(struct arena *arena, uint64_t *budget) {
    struct ignore *ignore = arena_one(arena, struct ignore);
    ignore->arena = arena;
    ignore->own_budget = GLOB_BUDGET;
    ignore->budget = budget ? budget : &ignore->own_budget;
    return ignore;
}

struct ignore *ignore_read(struct arena *arena, sg_str text) {
    struct ignore *ignore = new_ignore(arena, NULL);
    if (str_starts(text, STR("\xEF\xBB\xBF"))) text = str_skip(text, 3);
    for (size_t number = 1; text.len; number++) {
        sg_str line;
        str_cut(text, '\n', &line, &text);
        add_line(ignore, number, line);
    }
    return ignore;
}

struct ignore *ignore_patterns(struct arena *arena, const sg_str *patterns, size_t count, uint64_t *budget) {
    struct ignore *ignore = new_ignore(arena, budget);
    for (size_t i = 0; i < count; i++) add_pattern(ignore, i + 1, patterns[i], patterns[i]);
    return ignore;
}

const struct ignore_problem *ignore_problems(const struct ignore *ignore, size_t *count) {
    *count = ignore->problems.count;
    return ignore->problems.items;
}

/* ---- matching ---- */

static bool pattern_matches(struct ignore *ignore, struct pattern *pattern, sg_str path) {
    switch (pattern->kind) {
    case PATTERN_EXACT: return str_eq(path, pattern->text);
    case PATTERN_PREFIX: return str_starts(path, pattern->text);
    case PATTERN_SUFFIX:
        if (str_ends(path, pattern->text)) return true;
        return pattern->text.ptr[0] == '/' && str_eq(path, str_skip(pattern->text, 1));
    case PATTERN_GLOB:
        return str_starts(path, pattern->text) && glob_matches(ignore->arena, &pattern->glob, path, ignore->budget);
    }
    return false;
}

/* How many levels of the last path are those of this one. */
static size_t common_levels(const struct ignore *ignore, sg_str path) {
    sg_str last = text_str(&ignore->path);
    size_t count = 0;
    for (; count < ignore->depth; count++) {
        size_t start = count ? ignore->levels.items[count - 1].len : 0, end = ignore->levels.items[count].len;
        if (end > path.len || (end < path.len && path.ptr[end] != '/')) break;
        if (!str_eq(str_slice(path, start, end), str_slice(last, start, end))) break;
    }
    return count;
}

/* Goes one name down. A pattern that could change nothing is not looked at, and so does not count for what is below. */
static void add_level(struct ignore *ignore, sg_str path) {
    if (ignore->depth == ignore->levels.count)
        LIST_ADD(ignore->arena, &ignore->levels) =
            (struct level){.hits = arena_alloc(ignore->arena, ignore->patterns.count)};
    struct level *level = &ignore->levels.items[ignore->depth];
    const struct level *above = ignore->depth ? level - 1 : NULL;
    level->len = path.len;
    level->matched = false;
    budget_take(ignore->budget, ignore->patterns.count);
    for (size_t i = 0; i < ignore->patterns.count; i++) {
        struct pattern *pattern = &ignore->patterns.items[i];
        bool hit = above && above->hits[i];
        if (!hit && pattern->exception == level->matched) hit = pattern_matches(ignore, pattern, path);
        level->hits[i] = hit;
        if (hit) level->matched = !pattern->exception;
    }
    ignore->depth++;
}

bool ignore_over_budget(const struct ignore *ignore) {
    return !*ignore->budget;
}

bool ignore_matches(struct ignore *ignore, sg_str path) {
    if (!path.len || !ignore->patterns.count) return false;
    if (!*ignore->budget) return true;
    size_t common = common_levels(ignore, path), at = common ? ignore->levels.items[common - 1].len : 0;
    ignore->depth = common;
    ignore->path.len = at;
    text_put(ignore->arena, &ignore->path, str_skip(path, at));
    while (at < path.len) {
        at += 1 + str_find(str_skip(path, at + 1), '/');
        add_level(ignore, str_slice(path, 0, at));
    }
    return ignore->levels.items[ignore->depth - 1].matched || !*ignore->budget;
}

/* Whether a pattern could match a path below the folder. */
static bool may_match_below(const struct pattern *pattern, sg_str folder) {
    sg_str text = pattern->text;
    if (pattern->kind == PATTERN_SUFFIX) return true;
    if (pattern->kind != PATTERN_EXACT && str_starts(folder, text)) return true;
    return text.len > folder.len && text.ptr[folder.len] == '/' && str_starts(text, folder);
}

bool ignore_prunes(struct ignore *ignore, sg_str folder) {
    if (!ignore_matches(ignore, folder)) return false;
    const struct level *level = &ignore->levels.items[ignore->depth - 1];
    for (size_t i = ignore->patterns.count; i-- > 0;) {
        const struct pattern *pattern = &ignore->patterns.items[i];
        if (pattern->exception && may_match_below(pattern, folder)) return false;
        if (!pattern->exception && level->hits[i]) return true;
    }
    return false;
}

/* ---- where it is ---- */

const struct ignore_place *ignore_places(struct arena *arena, sg_str dockerfile, size_t *count) {
    LIST(struct ignore_place) places = {0};
    bool buildah = str_find_str(dockerfile, STR("ontainerfile")) < dockerfile.len;
    LIST_ADD(arena, &places) = (struct ignore_place){arena_join(arena, dockerfile, STR(".dockerignore")), true};
    if (buildah) {
        LIST_ADD(arena, &places) = (struct ignore_place){arena_join(arena, dockerfile, STR(".containerignore")), true};
        LIST_ADD(arena, &places) = (struct ignore_place){STR(".containerignore"), false};
    }
    LIST_ADD(arena, &places) = (struct ignore_place){STR(".dockerignore"), false};
    *count = places.count;
    return places.items;
}
