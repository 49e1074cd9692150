/* Docker Engine API: what an engine says about itself and its images. An engine that lies gets no number out of this. */
#include "modules/size/engine.h"

#include "modules/size/http.h"
#include "modules/size/platform.h"
#include "modules/size/size.h"

/* ---- versions ---- */

/* Digits as a number; -1 unless there are 1 to limit of them. */
static int number_of(sg_str digits, size_t limit) {
    int number = 0;
    if (!digits.len || digits.len > limit) return -1;
    for (size_t i = 0; i < digits.len; i++) {
        if (!ascii_digit(digits.ptr[i])) return -1;
        number = number * 10 + (digits.ptr[i] - '0');
    }
    return number;
}

bool engine_version_valid(sg_str version) {
    sg_str major, minor;
    return str_cut(version, '.', &major, &minor) && number_of(major, 2) > 0 && number_of(minor, 3) >= 0;
}

bool engine_version_has(sg_str version, unsigned minor) {
    sg_str head, tail;
    str_cut(version, '.', &head, &tail);
    return number_of(head, 2) > 1 || number_of(tail, 3) >= (int)minor;
}

sg_str engine_version_named(sg_str message) {
    sg_str lead = STR("Maximum supported API version is ");
    size_t at = str_find_str(message, lead);
    sg_str rest = str_skip(message, at + lead.len);
    size_t len = 0;
    while (len < rest.len && (ascii_digit(rest.ptr[len]) || rest.ptr[len] == '.')) len++;
    while (len && rest.ptr[len - 1] == '.') len--;
    sg_str version = str_slice(rest, 0, len);
    return engine_version_valid(version) ? version : (sg_str){0};
}

/* ---- hosts ---- */

enum {
    SOCKET_PATH_LIMIT = 104, /* sockaddr_un's, on the system that has the least */
    ENGINE_PORT = 2375,
};

static bool parse_tcp(struct arena *arena, sg_str text, struct engine_host *host, sg_str *problem) {
    sg_str name;
    int port;
    if (str_ends(text, STR("/"))) text.len--;
    *problem = STR("an engine's address is written tcp://HOST:PORT");
    if (!http_split_host(text, &name, &port)) return false;
    host->authority = arena_printf(arena, "%.*s:%d", STR_ARG(name), port ? port : ENGINE_PORT);
    return true;
}

static bool parse_unix(struct arena *arena, sg_str path, struct engine_host *host, sg_str *problem) {
    host->socket = arena_cstr(arena, path);
    host->authority = STR("localhost");
    *problem = STR("an engine's socket is written unix:///PATH");
    if (!str_starts(path, STR("/")) || str_has(path, '\0')) return false;
    *problem = STR("the path of the engine's socket is longer than a socket's can be");
    return path.len < SOCKET_PATH_LIMIT;
}

bool engine_parse_host(struct arena *arena, sg_str text, struct engine_host *host, sg_str *problem) {
    *host = (struct engine_host){0};
    if (str_starts(text, STR("unix://"))) return parse_unix(arena, str_skip(text, 7), host, problem);
    if (str_starts(text, STR("tcp://"))) return parse_tcp(arena, str_skip(text, 6), host, problem);
    /* The scheme only: the rest may hold a password. */
    size_t scheme = str_find_str(text, STR("://"));
    *problem = arena_printf(
        arena, "an engine at %.*s is not supported: name it as unix:///PATH or tcp://HOST:PORT",
        STR_ARG(scheme < text.len ? http_words(arena, str_slice(text, 0, scheme + 3)) : STR("such an address")));
    return false;
}

/* ---- answers ---- */

sg_str engine_message(struct arena *arena, json_t **slot, sg_str body) {
    sg_str message = json_read(slot, body) ? json_text(arena, *slot, "message") : body;
    return message.len ? http_words(arena, message) : STR("no reason given");
}

