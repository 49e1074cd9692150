/* Image references: [domain/]path[:tag][@digest] (distribution/reference). Hand-written matchers for its regular
 * expressions, each linear. */
#include "dockerfile/reference.h"

#include "base/utf8.h"

static bool is_lower_alnum(char c) {
    return ascii_digit(c) || (c >= 'a' && c <= 'z');
}

static bool is_hex(char c) {
    char lower = ascii_lower(c);
    return ascii_digit(c) || (lower >= 'a' && lower <= 'f');
}

/* [a-z0-9]+((?:[._]|__|-+)[a-z0-9]+)* */
static bool match_component(sg_str s) {
    size_t at = 0;
    for (;;) {
        size_t start = at;
        while (at < s.len && is_lower_alnum(s.ptr[at])) at++;
        if (at == start) return false;
        if (at == s.len) return true;
        char separator = s.ptr[at];
        if (separator == '-')
            while (at < s.len && s.ptr[at] == '-') at++;
        else if (separator == '_') at += at + 1 < s.len && s.ptr[at + 1] == '_' ? 2 : 1;
        else if (separator == '.') at++;
        else return false;
    }
}

static bool match_path(sg_str s) {
    sg_str component;
    for (bool more = true; more;) {
        more = str_cut(s, '/', &component, &s);
        if (!match_component(component)) return false;
    }
    return true;
}

/* Labels separated by dots, letters and digits at both ends of each, or an address in brackets; then an optional port. */
static bool match_domain(sg_str s) {
    size_t at = 0;
    if (s.len && s.ptr[0] == '[') {
        for (at = 1; at < s.len && (is_hex(s.ptr[at]) || s.ptr[at] == ':');) at++;
        if (at == 1 || at == s.len || s.ptr[at++] != ']') return false;
    } else {
        for (;; at++) {
            size_t start = at;
            while (at < s.len && (ascii_alnum(s.ptr[at]) || s.ptr[at] == '-')) at++;
            if (at == start || s.ptr[start] == '-' || s.ptr[at - 1] == '-') return false;
            if (at == s.len || s.ptr[at] != '.') break;
        }
    }
    if (at == s.len) return true;
    if (s.ptr[at++] != ':' || at == s.len) return false;
    while (at < s.len && ascii_digit(s.ptr[at])) at++;
    return at == s.len;
}

static bool match_name(sg_str s) {
    sg_str domain, path;
    return (str_cut(s, '/', &domain, &path) && match_domain(domain) && match_path(path)) || match_path(s);
}

static bool match_tag(sg_str s) {
    if (!s.len || s.len > 128 || s.ptr[0] == '.' || s.ptr[0] == '-') return false;
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_alnum(s.ptr[i]) && s.ptr[i] != '_' && s.ptr[i] != '.' && s.ptr[i] != '-') return false;
    return true;
}

/* [A-Za-z][A-Za-z0-9]*([-_+.][A-Za-z][A-Za-z0-9]*)*:[hex]{32,} */
static bool match_digest(sg_str s) {
    size_t colon = str_find(s, ':');
    bool start = true;
    for (size_t i = 0; i < colon; i++) {
        char c = s.ptr[i];
        if (start ? !ascii_alpha(c) : !ascii_alnum(c) && !strchr("-_+.", c)) return false;
        start = !ascii_alnum(c);
    }
    if (start || colon + 33 > s.len) return false;
    for (size_t i = colon + 1; i < s.len; i++)
        if (!is_hex(s.ptr[i])) return false;
    return true;
}

