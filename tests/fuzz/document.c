/* The target document. An input is the text of a Dockerfile, with what goes with it in lines around it:
 *
 *     %%3fL                     choices, a letter each (see below): format 3 (or 12), --fold, --layers
 *     %%:title=some text        an option and its value; any number of such lines
 *     FROM a                    the Dockerfile
 *     %%
 *     stages: …                 annotations
 *
 * Each run draws the one format that was chosen, so that a run takes microseconds and the fuzzer sees what a change of
 * the input does. Without a choice the length of the Dockerfile decides: it is a chart, JSON, or both, which have to
 * agree. The letter j chooses both. */
#include "base/utf8.h"
#include "fuzz.h"
#include "options/options.h"

#include <stdio.h>
#include <stdlib.h>

static const struct choice {
    char letter;
    const char *name, *value;
} choices[] = {
    {'s', "strict", NULL},
    {'k', "keep-going", NULL},
    {'t', "target", "0"},
    {'T', "target", "b"},
    {'a', "build-arg", "A=b$A"},
    {'p', "platform", "windows/arm64/v8"},
    {'c', "build-context", "b=docker-image://c"},
    {'d', "group", "declared"},
    {'n', "group", "none"},
    {'P', "edges", "plain"},
    {'h', "images", "hide"},
    {'i', "images", "label"},
    {'I', "images", "separate"},
    {'N', "images", "separate=a,alpine"},
    {'R', "direction", "LR"},
    {'B', "direction", "BT"},
    {'g', "legend", NULL},
    {'o', "focus", "a"},
    {'O', "focus", "0"},
    {'C', "collapse", "all"},
    {'f', "fold", NULL},
    {'l', "link", "https://x.y/{path}/{file}#L{line}?{stage}"},
    {'L', "layers", NULL},
    {'u', "no-purpose", NULL},
    {'z', "no-size", NULL},
    {'Z', "size", "a=3GB"},
    {'w', "wrap", "8"},
    {'b', "background", "transparent"},
    {'D', "theme", "dark"},
    {'m', "mermaid-init", NULL},
};

const char *const replayed_choices[] = {
    "j",         "j=",      "0skfL",    "0gCIl",  "1tgL=",     "1nhu*",    "2CfP=",  "2glLZ*",
    "3kgZL=",    "3fCl*",   "4",        "5kt",    "6gLlZ=",    "6fCD*",    "7st=",   "7kacp*",
    "8gZL=",     "8kfCow*", "9=",       "9k*",    "v=",        "vkaZ*",    "kTcpRN", "0kTcpRN",
    "2BobdmkiO", "vdnszTk", "kv8TcpNa", "0kOgBm", "1kOgBmZLi", "8OkgiZLC", NULL};

/* ---- what an input says ---- */

struct request {
    size_t format;        /* SIZE_MAX: none */
    bool table;           /* of `stagegraph list` */
    bool both;            /* chart and JSON */
    bool again, repeated; /* the whole a second time; the drawing three times */
    sg_options *options;
    sg_str text, annotations;
};

static void take_letter(struct request *request, char letter) {
    size_t tens = request->format == SIZE_MAX ? 0 : 10 * request->format;
    if (ascii_digit(letter)) request->format = (tens + (size_t)(letter - '0')) % sg_format_count();
    if (letter == 'v') request->table = true;
    if (letter == 'j') request->both = true;
    if (letter == '=') request->again = true;
    if (letter == '*') request->repeated = true;
    for (size_t i = 0; i < COUNT(choices); i++)
        if (choices[i].letter == letter)
            check(sg_options_set(request->options, choices[i].name, choices[i].value) == SG_OK);
}

static size_t format_of(const char *name) {
    size_t format = 0;
    while (format < sg_format_count() && strcmp(sg_format_at(format)->name, name) != 0) format++;
    check(format < sg_format_count());
    return format;
}

/* Names and values that do not fit are refused, with a reason. */
static void take_option(struct request *request, sg_str line) {
    sg_str name, value;
    bool given = str_cut(line, '=', &name, &value);
    char name_text[32] = "", value_text[512] = "";
    if (name.len >= sizeof name_text || value.len >= sizeof value_text) return;
    memcpy(name_text, name.ptr, name.len);
    if (value.len) memcpy(value_text, value.ptr, value.len);
    sg_status status = sg_options_set(request->options, name_text, given ? value_text : NULL);
    check(status == SG_OK || (status == SG_BAD_OPTION && *sg_options_error(request->options)));
}

/* Of four lengths one is for a chart, one for JSON and two for both. */
static void choose_by_length(struct request *request) {
    size_t turn = request->text.len % 4;
    request->both = turn < 2;
    if (!request->both) request->format = format_of(turn == 2 ? "mermaid" : "json");
}

