/* The block structure of Markdown, a line at a time, as far as it tells what a line is: text of a code block, or a place
 * where HTML may stand. CommonMark 0.31, section 4 and 5; the rules are those that cmark's open_new_blocks() follows. */
#ifndef INJECT_MARKDOWN_H
#define INJECT_MARKDOWN_H

#include "base/str.h"

/* What is nested deeper is text: a line costs as many steps as there are containers around it. */
enum { MOST_CONTAINERS = 100 };

enum markdown_dialect {
    DIALECT_COMMONMARK,
    DIALECT_MDX /* which knows neither indented code nor HTML, so that what stands in JSX may be indented */
};

struct markdown_container {
    bool quote;     /* "> "; else an item of a list */
    bool empty;     /* an item that has nothing in it yet */
    size_t columns; /* by which what belongs to an item is indented */
};

enum markdown_leaf { LEAF_NONE, LEAF_PARAGRAPH, LEAF_FENCE, LEAF_CODE, LEAF_HTML };

/* What is open behind a line; all zero at the start of a document. A plain value: a copy of it can try a line. */
struct markdown {
    enum markdown_dialect dialect;
    enum markdown_leaf leaf;
    char fence; /* '`' or '~' */
    size_t fence_length;
    int html; /* the kind of an HTML block: 1 to 7, as in section 4.6 */
    size_t depth;
    struct markdown_container open[MOST_CONTAINERS];
};

/* Whether something that starts here takes the rest of a line for itself, as an HTML block of one line does. */
typedef bool markdown_claim(sg_str rest);

/* Reads a line, without its line end. True: claim() took it, and *at is where; that is asked where no code, open comment, or
 * open <pre>, <script>, <style> or <textarea> would make it text. */
bool markdown_line(struct markdown *markdown, sg_str line, markdown_claim *claim, size_t *at);
/* The line of text at *rest, which is moved behind it. line_end: "\n", "\r\n", "\r", or "" behind the last one. */
sg_str markdown_next(sg_str *rest, sg_str *line_end);

#endif
