/* Option values by row. */
#include "options/options.h"

#include <stdlib.h>

enum {
    RENDER = COMMAND_RENDER,
    LISTING = COMMAND_LISTING,
};
#define SWITCH OPTION_SWITCH
#define CHOICE OPTION_CHOICE
#define NUMBER OPTION_NUMBER
#define TEXT OPTION_TEXT
#define INPUT SCOPE_INPUT
#define DRAW SCOPE_DRAW
#define SIZE SCOPE_SIZE
#define OUTPUT SCOPE_OUTPUT
#undef LIST
#define LIST OPTION_LIST

const struct option_row option_rows[OPTION_COUNT] = {
#define OPTION(id, name, letter, argument, kind, scope, commands, values, help)                                        \
    {name, letter, argument, kind, scope, commands, values, help},
#include "options/options.def"
#undef OPTION
};

struct value {
    bool set;
    long number;  /* of a number, a choice or a switch */
    sg_str text;  /* of a text; the detail of a choice */
    sg_str *list; /* of a list */
    size_t count, capacity;
    size_t place; /* one more than its offset in the annotations file; 0: not from there */
};

struct sg_options {
    struct arena own;
    struct arena *arena; /* &own, or that of the document which has the copy */
    struct value values[OPTION_COUNT];
    struct annotations annotations;
    char error[256];
};

/* ---- reading ---- */

static const struct value *value_of(const sg_options *options, enum option_id option) {
    static const struct value none;
    return options ? &options->values[option] : &none;
}

bool option_is_set(const sg_options *options, enum option_id option) {
    return value_of(options, option)->set;
}

bool option_on(const sg_options *options, enum option_id option) {
    return value_of(options, option)->number != 0;
}

int option_choice(const sg_options *options, enum option_id option) {
    return (int)value_of(options, option)->number;
}

sg_str option_detail(const sg_options *options, enum option_id option) {
    return value_of(options, option)->text;
}

long option_number(const sg_options *options, enum option_id option) {
    const struct value *value = value_of(options, option);
    return value->set ? value->number : strtol(option_rows[option].values, NULL, 10);
}

sg_str option_text(const sg_options *options, enum option_id option) {
    const struct value *value = value_of(options, option);
    return value->set ? value->text : str_from(option_rows[option].values);
}

size_t option_list_count(const sg_options *options, enum option_id option) {
    return value_of(options, option)->count;
}

sg_str option_list_at(const sg_options *options, enum option_id option, size_t index) {
    return value_of(options, option)->list[index];
}

size_t option_place(const sg_options *options, enum option_id option) {
    return value_of(options, option)->place - 1;
}

struct annotations options_annotations(const sg_options *options) {
    return options ? options->annotations : (struct annotations){{0}, {0}};
}

bool option_in_marker(enum option_id option) {
    switch (option) {
    case OPT_target:
    case OPT_build_arg:
    case OPT_platform:
    case OPT_format:
    case OPT_output: return true;
    default: return option_rows[option].scope == SCOPE_DRAW;
    }
}

enum option_id option_named(sg_str name) {
    int i = 0;
    while (i < OPTION_COUNT && !str_eq(name, str_from(option_rows[i].name))) i++;
    return (enum option_id)i;
}

/* ---- setting ---- */

static bool refuse(sg_options *options, enum option_id option, const char *what, sg_str value) {
    sg_str message = arena_printf(options->arena, "--%s: %s: \"%.*s\"", option_rows[option].name, what, STR_ARG(value));
    size_t len = message.len < sizeof options->error - 1 ? message.len : sizeof options->error - 1;
    memcpy(options->error, message.ptr, len);
    options->error[len] = '\0';
    return false;
}

static bool set_switch(sg_options *options, enum option_id option, sg_str text) {
    if (text.ptr && !str_eq_nocase(text, STR("true")) && !str_eq_nocase(text, STR("false")))
        return refuse(options, option, "takes no value, or true or false", text);
    options->values[option].number = !text.ptr || str_eq_nocase(text, STR("true"));
    return true;
}

/* "TD" is Mermaid's word for TB. --mermaid-init was a switch once, and still may stand where one does. */
static sg_str choice_meant(enum option_id option, sg_str word) {
    if (option == OPT_direction && str_eq_nocase(word, STR("TD"))) return STR("TB");
    if (option != OPT_mermaid_init) return word;
    if (!word.ptr || str_eq_nocase(word, STR("true"))) return STR("full");
    return str_eq_nocase(word, STR("false")) ? STR("none") : word;
}

/* In any case. */
static bool set_choice(sg_options *options, enum option_id option, sg_str text) {
    sg_str rest = str_from(option_rows[option].values), choice, word, detail;
    bool detailed = str_cut(choice_meant(option, text), '=', &word, &detail), more = true;
    for (long i = 0; more; i++) {
        more = str_cut(rest, '|', &choice, &rest);
        if (!str_eq_nocase(choice, word) || (detailed && !str_eq(choice, STR("separate")))) continue;
        options->values[option].number = i;
        options->values[option].text = arena_copy(options->arena, detail);
        return true;
    }
    const char *values = option_rows[option].values;
    return refuse(options, option,
                  arena_cstr(options->arena, arena_printf(options->arena, "is one of %s, not", values)), text);
}

