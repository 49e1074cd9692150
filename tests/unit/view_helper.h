/* Views of Dockerfiles, and their nodes and edges as one line of text. */
#ifndef TESTS_UNIT_VIEW_HELPER_H
#define TESTS_UNIT_VIEW_HELPER_H

#include "helper.h"
#include "scene/scene.h"
#include "view/view.h"

struct fixture {
    sg_doc *doc;
    sg_options *options;
    const struct view *view;
};

/* The view of a document under the same options; done() frees both. */
struct fixture view_of(void **state, const char *text, const char *words);
void done(struct fixture *fixture);

/* Lines as "t:Title p:Purpose", nodes separated by " | ": kind letter, id, lines. */
const char *nodes_of(void **state, const struct view *view);
/* "from a>b x2 r3!": count if not 1, ranks if not 1, ! for a forward edge. */
const char *edges_of(void **state, const struct view *view);

#endif
