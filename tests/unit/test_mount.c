/* RUN --mount and --device values: CSV, keys, types and their combinations, in BuildKit's words. */
#include "dockerfile/mount.h"

#include "helper.h"

/* ---- the first pass: only `from` is looked at ---- */

static const struct {
    const char *value, *from; /* "!" and an error */
} first_table[] = {
    {"from=a", "a"},
    {"FROM=a", "a"},
    {"type=bind,from=a,from=b", "b"}, /* the last one wins */
    {"from=A", "A"},
    {"type=cache", ""},
    {"from=", ""},
    {"from", ""},
    {"\"from=a,b\",target=/x", "a,b"},
    {"\"from=a\"\"b\"", "a\"b"},
    {"target=/opt/from=a/y", ""},
    {"from=a,target=/opt/from=b/y", "a"},
    {"type=foo,nonsense,readonly=maybe", ""}, /* later */
    {"from=$", "$"},
    {"from=a$", "a$"},
    {"from=$X", "!'from' doesn't support variable expansion, define alias stage instead"},
    {"from=a$b", "!'from' doesn't support variable expansion, define alias stage instead"},
    {"from=\\$X", "!'from' doesn't support variable expansion, define alias stage instead"},
    {"target=$X", ""},
    {"", "!failed to parse csv mounts: EOF"},
    {"a\"b", "!failed to parse csv mounts: parse error on line 1, column 2: bare \" in non-quoted-field"},
    {"from=a,x\"", "!failed to parse csv mounts: parse error on line 1, column 9: bare \" in non-quoted-field"},
    {"\"a\"b",
     "!failed to parse csv mounts: parse error on line 1, column 3: extraneous or missing \" in quoted-field"},
    {"\"a", "!failed to parse csv mounts: parse error on line 1, column 2: extraneous or missing \" in quoted-field"},
};

static void first_pass(void **state) {
    for (size_t i = 0; i < COUNT(first_table); i++) {
        struct mount mount;
        sg_str error;
        bool good = mount_parse(*state, str_from(first_table[i].value), NULL, NULL, &mount, &error);
        const char *got = good ? (mount.from.ptr ? text_of(state, mount.from) : "")
                               : text_of(state, arena_join(*state, STR("!"), error));
        assert_row(first_table[i].value, got, first_table[i].from);
    }
}

/* ---- the second: everything ---- */

static const struct {
    const char *value, *mount; /* "type from source target", or "!" and an error */
} mount_table[] = {
    {"target=/x", "bind - - /x"},
    {"type=cache,target=/x", "cache - - /x"},
    {"TYPE=CACHE,TARGET=/x", "cache - - /x"},
    {"from=a,source=/s,target=/t", "bind a /s /t"},
    {"from=a,src=/s,dst=/t", "bind a /s /t"},
    {"destination=/t,ro", "bind - - /t"},
    {"target=$V,source=${V}y", "bind - vy v"},
    {"target=/a,target=/b", "bind - - /b"},
    {"type=$T,target=/x", "cache - - /x"},
    {"readonly", "bind - - -"},
    {"readonly=true,rw=0,readwrite=F,ro=t", "bind - - -"},
    {"type=tmpfs,size=64m", "tmpfs - - -"},
    {"type=tmpfs,size=1.5GiB", "tmpfs - - -"},
    {"type=cache,id=x,sharing=LOCKED,mode=0755,uid=1,gid=2", "cache - - -"},
    {"type=secret,id=x,required", "secret - - -"},
    {"type=secret,id=x,required=false,env=Y", "secret - - -"},
    {"type=secret,source=/x", "secret - /x -"},
    {"type=ssh,required", "ssh - - -"},
    {"type=ssh,mode=0600,uid=4294967295", "ssh - - -"},
    {"type=tmpfs,from=a", "tmpfs a - -"},
    {"type=foo", "!unsupported mount type \"foo\""},
    {"type=cahce", "!unsupported mount type \"cahce\" (did you mean cache?)"},
    {"type=", "!unsupported mount type \"\""},
    {"frm=x", "!unexpected key 'frm' in 'frm=x' (did you mean from?)"},
    {"foo=x", "!unexpected key 'foo' in 'foo=x' (did you mean from?)"},
    {"FOO=x", "!unexpected key 'foo' in 'FOO=x' (did you mean from?)"},
    {"nonsense=x", "!unexpected key 'nonsense' in 'nonsense=x'"},
    {"target", "!invalid field 'target' must be a key=value pair"},
    {"", "!failed to parse csv mounts: EOF"},
    {"target=/x,", "!invalid field '' must be a key=value pair"},
    {"target=/x, ro", "!invalid field ' ro' must be a key=value pair"},
    {"required", "!unexpected key 'required' for mount type 'bind'"},
    {"required=true", "!unexpected key 'required' for mount type 'bind'"},
    {"required,type=secret,id=x", "!unexpected key 'required' for mount type 'bind'"}, /* the order counts */
    {"type=ssh,required=maybe", "!invalid value for required: maybe"},
    {"readonly=maybe", "!invalid value for readonly: maybe"},
    {"rw=yes", "!invalid value for rw: yes"},
    {"size=1", "!unexpected key 'size' for mount type 'bind'"},
    {"type=tmpfs,size=x", "!invalid value for size: x"},
    {"type=tmpfs,size=1 x", "!invalid value for size: 1 x"},
    {"type=tmpfs,size=-1", "!invalid value for size: -1"},
    {"type=tmpfs,size=", "!invalid value for size: "},
    {"type=tmpfs,size=9999999999999999999", "tmpfs - - -"},
    {"sharing=shared", "!invalid cache sharing set for bind mount"},
    {"type=cache,sharing=foo", "!unsupported sharing value \"foo\""},
    {"type=cache,sharing=share", "!unsupported sharing value \"share\" (did you mean shared?)"},
    {"type=cache,mode=9", "!invalid value 9 for mode"},
    {"type=cache,mode=40000000000", "!invalid value 40000000000 for mode"},
    {"type=cache,uid=x", "!invalid value x for uid"},
    {"type=cache,gid=-1", "!invalid value -1 for gid"},
    {"type=cache,uid=4294967296", "!invalid value 4294967296 for uid"},
    {"mode=0755", "!mode not allowed for \"bind\" type mounts"},
    {"type=tmpfs,uid=1", "!uid not allowed for \"tmpfs\" type mounts"},
    {"gid=1", "!gid not allowed for \"bind\" type mounts"},
    {"type=secret,from=a,id=x", "!secret mount should not have a from"},
    {"type=secret,sharing=shared,id=x", "!secret mount should not define sharing"},
    {"type=secret", "!invalid secret mount. one of source, target required"},
    {"type=secret,source=a,id=b", "!both source and id can't be set"},
    {"target=${X", "!failed to process \"${X\": unsupported modifier (\xEF\xBF\xBD) in substitution"},
    {"target=/x,from=$V", "bind v - /x"},
};

