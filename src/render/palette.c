/* From palette.def to tables. */
#include "render/palette.h"

const char *const light_colors[COLOR_COUNT] = {
#define COLOR(id, light, dark) light,
#include "render/palette.def"
#undef COLOR
};

const char *const dark_colors[COLOR_COUNT] = {
#define COLOR(id, light, dark) dark,
#include "render/palette.def"
#undef COLOR
};

const char *const *palette(enum theme theme) {
    return theme == THEME_DARK ? dark_colors : light_colors;
}

static const char *const light_aside[COLOR_COUNT] = {
#define COLOR(id, light, dark) light ASIDE_ALPHA,
#include "render/palette.def"
#undef COLOR
};

static const char *const dark_aside[COLOR_COUNT] = {
#define COLOR(id, light, dark) dark ASIDE_ALPHA,
#include "render/palette.def"
#undef COLOR
};

const char *const *palette_aside(enum theme theme) {
    return theme == THEME_DARK ? dark_aside : light_aside;
}
