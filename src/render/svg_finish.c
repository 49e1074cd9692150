/* From Graphviz's SVG to ours: one pass over its tags, each of which is written again, changed or left out.
 *
 *     <svg …>        gets role, label, title, description, a style for dark systems and a panel behind the graph
 *     <g id= class=> keeps its class; the id would clash where two pictures are in one page; names its node, or those
 *                    that its edge joins, in data-id, data-from and data-to
 *     <title>        was the node's name; becomes the tooltip that Graphviz wraps in <g id="a_…"><a xlink:title=…>
 *     <text>         is pinned to its measured width, so that no font of the reader's makes it overflow
 *     cluster titles move behind the edges in the file, so above them in the picture, each on a ground of its own
 *
 * Text content and attribute values come from Graphviz already escaped and are copied as they are. */
#include "base/font.h"
#include "base/utf8.h"
#include "render/layout.h"
#include "render/palette.h"
#include "render/xml.h"

#include <math.h>

/* ---- writing ---- */

struct finish {
    const struct view *view;
    enum svg_place place;
    const char *const *colors;
    struct buf *out;
    struct buf titles;       /* of clusters, until the edges are written */
    struct xml_tag group;    /* a <g> whose title has not come yet */
    bool in_cluster, in_add; /* of an edge of ADD */
    bool ground_seen;        /* Graphviz's rectangle behind the graph */
    bool wrapper_open;       /* <g id="a_…"><a …> */
    bool link_open;          /* our own <a href=…> for it */
};

static void attribute_put(struct buf *out, sg_str name, sg_str value) {
    if (!value.len) return;
    buf_char(out, ' ');
    buf_put(out, name);
    buf_text(out, "=\"");
    buf_put(out, value);
    buf_char(out, '"');
}

/* Graphviz names the fonts of the DOT text, Helvetica and Courier; the picture names what readers have. The first is
 * said once, in <svg>. */
static void family_put(struct buf *out, sg_str family) {
    if (font_of(family, false) == FONT_MONO) buf_text(out, " font-family=\"Menlo,Consolas,monospace\"");
}

static void attribute_rewritten(struct buf *out, struct xml_attribute attribute) {
    if (str_eq(attribute.name, STR("font-family"))) {
        family_put(out, attribute.value);
    } else if (str_ends(attribute.name, STR("-opacity"))) {
        return; /* group_put() says it for all of what stands aside: Graphviz 2.42 says it of shapes, and not of text */
    } else if (str_eq(attribute.value, STR("transparent"))) { /* no colour in SVG 1.1 */
        attribute_put(out, attribute.name, STR("none"));
    } else if (str_eq(attribute.name, STR("stroke-dasharray")) && str_eq(attribute.value, STR("1,5"))) {
        buf_text(out, " stroke-dasharray=\"0,4\" stroke-linecap=\"round\""); /* round dots, easier to see */
    } else {
        attribute_put(out, attribute.name, str_trim_ascii(attribute.value));
    }
}

/* Graphviz has one kind of dashes. Without colours those of ADD would be those of COPY. A line of the legend is a
 * polyline, as nothing else of ours is. */
static bool is_add(const struct finish *finish, struct xml_tag tag) {
    bool line = finish->in_add || str_eq(tag.name, STR("polyline"));
    return line && str_eq(xml_attribute(tag, STR("stroke")), str_from(finish->colors[COLOR_LARGE])) &&
           str_eq(xml_attribute(tag, STR("stroke-dasharray")), STR("5,2"));
}

static void attributes_put(struct buf *out, struct xml_tag tag) {
    struct xml_attribute attribute;
    while (xml_next_attribute(&tag.attributes, &attribute)) attribute_rewritten(out, attribute);
}

static void line_put(struct buf *out, struct xml_tag tag) {
    struct xml_attribute attribute;
    while (xml_next_attribute(&tag.attributes, &attribute)) {
        if (str_eq(attribute.name, STR("stroke-dasharray"))) attribute.value = STR("6,2,1,2");
        attribute_rewritten(out, attribute);
    }
}

/* Cells of a table have no class to select them by, so dark colours replace light ones by value. The panel has one: in
 * the light it is as white as the cards, in the dark they stand out from it. */
static void dark_style_put(struct buf *out) {
    buf_text(out, "<style>@media (prefers-color-scheme:dark){\n");
    for (size_t i = 0; i < COLOR_COUNT; i++) {
        if (i == COLOR_PANEL) continue;
        buf_printf(out, ".stagegraph [fill=\"%s\"]{fill:%s}.stagegraph [stroke=\"%s\"]{stroke:%s}\n", light_colors[i],
                   dark_colors[i], light_colors[i], dark_colors[i]);
    }
    buf_printf(out, ".stagegraph .panel{fill:%s}\n}</style>\n", dark_colors[COLOR_PANEL]);
}

static bool has_panel(const struct finish *finish) {
    return finish->place == SVG_ALONE && finish->view->background == BACKGROUND_PANEL;
}