static const char *described(void **state, const struct mount *mount) {
    static const char *const types[] = {"bind", "cache", "tmpfs", "secret", "ssh"};
    sg_str none = STR("-");
    sg_str from = mount->from.len ? mount->from : none, source = mount->source.len ? mount->source : none;
    sg_str target = mount->target.len ? mount->target : none;
    return text_of(state, arena_printf(*state, "%s %.*s %.*s %.*s", types[mount->type], STR_ARG(from), STR_ARG(source),
                                       STR_ARG(target)));
}

static void second_pass(void **state) {
    const struct env_node *env = env_set(*state, NULL, STR("V"), STR("v"));
    env = env_set(*state, env, STR("T"), STR("cache"));
    for (size_t i = 0; i < COUNT(mount_table); i++) {
        struct expander expander = {.arena = *state, .escape = '\\'};
        struct mount mount;
        sg_str error;
        bool good = mount_parse(*state, str_from(mount_table[i].value), &expander, env, &mount, &error);
        const char *got = good ? described(state, &mount) : text_of(state, arena_join(*state, STR("!"), error));
        assert_row(mount_table[i].value, got, mount_table[i].mount);
    }
}

/* ---- devices ---- */

static const struct {
    const char *value, *error;
} device_table[] = {
    {"vendor.com/gpu=all", ""},
    {"name=x", ""},
    {"x,required", ""},
    {"required,x", ""},
    {"x,required=true", ""},
    {"required=0,name=x", ""},
    {"a=b,c=d", "unexpected key 'c' in 'c=d'"},
    {"x,nam=y", "unexpected key 'nam' in 'nam=y' (did you mean name?)"},
    {"x,y", "invalid field 'y' must be a key=value pair"},
    {"x,name=y", "device name already set to x"},
    {"x,required=maybe", "invalid value for required: maybe"},
    {"", "failed to parse csv devices: EOF"},
    {"a\"", "failed to parse csv devices: parse error on line 1, column 2: bare \" in non-quoted-field"},
};

static void devices(void **state) {
    for (size_t i = 0; i < COUNT(device_table); i++) {
        sg_str error = STR("");
        bool good = device_check(*state, str_from(device_table[i].value), &error);
        assert_row(device_table[i].value, good ? "" : text_of(state, error), device_table[i].error);
    }
}

/* ---- numbers ---- */

static void numbers(void **state) {
    (void)state;
    static const char *const falsy[] = {"", "yes", "tRUE", "2", "true "};
    bool flag = false;
    uint64_t number = 0;
    assert_true(parse_bool(STR("1"), &flag) && flag && parse_bool(STR("F"), &flag) && !flag);
    for (size_t i = 0; i < COUNT(falsy); i++) assert_false(parse_bool(str_from(falsy[i]), &flag));
    assert_true(parse_unsigned(STR("0777"), 8, 4095, &number) && number == 511);
    assert_true(parse_unsigned(STR("18446744073709551615"), 10, UINT64_MAX, &number) && number == UINT64_MAX);
    assert_false(parse_unsigned(STR("18446744073709551616"), 10, UINT64_MAX, &number));
    assert_false(parse_unsigned(STR("65536"), 10, 65535, &number));
    assert_false(parse_unsigned(STR(""), 10, 9, &number) || parse_unsigned(STR("+1"), 10, 9, &number));
    assert_false(parse_unsigned(STR("1_0"), 10, 99, &number) || parse_unsigned(STR("8"), 8, 99, &number));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(first_pass), cmocka_unit_test(second_pass),
                                       cmocka_unit_test(devices), cmocka_unit_test(numbers)};
    return cmocka_run_group_tests_name("mount", tests, arena_setup, arena_teardown);
}
