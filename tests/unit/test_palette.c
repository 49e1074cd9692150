/* Colours: whoever reads the picture can read it, in the light and in the dark. */
#include "render/palette.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* Contrast as in WCAG 2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). */
static double channel(const char *digits) {
    const char hex[] = {digits[0], digits[1], '\0'};
    double value = (double)strtol(hex, NULL, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double luminance(const char *color) {
    return 0.2126 * channel(color + 1) + 0.7152 * channel(color + 3) + 0.0722 * channel(color + 5);
}

static double contrast(const char *a, const char *b) {
    double x = luminance(a), y = luminance(b);
    return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}

#define NO_COLOR COLOR_COUNT
/* Each colour of text or line with all the grounds that it is drawn on: cards of every kind, panels, pills. */
static const struct {
    enum color color;
    double least;
    enum color grounds[8]; /* up to NO_COLOR */
} pairs[] = {
    {COLOR_TEXT,
     4.5,
     {COLOR_PANEL, COLOR_CARD, COLOR_GROUP, COLOR_FOCUS_GROUND, COLOR_ADDED, COLOR_REMOVED, COLOR_CHANGED, NO_COLOR}},
    {COLOR_MUTED,
     4.5,
     {COLOR_PANEL, COLOR_CARD, COLOR_GROUP, COLOR_FOCUS_GROUND, COLOR_ADDED, COLOR_REMOVED, COLOR_CHANGED, NO_COLOR}},
    {COLOR_SIZE, 4.5, {COLOR_SIZE_GROUND, NO_COLOR}},
    /* of the page, whose ground is that of the panel: links and the mark of the target; below the pointer and between
     * instructions it is that of a group */
    {COLOR_COPY, 4.5, {COLOR_PANEL, COLOR_GROUP, NO_COLOR}},
    {COLOR_TARGET, 4.5, {COLOR_PANEL, COLOR_GROUP, NO_COLOR}},
    {COLOR_LARGE, 4.5, {COLOR_LARGE_GROUND, NO_COLOR}},
    /* lines that say something: edges on panel and groups, frames of special nodes */
    {COLOR_COPY, 3, {COLOR_PANEL, COLOR_GROUP, NO_COLOR}},
    {COLOR_MOUNT, 3, {COLOR_PANEL, COLOR_GROUP, NO_COLOR}},
    {COLOR_LARGE, 3, {COLOR_PANEL, COLOR_GROUP, NO_COLOR}},
    {COLOR_REFUSED, 3, {COLOR_PANEL, COLOR_GROUP, NO_COLOR}},
    {COLOR_TARGET, 3, {COLOR_PANEL, COLOR_GROUP, NO_COLOR}},
    {COLOR_FINAL, 3, {COLOR_PANEL, COLOR_GROUP, NO_COLOR}},
    {COLOR_OUTSIDE, 3, {COLOR_PANEL, COLOR_CARD, NO_COLOR}}, /* never in a group */
};

static const char *const names[] = {
#define COLOR(id, light, dark) #id,
#include "render/palette.def"
#undef COLOR
};

static void contrasts(void **state) {
    (void)state;
    bool good = true;
    for (int dark = 0; dark < 2; dark++) {
        const char *const *colors = palette(dark ? THEME_DARK : THEME_LIGHT);
        for (size_t i = 0; i < COUNT(pairs); i++)
            for (size_t g = 0; pairs[i].grounds[g] != NO_COLOR; g++) {
                double ratio = contrast(colors[pairs[i].color], colors[pairs[i].grounds[g]]);
                if (ratio >= pairs[i].least) continue;
                print_error("%s: %s on %s is %.2f:1\n", dark ? "dark" : "light", names[pairs[i].color],
                            names[pairs[i].grounds[g]], ratio);
                good = false;
            }
    }
    assert_true(good);
}

/* Dark colours replace light ones by value, so equal ones would need equal dark ones. The panel is selected by class. */
static void distinct(void **state) {
    (void)state;
    for (int i = 0; i < COLOR_COUNT; i++)
        for (int j = 0; j < i; j++)
            if (i != COLOR_PANEL && j != COLOR_PANEL) assert_string_not_equal(light_colors[i], light_colors[j]);
    assert_ptr_equal(palette(THEME_AUTO), light_colors);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(contrasts), cmocka_unit_test(distinct)};
    return cmocka_run_group_tests_name("palette", tests, NULL, NULL);
}
