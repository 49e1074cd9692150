/* The colours of palette.def as strings: LIGHT(TEXT) is "#1f2328". */
#ifndef RENDER_PALETTE_H
#define RENDER_PALETTE_H

#include "base/str.h"

enum color {
#define COLOR(id, light, dark) COLOR_##id,
#include "render/palette.def"
#undef COLOR
    COLOR_COUNT
};

extern const char *const light_colors[COLOR_COUNT];
extern const char *const dark_colors[COLOR_COUNT];
#define LIGHT(id) light_colors[COLOR_##id]

#endif
