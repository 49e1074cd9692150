/* The document's edges and images, and the build contexts that may stand in for images. */
#include "dockerfile/reference.h"
#include "graph/build.h"

/* ---- build contexts ---- */

static struct context read_context(struct arena *arena, sg_str name, sg_str value) {
    static const char *const urls[] = {"git://", "ssh://", "http://", "https://", "git@"};
    struct context context = {.kind = CONTEXT_OTHER, .name = reference_context_key(arena, name)};
    context.value = context.name;
    if (str_starts(value, STR("docker-image://"))) {
        context.kind = CONTEXT_IMAGE;
        context.value = str_skip(value, 15);
        context.has_config = !str_eq(context.value, STR("scratch"));
    }
    if (str_starts(value, STR("oci-layout:"))) context.has_config = true;
    for (size_t i = 0; i < COUNT(urls); i++) {
        if (!str_starts(value, str_from(urls[i]))) continue;
        context.kind = CONTEXT_URL;
        context.value = value;
    }
    return context;
}

/* The option check has seen to it that there is a "=" and no "::". */
void contexts_read(struct builder *builder) {
    const sg_options *options = builder->doc->options;
    for (size_t i = 0; i < option_list_count(options, OPT_build_context); i++) {
        sg_str text = option_list_at(options, OPT_build_context, i), name, value, error;
        size_t source = diags_add_option(builder->diags, "build-context", text);
        str_cut(text, '=', &name, &value);
        if (!reference_valid(builder->arena, name, &error)) {
            diag_add(builder->diags, DIAG_CONTEXT_NAME, source, 0, STR_ARG(name), STR_ARG(error));
            continue;
        }
        struct context context = read_context(builder->arena, name, value);
        context.source = source;
        context.offset = name.len + 1;
        map_put(builder->arena, &builder->context_names, context.name, builder->contexts.count);
        LIST_ADD(builder->arena, &builder->contexts) = context;
    }
}

const struct context *context_of(const struct builder *builder, sg_str image) {
    sg_str error;
    if (!builder->contexts.count || !reference_valid(builder->arena, image, &error)) return NULL;
    const size_t *index = map_get(&builder->context_names, reference_context_key(builder->arena, image));
    return index ? &builder->contexts.items[*index] : NULL;
}

/* ---- images ---- */

static size_t image_index(struct builder *builder, sg_str ref, sg_str raw, sg_str platform) {
    const size_t *known = map_get(&builder->images, ref);
    if (known) return *known;
    sg_doc *doc = builder->doc;
    bool scratch = str_eq(ref, STR("scratch"));
    map_put(builder->temp, &builder->images, ref, doc->images.count);
    LIST_ADD(builder->arena, &doc->images) =
        (sg_image){.ref = ref, .raw = raw, .platform = scratch ? (sg_str){0} : platform, .scratch = scratch};
    return doc->images.count - 1;
}

/* ---- edges ---- */

void *list_with_room(struct arena *arena, const void *items, size_t count, size_t item_size) {
    if (count & (count - 1)) return (void *)items;
    return arena_resize(arena, (void *)items, count * item_size, (count ? 2 * count : 1) * item_size);
}

static void add_line(struct arena *arena, sg_edge *edge, size_t line) {
    if (edge->line_count && edge->lines[edge->line_count - 1] == line) return;
    size_t *lines = list_with_room(arena, edge->lines, edge->line_count, sizeof *lines);
    lines[edge->line_count++] = line;
    edge->lines = lines;
}

static void add_paths(struct arena *arena, sg_edge *edge, const sg_paths *added) {
    sg_paths *paths = list_with_room(arena, edge->paths, edge->path_count, sizeof *paths);
    paths[edge->path_count++] = *added;
    edge->paths = paths;
}

static void add_step(struct arena *arena, struct edge *edge, size_t step) {
    if (edge->step_count && edge->steps[edge->step_count - 1] == step) return;
    size_t *steps = list_with_room(arena, edge->steps, edge->step_count, sizeof *steps);
    steps[edge->step_count++] = step;
    edge->steps = steps;
}

static void add_input(struct arena *arena, const sg_edge *edge, const struct edge_origin *origin) {
    static const enum input_kind kinds[] = {INPUT_STAGE, INPUT_IMAGE, INPUT_URL, INPUT_CONTEXT};
    struct input input = {.kind = kinds[edge->source_kind], .stage = edge->source_stage, .name = edge->source};
    if (origin->paths && input.kind != INPUT_URL)
        input.paths = origin->paths->sources, input.path_count = origin->paths->source_count;
    step_add_input(arena, origin->step, input);
}

