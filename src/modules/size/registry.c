/* Registry v2: one manifest for each image. Each lookup goes its own way, as the answers lead it, all at the same time:
 * manifest → (401) token → manifest → (an index) the manifest of one platform.
 *
 * Credentials go to their own registry, and to where it says that tokens are had; never along a redirect to another host,
 * never into a message. */
#include "modules/size/registry.h"

#include "modules/size/http.h"
#include "modules/size/platform.h"
#include "modules/size/size.h"

enum { REDIRECTS = 3, INDEXES = 2 };

static const char accepted[] = "application/vnd.docker.distribution.manifest.v2+json, "
                               "application/vnd.docker.distribution.manifest.list.v2+json, "
                               "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json";

struct lookup {
    struct image_record *image;
    struct image_name name;
    sg_str home;         /* "https://host/": where credentials may go */
    const char *address; /* of the manifest */
    struct credentials credentials;
    const char *authorization; /* what the registry itself is told */
    bool given;                /* that is a token from outside */
    bool challenged, asks_token;
    unsigned redirects, indexes;
};

struct registry {
    struct size_job *job;
    const struct registry_access *access;
    struct http_client client;
    json_t *config, *json; /* the file with credentials; the answer being read */
    struct lookup *lookups;
    struct http_request *requests; /* one for each */
    size_t done;
};

/* ---- requests ---- */

static bool fail(struct lookup *lookup, enum image_state state, sg_str problem) {
    lookup->image->state = state;
    lookup->image->problem = problem;
    return false;
}

static sg_str host_of(const char *url) {
    sg_str rest = str_from(url), host, path;
    str_cut(str_skip(rest, str_find_str(rest, STR("://")) + 3), '/', &host, &path);
    str_cut(host, '?', &host, &path);
    return host;
}

static bool ask_manifest(struct registry *registry, struct lookup *lookup, struct http_request *request,
                         const char *address) {
    lookup->asks_token = false;
    lookup->address = request->url = address;
    request->peer = http_words(registry->job->arena, host_of(address));
    request->accept = accepted;
    request->authorization = str_starts(str_from(address), lookup->home) ? lookup->authorization : NULL;
    return true;
}

static bool ask_version(struct registry *registry, struct lookup *lookup, struct http_request *request,
                        sg_str version) {
    struct arena *arena = registry->job->arena;
    sg_str url = arena_printf(arena, "%.*sv2/%.*s/manifests/%.*s", STR_ARG(lookup->home),
                              STR_ARG(lookup->name.repository), STR_ARG(version));
    return ask_manifest(registry, lookup, request, arena_cstr(arena, url));
}

/* ---- who asks ---- */

static bool denied(struct registry *registry, struct lookup *lookup) {
    struct arena *arena = registry->job->arena;
    const struct credentials *known = &lookup->credentials;
    sg_str host = lookup->name.registry, repository = lookup->name.repository, problem;
    if (lookup->given)
        problem = arena_printf(arena, "%.*s refuses the token in STAGEGRAPH_REGISTRY_TOKEN", STR_ARG(host));
    else if (known->basic)
        problem = arena_printf(arena, "%.*s refuses the credentials of %.*s for %.*s", STR_ARG(host),
                               STR_ARG(registry->access->config), STR_ARG(repository));
    else if (known->helper.len || known->identity)
        problem =
            arena_printf(arena,
                         "%.*s wants credentials, and %s%.*s is not %s: STAGEGRAPH_REGISTRY_TOKEN can hold a token, "
                         "as %.*s=TOKEN",
                         STR_ARG(host), known->identity ? "an identity token" : "the helper docker-credential-",
                         STR_ARG(http_words(arena, known->helper)), known->identity ? "used" : "run", STR_ARG(host));
    else
        problem = arena_printf(arena, "%.*s wants credentials for %.*s (docker login), or there is no such image",
                               STR_ARG(host), STR_ARG(repository));
    return fail(lookup, IMAGE_FAILED, problem);
}

