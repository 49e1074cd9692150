/* The directives that BuildKit looks for before it parses the file (parser/directives.go, DetectSyntax and ParseDirective),
 * and the options of # check=skip=…;error=true: it refuses the file if they do not parse. */
#include "base/quote.h"
#include "base/utf8.h"
#include "dockerfile/mount.h"
#include "dockerfile/parse.h"

sg_str dockerfile_directive(sg_str source, sg_str comment, sg_str name) {
    static const sg_str known[] = {{"syntax", 6}, {"escape", 6}, {"check", 5}};
    sg_str line, key, value;
    unsigned seen = 0;
    if (str_starts(source, STR("\xEF\xBB\xBF"))) source = str_skip(source, 3);
    if (str_starts(source, STR("#!"))) str_cut(source, '\n', &line, &source);
    while (source.len) {
        size_t which = 0;
        str_cut(source, '\n', &line, &source);
        if (line.len && line.ptr[line.len - 1] == '\r') line.len--;
        if (!str_starts(line, comment) || !directive_match(str_trim_left(str_skip(line, comment.len)), &key, &value))
            break;
        while (which < COUNT(known) && !str_eq_nocase(key, known[which])) which++;
        if (which == COUNT(known) || seen & 1u << which) break;
        if (str_eq(known[which], name)) return str_slice(value, 0, str_find(value, ' '));
        seen |= 1u << which;
    }
    return (sg_str){0};
}

static sg_str option_error(struct arena *arena, sg_str option) {
    sg_str key, value;
    bool on;
    if (!str_cut(option, '=', &key, &value))
        return arena_printf(arena, "invalid check option %.*s", STR_ARG(go_quote(arena, option)));
    key = str_trim(key);
    value = str_trim(value);
    if (str_eq(key, STR("skip")) || str_eq(key, STR("experimental"))) return STR("");
    if (!str_eq(key, STR("error")))
        return arena_printf(arena, "invalid check option %.*s", STR_ARG(go_quote(arena, key)));
    if (parse_bool(value, &on)) return STR("");
    return arena_printf(arena, "failed to parse check option %.*s: strconv.ParseBool: parsing %.*s: invalid syntax",
                        STR_ARG(go_quote(arena, option)), STR_ARG(go_quote(arena, value)));
}

sg_str check_options_error(struct arena *arena, sg_str text, size_t *at) {
    sg_str rest = str_trim(text);
    bool more = rest.len > 0;
    for (size_t part = 0; more; part++) {
        sg_str option = rest;
        more = part < 2 && str_cut(rest, ';', &option, &rest);
        sg_str error = option_error(arena, option);
        *at = (size_t)(option.ptr - text.ptr);
        if (error.len) return error;
    }
    return STR("");
}
