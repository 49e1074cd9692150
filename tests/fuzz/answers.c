/* The target answers: each of what a registry, an engine or the file with credentials could say, read from the same bytes.
 * Nothing of it makes a header of two lines, an address that credentials must not go to, or a number out of nothing. */
#include "fuzz.h"
#include "modules/size/engine.h"
#include "modules/size/http.h"
#include "modules/size/registry.h"

#include <stdlib.h>

static void check_header(const char *value) {
    for (; value && *value; value++) check(*value >= ' ' && *value < 0x7F);
}

static void check_image(const struct image_record *image) {
    check(image->total >= -1);
    for (size_t i = 0; i < image->history_count; i++) check(image->history[i].size >= -1);
}

static void read_json(struct arena *arena, sg_str text) {
    json_t *json = NULL;
    struct image_record image = {.total = -1}, other = {.total = -1}, third = {.total = -1};
    sg_str platform = {0};
    check_plain(engine_message(arena, &json, text), '\n');
    if (json_read(&json, text)) {
        engine_basis(json);
        if (engine_take_history(arena, json, &image)) check_image(&image);
        if (engine_take_inspect(arena, json, &other)) check_image(&other);
        if (manifest_kind(json) == MANIFEST_IMAGE && manifest_take(arena, json, &third)) check_image(&third);
        sg_str digest = manifest_pick(arena, json, STR("linux/arm64"), &platform);
        for (size_t i = 0; i < digest.len; i++) check(digest.ptr[i] > ' ' && digest.ptr[i] < 0x7F);
        check_header(token_authorization(arena, json));
        check_header(credentials_of(arena, json, STR("docker.io")).basic);
        check_header(credentials_of(arena, json, STR("a:5000")).basic);
    }
    json_decref(json);
}

static void read_words(struct arena *arena, sg_str text) {
    struct challenge challenge = {0};
    struct image_name name;
    struct engine_host host;
    sg_str part, problem;
    int port;
    challenge_read(arena, text, &challenge);
    const char *url = challenge_url(arena, &challenge, STR("a/b"), true);
    check(!url || strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0);
    check_header(url);
    if (tokens_valid(text)) check_header(token_of(arena, text, STR("a")));
    if (image_name_split(arena, text, &name)) check(name.host.len && name.repository.len && name.version.len);
    if (!engine_parse_host(arena, text, &host, &problem)) check_visible(problem, false);
    if (http_split_host(text, &part, &port)) check(part.len && port >= 0 && port < 65536);
    check_visible(http_words(arena, text), false);
    check_plain(http_encode(arena, text, "/"), '\n');
}

void fuzz_answers(sg_str input) {
    jmp_buf failed;
    struct arena arena = {.out_of_memory = &failed};
    if (setjmp(failed)) abort();
    read_json(&arena, input);
    read_words(&arena, input);
    arena_free(&arena);
}
