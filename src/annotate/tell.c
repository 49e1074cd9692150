/* Deeds → a purpose of at most two phrases (docs/purposes.md). */
#include "annotate/deeds.h"

enum { LONG_PHRASE = 90 };

struct telling {
    const struct guess *guess;
    const struct stage *stage;
    struct deeds deeds;
    struct names products; /* what others take, by name */
    bool taken;            /* others take something */
};

/* ---- words ---- */

/* "%s" are the names, "%p" is the program, "%b" is "is" or "are". */
static sg_str filled(struct arena *arena, const char *phrase, const struct names *names, size_t most, sg_str program) {
    struct text out = {0};
    sg_str text = str_from(phrase);
    for (size_t at; (at = str_find(text, '%')) < text.len; text = str_skip(text, at + 2)) {
        text_put(arena, &out, str_slice(text, 0, at));
        char what = at + 1 < text.len ? text.ptr[at + 1] : '\0';
        if (what == 's') text_put(arena, &out, names_listed(arena, names, most));
        if (what == 'p') text_put(arena, &out, program_name(program));
        if (what == 'b') text_put(arena, &out, names->count > 1 ? STR("are") : STR("is"));
    }
    text_put(arena, &out, text);
    return text_done(arena, &out);
}

static sg_str phrase_of_row(struct arena *arena, const struct purpose_row *row, const struct names *names,
                            sg_str program) {
    bool named = names->count && *row->phrase;
    const char *phrase = named ? row->phrase : row->bare;
    if (!*phrase) return (sg_str){0};
    if (!strchr(phrase, '%')) return str_from(phrase);
    sg_str text = filled(arena, phrase, names, 3, program);
    return text.len > LONG_PHRASE ? filled(arena, phrase, names, 1, program) : text;
}

static sg_str rule_of(struct arena *arena, const struct deed *deed) {
    if (!deed->row) return deed->script ? STR("name of the script") : STR("file that is written");
    sg_str subcommand = str_from(deed->row->subcommands);
    subcommand = str_slice(subcommand, 0, str_find(subcommand, ' '));
    struct text rule = {0};
    text_put(arena, &rule, STR("purpose.def: "));
    text_put(arena, &rule, program_name(deed->program));
    if (subcommand.len) text_put(arena, &rule, STR(" "));
    text_put(arena, &rule, subcommand);
    return text_str(&rule);
}

/* ---- products ---- */

static bool has_name(const struct names *names, sg_str name) {
    for (size_t i = 0; i < names->count; i++)
        if (str_eq(names->items[i], name)) return true;
    return false;
}

static size_t count_kind(const struct telling *telling, enum deed_kind kind) {
    size_t count = 0;
    for (size_t i = 0; i < telling->deeds.count; i++) count += telling->deeds.items[i].kind == kind;
    return count;
}

/* The one thing that a stage fetched from which this one starts or takes its sources; ptr == NULL if there are more. */
static sg_str source_elsewhere(const struct telling *telling) {
    const struct stage *stage = telling->stage;
    sg_str found = {0};
    for (size_t e = 0; telling->guess->fetched && e < stage->edge_count; e++) {
        const sg_edge *edge = &telling->guess->doc->edges.items[stage->first_edge + e].public;
        if (edge->source_kind != SG_SOURCE_STAGE || edge->forward) continue;
        const struct names *names = &telling->guess->fetched[edge->source_stage];
        for (size_t i = 0; i < names->count; i++) {
            if (found.ptr && !str_eq(found, path_base(names->items[i]))) return (sg_str){0};
            found = path_base(names->items[i]);
        }
    }
    return found;
}

/* "WORKDIR /src/lens": what is built there, if it is no word for where things lie. */
static sg_str folder_product(const struct telling *telling) {
    sg_str folder = telling->deeds.folder;
    if (!folder.len || str_listed("node rust builder user ubuntu gradle swift dotnet java jdk go", folder))
        return (sg_str){0};
    if (str_ends(folder, STR("-build"))) folder.len -= 6;
    return product_of_path(folder);
}

