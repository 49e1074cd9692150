/* Which images an index names. All of them as a flat list: what is below an index in it is one image for several
 * platforms, and so are manifests of one name; of those the wanted one is taken. */
#include "modules/size/archive.h"

struct leaf {
    struct descriptor manifest;
    sg_str blob;  /* name of its item */
    size_t group; /* leaves of one image have the same */
};

struct leaves {
    struct reader *reader;
    LIST(struct leaf) list;
};

/* ---- the list ---- */

static bool is_one_of(sg_str type, const char *first, const char *second) {
    return str_find_str(type, str_from(first)) < type.len || str_find_str(type, str_from(second)) < type.len;
}

static bool is_index(sg_str type) {
    return is_one_of(type, "image.index", "manifest.list");
}

/* Other things than images have types of their own. */
static bool may_be_image(const struct descriptor *entry) {
    return !entry->attestation && (!entry->type.len || is_index(entry->type) ||
                                   is_one_of(entry->type, "image.manifest", "distribution.manifest"));
}

static void take_names(struct descriptor *inner, const struct descriptor *outer) {
    if (!inner->image_name.ptr) inner->image_name = outer->image_name;
    if (!inner->ref_name.ptr) inner->ref_name = outer->ref_name;
}

static bool add_leaf(struct leaves *leaves, const struct descriptor *entry, sg_str blob, size_t group) {
    if (leaves->list.count >= IMAGE_LIMIT) return fail(leaves->reader, "has too many images");
    LIST_ADD(leaves->reader->arena, &leaves->list) = (struct leaf){*entry, blob, group};
    return true;
}

/* The index that an entry stands for, if it is there and one. */
static bool read_inner(struct reader *reader, const struct descriptor *entry, sg_str blob, struct manifest *inner) {
    if (!is_index(entry->type) && entry->type.len) return false;
    const struct item *item = blob.ptr && store_has(reader, blob) ? store_find(reader, blob, ITEM_TEXT) : NULL;
    return item && json_read_manifest(reader, item, inner) && inner->is_index;
}

/* Recursion is bounded by NESTING_LIMIT. */
static bool add_leaves(struct leaves *leaves, const struct manifest *index, size_t group, int depth) {
    struct reader *reader = leaves->reader;
    for (size_t i = 0; i < index->count; i++) {
        struct descriptor entry = index->list[i];
        struct manifest inner;
        if (!may_be_image(&entry)) continue;
        sg_str blob = blob_name(reader, entry.digest);
        size_t own = group ? group : i + 1;
        bool nested = read_inner(reader, &entry, blob, &inner);
        if (reader->json_read > JSON_READ_LIMIT || reader->listed > LIST_LIMIT) return false;
        if (nested && depth == NESTING_LIMIT) return fail(reader, "has an index in an index, again and again");
        for (size_t k = 0; nested && k < inner.count; k++) take_names(&inner.list[k], &entry);
        if (!(nested ? add_leaves(leaves, &inner, own, depth + 1) : add_leaf(leaves, &entry, blob, own))) return false;
    }
    return true;
}

static bool same_image(const struct descriptor *a, const struct descriptor *b) {
    return a->platform.os.ptr && b->platform.os.ptr && str_eq(a->image_name, b->image_name) &&
           str_eq(a->ref_name, b->ref_name);
}

/* An image for several platforms may also be a flat list of manifests. */
static void join_groups(struct leaves *leaves) {
    struct leaf *list = leaves->list.items;
    for (size_t i = 1; i < leaves->list.count; i++)
        for (size_t k = 0; k < i; k++)
            if (same_image(&list[i].manifest, &list[k].manifest)) {
                list[i].group = list[k].group;
                break;
            }
}

/* ---- images ---- */

static void add_names(struct reader *reader, struct image *image, const struct descriptor *entry) {
    image_add_name(reader, image, entry->image_name);
    image_add_name(reader, image, entry->ref_name);
}

static bool is_image_config(sg_str type) {
    return !type.len || is_one_of(type, "container.image", "image.config");
}

