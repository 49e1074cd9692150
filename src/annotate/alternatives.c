/* Alternatives: stages that fit a name with a variable in it (docs/annotations.md). */
#include "annotate/alternatives.h"

#include "annotate/name.h"

/* A stage's name is cut into at most so many parts, and longer ones fit nothing: each pair of cuts is looked up. */
enum { NAME_LIMIT = 120, CUTS_LIMIT = 14 };

struct finder {
    struct arena *arena;
    const sg_doc *doc;
    struct alternatives *found;
    struct map patterns; /* "prefix\nsuffix" → set */
    struct map prefixes; /* those of patterns */
    struct map args;     /* global ones → the last of the name */
};

/* ---- patterns ---- */

static bool name_byte(char c) {
    return ascii_alnum(c) || c == '-' || c == '_' || c == '.';
}

/* The end of the variable at a "$", and its name; *usual: "x" of "${V:-x}". */
static size_t variable_end(sg_str text, size_t at, sg_str *name, sg_str *usual) {
    bool braces = at + 1 < text.len && text.ptr[at + 1] == '{';
    size_t start = at + 1 + braces, end = start, depth = 1;
    while (end < text.len && (ascii_alnum(text.ptr[end]) || text.ptr[end] == '_')) end++;
    *name = str_slice(text, start, end);
    if (!braces) return end;
    start = end;
    for (; end < text.len && depth; end++) {
        depth += text.ptr[end] == '{';
        depth -= text.ptr[end] == '}';
    }
    sg_str rest = str_slice(text, start, end - 1);
    if (str_starts(rest, STR(":-"))) *usual = str_skip(rest, 2);
    return end;
}

/* Only what can be the name of a stage: most variables are versions of images. */
static bool read_pattern(sg_str text, struct alternative_set *set) {
    size_t first = str_find(text, '$'), end = first;
    for (size_t at = 0; at < text.len;) {
        sg_str name = {0};
        if (text.ptr[at] != '$') {
            if (!name_byte(text.ptr[at++])) return false;
            continue;
        }
        end = at = variable_end(text, at, &name, &set->usual);
        if (!name.len) return false;
        if (!set->variable.ptr) set->variable = name;
    }
    set->prefix = str_slice(text, 0, first);
    set->suffix = str_skip(text, end);
    return first < text.len && set->prefix.len + set->suffix.len;
}

static sg_str pattern_key(struct arena *arena, sg_str prefix, sg_str suffix) {
    return arena_printf(arena, "%.*s\n%.*s", STR_ARG(prefix), STR_ARG(suffix));
}

static sg_str trimmed(sg_str name) {
    while (name.len && !ascii_alnum(name.ptr[0])) name = str_skip(name, 1);
    while (name.len && !ascii_alnum(name.ptr[name.len - 1])) name.len--;
    return name;
}

static sg_str usual_value(struct finder *finder, sg_str variable) {
    const sg_doc *doc = finder->doc;
    if (!finder->args.count)
        for (size_t a = 0; a < doc->args.count; a++) map_put(finder->arena, &finder->args, doc->args.items[a].name, a);
    const size_t *known = map_get(&finder->args, variable);
    return known ? doc->args.items[*known].value : (sg_str){0};
}

static void new_set(struct finder *finder, struct alternative_set set, sg_str key) {
    struct arena *arena = finder->arena;
    sg_str before = trimmed(set.prefix), after = trimmed(set.suffix);
    set.of = before.len && after.len ? arena_printf(arena, "%.*s-%.*s", STR_ARG(before), STR_ARG(after))
             : before.len            ? before
                                     : after;
    sg_str usual = usual_value(finder, set.variable);
    if (usual.len) set.usual = usual;
    set.platform = str_listed("TARGETARCH TARGETOS TARGETVARIANT BUILDARCH BUILDOS BUILDVARIANT", set.variable);
    map_put(arena, &finder->patterns, key, finder->found->sets.count);
    map_put(arena, &finder->prefixes, set.prefix, 1);
    LIST_ADD(arena, &finder->found->sets) = set;
}

