/* An archive as items by name. A tar is read once: what a manifest at its end will call a layer is not known yet, so
 * whatever could be one is measured, and whatever looks like JSON is kept. In a folder items are read when needed. */
#include "modules/size/archive.h"

#include "base/quote.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

sg_str shown(struct reader *reader, sg_str name) {
    sg_str quoted = go_quote(reader->arena, str_slice(name, 0, 100));
    return name.len > 100 ? arena_join(reader->arena, quoted, STR("…")) : quoted;
}

/* ---- names ---- */

/* Without "." and ".." and needless slashes; ptr == NULL if it leads out. */
static sg_str clean_path(struct arena *arena, sg_str path) {
    char *clean = arena_alloc(arena, path.len + 1);
    size_t len = 0;
    while (path.len) {
        sg_str part;
        str_cut(path, '/', &part, &path);
        if (!part.len || str_eq(part, STR("."))) continue;
        if (!str_eq(part, STR(".."))) {
            if (len) clean[len++] = '/';
            memcpy(clean + len, part.ptr, part.len);
            len += part.len;
            continue;
        }
        if (!len) return (sg_str){0};
        while (len && clean[--len] != '/') continue;
    }
    return (sg_str){clean, len};
}

static size_t folder_len(sg_str name) {
    size_t len = name.len;
    while (len && name.ptr[len - 1] != '/') len--;
    return len;
}

/* Where a link leads; ptr == NULL if out of the archive. */
static sg_str link_target(struct reader *reader, const struct item *item) {
    if (item->kind == ITEM_HARD_LINK) return clean_path(reader->arena, item->text);
    if (str_starts(item->text, STR("/"))) return (sg_str){0};
    sg_str folder = str_slice(item->name, 0, folder_len(item->name));
    return clean_path(reader->arena, arena_join(reader->arena, folder, item->text));
}

/* ---- what an item is ---- */

static bool is_tar_header(sg_str bytes) {
    return bytes.len >= 512 && str_eq(str_slice(bytes, 257, 262), STR("ustar"));
}

static bool looks_like_json(sg_str bytes) {
    sg_str text = str_trim_ascii(bytes);
    return text.len && (text.ptr[0] == '{' || text.ptr[0] == '[') && !is_tar_header(bytes);
}

static bool read_text(struct reader *reader, struct input *input, struct text *text) {
    sg_str bytes;
    while (input_next(input, &bytes)) {
        if (!bytes.len) return true;
        if (text->len + bytes.len > JSON_LIMIT) return fail(reader, "is too long");
        text_put(reader->arena, text, bytes);
    }
    return false;
}

static bool read_layer(struct reader *reader, struct item *item) {
    item->kind = ITEM_LAYER;
    return layer_measure(reader, &item->size);
}

/* What reader->layer.stored gives, which starts with these bytes. */
static bool read_item(struct reader *reader, struct item *item, sg_str first) {
    struct text text = {0};
    if (!first.len) return fail(reader, "is empty");
    if (!looks_like_json(first)) return read_layer(reader, item);
    item->kind = ITEM_TEXT;
    if (!read_text(reader, &reader->layer.stored, &text)) return false;
    item->text = text_str(&text);
    reader->json_kept += text.len;
    return true;
}

static void break_item(struct reader *reader, struct item *item) {
    item->kind = ITEM_BROKEN;
    item->text = arena_copy(reader->arena, reader->why);
}

static struct item *add_item(struct reader *reader, sg_str name) {
    struct item *item = &LIST_ADD(reader->arena, &reader->items);
    *item = (struct item){.name = name};
    map_put(reader->arena, &reader->by_name, name, reader->items.count - 1);
    return item;
}

/* ---- a tar ---- */

/* Parts of an uncompressed file are read from it directly, so that what no one asks for is skipped. first is what
 * libarchive has of the entry: the place is right if the same is there. */
static bool is_in_file(struct reader *reader, struct archive_entry *entry, int64_t at, sg_str first) {
    sg_str same;
    int64_t size = archive_entry_size(entry);
    if (reader->outer.decoder || at < 0 || size < 0 || at > reader->file_size) return false;
    int64_t end = size < reader->file_size - at ? at + size : reader->file_size;
    input_from_file(&reader->layer.stored, reader, reader->fd, at, end);
    if (archive_entry_sparse_count(entry) || !input_peek(&reader->layer.stored, &same)) return false;
    size_t shorter = first.len < same.len ? first.len : same.len;
    return shorter && memcmp(first.ptr, same.ptr, shorter) == 0;
}

static bool read_file(struct reader *reader, struct archive_entry *entry, struct item *item) {
    sg_str first, whole;
    struct input data = {0}, *input = &reader->layer.stored;
    int64_t at = archive_filter_bytes(reader->outer.entries, 0);
    input_from_entry(&data, reader, reader->outer.entries, false);
    if (!input_peek(&data, &first)) return false;
    if (!is_in_file(reader, entry, at, first)) {
        data.buffer = input->buffer; /* kept for the next one */
        *input = data;
    }
    return input_peek(input, &whole) && read_item(reader, item, whole);
}

