/* Lines of Markdown → which of them are text of a code block. */
#include "inject/markdown.h"

enum { TAB_STOP = 4, CODE_INDENT = 4 };

/* Byte by byte: a search for "\n" alone would run to the end of the text in each line that ends in "\r". */
sg_str markdown_next(sg_str *rest, sg_str *line_end) {
    size_t len = 0;
    while (len < rest->len && rest->ptr[len] != '\n' && rest->ptr[len] != '\r') len++;
    bool both = str_starts(str_skip(*rest, len), STR("\r\n"));
    sg_str line = str_slice(*rest, 0, len);
    *line_end = str_slice(*rest, len, len + 1 + both);
    *rest = str_skip(*rest, len + 1 + both);
    return line;
}

/* ---- where in a line, in bytes and in columns ---- */

struct cursor {
    sg_str line;
    size_t at, column; /* inside of a tab, `at` is still on it */
};

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static char peek(const struct cursor *cursor) {
    return cursor->at < cursor->line.len ? cursor->line.ptr[cursor->at] : '\0';
}

static void step(struct cursor *cursor, size_t columns) {
    while (columns && cursor->at < cursor->line.len && is_blank(peek(cursor))) {
        size_t width = peek(cursor) == '\t' ? TAB_STOP - cursor->column % TAB_STOP : 1;
        size_t taken = width < columns ? width : columns;
        cursor->column += taken;
        columns -= taken;
        cursor->at += taken == width;
    }
}

static void step_bytes(struct cursor *cursor, size_t count) {
    cursor->at += count;
    cursor->column += count;
}

/* Where the first character stands that is no blank. */
static struct cursor past_blanks(struct cursor cursor) {
    while (cursor.at < cursor.line.len && is_blank(peek(&cursor))) step(&cursor, TAB_STOP);
    return cursor;
}

static sg_str rest_of(const struct cursor *cursor) {
    return str_skip(cursor->line, cursor->at);
}

/* ---- what starts a block (section 4) ---- */

static size_t run_of(sg_str text, char c) {
    size_t count = 0;
    while (count < text.len && text.ptr[count] == c) count++;
    return count;
}

static size_t blanks_of(sg_str text) {
    size_t count = 0;
    while (count < text.len && is_blank(text.ptr[count])) count++;
    return count;
}

static bool is_all_blank(sg_str text) {
    return blanks_of(text) == text.len;
}

static bool is_heading(sg_str text) {
    size_t marks = run_of(text, '#');
    return marks >= 1 && marks <= 6 && (marks == text.len || is_blank(text.ptr[marks]));
}

static bool is_underline(sg_str text) {
    char c = text.len ? text.ptr[0] : '\0';
    return (c == '=' || c == '-') && is_all_blank(str_skip(text, run_of(text, c)));
}

static bool is_break(sg_str text) {
    char c = text.len ? text.ptr[0] : '\0';
    size_t count = 0;
    if (c != '*' && c != '-' && c != '_') return false;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == c) count++;
        else if (!is_blank(text.ptr[i])) return false;
    return count >= 3;
}

/* How many characters a fence has; 0 if there is none. */
static size_t fence_of(sg_str text) {
    char c = text.len ? text.ptr[0] : '\0';
    size_t count = c == '`' || c == '~' ? run_of(text, c) : 0;
    if (count < 3 || (c == '`' && str_has(str_skip(text, count), '`'))) return 0;
    return count;
}

/* The length of "-", "1." and their like; 0 if there is none, or it may not end a paragraph (section 5.2). */
static size_t list_marker(sg_str text, bool in_paragraph) {
    size_t digits = 0, len = 1;
    while (digits < text.len && digits < 9 && ascii_digit(text.ptr[digits])) digits++;
    if (digits) len = digits + 1;
    if (!text.len || text.len < len || !strchr(digits ? ".)" : "*+-", text.ptr[len - 1]) || !text.ptr[len - 1])
        return 0;
    if (len < text.len && !is_blank(text.ptr[len])) return 0;
    bool first = !digits || (run_of(text, '0') + 1 == digits && text.ptr[digits - 1] == '1');
    return in_paragraph && (!first || is_all_blank(str_skip(text, len))) ? 0 : len;
}

/* ---- HTML blocks (section 4.6) ---- */

static const char names_raw[] = "script pre style textarea";
static const char names_block[] =
    "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link "
    "main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead "
    "title tr track ul";

static size_t skip_space(sg_str text, size_t at) {
    return at + blanks_of(str_skip(text, at));
}

static size_t skip_name(sg_str text, size_t at, const char *more) {
    while (at < text.len && (ascii_alnum(text.ptr[at]) || (text.ptr[at] && strchr(more, text.ptr[at])))) at++;
    return at;
}

