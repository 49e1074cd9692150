/* Bytes → logical lines → instructions: directives, comments, continuations, heredocs (parser/parser.go, Parse). */
#include "base/quote.h"
#include "base/utf8.h"
#include "dockerfile/expand.h"
#include "dockerfile/parse.h"

enum {
    LINE_LIMIT = 65536, /* bufio.MaxScanTokenSize, with the newline */
    STAGE_LIMIT = 100000,
    INSTRUCTION_LIMIT = 1000000
};

struct lexer {
    struct parser parser;
    sg_str text;
    size_t at;   /* of the next line */
    size_t line; /* how many lines were read */
    bool stopped;
    bool directives_over;
    unsigned directives_seen;
    LIST(sg_str) comments;
    LIST(struct segment) segments;
};

/* The arguments are those of the text in diags.def, as in diag_add(). */
#define complain(lexer, id, ...) complain_format(lexer, id, id##_FORMAT, __VA_ARGS__)
__attribute__((format(printf, 3, 5))) static void complain_format(struct lexer *lexer, enum diag_id id,
                                                                  const char *format, size_t offset, ...) {
    va_list args;
    va_start(args, offset);
    diag_add_args(lexer->parser.diags, id, format, lexer->parser.source, offset, args);
    va_end(args);
    lexer->parser.file->incomplete = true;
}

/* The next line with its newline; false at the end, and where BuildKit's scanner gives up. */
static bool read_line(struct lexer *lexer, sg_str *line) {
    if (lexer->stopped || lexer->at >= lexer->text.len) return false;
    sg_str rest = str_skip(lexer->text, lexer->at);
    size_t newline = str_find(rest, '\n');
    if (newline >= LINE_LIMIT || (newline == rest.len && rest.len >= LINE_LIMIT)) {
        lexer->stopped = true;
        complain(lexer, DIAG_LINE_TOO_LONG, lexer->at);
        return false;
    }
    *line = str_slice(rest, 0, newline + 1);
    lexer->at += line->len;
    lexer->line++;
    return true;
}

static sg_str trim_newline(sg_str line) {
    while (line.len && (line.ptr[line.len - 1] == '\n' || line.ptr[line.len - 1] == '\r')) line.len--;
    return line;
}

static bool is_comment(sg_str line) {
    line = str_trim_left(line);
    return line.len && line.ptr[0] == '#';
}

/* ---- directives (parser/directives.go) ---- */

static bool regexp_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

/* ^([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$ */
bool directive_match(sg_str line, sg_str *key, sg_str *value) {
    size_t end = 0;
    while (end < line.len && ascii_alnum(line.ptr[end])) end++;
    if (!end || !ascii_alpha(line.ptr[0])) return false;
    *key = str_slice(line, 0, end);
    while (end < line.len && regexp_space(line.ptr[end])) end++;
    if (end == line.len || line.ptr[end] != '=') return false;
    for (end++; end < line.len && regexp_space(line.ptr[end]);) end++;
    *value = str_skip(line, end);
    while (value->len && regexp_space(value->ptr[value->len - 1])) value->len--;
    return value->len > 0;
}

static void set_escape(struct lexer *lexer, sg_str value) {
    if (value.len == 1 && (value.ptr[0] == '\\' || value.ptr[0] == '`')) {
        lexer->parser.file->escape = value.ptr[0];
        return;
    }
    complain(lexer, DIAG_DIRECTIVE_ESCAPE, (size_t)(value.ptr - lexer->text.ptr), STR_ARG(value));
}

/* True if the line is a directive; the first line that is none ends the phase. */
static bool read_directive(struct lexer *lexer, sg_str line) {
    static const sg_str known[] = {{"syntax", 6}, {"escape", 6}, {"check", 5}};
    if (lexer->directives_over) return false;
    sg_str key, value;
    size_t which = COUNT(known);
    if (line.len && line.ptr[0] == '#' && directive_match(str_trim_left(str_skip(line, 1)), &key, &value))
        for (which = 0; which < COUNT(known) && !str_eq_nocase(key, known[which]);) which++;
    if (which == COUNT(known)) return lexer->directives_over = true, false;
    if (lexer->directives_seen & 1u << which) {
        complain(lexer, DIAG_DIRECTIVE_TWICE, (size_t)(key.ptr - lexer->text.ptr), STR_ARG(known[which]));
        return true;
    }
    lexer->directives_seen |= 1u << which;
    if (which == 1) set_escape(lexer, value);
    return true;
}

