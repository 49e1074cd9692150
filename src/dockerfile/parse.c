/* One logical line → one instruction: keyword, flags, arguments (parser/parser.go and line_parsers.go). */
#include "dockerfile/parse.h"

#include "base/quote.h"
#include "base/utf8.h"
#include "dockerfile/words.h"

static const sg_str names[] = {
#define KEYWORD(id, name) {name, sizeof(name) - 1},
#include "dockerfile/keywords.def"
#undef KEYWORD
};

enum keyword keyword_named(sg_str name) {
    char lower[16];
    size_t len = 0;
    for (sg_str rest = name; rest.len && len < sizeof lower;) { /* two letters beyond ASCII become ASCII ones */
        uint32_t rune = rune_lower(utf8_next(&rest));
        if (rune >= 0x80) return KEYWORD_UNKNOWN;
        lower[len++] = (char)rune;
    }
    name = (sg_str){lower, len};
    for (size_t i = 0; i < COUNT(names); i++)
        if (str_eq_nocase(names[i], name)) return (enum keyword)i;
    return KEYWORD_UNKNOWN;
}

const char *keyword_name(enum keyword keyword) {
    return keyword < KEYWORD_UNKNOWN ? names[keyword].ptr : "";
}

/* What parse_line() works on: the instruction, or its trigger. */
struct line {
    struct parser *parser;
    struct instruction *top; /* owns the segments */
    struct instruction *instruction;
    const char *origin;
};

/* The arguments are those of the text in diags.def, as in diag_add(). */
#define complain(line, id, ...) complain_format(line, id, id##_FORMAT, __VA_ARGS__)
__attribute__((format(printf, 3, 5))) static void complain_format(struct line *line, enum diag_id id,
                                                                  const char *format, const char *at, ...) {
    size_t offset = instruction_offset(line->top, (size_t)(at - line->origin));
    line->top->broken = line->instruction->broken = true;
    va_list args;
    va_start(args, at);
    diag_add_args(line->parser->diags, id, format, line->parser->source, offset, args);
    va_end(args);
}

static void add_arg(struct line *line, sg_str text, const char *at) {
    LIST_ADD(line->parser->arena, &line->instruction->args) = (struct word){text, (size_t)(at - line->origin)};
}

/* True if the rest was JSON, or an array that is an error. */
static bool parse_json(struct line *line, sg_str rest) {
    bool not_strings;
    struct instruction *instruction = line->instruction;
    instruction->json = words_json(line->parser->arena, rest, line->origin, &instruction->args, &not_strings);
    if (not_strings) complain(line, DIAG_JSON_STRINGS, rest.ptr);
    return instruction->json || not_strings;
}

static void parse_json_or_string(struct line *line, sg_str rest) {
    if (rest.len && !parse_json(line, rest)) add_arg(line, rest, rest.ptr);
}

static void parse_json_or_words(struct line *line, sg_str rest) {
    if (!parse_json(line, rest)) words_blank(line->parser->arena, rest, line->origin, &line->instruction->args);
}

static void add_pair(struct line *line, sg_str key, sg_str value, sg_str separator, const char *at) {
    add_arg(line, key, at);
    add_arg(line, value, at + key.len + separator.len);
    add_arg(line, separator, at + key.len);
}

/* ENV and LABEL: k=v words, or the old form "key rest of the line" if the first word has no "=". */
static void parse_pairs(struct line *line, sg_str rest, const char *command) {
    struct arena *arena = line->parser->arena;
    struct words words = {0};
    words_quoted(arena, rest, line->origin, line->parser->file->escape, &words);
    if (words.count && !str_has(words.items[0].text, '=')) {
        size_t end = 0;
        while (end < rest.len && !is_blank(rest.ptr[end])) end++;
        size_t value = end;
        while (value < rest.len && is_blank(rest.ptr[value])) value++;
        if (end == rest.len) {
            complain(line, DIAG_TWO_ARGUMENTS, rest.ptr, command);
            return;
        }
        add_pair(line, str_slice(rest, 0, end), str_skip(rest, value), STR(""), rest.ptr);
        return;
    }
    for (size_t i = 0; i < words.count; i++) {
        sg_str key, value, word = words.items[i].text;
        if (!str_cut(word, '=', &key, &value)) {
            sg_str quoted = go_quote(arena, word);
            complain(line, DIAG_NO_EQUALS, line->origin + words.items[i].at, STR_ARG(quoted));
            return;
        }
        add_pair(line, key, value, STR("="), line->origin + words.items[i].at);
    }
}

