/* Text for labels: clean, wrapped, cut. */
#ifndef VIEW_LABEL_H
#define VIEW_LABEL_H

#include "base/arena.h"

/* In columns; tooltips, which have all that is cut from a label, in characters. */
enum { TITLE_WIDTH = 60, IMAGE_WIDTH = 36, TOOLTIP_LENGTH = 1000 };

struct label_lines {
    sg_str *items;
    size_t count, capacity;
};

/* Valid UTF-8 on one line: control characters and direction overrides become spaces, what nobody sees is left out, the ends
 * are trimmed. */
sg_str label_clean(struct arena *arena, sg_str text);
/* The same with runs of white space as one space each. */
sg_str label_one_line(struct arena *arena, sg_str text);
/* A text as lines of `width` columns, wherever its author broke them. */
void label_flow(struct arena *arena, sg_str text, size_t width, struct label_lines *lines);
/* A purpose as lines. An author's own breaks stay if no line is blank or wider than 40 columns; else the words flow. */
void label_wrap(struct arena *arena, sg_str text, size_t width, struct label_lines *lines);
/* At most `width` columns: "…" stands for what is cut from the middle, or from the end. */
sg_str label_middle(struct arena *arena, sg_str text, size_t width);
sg_str label_end(struct arena *arena, sg_str text, size_t width);
/* An image reference or a URL in at most `width` columns: without "https://", a digest by its first digits. If that is
 * too long, no query, then fewer parts of the path, and of a long part rather its start is cut than its end. */
sg_str label_reference(struct arena *arena, sg_str text, size_t width);
/* At most `most` characters, for tooltips. */
sg_str label_limit(struct arena *arena, sg_str text, size_t most);

#endif
