/* Images in files: what the parts of the archive reader share.
 *
 * archive_input.c  bytes: a part of a file, or the data of an entry of a tar around it, maybe compressed
 * archive_tar.c    tars: their entries, and what the regular files of a layer add up to
 * archive_store.c  an archive is a store of items by name: JSON texts, sizes of layers, links
 * archive_json.c   texts as structs: manifest.json, index, manifest, configuration
 * archive_index.c  which images are there, and which of an image for several platforms is meant
 * archive_image.c  an image_record from a configuration and layers
 * archive.c        the whole; nothing is left open, not even when memory runs out
 *
 * A tar is read once, from front to back, and nothing is written. Functions that return false have set reader->why. */
#ifndef MODULES_SIZE_ARCHIVE_H
#define MODULES_SIZE_ARCHIVE_H

#include "modules/size/json.h"
#include "modules/size/platform.h"
#include "modules/size/size.h"

#include "base/map.h"

#include <archive.h>
#include <archive_entry.h>

enum {
    INPUT_BLOCK = 32 * 1024,
    HEADER_LIMIT = 4 << 20,     /* bytes of a tar between the data of two entries */
    JSON_LIMIT = 4 << 20,       /* bytes of one text */
    JSON_KEPT_LIMIT = 32 << 20, /* and of all */
    JSON_READ_LIMIT = 64 << 20, /* the same, where a text that is read twice counts twice */
    ITEM_LIMIT = 1 << 16,       /* entries of an archive */
    IMAGE_LIMIT = 1024,         /* images, counting those for other platforms */
    LIST_LIMIT = 1 << 18,       /* names, layers and history entries of all images */
    NESTING_LIMIT = 4,          /* index in index */
    LINK_LIMIT = 32             /* link to link */
};

/* What may come out of decompression and of the holes in sparse entries, all in all: 1 GB, and 200 times the size of the
 * archive more. */
#define EXPANDED_FREE INT64_C(1000000000)
#define EXPANDED_RATIO 200

struct reader;

/* Where bytes come from. */
struct input {
    struct reader *reader;
    struct archive *of; /* the data of its current entry; NULL: a part of a file */
    bool expands;       /* `of` decompresses: what comes out of it is counted */
    int64_t given;      /* from `of`, up to here */
    int fd;
    int64_t at, end;   /* of the file */
    int64_t hole;      /* zeros to give */
    sg_str ahead;      /* to give after them */
    int64_t allowance; /* bytes that may still be asked for */
    char *buffer;      /* of INPUT_BLOCK bytes, for a file */
};

/* A tar as it is stored, perhaps compressed. */
struct tar {
    struct input stored, expanded; /* before and after decompression */
    struct input *bytes;           /* what `entries` reads: one of these */
    struct archive *decoder, *entries;
    bool inside; /* an entry: its data is to be skipped */
};

enum item_kind { ITEM_TEXT, ITEM_LAYER, ITEM_SYMLINK, ITEM_HARD_LINK, ITEM_BROKEN };

struct item {
    sg_str name; /* clean: no "." and "..", no "/" at either end */
    enum item_kind kind;
    sg_str text;  /* of a text; of a link: where to; if broken: why, a clause */
    int64_t size; /* of a layer: of its regular files */
};

struct reader {
    struct size_job *job;
    struct arena *arena;
    sg_str path;
    int fd;            /* of the file or folder */
    int blob;          /* a file in the folder, or -1 */
    bool is_folder;    /* items are read when they are looked for */
    int64_t file_size; /* of a folder: of the files that were opened */
    int64_t done, reported;
    int64_t before;   /* bytes of files read earlier */
    int64_t expanded; /* came out of decompression, and of holes */
    bool expands_too_far;
    struct tar outer, layer;
    LIST(struct item) items;
    struct map by_name;
    json_t *json; /* the text being read */
    size_t json_kept, json_read, listed;
    struct saved_image *saved; /* what manifest.json lists */
    size_t saved_count;
    struct map by_config, by_image_name;
    LIST(struct image) images;
    sg_str why; /* what went wrong, a clause: in words[] */
    char words[512];
};

