/* "<!-- stagegraph: Dockerfile --group auto target=prod -->" → a Dockerfile and options. */
#include "inject/marker.h"

#include "base/nearest.h"
#include "base/quote.h"

/* ---- the line ---- */

static const struct {
    sg_str open, close;
    const char *end;
} forms[] = {
    [FORM_HTML] = {{"<!--", 4}, {"-->", 3}, "<!-- /stagegraph -->"},
    [FORM_DEFINITION] = {{"[//]:", 5}, {")", 1}, "[//]: # (/stagegraph)"},
    [FORM_MDX] = {{"{/*", 3}, {"*/}", 3}, "{/* /stagegraph */}"},
};

const char *marker_end(enum marker_form form) {
    return forms[form].end;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static sg_str skip_blanks(sg_str text) {
    while (text.len && is_blank(text.ptr[0])) text = str_skip(text, 1);
    return text;
}

/* Behind " # (", which follows the label of a link that leads nowhere. */
static bool open_definition(sg_str *rest) {
    sg_str text = skip_blanks(*rest);
    if (!text.len || text.ptr[0] != '#') return false;
    sg_str title = skip_blanks(str_skip(text, 1));
    bool open = title.len + 1 < text.len && title.len && title.ptr[0] == '(';
    *rest = str_skip(title, 1);
    return open;
}

/* What stands in the comment, if the line starts with one; its end is looked for by the caller. */
static bool open_comment(sg_str line, enum marker_form *form, sg_str *inside) {
    for (size_t i = 0; i < COUNT(forms); i++) {
        if (!str_starts(line, forms[i].open)) continue;
        *form = (enum marker_form)i;
        *inside = str_skip(line, forms[i].open.len);
        return i != FORM_DEFINITION || open_definition(inside);
    }
    return false;
}

/* A title in parentheses may have some of its own, so it ends with the last. */
static size_t find_close(sg_str inside, enum marker_form form) {
    size_t at = inside.len;
    if (form != FORM_DEFINITION) return str_find_str(inside, forms[form].close);
    while (at && inside.ptr[at - 1] != ')') at--;
    return at ? at - 1 : inside.len;
}

struct marker marker_read(sg_str line) {
    static const sg_str begin = {"stagegraph:", 11}, end = {"/stagegraph", 11};
    struct marker marker = {0};
    sg_str inside;
    if (!open_comment(line, &marker.form, &inside)) return marker;
    inside = skip_blanks(inside);
    sg_str words = str_skip(inside, begin.len);
    bool begins = str_starts(inside, begin) && words.len && is_blank(words.ptr[0]);
    if (!begins && !str_starts(inside, end)) return marker;
    size_t close = find_close(words, marker.form);
    sg_str behind = str_skip(words, close + forms[marker.form].close.len);
    marker.words = str_trim_ascii(str_slice(words, 0, close));
    if (!begins && marker.words.len) return marker;
    if (close == words.len) marker.wrong = "a marker ends on the line that it begins on";
    else if (str_trim_ascii(behind).len) marker.wrong = "a marker stands alone on its line";
    marker.kind = begins ? MARKER_BEGINS : MARKER_ENDS;
    return marker;
}

/* ---- the words ---- */

struct reader {
    struct arena *arena;
    struct diags *diags;
    size_t source;
    sg_str rest; /* of the words */
    struct block *block;
    size_t *places;
    bool good;
};

static size_t offset_of(const struct reader *reader, sg_str slice) {
    return (size_t)(slice.ptr - reader->diags->sources.items[reader->source].text.ptr);
}

/* The arguments are those of the text in diags.def, as in diag_add(). */
#define wrong(reader, at, id, ...) wrong_format(reader, at, id, id##_FORMAT, __VA_ARGS__)
__attribute__((format(printf, 4, 5))) static void wrong_format(struct reader *reader, sg_str at, enum diag_id id,
                                                               const char *format, ...) {
    va_list args;
    va_start(args, format);
    diag_add_args(reader->diags, id, format, reader->source, offset_of(reader, at), args);
    va_end(args);
    reader->good = false;
}

/* A word as it was typed, with the dashes it has. */
static void unknown_option(struct reader *reader, sg_str word, sg_str name) {
    sg_str names[OPTION_COUNT];
    size_t count = 0;
    for (int i = 0; i < OPTION_COUNT; i++)
        if (option_in_marker((enum option_id)i)) names[count++] = str_from(option_rows[i].name);
    sg_str nearest = nearest_name(reader->arena, name, names, count);
    const char *dashes = word.ptr[0] == '-' ? "--" : "";
    if (nearest.ptr) nearest = arena_printf(reader->arena, "%s%.*s", dashes, STR_ARG(nearest));
    sg_str hint = nearest.ptr ? did_you_mean(reader->arena, nearest) : STR("");
    sg_str typed = str_slice(word, 0, (size_t)(name.ptr - word.ptr) + name.len);
    wrong(reader, word, DIAG_MARKER_OPTION, STR_ARG(typed), STR_ARG(hint));
}

static sg_str value_after(struct reader *reader) {
    sg_str value, raw = reader->rest;
    if (quoted_value(reader->arena, &reader->rest, &value)) return value;
    wrong(reader, raw, DIAG_MARKER_SYNTAX, "the closing quote is missing");
    reader->rest = str_skip(reader->rest, reader->rest.len);
    return (sg_str){0};
}

/* Only the command line reads the environment: what is there is for whoever started the program. */
static void set_option(struct reader *reader, enum option_id option, sg_str word, sg_str value) {
    const struct option_row *row = &option_rows[option];
    reader->places[option] = offset_of(reader, word);
    if (!option_in_marker(option)) {
        wrong(reader, word, DIAG_MARKER_SCOPE, row->name);
    } else if (option == OPT_build_arg && value.ptr && !str_has(value, '=')) {
        wrong(reader, word, DIAG_MARKER_SYNTAX,
              "--build-arg needs KEY=VALUE here: only the command line reads the environment");
    } else if (!option_set(reader->block->options, option, value)) {
        sg_str reason = str_from(sg_options_error(reader->block->options));
        wrong(reader, word, DIAG_MARKER_VALUE, STR_ARG(reason));
    }
}

/* reader->rest is behind the name. A value may stand behind a blank only if the name has dashes. */
static void read_option(struct reader *reader, enum option_id option, sg_str word, bool dashes) {
    sg_str value = {0}, after = skip_blanks(reader->rest);
    bool equals = reader->rest.len && reader->rest.ptr[0] == '=';
    bool alone = option_stands_alone(&option_rows[option]);
    if (equals) {
        reader->rest = str_skip(reader->rest, 1);
        value = value_after(reader);
    } else if (dashes && !alone && after.len) {
        reader->rest = after;
        value = value_after(reader);
    } else if (!alone) {
        sg_str message = arena_printf(reader->arena, "--%s needs a value: %s=%s", option_rows[option].name,
                                      option_rows[option].name, option_rows[option].argument);
        wrong(reader, word, DIAG_MARKER_VALUE, STR_ARG(message));
        return;
    }
    if (reader->good || value.ptr || (alone && !equals)) set_option(reader, option, word, value);
}

static enum option_id option_lettered(char letter) {
    int i = 0;
    while (i < OPTION_COUNT && option_rows[i].letter != letter) i++;
    return (enum option_id)i;
}

/* "-t prod", and "-tprod" as getopt takes it. */
static void read_letter(struct reader *reader) {
    sg_str word = reader->rest, name = str_slice(word, 1, 2);
    enum option_id option = name.len ? option_lettered(name.ptr[0]) : OPTION_COUNT;
    sg_str end = word;
    while (end.len && !is_blank(end.ptr[0])) end = str_skip(end, 1);
    if (option == OPTION_COUNT) {
        reader->rest = end;
        wrong(reader, word, DIAG_MARKER_OPTION, STR_ARG(str_slice(word, 0, word.len - end.len)), 0, "");
        return;
    }
    reader->rest = str_skip(word, 2);
    bool attached = reader->rest.len && !is_blank(reader->rest.ptr[0]) && !option_stands_alone(&option_rows[option]);
    if (attached) set_option(reader, option, word, value_after(reader));
    else read_option(reader, option, word, true);
}

static size_t name_length(sg_str text) {
    size_t len = 0;
    while (len < text.len && (ascii_alnum(text.ptr[len]) || text.ptr[len] == '-' || text.ptr[len] == '_')) len++;
    return len;
}

static void read_file(struct reader *reader) {
    sg_str word = reader->rest, file = value_after(reader);
    if (!file.ptr) return;
    const char *refusal = marker_path_refusal(file);
    if (reader->block->file.ptr)
        wrong(reader, word, DIAG_MARKER_SYNTAX, "a block has one Dockerfile, and this is another one");
    else if (refusal) wrong(reader, word, DIAG_MARKER_FILE, STR_ARG(file), refusal);
    reader->block->file = file;
    reader->block->file_at = offset_of(reader, word);
}

/* A word without dashes is an option if "=" follows, or if it is the name of one; "./legend" is a file. */
static void read_word(struct reader *reader) {
    sg_str word = reader->rest;
    bool dashes = str_starts(word, STR("--"));
    sg_str bare = str_skip(word, dashes ? 2 : 0), name = str_slice(bare, 0, name_length(bare));
    char next = name.len < bare.len ? bare.ptr[name.len] : ' ';
    enum option_id option = option_named(name);
    if (!dashes && word.ptr[0] == '-' && word.len > 1 && !is_blank(word.ptr[1])) {
        read_letter(reader);
    } else if (dashes || (name.len && (next == '=' || (is_blank(next) && option != OPTION_COUNT)))) {
        reader->rest = str_skip(bare, name.len);
        bool known = option != OPTION_COUNT && (next == '=' || is_blank(next));
        if (known) read_option(reader, option, word, dashes);
        else unknown_option(reader, word, name), value_after(reader);
    } else {
        read_file(reader);
    }
}

bool marker_options(struct arena *arena, sg_str words, struct diags *diags, size_t source, struct block *block) {
    struct reader reader = {arena, diags, source, words, block, arena_array(arena, size_t, OPTION_COUNT), true};
    block->options = options_copy(arena, NULL);
    block->places = reader.places;
    for (size_t i = 0; i < OPTION_COUNT; i++) reader.places[i] = NOWHERE;
    block->file_at = block->at;
    while ((reader.rest = skip_blanks(reader.rest)).len) read_word(&reader);
    return reader.good;
}

/* ---- paths ---- */

/* What git keeps in its folder may be a credential, and may be run. */
const char *marker_path_refusal(sg_str path) {
    sg_str rest = path, part;
    if (!path.len || str_eq(path, STR("-"))) return "is no file";
    if (path.ptr[0] == '/') return "is not relative to this document";
    if (str_has(path, '\0')) return "is no path";
    for (bool more = true; more;) {
        more = str_cut(rest, '/', &part, &rest);
        if (str_eq_nocase(part, STR(".git"))) return "is in a folder of git's own";
    }
    return NULL;
}
