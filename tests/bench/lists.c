/* How time and memory grow with each list that a document has: the worst of all text formats, as one row. The files are
 * made here, piece by piece, so that this process stays small. */
#include "bench.h"

#include "render/render.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Head, so many times a line, middle, so many times the other line, tail. In lines $i is the index and $p the one before.
 * What is given to the program beside the file: an annotations file of so many lines, or a tenth as many options. */
struct list {
    const char *name, *head, *line, *middle, *other, *tail;
    const char *annotation, *option;
    bool drawn; /* `list` does not take the option */
};

#define STAGES "FROM alpine AS s$i\n"

static const struct list lists[] = {
    {.name = "stages", .line = STAGES},
    {.name = "stages, each from the one before", .head = "FROM alpine AS s-1\n", .line = "FROM s$p AS s$i\n"},
    {.name = "stages without a name", .line = "FROM alpine:3.20\n"},
    {.name = "stages of one name", .line = "FROM alpine AS same\n"},
    {.name = "stages of one stage", .head = "FROM alpine AS a\n", .line = "FROM a AS s$i\n"},
    {.name = "stages of a variable without a value", .line = "FROM $$V AS s$i\n"},
    {.name = "instructions of a stage", .head = "FROM alpine\n", .line = "RUN a\n"},
    {.name = "commands with packages", .head = "FROM alpine\n", .line = "RUN apt-get install -y p$i\n"},
    {.name = "groups by name", .line = "FROM alpine AS g$i_a\nFROM g$i_a AS g$i_b\n"},
    {.name = "groups by directive", .line = "# stagegraph: group=g$i\nFROM alpine AS s$i\n"},
    {.name = "images of stages", .line = "FROM image$i AS s$i\n"},
    {.name = "images of one stage", .head = "FROM alpine\n", .line = "COPY --from=image$i /a /b\n"},
    {.name = "URLs", .head = "FROM alpine\n", .line = "ADD http://h/$i /b\n"},
    {.name = "URLs, each behind an ENV", .head = "FROM alpine\n", .line = "ENV A$i=x\nADD http://h/$i /b\n"},
    {.name = "URLs of one ADD", .head = "FROM alpine\nADD \\\n", .line = "http://h/$i \\\n", .tail = "/d/\n"},
    {.name = "lines of one edge", .head = "FROM alpine AS a\nFROM alpine\n", .line = "COPY --from=a /a /b\n"},
    {.name = "paths of one COPY",
     .head = "FROM alpine AS a\nFROM alpine\nCOPY --from=a \\\n",
     .line = "p$i \\\n",
     .tail = "/d/\n"},
    {.name = "edges into one stage", .line = STAGES, .middle = "FROM scratch\n", .other = "COPY --from=s$i /a /b\n"},
    {.name = "edges from later stages", .head = "FROM alpine\n", .line = "COPY --from=s$i /a /b\n", .other = STAGES},
    {.name = "mounts", .head = "FROM alpine AS a\nFROM alpine\n", .line = "RUN --mount=from=a,target=/x$i x\n"},
    {.name = "mounts of one RUN",
     .head = "FROM alpine AS a\nFROM alpine\nRUN \\\n",
     .line = "--mount=from=a,target=/x$i \\\n",
     .tail = "x\n"},
    {.name = "words of a RUN", .head = "FROM alpine\nRUN \\\n", .line = "word \\\n", .tail = "x\n"},
    {.name = "words of a JSON array", .head = "FROM alpine\nRUN [ \\\n", .line = "\"word\", \\\n", .tail = "\"x\"]\n"},
    {.name = "lines of a heredoc", .head = "FROM alpine\nRUN <<E\n", .line = "word\n", .tail = "E\n"},
    {.name = "heredocs", .head = "FROM alpine\n", .line = "RUN <<E\nx\nE\n"},
    {.name = "heredocs of one COPY",
     .head = "FROM alpine\nCOPY \\\n",
     .line = "<<E$i \\\n",
     .middle = "/d/\n",
     .other = "x\nE$i\n"},
    {.name = "--exclude of one COPY", .head = "FROM alpine\nCOPY \\\n", .line = "--exclude=a$i \\\n", .tail = "a b\n"},
    {.name = "LABEL", .head = "FROM alpine\n", .line = "LABEL l$i=v\n"},
    {.name = "labels of one LABEL", .head = "FROM alpine\nLABEL \\\n", .line = "l$i=v \\\n", .tail = "x=y\n"},
    {.name = "ARG", .head = "FROM alpine\n", .line = "ARG A$i=v\n"},
    {.name = "ARG before FROM", .line = "ARG A$i=v\n", .middle = "FROM alpine\n", .other = "ARG A$i\n"},
    {.name = "ENV of the one before", .head = "FROM alpine\n", .line = "ENV A$i=$$A$p\n"},
    {.name = "variables of one ENV", .head = "FROM alpine\nENV \\\n", .line = "A$i=v \\\n", .tail = "x=y\n"},
    {.name = "ARG over ENV, and as many children",
     .head = "FROM alpine AS a\n",
     .line = "ENV A$i=1\nARG A$i=2\n",
     .other = "FROM a AS s$i\n"},
    {.name = "ENV of a stage, and as many who take of it",
     .head = "FROM alpine AS a\n",
     .line = "ENV A$i=1\n",
     .other = "FROM scratch AS s$i\nCOPY --from=a /x/ /x/\n"},
    {.name = "EXPOSE", .head = "FROM alpine\n", .line = "EXPOSE 80\n"},
    {.name = "wrong ports of one EXPOSE", .head = "FROM alpine\nEXPOSE \\\n", .line = "p$i \\\n", .tail = "80\n"},
    {.name = "VOLUME", .head = "FROM alpine\n", .line = "VOLUME /v$i\n"},
    {.name = "WORKDIR", .head = "FROM scratch\n", .line = "WORKDIR a\n"},
    {.name = "WORKDIR from stage to stage", .head = "FROM scratch AS s-1\n", .line = "FROM s$p AS s$i\nWORKDIR a\n"},
    {.name = "triggers of one stage", .head = "FROM alpine AS a\n", .line = "ONBUILD RUN a\n", .tail = "FROM a\n"},
    {.name = "a trigger for each stage", .head = "FROM alpine AS s-1\n", .line = "ONBUILD RUN a\nFROM s$p AS s$i\n"},
    {.name = "comments", .line = "# comment\n", .tail = "FROM alpine\n"},
    {.name = "directives", .line = "# stagegraph: title=x\n", .tail = "FROM alpine\n"},
    {.name = "wrong directives", .line = "# stagegraph: x$i=y\n", .tail = "FROM alpine\n"},
    {.name = "syntax errors", .head = "FROM alpine\n", .line = "WRONG $i\n"},
    {.name = "wrong platforms", .line = "ARG PLATFORM$i=v\n", .other = "FROM --platform=$$PLATFRM$i alpine\n"},
    {.name = "a circle",
     .head = "FROM alpine AS s-1\nCOPY --from=s0 a b\n",
     .line = "FROM alpine AS s$i\nCOPY --from=s$p a b\n"},
    {.name = "annotations", .line = STAGES, .annotation = "s$i: {title: T}"},
    {.name = "annotations of unknown stages", .line = STAGES, .annotation = "x$i: {title: T}"},
    {.name = "--target", .line = STAGES, .option = "--target=s$i"},
    {.name = "--build-arg", .line = STAGES, .option = "--build-arg=A$i=1"},
    {.name = "--build-context", .line = STAGES, .option = "--build-context=s$i=a"},
    {.name = "--focus", .line = STAGES, .option = "--focus=s$i", .drawn = true},
    {.name = "--focus on what is not there", .line = STAGES, .option = "--focus=x$i", .drawn = true},
    {.name = "--collapse of what is not there", .line = STAGES, .option = "--collapse=x$i", .drawn = true},
    {.name = "--size", .line = STAGES, .option = "--size=s$i=1MB"},
    {.name = "--size of what is not there", .line = STAGES, .option = "--size=x$i=1MB"},
};

