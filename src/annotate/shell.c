/* Shell text → simple commands. Not a shell: loops and conditions are flattened, what is only looked at is left out. */
#include "annotate/shell.h"

#include "annotate/infer.h"

enum { TEXT_LIMIT = 256 * 1024, COMMAND_LIMIT = 2000, NESTING = 3, MOST_FUNCTIONS = 16 };

struct reader {
    struct arena *arena;
    const struct env_node *env; /* of the stage, then also what the script assigns */
    struct commands *commands;
    struct command command; /* the one being read */
    sg_str text;
    size_t at;
    sg_str heredoc;   /* the terminator of a heredoc whose body begins on the next line */
    size_t reads;     /* the command that reads it: its index, or of the one being read */
    sg_str folder;    /* of the last cd */
    unsigned cases;   /* open ones */
    unsigned depth;   /* of sh -c "…" and $(…) */
    char escape;      /* of the Dockerfile: with "`", "\\" is a letter */
    char redirection; /* what the next word is: '>' a file to write, '<' something else, 0 a word of the command */
    bool pattern;     /* of a case: up to ")" */
    bool function;    /* the word is the name of one: "function f {" */
    bool piped, inner, failing;
    size_t *room;
    sg_str functions[MOST_FUNCTIONS]; /* that the script defines */
    size_t function_count;
};

static void read_script(struct reader *reader);

static char peek(const struct reader *reader, size_t ahead) {
    size_t at = reader->at + ahead;
    return at < reader->text.len ? reader->text.ptr[at] : '\0';
}

/* What each byte is in a script. */
enum { PLAIN, BLANK, OPERATOR, SPECIAL };
static int kind_of(char c) {
    static const unsigned char kinds[256] = {
        [' '] = BLANK,    ['\t'] = BLANK,   ['\r'] = BLANK,    [';'] = OPERATOR, ['&'] = OPERATOR, ['|'] = OPERATOR,
        ['('] = OPERATOR, [')'] = OPERATOR, ['\n'] = OPERATOR, ['<'] = OPERATOR, ['>'] = OPERATOR, ['\''] = SPECIAL,
        ['"'] = SPECIAL,  ['$'] = SPECIAL,  ['\\'] = SPECIAL,  ['`'] = SPECIAL};
    return kinds[(unsigned char)c];
}

/* ---- words ---- */

static bool name_char(char c) {
    return ascii_alnum(c) || c == '_';
}

/* A reader for what stands in this one: a substitution, or the script of a shell. */
static void read_inner(struct reader *reader, sg_str text, bool inner) {
    struct reader within = {.arena = reader->arena,
                            .env = reader->env,
                            .commands = reader->commands,
                            .text = text,
                            .escape = reader->escape,
                            .folder = reader->folder,
                            .depth = reader->depth + 1,
                            .inner = inner || reader->inner,
                            .failing = reader->failing,
                            .room = reader->room};
    read_script(&within);
}

/* Moves past "$(…)" or "`…`", however nested, and reads what is in it. */
static void skip_substitution(struct reader *reader, char open, char close) {
    size_t depth = 0, start = reader->at + 1;
    for (; reader->at < reader->text.len; reader->at++) {
        char c = reader->text.ptr[reader->at];
        if (c == reader->escape) reader->at++;
        else if (c == close && (open == close ? depth > 0 : --depth == 0)) break;
        else if (c == open) depth++;
    }
    bool arithmetic = start < reader->text.len && reader->text.ptr[start] == '(';
    if (reader->depth < NESTING && !arithmetic) read_inner(reader, str_slice(reader->text, start, reader->at), true);
    reader->at++;
}

static bool is_assignment(sg_str word, sg_str *name, sg_str *value) {
    size_t sign = 0;
    while (sign < word.len && name_char(word.ptr[sign])) sign++;
    if (!sign || sign == word.len || word.ptr[sign] != '=' || ascii_digit(word.ptr[0])) return false;
    *name = str_slice(word, 0, sign);
    *value = str_skip(word, sign + 1);
    return true;
}

static void add_word(struct reader *reader, sg_str word);

