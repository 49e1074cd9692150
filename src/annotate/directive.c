/* "# stagegraph: key=value key="two words"" in the comment block that touches a FROM. */
#include "annotate/annotate.h"
#include "base/nearest.h"
#include "base/quote.h"
#include "base/units.h"
#include "base/utf8.h"
#include "dockerfile/parse.h"

static const sg_str keys[] = {{"title", 5}, {"group", 5}, {"purpose", 7}, {"size", 4}};

sg_str directive_text(sg_str comment) {
    static const sg_str prefix = {"stagegraph:", 11};
    return str_starts(comment, prefix) ? str_skip(comment, prefix.len) : (sg_str){0};
}

sg_str directive_miswritten(sg_str comment) {
    static const sg_str word = {"stagegraph", 10};
    sg_str rest = str_trim_left(str_skip(comment, word.len)), key, value;
    if (directive_text(comment).ptr || !str_eq_nocase(str_slice(comment, 0, word.len), word)) return (sg_str){0};
    if (rest.len && rest.ptr[0] == ':') rest = str_trim_left(str_skip(rest, 1));
    str_cut(rest, '=', &key, &value);
    for (size_t i = 0; i < COUNT(keys) && rest.len > key.len; i++)
        if (str_eq(key, keys[i])) return rest;
    return (sg_str){0};
}

static size_t offset_of(const sg_doc *doc, sg_str slice) {
    return (size_t)(slice.ptr - doc->file.source.ptr);
}

static void set_key(sg_doc *doc, sg_str key, sg_str raw, sg_str value, size_t line, struct declared *declared) {
    if (!str_trim(value).len) {
        diag_add(&doc->diags, DIAG_DIRECTIVE_SYNTAX, 0, offset_of(doc, raw), "a value is missing here");
    } else if (str_eq(key, keys[0])) {
        declared->title = (struct fact){value, SG_FACT_DIRECTIVE, line};
    } else if (str_eq(key, keys[1])) {
        declared->group = (struct fact){value, SG_FACT_DIRECTIVE, line};
    } else if (str_eq(key, keys[2])) {
        declared->purpose = (struct fact){value, SG_FACT_DIRECTIVE, line};
    } else if (str_eq(key, keys[3])) {
        int64_t bytes;
        if (size_parse(value, &bytes)) {
            declared->size = (struct stated_size){bytes, 0, offset_of(doc, raw)};
        } else {
            sg_str quoted = go_quote(&doc->arena, value);
            diag_add(&doc->diags, DIAG_DIRECTIVE_SIZE, 0, offset_of(doc, raw), STR_ARG(quoted));
        }
    } else {
        sg_str quoted = go_quote(&doc->arena, key), hint = near_hint(&doc->arena, key, keys, COUNT(keys));
        diag_add(&doc->diags, DIAG_DIRECTIVE_KEY, 0, offset_of(doc, key), STR_ARG(quoted), STR_ARG(hint));
    }
}

void directive_read(sg_doc *doc, sg_str rest, size_t line, struct declared *declared) {
    while ((rest = str_trim_left(rest)).len) {
        size_t end = 0;
        while (end < rest.len && rest.ptr[end] != '=' && rest.ptr[end] != ' ' && rest.ptr[end] != '\t') end++;
        sg_str key = str_slice(rest, 0, end), value, raw = str_skip(rest, end + 1);
        if (end == rest.len || rest.ptr[end] != '=' || !end) {
            diag_add(&doc->diags, DIAG_DIRECTIVE_SYNTAX, 0, offset_of(doc, rest), "expected key=value");
            while (end < rest.len && rest.ptr[end] != ' ' && rest.ptr[end] != '\t') end++;
            rest = str_skip(rest, end);
            continue;
        }
        rest = raw;
        if (!quoted_value(&doc->arena, &rest, &value)) {
            diag_add(&doc->diags, DIAG_DIRECTIVE_SYNTAX, 0, offset_of(doc, raw), "the closing quote is missing");
            return;
        }
        set_key(doc, key, raw, value, line, declared);
    }
}

