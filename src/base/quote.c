/* Go's strconv.Quote, and the quotes of our own directives. */
#include "base/quote.h"

#include "base/utf8.h"

static const char *short_escape(uint32_t rune) {
    switch (rune) {
    case '\a': return "\\a";
    case '\b': return "\\b";
    case '\f': return "\\f";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    case '\v': return "\\v";
    case '\\': return "\\\\";
    case '"': return "\\\"";
    default: return NULL;
    }
}

sg_str go_quote(struct arena *arena, sg_str s) {
    struct text out = {0};
    text_put(arena, &out, STR("\""));
    while (s.len) {
        sg_str before = s;
        uint32_t rune = utf8_next(&s);
        size_t len = before.len - s.len;
        const char *escape = short_escape(rune);
        if (escape) text_put(arena, &out, str_from(escape));
        else if (rune == RUNE_INVALID && len == 1)
            text_put(arena, &out, arena_printf(arena, "\\x%02x", (unsigned)(unsigned char)before.ptr[0]));
        else if (rune_is_print(rune)) text_put(arena, &out, str_slice(before, 0, len));
        else if (rune < 0x80) text_put(arena, &out, arena_printf(arena, "\\x%02x", (unsigned)rune));
        else text_put(arena, &out, arena_printf(arena, rune < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)rune));
    }
    text_put(arena, &out, STR("\""));
    return text_str(&out);
}

bool quoted_value(struct arena *arena, sg_str *rest, sg_str *value) {
    if (!rest->len || rest->ptr[0] != '"') {
        size_t end = 0;
        while (end < rest->len && rest->ptr[end] != ' ' && rest->ptr[end] != '\t') end++;
        *value = str_slice(*rest, 0, end);
        *rest = str_skip(*rest, end);
        return true;
    }
    struct text out = {0};
    for (size_t i = 1; i < rest->len; i++) {
        char c = rest->ptr[i];
        if (c == '"') {
            *value = text_str(&out);
            *rest = str_skip(*rest, i + 1);
            return true;
        }
        if (c == '\\' && i + 1 < rest->len && strchr("\"\\n", rest->ptr[i + 1]))
            c = rest->ptr[++i] == 'n' ? '\n' : rest->ptr[i];
        text_put(arena, &out, (sg_str){&c, 1});
    }
    return false;
}
