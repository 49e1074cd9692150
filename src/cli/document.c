/* Reading the document that a command works on, and printing its diagnostics. */
#include "cli/cli.h"
#include "graph/graph.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { SHOWN_WARNINGS = 3, KINDS = 64 };

bool use_color(const struct arguments *arguments, int descriptor) {
    int mode = option_choice(arguments->options, OPT_color);
    const char *no_color = getenv("NO_COLOR");
    if (mode != COLOR_AUTO) return mode == COLOR_ALWAYS;
    return !(no_color && no_color[0]) && isatty(descriptor);
}

/* What a command reads: paths, and "-" for standard input; NULL for what is not there. */
struct inputs {
    const char *dockerfile;
    const char *annotations; /* those named by --annotations, else those beside the Dockerfile */
    const char *refused;     /* why those beside it are not read, or NULL */
    char beside[PATH_MAX];
};

static bool find_inputs(const struct arguments *arguments, struct inputs *inputs) {
    inputs->dockerfile = arguments->file_count ? arguments->files[0] : file_default();
    inputs->annotations = inputs->refused = NULL;
    if (!inputs->dockerfile) return false;
    if (option_is_set(arguments->options, OPT_annotations))
        inputs->annotations = option_text(arguments->options, OPT_annotations).ptr;
    else if (!file_is_stream(inputs->dockerfile) &&
             file_beside(inputs->dockerfile, ANNOTATIONS_FILE, inputs->beside, &inputs->refused) && !inputs->refused)
        inputs->annotations = inputs->beside;
    return true;
}

/* Diagnostics show nothing of a file that was reached through a link: in a stranger's checkout it may lead anywhere. */
static void conceal(const struct arguments *arguments, const struct inputs *inputs) {
    static const char *const values[] = {"nothing", "dockerfile", "annotations", "both"};
    int what = file_is_linked(inputs->dockerfile) ? CONCEAL_DOCKERFILE : CONCEAL_NOTHING;
    if (inputs->annotations && file_is_linked(inputs->annotations)) what |= CONCEAL_ANNOTATIONS;
    if (!option_set(arguments->options, OPT_conceal, str_from(values[what]))) end_without_memory();
}

static bool read_annotations(const struct arguments *arguments, const char *name) {
    struct buf text = {0};
    if (!name) return true;
    bool good = file_read(name, &text);
    if (strcmp(name, "-") == 0) name = "<stdin>";
    if (good && sg_options_set_annotations(arguments->options, text.ptr, text.len, name) != SG_OK) end_without_memory();
    buf_free(&text);
    return good;
}

static sg_doc *parse(const struct arguments *arguments, const char *path) {
    struct buf source = {0};
    sg_doc *doc = NULL;
    if (file_read(path, &source)) {
        const char *name = file_is_stream(path) ? "-" : path;
        sg_status status = sg_parse(source.ptr, source.len, name, arguments->options, &doc);
        if (status == SG_NO_MODULE) document_report(doc, arguments, 0);
        else if (status != SG_OK) complain("%s: %s", path, sg_status_text(status));
        if (status != SG_OK) sg_free(doc), doc = NULL;
    }
    buf_free(&source);
    return doc;
}

struct refusal {
    sg_doc *doc;
    const struct inputs *inputs;
};

static void report_refused(void *state) {
    const struct refusal *refusal = state;
    sg_doc *doc = refusal->doc;
    sg_str name = arena_copy(&doc->arena, str_from(refusal->inputs->beside));
    size_t source = diags_add_source(&doc->diags, name, STR(""));
    diag_add(&doc->diags, DIAG_ANNOTATIONS_LINK, source, NOWHERE, refusal->inputs->refused);
}

sg_doc *document_read(const struct arguments *arguments, enum exit_code *exit_code) {
    struct inputs inputs;
    *exit_code = EXIT_SYSTEM;
    if (!find_inputs(arguments, &inputs)) return NULL;
    if (!output_is_free(arguments, inputs.dockerfile, inputs.annotations)) return *exit_code = EXIT_USAGE, NULL;
    conceal(arguments, &inputs);
    if (!read_annotations(arguments, inputs.annotations)) return NULL;
    sg_doc *doc = parse(arguments, inputs.dockerfile);
    struct refusal refusal = {doc, &inputs};
    if (doc && inputs.refused && !arena_guard(&doc->arena, report_refused, &refusal)) end_without_memory();
    return doc;
}

struct tally {
    const char *id;
    size_t count;
};

/* The tally of a kind; all kinds above the last one are counted together. */
static struct tally *tally_of(struct tally tallies[KINDS], const char *id) {
    size_t i = 0;
    while (i + 1 < KINDS && tallies[i].id && strcmp(tallies[i].id, id) != 0) i++;
    tallies[i].id = id;
    return &tallies[i];
}

static void report_one(const struct diags *diags, size_t index, bool color) {
    struct buf text = {0};
    diag_print(diags, index, color, &text);
    if (text.failed) end_without_memory();
    fwrite(text.ptr, 1, text.len, stderr);
    buf_free(&text);
}

/* What is of use to somebody who looks on, and not to a log. */
static bool is_advice(const sg_diag *diag) {
    return strcmp(diag->id, "small-chart") == 0;
}

/* Of warnings of one kind only the first ones are printed: 500 unused stages need no 1,500 lines. */
void diags_report(const struct diags *diags, const struct arguments *arguments, size_t from) {
    bool color = use_color(arguments, STDERR_FILENO), quiet = option_on(arguments->options, OPT_quiet);
    struct tally tallies[KINDS] = {{0}};
    for (size_t i = from; i < diags->items.count; i++) {
        const sg_diag *diag = &diags->items.items[i].public;
        if (quiet && diag->level != SG_ERROR) continue;
        if (is_advice(diag) && !isatty(STDERR_FILENO)) continue;
        if (diag->level == SG_ERROR || ++tally_of(tallies, diag->id)->count <= SHOWN_WARNINGS)
            report_one(diags, i, color);
    }
    for (size_t i = 0; i < KINDS && tallies[i].id; i++)
        if (tallies[i].count > SHOWN_WARNINGS)
            fprintf(stderr, "stagegraph: and %zu more [%s]; -f json lists all\n", tallies[i].count - SHOWN_WARNINGS,
                    tallies[i].id);
}

void document_report(const sg_doc *doc, const struct arguments *arguments, size_t from) {
    diags_report(&doc->diags, arguments, from);
}
