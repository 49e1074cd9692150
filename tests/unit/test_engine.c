/* What engines answered, and what liars might: from JSON to a record. */
#include "modules/size/engine.h"
#include "modules/size/platform.h"

#include "helper.h"

/* Docker 20.10, GET /v1.41/images/app:base/history of an image made by BuildKit. */
static const char docker_history[] =
    "[{\"Comment\":\"buildkit.dockerfile.v0\",\"Created\":1795552596,\"CreatedBy\":\"STOPSIGNAL SIGTERM\",\"Id\":"
    "\"sha256:cca515ba40c4482687fc8eda79d30ba78bb25d5c82e19b27330993bac1a61edf\",\"Size\":0,\"Tags\":[\"app:"
    "base\"]},{\"Comment\":\"buildkit.dockerfile.v0\",\"Created\":1795552596,\"CreatedBy\":\"WORKDIR /app\",\"Id\""
    ":\"<missing>\",\"Size\":0,\"Tags\":null},{\"Comment\":\"buildkit.dockerfile.v0\",\"Created\":1795552596,\"Cre"
    "atedBy\":\"LABEL org.opencontainers.image.title=orders\",\"Id\":\"<missing>\",\"Size\":0,\"Tags\":null},{\"C"
    "omment\":\"buildkit.dockerfile.v0\",\"Created\":1795552596,\"CreatedBy\":\"ENV VIRTUAL_ENV=/opt/venv PYT"
    "HONUNBUFFERED=1\",\"Id\":\"<missing>\",\"Size\":0,\"Tags\":null},{\"Comment\":\"buildkit.dockerfile.v0\",\"Cre"
    "ated\":1795552594,\"CreatedBy\":\"CMD [\\\"sh\\\"]\",\"Id\":\"<missing>\",\"Size\":0,\"Tags\":null},{\"Comment\":\"b"
    "uildkit.dockerfile.v0\",\"Created\":1795552594,\"CreatedBy\":\"RUN |1 RUNTIME=148000010 /bin/sh -c mkd"
    "ir -p /usr/local/lib /opt     && truncate -s \\\"$RUNTIME\\\" /usr/local/lib/libpython.so # buildkit"
    "\",\"Id\":\"<missing>\",\"Size\":148000010,\"Tags\":null},{\"Comment\":\"buildkit.dockerfile.v0\",\"Created\":1"
    "795552594,\"CreatedBy\":\"ARG RUNTIME\",\"Id\":\"<missing>\",\"Size\":0,\"Tags\":null},{\"Comment\":\"buildkit."
    "dockerfile.v0\",\"Created\":1795552594,\"CreatedBy\":\"ADD rootfs.tar / # buildkit\",\"Id\":\"<missing>\",\""
    "Size\":1982282,\"Tags\":null}]\n";
/* The same of Podman 4.3. */
static const char podman_history[] =
    "[{\"Id\":\"ffee68d999f01107a15b6effe66fa7384f8067f58fad3da21b5b0c75ef5f6aac\",\"Created\":1795552621,\""
    "CreatedBy\":\"/bin/sh -c #(nop) STOPSIGNAL SIGTERM\",\"Tags\":null,\"Size\":0,\"Comment\":\"FROM 640bcd4c2"
    "f7f\"},{\"Id\":\"\\u003cmissing\\u003e\",\"Created\":1795552620,\"CreatedBy\":\"/bin/sh -c #(nop) WORKDIR /a"
    "pp\",\"Tags\":null,\"Size\":0,\"Comment\":\"FROM 6e5bdc4da633\"},{\"Id\":\"\\u003cmissing\\u003e\",\"Created\":17"
    "95552620,\"CreatedBy\":\"/bin/sh -c #(nop) LABEL org.opencontainers.image.title=\\\"orders\\\"\",\"Tags\":"
    "null,\"Size\":0,\"Comment\":\"FROM 898893d4edb8\"},{\"Id\":\"\\u003cmissing\\u003e\",\"Created\":1795552619,\"C"
    "reatedBy\":\"/bin/sh -c #(nop) ENV VIRTUAL_ENV=/opt/venv     PYTHONUNBUFFERED=1\",\"Tags\":null,\"Size"
    "\":0,\"Comment\":\"FROM 127.0.0.1:5099/python:slim\"},{\"Id\":\"\\u003cmissing\\u003e\",\"Created\":179555259"
    "4,\"CreatedBy\":\"CMD [\\\"sh\\\"]\",\"Tags\":null,\"Size\":0,\"Comment\":\"buildkit.dockerfile.v0\"},{\"Id\":\"\\u0"
    "03cmissing\\u003e\",\"Created\":1795552594,\"CreatedBy\":\"RUN |1 RUNTIME=148000010 /bin/sh -c mkdir -p"
    " /usr/local/lib /opt     \\u0026\\u0026 truncate -s \\\"$RUNTIME\\\" /usr/local/lib/libpython.so # bui"
    "ldkit\",\"Tags\":null,\"Size\":148005888,\"Comment\":\"buildkit.dockerfile.v0\"},{\"Id\":\"\\u003cmissing\\u00"
    "3e\",\"Created\":1795552594,\"CreatedBy\":\"ARG RUNTIME\",\"Tags\":null,\"Size\":0,\"Comment\":\"buildkit.dock"
    "erfile.v0\"},{\"Id\":\"\\u003cmissing\\u003e\",\"Created\":1795552594,\"CreatedBy\":\"ADD rootfs.tar / # bui"
    "ldkit\",\"Tags\":null,\"Size\":1988096,\"Comment\":\"buildkit.dockerfile.v0\"}]\n";
