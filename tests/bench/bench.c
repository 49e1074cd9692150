/* How fast the program is, as ratios: a rival and stagegraph run in turn on the same machine at the same time, so that
 * a busy or slow machine slows both. Prints a table; a missed target is reported, only a run that fails is an error.
 *
 * usage: bench PROGRAM SAMPLE FOLDER CORPUS LARGE_SAMPLE
 *   SAMPLE         the Dockerfile that whole runs of the program draw
 *   FOLDER         where files for the rival are written
 *   CORPUS         a folder of Dockerfiles to parse in this process
 *   LARGE_SAMPLE   one whose first layout is too large for its place
 * usage: bench --lists PROGRAM FOLDER [NAME]
 *   the rows of lists.c alone, or those with NAME in what they are called
 * usage: bench --corpus CORPUS
 *   the parsing of a folder alone
 * usage: bench --against TARGET WHAT RIVAL MINE
 *   one row: how long MINE takes of the time that RIVAL takes; both are lines for the shell, without quotes in them */
#define _DEFAULT_SOURCE /* wait4 */
#define _DARWIN_C_SOURCE

#include "bench.h"
#include "graph/graph.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 200, FEW_RUNS = 15, ROUNDS = 15, PATH_SIZE = 4096 };

extern char **environ;

_Noreturn void die(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fputs("bench: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static void *allocate(size_t size) {
    void *memory = malloc(size);
    if (!memory) die("out of memory");
    return memory;
}

static double seconds_of(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double seconds(void) {
    return seconds_of(CLOCK_MONOTONIC);
}

/* What this process has used of a processor: others that want it too do not count. */
static double own_seconds(void) {
    return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t count) {
    qsort(values, count, sizeof *values, ascending);
    return values[count / 2];
}

static double fastest(double *values, size_t count) {
    qsort(values, count, sizeof *values, ascending);
    return values[0];
}

/* ---- the table ---- */

void heading(const char *text) {
    printf("\n%s\n", text);
}

void row(const char *what, double value, const char *unit, enum limit limit, double target) {
    bool good = limit == AT_MOST ? value <= target : value >= target;
    printf("  %-46s %10.4g %-4s %s %g%s\n", what, value, unit, limit == AT_MOST ? "at most" : "at least", target,
           good ? "  ok" : "  MISSED");
}

static void fact(const char *what, double value, const char *unit) {
    printf("  %-46s %10.4g %s\n", what, value, unit);
}

/* ---- whole runs of programs ---- */

struct command {
    const char *const *argv;
    double times[RUNS];
    long memory; /* the most that a run used, in KiB */
};

static double seconds_in(struct timeval time) {
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/* Nothing stands between us and the program: no shell, and posix_spawn does not copy our page tables. */
double run(const char *const *argv, const char *output, long *memory, bool used, int *exit_status) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    /* What they say would stand between the rows; the status tells. */
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);

    double start = seconds();
    pid_t child;
    int error = posix_spawnp(&child, argv[0], &actions, NULL, (char **)argv, environ);
    if (error) die("%s: %s", argv[0], strerror(error));
    int status;
    struct rusage usage;
    while (wait4(child, &status, 0, &usage) < 0)
        if (errno != EINTR) die("wait4: %s", strerror(errno));
    double time = seconds() - start;

    posix_spawn_file_actions_destroy(&actions);
    if (exit_status && WIFEXITED(status)) *exit_status = WEXITSTATUS(status);
    else if (status != 0) die("%s ended with status %#x", argv[0], (unsigned)status);
#ifdef __APPLE__
    usage.ru_maxrss /= 1024; /* bytes there, KiB elsewhere */
#endif
    if (memory && usage.ru_maxrss > *memory) *memory = usage.ru_maxrss;
    return used ? seconds_in(usage.ru_utime) + seconds_in(usage.ru_stime) : time;
}

/* Runs all commands in turn, `runs` times each: A B C A B C. */
static void run_in_turn(struct command *commands, size_t count, size_t runs) {
    for (size_t i = 0; i < count; i++) run(commands[i].argv, "/dev/null", NULL, false, NULL);
    for (size_t turn = 0; turn < runs; turn++)
        for (size_t i = 0; i < count; i++)
            commands[i].times[turn] = run(commands[i].argv, "/dev/null", &commands[i].memory, false, NULL);
}

static void bench_program(const char *program, const char *sample, const char *folder) {
    char dot_file[PATH_SIZE];
    snprintf(dot_file, sizeof dot_file, "%s/sample.dot", folder);
    run((const char *const[]){program, "render", "-f", "dot", sample, NULL}, dot_file, NULL, false, NULL);

    struct command commands[] = {
        {.argv = (const char *const[]){"/bin/true", NULL}},
        {.argv = (const char *const[]){program, "render", "--edges", "plain", "--images", "hide", "--no-size", sample,
                                       NULL}},
        {.argv = (const char *const[]){program, "render", "-f", "svg", sample, NULL}},
        {.argv = (const char *const[]){"dot", "-Tsvg", dot_file, NULL}},
    };
    enum { NOTHING, MERMAID, SVG, DOT, COMMANDS };
    run_in_turn(commands, COMMANDS, RUNS);

    double time[COMMANDS];
    for (size_t i = 0; i < COMMANDS; i++) time[i] = median(commands[i].times, RUNS);
    heading("Whole runs of the program on the sample, medians of 200, run in turn with `dot -Tsvg` of the same graph");
    fact("/bin/true (taken off from all others)", time[NOTHING] * 1e3, "ms");
    fact("dot -Tsvg", (time[DOT] - time[NOTHING]) * 1e3, "ms");
    fact("stagegraph", (time[MERMAID] - time[NOTHING]) * 1e3, "ms");
    fact("stagegraph -f svg", (time[SVG] - time[NOTHING]) * 1e3, "ms");
    double rival = time[DOT] - time[NOTHING];
    row("stagegraph / dot -Tsvg", (time[MERMAID] - time[NOTHING]) / rival, "x", AT_MOST, 0.05);
    row("stagegraph -f svg / dot -Tsvg", (time[SVG] - time[NOTHING]) / rival, "x", AT_MOST, 0.25);
    row("memory of stagegraph", (double)commands[MERMAID].memory / 1024, "MB", AT_MOST, 3);
    fact("memory of stagegraph -f svg", (double)commands[SVG].memory / 1024, "MB");
    fact("memory of dot -Tsvg", (double)commands[DOT].memory / 1024, "MB");
}

/* What it takes to make a picture fit: nothing where the first layout does, several layouts where it does not. */
static void bench_fit(const char *program, const char *small, const char *large) {
    struct command commands[] = {
        {.argv = (const char *const[]){program, "render", "-f", "svg", "--fit", "none", small, NULL}},
        {.argv = (const char *const[]){program, "render", "-f", "svg", small, NULL}},
        {.argv = (const char *const[]){program, "render", "-f", "svg", "--fit", "none", large, NULL}},
        {.argv = (const char *const[]){program, "render", "-f", "svg", large, NULL}},
    };
    double time[4];
    run_in_turn(commands, 4, FEW_RUNS);
    for (size_t i = 0; i < 4; i++) time[i] = median(commands[i].times, FEW_RUNS);
    heading("SVG that fits its place, beside one layout without (--fit none)");
    row("a small picture", time[1] / time[0], "x", AT_MOST, 1.1);
    row("a large one", time[3] / time[2], "x", AT_MOST, 10);
}

/* Both are started by a shell, which costs both the same. */
static void bench_against(double target, const char *what, const char *rival, const char *mine) {
    struct command commands[] = {{.argv = (const char *const[]){"/bin/sh", "-c", ":", NULL}},
                                 {.argv = (const char *const[]){"/bin/sh", "-c", rival, NULL}},
                                 {.argv = (const char *const[]){"/bin/sh", "-c", mine, NULL}}};
    run_in_turn(commands, 3, FEW_RUNS);
    double time[3];
    for (size_t i = 0; i < 3; i++) time[i] = median(commands[i].times, FEW_RUNS);
    fact("the rival", (time[1] - time[0]) * 1e3, "ms");
    fact("stagegraph", (time[2] - time[0]) * 1e3, "ms");
    row(what, (time[2] - time[0]) / (time[1] - time[0]), "x", AT_MOST, target);
    fact("memory of stagegraph", (double)commands[2].memory / 1024, "MB");
}

/* ---- many files in one process ---- */

struct file {
    char *data;
    size_t len;
    struct file *next;
};

static struct file *read_file(const char *path, size_t size, struct file *next) {
    struct file *file = allocate(sizeof *file);
    *file = (struct file){.data = allocate(size + 1), .len = size, .next = next};
    FILE *stream = fopen(path, "rb");
    if (!stream || fread(file->data, 1, size, stream) != size) die("%s: %s", path, strerror(errno));
    fclose(stream);
    return file;
}

/* Every regular file of the folder, and one level below it those that are called Dockerfile. */
static struct file *read_folder(const char *path, bool all, struct file *files) {
    DIR *folder = opendir(path);
    if (!folder) die("%s: %s", path, strerror(errno));
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] == '.') continue;
        char name[PATH_SIZE];
        struct stat info;
        if (snprintf(name, sizeof name, "%s/%s", path, entry->d_name) >= PATH_SIZE) die("%s: name too long", path);
        if (stat(name, &info) != 0) die("%s: %s", name, strerror(errno));
        if (S_ISDIR(info.st_mode) && all) files = read_folder(name, false, files);
        else if (S_ISREG(info.st_mode) && (all || strstr(entry->d_name, "ockerfile")))
            files = read_file(name, (size_t)info.st_size, files);
    }
    closedir(folder);
    return files;
}

