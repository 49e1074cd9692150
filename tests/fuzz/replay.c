/* Calls the fuzz target with each file that is named, as it is and behind several option bytes; each file in a process of
 * its own, because a sanitizer that finds something ends it. The last line is "N passed, N failed". */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t *read_all(const char *path, size_t *size) {
    FILE *stream = fopen(path, "rb");
    size_t capacity = 1 << 16;
    uint8_t *data = malloc(capacity);
    *size = 0;
    while (stream && data && !feof(stream) && !ferror(stream)) {
        *size += fread(data + *size, 1, capacity - *size, stream);
        if (*size == capacity) data = realloc(data, capacity *= 2);
    }
    if (!stream || !data || ferror(stream)) {
        fprintf(stderr, "replay: %s: %s\n", path, strerror(errno));
        exit(1);
    }
    fclose(stream);
    return data;
}

static void replay(const char *path) {
    static const uint8_t options[][2] = {{0, 0}, {0xFF, 0xFF}, {0x53, 0x2A}, {0xAC, 0x95}};
    size_t size;
    uint8_t *data = read_all(path, &size);
    uint8_t *input = malloc(size + 2);
    if (!input) exit(1);
    LLVMFuzzerTestOneInput(data, size);
    memcpy(input + 2, data, size);
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        memcpy(input, options[i], 2);
        LLVMFuzzerTestOneInput(input, size + 2);
    }
    free(input);
    free(data);
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
