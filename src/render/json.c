/* The document as JSON, version 1 (share/stagegraph.schema.json). Fields are only ever added. */
#include "base/map.h"
#include "base/utf8.h"
#include "render/render.h"

#include "view/label.h"
#include <inttypes.h>

enum { FEW_LABELS = 16 };

struct json {
    struct buf *out;
    const sg_doc *doc;
    const struct drawing *drawing;
    const enum ships *ships; /* by stage; NULL without --ships */
};

/* What a terminal or a log would obey, or nobody would see. */
static bool is_written_as_number(uint32_t rune) {
    return rune < 0x20 || (rune >= 0x7F && rune < 0xA0) || rune == 0x2028 || rune == 0x2029 ||
           rune_is_bidi_control(rune) || rune_is_invisible(rune);
}

static void put_number(struct buf *out, uint32_t rune) {
    if (rune < 0x10000) buf_printf(out, "\\u%04x", (unsigned)rune);
    else buf_printf(out, "\\u%04x\\u%04x", 0xD7C0 + (unsigned)(rune >> 10), 0xDC00 + (unsigned)(rune & 0x3FF));
}

/* "##[" and "##vso[" are commands to runners, wherever they stand in a line of their log. */
static bool ends_command(sg_str before) {
    while (before.len && (ascii_alpha(before.ptr[before.len - 1]) || before.ptr[before.len - 1] == ' ')) before.len--;
    return str_ends(before, STR("##"));
}

static void put_string(struct json *json, sg_str s) {
    struct buf *out = json->out;
    sg_str all = s;
    buf_char(out, '"');
    while (s.len) {
        sg_str before = s;
        uint32_t rune = utf8_next(&s);
        if (rune == '"' || rune == '\\') buf_printf(out, "\\%c", (char)rune);
        else if (rune == '\n') buf_text(out, "\\n");
        else if (rune == '\t') buf_text(out, "\\t");
        else if (is_written_as_number(rune)) put_number(out, rune);
        else if (rune == '[' && ends_command(str_slice(all, 0, all.len - before.len))) put_number(out, rune);
        else if (rune == RUNE_INVALID) buf_rune(out, rune);
        else buf_put(out, str_slice(before, 0, before.len - s.len));
    }
    buf_char(out, '"');
}

static void put_nullable(struct json *json, sg_str s) {
    if (s.ptr) put_string(json, s);
    else buf_text(json->out, "null");
}

/* `"name": ` with a comma before it unless it is the first of its object. */
static void key(struct json *json, const char *name, bool first) {
    buf_printf(json->out, "%s\"%s\": ", first ? "" : ", ", name);
}

static void text(struct json *json, const char *name, sg_str value) {
    key(json, name, false);
    put_nullable(json, value);
}

static void word(struct json *json, const char *name, const char *value) {
    text(json, name, str_from(value));
}

static void number(struct json *json, const char *name, size_t value) {
    key(json, name, false);
    buf_printf(json->out, "%zu", value);
}

/* A line or column: 0 is none. */
static void put_count(struct json *json, size_t count) {
    if (count) buf_printf(json->out, "%zu", count);
    else buf_text(json->out, "null");
}

static void boolean(struct json *json, const char *name, bool value) {
    key(json, name, false);
    buf_text(json->out, value ? "true" : "false");
}

static void strings(struct json *json, const char *name, const sg_str *items, size_t count) {
    key(json, name, false);
    buf_char(json->out, '[');
    for (size_t i = 0; i < count; i++) {
        if (i) buf_text(json->out, ", ");
        put_string(json, items[i]);
    }
    buf_char(json->out, ']');
}

static void numbers(struct json *json, const char *name, const size_t *items, size_t count) {
    key(json, name, false);
    buf_char(json->out, '[');
    for (size_t i = 0; i < count; i++) buf_printf(json->out, "%s%zu", i ? ", " : "", items[i]);
    buf_char(json->out, ']');
}

static void size(struct json *json, const sg_size *value) {
    key(json, "size", false);
    if (!value || value->total < 0) {
        buf_text(json->out, "null");
        return;
    }
    static const char *const bases[] = {NULL, "files", "tar", "disk", "compressed"};
    static const char *const methods[] = {"unknown", "declared", "measured", "registry", "context"};
    buf_printf(json->out, "{\"total\": %lld", (long long)value->total);
    key(json, "delta", false);
    if (value->delta < 0) buf_text(json->out, "null");
    else buf_printf(json->out, "%lld", (long long)value->delta);
    word(json, "basis", bases[value->basis]);
    word(json, "method", methods[value->method]);
    text(json, "ref", value->ref);
    text(json, "image_id", value->image_id);
    text(json, "platform", value->platform);
    buf_char(json->out, '}');
}