static struct request read_request(sg_str input) {
    struct request request = {.format = SIZE_MAX, .options = sg_options_new()};
    check(request.options);
    while (str_starts(input, STR("%%"))) {
        sg_str line;
        str_cut(str_skip(input, 2), '\n', &line, &input);
        if (str_starts(line, STR(":"))) take_option(&request, str_skip(line, 1));
        else
            for (size_t i = 0; i < line.len; i++) take_letter(&request, line.ptr[i]);
    }
    request.text = cut_section(&input);
    request.annotations = input;
    if (request.format == SIZE_MAX && !request.table && !request.both) choose_by_length(&request);
    if (input.len) check(sg_options_set_annotations(request.options, input.ptr, input.len, NULL) == SG_OK);
    return request;
}

/* ---- what the header promises about a document, whatever the input ---- */

static void check_stages(sg_doc *doc) {
    for (size_t i = 0; i < sg_stage_count(doc); i++) {
        const sg_stage *stage = sg_stage_at(doc, i);
        check(stage->index == i && stage->line >= 1 && stage->line <= stage->end_line && stage->id.len > 0);
        check(sg_instruction_at(stage, stage->instruction_count) == NULL);
        for (size_t k = 0; k < stage->instruction_count; k++) {
            const sg_instruction *instruction = sg_instruction_at(stage, k);
            check(instruction->line >= stage->line && instruction->end_line <= stage->end_line);
        }
    }
    for (size_t i = 0; i < sg_group_count(doc); i++)
        for (size_t k = 0; k < sg_group_at(doc, i)->stage_count; k++)
            check(sg_group_at(doc, i)->stages[k] < sg_stage_count(doc));
}

static void check_edges(sg_doc *doc) {
    for (size_t i = 0; i < sg_edge_count(doc); i++) {
        const sg_edge *edge = sg_edge_at(doc, i);
        check(edge->stage < sg_stage_count(doc) && edge->line_count > 0);
        check(edge->source_kind != SG_SOURCE_STAGE || edge->source_stage < sg_stage_count(doc));
        check(edge->source_kind == SG_SOURCE_STAGE || edge->source.ptr);
    }
}

/* Of very many only the first: the others are alike. */
static void check_diagnostics(sg_doc *doc, size_t size, struct buf *out) {
    for (size_t i = 0; i < sg_diag_count(doc); i++) {
        const sg_diag *diag = sg_diag_at(doc, i);
        check(diag->line <= size + 1 && diag->column <= size + 1 && diag->message.len > 0);
        if (i >= 20) continue;
        sg_output text;
        check(sg_diag_text(doc, i, i % 2 == 1, &text) == SG_OK);
        check_printable((sg_str){text.data, text.len}, i % 2 == 1);
        buf_put(out, (sg_str){text.data, text.len});
        sg_output_free(&text);
    }
}

static void check_report(const sg_report *report) {
    for (size_t i = 0; i < sg_report_count(report) && i < 20; i++) {
        sg_output text;
        check(sg_report_text(report, i, i % 2 == 1, &text) == SG_OK);
        check_printable((sg_str){text.data, text.len}, i % 2 == 1);
        sg_output_free(&text);
    }
}

/* ---- drawing ---- */

/* Counted in a page without anything of a stranger in it: more of them were written by one. */
static void check_page(sg_str page) {
    static const sg_str marks[] = {{"<script", 7}, {"</script", 8}, {"<style", 6},
                                   {"</style", 7}, {"<!--", 4},     {"<iframe", 7}};
    static const size_t expected[] = {1, 1, 1, 1, 0, 0};
    size_t counts[COUNT(marks)] = {0};
    for (size_t at = str_find(page, '<'); at < page.len; at += 1 + str_find(str_skip(page, at + 1), '<'))
        for (size_t i = 0; i < COUNT(marks); i++)
            counts[i] += str_eq_nocase(str_slice(page, at, at + marks[i].len), marks[i]);
    for (size_t i = 0; i < COUNT(marks); i++) check_text(counts[i] == expected[i], marks[i]);
}

/* Whoever prints it sees all that it says. */
static void check_json(struct arena *arena, sg_str text) {
    tree_read(arena, text);
    for (sg_str rest = text; rest.len;) {
        uint32_t rune = utf8_next(&rest);
        check_text(!(rune >= 0x7F && rune < 0xA0) && !rune_is_bidi_control(rune), text);
    }
}

