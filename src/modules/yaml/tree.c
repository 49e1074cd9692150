/* From libfyaml's events to a tree of nodes. Aliases are refused rather than followed: ten lines of them can stand for
 * more text than there is memory, and annotations have no use for them. */
#include "modules/yaml/yaml.h"

#include "base/quote.h"

bool tree_refuse(struct tree *tree, size_t offset, sg_str message) {
    *tree->error = (struct yaml_error){message, offset};
    return false;
}

/* A quoted scalar, an anchor and an alias start behind their first character. */
static size_t offset_of(struct tree *tree, struct fy_token *token) {
    const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;
    if (mark) tree->at = mark->input_pos;
    return tree->at;
}

/* The node becomes the key that the next one belongs to. */
static bool take_key(struct tree *tree, struct level *level, const struct yaml_node *node) {
    if (node->kind != YAML_SCALAR)
        return tree_refuse(tree, node->offset, STR("a key is a word, not a list or a mapping"));
    if (map_get(&level->keys, node->text)) {
        sg_str key = go_quote(tree->arena, node->text);
        return tree_refuse(tree, node->offset, arena_join(tree->arena, key, STR(" stands here twice")));
    }
    map_put(tree->arena, &level->keys, node->text, 0);
    level->key = node->text;
    level->key_offset = node->offset;
    return true;
}

static bool place(struct tree *tree, struct yaml_node *node) {
    if (!tree->depth) {
        tree->root = node;
        return true;
    }
    struct level *level = &tree->levels[tree->depth - 1];
    if (level->node->kind == YAML_MAPPING && !level->key.ptr) return take_key(tree, level, node);
    node->key = level->key;
    node->key_offset = level->key_offset;
    level->key = (sg_str){0};
    *level->end = node;
    level->end = &node->next;
    return true;
}

static bool check_properties(struct tree *tree, struct fy_token *anchor, struct fy_token *tag) {
    if (anchor) return tree_refuse(tree, offset_of(tree, anchor) - 1, STR("anchors (&name) are not supported here"));
    if (tag) return tree_refuse(tree, offset_of(tree, tag), STR("tags (!name) are not supported here"));
    return true;
}

static bool add_collection(struct tree *tree, enum yaml_kind kind, struct fy_token *start) {
    struct yaml_node *node = arena_one(tree->arena, struct yaml_node);
    node->kind = kind;
    node->offset = offset_of(tree, start);
    if (tree->depth == DEPTH_LIMIT) return tree_refuse(tree, node->offset, STR("this is nested too deeply"));
    if (!place(tree, node)) return false;
    tree->levels[tree->depth++] = (struct level){.node = node, .end = &node->first};
    return true;
}

static bool add_scalar(struct tree *tree, struct fy_token *value) {
    struct yaml_node *node = arena_one(tree->arena, struct yaml_node);
    enum fy_scalar_style style = fy_token_scalar_style(value);
    bool quoted = style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED;
    sg_str text;
    text.ptr = fy_token_get_text(value, &text.len);
    node->plain = style == FYSS_PLAIN;
    node->text = arena_copy(tree->arena, text.ptr ? text : STR(""));
    /* What was left out has the place of what stands before it; libfyaml 0.8 would say where that ends. */
    bool left_out = node->plain && !text.len;
    node->offset = left_out ? tree->at : offset_of(tree, value) - quoted;
    return place(tree, node);
}

static bool begin_document(struct tree *tree, struct fy_token *start) {
    if (tree->begun) return tree_refuse(tree, offset_of(tree, start), STR("only one document can stand here"));
    return tree->begun = true;
}

bool tree_add(struct tree *tree, const struct fy_event *event) {
    switch (event->type) {
    case FYET_DOCUMENT_START: return begin_document(tree, event->document_start.document_start);
    case FYET_MAPPING_START:
        return check_properties(tree, event->mapping_start.anchor, event->mapping_start.tag) &&
               add_collection(tree, YAML_MAPPING, event->mapping_start.mapping_start);
    case FYET_SEQUENCE_START:
        return check_properties(tree, event->sequence_start.anchor, event->sequence_start.tag) &&
               add_collection(tree, YAML_SEQUENCE, event->sequence_start.sequence_start);
    case FYET_SCALAR:
        return check_properties(tree, event->scalar.anchor, event->scalar.tag) && add_scalar(tree, event->scalar.value);
    case FYET_ALIAS:
        return tree_refuse(tree, offset_of(tree, event->alias.anchor) - 1,
                           STR("aliases (*name) are not supported here"));
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END: tree->depth--; return true;
    default: return true;
    }
}
