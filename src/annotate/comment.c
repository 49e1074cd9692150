/* The comment block that touches a FROM: which of its lines are prose about the stage. */
#include "annotate/annotate.h"
#include "base/utf8.h"
#include "dockerfile/parse.h"

/* ---- kinds of lines ---- */

static bool has_words(sg_str text) {
    while (text.len) {
        uint32_t rune = utf8_next(&text);
        if (rune_is_letter(rune) || rune_is_digit(rune)) return true;
    }
    return false;
}

static bool is_pragma(sg_str text) {
    static const char *const prefixes[] = {
        "hadolint ", "shellcheck ", "check=", "renovate:", "trivy:",        "checkov:",       "nosemgrep",
        "kics-scan", "cspell:",     "vim:",   "-*-",       "editorconfig-", "dockerfilelint", "grype:"};
    sg_str key, value;
    if (directive_match(text, &key, &value) &&
        (str_eq_nocase(key, STR("syntax")) || str_eq_nocase(key, STR("escape")) || str_eq_nocase(key, STR("check"))))
        return true;
    for (size_t i = 0; i < COUNT(prefixes); i++)
        if (str_starts(text, str_from(prefixes[i]))) return true;
    return false;
}

static bool is_reminder(sg_str text) {
    static const char *const words[] = {"TO"
                                        "DO",
                                        "FIX"
                                        "ME",
                                        "NOTE"};
    for (size_t i = 0; i < COUNT(words); i++) {
        sg_str rest = str_skip(text, strlen(words[i]));
        if (str_starts(text, str_from(words[i])) && (!rest.len || !ascii_alnum(rest.ptr[0]))) return true;
    }
    return false;
}

/* How many equal punctuation characters stand at an end: "==== x". */
static size_t rule_length(sg_str text, bool at_end) {
    size_t len = 0;
    char c = text.len ? text.ptr[at_end ? text.len - 1 : 0] : 0;
    if (!c || !strchr("#=-*~_+/<>|", c)) return 0;
    while (len < text.len && text.ptr[at_end ? text.len - 1 - len : len] == c) len++;
    return len;
}

/* What a banner is about: the words between its rules. */
static sg_str banner_words(sg_str text) {
    for (size_t before = text.len + 1; text.len < before;) {
        before = text.len;
        text = str_trim(str_skip(text, rule_length(text, false)));
        text.len -= rule_length(text, true);
        text = str_trim(text);
    }
    return text;
}

static bool is_banner(sg_str text) {
    size_t left = rule_length(text, false), right = rule_length(text, true);
    return !has_words(text) || left >= 3 || right >= 3 || (left >= 2 && right >= 2);
}

static bool blank(char c) {
    return c == ' ' || c == '\t';
}

static sg_str word_at(sg_str text, size_t index) {
    sg_str rest = text;
    for (;; index--) {
        size_t end = 0;
        while (end < rest.len && !blank(rest.ptr[end])) end++;
        if (!index) return str_slice(rest, 0, end);
        rest = str_trim_left(str_skip(rest, end));
    }
}

static bool parses(sg_doc *doc, sg_str text) {
    struct diags diags = {.arena = &doc->arena};
    struct dockerfile file;
    diags_add_source(&diags, STR(""), text);
    dockerfile_parse(&file, &doc->arena, &diags, 0);
    if (file.count == 1) instruction_check(&file.items[0], &doc->arena, &diags, 0);
    return file.count == 1 && (!diags.items.count || file.items[0].heredoc_count);
}

/* Commented-out instructions. An upper-case keyword is not enough: "FROM previous containers" is prose. */
static bool is_code(sg_doc *doc, sg_str text) {
    sg_str first = word_at(text, 0), second = word_at(text, 1);
    if (text.len && text.ptr[text.len - 1] == doc->file.escape) return true;
    if (keyword_named(first) == KEYWORD_UNKNOWN || !second.len) return false;
    if (str_starts(second, STR("--")) || second.ptr[0] == '/' || second.ptr[0] == '[' || str_starts(second, STR("./")))
        return true;
    bool upper = str_eq(first, arena_upper(&doc->arena, first));
    return upper && parses(doc, text);
}

static bool starts_nocase(sg_str text, const char *prefix) {
    return str_eq_nocase(str_slice(text, 0, strlen(prefix)), str_from(prefix));
}

/* "usage:" and its like: what follows, up to an empty line, is an example. */
static bool opens_example(sg_str text) {
    static const char *const words[] = {"usage", "example", "how to ", "to run", "to build", "run with", "build with"};
    sg_str line = str_trim(text);
    for (size_t i = 0; i < COUNT(words); i++)
        if (starts_nocase(line, words[i]) && line.ptr[line.len - 1] == ':') return true;
    return false;
}