/* ---- directives in the wrong place ---- */

/* The instruction that a source line belongs to or stands above; items.count behind the last. */
static size_t instruction_at(const struct dockerfile *file, size_t line) {
    size_t low = 0, high = file->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (file->items[middle].public.end_line < line) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* blank: the first blank line below that one. */
static bool touches_from(const struct dockerfile *file, size_t index, size_t line, size_t blank) {
    return index < file->count && file->items[index].keyword == KEYWORD_FROM && file->items[index].public.line > line &&
           blank > file->items[index].public.line;
}

/* By line, counted from 0: the number, counted from 1, of the first blank line below it. */
static const size_t *blank_below(struct arena *arena, const sg_str *lines, size_t count) {
    size_t *below = arena_array(arena, size_t, count), blank = count + 1;
    for (size_t i = count; i-- > 0;) {
        below[i] = blank;
        if (!str_trim_left(lines[i]).len) blank = i + 1;
    }
    return below;
}

/* The first parser directive that a comment above it has made a comment. */
static void check_early(sg_doc *doc, const sg_str *lines, size_t line, size_t limit) {
    for (size_t i = line + 1; i < limit; i++) {
        sg_str key, value, text = str_trim_left(lines[i - 1]);
        if (!text.len || text.ptr[0] != '#' || !directive_match(str_trim_left(str_skip(text, 1)), &key, &value))
            continue;
        if (!str_eq_nocase(key, STR("syntax")) && !str_eq_nocase(key, STR("escape")) &&
            !str_eq_nocase(key, STR("check")))
            continue;
        diag_add(&doc->diags, DIAG_DIRECTIVE_TOO_EARLY, 0, offset_of(doc, text), STR_ARG(key));
        return;
    }
}

static const sg_str *split_lines(struct arena *arena, sg_str source, size_t *count) {
    LIST(sg_str) lines = {0};
    for (sg_str rest = source, line; rest.len;) {
        str_cut(rest, '\n', &line, &rest);
        LIST_ADD(arena, &lines) = line;
    }
    *count = lines.count;
    return lines.items;
}

/* Whether a comment may start with our name, rightly written or not: most files have none. */
static bool mentions_us(sg_str source) {
    static const sg_str word = {"stagegraph", 10};
    for (sg_str rest = source, before; str_cut(rest, '#', &before, &rest);) {
        rest = str_trim_left(rest);
        if (str_eq_nocase(str_slice(rest, 0, word.len), word)) return true;
    }
    return false;
}

void directives_check(struct arena *temp, sg_doc *doc) {
    const struct dockerfile *file = &doc->file;
    size_t line_count;
    bool early = false;
    if (!mentions_us(file->source)) return;
    const sg_str *lines = split_lines(temp, file->source, &line_count);
    const size_t *blanks = blank_below(temp, lines, line_count);
    for (size_t line = 1; line <= line_count; line++) {
        sg_str text = str_trim_left(lines[line - 1]);
        if (!text.len || text.ptr[0] != '#') continue;
        sg_str comment = str_trim_left(str_skip(text, 1)), miswritten = directive_miswritten(comment);
        if (!directive_text(comment).ptr && !miswritten.ptr) continue;
        size_t index = instruction_at(file, line);
        bool inside = index < file->count && file->items[index].public.line <= line;
        if (inside && file->items[index].heredoc_count) continue; /* text of a heredoc */
        if (miswritten.ptr)
            diag_add(&doc->diags, DIAG_DIRECTIVE_COLON, 0, offset_of(doc, comment), STR_ARG(miswritten));
        else if (!touches_from(file, index, line, blanks[line - 1]))
            diag_add(&doc->diags, DIAG_DIRECTIVE_UNATTACHED, 0, offset_of(doc, text));
        if (!early && index == 0)
            check_early(doc, lines, line, file->count ? file->items[0].public.line : line_count + 1);
        early = early || index == 0;
    }
}
