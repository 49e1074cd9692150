/* What the parts of the view builder share. */
#ifndef VIEW_BUILD_H
#define VIEW_BUILD_H

#include "base/map.h"
#include "view/view.h"

#define NO_NODE ((size_t)-1)

struct view_builder {
    struct arena *arena;
    const sg_doc *doc;
    const sg_options *options;
    struct view *view;
    LIST(struct view_node) nodes;
    LIST(struct view_cluster) clusters;
    LIST(struct view_edge) edges;
    size_t *node_of_stage; /* NO_NODE: not drawn */
    struct map sources;    /* images, URLs and contexts that have a node; see external_node() */
    struct map ids;        /* ids in use */
    struct map edge_index; /* merged edges */
    bool sized;            /* some stage has a size: the others show that theirs is unknown */
};

/* label lines, tooltip and marks of a stage's node */
void stage_node(struct view_builder *builder, const struct stage *stage, struct view_node *node);
/* all edges, and nodes of what comes from outside */
void view_edges(struct view_builder *builder);
/* view_node.rank and view_edge.ranks */
void view_ranks(struct view_builder *builder);
void view_legend(struct view_builder *builder);
/* base, with a number behind it if it is taken */
sg_str view_unique_id(struct view_builder *builder, sg_str base);
/* Whether an image has a node of its own, shared or not. */
bool view_separate(const struct view_builder *builder, sg_str image);

#endif
