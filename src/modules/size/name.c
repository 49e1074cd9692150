/* Image references as registries see them (distribution/reference): here only to be put into an address, so whatever is
 * not a plain name is refused. */
#include "modules/size/registry.h"

static bool is_lower_alnum(char c) {
    return ascii_digit(c) || (c >= 'a' && c <= 'z');
}

static bool valid_host(sg_str host) {
    for (size_t i = 0; i < host.len; i++)
        if (!ascii_alnum(host.ptr[i]) && (!host.ptr[i] || !strchr(".-:[]", host.ptr[i]))) return false;
    return host.len > 0 && host.ptr[0] != ':';
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
    for (size_t i = 0; i < version.len; i++)
        if (!ascii_alnum(version.ptr[i]) && version.ptr[i] != '_' && version.ptr[i] != '.' && version.ptr[i] != '-' &&
            !(digest && (version.ptr[i] == ':' || version.ptr[i] == '+')))
            return false;
    return version.len && version.len <= 255 && version.ptr[0] != '.' && version.ptr[0] != '-' &&
           str_has(version, ':') == digest;
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
    return valid_host(name->registry) && valid_repository(name->repository) && valid_version(tag, false) &&
           valid_version(name->version, digested);
}

bool host_is_loopback(sg_str host) {
    sg_str name = host, port;
    if (str_starts(host, STR("["))) return str_eq(host, STR("[::1]")) || str_starts(host, STR("[::1]:"));
    str_cut(host, ':', &name, &port);
    if (str_eq_nocase(name, STR("localhost"))) return true;
    size_t dots = 0;
    for (size_t i = 0; i < name.len; i++) {
        if (!ascii_digit(name.ptr[i]) && name.ptr[i] != '.') return false;
        dots += name.ptr[i] == '.';
    }
    return str_starts(name, STR("127.")) && dots == 3;
}