static sg_doc *parse(const char *data, size_t len) {
    sg_doc *doc;
    sg_status status = sg_parse(data, len, "Dockerfile", NULL, &doc);
    if (status != SG_OK) die("sg_parse: %s", sg_status_text(status));
    return doc;
}

struct parsing {
    sg_doc *doc;
    const struct file *file;
};

static void parse_and_build(void *state) {
    const struct parsing *parsing = state;
    const struct file *file = parsing->file;
    sg_doc *doc = parsing->doc;
    doc->diags.arena = &doc->arena;
    doc->options = options_copy(&doc->arena, NULL);
    diags_add_source(&doc->diags, STR("Dockerfile"), (sg_str){file->data, file->len});
    dockerfile_parse(&doc->file, &doc->arena, &doc->diags, 0);
    dockerfile_check(&doc->file, &doc->arena, &doc->diags, 0);
    graph_build(doc);
}

/* What the rivals' figures are about: parser and graph, without titles, purposes and groups. */
static void parse_and_graph(const struct file *file) {
    sg_doc *doc = calloc(1, sizeof *doc);
    struct parsing parsing = {doc, file};
    if (!doc || !arena_guard(&doc->arena, parse_and_build, &parsing)) die("out of memory");
    sg_free(doc);
}

static void parse_whole(const struct file *file) {
    sg_free(parse(file->data, file->len));
}

