/* Whom a registry takes the user for: entries of the file that docker login writes, or a token that names its registry. */
#include "modules/size/registry.h"

/* "host.name=…", "host:5000=…", "localhost=…": not the padding of a token that stands there alone. */
static bool names_host(sg_str word, sg_str *host, sg_str *token) {
    return str_cut(word, '=', host, token) && !str_listed("= ==", *token) && authorization_valid(*token) &&
           (str_has(*host, '.') || str_has(*host, ':') || str_eq(*host, STR("localhost")));
}

bool tokens_valid(sg_str tokens) {
    for (sg_str word, host, token; tokens.len;) {
        str_cut(tokens, ' ', &word, &tokens);
        if (word.len && !names_host(word, &host, &token)) return false;
    }
    return true;
}

const char *token_of(struct arena *arena, sg_str tokens, sg_str registry) {
    for (sg_str word, host, token; tokens.len;) {
        str_cut(tokens, ' ', &word, &tokens);
        if (names_host(word, &host, &token) && str_eq_nocase(host, registry))
            return authorization(arena, "Bearer", token);
    }
    return NULL;
}

/* "https://index.docker.io/v1/" and "docker.io" are the same registry, "host:5000" and "https://host:5000/v2/" too. */
static bool is_for(sg_str key, sg_str registry) {
    sg_str host, path;
    if (str_starts(key, STR("https://"))) key = str_skip(key, 8);
    else if (str_starts(key, STR("http://"))) key = str_skip(key, 7);
    str_cut(key, '/', &host, &path);
    if (path.len && !str_listed("v1 v1/ v2 v2/", path)) return false;
    if (str_listed("index.docker.io registry-1.docker.io", host)) host = STR("docker.io");
    return str_eq_nocase(host, registry);
}

static const json_t *find(json_t *object, sg_str registry) {
    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at))
        if (is_for(str_from(json_object_iter_key(at)), registry)) return json_object_iter_value(at);
    return NULL;
}

struct credentials credentials_of(struct arena *arena, const json_t *config, sg_str registry) {
    struct credentials found = {0};
    const json_t *helper = find(json_object_get(config, "credHelpers"), registry);
    const json_t *entry = find(json_object_get(config, "auths"), registry);
    if (json_is_string(helper))
        found.helper = arena_copy(arena, (sg_str){json_string_value(helper), json_string_length(helper)});
    else if (entry) {
        found.identity = json_text(arena, entry, "identitytoken").len > 0;
        sg_str pair = json_text(arena, entry, "auth");
        if (pair.len && !found.identity) found.basic = authorization(arena, "Basic", pair);
    }
    /* Where docker login has put it: the entry alone says that there is one. */
    if (!helper && !found.basic && !found.identity && entry) found.helper = json_text(arena, config, "credsStore");
    return found;
}
