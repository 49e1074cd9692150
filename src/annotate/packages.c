/* Packages of a distribution: which of them are worth a name. */
#include "annotate/infer.h"

static bool is_compiler(sg_str name) {
    return str_listed(
               "gcc g++ clang clang++ llvm lld build-base build-essential alpine-sdk golang go rust cargo gfortran musl-tools "
               "crossbuild-essential-arm64 mingw-w64 base-devel openjdk-17-jdk openjdk-21-jdk",
               name) ||
           str_starts(name, STR("gcc-")) || str_starts(name, STR("clang-")) || str_starts(name, STR("g++-")) ||
           str_starts(name, STR("llvm-"));
}

static bool is_library(sg_str name) {
    return str_starts(name, STR("lib")) && !str_starts(name, STR("libre"));
}

/* Nobody asks what they are for. */
static bool is_plumbing(sg_str name) {
    static const char *const suffixes[] = {"-dev", "-devel", "-doc", "-dbg", "-static", "-headers", "-common", "-data"};
    for (size_t i = 0; i < COUNT(suffixes); i++)
        if (str_ends(name, str_from(suffixes[i]))) return true;
    return is_library(name) || str_starts(name, STR("fonts-")) || str_starts(name, STR("ttf-")) ||
           str_listed(
               "ca-certificates tzdata gnupg gnupg2 gpg dirmngr apt-transport-https lsb-release software-properties-common apt-utils "
               "locales linux-headers xz xz-utils tar unzip bzip2 gzip findutils coreutils procps file pkg-config pkgconf "
               "pkgconfig bash curl wget musl openssl git patch less sudo make autoconf automake libtool",
               name);
}

/* What is left to name if there is nothing but plumbing. */
static void add_plumbing(struct arena *arena, const struct names *packages, struct names *worth) {
    static const char *const order[] = {"git", "make", "curl", "bash", "wget", "openssl", "ca-certificates", "tzdata"};
    for (size_t i = 0; i < COUNT(order) && worth->count < 3; i++)
        for (size_t p = 0; p < packages->count; p++)
            if (str_eq(packages->items[p], str_from(order[i]))) names_add(arena, worth, packages->items[p]);
}

static bool is_language(sg_str name) {
    return str_starts(name, STR("python")) || str_starts(name, STR("nodejs")) || str_starts(name, STR("openjdk")) ||
           str_starts(name, STR("php")) || str_starts(name, STR("ruby")) ||
           str_listed("perl cmake meson ninja-build", name);
}

enum package_kind { COMPILER, LANGUAGE, OTHER, PLUMBING };

static enum package_kind package_kind(sg_str name) {
    if (is_compiler(name)) return COMPILER;
    if (is_plumbing(name)) return PLUMBING;
    return is_language(name) ? LANGUAGE : OTHER;
}

struct names packages_worth_naming(struct arena *arena, const struct names *packages, bool *toolchain,
                                   bool *libraries) {
    struct names worth = {0};
    unsigned char *kinds = arena_array(arena, unsigned char, packages->count);
    *toolchain = *libraries = false;
    for (size_t i = 0; i < packages->count; i++) {
        kinds[i] = (unsigned char)package_kind(packages->items[i]);
        *toolchain = *toolchain || kinds[i] == COMPILER;
    }
    for (int kind = COMPILER; kind < PLUMBING; kind++)
        for (size_t i = 0; i < packages->count; i++)
            if (kinds[i] == kind) names_add(arena, &worth, packages->items[i]);
    if (*toolchain)
        for (size_t i = 0; i < packages->count; i++)
            if (str_listed("git make", packages->items[i])) names_add(arena, &worth, packages->items[i]);
    if (!worth.count) add_plumbing(arena, packages, &worth);
    if (worth.count || !packages->count) return worth;
    for (size_t i = 0; i < packages->count; i++) {
        *libraries = *libraries || is_library(packages->items[i]);
        names_add(arena, &worth, packages->items[i]);
    }
    return worth;
}

struct names packages_toolchain(struct arena *arena, const struct names *packages) {
    struct names chain = {0};
    for (size_t i = 0; i < packages->count; i++)
        if (is_compiler(packages->items[i])) names_add(arena, &chain, packages->items[i]);
    for (size_t i = 0; i < packages->count; i++)
        if (str_listed("make cmake ninja-build meson autoconf automake libtool bazel", packages->items[i]))
            names_add(arena, &chain, packages->items[i]);
    return chain;
}

/* "apk del x", "apt-get purge x": what is gone again is not installed. */
void packages_remove(struct names *packages, const struct command *command) {
    for (size_t i = 2; i < command->count; i++)
        for (size_t p = 0; p < packages->count; p++) {
            if (!str_eq(packages->items[p], command->items[i])) continue;
            memmove(&packages->items[p], &packages->items[p + 1], (packages->count - p - 1) * sizeof *packages->items);
            packages->count--;
        }
}
