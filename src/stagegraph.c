/* The public functions: bytes → document → output. */
#include <stagegraph.h>

#include "annotate/annotate.h"
#include "base/module.h"
#include "graph/graph.h"
#include "render/render.h"
#include "scene/scene.h"
#include "size/ask.h"
#include "size/size.h"

#include <stdlib.h>

#ifndef STAGEGRAPH_VERSION
#define STAGEGRAPH_VERSION "0.0.0"
#endif

enum { FILE_LIMIT = 64 * 1024 * 1024 };

const char *sg_version(void) {
    return STAGEGRAPH_VERSION;
}

const char *sg_status_text(sg_status status) {
    static const char *const texts[] = {
        "fine",
        "out of memory",
        "a value is missing or out of range",
        "there is no such option, or it does not take this value",
        "there is no such format",
        "there is nothing to draw",
        "a module is not installed",
        "the picture could not be made",
        "a source of sizes could not be read",
    };
    return (size_t)status < COUNT(texts) ? texts[status] : "unknown status";
}

/* ---- reading ---- */

static sg_str base_name(sg_str path) {
    if (!path.len || str_eq(path, STR("-"))) return STR("standard input");
    size_t start = path.len;
    while (start && path.ptr[start - 1] != '/') start--;
    return str_skip(path, start);
}

/* The path if it leads down from the current folder; else it says more of the machine than of the file. */
static sg_str shown_path(sg_str path) {
    sg_str rest = path, part;
    bool down = path.len && path.ptr[0] != '/' && !str_eq(path, STR("-"));
    for (bool more = down; more;) {
        more = str_cut(rest, '/', &part, &rest);
        down = down && !str_eq(part, STR(".."));
    }
    if (!down) return base_name(path);
    while (str_starts(path, STR("./"))) path = str_skip(path, 2);
    return path;
}

/* What a file is that is plainly no Dockerfile, or NULL: first bytes only, so that odd text is still text. */
static const char *other_kind(sg_str text) {
    static const struct {
        const char *magic;
        size_t len;
        const char *kind;
    } kinds[] = {{"\x7f"
                  "ELF",
                  4, "a program"},
                 {"\x1f\x8b", 2, "a gzip archive"},
                 {"PK\x03\x04", 4, "a zip archive"},
                 {"\x89PNG", 4, "a PNG picture"},
                 {"%PDF-", 5, "a PDF document"},
                 {"\x28\xb5\x2f\xfd", 4, "a zstd archive"},
                 {"\xff\xfe\0\0", 4, "UTF-32 text: save it as UTF-8"},
                 {"\xff\xfe", 2, "UTF-16 text: save it as UTF-8"},
                 {"\xfe\xff", 2, "UTF-16 text: save it as UTF-8"}};
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (text.len >= kinds[i].len && memcmp(text.ptr, kinds[i].magic, kinds[i].len) == 0) return kinds[i].kind;
    return NULL;
}

/* A document of what could be read; what comes before the graph may make a graph pointless. */
static sg_status read_document(sg_doc *doc, sg_str text) {
    struct diags *diags = &doc->diags;
    const char *kind = other_kind(text);
    if (!text.len) {
        diag_add(diags, DIAG_EMPTY, 0, NOWHERE);
    } else if (text.len > FILE_LIMIT) {
        diag_add(diags, DIAG_LIMIT, 0, NOWHERE, "the file is larger than 64 MiB");
    } else if (kind) {
        diag_add(diags, DIAG_BINARY, 0, NOWHERE, kind);
    } else if (str_ends(doc->name, STR("Containerfile.in"))) {
        diag_add(diags, DIAG_PREPROCESSED, 0, NOWHERE);
    } else {
        settings_check(doc, text);
        dockerfile_parse(&doc->file, &doc->arena, diags, 0);
        settings_check_frontend(doc, text);
        dockerfile_check(&doc->file, &doc->arena, diags, 0);
        graph_build(doc);
        sg_status status = annotate(doc);
        sizes_state(doc);
        return status;
    }
    return SG_OK;
}

struct filling {
    sg_doc *doc;
    sg_str data;
    const char *name;
    const sg_options *options;
    sg_status status;
};

