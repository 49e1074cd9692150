/* Sizes on the command line: what the environment says, progress on a terminal, who told what. */
#include "cli/cli.h"
#include "size/size.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* The environment is asked only if an option asks for what it is about. */
static bool set_from_environment(sg_options *options, enum option_id option, const char *value) {
    if (!value || !value[0] || option_is_set(options, option)) return true;
    if (option_set(options, option, str_from(value))) return true;
    if (options_starved(options)) end_without_memory();
    complain("%s", sg_options_error(options));
    return false;
}

static bool find_credentials(sg_options *options) {
    const char *folder = getenv("DOCKER_CONFIG"), *home = getenv("HOME");
    char path[PATH_MAX] = "";
    if (folder && folder[0]) snprintf(path, sizeof path, "%s/config.json", folder);
    else if (home && home[0]) snprintf(path, sizeof path, "%s/.docker/config.json", home);
    return set_from_environment(options, OPT_docker_config, path) &&
           set_from_environment(options, OPT_registry_token, getenv("STAGEGRAPH_REGISTRY_TOKEN"));
}

bool sizes_prepare(const struct arguments *arguments) {
    sg_options *options = arguments->options;
    bool images = option_is_set(options, OPT_image) || option_is_set(options, OPT_image_template);
    if (option_is_set(options, OPT_docker_host) && !images) {
        complain("--docker-host needs --image or --image-template, which say what to ask it for");
        return false;
    }
    if (option_is_set(options, OPT_insecure_registry) && !option_on(options, OPT_registry)) {
        complain("--insecure-registry needs --registry");
        return false;
    }
    if (images && !set_from_environment(options, OPT_docker_host, getenv("DOCKER_HOST"))) return false;
    return !option_on(options, OPT_registry) || find_credentials(options);
}

/* ---- progress ---- */

struct progress {
    struct timespec start, last;
    bool shown;
};

static double seconds_between(const struct timespec *from, const struct timespec *to) {
    return (double)(to->tv_sec - from->tv_sec) + (double)(to->tv_nsec - from->tv_nsec) / 1e9;
}

/* Nothing in the first half second, then five times a second. */
static void show_progress(void *user, sg_str what, int64_t done, int64_t total) {
    struct progress *progress = user;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (seconds_between(&progress->start, &now) < 0.5 || seconds_between(&progress->last, &now) < 0.2) return;
    progress->last = now;
    progress->shown = true;
    fprintf(stderr, "\r\033[Kstagegraph: %.*s", STR_ARG(what));
    if (total > 0) fprintf(stderr, " %d %%", (int)(100.0 * (double)done / (double)total));
    fflush(stderr);
}

static sg_status measure(sg_doc *doc, const struct arguments *arguments) {
    struct progress progress = {0};
    bool watched = isatty(STDERR_FILENO) && !option_on(arguments->options, OPT_quiet);
    clock_gettime(CLOCK_MONOTONIC, &progress.start);
    sg_status status = sg_measure(doc, watched ? show_progress : NULL, &progress);
    if (progress.shown) fputs("\r\033[K", stderr);
    return status;
}

/* ---- --verbose ---- */

static void tell(struct arena *arena, sg_str name, const sg_size *size) {
    sg_str text = size_known(size) ? size_in_full(arena, size) : STR("unknown");
    complain("%.*s: %.*s", STR_ARG(name), STR_ARG(text));
}

static void tell_sizes(const sg_doc *doc) {
    jump failed;
    struct arena arena = {.out_of_memory = &failed};
    if (jump_mark(failed)) end_without_memory();
    for (size_t s = 0; s < sg_stage_count(doc); s++) {
        const sg_stage *stage = sg_stage_at(doc, s);
        if (stage->is_reachable) tell(&arena, stage_word(&arena, stage), &stage->size);
    }
    for (size_t i = 0; i < sg_image_count(doc); i++)
        if (size_known(&sg_image_at(doc, i)->size)) tell(&arena, sg_image_at(doc, i)->ref, &sg_image_at(doc, i)->size);
    arena_free(&arena);
}

/* ---- the whole ---- */

static enum exit_code fail(sg_status status) {
    if (status == SG_NO_MEMORY) complain("%s", sg_status_text(status));
    return EXIT_SYSTEM;
}

static enum exit_code measure_all(sg_doc *doc, const struct arguments *arguments) {
    sg_status status = measure(doc, arguments);
    bool keep_going = option_on(arguments->options, OPT_keep_going);
    if (status != SG_OK && !(keep_going && status == SG_SOURCE_FAILED)) return fail(status);
    if (option_on(arguments->options, OPT_verbose)) tell_sizes(doc);
    return status == SG_OK ? EXIT_FINE : EXIT_SYSTEM;
}

/* A budget that does not hold is no reason not to draw: it only makes the exit status. */
bool document_is_fit(sg_doc *doc, const struct arguments *arguments, enum exit_code *exit_code) {
    bool keep_going = option_on(arguments->options, OPT_keep_going);
    size_t reported = sg_diag_count(doc);
    *exit_code = EXIT_INPUT;
    if ((sg_worst(doc) == SG_ERROR && !keep_going) || !sg_stage_count(doc)) return false;
    *exit_code = measure_all(doc, arguments);
    bool fit = (*exit_code == EXIT_FINE && sg_worst(doc) != SG_ERROR) || keep_going;
    if (fit && sg_check_sizes(doc) != SG_OK) *exit_code = fail(SG_NO_MEMORY), fit = false;
    document_report(doc, arguments, reported);
    if (*exit_code == EXIT_FINE && sg_worst(doc) == SG_ERROR) *exit_code = EXIT_INPUT;
    return fit;
}