/* The type (NONE or CMD), then JSON or one string. BuildKit takes each byte for a code point here. */
static void parse_healthcheck(struct line *line, sg_str rest) {
    size_t end = 0;
    while (end < rest.len && !rune_is_space((unsigned char)rest.ptr[end])) end++;
    size_t command = end;
    while (command < rest.len && rune_is_space((unsigned char)rest.ptr[command])) command++;
    if (!end) return;
    struct words type = {0};
    struct instruction *instruction = line->instruction;
    LIST_ADD(line->parser->arena, &type) = (struct word){str_slice(rest, 0, end), (size_t)(rest.ptr - line->origin)};
    parse_json_or_string(line, str_skip(rest, command));
    for (size_t i = 0; i < instruction->args.count; i++)
        LIST_ADD(line->parser->arena, &type) = instruction->args.items[i];
    instruction->args = type;
}

static void parse_arguments(struct line *line, sg_str rest) {
    switch (line->instruction->keyword) {
    case KEYWORD_FROM:
    case KEYWORD_EXPOSE: words_blank(line->parser->arena, rest, line->origin, &line->instruction->args); break;
    case KEYWORD_ADD:
    case KEYWORD_COPY:
    case KEYWORD_VOLUME: parse_json_or_words(line, rest); break;
    case KEYWORD_CMD:
    case KEYWORD_ENTRYPOINT:
    case KEYWORD_RUN:
    case KEYWORD_SHELL: parse_json_or_string(line, rest); break;
    case KEYWORD_ARG:
        words_quoted(line->parser->arena, rest, line->origin, line->parser->file->escape, &line->instruction->args);
        break;
    case KEYWORD_ENV: parse_pairs(line, rest, "ENV"); break;
    case KEYWORD_LABEL: parse_pairs(line, rest, "LABEL"); break;
    case KEYWORD_HEALTHCHECK: parse_healthcheck(line, rest); break;
    case KEYWORD_MAINTAINER:
    case KEYWORD_STOPSIGNAL:
    case KEYWORD_USER:
    case KEYWORD_WORKDIR:
        if (rest.len) add_arg(line, rest, rest.ptr);
        break;
    case KEYWORD_UNKNOWN: add_arg(line, STR(""), rest.ptr); break;
    case KEYWORD_ONBUILD: break; /* parse_line() goes on with the trigger */
    }
}

/* Keyword and flags; gives the rest, trimmed. */
static sg_str split(struct line *line, sg_str text) {
    struct instruction *instruction = line->instruction;
    text = str_trim(text);
    size_t end = 0;
    while (end < text.len && !is_blank(text.ptr[end])) end++;
    size_t rest = end;
    while (rest < text.len && is_blank(text.ptr[rest])) rest++;
    instruction->name = str_slice(text, 0, end);
    instruction->keyword = keyword_named(instruction->name);
    instruction->public.text = text;
    instruction->public.keyword = instruction->keyword == KEYWORD_UNKNOWN
                                      ? arena_upper(line->parser->arena, instruction->name)
                                      : names[instruction->keyword];
    return str_trim(words_flags(line->parser->arena, str_skip(text, rest), line->origin, line->parser->file->escape,
                                &instruction->flags));
}

/* ONBUILD triggers nest as deep as a line is long, so this goes from one to the next. */
void parse_line(struct parser *parser, struct instruction *instruction, sg_str text) {
    struct line line = {parser, instruction, instruction, text.ptr};
    for (;;) {
        sg_str rest = split(&line, text);
        parse_arguments(&line, rest);
        if (line.instruction->keyword != KEYWORD_ONBUILD || !rest.len) return;
        line.instruction->trigger = arena_one(parser->arena, struct instruction);
        line.instruction = line.instruction->trigger;
        text = rest;
    }
}
