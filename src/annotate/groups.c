/* Groups: as declared, then inferred from what stage names have in common. */
#include "annotate/annotate.h"
#include "base/map.h"

#define NO_GROUP ((size_t)-1)

/* Stages that might be a group, by the word they share. */
struct candidate {
    sg_str word;
    LIST(size_t) stages;
    size_t parts; /* how many parts are not connected with each other */
};

struct group_builder {
    sg_doc *doc;
    struct arena *temp;
    size_t *group_of;     /* per stage: index into doc->groups */
    size_t *candidate_of; /* per stage: index into candidates */
    LIST(struct candidate) candidates;
    struct map words; /* of the candidates */
    struct map names; /* of doc->groups, in lower case */
    size_t *parent;   /* union-find over stages */
};

static bool separator(char c) {
    return c == '_' || c == '-' || c == '.';
}

static sg_str first_word(sg_str name) {
    size_t end = 0;
    while (end < name.len && !separator(name.ptr[end])) end++;
    return str_slice(name, 0, end);
}

static sg_str last_word(sg_str name) {
    size_t start = name.len;
    while (start && !separator(name.ptr[start - 1])) start--;
    return str_skip(name, start);
}

/* Names of groups differ in more than case. */
static size_t group_named(struct group_builder *grouping, sg_str name, sg_str title, sg_fact_source source) {
    sg_doc *doc = grouping->doc;
    sg_str key = arena_lower(grouping->temp, name);
    const size_t *known = map_get(&grouping->names, key);
    if (known) return *known;
    map_put(grouping->temp, &grouping->names, key, doc->groups.count);
    LIST_ADD(&doc->arena, &doc->groups) = (sg_group){.name = name, .title = title, .source = source};
    return doc->groups.count - 1;
}

static void find_candidates(struct group_builder *grouping, sg_str (*word_of)(sg_str)) {
    sg_doc *doc = grouping->doc;
    memset(&grouping->words, 0, sizeof grouping->words);
    memset(&grouping->candidates, 0, sizeof grouping->candidates);
    for (size_t s = 0; s < doc->stages.count; s++) {
        sg_str name = doc->stages.items[s].public.name, word = name.ptr ? word_of(name) : name;
        grouping->candidate_of[s] = NO_GROUP;
        if (!word.len || grouping->group_of[s] != NO_GROUP) continue;
        const size_t *known = map_get(&grouping->words, word);
        size_t index = known ? *known : grouping->candidates.count;
        if (!known) {
            map_put(grouping->temp, &grouping->words, word, index);
            LIST_ADD(grouping->temp, &grouping->candidates) = (struct candidate){.word = word};
        }
        LIST_ADD(grouping->temp, &grouping->candidates.items[index].stages) = s;
        grouping->candidate_of[s] = index;
    }
}

/* ---- is a candidate connected, directly or through one neighbour? ---- */

static size_t root_of(size_t *parent, size_t stage) {
    while (parent[stage] != stage) stage = parent[stage] = parent[parent[stage]];
    return stage;
}

static void connect(struct group_builder *grouping, size_t a, size_t b) {
    size_t candidate = grouping->candidate_of[a];
    if (candidate == NO_GROUP || candidate != grouping->candidate_of[b]) return;
    a = root_of(grouping->parent, a);
    b = root_of(grouping->parent, b);
    if (a == b) return;
    grouping->parent[a] = b;
    grouping->candidates.items[candidate].parts--;
}

/* Stages around each node (stages first, images behind them) as one array cut by `start`. */
struct neighbours {
    size_t *start, *stages;
};

static size_t source_node(const sg_doc *doc, const struct edge *edge) {
    if (edge->public.source_kind == SG_SOURCE_STAGE) return edge->public.source_stage;
    if (edge->public.source_kind != SG_SOURCE_IMAGE || doc->images.items[edge->image].scratch) return NO_STAGE;
    return doc->stages.count + edge->image;
}

