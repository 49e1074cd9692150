/* An image for arm/v6 runs on arm/v7, not the other way round; other differences count in full. */
#include "modules/size/platform.h"

enum { NEWEST_VARIANT = 99 };

struct image_platform platform_split(sg_str text) {
    struct image_platform platform = {STR("linux"), STR(""), STR("amd64"), STR("")};
    sg_str system, rest, closed;
    if (!text.len) return platform;
    bool more = str_cut(text, '/', &system, &rest);
    str_cut(system, '(', &platform.os, &platform.version);
    str_cut(platform.version, ')', &platform.version, &closed);
    if (more) str_cut(rest, '/', &platform.architecture, &platform.variant);
    return platform;
}

static sg_str architecture_of(const struct image_platform *platform) {
    if (str_listed("x86_64 x86-64", platform->architecture)) return STR("amd64");
    return str_listed("aarch64", platform->architecture) ? STR("arm64") : platform->architecture;
}

/* 7 of "v7"; what an architecture is without a variant; 0 for a text that is none of this kind. */
static unsigned variant_of(const struct image_platform *platform) {
    sg_str variant = platform->variant, architecture = architecture_of(platform);
    unsigned number = 0;
    if (!variant.len) return str_eq(architecture, STR("arm")) ? 7 : str_eq(architecture, STR("arm64")) ? 8 : 1;
    if (variant.ptr[0] == 'v') variant = str_skip(variant, 1);
    for (size_t i = 0; i < variant.len && ascii_digit(variant.ptr[i]) && number < NEWEST_VARIANT; i++)
        number = number * 10 + (unsigned)(variant.ptr[i] - '0');
    return number;
}

unsigned platform_fit(const struct image_platform *wanted, const struct image_platform *offered) {
    if (!str_eq_nocase(wanted->os, offered->os) || !str_eq_nocase(architecture_of(wanted), architecture_of(offered)))
        return 0;
    if (wanted->version.len && !str_starts(offered->version, wanted->version)) return 0;
    unsigned most = variant_of(wanted), variant = variant_of(offered);
    if (!most || !variant) return str_eq_nocase(wanted->variant, offered->variant);
    return variant <= most ? variant : 0;
}

sg_str platform_text(struct arena *arena, const struct image_platform *platform) {
    if (!platform->os.len || !platform->architecture.len) return (sg_str){0};
    sg_str variant = platform->variant;
    return arena_printf(arena, "%.*s/%.*s%s%.*s", STR_ARG(platform->os), STR_ARG(platform->architecture),
                        variant.len ? "/" : "", STR_ARG(variant));
}
