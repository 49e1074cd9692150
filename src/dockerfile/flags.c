/* Flags of instructions: which there are, and what their values may be (instructions/bflag.go and commands_run*.go). */
#include "base/quote.h"
#include "dockerfile/check.h"
#include "dockerfile/mount.h"
#include "dockerfile/parse.h"
#include "dockerfile/suggest.h"

enum flag_kind { FLAG_TEXT, FLAG_BOOL, FLAG_LIST };

struct flag {
    sg_str name;
    enum flag_kind kind;
    unsigned keywords; /* bits */
};

#define ON(keyword) (1u << KEYWORD_##keyword)
#define NAME(text)                                                                                                     \
    { text, sizeof(text) - 1 }

static const struct flag flags[] = {
    {NAME("platform"), FLAG_TEXT, ON(FROM)},
    {NAME("chown"), FLAG_TEXT, ON(COPY) | ON(ADD)},
    {NAME("from"), FLAG_TEXT, ON(COPY)},
    {NAME("chmod"), FLAG_TEXT, ON(COPY) | ON(ADD)},
    {NAME("link"), FLAG_BOOL, ON(COPY) | ON(ADD)},
    {NAME("exclude"), FLAG_LIST, ON(COPY) | ON(ADD)},
    {NAME("parents"), FLAG_BOOL, ON(COPY)},
    {NAME("keep-git-dir"), FLAG_BOOL, ON(ADD)},
    {NAME("checksum"), FLAG_TEXT, ON(ADD)},
    {NAME("unpack"), FLAG_BOOL, ON(ADD)},
    {NAME("mount"), FLAG_LIST, ON(RUN)},
    {NAME("network"), FLAG_TEXT, ON(RUN)},
    {NAME("security"), FLAG_TEXT, ON(RUN)},
    {NAME("device"), FLAG_LIST, ON(RUN)},
    {NAME("interval"), FLAG_TEXT, ON(HEALTHCHECK)},
    {NAME("timeout"), FLAG_TEXT, ON(HEALTHCHECK)},
    {NAME("start-period"), FLAG_TEXT, ON(HEALTHCHECK)},
    {NAME("start-interval"), FLAG_TEXT, ON(HEALTHCHECK)},
    {NAME("retries"), FLAG_TEXT, ON(HEALTHCHECK)},
};

static const struct flag *flag_named(enum keyword keyword, sg_str name) {
    for (size_t i = 0; i < COUNT(flags); i++)
        if ((flags[i].keywords & 1u << keyword) && str_eq(flags[i].name, name)) return &flags[i];
    return NULL;
}

static sg_str flag_hint(struct check *check, sg_str name) {
    sg_str names[COUNT(flags)];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(flags); i++)
        if (flags[i].keywords & 1u << check->instruction->keyword) names[count++] = flags[i].name;
    return suggestion(check->arena, name, names, count);
}

static bool check_value(struct check *check, const struct flag *flag, sg_str word, size_t at) {
    sg_str name, value;
    bool has_value = str_cut(word, '=', &name, &value);
    if (flag->kind != FLAG_BOOL ? has_value : !has_value || value.len) {
        bool fine = flag->kind != FLAG_BOOL || !value.len || str_eq_nocase(value, STR("true")) ||
                    str_eq_nocase(value, STR("false"));
        if (fine) return true;
        check_refuse(check, DIAG_FLAG_BOOL, at, STR_ARG(name), STR_ARG(value));
    } else {
        check_refuse(check, DIAG_FLAG_VALUE, at, STR_ARG(name));
    }
    return false;
}

bool check_flags(struct check *check) {
    const struct words *words = &check->instruction->flags;
    bool used[COUNT(flags)] = {false};
    for (size_t i = 0; i < words->count; i++) {
        sg_str word = words->items[i].text, name, value;
        size_t at = words->items[i].at;
        str_cut(word, '=', &name, &value);
        const struct flag *flag = flag_named(check->instruction->keyword, str_skip(name, 2));
        if (!flag) {
            sg_str hint = flag_hint(check, str_skip(name, 2));
            check_refuse(check, DIAG_FLAG_UNKNOWN, at, STR_ARG(name), STR_ARG(hint));
            return false;
        }
        if (used[flag - flags] && flag->kind != FLAG_LIST) {
            check_refuse(check, DIAG_FLAG_TWICE, at, STR_ARG(name));
            return false;
        }
        used[flag - flags] = true;
        if (!check_value(check, flag, word, at)) return false;
    }
    return true;
}

static bool is_flag(const struct word *word, sg_str name, sg_str *value) {
    sg_str key;
    str_cut(str_skip(word->text, 2), '=', &key, value);
    return str_eq(key, name);
}

static void check_network(struct check *check, const struct word *flag, sg_str value) {
    sg_str quoted = go_quote(check->arena, value);
    if (!str_listed("default none host", value)) check_refuse(check, DIAG_FLAG_NETWORK, flag->at, STR_ARG(quoted));
}

static void check_security(struct check *check, const struct word *flag, sg_str value) {
    sg_str quoted = go_quote(check->arena, value);
    if (!str_listed("sandbox insecure", value)) check_refuse(check, DIAG_FLAG_SECURITY, flag->at, STR_ARG(quoted));
}

/* BuildKit looks at all devices first, then at mounts, network and security. */
void check_run_flags(struct check *check) {
    static const char *const order[] = {"device", "mount", "network", "security"};
    const struct words *words = &check->instruction->flags;
    sg_str value, error;
    struct mount mount;
    for (size_t i = 0; i < words->count * COUNT(order) && !check->instruction->broken; i++) {
        const struct word *flag = &words->items[i % words->count];
        size_t which = i / words->count;
        if (!is_flag(flag, str_from(order[which]), &value)) continue;
        if (which == 2) check_network(check, flag, value);
        else if (which == 3) check_security(check, flag, value);
        else if (which == 0 ? !device_check(check->arena, value, &error)
                            : !mount_parse(check->arena, value, NULL, NULL, &mount, &error))
            check_refuse(check, DIAG_MOUNT_FLAG, flag->at, STR_ARG(error));
    }
}