/* A variable that holds a list is several words where it is not quoted: after all, that is why it has one. */
static void put_list(struct reader *reader, struct text *word, sg_str value) {
    sg_str name, assigned;
    bool whole = !reader->command.count && is_assignment(text_str(word), &name, &assigned);
    for (size_t i = 0, end; i < value.len; i = end + 1) {
        for (end = i; end < value.len && (whole || (kind_of(value.ptr[end]) != BLANK && value.ptr[end] != '\n'));)
            end++;
        text_put(reader->arena, word, str_slice(value, i, end));
        if (end == value.len || !word->len) continue;
        add_word(reader, text_str(word));
        *word = (struct text){0};
    }
}

/* At "$": the value of a plain variable, or "$" for what is not known. */
static void put_variable(struct reader *reader, struct text *word, bool quoted) {
    bool brace = peek(reader, 1) == '{';
    size_t start = reader->at + 1 + brace, end = start;
    if (peek(reader, 1) == '(') {
        reader->at++;
        skip_substitution(reader, '(', ')');
        text_put(reader->arena, word, STR("$"));
        return;
    }
    while (end < reader->text.len && name_char(reader->text.ptr[end])) end++;
    sg_str value, name = str_slice(reader->text, start, end);
    bool plain = name.len && (!brace || (end < reader->text.len && reader->text.ptr[end] == '}'));
    if (brace) {
        while (end < reader->text.len && reader->text.ptr[end] != '}' && reader->text.ptr[end] != '\n') end++;
        end++;
    }
    reader->at = end > reader->at ? end : reader->at + 1;
    if (!plain || !env_get(reader->env, name, &value) || value.len > *reader->room) value = STR("$");
    *reader->room -= value.len < *reader->room ? value.len : *reader->room;
    if (quoted) text_put(reader->arena, word, value);
    else put_list(reader, word, value);
}

static void put_quoted(struct reader *reader, struct text *word, char quote) {
    for (reader->at++; reader->at < reader->text.len && peek(reader, 0) != quote;) {
        size_t start = reader->at;
        while (start < reader->text.len && reader->text.ptr[start] != quote &&
               (quote == '\'' || (reader->text.ptr[start] != '$' && reader->text.ptr[start] != reader->escape &&
                                  reader->text.ptr[start] != '`')))
            start++;
        if (start > reader->at) {
            text_put(reader->arena, word, str_slice(reader->text, reader->at, start));
            reader->at = start;
            continue;
        }
        if (peek(reader, 0) == '$') {
            put_variable(reader, word, true);
            continue;
        }
        if (peek(reader, 0) == '`' && reader->escape != '`') {
            skip_substitution(reader, '`', '`');
            text_put(reader->arena, word, STR("$"));
            continue;
        }
        if (peek(reader, 0) == reader->escape) reader->at++;
        text_put(reader->arena, word, str_slice(reader->text, reader->at, reader->at + 1));
        reader->at++;
    }
    reader->at++;
}

static sg_str read_word(struct reader *reader) {
    sg_str text = reader->text;
    size_t end = reader->at;
    while (end < text.len && kind_of(text.ptr[end]) == PLAIN) end++;
    sg_str plain = str_slice(text, reader->at, end);
    reader->at = end;
    if (end == text.len || kind_of(text.ptr[end]) != SPECIAL) return plain; /* as most are */
    struct text word = {0};
    text_put(reader->arena, &word, plain);
    while (reader->at < reader->text.len) {
        char c = peek(reader, 0);
        int kind = kind_of(c);
        if (kind == BLANK || kind == OPERATOR) break;
        if (c == reader->escape && peek(reader, 1) == '\n') {
            reader->at += 2;
        } else if (c == '\'' || c == '"') {
            put_quoted(reader, &word, c);
        } else if (c == '$') {
            put_variable(reader, &word, false);
        } else if (c == '`' && c != reader->escape) {
            skip_substitution(reader, '`', '`');
            text_put(reader->arena, &word, STR("$"));
        } else {
            if (c == reader->escape) reader->at++;
            for (end = reader->at + 1; end < text.len && kind_of(text.ptr[end]) == PLAIN;) end++;
            text_put(reader->arena, &word, str_slice(text, reader->at, end));
            reader->at = end;
        }
    }
    return text_done(reader->arena, &word);
}

