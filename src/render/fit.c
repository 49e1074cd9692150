/* From the measures of a layout to what a reader sees of it. */
#include "render/fit.h"

#include "render/dot.h"

#include <math.h>

static const double PIXELS = 96.0 / 72; /* in a point */
/* Purposes of so many pixels read well, and those smaller than SMALL are hard to read. */
static const double READABLE = 12, SMALL = 10;
/* So many lines cross in the simplest of pictures, as it were: from none to one is no great difference. */
static const double EASY = 5;

static double scale_in(struct place place, const struct layout_measures *measures) {
    double width = measures->width * PIXELS;
    return width > place.width ? place.width / width : 1;
}

static double text_size(struct place place, const struct layout_measures *measures) {
    return BODY_SIZE * PIXELS * scale_in(place, measures);
}

static size_t faults(struct place place, const struct layout_measures *measures) {
    bool tall = measures->height * PIXELS * scale_in(place, measures) > place.height;
    return measures->backward + measures->faults + tall;
}

bool fit_reads(struct place place, const struct layout_measures *measures) {
    return text_size(place, measures) >= READABLE && !faults(place, measures);
}

/* The smaller the text, the more its size counts: half of it is worth 32 times fewer crossings where it cannot be read,
 * and four times where it can; beyond READABLE it gains nothing. */
static double worth(struct place place, const struct layout_measures *measures) {
    double size = fmin(text_size(place, measures), READABLE), small = size < SMALL ? size / SMALL : 1;
    return size * size * small * small * small / (EASY + (double)measures->crossings);
}

bool fit_better(struct place place, const struct layout_measures *other, const struct layout_measures *measures) {
    size_t wrong = faults(place, measures), other_wrong = faults(place, other);
    if (wrong != other_wrong) return other_wrong < wrong;
    double value = worth(place, measures), other_value = worth(place, other);
    return fabs(value - other_value) > 1e-6 * value ? other_value > value : other->length < measures->length;
}

bool fit_place(const sg_options *options, struct place *place) {
    long width, height;
    bool wanted = option_box(option_text(options, OPT_fit), &width, &height);
    if (wanted) *place = (struct place){(double)width, (double)height};
    return wanted;
}