enum { SMALL = 10000, LARGE = 100000, PATH_SIZE = 4096, TRIES = 5, ARGUMENTS = 16 };

/* "$i" and "$p" as numbers, "$$" as "$". */
static void put_line(FILE *out, const char *line, size_t i) {
    for (; *line; line++) {
        if (*line != '$') fputc(*line, out);
        else if (*++line == '$') fputc('$', out);
        else fprintf(out, "%ld", *line == 'i' ? (long)i : (long)i - 1);
    }
}

static void put_lines(FILE *out, const char *line, size_t count) {
    for (size_t i = 0; line && i < count; i++) put_line(out, line, i);
}

static void put_text(FILE *out, const char *text) {
    if (text) fputs(text, out);
}

static FILE *open_file(const char *path) {
    FILE *file = fopen(path, "wb");
    if (!file) die("%s: cannot be written", path);
    return file;
}

static size_t close_file(FILE *file, const char *path) {
    struct stat info;
    if (fclose(file) != 0 || stat(path, &info) != 0) die("%s: cannot be written", path);
    return (size_t)info.st_size;
}

/* What is given to the program: its files, its options, and how many bytes they are. */
struct given {
    char file[PATH_SIZE], notes[PATH_SIZE];
    const char **options; /* each in `words` */
    char *words;
    size_t option_count, bytes;
};

