/* Whether a source word is a git repository, and what its query asks for (dfgitutil/git_ref.go, util/gitutil). A URL is one
 * only if Go's net/url can parse it. */
#include "base/quote.h"
#include "dockerfile/mount.h"
#include "dockerfile/reference.h"

/* ---- Go's net/url, as far as it can fail ---- */

static int hex_value(char c) {
    char lower = ascii_lower(c);
    return ascii_digit(c) ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* %41, and in a query also "+". False for a bad escape. */
static bool unescape(struct arena *arena, bool query, sg_str *s) {
    struct text out = {0};
    for (size_t i = 0; i < s->len; i++) {
        char c = query && s->ptr[i] == '+' ? ' ' : s->ptr[i];
        if (c == '%') {
            int high = i + 2 < s->len ? hex_value(s->ptr[i + 1]) : -1, low = high < 0 ? -1 : hex_value(s->ptr[i + 2]);
            if (low < 0) return false;
            c = (char)(high * 16 + low);
            i += 2;
        }
        text_put(arena, &out, (sg_str){&c, 1});
    }
    *s = text_str(&out);
    return true;
}

/* A host has no blanks and the like, and no escapes of ASCII characters. */
static bool valid_host(sg_str host) {
    for (size_t i = 0; i < host.len; i++) {
        char c = host.ptr[i];
        if (c == '%') {
            int high = i + 2 < host.len ? hex_value(host.ptr[i + 1]) : -1,
                low = high < 0 ? -1 : hex_value(host.ptr[i + 2]);
            if (low < 0 || (high < 8 && high * 16 + low != '%')) return false;
            i += 2;
        } else if ((unsigned char)c < 0x80 && !ascii_alnum(c) && (!c || !strchr("-_.~!$&'()*+,;=:[]<>\"", c))) {
            return false;
        }
    }
    return true;
}

static bool valid_authority(struct arena *arena, sg_str authority) {
    size_t at = authority.len;
    while (at && authority.ptr[at - 1] != '@') at--;
    sg_str user = str_slice(authority, 0, at ? at - 1 : 0), host = str_skip(authority, at), port = {0};
    for (size_t i = 0; i < user.len; i++)
        if (!ascii_alnum(user.ptr[i]) && (!user.ptr[i] || !strchr("-._:~!$&'()*+,;=%@", user.ptr[i]))) return false;
    if (!unescape(arena, false, &user)) return false;
    size_t bracket = str_find(host, ']'), colon = host.len;
    if (host.len && host.ptr[0] == '[') {
        if (bracket == host.len) return false;
        colon = bracket + 1;
        if (colon < host.len && host.ptr[colon] != ':') return false;
    } else {
        for (size_t i = 0; i < host.len; i++)
            if (host.ptr[i] == ':') colon = i;
    }
    port = str_skip(host, colon + 1);
    for (size_t i = 0; i < port.len; i++)
        if (!ascii_digit(port.ptr[i])) return false;
    return valid_host(host);
}

/* Behind "scheme://": the decoded path, the raw query and the decoded fragment. */
static bool parse_url(struct arena *arena, sg_str rest, sg_str *path, sg_str *query, sg_str *fragment) {
    for (size_t i = 0; i < rest.len; i++)
        if ((unsigned char)rest.ptr[i] < 0x20 || rest.ptr[i] == 0x7F) return false;
    str_cut(rest, '#', &rest, fragment);
    str_cut(rest, '?', &rest, query);
    size_t slash = str_find(rest, '/');
    *path = str_skip(rest, slash);
    return valid_authority(arena, str_slice(rest, 0, slash)) && unescape(arena, false, path) &&
           unescape(arena, false, fragment);
}

/* ---- the query ---- */

struct field {
    sg_str key, value;
};

struct fields {
    struct field *items;
    size_t count, capacity;
};

/* False if some field does not decode: Go leaves it out of a URL's query, and refuses an scp-style address for it. */
static bool read_fields(struct arena *arena, sg_str query, struct fields *fields) {
    bool good = true;
    for (bool more = query.len > 0; more;) {
        sg_str text, key, value;
        more = str_cut(query, '&', &text, &query);
        if (!text.len) continue;
        str_cut(text, '=', &key, &value);
        if (str_has(text, ';') || !unescape(arena, true, &key) || !unescape(arena, true, &value)) good = false;
        else LIST_ADD(arena, fields) = (struct field){key, value};
    }
    return good;
}

static sg_str conflict(struct arena *arena, const char *what, sg_str a, sg_str b) {
    return arena_printf(arena, "%s conflicts: %.*s vs %.*s", what, STR_ARG(go_quote(arena, a)),
                        STR_ARG(go_quote(arena, b)));
}

static bool listed(sg_str word, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (str_eq(word, str_from(words[i]))) return true;
    return false;
}

static sg_str set_switch(struct arena *arena, const struct field *field, struct git_source *git) {
    bool on = true;
    if (field->value.len && !parse_bool(field->value, &on))
        return arena_printf(arena, "invalid %.*s value: %.*s", STR_ARG(field->key),
                            STR_ARG(go_quote(arena, field->value)));
    if (str_eq(field->key, STR("keep-git-dir"))) git->keep_git_dir = on ? 1 : 0;
    return STR("");
}

static sg_str set_field(struct arena *arena, const struct field *field, struct git_source *git) {
    static const char *const switches[] = {"submodules", "keep-git-dir", "fetch-by-commit"};
    sg_str key = field->key, value = field->value;
    if (listed(key, switches, COUNT(switches))) return set_switch(arena, field, git);
    if (!value.len) return arena_printf(arena, "query %.*s has no value", STR_ARG(go_quote(arena, key)));
    if (str_eq(key, STR("ref"))) {
        if (git->ref.len && !str_eq(git->ref, value)) return conflict(arena, "ref", git->ref, value);
        git->ref = value;
    } else if (str_eq(key, STR("subdir"))) {
        if (git->subdir.len && !str_eq(git->subdir, value)) return conflict(arena, "subdir", git->subdir, value);
        git->subdir = value;
    } else if (str_eq(key, STR("checksum")) || str_eq(key, STR("commit"))) {
        git->checksum = value;
    } else if (str_eq(key, STR("mtime"))) {
        if (!str_eq(value, STR("checkout")) && !str_eq(value, STR("commit")))
            return arena_printf(arena, "invalid mtime value: %.*s (must be \"checkout\" or \"commit\")",
                                STR_ARG(go_quote(arena, value)));
    } else if (!str_eq(key, STR("tag")) && !str_eq(key, STR("branch"))) {
        return arena_printf(arena, "unexpected query %.*s", STR_ARG(go_quote(arena, key)));
    }
    return STR("");
}

static sg_str field_value(const struct fields *fields, sg_str key) {
    for (size_t i = 0; i < fields->count; i++)
        if (str_eq(fields->items[i].key, key)) return fields->items[i].value;
    return STR("");
}

static sg_str full_ref(struct arena *arena, sg_str prefix, sg_str name) {
    return str_starts(name, prefix) ? name : arena_join(arena, prefix, name);
}

/* ?tag= and ?branch= are refs too, and there can be but one. */
static sg_str check_refs(struct arena *arena, const struct fields *fields, struct git_source *git) {
    sg_str tag = field_value(fields, STR("tag")), branch = field_value(fields, STR("branch"));
    if (tag.len) {
        tag = full_ref(arena, STR("refs/tags/"), tag);
        if (git->ref.len && !str_eq(git->ref, tag)) return conflict(arena, "ref", git->ref, tag);
        git->ref = tag;
    }
    if (!branch.len) return STR("");
    if (tag.len) return STR("branch conflicts with tag");
    branch = full_ref(arena, STR("refs/heads/"), branch);
    if (git->ref.len && !str_eq(git->ref, branch)) return conflict(arena, "ref", git->ref, branch);
    return STR("");
}

static sg_str load_query(struct arena *arena, const struct fields *fields, sg_str fragment, struct git_source *git) {
    str_cut(fragment, ':', &git->ref, &git->subdir);
    while (git->subdir.len && git->subdir.ptr[0] == '/') git->subdir = str_skip(git->subdir, 1);
    for (size_t i = 0; i < fields->count; i++)
        for (size_t j = i + 1; j < fields->count; j++)
            if (str_eq(fields->items[i].key, fields->items[j].key))
                return arena_printf(arena, "query %.*s has multiple values",
                                    STR_ARG(go_quote(arena, fields->items[i].key)));
    for (size_t i = 0; i < fields->count; i++) {
        sg_str error = set_field(arena, &fields->items[i], git);
        if (error.len) return error;
    }
    return check_refs(arena, fields, git);
}

/* ---- the source ---- */

/* user@host:path?query#fragment: ^[a-zA-Z0-9-_]+@[a-zA-Z0-9-.]+: (util/sshutil/scpurl.go) */
static bool parse_scp(sg_str s, sg_str *query, sg_str *fragment) {
    size_t at = 0;
    while (at < s.len && (ascii_alnum(s.ptr[at]) || s.ptr[at] == '-' || s.ptr[at] == '_')) at++;
    if (!at || at == s.len || s.ptr[at] != '@') return false;
    size_t host = ++at;
    while (at < s.len && (ascii_alnum(s.ptr[at]) || s.ptr[at] == '-' || s.ptr[at] == '.')) at++;
    if (at == host || at == s.len || s.ptr[at] != ':') return false;
    sg_str path = str_skip(s, at + 1);
    size_t question = str_find(path, '?'), hash = str_find(path, '#');
    *fragment = str_skip(path, hash + 1);
    *query = question < hash ? str_slice(path, question + 1, hash) : STR("");
    return true;
}

/* ^[a-zA-Z0-9]+:// */
static size_t scheme_length(sg_str s) {
    size_t len = 0;
    while (len < s.len && ascii_alnum(s.ptr[len])) len++;
    return len && str_starts(str_skip(s, len), STR("://")) ? len : 0;
}

bool git_source(struct arena *arena, sg_str source, struct git_source *git, sg_str *error) {
    static const char *const schemes[] = {"http", "https", "ssh", "git"};
    sg_str path, query = STR(""), fragment = STR("");
    struct fields fields = {0};
    size_t scheme = scheme_length(source), known = 0;
    *git = (struct git_source){.keep_git_dir = -1};
    *error = STR("");
    if (str_starts(source, STR("./")) || str_starts(source, STR("../"))) return false;
    git->local = str_starts(source, STR("github.com/"));
    if (git->local) {
        if (!parse_url(arena, source, &path, &query, &fragment)) return false;
    } else if (scheme) {
        while (known < COUNT(schemes) && !str_eq_nocase(str_slice(source, 0, scheme), str_from(schemes[known])))
            known++;
        if (known == COUNT(schemes) || ascii_digit(source.ptr[0])) return false;
        if (!parse_url(arena, str_skip(source, scheme + 3), &path, &query, &fragment)) return false;
        if (known < 2 && !str_ends(path, STR(".git"))) return false;
    } else if (!parse_scp(source, &query, &fragment)) {
        return false;
    }
    bool good = read_fields(arena, query, &fields);
    if (!scheme && !git->local && !good) return false;
    *error = load_query(arena, &fields, fragment, git);
    return true;
}

enum source_type source_type(struct arena *arena, sg_str source, sg_str *error) {
    struct git_source git;
    if (git_source(arena, source, &git, error) && !git.local) return SOURCE_GIT;
    bool web = str_starts(source, STR("http://")) || str_starts(source, STR("https://"));
    return web ? SOURCE_HTTP : SOURCE_LOCAL;
}
