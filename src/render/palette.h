/* The colours of palette.def as strings: light_colors[COLOR_TEXT] is "#1f2328". */
#ifndef RENDER_PALETTE_H
#define RENDER_PALETTE_H

#include "base/str.h"
#include "options/options.h"

enum color {
#define COLOR(id, light, dark) COLOR_##id,
#include "render/palette.def"
#undef COLOR
    COLOR_COUNT
};

extern const char *const light_colors[COLOR_COUNT];
extern const char *const dark_colors[COLOR_COUNT];

/* How much of a colour is left of what stands aside: as SVG says it, and as the last two digits of a colour. */
#define ASIDE_OPACITY "0.35"
#define ASIDE_ALPHA "59"

/* What a theme is drawn in. THEME_AUTO is drawn in the light ones; SVG has a style sheet that turns them dark. */
const char *const *palette(enum theme theme);
const char *const *palette_aside(enum theme theme);

#endif