/* Docker's GET /v1.41/images/app:base/json, without what is not looked at. */
static const char docker_inspect[] =
    "{\"Id\": \"sha256:cca515ba40c4482687fc8eda79d30ba78bb25d5c82e19b27330993bac1a61edf\", \"RepoTags\": [\""
    "app:base\"], \"Architecture\": \"amd64\", \"Os\": \"linux\", \"Size\": 149982292, \"RootFS\": {\"Type\": \"layer"
    "s\", \"Layers\": [\"sha256:163fa7adbd32cab72f1a8a1e67328dbfcd3e6a3ac4e7fb07d5142eea9c7e9ebf\", \"sha25"
    "6:7839fc0db36ae53489b0803151924b357872d713e0319bd88b7b72c1f2330fd7\", \"sha256:be0ee034c042372330a"
    "bc1efb8ec16e2109e152aa4e9d19730b70aebab1ddb9c\"]}}";

static struct image_record record_of(void **state, const char *body,
                                     bool (*take)(struct arena *, const json_t *, struct image_record *)) {
    struct image_record image = {.total = -1, .state = IMAGE_FAILED};
    json_t *json = NULL;
    if (json_read(&json, str_from(body)) && take(*state, json, &image)) image.state = IMAGE_FOUND;
    json_decref(json);
    return image;
}

static void test_history_of_docker(void **state) {
    struct image_record image = record_of(state, docker_history, engine_take_history);
    assert_int_equal(image.state, IMAGE_FOUND);
    assert_int_equal(image.total, 149982292);
    assert_int_equal(image.history_count, 8);
    assert_string_equal(text_of(state, image.history[0].created_by), "ADD rootfs.tar / # buildkit");
    assert_int_equal(image.history[0].size, 1982282);
    assert_int_equal(image.history[2].size, 148000010);
    assert_string_equal(text_of(state, image.history[7].created_by), "STOPSIGNAL SIGTERM");
}

static void test_history_of_podman(void **state) {
    struct image_record image = record_of(state, podman_history, engine_take_history);
    assert_int_equal(image.state, IMAGE_FOUND);
    assert_int_equal(image.total, 149993984);
    assert_int_equal(image.history_count, 8);
    assert_string_equal(text_of(state, image.history[7].created_by), "/bin/sh -c #(nop) STOPSIGNAL SIGTERM");
}

