/* libcurl's multi interface in one loop. Its callbacks run in the middle of libcurl, where nothing may jump: they append
 * to malloc-backed buffers, and arenas are used outside only. */
#include "modules/size/http.h"

#include <curl/curl.h>
#include <errno.h>
#include <pthread.h>

static _Noreturn void no_memory(struct http_client *client) {
    arena_fail(client->arena);
}

static void start_libcurl(void) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

/* ---- what libcurl calls ---- */

static size_t append(struct http_request *request, struct buf *buf, size_t limit, sg_str data) {
    if (data.len > limit - buf->len) {
        request->oversized = true;
        return 0;
    }
    buf_put(buf, data);
    return buf->failed ? 0 : data.len;
}

static size_t take_head(char *data, size_t size, size_t count, void *user) {
    struct http_request *request = user;
    sg_str line = {data, size * count};
    if (str_starts(line, STR("HTTP/"))) request->head.len = 0; /* "100 Continue" and its like came before */
    return append(request, &request->head, HTTP_HEAD_LIMIT, line);
}

static size_t take_body(char *data, size_t size, size_t count, void *user) {
    struct http_request *request = user;
    return append(request, &request->body, HTTP_BODY_LIMIT, (sg_str){data, size * count});
}

/* ---- one request ---- */

static bool add_header(struct http_request *request, struct http_client *client, const char *name, const char *value) {
    if (!value) return true;
    sg_str line = arena_printf(client->arena, "%s: %s", name, value);
    struct curl_slist *longer = curl_slist_append(request->headers, arena_cstr(client->arena, line));
    if (longer) request->headers = longer;
    return longer;
}

static CURLcode set_protocols(CURL *easy, bool plain) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, plain ? "http,https" : "https");
#else
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS,
                            (long)(plain ? CURLPROTO_HTTP | CURLPROTO_HTTPS : CURLPROTO_HTTPS));
#endif
}

static CURLcode set_options(const struct http_client *client, struct http_request *request) {
    CURL *easy = request->easy;
    CURLcode bad = CURLE_OK;
#define SET(option, value)                                                                                             \
    if (!bad) bad = curl_easy_setopt(easy, option, value)
    if (!bad) bad = set_protocols(easy, request->plain);
    SET(CURLOPT_URL, request->url);
    SET(CURLOPT_PATH_AS_IS, 1L);
    SET(CURLOPT_HTTPHEADER, request->headers);
    SET(CURLOPT_USERAGENT, "stagegraph/" STAGEGRAPH_VERSION);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_CONNECTTIMEOUT_MS, (long)HTTP_CONNECT_MS);
    SET(CURLOPT_TIMEOUT_MS, client->total_ms ? client->total_ms : (long)HTTP_TOTAL_MS);
    SET(CURLOPT_HEADERFUNCTION, take_head);
    SET(CURLOPT_HEADERDATA, request);
    SET(CURLOPT_WRITEFUNCTION, take_body);
    SET(CURLOPT_WRITEDATA, request);
    SET(CURLOPT_ERRORBUFFER, request->detail);
    SET(CURLOPT_PRIVATE, request);
    if (client->socket) SET(CURLOPT_UNIX_SOCKET_PATH, client->socket);
    if (request->plain) SET(CURLOPT_NOPROXY, "*");
#undef SET
    return bad;
}

static void free_handles(struct http_client *client, struct http_request *request) {
    if (request->easy) {
        curl_multi_remove_handle(client->multi, request->easy);
        curl_easy_cleanup(request->easy);
    }
    curl_slist_free_all(request->headers);
    request->easy = request->headers = NULL;
    for (size_t i = 0; i < client->running_count; i++)
        if (client->running[i] == request) client->running[i] = client->running[--client->running_count];
}

static void free_answer(struct http_request *request) {
    buf_free(&request->head);
    buf_free(&request->body);
}

/* False: it could not be sent at all, and its problem says why. */
static bool send_request(struct http_client *client, struct http_request *request) {
    _Static_assert(sizeof request->detail >= CURL_ERROR_SIZE, "libcurl writes so much");
    request->status = 0;
    request->oversized = false;
    request->problem = STR("");
    request->detail[0] = '\0';
    client->running[client->running_count++] = request;
    request->easy = curl_easy_init();
    if (!request->easy || !add_header(request, client, "Accept", request->accept) ||
        !add_header(request, client, "Authorization", request->authorization))
        no_memory(client);
    CURLcode bad = set_options(client, request);
    if (!bad && curl_multi_add_handle(client->multi, request->easy) != CURLM_OK) no_memory(client);
    if (bad == CURLE_OUT_OF_MEMORY) no_memory(client);
    if (bad) request->problem = str_from(curl_easy_strerror(bad));
    return !bad;
}

/* ---- what went wrong ---- */

static sg_str connect_problem(struct http_client *client, const struct http_request *request) {
    struct arena *arena = client->arena;
    sg_str peer = request->peer;
    long reason = 0;
    curl_easy_getinfo(request->easy, CURLINFO_OS_ERRNO, &reason);
    if (client->socket && (reason == ENOENT || reason == ENOTDIR))
        return arena_printf(arena, "there is no %.*s: is the engine running? Name its socket with --docker-host",
                            STR_ARG(peer));
    if (client->socket && (reason == EACCES || reason == EPERM))
        return arena_printf(arena, "this user may not open %.*s: those in its group (\"docker\") may", STR_ARG(peer));
    if (reason == ECONNREFUSED) return arena_printf(arena, "nothing listens at %.*s: is it running?", STR_ARG(peer));
    return arena_printf(arena, "no connection to %.*s: %s", STR_ARG(peer),
                        reason ? strerror((int)reason) : "no reason given");
}

