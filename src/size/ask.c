/* The sources of sizes that the options name are asked, by the size module, and the answers put together. */
#include "size/ask.h"

#include "dockerfile/reference.h"
#include "size/context.h"
#include "size/ignore.h"
#include "size/size.h"

struct asking {
    sg_doc *doc;
    const struct size_module *module;
    sg_progress *progress;
    void *user;
    struct size_wishes wishes;
    bool failed;       /* a source as a whole */
    struct text names; /* of the sources that measured something: "Docker Engine" */
};

static struct size_job new_job(const struct asking *asking, sg_str platform) {
    return (struct size_job){
        .arena = &asking->doc->arena, .platform = platform, .progress = asking->progress, .user = asking->user};
}

/* --platform, if it was given: an image for several platforms has a size for each. */
static sg_str wanted_platform(const sg_doc *doc) {
    return option_is_set(doc->options, OPT_platform) ? option_text(doc->options, OPT_platform) : STR("");
}

static void source_failed(struct asking *asking, enum option_id option, sg_str value, sg_str problem) {
    sg_doc *doc = asking->doc;
    size_t source = diags_add_option(&doc->diags, option_rows[option].name, value);
    diag_add(&doc->diags, DIAG_SIZE_SOURCE, source, 0, STR_ARG(problem));
    asking->failed = true;
}

/* One that is not there is the user's mistake; one that could not be asked for is the source's. */
static void image_failed(struct asking *asking, const struct size_wish *wish, enum image_state state, sg_str problem) {
    if (state == IMAGE_FAILED) asking->failed = true;
    diag_add(&asking->doc->diags, DIAG_SIZE_IMAGE, wish->source, wish->offset, STR_ARG(wish->ref), STR_ARG(problem));
}

static void add_name(struct asking *asking, sg_str name) {
    if (!name.len || str_find_str(text_str(&asking->names), name) < asking->names.len) return;
    if (asking->names.len) text_put(&asking->doc->arena, &asking->names, STR(", "));
    text_put(&asking->doc->arena, &asking->names, name);
}

/* With a template not every stage needs to have an image, but one of them does. */
static void check_template(struct asking *asking, size_t found) {
    const struct size_wishes *wishes = &asking->wishes;
    if (found || !wishes->count || wishes->items[wishes->count - 1].named) return;
    diag_add(&asking->doc->diags, DIAG_SIZE_IMAGES, wishes->items[wishes->count - 1].source, 0);
}

/* ---- engine ---- */

static void ask_engine(struct asking *asking) {
    sg_doc *doc = asking->doc;
    const struct size_wishes *wishes = &asking->wishes;
    sg_str host = option_text(doc->options, OPT_docker_host);
    struct size_job job = new_job(asking, wanted_platform(doc));
    size_t found = 0;
    job.count = wishes->count;
    job.images = arena_array(&doc->arena, struct image_record, job.count);
    for (size_t i = 0; i < job.count; i++) job.images[i].ref = wishes->items[i].ref;
    if (!asking->module->engine(&job, host)) {
        source_failed(asking, OPT_docker_host, host, job.problem);
        return;
    }
    add_name(asking, job.name);
    for (size_t i = 0; i < job.count; i++) {
        const struct image_record *image = &job.images[i];
        if (image->state == IMAGE_FOUND) sizes_take_image(doc, wishes->items[i].stage, image), found++;
        else if (image->state == IMAGE_FAILED || wishes->items[i].named)
            image_failed(asking, &wishes->items[i], image->state, image->problem);
    }
    check_template(asking, found);
}

/* ---- archives ---- */

struct archived {
    const struct image_record **items;
    size_t count, capacity;
};

static void read_archives(struct asking *asking, struct archived *archived) {
    sg_doc *doc = asking->doc;
    for (size_t i = 0; i < option_list_count(doc->options, OPT_archive); i++) {
        sg_str path = option_list_at(doc->options, OPT_archive, i);
        struct size_job job = new_job(asking, wanted_platform(doc));
        if (!asking->module->archive(&job, path)) {
            source_failed(asking, OPT_archive, path, job.problem);
            continue;
        }
        add_name(asking, job.name);
        for (size_t j = 0; j < job.count; j++) {
            if (!job.images[j].ref.ptr) job.images[j].ref = job.images[j].id.ptr ? job.images[j].id : STR("an image");
            LIST_ADD(&doc->arena, archived) = &job.images[j];
        }
    }
}