static struct neighbours find_neighbours(struct arena *temp, const sg_doc *doc) {
    size_t nodes = doc->stages.count + doc->images.count;
    struct neighbours around = {arena_array(temp, size_t, nodes + 2), arena_array(temp, size_t, 2 * doc->edges.count)};
    for (int pass = 0; pass < 2; pass++) {
        for (size_t e = 0; e < doc->edges.count; e++) {
            const struct edge *edge = &doc->edges.items[e];
            size_t source = source_node(doc, edge), stage = edge->public.stage;
            if (source == NO_STAGE) continue;
            if (pass == 0) {
                around.start[source + 2]++;
                if (source < doc->stages.count) around.start[stage + 2]++;
            } else {
                around.stages[around.start[source + 1]++] = stage;
                if (source < doc->stages.count) around.stages[around.start[stage + 1]++] = source;
            }
        }
        for (size_t n = 2; pass == 0 && n < nodes + 2; n++) around.start[n] += around.start[n - 1];
    }
    return around;
}

static void connect_all(struct group_builder *grouping) {
    sg_doc *doc = grouping->doc;
    size_t nodes = doc->stages.count + doc->images.count, candidates = grouping->candidates.count;
    struct neighbours around = find_neighbours(grouping->temp, doc);
    size_t *seen_at = arena_array(grouping->temp, size_t, candidates),
           *seen = arena_array(grouping->temp, size_t, candidates);
    for (size_t s = 0; s < doc->stages.count; s++) grouping->parent[s] = s;
    for (size_t c = 0; c < candidates; c++)
        grouping->candidates.items[c].parts = grouping->candidates.items[c].stages.count;
    for (size_t n = 0; n < nodes; n++) {
        for (size_t i = around.start[n]; i < around.start[n + 1]; i++) {
            size_t stage = around.stages[i], candidate = grouping->candidate_of[stage];
            if (n < doc->stages.count) connect(grouping, n, stage);
            if (candidate == NO_GROUP) continue;
            if (seen_at[candidate] == n + 1) connect(grouping, seen[candidate], stage);
            seen_at[candidate] = n + 1;
            seen[candidate] = stage;
        }
    }
}

/* At least two stages, not all of them, and all connected: else the picture gets worse. True if a group was made. */
static bool infer(struct group_builder *grouping, sg_str (*word_of)(sg_str)) {
    sg_doc *doc = grouping->doc;
    bool made = false;
    find_candidates(grouping, word_of);
    connect_all(grouping);
    for (size_t c = 0; c < grouping->candidates.count; c++) {
        const struct candidate *candidate = &grouping->candidates.items[c];
        if (candidate->stages.count < 2 || candidate->stages.count == doc->stages.count || candidate->parts > 1)
            continue;
        size_t group =
            group_named(grouping, candidate->word, readable_name(&doc->arena, candidate->word), SG_FACT_INFERRED);
        for (size_t i = 0; i < candidate->stages.count; i++) grouping->group_of[candidate->stages.items[i]] = group;
        made = true;
    }
    return made;
}

/* ---- the document's groups ---- */

static void fill_groups(struct group_builder *grouping, const struct declared *declared) {
    sg_doc *doc = grouping->doc;
    size_t **members = arena_array(grouping->temp, size_t *, doc->groups.count);
    for (size_t s = 0; s < doc->stages.count; s++)
        if (grouping->group_of[s] != NO_GROUP) doc->groups.items[grouping->group_of[s]].stage_count++;
    for (size_t g = 0; g < doc->groups.count; g++) {
        sg_group *group = &doc->groups.items[g];
        group->stages = members[g] = arena_array(&doc->arena, size_t, group->stage_count);
    }
    for (size_t s = 0; s < doc->stages.count; s++) {
        if (grouping->group_of[s] == NO_GROUP) continue;
        sg_stage *stage = &doc->stages.items[s].public;
        *members[grouping->group_of[s]]++ = s;
        stage->group = doc->groups.items[grouping->group_of[s]].name;
        stage->group_source = declared[s].group.text.ptr ? declared[s].group.source : SG_FACT_INFERRED;
    }
}

void annotate_groups(struct arena *temp, sg_doc *doc, const struct declared *declared) {
    size_t count = doc->stages.count;
    struct group_builder grouping = {.doc = doc, .temp = temp};
    grouping.group_of = arena_array(temp, size_t, count);
    grouping.candidate_of = arena_array(temp, size_t, count);
    grouping.parent = arena_array(temp, size_t, count);
    for (size_t s = 0; s < count; s++) {
        struct fact group = declared[s].group;
        grouping.group_of[s] = group.text.ptr ? group_named(&grouping, group.text, group.text, group.source) : NO_GROUP;
    }
    if (!infer(&grouping, first_word)) infer(&grouping, last_word);
    fill_groups(&grouping, declared);
}
