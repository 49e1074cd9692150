/* Image references: what is one, why another text is none, and the name under which a build context is looked up. */
#include "dockerfile/reference.h"

#include "helper.h"

#define HEX32 "0123456789abcdef0123456789abcdef"
#define HEX64 HEX32 HEX32
#define FORMAT "!invalid reference format"

/* The context key of a reference, or "!" and why it is none. */
static const struct {
    const char *text, *key;
} references[] = {
    {"alpine", "alpine"},
    {"alpine:latest", "alpine"},
    {"alpine:3.20", "alpine:3.20"},
    {"library/alpine", "alpine"},
    {"docker.io/alpine", "alpine"},
    {"docker.io/library/alpine:latest", "alpine"},
    {"index.docker.io/library/alpine", "alpine"},
    {"docker.io/acme/app:1", "acme/app:1"},
    {"acme/app", "acme/app"},
    {"library/acme/app", "library/acme/app"},
    {"ghcr.io/acme/app:v1.2-x_y", "ghcr.io/acme/app:v1.2-x_y"},
    {"localhost/app", "localhost/app"},
    {"localhost:5000/app:latest", "localhost:5000/app"},
    {"registry:5000/app", "registry:5000/app"},
    {"my-registry/app", "my-registry/app"},
    {"UPPER/app", "UPPER/app"}, /* an upper-case first part is a domain */
    {"[::1]:5000/app", "[::1]:5000/app"},
    {"[2001:db8::1]/app", "[2001:db8::1]/app"},
    {"a.b/c/d/e__f/g---h/i_j/k.l", "a.b/c/d/e__f/g---h/i_j/k.l"},
    {"app@sha256:" HEX64, "app@sha256:" HEX64},
    {"app:1@sha256:" HEX64, "app:1@sha256:" HEX64},
    {"app:latest@sha256:" HEX64, "app:latest@sha256:" HEX64},
    {"a:_x", "a:_x"},
    {"0", "0"},
    {"scratch", "scratch"},
    {"", FORMAT},
    {"a-", FORMAT},
    {"-a", FORMAT},
    {"a..b", FORMAT},
    {"a___b", FORMAT},
    {"a-_b", FORMAT},
    {"a._b", FORMAT},
    {"_a", FORMAT},
    {"a/", FORMAT},
    {"/a", FORMAT},
    {"a//b", FORMAT},
    {"a:", FORMAT},
    {"a:-x", FORMAT},
    {"a:.x", FORMAT},
    {"a:b:c", FORMAT},
    {"a b", FORMAT},
    {"a$b", FORMAT},
    {"a\xC3\xA4", FORMAT},
    {"a@", FORMAT},
    {"a@sha256", FORMAT},
    {"a@sha256:" HEX64 "g", FORMAT},
    {"a@sha256:0123", FORMAT},
    {"ex ample.com/a", FORMAT},
    {"-x.io/a", FORMAT},
    {"x-.io/a", FORMAT},
    {"x.io:port/a", FORMAT},
    {"[::1/a", FORMAT},
    {"[]/a", FORMAT},
    {"A:b", "!invalid reference format: repository name (library/A) must be lowercase"},
    {"\xC3\x84\xC3\x96", "!invalid reference format: repository name (library/\xC3\x84\xC3\x96) must be lowercase"},
    {"Alpine", "!invalid reference format: repository name (library/Alpine) must be lowercase"},
    {"acme/App:1", "!invalid reference format: repository name (acme/App) must be lowercase"},
    {"x.io/Acme/app", "!invalid reference format: repository name (Acme/app) must be lowercase"},
    {"a@sha256:" HEX32, "!invalid checksum digest length"},
    {"a@md5:" HEX32, "!unsupported digest algorithm"},
    {"a@sha256:0123456789ABCDEF0123456789abcdef" HEX32, "!invalid checksum digest format"},
    {HEX64, "!invalid repository name (" HEX64 "), cannot specify 64-byte hexadecimal strings"},
    {HEX64 ":1", HEX64 ":1"},
};

static void reference_rows(void **state) {
    for (size_t i = 0; i < COUNT(references); i++) {
        sg_str error = {0}, text = str_from(references[i].text);
        bool good = reference_valid(*state, text, &error);
        sg_str got = good ? reference_context_key(*state, text) : arena_join(*state, STR("!"), error);
        assert_row(references[i].text, text_of(state, got), references[i].key);
    }
}

static bool valid_with(void **state, size_t name, size_t tag, const char **error) {
    struct text text = {0};
    sg_str why = {0};
    for (size_t i = 0; i < name; i++) text_put(*state, &text, STR("n"));
    if (tag) text_put(*state, &text, STR(":"));
    for (size_t i = 0; i < tag; i++) text_put(*state, &text, STR("t"));
    bool good = reference_valid(*state, text_str(&text), &why);
    *error = text_of(state, why);
    return good;
}

/* "library/" counts, the tag does not. */
static void lengths(void **state) {
    const char *error;
    assert_true(valid_with(state, 247, 128, &error));
    assert_false(valid_with(state, 248, 0, &error));
    assert_string_equal(error, "repository name must not be more than 255 characters");
    assert_false(valid_with(state, 5, 129, &error));
    assert_string_equal(error, "invalid reference format");
}

/* As inet_pton() takes them. */
static void addresses(void **state) {
    (void)state;
    static const char *const good[] = {"0.0.0.0",
                                       "255.255.255.255",
                                       "::",
                                       "::1",
                                       "1::",
                                       "1:2:3:4:5:6:7:8",
                                       "FE80::1:2",
                                       "::ffff:1.2.3.4",
                                       "1:2:3:4:5:6:1.2.3.4",
                                       "1:2:3:4:5:6:7::",
                                       "::2:3:4:5:6:7:8"};
    static const char *const bad[] = {"",
                                      ":",
                                      ":::",
                                      "1",
                                      "1.2.3",
                                      "1.2.3.4.",
                                      "1.2.3.4.5",
                                      "256.1.1.1",
                                      "01.2.3.4",
                                      "1.2.3.+4",
                                      "1:2:3:4:5:6:7",
                                      "1:2:3:4:5:6:7:8:9",
                                      "1::2::3",
                                      "12345::",
                                      "g::",
                                      "1.2.3.4::",
                                      "1:2:3:4:5:6:7:1.2.3.4",
                                      "1:2:3:4::5:6:7:8",
                                      "fe80::1%eth0",
                                      "::1:"};
    for (size_t i = 0; i < COUNT(good); i++)
        assert_row(good[i], is_address(str_from(good[i])) ? "good" : "bad", "good");
    for (size_t i = 0; i < COUNT(bad); i++) assert_row(bad[i], is_address(str_from(bad[i])) ? "good" : "bad", "bad");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(reference_rows), cmocka_unit_test(lengths),
                                       cmocka_unit_test(addresses)};
    return cmocka_run_group_tests_name("reference", tests, arena_setup, arena_teardown);
}
