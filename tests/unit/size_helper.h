/* Histories of images from text, and sizes as text. */
#ifndef TESTS_UNIT_SIZE_HELPER_H
#define TESTS_UNIT_SIZE_HELPER_H

#include "helper.h"
#include "size/size.h"

/* Lines of "BYTES created by"; the sum of the bytes is added to the total. */
void read_history(struct arena *arena, struct image_record *record, const char *history);
/* "base=150(+10)" for what is measured, "~" declared, ">=" at least, "?" unknown. */
void put_size(struct arena *arena, struct text *out, const char *name, const sg_size *size);
/* All stages, then all outside images: "a=2(+1) |alpine=1". */
const char *all_sizes(struct arena *arena, const sg_doc *doc);

#endif