static void add_pattern(struct finder *finder, sg_str text, size_t stage, size_t line) {
    struct alternative_set set = {.line = line, .consumer = stage};
    if (text.len > NAME_LIMIT || !read_pattern(text, &set)) return;
    set.prefix = arena_lower(finder->arena, set.prefix);
    set.suffix = arena_lower(finder->arena, set.suffix);
    sg_str key = pattern_key(finder->arena, set.prefix, set.suffix);
    const size_t *known = map_get(&finder->patterns, key);
    size_t index = known ? *known : finder->found->sets.count;
    if (!known) new_set(finder, set, key);
    struct alternative_set *kept = &finder->found->sets.items[index];
    kept->last = stage;
    if (kept->consumer != stage) kept->consumer = NO_STAGE;
    LIST_ADD(finder->arena, &finder->found->picks) = (struct pick){index, stage};
}

/* The value of "from=" in a flag: --from=x, --mount=type=bind,from=x,… */
static sg_str flag_source(sg_str flag) {
    if (str_starts(flag, STR("--from="))) return str_skip(flag, 7);
    if (!str_starts(flag, STR("--mount="))) return (sg_str){0};
    for (sg_str rest = str_skip(flag, 8), field; rest.len;) {
        str_cut(rest, ',', &field, &rest);
        if (str_starts(field, STR("from="))) return str_skip(field, 5);
    }
    return (sg_str){0};
}

static void find_patterns(struct finder *finder) {
    for (size_t s = 0; s < finder->doc->stages.count; s++) {
        const struct stage *stage = &finder->doc->stages.items[s];
        sg_str base = stage->public.base_raw;
        if (str_has(base, '$')) add_pattern(finder, base, s, stage->public.line);
        for (size_t i = 0; i < stage->public.instruction_count; i++) {
            const struct instruction *instruction = &stage->instructions[i];
            for (size_t f = 0; f < instruction->flags.count; f++) {
                sg_str flag = instruction->flags.items[f].text;
                if (str_has(flag, '$')) add_pattern(finder, flag_source(flag), s, instruction->public.line);
            }
        }
    }
}

/* ---- stages that fit ---- */

/* Where a name may be cut: around each of its separators, and at its ends. 0: too many. */
static size_t cuts_of(sg_str name, size_t *cuts) {
    size_t count = 0;
    cuts[count++] = 0;
    for (size_t i = 0; i < name.len; i++) {
        if (ascii_alnum(name.ptr[i])) continue;
        if (count + 3 > CUTS_LIMIT) return 0;
        if (cuts[count - 1] < i) cuts[count++] = i;
        cuts[count++] = i + 1;
    }
    if (cuts[count - 1] < name.len) cuts[count++] = name.len;
    return count;
}

/* The pattern that fits with the fewest bytes left for the value, of those in whose reach the stage is. */
static void fit(struct finder *finder, size_t s, const size_t *picked_at) {
    sg_str name = finder->doc->stages.items[s].public.name;
    size_t cuts[CUTS_LIMIT], count = name.len <= NAME_LIMIT ? cuts_of(name, cuts) : 0;
    size_t best = 0;
    for (size_t p = 0; p < count; p++) {
        if (!map_get(&finder->prefixes, str_slice(name, 0, cuts[p]))) continue;
        for (size_t q = p + 1; q < count; q++) {
            size_t fixed = cuts[p] + name.len - cuts[q];
            if (fixed <= best) continue;
            char key[NAME_LIMIT + 1];
            memcpy(key, name.ptr, cuts[p]);
            key[cuts[p]] = '\n';
            memcpy(key + cuts[p] + 1, name.ptr + cuts[q], name.len - cuts[q]);
            const size_t *known = map_get(&finder->patterns, (sg_str){key, fixed + 1});
            if (!known || picked_at[*known] == s + 1 || finder->found->sets.items[*known].last <= s) continue;
            best = fixed;
            finder->found->set_of[s] = *known;
            finder->found->values[s] = str_slice(name, cuts[p], cuts[q]);
        }
    }
}

