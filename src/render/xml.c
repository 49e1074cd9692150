/* From XML text to tags and attributes, and from text to XML: as much as Graphviz's SVG needs. Any bytes are safe. */
#include "render/xml.h"

#include "base/utf8.h"

#include <stdlib.h>

/* Position of the ">" that ends a tag: not one inside quotes. */
static size_t tag_end(sg_str s) {
    char quote = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (quote) {
            if (s.ptr[i] == quote) quote = 0;
        } else if (s.ptr[i] == '"' || s.ptr[i] == '\'') {
            quote = s.ptr[i];
        } else if (s.ptr[i] == '>') {
            return i;
        }
    }
    return s.len;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

struct xml_tag xml_next_tag(sg_str *rest) {
    struct xml_tag tag = {0};
    size_t at = str_find(*rest, '<');
    tag.before = str_slice(*rest, 0, at);
    sg_str body = str_skip(*rest, at + 1);
    if (str_starts(body, STR("!--"))) {
        *rest = str_skip(body, str_find_str(body, STR("-->")) + 3);
        tag.name = str_slice(body, 0, 3);
        return tag;
    }
    size_t end = tag_end(body);
    *rest = str_skip(body, end + 1);
    body = str_slice(body, 0, end);
    if (str_ends(body, STR("/"))) body.len--;
    size_t name = 0;
    while (name < body.len && !is_blank(body.ptr[name])) name++;
    tag.name = str_slice(body, 0, name);
    tag.attributes = str_skip(body, name);
    return tag;
}

bool xml_next_attribute(sg_str *rest, struct xml_attribute *attribute) {
    sg_str tail;
    *rest = str_trim_ascii(*rest);
    if (!str_cut(*rest, '=', &attribute->name, &tail) || !tail.len) return false;
    size_t len = str_find(str_skip(tail, 1), tail.ptr[0]);
    attribute->value = str_slice(tail, 1, 1 + len);
    *rest = str_skip(tail, len + 2);
    return true;
}

sg_str xml_attribute(struct xml_tag tag, sg_str name) {
    struct xml_attribute attribute;
    while (xml_next_attribute(&tag.attributes, &attribute))
        if (str_eq(attribute.name, name)) return attribute.value;
    return (sg_str){0};
}

static const struct {
    const char *name;
    char character;
} entities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}};

const char *xml_entity(uint32_t rune) {
    for (size_t i = 0; i < COUNT(entities); i++)
        if (rune == (uint32_t)entities[i].character) return entities[i].name;
    return NULL;
}

uint32_t xml_next_rune(sg_str *s) {
    if (s->ptr[0] != '&') return utf8_next(s);
    for (size_t i = 0; i < COUNT(entities); i++) {
        if (!str_starts(*s, str_from(entities[i].name))) continue;
        *s = str_skip(*s, strlen(entities[i].name));
        return (uint32_t)entities[i].character;
    }
    size_t end = str_find(*s, ';');
    if (!str_starts(*s, STR("&#")) || end > 9 || end == s->len) return utf8_next(s);
    char digits[8] = {0};
    memcpy(digits, s->ptr + 2, end - 2);
    *s = str_skip(*s, end + 1);
    unsigned long rune = digits[0] == 'x' ? strtoul(digits + 1, NULL, 16) : strtoul(digits, NULL, 10);
    return rune > 0x10FFFF ? RUNE_INVALID : (uint32_t)rune;
}

void xml_put(struct buf *out, sg_str text) {
    while (text.len) {
        uint32_t rune = utf8_next(&text);
        const char *entity = xml_entity(rune);
        if (entity) buf_text(out, entity);
        else buf_rune(out, rune < 0x20 ? ' ' : rune == 0xFFFE || rune == 0xFFFF ? RUNE_INVALID : rune);
    }
}