/* What was fetched and is built: the one thing, or the clones; archives beside them are tools or data. */
static void add_clones(const struct telling *telling, struct names *names) {
    const struct names *fetched = &telling->deeds.fetched;
    bool several = fetched->count > 1;
    if (several && (fetched->count > 4 || telling->deeds.context)) return;
    for (size_t i = 0; i < fetched->count; i++)
        if (!several || str_has(fetched->items[i], '/'))
            names_add(telling->guess->arena, names, path_base(fetched->items[i]));
}

/* What a build is the build of: what leaves, else what the command says, else the sources that were fetched for it. */
static struct names products_of(const struct telling *telling, const struct deed *deed) {
    struct arena *arena = telling->guess->arena;
    if (!deed->row) return deed->names;
    bool nameless = deed->row->naming == NAME_PROGRAM;
    bool makes = deed->kind == DEED_BUILD || deed->kind == DEED_WEB ||
                 (deed->kind == DEED_PACKAGE && *deed->row->phrase && !deed->names.count);
    if (!makes || nameless || !strstr(deed->row->phrase, "%s")) return deed->names;
    struct names both = {0};
    for (size_t i = 0; i < deed->names.count; i++)
        if (has_name(&telling->products, deed->names.items[i])) names_add(arena, &both, deed->names.items[i]);
    if (both.count) return both;
    bool alone = count_kind(telling, DEED_BUILD) == 1;
    bool web = deed->kind == DEED_WEB; /* of which files leave, but no program */
    if (!web && telling->products.count && (alone || !deed->names.count)) return telling->products;
    if (!deed->names.count && deed->in_clone) add_clones(telling, &both);
    if (!deed->names.count && !both.count && !telling->deeds.context)
        names_add(arena, &both, source_elsewhere(telling));
    if (!deed->names.count && !both.count) names_add(arena, &both, folder_product(telling));
    return deed->names.count ? deed->names : both;
}

/* Whether a file that was written goes to another stage, itself or in a folder. */
static bool is_written_for_others(const struct telling *telling, const struct deed *deed) {
    const struct consumers *index = telling->guess->consumers;
    size_t s = telling->stage->public.index;
    for (size_t i = index->start[s]; i < index->start[s + 1]; i++) {
        const sg_edge *edge = &telling->guess->doc->edges.items[index->edges[i]].public;
        for (size_t p = 0; p < edge->path_count; p++)
            for (size_t f = 0; f < edge->paths[p].source_count; f++) {
                sg_str taken = edge->paths[p].sources[f];
                while (taken.len > 1 && taken.ptr[taken.len - 1] == '/') taken.len--;
                if (taken.len > 1 && (str_starts(deed->path, taken) || has_name(&deed->names, path_base(taken))))
                    return true;
            }
    }
    return false;
}

/* ---- scripts ---- */

/* "build-sqlite.sh" is "Builds sqlite", "build.sh" "Builds with build.sh"; what says nothing is run while building. */
static sg_str script_phrase(const struct telling *telling, const struct deed *deed) {
    struct arena *arena = telling->guess->arena;
    sg_str rest, file = deed->names.count ? deed->names.items[0] : path_base(deed->program);
    const struct script_verb *verb = script_verb_of(deed->program, &rest);
    if (!verb) return arena_printf(arena, "Runs %.*s while building", STR_ARG(names_listed(arena, &deed->names, 2)));
    struct names things = {0};
    for (size_t i = 0; i < deed->names.count; i++)
        if (script_verb_of(deed->names.items[i], &rest) && rest.len && product_of_path(rest).ptr)
            names_add(arena, &things, rest);
    if (things.count) return arena_printf(arena, "%s %.*s", verb->verb, STR_ARG(names_joined(arena, &things)));
    sg_str path = str_skip(deed->program, str_starts(deed->program, STR("./")) ? 2 : 0);
    bool says = str_starts(path_base(file), str_from(verb->lead)); /* else its folder does */
    sg_str called = says || path.len > 40 ? file : path;
    size_t count;
    if (purpose_rows_of(called, &count)) called = deed->program; /* "./make" is not make */
    if (telling->products.count && verb->kind == DEED_BUILD)
        return arena_printf(arena, "%s %.*s with %.*s", verb->verb, STR_ARG(names_listed(arena, &telling->products, 3)),
                            STR_ARG(called));
    return arena_printf(arena, "%s with %.*s", verb->verb, STR_ARG(called));
}