/* ---- commands ---- */

/* Words of the shell in front of a command; *condition: what follows is one. */
static bool is_shell_word(sg_str word, bool *condition) {
    if (word.len > 5 || !word.len || !strchr("iewu!td", word.ptr[0])) return false;
    if (!str_listed("if elif while until ! then else do", word)) return false;
    *condition = !str_listed("then else do", word);
    return true;
}

static bool is_function(const struct reader *reader, sg_str word) {
    for (size_t i = 0; i < reader->function_count; i++)
        if (str_eq(reader->functions[i], word)) return true;
    return false;
}

static void put_argument(struct reader *reader, sg_str word) {
    struct command *command = &reader->command;
    if (!command->capacity) { /* as many as most have */
        command->capacity = 8;
        command->items = arena_alloc(reader->arena, command->capacity * sizeof *command->items);
    }
    LIST_ADD(reader->arena, command) = word;
}

static void add_word(struct reader *reader, sg_str word) {
    sg_str name, value;
    bool condition = false;
    if (reader->redirection) {
        if (reader->redirection == '>') reader->command.output = word;
        reader->redirection = 0;
    } else if (!reader->command.count && str_eq(word, STR("esac"))) {
        reader->cases -= reader->cases > 0;
        reader->pattern = false;
    } else if (reader->command.count || reader->pattern) {
        put_argument(reader, word);
    } else if (str_eq(word, STR("function"))) {
        reader->function = true;
    } else if (is_shell_word(word, &condition)) {
        reader->failing = reader->failing || condition;
    } else if (is_assignment(word, &name, &value)) {
        reader->env = env_set(reader->arena, reader->env, name, value);
    } else if (!str_starts(word, STR("-"))) {
        put_argument(reader, word);
    }
    if (reader->command.count == 3 && str_eq(reader->command.items[2], STR("in")) &&
        str_eq(reader->command.items[0], STR("case"))) {
        reader->command.count = 0;
        reader->cases++;
        reader->pattern = true;
    }
}

/* Where standard output really ends up in a file. */
static sg_str written_file(sg_str output) {
    return str_starts(output, STR("/dev/")) || str_starts(output, STR("&")) ? (sg_str){0} : output;
}

static void end_command(struct reader *reader) {
    struct command command = reader->command;
    reader->command = (struct command){0};
    reader->redirection = 0;
    command.piped = reader->piped;
    command.inner = reader->inner;
    command.failing = reader->failing;
    command.folder = reader->folder;
    bool nothing = !command.count || reader->pattern || is_function(reader, command.items[0]);
    if (nothing || reader->commands->count >= COMMAND_LIMIT) return;
    command.output = written_file(command.output);
    command = command_behind(command, 0);
    sg_str script = command_script(&command);
    struct command bare = script.ptr ? command : command_bare(command);
    if (!script.ptr && bare.count != command.count) script = command_script(&bare);
    if (bare.count > 1 && str_eq(bare.items[0], STR("cd"))) reader->folder = bare.items[1];
    if (script.ptr && reader->depth < NESTING) read_inner(reader, script, false);
    else if (bare.count) LIST_ADD(reader->arena, reader->commands) = bare;
}

/* ---- the script ---- */

/* Behind "<<": its body is text, not commands. */
static void open_heredoc(struct reader *reader) {
    reader->at += 2;
    if (peek(reader, 0) == '-') reader->at++;
    while (kind_of(peek(reader, 0)) == BLANK) reader->at++;
    if (peek(reader, 0) == '<') {
        reader->at++; /* "<<<": a word */
        return;
    }
    reader->heredoc = read_word(reader);
    reader->reads = reader->commands->count;
}

static void skip_heredoc(struct reader *reader) {
    size_t start = reader->at, end = start;
    while (reader->at < reader->text.len) {
        sg_str line =
            str_slice(reader->text, reader->at, reader->at + str_find(str_skip(reader->text, reader->at), '\n'));
        end = reader->at;
        reader->at += line.len + 1;
        if (str_eq(str_trim_ascii(line), reader->heredoc)) break;
        end = reader->at;
    }
    if (reader->reads < reader->commands->count)
        reader->commands->items[reader->reads].body = str_slice(reader->text, start, end);
    reader->heredoc = (sg_str){0};
}

