/* The comment lines that touch an instruction: which of them are prose. */
#include "annotate/comment.h"

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
        "hadolint ",      "hadolint:", "shellcheck ",  "check=",  "skipcq",  "renovate:", "trivy:",
        "checkov:",       "nosemgrep", "kics-scan",    "cspell:", "vim:",    "-*-",       "editorconfig-",
        "dockerfilelint", "grype:",    "noinspection", "nosonar", "pragma:", "!/"};
    sg_str key, value;
    if (directive_match(text, &key, &value) &&
        (str_eq_nocase(key, STR("syntax")) || str_eq_nocase(key, STR("escape")) || str_eq_nocase(key, STR("check"))))
        return true;
    for (size_t i = 0; i < COUNT(prefixes); i++)
        if (text.ptr[0] == prefixes[i][0] && str_starts(text, str_from(prefixes[i]))) return true;
    return false;
}

/* How many equal punctuation characters stand at an end: "==== x". */
static size_t rule_length(sg_str text, bool at_end) {
    size_t len = 0;
    char c = text.len ? text.ptr[at_end ? text.len - 1 : 0] : 0;
    if (!c || !strchr("#=-*~_+/<>|:.", c)) return 0;
    while (len < text.len && text.ptr[at_end ? text.len - 1 - len : len] == c) len++;
    return len;
}

sg_str banner_words(sg_str text) {
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
    bool closed = text.ptr[text.len - 1] != '.' && right >= 3;
    return (left >= 3 && text.ptr[0] != '.') || closed ||
           (left >= 2 && right >= 2 && text.ptr[0] == text.ptr[text.len - 1]);
}

static bool blank(char c) {
    return c == ' ' || c == '\t';
}

static sg_str first_word(sg_str text, sg_str *rest) {
    size_t end = 0;
    while (end < text.len && !blank(text.ptr[end])) end++;
    *rest = str_trim_left(str_skip(text, end));
    return str_slice(text, 0, end);
}

static bool parses(struct arena *arena, sg_str text) {
    struct diags diags = {.arena = arena};
    struct dockerfile file;
    diags_add_source(&diags, STR(""), text);
    dockerfile_parse(&file, arena, &diags, 0);
    if (file.count == 1) instruction_check(&file.items[0], arena, &diags, 0);
    return file.count == 1 && (!diags.items.count || file.items[0].heredoc_count);
}

static bool is_upper(sg_str word) {
    for (size_t i = 0; i < word.len; i++)
        if (ascii_lower(word.ptr[i]) == word.ptr[i]) return false;
    return true;
}

/* Commented-out instructions. An upper-case keyword is not enough: "FROM previous containers" is prose. */
static bool is_instruction(struct arena *arena, sg_str text) {
    sg_str second, first = first_word(text, &second);
    if (!second.len || keyword_named(first) == KEYWORD_UNKNOWN) return false;
    if (str_starts(second, STR("--")) || second.ptr[0] == '/' || second.ptr[0] == '[' || str_starts(second, STR("./")))
        return true;
    return is_upper(first) && parses(arena, text);
}

/* "docker run x", "-v a:b", "$ x", "> x", "&& x" */
static bool is_command(sg_str text) {
    static const char *const programs[] = {"docker", "podman", "buildah", "nerdctl", "kubectl",
                                           "sudo",   "curl",   "wget",    "git"};
    static const char *const commands =
        "build run buildx compose exec pull push image images tag login stack service swarm apply "
        "create clone get port-forward rm stop apt-get apt docker make -- -i -s -L -fsSL -O -f -t";
    sg_str second, first = first_word(text, &second), word = first_word(second, &second);
    sg_str option = str_skip(text, str_starts(text, STR("--")) ? 2 : 1);
    if (text.ptr[0] == '-' && option.len && ascii_alpha(option.ptr[0])) return true;
    if (text.len > 1 && (text.ptr[0] == '$' || text.ptr[0] == '>') && text.ptr[1] == ' ') return true;
    if (str_starts(text, STR("&& ")) || str_starts(text, STR("|| ")) || text.ptr[0] == '>') return true;
    for (size_t i = 0; i < COUNT(programs); i++)
        if (first.ptr[0] == programs[i][0] && str_eq(first, str_from(programs[i]))) return str_listed(commands, word);
    return false;
}

static bool starts_nocase(sg_str text, const char *prefix) {
    return str_eq_nocase(str_slice(text, 0, strlen(prefix)), str_from(prefix));
}

/* "usage:" and its like: what follows, up to an empty line, is an example. */
static bool opens_example(sg_str text) {
    static const char *const words[] = {"usage",   "example",  "how to ",    "to run", "to build", "to use",
                                        "to test", "run with", "build with", "run:",   "build:",   "build and run"};
    if (text.ptr[text.len - 1] != ':') return false;
    for (size_t i = 0; i < COUNT(words); i++)
        if (ascii_lower(text.ptr[0]) == words[i][0] && starts_nocase(text, words[i])) return true;
    return false;
}

