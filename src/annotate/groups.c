/* Groups: as declared, then inferred from what stage names have in common. */
#include "annotate/annotate.h"
#include "annotate/families.h"

#define NO_GROUP ((size_t)-1)

/* Stages that might be a group, by the word they share. */
struct candidate {
    sg_str word, written; /* as the name of the first stage has it */
    size_t root, size;    /* its largest connected set, and its members */
    size_t group;
    sg_str rule;
};

struct group_builder {
    sg_doc *doc;
    struct arena *temp;
    const struct spellings *spellings;
    struct families families;
    struct neighbours {
        size_t *start, *stages; /* those around each node, as one array cut by `start` */
        size_t nodes;           /* stages first, images behind them, then sets of alternatives */
    } around;
    size_t *group_of;     /* per stage: index into doc->groups */
    sg_str *rule_of;      /* per stage: what made the group */
    size_t *candidate_of; /* per stage: index into candidates */
    LIST(struct candidate) candidates;
    struct map names; /* of doc->groups, in lower case */
    size_t *parent;   /* union-find over stages */
    size_t *size;     /* of what has this root */
};

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

static void find_candidates(struct group_builder *grouping) {
    sg_doc *doc = grouping->doc;
    struct map words = {0};
    memset(&grouping->candidates, 0, sizeof grouping->candidates);
    for (size_t s = 0; s < doc->stages.count; s++) {
        sg_str word = grouping->families.words[s], name = doc->stages.items[s].public.name;
        grouping->candidate_of[s] = NO_GROUP;
        if (!word.len) continue;
        const size_t *known = map_get(&words, word);
        grouping->candidate_of[s] = known ? *known : grouping->candidates.count;
        if (known) continue;
        map_put(grouping->temp, &words, word, grouping->candidates.count);
        size_t at = (size_t)(word.ptr - name.ptr); /* a word of an alternative's pattern is in no name */
        bool within = word.ptr >= name.ptr && word.ptr < name.ptr + name.len;
        sg_str written = within ? str_slice(written_name(&doc->stages.items[s]), at, at + word.len) : word;
        LIST_ADD(grouping->temp, &grouping->candidates) = (struct candidate){.word = word, .written = written};
    }
}

/* ---- what is connected, directly, through one neighbour or as alternatives ---- */

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
    grouping->size[b] += grouping->size[a];
}

static size_t source_node(const sg_doc *doc, const struct edge *edge) {
    if (edge->public.source_kind == SG_SOURCE_STAGE) return edge->public.source_stage;
    if (edge->public.source_kind != SG_SOURCE_IMAGE || doc->images.items[edge->image].scratch) return NO_STAGE;
    return doc->stages.count + edge->image;
}

/* First counts, then puts in place. */
static void put_neighbour(struct neighbours *around, bool counting, size_t node, size_t stage) {
    if (counting) around->start[node + 2]++;
    else around->stages[around->start[node + 1]++] = stage;
}

static struct neighbours find_neighbours(struct arena *temp, const sg_doc *doc,
                                         const struct alternatives *alternatives) {
    size_t outside = doc->stages.count + doc->images.count, picks = alternatives ? alternatives->picks.count : 0;
    size_t nodes = outside + (alternatives ? alternatives->sets.count : 0);
    struct neighbours around = {.nodes = nodes, .start = arena_array(temp, size_t, nodes + 2)};
    around.stages = arena_array(temp, size_t, 2 * doc->edges.count + doc->stages.count + picks);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t e = 0; e < doc->edges.count; e++) {
            const struct edge *edge = &doc->edges.items[e];
            size_t source = source_node(doc, edge), stage = edge->public.stage;
            if (source == NO_STAGE) continue;
            put_neighbour(&around, pass == 0, source, stage);
            if (source < doc->stages.count) put_neighbour(&around, pass == 0, stage, source);
        }
        for (size_t s = 0; alternatives && s < doc->stages.count; s++)
            if (alternatives->set_of[s] != NO_SET)
                put_neighbour(&around, pass == 0, outside + alternatives->set_of[s], s);
        for (size_t p = 0; p < picks; p++)
            put_neighbour(&around, pass == 0, outside + alternatives->picks.items[p].set,
                          alternatives->picks.items[p].stage);
        for (size_t n = 2; pass == 0 && n < nodes + 2; n++) around.start[n] += around.start[n - 1];
    }
    return around;
}

static void connect_all(struct group_builder *grouping) {
    size_t stages = grouping->doc->stages.count, candidates = grouping->candidates.count;
    const struct neighbours *around = &grouping->around;
    size_t *seen_at = arena_array(grouping->temp, size_t, candidates),
           *seen = arena_array(grouping->temp, size_t, candidates);
    for (size_t s = 0; s < stages; s++) {
        grouping->parent[s] = s;
        grouping->size[s] = 1;
    }
    for (size_t n = 0; n < around->nodes; n++) {
        for (size_t i = around->start[n]; i < around->start[n + 1]; i++) {
            size_t stage = around->stages[i], candidate = grouping->candidate_of[stage];
            if (n < stages) connect(grouping, n, stage);
            if (candidate == NO_GROUP) continue;
            if (seen_at[candidate] == n + 1) connect(grouping, seen[candidate], stage);
            seen_at[candidate] = n + 1;
            seen[candidate] = stage;
        }
    }
}