static void make_options(struct given *input, const struct list *list, size_t count) {
    size_t size = 0;
    input->option_count = list->option ? count / 10 : 0;
    input->options = calloc(input->option_count + 1, sizeof *input->options);
    FILE *words = open_memstream(&input->words, &size);
    if (!input->options || !words) die("out of memory");
    for (size_t i = 0; i < input->option_count; i++) put_line(words, list->option, i), fputc('\0', words);
    fclose(words);
    const char *word = input->words;
    for (size_t i = 0; i < input->option_count; i++, word += strlen(word) + 1) input->options[i] = word;
    input->bytes += size;
}

static void make_input(struct given *input, const struct list *list, const char *folder, size_t count) {
    *input = (struct given){.bytes = 0};
    snprintf(input->file, PATH_SIZE, "%s/list-%zu", folder, count);
    FILE *file = open_file(input->file);
    put_text(file, list->head);
    put_lines(file, list->line, count);
    put_text(file, list->middle);
    put_lines(file, list->other, count);
    put_text(file, list->tail);
    input->bytes = close_file(file, input->file);
    make_options(input, list, count);
    if (!list->annotation) return;
    snprintf(input->notes, PATH_SIZE, "%s/list-%zu.yaml", folder, count);
    file = open_file(input->notes);
    fputs("stages:\n", file);
    for (size_t i = 0; i < count; i++) fputs("  ", file), put_line(file, list->annotation, i), fputc('\n', file);
    input->bytes += close_file(file, input->notes);
}

static void free_input(struct given *input) {
    remove(input->file);
    if (*input->notes) remove(input->notes);
    free(input->options);
    free(input->words);
}

/* Seconds of a processor. What is refused, by a limit or for a mistake of the file or of the command line, has to be refused
 * as fast. */
static double draw(const char *program, const char *format, const struct given *input, long *memory) {
    const char **argv = calloc(input->option_count + ARGUMENTS, sizeof *argv);
    size_t count = 0;
    int status;
    if (!argv) die("out of memory");
    argv[count++] = program;
    argv[count++] = format ? "render" : "list";
    argv[count++] = "--quiet";
    if (format) argv[count++] = "--format", argv[count++] = format;
    if (*input->notes) argv[count++] = "--annotations", argv[count++] = input->notes;
    for (size_t i = 0; i < input->option_count; i++) argv[count++] = input->options[i];
    argv[count++] = input->file;
    double time = run(argv, "/dev/null", memory, true, &status);
    if (status > 2) die("%s: %s ends with status %d", input->file, format ? format : "list", status);
    free(argv);
    return time;
}

/* In the bytes of its input, without 4 MB. */
static double memory_of(long memory, const struct given *input) {
    return ((double)memory * 1024 - 4e6) / (double)input->bytes;
}

/* NULL behind the last format: the list. */
static const char *format_name(size_t format) {
    return format < sg_format_count() ? sg_format_at(format)->name : NULL;
}

/* One that Graphviz lays out takes as long as Graphviz does. */
static bool is_laid_out(size_t format) {
    const char *name = format_name(format);
    return name && format_named(str_from(name))->draws == DRAWS_LAYOUT;
}

static const char *shown_name(size_t format) {
    return format_name(format) ? format_name(format) : "list";
}

struct worst {
    double growth, memory;
    size_t slow, large; /* in which format */
};

static void measure(const char *program, size_t format, const struct given *small, const struct given *large,
                    struct worst *worst) {
    double growth = 0;
    for (int try = 0; try < TRIES && (!try || growth > 12); try++) { /* others may have been in the way */
        long memory[2] = {0, 0};
        double before = draw(program, format_name(format), small, &memory[0]);
        double after = draw(program, format_name(format), large, &memory[1]);
        if (!try || after / before < growth) growth = after / before;
        double most = memory_of(memory[0], small), other = memory_of(memory[1], large);
        if (other > most) most = other;
        if (most > worst->memory) worst->memory = most, worst->large = format;
    }
    if (growth > worst->growth) worst->growth = growth, worst->slow = format;
}

void bench_lists(const char *program, const char *folder, const char *name) {
    heading("Lists of 10,000 and 100,000 items, whole runs in every text format and list; of all formats the worst:\n"
            "  how much longer the larger takes, and memory without 4 MB as a multiple of the input");
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct given small, large;
        struct worst worst = {.memory = -1e9};
        char what[128];
        if (name && !strstr(lists[i].name, name)) continue;
        make_input(&small, &lists[i], folder, SMALL);
        make_input(&large, &lists[i], folder, LARGE);
        for (size_t format = 0; format <= sg_format_count(); format++)
            if (format_name(format) ? !is_laid_out(format) : !lists[i].drawn)
                measure(program, format, &small, &large, &worst);
        snprintf(what, sizeof what, "%s, %s", lists[i].name, shown_name(worst.slow));
        row(what, worst.growth, "x", AT_MOST, 12);
        snprintf(what, sizeof what, "  memory, %s", shown_name(worst.large));
        row(what, worst.memory > 0 ? worst.memory : 0, "x", AT_MOST, 200);
        free_input(&small);
        free_input(&large);
    }
}