static void svg_open(struct finish *finish, struct xml_tag tag) {
    struct buf *out = finish->out;
    buf_text(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"stagegraph\"");
    attribute_put(out, STR("width"), xml_attribute(tag, STR("width")));
    attribute_put(out, STR("height"), xml_attribute(tag, STR("height")));
    attribute_put(out, STR("viewBox"), xml_attribute(tag, STR("viewBox")));
    if (finish->place == SVG_ALONE) buf_text(out, " style=\"max-width:100%;height:auto\"");
    buf_text(out, " font-family=\"Helvetica,Arial,sans-serif\" role=\"img\" aria-label=\"");
    xml_put(out, finish->view->title);
    buf_text(out, "\">\n<title>");
    xml_put(out, finish->view->title);
    buf_text(out, "</title>\n<desc>");
    xml_put(out, finish->view->summary);
    buf_text(out, "</desc>\n");
    if (finish->place == SVG_ALONE && finish->view->theme == THEME_AUTO) dark_style_put(out);
    if (has_panel(finish))
        buf_printf(out, "<rect class=\"panel\" width=\"100%%\" height=\"100%%\" rx=\"8\" fill=\"%s\"/>\n",
                   finish->colors[COLOR_PANEL]);
}

/* ---- groups and their tooltips ---- */

static void titles_put(struct finish *finish) {
    if (!finish->titles.len) return;
    buf_text(finish->out, "<g class=\"titles\">\n");
    buf_put(finish->out, buf_str(&finish->titles));
    buf_text(finish->out, "</g>\n");
    finish->out->failed |= finish->titles.failed;
    finish->titles.len = 0;
}

static bool is_a(struct xml_tag group, sg_str class) {
    return str_starts(xml_attribute(group, STR("class")), class);
}

/* "a&#45;&gt;b": ids have letters, digits and _ only. A piece that edges share is called "piece a / b c". */
static void ends_put(struct buf *out, sg_str edge, sg_str id) {
    static const sg_str arrow = {"&#45;&gt;", 9}, slash = {" / ", 3}, piece = {"piece ", 6};
    bool shared = str_starts(id, piece);
    sg_str text = shared ? str_skip(id, piece.len) : edge, between = shared ? slash : arrow;
    size_t at = str_find_str(text, between);
    attribute_put(out, STR("data-from"), str_slice(text, 0, at));
    attribute_put(out, STR("data-to"), str_skip(text, at + between.len));
}

/* One of the words of a class. */
static bool has_class(struct xml_tag group, sg_str class) {
    sg_str word, rest = xml_attribute(group, STR("class"));
    for (bool more = true; more;) {
        more = str_cut(rest, ' ', &word, &rest);
        if (str_eq(word, class)) return true;
    }
    return false;
}

/* Writes the <g> that was put off. */
static void group_put(struct finish *finish, sg_str id) {
    struct xml_tag group = finish->group;
    if (!group.name.len) return;
    finish->group = (struct xml_tag){0};
    if (is_a(group, STR("node"))) titles_put(finish);
    buf_text(finish->out, "<g");
    attribute_put(finish->out, STR("class"), xml_attribute(group, STR("class")));
    attribute_put(finish->out, STR("transform"), xml_attribute(group, STR("transform")));
    if (has_class(group, STR("aside"))) attribute_put(finish->out, STR("opacity"), STR(ASIDE_OPACITY));
    if (is_a(group, STR("node"))) attribute_put(finish->out, STR("data-id"), id);
    finish->in_add = has_class(group, STR("add"));
    if (is_a(group, STR("edge"))) ends_put(finish->out, id, xml_attribute(group, STR("id")));
    buf_text(finish->out, ">\n");
}

static void group_open(struct finish *finish, struct xml_tag tag) {
    if (str_starts(xml_attribute(tag, STR("id")), STR("a_"))) {
        finish->wrapper_open = true;
        return;
    }
    group_put(finish, (sg_str){0});
    finish->group = tag;
    finish->in_cluster = str_starts(xml_attribute(tag, STR("class")), STR("cluster"));
}

/* </a></g> closes what group_open() left out. */
static void group_close(struct finish *finish) {
    if (finish->wrapper_open) {
        if (finish->link_open) buf_text(finish->out, "</a>\n");
        finish->wrapper_open = finish->link_open = false;
        return;
    }
    group_put(finish, (sg_str){0});
    buf_text(finish->out, "</g>\n");
}

static void tooltip_put(struct finish *finish, sg_str tooltip) {
    if (!tooltip.len) return;
    buf_text(finish->out, "<title>");
    buf_put(finish->out, tooltip);
    buf_text(finish->out, "</title>\n");
}

/* Tooltip and link of a node: the view made the link of characters that are safe in an attribute. In a page a click on a
 * node chooses it; the link is in the list. */
static void anchor_put(struct finish *finish, struct xml_tag tag) {
    sg_str link = xml_attribute(tag, STR("xlink:href"));
    tooltip_put(finish, xml_attribute(tag, STR("xlink:title")));
    if (!link.len || !finish->wrapper_open || finish->place == SVG_IN_PAGE) return;
    finish->link_open = true;
    buf_text(finish->out, "<a");
    attribute_put(finish->out, STR("href"), link);
    buf_text(finish->out, ">\n");
}