/* ---- archive_input.c ---- */

/* Sets reader->why and returns false. Allocates nothing, so that libarchive's callbacks may use it. */
bool fail(struct reader *reader, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same in libarchive's words, unless the reason is known better. */
bool fail_as(struct reader *reader, struct archive *archive);
void input_from_file(struct input *input, struct reader *reader, int fd, int64_t from, int64_t to);
void input_from_entry(struct input *input, struct reader *reader, struct archive *of, bool expands);
/* The next bytes, which stay where they are: a block, at least one byte. 0 bytes: the end. */
bool input_peek(struct input *input, sg_str *bytes);
/* Like peek, and moves past them. */
bool input_next(struct input *input, sg_str *bytes);
/* libarchive's callbacks for an input. */
la_ssize_t input_read(struct archive *archive, void *input, const void **bytes);
la_int64_t input_skip(struct archive *archive, void *input, la_int64_t count);

/* ---- archive_tar.c ---- */

/* tar->stored is set, the rest zero. */
bool tar_open(struct tar *tar);
void tar_close(struct tar *tar);
/* *entry is NULL at the end. */
bool tar_next(struct tar *tar, struct archive_entry **entry);
/* Bytes of the regular files that are no hard links, of reader->layer, opened here and closed. */
bool layer_measure(struct reader *reader, int64_t *size);

/* ---- archive_store.c ---- */

/* Reads a whole tar; of a folder nothing yet. */
bool store_open(struct reader *reader);
/* Follows links. NULL, and reader->why set, if it is not there or broken. */
const struct item *store_find(struct reader *reader, sg_str name, enum item_kind kind);
bool store_has(struct reader *reader, sg_str name);
/* A name from outside for a message: quoted, and cut. */
sg_str shown(struct reader *reader, sg_str name);

/* ---- archive_json.c ---- */

/* Of an index, or a layer of a manifest. */
struct descriptor {
    sg_str type, digest;
    struct image_platform platform;
    sg_str image_name, ref_name; /* annotations that name an image; ptr == NULL without */
    bool attestation;            /* about an image, and none itself */
};

/* An index or a manifest of one image, told by what is in it. */
struct manifest {
    bool is_index;
    sg_str config_type, config; /* a digest */
    struct descriptor *list;    /* manifests of an index, layers of an image */
    size_t count;
};

/* An entry of manifest.json, with names of items. */
struct saved_image {
    sg_str config;
    sg_str *names, *layers;
    size_t name_count, layer_count;
};

struct configuration {
    struct image_platform platform;
    sg_str *layers;
    size_t layer_count;
    struct history_entry *history; /* size is 0 if it has no layer, else -1 */
    size_t history_count;
};

bool json_read_manifest(struct reader *reader, const struct item *item, struct manifest *manifest);
bool json_read_saved(struct reader *reader, const struct item *item, struct saved_image **images, size_t *count);
bool json_read_configuration(struct reader *reader, const struct item *item, struct configuration *configuration);

/* ---- archive_image.c ---- */

/* A record being made. */
struct image {
    struct image_record record;
    LIST(sg_str) names;
};

/* What an image is made of. */
struct image_parts {
    sg_str config;                  /* names of items */
    const sg_str *layers;           /* the same, oldest first */
    const struct descriptor *kinds; /* what the layers are said to be; NULL: not told */
    size_t count;
};

/* Adds a record, with the names that manifest.json has for it, or finds the one that was made from this configuration. */
struct image *image_of(struct reader *reader, const struct image_parts *parts);
/* One that could not be made, for the reason in reader->why. */
struct image *image_failed(struct reader *reader);
void image_add_name(struct reader *reader, struct image *image, sg_str name);
/* "sha256:…" if the digest is one; ptr == NULL if not. Also from "blobs/sha256/…" and "….json". */
sg_str digest_in(struct reader *reader, sg_str name);
/* The item of a digest: "blobs/sha256/…"; ptr == NULL if it is none. */
sg_str blob_name(struct reader *reader, sg_str digest);

/* ---- archive_index.c ---- */

bool images_of_index(struct reader *reader, const struct item *index);

#endif