static void fill_document(void *state) {
    struct filling *filling = state;
    sg_doc *doc = filling->doc;
    doc->diags.arena = &doc->arena;
    doc->target = NO_STAGE;
    doc->options = options_copy(&doc->arena, filling->options);
    doc->diags.strict = option_on(filling->options, OPT_strict);
    sg_str path = arena_copy(&doc->arena, str_from(filling->name ? filling->name : "-"));
    bool large = filling->data.len > FILE_LIMIT;
    sg_str text = large ? filling->data : arena_copy(&doc->arena, filling->data);
    doc->name = base_name(path);
    doc->path = shown_path(path);
    diags_add_source(&doc->diags, str_eq(path, STR("-")) ? STR("<stdin>") : path, large ? STR("") : text);
    if (option_choice(filling->options, OPT_conceal) & CONCEAL_DOCKERFILE) diags_conceal(&doc->diags, 0);
    filling->status = read_document(doc, text);
    diags_locate(&doc->diags);
}

sg_status sg_parse(const char *data, size_t len, const char *name, const sg_options *options, sg_doc **out) {
    if (!out || (!data && len)) return SG_BAD_ARGUMENT;
    *out = NULL;
    sg_doc *doc = calloc(1, sizeof *doc);
    if (!doc) return SG_NO_MEMORY;
    struct filling filling = {doc, {data, len}, name, options, SG_OK};
    if (!arena_guard(&doc->arena, fill_document, &filling)) filling.status = SG_NO_MEMORY;
    if (filling.status == SG_NO_MEMORY) sg_free(doc);
    else *out = doc;
    return filling.status;
}

void sg_free(sg_doc *doc) {
    if (!doc) return;
    arena_free(&doc->arena);
    free(doc);
}

/* ---- sizes ---- */

static const struct size_module *open_size_module(sg_doc *doc) {
    struct buf message = {0};
    const struct size_module *module = module_open(MODULE_SIZE, &message);
    if (!module)
        diag_add_text(&doc->diags, DIAG_MODULE_MISSING, 0, NOWHERE, arena_copy(&doc->arena, buf_str(&message)));
    buf_free(&message);
    return module;
}

struct measuring {
    sg_doc *doc;
    sg_progress *progress;
    void *user;
    sg_status status;
};

static void measure(void *state) {
    struct measuring *measuring = state;
    const struct size_module *module = open_size_module(measuring->doc);
    measuring->status = module ? sizes_ask(measuring->doc, module, measuring->progress, measuring->user) : SG_NO_MODULE;
    diags_locate(&measuring->doc->diags);
}

sg_status sg_measure(sg_doc *doc, sg_progress *progress, void *user) {
    if (!doc) return SG_BAD_ARGUMENT;
    if (!doc->sizes || !sizes_wanted(doc->options)) return SG_OK;
    struct measuring measuring = {doc, progress, user, SG_OK};
    return arena_guard(&doc->arena, measure, &measuring) ? measuring.status : SG_NO_MEMORY;
}

static void check_sizes(void *state) {
    sg_doc *doc = state;
    sizes_check(doc);
    diags_locate(&doc->diags);
}

sg_status sg_check_sizes(sg_doc *doc) {
    if (!doc) return SG_BAD_ARGUMENT;
    if (!doc->sizes) return SG_OK;
    return arena_guard(&doc->arena, check_sizes, doc) ? SG_OK : SG_NO_MEMORY;
}

/* ---- looking ---- */

size_t sg_stage_count(const sg_doc *doc) {
    return doc ? doc->stages.count : 0;
}

size_t sg_edge_count(const sg_doc *doc) {
    return doc ? doc->edges.count : 0;
}

size_t sg_image_count(const sg_doc *doc) {
    return doc ? doc->images.count : 0;
}

size_t sg_group_count(const sg_doc *doc) {
    return doc ? doc->groups.count : 0;
}

size_t sg_diag_count(const sg_doc *doc) {
    return doc ? doc->diags.items.count : 0;
}

const sg_stage *sg_stage_at(const sg_doc *doc, size_t index) {
    return index < sg_stage_count(doc) ? &doc->stages.items[index].public : NULL;
}

const sg_edge *sg_edge_at(const sg_doc *doc, size_t index) {
    return index < sg_edge_count(doc) ? &doc->edges.items[index].public : NULL;
}

const sg_image *sg_image_at(const sg_doc *doc, size_t index) {
    return index < sg_image_count(doc) ? &doc->images.items[index] : NULL;
}

const sg_group *sg_group_at(const sg_doc *doc, size_t index) {
    return index < sg_group_count(doc) ? &doc->groups.items[index] : NULL;
}

/* A public stage is the first member of the internal one. */
const sg_instruction *sg_instruction_at(const sg_stage *stage, size_t index) {
    return stage && index < stage->instruction_count ? &((const struct stage *)stage)->instructions[index].public
                                                     : NULL;
}

