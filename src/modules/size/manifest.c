/* What is in a registry: an index of images for several platforms, or the layers of one image. */
#include "modules/size/platform.h"
#include "modules/size/registry.h"
#include "modules/size/size.h"

/* The structure decides, not the media type, which may be missing or lie; one that is both is neither. */
enum manifest_kind manifest_kind(const json_t *manifest) {
    bool image = json_is_array(json_object_get(manifest, "layers"));
    bool index = json_is_array(json_object_get(manifest, "manifests"));
    if (image == index) return MANIFEST_OTHER;
    return image ? MANIFEST_IMAGE : MANIFEST_INDEX;
}

/* "sha256:…": something that can stand in a path. */
static bool is_digest(sg_str digest) {
    for (size_t i = 0; i < digest.len; i++)
        if (!ascii_alnum(digest.ptr[i]) && digest.ptr[i] != ':' && digest.ptr[i] != '+') return false;
    return str_has(digest, ':') && digest.len < 200;
}

/* 1 for an entry that tells no platform (an index in the index, or an image that is the only one), more for one that
 * serves the platform wanted; an attestation is for "unknown" and serves none. */
static unsigned fit(struct arena *arena, const json_t *entry, const struct image_platform *wanted, sg_str *text) {
    const json_t *told = json_object_get(entry, "platform");
    struct image_platform offered = {json_text(arena, told, "os"), json_text(arena, told, "os.version"),
                                     json_text(arena, told, "architecture"), json_text(arena, told, "variant")};
    *text = platform_text(arena, &offered);
    if (!told) return 1;
    unsigned found = platform_fit(wanted, &offered);
    return found ? found + 1 : 0;
}

sg_str manifest_pick(struct arena *arena, const json_t *index, sg_str wanted_text, sg_str *platform) {
    const json_t *entries = json_list(index, "manifests", MANIFEST_IMAGES);
    struct image_platform wanted = platform_split(wanted_text);
    sg_str best = {0};
    unsigned best_fit = 0, silent = 0;
    for (size_t i = 0; i < json_array_size(entries); i++) {
        const json_t *entry = json_array_get(entries, i);
        sg_str text, digest = json_text(arena, entry, "digest");
        unsigned found = fit(arena, entry, &wanted, &text);
        silent += found == 1;
        if (found <= best_fit || !is_digest(digest)) continue;
        best_fit = found;
        best = digest;
        *platform = text;
    }
    return best_fit == 1 && silent > 1 ? (sg_str){0} : best; /* none of several that tell nothing */
}

bool manifest_take(struct arena *arena, const json_t *manifest, struct image_record *image) {
    const json_t *layers = json_list(manifest, "layers", MANIFEST_LAYERS);
    int64_t total = 0;
    if (!layers) return false;
    for (size_t i = 0; i < json_array_size(layers); i++)
        if (!sum_add(&total, json_size(json_object_get(json_array_get(layers, i), "size")))) return false;
    sg_str id = json_text(arena, json_object_get(manifest, "config"), "digest");
    if (is_digest(id)) image->id = id;
    image->total = total;
    return true;
}
