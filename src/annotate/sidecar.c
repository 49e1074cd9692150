/* The annotations file, for people who cannot touch the Dockerfile:
 *
 *   stages: {NAME or INDEX: {title: TEXT, group: TEXT, purpose: TEXT, size: SIZE}, …}
 *   groups: {NAME: {title: TEXT}, …}
 *   defaults: {OPTION: VALUE, …}
 *
 * It may come from somebody else, so it can set nothing but what is drawn. */
#include "annotate/annotate.h"
#include "base/map.h"
#include "base/module.h"
#include "base/nearest.h"
#include "base/quote.h"
#include "base/units.h"
#include "base/utf8.h"
#include "dockerfile/mount.h"

/* A wrong file is wrong in its first lines; and a hint compares a name with those of all stages. */
enum { SIDECAR_LIMIT = 1024 * 1024, SHOWN_ERRORS = 20, HINTS = 20 };

struct reader {
    sg_doc *doc;
    struct sidecar *sidecar;
    struct arena *arena;
    size_t errors, hints;
    struct map stage_names;    /* → index; of equal names the last, which is the one that others can take from */
    struct declared *declared; /* per stage */
    bool *seen;                /* per stage: annotated */
    struct declared *stage;    /* the one that is being read */
    struct map group_names;    /* annotated ones, in lower case */
    struct group_note *group;  /* the one that is being read */
    sg_options *defaults;
    sg_str text;         /* of the file */
    size_t offset, line; /* how far its lines were counted */
};

typedef void visit(struct reader *reader, const struct yaml_node *node);

/* ---- what is wrong ---- */

/* The arguments are those of the text in diags.def, as in diag_add(). */
#define wrong(reader, id, ...) wrong_format(reader, id, id##_FORMAT, __VA_ARGS__)
__attribute__((format(printf, 3, 5))) static void wrong_format(struct reader *reader, enum diag_id id,
                                                               const char *format, size_t offset, ...) {
    va_list args;
    va_start(args, offset);
    if (reader->errors++ < SHOWN_ERRORS)
        diag_add_args(&reader->doc->diags, id, format, reader->sidecar->source, offset, args);
    va_end(args);
}

static sg_str quoted_key(struct reader *reader, const struct yaml_node *node) {
    return go_quote(reader->arena, node->key);
}

static void wrong_twice(struct reader *reader, const struct yaml_node *node) {
    sg_str key = quoted_key(reader, node);
    wrong(reader, DIAG_ANNOTATIONS_TWICE, node->key_offset, STR_ARG(key));
}

/* A note that is about nothing in the Dockerfile: unless the rest of that could not be read. */
static void warn_unknown(sg_doc *doc, enum diag_id id, size_t source, size_t offset, sg_str name, const sg_str *names,
                         size_t count) {
    if (doc->file.incomplete) return;
    sg_str hint = near_hint(&doc->arena, name, names, count), quoted = go_quote(&doc->arena, name);
    diag_add_any(&doc->diags, id, source, offset, STR_ARG(quoted), STR_ARG(hint));
}

/* ---- values ---- */

/* What YAML calls null: nothing behind the colon. */
static bool is_nothing(const struct yaml_node *node) {
    return node->plain && (!node->text.len || str_eq(node->text, STR("~")) || str_eq_nocase(node->text, STR("null")));
}

static bool is_kind(struct reader *reader, const struct yaml_node *node, enum yaml_kind kind) {
    static const char *const names[] = {"text", "a mapping", "a list"};
    if (node->kind == kind) return true;
    wrong(reader, DIAG_ANNOTATIONS_TYPE, node->offset, names[kind], names[node->kind]);
    return false;
}

/* Without the white space around it; ptr == NULL if there is none. */
static sg_str text_of(struct reader *reader, const struct yaml_node *node) {
    sg_str text = str_trim(node->text);
    if (!is_kind(reader, node, YAML_SCALAR)) return (sg_str){0};
    if (text.len && !is_nothing(node)) return text;
    wrong(reader, DIAG_ANNOTATIONS_BLANK, node->offset);
    return (sg_str){0};
}

/* A mapping that is left empty has no entries. */
static void each_entry(struct reader *reader, const struct yaml_node *node, visit *visit_entry) {
    if (is_nothing(node) || !is_kind(reader, node, YAML_MAPPING)) return;
    for (const struct yaml_node *entry = node->first; entry; entry = entry->next) visit_entry(reader, entry);
}