const sg_diag *sg_diag_at(const sg_doc *doc, size_t index) {
    return index < sg_diag_count(doc) ? &doc->diags.items.items[index].public : NULL;
}

sg_level sg_worst(const sg_doc *doc) {
    return doc ? doc->diags.worst : SG_NOTE;
}

size_t sg_report_count(const sg_report *report) {
    return report ? report->diags.items.count : 0;
}

const sg_diag *sg_report_at(const sg_report *report, size_t index) {
    return index < sg_report_count(report) ? &report->diags.items.items[index].public : NULL;
}

sg_level sg_report_worst(const sg_report *report) {
    return report ? report->diags.worst : SG_NOTE;
}

/* ---- output ---- */

/* Hands the buffer over, or says that memory was short. */
static sg_status finish(struct buf *buf, sg_output *out) {
    buf_char(buf, '\0');
    if (buf->failed) {
        buf_free(buf);
        return SG_NO_MEMORY;
    }
    out->data = buf->ptr;
    out->len = buf->len - 1;
    return SG_OK;
}

static bool nothing_to_draw(const sg_doc *doc, const struct format *format) {
    return format->draws == DRAWS_INSTRUCTIONS ? doc->file.incomplete || !doc->file.count : !doc->stages.count;
}

struct rendering {
    const sg_doc *doc;
    const struct format *format;
    const sg_options *options;
    struct sg_report *report;
    struct arena scratch;
    struct buf buf;
    sg_status status;
};

/* In a report, source 0 is the Dockerfile too. */
static void open_report(struct sg_report *report, const sg_doc *doc) {
    report->diags.arena = &report->arena;
    diags_add_source(&report->diags, arena_copy(&report->arena, doc->diags.sources.items[0].name), STR(""));
}

static void draw(void *state) {
    struct rendering *job = state;
    struct drawing drawing = {
        .doc = job->doc, .options = job->options, .report = &job->report->diags, .scratch = &job->scratch};
    job->scratch.out_of_memory = job->report->arena.out_of_memory;
    open_report(job->report, job->doc);
    if (job->format->draws <= DRAWS_LAYOUT)
        drawing.view = view_make(drawing.scratch, scene_of(drawing.scratch, job->doc), job->options, drawing.report);
    bool unknown = drawing.view && drawing.view->unknown_names && !option_on(job->options, OPT_keep_going);
    job->status = unknown ? SG_NO_DOCUMENT : job->format->render(&drawing, &job->buf);
    diags_locate(drawing.report);
}

static void report_free(struct sg_report *report) {
    if (!report) return;
    arena_free(&report->arena);
    free(report);
}

sg_status sg_render(const sg_doc *doc, const char *name, const sg_options *options, sg_output *out) {
    if (!doc || !name || !out) return SG_BAD_ARGUMENT;
    const struct format *format = format_named(str_from(name));
    *out = (sg_output){NULL, 0, NULL};
    if (!format) return SG_BAD_FORMAT;
    if (nothing_to_draw(doc, format)) return SG_NO_DOCUMENT;
    struct rendering job = {.doc = doc, .format = format, .options = options ? options : doc->options};
    job.report = calloc(1, sizeof *job.report);
    if (!job.report) return SG_NO_MEMORY;
    if (!arena_guard(&job.report->arena, draw, &job)) job.status = SG_NO_MEMORY;
    arena_free(&job.scratch);
    if (job.status == SG_OK) job.status = finish(&job.buf, out);
    else buf_free(&job.buf);
    if (job.status == SG_NO_MEMORY || !sg_report_count(job.report)) report_free(job.report);
    else out->report = job.report;
    return job.status;
}

static sg_status print_diag(const struct diags *diags, size_t index, bool color, sg_output *out) {
    struct buf buf = {0};
    *out = (sg_output){NULL, 0, NULL};
    diag_print(diags, index, color, &buf);
    return finish(&buf, out);
}

sg_status sg_diag_text(const sg_doc *doc, size_t index, bool color, sg_output *out) {
    if (!out || index >= sg_diag_count(doc)) return SG_BAD_ARGUMENT;
    return print_diag(&doc->diags, index, color, out);
}

sg_status sg_report_text(const sg_report *report, size_t index, bool color, sg_output *out) {
    if (!out || index >= sg_report_count(report)) return SG_BAD_ARGUMENT;
    return print_diag(&report->diags, index, color, out);
}

void sg_output_free(sg_output *out) {
    if (!out) return;
    free(out->data);
    report_free(out->report);
    *out = (sg_output){NULL, 0, NULL};
}
