/* Options by name: every row of the table takes what it should, refuses the rest and says why. */
#include "options/options.h"

#include "helper.h"

/* ---- rows one by one ---- */

/* "" for a value that is taken; else the error. NULL stands for no value. */
static const struct {
    const char *name, *value, *error;
} sets[] = {
    {"target", "x", ""},
    {"target", "", ""},
    {"build-arg", "A=1", ""},
    {"build-arg", "A=", ""},
    {"build-arg", "A", "--build-arg: needs NAME=VALUE, not: \"A\""},
    {"build-arg", "=1", "--build-arg: needs NAME=VALUE, not: \"=1\""},
    {"build-arg", NULL, "--build-arg: needs a value: \"\""},
    {"platform", "linux/arm64", ""},
    {"platform", "anything", ""}, /* read when a document is made */
    {"platform", "linux/amd64,linux/arm64", "--platform: is one platform, not: \"linux/amd64,linux/arm64\""},
    {"platform", "", "--platform: is one platform, not: \"\""},
    {"annotations", "notes.yaml", ""},
    {"build-context", "a=dir", ""},
    {"build-context", "a", "--build-context: needs NAME=VALUE, not: \"a\""},
    {"build-context", "a::linux/arm64=dir",
     "--build-context: a context for one platform only cannot be named here: \"a::linux/arm64=dir\""},
    {"conceal", "both", ""},
    {"strict", NULL, ""},
    {"strict", "true", ""},
    {"strict", "False", ""},
    {"strict", "yes", "--strict: takes no value, or true or false: \"yes\""},
    {"strict", "", "--strict: takes no value, or true or false: \"\""},
    {"keep-going", NULL, ""},
    {"format", "svg", ""},
    {"group", "none", ""},
    {"group", "all", "--group: is one of auto|declared|none, not: \"all\""},
    {"group", "", "--group: is one of auto|declared|none, not: \"\""},
    {"group", "Auto", ""},
    {"group", "auto=x", "--group: is one of auto|declared|none, not: \"auto=x\""},
    {"group", NULL, "--group: needs a value: \"\""},
    {"edges", "plain", ""},
    {"edges", "dotted", "--edges: is one of typed|plain, not: \"dotted\""},
    {"images", "label", ""},
    {"images", "separate", ""},
    {"images", "separate=alpine,node", ""},
    {"images", "hide=x", "--images: is one of show|hide|label|separate, not: \"hide=x\""},
    {"direction", "RL", ""},
    {"direction", "TD", ""},
    {"direction", "lr", ""},
    {"fit", "700x1000", ""},
    {"fit", "700X1000", ""},
    {"fit", "None", ""},
    {"fit", "700", "--fit: needs WIDTHxHEIGHT in pixels, or none, not: \"700\""},
    {"fit", "700x", "--fit: needs WIDTHxHEIGHT in pixels, or none, not: \"700x\""},
    {"fit", "0x9", "--fit: needs WIDTHxHEIGHT in pixels, or none, not: \"0x9\""},
    {"fit", "123456x9", "--fit: needs WIDTHxHEIGHT in pixels, or none, not: \"123456x9\""},
    {"title", "Our images", ""},
    {"legend", NULL, ""},
    {"ships", NULL, ""},
    {"focus", "x", ""},
    {"collapse", "all", ""},
    {"fold", NULL, ""},
    {"link", "https://x.example/{file}#L{line}", ""},
    {"link", "HTTP://x/{path}", ""},
    {"link", "", ""},
    {"link", "ftp://x", "--link: starts with http:// or https://, not: \"ftp://x\""},
    {"link", "javascript:alert(1)//http://x",
     "--link: starts with http:// or https://, not: \"javascript:alert(1)//http://x\""},
    {"link", "https://", "--link: starts with http:// or https://, not: \"https://\""},
    {"link", "{stage}", "--link: starts with http:// or https://, not: \"{stage}\""},
    {"link", "http://x/{name}", "--link: replaces {path}, {file}, {line} and {stage} only: \"http://x/{name}\""},
    {"link", "http://x/{file", "--link: replaces {path}, {file}, {line} and {stage} only: \"http://x/{file\""},
    {"theme", "dark", ""},
    {"theme", "blue", "--theme: is one of auto|light|dark, not: \"blue\""},
    {"layers", "false", ""},
    {"no-purpose", NULL, ""},
    {"no-size", NULL, ""},
    {"wrap", "8", ""},
    {"wrap", "1000", ""},
    {"wrap", "7", "--wrap: is a number from 8 to 1000, not: \"7\""},
    {"wrap", "1001", "--wrap: is a number from 8 to 1000, not: \"1001\""},
    {"wrap", "99999999999999999999999", "--wrap: is a number from 8 to 1000, not: \"99999999999999999999999\""},
    {"wrap", "", "--wrap: is a number from 8 to 1000, not: \"\""},
    {"wrap", "-9", "--wrap: is a number from 8 to 1000, not: \"-9\""},
    {"wrap", "30x", "--wrap: is a number from 8 to 1000, not: \"30x\""},
    {"wrap", " 30", "--wrap: is a number from 8 to 1000, not: \" 30\""},
    {"wrap", NULL, "--wrap: needs a value: \"\""},
    {"background", "transparent", ""},
    {"scale", "8", ""},
    {"scale", "0", "--scale: is a number from 1 to 8, not: \"0\""},
    {"mermaid-init", NULL, ""},
    {"mermaid-init", "none", ""},
    {"mermaid-init", "true", ""},
    {"mermaid-init", "false", ""},
    {"mermaid-init", "", "--mermaid-init: is one of width|full|none, not: \"\""},
    {"size", "app=1.5 GiB", ""},
    {"size", "app=", "--size: needs a size such as 360MB or 1.5GiB, not: \"app=\""},
    {"size", "app=-1", "--size: needs a size such as 360MB or 1.5GiB, not: \"app=-1\""},
    {"size", "=1MB", "--size: needs NAME=VALUE, not: \"=1MB\""},
    {"size", "1MB", "--size: needs NAME=VALUE, not: \"1MB\""},
    {"image", "app=example/app:1", ""},
    {"image", "app=", "--image: needs the name of an image behind =, not: \"app=\""},
    {"image", "example/app:1", "--image: needs NAME=VALUE, not: \"example/app:1\""},
    {"image-template", "app:{stage}", ""},
    {"image-template", "app:stage", "--image-template: needs {stage} in it, not: \"app:stage\""},
    {"docker-host", "tcp://127.0.0.1:2375", ""},
    {"archive", "app.tar", ""},
    {"archive", "", "--archive: needs a path, not: \"\""},
    {"registry", NULL, ""},
    {"insecure-registry", "127.0.0.1:5000", ""},
    {"docker-config", "/x/config.json", ""},
    {"registry-token", "host.name=secret", ""},
    {"context", ".", ""},
    {"context", "", "--context: needs a path, not: \"\""},
    {"check-sizes", NULL, ""},
    {"size-tolerance", "0", ""},
    {"size-tolerance", "-1", "--size-tolerance: is a number from 0 to 1000, not: \"-1\""},
    {"budget", "total=500MB", ""},
    {"budget", "total", "--budget: needs NAME=VALUE, not: \"total\""},
    {"size-threshold", "500 MB", ""},
    {"size-threshold", "big", "--size-threshold: needs a size such as 360MB or 1.5GiB, not: \"big\""},
    {"output", "x.svg", ""},
    {"force", NULL, ""},
    {"layout-timeout", "86400", ""},
    {"quiet", NULL, ""},
    {"verbose", NULL, ""},
    {"why", NULL, ""},
    {"columns", "80", ""},
    {"columns", "10001", "--columns: is a number from 0 to 10000, not: \"10001\""},
    {"color", "always", ""},
    {"color", "blue", "--color: is one of auto|always|never, not: \"blue\""},
    {"help", NULL, ""},
    {"version", NULL, ""},
    {"nonsense", "1", "there is no such option"},
    {"", "1", "there is no such option"},
    {"Strict", NULL, "there is no such option"},
    {"build_arg", "A=1", "there is no such option"},
};