/* ---- continuations ---- */

/* Drops a continuation character at the end: E[ \t]*$, but not EE. */
static bool continues(char escape, sg_str *line) {
    size_t len = line->len;
    while (len && (line->ptr[len - 1] == ' ' || line->ptr[len - 1] == '\t')) len--;
    if (!len || line->ptr[len - 1] != escape || (len > 1 && line->ptr[len - 2] == escape)) return false;
    line->len = len - 1;
    return true;
}

static void add_segment(struct lexer *lexer, struct text *joined, sg_str piece) {
    LIST_ADD(lexer->parser.arena, &lexer->segments) =
        (struct segment){joined->len, (size_t)(piece.ptr - lexer->text.ptr)};
    text_put(lexer->parser.arena, joined, piece);
}

/* Reads on until a line does not continue. Comment lines and blank lines in between are skipped. */
static sg_str join_lines(struct lexer *lexer, sg_str first) {
    struct text joined = {0};
    add_segment(lexer, &joined, first);
    bool more = true;
    for (sg_str line; more && read_line(lexer, &line);) {
        line = trim_newline(line);
        read_directive(lexer, line);
        if (is_comment(line) || !str_trim_left(line).len) continue;
        more = continues(lexer->parser.file->escape, &line);
        add_segment(lexer, &joined, line);
    }
    return text_str(&joined);
}

/* ---- heredocs ---- */

static bool opens_heredocs(const struct instruction *instruction) {
    if (instruction->keyword == KEYWORD_ONBUILD && instruction->trigger) instruction = instruction->trigger;
    bool can = instruction->keyword == KEYWORD_ADD || instruction->keyword == KEYWORD_COPY ||
               instruction->keyword == KEYWORD_RUN;
    return can && !instruction->json;
}

static bool ends_heredoc(const struct heredoc *heredoc, sg_str line) {
    line = trim_newline(line);
    while (heredoc->chomp && line.len && line.ptr[0] == '\t') line = str_skip(line, 1);
    return str_eq(line, heredoc->name);
}

static void read_heredoc(struct lexer *lexer, struct heredoc *heredoc, size_t offset) {
    size_t start = lexer->at, end = start;
    for (sg_str line; read_line(lexer, &line); end = lexer->at) {
        if (!ends_heredoc(heredoc, line)) continue;
        heredoc->body = str_slice(lexer->text, start, end);
        return;
    }
    complain(lexer, DIAG_HEREDOC_OPEN, offset);
}

static void read_heredocs(struct lexer *lexer, struct instruction *instruction, sg_str line) {
    struct arena *arena = lexer->parser.arena;
    struct expander expander = {.arena = arena, .escape = '\\'};
    struct words words;
    sg_str error;
    if (!opens_heredocs(instruction) || str_find_str(line, STR("<<")) == line.len) return;
    if (!expand_words(&expander, line, NULL, EXPAND_SKIP_UNSET | EXPAND_RAW_QUOTES | EXPAND_RAW_ESCAPES, &words,
                      &error))
        return;
    LIST(struct heredoc) found = {0};
    for (size_t i = 0; i < words.count; i++) {
        struct heredoc heredoc;
        if (heredoc_word(arena, words.items[i].text, &heredoc, &error)) LIST_ADD(arena, &found) = heredoc;
        else if (error.ptr) complain(lexer, DIAG_HEREDOC_NAME, instruction->offset, STR_ARG(error));
    }
    for (size_t i = 0; i < found.count && !lexer->stopped; i++) {
        read_heredoc(lexer, &found.items[i], instruction->offset);
        if (lexer->parser.file->incomplete && lexer->at >= lexer->text.len) break;
    }
    instruction->heredocs = found.items;
    instruction->heredoc_count = found.count;
}

