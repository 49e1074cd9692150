/* Checked access to jansson's values. */
#include "modules/size/json.h"

enum { VALUES_LIMIT = 256 * 1024 };

/* An empty object is two bytes of text and some three hundred of memory. */
static bool has_too_many(sg_str text) {
    size_t values = 0;
    for (size_t i = 0; i < text.len; i++) values += text.ptr[i] == '{' || text.ptr[i] == '[' || text.ptr[i] == ',';
    return values > VALUES_LIMIT;
}

bool json_read(json_t **root, sg_str text) {
    json_decref(*root);
    *root = text.len && !has_too_many(text) ? json_loadb(text.ptr, text.len, 0, NULL) : NULL;
    return *root;
}

sg_str json_text(struct arena *arena, const json_t *object, const char *name) {
    const json_t *value = json_object_get(object, name);
    if (!json_is_string(value)) return (sg_str){0};
    return arena_copy(arena, (sg_str){json_string_value(value), json_string_length(value)});
}

const json_t *json_list(const json_t *object, const char *name, size_t limit) {
    const json_t *list = json_object_get(object, name);
    return json_is_array(list) && json_array_size(list) <= limit ? list : NULL;
}

int64_t json_size(const json_t *value) {
    json_int_t size = json_is_integer(value) ? json_integer_value(value) : -1;
    return size >= 0 ? size : -1;
}
