/* Bars: how much of the largest size each measured one is, what a stage has from its base and what it adds. */
#include "size/size.h"
#include "view/build.h"

enum { WHOLE = 1000 };

/* NULL unless both parts were measured. */
static const sg_size *measured(const struct view_builder *builder, const struct view_node *node) {
    if (node->kind != NODE_STAGE) return NULL;
    const sg_size *size = &stage_at(builder, node->stage)->size;
    bool known = size->method == SG_SIZE_MEASURED && size->delta >= 0 && size->delta <= size->total;
    return known ? size : NULL;
}

/* Never nothing of something. */
static unsigned part(int64_t bytes, int64_t largest) {
    unsigned thousandths = (unsigned)((double)bytes * WHOLE / (double)largest + 0.5);
    return bytes && !thousandths ? 1 : thousandths;
}

void view_bars(struct view_builder *builder) {
    int64_t largest = 0;
    size_t count = 0;
    if (option_on(builder->options, OPT_no_size)) return;
    for (size_t n = 0; n < builder->nodes.count; n++) {
        const sg_size *size = measured(builder, &builder->nodes.items[n]);
        count += size != NULL;
        if (size && size->total > largest) largest = size->total;
    }
    builder->view->has_bars = largest && count > 1; /* one alone says nothing */
    for (size_t n = 0; n < builder->nodes.count && builder->view->has_bars; n++) {
        struct view_node *node = &builder->nodes.items[n];
        const sg_size *size = measured(builder, node);
        if (size) node->bar = (struct view_bar){part(size->total - size->delta, largest), part(size->delta, largest)};
    }
}
