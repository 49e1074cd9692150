/* Sizes in words. */
#include "base/units.h"
#include "size/size.h"

static const char *const bases[] = {"", " of files", " of layers as tar", " on disk", " compressed"};

/* What a stage adds is told where it says more than the total does. */
static sg_str with_delta(struct arena *arena, const sg_size *size) {
    sg_str total = size_format(arena, size->total);
    if (size->delta <= 0 || size->delta == size->total) return total;
    return arena_printf(arena, "%.*s\xC2\xA0(+%.*s)", STR_ARG(total), STR_ARG(size_format(arena, size->delta)));
}

sg_str size_text(struct arena *arena, const sg_size *size) {
    switch (size->method) {
    case SG_SIZE_UNKNOWN: return STR("");
    case SG_SIZE_MEASURED: return with_delta(arena, size);
    case SG_SIZE_DECLARED:
        return arena_printf(arena,
                            "~%.*s\xC2\xA0"
                            "declared",
                            STR_ARG(size_format(arena, size->total)));
    case SG_SIZE_REGISTRY:
        return arena_printf(arena,
                            "%.*s\xC2\xA0"
                            "compressed",
                            STR_ARG(size_format(arena, size->total)));
    case SG_SIZE_CONTEXT:
        return arena_printf(arena, "\xE2\x89\xA5\xC2\xA0%.*s", STR_ARG(size_format(arena, size->total)));
    }
    return STR("");
}

/* 359983572 → "359,983,572" */
static sg_str grouped(struct arena *arena, int64_t number) {
    sg_str digits = arena_printf(arena, "%lld", (long long)number);
    struct text text = {0};
    for (size_t i = 0; i < digits.len; i++) {
        if (i && (digits.len - i) % 3 == 0) text_put(arena, &text, STR(","));
        text_put(arena, &text, str_slice(digits, i, i + 1));
    }
    return text_str(&text);
}

sg_str size_in_full(struct arena *arena, const sg_size *size) {
    if (!size_known(size)) return STR("");
    sg_str bytes = arena_printf(arena, "%.*s bytes%s", STR_ARG(grouped(arena, size->total)), bases[size->basis]);
    switch (size->method) {
    case SG_SIZE_DECLARED: return arena_join(arena, bytes, STR(", declared"));
    case SG_SIZE_REGISTRY: return arena_join(arena, bytes, STR(", told by its registry"));
    case SG_SIZE_CONTEXT: return arena_printf(arena, "at least %.*s, copied from the build context", STR_ARG(bytes));
    default: break;
    }
    sg_str added = size->delta < 0 || size->delta == size->total
                       ? STR("")
                       : arena_printf(arena, ", %.*s of them added here", STR_ARG(grouped(arena, size->delta)));
    return arena_printf(arena, "%.*s%.*s, measured in %.*s", STR_ARG(bytes), STR_ARG(added), STR_ARG(size->ref));
}