/* NULL if it is no image but an artifact of another kind. */
static struct image *read_image(struct reader *reader, const struct leaf *leaf) {
    struct manifest manifest;
    if (!leaf->blob.ptr) {
        fail(reader, "%.*s is no sha256 digest", STR_ARG(shown(reader, leaf->manifest.digest)));
        return image_failed(reader);
    }
    const struct item *item = store_find(reader, leaf->blob, ITEM_TEXT);
    if (!item || !json_read_manifest(reader, item, &manifest)) return image_failed(reader);
    if (!is_image_config(manifest.config_type)) return NULL;
    sg_str *layers = arena_array(reader->arena, sg_str, manifest.count);
    struct image_parts parts = {blob_name(reader, manifest.config), layers, manifest.list, manifest.count};
    bool good = parts.config.ptr && !manifest.is_index;
    for (size_t i = 0; i < manifest.count; i++) {
        layers[i] = blob_name(reader, manifest.list[i].digest);
        good = good && layers[i].ptr;
    }
    if (good) return image_of(reader, &parts);
    fail(reader, "%.*s names what is no sha256 digest", STR_ARG(shown(reader, leaf->blob)));
    return image_failed(reader);
}

/* No leaf of the group at `first` is for the wanted platform. */
static void add_missing(struct leaves *leaves, size_t first, sg_str wanted) {
    struct reader *reader = leaves->reader;
    struct text others = {0};
    for (size_t i = first; i < leaves->list.count; i++) {
        const struct leaf *leaf = &leaves->list.items[i];
        if (leaf->group != leaves->list.items[first].group || others.len > 200) continue;
        sg_str platform = platform_text(reader->arena, &leaf->manifest.platform);
        if (others.len && platform.len) text_put(reader->arena, &others, STR(", "));
        text_put(reader->arena, &others, shown(reader, platform));
    }
    fail(reader, "it is not there for %.*s, only for %.*s", STR_ARG(wanted), STR_ARG(text_str(&others)));
    struct image *image = image_failed(reader);
    add_names(reader, image, &leaves->list.items[first].manifest);
}

/* How well a leaf does: one of an unknown platform just so, one that was left out of the archive not at all. */
static unsigned rank(struct reader *reader, const struct leaf *leaf, sg_str wanted) {
    if (!leaf->blob.ptr || !store_has(reader, leaf->blob)) return 0;
    struct image_platform platform = platform_split(wanted);
    return leaf->manifest.platform.os.ptr ? platform_fit(&platform, &leaf->manifest.platform) : 1;
}

struct choice {
    size_t members, present; /* leaves of the group; those in the archive */
    unsigned best;           /* rank */
};

static struct choice choose(struct leaves *leaves, size_t group, sg_str wanted) {
    struct choice choice = {0};
    for (size_t i = 0; i < leaves->list.count; i++) {
        const struct leaf *leaf = &leaves->list.items[i];
        if (leaf->group != group) continue;
        unsigned its = rank(leaves->reader, leaf, wanted);
        choice.members++;
        choice.present += leaf->blob.ptr && store_has(leaves->reader, leaf->blob);
        if (its > choice.best) choice.best = its;
    }
    return choice;
}

/* One that is alone is taken whatever it is for, also if the others were left out and none was asked for. */
static void add_group(struct leaves *leaves, size_t first) {
    struct reader *reader = leaves->reader;
    bool asked = reader->job->platform.len > 0;
    sg_str wanted = asked ? reader->job->platform : STR("linux/amd64");
    size_t group = leaves->list.items[first].group;
    struct choice choice = choose(leaves, group, wanted);
    bool alone = choice.members == 1 || (!asked && choice.present == 1);
    if (!choice.best && !alone) {
        add_missing(leaves, first, wanted);
        return;
    }
    for (size_t i = first; i < leaves->list.count; i++) {
        const struct leaf *leaf = &leaves->list.items[i];
        if (leaf->group != group || rank(reader, leaf, wanted) < choice.best) continue;
        if (!choice.best && choice.members > 1 && !(leaf->blob.ptr && store_has(reader, leaf->blob))) continue;
        struct image *image = read_image(reader, leaf);
        if (image) add_names(reader, image, &leaf->manifest);
    }
}

bool images_of_index(struct reader *reader, const struct item *item) {
    struct manifest index;
    struct leaves leaves = {.reader = reader};
    if (!json_read_manifest(reader, item, &index)) return false;
    if (!index.is_index) return fail(reader, "%.*s is no index", STR_ARG(shown(reader, item->name)));
    if (!add_leaves(&leaves, &index, 0, 1)) return false;
    join_groups(&leaves);
    for (size_t i = 0; i < leaves.list.count; i++) {
        size_t earlier = 0;
        while (leaves.list.items[earlier].group != leaves.list.items[i].group) earlier++;
        if (earlier == i) add_group(&leaves, i);
    }
    return true;
}