static void test_history_that_lies(void **state) {
    static const struct {
        const char *body, *total; /* "" if nothing is to be made of it */
    } rows[] = {
        {"[]", "0"},
        {"[{\"CreatedBy\":\"A\",\"Size\":3000000001}]", "3000000001"},
        {"[{\"CreatedBy\":\"\",\"Size\":4611686018427387903}]", "4611686018427387903"},
        {"[{\"CreatedBy\":\"A\",\"Size\":4611686018427387903},{\"CreatedBy\":\"A\",\"Size\":1}]", ""},
        {"[{\"CreatedBy\":\"A\",\"Size\":4611686018427387904}]", ""},
        {"[{\"CreatedBy\":\"A\",\"Size\":9223372036854775808}]", ""},
        {"[{\"CreatedBy\":\"A\",\"Size\":-1}]", ""},
        {"[{\"CreatedBy\":\"A\",\"Size\":1e3}]", ""},
        {"[{\"CreatedBy\":\"A\",\"Size\":true}]", ""},
        {"[{\"CreatedBy\":\"A\"}]", ""},
        {"[{\"CreatedBy\":7,\"Size\":1}]", ""},
        {"[{\"Size\":1}]", ""},
        {"[null]", ""},
        {"[[]]", ""},
        {"{}", ""},
        {"null", ""},
        {"", ""},
        {"[{\"CreatedBy\":\"A\",\"Size\":1}] x", ""},
        {"[{\"CreatedBy\":\"\xff\",\"Size\":1}]", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct image_record image = record_of(state, rows[i].body, engine_take_history);
        sg_str total = image.state ? STR("") : arena_printf(*state, "%lld", (long long)image.total);
        assert_row(rows[i].body, text_of(state, total), rows[i].total);
    }
}

/* As many entries as there may be, and one more. */
static void test_limits(void **state) {
    for (size_t count = HISTORY_LIMIT; count <= HISTORY_LIMIT + 1; count++) {
        struct buf body = {0};
        for (size_t i = 0; i < count; i++) buf_printf(&body, "%s{\"CreatedBy\":\"\",\"Size\":1}", i ? "," : "[");
        buf_put(&body, (sg_str){"]", 2});
        struct image_record image = record_of(state, body.ptr, engine_take_history);
        assert_int_equal(image.state, count > HISTORY_LIMIT ? IMAGE_FAILED : IMAGE_FOUND);
        buf_free(&body);
    }
}

static void test_inspect(void **state) {
    struct image_record image = record_of(state, docker_inspect, engine_take_inspect);
    assert_int_equal(image.state, IMAGE_FOUND);
    assert_string_equal(text_of(state, image.platform), "linux/amd64");
    assert_int_equal(image.layer_count, 3);
    assert_true(str_starts(image.id, STR("sha256:")));
    assert_true(str_starts(image.layers[0], STR("sha256:163fa7adbd32")));
    image = record_of(state, "{\"Id\":\"ab\",\"RootFS\":{\"Layers\":null}}", engine_take_inspect);
    assert_int_equal(image.state, IMAGE_FOUND);
    assert_string_equal(text_of(state, image.id), "sha256:ab");
    assert_int_equal(image.layer_count, 0);
    assert_null(image.platform.ptr);
    assert_int_equal(record_of(state, "{\"RootFS\":{\"Layers\":[1]}}", engine_take_inspect).state, IMAGE_FAILED);
    assert_int_equal(record_of(state, "{\"RootFS\":{\"Layers\":{}}}", engine_take_inspect).state, IMAGE_FAILED);
    assert_int_equal(record_of(state, "[]", engine_take_inspect).state, IMAGE_FAILED);
}

static void test_basis(void **state) {
    (void)state;
    static const struct {
        const char *info;
        sg_size_basis basis;
    } rows[] = {
        {"{\"DriverStatus\":[[\"Backing Filesystem\",\"extfs\"],[\"Supports d_type\",\"true\"]]}", SG_BASIS_FILES},
        {"{\"DriverStatus\":[[\"driver-type\",\"io.containerd.snapshotter.v1\"]]}", SG_BASIS_DISK},
        {"{\"DriverStatus\":[[],[1,2],\"driver-type\",null]}", SG_BASIS_FILES},
        {"{\"DriverStatus\":null}", SG_BASIS_FILES},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        json_t *json = NULL;
        assert_true(json_read(&json, str_from(rows[i].info)));
        assert_int_equal(engine_basis(json), rows[i].basis);
        json_decref(json);
    }
}

static void test_versions(void **state) {
    static const char *const good[] = {"1.41", "1.0", "2.100", "10.1"}, *const bad[] = {"",      "1",     "1.",
                                                                                        ".4",    "1.4.1", "v1.4",
                                                                                        "1.4x",  "0.9",   "1.9999",
                                                                                        "100.1", "-1.4"};
    for (size_t i = 0; i < COUNT(good); i++) assert_true(engine_version_valid(str_from(good[i])));
    for (size_t i = 0; i < COUNT(bad); i++) assert_false(engine_version_valid(str_from(bad[i])));
    assert_true(engine_version_has(STR("1.48"), 48));
    assert_false(engine_version_has(STR("1.47"), 48));
    assert_true(engine_version_has(STR("2.0"), 48));
    sg_str named = engine_version_named(STR("client version 1.99 is too new. Maximum supported API version is 1.41"));
    assert_string_equal(text_of(state, named), "1.41");
    named = engine_version_named(STR("Maximum supported API version is 1.40."));
    assert_string_equal(text_of(state, named), "1.40");
    assert_null(engine_version_named(STR("Maximum supported API version is ../..")).ptr);
    assert_null(engine_version_named(STR("client version 1.2 is too old. Minimum supported API version is 1.12")).ptr);
}

static void test_hosts(void **state) {
    static const struct {
        const char *text, *socket, *authority; /* neither: refused */
    } rows[] = {
        {"unix:///var/run/docker.sock", "/var/run/docker.sock", "localhost"},
        {"tcp://localhost:2375", "", "localhost:2375"},
        {"tcp://10.0.0.1", "", "10.0.0.1:2375"},
        {"tcp://[::1]:2376/", "", "[::1]:2376"},
        {"tcp://[::1]", "", "[::1]:2375"},
        {"unix://", NULL, NULL},
        {"unix://a/b", NULL, NULL},
        {"unix:///0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345",
         NULL, NULL},
        {"tcp://", NULL, NULL},
        {"tcp://:2375", NULL, NULL},
        {"tcp://h:0", NULL, NULL},
        {"tcp://h:65536", NULL, NULL},
        {"tcp://h:1x", NULL, NULL},
        {"tcp://h/path", NULL, NULL},
        {"tcp://u@h:1", NULL, NULL},
        {"tcp://h#:1", NULL, NULL},
        {"ssh://u:p@h", NULL, NULL},
        {"/var/run/docker.sock", NULL, NULL},
        {"", NULL, NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct engine_host host;
        sg_str problem = {0};
        bool good = engine_parse_host(*state, str_from(rows[i].text), &host, &problem);
        assert_row(rows[i].text, good ? host.socket ? host.socket : "" : "refused",
                   rows[i].socket ? rows[i].socket : "refused");
        if (good) assert_row(rows[i].text, text_of(state, host.authority), rows[i].authority);
        else assert_true(problem.len > 0);
    }
}

static void test_messages(void **state) {
    json_t *json = NULL;
    assert_string_equal(text_of(state, engine_message(*state, &json, STR("{\"message\":\"No such image: a\"}"))),
                        "No such image: a");
    assert_string_equal(text_of(state, engine_message(*state, &json, STR("plain\r\n text\n"))), "plain   text");
    assert_string_equal(text_of(state, engine_message(*state, &json, STR("{\"message\":1}"))), "no reason given");
    assert_string_equal(text_of(state, engine_message(*state, &json,
                                                      STR("a\x1b[31mb\xe2\x80\xae"
                                                          "c"))),
                        "a\xef\xbf\xbd[31mbc");
    json_decref(json);
}

static void test_platform_query(void **state) {
    assert_string_equal(text_of(state, engine_platform_query(*state, STR("linux/arm/v7"))),
                        "%7B%22os%22%3A%22linux%22%2C%22architecture%22%3A%22arm%22%2C%22variant%22%3A%22v7%22%7D");
    assert_string_equal(text_of(state, engine_platform_query(*state, STR("linux/a\"b"))), "");
}

/* Rows of wanted, offered, and whether the second is better than nothing. */
static void test_platform_fit(void **state) {
    (void)state;
    static const struct {
        const char *wanted, *offered;
        bool fits;
    } rows[] = {
        {"", "linux/amd64", true},
        {"linux/amd64", "linux/x86_64", true},
        {"linux/amd64", "linux/arm64", false},
        {"linux/amd64", "windows/amd64", false},
        {"linux/amd64", "unknown/unknown", false},
        {"linux/amd64", "linux/amd64/v2", false},
        {"linux/amd64/v3", "linux/amd64/v2", true},
        {"linux/arm64", "linux/arm64/v8", true},
        {"linux/arm64/v8", "linux/arm64", true},
        {"linux/arm64/v8", "linux/arm64/v9", false},
        {"linux/arm", "linux/arm/v7", true},
        {"linux/arm/v7", "linux/arm/v6", true},
        {"linux/arm/v6", "linux/arm/v7", false},
        {"windows(10.0.17763)/amd64", "windows(10.0.17763.1)/amd64", true},
        {"windows(10.0.17763)/amd64", "windows(10.0.20348.1)/amd64", false},
        {"linux/riscv64/rva", "linux/riscv64/rva", true},
        {"linux/riscv64/rva", "linux/riscv64/rvb", false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct image_platform wanted = platform_split(str_from(rows[i].wanted)),
                              offered = platform_split(str_from(rows[i].offered));
        assert_row(rows[i].offered, platform_fit(&wanted, &offered) ? "fits" : "", rows[i].fits ? "fits" : "");
    }
    struct image_platform v7 = platform_split(STR("linux/arm/v7")), v6 = platform_split(STR("linux/arm/v6"));
    assert_true(platform_fit(&v7, &v7) > platform_fit(&v7, &v6));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_history_of_docker), cmocka_unit_test(test_history_of_podman),
        cmocka_unit_test(test_history_that_lies), cmocka_unit_test(test_limits),
        cmocka_unit_test(test_inspect),           cmocka_unit_test(test_basis),
        cmocka_unit_test(test_versions),          cmocka_unit_test(test_hosts),
        cmocka_unit_test(test_messages),          cmocka_unit_test(test_platform_query),
        cmocka_unit_test(test_platform_fit),
    };
    return cmocka_run_group_tests_name("engine", tests, arena_setup, arena_teardown);
}