sg_size_basis engine_basis(const json_t *info) {
    const json_t *status = json_list(info, "DriverStatus", HISTORY_LIMIT);
    for (size_t i = 0; i < json_array_size(status); i++) {
        const json_t *row = json_array_get(status, i);
        const char *name = json_string_value(json_array_get(row, 0)),
                   *value = json_string_value(json_array_get(row, 1));
        if (name && value && strcmp(name, "driver-type") == 0 &&
            str_starts(str_from(value), STR("io.containerd.snapshotter")))
            return SG_BASIS_DISK;
    }
    return SG_BASIS_FILES;
}

bool engine_take_history(struct arena *arena, const json_t *answer, struct image_record *image) {
    size_t count = json_array_size(answer);
    if (!json_is_array(answer) || count > HISTORY_LIMIT) return false;
    struct history_entry *entries = arena_array(arena, struct history_entry, count);
    int64_t total = 0;
    for (size_t i = 0; i < count; i++) { /* newest first there, oldest first here */
        const json_t *entry = json_array_get(answer, count - 1 - i);
        entries[i].created_by = json_text(arena, entry, "CreatedBy");
        entries[i].size = json_size(json_object_get(entry, "Size"));
        if (!entries[i].created_by.ptr || !sum_add(&total, entries[i].size)) return false;
    }
    image->history = entries;
    image->history_count = count;
    image->total = total;
    return true;
}

static bool take_layers(struct arena *arena, const json_t *answer, struct image_record *image) {
    const json_t *root = json_object_get(answer, "RootFS"), *layers = json_object_get(root, "Layers");
    if (!layers || json_is_null(layers)) return true; /* not told */
    if (!(layers = json_list(root, "Layers", LAYERS_LIMIT))) return false;
    image->layer_count = json_array_size(layers);
    image->layers = arena_array(arena, sg_str, image->layer_count);
    for (size_t i = 0; i < image->layer_count; i++) {
        const json_t *layer = json_array_get(layers, i);
        if (!json_is_string(layer)) return false;
        image->layers[i] = arena_copy(arena, (sg_str){json_string_value(layer), json_string_length(layer)});
    }
    return true;
}

bool engine_take_inspect(struct arena *arena, const json_t *answer, struct image_record *image) {
    if (!json_is_object(answer)) return false;
    image->id = json_text(arena, answer, "Id");
    if (image->id.len && !str_has(image->id, ':')) image->id = arena_join(arena, STR("sha256:"), image->id);
    struct image_platform platform = {json_text(arena, answer, "Os"), STR(""), json_text(arena, answer, "Architecture"),
                                      json_text(arena, answer, "Variant")};
    image->platform = platform_text(arena, &platform);
    return take_layers(arena, answer, image);
}

static bool is_plain(sg_str word) {
    for (size_t i = 0; i < word.len; i++)
        if (!ascii_alnum(word.ptr[i]) && (!word.ptr[i] || !strchr(".-_", word.ptr[i]))) return false;
    return true;
}

sg_str engine_platform_query(struct arena *arena, sg_str text) {
    struct image_platform platform = platform_split(text);
    if (!is_plain(platform.os) || !is_plain(platform.version) || !is_plain(platform.architecture) ||
        !is_plain(platform.variant))
        return STR("");
    struct text json = {0};
    text_put(arena, &json,
             arena_printf(arena, "{\"os\":\"%.*s\",\"architecture\":\"%.*s\"", STR_ARG(platform.os),
                          STR_ARG(platform.architecture)));
    if (platform.version.len)
        text_put(arena, &json, arena_printf(arena, ",\"os.version\":\"%.*s\"", STR_ARG(platform.version)));
    if (platform.variant.len)
        text_put(arena, &json, arena_printf(arena, ",\"variant\":\"%.*s\"", STR_ARG(platform.variant)));
    text_put(arena, &json, STR("}"));
    return http_encode(arena, text_str(&json), "");
}
