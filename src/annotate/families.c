/* What the names of stages share (docs/annotations.md). */
#include "annotate/families.h"

#define NO_GROUP ((size_t)-1)

/* ---- the name of the project ---- */

/* The first part that most names have, if any does (Boyer and Moore). */
static sg_str most_frequent(const struct families *families) {
    sg_str word = {0};
    for (size_t s = 0, votes = 0; s < families->doc->stages.count; s++) {
        sg_str first = name_first(families->names[s]);
        if (votes == 0) word = first;
        votes = str_eq(word, first) ? votes + 1 : votes - 1;
    }
    return word;
}

/* Skips the part that all stages share, or four of five, if it has words behind it wherever it is. */
static bool skip_project(struct families *families) {
    size_t count = families->doc->stages.count, having = 0;
    sg_str word = most_frequent(families);
    bool project = word.len;
    for (size_t s = 0; project && s < count; s++) {
        if (!str_eq(name_first(families->names[s]), word)) continue;
        having++;
        sg_str rest = name_rest(families->names[s]);
        project = rest.len && !ascii_digit(rest.ptr[0]);
    }
    project = project && (having == count || (having >= 4 && having * 5 >= count * 4));
    for (size_t s = 0; project && s < count; s++)
        if (str_eq(name_first(families->names[s]), word)) families->names[s] = name_rest(families->names[s]);
    return project;
}

struct families families_of(struct arena *temp, sg_doc *doc, const struct alternatives *alternatives) {
    struct families families = {.doc = doc, .temp = temp, .alternatives = alternatives};
    families.names = arena_array(temp, sg_str, doc->stages.count);
    families.words = arena_array(temp, sg_str, doc->stages.count);
    for (size_t s = 0; s < doc->stages.count; s++) families.names[s] = doc->stages.items[s].public.name;
    while (skip_project(&families)) {}
    return families;
}

/* ---- the first part ---- */

/* "svc" of "svc.build": dots and slashes part more than hyphens and underscores. */
static sg_str before_dot(sg_str name) {
    for (size_t i = 1; i < name.len; i++)
        if ((name.ptr[i] == '.' || name.ptr[i] == '/') && name_parted(name, i)) return str_slice(name, 0, i);
    return name;
}

/* The parts before dots, and how many stages have each; names without a dot count where they are such a part. */
static struct map dotted_words(const struct families *families) {
    struct map words = {0};
    for (int pass = 0; pass < 2; pass++)
        for (size_t s = 0; s < families->doc->stages.count; s++) {
            sg_str name = families->names[s], word = before_dot(name);
            bool dotted = word.len < name.len;
            size_t *known = word.len && dotted == (pass == 0) ? map_get(&words, word) : NULL;
            if (known) ++*known;
            else if (dotted && pass == 0) map_put(families->temp, &words, word, 1);
        }
    return words;
}

/* Whether a is named as b with more behind it: "base_app" and "base". */
static bool extends(const struct families *families, size_t a, size_t b) {
    sg_str name = families->names[a], word = families->names[b];
    return word.len && word.len < name.len && str_eq(name_first(name), word);
}

/* Stages that a word such as "build" makes a family of, although it says little: alternatives, those for platforms, and
 * those that are built from one another. */
static bool *tied_stages(const struct families *families) {
    const sg_doc *doc = families->doc;
    bool *tied = arena_array(families->temp, bool, doc->stages.count);
    for (size_t s = 0; s < doc->stages.count; s++)
        tied[s] = (families->alternatives && families->alternatives->set_of[s] != NO_SET) ||
                  platform_words(name_rest(families->names[s]));
    for (size_t e = 0; e < doc->edges.count; e++) {
        const sg_edge *edge = &doc->edges.items[e].public;
        if (edge->source_kind != SG_SOURCE_STAGE) continue;
        if (extends(families, edge->stage, edge->source_stage)) tied[edge->stage] = true;
        if (extends(families, edge->source_stage, edge->stage)) tied[edge->source_stage] = true;
    }
    return tied;
}

/* "build" of "build-amd64", and of "amd64-build". */
static sg_str word_of_tied(const struct families *families, size_t stage) {
    const struct alternatives *alternatives = families->alternatives;
    size_t set = alternatives ? alternatives->set_of[stage] : NO_SET;
    bool behind = set != NO_SET && !alternatives->sets.items[set].prefix.len;
    return name_first(behind ? alternatives->sets.items[set].of : families->names[stage]);
}

/* The words that they share. */
static struct map tied_words(const struct families *families, const bool *tied) {
    struct map words = {0};
    for (size_t s = 0; s < families->doc->stages.count; s++)
        if (tied[s]) map_put(families->temp, &words, word_of_tied(families, s), 1);
    return words;
}

/* The first part that says something: "vim" of "build-vim". */
static sg_str telling_word(sg_str name, const struct map *tied) {
    sg_str first = name_first(name);
    if (!empty_word(first)) return first;
    if (!name_rest(name).len) return map_get(tied, first) ? first : (sg_str){0};
    while ((name = name_rest(name)).len) {
        first = name_first(name);
        if (!empty_word(first)) return platform_word(first) ? (sg_str){0} : first;
    }
    return (sg_str){0};
}

void families_by_first(struct families *families, const size_t *group_of) {
    struct map dotted = dotted_words(families);
    bool *tied = tied_stages(families);
    struct map words = tied_words(families, tied);
    for (size_t s = 0; s < families->doc->stages.count; s++) {
        sg_str name = families->names[s], word = before_dot(name);
        families->words[s] = (sg_str){0};
        if (group_of[s] != NO_GROUP || !name.len) continue;
        const size_t *known = dotted.count ? map_get(&dotted, word) : NULL;
        if (known && *known > 1) families->words[s] = word;
        else families->words[s] = tied[s] ? word_of_tied(families, s) : telling_word(name, &words);
    }
}

/* ---- the last part ---- */

/* Words at the end of stages that are in a guessed group: they would tear it apart, and make none. Nor does a word that
 * is such a group already, of which these stages are not a part. */
static struct map torn_words(const struct families *families, const size_t *group_of) {
    struct map torn = {0};
    const sg_doc *doc = families->doc;
    for (size_t s = 0; s < doc->stages.count; s++) {
        sg_str last = name_last(families->names[s]);
        if (last.len && group_of[s] != NO_GROUP && doc->groups.items[group_of[s]].source == SG_FACT_INFERRED)
            map_put(families->temp, &torn, last, 1);
    }
    for (size_t g = 0; g < doc->groups.count; g++)
        if (doc->groups.items[g].source == SG_FACT_INFERRED)
            map_put(families->temp, &torn, doc->groups.items[g].name, 1);
    return torn;
}

void families_by_last(struct families *families, const size_t *group_of) {
    struct map torn = torn_words(families, group_of);
    for (size_t s = 0; s < families->doc->stages.count; s++) {
        sg_str word = name_last(families->names[s]);
        bool verb = word.len == families->names[s].len && empty_word(word);
        bool none = group_of[s] != NO_GROUP || !word.len || verb || ordering_word(word) || map_get(&torn, word);
        families->words[s] = none ? (sg_str){0} : word;
    }
}
