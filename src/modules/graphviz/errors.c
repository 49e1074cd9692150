/* From Graphviz's complaints, which arrive in fragments, to the first error's text. */
#include "modules/graphviz/graphviz.h"

/* Where the hook writes: Graphviz passes it no pointer of ours. Guarded by the module's lock. */
static struct buf *complaints;

/* agusererrf takes const char * in some versions and char * in others. */
static int complain(char *fragment) {
    buf_text(complaints, fragment);
    return 0;
}

static int complain_const(const char *fragment) {
    buf_text(complaints, fragment);
    return 0;
}

void errors_begin(struct buf *message) {
    complaints = message;
    agreseterrors();
    agseterr(AGWARN);
    agseterrf(_Generic((agusererrf)0, int (*)(const char *) : complain_const, default : complain));
}

/* The line that starts with "Error: ", else the first line. */
static sg_str first_error(sg_str text) {
    sg_str first = {0}, line;
    while (text.len) {
        str_cut(text, '\n', &line, &text);
        line = str_trim_ascii(line);
        if (str_starts(line, STR("Error: "))) return str_skip(line, 7);
        if (!first.len) first = line;
    }
    return first;
}

bool errors_end(struct buf *message) {
    agseterrf(NULL);
    complaints = NULL;
    bool good = agreseterrors() == 0;
    sg_str error = good ? (sg_str){0} : first_error(buf_str(message));
    if (error.len) memmove(message->ptr, error.ptr, error.len);
    message->len = error.len;
    return good;
}
