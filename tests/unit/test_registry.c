/* A registry's protocol without a registry: names, challenges, credentials, manifests. */
#include "modules/size/registry.h"

#include "helper.h"

static void test_names(void **state) {
    static const struct {
        const char *ref, *where; /* "registry host repository version", or "" */
    } rows[] = {
        {"alpine", "docker.io registry-1.docker.io library/alpine latest"},
        {"alpine:3.18", "docker.io registry-1.docker.io library/alpine 3.18"},
        {"docker.io/alpine", "docker.io registry-1.docker.io library/alpine latest"},
        {"index.docker.io/library/alpine", "docker.io registry-1.docker.io library/alpine latest"},
        {"team/app_1", "docker.io registry-1.docker.io team/app_1 latest"},
        {"localhost/app", "localhost localhost app latest"},
        {"host:5000/team/app:1.0", "host:5000 host:5000 team/app 1.0"},
        {"Host/app", "Host Host app latest"},
        {"[::1]:5000/app", "[::1]:5000 [::1]:5000 app latest"},
        {"h.example/a@sha256:ab", "h.example h.example a sha256:ab"},
        {"h.example/a:tag@sha256:ab", "h.example h.example a sha256:ab"},
        {"", ""},
        {"/", ""},
        {":tag", ""},
        {"@sha256:ab", ""},
        {"alpine:", ""},
        {"alpine@", ""},
        {"alpine@latest", ""},
        {"Alpine", ""},
        {"a//b", ""},
        {"a/../b", ""},
        {"h.example/../v1/x", ""},
        {"a/./b", ""},
        {"a/b/", ""},
        {"a b", ""},
        {"a%2f", ""},
        {"a?x=y", ""},
        {"a#b", ""},
        {"a:..", ""},
        {"a:b/c", ""},
        {"a:99999/c", ""},
        {"[::1/c", ""},
        {"[::1]x/c", ""},
        {"a:b:c", ""},
        {"u@h.example/a", ""},
        {"u:p@h.example/a", ""},
        {"h.example:80@evil/a", ""},
        {":80/a", ""},
        {"${BASE}", ""},
        {"a\nb", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct image_name name;
        bool good = image_name_split(*state, str_from(rows[i].ref), &name);
        sg_str where = good ? arena_printf(*state, "%.*s %.*s %.*s %.*s", STR_ARG(name.registry), STR_ARG(name.host),
                                           STR_ARG(name.repository), STR_ARG(name.version))
                            : STR("");
        assert_row(rows[i].ref, text_of(state, where), rows[i].where);
    }
}

static void test_loopback(void **state) {
    (void)state;
    static const char *const near[] = {"localhost",    "LOCALHOST:5000", "127.0.0.1",
                                       "127.1.2.3:80", "[::1]",          "[::1]:5000"};
    static const char *const far[] = {
        "",      "localhost.example", "127.0.0.1.example", "127.example", "10.0.0.1", "[::2]:5000", "[::1",
        "127.1", "1270.0.0.1",        "example:127"};
    for (size_t i = 0; i < COUNT(near); i++) assert_true(host_is_loopback(str_from(near[i])));
    for (size_t i = 0; i < COUNT(far); i++) assert_false(host_is_loopback(str_from(far[i])));
}

static void test_challenges(void **state) {
    static const struct {
        const char *header, *read; /* "bearer basic realm service" */
    } rows[] = {
        {"Bearer realm=\"http://127.0.0.1:5098/token\",service=\"registry.test\",scope=\"repository:app:pull\"",
         "1 0 http://127.0.0.1:5098/token registry.test"},
        {"Basic realm=\"basic-realm\"", "0 1  "},
        {"bearer Realm = x , SERVICE=y", "1 0 x y"},
        {"Basic realm=\"b\", Bearer realm=\"t\",service=\"s\"", "1 1 t s"},
        {"Bearer realm=\"t\",service=\"s\", Basic realm=\"b\"", "1 1 t s"},
        {"Bearer realm=\"t\", Bearer realm=\"u\"", "1 0 t "},
        {"Bearer realm=\"a\\\"b,c=d\",service=s", "1 0 a\"b,c=d s"},
        {"Bearer realm=\"open", "1 0 open "},
        {"Bearer realm=\"open\\", "1 0 open\\ "},
        {"Bearer", "1 0  "},
        {"Negotiate abc==", "0 0  "},
        {",,; =\"x\" \x01 \"", "0 0  "},
        {"", "0 0  "},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct challenge challenge = {0};
        challenge_read(*state, str_from(rows[i].header), &challenge);
        sg_str read = arena_printf(*state, "%d %d %.*s %.*s", challenge.bearer, challenge.basic,
                                   STR_ARG(challenge.realm), STR_ARG(challenge.service));
        assert_row(rows[i].header, text_of(state, read), rows[i].read);
    }
}

/* Where credentials may go. */
static void test_realms(void **state) {
    static const struct {
        const char *realm, *url, *url_plain; /* "": nowhere */
    } rows[] = {
        {"https://a.example/token", "https://a.example/token?service=s&scope=repository:t/a:pull", NULL},
        {"https://a.example/token?x=1", "https://a.example/token?x=1&service=s&scope=repository:t/a:pull", NULL},
        {"https://a.example", "https://a.example?service=s&scope=repository:t/a:pull", NULL},
        {"http://127.0.0.1:1/t", "", "http://127.0.0.1:1/t?service=s&scope=repository:t/a:pull"},
        {"http://a.example/token", "", ""},
        {"http://127.0.0.1.example/token", "", ""},
        {"https://", "", ""},
        {"https:///x", "", ""},
        {"https://u:p@a.example/token", "", ""},
        {"https://a.example/#x", "", ""},
        {"https://a.example/\r\nX: y", "", ""},
        {"HTTPS://a.example/", "", ""},
        {"file:///etc/passwd", "", ""},
        {"/token", "", ""},
        {"", "", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct challenge challenge = {true, false, str_from(rows[i].realm), STR("s")};
        const char *url = challenge_url(*state, &challenge, STR("t/a"), false);
        assert_row(rows[i].realm, url ? url : "", rows[i].url);
        url = challenge_url(*state, &challenge, STR("t/a"), true);
        assert_row(rows[i].realm, url ? url : "", rows[i].url_plain ? rows[i].url_plain : rows[i].url);
    }
    struct challenge odd = {true, false, STR("https://a/"), STR("a&b=c d")};
    assert_string_equal(challenge_url(*state, &odd, STR("x"), false),
                        "https://a/?service=a%26b%3Dc%20d&scope=repository:x:pull");
}

static const char *token_from(void **state, const char *answer) {
    json_t *json = NULL;
    json_read(&json, str_from(answer));
    const char *token = token_authorization(*state, json);
    json_decref(json);
    return token ? token : "none";
}

static void test_tokens(void **state) {
    assert_string_equal(token_from(state, "{\"token\":\"a.b-c_d==\"}"), "Bearer a.b-c_d==");
    assert_string_equal(token_from(state, "{\"access_token\":\"x\"}"), "Bearer x");
    assert_string_equal(token_from(state, "{\"token\":\"\",\"access_token\":\"x\"}"), "Bearer x");
    assert_string_equal(token_from(state, "{\"token\":\"a\\r\\nX: y\"}"), "none");
    assert_string_equal(token_from(state, "{\"token\":1}"), "none");
    assert_string_equal(token_from(state, "[]"), "none");

    assert_true(tokens_valid(STR("")));
    assert_true(tokens_valid(STR("h.example=abc  localhost=x host:1=y==")));
    assert_false(tokens_valid(STR("abc")));
    assert_false(tokens_valid(STR("abc=")));
    assert_false(tokens_valid(STR("eyJh.eyJi.c2ln==")));
    assert_false(tokens_valid(STR("host=abc")));
    assert_false(tokens_valid(STR("h.example=a\nb")));
    assert_string_equal(token_of(*state, STR("h.example=abc host:1=y=="), STR("host:1")), "Bearer y==");
    assert_null(token_of(*state, STR("h.example=abc"), STR("example")));
    assert_null(token_of(*state, STR("h.example=abc"), STR("h.example:5000")));
}

static void test_credentials(void **state) {
    static const struct {
        const char *config, *registry, *found; /* "basic|helper|identity" */
    } rows[] = {
        {"{\"auths\":{\"h:5000\":{\"auth\":\"dTpw\"}}}", "h:5000", "Basic dTpw||0"},
        {"{\"auths\":{\"h:5000\":{\"auth\":\"dTpw\"}}}", "h", "||0"},
        {"{\"auths\":{\"h:5000\":{\"auth\":\"dTpw\"}}}", "h:50", "||0"},
        {"{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"dTpw\"}}}", "docker.io", "Basic dTpw||0"},
        {"{\"auths\":{\"https://h/v2/\":{\"auth\":\"dTpw\"}}}", "h", "Basic dTpw||0"},
        {"{\"auths\":{\"h/team\":{\"auth\":\"dTpw\"}}}", "h", "||0"},
        {"{\"auths\":{\"h\":{\"auth\":\"dTpw\",\"identitytoken\":\"t\"}}}", "h", "||1"},
        {"{\"auths\":{\"h\":{}},\"credsStore\":\"desktop\"}", "h", "|desktop|0"},
        {"{\"auths\":{\"h\":{}},\"credsStore\":\"desktop\"}", "other", "||0"},
        {"{\"auths\":{\"h\":{\"auth\":\"dTpw\"}},\"credHelpers\":{\"h\":\"cloud\"}}", "h", "|cloud|0"},
        {"{\"auths\":{\"h\":{\"auth\":\"a\\r\\nX: y\"}}}", "h", "||0"},
        {"{\"auths\":{\"h\":\"x\"},\"credHelpers\":[]}", "h", "||0"},
        {"{\"auths\":[]}", "h", "||0"},
        {"[]", "h", "||0"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        json_t *json = NULL;
        assert_true(json_read(&json, str_from(rows[i].config)));
        struct credentials known = credentials_of(*state, json, str_from(rows[i].registry));
        sg_str found =
            arena_printf(*state, "%s|%.*s|%d", known.basic ? known.basic : "", STR_ARG(known.helper), known.identity);
        assert_row(rows[i].config, text_of(state, found), rows[i].found);
        json_decref(json);
    }
    assert_null(credentials_of(*state, NULL, STR("h")).basic);
}

#define ENTRY(digest, os, architecture, more)                                                                          \
    "{\"digest\":\"sha256:" digest "\",\"platform\":{\"os\":\"" os "\",\"architecture\":\"" architecture "\"" more "}}"
/* As Docker's registry answered, digests shortened. */
static const char captured_index[] =
    "{\"schemaVersion\":2,\"manifests\":[" ENTRY("1", "linux", "arm", ",\"variant\":\"v7\"") "," ENTRY(
        "2", "linux", "arm64", ",\"variant\":\"v8\"") "," ENTRY("3", "linux", "amd64",
                                                                "") "," ENTRY("4", "unknown", "unknown", "") "]}";

static void test_pick(void **state) {
    static const struct {
        const char *index, *wanted, *picked; /* "digest platform" */
    } rows[] = {
        {captured_index, "", "sha256:3 linux/amd64"},
        {captured_index, "linux/arm64", "sha256:2 linux/arm64/v8"},
        {captured_index, "linux/arm/v7", "sha256:1 linux/arm/v7"},
        {captured_index, "linux/arm/v6", " "},
        {captured_index, "unknown/unknown", "sha256:4 unknown/unknown"},
        {"{\"manifests\":[" ENTRY("5", "linux", "arm", ",\"variant\":\"v5\"") "," ENTRY("6", "linux", "arm",
                                                                                        ",\"variant\":\"v6\"") "]}",
         "linux/arm/v7", "sha256:6 linux/arm/v6"},
        {"{\"manifests\":[" ENTRY("8", "linux", "amd64", "") "," ENTRY("9", "linux", "amd64", "") "]}", "",
         "sha256:8 linux/amd64"},
        {"{\"manifests\":[{\"digest\":\"sha256:a\"}]}", "", "sha256:a "},
        {"{\"manifests\":[{\"digest\":\"sha256:a\"},{\"digest\":\"sha256:b\"}]}", "", " "},
        {"{\"manifests\":[{\"digest\":\"sha256:a\"}," ENTRY("c", "linux", "amd64", "") "]}", "",
         "sha256:c linux/amd64"},
        {"{\"manifests\":[{\"digest\":\"../../x\"}]}", "", " "},
        {"{\"manifests\":[{},null,1,[]]}", "", " "},
        {"{\"manifests\":{}}", "", " "},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        json_t *json = NULL;
        sg_str platform = {0};
        assert_true(json_read(&json, str_from(rows[i].index)));
        sg_str digest = manifest_pick(*state, json, str_from(rows[i].wanted), &platform);
        sg_str picked = arena_printf(*state, "%.*s %.*s", STR_ARG(digest), STR_ARG(platform));
        assert_row(rows[i].wanted, text_of(state, picked), rows[i].picked);
        json_decref(json);
    }
}

static void test_manifests(void **state) {
    static const struct {
        const char *manifest, *read; /* kind, total, id */
    } rows[] = {
        {"{\"config\":{\"digest\":\"sha256:c\"},\"layers\":[{\"size\":3000000000},{\"size\":0}]}",
         "0 3000000000 sha256:c"},
        {"{\"layers\":[]}", "0 0 "},
        {"{\"layers\":[{\"size\":4611686018427387903},{\"size\":1}]}", "0 -1 "},
        {"{\"layers\":[{\"size\":-1}]}", "0 -1 "},
        {"{\"layers\":[{\"size\":1.0}]}", "0 -1 "},
        {"{\"layers\":[{}]}", "0 -1 "},
        {"{\"layers\":[7]}", "0 -1 "},
        {"{\"config\":{\"digest\":\"x\\ny\"},\"layers\":[]}", "0 0 "},
        {"{\"manifests\":[]}", "1 -1 "},
        {"{\"manifests\":[],\"layers\":[]}", "2 -1 "},
        {"{\"schemaVersion\":1,\"fsLayers\":[]}", "2 -1 "},
        {"[]", "2 -1 "},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        json_t *json = NULL;
        struct image_record image = {.total = -1};
        assert_true(json_read(&json, str_from(rows[i].manifest)));
        enum manifest_kind kind = manifest_kind(json);
        if (kind == MANIFEST_IMAGE) manifest_take(*state, json, &image);
        sg_str read = arena_printf(*state, "%d %lld %.*s", (int)kind, (long long)image.total, STR_ARG(image.id));
        assert_row(rows[i].manifest, text_of(state, read), rows[i].read);
        json_decref(json);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),  cmocka_unit_test(test_loopback),  cmocka_unit_test(test_challenges),
        cmocka_unit_test(test_realms), cmocka_unit_test(test_tokens),    cmocka_unit_test(test_credentials),
        cmocka_unit_test(test_pick),   cmocka_unit_test(test_manifests),
    };
    return cmocka_run_group_tests_name("registry", tests, arena_setup, arena_teardown);
}
