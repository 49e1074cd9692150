/* The public functions: bytes → document → output. */
#include <stagegraph.h>

#include "annotate/annotate.h"
#include "graph/graph.h"
#include "render/render.h"
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

static void warn_of_frontend(sg_doc *doc) {
    sg_str name = doc->file.syntax;
    static const char *const usual[] = {"docker/dockerfile", "docker.io/docker/dockerfile",
                                        "docker/dockerfile-upstream", "docker.io/docker/dockerfile-upstream"};
    sg_str repository = str_slice(name, 0, str_find(str_slice(name, 0, str_find(name, '@')), ':'));
    if (!name.len) return;
    for (size_t i = 0; i < COUNT(usual); i++)
        if (str_eq(repository, str_from(usual[i]))) return;
    diag_add(&doc->diags, DIAG_CUSTOM_FRONTEND, 0, (size_t)(name.ptr - doc->file.source.ptr), STR_ARG(name));
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
        dockerfile_check_directive(&doc->arena, diags, 0);
        dockerfile_parse(&doc->file, &doc->arena, diags, 0);
        warn_of_frontend(doc);
        dockerfile_check(&doc->file, &doc->arena, diags, 0);
        graph_build(doc);
        sg_status status = annotate(doc);
        sizes_state(doc);
        return status;
    }
    return SG_OK;
}

static sg_status fill_document(sg_doc *doc, sg_str data, const char *name, const sg_options *options) {
    doc->diags.arena = &doc->arena;
    doc->target = NO_STAGE;
    doc->options = options_copy(&doc->arena, options);
    doc->diags.strict = option_on(options, OPT_strict);
    sg_str path = arena_copy(&doc->arena, str_from(name ? name : "-"));
    bool large = data.len > FILE_LIMIT;
    sg_str text = large ? data : arena_copy(&doc->arena, data);
    doc->name = base_name(path);
    diags_add_source(&doc->diags, str_eq(path, STR("-")) ? STR("<stdin>") : path, large ? STR("") : text);
    return read_document(doc, text);
}

/* In a function of its own: the jump of an allocation that fails must not cross changed variables. */
static sg_status fill_guarded(sg_doc *doc, sg_str data, const char *name, const sg_options *options) {
    doc->arena.out_of_memory = &doc->out_of_memory;
    if (setjmp(doc->out_of_memory)) return SG_NO_MEMORY;
    return fill_document(doc, data, name, options);
}

sg_status sg_parse(const char *data, size_t len, const char *name, const sg_options *options, sg_doc **out) {
    if (!out || (!data && len)) return SG_BAD_ARGUMENT;
    *out = NULL;
    sg_doc *doc = calloc(1, sizeof *doc);
    if (!doc) return SG_NO_MEMORY;
    sg_status status = fill_guarded(doc, (sg_str){data, len}, name, options);
    if (status == SG_NO_MEMORY) sg_free(doc);
    else *out = doc;
    return status;
}

void sg_free(sg_doc *doc) {
    if (!doc) return;
    arena_free(&doc->arena);
    free(doc);
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

const sg_diag *sg_diag_at(sg_doc *doc, size_t index) {
    if (index >= sg_diag_count(doc) || setjmp(doc->out_of_memory)) return NULL;
    return diag_locate(&doc->diags, index);
}

sg_level sg_worst(const sg_doc *doc) {
    return doc ? doc->diags.worst : SG_NOTE;
}

/* ---- output ---- */

static const struct format formats[] = {
#define FORMAT(name, extension, help, draws, binary, hidden, function)                                                 \
    {{name, extension, help, binary, hidden}, draws, function},
#include "render/formats.def"
#undef FORMAT
};

size_t sg_format_count(void) {
    return COUNT(formats);
}

const sg_format *sg_format_at(size_t index) {
    return index < COUNT(formats) ? &formats[index].public : NULL;
}

const struct format *format_named(sg_str name) {
    for (size_t i = 0; i < COUNT(formats); i++)
        if (str_eq(name, str_from(formats[i].public.name))) return &formats[i];
    return NULL;
}

const struct format *format_for_extension(sg_str extension) {
    for (size_t i = 0; i < COUNT(formats); i++)
        if (str_eq_nocase(extension, str_from(formats[i].public.extension))) return &formats[i];
    return NULL;
}

/* Hands the buffer over, or says that memory was short. */
static sg_status finish(struct buf *buf, sg_output *out) {
    buf_char(buf, '\0');
    if (buf->failed) {
        buf_free(buf);
        return SG_NO_MEMORY;
    }
    *out = (sg_output){buf->ptr, buf->len - 1};
    return SG_OK;
}

static bool nothing_to_draw(const sg_doc *doc, const struct format *format) {
    return format->draws == DRAWS_INSTRUCTIONS ? doc->file.incomplete || !doc->file.count : !doc->stages.count;
}

/* buf is the caller's, so that it survives the jump of an allocation that fails. */
static sg_status draw(sg_doc *doc, const struct format *format, const sg_options *options, struct arena *scratch,
                      struct buf *buf) {
    if (setjmp(doc->out_of_memory)) return SG_NO_MEMORY;
    scratch->out_of_memory = &doc->out_of_memory;
    struct drawing drawing = {.doc = doc, .options = options ? options : doc->options, .scratch = scratch};
    if (format->draws <= DRAWS_LAYOUT) drawing.view = view_make(scratch, doc, drawing.options);
    if (drawing.view && drawing.view->unknown_names && !option_on(drawing.options, OPT_keep_going))
        return SG_NO_DOCUMENT;
    return format->render(&drawing, buf);
}

sg_status sg_render(sg_doc *doc, const char *name, const sg_options *options, sg_output *out) {
    if (!doc || !name || !out) return SG_BAD_ARGUMENT;
    const struct format *format = format_named(str_from(name));
    *out = (sg_output){NULL, 0};
    if (!format) return SG_BAD_FORMAT;
    if (nothing_to_draw(doc, format)) return SG_NO_DOCUMENT;
    struct arena scratch = {0};
    struct buf buf = {0};
    sg_status status = draw(doc, format, options, &scratch, &buf);
    arena_free(&scratch);
    if (status == SG_OK) return finish(&buf, out);
    buf_free(&buf);
    return status;
}

sg_status sg_diag_text(sg_doc *doc, size_t index, bool color, sg_output *out) {
    if (!out || index >= sg_diag_count(doc)) return SG_BAD_ARGUMENT;
    struct buf buf = {0};
    *out = (sg_output){NULL, 0};
    if (!sg_diag_at(doc, index)) return SG_NO_MEMORY;
    diag_print(&doc->diags, index, color, &buf);
    return finish(&buf, out);
}

void sg_output_free(sg_output *out) {
    if (!out) return;
    free(out->data);
    *out = (sg_output){NULL, 0};
}