/* The first 401 of the registry itself: what it asks for is done once. */
static bool answer_challenge(struct registry *registry, struct lookup *lookup, struct http_request *request) {
    struct arena *arena = registry->job->arena;
    struct challenge challenge = {0};
    sg_str rest = buf_str(&request->head), header;
    bool home = str_starts(str_from(request->url), lookup->home);
    if (!home || lookup->challenged || lookup->given) return denied(registry, lookup);
    lookup->challenged = true;
    while ((header = http_header(&rest, STR("WWW-Authenticate"))).ptr) challenge_read(arena, header, &challenge);
    if (!challenge.bearer) {
        if (!challenge.basic || !lookup->credentials.basic) return denied(registry, lookup);
        lookup->authorization = lookup->credentials.basic;
        return ask_manifest(registry, lookup, request, lookup->address);
    }
    request->url = challenge_url(arena, &challenge, lookup->name.repository, request->plain);
    if (!request->url)
        return fail(lookup, IMAGE_FAILED,
                    arena_printf(arena, "%.*s has its tokens at an address that is not safe", STR_ARG(request->peer)));
    lookup->asks_token = true;
    request->peer = http_words(arena, host_of(request->url));
    request->accept = NULL;
    request->authorization = lookup->credentials.basic;
    return true;
}

static sg_str http_problem(struct registry *registry, const struct http_request *request) {
    struct arena *arena = registry->job->arena;
    if (!request->status) return request->problem;
    const json_t *errors = json_read(&registry->json, buf_str(&request->body))
                               ? json_list(registry->json, "errors", MANIFEST_IMAGES)
                               : NULL;
    sg_str message = json_text(arena, json_array_get(errors, 0), "message");
    return arena_printf(arena, "%.*s answers with HTTP status %d%s%.*s", STR_ARG(request->peer), (int)request->status,
                        message.len ? ": " : "", STR_ARG(http_words(arena, message)));
}

static bool fail_request(struct registry *registry, struct lookup *lookup, const struct http_request *request) {
    bool reached = request->status && request->status < 500;
    return fail(lookup, reached ? IMAGE_FAILED : IMAGE_UNREACHED, http_problem(registry, request));
}

static bool took_token(struct registry *registry, struct lookup *lookup, struct http_request *request) {
    if (request->status == 401 || request->status == 403) return denied(registry, lookup);
    if (request->status != 200) return fail_request(registry, lookup, request);
    if (json_read(&registry->json, buf_str(&request->body)))
        lookup->authorization = token_authorization(registry->job->arena, registry->json);
    if (lookup->authorization) return ask_manifest(registry, lookup, request, lookup->address);
    return fail(lookup, IMAGE_FAILED,
                arena_printf(registry->job->arena, "%.*s gives no token", STR_ARG(request->peer)));
}

/* ---- what is there ---- */

/* To the same scheme, or to a safer one; ask_manifest() leaves credentials behind. */
static bool follow(struct registry *registry, struct lookup *lookup, struct http_request *request) {
    struct arena *arena = registry->job->arena;
    sg_str location = http_first_header(request, STR("Location")), from = request->peer;
    const char *url = location.len ? http_resolve(&registry->client, request->url, location) : NULL;
    bool plain = url && str_starts(str_from(url), STR("http://"));
    bool safe =
        url && (plain ? request->plain && host_is_loopback(host_of(url)) : str_starts(str_from(url), STR("https://")));
    if (!safe)
        return fail(lookup, IMAGE_FAILED,
                    arena_printf(arena, "%.*s redirects to an address that is not safe", STR_ARG(from)));
    if (lookup->redirects++ == REDIRECTS)
        return fail(lookup, IMAGE_FAILED, arena_printf(arena, "%.*s redirects too often", STR_ARG(from)));
    return ask_manifest(registry, lookup, request, url);
}

static bool took_index(struct registry *registry, struct lookup *lookup, struct http_request *request) {
    struct size_job *job = registry->job;
    struct image_platform wanted = platform_split(job->platform);
    sg_str digest = manifest_pick(job->arena, registry->json, job->platform, &lookup->image->platform);
    if (!digest.ptr)
        return fail(lookup, IMAGE_MISSING,
                    arena_printf(job->arena, "%.*s has no such image for %.*s", STR_ARG(request->peer),
                                 STR_ARG(platform_text(job->arena, &wanted))));
    if (lookup->indexes++ == INDEXES)
        return fail(lookup, IMAGE_FAILED, arena_printf(job->arena, "its index holds indexes that hold indexes"));
    return ask_version(registry, lookup, request, digest);
}

static bool took_manifest(struct registry *registry, struct lookup *lookup, struct http_request *request) {
    struct arena *arena = registry->job->arena;
    if (!json_read(&registry->json, buf_str(&request->body)))
        return fail(lookup, IMAGE_FAILED, arena_printf(arena, "%.*s answers with no JSON", STR_ARG(request->peer)));
    enum manifest_kind kind = manifest_kind(registry->json);
    if (kind == MANIFEST_INDEX) return took_index(registry, lookup, request);
    if (kind == MANIFEST_OTHER) return fail(lookup, IMAGE_FAILED, STR("its manifest is of a kind that tells no sizes"));
    if (!manifest_take(arena, registry->json, lookup->image))
        return fail(lookup, IMAGE_FAILED,
                    arena_printf(arena, "the sizes that %.*s tells make no sense", STR_ARG(request->peer)));
    return false;
}

