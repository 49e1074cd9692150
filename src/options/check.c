/* What the value of a text or of an item of a list has to look like. */
#include "base/units.h"
#include "options/options.h"

static bool is_placeholder(sg_str name) {
    return str_listed("path file line stage", name);
}

/* Whatever is substituted, the result is a link to a web page. */
static const char *link_refusal(sg_str text) {
    sg_str scheme = str_slice(text, 0, str_find_str(text, STR("://"))), rest = text, name;
    if (!text.len) return NULL;
    if (!(str_eq_nocase(scheme, STR("http")) || str_eq_nocase(scheme, STR("https"))) || text.len < scheme.len + 4)
        return "starts with http:// or https://, not";
    while (str_cut(rest, '{', &name, &rest))
        if (!str_cut(rest, '}', &name, &rest) || !is_placeholder(name))
            return "replaces {path}, {file}, {line} and {stage} only";
    return NULL;
}

static const char *template_refusal(sg_str text) {
    return str_find_str(text, STR("{stage}")) < text.len ? NULL : "needs {stage} in it, not";
}

static const char *size_refusal(sg_str text) {
    int64_t bytes;
    return text.len && size_parse(text, &bytes) ? NULL : "needs a size such as 360MB or 1.5GiB, not";
}

/* Up to five digits; 0 if it is something else. */
static long side_of(sg_str text) {
    long side = 0;
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_digit(text.ptr[i]) || i == 5) return 0;
        else side = 10 * side + (text.ptr[i] - '0');
    return side;
}

bool option_box(sg_str text, long *width, long *height) {
    sg_str first, second;
    bool both = str_cut(text, 'x', &first, &second) || str_cut(text, 'X', &first, &second);
    *width = side_of(first);
    *height = side_of(second);
    return both && *width && *height;
}

static const char *fit_refusal(sg_str text) {
    long width, height;
    return str_eq_nocase(text, STR("none")) || option_box(text, &width, &height)
               ? NULL
               : "needs WIDTHxHEIGHT in pixels, or none, not";
}

/* An item NAME=VALUE. */
static const char *pair_refusal(enum option_id option, sg_str text) {
    sg_str name, value;
    if (!str_cut(text, '=', &name, &value) || !name.len) return "needs NAME=VALUE, not";
    if (option == OPT_build_context && str_find_str(name, STR("::")) < name.len)
        return "a context for one platform only cannot be named here";
    if (option == OPT_size || option == OPT_budget) return size_refusal(value);
    if (option == OPT_image && !value.len) return "needs the name of an image behind =, not";
    return NULL;
}

const char *option_refusal(enum option_id option, sg_str text) {
    const char *argument = option_rows[option].argument;
    if (argument && strchr(argument, '=')) return pair_refusal(option, text);
    switch (option) {
    case OPT_platform: return str_has(text, ',') || !text.len ? "is one platform, not" : NULL;
    case OPT_fit: return fit_refusal(text);
    case OPT_link: return link_refusal(text);
    case OPT_image_template: return template_refusal(text);
    case OPT_size_threshold: return size_refusal(text);
    case OPT_archive:
    case OPT_context: return text.len ? NULL : "needs a path, not";
    default: return NULL;
    }
}

int64_t option_size_at(const sg_options *options, enum option_id option, size_t index, sg_str *name) {
    sg_str value;
    int64_t bytes = -1;
    str_cut(option_list_at(options, option, index), '=', name, &value);
    size_parse(value, &bytes);
    return bytes;
}

bool options_measure(const sg_options *options) {
    static const enum option_id sources[] = {OPT_image, OPT_image_template, OPT_archive};
    for (size_t i = 0; i < COUNT(sources); i++)
        if (option_is_set(options, sources[i])) return true;
    return false;
}
