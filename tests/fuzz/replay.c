/* Runs the targets over files, each in a process of its own, because a check or a sanitizer that finds something ends it.
 * The last folder of a file's path is its target, as in corpus/ignore; without such a folder it is the target document,
 * and what is in the file is drawn with many choices. The last line is "N passed, N failed". */
#include "fuzz.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_all(const char *path, struct buf *out) {
    char block[4096];
    FILE *stream = fopen(path, "rb");
    while (stream && !feof(stream) && !ferror(stream)) {
        size_t got = fread(block, 1, sizeof block, stream);
        buf_put(out, (sg_str){block, got});
    }
    if (!stream || out->failed || ferror(stream)) {
        fprintf(stderr, "replay: %s: %s\n", path, strerror(errno));
        exit(1);
    }
    fclose(stream);
}

static void choose_by_folder(const char *path) {
    sg_str folder = {0}, part, rest = str_from(path);
    while (str_cut(rest, '/', &part, &rest)) folder = part;
    fuzz_choose(folder);
}

static void replay(const char *path) {
    struct buf text = {0};
    choose_by_folder(path);
    read_all(path, &text);
    LLVMFuzzerTestOneInput((const uint8_t *)text.ptr, text.len);
    for (size_t i = 0; fuzz_takes_choices() && replayed_choices[i]; i++) {
        struct buf input = {0};
        buf_printf(&input, "%%%%%s\n", replayed_choices[i]);
        buf_put(&input, buf_str(&text));
        LLVMFuzzerTestOneInput((const uint8_t *)input.ptr, input.len);
        buf_free(&input);
    }
    buf_free(&text);
}

int main(int argc, char **argv) {
    int failed = 0;
    for (int i = 1; i < argc; i++) {
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            replay(argv[i]);
            exit(0);
        }
        int status = -1;
        if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
            printf("replay: %s: status %#x\n", argv[i], (unsigned)status);
            failed++;
        }
    }
    printf("replay: %d passed, %d failed\n", argc - 1 - failed, failed);
    return failed > 0 || argc == 1;
}
