/* Docker Engine API over a Unix socket or TCP: who is there, what its sizes are, then all images at once. */
#include "modules/size/engine.h"

#include "modules/size/http.h"
#include "modules/size/platform.h"
#include "modules/size/size.h"

struct engine {
    struct size_job *job;
    sg_str address, peer; /* as the caller named it; the same for problems */
    struct engine_host host;
    struct http_client client;
    json_t *json;   /* the answer being read */
    sg_str version; /* of the API */
    bool podman, lowered;
    sg_size_basis basis;
    struct http_request request;   /* about the engine itself */
    struct http_request *requests; /* for images: history and inspect of each */
    size_t answered;
};

static const char *url_of(struct engine *engine, sg_str path) {
    struct arena *arena = engine->job->arena;
    return arena_cstr(arena, arena_printf(arena, "http://%.*s%.*s", STR_ARG(engine->host.authority), STR_ARG(path)));
}

/* "/info" → "/v1.41/info" */
static const char *api_url(struct engine *engine, sg_str path) {
    return url_of(engine, arena_printf(engine->job->arena, "/v%.*s%.*s", STR_ARG(engine->version), STR_ARG(path)));
}

/* Why there is no answer that can be used. */
static sg_str refusal(struct engine *engine, const struct http_request *request) {
    if (!request->status) return request->problem;
    sg_str message = engine_message(engine->job->arena, &engine->json, buf_str(&request->body));
    return arena_printf(engine->job->arena, "%.*s answers with HTTP status %d: %.*s", STR_ARG(engine->peer),
                        (int)request->status, STR_ARG(message));
}

static bool ask(struct engine *engine, const char *url, http_answered *answered) {
    engine->request = (struct http_request){.url = url, .peer = engine->peer, .plain = true};
    http_perform(&engine->client, &engine->request, 1, answered, engine);
    return !engine->job->problem.len;
}

/* ---- who is there ---- */

static bool took_ping(void *user, struct http_request *request) {
    struct engine *engine = user;
    struct arena *arena = engine->job->arena;
    engine->version = arena_copy(arena, http_first_header(request, STR("Api-Version")));
    engine->podman = str_starts(http_first_header(request, STR("Server")), STR("Libpod"));
    engine->job->name = engine->podman ? STR("Podman") : STR("Docker Engine");
    if (request->status != 200) engine->job->problem = refusal(engine, request);
    else if (!engine_version_valid(engine->version))
        engine->job->problem =
            arena_printf(arena, "%.*s does not answer as a Docker Engine does (no Api-Version)", STR_ARG(engine->peer));
    return false;
}

/* "too new": the engine is asked once more, with the version that it names. */
static bool lower_version(struct engine *engine, struct http_request *request) {
    sg_str named = engine_version_named(engine_message(engine->job->arena, &engine->json, buf_str(&request->body)));
    if (request->status != 400 || !named.ptr || engine->lowered) return false;
    engine->lowered = true;
    engine->version = named;
    request->url = api_url(engine, STR("/info"));
    return true;
}

static bool took_info(void *user, struct http_request *request) {
    struct engine *engine = user;
    if (lower_version(engine, request)) return true;
    if (request->status != 200) engine->job->problem = refusal(engine, request);
    else if (!json_read(&engine->json, buf_str(&request->body)))
        engine->job->problem = arena_printf(engine->job->arena, "%.*s does not answer /info as a Docker Engine does",
                                            STR_ARG(engine->peer));
    else engine->basis = engine_basis(engine->json);
    return false;
}

/* Podman has one kind of sizes, of tar streams, and ignores the version. */
static bool meet(struct engine *engine) {
    if (!ask(engine, url_of(engine, STR("/_ping")), took_ping)) return false;
    engine->basis = SG_BASIS_TAR;
    return engine->podman || ask(engine, api_url(engine, STR("/info")), took_info);
}

/* ---- images ---- */

static void fail(struct image_record *image, enum image_state state, sg_str problem) {
    if (image->state != IMAGE_FOUND) return;
    image->state = state;
    image->problem = problem;
}

static const char *image_url(struct engine *engine, sg_str ref, bool history) {
    struct size_job *job = engine->job;
    sg_str query = STR("");
    if (job->platform.len && engine_version_has(engine->version, history ? 48 : 49) && !engine->podman)
        query = engine_platform_query(job->arena, job->platform);
    return api_url(engine,
                   arena_printf(job->arena, "/images/%.*s/%s%s%.*s", STR_ARG(http_encode(job->arena, ref, "/:@")),
                                history ? "history" : "json", query.len ? "?platform=" : "", STR_ARG(query)));
}

