/* How wide text is. The picture formats need it to size pills and cards and to pin each text to its place, whatever
 * font the reader's machine has. */
#ifndef BASE_FONT_H
#define BASE_FONT_H

#include "base/str.h"

enum font { FONT_SANS, FONT_SANS_BOLD, FONT_MONO };

/* The font of a list of families: monospaced if one of them says so. There is no bold table for FONT_MONO: it is as
 * wide as the regular one. */
enum font font_of(sg_str families, bool bold);
/* Width in the unit of size, without kerning. Any bytes are safe: an invalid one is as wide as U+FFFD. */
double font_width(enum font font, double size, sg_str text);

#endif