/* Values that say no more than whether. */
static bool yes_or_no(sg_str value) {
    return str_listed("true false 0 1 on off yes no enabled disabled", value);
}

static bool certain(const struct alternative_set *set, sg_str value) {
    return set->platform ? platform_words(value) : yes_or_no(value) || str_eq_nocase(value, set->usual);
}

/* Stages that something else takes from, too: they are rather what alternatives are made of. */
static bool *used_otherwise(struct finder *finder, size_t *picked_at) {
    const sg_doc *doc = finder->doc;
    const struct alternatives *found = finder->found;
    bool *used = arena_array(finder->arena, bool, doc->stages.count);
    for (size_t s = 0, p = 0; s < doc->stages.count; s++) {
        const struct stage *stage = &doc->stages.items[s];
        for (; p < found->picks.count && found->picks.items[p].stage == s; p++)
            picked_at[found->picks.items[p].set] = doc->stages.count + s + 1;
        for (size_t e = stage->first_edge; e < stage->first_edge + stage->edge_count; e++) {
            const sg_edge *edge = &doc->edges.items[e].public;
            if (edge->source_kind != SG_SOURCE_STAGE) continue;
            size_t set = found->set_of[edge->source_stage];
            if (set != NO_SET && picked_at[set] != doc->stages.count + s + 1) used[edge->source_stage] = true;
        }
    }
    return used;
}

static sg_str known_value(const struct finder *finder, size_t stage) {
    const struct alternatives *found = finder->found;
    const struct alternative_set *set = &found->sets.items[found->set_of[stage]];
    return pattern_key(finder->arena, set->variable, trimmed(found->values[stage]));
}

/* A value that is one in some pattern is one in each that has the variable: "debian" of build-base-debian, which
 * others take from, as there is build-debian. */
static void keep_certain(struct finder *finder, const bool *used) {
    struct alternatives *found = finder->found;
    struct map values = {0};
    size_t count = finder->doc->stages.count;
    for (int pass = 0; pass < 2; pass++)
        for (size_t s = 0; s < count; s++) {
            if (found->set_of[s] == NO_SET) continue;
            const struct alternative_set *set = &found->sets.items[found->set_of[s]];
            bool sure = certain(set, found->values[s]) || (!used[s] && !set->platform);
            if (pass == 0 && sure) map_put(finder->arena, &values, known_value(finder, s), 1);
            if (pass == 1 && !sure && (set->platform || !map_get(&values, known_value(finder, s))))
                found->set_of[s] = NO_SET;
        }
    for (size_t s = 0; s < count; s++)
        if (found->set_of[s] != NO_SET) found->sets.items[found->set_of[s]].members++;
    for (size_t s = 0; s < count; s++) { /* one alone needs a value that says of itself that there are others */
        if (found->set_of[s] == NO_SET) continue;
        const struct alternative_set *set = &found->sets.items[found->set_of[s]];
        if (set->members < 2 && !set->platform && !yes_or_no(found->values[s])) found->set_of[s] = NO_SET;
    }
}

struct alternatives *alternatives_of(struct arena *arena, const sg_doc *doc) {
    struct finder finder = {.arena = arena, .doc = doc};
    struct alternatives none = {0}, *found;
    finder.found = &none;
    find_patterns(&finder);
    if (!none.sets.count) return NULL;
    found = finder.found = arena_one(arena, struct alternatives);
    *found = none;
    found->set_of = arena_array(arena, size_t, doc->stages.count);
    found->values = arena_array(arena, sg_str, doc->stages.count);
    size_t *picked_at = arena_array(arena, size_t, found->sets.count);
    for (size_t s = 0, p = 0; s < doc->stages.count; s++) {
        found->set_of[s] = NO_SET;
        for (; p < found->picks.count && found->picks.items[p].stage == s; p++)
            picked_at[found->picks.items[p].set] = s + 1;
        if (doc->stages.items[s].public.name.ptr) fit(&finder, s, picked_at);
    }
    keep_certain(&finder, used_otherwise(&finder, picked_at));
    return found;
}

