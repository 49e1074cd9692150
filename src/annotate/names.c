/* The things that phrases name: outputs, packages, repositories. */
#include "annotate/infer.h"

#include "base/utf8.h"

enum { MOST_NAMES = 200 }; /* more than any phrase needs; packages may be taken off again */

sg_str path_base(sg_str path) {
    while (path.len > 1 && (path.ptr[path.len - 1] == '/' || path.ptr[path.len - 1] == '\\')) path.len--;
    size_t start = path.len;
    while (start && path.ptr[start - 1] != '/' && path.ptr[start - 1] != '\\') start--;
    return str_skip(path, start);
}

sg_str path_extension(sg_str path) {
    size_t at = path.len;
    while (at && path.ptr[at - 1] != '.' && path.ptr[at - 1] != '/') at--;
    return at && path.ptr[at - 1] == '.' ? str_skip(path, at) : (sg_str){0};
}

static sg_str without_suffix(sg_str text, const char *suffix) {
    return str_ends(text, str_from(suffix)) ? str_slice(text, 0, text.len - strlen(suffix)) : text;
}

sg_str program_name(sg_str path) {
    return without_suffix(path_base(path), ".exe");
}

sg_str script_path(sg_str path) {
    if (str_starts(path, STR("./"))) path = str_skip(path, 2);
    return str_starts(path, STR("scripts/")) || str_starts(path, STR("hack/")) ? path : (sg_str){0};
}

static bool may_stand_in_name(char c) {
    if (ascii_alnum(c) || c == '-' || c == '.' || c == '_' || c == '/') return true;
    return (unsigned char)c > ' ' && c != 0x7F && !strchr("$*?\"'`{}()<>|;&\\", c);
}

/* Names are short words: nothing with variables, patterns or blanks in it. */
void names_add(struct arena *arena, struct names *names, sg_str name) {
    if (names->count >= MOST_NAMES || !name.len || name.len > 40 || name.ptr[0] == '.' || name.ptr[0] == '-') return;
    bool ascii = true;
    for (size_t i = 0; i < name.len; i++) {
        if (!may_stand_in_name(name.ptr[i])) return;
        ascii = ascii && (unsigned char)name.ptr[i] < 0x80;
    }
    if (!ascii && !utf8_valid(name)) return;
    for (size_t i = 0; i < names->count; i++)
        if (str_eq(names->items[i], name)) return;
    LIST_ADD(arena, names) = name;
}

void names_keep(struct arena *arena, struct names *kept, const struct names *names) {
    for (size_t i = 0; i < names->count; i++) LIST_ADD(arena, kept) = arena_copy(arena, names->items[i]);
}

sg_str names_listed(struct arena *arena, const struct names *names, size_t most) {
    struct text out = {0};
    size_t told = names->count <= most ? names->count : most > 2 ? most - 1 : most;
    for (size_t i = 0; i < told; i++) {
        if (i) text_put(arena, &out, STR(", "));
        text_put(arena, &out, names->items[i]);
    }
    if (told < names->count) text_put(arena, &out, arena_printf(arena, ", \xE2\x80\xA6 (+%zu)", names->count - told));
    return text_str(&out);
}

sg_str names_joined(struct arena *arena, const struct names *names) {
    return names_listed(arena, names, 3);
}

/* A name that is only a version is that of a tag: "https://github.com/owner/repo/archive/v1.2.tar.gz" is "repo". */
static sg_str repository_of(sg_str url) {
    sg_str host, owner, repo, rest = str_skip(url, str_find_str(url, STR("://")) + 3);
    bool hosted =
        str_cut(rest, '/', &host, &rest) && str_cut(rest, '/', &owner, &rest) && str_cut(rest, '/', &repo, &rest);
    return hosted && str_find_str(host, STR("git")) < host.len ? repo : STR("");
}

/* "https://h/nginx-1.29.tar.gz" and "nginx-$V.tar.gz" are "nginx"; a name without a version stays whole. */
sg_str file_name(sg_str url) {
    sg_str name = path_base(str_slice(url, 0, str_find(url, '?')));
    static const char *const suffixes[] = {".gz",  ".xz",  ".bz2", ".zst", ".tar", ".tgz",
                                           ".txz", ".zip", ".deb", ".rpm", ".7z",  ".tbz2"};
    for (size_t i = 0; i < COUNT(suffixes); i++)
        if (str_ends(name, str_from(suffixes[i]))) name.len -= strlen(suffixes[i]);
    size_t end = str_find(name, '$');
    for (size_t i = 1; i + 1 < end; i++)
        if ((name.ptr[i] == '-' || name.ptr[i] == '_') && (ascii_digit(name.ptr[i + 1]) || name.ptr[i + 1] == 'v') &&
            (ascii_digit(name.ptr[i + 1]) || ascii_digit(name.ptr[i + 2])))
            end = i;
    size_t releases = str_find_str(url, STR("/releases/"));
    if (str_eq(name, STR("latest")) && releases < url.len) return path_base(str_slice(url, 0, releases));
    bool version = name.len && ascii_digit(name.ptr[name.len > 1 && name.ptr[0] == 'v']);
    if (version || !end) return repository_of(url);
    name = str_slice(name, 0, end);
    while (name.len && strchr("-_.", name.ptr[name.len - 1])) name.len--;
    return name;
}

/* Words of an installer's address that do not say what it installs. */
static sg_str installed_part(sg_str part) {
    part = str_slice(part, 0, str_find(part, '?'));
    part = str_slice(part, 0, str_find(part, '.'));
    if (str_starts(part, STR("install-"))) part = str_skip(part, 8);
    if (str_starts(part, STR("get-"))) part = str_skip(part, 4);
    bool version = part.len && ascii_digit(part.ptr[part.len > 1 && part.ptr[0] == 'v']);
    bool says =
        !str_starts(part, STR("setup_")) && !str_starts(part, STR("setup-")) && part.len > 1 && part.len < 30 &&
        !version && !str_has(part, '$') &&
        !str_listed_nocase("install installer setup get sh main master raw head latest stable download downloads "
                           "releases release script scripts bin dist init linux api repos refs heads tools www com "
                           "bootstrap cli lts",
                           part);
    return says ? part : (sg_str){0};
}

sg_str installer_name(sg_str url) {
    url = str_skip(url, str_find_str(url, STR("://")) + 3);
    while (str_has(url, '/')) {
        sg_str part = path_base(url), name = installed_part(part);
        if (name.ptr) return name;
        if (part.len >= url.len) break;
        url.len -= part.len + 1;
    }
    sg_str host = str_slice(url, 0, str_find(url, '/')), name = {0};
    for (size_t end = host.len; end && str_has(str_slice(host, 0, end), '.');) {
        while (end && host.ptr[end - 1] != '.') end--;
        sg_str left = str_slice(host, 0, end - 1);
        size_t start = left.len;
        while (start && left.ptr[start - 1] != '.') start--;
        name = installed_part(str_skip(left, start));
        break;
    }
    return name;
}

bool is_own_path(sg_str path) {
    sg_str name = path_base(path), folder = str_slice(path, 0, path.len - name.len);
    bool relative = folder.len && folder.ptr[0] != '/' && !str_has(folder, ':') && !str_has(folder, '$');
    return relative && !str_ends(folder, STR("bin/")) && !str_ends(folder, STR("bin\\")) &&
           !str_listed("mvnw gradlew configure autogen.sh bootstrap.sh composer sbt bazel", name);
}
