/* From YAML text to a tree of nodes: the module's one function and the struct that the program finds it by. */
#include "base/module.h"

#include "base/utf8.h"
#include "modules/yaml/yaml.h"

enum { RUN_LIMIT = 250 };

struct reader {
    sg_str text;
    struct tree tree;
    struct fy_diag *diag;
    struct fy_parser *parser;
    struct fy_event *event; /* the one being worked on */
    bool good, out_of_memory;
};

/* ---- what libfyaml must not see ---- */

/* YAML's c-printable. libfyaml silently stops in front of anything else. */
static bool is_text(uint32_t rune) {
    return rune == '\t' || rune == '\n' || rune == '\r' || rune == 0x85 || (rune >= 0x20 && rune < 0x7F) ||
           (rune >= 0xA0 && rune != 0xFFFE && rune != 0xFFFF);
}

static bool is_break(uint32_t rune) {
    return rune == '\n' || rune == '\r' || rune == 0x85 || rune == 0x2028 || rune == 0x2029;
}

static bool refuse(struct reader *reader, size_t offset, const char *message) {
    return tree_refuse(&reader->tree, offset, str_from(message));
}

/* Directives (%YAML, %TAG) have nothing to say here. Long ones, long runs of white space and long tags (!<name>) cost
 * libfyaml 0.7 time that grows with the square of their length. */
static bool check_text(struct reader *reader) {
    bool line_starts = true;
    size_t white = 0, tag = 0;
    for (sg_str rest = reader->text, left = rest; rest.len; left = rest) {
        size_t offset = reader->text.len - left.len;
        uint32_t rune = utf8_next(&rest);
        if (rune == RUNE_INVALID && left.len - rest.len == 1) return refuse(reader, offset, "this is not UTF-8");
        if (!is_text(rune)) return refuse(reader, offset, "a control character is no text: write \"\\x1b\" in quotes");
        if (rune == '%' && line_starts) return refuse(reader, offset, "directives (%YAML) are not supported here");
        line_starts = is_break(rune) || (rune == 0xFEFF && !offset);
        white = rune == ' ' || rune == '\t' || is_break(rune) ? white + 1 : 0;
        tag = white || rune == '>' ? 0 : tag + (tag || str_starts(left, STR("!<")));
        if (white > RUN_LIMIT) return refuse(reader, offset, "there is too much white space in a row here");
        if (tag > RUN_LIMIT) return refuse(reader, offset, "tags (!name) are not supported here");
    }
    return true;
}

/* ---- libfyaml ---- */

/* Errors are collected; without a function libfyaml would print them as well. */
static void say_nothing(struct fy_diag *diag, void *user, const char *text, size_t len) {
    (void)diag, (void)user, (void)text, (void)len;
}

static bool open_parser(struct reader *reader) {
    struct fy_diag_cfg words;
    fy_diag_cfg_default(&words);
    words.fp = NULL;
    words.output_fn = say_nothing;
    words.level = FYET_ERROR;
    reader->diag = fy_diag_create(&words);
    if (reader->diag) {
        fy_diag_set_collect_errors(reader->diag, true);
        struct fy_parse_cfg config = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG, .diag = reader->diag};
        reader->parser = fy_parser_create(&config);
    }
    reader->out_of_memory =
        !reader->parser || fy_parser_set_string(reader->parser, reader->text.ptr, reader->text.len) != 0;
    return !reader->out_of_memory;
}

static void close_parser(struct reader *reader) {
    if (reader->event) fy_parser_event_free(reader->parser, reader->event);
    if (reader->parser) fy_parser_destroy(reader->parser);
    if (reader->diag) fy_diag_destroy(reader->diag);
}

/* The first error in libfyaml's words. What is missing at the end is missing behind the last word, not on a line of its
 * own. */
static bool syntax_error(struct reader *reader) {
    struct tree *tree = &reader->tree;
    sg_str words = str_trim(reader->text);
    size_t end = (size_t)(words.ptr + words.len - reader->text.ptr);
    void *position = NULL;
    const struct fy_diag_error *error = fy_diag_errors_iterate(reader->diag, &position);
    while (error && error->type < FYET_ERROR) error = fy_diag_errors_iterate(reader->diag, &position);
    if (!error) return tree_refuse(tree, tree->at, STR("this cannot be read as YAML"));
    const struct fy_mark *mark = error->fyt ? fy_token_start_mark(error->fyt) : NULL;
    size_t at = mark ? mark->input_pos : tree->at;
    return tree_refuse(tree, at < end ? at : end, arena_copy(tree->arena, str_from(error->msg)));
}

static bool read_events(struct reader *reader) {
    while ((reader->event = fy_parser_parse(reader->parser))) {
        if (!tree_add(&reader->tree, reader->event)) return false;
        fy_parser_event_free(reader->parser, reader->event);
    }
    return !fy_parser_get_stream_error(reader->parser) || syntax_error(reader);
}

/* ---- the whole ---- */

static void read_all(void *state) {
    struct reader *reader = state;
    reader->good = check_text(reader) && open_parser(reader) && read_events(reader);
}

/* Guarded, so that libfyaml's memory is freed before the jump of an arena without memory goes on. */
static bool read_text(sg_str text, struct arena *arena, struct yaml_node **root, struct yaml_error *error) {
    struct reader reader = {.text = text, .tree = {.arena = arena, .error = error}};
    bool done = arena_guard(arena, read_all, &reader);
    close_parser(&reader);
    if (!done || reader.out_of_memory) arena_fail(arena);
    *root = reader.tree.root;
    return reader.good;
}

#ifdef BUILTIN_MODULES
const struct yaml_module yaml_module = {MODULE_VERSION, read_text};
#else
extern SG_API const struct yaml_module stagegraph_module;
const struct yaml_module stagegraph_module = {MODULE_VERSION, read_text};
#endif
