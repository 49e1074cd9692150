/* History alignment: one image's history, cut along the FROM chain of the stage that it was built from, tells the size
 * of every stage of the chain, of the external base, and of what each instruction adds.
 *
 * BuildKit adds one entry for every instruction but ONBUILD (dockerfile2llb/convert.go, commitToHistory); the legacy
 * builder counts ONBUILD too; triggers of the parent stage add theirs. It fails closed: no match, no number. */
#ifndef SIZE_ALIGN_H
#define SIZE_ALIGN_H

#include "graph/graph.h"
#include "size/source.h"

/* One stage of the chain. */
struct aligned_stage {
    size_t stage;
    int64_t total;         /* of an image that ended here; -1 unknown */
    int64_t added;         /* by its own instructions and the triggers that it runs; -1 unknown */
    int64_t *instructions; /* by instruction of the stage: bytes that it adds; -1 unknown */
};

struct alignment {
    bool fits;                   /* the whole chain was found in the history */
    struct aligned_stage *chain; /* the image's stage first, then its parents; empty unless it fits */
    size_t count;
    int64_t base;      /* of the external image below the chain; 0 for scratch; -1 unknown */
    size_t line;       /* unless it fits: of the instruction that has no entry, 0 if entries are left over */
    sg_str created_by; /* unless it fits: the entry that stands there instead, or ptr == NULL */
};

struct alignment align_history(struct arena *arena, const sg_doc *doc, size_t stage, const struct image_record *image);

#endif