static void take_named(struct asking *asking, const struct archived *archived) {
    struct arena *arena = &asking->doc->arena;
    size_t found = 0;
    struct image_index index = {0};
    for (size_t i = archived->count; i-- > 0;) image_index_add(arena, &index, archived->items[i], i);
    for (size_t i = 0; i < asking->wishes.count; i++) {
        const struct size_wish *wish = &asking->wishes.items[i];
        const size_t *place = image_index_find(arena, &index, wish->ref);
        const struct image_record *image = place ? archived->items[*place] : NULL;
        if (image && image->state == IMAGE_FOUND) sizes_take_image(asking->doc, wish->stage, image), found++;
        else if (image) image_failed(asking, wish, image->state, image->problem);
        else if (wish->named) image_failed(asking, wish, IMAGE_MISSING, STR("no archive has an image of that name"));
    }
    check_template(asking, found);
}

/* The stage whose name is the tag of an image: "app:http", or "http" in an OCI layout. */
static size_t stage_tagged(const sg_doc *doc, const struct image_record *image) {
    size_t stage = NO_STAGE;
    for (size_t i = 0; i < image->name_count && stage == NO_STAGE; i++) {
        sg_str tag, rest = image->names[i];
        while (str_cut(rest, ':', &tag, &rest)) continue;
        stage = stage_called(doc, tag);
    }
    return stage;
}

static void report_archive(struct asking *asking, const struct archived *archived) {
    sg_doc *doc = asking->doc;
    sg_str path = option_list_at(doc->options, OPT_archive, 0);
    struct text names = {0};
    for (size_t i = 0; i < archived->count && names.len < 200; i++)
        for (size_t n = 0; n < archived->items[i]->name_count && names.len < 200; n++) {
            text_put(&doc->arena, &names, names.len ? STR(", ") : STR("; there are "));
            text_put(&doc->arena, &names, archived->items[i]->names[n]);
        }
    diag_add(&doc->diags, DIAG_SIZE_ARCHIVE, diags_add_option(&doc->diags, "archive", path), 0,
             STR_ARG(text_str(&names)));
}

/* One that is of a stage but cannot be read, say because a layer is damaged. */
static void report_unreadable(struct asking *asking, const struct image_record *image) {
    sg_doc *doc = asking->doc;
    bool single = option_list_count(doc->options, OPT_archive) == 1;
    sg_str path = single ? option_list_at(doc->options, OPT_archive, 0) : STR("");
    diag_add(&doc->diags, DIAG_SIZE_IMAGE, diags_add_option(&doc->diags, "archive", path), 0, STR_ARG(image->ref),
             STR_ARG(image->problem));
    asking->failed = true;
}

/* Without --image and --image-template tags tell the stages, and an only image is that of the target. A guess counts only
 * if the history fits. */
static void take_guessed(struct asking *asking, const struct archived *archived) {
    sg_doc *doc = asking->doc;
    size_t found = 0;
    for (size_t i = 0; i < archived->count; i++) {
        const struct image_record *image = archived->items[i];
        size_t stage = stage_tagged(doc, image);
        if (stage == NO_STAGE && archived->count == 1) stage = doc->target;
        if (stage == NO_STAGE || doc->sizes[stage].image) continue;
        if (image->state == IMAGE_FOUND) found += sizes_guess_image(doc, stage, image);
        else if (image->state == IMAGE_FAILED) report_unreadable(asking, image);
    }
    if (!found && !asking->failed) report_archive(asking, archived);
}

static void ask_archives(struct asking *asking) {
    struct archived archived = {0};
    read_archives(asking, &archived);
    if (asking->wishes.count) take_named(asking, &archived);
    else take_guessed(asking, &archived);
}

