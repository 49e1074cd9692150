/* How texts look: safe to print, and markup in which everything that is opened is closed. */
#include "base/utf8.h"
#include "fuzz.h"

/* ---- what a terminal and a CI log take for more than text ---- */

void check_plain(sg_str text, char also) {
    check_text(utf8_valid(text), text);
    for (size_t i = 0; i < text.len; i++)
        check_text((unsigned char)text.ptr[i] >= 0x20 || text.ptr[i] == '\n' || text.ptr[i] == also, str_skip(text, i));
}

/* "\033[1;31m", as diagnostics have it with colour. */
static size_t color_length(sg_str text) {
    size_t len = 2;
    if (!str_starts(text, STR("\033["))) return 0;
    while (len < text.len && (ascii_digit(text.ptr[len]) || text.ptr[len] == ';')) len++;
    return len < text.len && text.ptr[len] == 'm' ? len + 1 : 0;
}

/* Controls, what turns the direction of text, and what nobody sees: zero-width signs, tags. */
static bool is_hidden(uint32_t rune) {
    return (rune < 0x20 && rune != '\n') || (rune >= 0x7F && rune < 0xA0) || rune_is_bidi_control(rune) ||
           rune == 0x200B || rune == 0x2028 || rune == 0x2029 || rune == 0x2060 || rune == 0xFEFF ||
           (rune >= 0xE0000 && rune <= 0xE007F);
}

/* What reads the log of a build trims a line and looks for "::"; the others count wherever they stand. */
static bool is_command(sg_str line) {
    for (size_t i = 0; i < line.len; i++)
        if (str_starts(str_skip(line, i), STR("##[")) || str_starts(str_skip(line, i), STR("##vso["))) return true;
    return str_starts(str_trim(line), STR("::"));
}

void check_visible(sg_str text, bool color) {
    check_text(utf8_valid(text), text);
    for (sg_str rest = text; rest.len;) {
        size_t skipped = color ? color_length(rest) : 0;
        if (skipped) rest = str_skip(rest, skipped);
        else check_text(!is_hidden(utf8_next(&rest)), text);
    }
}

void check_printable(sg_str text, bool color) {
    sg_str line, rest = text;
    check_visible(text, color);
    for (bool more = true; more && rest.len;) {
        more = str_cut(rest, '\n', &line, &rest);
        check_text(!is_command(line), text);
    }
}

/* ---- XML: svg, and labels in DOT ---- */

struct xml {
    sg_str all, rest;
    sg_str open[64]; /* elements */
    size_t depth;
};

static bool is_name(char c) {
    return ascii_alnum(c) || (c && strchr(":-_", c));
}

static sg_str xml_name(struct xml *xml) {
    size_t len = 0;
    while (len < xml->rest.len && is_name(xml->rest.ptr[len])) len++;
    sg_str name = str_slice(xml->rest, 0, len);
    check_text(name.len > 0, xml->all);
    xml->rest = str_skip(xml->rest, len);
    return name;
}

/* Text or the value of an attribute. */
static void check_entities(const struct xml *xml, sg_str text) {
    for (size_t i = 0; i < text.len; i++) {
        check_text(text.ptr[i] != '<', xml->all);
        if (text.ptr[i] != '&') continue;
        size_t end = str_find(str_slice(text, i, i + 12), ';');
        check_text(end >= 2 && i + end < text.len && text.ptr[i + end] == ';', xml->all);
    }
}

static bool xml_takes(struct xml *xml, const char *text) {
    if (!str_starts(xml->rest, str_from(text))) return false;
    xml->rest = str_skip(xml->rest, strlen(text));
    return true;
}

static void xml_tag(struct xml *xml) {
    if (xml_takes(xml, "/")) {
        check_text(xml->depth > 0 && str_eq(xml_name(xml), xml->open[xml->depth - 1]), xml->all);
        xml->depth--;
        check_text(xml_takes(xml, ">"), xml->all);
        return;
    }
    sg_str name = xml_name(xml), value;
    while (xml_takes(xml, " ")) {
        xml_name(xml);
        check_text(xml_takes(xml, "=\""), xml->all);
        check_text(str_cut(xml->rest, '"', &value, &xml->rest), xml->all);
        check_entities(xml, value);
    }
    bool empty = xml_takes(xml, "/");
    check_text(xml_takes(xml, ">"), xml->all);
    if (empty) return;
    check(xml->depth < COUNT(xml->open));
    xml->open[xml->depth++] = name;
}