/* ---- a phrase for each deed ---- */

static sg_str build_and_test(struct arena *arena, sg_str text, bool tests) {
    if (!tests || !str_starts(text, STR("Builds "))) return text;
    return arena_join(arena, STR("Builds and tests "), str_skip(text, 7));
}

static sg_str deed_words(const struct telling *telling, const struct deed *deed) {
    struct arena *arena = telling->guess->arena;
    if (deed->script) return script_phrase(telling, deed);
    if (deed->kind == DEED_WRITE) {
        bool touch = str_eq(deed->program, STR("touch"));
        return deed->names.count ? filled(arena, touch ? "Creates %s" : "Writes %s", &deed->names, 3, deed->program)
                                 : (sg_str){0};
    }
    if (!deed->row)
        return filled(arena, deed->names.count ? "Generates %s with Python" : "Runs a Python script while building",
                      &deed->names, 3, deed->program);
    if (deed->phrase)
        return deed->names.count ? filled(arena, deed->phrase, &deed->names, 3, deed->program) : (sg_str){0};
    struct names names = products_of(telling, deed);
    if (!names.count && deed->kind == DEED_FETCH) names = telling->products;
    return build_and_test(arena, phrase_of_row(arena, deed->row, &names, deed->program), telling->deeds.tests);
}

static sg_str deed_text(const struct telling *telling, struct deed *deed) {
    if (!deed->worded) deed->text = deed_words(telling, deed);
    deed->worded = true;
    return deed->text;
}

static struct phrase deed_phrase(const struct telling *telling, struct deed *deed) {
    sg_str text = deed_text(telling, deed);
    if (!text.len) return (struct phrase){0};
    size_t line = deed->instruction ? deed->instruction->public.line : telling->stage->public.line;
    return (struct phrase){text, rule_of(telling->guess->arena, deed), line};
}

/* ---- what is told first ---- */

/* Tests and linters lead only where nobody takes anything, or where they are all that happens. */
static bool checks_lead(const struct telling *telling) {
    return !telling->taken && !telling->stage->public.is_target;
}

static bool is_kind_told(const struct telling *telling, enum deed_kind kind) {
    if (kind != DEED_TEST && kind != DEED_LINT) return kind > DEED_START && kind <= DEED_SCRIPT;
    return checks_lead(telling) || !(count_kind(telling, DEED_BUILD) + count_kind(telling, DEED_PACKAGE));
}

/* The order in which kinds are asked: checks first where they lead. */
static struct deed *strongest(const struct telling *telling) {
    static const enum deed_kind leading[] = {DEED_TEST, DEED_LINT, DEED_CHECK};
    for (size_t k = 0; checks_lead(telling) && k < COUNT(leading); k++)
        for (size_t i = 0; i < telling->deeds.count; i++)
            if (telling->deeds.items[i].kind == leading[k]) return &telling->deeds.items[i];
    for (int kind = DEED_BUILD; kind <= DEED_SCRIPT && telling->deeds.count; kind++) {
        if (!is_kind_told(telling, (enum deed_kind)kind)) continue;
        for (size_t i = 0; i < telling->deeds.count; i++) {
            struct deed *deed = &telling->deeds.items[i];
            if (deed->kind == (enum deed_kind)kind && deed_text(telling, deed).len) return deed;
        }
    }
    return NULL;
}

