/* Words of stage names that are no name of a family. */
#include "annotate/name.h"

static const char verbs[] =
    "add build builder builders building check clean collect compile copy create deploy dl download downloader export "
    "extract fetch fetcher gen generate get import install installer make merge prepare publish pull push run set setup "
    "unpack update upload use validate verify";
static const char orders[] = "base final first image images last main only second stage step stages target third";
static const char particles[] = "and as at by for from in no not of on or the to via with without";
static const char systems[] = "android darwin freebsd ios js linux macos netbsd openbsd wasi wasip1 wasm windows";
static const char machines[] =
    "386 64 aarch64 aarch64_be amd64 arm arm32v5 arm32v6 arm32v7 arm64 arm64v8 armel armhf armv5 armv6 armv6l armv7 armv7hf "
    "armv7l armv8 i386 i686 loong64 mips mips64 mips64el mips64le mipsle ppc64 ppc64el ppc64le riscv64 s390x x64 x86 "
    "x86_64 x86-64";

static bool number(sg_str word, size_t from) {
    for (size_t i = from; i < word.len; i++)
        if (!ascii_digit(word.ptr[i]) && word.ptr[i] != '.') return false;
    return word.len > from;
}

bool platform_word(sg_str word) {
    return str_listed(machines, word) || str_listed(systems, word) ||
           (word.len && word.ptr[0] == 'v' && number(word, 1));
}

bool platform_words(sg_str text) {
    bool any = false;
    for (sg_str part; (part = name_first(text)).len; text = name_rest(text), any = true)
        if (!platform_word(part)) return false;
    return any;
}

bool empty_word(sg_str word) {
    return number(word, 0) || str_listed(verbs, word) || str_listed(orders, word) || str_listed(particles, word);
}

bool ordering_word(sg_str word) {
    return number(word, 0) || str_listed(orders, word) || str_listed(particles, word) || platform_word(word);
}