/* The index of an entry's key among those known; count if it is none of them. */
static size_t key_of(struct reader *reader, const struct yaml_node *node, const sg_str *keys, size_t count,
                     const char *place) {
    for (size_t i = 0; i < count; i++)
        if (str_eq(node->key, keys[i])) return i;
    sg_str key = quoted_key(reader, node), hint = near_hint(reader->arena, node->key, keys, count);
    wrong(reader, DIAG_ANNOTATIONS_KEY, node->key_offset, STR_ARG(key), place, STR_ARG(hint));
    return count;
}

/* The line of a node, or 0 of one that stands above the last one asked for (an alias): none is counted twice. */
static size_t line_of(struct reader *reader, const struct yaml_node *node) {
    if (node->offset < reader->offset || node->offset > reader->text.len) return 0;
    for (; reader->offset < node->offset; reader->offset++) reader->line += reader->text.ptr[reader->offset] == '\n';
    return reader->line;
}

/* ---- stages ---- */

static void read_size(struct reader *reader, const struct yaml_node *node, sg_str text) {
    sg_str quoted = go_quote(reader->arena, text);
    int64_t bytes;
    if (size_parse(text, &bytes))
        reader->stage->size = (struct stated_size){bytes, reader->sidecar->source, node->offset};
    else wrong(reader, DIAG_ANNOTATIONS_SIZE, node->offset, STR_ARG(quoted));
}

static void read_fact(struct reader *reader, const struct yaml_node *node) {
    static const sg_str keys[] = {{"title", 5}, {"group", 5}, {"purpose", 7}, {"size", 4}};
    struct declared *stage = reader->stage;
    struct fact *const facts[] = {&stage->title, &stage->group, &stage->purpose};
    size_t key = key_of(reader, node, keys, COUNT(keys), "in a stage");
    sg_str text = key < COUNT(keys) ? text_of(reader, node) : (sg_str){0};
    if (!text.ptr) return;
    if (key < COUNT(facts)) *facts[key] = (struct fact){text, SG_FACT_SIDECAR, line_of(reader, node)};
    else read_size(reader, node, text);
}

static void name_stages(struct reader *reader) {
    for (size_t s = 0; s < reader->doc->stages.count; s++) {
        sg_str name = reader->doc->stages.items[s].public.name;
        if (name.ptr) map_put(reader->arena, &reader->stage_names, name, s);
    }
}

static size_t stage_named(struct reader *reader, sg_str name) {
    const size_t *known = map_get(&reader->stage_names, utf8_lower(reader->arena, name));
    uint64_t index;
    if (known) return *known;
    size_t count = reader->doc->stages.count;
    return parse_unsigned(name, 10, INT64_MAX, &index) && index < count ? (size_t)index : NO_STAGE;
}

static void warn_of_stage(struct reader *reader, const struct yaml_node *node) {
    LIST(sg_str) names = {0};
    for (size_t s = 0; s < reader->doc->stages.count && reader->hints < HINTS; s++) {
        sg_str name = reader->doc->stages.items[s].public.name;
        if (name.ptr) LIST_ADD(reader->arena, &names) = name;
    }
    reader->hints++;
    warn_unknown(reader->doc, DIAG_ANNOTATIONS_STAGE, reader->sidecar->source, node->key_offset, node->key, names.items,
                 names.count);
}

/* What is said of a stage that is not there is read all the same, for its mistakes. */
static void read_stage(struct reader *reader, const struct yaml_node *node) {
    struct declared unused;
    size_t stage = stage_named(reader, node->key);
    if (stage == NO_STAGE) {
        warn_of_stage(reader, node);
    } else if (reader->seen[stage]) {
        wrong_twice(reader, node);
    } else {
        reader->seen[stage] = true;
    }
    reader->stage = stage == NO_STAGE ? &unused : &reader->declared[stage];
    each_entry(reader, node, read_fact);
}

/* ---- groups ---- */

static void read_group_fact(struct reader *reader, const struct yaml_node *node) {
    static const sg_str keys[] = {{"title", 5}};
    if (key_of(reader, node, keys, COUNT(keys), "in a group") == 0) reader->group->title = text_of(reader, node);
}

static void read_group(struct reader *reader, const struct yaml_node *node) {
    sg_str name = arena_lower(reader->arena, node->key);
    if (map_get(&reader->group_names, name)) wrong_twice(reader, node);
    map_put(reader->arena, &reader->group_names, name, 0);
    reader->group = &LIST_ADD(reader->arena, &reader->sidecar->groups);
    *reader->group = (struct group_note){.name = node->key, .offset = node->key_offset};
    each_entry(reader, node, read_group_fact);
}