/* Behind "=VALUE", if that follows; text.len + 1 if it is no value. */
static size_t skip_value(sg_str text, size_t at) {
    size_t start = skip_space(text, at);
    if (start >= text.len || text.ptr[start] != '=') return at;
    start = skip_space(text, start + 1);
    if (start >= text.len) return text.len + 1;
    char quote = text.ptr[start];
    if (quote == '"' || quote == '\'') {
        size_t len = str_find(str_skip(text, start + 1), quote);
        return start + len + 2 <= text.len ? start + len + 2 : text.len + 1;
    }
    size_t end = start;
    while (end < text.len && !strchr(" \t\"'=<>`", text.ptr[end])) end++;
    return end > start ? end : text.len + 1;
}

/* A whole opening or closing tag, and nothing behind it. */
static bool is_lone_tag(sg_str text) {
    bool closes = text.len > 1 && text.ptr[1] == '/';
    size_t at = closes ? 2 : 1;
    if (at >= text.len || !ascii_alpha(text.ptr[at])) return false;
    at = skip_name(text, at, "-");
    for (;;) {
        size_t next = skip_space(text, at);
        bool named = next > at && next < text.len && (ascii_alpha(text.ptr[next]) || strchr("_:", text.ptr[next]));
        at = next;
        if (closes || !named) break;
        at = skip_value(text, skip_name(text, at, "_.:-"));
        if (at > text.len) return false;
    }
    if (!closes && at < text.len && text.ptr[at] == '/') at++;
    return at < text.len && text.ptr[at] == '>' && is_all_blank(str_skip(text, at + 1));
}

static int html_by_name(sg_str text) {
    bool closes = text.len > 1 && text.ptr[1] == '/';
    sg_str name = str_skip(text, closes ? 2 : 1);
    size_t len = skip_name(name, 0, "");
    sg_str behind = str_skip(name, len);
    name.len = len;
    bool ends = !behind.len || is_blank(behind.ptr[0]) || behind.ptr[0] == '>';
    if (!closes && ends && str_listed_nocase(names_raw, name)) return 1;
    return (ends || str_starts(behind, STR("/>"))) && len && str_listed_nocase(names_block, name) ? 6 : 0;
}

/* The kind of block; 0 if there is none. in_paragraph: one of kind 7 would be part of that. */
static int html_of(sg_str text, bool in_paragraph) {
    if (text.len < 2 || text.ptr[0] != '<') return 0;
    if (str_starts(text, STR("<!--"))) return 2;
    if (text.ptr[1] == '?') return 3;
    if (str_starts(text, STR("<![CDATA["))) return 5;
    if (text.ptr[1] == '!') return text.len > 2 && ascii_alpha(text.ptr[2]) ? 4 : 0;
    int named = html_by_name(text);
    return named ? named : !in_paragraph && is_lone_tag(text) ? 7 : 0;
}

static bool has_closing_tag(sg_str text) {
    for (size_t at; (at = str_find(text, '<')) < text.len;) {
        text = str_skip(text, at + 1);
        size_t len = skip_name(text, 1, "");
        sg_str name = str_slice(text, 1, len);
        if (text.len && text.ptr[0] == '/' && len < text.len && text.ptr[len] == '>' && name.len &&
            str_listed_nocase(names_raw, name))
            return true;
    }
    return false;
}

/* Whether a block of that kind ends in this line; 6 and 7 end in front of a blank one. */
static bool html_ends(int kind, sg_str text) {
    static const char *const ends[] = {NULL, NULL, "-->", "?>", ">", "]]>"};
    if (kind == 1) return has_closing_tag(text);
    return kind < 6 ? str_find_str(text, str_from(ends[kind])) < text.len : is_all_blank(text);
}

/* ---- containers (section 5) ---- */

static bool continues(struct markdown_container *container, struct cursor *cursor) {
    struct cursor first = past_blanks(*cursor);
    size_t indent = first.column - cursor->column;
    if (container->quote) {
        if (indent >= CODE_INDENT || peek(&first) != '>') return false;
        *cursor = first;
        step_bytes(cursor, 1);
        step(cursor, 1);
    } else if (indent >= container->columns) {
        step(cursor, container->columns);
    } else if (first.at == cursor->line.len && !container->empty) {
        *cursor = first;
    } else {
        return false;
    }
    return true;
}

static bool open_container(struct markdown *markdown, struct markdown_container container) {
    if (markdown->depth == MOST_CONTAINERS) return false;
    if (markdown->depth) markdown->open[markdown->depth - 1].empty = false;
    markdown->open[markdown->depth++] = container;
    return true;
}

static bool open_quote(struct markdown *markdown, struct cursor first, struct cursor *cursor) {
    if (!open_container(markdown, (struct markdown_container){.quote = true})) return false;
    *cursor = first;
    step_bytes(cursor, 1);
    step(cursor, 1);
    return true;
}

/* What stands in the item is indented as far as what follows the marker; five blanks or more are one, and code. */
static bool open_item(struct markdown *markdown, struct cursor first, size_t marker, struct cursor *cursor) {
    size_t indent = first.column - cursor->column;
    step_bytes(&first, marker);
    struct cursor text = past_blanks(first);
    size_t gap = text.column - first.column;
    bool bare = text.at == first.line.len;
    if (gap > CODE_INDENT || gap < 1 || bare) gap = 1;
    if (!open_container(markdown, (struct markdown_container){.empty = bare, .columns = indent + marker + gap}))
        return false;
    *cursor = first;
    step(cursor, gap);
    return true;
}

