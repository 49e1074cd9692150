/* # check=skip=…;error=true: BuildKit refuses the file if this does not parse; what it asks for is left to BuildKit. */
#include "base/quote.h"
#include "base/utf8.h"
#include "dockerfile/mount.h"
#include "dockerfile/parse.h"

/* The value of # check= up to its first blank. Unlike the parser, this skips a "#!" line and wants "#" in column 1. */
static sg_str find_check(sg_str source) {
    sg_str line, key, value;
    if (str_starts(source, STR("\xEF\xBB\xBF"))) source = str_skip(source, 3);
    if (str_starts(source, STR("#!"))) str_cut(source, '\n', &line, &source);
    while (source.len) {
        str_cut(source, '\n', &line, &source);
        if (line.len && line.ptr[line.len - 1] == '\r') line.len--;
        if (!line.len || line.ptr[0] != '#' || !directive_match(str_trim_left(str_skip(line, 1)), &key, &value)) break;
        if (str_eq_nocase(key, STR("check"))) return str_slice(value, 0, str_find(value, ' '));
        if (!str_eq_nocase(key, STR("syntax")) && !str_eq_nocase(key, STR("escape"))) break;
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

void dockerfile_check_directive(struct arena *arena, struct diags *diags, size_t source) {
    sg_str text = diags->sources.items[source].text, rest = str_trim(find_check(text));
    bool more = rest.len > 0;
    for (size_t part = 0; more; part++) {
        sg_str option = rest;
        more = part < 2 && str_cut(rest, ';', &option, &rest);
        sg_str error = option_error(arena, option);
        if (!error.len) continue;
        diag_add(diags, DIAG_CHECK_DIRECTIVE, source, (size_t)(option.ptr - text.ptr), STR_ARG(error));
        return;
    }
}
