/* An image_record from a configuration and layers. */
#include "modules/size/archive.h"

/* ---- names ---- */

static bool is_hex(sg_str text) {
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_digit(text.ptr[i]) && !(text.ptr[i] >= 'a' && text.ptr[i] <= 'f')) return false;
    return text.len == 64;
}

/* As references and platforms are written: nothing that a terminal or a reader could take for something else. */
static bool is_plain(sg_str text) {
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] <= ' ' || text.ptr[i] > '~') return false;
    return text.len > 0;
}

sg_str digest_in(struct reader *reader, sg_str name) {
    if (str_ends(name, STR(".json"))) name.len -= strlen(".json");
    sg_str hex = str_skip(name, name.len < 64 ? 0 : name.len - 64);
    sg_str before = str_slice(name, 0, name.len - hex.len);
    bool good = !before.len || str_eq(before, STR("sha256:")) || str_eq(before, STR("blobs/sha256/"));
    return good && is_hex(hex) ? arena_join(reader->arena, STR("sha256:"), hex) : (sg_str){0};
}

sg_str blob_name(struct reader *reader, sg_str digest) {
    sg_str hex = str_skip(digest, strlen("sha256:"));
    if (!str_starts(digest, STR("sha256:")) || !is_hex(hex)) return (sg_str){0};
    return arena_join(reader->arena, STR("blobs/sha256/"), hex);
}

/* ---- sizes ---- */

static bool check_kind(struct reader *reader, sg_str name, sg_str kind) {
    sg_str text = shown(reader, name);
    if (str_find_str(kind, STR("encrypted")) < kind.len) return fail(reader, "%.*s is encrypted", STR_ARG(text));
    bool elsewhere = str_find_str(kind, STR("foreign")) < kind.len || str_find_str(kind, STR("nondist")) < kind.len;
    if (elsewhere && !store_has(reader, name))
        return fail(reader, "%.*s is a foreign layer, which is not in it", STR_ARG(text));
    if (!kind.len || str_find_str(kind, STR("tar")) < kind.len) return true;
    return fail(reader, "%.*s is a layer of an unknown type: %.*s", STR_ARG(text), STR_ARG(shown(reader, kind)));
}

/* -1 if the size of one of the layers cannot be told. */
static int64_t sum_layers(struct reader *reader, const struct image_parts *parts, int64_t *sizes) {
    int64_t total = 0;
    for (size_t i = 0; i < parts->count; i++) {
        if (parts->kinds && !check_kind(reader, parts->layers[i], parts->kinds[i].type)) return -1;
        const struct item *layer = store_find(reader, parts->layers[i], ITEM_LAYER);
        if (!layer) return -1;
        sizes[i] = layer->size;
        if (!sum_add(&total, layer->size)) return fail(reader, "its layers say sizes that cannot be"), -1;
    }
    return total;
}

/* Gives each entry with a layer the size of that layer; false if there are more or fewer of them. */
static bool fill_history(struct configuration *configuration, const int64_t *sizes, size_t count) {
    size_t layer = 0;
    for (size_t i = 0; i < configuration->history_count; i++) {
        if (configuration->history[i].size == 0) continue;
        if (layer == count) return false;
        configuration->history[i].size = sizes[layer++];
    }
    return layer == count;
}

/* ---- records ---- */

static struct image *add_image(struct reader *reader) {
    struct image *image = &LIST_ADD(reader->arena, &reader->images);
    *image = (struct image){.record = {.state = IMAGE_FAILED, .basis = SG_BASIS_FILES, .total = -1}};
    return image;
}

struct image *image_failed(struct reader *reader) {
    struct image *image = add_image(reader);
    image->record.problem = arena_copy(reader->arena, reader->why);
    return image;
}

static bool fill_record(struct reader *reader, const struct image_parts *parts, struct image_record *record) {
    struct configuration configuration;
    const struct item *config = store_find(reader, parts->config, ITEM_TEXT);
    if (!config || !json_read_configuration(reader, config, &configuration)) return false;
    sg_str platform = platform_text(reader->arena, &configuration.platform);
    if (is_plain(platform)) record->platform = platform;
    int64_t *sizes = arena_array(reader->arena, int64_t, parts->count);
    record->total = sum_layers(reader, parts, sizes);
    if (record->total < 0) return false;
    if (configuration.layer_count == parts->count) {
        record->layers = configuration.layers;
        record->layer_count = configuration.layer_count;
    }
    if (fill_history(&configuration, sizes, parts->count)) {
        record->history = configuration.history;
        record->history_count = configuration.history_count;
    }
    record->state = IMAGE_FOUND;
    return true;
}

void image_add_name(struct reader *reader, struct image *image, sg_str name) {
    size_t *named = map_get(&reader->by_image_name, name), index = (size_t)(image - reader->images.items);
    if (!is_plain(name) || (named && *named == index)) return;
    map_put(reader->arena, &reader->by_image_name, name, index);
    LIST_ADD(reader->arena, &image->names) = name;
}

static void add_saved_names(struct reader *reader, struct image *image, sg_str config) {
    for (size_t i = 0; i < reader->saved_count; i++) {
        const struct saved_image *saved = &reader->saved[i];
        for (size_t k = 0; k < saved->name_count && str_eq(saved->config, config); k++)
            image_add_name(reader, image, saved->names[k]);
    }
}

struct image *image_of(struct reader *reader, const struct image_parts *parts) {
    size_t *made = map_get(&reader->by_config, parts->config);
    if (made) return &reader->images.items[*made];
    struct image *image = add_image(reader);
    map_put(reader->arena, &reader->by_config, parts->config, reader->images.count - 1);
    image->record.id = digest_in(reader, parts->config);
    if (!fill_record(reader, parts, &image->record)) image->record.problem = arena_copy(reader->arena, reader->why);
    add_saved_names(reader, image, parts->config);
    return image;
}