/* A second phrase adds what the first does not imply. */
static bool adds(const struct telling *telling, const struct deed *first, const struct deed *second) {
    bool other_names = second->names.count && second->row;
    switch ((int)first->kind) {
    case DEED_BUILD:
        return (second->kind == DEED_BUILD && other_names && first->names.count + telling->products.count) ||
               second->kind == DEED_WEB;
    case DEED_WEB: return second->kind == DEED_WEB && other_names;
    case DEED_TEST:
    case DEED_LINT: return second->kind == DEED_TEST || second->kind == DEED_LINT;
    case DEED_DEPENDENCIES: return second->kind == DEED_DEPENDENCIES || (second->kind == DEED_FETCH && other_names);
    case DEED_TOOL: return (second->kind == DEED_TOOL || second->kind == DEED_FETCH) && other_names;
    case DEED_FETCH: return second->kind == DEED_FETCH && other_names;
    default: return false;
    }
}

static struct deed *second_to(const struct telling *telling, const struct deed *first) {
    for (int kind = DEED_BUILD; kind <= DEED_SCRIPT; kind++)
        for (size_t i = 0; i < telling->deeds.count; i++) {
            struct deed *deed = &telling->deeds.items[i];
            if (deed->kind == (enum deed_kind)kind && deed != first && adds(telling, first, deed)) return deed;
        }
    return NULL;
}

static struct phrase joined(const struct telling *telling, struct phrase first, struct phrase second) {
    if (!first.text.len || !second.text.len || str_eq(first.text, second.text)) return first.text.len ? first : second;
    if (first.text.len + second.text.len > 120) return first;
    first.text = arena_printf(telling->guess->arena, "%.*s \xC2\xB7 %.*s", STR_ARG(first.text), STR_ARG(second.text));
    return first;
}

/* ---- comments of the author ---- */

static struct phrase remark_of(const struct telling *telling, const struct deed *deed) {
    struct names products = products_of(telling, deed);
    sg_str product = products.count ? products.items[0] : STR("");
    for (size_t i = 0; i < telling->deeds.count; i++) {
        const struct deed *other = &telling->deeds.items[i];
        if (other->kind != deed->kind || !other->instruction) continue;
        struct phrase remark = remark_above(telling->guess, telling->stage, other->instruction, deed->kind, product);
        if (remark.text.len) return remark;
    }
    return (struct phrase){0};
}

/* ---- small things ---- */

static struct phrase packages_remark(const struct telling *telling) {
    const struct instruction *by = telling->deeds.packages_by;
    return by ? remark_above(telling->guess, telling->stage, by, DEED_PACKAGES, STR("")) : (struct phrase){0};
}

static struct phrase packages_phrase(const struct telling *telling) {
    struct arena *arena = telling->guess->arena;
    struct names packages = deeds_packages(arena, &telling->deeds);
    const struct deeds *deeds = &telling->deeds;
    if (!packages.count) return (struct phrase){0};
    bool toolchain, libraries;
    struct names worth = packages_worth_naming(arena, &packages, &toolchain, &libraries), taken = {0};
    for (size_t i = 0; i < packages.count; i++)
        for (size_t p = 0; p < telling->products.count; p++)
            if (str_starts(telling->products.items[p], packages.items[i])) names_add(arena, &taken, packages.items[i]);
    if (taken.count) worth = taken;
    if (!worth.count) return (struct phrase){0};
    bool chain = toolchain && !taken.count;
    struct phrase base = chain || taken.count ? (struct phrase){0} : base_phrase(telling->guess, telling->stage);
    if (base.text.len) {
        sg_str names = names_listed(arena, &worth, 2);
        base.text = arena_printf(arena, "%.*s: %.*s", STR_ARG(base.text), STR_ARG(names));
        return base;
    }
    const char *installs = chain                       ? "Build toolchain (%s)"
                           : libraries && !taken.count ? "Installs libraries (%s)"
                                                       : "Installs %s";
    if (chain) worth = packages_toolchain(arena, &packages);
    return (struct phrase){filled(arena, installs, &worth, 2, STR("")), STR("packages"),
                           deeds->packages_by->public.line};
}

static struct phrase written_phrase(const struct telling *telling, bool only_taken) {
    for (size_t i = 0; i < telling->deeds.count; i++) {
        struct deed *deed = &telling->deeds.items[i];
        if (deed->kind != DEED_WRITE || (only_taken && !is_written_for_others(telling, deed))) continue;
        struct phrase remark = remark_of(telling, deed);
        return remark.text.len ? remark : deed_phrase(telling, deed);
    }
    return (struct phrase){0};
}

