#include "tar.h"

#include <stdio.h>

enum { BLOCK = 512, SIZE_AT = 124, SUM_AT = 148, TYPE_AT = 156, LINK_AT = 157, MAGIC_AT = 257 };

static void put_size(unsigned char *header, int64_t size) {
    if (size >= 0 && size < INT64_C(1) << 33) {
        snprintf((char *)header + SIZE_AT, 12, "%011llo", (unsigned long long)size);
        return;
    }
    memset(header + SIZE_AT, size < 0 ? 0xff : 0, 12);
    header[SIZE_AT] |= 0x80;
    for (int i = 0; i < 8; i++) header[SIZE_AT + 11 - i] = (unsigned char)((uint64_t)size >> (8 * i));
}

void tar_sum(char *header) {
    unsigned sum = 0;
    memset(header + SUM_AT, ' ', 8);
    for (int i = 0; i < BLOCK; i++) sum += (unsigned char)header[i];
    snprintf(header + SUM_AT, 8, "%06o", sum);
}

void tar_header(struct buf *tar, char type, const char *name, const char *link, int64_t size) {
    unsigned char header[BLOCK] = {0};
    snprintf((char *)header, 100, "%s", name);
    memcpy(header + 100, "0000644\0000000000\0000000000", 23);
    memcpy(header + 136, "00000000000", 11);
    put_size(header, size);
    header[TYPE_AT] = (unsigned char)type;
    snprintf((char *)header + LINK_AT, 100, "%s", link);
    memcpy(header + MAGIC_AT, "ustar\00000", 8);
    tar_sum((char *)header);
    buf_put(tar, (sg_str){(char *)header, BLOCK});
}

void tar_fill(struct buf *tar) {
    buf_fill(tar, '\0', (BLOCK - tar->len % BLOCK) % BLOCK);
}

void tar_file(struct buf *tar, const char *name, sg_str data) {
    tar_header(tar, '0', name, "", (int64_t)data.len);
    buf_put(tar, data);
    tar_fill(tar);
}

void tar_text(struct buf *tar, const char *name, const char *text) {
    tar_file(tar, name, str_from(text));
}

/* "LENGTH key=value\n", where the length counts itself. */
static void put_record(struct buf *records, sg_str line) {
    size_t len = line.len + 2, digits = 1;
    while (snprintf(NULL, 0, "%zu", len + digits) > (int)digits) digits++;
    buf_printf(records, "%zu ", len + digits);
    buf_put(records, line);
    buf_char(records, '\n');
}

void tar_pax(struct buf *tar, const char *lines) {
    struct buf records = {0};
    sg_str line, rest = str_from(lines);
    while (rest.len) {
        str_cut(rest, '\n', &line, &rest);
        put_record(&records, line);
    }
    tar_header(tar, 'x', "pax", "", (int64_t)records.len);
    buf_put(tar, buf_str(&records));
    tar_fill(tar);
    buf_free(&records);
}

void tar_end(struct buf *tar) {
    buf_fill(tar, '\0', 2 * BLOCK);
}
