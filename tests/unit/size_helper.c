/* What tests of sizes share. */
#include "size_helper.h"

#include <stdlib.h>

void read_history(struct arena *arena, struct image_record *record, const char *history) {
    LIST(struct history_entry) entries = {0};
    for (sg_str rest = str_from(history), line, size; str_cut(rest, '\n', &line, &rest);) {
        str_cut(line, ' ', &size, &line);
        int64_t bytes = strtoll(size.ptr, NULL, 10);
        LIST_ADD(arena, &entries) = (struct history_entry){line, bytes};
        record->total += bytes;
    }
    record->history = entries.items;
    record->history_count = entries.count;
}

void put_size(struct arena *arena, struct text *out, const char *name, const sg_size *size) {
    static const char *const methods[] = {"?", "~", "", "registry ", ">="};
    if (out->len) text_put(arena, out, STR(" "));
    text_put(arena, out, arena_printf(arena, "%s=%s", name, methods[size->method]));
    if (!size_known(size)) return;
    text_put(arena, out, arena_printf(arena, "%lld", (long long)size->total));
    if (size->delta >= 0) text_put(arena, out, arena_printf(arena, "(+%lld)", (long long)size->delta));
}

const char *all_sizes(struct arena *arena, const sg_doc *doc) {
    struct text out = {0};
    for (size_t s = 0; s < sg_stage_count(doc); s++)
        put_size(arena, &out, arena_cstr(arena, sg_stage_at(doc, s)->name), &sg_stage_at(doc, s)->size);
    for (size_t i = 0; i < sg_image_count(doc); i++)
        put_size(arena, &out, arena_cstr(arena, arena_join(arena, STR("|"), sg_image_at(doc, i)->ref)),
                 &sg_image_at(doc, i)->size);
    return arena_cstr(arena, text_str(&out));
}