static sg_str problem_of(struct http_client *client, const struct http_request *request, CURLcode code) {
    struct arena *arena = client->arena;
    sg_str peer = request->peer;
    const char *detail = request->detail[0] ? request->detail : curl_easy_strerror(code);
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST: return arena_printf(arena, "no such host: %.*s", STR_ARG(peer));
    case CURLE_COULDNT_CONNECT: return connect_problem(client, request);
    case CURLE_OPERATION_TIMEDOUT:
        return arena_printf(arena, "%.*s does not answer in %ld s", STR_ARG(peer),
                            ((client->total_ms ? client->total_ms : HTTP_TOTAL_MS) + 999) / 1000);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
        return arena_printf(arena, "no safe connection (TLS) to %.*s: %.*s", STR_ARG(peer),
                            STR_ARG(http_words(arena, str_from(detail))));
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR: return arena_printf(arena, "%.*s breaks off in the middle of its answer", STR_ARG(peer));
    case CURLE_UNSUPPORTED_PROTOCOL: return arena_printf(arena, "%.*s is not asked over plain HTTP", STR_ARG(peer));
    case CURLE_WRITE_ERROR:
        if (request->oversized)
            return arena_printf(arena, "%.*s answers with more than %d MiB", STR_ARG(peer), HTTP_BODY_LIMIT >> 20);
        break;
    default: break;
    }
    return arena_printf(arena, "no answer from %.*s: %.*s", STR_ARG(peer),
                        STR_ARG(http_words(arena, str_from(detail))));
}

static void conclude(struct http_client *client, struct http_request *request, CURLcode code) {
    if (code == CURLE_OUT_OF_MEMORY || request->head.failed || request->body.failed) no_memory(client);
    if (!code) curl_easy_getinfo(request->easy, CURLINFO_RESPONSE_CODE, &request->status);
    else request->problem = problem_of(client, request, code);
    if (!code && !request->status) request->problem = problem_of(client, request, CURLE_GOT_NOTHING);
    free_handles(client, request);
}

/* ---- addresses ---- */

const char *http_resolve(struct http_client *client, const char *base, sg_str location) {
    CURLU *url = curl_url();
    char *whole = NULL, *user = NULL;
    const char *text = arena_cstr(client->arena, location), *resolved = NULL;
    if (!url) no_memory(client);
    bool good = !curl_url_set(url, CURLUPART_URL, base, 0) && !curl_url_set(url, CURLUPART_URL, text, 0) &&
                curl_url_get(url, CURLUPART_USER, &user, 0) == CURLUE_NO_USER &&
                !curl_url_get(url, CURLUPART_URL, &whole, 0);
    curl_url_cleanup(url);
    client->address = whole; /* in case that the next line jumps */
    if (good) resolved = arena_cstr(client->arena, str_from(whole));
    curl_free(whole);
    client->address = NULL;
    curl_free(user);
    return resolved;
}

/* ---- all requests ---- */

struct round {
    struct http_client *client;
    http_answered *answered;
    void *user;
};

/* Sends it as often as whoever waits for the answer wants. */
static void send_or_fail(const struct round *round, struct http_request *request) {
    do {
        if (send_request(round->client, request)) return;
        free_handles(round->client, request);
    } while (round->answered(round->user, request));
}

static void take_answers(const struct round *round) {
    struct http_client *client = round->client;
    const CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(client->multi, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        CURLcode code = message->data.result; /* gone with the handle */
        char *private = NULL;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private);
        struct http_request *request = (struct http_request *)(void *)private;
        conclude(client, request, code);
        client->answered = request;
        bool again = round->answered(round->user, request);
        client->answered = NULL;
        free_answer(request);
        if (again) send_or_fail(round, request);
    }
}

void http_perform(struct http_client *client, struct http_request *requests, size_t count, http_answered *answered,
                  void *user) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct round round = {client, answered, user};
    pthread_once(&once, start_libcurl);
    if (!client->multi && !(client->multi = curl_multi_init())) no_memory(client);
    for (size_t next = 0; next < count || client->running_count;) {
        while (next < count && client->running_count < HTTP_PARALLEL) send_or_fail(&round, &requests[next++]);
        int running;
        if (curl_multi_perform(client->multi, &running) != CURLM_OK) no_memory(client);
        take_answers(&round);
        if (!client->running_count) continue;
        curl_multi_poll(client->multi, NULL, 0, client->waiting ? HTTP_WAIT_MS : HTTP_TOTAL_MS, NULL);
        if (client->waiting) client->waiting(user);
    }
}

void http_close(struct http_client *client) {
    if (client->answered) free_answer(client->answered);
    while (client->running_count) {
        struct http_request *request = client->running[0];
        free_handles(client, request);
        free_answer(request);
    }
    curl_free(client->address);
    if (client->multi) curl_multi_cleanup(client->multi);
    client->multi = NULL;
}