sg_str digest_error(sg_str digest) {
    static const struct {
        sg_str name;
        size_t len;
    } known[] = {{{"sha256", 6}, 64}, {{"sha384", 6}, 96}, {{"sha512", 6}, 128}};
    sg_str name, hex;
    if (!str_cut(digest, ':', &name, &hex) || !name.len || !hex.len) return STR("invalid checksum digest format");
    for (size_t i = 0; i < COUNT(known); i++) {
        if (!str_eq(known[i].name, name)) continue;
        if (hex.len != known[i].len) return STR("invalid checksum digest length");
        for (size_t j = 0; j < hex.len; j++)
            if (!is_hex(hex.ptr[j]) || (hex.ptr[j] >= 'A' && hex.ptr[j] <= 'F'))
                return STR("invalid checksum digest format");
        return STR("");
    }
    return match_digest(digest) ? STR("unsupported digest algorithm") : STR("invalid checksum digest format");
}

static bool has_upper(sg_str s) {
    while (s.len) {
        uint32_t rune = utf8_next(&s);
        if (rune_lower(rune) != rune) return true;
    }
    return false;
}

struct parts {
    sg_str domain, path; /* path with tag and digest */
    bool library;        /* docker.io/library/ is implied */
};

/* splitDockerDomain: the first element is a domain if it looks like one. */
static struct parts split_domain(sg_str s) {
    struct parts parts = {STR("docker.io"), s, false};
    sg_str first, rest;
    if (str_cut(s, '/', &first, &rest)) {
        bool upper = has_upper(first);
        bool hub = str_eq(first, STR("index.docker.io"));
        if (hub || upper || str_eq(first, STR("localhost")) || str_has(first, '.') || str_has(first, ':')) {
            parts.path = rest;
            if (!hub) parts.domain = first;
        }
    }
    parts.library = str_eq(parts.domain, STR("docker.io")) && !str_has(parts.path, '/');
    return parts;
}

static bool is_identifier(sg_str s) {
    if (s.len != 64) return false;
    for (size_t i = 0; i < s.len; i++)
        if (!is_hex(s.ptr[i]) || (s.ptr[i] >= 'A' && s.ptr[i] <= 'F')) return false;
    return true;
}

/* The tag's colon is the last one, with no slash behind it. */
static size_t tag_start(sg_str s) {
    for (size_t i = s.len; i-- > 0 && s.ptr[i] != '/';)
        if (s.ptr[i] == ':') return i;
    return s.len;
}

bool reference_valid(struct arena *arena, sg_str s, sg_str *error) {
    if (is_identifier(s)) {
        *error = arena_printf(arena, "invalid repository name (%.*s), cannot specify 64-byte hexadecimal strings",
                              STR_ARG(s));
        return false;
    }
    struct parts parts = split_domain(s);
    sg_str path = parts.library ? arena_join(arena, STR("library/"), parts.path) : parts.path;
    sg_str remote = str_slice(path, 0, str_find(path, ':'));
    if (has_upper(remote)) {
        *error =
            arena_printf(arena, "invalid reference format: repository name (%.*s) must be lowercase", STR_ARG(remote));
        return false;
    }
    sg_str name, digest;
    bool digested = str_cut(path, '@', &name, &digest);
    size_t tag = tag_start(name);
    bool tagged = tag < name.len;
    sg_str full = arena_printf(arena, "%.*s/%.*s", STR_ARG(parts.domain), STR_ARG(str_slice(name, 0, tag)));
    *error = STR("invalid reference format");
    if (!match_name(full) || (tagged && !match_tag(str_skip(name, tag + 1))) || (digested && !match_digest(digest)))
        return false;
    *error = STR("repository name must not be more than 255 characters");
    if (tag > 255) return false;
    *error = digested ? digest_error(digest) : STR("");
    return error->len == 0;
}

sg_str reference_context_key(struct arena *arena, sg_str s) {
    struct parts parts = split_domain(s);
    sg_str key = parts.path;
    if (!str_eq(parts.domain, STR("docker.io")))
        key = arena_printf(arena, "%.*s/%.*s", STR_ARG(parts.domain), STR_ARG(parts.path));
    else if (str_starts(key, STR("library/")) && !str_has(str_skip(key, 8), '/')) key = str_skip(key, 8);
    if (str_ends(key, STR(":latest"))) key.len -= 7;
    return key;
}
