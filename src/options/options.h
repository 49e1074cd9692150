/* The options and their values: one table (options.def), used by the command line and by sg_options_set(). */
#ifndef OPTIONS_OPTIONS_H
#define OPTIONS_OPTIONS_H

#include "base/arena.h"
#include "base/buf.h"

enum option_kind { OPTION_SWITCH, OPTION_CHOICE, OPTION_NUMBER, OPTION_TEXT, OPTION_LIST };
enum option_scope { SCOPE_INPUT, SCOPE_DRAW, SCOPE_SIZE, SCOPE_OUTPUT };
enum { COMMAND_RENDER = 1, COMMAND_LISTING = 2 };

struct option_row {
    const char *name;
    char letter;          /* the short form, or 0 */
    const char *argument; /* NULL of a switch */
    enum option_kind kind;
    enum option_scope scope;
    unsigned commands;
    const char *values;
    const char *help;
};

enum option_id {
#define OPTION(id, ...) OPT_##id,
#include "options/options.def"
#undef OPTION
    OPTION_COUNT
};

extern const struct option_row option_rows[OPTION_COUNT];

/* Whether a value need not be given. */
static inline bool option_stands_alone(const struct option_row *row) {
    return row->kind == OPTION_SWITCH || row->argument[0] == '[';
}

/* In the order of the rows' values. */
enum grouping { GROUP_AUTO, GROUP_DECLARED, GROUP_NONE };
enum edge_style { EDGES_TYPED, EDGES_PLAIN };
enum image_mode { IMAGES_SHOW, IMAGES_HIDE, IMAGES_LABEL, IMAGES_SEPARATE };
enum direction { DIRECTION_TB, DIRECTION_LR, DIRECTION_BT, DIRECTION_RL };
enum background { BACKGROUND_PANEL, BACKGROUND_TRANSPARENT };
enum theme { THEME_AUTO, THEME_LIGHT, THEME_DARK };
enum { MOST_COLUMNS = 10000 }; /* of the widest terminal */
enum mermaid_init { INIT_WIDTH, INIT_FULL, INIT_NONE };
enum conceal { CONCEAL_NOTHING, CONCEAL_DOCKERFILE, CONCEAL_ANNOTATIONS, CONCEAL_BOTH };
enum color_mode { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* All of these take NULL options, which means the defaults. */
bool option_on(const sg_options *options, enum option_id option);
/* The index of the chosen value in the row's values. */
int option_choice(const sg_options *options, enum option_id option);
/* What stands behind "=" in a choice such as "separate=alpine,node"; empty without. */
sg_str option_detail(const sg_options *options, enum option_id option);
long option_number(const sg_options *options, enum option_id option);
/* The text of a TEXT row: its default if it was not set. A NUL follows this and the items of a list, so that a path can be
 * opened. */
sg_str option_text(const sg_options *options, enum option_id option);
bool option_is_set(const sg_options *options, enum option_id option);
size_t option_list_count(const sg_options *options, enum option_id option);
sg_str option_list_at(const sg_options *options, enum option_id option, size_t index);

/* The annotations file: what diagnostics call it, and its bytes; text.ptr == NULL if there is none. */
struct annotations {
    sg_str name, text;
};
struct annotations options_annotations(const sg_options *options);
/* The one that is read without being named, in the folder of the Dockerfile. */
#define ANNOTATIONS_FILE ".stagegraph.yaml"
/* Where the value stands in that file; (size_t)-1 if it is not from there. */
size_t option_place(const sg_options *options, enum option_id option);
void option_set_place(sg_options *options, enum option_id option, size_t offset);

/* "880x2600", as --fit takes it. */
bool option_box(sg_str text, long *width, long *height);
/* The size that stands behind "=" in an item of --size and --budget. */
int64_t option_size_at(const sg_options *options, enum option_id option, size_t index, sg_str *name);
/* Whether an option names a source of measured sizes of stages. */
bool options_measure(const sg_options *options);

/* Why a text, or an item of a list, is no value of this option: "needs a path, not"; NULL if it is one. */
const char *option_refusal(enum option_id option, sg_str text);
/* Whether a marker in a document may set it: what is drawn, and what of a Dockerfile. The document may come from a stranger. */
bool option_in_marker(enum option_id option);
/* The row of that name, or OPTION_COUNT. */
enum option_id option_named(sg_str name);
/* Sets a value; value.ptr == NULL for an option that stands alone. On failure false, and sg_options_error() says why. */
bool option_set(sg_options *options, enum option_id option, sg_str value);
/* Whether that failed for want of memory, and not because of the value. */
bool options_starved(const sg_options *options);
/* A deep copy that lives in the arena, and takes its memory there; NULL gives the defaults. */
sg_options *options_copy(struct arena *arena, const sg_options *options);
/* Whatever is set in defaults and not yet in options. */
void options_fill_in(sg_options *options, const sg_options *defaults);

#endif
