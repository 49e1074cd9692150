/* Views as text. */
#include "view_helper.h"

struct fixture view_of(void **state, const char *text, const char *words) {
    struct fixture fixture = {document(text, words), options_from(words), NULL};
    fixture.view = view_make(*state, scene_of(*state, fixture.doc), fixture.options, &fixture.doc->diags);
    return fixture;
}

void done(struct fixture *fixture) {
    sg_free(fixture->doc);
    sg_options_free(fixture->options);
}

const char *nodes_of(void **state, const struct view *view) {
    struct text out = {0};
    for (size_t i = 0; i < view->node_count; i++) {
        const struct view_node *node = &view->nodes[i];
        text_put(*state, &out,
                 arena_printf(*state, "%s%c %.*s", i ? " | " : "", "SGIUC"[node->kind], STR_ARG(node->id)));
        for (size_t l = 0; l < node->line_count; l++)
            text_put(*state, &out,
                     arena_printf(*state, " %c:%.*s", "tpwnlbs"[node->lines[l].role], STR_ARG(node->lines[l].text)));
    }
    return text_of(state, text_str(&out));
}

const char *edges_of(void **state, const struct view *view) {
    static const char *const kinds[] = {"from", "copy", "mount", "git", "http"};
    struct text out = {0};
    for (size_t i = 0; i < view->edge_count; i++) {
        const struct view_edge *e = &view->edges[i];
        text_put(*state, &out,
                 arena_printf(*state, "%s%s %.*s>%.*s", i ? ", " : "", kinds[e->kind], STR_ARG(view->nodes[e->from].id),
                              STR_ARG(view->nodes[e->to].id)));
        if (e->count != 1) text_put(*state, &out, arena_printf(*state, " x%zu", e->count));
        if (e->ranks != 1) text_put(*state, &out, arena_printf(*state, " r%zu", e->ranks));
        if (e->marks & MARK_FORWARD) text_put(*state, &out, STR("!"));
    }
    return text_of(state, text_str(&out));
}