void sidecar_title_groups(sg_doc *doc, const struct sidecar *sidecar) {
    struct map groups = {0};
    sg_str *names = arena_array(&doc->arena, sg_str, doc->groups.count);
    for (size_t g = 0; g < doc->groups.count && sidecar->groups.count; g++) {
        names[g] = doc->groups.items[g].name;
        map_put(&doc->arena, &groups, arena_lower(&doc->arena, names[g]), g);
    }
    for (size_t i = 0, unknown = 0; i < sidecar->groups.count; i++) {
        const struct group_note *note = &sidecar->groups.items[i];
        const size_t *group = map_get(&groups, arena_lower(&doc->arena, note->name));
        if (!group)
            warn_unknown(doc, DIAG_ANNOTATIONS_GROUP, sidecar->source, note->offset, note->name, names,
                         unknown++ < HINTS ? doc->groups.count : 0);
        else if (note->title.ptr) doc->groups.items[*group].title = note->title;
    }
}

/* ---- defaults ---- */

static void unknown_option(struct reader *reader, const struct yaml_node *node) {
    sg_str names[OPTION_COUNT];
    size_t count = 0;
    for (int i = 0; i < OPTION_COUNT; i++)
        if (option_rows[i].scope == SCOPE_DRAW) names[count++] = str_from(option_rows[i].name);
    sg_str key = quoted_key(reader, node), hint = near_hint(reader->arena, node->key, names, count);
    wrong(reader, DIAG_ANNOTATIONS_OPTION, node->key_offset, STR_ARG(key), STR_ARG(hint));
}

static void read_default(struct reader *reader, const struct yaml_node *node) {
    enum option_id option = option_named(node->key);
    if (option == OPTION_COUNT) {
        unknown_option(reader, node);
    } else if (option_rows[option].scope != SCOPE_DRAW) {
        wrong(reader, DIAG_ANNOTATIONS_SCOPE, node->key_offset, STR_ARG(node->key));
    } else {
        sg_str text = text_of(reader, node);
        if (text.ptr) option_set_place(reader->defaults, option, node->offset);
        if (!text.ptr || option_set(reader->defaults, option, text)) return;
        sg_str reason = str_skip(str_from(sg_options_error(reader->defaults)), strlen("--"));
        wrong(reader, DIAG_ANNOTATIONS_OPTION_VALUE, node->offset, STR_ARG(reason));
    }
}

/* ---- the whole ---- */

static void read_section(struct reader *reader, const struct yaml_node *node) {
    static const sg_str keys[] = {{"stages", 6}, {"groups", 6}, {"defaults", 8}};
    static visit *const visits[] = {read_stage, read_group, read_default};
    size_t key = key_of(reader, node, keys, COUNT(keys), "in annotations");
    if (key < COUNT(keys)) each_entry(reader, node, visits[key]);
}

static void read_tree(sg_doc *doc, const struct yaml_node *root, struct declared *declared, struct sidecar *sidecar) {
    struct reader reader = {.doc = doc, .sidecar = sidecar, .arena = &doc->arena, .declared = declared, .line = 1};
    reader.text = options_annotations(doc->options).text;
    reader.seen = arena_array(&doc->arena, bool, doc->stages.count);
    reader.defaults = options_copy(&doc->arena, NULL);
    name_stages(&reader);
    each_entry(&reader, root, read_section);
    options_fill_in(doc->options, reader.defaults);
}

static const struct yaml_module *open_module(sg_doc *doc, size_t source) {
    struct buf message = {0};
    const struct yaml_module *yaml = module_open(MODULE_YAML, &message);
    sg_str text = arena_copy(&doc->arena, buf_str(&message));
    buf_free(&message);
    if (!yaml) diag_add(&doc->diags, DIAG_MODULE_MISSING, source, NOWHERE, STR_ARG(text));
    return yaml;
}

sg_status sidecar_read(sg_doc *doc, struct declared *declared, struct sidecar *sidecar) {
    struct annotations file = options_annotations(doc->options);
    bool large = file.text.len > SIDECAR_LIMIT;
    if (!str_trim(file.text).len) return SG_OK;
    if (large) file.text = STR("");
    sidecar->source = annotations_source(&doc->diags, doc->options, file);
    if (large) {
        diag_add(&doc->diags, DIAG_LIMIT, sidecar->source, NOWHERE, "annotations are larger than 1 MiB");
        return SG_OK;
    }
    const struct yaml_module *yaml = open_module(doc, sidecar->source);
    struct yaml_node *root;
    struct yaml_error error;
    if (!yaml) return SG_NO_MODULE;
    if (!yaml->read(file.text, &doc->arena, &root, &error))
        diag_add(&doc->diags, DIAG_ANNOTATIONS_SYNTAX, sidecar->source, error.offset, STR_ARG(error.message));
    else if (root) read_tree(doc, root, declared, sidecar);
    return SG_OK;
}
