/* stagegraph list: the stages as an aligned table. */
#include "base/log.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "scene/scene.h"
#include "view/label.h"
#include "view/view.h"

#include <unistd.h>

enum { PURPOSE_WIDTH = 80 };
enum { COLUMN_INDEX, COLUMN_NAME, COLUMN_BASE, COLUMN_GROUP, COLUMN_LAYERS, COLUMN_SIZE, COLUMN_PURPOSE, COLUMN_COUNT };

struct row {
    sg_str cells[COLUMN_COUNT];
};

struct rows {
    struct row *items;
    size_t count, capacity;
};

static struct row make_row(struct arena *arena, const struct view_source *source, size_t stage, sg_str group) {
    struct row row;
    struct view_facts facts = view_facts(arena, source, stage);
    sg_str base = label_reference(arena, facts.base, IMAGE_WIDTH);
    if (facts.base_size.len) base = arena_printf(arena, "%.*s (%.*s)", STR_ARG(base), STR_ARG(facts.base_size));
    row.cells[COLUMN_INDEX] = arena_printf(arena, "%zu", stage);
    row.cells[COLUMN_NAME] = facts.name;
    row.cells[COLUMN_BASE] = base;
    row.cells[COLUMN_GROUP] = group;
    row.cells[COLUMN_LAYERS] = arena_printf(arena, "%zu", facts.layer_count);
    row.cells[COLUMN_SIZE] = facts.size;
    row.cells[COLUMN_PURPOSE] = view_plain_purpose(arena, &facts, PURPOSE_WIDTH);
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
    const struct view_source source = {scene_of(arena, doc), options};
    const sg_str *groups = view_group_titles(arena, &source);
    for (size_t s = 0; s < sg_stage_count(doc); s++)
        if (sg_stage_at(doc, s)->is_reachable) LIST_ADD(arena, &rows) = make_row(arena, &source, s, groups[s]);
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
    bool color = !path.len && use_color(arguments, STDOUT_FILENO);
    (option_on(doc->options, OPT_why) ? why_make : make_table)(&arena, doc, doc->options, color, &out);
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