static struct edge *edge_add(struct builder *builder, struct edge wanted, struct edge_origin origin) {
    sg_doc *doc = builder->doc;
    struct arena *arena = builder->arena;
    const sg_edge *w = &wanted.public;
    sg_str key = arena_printf(builder->temp, "%d %d %zu %zu %.*s", (int)w->kind, (int)w->source_kind, w->stage,
                              w->source_stage, STR_ARG(w->source));
    const size_t *known = map_get(&builder->edges, key);
    if (!known) {
        map_put(builder->temp, &builder->edges, key, doc->edges.count);
        LIST_ADD(arena, &doc->edges) = wanted;
    }
    struct edge *edge = &doc->edges.items[known ? *known : doc->edges.count - 1];
    add_line(arena, &edge->public, origin.line);
    if (origin.paths) add_paths(arena, &edge->public, origin.paths);
    if (origin.step) {
        const struct stage *stage = &doc->stages.items[w->stage];
        add_step(arena, edge, (size_t)(origin.step - stage->steps));
        add_input(arena, w, &origin);
        edge->public.onbuild = edge->public.onbuild || origin.step->trigger;
    }
    edge->public.forward = edge->public.forward || origin.forward;
    return edge;
}

void edge_from_stage(struct builder *builder, sg_edge_kind kind, size_t source, size_t stage,
                     struct edge_origin origin) {
    sg_edge edge = {.kind = kind, .source_kind = SG_SOURCE_STAGE, .source_stage = source, .stage = stage};
    edge_add(builder, (struct edge){.public = edge}, origin);
}

static void edge_from_text(struct builder *builder, sg_edge_kind kind, sg_source_kind source_kind, sg_str text,
                           sg_str raw, size_t stage, struct edge_origin origin) {
    sg_edge edge = {.kind = kind, .source_kind = source_kind, .source = text, .stage = stage};
    struct edge *added = edge_add(builder, (struct edge){.public = edge}, origin);
    if (source_kind != SG_SOURCE_IMAGE) return;
    sg_str platform =
        kind == SG_EDGE_FROM ? builder->doc->stages.items[stage].public.platform : builder->target_platform_text;
    added->image = image_index(builder, text, raw, platform);
}

/* What BuildKit refuses when it loads a context (dockerui, NamedContext.load). */
static sg_str context_error(struct arena *arena, const struct context *context) {
    struct git_source git;
    sg_str error = {0};
    if (context->kind == CONTEXT_IMAGE && !str_eq(context->value, STR("scratch")))
        reference_valid(arena, context->value, &error);
    else if (str_starts(context->value, STR("ssh://")))
        error = arena_printf(arena, "unsupported context source ssh for %.*s", STR_ARG(context->name));
    else if (context->kind == CONTEXT_URL) git_source(arena, context->value, &git, &error);
    return error;
}

void edge_from_context(struct builder *builder, sg_edge_kind kind, const struct context *context, size_t stage,
                       struct edge_origin origin) {
    static const sg_source_kind kinds[] = {SG_SOURCE_IMAGE, SG_SOURCE_URL, SG_SOURCE_CONTEXT};
    bool loaded = !builder->doc->targets_named || builder->needed[stage];
    sg_str error = loaded ? context_error(builder->arena, context) : STR("");
    if (error.len && !map_get(&builder->invalid, context->value)) {
        map_put(builder->temp, &builder->invalid, context->value, 0);
        diag_add(builder->diags, DIAG_CONTEXT_VALUE, context->source, context->offset, STR_ARG(error));
    }
    edge_from_text(builder, kind, kinds[context->kind], context->value, context->value, stage, origin);
}

void edge_from_image(struct builder *builder, sg_edge_kind kind, sg_str image, sg_str raw, size_t stage,
                     struct edge_origin origin) {
    const struct context *context = str_eq(image, STR("scratch")) ? NULL : context_of(builder, image);
    if (context) edge_from_context(builder, kind, context, stage, origin);
    else edge_from_text(builder, kind, SG_SOURCE_IMAGE, image, raw, stage, origin);
}

void edge_from_url(struct builder *builder, sg_edge_kind kind, sg_str url, size_t stage, struct edge_origin origin) {
    edge_from_text(builder, kind, SG_SOURCE_URL, url, url, stage, origin);
}
