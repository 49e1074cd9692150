/* Purposes of the stages of which nobody said one. */
#include "annotate/annotate.h"
#include "annotate/deed.h"
#include "annotate/deeds.h"
#include "annotate/name.h"
#include "base/map.h"

struct consumers consumers_of(struct arena *arena, const sg_doc *doc) {
    size_t stages = doc->stages.count;
    struct consumers index = {arena_array(arena, size_t, stages + 2), arena_array(arena, size_t, doc->edges.count)};
    for (size_t e = 0; e < doc->edges.count; e++)
        if (doc->edges.items[e].public.source_kind == SG_SOURCE_STAGE)
            index.start[doc->edges.items[e].public.source_stage + 2]++;
    for (size_t s = 2; s < stages + 2; s++) index.start[s] += index.start[s - 1];
    for (size_t e = 0; e < doc->edges.count; e++)
        if (doc->edges.items[e].public.source_kind == SG_SOURCE_STAGE)
            index.edges[index.start[doc->edges.items[e].public.source_stage + 1]++] = e;
    return index;
}

/* ---- siblings: what tells two stages with the same purpose apart ---- */

/* What a name has that the other has not, between the words they share: "geo" of vendor-geo beside vendor-mail. */
static sg_str own_part(sg_str name, sg_str other) {
    size_t start = 0, end = 0;
    if (str_starts(name, other) && name.len > other.len && name_parted(name, other.len))
        return str_skip(name, other.len + 1); /* "dev-extra" beside "dev" */
    for (size_t i = 0; i < name.len && i < other.len && name.ptr[i] == other.ptr[i]; i++)
        if (name_parted(name, i)) start = i + 1;
    size_t shorter = (name.len < other.len ? name.len : other.len) - start;
    for (size_t i = 0; i < shorter && name.ptr[name.len - 1 - i] == other.ptr[other.len - 1 - i]; i++)
        if (name_parted(name, name.len - 1 - i)) end = i + 1;
    return start || end ? str_slice(name, start, name.len - end) : (sg_str){0};
}

static sg_str image_word(const sg_stage *stage) {
    return path_base(str_slice(stage->base, 0, str_find(stage->base, '@')));
}

static sg_str difference(const struct stage *one, const struct stage *two) {
    const sg_stage *stage = &one->public, *other = &two->public;
    sg_str part = stage->name.ptr && other->name.ptr ? own_part(stage->name, other->name) : (sg_str){0};
    if (part.len) return part;
    bool plain = str_starts(other->name, stage->name) && stage->name.len; /* "app" beside "app-dev" */
    if (plain || one->base_stage != NO_STAGE || two->base_stage != NO_STAGE) return (sg_str){0};
    if (!str_eq(image_word(stage), image_word(other)) && image_word(stage).len <= 40) return image_word(stage);
    return str_eq(stage->platform, other->platform) ? (sg_str){0} : stage->platform;
}

static void tell_apart(sg_doc *doc, struct stage *one, const struct stage *other) {
    sg_stage *stage = &one->public;
    sg_str what = difference(one, other);
    if (!what.len || str_find_str(stage->purpose, what) < stage->purpose.len || stage->purpose.len + what.len > 110)
        return;
    stage->purpose = arena_printf(&doc->arena, "%.*s (%.*s)", STR_ARG(stage->purpose), STR_ARG(what));
}

/* Each is compared with the first of the same purpose, and the first with the second. */
static void tell_siblings_apart(sg_doc *doc, struct arena *temp) {
    struct map first = {0};
    size_t *partner = arena_array(temp, size_t, doc->stages.count);
    for (size_t s = 0; s < doc->stages.count; s++) {
        const sg_stage *stage = &doc->stages.items[s].public;
        partner[s] = NO_STAGE;
        if (stage->purpose_source != SG_FACT_INFERRED) continue;
        size_t *at = map_get(&first, stage->purpose);
        if (!at) {
            map_put(temp, &first, stage->purpose, s);
            continue;
        }
        partner[s] = *at;
        if (partner[*at] == NO_STAGE) partner[*at] = s;
    }
    for (size_t s = 0; s < doc->stages.count; s++)
        if (partner[s] != NO_STAGE) tell_apart(doc, &doc->stages.items[s], &doc->stages.items[partner[s]]);
}

/* A copy in the document, or the one before if that says the same: many stages have one rule. */
static sg_str kept(sg_doc *doc, sg_str text, sg_str *before) {
    if (!before->ptr || !str_eq(text, *before)) *before = arena_copy(&doc->arena, text);
    return *before;
}

/* Last, because a guess may speak of what other stages are called. */
void guess_purposes(struct arena *temp, sg_doc *doc, const struct alternatives *alternatives) {
    struct arena *words = arena_child(&doc->arena);
    struct consumers consumers = consumers_of(temp, doc);
    size_t room = SHELL_ROOM, guessed = 0;
    sg_str purpose = {0}, rule = {0};
    struct guess guess = {.doc = doc, .arena = words, .consumers = &consumers, .room = &room, .kept = temp};
    guess.fetched = arena_array(temp, struct names, doc->stages.count);
    guess.started = arena_array(temp, struct started, doc->stages.count);
    guess.made = arena_array(temp, sg_str, doc->stages.count);
    for (size_t s = 0; s < doc->stages.count; s++) {
        sg_stage *stage = &doc->stages.items[s].public;
        if (stage->purpose.ptr || stage->replaced) continue;
        struct phrase phrase = tell_deeds(&guess, &doc->stages.items[s], alternatives);
        if (phrase.text.len) {
            bool comment = str_starts(phrase.rule, STR("comment"));
            stage->purpose = kept(doc, phrase.text, &purpose);
            stage->purpose_source = comment ? SG_FACT_COMMENT : SG_FACT_INFERRED;
            stage->purpose_rule = kept(doc, phrase.rule, &rule);
            stage->purpose_line = phrase.line;
            guessed++;
        }
        arena_reset(words);
    }
    if (guessed > 1) tell_siblings_apart(doc, words);
    arena_free(words);
}
