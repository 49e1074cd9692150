/* Shell text → simple commands. Not a shell: loops and conditions are flattened, substitutions are skipped. */
#include "annotate/shell.h"

enum { TEXT_LIMIT = 256 * 1024, COMMAND_LIMIT = 2000, NESTING = 3 };

struct reader {
    struct arena *arena;
    const struct env_node *env; /* of the stage, then also what the script assigns */
    struct commands *commands;
    struct command command; /* the one being read */
    sg_str text;
    size_t at;
    char escape;    /* of the Dockerfile: with "`", "\\" is a letter */
    bool skip_word; /* the next word belongs to a redirection */
    sg_str heredoc; /* the terminator of a heredoc whose body begins on the next line */
    unsigned depth; /* of sh -c "…" */
    size_t *room;
};

static void read_script(struct reader *reader);

static char peek(const struct reader *reader, size_t ahead) {
    size_t at = reader->at + ahead;
    return at < reader->text.len ? reader->text.ptr[at] : '\0';
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

static bool is_operator(char c) {
    return c && strchr(";&|(){}\n<>", c);
}

/* ---- words ---- */

static bool name_char(char c) {
    return ascii_alnum(c) || c == '_';
}

/* Moves past "$(…)" or "`…`", however nested. */
static void skip_substitution(struct reader *reader, char open, char close) {
    size_t depth = 0;
    for (; reader->at < reader->text.len; reader->at++) {
        char c = reader->text.ptr[reader->at];
        if (c == reader->escape) reader->at++;
        else if (c == close && (open == close ? depth > 0 : --depth == 0)) break;
        else if (c == open) depth++;
    }
    reader->at++;
}

static bool is_assignment(sg_str word, sg_str *name, sg_str *value) {
    if (!str_cut(word, '=', name, value) || !name->len || ascii_digit(name->ptr[0])) return false;
    for (size_t i = 0; i < name->len; i++)
        if (!name_char(name->ptr[i])) return false;
    return true;
}

static void add_word(struct reader *reader, sg_str word);

/* A variable that holds a list is several words where it is not quoted: after all, that is why it has one. */
static void put_list(struct reader *reader, struct text *word, sg_str value) {
    sg_str name, assigned;
    bool whole = !reader->command.count && is_assignment(text_str(word), &name, &assigned);
    for (size_t i = 0; i < value.len; i++) {
        if (whole || (!is_space(value.ptr[i]) && value.ptr[i] != '\n')) {
            text_put(reader->arena, word, str_slice(value, i, i + 1));
        } else if (word->len) {
            add_word(reader, text_str(word));
            *word = (struct text){0};
        }
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
        if (quote == '"' && peek(reader, 0) == '$') {
            put_variable(reader, word, true);
            continue;
        }
        if (quote == '"' && peek(reader, 0) == reader->escape) reader->at++;
        text_put(reader->arena, word, str_slice(reader->text, reader->at, reader->at + 1));
        reader->at++;
    }
    reader->at++;
}

static sg_str read_word(struct reader *reader) {
    struct text word = {0};
    while (reader->at < reader->text.len) {
        char c = peek(reader, 0);
        if (is_space(c) || is_operator(c)) break;
        if (c == reader->escape && peek(reader, 1) == '\n') {
            reader->at += 2;
            continue;
        }
        if (c == '\'' || c == '"') {
            put_quoted(reader, &word, c);
        } else if (c == '$') {
            put_variable(reader, &word, false);
        } else if (c == '`' && c != reader->escape) {
            skip_substitution(reader, '`', '`');
            text_put(reader->arena, &word, STR("$"));
        } else {
            if (c == reader->escape) reader->at++;
            text_put(reader->arena, &word, str_slice(reader->text, reader->at, reader->at + 1));
            reader->at++;
        }
    }
    return text_done(reader->arena, &word);
}

/* ---- commands ---- */

static bool one_of(sg_str word, const char *const *words) {
    for (; *words; words++)
        if (str_eq(word, str_from(*words))) return true;
    return false;
}

/* Words in front of the command itself. */
static bool is_prefix(sg_str word) {
    static const char *const prefixes[] = {"sudo", "exec", "env",   "command", "time",    "nice",  "if",
                                           "then", "else", "elif",  "do",      "!",       "while", "until",
                                           "eval", "doas", "xargs", "nohup",   "chronic", NULL};
    return one_of(word, prefixes);
}

static void add_word(struct reader *reader, sg_str word) {
    sg_str name, value;
    if (reader->skip_word) {
        reader->skip_word = false;
    } else if (!reader->command.count && is_assignment(word, &name, &value)) {
        reader->env = env_set(reader->arena, reader->env, name, value);
    } else if (reader->command.count || (!is_prefix(word) && !str_starts(word, STR("-")))) {
        LIST_ADD(reader->arena, &reader->command) = word;
    }
}

static void end_command(struct reader *reader) {
    static const char *const shells[] = {"sh", "bash", "ash", "/bin/sh", "/bin/bash", NULL};
    struct command command = reader->command;
    reader->command = (struct command){0};
    reader->skip_word = false;
    if (!command.count || reader->commands->count >= COMMAND_LIMIT) return;
    bool script = command.count > 2 && one_of(command.items[0], shells) && str_ends(command.items[1], STR("c")) &&
                  command.items[1].ptr[0] == '-';
    if (!script || reader->depth >= NESTING) {
        LIST_ADD(reader->arena, reader->commands) = command;
        return;
    }
    struct reader inner = {.arena = reader->arena,
                           .env = reader->env,
                           .commands = reader->commands,
                           .text = command.items[2],
                           .escape = reader->escape,
                           .depth = reader->depth + 1,
                           .room = reader->room};
    read_script(&inner);
}

/* ---- the script ---- */

/* Behind "<<": its body is text, not commands. */
static void open_heredoc(struct reader *reader) {
    reader->at += 2;
    if (peek(reader, 0) == '-') reader->at++;
    while (is_space(peek(reader, 0))) reader->at++;
    if (peek(reader, 0) == '<') reader->at++; /* "<<<": a word */
    else reader->heredoc = read_word(reader);
}

static void skip_heredoc(struct reader *reader) {
    while (reader->heredoc.len && reader->at < reader->text.len) {
        sg_str line =
            str_slice(reader->text, reader->at, reader->at + str_find(str_skip(reader->text, reader->at), '\n'));
        reader->at += line.len + 1;
        if (str_eq(str_trim_ascii(line), reader->heredoc)) break;
    }
    reader->heredoc = (sg_str){0};
}

static void read_operator(struct reader *reader) {
    char c = peek(reader, 0);
    if (c == '<' && peek(reader, 1) == '<') {
        open_heredoc(reader);
    } else if (c == '<' || c == '>') {
        while (peek(reader, 0) && strchr("<>&|", peek(reader, 0))) reader->at++;
        reader->skip_word = true;
    } else {
        reader->at++;
        end_command(reader);
        if (c == '\n') skip_heredoc(reader);
    }
}

static void read_script(struct reader *reader) {
    if (reader->text.len > TEXT_LIMIT) reader->text.len = TEXT_LIMIT;
    while (reader->at < reader->text.len && reader->commands->count < COMMAND_LIMIT) {
        char c = peek(reader, 0);
        if (is_space(c)) {
            reader->at++;
        } else if (c == reader->escape && peek(reader, 1) == '\n') {
            reader->at += 2;
        } else if (c == '#') {
            while (peek(reader, 0) && peek(reader, 0) != '\n') reader->at++;
        } else if (is_operator(c)) {
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