static bool is_aside(sg_str text) {
    static const char *const words[] = {
        "see ", "see:", "ref:", "ref ", "source:", "from:", "more info", "docs:", "cf.", "http://", "https://"};
    bool link = str_find_str(text, STR("://")) < text.len;
    if (text.ptr[0] == '>' || str_starts(text, STR("$ ")) || starts_nocase(text, "see also")) return true;
    for (size_t i = 0; i < COUNT(words) && link; i++)
        if (starts_nocase(text, words[i])) return true;
    return false;
}

static enum comment_kind kind_of(sg_doc *doc, sg_str text, bool continues_code) {
    if (!text.len) return COMMENT_EMPTY;
    if (directive_text(text).ptr || directive_miswritten(text).ptr) return COMMENT_DIRECTIVE;
    if (continues_code || is_code(doc, text)) return COMMENT_CODE;
    if (is_pragma(text)) return COMMENT_PRAGMA;
    if (is_banner(text)) return COMMENT_BANNER;
    if (is_reminder(banner_words(text))) return COMMENT_REMINDER;
    return is_aside(text) || opens_example(text) ? COMMENT_ASIDE : COMMENT_PROSE;
}

/* ---- the block ---- */

/* The line above `offset`, or false at the start of the file. */
static bool line_above(sg_str source, size_t *offset, sg_str *line) {
    if (!*offset) return false;
    size_t end = *offset - 1, start = end;
    while (start && source.ptr[start - 1] != '\n') start--;
    *line = str_slice(source, start, end);
    *offset = start;
    return true;
}

struct comments comments_above(struct arena *arena, sg_doc *doc, const struct stage *stage) {
    struct comments above = {0};
    sg_str source = doc->file.source, line;
    size_t offset = stage->from->offset;
    while (offset && source.ptr[offset - 1] != '\n') offset--;
    size_t previous = stage->from == doc->file.items ? 0 : stage->from[-1].public.end_line;
    size_t most = stage->from->public.line - 1 - previous; /* lines that belong to no instruction */
    while (above.count < most && line_above(source, &offset, &line)) {
        line = str_trim(line);
        if (str_starts(line, STR("\xEF\xBB\xBF"))) line = str_skip(line, 3);
        if (!line.len || line.ptr[0] != '#') break;
        LIST_ADD(arena, &above) = (struct comment){.text = str_trim(str_skip(line, 1))};
    }
    for (size_t i = 0; i < above.count / 2; i++) {
        struct comment other = above.items[i];
        above.items[i] = above.items[above.count - 1 - i];
        above.items[above.count - 1 - i] = other;
    }
    bool continues_code = false, example = false;
    for (size_t i = 0; i < above.count; i++) {
        struct comment *comment = &above.items[i];
        comment->kind = kind_of(doc, comment->text, continues_code);
        continues_code = comment->kind == COMMENT_CODE && comment->text.ptr[comment->text.len - 1] == doc->file.escape;
        example = comment->kind != COMMENT_EMPTY && (example || opens_example(comment->text));
        bool goes_on = i && above.items[i - 1].kind == COMMENT_ASIDE && comment->text.len &&
                       comment->text.ptr[0] >= 'a' && comment->text.ptr[0] <= 'z';
        if ((example || goes_on) && comment->kind == COMMENT_PROSE) comment->kind = COMMENT_ASIDE;
    }
    return above;
}

/* "## x" and "# x ---" are prose with some decoration. */
static sg_str plain(sg_str text) {
    while (text.len && text.ptr[0] == '#') text = str_skip(text, 1);
    return str_trim(text);
}

/* The first paragraph of that kind: what is behind an empty line is detail that no box has room for. */
static sg_str lines_of_kind(struct arena *arena, const struct comments *comments, enum comment_kind kind) {
    struct text out = {0};
    for (size_t i = 0; i < comments->count; i++) {
        const struct comment *comment = &comments->items[i];
        if (comment->kind == COMMENT_EMPTY && out.len) break;
        if (comment->kind != kind) continue;
        sg_str words = kind == COMMENT_BANNER ? banner_words(comment->text) : plain(comment->text);
        bool heading = words.len && words.ptr[words.len - 1] == ':' &&
                       (i + 1 == comments->count || comments->items[i + 1].kind != kind);
        if (!words.len || heading) continue; /* "Usage:" of something that was dropped */
        if (out.len) text_put(arena, &out, STR("\n"));
        text_put(arena, &out, words);
    }
    return out.len ? text_str(&out) : (sg_str){0};
}