static void set_rows(void **state) {
    for (size_t i = 0; i < COUNT(sets); i++) {
        sg_options *options = sg_options_new();
        sg_status status = sg_options_set(options, sets[i].name, sets[i].value);
        sg_str input = arena_printf(*state, "%s %s", sets[i].name, sets[i].value ? sets[i].value : "(none)");
        assert_row(text_of(state, input), sg_options_error(options), sets[i].error);
        assert_int_equal(status, sets[i].error[0] ? SG_BAD_OPTION : SG_OK);
        sg_options_free(options);
    }
}

/* No row of the table is missing above, and each is well formed. */
static void every_option(void **state) {
    (void)state;
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_row *row = &option_rows[i];
        bool tested = false;
        for (size_t s = 0; s < COUNT(sets); s++)
            tested = tested || (strcmp(sets[s].name, row->name) == 0 && !sets[s].error[0]);
        if (!tested) fail_msg("no row for %s", row->name);
        assert_int_equal(option_named(str_from(row->name)), i);
        assert_true((row->argument == NULL) == (row->kind == OPTION_SWITCH));
        /* secrets are not for command lines, and what is a link or a terminal the program sees for itself */
        assert_true(row->commands || row->scope == SCOPE_SIZE || i == OPT_conceal || i == OPT_columns);
        assert_true(row->help[0]);
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(row->name, option_rows[j].name);
            assert_true(!row->letter || row->letter != option_rows[j].letter);
        }
    }
    assert_int_equal(option_named(STR("nope")), OPTION_COUNT);
}

/* ---- values ---- */