/* What is true of every text in a format. PNG and PDF are the layout's. */
static void check_format(struct arena *arena, const char *format, sg_str text) {
    sg_str name = str_from(format);
    bool page = str_eq(name, STR("html"));
    if (!str_eq(name, STR("png")) && !str_eq(name, STR("pdf"))) check_plain(text, page ? '\t' : '\n');
    if (str_eq(name, STR("json"))) check_json(arena, text);
    if (str_eq(name, STR("mermaid"))) chart_read(arena, text);
    if (str_eq(name, STR("markdown"))) check_markdown(arena, text);
    if (str_eq(name, STR("dot"))) check_dot(text);
    if (str_eq(name, STR("svg"))) check_xml(text);
    if (page) check_page(text);
    if (str_eq(name, STR("text"))) check_printable(text, false);
    if (str_eq(name, STR("sexp"))) check_sexp(text);
}

static void draw(sg_doc *doc, const char *format, const sg_options *options, struct buf *out) {
    sg_output text;
    sg_status status = sg_render(doc, format, options, &text);
    check(status == SG_OK || status == SG_NO_DOCUMENT || status == SG_RENDER_FAILED);
    check_report(text.report);
    check(status != SG_OK || (text.data && text.data[text.len] == '\0'));
    buf_put(out, (sg_str){text.data, text.len});
    sg_output_free(&text);
}

static void draw_and_check(struct arena *arena, sg_doc *doc, const struct request *request, struct buf *out) {
    const char *format = sg_format_at(request->format)->name;
    size_t start = out->len;
    draw(doc, format, NULL, out);
    sg_str drawn = str_skip(buf_str(out), start);
    if (drawn.len) check_format(arena, format, drawn);
    for (int i = 0; i < 2 && request->repeated; i++) {
        struct buf other = {0};
        draw(doc, format, NULL, &other);
        check(str_eq(buf_str(&other), drawn));
        buf_free(&other);
    }
}

static void draw_both(struct arena *arena, sg_doc *doc, struct buf *out) {
    sg_options *plain = sg_options_new();
    struct buf json = {0};
    size_t start = out->len;
    check(plain);
    draw(doc, "mermaid", plain, out);
    draw(doc, "json", plain, &json);
    sg_str chart = str_skip(buf_str(out), start);
    check((chart.len > 0) == (json.len > 0));
    if (json.len) check_agreement(arena, chart, buf_str(&json));
    buf_put(out, buf_str(&json));
    buf_free(&json);
    sg_options_free(plain);
}

static void put_table(struct arena *arena, sg_doc *doc, const sg_options *options, struct buf *out) {
    size_t start = out->len;
    list_table(arena, doc, options, out);
    check_printable(str_skip(buf_str(out), start), false);
}

/* ---- a run ---- */

/* All that is printed for an input, one text behind the other. */
static void run(const struct request *request, struct buf *out) {
    /* A copy of exactly that size, so that reading one byte too many is noticed. */
    char *copy = malloc(request->text.len ? request->text.len : 1);
    check(copy);
    if (request->text.len) memcpy(copy, request->text.ptr, request->text.len);
    sg_doc *doc;
    check(sg_parse(copy, request->text.len, "Dockerfile", request->options, &doc) == SG_OK);
    free(copy);

    jmp_buf failed;
    struct arena arena = {.out_of_memory = &failed};
    if (setjmp(failed)) abort();
    check_stages(doc);
    check_edges(doc);
    if (request->table) put_table(&arena, doc, request->options, out);
    if (request->format != SIZE_MAX) draw_and_check(&arena, doc, request, out);
    if (request->both) draw_both(&arena, doc, out);
    check_diagnostics(doc, request->text.len + request->annotations.len, out);
    arena_free(&arena);
    sg_free(doc);
}

void fuzz_document(sg_str input) {
    struct request request = read_request(input);
    struct buf first = {0}, second = {0};
    run(&request, &first);
    if (request.again) {
        run(&request, &second);
        check(str_eq(buf_str(&first), buf_str(&second)));
    }
    buf_free(&first);
    buf_free(&second);
    sg_options_free(request.options);
}

/* The target annotations: the file of annotations alone, in YAML or JSON, beside a Dockerfile that has what it may name. */
void fuzz_annotations(sg_str input) {
    static const char dockerfile[] = "FROM golang AS base\nFROM base AS test\nRUN go test\n# stagegraph: group=g\n"
                                     "FROM base AS build\nFROM scratch\nCOPY --from=build /a /\n%%\n";
    struct buf text = {0};
    if (str_starts(input, STR("%%"))) {
        sg_str line;
        str_cut(input, '\n', &line, &input);
        buf_put(&text, line);
        buf_char(&text, '\n');
    }
    buf_text(&text, dockerfile);
    buf_put(&text, input);
    fuzz_document(buf_str(&text));
    buf_free(&text);
}