/* Files of the build context, where nothing else is known. */
static struct phrase context_phrase(const struct telling *telling) {
    struct arena *arena = telling->guess->arena;
    for (size_t i = 0; i < telling->stage->public.instruction_count; i++) {
        const struct instruction *copy = &telling->stage->instructions[i];
        bool copies = copy->keyword == KEYWORD_COPY || copy->keyword == KEYWORD_ADD;
        if (!copies || copy->broken || copy->heredoc_count || instruction_flag(copy, STR("from"), NULL).len) continue;
        struct names names = {0};
        for (size_t a = 0; a + 1 < copy->args.count; a++) {
            if (str_listed(". ./", copy->args.items[a].text))
                return (struct phrase){STR("Holds the sources"), STR("COPY"), copy->public.line};
            names_add(arena, &names, path_base(copy->args.items[a].text));
        }
        if (names.count)
            return (struct phrase){filled(arena, "Adds %s", &names, 3, STR("")), STR("COPY"), copy->public.line};
    }
    return (struct phrase){0};
}

/* removing: what only goes is told last of all. */
static struct phrase small_phrase(const struct telling *telling, bool removing) {
    const struct deeds *deeds = &telling->deeds;
    for (size_t i = 0; i < deeds->count; i++) {
        struct deed *deed = &deeds->items[i];
        if (deed->kind != DEED_PREPARE || str_eq(deed->program, STR("rm")) != removing) continue;
        struct phrase remark = remark_of(telling, deed);
        return remark.text.len ? remark : deed_phrase(telling, deed);
    }
    return (struct phrase){0};
}

static struct phrase prepared_phrase(const struct telling *telling) {
    const struct deeds *deeds = &telling->deeds;
    struct phrase small = small_phrase(telling, false);
    if (small.text.len) return small;
    if (!deeds->unknown.count) return (struct phrase){0};
    struct phrase remark = remark_above(telling->guess, telling->stage, deeds->unknown_by, DEED_SCRIPT, STR(""));
    if (remark.text.len) return remark;
    sg_str text = filled(telling->guess->arena, "Runs %s while building", &deeds->unknown, 2, STR(""));
    return (struct phrase){text, STR("command"), deeds->unknown_by->public.line};
}

static bool adds_nothing(const struct stage *stage) {
    for (size_t i = 0; i < stage->public.instruction_count; i++)
        if (stage->instructions[i].public.layer) return false;
    return true;
}

/* "slim with the files of build": an image of the file to which others' files are added. */
static struct phrase added_phrase(const struct telling *telling) {
    const struct stage *stage = telling->stage;
    const sg_doc *doc = telling->guess->doc;
    for (size_t e = 0; stage->base_stage != NO_STAGE && e < stage->edge_count; e++) {
        const struct edge *edge = &doc->edges.items[stage->first_edge + e];
        if (edge->public.kind != SG_EDGE_COPY || edge->public.source_kind != SG_SOURCE_STAGE) continue;
        if (edge->public.source_stage == stage->base_stage) continue;
        struct arena *arena = telling->guess->arena;
        sg_str base = stage_word(arena, &doc->stages.items[stage->base_stage].public);
        sg_str source = stage_word(arena, &doc->stages.items[edge->public.source_stage].public);
        return (struct phrase){arena_printf(arena, "%.*s with files of %.*s", STR_ARG(base), STR_ARG(source)),
                               STR("COPY --from"), edge->public.line_count ? edge->public.lines[0] : 0};
    }
    return (struct phrase){0};
}

static struct phrase same_phrase(const struct telling *telling) {
    const struct stage *stage = telling->stage;
    if (stage->base_stage == NO_STAGE) return (struct phrase){0};
    sg_str base = stage_word(telling->guess->arena, &telling->guess->doc->stages.items[stage->base_stage].public);
    bool number = ascii_digit(base.ptr[0]);
    return (struct phrase){arena_printf(telling->guess->arena, "Same as %s%.*s", number ? "stage " : "", STR_ARG(base)),
                           STR("FROM"), stage->public.line};
}

