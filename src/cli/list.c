/* stagegraph list: the stages as an aligned table. */
#include "base/log.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "graph/graph.h"
#include "size/size.h"
#include "view/label.h"

#include <unistd.h>

enum { COLUMN_INDEX, COLUMN_NAME, COLUMN_BASE, COLUMN_GROUP, COLUMN_LAYERS, COLUMN_SIZE, COLUMN_PURPOSE, COLUMN_COUNT };

struct row {
    sg_str cells[COLUMN_COUNT];
};

struct rows {
    struct row *items;
    size_t count, capacity;
};

static sg_str stage_name(struct arena *arena, const sg_doc *doc, size_t index) {
    const sg_stage *stage = sg_stage_at(doc, index);
    return stage->name.ptr ? stage->name : arena_printf(arena, "(stage %zu)", index);
}

/* By stage, cleaned; ptr == NULL for those in no group that is shown. */
static const sg_str *group_titles(struct arena *arena, const sg_doc *doc, const sg_options *options) {
    int how = option_choice(options, OPT_group);
    sg_str *titles = arena_array(arena, sg_str, sg_stage_count(doc));
    for (size_t g = 0; g < sg_group_count(doc); g++) {
        const sg_group *group = sg_group_at(doc, g);
        sg_str title = label_clean(arena, group->title);
        for (size_t i = 0; i < group->stage_count; i++) {
            bool inferred = sg_stage_at(doc, group->stages[i])->group_source == SG_FACT_INFERRED;
            if (how == GROUP_AUTO || (how == GROUP_DECLARED && !inferred)) titles[group->stages[i]] = title;
        }
    }
    return titles;
}

static size_t layer_count(const sg_stage *stage) {
    size_t count = 0;
    for (size_t i = 0; i < stage->instruction_count; i++) count += sg_instruction_at(stage, i)->layer;
    return count;
}

/* Only a registry tells the size of the image alone; one that was measured is part of the stage's. */
static sg_str base_of(struct arena *arena, const sg_doc *doc, size_t index, bool sized) {
    const struct stage *stage = &doc->stages.items[index];
    const sg_image *image = stage_base_image(doc, stage);
    sg_str base = label_reference(arena, stage->public.base, IMAGE_WIDTH);
    if (!sized || !image || image->size.method != SG_SIZE_REGISTRY) return base;
    return arena_printf(arena, "%.*s (%.*s)", STR_ARG(base), STR_ARG(size_text(arena, &image->size)));
}

static struct row make_row(struct arena *arena, const sg_doc *doc, const sg_stage *stage, const sg_options *options,
                           const sg_str *groups) {
    struct row row;
    sg_str purpose = option_on(options, OPT_no_purpose) || !stage->purpose.ptr ? STR("") : stage->purpose;
    bool sized = !option_on(options, OPT_no_size);
    sg_str unknown = options_measure(doc->options) ? STR("?") : STR("");
    row.cells[COLUMN_INDEX] = arena_printf(arena, "%zu", stage->index);
    row.cells[COLUMN_NAME] = stage_name(arena, doc, stage->index);
    row.cells[COLUMN_BASE] = base_of(arena, doc, stage->index, sized);
    row.cells[COLUMN_GROUP] = groups[stage->index];
    row.cells[COLUMN_LAYERS] = arena_printf(arena, "%zu", layer_count(stage));
    row.cells[COLUMN_SIZE] = !sized ? STR("") : size_known(&stage->size) ? size_text(arena, &stage->size) : unknown;
    row.cells[COLUMN_PURPOSE] = label_end(arena, label_one_line(arena, purpose), 80);
    return row;
}

/* A column that is empty in every row is left out; the last one is not padded. */
static void put_row(const struct row *row, const size_t *widths, bool bold, struct buf *out) {
    size_t owed = 0;
    if (bold) buf_text(out, "\033[1m");
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (!widths[i]) continue;
        sg_str cell = row->cells[i];
        bool right = i == COLUMN_INDEX || i == COLUMN_LAYERS || i == COLUMN_SIZE;
        size_t pad = widths[i] - str_width(cell);
        if (cell.len) {
            buf_fill(out, ' ', owed + (right ? pad : 0));
            buf_put(out, cell);
            owed = (right ? 0 : pad) + 2;
        } else {
            owed += widths[i] + 2;
        }
    }
    buf_text(out, bold ? "\033[0m\n" : "\n");
}

static void make_table(struct arena *arena, const sg_doc *doc, const sg_options *options, bool color, struct buf *out) {
    static const struct row headings = {
        {{"#", 1}, {"STAGE", 5}, {"BASE", 4}, {"GROUP", 5}, {"LAYERS", 6}, {"SIZE", 4}, {"PURPOSE", 7}}};
    size_t widths[COLUMN_COUNT] = {0};
    struct rows rows = {0};
    const sg_str *groups = group_titles(arena, doc, options);
    for (size_t s = 0; s < sg_stage_count(doc); s++) {
        const sg_stage *stage = sg_stage_at(doc, s);
        if (stage->is_reachable) LIST_ADD(arena, &rows) = make_row(arena, doc, stage, options, groups);
    }
    for (size_t r = 0; r < rows.count; r++)
        for (size_t i = 0; i < COLUMN_COUNT; i++) {
            size_t width = str_width(rows.items[r].cells[i]);
            if (width > widths[i]) widths[i] = width;
        }
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        if (widths[i] && widths[i] < headings.cells[i].len) widths[i] = headings.cells[i].len;
    put_row(&headings, widths, color, out);
    for (size_t r = 0; r < rows.count; r++) put_row(&rows.items[r], widths, false, out);
    log_tame(out, 0);
}

static enum exit_code write_table(const sg_doc *doc, const struct arguments *arguments) {
    jump failed;
    struct arena arena = {.out_of_memory = &failed};
    struct buf out = {0};
    if (jump_mark(failed)) end_without_memory();
    sg_str path = option_text(arguments->options, OPT_output);
    make_table(&arena, doc, doc->options, !path.len && use_color(arguments, STDOUT_FILENO), &out);
    if (out.failed) end_without_memory();
    bool written = file_write(path.len ? path.ptr : NULL, out.ptr, out.len);
    arena_free(&arena);
    buf_free(&out);
    return written ? EXIT_FINE : EXIT_SYSTEM;
}

enum exit_code command_list(const struct arguments *arguments) {
    enum exit_code code;
    sg_doc *doc = document_read(arguments, &code);
    if (!doc) return code;
    document_report(doc, arguments, 0);
    if (document_is_fit(doc, arguments, &code)) {
        enum exit_code written = write_table(doc, arguments);
        if (written > code) code = written;
    }
    sg_free(doc);
    return code;
}
