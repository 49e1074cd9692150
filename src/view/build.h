/* What the parts of the view builder share. */
#ifndef VIEW_BUILD_H
#define VIEW_BUILD_H

#include "base/map.h"
#include "scene/scene.h"
#include "view/view.h"

#define NO_NODE ((size_t)-1)
#define NO_GROUP ((size_t)-1)

/* What the options make of a group of the document. */
struct group_state {
    bool drawn;     /* as a cluster, or as one node */
    bool collapsed; /* as one node */
};

/* What an edge takes, as view_take() collects it. */
enum { TAKEN_MOST = 8 };

struct taken {
    sg_str names[TAKEN_MOST];
    size_t count;
    bool more;
};

struct view_builder {
    struct arena *arena; /* of the view */
    struct arena *temp;  /* of what is only needed to make it */
    struct arena *words; /* of what is only needed to make a node: reset when it is there */
    const struct scene *scene;
    const sg_options *options;
    struct diags *report;
    struct view *view;
    LIST(struct view_node) nodes;
    LIST(struct view_cluster) clusters;
    LIST(struct view_edge) edges;
    /* by stage of the scene, see select.c and unite.c */
    bool *shown;             /* drawn, alone or as part of a node */
    bool *focused;           /* named by --focus */
    const enum ships *ships; /* NULL without --ships */
    size_t *group_of;        /* the drawn group that it is in, or NO_GROUP */
    size_t *leader;          /* the first stage of the same node: itself for most */
    size_t *next;            /* the next stage of the same node, or NO_STAGE */
    size_t *node_of_stage;   /* NO_NODE: not drawn */
    struct group_state *groups;
    size_t hints;             /* how many were looked for, for unknown names */
    struct map sources;       /* images, URLs and contexts that have a node; see external_node() */
    struct map separate;      /* names of --images separate=NAME,…; see separate.c */
    struct map ids;           /* ids in use */
    struct map edge_index;    /* merged edges */
    LIST(struct taken) taken; /* of each of them, where that is told: see taken.c */
    size_t wrap, reference;   /* columns of a purpose, and of an image's name */
    bool rewraps;             /* --wrap was given: it wins over the line breaks of the author */
    size_t row_percent;       /* see struct view_shape */
    int64_t large;            /* bytes: --size-threshold */
};

/* The edges between stages, by node. */
struct stage_graph {
    size_t *start, *edges; /* indices of the edges out of node n: from edges[start[n]] to before edges[start[n + 1]] */
    size_t *incoming;      /* how many come in */
    size_t *order;         /* the nodes of stages, sources before consumers, without those of a cycle */
    size_t order_count;
};

/* The public half of a stage of the scene. */
static inline const sg_stage *stage_at(const struct view_builder *builder, size_t stage) {
    return &scene_stage(builder->scene, stage)->public;
}

/* For each stage what it needs, or with `consumers` who needs it: one array cut by `start`. */
struct neighbours {
    size_t *start, *stages;
};
struct neighbours view_neighbours(struct arena *arena, const struct scene *scene, bool consumers);

/* shown, focused and groups; unknown names are reported */
void view_select(struct view_builder *builder);
/* group_of, leader and next */
void view_unite(struct view_builder *builder);
/* label lines, tooltip and marks of the node of a stage, or of several that `leader` is the first of */
void stage_node(struct view_builder *builder, size_t stage, struct view_node *node);
void stages_node(struct view_builder *builder, size_t leader, struct view_node *node);
/* --ships: the marks of a stage, those of two as one, and of the nodes of what comes from outside */
unsigned view_ships_marks(const struct view_builder *builder, size_t stage);
unsigned view_ships_join(unsigned marks, unsigned other);
void view_ships_outside(struct view_builder *builder);
/* --link for a stage: a URL of nothing but the characters that a URL may have; empty without */
sg_str view_link(struct view_builder *builder, size_t stage);
/* all edges, and nodes of what comes from outside */
void view_edges(struct view_builder *builder);
/* Whether the picture tells what edges take; names are added to `taken`, and are lines of an edge at last. */
bool view_tells_taken(const struct view_builder *builder);
void view_take(struct view_builder *builder, struct taken *taken, const sg_edge *edge);
void view_taken_lines(struct view_builder *builder, const struct taken *taken, struct view_edge *edge);
/* view_node.bar */
void view_bars(struct view_builder *builder);
/* view_node.rank and view_edge.ranks */
void view_ranks(struct view_builder *builder);
/* The same for a picture that would be too wide; false if it is not. */
bool view_spread(struct view_builder *builder, const struct stage_graph *graph);
/* Whether groups take from each other in a circle. */
bool view_tangled(struct view_builder *builder);
void view_legend(struct view_builder *builder);
/* base, with a number behind it if it is taken */
sg_str view_unique_id(struct view_builder *builder, sg_str base);
/* An option names what is not there: shown where it stands, on the command line or among the defaults of the annotations
 * file. */
void view_unknown_name(struct view_builder *builder, enum diag_id id, enum option_id option, sg_str name, sg_str hint);
/* Whether --group shows a group. */
bool view_shows_group(const sg_options *options, const sg_group *group);
/* "ghcr.io/acme/python:3.12" → "python" */
sg_str view_short_name(sg_str ref);
/* "--images separate=alpine,node" → builder->separate; names of no image are reported. */
void view_read_separate(struct view_builder *builder);
/* Whether an image has a node for each stage that takes from it. */
bool view_separate(const struct view_builder *builder, sg_str image);

#endif
