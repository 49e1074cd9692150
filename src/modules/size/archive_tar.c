/* Tars by libarchive, plain or in one layer of gzip or zstd. The decompressor is chosen here: libarchive would look for
 * another compression inside the first, again and again. */
#include "modules/size/archive.h"

static struct archive *new_archive(struct reader *reader) {
    struct archive *archive = archive_read_new();
    if (!archive) arena_fail(reader->arena);
    return archive;
}

static bool open_input(struct archive *archive, struct input *input) {
    archive_read_support_format_empty(archive);
    archive_read_set_callback_data(archive, input);
    archive_read_set_read_callback(archive, input_read);
    archive_read_set_skip_callback(archive, input_skip);
    return archive_read_open1(archive) >= ARCHIVE_WARN;
}

/* Its one entry is what comes out. */
static bool open_decoder(struct tar *tar, int filter) {
    struct archive_entry *entry;
    struct archive *decoder = tar->decoder = new_archive(tar->stored.reader);
    archive_read_support_format_raw(decoder);
    /* a warning would mean that an external program does it */
    if (archive_read_append_filter(decoder, filter) != ARCHIVE_OK) return false;
    if (!open_input(decoder, &tar->stored)) return false;
    int result = archive_read_next_header(decoder, &entry);
    input_from_entry(&tar->expanded, tar->stored.reader, decoder, true);
    tar->bytes = &tar->expanded;
    return result >= ARCHIVE_WARN;
}

static int filter_of(sg_str bytes) {
    if (str_starts(bytes, STR("\x1f\x8b"))) return ARCHIVE_FILTER_GZIP;
    return str_starts(bytes, STR("\x28\xb5\x2f\xfd")) ? ARCHIVE_FILTER_ZSTD : ARCHIVE_FILTER_NONE;
}

bool tar_open(struct tar *tar) {
    sg_str first;
    tar->stored.reader->why = (sg_str){0};
    if (!input_peek(&tar->stored, &first)) return false;
    tar->bytes = &tar->stored;
    int filter = filter_of(first);
    if (filter != ARCHIVE_FILTER_NONE && !open_decoder(tar, filter)) return fail_as(tar->stored.reader, tar->decoder);
    struct archive *entries = tar->entries = new_archive(tar->stored.reader);
    archive_read_support_format_tar(entries);
    archive_read_set_format_option(entries, "tar", "mac-ext", NULL);
    return open_input(entries, tar->bytes) || fail_as(tar->stored.reader, entries);
}

void tar_close(struct tar *tar) {
    if (tar->entries) archive_read_free(tar->entries);
    if (tar->decoder) archive_read_free(tar->decoder);
    tar->entries = tar->decoder = NULL;
    tar->inside = false;
}

bool tar_next(struct tar *tar, struct archive_entry **entry) {
    struct reader *reader = tar->stored.reader;
    *entry = NULL;
    reader->why = (sg_str){0};
    tar->bytes->allowance = INT64_MAX;
    if (tar->inside && archive_read_data_skip(tar->entries) < ARCHIVE_WARN) return fail_as(reader, tar->entries);
    tar->bytes->allowance = HEADER_LIMIT;
    int result = archive_read_next_header(tar->entries, entry);
    tar->bytes->allowance = INT64_MAX;
    tar->inside = result == ARCHIVE_OK || result == ARCHIVE_WARN;
    if (tar->inside) return true;
    *entry = NULL;
    return result == ARCHIVE_EOF || fail_as(reader, tar->entries);
}

/* Without a locale libarchive gives only ASCII names, unless asked for UTF-8. */
static bool is_hard_link(struct archive_entry *entry) {
    return archive_entry_hardlink(entry) || archive_entry_hardlink_utf8(entry);
}

static bool add_entry(struct reader *reader, struct archive_entry *entry, int64_t *total) {
    if (archive_entry_filetype(entry) != AE_IFREG || is_hard_link(entry)) return true;
    return sum_add(total, archive_entry_size(entry)) || fail(reader, "says sizes that cannot be");
}

bool layer_measure(struct reader *reader, int64_t *size) {
    struct archive_entry *entry = NULL;
    int64_t total = 0;
    bool good = tar_open(&reader->layer);
    while (good && (good = tar_next(&reader->layer, &entry)) && entry) good = add_entry(reader, entry, &total);
    tar_close(&reader->layer);
    *size = total;
    return good;
}