void check_xml(sg_str text) {
    struct xml xml = {.all = text, .rest = text};
    while (xml.rest.len) {
        sg_str before;
        bool tag = str_cut(xml.rest, '<', &before, &xml.rest);
        check_entities(&xml, before);
        if (tag) xml_tag(&xml);
    }
    check_text(xml.depth == 0, text);
}

/* ---- DOT ---- */

/* Behind the quote; its end is behind the closing one. */
static sg_str skip_quoted(sg_str rest, sg_str all) {
    while (rest.len && rest.ptr[0] != '"') rest = str_skip(rest, rest.ptr[0] == '\\' ? 2 : 1);
    check_text(rest.len > 0, all);
    return str_skip(rest, 1);
}

/* Behind a "<": a label of markup, which ends where as many are closed as were opened. */
static sg_str skip_markup(sg_str rest, sg_str all) {
    size_t depth = 1, len = 0;
    for (; depth && len < rest.len; len++) depth += (size_t)(rest.ptr[len] == '<') - (size_t)(rest.ptr[len] == '>');
    check_text(depth == 0, all);
    check_xml(str_slice(rest, 0, len - 1));
    return str_skip(rest, len);
}

/* Outside of quotes and labels there is nothing but names, numbers and what parts them. */
void check_dot(sg_str text) {
    size_t depth = 0, brackets = 0;
    for (sg_str rest = text; rest.len;) {
        char c = rest.ptr[0];
        if (str_starts(rest, STR("-> "))) {
            rest = str_skip(rest, 3);
            continue;
        }
        rest = str_skip(rest, 1);
        if (c == '"') rest = skip_quoted(rest, text);
        else if (c == '<') rest = skip_markup(rest, text);
        else if (c == '{') depth++;
        else if (c == '}') check_text(depth-- > 0 && (depth > 0 || str_eq(rest, STR("\n"))), text);
        else if (c == '[') check_text(brackets++ == 0, text);
        else if (c == ']') check_text(brackets-- == 1, text);
        else check_text(ascii_alnum(c) || (c && strchr("_=,.; \n", c)), str_skip(text, text.len - rest.len - 1));
    }
    check_text(depth == 0 && brackets == 0 && str_starts(text, STR("digraph ")), text);
}

/* ---- the others ---- */

static size_t count_pipes(sg_str line) {
    size_t pipes = 0;
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == '\\') i++;
        else pipes += line.ptr[i] == '|';
    }
    return pipes;
}

/* A remark, a chart between fences, and a table of which each row has as many cells as its head. */
void check_markdown(struct arena *arena, sg_str text) {
    sg_str line, rest = text;
    check_text(str_cut(rest, '\n', &line, &rest) && str_starts(line, STR("<!-- ")) && str_ends(line, STR(" -->")),
               text);
    check_text(str_starts(rest, STR("\n```")), text);
    str_cut(str_skip(rest, 1), '\n', &line, &rest);
    check_text(str_ends(line, STR("`mermaid")), text);
    sg_str fence = str_slice(line, 0, str_find(line, 'm')), chart = rest;
    do check_text(str_cut(rest, '\n', &line, &rest), text);
    while (!str_eq(line, fence));
    chart_read(arena, str_slice(chart, 0, (size_t)(line.ptr - chart.ptr)));
    check_text(str_starts(rest, STR("\n| Stage | Base |")), text);
    rest = str_skip(rest, 1);
    size_t cells = 0;
    while (rest.len) {
        check_text(str_cut(rest, '\n', &line, &rest), text);
        if (!cells) cells = count_pipes(line);
        check_text(str_starts(line, STR("|")) && str_ends(line, STR("|")) && count_pipes(line) == cells, line);
    }
}

/* Each line is an instruction. Its name is printed as it stands there, so brackets are not counted. */
void check_sexp(sg_str text) {
    sg_str line, rest = text;
    while (rest.len) {
        check_text(str_cut(rest, '\n', &line, &rest), text);
        check_text(str_starts(line, STR("(")) && str_ends(line, STR(")")), line);
    }
}
