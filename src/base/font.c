/* From text to its width: the advance widths of Helvetica, Helvetica-Bold and Courier in thousandths of the font
 * size, as in Adobe's font metrics for the standard PDF fonts. Arial and Liberation Sans have the same. */
#include "base/font.h"

#include "base/utf8.h"

enum { FIRST = 0x20, LAST = 0x7e, MONO_WIDTH = 600, WIDE = 1000 };

/* clang-format off */
static const uint16_t widths[2][LAST - FIRST + 1] = {
    [FONT_SANS] = {
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,  /* space to / */
        556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,  /* 0 to ? */
        1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, /* @ to O */
        667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,  /* P to _ */
        333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,  /* ` to o */
        556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,       /* p to ~ */
    },
    [FONT_SANS_BOLD] = {
        278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
        556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
        975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
        667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
        333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
        611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
    },
};
/* clang-format on */

/* U+00C0 to U+00FF: an accented letter is as wide as its base letter, the others as the ASCII character shown. */
static const char latin1_letters[] = "AAAAAA@CEEEEIIIINNOOOOO+OUUUUYPbaaaaaawceeeeiiiionooooo+ouuuuypy";

/* The typographic characters that do occur in comments and sizes. */
static const struct {
    uint32_t rune;
    uint16_t width;
} others[] = {
    {0x00A0, 278}, {0x00A7, 556},  {0x00A9, 737},  {0x00AE, 737}, {0x00B0, 400},  {0x00B7, 278},  {0x2010, 333},
    {0x2011, 333}, {0x2013, 556},  {0x2014, 1000}, {0x2018, 222}, {0x2019, 222},  {0x201C, 333},  {0x201D, 333},
    {0x2022, 350}, {0x2026, 1000}, {0x202F, 200},  {0x20AC, 556}, {0x2122, 1000}, {0x2190, 1000}, {0x2192, 1000},
    {0x2212, 584}, {0x2264, 549},  {0x2265, 549},  {0x25B7, 770}, {0x25BA, 770},  {0x25C6, 770},  {0x25CF, 604},
};

/* Greek, Cyrillic and whatever else is one column wide: the mean of Arial's letters. */
enum { OTHER_SANS = 590, OTHER_BOLD = 640 };

static unsigned listed_width(enum font font, uint32_t rune) {
    for (size_t i = 0; i < COUNT(others); i++)
        if (others[i].rune == rune) return others[i].width;
    return font == FONT_SANS_BOLD ? OTHER_BOLD : OTHER_SANS;
}

static unsigned rune_units(enum font font, uint32_t rune) {
    int columns = rune_width(rune);
    if (columns == 0) return 0;
    if (columns == 2) return WIDE;
    if (font == FONT_MONO) return MONO_WIDTH;
    if (rune >= 0xC0 && rune <= 0xFF) rune = (unsigned char)latin1_letters[rune - 0xC0];
    if (rune >= FIRST && rune <= LAST) return widths[font][rune - FIRST];
    return listed_width(font, rune);
}

double font_width(enum font font, double size, sg_str text) {
    double units = 0;
    while (text.len) units += rune_units(font, utf8_next(&text));
    return units * size / 1000;
}

static bool contains_nocase(sg_str s, sg_str word) {
    for (size_t i = 0; i + word.len <= s.len; i++)
        if (str_eq_nocase(str_slice(s, i, i + word.len), word)) return true;
    return false;
}

enum font font_of(sg_str families, bool bold) {
    if (contains_nocase(families, STR("mono")) || contains_nocase(families, STR("courier"))) return FONT_MONO;
    return bold ? FONT_SANS_BOLD : FONT_SANS;
}