static bool set_number(sg_options *options, enum option_id option, sg_str text) {
    char *rest;
    strtol(option_rows[option].values, &rest, 10);
    long least = strtol(rest, &rest, 10), most = strtol(rest, NULL, 10), number = 0;
    bool valid = text.len > 0;
    for (size_t i = 0; i < text.len && valid; i++) {
        valid = ascii_digit(text.ptr[i]) && number <= most;
        number = number * 10 + (text.ptr[i] - '0');
    }
    if (!valid || number < least || number > most) {
        sg_str what = arena_printf(options->arena, "is a number from %ld to %ld, not", least, most);
        return refuse(options, option, arena_cstr(options->arena, what), text);
    }
    options->values[option].number = number;
    return true;
}

static bool add_to_list(sg_options *options, enum option_id option, sg_str text) {
    struct value *value = &options->values[option];
    if (value->count == value->capacity)
        value->list = list_grown(options->arena, value->list, &value->capacity, sizeof *value->list);
    value->list[value->count++] = (sg_str){arena_cstr(options->arena, text), text.len};
    return true;
}

static bool set_text(sg_options *options, enum option_id option, sg_str text) {
    options->values[option].text = (sg_str){arena_cstr(options->arena, text), text.len};
    return true;
}

static bool set_value(sg_options *options, enum option_id option, sg_str text) {
    enum option_kind kind = option_rows[option].kind;
    bool good;
    if (kind == OPTION_SWITCH) good = set_switch(options, option, text);
    else if (!text.ptr && !option_stands_alone(&option_rows[option]))
        good = refuse(options, option, "needs a value", STR(""));
    else if (kind == OPTION_CHOICE) good = set_choice(options, option, text);
    else if (kind == OPTION_NUMBER) good = set_number(options, option, text);
    else if (option_refusal(option, text)) good = refuse(options, option, option_refusal(option, text), text);
    else if (kind == OPTION_TEXT) good = set_text(options, option, text);
    else good = add_to_list(options, option, text);
    options->values[option].set = options->values[option].set || good;
    return good;
}

struct setting {
    sg_options *options;
    enum option_id option;
    sg_str text;
    bool good;
};

static void set(void *state) {
    struct setting *setting = state;
    setting->good = set_value(setting->options, setting->option, setting->text);
}

static const char out_of_memory[] = "out of memory";

bool options_starved(const sg_options *options) {
    return strcmp(options->error, out_of_memory) == 0;
}

/* Options that live in a document's arena are guarded with the document. */
bool option_set(sg_options *options, enum option_id option, sg_str text) {
    struct setting setting = {options, option, text, false};
    options->error[0] = '\0';
    if (options->arena != &options->own) set(&setting);
    else if (!arena_guard(options->arena, set, &setting)) memcpy(options->error, out_of_memory, sizeof out_of_memory);
    return setting.good;
}

void option_set_place(sg_options *options, enum option_id option, size_t offset) {
    options->values[option].place = offset + 1;
}

/* ---- as objects ---- */

sg_options *sg_options_new(void) {
    sg_options *options = calloc(1, sizeof *options);
    if (!options) return NULL;
    options->arena = &options->own;
    return options;
}

sg_status sg_options_set(sg_options *options, const char *name, const char *value) {
    if (!options || !name) return SG_BAD_ARGUMENT;
    enum option_id option = option_named(str_from(name));
    if (option != OPTION_COUNT) {
        if (option_set(options, option, (sg_str){value, value ? strlen(value) : 0})) return SG_OK;
        return options_starved(options) ? SG_NO_MEMORY : SG_BAD_OPTION;
    }
    static const char message[] = "there is no such option";
    memcpy(options->error, message, sizeof message);
    return SG_BAD_OPTION;
}

struct annotating {
    sg_options *options;
    struct annotations given;
};

static void set_annotations(void *state) {
    struct annotating *annotating = state;
    struct arena *arena = annotating->options->arena;
    struct annotations copy = {{0}, {0}};
    if (annotating->given.text.ptr) {
        copy.name = arena_copy(arena, annotating->given.name);
        copy.text = arena_copy(arena, annotating->given.text);
    }
    annotating->options->annotations = copy;
}

sg_status sg_options_set_annotations(sg_options *options, const char *data, size_t len, const char *name) {
    if (!options || (!data && len)) return SG_BAD_ARGUMENT;
    struct annotating annotating = {options, {str_from(name ? name : ANNOTATIONS_FILE), {data, len}}};
    return arena_guard(options->arena, set_annotations, &annotating) ? SG_OK : SG_NO_MEMORY;
}

const char *sg_options_error(const sg_options *options) {
    return options ? options->error : "";
}

void sg_options_free(sg_options *options) {
    if (!options) return;
    arena_free(&options->own);
    free(options);
}

static struct value value_copy(struct arena *arena, const struct value *value) {
    struct value copy = *value;
    copy.text.ptr = arena_cstr(arena, value->text);
    copy.list = arena_array(arena, sg_str, value->count);
    for (size_t i = 0; i < value->count; i++)
        copy.list[i] = (sg_str){arena_cstr(arena, value->list[i]), value->list[i].len};
    copy.capacity = value->count;
    return copy;
}

sg_options *options_copy(struct arena *arena, const sg_options *options) {
    sg_options *copy = arena_one(arena, sg_options);
    copy->arena = arena;
    if (!options) return copy;
    for (int i = 0; i < OPTION_COUNT; i++) copy->values[i] = value_copy(arena, &options->values[i]);
    if (!options->annotations.text.ptr) return copy;
    copy->annotations.name = arena_copy(arena, options->annotations.name);
    copy->annotations.text = arena_copy(arena, options->annotations.text);
    return copy;
}

void options_fill_in(sg_options *options, const sg_options *defaults) {
    for (int i = 0; i < OPTION_COUNT; i++)
        if (!options->values[i].set) options->values[i] = value_copy(options->arena, &defaults->values[i]);
}
