/* What is told of a stage: which of its deeds, with which names. Names of paths and of URLs. */
#include "annotate/deeds.h"

#include "helper.h"

/* ---- whole Dockerfiles ---- */

static const struct {
    const char *text, *purposes;
} told[] = {
#define TOLD(text, purposes) {text, purposes},
#include "told.def"
};

static void told_rows(void **state) {
    for (size_t i = 0; i < COUNT(told); i++) {
        sg_doc *doc = document(told[i].text, "");
        sg_str rest = str_from(told[i].purposes), want;
        size_t s = 0;
        for (; rest.len; s++) {
            size_t end = str_find_str(rest, STR(" / "));
            want = str_slice(rest, 0, end);
            rest = str_skip(rest, end + 3);
            if (str_eq(want, STR("-"))) continue;
            assert_row(told[i].text, text_of(state, sg_stage_at(doc, s)->purpose), text_of(state, want));
        }
        assert_int_equal(s, sg_stage_count(doc));
        sg_free(doc);
    }
}

/* ---- names ---- */

static const char *product(void **state, const char *path) {
    return text_of(state, product_of_path(str_from(path)));
}

static void products(void **state) {
    static const char *const rows[][2] = {
        {"/out/toold", "toold"},
        {"toold", "toold"},
        {"/out/bin/toold/", "toold"},
        {"C:\\out\\toold.exe", "toold"},
        {"/app/target/shop-1.0.jar", "shop"},
        {"/app/target/shop-*.jar", "shop"},
        {"/out/toold-linux-amd64", "toold"},
        {"/out/toold_v2", "toold"},
        {"/out/two-words", "two-words"},
        {"/out/libfoo.so.1", "libfoo"},
        {"/src/Admin/out", "Admin"}, /* what lies above a word for where things lie */
        {"/toold/release/*", "toold"},
        {"//cmd/toold:toold", "toold"},
        {"/usr/local/bin/", "(null)"},
        {"/out", "(null)"},
        {"/", "(null)"},
        {"", "(null)"},
        {".", "(null)"},
        {"/x", "(null)"}, /* one letter is no name */
        {"/usr/lib/toold", "(null)"},
        {"/usr/share/toold", "(null)"},
        {"/opt/toold", "(null)"},
        {"/out/toold.tar.gz", "(null)"},
        {"/out/LICENSE", "(null)"},
        {"/out/README.md", "(null)"},
        {"/etc/tool.conf", "(null)"},
        {"/out/go.sum", "(null)"},
        {"/out/toold.sha256", "(null)"},
        {"/out/toold.asc", "(null)"},
        {"/out/$NAME", "(null)"},
        {"/out/*", "(null)"},
        {"/1.2.3", "(null)"},
        {"/out/.hidden", "(null)"},
        {"/root/.cache", "(null)"},
        {"/app/node_modules", "(null)"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) assert_row(rows[i][0], product(state, rows[i][0]), rows[i][1]);
}

static void files(void **state) {
    static const char *const rows[][2] = {
        {"https://h/tool-1.2.3.tar.gz", "tool"},
        {"https://h/tool_1.2_linux.zip", "tool"},
        {"https://h/tool-v2.tgz", "tool"},
        {"https://h/tool-$V.tar.gz", "tool"},
        {"https://h/tool.deb", "tool"},
        {"https://h/tool", "tool"},
        {"https://h/tool?raw=1", "tool"},
        {"https://h/two-words.tar.xz", "two-words"},
        {"https://github.com/o/repo/archive/v1.2.tar.gz", "repo"},
        {"https://github.com/o/repo/archive/$V.zip", "repo"},
        {"https://h/$V", ""},
        {"https://h/1.2.tgz", ""},
        {"", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_row(rows[i][0], text_of(state, file_name(str_from(rows[i][0]))), rows[i][1]);
}

static void installers(void **state) {
    static const char *const rows[][2] = {
        {"https://sh.rustup.rs", "rustup"},
        {"https://get.helm.sh/install.sh", "helm"},
        {"https://deno.land/install.sh", "deno"},
        {"https://deb.nodesource.com/setup_20.x", "nodesource"},
        {"https://h.io/install-tool.sh", "tool"},
        {"https://h.io/get-tool.py", "tool"},
        {"https://h.io/o/tool/main/install.sh?x=1", "tool"},
        {"https://h.io/o/tool/v1.2/$X/install", "tool"},
        {"https://$X", "(null)"},
        {"", "(null)"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_row(rows[i][0], text_of(state, installer_name(str_from(rows[i][0]))), rows[i][1]);
}

static void scripts(void **state) {
    static const struct {
        const char *path, *verb, *rest;
    } rows[] = {
        {"build-sqlite.sh", "Builds", "sqlite"},
        {"/x/install_tools.py", "Installs", "tools"},
        {"setup.sh", "Sets up", ""},
        {"scripts/build/binary", "Builds", ""},
        {"hack/test/unit.sh", "Tests", ""},
        {"builder.sh", "none", "-"},
        {"build-and-push.sh", "none", "-"},
        {"./make", "Builds", ""},
        {"rebuild.sh", "none", "-"},
        {"", "none", "-"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        sg_str rest = STR("-");
        const struct script_verb *verb = script_verb_of(str_from(rows[i].path), &rest);
        assert_row(rows[i].path, verb ? verb->verb : "none", rows[i].verb);
        if (verb) assert_row(rows[i].path, text_of(state, rest), rows[i].rest);
    }
}

/* ---- limits ---- */

/* What the guesses for a document take beyond what its size explains would be more than linear. */
static void check_size(void **state, const struct buf *text, size_t times) {
    sg_doc *doc = document_of(buf_str(text), "keep-going");
    struct arena *arena = arena_child(*state);
    struct consumers consumers = consumers_of(arena, doc);
    size_t room = SHELL_ROOM;
    struct guess guess = {.doc = doc, .arena = arena, .consumers = &consumers, .room = &room, .kept = arena};
    guess.started = arena_array(arena, struct started, doc->stages.count);
    guess.fetched = arena_array(arena, struct names, doc->stages.count);
    const struct alternatives *alternatives = alternatives_of(arena, doc);
    for (size_t s = 0; s < doc->stages.count; s++) tell_deeds(&guess, &doc->stages.items[s], alternatives);
    size_t total = arena->total;
    arena_free(arena);
    assert_string_equal(first_problem(doc), ""); /* all of it was read */
    sg_free(doc);
    if (total > times * text->len + (1u << 20)) fail_msg("%zu bytes for %zu", total, text->len);
}

static void many_commands(void **state) {
    static const char *const commands[] = {
        "go build -o a%d . && \\\n", "go build -o a%d .\nRUN ", "curl https://h/x%d; \\\n",
        "curl https://h/x%d\nRUN ",  "apk add p%d\nRUN ",       "git clone https://h/o/r%d\nRUN ",
        "cd d%d && make\nRUN ",      "echo x > /f%d\nRUN ",     "./build-x%d.sh\nRUN "};
    for (size_t c = 0; c < COUNT(commands); c++) {
        struct buf text = {0};
        buf_text(&text, "FROM scratch\nRUN ");
        sg_str form = str_from(commands[c]);
        size_t gap = str_find_str(form, STR("%d"));
        for (int i = 0; i < 100000; i++) {
            buf_put(&text, str_slice(form, 0, gap));
            buf_printf(&text, "%d", i);
            buf_put(&text, str_skip(form, gap + 2));
        }
        buf_text(&text, "true\n");
        check_size(state, &text, 30);
        buf_free(&text);
    }
}

static void long_words(void **state) {
    static const char *const starts[] = {"go build -o ", "apk add ", "curl https://h/", "./",
                                         "echo > /",     "",         "pip install "};
    for (size_t s = 0; s < COUNT(starts); s++) {
        struct buf text = {0};
        buf_printf(&text, "FROM scratch\nRUN %s", starts[s]);
        for (int i = 0; i < 32; i++) { /* 1 MiB; a line of the file may have 64 KiB */
            buf_fill(&text, 'x', 1 << 15);
            buf_text(&text, "\\\n");
        }
        buf_text(&text, "\n");
        check_size(state, &text, 30);
        buf_free(&text);
    }
}

static void many_consumers(void **state) {
    struct buf text = {0};
    buf_text(&text, "FROM scratch AS a\nRUN make > /f\nFROM scratch\n");
    for (int i = 0; i < 10000; i++) buf_printf(&text, "COPY --from=a /out/tool%d /\n", i);
    for (int i = 0; i < 2000; i++)
        buf_printf(&text, "FROM scratch AS s%d\nCOPY --from=a /out/tool%d /\nRUN make\n", i, i);
    check_size(state, &text, 30);
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(told_rows),  cmocka_unit_test(products),       cmocka_unit_test(files),
        cmocka_unit_test(installers), cmocka_unit_test(scripts),        cmocka_unit_test(many_commands),
        cmocka_unit_test(long_words), cmocka_unit_test(many_consumers),
    };
    return cmocka_run_group_tests_name("tell", tests, arena_setup, arena_teardown);
}
