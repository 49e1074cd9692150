/* Edges between nodes, merged per pair and kind, and the nodes of images, URLs and build contexts. */
#include "annotate/annotate.h"
#include "base/units.h"
#include "size/size.h"
#include "view/build.h"
#include "view/label.h"

/* With more of them there is no place for the names of what each takes, and looking for it takes long. */
enum { FEW_EDGES = 48 };

static sg_str url_name(sg_str url) {
    url = str_slice(url, 0, str_find(url, '#'));
    url = str_slice(url, 0, str_find(url, '?'));
    while (url.len && url.ptr[url.len - 1] == '/') url.len--;
    return view_short_name(url);
}

static size_t add_node(struct view_builder *builder, enum node_kind kind, sg_str text, unsigned marks) {
    struct arena *arena = builder->arena, *words = builder->words;
    sg_str name = kind == NODE_IMAGE ? view_short_name(text) : kind == NODE_URL ? url_name(text) : text;
    sg_str base = mermaid_id(words, arena_join(words, STR("ext_"), label_limit(words, name, 40)), STR("x"));
    struct view_line *line = arena_one(arena, struct view_line);
    sg_str clean = label_clean(words, text),
           shown = label_reference(words, clean.len ? clean : STR("?"), builder->reference);
    *line = (struct view_line){LINE_TITLE, arena_join(arena, view_sign(words, marks), shown)};
    struct view_node node = {.kind = kind, .cluster = NO_CLUSTER, .marks = marks, .lines = line, .line_count = 1};
    node.id = view_unique_id(builder, arena_copy(arena, base));
    node.underline = STR("");
    node.tooltip = arena_copy(arena, label_limit(words, clean, TOOLTIP_LENGTH));
    arena_reset(words);
    LIST_ADD(arena, &builder->nodes) = node;
    return builder->nodes.count - 1;
}

/* The size that a registry tells is about the image alone; one that was measured is part of what the stages show. */
static size_t add_image(struct view_builder *builder, const struct scene_image *shown) {
    const sg_image *image = shown->image;
    size_t index = add_node(builder, NODE_IMAGE, image->ref, shown->marks);
    struct view_node *node = &builder->nodes.items[index];
    if (!size_known(&image->size) || option_on(builder->options, OPT_no_size)) return index;
    sg_str size = size_in_full(builder->arena, &image->size);
    sg_str tip = arena_printf(builder->arena, "%.*s\nsize: %.*s", STR_ARG(node->tooltip), STR_ARG(size));
    node->tooltip = label_limit(builder->arena, tip, TOOLTIP_LENGTH);
    if (image->size.method != SG_SIZE_REGISTRY) return index;
    struct view_line *lines = arena_array(builder->arena, struct view_line, 2);
    lines[0] = node->lines[0];
    lines[1] = (struct view_line){LINE_SIZE, size_text(builder->arena, &image->size)};
    node->lines = lines;
    node->line_count = 2;
    return index;
}

/* The node of what a node takes from outside, made when first needed; NO_NODE if it is not drawn. */
static size_t external_node(struct view_builder *builder, const struct scene_edge *edge, size_t consumer) {
    static const enum node_kind kinds[] = {NODE_STAGE, NODE_IMAGE, NODE_URL, NODE_CONTEXT};
    const sg_edge *public = &edge->edge->public;
    const struct scene_image *image = edge->image == NO_IMAGE ? NULL : &builder->scene->images[edge->image];
    int mode = option_choice(builder->options, OPT_images);
    if (image && image->image->scratch) return NO_NODE;
    if (mode == IMAGES_HIDE || (mode == IMAGES_LABEL && public->kind == SG_EDGE_FROM)) return NO_NODE;
    sg_str key =
        image && view_separate(builder, public->source)
            ? arena_printf(builder->temp, "%d %zu %.*s", (int)public->source_kind, consumer, STR_ARG(public->source))
            : arena_printf(builder->temp, "%d %.*s", (int)public->source_kind, STR_ARG(public->source));
    const size_t *known = map_get(&builder->sources, key);
    if (known) return *known;
    size_t node =
        image ? add_image(builder, image) : add_node(builder, kinds[public->source_kind], public->source, edge->marks);
    map_put(builder->temp, &builder->sources, key, node);
    return node;
}

static void put_tip_line(struct arena *arena, struct text *tip, sg_edge_kind kind, const sg_paths *paths) {
    if (tip->len) text_put(arena, tip, STR("\n"));
    text_put(arena, tip, arena_printf(arena, "line %zu: %s", paths->line, view_verb(kind)));
    for (size_t i = 0; i < paths->source_count && tip->len < 4000; i++) {
        text_put(arena, tip, STR(" "));
        text_put(arena, tip, label_clean(arena, paths->sources[i]));
    }
    if (!paths->dest.len) return;
    text_put(arena, tip, STR(" \xE2\x86\x92 "));
    text_put(arena, tip, label_clean(arena, paths->dest));
}

