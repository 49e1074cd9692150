/* The output buffer: appending never fails visibly. The first failed allocation sets `failed`, later appends do
 * nothing, and whoever hands the buffer out checks the flag once. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

struct buf {
    char *ptr; /* malloc'ed; NULL while empty */
    size_t len, capacity;
    bool failed;
};

void buf_put(struct buf *buf, sg_str s);
void buf_char(struct buf *buf, char c);
void buf_fill(struct buf *buf, char c, size_t count);
/* For numbers and fixed text; slices go through buf_put(). */
PRINTF_LIKE(2, 3) void buf_printf(struct buf *buf, const char *format, ...);
void buf_text(struct buf *buf, const char *text);
static inline sg_str buf_str(const struct buf *buf) {
    return (sg_str){buf->ptr, buf->len};
}
void buf_free(struct buf *buf);

#endif
