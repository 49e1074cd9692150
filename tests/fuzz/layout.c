/* The layout module's stand-in: from our DOT text to the kind of SVG that Graphviz makes of it, without laying anything
 * out, so that the formats that need it are reached at a speed that is worth it. */
#include "base/module.h"
#include "fuzz.h"

static void escaped(struct buf *out, sg_str text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '\\' && i + 1 < text.len && text.ptr[i + 1] == 'n') buf_text(out, "&#10;"), i++;
        else if (c == '\\' && i + 1 < text.len) i--, text = str_skip(text, 1);
        else if (c == '&') buf_text(out, "&amp;");
        else if (c == '<') buf_text(out, "&lt;");
        else if (c == '>') buf_text(out, "&gt;");
        else if (c == '"') buf_text(out, "&quot;");
        else if (c == '-') buf_text(out, "&#45;");
        else buf_char(out, c);
    }
}

/* Behind a quote: what stands up to the next one, backslashes and all. */
static sg_str quoted(sg_str *rest) {
    size_t len = 0;
    while (len < rest->len && rest->ptr[len] != '"') len += rest->ptr[len] == '\\' ? 2 : 1;
    sg_str text = str_slice(*rest, 0, len);
    *rest = str_skip(*rest, len + 1);
    return text;
}

static sg_str attribute(sg_str line, const char *start) {
    size_t at = str_find_str(line, str_from(start));
    line = str_skip(line, at + strlen(start));
    return quoted(&line);
}

/* The texts of a label in the tags of its lines, escaped as they are. */
static void put_texts(struct buf *out, sg_str label) {
    sg_str text;
    while (label.len) {
        str_cut(label, '>', &text, &label);
        text = str_slice(label, 0, str_find(label, '<'));
        if (!str_trim_ascii(text).len) continue;
        buf_text(out, "<text text-anchor=\"start\" x=\"9\" y=\"-9.5\" font-family=\"Helvetica\" font-size=\"11.00\">");
        buf_put(out, text);
        buf_text(out, "</text>\n");
    }
}

static void put_group(struct buf *out, const char *kind, sg_str from, sg_str to, sg_str line, sg_str label) {
    buf_printf(out, "<g id=\"%s1\" class=\"%s ", kind, kind);
    escaped(out, attribute(line, "class=\""));
    buf_text(out, "\">\n<title>");
    escaped(out, from);
    if (to.ptr) buf_text(out, "&#45;&gt;");
    escaped(out, to);
    buf_printf(out, "</title>\n<g id=\"a_%s1\"><a xlink:title=\"", kind);
    escaped(out, attribute(line, "tooltip=\""));
    buf_text(out,
             "\">\n<polygon fill=\"#ffffff\" stroke=\"transparent\" stroke-dasharray=\"1,5\" points=\"0,0 1,1\"/>\n");
    put_texts(out, label);
    buf_text(out, "</a>\n</g>\n</g>\n");
}

static bool draw(const char *dot, const char *format, double scale, struct buf *out, struct layout_measures *measures,
                 struct buf *message) {
    sg_str rest = str_from(dot), line, from, to;
    (void)message;
    if (measures) measures->width = 1000, measures->crossings = strlen(dot) % 20; /* others are tried */
    if (!format) return true;
    if (strcmp(format, "svg") != 0) {
        buf_printf(out, "%s %g /CreationDate (D:20240229123000Z)", format, scale);
        return true;
    }
    buf_text(out, "<?xml version=\"1.0\"?>\n<!DOCTYPE svg>\n<svg width=\"8pt\" height=\"8pt\" viewBox=\"0 0 8 8\">\n"
                  "<g id=\"graph0\" class=\"graph\" transform=\"scale(1 1)\">\n<title>t</title>\n");
    while (rest.len) {
        str_cut(rest, '\n', &line, &rest);
        line = str_trim_ascii(line);
        if (!str_starts(line, STR("\""))) continue;
        line = str_skip(line, 1);
        from = quoted(&line);
        if (str_starts(line, STR(" -> \""))) {
            line = str_skip(line, 5);
            to = quoted(&line);
            put_group(out, "edge", from, to, line, STR(""));
        } else {
            put_group(out, "node", from, (sg_str){0}, line, str_slice(rest, 0, str_find_str(rest, STR(">>]"))));
        }
    }
    buf_text(out, "</g>\n</svg>\n");
    return true;
}

const struct graphviz_module graphviz_module = {MODULE_VERSION, draw};