/* Seconds for all files. */
static double time_files(struct file *files, void (*work)(const struct file *)) {
    double start = own_seconds();
    for (struct file *file = files; file; file = file->next) work(file);
    return own_seconds() - start;
}

static void bench_corpus(const char *folder) {
    struct file *files = read_folder(folder, true, NULL);
    size_t count = 0, bytes = 0;
    for (struct file *file = files; file; file = file->next) count++, bytes += file->len;
    if (count == 0) die("%s: no files", folder);

    enum { TURNS = ROUNDS * 4 };
    double times[TURNS], wholes[TURNS], ratios[TURNS];
    for (size_t turn = 0; turn < TURNS; turn++) { /* in turn, so that a slow moment slows both */
        times[turn] = time_files(files, parse_and_graph);
        wholes[turn] = time_files(files, parse_whole);
        ratios[turn] = wholes[turn] / times[turn];
    }
    double time = median(times, TURNS), whole = median(wholes, TURNS);
    char text[256];
    snprintf(text, sizeof text,
             "Parse and graph of %zu Dockerfiles, %.0f kB, one process, one core\n"
             "  (of the same files BuildKit's parser read 9,700/s and tree-sitter's 17,800/s, without a graph)",
             count, (double)bytes / 1e3);
    heading(text);
    row("Dockerfiles", (double)count / time, "/s", AT_LEAST, 50000);
    fact("bytes", (double)bytes / time / 1e6, "MB/s");
    fact("Dockerfiles with titles, purposes, groups", (double)count / whole, "/s");
    row("  their time, of that of parse and graph", median(ratios, TURNS), "x", AT_MOST, 2.25);

    while (files) {
        struct file *next = files->next;
        free(files->data);
        free(files);
        files = next;
    }
}

/* ---- growth ---- */

/* Writes stage i of a Dockerfile of count stages; returns the bytes written. */
typedef size_t stage_writer(char *out, size_t size, size_t i, size_t count);

static size_t written(int length) {
    if (length < 0) die("snprintf failed");
    return (size_t)length;
}

/* alpine → s0 → s1 → s2 … */
static size_t chain(char *out, size_t size, size_t i, size_t count) {
    (void)count;
    if (i == 0) return written(snprintf(out, size, "FROM alpine:3 AS s0\nRUN make\n"));
    return written(snprintf(out, size, "FROM s%zu AS s%zu\nRUN make\n", i - 1, i));
}

/* s0 → s1 … s(n-2), and the last stage copies from each. */
static size_t fan(char *out, size_t size, size_t i, size_t count) {
    if (i == 0 || i + 1 < count)
        return written(snprintf(out, size, "FROM %s AS s%zu\nRUN make\n", i ? "s0" : "alpine:3", i));
    size_t len = written(snprintf(out, size, "FROM scratch\n"));
    for (size_t from = 1; from < i; from++)
        len += written(snprintf(out + len, size - len, "COPY --from=s%zu /a /b%zu\n", from, from));
    return len;
}