static const char *fact_source(sg_fact_source source) {
    static const char *const names[] = {"none",  "directive", "sidecar",  "doc-comment",
                                        "label", "comment",   "inferred", "name"};
    return names[source];
}

/* ---- stages ---- */

/* "title_source", "title_line" and "title_rule". */
static void origin(struct json *json, const char *fact, sg_fact_source source, size_t line, sg_str rule) {
    buf_printf(json->out, ", \"%s_source\": \"%s\", \"%s_line\": ", fact, fact_source(source), fact);
    put_count(json, line);
    buf_printf(json->out, ", \"%s_rule\": ", fact);
    put_nullable(json, rule);
}

static void put_input(struct json *json, const struct input *input) {
    static const char *const kinds[] = {"stage", "image", "url", "context", "local"};
    key(json, "kind", true);
    put_string(json, str_from(kinds[input->kind]));
    if (input->kind == INPUT_STAGE) number(json, "stage", input->stage);
    else if (input->kind != INPUT_LOCAL) text(json, kinds[input->kind], input->name);
    strings(json, "paths", input->paths, input->path_count);
    strings(json, "exclude", input->excludes, input->exclude_count);
    boolean(json, "parents", input->parents);
    boolean(json, "link", input->link);
}

static void put_inputs(struct json *json, const struct step *step) {
    key(json, "inputs", false);
    buf_char(json->out, '[');
    for (size_t i = 0; i < step->input_count; i++) {
        buf_text(json->out, i ? ", {" : "{");
        put_input(json, &step->inputs[i]);
        buf_char(json->out, '}');
    }
    buf_char(json->out, ']');
}

/* A trigger stands at the FROM of the stage that runs it. */
static void put_step(struct json *json, const struct stage *stage, const struct step *step) {
    const sg_instruction *instruction = &step->instruction->public;
    buf_text(json->out, "\n      {");
    key(json, "line", true);
    buf_printf(json->out, "%zu", step_line(stage, step));
    number(json, "end_line", step->trigger ? stage->public.line : instruction->end_line);
    text(json, "keyword", instruction->keyword);
    text(json, "text", instruction->text);
    boolean(json, "layer", instruction->layer);
    size(json, step->trigger ? NULL : &instruction->size);
    boolean(json, "trigger", step->trigger);
    key(json, "digest", false);
    buf_printf(json->out, "\"%016" PRIx64 "\"", instruction_digest(step->instruction));
    put_inputs(json, step);
    buf_char(json->out, '}');
}

static void put_args(struct json *json, const struct args *args, bool global) {
    key(json, "args", false);
    buf_char(json->out, '[');
    for (size_t i = 0; i < args->count; i++) {
        const struct arg *arg = &args->items[i];
        buf_text(json->out, i ? ", {" : "{");
        key(json, "name", true);
        put_string(json, arg->name);
        text(json, "default", arg->default_value);
        text(json, "value", arg->value);
        number(json, "line", arg->line);
        if (global) numbers(json, "used_by", arg->users, arg->user_count);
        buf_char(json->out, '}');
    }
    buf_char(json->out, ']');
}

/* The last place of each label's name, for a stage with many; few are compared with each other. */
static struct map last_labels(struct json *json, const struct stage *stage) {
    struct map last = {0};
    for (size_t i = 0; i < stage->label_count && stage->label_count > FEW_LABELS; i++)
        map_put(json->drawing->scratch, &last, stage->label_keys[i], i);
    return last;
}

static bool is_last_label(const struct stage *stage, const struct map *last, size_t label) {
    if (last->count) return *map_get(last, stage->label_keys[label]) == label;
    for (size_t i = label + 1; i < stage->label_count; i++)
        if (str_eq(stage->label_keys[label], stage->label_keys[i])) return false;
    return true;
}

/* A label that is set twice counts once, with its last value. */
static void put_labels(struct json *json, const struct stage *stage) {
    struct map last = last_labels(json, stage);
    bool first = true;
    key(json, "labels", false);
    buf_char(json->out, '{');
    for (size_t i = 0; i < stage->label_count; i++) {
        if (!is_last_label(stage, &last, i)) continue;
        if (!first) buf_text(json->out, ", ");
        first = false;
        put_string(json, stage->label_keys[i]);
        buf_text(json->out, ": ");
        put_string(json, stage->label_values[i]);
    }
    buf_char(json->out, '}');
}

