/* The target archive. An input lists the entries of a tar:
 *
 *     @manifest.json
 *     [{"Config": "a.json", "Layers": ["l/layer.tar"]}]
 *     @l/layer.tar>../elsewhere     a symbolic link
 *
 * and the tar is made of it, so that headers are right and what the program itself reads is reached. Anything else is taken
 * as the bytes of the file. */
#include "fuzz.h"
#include "modules/size/size.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void field(char *header, size_t at, size_t width, size_t number) {
    for (char *digit = header + at + width - 1; digit-- > header + at; number /= 8) *digit = (char)('0' + number % 8);
}

static void put_entry(struct buf *tar, sg_str name, sg_str data) {
    char header[512] = {0};
    sg_str target;
    bool link = str_cut(name, '>', &name, &target);
    name = str_slice(name, 0, 99);
    if (name.len) memcpy(header, name.ptr, name.len);
    if (link) data.len = 0;
    if (target.len) memcpy(header + 157, target.ptr, target.len < 99 ? target.len : 99);
    field(header, 100, 8, 0644);
    field(header, 108, 8, 0);
    field(header, 116, 8, 0);
    field(header, 124, 12, data.len);
    field(header, 136, 12, 0);
    header[156] = link ? '2' : '0';
    memcpy(header + 257, "ustar\00000", 8);
    memset(header + 148, ' ', 8);
    unsigned sum = 0;
    for (size_t i = 0; i < sizeof header; i++) sum += (unsigned char)header[i];
    field(header, 148, 7, sum);
    buf_put(tar, (sg_str){header, sizeof header});
    buf_put(tar, data);
    buf_fill(tar, '\0', (512 - data.len % 512) % 512);
}

static void make_tar(struct buf *tar, sg_str input) {
    while (input.len) {
        sg_str name, data;
        bool more = str_cut(str_skip(input, 1), '\n', &name, &input);
        size_t end = str_starts(input, STR("@")) ? 0 : str_find_str(input, STR("\n@"));
        data = str_slice(input, 0, end);
        if (end) end += end < input.len;
        input = str_skip(input, end);
        put_entry(tar, name, data);
        if (!more) break;
    }
    buf_fill(tar, '\0', 1024);
}

/* One file for all runs. */
static int scratch_file(char path[64]) {
    const char *folder = getenv("TMPDIR");
    snprintf(path, 64, "%.40s/fuzz-XXXXXX", folder && *folder ? folder : "/tmp");
    int fd = mkstemp(path);
    check(fd >= 0);
    return fd;
}

static void read_archive(sg_str bytes) {
    char path[64];
    int fd = scratch_file(path);
    check(write(fd, bytes.ptr, bytes.len) == (ssize_t)bytes.len);
    jmp_buf failed;
    struct arena arena = {.out_of_memory = &failed};
    if (setjmp(failed)) abort();
    struct size_job job = {.arena = &arena};
    bool good = archive_read_sizes(&job, str_from(path));
    unlink(path);
    close(fd);
    if (!good) check_visible(job.problem, false);
    check(good || job.problem.len > 0);
    for (size_t i = 0; good && i < job.count; i++) {
        const struct image_record *image = &job.images[i];
        check(image->state == IMAGE_FOUND || image->problem.len > 0);
        check(image->total >= -1);
        if (image->problem.len) check_visible(image->problem, false);
    }
    arena_free(&arena);
}

void fuzz_archive(sg_str input) {
    struct buf tar = {0};
    if (str_starts(input, STR("@"))) {
        make_tar(&tar, input);
        input = buf_str(&tar);
    }
    read_archive(input);
    buf_free(&tar);
}
