/* Asks the size module what a source says, and prints its answer: one line for the source, one for each image.
 *
 * A source that fails gives its problem on standard error, and 1.
 *
 * usage: probe engine HOST [OPTION]… REF…
 *        probe registry [OPTION]… REF…
 *        probe archive FILE [OPTION]…
 *
 *   --platform P   --config FILE   --token HOST=TOKEN   --insecure HOST (at most 8)   --history   --progress */
#include "base/module.h"
#include "size/source.h"

#include <stdio.h>
#include <stdlib.h>

enum { INSECURE_LIMIT = 8 };

struct question {
    struct size_job job;
    struct registry_access access;
    sg_str insecure[INSECURE_LIMIT];
    bool history;
};

static void show_progress(void *user, sg_str what, int64_t done, int64_t total) {
    (void)user;
    fprintf(stderr, "%.*s: %lld of %lld\n", STR_ARG(what), (long long)done, (long long)total);
}

/* Whether word is an option; *used counts its words. */
static bool take_option(struct question *question, const char *word, const char *value, int *used) {
    *used = 1;
    if (strcmp(word, "--history") == 0) return question->history = true;
    if (strcmp(word, "--progress") == 0) {
        question->job.progress = show_progress;
        return true;
    }
    *used = 2;
    if (!value) return false;
    if (strcmp(word, "--platform") == 0) question->job.platform = str_from(value);
    else if (strcmp(word, "--config") == 0) question->access.config = str_from(value);
    else if (strcmp(word, "--token") == 0) question->access.token = str_from(value);
    else if (strcmp(word, "--insecure") == 0 && question->access.insecure_count < INSECURE_LIMIT)
        question->insecure[question->access.insecure_count++] = str_from(value);
    else return false;
    return true;
}

static void show(const struct image_record *image, bool history) {
    static const char *const bases[] = {[SG_BASIS_FILES] = "files",
                                        [SG_BASIS_TAR] = "tar",
                                        [SG_BASIS_DISK] = "disk",
                                        [SG_BASIS_COMPRESSED] = "compressed"};
    printf("%.*s: ", STR_ARG(image->ref));
    if (image->state != IMAGE_FOUND) {
        printf("%s: %.*s\n", image->state == IMAGE_MISSING ? "missing" : "failed", STR_ARG(image->problem));
        return;
    }
    printf("%lld %s id=%.*s platform=%.*s history=%zu layers=%zu\n", (long long)image->total, bases[image->basis],
           STR_ARG(image->id), STR_ARG(image->platform), image->history_count, image->layer_count);
    for (size_t i = 0; history && i < image->history_count; i++)
        printf("  %lld %.*s\n", (long long)image->history[i].size, STR_ARG(image->history[i].created_by));
}

enum source { ENGINE, ARCHIVE, REGISTRY, NONE };

static enum source source_of(int argc, char **argv) {
    if (argc > 2 && strcmp(argv[1], "engine") == 0) return ENGINE;
    if (argc > 2 && strcmp(argv[1], "archive") == 0) return ARCHIVE;
    return argc > 1 && strcmp(argv[1], "registry") == 0 ? REGISTRY : NONE;
}

static bool ask(struct question *question, const struct size_module *module, enum source source, sg_str place) {
    if (source == ENGINE) return module->engine(&question->job, place);
    if (source == ARCHIVE) return module->archive(&question->job, place);
    return module->registry(&question->job, &question->access);
}

static int run(struct question *question, const struct size_module *module, enum source source, sg_str place) {
    struct size_job *job = &question->job;
    if (!ask(question, module, source, place)) return fprintf(stderr, "probe: %.*s\n", STR_ARG(job->problem)), 1;
    printf("%.*s:\n", STR_ARG(job->name));
    for (size_t i = 0; i < job->count; i++) show(&job->images[i], question->history);
    return 0;
}

int main(int argc, char **argv) {
    struct buf message = {0};
    jmp_buf out_of_memory;
    static struct arena arena;
    static struct question question;
    const struct size_module *module = module_open(MODULE_SIZE, &message);
    if (!module) return fprintf(stderr, "probe: %.*s\n", STR_ARG(buf_str(&message))), 3;
    enum source source = source_of(argc, argv);
    if (source == NONE) return fputs("probe: engine HOST, archive FILE or registry\n", stderr), 2;
    if (setjmp(out_of_memory)) return fputs("probe: out of memory\n", stderr), 3;
    arena.out_of_memory = &out_of_memory;
    question.job.arena = &arena;
    question.access.insecure = question.insecure;
    question.job.images = arena_array(&arena, struct image_record, (size_t)argc);
    int first = source == REGISTRY ? 2 : 3;
    for (int i = first, used; i < argc; i += used) {
        if (take_option(&question, argv[i], argv[i + 1], &used)) continue;
        question.job.images[question.job.count++].ref = str_from(argv[i]);
        used = 1;
    }
    int status = run(&question, module, source, str_from(argv[2]));
    arena_free(&arena);
    return status;
}