/* ---- guesses ---- */

/* By candidate: the alternatives that all of its group are or pick from, or NO_SET. */
static size_t *sets_of_groups(const struct group_builder *grouping) {
    const struct alternatives *alternatives = grouping->families.alternatives;
    size_t *sets = arena_array(grouping->temp, size_t, grouping->candidates.count);
    size_t *picked = arena_array(grouping->temp, size_t, grouping->doc->stages.count);
    for (size_t p = 0; alternatives && p < alternatives->picks.count; p++)
        picked[alternatives->picks.items[p].stage] = alternatives->picks.items[p].set + 1;
    for (int pass = 0; pass < 2; pass++)
        for (size_t s = 0; s < grouping->doc->stages.count; s++) {
            size_t c = grouping->candidate_of[s];
            if (c == NO_GROUP || root_of(grouping->parent, s) != grouping->candidates.items[c].root) continue;
            size_t set = alternatives ? alternatives->set_of[s] : NO_SET;
            if (pass == 0 && set != NO_SET) sets[c] = set + 1;
            if (pass == 1 && sets[c] && set + 1 != sets[c] && picked[s] != sets[c]) sets[c] = 0;
        }
    for (size_t c = 0; c < grouping->candidates.count; c++) sets[c]--; /* 0 is NO_SET, then */
    return sets;
}

/* The largest connected set of a candidate, of two stages at least and not all of them. */
static void make_groups(struct group_builder *grouping, sg_str rule) {
    sg_doc *doc = grouping->doc;
    for (size_t s = 0; s < doc->stages.count; s++) {
        if (grouping->candidate_of[s] == NO_GROUP) continue;
        struct candidate *candidate = &grouping->candidates.items[grouping->candidate_of[s]];
        size_t root = root_of(grouping->parent, s);
        if (grouping->size[root] <= candidate->size) continue;
        candidate->size = grouping->size[root];
        candidate->root = root;
    }
    const size_t *sets = sets_of_groups(grouping);
    for (size_t c = 0; c < grouping->candidates.count; c++) {
        struct candidate *candidate = &grouping->candidates.items[c];
        candidate->group = NO_GROUP;
        if (candidate->size < 2 || candidate->size == doc->stages.count) continue;
        size_t spelled;
        sg_str title = readable_name(&doc->arena, candidate->written, grouping->spellings, &spelled);
        sg_str name = arena_copy(&doc->arena, candidate->word); /* as it may be of a pattern, which is not kept */
        candidate->group = group_named(grouping, name, title, SG_FACT_INFERRED);
        candidate->rule = rule;
        if (sets[c] == NO_SET) continue;
        sg_str of = grouping->families.alternatives->sets.items[sets[c]].of;
        candidate->rule = arena_printf(&doc->arena, "alternatives of %.*s", STR_ARG(of));
    }
    for (size_t s = 0; s < doc->stages.count; s++) {
        size_t c = grouping->candidate_of[s];
        if (c == NO_GROUP || root_of(grouping->parent, s) != grouping->candidates.items[c].root) continue;
        if (grouping->candidates.items[c].group == NO_GROUP) continue;
        grouping->group_of[s] = grouping->candidates.items[c].group;
        grouping->rule_of[s] = grouping->candidates.items[c].rule;
    }
}

/* Two stages are all of them, or none. */
static void guess_groups(struct group_builder *grouping, const struct alternatives *alternatives) {
    if (grouping->doc->stages.count < 3) return;
    grouping->families = families_of(grouping->temp, grouping->doc, alternatives);
    grouping->around = find_neighbours(grouping->temp, grouping->doc, grouping->families.alternatives);
    families_by_first(&grouping->families, grouping->group_of);
    find_candidates(grouping);
    connect_all(grouping);
    make_groups(grouping, STR("first part of the names"));
    families_by_last(&grouping->families, grouping->group_of);
    find_candidates(grouping);
    connect_all(grouping);
    make_groups(grouping, STR("last part of the names"));
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
        stage->group_rule = grouping->rule_of[s];
    }
}

void annotate_groups(struct arena *temp, sg_doc *doc, const struct alternatives *alternatives,
                     const struct declared *declared, const struct spellings *spellings) {
    size_t count = doc->stages.count;
    struct group_builder grouping = {.doc = doc, .temp = temp, .spellings = spellings};
    grouping.rule_of = arena_array(temp, sg_str, count);
    grouping.size = arena_array(temp, size_t, count);
    grouping.group_of = arena_array(temp, size_t, count);
    grouping.candidate_of = arena_array(temp, size_t, count);
    grouping.parent = arena_array(temp, size_t, count);
    for (size_t s = 0; s < count; s++) {
        struct fact group = declared[s].group;
        grouping.group_of[s] = group.text.ptr ? group_named(&grouping, group.text, group.text, group.source) : NO_GROUP;
    }
    guess_groups(&grouping, alternatives);
    fill_groups(&grouping, declared);
}
