/* JSON of others, by jansson: nothing in it is believed before its type and its range were looked at. */
#ifndef MODULES_SIZE_JSON_H
#define MODULES_SIZE_JSON_H

#include "base/arena.h"

#include <jansson.h>

/* Parses text into *root, in the place of what was there (to be given back by json_decref). False: it is no JSON, or
 * so many values that they would take much more memory than the text. */
bool json_read(json_t **root, sg_str text);
/* A copy of an object's string; ptr == NULL if it has none of that name. */
sg_str json_text(struct arena *arena, const json_t *object, const char *name);
/* An object's array of at most limit items; NULL if it has none. */
const json_t *json_list(const json_t *object, const char *name, size_t limit);
/* A whole number of 0 or more; -1 if the value is none. */
int64_t json_size(const json_t *value);

#endif
