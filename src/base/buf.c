/* The output buffer: doubling, with a sticky failure flag. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static bool reserve(struct buf *buf, size_t more) {
    if (buf->failed) return false;
    if (buf->capacity - buf->len > more) return true; /* one byte is kept for a final NUL */
    size_t capacity = buf->capacity ? buf->capacity : 1024;
    while (capacity - buf->len <= more) {
        if (capacity > (size_t)-1 / 2) return !(buf->failed = true);
        capacity *= 2;
    }
    char *grown = realloc(buf->ptr, capacity);
    if (!grown) return !(buf->failed = true);
    buf->ptr = grown;
    buf->capacity = capacity;
    return true;
}

void buf_put(struct buf *buf, sg_str s) {
    if (!reserve(buf, s.len)) return;
    if (s.len) memcpy(buf->ptr + buf->len, s.ptr, s.len);
    buf->len += s.len;
}

void buf_char(struct buf *buf, char c) {
    buf_put(buf, (sg_str){&c, 1});
}

void buf_fill(struct buf *buf, char c, size_t count) {
    if (!reserve(buf, count)) return;
    memset(buf->ptr + buf->len, c, count);
    buf->len += count;
}

void buf_text(struct buf *buf, const char *text) {
    buf_put(buf, str_from(text));
}

void buf_printf(struct buf *buf, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len > 0 && reserve(buf, (size_t)len)) {
        vsnprintf(buf->ptr + buf->len, (size_t)len + 1, format, again);
        buf->len += (size_t)len;
    }
    va_end(again);
}

void buf_free(struct buf *buf) {
    free(buf->ptr);
    *buf = (struct buf){0};
}
