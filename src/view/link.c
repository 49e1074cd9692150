/* --link: a template and a stage → a URL. */
#include "view/build.h"

static bool is_unreserved(char c) {
    return ascii_alnum(c) || (c && strchr("-._~", c));
}

/* What a URL may hold beside those (https://www.rfc-editor.org/rfc/rfc3986#section-2.2), without ";" and "'", which mean
 * more to some formats. */
static bool is_reserved(char c) {
    return c && strchr(":/?#[]@!$&()*+,=", c);
}

static void put_encoded(struct arena *arena, struct text *url, char c) {
    text_put(arena, url, arena_printf(arena, "%%%02X", (unsigned)(unsigned char)c));
}

/* Substituted text is one path segment or value, or a path: all else that has a meaning in a URL is encoded. */
static void put_value(struct arena *arena, struct text *url, sg_str value, bool is_path) {
    for (size_t i = 0; i < value.len; i++) {
        if (is_unreserved(value.ptr[i]) || (is_path && value.ptr[i] == '/'))
            text_put(arena, url, str_slice(value, i, i + 1));
        else put_encoded(arena, url, value.ptr[i]);
    }
}

static bool is_hex(sg_str digits) {
    for (size_t i = 0; i < digits.len; i++)
        if (!ascii_digit(digits.ptr[i]) && !(ascii_lower(digits.ptr[i]) >= 'a' && ascii_lower(digits.ptr[i]) <= 'f'))
            return false;
    return digits.len == 2;
}

/* The template's own text keeps its meaning. */
static void put_template(struct arena *arena, struct text *url, sg_str text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool kept = is_unreserved(c) || is_reserved(c) || (c == '%' && is_hex(str_slice(text, i + 1, i + 3)));
        if (kept) text_put(arena, url, str_slice(text, i, i + 1));
        else put_encoded(arena, url, c);
    }
}

static sg_str value_of(struct view_builder *builder, size_t index, sg_str name) {
    const sg_doc *doc = builder->scene->stages[index].doc;
    const sg_stage *stage = stage_at(builder, index);
    if (str_eq(name, STR("path"))) return doc->path;
    if (str_eq(name, STR("file"))) return doc->name;
    if (str_eq(name, STR("line"))) return arena_printf(builder->arena, "%zu", stage->line);
    return stage_word(builder->arena, stage);
}

sg_str view_link(struct view_builder *builder, size_t stage) {
    sg_str rest = option_text(builder->options, OPT_link), text, name;
    struct text url = {0};
    while (rest.len) {
        bool placeholder = str_cut(rest, '{', &text, &rest);
        put_template(builder->arena, &url, text);
        if (!placeholder) break;
        str_cut(rest, '}', &name, &rest);
        put_value(builder->arena, &url, value_of(builder, stage, name), str_eq(name, STR("path")));
    }
    return text_str(&url);
}
