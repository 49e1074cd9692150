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
    reader->file_size = (int64_t)status.st_size;
    if (!reader->is_folder && !S_ISREG(status.st_mode)) return fail(reader, "is neither a file nor a folder");
    return reader->is_folder || reader->file_size > 0 || fail(reader, "is empty");
}

/* An image of manifest.json, which has names of its own for items. */
static void add_saved(struct reader *reader, const struct saved_image *saved) {
    struct image_parts parts = {saved->config, saved->layers, NULL, saved->layer_count};
    struct image *image = image_of(reader, &parts);
    for (size_t i = 0; i < saved->name_count; i++) image_add_name(reader, image, saved->names[i]);
}

/* Beside an index it only adds names to the images that are there. */
static bool read_saved(struct reader *reader, const struct item *item, bool beside_index) {
    struct saved_image *saved;
    size_t count;
    if (!json_read_saved(reader, item, &saved, &count)) return false;
    if (count > IMAGE_LIMIT) return fail(reader, "has too many images");
    for (size_t i = 0; i < count; i++)
        if (!beside_index || map_get(&reader->by_config, saved[i].config)) add_saved(reader, &saved[i]);
    return true;
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

static bool read_images(struct reader *reader) {
    bool has_index = store_has(reader, STR("index.json"));
    bool has_saved = store_has(reader, STR("manifest.json")) && (has_index || !reader->is_folder);
    reader->job->name = has_saved ? STR("docker archive") : STR("OCI layout");
    if (!has_index && reader->is_folder) return fail(reader, "has no index.json: it is no OCI layout");
    if (!has_index && !has_saved)
        return fail(reader, "has neither manifest.json nor index.json: it comes neither from docker save nor is it an "
                            "OCI layout");
    const struct item *index = has_index ? store_find(reader, STR("index.json"), ITEM_TEXT) : NULL;
    if (has_index && (!index || !images_of_index(reader, index))) return false;
    const struct item *saved = has_saved ? store_find(reader, STR("manifest.json"), ITEM_TEXT) : NULL;
    if (has_saved && (!saved || !read_saved(reader, saved, reader->images.count > 0))) return false;
    return reader->images.count > 0 || fail(reader, "has no images");
}

/* Without memory the arena jumps to here, so that all is closed before the jump goes on. */
static bool read_guarded(struct reader *reader, bool *out_of_memory) {
    jmp_buf place;
    reader->arena->out_of_memory = &place;
    if (setjmp(place)) {
        *out_of_memory = true;
        return false;
    }
    if (!open_path(reader) || !store_open(reader) || !read_images(reader)) return refuse(reader);
    give_records(reader);
    return true;
}

static void close_reader(struct reader *reader) {
    tar_close(&reader->layer);
    tar_close(&reader->outer);
    if (reader->json) json_decref(reader->json);
    if (reader->blob >= 0) close(reader->blob);
    if (reader->fd >= 0) close(reader->fd);
}

bool archive_read_sizes(struct size_job *job, sg_str path) {
    jmp_buf *out_of_memory = job->arena->out_of_memory;
    struct reader reader = {.job = job, .arena = job->arena, .path = path, .fd = -1, .blob = -1};
    bool failed = false, good = read_guarded(&reader, &failed);
    close_reader(&reader);
    job->arena->out_of_memory = out_of_memory;
    if (failed) longjmp(*out_of_memory, 1);
    return good;
}