/* ---- the file ---- */

static void add_comment(struct lexer *lexer, sg_str line) {
    sg_str comment = str_trim(str_skip(trim_newline(line), 1));
    if (comment.len) LIST_ADD(lexer->parser.arena, &lexer->comments) = comment;
    else lexer->comments.count = 0;
}

static void read_instruction(struct lexer *lexer, sg_str line) {
    struct dockerfile *file = lexer->parser.file;
    struct instruction *instruction = &LIST_ADD(lexer->parser.arena, file);
    *instruction = (struct instruction){.offset = (size_t)(line.ptr - lexer->text.ptr)};
    instruction->public.line = lexer->line;
    if (continues(file->escape, &line)) {
        line = join_lines(lexer, line);
        instruction->segments = lexer->segments.items;
        instruction->segment_count = lexer->segments.count;
        memset(&lexer->segments, 0, sizeof lexer->segments);
    }
    parse_line(&lexer->parser, instruction, line);
    read_heredocs(lexer, instruction, line);
    instruction->public.end_line = lexer->line;
    instruction->comments = lexer->comments.items;
    instruction->comment_count = lexer->comments.count;
    memset(&lexer->comments, 0, sizeof lexer->comments);
}

/* False, and told, if the file has more of something than it may. */
static bool within_limits(struct lexer *lexer, size_t *stages) {
    const struct dockerfile *file = lexer->parser.file;
    const struct instruction *last = &file->items[file->count - 1];
    *stages += last->keyword == KEYWORD_FROM;
    const char *over = *stages > STAGE_LIMIT             ? "the file has over 100000 stages"
                       : file->count > INSTRUCTION_LIMIT ? "the file has over 1000000 instructions"
                                                         : NULL;
    if (!over) return true;
    complain(lexer, DIAG_LIMIT, last->offset, over);
    lexer->parser.file->count--;
    return false;
}

void dockerfile_parse(struct dockerfile *file, struct arena *arena, struct diags *diags, size_t source) {
    struct lexer lexer = {.parser = {file, arena, diags, source}, .text = diags->sources.items[source].text};
    *file = (struct dockerfile){.source = lexer.text, .escape = '\\'};
    size_t stages = 0;
    if (str_starts(lexer.text, STR("\xEF\xBB\xBF"))) lexer.at = 3;
    for (sg_str line; !lexer.stopped && read_line(&lexer, &line);) {
        bool comment = is_comment(line);
        sg_str text = str_trim_left(trim_newline(line));
        if (!read_directive(&lexer, text) && comment) add_comment(&lexer, line);
        if (comment || !text.len) continue;
        read_instruction(&lexer, text);
        lexer.stopped = lexer.stopped || !within_limits(&lexer, &stages);
    }
    if (!file->count && !file->incomplete) complain(&lexer, DIAG_NO_INSTRUCTIONS, NOWHERE);
}

size_t instruction_offset(const struct instruction *instruction, size_t line_at) {
    const struct segment *segment = instruction->segments;
    if (!instruction->segment_count) return instruction->offset + line_at;
    size_t last = 0;
    for (size_t end = instruction->segment_count; end - last > 1;) {
        size_t middle = (last + end) / 2;
        if (segment[middle].line_at <= line_at) last = middle;
        else end = middle;
    }
    return segment[last].source_at + (line_at - segment[last].line_at);
}

sg_str instruction_flag(const struct instruction *instruction, sg_str name, size_t *at) {
    for (size_t i = instruction->flags.count; i-- > 0;) {
        sg_str key, value;
        str_cut(str_skip(instruction->flags.items[i].text, 2), '=', &key, &value);
        if (!str_eq(key, name)) continue;
        if (at) *at = instruction->flags.items[i].at;
        return value;
    }
    return (sg_str){0};
}
