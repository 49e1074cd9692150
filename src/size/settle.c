/* Which of the sizes that the sources give counts, and the note that says what the numbers are. */
#include "size/size.h"

static sg_size declared(int64_t bytes) {
    return (sg_size){.total = bytes, .delta = -1, .method = SG_SIZE_DECLARED};
}

/* Nothing that was copied is nothing that is known. */
static sg_size at_least(int64_t bytes) {
    if (bytes <= 0) return SIZE_UNKNOWN;
    return (sg_size){.total = bytes, .delta = -1, .method = SG_SIZE_CONTEXT, .basis = SG_BASIS_FILES};
}

/* From the stage's own image, else from one that was built on it. */
sg_size size_measured(const sg_doc *doc, size_t s) {
    const struct stage_sizes *sizes = &doc->sizes[s];
    const struct aligned_stage *cut = sizes->disputed ? NULL : sizes->cut;
    const struct image_record *image = sizes->image ? sizes->image : cut ? sizes->cut_of : NULL;
    sg_size size = SIZE_UNKNOWN;
    size.total = sizes->image ? sizes->image->total : cut ? cut->total : -1;
    if (size.total < 0) return SIZE_UNKNOWN;
    size.delta = cut && !sizes->stale ? cut->added : -1;
    size.method = SG_SIZE_MEASURED;
    size.basis = image->basis;
    size.ref = image->ref;
    if (sizes->image) size.image_id = image->id;
    size.platform = image->platform;
    return size;
}

/* An image whose history does not fit still adds something to its parent's image, if it was built on that. */
static void subtract_parent(sg_doc *doc, size_t s) {
    const struct stage_sizes *sizes = &doc->sizes[s];
    sg_size *size = &doc->stages.items[s].public.size;
    size_t parent = doc->stages.items[s].base_stage;
    if (size->method != SG_SIZE_MEASURED || size->delta >= 0 || sizes->stale || parent == NO_STAGE) return;
    const struct image_record *image = sizes->image, *below = doc->sizes[parent].image;
    bool built_on = image && below && image->layer_count && below->layer_count && image->basis == below->basis;
    if (built_on && below->total >= 0 && image->total >= below->total) size->delta = image->total - below->total;
}

static sg_size settled(const sg_doc *doc, size_t s) {
    const struct stage_sizes *sizes = &doc->sizes[s];
    const struct stated_size *stated = &doc->stages.items[s].stated_size;
    if (sizes->forced.bytes >= 0) return declared(sizes->forced.bytes);
    sg_size size = size_measured(doc, s);
    if (size_known(&size)) return size;
    if (stated->bytes >= 0) return declared(stated->bytes);
    return sizes->bound ? at_least(sizes->bound->total) : SIZE_UNKNOWN;
}

static void settle_instructions(sg_doc *doc, size_t s) {
    const struct stage_sizes *sizes = &doc->sizes[s];
    struct stage *stage = &doc->stages.items[s];
    for (size_t i = 0; i < stage->public.instruction_count; i++) {
        sg_instruction *instruction = &stage->instructions[i].public;
        int64_t bytes = sizes->cut && !sizes->disputed ? sizes->cut->instructions[i] : -1;
        if (!instruction->layer) continue;
        if (bytes < 0) {
            instruction->size = sizes->bound ? at_least(sizes->bound->instructions[i]) : SIZE_UNKNOWN;
            continue;
        }
        instruction->size = (sg_size){
            bytes, -1, SG_SIZE_MEASURED, sizes->cut_of->basis, sizes->cut_of->ref, {0}, sizes->cut_of->platform};
    }
}

/* ---- edges ---- */

/* An ADD may take several URLs, and files as well: its layer belongs to no edge alone then. */
static bool takes_all(const struct edge *edge, const struct instruction *instruction) {
    return edge->public.kind == SG_EDGE_COPY || (instruction->args.count == 2 && !instruction->heredoc_count);
}

/* What the edge's instructions add to the consumer: unknown if one of them is. */
static void settle_edge(sg_doc *doc, struct edge *edge) {
    const struct stage *stage = &doc->stages.items[edge->public.stage];
    sg_size sum = SIZE_UNKNOWN;
    bool copies = edge->public.kind != SG_EDGE_FROM && edge->public.kind != SG_EDGE_MOUNT;
    edge->public.size = SIZE_UNKNOWN;
    if (!copies || edge->public.onbuild || !doc->sizes[edge->public.stage].cut) return;
    for (size_t i = 0; i < edge->step_count; i++) {
        const struct instruction *instruction = stage->steps[edge->steps[i]].instruction;
        if (!takes_all(edge, instruction)) return;
        const sg_size *size = &instruction->public.size;
        if (size->method != SG_SIZE_MEASURED) return;
        if (i == 0) sum = *size;
        else if (size->total > INT64_MAX - sum.total) return;
        else sum.total += size->total;
    }
    edge->public.size = sum;
}

/* ---- the note ---- */

static void note(sg_doc *doc, struct text *text, sg_str words) {
    if (str_find_str(text_str(text), words) < text->len) return;
    if (text->len) text_put(&doc->arena, text, STR("; "));
    text_put(&doc->arena, text, words);
}

static void note_size(sg_doc *doc, const sg_size *size, sg_str measured_by, struct text *text) {
    static const char *const bases[] = {"", "files in layers", "layers as tar streams", "layers on disk",
                                        "compressed layers"};
    if (size->method == SG_SIZE_DECLARED) note(doc, text, STR("~ as declared"));
    if (size->method == SG_SIZE_CONTEXT) note(doc, text, STR("\xE2\x89\xA5 what the build context gives"));
    if (size->method == SG_SIZE_REGISTRY) note(doc, text, STR("compressed: layers as the registry has them"));
    if (size->method != SG_SIZE_MEASURED) return;
    sg_str by = measured_by.len ? arena_join(&doc->arena, STR(", "), measured_by) : STR("");
    sg_str on = size->platform.len ? arena_join(&doc->arena, STR(", "), size->platform) : STR("");
    note(doc, text, arena_printf(&doc->arena, "%s%.*s%.*s", bases[size->basis], STR_ARG(by), STR_ARG(on)));
}

static void make_note(sg_doc *doc, sg_str measured_by) {
    struct text text = {0};
    for (size_t s = 0; s < doc->stages.count; s++)
        note_size(doc, &doc->stages.items[s].public.size, measured_by, &text);
    for (size_t i = 0; i < doc->images.count; i++) note_size(doc, &doc->images.items[i].size, measured_by, &text);
    doc->size_note = text.len ? text_str(&text) : (sg_str){0};
}

void sizes_settle(sg_doc *doc, sg_str measured_by) {
    for (size_t s = 0; s < doc->stages.count; s++) {
        doc->stages.items[s].public.size = settled(doc, s);
        subtract_parent(doc, s);
        settle_instructions(doc, s);
    }
    for (size_t e = 0; e < doc->edges.count; e++) settle_edge(doc, &doc->edges.items[e]);
    make_note(doc, measured_by);
}
