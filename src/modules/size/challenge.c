/* WWW-Authenticate: a list of schemes with parameters, separated by commas as the parameters themselves are. */
#include "modules/size/http.h"
#include "modules/size/registry.h"

static bool is_token(char c) {
    return ascii_alnum(c) || (c && strchr("!#$%&'*+-.^_`|~", c));
}

static sg_str take_token(sg_str *rest) {
    size_t len = 0;
    while (len < rest->len && is_token(rest->ptr[len])) len++;
    sg_str token = str_slice(*rest, 0, len);
    *rest = str_skip(*rest, len);
    return token;
}

static void skip_blanks(sg_str *rest) {
    while (rest->len && (rest->ptr[0] == ' ' || rest->ptr[0] == '\t')) *rest = str_skip(*rest, 1);
}

/* A token or a quoted string, whose backslashes go. */
static sg_str take_value(struct arena *arena, sg_str *rest) {
    if (!str_starts(*rest, STR("\""))) return take_token(rest);
    struct text value = {0};
    for (*rest = str_skip(*rest, 1); rest->len && rest->ptr[0] != '"'; *rest = str_skip(*rest, 1)) {
        if (rest->ptr[0] == '\\' && rest->len > 1) *rest = str_skip(*rest, 1);
        text_put(arena, &value, str_slice(*rest, 0, 1));
    }
    *rest = str_skip(*rest, 1);
    return text_str(&value);
}

void challenge_read(struct arena *arena, sg_str header, struct challenge *challenge) {
    bool bearer = false; /* the scheme whose parameters are read: a Bearer that counts */
    while (header.len) {
        size_t before = header.len;
        skip_blanks(&header);
        sg_str word = take_token(&header);
        skip_blanks(&header);
        if (word.len && str_starts(header, STR("="))) {
            header = str_skip(header, 1);
            skip_blanks(&header);
            sg_str value = take_value(arena, &header);
            if (bearer && str_eq_nocase(word, STR("realm"))) challenge->realm = value;
            if (bearer && str_eq_nocase(word, STR("service"))) challenge->service = value;
        } else if (word.len) {
            bearer = str_eq_nocase(word, STR("Bearer")) && !challenge->bearer;
            challenge->bearer = challenge->bearer || bearer;
            challenge->basic = challenge->basic || str_eq_nocase(word, STR("Basic"));
        }
        if (header.len == before || str_starts(header, STR(","))) header = str_skip(header, 1);
    }
}

/* "https://host[:port]/path?query" of characters that a URL has, without a user. */
static bool valid_realm(sg_str realm, bool plain) {
    sg_str rest, host, path;
    if (str_starts(realm, STR("https://"))) rest = str_skip(realm, 8);
    else if (plain && str_starts(realm, STR("http://"))) rest = str_skip(realm, 7);
    else return false;
    for (size_t i = 0; i < rest.len; i++)
        if (rest.ptr[i] <= ' ' || rest.ptr[i] > '~' || strchr("\\\"<>^`{|}#@", rest.ptr[i])) return false;
    str_cut(rest, '/', &host, &path);
    str_cut(host, '?', &host, &path);
    return host.len && (str_starts(realm, STR("https://")) || host_is_loopback(host));
}

const char *challenge_url(struct arena *arena, const struct challenge *challenge, sg_str repository, bool plain) {
    if (!valid_realm(challenge->realm, plain)) return NULL;
    sg_str scope = arena_printf(arena, "repository:%.*s:pull", STR_ARG(repository));
    sg_str url = arena_printf(
        arena, "%.*s%sservice=%.*s&scope=%.*s", STR_ARG(challenge->realm), str_has(challenge->realm, '?') ? "&" : "?",
        STR_ARG(http_encode(arena, challenge->service, "")), STR_ARG(http_encode(arena, scope, "/:")));
    return arena_cstr(arena, url);
}

bool authorization_valid(sg_str token) {
    for (size_t i = 0; i < token.len; i++)
        if (!ascii_alnum(token.ptr[i]) && (!token.ptr[i] || !strchr("-._~+/=", token.ptr[i]))) return false;
    return token.len && token.len <= TOKEN_LIMIT;
}

const char *authorization(struct arena *arena, const char *scheme, sg_str value) {
    if (!authorization_valid(value)) return NULL;
    return arena_cstr(arena, arena_printf(arena, "%s %.*s", scheme, STR_ARG(value)));
}

const char *token_authorization(struct arena *arena, const json_t *answer) {
    sg_str token = json_text(arena, answer, "token");
    return authorization(arena, "Bearer", token.len ? token : json_text(arena, answer, "access_token"));
}
