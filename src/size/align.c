/* History alignment: what the chain of stages says has to be in the history is laid out in a row, oldest first, and then
 * compared with the history from the newest end. */
#include "size/align.h"

#include "size/created_by.h"

/* A step of a stage of the chain, and what is found of it. */
struct row {
    const struct step *step;
    size_t link; /* of the chain: index into alignment.chain */
    struct shell shell;
    size_t entry; /* its history entry, or NO_ENTRY */
};

#define NO_ENTRY ((size_t)-1)

struct aligner {
    struct arena *arena;
    const sg_doc *doc;
    const struct image_record *image;
    LIST(struct row) rows;
    size_t *chain, chain_count;
    size_t bottom, top; /* history entries of the chain: from, to */
    struct alignment *result;
};

static const struct stage *stage_of(const struct aligner *aligner, size_t link) {
    return &aligner->doc->stages.items[aligner->chain[link]];
}

/* ---- what has to be there ---- */

/* A stage that a build context replaces runs nothing, and has nothing below it that we know. */
static void find_chain(struct aligner *aligner, size_t stage) {
    aligner->chain = arena_array(aligner->arena, size_t, aligner->doc->stages.count);
    for (size_t s = stage; s != NO_STAGE; s = aligner->doc->stages.items[s].base_stage)
        aligner->chain[aligner->chain_count++] = s;
}

static void add_rows(struct aligner *aligner, size_t link, struct shell *shell, const struct stage *stage) {
    for (size_t i = 0; i < stage->step_count; i++) {
        const struct step *step = &stage->steps[i];
        if (step->instruction->keyword == KEYWORD_SHELL) shell->words = &step->instruction->args;
        LIST_ADD(aligner->arena, &aligner->rows) = (struct row){step, link, *shell, NO_ENTRY};
    }
}

static bool from_scratch(const struct stage *stage) {
    return stage->base_stage == NO_STAGE && !stage->public.replaced && str_eq(stage->public.base, STR("scratch"));
}

static void find_rows(struct aligner *aligner) {
    struct shell shell = {NULL, from_scratch(stage_of(aligner, aligner->chain_count - 1))};
    for (size_t link = aligner->chain_count; link-- > 0;) {
        const struct stage *stage = stage_of(aligner, link);
        if (!stage->public.replaced) add_rows(aligner, link, &shell, stage);
    }
}

/* ---- what is there ---- */

/* `docker build --label` of the legacy builder and Buildah add LABELs to the target, as if they stood at its end. How
 * many there are beyond the stage's own. */
static size_t added_labels(const struct aligner *aligner) {
    size_t labels = 0, known = 0;
    for (size_t i = aligner->image->history_count; i-- > 0; labels++) {
        struct created_by entry = created_by_read(aligner->image->history[i].created_by);
        if (!entry.nop || entry.keyword != KEYWORD_LABEL || aligner->image->history[i].size > 0) break;
    }
    for (size_t i = aligner->rows.count; i-- > 0; known++)
        if (aligner->rows.items[i].step->instruction->keyword != KEYWORD_LABEL) break;
    return labels > known ? labels - known : 0;
}

/* BuildKit leaves no trace of ONBUILD, the others do. */
static bool onbuild_fits(const struct created_by *entry, const struct instruction *onbuild) {
    return entry->nop && entry->keyword == KEYWORD_ONBUILD && !onbuild->broken;
}

static bool refuse(struct aligner *aligner, size_t line, size_t left) {
    aligner->result->line = line;
    if (left) aligner->result->created_by = aligner->image->history[left - 1].created_by;
    return false;
}

/* From the newest end. */
static bool find_entries(struct aligner *aligner) {
    const struct history_entry *history = aligner->image->history;
    size_t left = aligner->top = aligner->image->history_count - added_labels(aligner);
    for (size_t i = aligner->rows.count; i-- > 0;) {
        struct row *row = &aligner->rows.items[i];
        const struct instruction *instruction = row->step->instruction;
        bool optional = instruction->keyword == KEYWORD_ONBUILD && !instruction->broken, fits = false;
        if (left) {
            struct created_by entry = created_by_read(history[left - 1].created_by);
            fits = optional ? onbuild_fits(&entry, instruction) : created_by_fits(&entry, instruction, row->shell);
        }
        if (fits) row->entry = --left;
        else if (!optional) return refuse(aligner, step_line(stage_of(aligner, row->link), row->step), left);
    }
    aligner->bottom = left;
    const struct stage *oldest = stage_of(aligner, aligner->chain_count - 1);
    if (from_scratch(oldest)) return !left || refuse(aligner, 0, left);
    return left || oldest->public.replaced || refuse(aligner, oldest->public.line, 0);
}

/* ---- sizes ---- */

/* Unknown if one of them is, or if the sum is out of range. */
static int64_t plus(int64_t a, int64_t b) {
    return a < 0 || b < 0 || a > INT64_MAX - b ? -1 : a + b;
}

static int64_t sum(const struct aligner *aligner, size_t from, size_t to) {
    int64_t total = 0;
    for (size_t i = from; i < to; i++) total = plus(total, aligner->image->history[i].size);
    return total;
}

/* Metadata has no bytes. If it has, the builder put all of the stage into one layer (buildah build --layers=false), and
 * its entries tell nothing of single instructions. */
static bool is_metadata(enum keyword keyword) {
    return keyword != KEYWORD_RUN && keyword != KEYWORD_COPY && keyword != KEYWORD_ADD && keyword != KEYWORD_WORKDIR;
}

static void size_stage(struct aligner *aligner, size_t link, size_t from, size_t to) {
    struct aligned_stage *stage = &aligner->result->chain[link];
    size_t own = stage_of(aligner, link)->public.instruction_count, at = 0;
    bool merged = stage_of(aligner, link)->public.replaced;
    stage->stage = aligner->chain[link];
    stage->instructions = arena_array(aligner->arena, int64_t, own);
    for (size_t i = from; i < to; i++) {
        const struct row *row = &aligner->rows.items[i];
        int64_t size = row->entry == NO_ENTRY ? 0 : aligner->image->history[row->entry].size;
        stage->added = plus(stage->added, size);
        merged |= size > 0 && is_metadata(row->step->instruction->keyword);
        if (!row->step->trigger) stage->instructions[at++] = size < 0 ? -1 : size;
    }
    for (size_t i = 0; merged && i < own; i++) stage->instructions[i] = -1;
}

static void size_chain(struct aligner *aligner) {
    struct alignment *result = aligner->result;
    size_t from = 0, to = 0;
    result->chain = arena_array(aligner->arena, struct aligned_stage, aligner->chain_count);
    result->count = aligner->chain_count;
    result->base = sum(aligner, 0, aligner->bottom);
    result->chain[0].added = sum(aligner, aligner->top, aligner->image->history_count);
    int64_t total = result->base;
    for (size_t link = aligner->chain_count; link-- > 0; from = to) {
        while (to < aligner->rows.count && aligner->rows.items[to].link == link) to++;
        size_stage(aligner, link, from, to);
        total = result->chain[link].total = plus(total, result->chain[link].added);
    }
}

struct alignment align_history(struct arena *arena, const sg_doc *doc, size_t stage, const struct image_record *image) {
    struct alignment result = {.base = -1};
    struct aligner aligner = {.arena = arena, .doc = doc, .image = image, .result = &result};
    if (stage >= doc->stages.count || !image->history_count) return result;
    find_chain(&aligner, stage);
    find_rows(&aligner);
    result.fits = find_entries(&aligner);
    if (result.fits) size_chain(&aligner);
    return result;
}
