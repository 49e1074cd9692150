/* Which of several layouts of a picture reads best in the place that it is for. */
#ifndef RENDER_FIT_H
#define RENDER_FIT_H

#include "base/module.h"
#include "options/options.h"

/* In CSS pixels: where the picture is shown. It is never enlarged. */
struct place {
    double width, height;
};

/* The place that --fit names; false for "none". */
bool fit_place(const sg_options *options, struct place *place);
/* Text that is large enough, and nothing wrong. */
bool fit_reads(struct place place, const struct layout_measures *measures);
/* Whether `other` is better than what is there: fewer faults, then larger text and fewer crossings, then shorter
 * lines. */
bool fit_better(struct place place, const struct layout_measures *other, const struct layout_measures *measures);

#endif
