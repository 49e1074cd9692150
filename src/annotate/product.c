/* What a path is the name of. */
#include "annotate/infer.h"

/* Words for where things lie, not for what they are. */
static bool is_generic(sg_str name) {
    return str_listed_nocase(
        "out dist bin sbin build builds app apps application latest master main target release debug usr local lib "
        "lib64 libs src source sources code root opt tmp temp home work workspace www html htdocs public static assets "
        "share etc var run srv data output outputs package packages pkg project repo result results artifacts artifact "
        "install installed prefix rootfs node_modules vendor deps dependencies go gopath workdir build-output site-packages "
        "dist-packages web webapps config configs conf templates template scripts script docs doc test tests cache log logs "
        "include man files file dest destdir stage export content wheels wheel node client_build final publish published "
        "standalone .next .output .venv venv env virtualenv python python3 x86_64 amd64 arm64 aarch64 linux windows "
        "darwin images image migrations ssl certs profile default current all a.out cmd internal module modules jar "
        "war jars layers extracted dependency snapshot-dependencies spring-boot-loader resources locale locales "
        "plugins bundle mnt llvm obj objects build-dir bindir cli-plugins libexec runtime binaries binary executable "
        "browser server-build compiled release-build prod production dev development theme themes downloads download "
        "usr-local dl staging uberjar rel _rel _build deploy deployment common shared public_html boot system platform plattform",
        name);
}

bool is_archive(sg_str path) {
    return str_listed("tar gz tgz xz txz bz2 zip zst 7z tbz lz4 squashfs", path_extension(path));
}

/* Licences, configuration, text, signatures: what comes along. */
static bool comes_along(sg_str name) {
    static const char *const words[] = {"AUTHORS",   "COPYING", "LICENSE",      "LICENCE",  "README",    "NOTICE",
                                        "CHANGELOG", "VERSION", "CONTRIBUTORS", "Makefile", "Dockerfile"};
    bool capital = name.len && name.ptr[0] >= 'A' && name.ptr[0] <= 'Z';
    for (size_t i = 0; capital && i < COUNT(words); i++)
        if (str_starts(name, str_from(words[i]))) return true;
    return str_listed(
        "conf cfg ini tmpl tpl json txt yml yaml lock mod sum toml md rst xml sig asc pem crt key sh sha256 "
        "csv sha512 env properties map html cmake h hpp pub gpg ts cjs mjs js py rb php css",
        path_extension(name));
}

/* "tool-1.2.3", "tool_v2", "tool-linux-amd64": without what only tells versions and platforms apart. */
static sg_str without_platform(sg_str name) {
    for (size_t i = 1; i < name.len; i++) {
        if (name.ptr[i] != '-' && name.ptr[i] != '_') continue;
        sg_str rest = str_skip(name, i + 1), word = str_slice(rest, 0, str_find(rest, '-'));
        word = str_slice(word, 0, str_find(word, '_'));
        bool version = word.len && (ascii_digit(word.ptr[0]) || word.ptr[0] == '$' || word.ptr[0] == '*' ||
                                    (word.len > 1 && word.ptr[0] == 'v' && ascii_digit(word.ptr[1])));
        if (version || str_listed("linux darwin windows amd64 arm64 x86 armv7 aarch64 x64 musl static", word))
            return str_slice(name, 0, i);
    }
    return name;
}

static sg_str without_suffix(sg_str name) {
    sg_str extension = path_extension(name);
    if (str_listed("exe jar war so a dll deb rpm whl wasm phar apk pyz", extension))
        return str_slice(name, 0, name.len - extension.len - 1);
    return extension.ptr ? str_slice(name, 0, str_find_str(name, STR(".so."))) : name;
}

/* The name in the last part of a path that does not come along; ptr == NULL: none. */
static sg_str name_of(sg_str part) {
    part = without_platform(without_suffix(part));
    part = str_slice(part, 0, str_find(part, '*'));
    while (part.len && strchr("-_.", part.ptr[part.len - 1])) part.len--;
    bool named = part.len > 1 && part.ptr[0] != '_' && !str_has(part, '.') && part.len <= 40 && !str_has(part, '$') &&
                 !str_has(part, '?') && !str_has(part, '[') && !str_has(part, '{') && !str_has(part, '=') &&
                 !ascii_digit(part.ptr[0]);
    return named && !is_generic(part) ? part : (sg_str){0};
}

/* Folders of the system, whose parts name nothing: "/usr/lib/x" is a folder of x, "/etc/x" its configuration. */
static bool is_place(sg_str parent) {
    return str_listed("lib lib64 share opt etc include var man doc locale www", parent);
}

sg_str product_of_path(sg_str path) {
    size_t colon = str_find(path, ':');
    if (colon < path.len && colon > 1) path = str_skip(path, colon + 1);
    for (int rounds = 0; rounds < 3 && path.len; rounds++) {
        while (path.len && (path.ptr[path.len - 1] == '/' || path.ptr[path.len - 1] == '\\')) {
            path.len--;
        }
        sg_str part = path_base(path), above = str_slice(path, 0, path.len - part.len);
        sg_str parent = path_base(str_slice(above, 0, above.len ? above.len - 1 : 0));
        if (comes_along(part) || is_archive(part)) return (sg_str){0};
        sg_str name = name_of(part);
        if (name.ptr) return rounds == 0 && is_place(parent) ? (sg_str){0} : name;
        bool says_nothing = !part.len || part.ptr[0] == '*' || part.ptr[0] == '.' || is_generic(part);
        if (!says_nothing) return (sg_str){0};
        path = above;
    }
    return (sg_str){0};
}