static sg_str edge_tip(struct view_builder *builder, const sg_edge *edge) {
    struct text tip = {0};
    struct arena *words = builder->words;
    arena_reset(words);
    for (size_t i = 0; i < edge->path_count && tip.len < 4000; i++)
        put_tip_line(words, &tip, edge->kind, &edge->paths[i]);
    if (!edge->path_count)
        text_put(words, &tip, arena_printf(words, "line %zu: %s", edge->lines[0], view_verb(edge->kind)));
    if (size_known(&edge->size))
        text_put(words, &tip, arena_printf(words, "\n%.*s", STR_ARG(size_in_full(words, &edge->size))));
    if (edge->onbuild) text_put(words, &tip, STR("\nby ONBUILD of the base stage"));
    if (edge->forward) text_put(words, &tip, STR("\ntakes from a later stage: BuildKit refuses this"));
    return arena_copy(builder->arena, label_limit(words, text_str(&tip), TOOLTIP_LENGTH));
}

/* With --edges plain all kinds look alike. What BuildKit refuses stays apart. */
struct edge_key {
    size_t kind, marks, from, to;
};

static struct edge_key edge_key(struct view_builder *builder, const struct view_edge *edge) {
    bool plain = option_choice(builder->options, OPT_edges) == EDGES_PLAIN;
    unsigned marks = edge->marks & ~(unsigned)(MARK_SHIPS | MARK_ASIDE); /* what merges joins these */
    return (struct edge_key){plain ? 0 : edge->kind, marks, edge->from, edge->to};
}

static void take(struct view_builder *builder, size_t edge, const sg_edge *public) {
    if (builder->view->tells_taken) view_take(builder, &builder->taken.items[edge], public);
}

/* Edges that look alike are one. */
static void merge(struct view_builder *builder, const struct view_edge *added, const sg_edge *public) {
    struct edge_key key = edge_key(builder, added);
    const size_t *known = map_get(&builder->edge_index, (sg_str){(const char *)&key, sizeof key});
    if (!known) {
        map_put(builder->temp, &builder->edge_index,
                arena_copy(builder->temp, (sg_str){(const char *)&key, sizeof key}), builder->edges.count);
        LIST_ADD(builder->arena, &builder->edges) = *added;
        LIST_ADD(builder->temp, &builder->taken) = (struct taken){.count = 0};
        take(builder, builder->edges.count - 1, public);
        return;
    }
    struct view_edge *edge = &builder->edges.items[*known];
    take(builder, *known, public);
    edge->count += added->count;
    edge->marks = view_ships_join(edge->marks, added->marks);
    bool sized = edge->bytes >= 0 && added->bytes >= 0 && edge->bytes <= INT64_MAX - added->bytes;
    edge->bytes = sized ? edge->bytes + added->bytes : -1;
    if (edge->tooltip.len >= TOOLTIP_LENGTH && str_ends(edge->tooltip, STR("\xE2\x80\xA6"))) return; /* it is full */
    sg_str tips = arena_printf(builder->words, "%.*s\n%.*s", STR_ARG(edge->tooltip), STR_ARG(added->tooltip));
    edge->tooltip = arena_copy(builder->arena, label_limit(builder->words, tips, TOOLTIP_LENGTH));
}

/* What is copied into the image is not all of where it comes from. */
static unsigned shipping(struct view_builder *builder, const struct scene_edge *edge) {
    unsigned marks = view_ships_marks(builder, edge->to);
    return edge->edge->public.kind == SG_EDGE_FROM ? marks : marks & MARK_ASIDE;
}

static void add_edge(struct view_builder *builder, const struct scene_edge *edge) {
    const sg_edge *public = &edge->edge->public;
    size_t to = builder->node_of_stage[edge->to];
    if (to == NO_NODE) return;
    size_t from = edge->from == NO_STAGE ? external_node(builder, edge, to) : builder->node_of_stage[edge->from];
    if (from == NO_NODE) return;
    if (from == to && builder->nodes.items[to].kind == NODE_STAGES) return; /* inside of it */
    struct view_edge added = {.kind = public->kind, .from = from, .to = to, .ranks = 1};
    added.count = public->path_count ? public->path_count : public->line_count;
    added.marks = edge->marks | (public->forward ? MARK_FORWARD : 0) | shipping(builder, edge);
    added.sign = str_trim_ascii(view_sign(builder->arena, edge->marks));
    added.bytes = public->size.method == SG_SIZE_MEASURED ? public->size.total : -1;
    added.tooltip = edge_tip(builder, public);
    merge(builder, &added, public);
}

static void size_edges(struct view_builder *builder) {
    for (size_t e = 0; e < builder->edges.count; e++) {
        struct view_edge *edge = &builder->edges.items[e];
        if (edge->bytes <= 0) continue;
        edge->size = arena_join(builder->arena, STR("+"), size_format(builder->arena, edge->bytes));
    }
}

/* Edges between stages first, so that images stand around a layout that is already there. */
void view_edges(struct view_builder *builder) {
    const struct scene *scene = builder->scene;
    builder->view->tells_taken = view_tells_taken(builder);
    for (int external = 0; external < 2; external++)
        for (size_t e = 0; e < scene->edge_count; e++)
            if ((scene->edges[e].from == NO_STAGE) == external) add_edge(builder, &scene->edges[e]);
    if (!option_on(builder->options, OPT_no_size)) size_edges(builder);
    builder->view->tells_taken = builder->view->tells_taken && builder->edges.count <= FEW_EDGES;
    for (size_t e = 0; e < builder->edges.count && builder->view->tells_taken; e++)
        if (builder->taken.items[e].count)
            view_taken_lines(builder, &builder->taken.items[e], &builder->edges.items[e]);
}