/* ---- shapes and text ---- */

static void shape_put(struct finish *finish, struct xml_tag tag) {
    group_put(finish, (sg_str){0});
    bool is_ground = !finish->ground_seen && (has_panel(finish) || finish->place == SVG_IN_PAGE);
    finish->ground_seen = true;
    if (is_ground && str_eq(tag.name, STR("polygon"))) return;
    buf_char(finish->out, '<');
    buf_put(finish->out, tag.name);
    (is_add(finish, tag) ? line_put : attributes_put)(finish->out, tag);
    buf_text(finish->out, "/>\n");
}

/* Not strtod() and printf(): those obey the locale of the program that the library is in. */
static double number_of(struct xml_tag tag, sg_str name) {
    sg_str value = xml_attribute(tag, name);
    bool negative = str_starts(value, STR("-"));
    double number = 0, unit = 1;
    bool fraction = false;
    for (size_t i = negative; i < value.len && (ascii_digit(value.ptr[i]) || value.ptr[i] == '.'); i++) {
        if (fraction) unit /= 10;
        if (value.ptr[i] == '.') {
            fraction = true;
        } else {
            number = number * 10 + (value.ptr[i] - '0');
        }
    }
    return (negative ? -number : number) * unit;
}

static void number_put(struct buf *out, const char *name, double number) {
    long long hundredths = llround(number * 100), size = hundredths < 0 ? -hundredths : hundredths;
    buf_printf(out, " %s=\"%s%lld.%02lld\"", name, hundredths < 0 ? "-" : "", size / 100, size % 100);
}

static double text_width(struct xml_tag tag, sg_str content) {
    struct buf plain = {0};
    while (content.len) buf_rune(&plain, xml_next_rune(&content));
    bool bold = str_eq(xml_attribute(tag, STR("font-weight")), STR("bold"));
    enum font font = font_of(xml_attribute(tag, STR("font-family")), bold);
    double width = font_width(font, number_of(tag, STR("font-size")), buf_str(&plain));
    buf_free(&plain);
    return width;
}

/* An edge that runs below a title is interrupted there, as by a label. */
static void title_ground_put(struct buf *out, struct xml_tag tag, double width, const char *ground) {
    double x = number_of(tag, STR("x")), y = number_of(tag, STR("y")), size = number_of(tag, STR("font-size"));
    sg_str anchor = xml_attribute(tag, STR("text-anchor"));
    if (str_eq(anchor, STR("middle"))) x -= width / 2;
    if (str_eq(anchor, STR("end"))) x -= width;
    buf_text(out, "<rect");
    number_put(out, "x", x - 3);
    number_put(out, "y", y - size);
    number_put(out, "width", width + 6);
    number_put(out, "height", size * 1.3);
    buf_printf(out, " rx=\"3\" fill=\"%s\"/>\n", ground);
}

static void text_element_put(struct finish *finish, struct xml_tag tag, sg_str content) {
    group_put(finish, (sg_str){0});
    struct buf *out = finish->in_cluster ? &finish->titles : finish->out;
    double width = text_width(tag, content);
    if (finish->in_cluster) title_ground_put(out, tag, width, finish->colors[COLOR_GROUP]);
    buf_text(out, "<text");
    attributes_put(out, tag);
    if (width > 0) {
        number_put(out, "textLength", width);
        buf_text(out, " lengthAdjust=\"spacingAndGlyphs\"");
    }
    buf_char(out, '>');
    buf_put(out, content);
    buf_text(out, "</text>\n");
}

/* ---- the pass ---- */

static bool is_shape(sg_str name) {
    static const char *const shapes[] = {"polygon", "path", "polyline", "ellipse", "line"};
    for (size_t i = 0; i < COUNT(shapes); i++)
        if (str_eq(name, str_from(shapes[i]))) return true;
    return false;
}

/* The content of an element without children: moves past its end tag. */
static sg_str content_of(sg_str *rest) {
    return xml_next_tag(rest).before;
}

static void tag_put(struct finish *finish, struct xml_tag tag, sg_str *rest) {
    if (str_eq(tag.name, STR("svg"))) {
        svg_open(finish, tag);
    } else if (str_eq(tag.name, STR("g"))) {
        group_open(finish, tag);
    } else if (str_eq(tag.name, STR("/g"))) {
        group_close(finish);
    } else if (str_eq(tag.name, STR("title"))) {
        group_put(finish, content_of(rest));
    } else if (str_eq(tag.name, STR("a"))) {
        anchor_put(finish, tag);
    } else if (str_eq(tag.name, STR("text"))) {
        text_element_put(finish, tag, content_of(rest));
    } else if (is_shape(tag.name)) {
        shape_put(finish, tag);
    }
}

void svg_finish(const struct view *view, enum svg_place place, sg_str raw, struct buf *out) {
    struct finish finish = {.view = view, .place = place, .colors = palette(view->theme), .out = out};
    while (raw.len) tag_put(&finish, xml_next_tag(&raw), &raw);
    titles_put(&finish);
    buf_text(out, "</svg>\n");
    buf_free(&finish.titles);
}
