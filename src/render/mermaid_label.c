/* Label lines → text that every version of Mermaid shows as it is (docs/mermaid.md, "Labels"). */
#include "base/utf8.h"
#include "render/mermaid.h"

static const char zero_width_space[] = "\xE2\x80\x8B";

static char at(sg_str line, size_t i) {
    return i < line.len ? line.ptr[i] : '\0';
}

static bool is_rule(sg_str line) {
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] != '=') return false;
    return line.len > 0;
}

/* A "_" inside a word is text; elsewhere some versions take it for emphasis. */
static bool loose_underscore(sg_str line, size_t i) {
    return !(i > 0 && ascii_alnum(line.ptr[i - 1]) && ascii_alnum(at(line, i + 1)));
}

static size_t leading_digits(sg_str line) {
    size_t digits = 0;
    while (ascii_digit(at(line, digits))) digits++;
    return digits;
}

static bool starts_list(sg_str line) {
    size_t digits = leading_digits(line);
    return digits && (at(line, digits) == '.' || at(line, digits) == ')');
}

static bool colon_binds(sg_str line, size_t i) {
    return ascii_alpha(at(line, i + 1)) || (i > 0 && ascii_alpha(line.ptr[i - 1])) ||
           (at(line, i + 1) == '/' && at(line, i + 2) == '/');
}

/* Length of the first half of "ﬂ°" or "¶ß", Mermaid's own markers for entities. */
static size_t marker_length(sg_str text) {
    if (str_starts(text, STR("\xEF\xAC\x82\xC2\xB0"))) return 3;
    return str_starts(text, STR("\xC2\xB6\xC3\x9F")) ? 2 : 0;
}

static bool ends_in_direction(sg_str text) {
    text = str_trim(text);
    return text.len >= 9 && str_eq_nocase(str_skip(text, text.len - 9), STR("direction"));
}

static bool is_turn(sg_str text) {
    static const sg_str turns[] = {{"TB", 2}, {"TD", 2}, {"BT", 2}, {"RL", 2}, {"LR", 2}};
    for (size_t i = 0; i < COUNT(turns); i++)
        if (str_starts(text, turns[i])) return true;
    return false;
}

/* "direction LR" is a statement to Mermaid's lexer wherever it stands, even inside quotes and across lines. */
static bool turns_at(const sg_str *lines, size_t index, size_t i) {
    sg_str line = lines[index], before = str_slice(line, 0, i);
    if (!is_turn(str_skip(line, i))) return false;
    return ends_in_direction(before) || (index && !str_trim(before).len && ends_in_direction(lines[index - 1]));
}

/* Whether a line holds something that named entities do not carry through every version. */
static bool needs_numbers(const sg_str *lines, size_t index) {
    sg_str line = lines[index];
    if (!line.len || is_rule(line)) return false;
    if (strchr("-+=>|!", line.ptr[0]) || starts_list(line)) return true;
    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];
        sg_str rest = str_skip(line, i);
        if (c && strchr("*`~\\$@#;", c)) return true;
        if (c == '_' && loose_underscore(line, i)) return true;
        if (c == ':' && colon_binds(line, i)) return true;
        if (str_starts(rest, STR("%%")) || str_starts(rest, STR("]("))) return true;
        if (str_eq_nocase(str_slice(rest, 0, 4), STR("www."))) return true;
        if (marker_length(rest) || turns_at(lines, index, i)) return true;
    }
    return false;
}

/* Form A: named entities, lines joined by <br/>. */
static void put_named(sg_str line, struct buf *out) {
    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];
        if (c == '&') buf_text(out, "#amp;");
        else if (c == '"') buf_text(out, "#quot;");
        else if (c == '<') buf_text(out, "#lt;");
        else if (c == '>') buf_text(out, "#gt;");
        else buf_char(out, c);
    }
}

static bool number_needed(const sg_str *lines, size_t index, size_t i) {
    sg_str line = lines[index];
    char c = line.ptr[i];
    if (c && strchr("\"#&<>;\\`*~$%@", c)) return true;
    if (c == '_') return loose_underscore(line, i);
    if (c == ':') return i + 1 < line.len && line.ptr[i + 1] != ' ';
    if (c == '(') return i > 0 && line.ptr[i - 1] == ']';
    if (c == '.' || c == ')') {
        size_t digits = leading_digits(line);
        return (digits && digits == i) || (c == '.' && i >= 3 && str_eq_nocase(str_slice(line, i - 3, i), STR("www")));
    }
    return (i == 0 && (unsigned char)c < 0x80 && !ascii_alnum(c) && c != '(') || turns_at(lines, index, i);
}

/* Form B: numeric entities, lines joined by a raw newline. A zero-width space parts Mermaid's markers. */
static void put_numbered(const sg_str *lines, size_t index, struct buf *out) {
    sg_str line = lines[index];
    for (size_t i = 0; i < line.len; i++) {
        size_t marker = marker_length(str_skip(line, i));
        if (marker) {
            buf_put(out, str_slice(line, i, i + marker));
            buf_text(out, zero_width_space);
            i += marker - 1;
        } else if (number_needed(lines, index, i)) {
            buf_printf(out, "#%u;", (unsigned)(unsigned char)line.ptr[i]);
        } else {
            buf_char(out, line.ptr[i]);
        }
    }
}

void mermaid_label(const sg_str *lines, size_t count, struct buf *out) {
    bool numbers = false;
    for (size_t i = 0; i < count; i++) numbers = numbers || needs_numbers(lines, i);
    buf_char(out, '"');
    for (size_t i = 0; i < count; i++) {
        if (i) buf_text(out, numbers ? "\n" : "<br/>");
        if (!lines[i].len) buf_text(out, numbers ? "#8203;" : " ");
        else if (numbers) put_numbered(lines, i, out);
        else put_named(lines[i], out);
    }
    buf_char(out, '"');
}

/* Accessible texts take no entities: what might mean something there becomes "_". */
void mermaid_accessible(sg_str text, struct buf *out) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        size_t marker = marker_length(str_skip(text, i));
        bool plain = (unsigned char)c >= 0x80 || ascii_alnum(c) || (c && strchr(" ._,()+=/-", c));
        if (marker) {
            buf_put(out, str_slice(text, i, i + marker));
            buf_text(out, zero_width_space);
            i += marker - 1;
        } else {
            if (turns_at(&text, 0, i)) buf_text(out, zero_width_space);
            buf_char(out, plain ? c : '_');
        }
    }
}
