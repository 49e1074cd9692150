/* RUN --mount and --device values. */
#include "dockerfile/mount.h"

#include "base/quote.h"
#include "dockerfile/suggest.h"

/* ---- one line of CSV (tonistiigi/go-csvvalue) ---- */

static bool csv_error(struct arena *arena, size_t at, const char *what, sg_str *error) {
    *error = arena_printf(arena, "parse error on line 1, column %zu: %s", at + 1, what);
    return false;
}

/* A quoted field at `at`, which is moved behind its closing quote. */
static bool csv_quoted(struct arena *arena, sg_str line, size_t *at, sg_str *field, sg_str *error) {
    static const char message[] = "extraneous or missing \" in quoted-field";
    struct text out = {0};
    for (size_t i = *at + 1;;) {
        sg_str rest = str_skip(line, i);
        size_t quote = str_find(rest, '"');
        if (quote == rest.len) return csv_error(arena, i, message, error);
        text_put(arena, &out, str_slice(rest, 0, quote));
        i += quote + 1;
        if (i < line.len && line.ptr[i] == '"') {
            text_put(arena, &out, STR("\""));
            i++;
            continue;
        }
        *field = text_str(&out);
        *at = i;
        return i == line.len || line.ptr[i] == ',' || csv_error(arena, i - 1, message, error);
    }
}

static bool csv_fields(struct arena *arena, sg_str line, struct words *fields, sg_str *error) {
    *fields = (struct words){0};
    if (!line.len) return *error = STR("EOF"), false;
    for (size_t at = 0;; at++) {
        sg_str field = str_slice(line, at, at + str_find(str_skip(line, at), ','));
        size_t start = at;
        if (at < line.len && line.ptr[at] == '"') {
            if (!csv_quoted(arena, line, &at, &field, error)) return false;
        } else {
            size_t quote = str_find(field, '"');
            if (quote < field.len) return csv_error(arena, at + quote, "bare \" in non-quoted-field", error);
            at += field.len;
        }
        LIST_ADD(arena, fields) = (struct word){field, start};
        if (at >= line.len) return true;
    }
}

/* ---- values ---- */

bool parse_bool(sg_str text, bool *value) {
    static const char *const words[] = {"1", "t", "T", "true",  "TRUE",  "True",
                                        "0", "f", "F", "false", "FALSE", "False"};
    for (size_t i = 0; i < COUNT(words); i++)
        if (str_eq(text, str_from(words[i]))) return *value = i < COUNT(words) / 2, true;
    return false;
}

bool parse_unsigned(sg_str text, unsigned base, uint64_t most, uint64_t *value) {
    uint64_t number = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned digit = (unsigned)(unsigned char)text.ptr[i] - '0';
        if (digit >= base || number > (most - digit) / base) return false;
        number = number * base + digit;
    }
    *value = number;
    return text.len > 0;
}

/* docker/go-units RAMInBytes: a decimal number, a blank, and k m g t p with an optional b or ib. */
static bool valid_ram_size(sg_str text) {
    size_t end = text.len;
    while (end && !ascii_digit(text.ptr[end - 1]) && text.ptr[end - 1] != '.' && text.ptr[end - 1] != ' ') end--;
    sg_str number = str_slice(text, 0, end), suffix = str_skip(text, end);
    if (number.len && number.ptr[number.len - 1] == ' ') number.len--;
    size_t digits = 0, dots = 0;
    for (size_t i = 0; i < number.len; i++) digits += ascii_digit(number.ptr[i]), dots += number.ptr[i] == '.';
    if (!digits || dots > 1 || digits + dots != number.len || suffix.len > 3) return false;
    if (!suffix.len) return true;
    char unit = ascii_lower(suffix.ptr[0]);
    if (unit == 'b') return suffix.len == 1;
    if (!strchr("kmgtp", unit)) return false;
    sg_str tail = str_skip(suffix, 1);
    return !tail.len || str_eq_nocase(tail, STR("b")) || str_eq_nocase(tail, STR("ib"));
}

/* ---- mounts ---- */

static const sg_str type_names[] = {{"bind", 4}, {"cache", 5}, {"tmpfs", 5}, {"secret", 6}, {"ssh", 3}};
static const sg_str sharing_names[] = {{"shared", 6}, {"private", 7}, {"locked", 6}};

enum key {
    KEY_TYPE,
    KEY_FROM,
    KEY_SOURCE,
    KEY_TARGET,
    KEY_READONLY,
    KEY_ID,
    KEY_SHARING,
    KEY_REQUIRED,
    KEY_SIZE,
    KEY_MODE,
    KEY_UID,
    KEY_GID,
    KEY_SRC,
    KEY_DST,
    KEY_DESTINATION,
    KEY_RO,
    KEY_RW,
    KEY_READWRITE,
    KEY_ENV,
    KEY_COUNT
};
static const sg_str key_names[] = {{"type", 4}, {"from", 4},    {"source", 6},    {"target", 6}, {"readonly", 8},
                                   {"id", 2},   {"sharing", 7}, {"required", 8},  {"size", 4},   {"mode", 4},
                                   {"uid", 3},  {"gid", 3},     {"src", 3},       {"dst", 3},    {"destination", 11},
                                   {"ro", 2},   {"rw", 2},      {"readwrite", 9}, {"env", 3}};

