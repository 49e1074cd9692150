/* Images → what they say of every stage that went into them. */
#include "size/size.h"

void sizes_take_image(sg_doc *doc, size_t stage, const struct image_record *image) {
    doc->sizes[stage].image = image;
}

void sizes_take_registry(sg_doc *doc, size_t index, const struct image_record *record) {
    sg_image *image = &doc->images.items[index];
    if (record->total < 0 || size_known(&image->size)) return;
    image->size = (sg_size){.total = record->total,
                            .delta = -1,
                            .method = SG_SIZE_REGISTRY,
                            .basis = record->basis,
                            .ref = record->ref,
                            .image_id = record->id,
                            .platform = record->platform};
}

void sizes_take_context(sg_doc *doc, size_t stage, const struct context_bound *bound) {
    doc->sizes[stage].bound = bound;
}

/* ---- what does not fit ---- */

/* Of the instruction in that line of the stage or one of its parents. */
static size_t instruction_at(const sg_doc *doc, size_t stage, size_t line) {
    for (size_t left = doc->stages.count; stage != NO_STAGE && left--; stage = doc->stages.items[stage].base_stage) {
        const struct stage *at = &doc->stages.items[stage];
        for (size_t i = 0; i < at->public.instruction_count; i++)
            if (at->instructions[i].public.line == line) return at->instructions[i].offset;
    }
    return NOWHERE;
}

static void report_misfit(sg_doc *doc, size_t stage, const struct image_record *image,
                          const struct alignment *alignment) {
    enum { SHOWN = 60 };
    sg_str ref = image->ref, found = str_slice(alignment->created_by, 0, SHOWN);
    size_t offset =
        alignment->line ? instruction_at(doc, stage, alignment->line) : doc->stages.items[stage].from->offset;
    sg_str what = !alignment->line
                      ? arena_printf(&doc->arena, "below its first instruction there is more: \"%.*s\"", STR_ARG(found))
                  : found.ptr
                      ? arena_printf(&doc->arena, "in the place of this instruction it has \"%.*s\"", STR_ARG(found))
                      : STR("it ends before this instruction");
    diag_add(&doc->diags, DIAG_SIZE_MISFIT, 0, offset, STR_ARG(ref), STR_ARG(what));
}

static void report_stale(sg_doc *doc, size_t stage, size_t parent) {
    struct stage_sizes *sizes = &doc->sizes[stage];
    if (!sizes->stale)
        diag_add(&doc->diags, DIAG_SIZE_STALE, 0, doc->stages.items[stage].from->offset, STR_ARG(sizes->image->ref),
                 STR_ARG(doc->sizes[parent].image->ref));
    sizes->stale = true;
}

static void report_dispute(sg_doc *doc, sg_str what, size_t stage, const struct image_record *a,
                           const struct image_record *b) {
    diag_add(&doc->diags, DIAG_SIZE_DISPUTED, 0, doc->stages.items[stage].from->offset, STR_ARG(a->ref),
             STR_ARG(b->ref), STR_ARG(what));
}

bool sizes_guess_image(sg_doc *doc, size_t stage, const struct image_record *image) {
    struct alignment alignment = align_history(&doc->arena, doc, stage, image);
    if (alignment.fits) sizes_take_image(doc, stage, image);
    else report_misfit(doc, stage, image, &alignment);
    return alignment.fits;
}

/* ---- what each image says ---- */

static bool same_size(int64_t a, int64_t b) {
    return a < 0 || b < 0 || a == b;
}

/* What the image of `child` says of one stage of its chain. */
static void offer(sg_doc *doc, size_t child, const struct aligned_stage *cut) {
    struct stage_sizes *sizes = &doc->sizes[cut->stage];
    const struct image_record *image = doc->sizes[child].image;
    if (cut->stage == child || (!sizes->image && !sizes->cut)) {
        sizes->cut = cut;
        sizes->cut_of = image;
    } else if (sizes->image) {
        bool comparable = sizes->image->basis == image->basis;
        if (comparable && !same_size(cut->total, sizes->image->total)) report_stale(doc, child, cut->stage);
    } else if (sizes->cut_of->basis == image->basis && !same_size(cut->total, sizes->cut->total) && !sizes->disputed) {
        sizes->disputed = true;
        report_dispute(doc, stage_word(&doc->arena, &doc->stages.items[cut->stage].public), cut->stage, sizes->cut_of,
                       image);
    }
}

static void offer_base(sg_doc *doc, size_t stage, int64_t total, const struct image_record *image,
                       const struct image_record **told_by) {
    sg_image *base = stage_base_image(doc, &doc->stages.items[stage]);
    if (!base || base->scratch || total < 0) return;
    const struct image_record **by = &told_by[base - doc->images.items];
    sg_size size = {total, -1, SG_SIZE_MEASURED, image->basis, image->ref, {0}, image->platform};
    if (!*by) {
        base->size = size;
        *by = image;
    } else if (size_known(&base->size) && base->size.basis == image->basis && base->size.total != total) {
        report_dispute(doc, base->ref, stage, *by, image);
        base->size = SIZE_UNKNOWN;
    }
}

static bool has_prefix(const struct image_record *image, const struct image_record *parent) {
    for (size_t i = 0; i < parent->layer_count; i++)
        if (i >= image->layer_count || !str_eq(image->layers[i], parent->layers[i])) return false;
    return true;
}

/* An image whose parent was built again since has other layers below its own. */
static void check_parent(sg_doc *doc, size_t stage) {
    const struct image_record *image = doc->sizes[stage].image;
    size_t parent = doc->stages.items[stage].base_stage;
    for (size_t left = doc->stages.count; parent != NO_STAGE && left--; parent = doc->stages.items[parent].base_stage) {
        const struct image_record *below = doc->sizes[parent].image;
        if (!below) continue;
        if (image->layer_count && below->layer_count && !has_prefix(image, below)) report_stale(doc, stage, parent);
        return;
    }
}

void sizes_align(sg_doc *doc) {
    const struct image_record **told_by = arena_array(&doc->arena, const struct image_record *, doc->images.count);
    for (size_t s = 0; s < doc->stages.count; s++) {
        const struct image_record *image = doc->sizes[s].image;
        if (!image) continue;
        check_parent(doc, s);
        if (!image->history_count) continue;
        struct alignment alignment = align_history(&doc->arena, doc, s, image);
        if (!alignment.fits) report_misfit(doc, s, image, &alignment);
        for (size_t i = 0; i < alignment.count; i++) offer(doc, s, &alignment.chain[i]);
        if (alignment.count)
            offer_base(doc, alignment.chain[alignment.count - 1].stage, alignment.base, image, told_by);
    }
}
