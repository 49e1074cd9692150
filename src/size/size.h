/* The sizes of stages, images and edges: what each source says, and which of them counts.
 *
 * Precedence (docs/sizes.md): --size · measured in an image · for outside images a registry · a directive or the
 * annotations file · what is copied from the build context, as a lower bound. Otherwise a size is unknown. */
#ifndef SIZE_SIZE_H
#define SIZE_SIZE_H

#include "size/align.h"
#include "size/context.h"

/* What the sources say of one stage. */
struct stage_sizes {
    struct stated_size forced;        /* by --size */
    size_t stated_line;               /* of the stage's stated_size; 0: nobody stated one */
    const struct image_record *image; /* its own image; NULL if there is none */
    const struct image_record
        *cut_of;                     /* the image whose history tells the rest: its own, or that of a stage above it */
    const struct aligned_stage *cut; /* what that history says; NULL if nothing does */
    bool disputed;                   /* the images of several stages contain different builds of it */
    bool stale;                      /* its image was not built from that of its parent */
    const struct context_bound *bound; /* what it copies from the build context; NULL: nobody looked */
};

/* Makes every size unknown, then takes in what was stated in the file, the annotations and by --size. */
void sizes_state(sg_doc *doc);

/* Which images are to be measured. */
struct size_wish {
    size_t stage;
    sg_str ref;
    bool named;            /* by --image: it has to be there */
    size_t source, offset; /* of the option, for diagnostics */
};
struct size_wishes {
    struct size_wish *items;
    size_t count, capacity;
};
/* --image and --image-template, one for each stage at most; unknown stages are reported. */
struct size_wishes sizes_wishes(sg_doc *doc);
/* Images by what they are called: by a name, or the digest of the image. One that is added later comes before those
 * that were. */
struct image_index {
    struct map exact, familiar;
};
void image_index_add(struct arena *arena, struct image_index *index, const struct image_record *image, size_t place);
/* The place of the image that a reference means, or NULL. */
const size_t *image_index_find(struct arena *arena, const struct image_index *index, sg_str ref);

/* The image that was built from a stage. Images live as long as the document. */
void sizes_take_image(sg_doc *doc, size_t stage, const struct image_record *image);
/* The same for one that was probably built from that stage: it is taken if its history fits, else that is reported. */
bool sizes_guess_image(sg_doc *doc, size_t stage, const struct image_record *image);
/* Aligns the images taken in and tells what they say of every stage; what does not fit is reported. */
void sizes_align(sg_doc *doc);
/* What registries say of doc->images; images[i].total < 0 is nothing. */
void sizes_take_registry(sg_doc *doc, size_t image, const struct image_record *record);
/* What a stage copies from the build context. */
void sizes_take_context(sg_doc *doc, size_t stage, const struct context_bound *bound);
/* Decides between the sources, and makes doc->size_note. Names are what the sources are called, or empty. */
void sizes_settle(sg_doc *doc, sg_str measured_by);

/* What the images say of one stage, whatever else is said of it. */
sg_size size_measured(const sg_doc *doc, size_t stage);

/* --check-sizes and --budget: an error for each stated size or budget that does not hold, or cannot be told. */
void sizes_check(sg_doc *doc);

/* "360 MB (+210 MB)" measured · "~150 MB declared" · "45 MB compressed" · "≥ 700 kB"; empty if unknown. Blanks are U+00A0. */
sg_str size_text(struct arena *arena, const sg_size *size);
/* The same in full, for tooltips: "359,983,572 bytes of files, measured in app:http". */
sg_str size_in_full(struct arena *arena, const sg_size *size);

#define SIZE_UNKNOWN ((sg_size){.total = -1, .delta = -1})
static inline bool size_known(const sg_size *size) {
    return size->method != SG_SIZE_UNKNOWN;
}

#endif