sg_str comments_prose(struct arena *arena, const struct comments *comments) {
    sg_str prose = lines_of_kind(arena, comments, COMMENT_PROSE);
    return prose.ptr ? prose : lines_of_kind(arena, comments, COMMENT_BANNER);
}

/* ---- BuildKit's doc comments ---- */

sg_str doc_comment(const struct stage *stage) {
    sg_str name = stage->public.name;
    for (size_t i = 0; name.ptr && i < stage->from->comment_count; i++) {
        sg_str line = stage->from->comments[i];
        if (str_starts(line, name) && line.len > name.len && line.ptr[name.len] == ' ')
            return str_skip(line, name.len + 1);
    }
    return (sg_str){0};
}

static sg_str capitalised(struct arena *arena, sg_str text) {
    if (!text.len || ascii_upper(text.ptr[0]) == text.ptr[0]) return text;
    char first = ascii_upper(text.ptr[0]);
    return arena_join(arena, (sg_str){&first, 1}, str_skip(text, 1));
}

/* "is a tool that …" → "Tool that …" */
static sg_str without_copula(struct arena *arena, sg_str text) {
    static const char *const leads[] = {"is a ", "is an ", "is the ", "is ", "- ", "-- ", ": "};
    text = str_trim(text);
    for (size_t i = 0; i < COUNT(leads); i++) {
        if (!str_starts(text, str_from(leads[i]))) continue;
        text = str_trim(str_skip(text, strlen(leads[i])));
        break;
    }
    return capitalised(arena, text);
}

/* Letters and digits only, in lower case. */
static sg_str essence(struct arena *arena, sg_str text) {
    struct text out = {0};
    for (size_t i = 0; i < text.len; i++) {
        char c = ascii_lower(text.ptr[i]);
        if (ascii_alnum(c) || (unsigned char)c >= 0x80) text_put(arena, &out, (sg_str){&c, 1});
    }
    return text_str(&out);
}

/* What could stand above any stage. */
static bool is_empty_phrase(sg_str words) {
    static const char *const phrases[] = {
        "basedockerimage", "baseimage",     "dockerfile", "dockerimage",  "finalimage",      "finalstage",
        "buildstage",      "builderstage",  "mainimage",  "thebaseimage", "thefinalimage",   "runtimestage",
        "productionstage", "stage1",        "stage2",     "stage3",       "multistagebuild", "buildimage",
        "builder",         "thefinalstage", "firststage", "secondstage"};
    for (size_t i = 0; i < COUNT(phrases); i++)
        if (str_eq(words, str_from(phrases[i]))) return true;
    return false;
}

sg_str comment_purpose(struct arena *arena, sg_str prose, const sg_stage *stage) {
    sg_str name = stage->name, rest = str_skip(prose, name.len);
    if (!prose.ptr) return prose;
    bool led = name.len && str_eq_nocase(str_slice(prose, 0, name.len), name);
    if (led && (str_starts(rest, STR(": ")) || str_starts(rest, STR(" - ")) || str_starts(rest, STR(":\n"))))
        prose = capitalised(arena, str_trim(str_skip(rest, rest.ptr[0] == ':' ? 1 : 3)));
    sg_str heading, below, known = essence(arena, name), title = essence(arena, stage->title);
    if (str_cut(prose, '\n', &heading, &below) && name.len && str_eq(essence(arena, heading), known))
        prose = str_trim(below);
    sg_str words = essence(arena, prose);
    if (is_empty_phrase(words)) return (sg_str){0};
    return str_starts(known, words) || str_starts(title, words) ? (sg_str){0} : prose;
}

/* The description and the comment lines that follow it, up to a blank one. */
sg_str doc_comment_purpose(sg_doc *doc, const struct stage *stage, sg_str description) {
    struct text out = {0};
    text_put(&doc->arena, &out, without_copula(&doc->arena, description));
    sg_str rest = str_skip(doc->file.source, (size_t)(description.ptr - doc->file.source.ptr)), line;
    str_cut(rest, '\n', &line, &rest);
    while (rest.len && rest.ptr < doc->file.source.ptr + stage->from->offset) {
        str_cut(rest, '\n', &line, &rest);
        line = str_trim(line);
        if (!line.len || line.ptr[0] != '#') break;
        line = str_trim(str_skip(line, 1));
        if (kind_of(doc, line, false) != COMMENT_PROSE) break;
        text_put(&doc->arena, &out, STR("\n"));
        text_put(&doc->arena, &out, line);
    }
    return text_str(&out);
}