/* Nothing but links, or a link and what leads to it. */
static bool is_link(sg_str text) {
    size_t words = 0, links = 0;
    if (str_find_str(text, STR("://")) == text.len) return false;
    while (text.len) {
        sg_str word = first_word(text, &text);
        if (str_find_str(word, STR("://")) < word.len) links++;
        else words += has_words(word);
    }
    return words <= links;
}

static enum comment_kind kind_of(struct arena *arena, char escape, sg_str text, bool continues_code) {
    if (!text.len) return continues_code ? COMMENT_CODE : COMMENT_EMPTY;
    if (directive_text(text).ptr || directive_miswritten(text).ptr) return COMMENT_DIRECTIVE;
    if (continues_code || text.ptr[text.len - 1] == escape) return COMMENT_CODE;
    if (!has_words(text)) return rule_length(text, false) > 1 || text.len > 1 ? COMMENT_RULE : COMMENT_EMPTY;
    if (is_pragma(text)) return COMMENT_PRAGMA;
    if (is_banner(text)) return has_words(banner_words(text)) ? COMMENT_BANNER : COMMENT_RULE;
    if (is_instruction(arena, text)) return COMMENT_CODE;
    return is_command(text) || opens_example(text) || is_link(text) ? COMMENT_ASIDE : COMMENT_PROSE;
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

static void tell_kinds(struct arena *arena, char escape, struct comments *comments) {
    bool continues_code = false, example = false;
    for (size_t i = 0; i < comments->count; i++) {
        struct comment *comment = &comments->items[i];
        sg_str text = comment->text;
        comment->kind = kind_of(arena, escape, text, continues_code);
        continues_code = comment->kind == COMMENT_CODE && text.len && text.ptr[text.len - 1] == escape;
        example = text.len && (example || opens_example(text));
        if (example && comment->kind == COMMENT_PROSE) comment->kind = COMMENT_ASIDE;
    }
}

struct comments comments_touching(struct arena *arena, const sg_doc *doc, const struct instruction *instruction,
                                  size_t previous_end) {
    struct comments above = {0};
    sg_str source = doc->file.source, line;
    size_t offset = instruction->offset, number = instruction->public.line;
    while (offset && source.ptr[offset - 1] != '\n') offset--;
    while (number > previous_end + 1 && line_above(source, &offset, &line)) {
        line = str_trim(line);
        number--;
        if (str_starts(line, STR("\xEF\xBB\xBF"))) line = str_skip(line, 3);
        if (!line.len || line.ptr[0] != '#') break;
        LIST_ADD(arena, &above) = (struct comment){.text = str_trim(str_skip(line, 1)), .line = number};
    }
    for (size_t i = 0; i < above.count / 2; i++) {
        struct comment other = above.items[i];
        above.items[i] = above.items[above.count - 1 - i];
        above.items[above.count - 1 - i] = other;
    }
    tell_kinds(arena, doc->file.escape, &above);
    return above;
}

static struct comments touching_from(struct arena *arena, const sg_doc *doc, const struct instruction *from) {
    return comments_touching(arena, doc, from, from == doc->file.items ? 0 : from[-1].public.end_line);
}

struct comments comments_above(struct arena *arena, const sg_doc *doc, const struct stage *stage) {
    return touching_from(arena, doc, stage->from);
}

struct comments comments_shared(struct arena *arena, const sg_doc *doc, const struct stage *stage,
                                struct comments above) {
    enum { LONGEST_RUN = 32 };
    const struct instruction *from = stage->from;
    for (size_t i = 0; i < LONGEST_RUN && from > doc->file.items && from[-1].keyword == KEYWORD_FROM; i++) {
        if (from[-1].public.end_line + 1 != from->public.line) break;
        from--;
    }
    return from == stage->from ? above : touching_from(arena, doc, from);
}

sg_str comment_plain(sg_str text) {
    while (text.len > 1 && text.ptr[text.len - 1] == '#' && strchr("# ", text.ptr[text.len - 2])) text.len--;
    text = str_trim(text);
    char side = text.len ? text.ptr[0] : 0;
    if (!side || !strchr("#*|!", side) || (text.len > 1 && text.ptr[1] != side && !blank(text.ptr[1]))) return text;
    bool box = text.ptr[text.len - 1] == side && side != '!';
    if (side == '*' && !box) return text; /* of a list */
    if (side == '|' && !box) return text;
    while (text.len && text.ptr[0] == side) text = str_skip(text, 1);
    while (box && text.len && text.ptr[text.len - 1] == side) text.len--;
    return str_trim(text);
}