struct mount_reader {
    struct arena *arena;
    struct mount *mount;
    sg_str *error;
    bool sharing, mode, uid, gid;
    bool unknown, maybe_empty; /* the value at hand */
};

static size_t index_of(sg_str word, const sg_str *words, size_t count) {
    size_t i = 0;
    while (i < count && !str_eq(word, words[i])) i++;
    return i;
}

PRINTF_LIKE(2, 3) static bool refuse(struct mount_reader *reader, const char *format, ...) {
    va_list args;
    va_start(args, format);
    *reader->error = arena_vprintf(reader->arena, format, args);
    va_end(args);
    return false;
}

static bool set_type(struct mount_reader *reader, sg_str value) {
    size_t type = index_of(arena_lower(reader->arena, value), type_names, COUNT(type_names));
    reader->mount->type_unknown = reader->unknown;
    if (reader->unknown) return true;
    if (type == COUNT(type_names)) {
        sg_str hint = suggestion(reader->arena, value, type_names, COUNT(type_names));
        return refuse(reader, "unsupported mount type %.*s%.*s", STR_ARG(go_quote(reader->arena, value)),
                      STR_ARG(hint));
    }
    reader->mount->type = (enum mount_type)type;
    return true;
}

static bool set_sharing(struct mount_reader *reader, sg_str value) {
    if (reader->unknown) return true;
    if (index_of(arena_lower(reader->arena, value), sharing_names, COUNT(sharing_names)) == COUNT(sharing_names)) {
        sg_str hint = suggestion(reader->arena, value, sharing_names, COUNT(sharing_names));
        return refuse(reader, "unsupported sharing value %.*s%.*s", STR_ARG(go_quote(reader->arena, value)),
                      STR_ARG(hint));
    }
    reader->sharing = value.len > 0;
    return true;
}

static bool key_for_type(struct mount_reader *reader, sg_str key, bool allowed) {
    return allowed || reader->mount->type_unknown ||
           refuse(reader, "unexpected key '%.*s' for mount type '%.*s'", STR_ARG(key),
                  STR_ARG(type_names[reader->mount->type]));
}

static bool takes_required(const struct mount *mount) {
    return mount->type == MOUNT_SECRET || mount->type == MOUNT_SSH;
}

static bool set_number(struct mount_reader *reader, sg_str key, sg_str value, unsigned base, bool *seen) {
    uint64_t number;
    *seen = true;
    return reader->unknown || parse_unsigned(value, base, UINT32_MAX, &number) ||
           refuse(reader, "invalid value %.*s for %.*s", STR_ARG(value), STR_ARG(key));
}

static bool set_key(struct mount_reader *reader, sg_str field, sg_str key, sg_str value) {
    struct mount *mount = reader->mount;
    size_t which = index_of(key, key_names, KEY_COUNT);
    bool flag;
    switch (which) {
    case KEY_TYPE: return set_type(reader, value);
    case KEY_FROM: mount->from = value; return true;
    case KEY_SOURCE:
    case KEY_SRC: mount->source = value; return mount->source_maybe = reader->maybe_empty, true;
    case KEY_TARGET:
    case KEY_DST:
    case KEY_DESTINATION: mount->target = value; return mount->target_unknown = reader->unknown, true;
    case KEY_REQUIRED:
        if (!key_for_type(reader, key, takes_required(mount))) return false; /* fall through */
    case KEY_READONLY:
    case KEY_RO:
    case KEY_READWRITE:
    case KEY_RW:
        return reader->unknown || parse_bool(value, &flag) ||
               refuse(reader, "invalid value for %.*s: %.*s", STR_ARG(key), STR_ARG(value));
    case KEY_SIZE:
        if (!key_for_type(reader, key, mount->type == MOUNT_TMPFS)) return false;
        return reader->unknown || valid_ram_size(value) ||
               refuse(reader, "invalid value for %.*s: %.*s", STR_ARG(key), STR_ARG(value));
    case KEY_ID: mount->id = value; return mount->id_maybe = reader->maybe_empty, true;
    case KEY_SHARING: return set_sharing(reader, value);
    case KEY_MODE: return set_number(reader, key, value, 8, &reader->mode);
    case KEY_UID: return set_number(reader, key, value, 10, &reader->uid);
    case KEY_GID: return set_number(reader, key, value, 10, &reader->gid);
    case KEY_ENV: return mount->has_env = true;
    default: break;
    }
    sg_str hint = suggestion(reader->arena, key, key_names, KEY_COUNT);
    return refuse(reader, "unexpected key '%.*s' in '%.*s'%.*s", STR_ARG(key), STR_ARG(field), STR_ARG(hint));
}

