/* Tars made by hand, so that they can be wrong. */
#ifndef TESTS_UNIT_TAR_H
#define TESTS_UNIT_TAR_H

#include "base/buf.h"

/* A header that says `size`, which is written in base 256 where octal digits do not suffice, and is not looked at. */
void tar_header(struct buf *tar, char type, const char *name, const char *link, int64_t size);
/* Writes the sum that a changed header has to have. */
void tar_sum(char *header);
/* A file, its data filled up to the next 512 bytes. */
void tar_file(struct buf *tar, const char *name, sg_str data);
void tar_text(struct buf *tar, const char *name, const char *text);
/* For the next entry: "key=value", one a line (pax). */
void tar_pax(struct buf *tar, const char *lines);
void tar_end(struct buf *tar);
/* Whole blocks. */
void tar_fill(struct buf *tar);

#endif