static void tell_progress(void *user) {
    const struct registry *registry = user;
    const struct size_job *job = registry->job;
    job->progress(job->user, job->name, (int64_t)registry->done, (int64_t)job->count);
}

static bool took_answer(void *user, struct http_request *request) {
    struct registry *registry = user;
    struct size_job *job = registry->job;
    struct lookup *lookup = &registry->lookups[request - registry->requests];
    bool again = false;
    if (lookup->asks_token && request->status) again = took_token(registry, lookup, request);
    else if (request->status == 200) again = took_manifest(registry, lookup, request);
    else if (request->status == 401 || request->status == 403) again = answer_challenge(registry, lookup, request);
    else if (request->status == 404)
        fail(lookup, IMAGE_MISSING, arena_printf(job->arena, "%.*s has no such image", STR_ARG(request->peer)));
    else if (request->status > 300 && request->status < 309 && request->status != 304)
        again = follow(registry, lookup, request);
    else fail_request(registry, lookup, request);
    registry->done += !again;
    if (!again && job->progress) tell_progress(registry);
    return again;
}

/* ---- the whole ---- */

static bool read_config(struct registry *registry) {
    struct size_job *job = registry->job;
    sg_str path = registry->access->config, text;
    bool linked;
    if (!path.len) return true;
    if (!file_read_text(job->arena, path, CONFIG_LIMIT, &text, &linked, &job->problem)) return false;
    if (!text.ptr || json_read(&registry->config, text)) return true;
    job->problem = arena_printf(job->arena, "%.*s, which holds credentials, is no JSON", STR_ARG(path));
    return false;
}

static bool is_insecure(const struct registry_access *access, sg_str host) {
    for (size_t i = 0; i < access->insecure_count; i++)
        if (str_eq_nocase(access->insecure[i], host)) return true;
    return false;
}

/* Prepares the first request of an image; false: there is nothing to ask. */
static bool start(struct registry *registry, struct lookup *lookup, struct http_request *request) {
    struct arena *arena = registry->job->arena;
    *lookup->image = (struct image_record){.ref = lookup->image->ref, .basis = SG_BASIS_COMPRESSED, .total = -1};
    if (!image_name_split(arena, lookup->image->ref, &lookup->name))
        return fail(lookup, IMAGE_FAILED, STR("this is no name of an image"));
    sg_str host = lookup->name.registry;
    request->plain = is_insecure(registry->access, host);
    if (request->plain && !host_is_loopback(host))
        return fail(lookup, IMAGE_FAILED, STR("plain HTTP is for registries on this machine (loopback) only"));
    lookup->home = arena_printf(arena, "%s://%.*s/", request->plain ? "http" : "https", STR_ARG(lookup->name.host));
    lookup->credentials = credentials_of(arena, registry->config, host);
    lookup->authorization = token_of(arena, registry->access->token, host);
    lookup->given = lookup->authorization;
    return ask_version(registry, lookup, request, lookup->name.version);
}

static bool work(void *state) {
    struct registry *registry = state;
    struct size_job *job = registry->job;
    job->name = STR("registry");
    job->problem = STR("");
    registry->client.arena = job->arena;
    registry->client.waiting = job->progress ? tell_progress : NULL;
    if (!tokens_valid(registry->access->token)) {
        job->problem = STR("STAGEGRAPH_REGISTRY_TOKEN is written HOST=TOKEN, so that no other registry gets it");
        return false;
    }
    if (!read_config(registry)) return false;
    registry->lookups = arena_array(job->arena, struct lookup, job->count);
    registry->requests = arena_array(job->arena, struct http_request, job->count);
    size_t count = 0;
    for (size_t i = 0; i < job->count; i++) {
        registry->lookups[count] = (struct lookup){.image = &job->images[i]};
        count += start(registry, &registry->lookups[count], &registry->requests[count]);
    }
    registry->done = job->count - count;
    http_perform(&registry->client, registry->requests, count, took_answer, registry);
    return true;
}

static void release(void *state) {
    struct registry *registry = state;
    http_close(&registry->client);
    json_decref(registry->config);
    json_decref(registry->json);
}

bool registry_read_sizes(struct size_job *job, const struct registry_access *access) {
    struct registry registry = {.job = job, .access = access};
    return guarded(job->arena, work, release, &registry);
}