static void put_purpose_lines(struct json *json, const sg_stage *stage) {
    struct label_lines lines = {0};
    const sg_options *options = json->drawing->options;
    size_t width = (size_t)option_number(options, OPT_wrap);
    bool rewraps = option_is_set(options, OPT_wrap);
    if (stage->purpose.len) (rewraps ? label_flow : label_wrap)(json->drawing->scratch, stage->purpose, width, &lines);
    strings(json, "purpose_lines", lines.items, lines.count);
}

static void put_stage_facts(struct json *json, const struct stage *stage) {
    const sg_stage *public = &stage->public;
    text(json, "title", public->title);
    origin(json, "title", public->title_source, public->title_line, public->title_rule);
    text(json, "purpose", public->purpose);
    origin(json, "purpose", public->purpose_source, public->purpose_line, public->purpose_rule);
    put_purpose_lines(json, public);
    text(json, "description", public->description);
    strings(json, "comment_lines", stage->comment_lines, stage->comment_line_count);
    text(json, "group", public->group);
    origin(json, "group", public->group_source, public->group_line, public->group_rule);
    size(json, &public->size);
    put_labels(json, stage);
    strings(json, "ports", stage->ports, stage->port_count);
}

static void put_stage(struct json *json, const struct stage *stage) {
    const sg_stage *public = &stage->public;
    buf_text(json->out, "\n    {");
    key(json, "index", true);
    buf_printf(json->out, "%zu", public->index);
    text(json, "name", public->name);
    text(json, "id", public->id);
    number(json, "line", public->line);
    number(json, "end_line", public->end_line);
    text(json, "base", public->base);
    text(json, "base_raw", public->base_raw);
    text(json, "platform", public->platform);
    text(json, "platform_raw", public->platform_raw);
    boolean(json, "replaced", public->replaced);
    boolean(json, "default", public->index == json->doc->target);
    boolean(json, "final", public->is_final);
    boolean(json, "reachable", public->is_reachable);
    if (json->ships) word(json, "ships", view_ships_word(json->ships[public->index]));
    put_stage_facts(json, stage);
    key(json, "instructions", false);
    buf_char(json->out, '[');
    for (size_t i = 0; i < stage->step_count; i++) {
        if (i) buf_char(json->out, ',');
        put_step(json, stage, &stage->steps[i]);
    }
    buf_char(json->out, ']');
    put_args(json, &stage->args, false);
    buf_char(json->out, '}');
}

/* ---- images, groups, edges ---- */

static void put_image(struct json *json, const sg_image *image) {
    buf_text(json->out, "\n    {");
    key(json, "ref", true);
    put_string(json, image->ref);
    text(json, "raw", image->raw);
    text(json, "platform", image->platform);
    boolean(json, "scratch", image->scratch);
    size(json, &image->size);
    buf_char(json->out, '}');
}

static void put_group(struct json *json, const sg_group *group) {
    buf_text(json->out, "\n    {");
    key(json, "name", true);
    put_string(json, group->name);
    text(json, "title", group->title);
    word(json, "source", fact_source(group->source));
    numbers(json, "stages", group->stages, group->stage_count);
    buf_char(json->out, '}');
}

static void put_source(struct json *json, const sg_edge *edge) {
    static const char *const names[] = {"stage", "image", "url", "context"};
    key(json, "source", false);
    buf_printf(json->out, "{\"%s\": ", names[edge->source_kind]);
    if (edge->source_kind == SG_SOURCE_STAGE) buf_printf(json->out, "%zu", edge->source_stage);
    else put_string(json, edge->source);
    buf_char(json->out, '}');
}

static void put_paths(struct json *json, const sg_edge *edge) {
    key(json, "paths", false);
    buf_char(json->out, '[');
    for (size_t i = 0; i < edge->path_count; i++) {
        buf_text(json->out, i ? ", {" : "{");
        key(json, "line", true);
        buf_printf(json->out, "%zu", edge->paths[i].line);
        strings(json, "sources", edge->paths[i].sources, edge->paths[i].source_count);
        text(json, "dest", edge->paths[i].dest);
        buf_char(json->out, '}');
    }
    buf_char(json->out, ']');
}

