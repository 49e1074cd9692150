/* Images in a `docker save` tar, an OCI layout folder, or a tar of one, possibly compressed. */
#include "modules/size/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* The path with what is wrong, as one sentence. */
static bool refuse(struct reader *reader) {
    reader->job->problem = arena_printf(reader->arena, "%.*s %.*s", STR_ARG(reader->path), STR_ARG(reader->why));
    return false;
}

static bool open_path(struct reader *reader) {
    struct stat status;
    reader->fd = open(arena_cstr(reader->arena, reader->path), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (reader->fd < 0 || fstat(reader->fd, &status) != 0) return fail(reader, "cannot be opened: %s", strerror(errno));
    reader->is_folder = S_ISDIR(status.st_mode);
    reader->file_size = reader->is_folder ? 0 : (int64_t)status.st_size;
    if (!reader->is_folder && !S_ISREG(status.st_mode)) return fail(reader, "is neither a file nor a folder");
    return reader->is_folder || reader->file_size > 0 || fail(reader, "is empty");
}

static bool read_saved(struct reader *reader) {
    const struct item *item = store_find(reader, STR("manifest.json"), ITEM_TEXT);
    if (!item || !json_read_saved(reader, item, &reader->saved, &reader->saved_count)) return false;
    return reader->saved_count <= IMAGE_LIMIT || fail(reader, "has too many images");
}

static void add_saved(struct reader *reader) {
    for (size_t i = 0; i < reader->saved_count; i++) {
        const struct saved_image *saved = &reader->saved[i];
        image_of(reader, &(struct image_parts){saved->config, saved->layers, NULL, saved->layer_count});
    }
}

static bool read_index(struct reader *reader) {
    const struct item *item = store_find(reader, STR("index.json"), ITEM_TEXT);
    return item && images_of_index(reader, item);
}

static void give_records(struct reader *reader) {
    struct size_job *job = reader->job;
    job->images = arena_array(reader->arena, struct image_record, reader->images.count);
    job->count = reader->images.count;
    for (size_t i = 0; i < job->count; i++) {
        struct image *image = &reader->images.items[i];
        struct image_record *record = &job->images[i];
        *record = image->record;
        record->names = image->names.items;
        record->name_count = image->names.count;
        if (record->name_count) record->ref = record->names[0];
    }
}

/* Where both lists are, the index has the images, for all platforms, and manifest.json gives names. */
static bool read_images(struct reader *reader) {
    bool has_index = store_has(reader, STR("index.json"));
    bool has_saved = (has_index || !reader->is_folder) && store_has(reader, STR("manifest.json"));
    reader->job->name = has_saved ? STR("docker archive") : STR("OCI layout");
    if (!has_index && reader->is_folder) return fail(reader, "has no index.json: it is no OCI layout");
    if (!has_index && !has_saved)
        return fail(reader, "has neither manifest.json nor index.json: it comes neither from docker save nor is it an "
                            "OCI layout");
    if (has_saved && !read_saved(reader)) return false;
    if (has_index && !read_index(reader)) return false;
    if (!reader->images.count) add_saved(reader);
    return reader->images.count > 0 || fail(reader, "has no images");
}

static bool read_all(void *state) {
    struct reader *reader = state;
    if (!open_path(reader) || !store_open(reader) || !read_images(reader)) return refuse(reader);
    give_records(reader);
    return true;
}

static void close_reader(void *state) {
    struct reader *reader = state;
    tar_close(&reader->layer);
    tar_close(&reader->outer);
    json_decref(reader->json);
    if (reader->blob >= 0) close(reader->blob);
    if (reader->fd >= 0) close(reader->fd);
}

bool archive_read_sizes(struct size_job *job, sg_str path) {
    struct reader reader = {.job = job, .arena = job->arena, .path = path, .fd = -1, .blob = -1};
    return guarded(job->arena, read_all, close_reader, &reader);
}
