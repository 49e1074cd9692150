/* Reading and writing XML without a tree: slices of the input, nothing is decoded that is not asked for. */
#ifndef RENDER_XML_H
#define RENDER_XML_H

#include "base/buf.h"

struct xml_tag {
    sg_str name;       /* "g"; "/g" for an end tag, "!--" for a comment; empty at the end of the input */
    sg_str attributes; /* ` class="node"` */
    sg_str before;     /* the text in front of it */
};

struct xml_attribute {
    sg_str name, value;
};

/* The next tag; moves past it. */
struct xml_tag xml_next_tag(sg_str *rest);
/* False at the end. */
bool xml_next_attribute(sg_str *rest, struct xml_attribute *attribute);
/* The value of the attribute of that name, as written; ptr == NULL without. */
sg_str xml_attribute(struct xml_tag tag, sg_str name);
/* The character at the start of s, which may be written "&amp;", "&#45;" or "&#x2d;"; moves past it. s must not be
 * empty. */
uint32_t xml_next_rune(sg_str *s);

/* How a character is written that may not stand for itself, in content or an attribute: "&lt;"; NULL for any other. HTML
 * has the same. */
const char *xml_entity(uint32_t rune);
/* Text as content or attribute value. */
void xml_put(struct buf *out, sg_str text);

#endif