/* What Podman builds as "app" is "localhost/app" to it, but this API takes "app" for an image from elsewhere. */
static bool lengthen_name(struct engine *engine, struct http_request *request, sg_str ref, bool history) {
    const char *longer = image_url(engine, arena_join(engine->job->arena, STR("localhost/"), ref), history);
    if (!engine->podman || str_has(ref, '/') || strcmp(request->url, longer) == 0) return false;
    request->url = longer;
    return true;
}

static void tell_progress(void *user) {
    const struct engine *engine = user;
    const struct size_job *job = engine->job;
    job->progress(job->user, job->name, (int64_t)(engine->answered / 2), (int64_t)job->count);
}

static bool took_image(void *user, struct http_request *request) {
    struct engine *engine = user;
    struct size_job *job = engine->job;
    size_t index = (size_t)(request - engine->requests);
    struct image_record *image = &job->images[index / 2];
    bool history = index % 2 == 0;
    if (request->status == 404 && lengthen_name(engine, request, image->ref, history)) return true;
    if (request->status == 404)
        fail(image, IMAGE_MISSING, arena_printf(job->arena, "%.*s has no such image", STR_ARG(job->name)));
    else if (request->status != 200) fail(image, IMAGE_FAILED, refusal(engine, request));
    else if (!json_read(&engine->json, buf_str(&request->body)) ||
             !(history ? engine_take_history : engine_take_inspect)(job->arena, engine->json, image))
        fail(image, IMAGE_FAILED,
             arena_printf(job->arena, "what %.*s says about its %s makes no sense", STR_ARG(engine->peer),
                          history ? "history and sizes" : "layers"));
    engine->answered++;
    if (job->progress) tell_progress(engine);
    return false;
}

/* An engine that cannot choose may have the image for another platform; layers that are all of size 0 were never
 * measured; and the id of an image in a store of containerd is not that of its configuration. */
static void judge(struct engine *engine, struct image_record *image) {
    struct size_job *job = engine->job;
    struct image_platform wanted = platform_split(job->platform), offered = platform_split(image->platform);
    if (job->platform.len && image->platform.ptr && !platform_fit(&wanted, &offered))
        fail(image, IMAGE_MISSING,
             arena_printf(job->arena, "%.*s has this image for %.*s only", STR_ARG(job->name),
                          STR_ARG(http_words(job->arena, image->platform))));
    if (!image->total && image->layer_count) {
        image->total = -1;
        for (size_t i = 0; i < image->history_count; i++) image->history[i].size = -1;
    }
    if (engine->basis == SG_BASIS_DISK) image->id = (sg_str){0};
    image->basis = engine->basis;
}

static void ask_images(struct engine *engine) {
    struct size_job *job = engine->job;
    engine->requests = arena_array(job->arena, struct http_request, job->count * 2);
    for (size_t i = 0; i < job->count; i++) {
        job->images[i] = (struct image_record){.ref = job->images[i].ref, .total = -1};
        struct http_request *pair = &engine->requests[2 * i];
        pair[0].peer = pair[1].peer = engine->peer;
        pair[0].plain = pair[1].plain = true;
        pair[0].url = image_url(engine, job->images[i].ref, true);
        pair[1].url = image_url(engine, job->images[i].ref, false);
    }
    http_perform(&engine->client, engine->requests, job->count * 2, took_image, engine);
    for (size_t i = 0; i < job->count; i++) judge(engine, &job->images[i]);
}

/* ---- the whole ---- */

static bool work(void *state) {
    struct engine *engine = state;
    struct size_job *job = engine->job;
    engine->peer = http_words(job->arena, engine->address);
    job->name = STR("Docker Engine");
    sg_str problem;
    if (!engine_parse_host(job->arena, engine->address, &engine->host, &problem)) {
        job->problem = problem;
        return false;
    }
    engine->client = (struct http_client){
        .arena = job->arena, .socket = engine->host.socket, .waiting = job->progress ? tell_progress : NULL};
    job->problem = STR("");
    if (!meet(engine)) return false;
    ask_images(engine);
    return true;
}

static void release(void *state) {
    struct engine *engine = state;
    http_close(&engine->client);
    json_decref(engine->json);
}

bool engine_read_sizes(struct size_job *job, sg_str host) {
    struct engine engine = {.job = job, .address = host};
    return guarded(job->arena, work, release, &engine);
}
