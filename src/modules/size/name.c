/* Image references as registries see them (distribution/reference): here only to be put into an address, so whatever is
 * not a plain name is refused. */
#include "modules/size/http.h"
#include "modules/size/registry.h"

static bool is_lower_alnum(char c) {
    return ascii_digit(c) || (c >= 'a' && c <= 'z');
}

static bool all_of(sg_str s, const char *also) {
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_alnum(s.ptr[i]) && (!s.ptr[i] || !strchr(also, s.ptr[i]))) return false;
    return s.len > 0;
}

/* Elements of lower-case letters, digits and separators, which start and end with none of these: so there is no "..". */
static bool valid_repository(sg_str repository) {
    sg_str element, rest = repository;
    for (bool more = true; more;) {
        more = str_cut(rest, '/', &element, &rest);
        if (!element.len || !is_lower_alnum(element.ptr[0]) || !is_lower_alnum(element.ptr[element.len - 1]))
            return false;
        for (size_t i = 0; i < element.len; i++)
            if (!is_lower_alnum(element.ptr[i]) && element.ptr[i] != '.' && element.ptr[i] != '_' &&
                element.ptr[i] != '-')
                return false;
    }
    return repository.len < 256;
}

/* A tag, or with a colon a digest. */
static bool valid_version(sg_str version, bool digest) {
    return all_of(version, digest ? "_.-:+" : "_.-") && version.len <= 255 && version.ptr[0] != '.' &&
           version.ptr[0] != '-' && str_has(version, ':') == digest;
}

static bool has_upper(sg_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') return true;
    return false;
}

/* splitDockerDomain: the first element is a host if it looks like one; else the image is on Docker's own registry. */
static sg_str split_host(sg_str ref, struct image_name *name) {
    sg_str first, rest;
    name->registry = STR("docker.io");
    if (!str_cut(ref, '/', &first, &rest)) return ref;
    if (!has_upper(first) && !str_has(first, '.') && !str_has(first, ':') && !str_eq(first, STR("localhost")))
        return ref;
    if (!str_eq(first, STR("index.docker.io"))) name->registry = first;
    return rest;
}

bool image_name_split(struct arena *arena, sg_str ref, struct image_name *name) {
    sg_str path, digest;
    bool digested = str_cut(split_host(ref, name), '@', &path, &digest);
    size_t colon = str_find(path, ':');
    bool tagged = colon < path.len, hub = str_eq(name->registry, STR("docker.io"));
    sg_str tag = tagged ? str_skip(path, colon + 1) : STR("latest");
    name->repository = str_slice(path, 0, colon);
    if (hub && !str_has(name->repository, '/')) name->repository = arena_join(arena, STR("library/"), name->repository);
    name->host = hub ? STR("registry-1.docker.io") : name->registry;
    name->version = digested ? digest : tag;
    sg_str host;
    int port;
    return http_split_host(name->registry, &host, &port) && valid_repository(name->repository) &&
           valid_version(tag, false) && valid_version(name->version, digested);
}

bool host_is_loopback(sg_str text) {
    sg_str host;
    int port;
    if (!http_split_host(text, &host, &port)) return false;
    if (str_eq_nocase(host, STR("localhost")) || str_eq(host, STR("[::1]"))) return true;
    size_t dots = 0;
    for (size_t i = 0; i < host.len; i++) {
        if (!ascii_digit(host.ptr[i]) && host.ptr[i] != '.') return false;
        dots += host.ptr[i] == '.';
    }
    return str_starts(host, STR("127.")) && dots == 3;
}
