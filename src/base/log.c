/* Text for terminals and CI logs. */
#include "base/log.h"

#include "base/utf8.h"

uint32_t log_rune(uint32_t rune) {
    if (rune == '\t') return ' ';
    bool control = rune < 0x20 || (rune >= 0x7F && rune < 0xA0) || rune == 0x2028 || rune == 0x2029;
    return control || rune_is_bidi_control(rune) || rune_is_invisible(rune) ? RUNE_INVALID : rune;
}

void log_put(struct buf *out, sg_str text) {
    while (text.len) buf_rune(out, log_rune(utf8_next(&text)));
}

/* "##", letters, "[" */
static void tame_brackets(char *text, size_t len) {
    for (size_t i = 0; i + 2 < len; i++) {
        if (text[i] != '#' || text[i + 1] != '#') continue;
        size_t end = i + 2;
        while (end < len && (ascii_alpha(text[end]) || text[end] == ' ')) end++;
        if (end < len && text[end] == '[') text[end] = '(';
        i = end - 2;
    }
}

static void tame_start(char *line, size_t len) {
    sg_str rest = str_trim_left((sg_str){line, len});
    if (str_starts(rest, STR("::"))) line[rest.ptr - line] = '.';
}

void log_tame(struct buf *buf, size_t from) {
    if (!buf->ptr) return;
    for (size_t start = from; start < buf->len;) {
        size_t len = str_find((sg_str){buf->ptr + start, buf->len - start}, '\n');
        tame_start(buf->ptr + start, len);
        tame_brackets(buf->ptr + start, len);
        start += len + 1;
    }
}