static void defaults(void **state) {
    sg_options *options = sg_options_new();
    const sg_options *both[] = {NULL, options};
    for (size_t i = 0; i < COUNT(both); i++) {
        assert_false(option_on(both[i], OPT_strict));
        assert_int_equal(option_choice(both[i], OPT_images), IMAGES_SHOW);
        assert_int_equal(option_number(both[i], OPT_wrap), 30);
        assert_int_equal(option_number(both[i], OPT_scale), 2);
        assert_string_equal(text_of(state, option_text(both[i], OPT_platform)), "linux/amd64");
        assert_int_equal(option_list_count(both[i], OPT_build_arg), 0);
        assert_int_equal(option_detail(both[i], OPT_images).len, 0);
        assert_false(option_is_set(both[i], OPT_wrap));
    }
    sg_options_free(options);
}

static void values(void **state) {
    sg_options *options =
        options_from("images=separate=a,b wrap=40 build-arg=A=1 build-arg=B=x=y platform=arm64 strict "
                     "direction=BT");
    assert_int_equal(option_choice(options, OPT_images), IMAGES_SEPARATE);
    assert_string_equal(text_of(state, option_detail(options, OPT_images)), "a,b");
    assert_int_equal(option_number(options, OPT_wrap), 40);
    assert_int_equal(option_list_count(options, OPT_build_arg), 2);
    assert_string_equal(text_of(state, option_list_at(options, OPT_build_arg, 1)), "B=x=y");
    assert_int_equal(option_choice(options, OPT_direction), DIRECTION_BT);
    assert_true(option_on(options, OPT_strict) && option_is_set(options, OPT_strict));
    assert_int_equal(sg_options_set(options, "strict", "false"), SG_OK);
    assert_false(option_on(options, OPT_strict));
    assert_int_equal(sg_options_set(options, "images", "hide"), SG_OK); /* the last one counts, without its detail */
    assert_int_equal(option_choice(options, OPT_images), IMAGES_HIDE);
    assert_int_equal(option_detail(options, OPT_images).len, 0);
    sg_options_free(options);
}

/* A value that is refused changes nothing, and a good one takes the error back. */
static void refused_values(void **state) {
    (void)state;
    sg_options *options = options_from("wrap=40");
    assert_int_equal(sg_options_set(options, "wrap", "1"), SG_BAD_OPTION);
    assert_int_equal(option_number(options, OPT_wrap), 40);
    assert_int_equal(sg_options_set(options, "build-arg", "x"), SG_BAD_OPTION);
    assert_int_equal(option_list_count(options, OPT_build_arg), 0);
    assert_false(option_is_set(options, OPT_build_arg));
    assert_true(sg_options_error(options)[0] != '\0');
    assert_int_equal(sg_options_set(options, "wrap", "50"), SG_OK);
    assert_string_equal(sg_options_error(options), "");
    sg_options_free(options);
}

static void long_values(void **state) {
    (void)state;
    static char value[100000];
    memset(value, 'x', sizeof value - 1);
    sg_options *options = sg_options_new();
    assert_int_equal(sg_options_set(options, "wrap", value), SG_BAD_OPTION);
    assert_true(strlen(sg_options_error(options)) < 300);
    assert_int_equal(sg_options_set(options, value, NULL), SG_BAD_OPTION);
    assert_int_equal(sg_options_set(options, "target", value), SG_OK);
    assert_int_equal(option_list_at(options, OPT_target, 0).len, sizeof value - 1);
    sg_options_free(options);
}

/* A copy does not look at the caller's strings or options any more. */
static void copies(void **state) {
    char text[] = "A=1";
    sg_options *options = sg_options_new();
    assert_int_equal(sg_options_set(options, "build-arg", text), SG_OK);
    assert_int_equal(sg_options_set(options, "wrap", "44"), SG_OK);
    memset(text, '!', 3);
    const sg_options *copy = options_copy(*state, options);
    sg_options_free(options);
    assert_string_equal(text_of(state, option_list_at(copy, OPT_build_arg, 0)), "A=1");
    assert_int_equal(option_number(copy, OPT_wrap), 44);
    assert_int_equal(option_number(options_copy(*state, NULL), OPT_wrap), 30);
}

/* A path is opened as it is, also when its length fills a block of the arena. */
static void texts_end_in_nul(void **state) {
    (void)state;
    char path[64] = "";
    sg_options *options = sg_options_new();
    for (size_t len = 1; len < sizeof path - 1; len++) {
        path[len - 1] = 'x';
        assert_int_equal(sg_options_set(options, "output", path), SG_OK);
        assert_int_equal(sg_options_set(options, "platform", "linux/arm64"), SG_OK);
        assert_string_equal(option_text(options, OPT_output).ptr, path);
    }
    sg_options_free(options);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(set_rows), cmocka_unit_test(every_option),     cmocka_unit_test(defaults),
        cmocka_unit_test(values),   cmocka_unit_test(refused_values),   cmocka_unit_test(long_values),
        cmocka_unit_test(copies),   cmocka_unit_test(texts_end_in_nul),
    };
    return cmocka_run_group_tests_name("options", tests, arena_setup, arena_teardown);
}
