/* --images separate: which images have a node for each stage that takes from them. */
#include "base/nearest.h"
#include "view/build.h"

sg_str view_short_name(sg_str ref) {
    sg_str name = str_slice(ref, 0, str_find(ref, '@'));
    size_t start = name.len;
    while (start && name.ptr[start - 1] != '/') start--;
    name = str_skip(name, start);
    return str_slice(name, 0, str_find(name, ':'));
}

/* By the whole reference, or by name without registry and tag. */
static size_t *separate_name(const struct view_builder *builder, sg_str image) {
    size_t *found = map_get_nocase(&builder->separate, image);
    return found ? found : map_get_nocase(&builder->separate, view_short_name(image));
}

static sg_str hint_for(struct view_builder *builder, sg_str name) {
    const struct scene *scene = builder->scene;
    if (scene->image_count > SUGGEST_NAMES / 2 || builder->hints++ >= SUGGEST_HINTS) return STR("");
    sg_str *names = arena_array(builder->temp, sg_str, 2 * scene->image_count);
    for (size_t i = 0; i < scene->image_count; i++) {
        names[2 * i] = view_short_name(scene->images[i].image->ref);
        names[2 * i + 1] = scene->images[i].image->ref;
    }
    return near_hint(builder->temp, name, names, 2 * scene->image_count);
}

void view_read_separate(struct view_builder *builder) {
    enum { UNKNOWN, KNOWN };
    const struct scene *scene = builder->scene;
    sg_str names = option_detail(builder->options, OPT_images), name, rest = names;
    if (option_choice(builder->options, OPT_images) != IMAGES_SEPARATE || !names.len) return;
    for (bool more = true; more;) {
        more = str_cut(rest, ',', &name, &rest);
        map_put(builder->temp, &builder->separate, arena_lower(builder->temp, name), UNKNOWN);
    }
    for (size_t i = 0; i < scene->image_count; i++) {
        size_t *found = separate_name(builder, scene->images[i].image->ref);
        if (found) *found = KNOWN;
    }
    rest = names;
    for (bool more = true; more;) {
        more = str_cut(rest, ',', &name, &rest);
        if (*map_get_nocase(&builder->separate, name) == KNOWN) continue;
        view_unknown_name(builder, DIAG_IMAGES, OPT_images, name, hint_for(builder, name));
    }
}

bool view_separate(const struct view_builder *builder, sg_str image) {
    bool named = option_detail(builder->options, OPT_images).len;
    if (option_choice(builder->options, OPT_images) != IMAGES_SEPARATE) return false;
    return !named || separate_name(builder, image);
}
