/* History entries, read and compared with instructions. */
#include "size/created_by.h"

#include "dockerfile/parse.h"

static bool blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The first word; *rest is what follows, trimmed. */
static sg_str first_word(sg_str text, sg_str *rest) {
    size_t end = 0;
    while (end < text.len && !blank(text.ptr[end])) end++;
    *rest = str_trim_ascii(str_skip(text, end));
    return str_slice(text, 0, end);
}

struct created_by created_by_read(sg_str created_by) {
    static const sg_str mark = {"#(nop)", 6}, signature = {"# buildkit", 10};
    sg_str rest, word = first_word(created_by, &rest);
    enum keyword keyword = keyword_named(word);
    if (keyword != KEYWORD_UNKNOWN && str_eq(word, str_from(keyword_name(keyword)))) {
        if (str_ends(rest, signature)) rest.len -= signature.len;
        return (struct created_by){keyword, false, str_trim_ascii(rest)};
    }
    size_t at = str_find_str(created_by, mark);
    if (at == created_by.len) return (struct created_by){KEYWORD_UNKNOWN, false, str_trim_ascii(created_by)};
    word = first_word(str_trim_ascii(str_skip(created_by, at + mark.len)), &rest);
    return (struct created_by){keyword_named(word), true, rest};
}

/* ---- RUN ---- */

/* Whether text ends with tail, all white space aside; *head is what stands before it. */
static bool ends_with(sg_str text, sg_str tail, sg_str *head) {
    for (;;) {
        while (tail.len && blank(tail.ptr[tail.len - 1])) tail.len--;
        while (text.len && blank(text.ptr[text.len - 1])) text.len--;
        if (!tail.len) return *head = text, true;
        if (!text.len || text.ptr[text.len - 1] != tail.ptr[tail.len - 1]) return false;
        text.len--, tail.len--;
    }
}

/* "|2 A=1 B=2", the build arguments that the command saw, or nothing. */
static bool only_arguments(sg_str text) {
    return !text.len || (text.len > 1 && text.ptr[0] == '|' && ascii_digit(text.ptr[1]));
}

static bool ends_with_words(sg_str text, const struct words *words, sg_str *head) {
    *head = text;
    for (size_t i = words->count; i-- > 0;)
        if (!ends_with(*head, words->items[i].text, head)) return false;
    return true;
}

static bool has(sg_str text, sg_str part) {
    return str_find_str(text, part) < text.len;
}

/* What stands before the command: build arguments, and the shell in front of it. Buildah always writes /bin/sh. */
static bool shell_fits(sg_str before, struct shell shell, bool buildkit) {
    static const sg_str linux_shell = {"/bin/sh -c", 10}, windows_shell = {"cmd /S /C", 9};
    sg_str arguments;
    if (shell.words && ends_with_words(before, shell.words, &arguments)) return only_arguments(arguments);
    if (shell.words && buildkit) return false;
    if (ends_with(before, linux_shell, &arguments) || ends_with(before, windows_shell, &arguments))
        return only_arguments(arguments);
    /* An image from outside may have set any other shell. */
    return !shell.known && !shell.words && before.len && !has(before, linux_shell) && !has(before, windows_shell);
}

/* Behind a command Buildah notes what else was asked for (buildMetadata). Cuts one such note off. */
static bool cut_note(sg_str *text, bool mounts) {
    static const char *const notes[] = {"|inheritLabels=",      "|unsetLabel=",  "|unsetAnnotation=",
                                        "|inheritAnnotations=", "|force-mtime=", "|clamp-mtime="};
    size_t at = text->len;
    while (at && text->ptr[at - 1] != '|' && !(mounts && text->ptr[at - 1] == ':')) at--;
    if (!at--) return false;
    bool note = text->ptr[at] == ':'; /* the digest of what is mounted */
    for (size_t i = 0; i < COUNT(notes); i++) note |= str_starts(str_skip(*text, at), str_from(notes[i]));
    text->len = at;
    return note;
}

static bool has_mounts(const struct instruction *instruction) {
    return instruction_flag(instruction, STR("mount"), NULL).ptr != NULL;
}