/* A field without "=": only the switches may stand so. */
static bool set_bare(struct mount_reader *reader, sg_str field, sg_str key) {
    size_t which = index_of(key, key_names, KEY_COUNT);
    if (which == KEY_READONLY || which == KEY_RO || which == KEY_READWRITE || which == KEY_RW) return true;
    if (which == KEY_REQUIRED) return key_for_type(reader, key, takes_required(reader->mount));
    return refuse(reader, "invalid field '%.*s' must be a key=value pair", STR_ARG(field));
}

/* What depends on the type, which may stand behind the other keys. */
static bool check_combination(struct mount_reader *reader) {
    struct mount *mount = reader->mount;
    sg_str name = type_names[mount->type];
    if (mount->type_unknown) return true;
    const char *owner = reader->mode ? "mode" : reader->uid ? "uid" : reader->gid ? "gid" : NULL;
    if (owner && (mount->type == MOUNT_BIND || mount->type == MOUNT_TMPFS))
        return refuse(reader, "%s not allowed for \"%.*s\" type mounts", owner, STR_ARG(name));
    if (mount->type == MOUNT_SECRET) {
        if (mount->from.len) return refuse(reader, "secret mount should not have a from");
        if (reader->sharing) return refuse(reader, "secret mount should not define sharing");
        if (!mount->source.len && !mount->target.len && !mount->id.len)
            return refuse(reader, "invalid secret mount. one of source, target required");
        bool maybe = mount->source_maybe || mount->id_maybe;
        if (mount->source.len && mount->id.len && !maybe) return refuse(reader, "both source and id can't be set");
    }
    if (reader->sharing && mount->type != MOUNT_CACHE)
        return refuse(reader, "invalid cache sharing set for %.*s mount", STR_ARG(name));
    return true;
}

static bool first_pass(struct mount_reader *reader, sg_str key, sg_str value) {
    if (!str_eq(key, STR("from"))) return true;
    if (str_find(value, '$') + 1 < value.len)
        return refuse(reader, "'from' doesn't support variable expansion, define alias stage instead");
    reader->mount->from = value;
    return true;
}

bool mount_parse(struct arena *arena, sg_str value, struct expander *expander, const struct env_node *env,
                 struct mount *mount, sg_str *error) {
    struct words fields;
    *mount = (struct mount){.type = MOUNT_BIND};
    if (!csv_fields(arena, value, &fields, error)) {
        *error = arena_printf(arena, "failed to parse csv mounts: %.*s", STR_ARG(*error));
        return false;
    }
    struct mount_reader reader = {.arena = arena, .mount = mount, .error = error};
    for (size_t i = 0; i < fields.count; i++) {
        sg_str key, text, field = fields.items[i].text;
        bool pair = str_cut(field, '=', &key, &text);
        key = arena_lower(arena, key);
        if (!expander) {
            if (pair && !first_pass(&reader, key, text)) return false;
        } else if (!pair) {
            if (!set_bare(&reader, field, key)) return false;
        } else {
            if (!expand_word(expander, text, env, 0, &text, error)) return false;
            reader.unknown = expander->unknown;
            reader.maybe_empty = expander->unknown && !expander->as_empty.len;
            if (!set_key(&reader, field, key, text)) return false;
        }
    }
    return !expander || check_combination(&reader);
}

bool device_check(struct arena *arena, sg_str value, sg_str *error) {
    static const sg_str keys[] = {{"name", 4}, {"required", 8}};
    struct words fields;
    struct mount_reader reader = {.arena = arena, .error = error};
    if (!csv_fields(arena, value, &fields, error))
        return refuse(&reader, "failed to parse csv devices: %.*s", STR_ARG(*error));
    sg_str name = {0};
    for (size_t i = 0; i < fields.count; i++) {
        sg_str key, text, field = fields.items[i].text;
        bool flag, pair = str_cut(field, '=', &key, &text);
        key = arena_lower(arena, key);
        size_t which = index_of(key, keys, COUNT(keys));
        if (!pair && which == 1) continue;
        if (pair && which == 0) {
            if (name.len) return refuse(&reader, "device name already set to %.*s", STR_ARG(name));
            name = text;
        } else if (pair && which == 1) {
            if (!parse_bool(text, &flag)) return refuse(&reader, "invalid value for required: %.*s", STR_ARG(text));
        } else if (!name.len) {
            name = field;
        } else if (!pair) {
            return refuse(&reader, "invalid field '%.*s' must be a key=value pair", STR_ARG(field));
        } else {
            sg_str hint = suggestion(arena, key, keys, COUNT(keys));
            return refuse(&reader, "unexpected key '%.*s' in '%.*s'%.*s", STR_ARG(key), STR_ARG(field), STR_ARG(hint));
        }
    }
    return true;
}
