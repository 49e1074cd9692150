/* Keeps diagnostics as data and prints them with the source line and a caret. */
#include "base/diag.h"

#include "base/log.h"
#include "base/utf8.h"

static const struct {
    const char *name;
    int level;
    const char *text;
} texts[DIAG_COUNT] = {
#define ERROR SG_ERROR
#define WARNING SG_WARNING
#define NOTE SG_NOTE
#define STRICT (-1) /* a warning, or an error under --strict */
#define DIAG(id, name, level, text) {name, level, text},
#include "base/diags.def"
#undef DIAG
#undef ERROR
#undef WARNING
#undef NOTE
};

size_t diags_add_source(struct diags *diags, sg_str name, sg_str text) {
    LIST_ADD(diags->arena, &diags->sources) = (struct source){.name = name, .text = text};
    return diags->sources.count - 1;
}

enum { SHOWN_LINE = 160 };

size_t diags_add_option(struct diags *diags, const char *option, sg_str value) {
    bool cut = value.len > SHOWN_LINE;
    value = str_slice(value, 0, SHOWN_LINE);
    sg_str name =
        arena_printf(diags->arena, "--%s%s%.*s%s", option, value.len ? " " : "", STR_ARG(value), cut ? "..." : "");
    size_t source = diags_add_source(diags, name, STR(""));
    diags->sources.items[source].placeless = true;
    return source;
}

void diags_conceal(struct diags *diags, size_t source) {
    diags->sources.items[source].concealed = true;
}

static bool is_concealed(const struct diags *diags, size_t source) {
    return source < diags->sources.count && diags->sources.items[source].concealed;
}

void diag_add_text(struct diags *diags, enum diag_id id, size_t source, size_t offset, sg_str message) {
    int level = texts[id].level;
    if (level == STRICT) level = diags->strict ? SG_ERROR : SG_WARNING;
    struct diag diag = {.source = source, .offset = offset};
    if (is_concealed(diags, source)) message = STR("what is wrong here is not shown, because the file is a link");
    diag.public = (sg_diag){.level = (sg_level)level, .id = texts[id].name, .message = message};
    if (source < diags->sources.count) diag.public.file = diags->sources.items[source].name;
    LIST_ADD(diags->arena, &diags->items) = diag;
    if (diag.public.level > diags->worst) diags->worst = diag.public.level;
}

void diag_add_args(struct diags *diags, enum diag_id id, const char *format, size_t source, size_t offset,
                   va_list args) {
    diag_add_text(diags, id, source, offset, arena_vprintf(diags->arena, format, args));
}

void diag_add_format(struct diags *diags, enum diag_id id, const char *format, size_t source, size_t offset, ...) {
    va_list args;
    va_start(args, offset);
    diag_add_args(diags, id, format, source, offset, args);
    va_end(args);
}

void diag_add_any(struct diags *diags, enum diag_id id, size_t source, size_t offset, ...) {
    va_list args;
    va_start(args, offset);
    diag_add_args(diags, id, texts[id].text, source, offset, args);
    va_end(args);
}

static void find_lines(struct arena *arena, struct source *source) {
    size_t count = 1;
    for (size_t i = 0; i < source->text.len; i++) count += source->text.ptr[i] == '\n';
    source->lines = arena_array(arena, size_t, count);
    source->line_count = 1;
    for (size_t i = 0; i < source->text.len; i++)
        if (source->text.ptr[i] == '\n') source->lines[source->line_count++] = i + 1;
}

/* The index of the last line that starts at or before offset. */
static size_t line_of(const struct source *source, size_t offset) {
    size_t low = 0, high = source->line_count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (source->lines[middle] <= offset) low = middle;
        else high = middle;
    }
    return low;
}

size_t diags_line(struct diags *diags, size_t index, size_t offset) {
    if (offset == NOWHERE || index >= diags->sources.count) return 0;
    struct source *source = &diags->sources.items[index];
    if (source->placeless) return 0;
    if (!source->lines) find_lines(diags->arena, source);
    return line_of(source, offset) + 1;
}

static void locate(struct diags *diags, struct diag *diag) {
    size_t line = diags_line(diags, diag->source, diag->offset);
    if (!line) return;
    const struct source *source = &diags->sources.items[diag->source];
    size_t offset = diag->offset < source->text.len ? diag->offset : source->text.len;
    diag->public.line = line;
    diag->public.column = offset - source->lines[line - 1] + 1;
}

void diags_locate(struct diags *diags) {
    for (; diags->located < diags->items.count; diags->located++) locate(diags, &diags->items.items[diags->located]);
}

enum { GUTTER = 4 };

static size_t gutter_width(size_t line) {
    size_t digits = 1;
    while (line /= 10) digits++;
    return digits > GUTTER ? digits : GUTTER;
}

/* The source line, cut around the caret if it is very long, and the caret below. */
static void put_excerpt(const struct source *source, const sg_diag *diag, bool color, struct buf *out) {
    size_t start = source->lines[diag->line - 1];
    sg_str line = str_skip(source->text, start);
    line = str_slice(line, 0, str_find(line, '\n'));
    while (line.len && line.ptr[line.len - 1] == '\r') line.len--;
    size_t caret = diag->column - 1 < line.len ? diag->column - 1 : line.len;
    size_t from = caret > SHOWN_LINE - 40 ? caret - (SHOWN_LINE - 40) : 0;
    while (from && from < line.len && ((unsigned char)line.ptr[from] & 0xC0) == 0x80) from++;
    sg_str shown = str_slice(line, from, from + SHOWN_LINE);
    if (line.len == 0) return;
    buf_printf(out, "%*zu | ", GUTTER, diag->line); /* so that a stranger's line does not start ours */
    log_put(out, shown);
    buf_text(out, "\n");
    buf_fill(out, ' ', gutter_width(diag->line));
    buf_text(out, " | ");
    sg_str before = str_slice(line, from, caret);
    for (sg_str rest = before; rest.len;) buf_fill(out, ' ', (size_t)rune_width(log_rune(utf8_next(&rest))));
    buf_text(out, color ? "\033[1;32m^\033[0m\n" : "^\n");
}

void diag_print(const struct diags *diags, size_t index, bool color, struct buf *out) {
    static const char *const levels[] = {"note", "warning", "error"};
    static const char *const colors[] = {"\033[1;36m", "\033[1;35m", "\033[1;31m"};
    const sg_diag *diag = &diags->items.items[index].public;
    size_t start = out->len;
    if (diag->file.len) {
        log_put(out, diag->file);
        buf_char(out, ':');
        if (diag->line) buf_printf(out, "%zu:%zu:", diag->line, diag->column);
        buf_char(out, ' ');
    }
    if (color) buf_text(out, colors[diag->level]);
    buf_text(out, levels[diag->level]);
    buf_text(out, color ? ":\033[0m " : ": ");
    log_put(out, diag->message);
    buf_printf(out, " [%s]\n", diag->id);
    bool shown = diag->line && !is_concealed(diags, diags->items.items[index].source);
    if (shown) put_excerpt(&diags->sources.items[diags->items.items[index].source], diag, color, out);
    log_tame(out, start);
}
