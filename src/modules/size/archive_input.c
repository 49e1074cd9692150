/* Bytes for libarchive, with limits: nothing that is read from outside can make it read, or keep, without end. */
#include "modules/size/archive.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

bool fail(struct reader *reader, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int len = vsnprintf(reader->words, sizeof reader->words, format, args);
    va_end(args);
    size_t most = sizeof reader->words - 1;
    reader->why = (sg_str){reader->words, len < 0 ? 0 : (size_t)len > most ? most : (size_t)len};
    return false;
}

bool fail_as(struct reader *reader, struct archive *archive) {
    const char *words = archive_error_string(archive);
    return !reader->why.len && fail(reader, "cannot be read: %s", words ? words : "it is damaged");
}

void input_from_file(struct input *input, struct reader *reader, int fd, int64_t from, int64_t to) {
    input->reader = reader;
    input->of = NULL;
    input->expands = false;
    input->fd = fd;
    input->at = from;
    input->end = to;
    input->hole = 0;
    if (fd >= 0 && !input->buffer) input->buffer = arena_alloc(reader->arena, INPUT_BLOCK);
    input->ahead = (sg_str){0};
    input->allowance = INT64_MAX;
}

void input_from_entry(struct input *input, struct reader *reader, struct archive *of, bool expands) {
    input_from_file(input, reader, -1, 0, 0);
    input->of = of;
    input->expands = expands;
    input->given = 0;
}

/* Tells whoever watches, every few MiB. */
static void move_to(struct input *input, int64_t at) {
    struct reader *reader = input->reader;
    input->at = at;
    int64_t done = reader->before + at;
    if (done > reader->done) reader->done = done;
    if (!reader->job->progress || reader->done - reader->reported < (4 << 20)) return;
    reader->reported = reader->done;
    reader->job->progress(reader->job->user, reader->path, reader->done, reader->is_folder ? 0 : reader->file_size);
}

static bool next_of_file(struct input *input, sg_str *bytes) {
    int64_t left = input->end - input->at;
    size_t count = left < INPUT_BLOCK ? (size_t)left : INPUT_BLOCK;
    ssize_t got = 0;
    if (count) {
        do got = pread(input->fd, input->buffer, count, (off_t)input->at);
        while (got < 0 && errno == EINTR);
        if (got < 0) return fail(input->reader, "cannot be read: %s", strerror(errno));
        if (got == 0) return fail(input->reader, "became shorter while it was read");
    }
    move_to(input, input->at + got);
    *bytes = (sg_str){input->buffer, (size_t)got};
    return true;
}

/* More than was stored: what was decompressed, and holes. */
static bool count_expanded(struct input *input, int64_t len) {
    struct reader *reader = input->reader;
    int64_t size = reader->file_size;
    int64_t most =
        size < (INT64_MAX - EXPANDED_FREE) / EXPANDED_RATIO ? EXPANDED_FREE + EXPANDED_RATIO * size : INT64_MAX;
    if (!len) return true;
    reader->expands_too_far = reader->expands_too_far || reader->expanded > most - len;
    if (reader->expands_too_far) return fail(reader, "expands to over 200 times the archive's size and 1 GB");
    reader->expanded += len;
    return true;
}

/* A block of an entry; what a sparse entry leaves out is a hole in front of it. */
static bool next_of_entry(struct input *input, sg_str *bytes) {
    const void *block = NULL;
    size_t len = 0;
    la_int64_t offset = 0;
    int result;
    do result = archive_read_data_block(input->of, &block, &len, &offset);
    while (result == ARCHIVE_OK && len == 0);
    *bytes = (sg_str){block, len};
    if (result == ARCHIVE_EOF) *bytes = (sg_str){0};
    else if (result < ARCHIVE_WARN) return fail_as(input->reader, input->of);
    else if (offset < input->given || len > (size_t)(INT64_MAX - offset))
        return fail(input->reader, "has parts that overlap");
    else input->hole = offset - input->given, input->given = offset + (int64_t)len;
    return count_expanded(input, input->hole) && count_expanded(input, input->expands ? (int64_t)bytes->len : 0);
}

bool input_peek(struct input *input, sg_str *bytes) {
    static const char zeros[INPUT_BLOCK];
    if (!input->hole && !input->ahead.len) {
        bool good = input->of ? next_of_entry(input, &input->ahead) : next_of_file(input, &input->ahead);
        if (!good) return false;
    }
    *bytes = input->ahead;
    if (input->hole) *bytes = (sg_str){zeros, input->hole < INPUT_BLOCK ? (size_t)input->hole : INPUT_BLOCK};
    return true;
}

bool input_next(struct input *input, sg_str *bytes) {
    if (!input_peek(input, bytes)) return false;
    if (input->hole) input->hole -= (int64_t)bytes->len;
    else input->ahead = (sg_str){0};
    if (input->allowance < (int64_t)bytes->len) return fail(input->reader, "has a header that is too long");
    input->allowance -= (int64_t)bytes->len;
    return true;
}

la_ssize_t input_read(struct archive *archive, void *user, const void **block) {
    struct input *input = user;
    sg_str bytes;
    if (!input_next(input, &bytes)) {
        archive_set_error(archive, EIO, "%.*s", STR_ARG(input->reader->why));
        return -1;
    }
    *block = bytes.ptr;
    return (la_ssize_t)bytes.len;
}

/* Only in files; elsewhere libarchive reads instead. */
la_int64_t input_skip(struct archive *archive, void *user, la_int64_t count) {
    (void)archive;
    struct input *input = user;
    if (input->of || input->ahead.len || count <= 0) return 0;
    if (count > input->end - input->at) count = input->end - input->at;
    move_to(input, input->at + count);
    return count;
}
