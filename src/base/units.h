/* Sizes as people write them: decimal units, three significant digits. */
#ifndef BASE_UNITS_H
#define BASE_UNITS_H

#include "base/arena.h"

/* "360 MB" with U+00A0 between number and unit, so that it never wraps. B kB MB GB TB; 999.95 MB promotes to 1 GB. */
sg_str size_format(struct arena *arena, int64_t bytes);
/* "360MB", "1.5 GiB", "12kB", "800" (bytes): MB is 10^6, MiB 2^20. False if it is none or over 2^62. */
bool size_parse(sg_str text, int64_t *bytes);

#endif