/* At "<" or ">": "2>", which is the word in front, is no standard output. */
static void read_redirection(struct reader *reader) {
    bool numbered = false, close = reader->at && ascii_digit(reader->text.ptr[reader->at - 1]);
    struct command *command = &reader->command;
    if (close && command->count && command->items[command->count - 1].len == 1 &&
        command->items[command->count - 1].ptr == reader->text.ptr + reader->at - 1) {
        numbered = command->items[--command->count].ptr[0] != '1';
    }
    bool writes = false;
    for (char c; (c = peek(reader, 0)) && strchr("<>&|", c); reader->at++) writes = writes || c == '>';
    bool copies = reader->text.ptr[reader->at - 1] == '&';
    reader->redirection = writes && !numbered && !copies ? '>' : '<';
}

/* "f() {" or "function f {" */
static void define_function(struct reader *reader) {
    size_t ahead = 1;
    while (kind_of(peek(reader, ahead)) == BLANK) ahead++;
    if (reader->command.count != 1 || (!reader->function && peek(reader, ahead) != ')')) return;
    reader->function = false;
    if (reader->function_count < MOST_FUNCTIONS) reader->functions[reader->function_count++] = reader->command.items[0];
    reader->command.count = 0;
}

static void read_operator(struct reader *reader) {
    char c = peek(reader, 0);
    if (c == '<' && peek(reader, 1) == '<') {
        open_heredoc(reader);
        return;
    }
    if ((c == '<' || c == '>' || (c == '&' && peek(reader, 1) == '>')) && peek(reader, 1) != '(') {
        read_redirection(reader);
        return;
    }
    if ((c == '(' && !reader->pattern) || (c == '{' && reader->function)) define_function(reader);
    if (c == ')' && reader->pattern) {
        reader->command = (struct command){0};
        reader->pattern = false;
    }
    bool nothing = !reader->command.count, both = strchr("&|;", c) && peek(reader, 1) == c;
    end_command(reader);
    bool opens = c == '(' || c == '{', goes_on = nothing && reader->piped && (opens || c == '&' || c == '\n');
    reader->piped = (c == '|' && !both) || goes_on; /* "a |& b", "a | (b)", or b on the next line */
    if (c != '|' && !opens && !(c == '&' && both)) reader->failing = false;
    if (c == ';' && both && reader->cases) reader->pattern = true;
    reader->at += both ? 2 : 1;
    if (c == '\n' && reader->heredoc.len) skip_heredoc(reader);
}

/* "{" and "}" group commands where they stand alone: "{}" and "/x/{a,b}" are words. */
static bool is_brace(const struct reader *reader) {
    char next = peek(reader, 1);
    bool ends = !next || kind_of(next) == BLANK || next == '\n';
    return peek(reader, 0) == '{' ? ends : peek(reader, 0) == '}' && (ends || kind_of(next) == OPERATOR);
}

static void read_script(struct reader *reader) {
    if (reader->text.len > TEXT_LIMIT) reader->text.len = TEXT_LIMIT;
    while (reader->at < reader->text.len && reader->commands->count < COMMAND_LIMIT) {
        char c = peek(reader, 0);
        int kind = kind_of(c);
        if (kind == BLANK) {
            reader->at++;
        } else if (c == reader->escape && peek(reader, 1) == '\n') {
            reader->at += 2;
        } else if (c == '#') {
            while (peek(reader, 0) && peek(reader, 0) != '\n') reader->at++;
        } else if (kind == OPERATOR || is_brace(reader)) {
            read_operator(reader);
        } else {
            sg_str word = read_word(reader);
            if (word.len || c != '$') add_word(reader, word);
        }
    }
    end_command(reader);
}

void shell_commands(struct arena *arena, sg_str text, char escape, const struct env_node *env, size_t *room,
                    struct commands *commands) {
    struct reader reader = {
        .arena = arena, .env = env, .commands = commands, .text = text, .escape = escape, .room = room};
    read_script(&reader);
}