/* ---- a line ---- */

/* One line on its way through the blocks that it may start. */
struct reading {
    struct markdown *markdown;
    struct cursor cursor;
    size_t matched;    /* containers that go on in it */
    bool all, opened;  /* all of those that were open; it opened another one */
    bool in_paragraph; /* that of the line before may go on */
};

static void close_unmatched(struct reading *reading) {
    if (!reading->opened) reading->markdown->depth = reading->matched;
}

static void set_leaf(struct reading *reading, enum markdown_leaf leaf) {
    struct markdown *markdown = reading->markdown;
    close_unmatched(reading);
    markdown->leaf = leaf;
    if (markdown->depth) markdown->open[markdown->depth - 1].empty = false;
}

/* A block that has its own rules for what is in it; false if the line does not belong to one. */
static bool is_inside(struct reading *reading) {
    struct markdown *markdown = reading->markdown;
    struct cursor first = past_blanks(reading->cursor);
    sg_str text = rest_of(&first);
    if (!reading->all) return false;
    if (markdown->leaf == LEAF_HTML && markdown->html < 6) {
        if (html_ends(markdown->html, text)) markdown->leaf = LEAF_NONE;
        return true;
    }
    if (markdown->leaf != LEAF_FENCE) return false;
    size_t run = run_of(text, markdown->fence);
    bool near = first.column - reading->cursor.column < CODE_INDENT || markdown->dialect == DIALECT_MDX;
    if (near && run >= markdown->fence_length && is_all_blank(str_skip(text, run))) markdown->leaf = LEAF_NONE;
    return true;
}

/* A block that has no blocks in it; false if the line starts none. */
static bool start_leaf(struct reading *reading, sg_str text) {
    struct markdown *markdown = reading->markdown;
    bool goes_on = reading->in_paragraph && reading->all && !reading->opened;
    bool lazy = reading->in_paragraph && !reading->opened;
    size_t fence = fence_of(text);
    int html = markdown->dialect == DIALECT_MDX ? 0 : html_of(text, lazy);
    if (is_heading(text)) {
        set_leaf(reading, LEAF_NONE);
    } else if (fence) {
        markdown->fence = text.ptr[0];
        markdown->fence_length = fence;
        set_leaf(reading, LEAF_FENCE);
    } else if (html) {
        markdown->html = html;
        set_leaf(reading, html_ends(html, text) ? LEAF_NONE : LEAF_HTML);
    } else if ((goes_on && is_underline(text)) || is_break(text)) {
        set_leaf(reading, LEAF_NONE);
    } else {
        return false;
    }
    return true;
}

static bool start_container(struct reading *reading, struct cursor first) {
    struct markdown *markdown = reading->markdown;
    sg_str text = rest_of(&first);
    bool goes_on = reading->in_paragraph && reading->all && !reading->opened;
    size_t marker = list_marker(text, goes_on), depth = markdown->depth;
    if (peek(&first) != '>' && !marker) return false;
    close_unmatched(reading);
    bool good =
        marker ? open_item(markdown, first, marker, &reading->cursor) : open_quote(markdown, first, &reading->cursor);
    if (!good) markdown->depth = depth;
    reading->opened = reading->opened || good;
    return good;
}

/* Text of a paragraph: of the one before, even if it stands outside of that one's containers ("lazy"), or of a new one. */
static void read_text(struct reading *reading) {
    bool lazy = reading->in_paragraph && !reading->opened;
    if (!lazy) set_leaf(reading, LEAF_PARAGRAPH);
}

static void read_blank(struct reading *reading) {
    close_unmatched(reading);
    reading->markdown->leaf = LEAF_NONE;
}

bool markdown_line(struct markdown *markdown, sg_str line, markdown_claim *claim, size_t *at) {
    struct reading reading = {.markdown = markdown, .cursor = {line, 0, 0}};
    bool mdx = markdown->dialect == DIALECT_MDX;
    while (reading.matched < markdown->depth && continues(&markdown->open[reading.matched], &reading.cursor))
        reading.matched++;
    reading.all = reading.matched == markdown->depth;
    if (is_inside(&reading)) return false;
    reading.in_paragraph = markdown->leaf == LEAF_PARAGRAPH;
    bool in_html = reading.all && markdown->leaf == LEAF_HTML;
    for (;;) {
        struct cursor first = past_blanks(reading.cursor);
        sg_str text = rest_of(&first);
        bool indented = first.column - reading.cursor.column >= CODE_INDENT && !mdx;
        if (!text.len) return read_blank(&reading), false;
        if (!indented && claim(text)) return set_leaf(&reading, LEAF_NONE), *at = first.at, true;
        if (in_html) return false;
        if (indented && !(reading.in_paragraph && !reading.opened)) return set_leaf(&reading, LEAF_CODE), false;
        if (indented || start_leaf(&reading, text)) return indented ? read_text(&reading), false : false;
        if (!start_container(&reading, first)) return read_text(&reading), false;
    }
}
