/* The text of HTTP: header lines, percent-encoding, and what others say. */
#include "base/utf8.h"
#include "modules/size/http.h"

enum { WORDS_LIMIT = 200 };

sg_str http_header(sg_str *rest, sg_str name) {
    sg_str line, key, value;
    while (rest->len) {
        str_cut(*rest, '\n', &line, rest);
        if (str_cut(line, ':', &key, &value) && str_eq_nocase(key, name)) return str_trim_ascii(value);
    }
    return (sg_str){0};
}

sg_str http_first_header(const struct http_request *request, sg_str name) {
    sg_str rest = buf_str(&request->head);
    return http_header(&rest, name);
}

sg_str http_encode(struct arena *arena, sg_str text, const char *also) {
    struct text out = {0};
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool plain = ascii_alnum(c) || (c && (strchr("-._~", c) || strchr(also, c)));
        text_put(arena, &out, plain ? str_slice(text, i, i + 1) : arena_printf(arena, "%%%02X", (unsigned char)c));
    }
    return text_str(&out);
}

sg_str http_words(struct arena *arena, sg_str text) {
    struct text out = {0};
    for (sg_str rest = str_trim(text); rest.len && out.len < WORDS_LIMIT;) {
        uint32_t rune = utf8_next(&rest);
        if (rune_is_bidi_control(rune)) continue;
        if (rune_is_space(rune)) rune = ' ';
        text_rune(arena, &out, rune_is_print(rune) ? rune : RUNE_INVALID);
    }
    return str_trim(text_str(&out));
}

static bool valid_host(sg_str host) {
    bool bracket = host.len > 2 && host.ptr[0] == '[' && host.ptr[host.len - 1] == ']';
    if (bracket) host = str_slice(host, 1, host.len - 1);
    for (size_t i = 0; i < host.len; i++)
        if (!ascii_alnum(host.ptr[i]) && !(bracket ? host.ptr[i] == ':' : host.ptr[i] == '.' || host.ptr[i] == '-'))
            return false;
    return host.len > 0;
}

bool http_split_host(sg_str text, sg_str *host, int *port) {
    size_t colon = text.len; /* the first one behind an address in brackets */
    for (size_t i = text.len; i-- > 0 && text.ptr[i] != ']';)
        if (text.ptr[i] == ':') colon = i;
    sg_str digits = str_skip(text, colon + 1);
    *host = str_slice(text, 0, colon);
    *port = 0;
    if (digits.len > 5) return false;
    for (size_t i = 0; i < digits.len; i++) {
        if (!ascii_digit(digits.ptr[i])) return false;
        *port = *port * 10 + (digits.ptr[i] - '0');
    }
    return valid_host(*host) && (colon == text.len || (*port > 0 && *port < 65536));
}
