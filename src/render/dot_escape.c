/* From any bytes to text that DOT takes for nothing but text. */
#include "base/utf8.h"
#include "render/dot.h"
#include "render/xml.h"

/* The next character as it may be drawn; 0 for one that may not. */
static uint32_t next_drawable(sg_str *text) {
    uint32_t rune = utf8_next(text);
    if (rune == '\n') return rune;
    if (rune < 0x20 || (rune >= 0x7f && rune < 0xa0)) return ' ';
    if (rune_is_bidi_control(rune)) return 0;
    /* XML has no such characters. */
    return rune == 0xFFFE || rune == 0xFFFF ? RUNE_INVALID : rune;
}

void dot_html(struct buf *out, sg_str text) {
    size_t start = out->len;
    while (text.len) {
        uint32_t rune = next_drawable(&text);
        const char *entity = xml_entity(rune);
        if (entity) buf_text(out, entity);
        else if (rune == '\n') buf_text(out, "<BR/>");
        else if (rune == '\\') buf_text(out, "\\\\");
        else if (rune == ']') buf_text(out, "&#93;"); /* 2.42 takes a text of "]" alone for the end of CDATA */
        else if (rune) buf_rune(out, rune);
    }
    if (out->len == start) buf_char(out, ' '); /* an element without text is a syntax error */
}

/* Graphviz replaces the sequences of an escString twice in a tooltip (2.42) or once (later). The zero-width space keeps
 * a backslash from what follows it in both. */
static const char backslash[] = "\\\\\xE2\x80\x8B";

void dot_quoted(struct buf *out, sg_str text) {
    buf_char(out, '"');
    while (text.len) {
        uint32_t rune = next_drawable(&text);
        switch (rune) {
        case 0: break;
        case '&': buf_text(out, "&amp;"); break;
        case '"': buf_text(out, "\\\""); break;
        case '\n': buf_text(out, "\\n"); break;
        case '\\': buf_text(out, backslash); break;
        default: buf_rune(out, rune);
        }
    }
    buf_char(out, '"');
}