static const char *pathname(struct archive_entry *entry) {
    const char *name = archive_entry_pathname(entry);
    return name ? name : archive_entry_pathname_utf8(entry);
}

/* Only ASCII names can be meant by a manifest of any tool, so that others may be lost here. */
static void read_entry(struct reader *reader, struct archive_entry *entry) {
    const char *path = pathname(entry), *hard = archive_entry_hardlink(entry), *soft = archive_entry_symlink(entry);
    sg_str name = path ? clean_path(reader->arena, str_from(path)) : (sg_str){0};
    if (!name.len) return;
    struct item made = {.name = name};
    if (hard || soft) {
        made.kind = hard ? ITEM_HARD_LINK : ITEM_SYMLINK;
        made.text = arena_copy(reader->arena, str_from(hard ? hard : soft));
    } else if (archive_entry_filetype(entry) != AE_IFREG) {
        return;
    } else if (!read_file(reader, entry, &made)) {
        break_item(reader, &made);
    }
    *add_item(reader, name) = made;
}

static bool read_tar(struct reader *reader) {
    struct archive_entry *entry;
    input_from_file(&reader->outer.stored, reader, reader->fd, 0, reader->file_size);
    if (!tar_open(&reader->outer)) return false;
    while (tar_next(&reader->outer, &entry)) {
        if (!entry) return true;
        read_entry(reader, entry);
        if (reader->expands_too_far) return fail(reader, "expands to over 200 times its size and 1 GB");
        if (reader->items.count > ITEM_LIMIT) return fail(reader, "has too many entries for an archive of images");
        if (reader->json_kept > JSON_KEPT_LIMIT) return fail(reader, "has too much JSON for an archive of images");
    }
    return false;
}

/* ---- a folder ---- */

/* One name below a folder, which is closed unless it is the first. */
static int open_below(struct reader *reader, int folder, sg_str name, int flags) {
    char text[80];
    if (name.len >= sizeof text) return -1;
    memcpy(text, name.ptr, name.len);
    text[name.len] = '\0';
    int inner = openat(folder, text, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | flags), error = errno;
    if (folder != reader->fd) close(folder);
    errno = error;
    return inner;
}

/* The callers only ask for names made here: a file of the folder, or of blobs/sha256. No link is followed. */
static int open_item(struct reader *reader, sg_str name) {
    int folder = reader->fd;
    sg_str part;
    while (str_cut(name, '/', &part, &name) && folder >= 0) folder = open_below(reader, folder, part, O_DIRECTORY);
    return folder < 0 ? -1 : open_below(reader, folder, part, 0);
}

static bool read_blob(struct reader *reader, struct item *item) {
    struct stat status;
    sg_str first;
    if (reader->blob < 0) return fail(reader, errno == ELOOP ? "is a link, which is not followed" : "cannot be opened");
    if (fstat(reader->blob, &status) != 0 || !S_ISREG(status.st_mode)) return fail(reader, "is no file");
    reader->file_size += (int64_t)status.st_size;
    input_from_file(&reader->layer.stored, reader, reader->blob, 0, (int64_t)status.st_size);
    return input_peek(&reader->layer.stored, &first) && read_item(reader, item, first);
}

static void load_item(struct reader *reader, sg_str name) {
    struct item made = {.name = arena_copy(reader->arena, name)};
    reader->blob = open_item(reader, name);
    if (reader->blob < 0 && (errno == ENOENT || errno == ENOTDIR)) return;
    if (!read_blob(reader, &made)) break_item(reader, &made);
    if (reader->blob >= 0) close(reader->blob);
    reader->blob = -1;
    reader->before = reader->done;
    *add_item(reader, made.name) = made;
}

/* ---- the whole ---- */

bool store_open(struct reader *reader) {
    return reader->is_folder || read_tar(reader);
}

static struct item *look_up(struct reader *reader, sg_str name) {
    size_t *index = map_get(&reader->by_name, name);
    if (!index && reader->is_folder) load_item(reader, name), index = map_get(&reader->by_name, name);
    return index ? &reader->items.items[*index] : NULL;
}

bool store_has(struct reader *reader, sg_str name) {
    return look_up(reader, name) != NULL;
}

const struct item *store_find(struct reader *reader, sg_str name, enum item_kind kind) {
    struct item *item = look_up(reader, name);
    sg_str asked = name;
    for (int links = 0; item && (item->kind == ITEM_SYMLINK || item->kind == ITEM_HARD_LINK); links++) {
        name = link_target(reader, item);
        if (!name.ptr || links == LINK_LIMIT)
            return fail(reader, "%.*s is a link that leads nowhere", STR_ARG(shown(reader, asked))), NULL;
        item = look_up(reader, name);
    }
    if (item && item->kind == kind) return item;
    sg_str text = shown(reader, asked);
    if (!item) fail(reader, "%.*s is not in it", STR_ARG(text));
    else if (item->kind == ITEM_BROKEN) fail(reader, "%.*s %.*s", STR_ARG(text), STR_ARG(item->text));
    else fail(reader, "%.*s is %s", STR_ARG(text), kind == ITEM_TEXT ? "no JSON" : "no layer");
    return NULL;
}
