/* Platforms (containerd/platforms, Parse and Normalize). */
#include "dockerfile/platform.h"

#include "base/quote.h"

static bool known_os(sg_str os) {
    return str_listed(
        "aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris "
        "windows zos",
        os);
}

static bool known_architecture(sg_str architecture) {
    return str_listed(
        "386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 "
        "mips64p32le ppc riscv riscv64 s390 s390x sparc sparc64 wasm",
        architecture);
}

void platform_normalise(struct arena *arena, struct platform *platform) {
    sg_str *variant = &platform->variant, architecture = platform->architecture;
    if (str_listed("i386", architecture)) {
        platform->architecture = STR("386");
        *variant = STR("");
    } else if (str_listed("x86_64 x86-64 amd64", architecture)) {
        platform->architecture = STR("amd64");
        if (str_listed("v1", *variant)) *variant = STR("");
    } else if (str_listed("aarch64 arm64", architecture)) {
        platform->architecture = STR("arm64");
        if (str_listed("8 v8 v8.0", *variant)) *variant = STR("");
        else if (str_listed("9 9.0 v9.0", *variant)) *variant = STR("v9");
    } else if (str_listed("armhf armel", architecture)) {
        *variant = str_listed("armhf", architecture) ? STR("v7") : STR("v6");
        platform->architecture = STR("arm");
    } else if (str_listed("arm", architecture)) {
        if (!variant->len || str_listed("7", *variant)) *variant = STR("v7");
        else if (str_listed("5 6 8", *variant)) *variant = arena_join(arena, STR("v"), *variant);
    }
}

static bool is_hex(char c) {
    char lower = ascii_lower(c);
    return ascii_digit(c) || (lower >= 'a' && lower <= 'f');
}

static bool valid_chars(sg_str s, const char *others) {
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_alnum(s.ptr[i]) && (!s.ptr[i] || !strchr(others, s.ptr[i]))) return false;
    return s.len > 0;
}

/* (version) with "+feature" behind it: a feature has a name, the version may be empty. */
static bool valid_version(sg_str version) {
    sg_str part, rest = version;
    bool first = true;
    for (bool more = true; more; first = false) {
        more = str_cut(rest, '+', &part, &rest);
        if ((part.len || !first) && !valid_chars(part, "_.%-")) return false;
    }
    return true;
}

static bool valid_escapes(sg_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '%' && (i + 2 >= s.len || !is_hex(s.ptr[i + 1]) || !is_hex(s.ptr[i + 2]))) return false;
    return true;
}

static sg_str bad_escape(sg_str s) {
    size_t at = 0;
    while (at < s.len && (s.ptr[at] != '%' || (at + 2 < s.len && is_hex(s.ptr[at + 1]) && is_hex(s.ptr[at + 2])))) at++;
    return str_slice(s, at, at + 3);
}

/* os or os(version) */
static bool parse_os(struct arena *arena, sg_str part, sg_str text, struct platform *platform, sg_str *error) {
    sg_str os, version, number, features;
    bool versioned = str_cut(part, '(', &os, &version);
    bool closed = !versioned || (version.len && version.ptr[version.len - 1] == ')');
    if (versioned && closed) version.len--;
    if (!closed || !valid_chars(os, "_-") || (versioned && !valid_version(version))) {
        *error = arena_printf(
            arena,
            "%.*s is an invalid OS component of %.*s: OSAndVersion specifier component must match "
            "\"^([A-Za-z0-9_-]+)(?:\\\\(([A-Za-z0-9_.%%-]*)((?:\\\\+[A-Za-z0-9_.%%-]+)*)\\\\))?$\": invalid argument",
            STR_ARG(go_quote(arena, part)), STR_ARG(go_quote(arena, text)));
        return false;
    }
    str_cut(version, '+', &number, &features);
    if (!valid_escapes(number)) {
        *error = arena_printf(arena, "%.*s has an invalid OS version %.*s: invalid URL escape %.*s",
                              STR_ARG(go_quote(arena, text)), STR_ARG(go_quote(arena, number)),
                              STR_ARG(go_quote(arena, bad_escape(number))));
        return false;
    }
    platform->os = arena_lower(arena, os);
    if (str_listed("macos", platform->os)) platform->os = STR("darwin");
    platform->version = versioned ? version : STR("");
    return true;
}

static bool split(struct arena *arena, sg_str text, struct platform *platform, size_t *count, sg_str *error) {
    sg_str part, rest = text, parts[3] = {{0}};
    bool more = true;
    for (*count = 0; more; ++*count) {
        part = rest; /* the fourth takes all that is left */
        more = *count < 3 && str_cut(rest, '/', &part, &rest);
        if (*count == 0 && !parse_os(arena, part, text, platform, error)) return false;
        if (*count > 0 && !valid_chars(part, "_.-")) {
            *error = arena_printf(arena,
                                  "%.*s is an invalid component of %.*s: platform specifier component must match "
                                  "\"^[A-Za-z0-9_.-]+$\": invalid argument",
                                  STR_ARG(go_quote(arena, part)), STR_ARG(go_quote(arena, text)));
            return false;
        }
        if (*count < COUNT(parts)) parts[*count] = part;
    }
    if (*count > COUNT(parts)) {
        *error = arena_printf(arena, "%.*s: cannot parse platform specifier: invalid argument",
                              STR_ARG(go_quote(arena, text)));
        return false;
    }
    platform->architecture = arena_lower(arena, *count > 1 ? parts[1] : parts[0]);
    platform->variant = *count > 2 ? arena_lower(arena, parts[2]) : STR("");
    return true;
}

bool platform_parse(struct arena *arena, sg_str text, struct platform *platform, sg_str *error) {
    size_t count;
    *platform = (struct platform){STR(""), STR(""), STR(""), STR("")};
    if (str_has(text, '*')) {
        *error =
            arena_printf(arena, "%.*s: wildcards not yet supported: invalid argument", STR_ARG(go_quote(arena, text)));
        return false;
    }
    if (!split(arena, text, platform, &count, error)) return false;
    if (count == 1 && known_os(platform->os)) {
        platform->architecture = STR("amd64");
        return true;
    }
    platform_normalise(arena, platform);
    if (count == 1) {
        platform->os = STR("linux");
        platform->version = STR("");
        if (!known_architecture(platform->architecture)) {
            *error = arena_printf(arena, "%.*s: unknown operating system or architecture: invalid argument",
                                  STR_ARG(go_quote(arena, text)));
            return false;
        }
    }
    if (count < 3 && str_listed("arm", platform->architecture) && str_listed("v7", platform->variant))
        platform->variant = STR("");
    if (count == 3 && str_listed("arm64", platform->architecture) && !platform->variant.len)
        platform->variant = STR("v8");
    return true;
}

sg_str platform_format(struct arena *arena, const struct platform *platform) {
    sg_str version = platform->version;
    return arena_printf(arena, "%.*s%s%.*s%s%s%.*s%s%.*s", STR_ARG(platform->os), version.len ? "(" : "",
                        STR_ARG(version), version.len ? ")" : "", platform->architecture.len ? "/" : "",
                        STR_ARG(platform->architecture), platform->variant.len ? "/" : "", STR_ARG(platform->variant));
}