/* ---- the whole ---- */

/* Whether its image is used: nobody copies from it. */
static bool is_image(const struct telling *telling) {
    const struct consumers *index = telling->guess->consumers;
    size_t s = telling->stage->public.index;
    for (size_t i = index->start[s]; i < index->start[s + 1]; i++)
        if (telling->guess->doc->edges.items[index->edges[i]].public.kind != SG_EDGE_FROM) return false;
    return true;
}

/* What an image starts, and what it makes itself beside that. */
static struct phrase started(const struct telling *telling) {
    struct phrase start = is_image(telling) ? start_phrase(telling->guess, telling->stage) : (struct phrase){0};
    if (!start.text.len) return start;
    struct deed *deed = strongest(telling);
    bool made = deed && deed->kind <= DEED_WEB && deed->row && products_of(telling, deed).count;
    bool tells = made || (deed && deed->kind == DEED_DEPENDENCIES);
    return tells ? joined(telling, start, deed_phrase(telling, deed)) : start;
}

/* Tools of its own say less of an image that nobody builds on than what it has of other stages. */
static struct phrase held(const struct telling *telling, const struct deed *first) {
    bool weak = first->kind >= DEED_TOOL && !telling->taken;
    return weak ? holding_phrase(telling->guess, telling->stage) : (struct phrase){0};
}

/* Remembers the product of a build, for the stages that take its folder and do not say what is in it. */
static void keep_product(const struct telling *telling, const struct deed *deed) {
    if (deed->kind != DEED_BUILD || !deed->row || !telling->guess->made) return;
    struct names products = products_of(telling, deed);
    if (products.count == 1)
        telling->guess->made[telling->stage->public.index] = arena_copy(telling->guess->kept, products.items[0]);
}

static struct phrase done(const struct telling *telling) {
    struct deed *first = strongest(telling);
    if (!first) return (struct phrase){0};
    keep_product(telling, first);
    struct phrase holds = held(telling, first);
    if (holds.text.len) return holds;
    struct phrase remark = remark_of(telling, first);
    if (remark.text.len) return remark;
    struct deed *second = second_to(telling, first);
    return joined(telling, deed_phrase(telling, first), second ? deed_phrase(telling, second) : (struct phrase){0});
}

struct phrase tell_deeds(const struct guess *guess, const struct stage *stage,
                         const struct alternatives *alternatives) {
    struct telling telling = {.guess = guess, .stage = stage};
    telling.deeds = deeds_read(guess, stage);
    if (guess->fetched && telling.deeds.fetched.count)
        names_keep(guess->kept, &guess->fetched[stage->public.index], &telling.deeds.fetched);
    telling.products = products_taken(guess, stage, &telling.taken);
    struct phrase phrase = started(&telling);
    if (!phrase.text.len) phrase = done(&telling);
    if (!phrase.text.len) phrase = alternative_phrase(guess, alternatives, stage);
    if (!phrase.text.len) phrase = written_phrase(&telling, true);
    bool base = telling.taken && is_image(&telling); /* for others: what is installed says more than what is copied */
    if (!phrase.text.len) phrase = packages_remark(&telling);
    if (!phrase.text.len && base) phrase = packages_phrase(&telling);
    if (!phrase.text.len) phrase = holding_phrase(guess, stage);
    if (!phrase.text.len) phrase = packages_phrase(&telling);
    if (!phrase.text.len) phrase = written_phrase(&telling, false);
    bool nothing = adds_nothing(stage);
    if (!phrase.text.len && nothing) phrase = picked_phrase(guess, stage);
    if (!phrase.text.len) phrase = provider_phrase(guess, stage);
    if (!phrase.text.len) phrase = prepared_phrase(&telling);
    if (!phrase.text.len) phrase = context_phrase(&telling);
    if (!phrase.text.len) phrase = added_phrase(&telling);
    if (!phrase.text.len) phrase = small_phrase(&telling, true);
    return phrase.text.len || !nothing ? phrase : same_phrase(&telling);
}