/* ---- registries ---- */

/* So many images are asked for at most: whoever wrote the Dockerfile does not decide how many requests are made. */
enum { REGISTRY_IMAGES = 256 };

/* What a registry can be asked for: no scratch, nothing that did not expand, nothing that nobody draws. */
static bool *images_asked_for(sg_doc *doc) {
    bool *asked = arena_array(&doc->arena, bool, doc->images.count);
    sg_str error;
    for (size_t e = 0; e < doc->edges.count; e++) {
        const struct edge *edge = &doc->edges.items[e];
        bool drawn = doc->stages.items[edge->public.stage].public.is_reachable;
        if (edge->public.source_kind == SG_SOURCE_IMAGE && drawn) asked[edge->image] = true;
    }
    for (size_t i = 0, count = 0; i < doc->images.count; i++) {
        const sg_image *image = &doc->images.items[i];
        asked[i] = asked[i] && !image->scratch && reference_valid(&doc->arena, image->ref, &error);
        if (!asked[i] || ++count <= REGISTRY_IMAGES) continue;
        asked[i] = false;
        diag_add(&doc->diags, DIAG_SIZE_REGISTRY, 0, NOWHERE, STR_ARG(image->ref),
                 STR_ARG(STR("too many images to ask for")));
    }
    return asked;
}

static void ask_registry_for(struct asking *asking, const struct registry_access *access, const size_t *images,
                             size_t count, sg_str platform) {
    sg_doc *doc = asking->doc;
    struct size_job job = new_job(asking, platform);
    job.count = count;
    job.images = arena_array(&doc->arena, struct image_record, count);
    for (size_t i = 0; i < count; i++) job.images[i].ref = doc->images.items[images[i]].ref;
    if (!asking->module->registry(&job, access)) {
        source_failed(asking, OPT_registry, STR(""), job.problem);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const struct image_record *image = &job.images[i];
        bool unreached = image->state == IMAGE_UNREACHED;
        asking->failed = asking->failed || unreached;
        if (image->state == IMAGE_FOUND) sizes_take_registry(doc, images[i], image);
        else
            diag_add_any(&doc->diags, unreached ? DIAG_SIZE_UNREACHED : DIAG_SIZE_REGISTRY, 0, NOWHERE,
                         STR_ARG(image->ref), STR_ARG(image->problem));
    }
}

static struct registry_access registry_access(sg_doc *doc) {
    size_t count = option_list_count(doc->options, OPT_insecure_registry);
    sg_str *hosts = arena_array(&doc->arena, sg_str, count);
    for (size_t i = 0; i < count; i++) hosts[i] = option_list_at(doc->options, OPT_insecure_registry, i);
    return (struct registry_access){option_text(doc->options, OPT_docker_config),
                                    option_text(doc->options, OPT_registry_token), hosts, count};
}

/* Images are asked for together, but each for its platform. */
static void ask_registries(struct asking *asking) {
    sg_doc *doc = asking->doc;
    struct registry_access access = registry_access(doc);
    bool *asked = images_asked_for(doc);
    size_t *images = arena_array(&doc->arena, size_t, doc->images.count);
    for (size_t i = 0; i < doc->images.count; i++) {
        sg_str platform = doc->images.items[i].platform;
        size_t count = 0;
        for (size_t j = i; asked[i] && j < doc->images.count; j++) {
            if (!asked[j] || !str_eq(doc->images.items[j].platform, platform)) continue;
            if (j > i) asked[j] = false;
            images[count++] = j;
        }
        if (count) ask_registry_for(asking, &access, images, count, platform);
    }
}

/* ---- build context ---- */

enum { IGNORE_LIMIT = 1 << 20 };

/* The folder of the Dockerfile with its "/", or nothing. */
static sg_str folder_of(sg_str path) {
    size_t end = path.len;
    while (end && path.ptr[end - 1] != '/') end--;
    return str_slice(path, 0, end);
}