/* ---- words ---- */

/* "dev" of dev-systemd-${SYSTEMD}: the variable is named anyway. */
static sg_str without_variable(sg_str of, sg_str variable) {
    sg_str last = name_last(of);
    return last.len < of.len && str_eq_nocase(last, variable) ? trimmed(str_slice(of, 0, of.len - last.len)) : of;
}

/* A name such as "stage" says nothing: then it is who takes it. */
static sg_str variants_of(const sg_doc *doc, const struct alternative_set *set) {
    bool empty =
        str_eq(name_last(set->of), set->of) && (ordering_word(set->of) || str_eq_nocase(set->of, set->variable));
    if (!empty || set->consumer == NO_STAGE) return set->of;
    const sg_stage *consumer = &doc->stages.items[set->consumer].public;
    if (consumer->name.ptr) return consumer->name;
    return set->consumer + 1 == doc->stages.count ? STR("the final image") : set->of;
}

/* ARG base=scratch, FROM ${base} and nothing else: a place for what a --build-arg or a --build-context brings. */
static struct phrase override_phrase(const struct guess *guess, const sg_stage *stage) {
    struct alternative_set set = {0};
    sg_str raw = stage->base_raw;
    if (!str_starts(raw, STR("$")) || stage->instruction_count || !str_eq(stage->base, STR("scratch")))
        return (struct phrase){0};
    size_t end = variable_end(raw, 0, &set.variable, &set.usual);
    if (end != raw.len || !set.variable.len || set.variable.len > 60) return (struct phrase){0};
    sg_str text = arena_printf(guess->arena, "Empty unless %.*s is given", STR_ARG(set.variable));
    return (struct phrase){text, STR("alternatives"), stage->line};
}

struct phrase alternative_phrase(const struct guess *guess, const struct alternatives *alternatives,
                                 const struct stage *stage) {
    const sg_stage *public = &stage->public;
    if (!alternatives || alternatives->set_of[public->index] == NO_SET) return override_phrase(guess, public);
    const struct alternative_set *set = &alternatives->sets.items[alternatives->set_of[public->index]];
    sg_str value = trimmed(alternatives->values[public->index]), of = variants_of(guess->doc, set);
    if (!value.len || !of.len || value.len + of.len + set->variable.len > 100) return (struct phrase){0};
    bool empty = str_eq(public->base, STR("scratch")) && !public->instruction_count;
    const char *lead = empty ? "Empty: " : "";
    sg_str text = arena_printf(guess->arena, "%s%.*s variant of %.*s", lead, STR_ARG(value), STR_ARG(of));
    if (yes_or_no(value)) {
        of = without_variable(of, set->variable);
        text = arena_printf(guess->arena, "%s%.*s with %.*s=%.*s", lead, STR_ARG(of), STR_ARG(set->variable),
                            STR_ARG(value));
    }
    return (struct phrase){text, STR("alternatives"), set->line};
}

struct phrase picked_phrase(const struct guess *guess, const struct stage *stage) {
    struct alternative_set set = {0};
    if (stage->base_stage == NO_STAGE || !read_pattern(stage->public.base_raw, &set)) return (struct phrase){0};
    sg_str base = stage_word(guess->arena, &guess->doc->stages.items[stage->base_stage].public);
    sg_str text = arena_printf(guess->arena, "%.*s, picked by %.*s", STR_ARG(base), STR_ARG(set.variable));
    return (struct phrase){text, STR("FROM with a variable"), stage->public.line};
}
