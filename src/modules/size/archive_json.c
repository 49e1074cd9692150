/* What Docker and the OCI image specification write into JSON texts, as structs. Strings are copied; only one text is a
 * tree at a time, so that it can be freed wherever reading ends. */
#include "modules/size/archive.h"

static bool load(struct reader *reader, const struct item *item) {
    reader->json_read += item->text.len;
    if (reader->json_read > JSON_READ_LIMIT) return fail(reader, "has too much JSON for an archive of images");
    if (json_read(&reader->json, item->text)) return true;
    return fail(reader, "%.*s is no JSON, or too much of it", STR_ARG(shown(reader, item->name)));
}

static sg_str text_at(struct reader *reader, const json_t *object, const char *key) {
    return json_text(reader->arena, object, key);
}

/* The length of a list, counted against the limit of all. */
static bool count_list(struct reader *reader, const json_t *list, size_t *count) {
    *count = json_array_size(list);
    reader->listed += *count;
    return reader->listed <= LIST_LIMIT || fail(reader, "has too many names and layers for an archive of images");
}

static bool read_texts(struct reader *reader, const json_t *list, sg_str **texts, size_t *count) {
    if (!count_list(reader, list, count)) return false;
    *texts = arena_array(reader->arena, sg_str, *count);
    for (size_t i = 0; i < *count; i++) {
        const json_t *text = json_array_get(list, i);
        if (json_is_string(text))
            (*texts)[i] = arena_copy(reader->arena, (sg_str){json_string_value(text), json_string_length(text)});
    }
    return true;
}

static struct image_platform read_platform(struct reader *reader, const json_t *object) {
    return (struct image_platform){.os = text_at(reader, object, "os"),
                                   .version = text_at(reader, object, "os.version"),
                                   .architecture = text_at(reader, object, "architecture"),
                                   .variant = text_at(reader, object, "variant")};
}

/* Attestations are said to be for "unknown/unknown". */
static struct descriptor read_descriptor(struct reader *reader, const json_t *object) {
    const json_t *notes = json_object_get(object, "annotations");
    struct descriptor made = {.type = text_at(reader, object, "mediaType"),
                              .digest = text_at(reader, object, "digest"),
                              .platform = read_platform(reader, json_object_get(object, "platform")),
                              .image_name = text_at(reader, notes, "io.containerd.image.name"),
                              .ref_name = text_at(reader, notes, "org.opencontainers.image.ref.name")};
    made.attestation = json_object_get(notes, "vnd.docker.reference.type") || str_eq(made.platform.os, STR("unknown"));
    return made;
}

bool json_read_manifest(struct reader *reader, const struct item *item, struct manifest *manifest) {
    if (!load(reader, item)) return false;
    const json_t *list = json_object_get(reader->json, "manifests"), *config = json_object_get(reader->json, "config");
    *manifest = (struct manifest){.is_index = json_is_array(list),
                                  .config_type = text_at(reader, config, "mediaType"),
                                  .config = text_at(reader, config, "digest")};
    if (!manifest->is_index) list = json_object_get(reader->json, "layers");
    if (!json_is_array(list) || (!manifest->is_index && !manifest->config.ptr))
        return fail(reader, "%.*s is neither an index nor a manifest", STR_ARG(shown(reader, item->name)));
    if (!count_list(reader, list, &manifest->count)) return false;
    manifest->list = arena_array(reader->arena, struct descriptor, manifest->count);
    for (size_t i = 0; i < manifest->count; i++) manifest->list[i] = read_descriptor(reader, json_array_get(list, i));
    return true;
}

bool json_read_saved(struct reader *reader, const struct item *item, struct saved_image **images, size_t *count) {
    if (!load(reader, item)) return false;
    if (!json_is_array(reader->json)) return fail(reader, "%.*s is no list", STR_ARG(shown(reader, item->name)));
    if (!count_list(reader, reader->json, count)) return false;
    struct saved_image *list = *images = arena_array(reader->arena, struct saved_image, *count);
    for (size_t i = 0; i < *count; i++) {
        const json_t *object = json_array_get(reader->json, i);
        list[i].config = text_at(reader, object, "Config");
        if (!read_texts(reader, json_object_get(object, "RepoTags"), &list[i].names, &list[i].name_count) ||
            !read_texts(reader, json_object_get(object, "Layers"), &list[i].layers, &list[i].layer_count))
            return false;
    }
    return true;
}

static bool read_history(struct reader *reader, struct configuration *configuration) {
    const json_t *list = json_object_get(reader->json, "history");
    size_t count;
    if (!count_list(reader, list, &count)) return false;
    struct history_entry *history = arena_array(reader->arena, struct history_entry, count);
    for (size_t i = 0; i < count; i++) {
        const json_t *entry = json_array_get(list, i);
        history[i].created_by = text_at(reader, entry, "created_by");
        if (!history[i].created_by.ptr) history[i].created_by = STR("");
        history[i].size = json_is_true(json_object_get(entry, "empty_layer")) ? 0 : -1;
    }
    configuration->history = history;
    configuration->history_count = count;
    return true;
}

bool json_read_configuration(struct reader *reader, const struct item *item, struct configuration *configuration) {
    if (!load(reader, item)) return false;
    *configuration = (struct configuration){.platform = read_platform(reader, reader->json)};
    const json_t *layers = json_object_get(json_object_get(reader->json, "rootfs"), "diff_ids");
    return read_texts(reader, layers, &configuration->layers, &configuration->layer_count) &&
           read_history(reader, configuration);
}
