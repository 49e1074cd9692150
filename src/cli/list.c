/* stagegraph list: the stages as an aligned table. */
#include "base/log.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "scene/scene.h"
#include "view/label.h"
#include "view/view.h"

#include <unistd.h>

enum { PURPOSE_WIDTH = 80, ANY_WIDTH = 1000 };
enum column {
    COLUMN_INDEX,
    COLUMN_NAME,
    COLUMN_TITLE,
    COLUMN_BASE,
    COLUMN_GROUP,
    COLUMN_SHIPS,
    COLUMN_LAYERS,
    COLUMN_SIZE,
    COLUMN_PURPOSE,
    COLUMN_COUNT
};

static const sg_str headings[COLUMN_COUNT] = {{"#", 1},     {"STAGE", 5},  {"TITLE", 5}, {"BASE", 4},   {"GROUP", 5},
                                              {"SHIPS", 5}, {"LAYERS", 6}, {"SIZE", 4},  {"PURPOSE", 7}};

struct row {
    size_t stage;
    struct view_facts facts;
    sg_str group, ships;
    sg_str cells[COLUMN_COUNT];
};

struct rows {
    struct row *items;
    size_t count, capacity;
};

/* With its size, unless that makes it too wide. */
static sg_str base_cell(struct arena *arena, const struct view_facts *facts, size_t width) {
    sg_str base = label_reference(arena, facts->base, width < IMAGE_WIDTH ? width : IMAGE_WIDTH);
    if (!facts->base_size.len) return base;
    sg_str sized = arena_printf(arena, "%.*s (%.*s)", STR_ARG(base), STR_ARG(facts->base_size));
    return str_width(sized) <= width ? sized : base;
}

/* In at most so many columns, but for numbers. A title that is only the name made readable says nothing new. */
static sg_str cell(struct arena *arena, const struct row *row, enum column column, size_t width) {
    const struct view_facts *facts = &row->facts;
    switch (column) {
    case COLUMN_INDEX: return arena_printf(arena, "%zu", row->stage);
    case COLUMN_NAME: return label_middle(arena, facts->name, width);
    case COLUMN_TITLE: return facts->titled ? label_middle(arena, facts->title, width) : STR("");
    case COLUMN_BASE: return base_cell(arena, facts, width);
    case COLUMN_GROUP: return label_end(arena, row->group, width);
    case COLUMN_SHIPS: return row->ships;
    case COLUMN_LAYERS: return arena_printf(arena, "%zu", facts->layer_count);
    case COLUMN_SIZE: return facts->size;
    default: return view_plain_purpose(arena, facts, width);
    }
}

static void make_cells(struct arena *arena, const struct rows *rows, enum column column, size_t width) {
    for (size_t r = 0; r < rows->count; r++) rows->items[r].cells[column] = cell(arena, &rows->items[r], column, width);
}

/* 0 if nothing is in any row: then the column is left out. */
static size_t column_width(const struct rows *rows, enum column column) {
    size_t most = 0;
    for (size_t r = 0; r < rows->count; r++) {
        size_t width = str_width(rows->items[r].cells[column]);
        if (width > most) most = width;
    }
    return most && most < headings[column].len ? headings[column].len : most;
}

/* Takes from the columns what the terminal has not, in the order in which a reader would miss least; at last whole ones. What
 * these leave over is the purpose's. */
static void fit(struct arena *arena, const struct rows *rows, size_t widths[COLUMN_COUNT], size_t columns) {
    static const struct {
        enum column column;
        size_t least;
    } steps[] = {{COLUMN_PURPOSE, 40}, {COLUMN_BASE, 20},  {COLUMN_TITLE, 16},   {COLUMN_GROUP, 12},
                 {COLUMN_NAME, 20},    {COLUMN_LAYERS, 0}, {COLUMN_PURPOSE, 24}, {COLUMN_BASE, 12},
                 {COLUMN_PURPOSE, 16}, {COLUMN_TITLE, 0},  {COLUMN_BASE, 0},     {COLUMN_GROUP, 0}};
    size_t total = 0, purpose = widths[COLUMN_PURPOSE];
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        if (widths[i]) total += widths[i] + (total ? 2 : 0);
    for (size_t i = 0; i < COUNT(steps) && total > columns; i++) {
        enum column column = steps[i].column;
        size_t over = total - columns, width = widths[column], least = steps[i].least;
        if (width <= least) continue;
        widths[column] = width - least > over && least ? width - over : least;
        total -= width - widths[column] + (least ? 0 : 2);
    }
    if (total < columns && widths[COLUMN_PURPOSE] < purpose) widths[COLUMN_PURPOSE] += columns - total;
    for (enum column c = 0; c < COLUMN_COUNT; c++) make_cells(arena, rows, c, widths[c]);
}

/* The last one is not padded. */
static void put_row(const sg_str cells[COLUMN_COUNT], const size_t *widths, bool bold, struct buf *out) {
    size_t owed = 0;
    if (bold) buf_text(out, "\033[1m");
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (!widths[i]) continue;
        sg_str text = cells[i];
        bool right = i == COLUMN_INDEX || i == COLUMN_LAYERS || i == COLUMN_SIZE;
        size_t pad = widths[i] - str_width(text);
        if (text.len) {
            buf_fill(out, ' ', owed + (right ? pad : 0));
            buf_put(out, text);
            owed = (right ? 0 : pad) + 2;
        } else {
            owed += widths[i] + 2;
        }
    }
    buf_text(out, bold ? "\033[0m\n" : "\n");
}

static void make_table(struct arena *arena, const sg_doc *doc, const sg_options *options, bool color, struct buf *out) {
    size_t widths[COLUMN_COUNT], columns = (size_t)option_number(options, OPT_columns);
    struct rows rows = {0};
    const struct view_source source = {scene_of(arena, doc), options};
    const sg_str *groups = view_group_titles(arena, &source);
    const enum ships *ships = view_ships(arena, &source);
    for (size_t s = 0; s < sg_stage_count(doc); s++)
        if (sg_stage_at(doc, s)->is_reachable)
            LIST_ADD(arena, &rows) = (struct row){s,
                                                  view_facts(arena, &source, s),
                                                  groups[s],
                                                  ships ? str_from(view_ships_word(ships[s])) : STR(""),
                                                  {{0}}};
    for (enum column c = 0; c < COLUMN_COUNT; c++) {
        size_t most = c == COLUMN_TITLE ? TITLE_WIDTH : c == COLUMN_PURPOSE && !columns ? PURPOSE_WIDTH : ANY_WIDTH;
        make_cells(arena, &rows, c, most);
        widths[c] = column_width(&rows, c);
    }
    if (columns) fit(arena, &rows, widths, columns);
    put_row(headings, widths, color, out);
    for (size_t r = 0; r < rows.count; r++) put_row(rows.items[r].cells, widths, false, out);
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