/* Patterns that Docker would refuse, or that we do not know, are told where they stand; what they leave out is unknown. */
static bool report_patterns(sg_doc *doc, const struct ignore *ignore, sg_str path, sg_str text, bool linked) {
    size_t count, line = 1, offset = 0, source = diags_add_source(&doc->diags, path, text);
    if (linked) diags_conceal(&doc->diags, source);
    const struct ignore_problem *problems = ignore_problems(ignore, &count);
    for (size_t i = 0; i < count; i++) {
        for (; line < problems[i].line && offset < text.len; line++)
            offset += str_find(str_skip(text, offset), '\n') + 1;
        diag_add(&doc->diags, DIAG_SIZE_IGNORE, source, offset, STR_ARG(problems[i].pattern),
                 STR_ARG(problems[i].reason));
    }
    return count == 0;
}

/* The first of the places that has one. *ignore is NULL if none does, and *known false if it cannot be understood. */
static bool read_ignore(struct asking *asking, sg_str context, struct ignore **ignore, bool *known, sg_str *problem) {
    sg_doc *doc = asking->doc;
    struct arena *arena = &doc->arena;
    sg_str dockerfile = doc->diags.sources.items[0].name, text;
    size_t count;
    bool linked;
    const struct ignore_place *places = ignore_places(arena, doc->name, &count);
    for (size_t i = 0; i < count; i++) {
        if (places[i].beside && str_eq(dockerfile, STR("<stdin>"))) continue;
        sg_str folder = places[i].beside ? folder_of(dockerfile) : arena_join(arena, context, STR("/"));
        sg_str path = arena_join(arena, folder, places[i].name);
        if (!asking->module->file(arena, path, IGNORE_LIMIT, &text, &linked, problem)) return false;
        if (!text.ptr) continue;
        *ignore = ignore_read(arena, text);
        *known = report_patterns(doc, *ignore, path, text, linked);
        return true;
    }
    return true;
}

static bool is_kept(void *ignore, sg_str path, bool is_folder) {
    if (!ignore) return true;
    return is_folder ? !ignore_prunes(ignore, path) : !ignore_matches(ignore, path);
}

static void ask_context(struct asking *asking) {
    sg_doc *doc = asking->doc;
    sg_str context = option_text(doc->options, OPT_context), problem;
    struct ignore *ignore = NULL;
    struct folder folder = {0};
    bool known = true;
    if (!read_ignore(asking, context, &ignore, &known, &problem) ||
        !asking->module->folder(&doc->arena, context, is_kept, ignore, &folder, &problem)) {
        source_failed(asking, OPT_context, context, problem);
        return;
    }
    if (!known) return;
    if (ignore && ignore_over_budget(ignore))
        diag_add(&doc->diags, DIAG_LIMIT, 0, NOWHERE, "the patterns of .dockerignore take over 250 million steps");
    bool over_budget;
    const struct context_bound *bounds = context_bounds(&doc->arena, doc, &folder, &over_budget);
    if (over_budget)
        diag_add(&doc->diags, DIAG_LIMIT, 0, NOWHERE, "COPY and ADD take over 250 million steps in the build context");
    for (size_t s = 0; s < doc->stages.count; s++) sizes_take_context(doc, s, &bounds[s]);
}

/* ---- the whole ---- */

bool sizes_wanted(const sg_options *options) {
    return options_measure(options) || option_on(options, OPT_registry) || option_is_set(options, OPT_context);
}

sg_status sizes_ask(sg_doc *doc, const struct size_module *module, sg_progress *progress, void *user) {
    const sg_options *options = doc->options;
    struct asking asking = {
        .doc = doc, .module = module, .progress = progress, .user = user, .wishes = sizes_wishes(doc)};
    if (option_is_set(options, OPT_archive)) ask_archives(&asking);
    else if (asking.wishes.count) ask_engine(&asking);
    sizes_align(doc);
    if (option_on(options, OPT_registry)) ask_registries(&asking);
    if (option_is_set(options, OPT_context)) ask_context(&asking);
    sizes_settle(doc, text_str(&asking.names));
    return asking.failed ? SG_SOURCE_FAILED : SG_OK;
}
