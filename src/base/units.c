/* Sizes as people write them. */
#include "base/units.h"

#include <stdio.h>

static const char *const units[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

/* Integer arithmetic only: the same digits on every machine. */
sg_str size_format(struct arena *arena, int64_t bytes) {
    uint64_t left = (uint64_t)bytes, scale = 1;
    size_t unit = 0;
    if (left < 1000)
        return arena_printf(arena,
                            "%llu\xC2\xA0"
                            "B",
                            (unsigned long long)left);
    while (unit + 1 < COUNT(units) && left / scale >= 1000) scale *= 1000, unit++;
    for (;;) {
        unsigned decimals = left / scale >= 100 ? 0 : left / scale >= 10 ? 1 : 2;
        uint64_t power = decimals == 0 ? 1 : decimals == 1 ? 10 : 100;
        uint64_t step = scale / power;
        uint64_t rounded = left / step + (left % step >= (step + 1) / 2);
        if (decimals && rounded >= power * (decimals == 1 ? 100 : 10)) { /* 9.999 became 10.0 */
            power /= 10;
            rounded /= 10;
            decimals--;
        }
        if (rounded / power >= 1000 && unit + 1 < COUNT(units)) {
            scale *= 1000;
            unit++;
            continue;
        }
        unsigned long long whole = rounded / power, part = rounded % power;
        while (decimals && part % 10 == 0) part /= 10, decimals--;
        if (!decimals) return arena_printf(arena, "%llu\xC2\xA0%s", whole, units[unit]);
        return arena_printf(arena, "%llu.%0*llu\xC2\xA0%s", whole, (int)decimals, part, units[unit]);
    }
}

static bool unit_scale(sg_str unit, uint64_t *scale) {
    static const char letters[] = "kmgt";
    *scale = 1;
    if (unit.len == 0 || str_eq_nocase(unit, STR("B"))) return true;
    size_t power = 0;
    while (letters[power] && ascii_lower(unit.ptr[0]) != letters[power]) power++;
    if (!letters[power]) return false;
    bool binary = unit.len == 3 && ascii_lower(unit.ptr[1]) == 'i';
    if (ascii_lower(unit.ptr[unit.len - 1]) != 'b' || (unit.len != 2 && !binary)) return false;
    for (size_t i = 0; i <= power; i++) *scale *= binary ? 1024 : 1000;
    return true;
}

bool size_parse(sg_str text, int64_t *bytes) {
    const uint64_t most = (uint64_t)1 << 62;
    text = str_trim_ascii(text);
    size_t at = 0, digits = 0;
    uint64_t number = 0, divisor = 1;
    bool fraction = false;
    for (; at < text.len; at++) {
        char c = text.ptr[at];
        if (c == '.' && !fraction) {
            fraction = true;
        } else if (ascii_digit(c)) {
            if (++digits > 15) return false;
            number = number * 10 + (uint64_t)(c - '0');
            if (fraction) divisor *= 10;
        } else {
            break;
        }
    }
    uint64_t scale;
    if (!digits || !unit_scale(str_trim_ascii(str_skip(text, at)), &scale)) return false;
    uint64_t whole = number / divisor, rest = number % divisor;
    if (whole > most / scale) return false;
    /* rest < 10^15 and scale <= 2^40 fit a long double's product well enough for rounding to whole bytes. */
    uint64_t part = (uint64_t)((long double)rest * (long double)scale / (long double)divisor + 0.5L);
    *bytes = (int64_t)(whole * scale + part);
    return *bytes >= 0 && (uint64_t)*bytes <= most;
}