/* a → b, a → c, b → d, c → d, and d is the next a. */
static size_t diamonds(char *out, size_t size, size_t i, size_t count) {
    (void)count;
    if (i == 0) return chain(out, size, i, count);
    if (i % 3 == 1) return written(snprintf(out, size, "FROM s%zu AS s%zu\nRUN make\n", i - 1, i));
    if (i % 3 == 2) return written(snprintf(out, size, "FROM s%zu AS s%zu\nRUN make\n", i - 2, i));
    return written(snprintf(out, size, "FROM s%zu AS s%zu\nCOPY --from=s%zu /a /b\n", i - 2, i, i - 1));
}

static char *dockerfile(stage_writer *stage, size_t count, size_t *len) {
    size_t size = 200 * count + 100;
    char *text = allocate(size);
    *len = 0;
    for (size_t i = 0; i < count; i++) *len += stage(text + *len, size - *len, i, count);
    return text;
}

static double draw(const char *text, size_t len, const char *format) {
    double start = own_seconds();
    sg_doc *doc = parse(text, len);
    sg_output output;
    sg_status status = sg_render(doc, format, NULL, &output);
    if (status != SG_OK) die("sg_render: %s: %s", format, sg_status_text(status));
    sg_output_free(&output);
    sg_free(doc);
    return own_seconds() - start;
}

static void bench_growth(void) {
    static const size_t sizes[] = {10, 100, 1000, 10000};
    static const char *const formats[] = {"mermaid", "dot", "json", "text"};
    static const struct {
        const char *name;
        stage_writer *stage;
    } shapes[] = {{"chain", chain}, {"fan", fan}, {"diamonds", diamonds}};
    enum {
        SIZES = sizeof sizes / sizeof *sizes,
        FORMATS = sizeof formats / sizeof *formats,
        SHAPES = sizeof shapes / sizeof *shapes
    };

    heading("10, 100, 1,000 and 10,000 stages, read and drawn, fastest of 15: ms, and how the last step grows");
    for (size_t shape = 0; shape < SHAPES; shape++) {
        char *texts[SIZES];
        size_t lens[SIZES];
        for (size_t i = 0; i < SIZES; i++) texts[i] = dockerfile(shapes[shape].stage, sizes[i], &lens[i]);
        for (size_t format = 0; format < FORMATS; format++) {
            double times[SIZES][ROUNDS], time[SIZES];
            for (size_t turn = 0; turn < ROUNDS; turn++)
                for (size_t i = 0; i < SIZES; i++) times[i][turn] = draw(texts[i], lens[i], formats[format]);
            for (size_t i = 0; i < SIZES; i++) time[i] = fastest(times[i], ROUNDS);
            char what[128];
            snprintf(what, sizeof what, "%-9s %-8s %6.2f %6.2f %6.2f %6.1f", shapes[shape].name, formats[format],
                     time[0] * 1e3, time[1] * 1e3, time[2] * 1e3, time[3] * 1e3);
            row(what, time[3] / time[2], "x", AT_MOST, 12);
        }
        for (size_t i = 0; i < SIZES; i++) free(texts[i]);
    }
}

int main(int argc, char **argv) {
#ifdef __GLIBC__
    /* Freed memory stays with the process: else large documents, and only they, pay the kernel for new pages each turn. */
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
#endif

    if (argc == 6 && strcmp(argv[1], "--against") == 0) {
        bench_against(strtod(argv[2], NULL), argv[3], argv[4], argv[5]);
        return 0;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    if ((argc == 4 || argc == 5) && strcmp(argv[1], "--lists") == 0) {
        bench_lists(argv[2], argv[3], argv[4]);
        return 0;
    }
    if (argc == 3 && strcmp(argv[1], "--corpus") == 0) {
        bench_corpus(argv[2]);
        return 0;
    }
    if (argc != 6) die("usage: bench PROGRAM SAMPLE FOLDER CORPUS LARGE_SAMPLE");
    if (mkdir(argv[3], 0777) != 0 && errno != EEXIST) die("%s: %s", argv[3], strerror(errno));
    /* First, while this process is small: a child's peak memory starts with that of the process it was made from. */
    bench_program(argv[1], argv[2], argv[3]);
    bench_lists(argv[1], argv[3], NULL);
    bench_fit(argv[1], argv[2], argv[5]);
    bench_corpus(argv[4]);
    bench_growth();
    return 0;
}
