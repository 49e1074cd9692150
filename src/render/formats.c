/* The table of formats, and how a row of it is found. */
#include "render/render.h"

static const struct format formats[] = {
#define FORMAT(name, extension, help, draws, binary, hidden, function)                                                 \
    {{name, extension, help, binary, hidden}, draws, function},
#include "render/formats.def"
#undef FORMAT
};

size_t sg_format_count(void) {
    return COUNT(formats);
}

const sg_format *sg_format_at(size_t index) {
    return index < COUNT(formats) ? &formats[index].public : NULL;
}

const struct format *format_named(sg_str name) {
    for (size_t i = 0; i < COUNT(formats); i++)
        if (str_eq_nocase(name, str_from(formats[i].public.name))) return &formats[i];
    return format_for_extension(name);
}

const struct format *format_for_extension(sg_str extension) {
    for (size_t i = 0; i < COUNT(formats); i++)
        if (str_eq_nocase(extension, str_from(formats[i].public.extension))) return &formats[i];
    return NULL;
}