static void put_edge(struct json *json, const sg_edge *edge) {
    static const char *const kinds[] = {"from", "copy", "mount", "add-git", "add-http"};
    buf_text(json->out, "\n    {");
    key(json, "kind", true);
    put_string(json, str_from(kinds[edge->kind]));
    put_source(json, edge);
    number(json, "stage", edge->stage);
    numbers(json, "lines", edge->lines, edge->line_count);
    boolean(json, "onbuild", edge->onbuild);
    boolean(json, "forward", edge->forward);
    put_paths(json, edge);
    size(json, &edge->size);
    buf_char(json->out, '}');
}

/* ---- diagnostics and options ---- */

static void put_diag(struct json *json, const sg_diag *diag) {
    static const char *const levels[] = {"note", "warning", "error"};
    buf_text(json->out, "\n    {");
    key(json, "level", true);
    put_string(json, str_from(levels[diag->level]));
    word(json, "id", diag->id);
    text(json, "file", diag->file);
    key(json, "line", false);
    put_count(json, diag->line);
    key(json, "column", false);
    put_count(json, diag->column);
    text(json, "message", diag->message);
    buf_char(json->out, '}');
}

static void put_option(struct json *json, enum option_id option) {
    const sg_options *options = json->drawing->options;
    const struct option_row *row = &option_rows[option];
    switch (row->kind) {
    case OPTION_SWITCH: buf_text(json->out, option_on(options, option) ? "true" : "false"); break;
    case OPTION_NUMBER: buf_printf(json->out, "%ld", option_number(options, option)); break;
    case OPTION_TEXT: put_string(json, option_text(options, option)); break;
    case OPTION_CHOICE: {
        sg_str rest = str_from(row->values), choice = {0};
        for (int i = 0; i <= option_choice(options, option); i++) str_cut(rest, '|', &choice, &rest);
        sg_str detail = option_detail(options, option);
        put_string(json, detail.len
                             ? arena_printf(json->drawing->scratch, "%.*s=%.*s", STR_ARG(choice), STR_ARG(detail))
                             : choice);
        break;
    }
    case OPTION_LIST:
        buf_char(json->out, '[');
        for (size_t i = 0; i < option_list_count(options, option); i++) {
            if (i) buf_text(json->out, ", ");
            put_string(json, option_list_at(options, option, i));
        }
        buf_char(json->out, ']');
        break;
    }
}

/* What was asked, without what only concerns where the output goes and where sizes come from: that may name hosts,
 * paths and secrets of the machine. */
static void put_options(struct json *json) {
    bool first = true;
    key(json, "options", false);
    buf_char(json->out, '{');
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (option_rows[i].scope == SCOPE_OUTPUT || option_rows[i].scope == SCOPE_SIZE ||
            !option_is_set(json->drawing->options, (enum option_id)i))
            continue;
        key(json, option_rows[i].name, first);
        put_option(json, (enum option_id)i);
        first = false;
    }
    buf_char(json->out, '}');
}

#define ARRAY(json, name, count, put)                                                                                  \
    do {                                                                                                               \
        buf_text((json)->out, ",\n  \"" name "\": [");                                                                 \
        for (size_t i = 0; i < (count); i++) {                                                                         \
            if (i) buf_char((json)->out, ',');                                                                         \
            put;                                                                                                       \
        }                                                                                                              \
        buf_char((json)->out, ']');                                                                                    \
    } while (0)

sg_status render_json(const struct drawing *drawing, struct buf *out) {
    const sg_doc *doc = drawing->doc;
    struct json json = {out, doc, drawing, view_ships_of(drawing->scratch, doc, drawing->options)};
    buf_text(out, "{\n  \"format\": \"stagegraph\", \"version\": 1,\n  \"file\": ");
    put_string(&json, doc->name);
    if (doc->target == NO_STAGE) word(&json, "target", NULL);
    else number(&json, "target", doc->target);
    put_options(&json);
    text(&json, "size_note", doc->size_note);
    text(&json, "syntax", dockerfile_directive(doc->file.source, STR("#"), STR("syntax")));
    text(&json, "escape", (sg_str){&doc->file.escape, 1});
    put_args(&json, &doc->args, true);
    ARRAY(&json, "stages", doc->stages.count, put_stage(&json, &doc->stages.items[i]));
    ARRAY(&json, "images", doc->images.count, put_image(&json, &doc->images.items[i]));
    ARRAY(&json, "groups", doc->groups.count, put_group(&json, &doc->groups.items[i]));
    ARRAY(&json, "edges", doc->edges.count, put_edge(&json, &doc->edges.items[i].public));
    ARRAY(&json, "diagnostics", doc->diags.items.count, put_diag(&json, &doc->diags.items.items[i].public));
    buf_text(out, "\n}\n");
    return SG_OK;
}
