/* The fuzz target: any bytes → a document → every format, with options taken from the first two bytes, and annotations
 * from what stands behind a line of "%%". libFuzzer calls it (make fuzz), and replay.c does with the files of corpus/
 * (make check).
 *
 * The layout module is replaced by one that draws nothing, so that the formats that need it are reached too, at a speed
 * that is worth it: what they hand to the layout, and what they make of its answer. */
#include "base/module.h"
#include "size/source.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool draw_nothing(const char *dot, const char *format, double scale, struct buf *out, struct buf *message) {
    (void)message;
    buf_printf(out, "<?xml?>\n<!-- %s %g -->\n<svg width=\"8pt\" height=\"8pt\" viewBox=\"0 0 8 8\">\n<g>", format,
               scale);
    /* Something of the input comes back, as with a true layout. */
    buf_put(out, str_slice(str_from(dot), 0, 4000));
    buf_text(out, "</g>\n</svg>\n");
    return true;
}

const struct graphviz_module graphviz_module = {MODULE_VERSION, draw_nothing};
/* Nothing in a Dockerfile can reach a source of sizes. */
const struct size_module size_module = {.version = MODULE_VERSION};

/* One bit for each; the values of choices are all reached as bits combine. */
static const struct {
    const char *name, *value;
} settings[] = {
    {"strict", NULL},
    {"keep-going", NULL},
    {"group", "declared"},
    {"group", "none"},
    {"edges", "plain"},
    {"images", "hide"},
    {"images", "label"},
    {"images", "separate"},
    {"direction", "LR"},
    {"layers", NULL},
    {"legend", NULL},
    {"no-purpose", NULL},
    {"background", "transparent"},
    {"mermaid-init", NULL},
    {"build-arg", "A=b$A"},
    {"target", "0"},
};

static void check(bool condition) {
    if (!condition) abort();
}

static void draw_all(sg_doc *doc) {
    for (size_t i = 0; i < sg_format_count(); i++) {
        sg_output out;
        sg_status status = sg_render(doc, sg_format_at(i)->name, NULL, &out);
        check(status == SG_OK || status == SG_NO_DOCUMENT || status == SG_RENDER_FAILED);
        if (status != SG_OK) continue;
        check(out.data && out.data[out.len] == '\0');
        sg_output_free(&out);
    }
}

/* What the header promises about a document, whatever the input. */
static void check_document(sg_doc *doc, size_t size) {
    for (size_t i = 0; i < sg_stage_count(doc); i++) {
        const sg_stage *stage = sg_stage_at(doc, i);
        check(stage->index == i && stage->line >= 1 && stage->line <= stage->end_line && stage->id.len > 0);
        check(sg_instruction_at(stage, stage->instruction_count) == NULL);
    }
    for (size_t i = 0; i < sg_edge_count(doc); i++) {
        const sg_edge *edge = sg_edge_at(doc, i);
        check(edge->stage < sg_stage_count(doc) && edge->line_count > 0);
        check(edge->source_kind != SG_SOURCE_STAGE || edge->source_stage < sg_stage_count(doc));
    }
    for (size_t i = 0; i < sg_diag_count(doc); i++) {
        const sg_diag *diag = sg_diag_at(doc, i);
        check(diag->line <= size + 1 && diag->column <= size + 1 && diag->message.len > 0);
        sg_output out;
        check(sg_diag_text(doc, i, i % 2 == 0, &out) == SG_OK);
        sg_output_free(&out);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    unsigned bits = 0;
    if (size >= 2) {
        bits = data[0] | (unsigned)data[1] << 8;
        data += 2;
        size -= 2;
    }
    sg_str text = {size ? (const char *)data : "", size};
    size_t end = str_find_str(text, STR("\n%%\n"));
    sg_str annotations = str_skip(text, end + 4);
    sg_options *options = sg_options_new();
    for (size_t i = 0; i < COUNT(settings); i++)
        if (bits >> i & 1) check(sg_options_set(options, settings[i].name, settings[i].value) == SG_OK);
    check(sg_options_set_annotations(options, annotations.ptr, annotations.len, NULL) == SG_OK);

    /* A copy of exactly that size, so that reading one byte too many is noticed. */
    char *copy = malloc(end ? end : 1);
    if (end) memcpy(copy, data, end);
    sg_doc *doc;
    check(sg_parse(copy, end, "Dockerfile", options, &doc) == SG_OK);
    free(copy);
    sg_options_free(options);
    check_document(doc, size);
    draw_all(doc);
    sg_free(doc);
    return 0;
}