static bool command_fits(sg_str text, const struct instruction *run, struct shell shell, bool buildkit) {
    sg_str before, typed = str_skip(run->public.text, run->name.len); /* Buildah keeps the flags */
    if (run->json && ends_with_words(text, &run->args, &before) && only_arguments(before)) return true;
    if (!buildkit && ends_with(text, typed, &before)) return shell_fits(before, shell, false);
    return !run->json && run->args.count && ends_with(text, run->args.items[0].text, &before) &&
           shell_fits(before, shell, buildkit);
}

/* Of a heredoc builders show now the body, now a summary: to be a RUN is enough. */
static bool run_fits(const struct created_by *entry, const struct instruction *run, struct shell shell) {
    enum { NOTES = 16 }; /* each costs a look at the command */
    bool buildkit = entry->keyword == KEYWORD_RUN;
    if (entry->nop || !(buildkit || entry->keyword == KEYWORD_UNKNOWN)) return false;
    if (run->heredoc_count) return buildkit || str_starts(entry->text, STR("/bin/sh -c"));
    sg_str text = entry->text;
    for (size_t i = 0; i < NOTES; i++) {
        if (command_fits(text, run, shell, buildkit)) return true;
        if (buildkit || !cut_note(&text, has_mounts(run))) return false;
    }
    return false;
}

/* ---- the others ---- */

static bool is_separator(char c) {
    return c == '/' || c == '\\' || blank(c);
}

/* The last name of a path as it is written; empty if it may stand for something else. */
static sg_str last_name(sg_str path) {
    while (path.len && path.ptr[path.len - 1] == '/') path.len--;
    size_t start = path.len;
    while (start && path.ptr[start - 1] != '/') start--;
    sg_str name = str_skip(path, start);
    bool plain = !str_eq(name, STR(".")) && !str_eq(name, STR(".."));
    for (size_t i = 0; i < name.len; i++) plain &= !strchr("$\"'\\`", name.ptr[i]) && name.ptr[i];
    return plain ? name : STR("");
}

/* Whether the text ends in a path with that last name. */
static bool ends_in_name(sg_str text, sg_str name) {
    while (text.len && is_separator(text.ptr[text.len - 1])) text.len--;
    return str_ends(text, name) && (text.len == name.len || is_separator(text.ptr[text.len - name.len - 1]));
}

static bool path_fits(const struct created_by *entry, sg_str path) {
    sg_str name = last_name(path);
    sg_str without_notes = str_slice(entry->text, 0, str_find_str(entry->text, STR(" |")));
    return !name.len || ends_in_name(entry->text, name) || (entry->nop && ends_in_name(without_notes, name));
}

static bool name_char(char c) {
    return ascii_alnum(c) || c == '_' || c == '.' || c == '-' || c == '/';
}

/* ENV, LABEL, ARG: the first name, if it is plain. */
static bool name_fits(const struct created_by *entry, sg_str name) {
    for (size_t i = 0; i < name.len; i++)
        if (!name_char(name.ptr[i])) return true;
    sg_str text = entry->text;
    if (text.len && text.ptr[0] == '"') text = str_skip(text, 1);
    return !name.len || (str_starts(text, name) && (text.len == name.len || !name_char(text.ptr[name.len])));
}

static bool argument_fits(const struct created_by *entry, sg_str word) {
    sg_str name, value;
    str_cut(word, '=', &name, &value);
    return entry->nop || name_fits(entry, name); /* Buildah lists all that are known so far */
}

bool created_by_fits(const struct created_by *entry, const struct instruction *instruction, struct shell shell) {
    const struct words *args = &instruction->args;
    if (instruction->broken) return false;
    if (instruction->keyword == KEYWORD_RUN) return run_fits(entry, instruction, shell);
    if (instruction->keyword != entry->keyword || entry->keyword == KEYWORD_UNKNOWN) return false;
    if (!args->count) return true;
    switch (instruction->keyword) {
    case KEYWORD_ADD:
    case KEYWORD_COPY: return path_fits(entry, args->items[args->count - 1].text);
    case KEYWORD_WORKDIR: return path_fits(entry, args->items[0].text);
    case KEYWORD_ENV:
    case KEYWORD_LABEL: return name_fits(entry, args->items[0].text);
    case KEYWORD_ARG: return argument_fits(entry, args->items[0].text);
    default: return true;
    }
}
