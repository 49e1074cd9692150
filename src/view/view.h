/* What is drawn, decided once for every format: visible nodes, label lines with roles, clusters, merged edges, ranks,
 * marks and legend. A renderer adds syntax, escapes and style, nothing else. */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include "base/arena.h"
#include "graph/graph.h"
#include "options/options.h"

enum line_role {
    LINE_TITLE,
    LINE_PURPOSE,
    LINE_STAGES, /* "3 stages", of a node that stands for several */
    LINE_LAYER,  /* --layers: an instruction that adds a filesystem layer, in its own words */
    LINE_BASE,   /* --images label */
    LINE_SIZE
};

struct view_line {
    enum line_role role;
    sg_str text; /* valid UTF-8, no control characters, never empty */
};

/* NODE_STAGES stands for several stages: a group that --collapse names, or a chain that --fold finds (unite.c). Its edges
 * are those of its stages to others, one for each kind and other end. */
enum node_kind { NODE_STAGE, NODE_STAGES, NODE_IMAGE, NODE_URL, NODE_CONTEXT };

/* Marks say what is special about a node or an edge; bits of view_node.marks and view_edge.marks. */
enum mark {
    MARK_TARGET = 1,      /* the stage that would be built */
    MARK_FINAL = 2,       /* no other stage needs it */
    MARK_GUESSED = 4,     /* its purpose was inferred from instructions */
    MARK_REPLACED = 8,    /* a build context stands in for it */
    MARK_FORWARD = 16,    /* an edge from a later stage, which BuildKit refuses to build */
    MARK_UNMEASURED = 32, /* its size is unknown, declared, a lower bound or a compressed one */
    MARK_ADDED = 64,
    MARK_REMOVED = 128,
    MARK_CHANGED = 256,
    MARK_FOCUS = 512, /* --focus names it */
    MARK_LARGE = 1024 /* its size reaches --size-threshold */
};

#define NO_CLUSTER ((size_t)-1)

struct view_node {
    enum node_kind kind;
    sg_str id; /* letters, digits and _ only; unique among nodes and clusters */
    unsigned marks;
    const struct view_line *lines;
    size_t line_count;             /* at least one: the title, or the image's name */
    sg_str underline;              /* "====", as wide as the title; empty if the title stands alone */
    sg_str tooltip;                /* facts in full, lines separated by \n; at most 1,000 characters */
    size_t cluster;                /* index into view.clusters, or NO_CLUSTER */
    size_t rank;                   /* longest path over stage edges; images have 0 */
    const sg_stage *stage;         /* of a NODE_STAGE, or the first of a NODE_STAGES */
    const sg_stage *const *stages; /* of a NODE_STAGES: all of them, in file order */
    size_t stage_count;
    sg_str link; /* --link: an http or https URL of ASCII characters that need no escape but for "&" */
};

static inline bool node_is_outside(const struct view_node *node) {
    return node->kind >= NODE_IMAGE;
}

struct view_cluster {
    sg_str id;
    sg_str title;
    const size_t *nodes; /* indices into view.nodes, in file order */
    size_t node_count;
    bool guessed;   /* inferred from names */
    sg_str tooltip; /* the whole title, if it was shortened */
};

struct view_edge {
    sg_edge_kind kind;
    size_t from, to; /* node indices: an arrow goes from what is taken to who takes it */
    size_t count;    /* instructions that make it: 2 for two COPY --from of one stage */
    size_t ranks;    /* how many ranks it should span: 1, or more for a long link (DOT minlen) */
    bool holds;      /* holds its end in that rank, out of which more edges would pull it (DOT weight) */
    unsigned marks;
    int64_t bytes;  /* what is copied; -1 unknown */
    sg_str size;    /* the same in words: "+210 MB"; empty if unknown, or not to be shown */
    sg_str tooltip; /* the paths taken and their lines, separated by \n; at most 1,000 characters */
};

enum legend_sample {
    LEGEND_FROM,
    LEGEND_COPY,
    LEGEND_MOUNT,
    LEGEND_ADD,
    LEGEND_IMAGE,
    LEGEND_TARGET,
    LEGEND_FINAL,
    LEGEND_FOCUS,
    LEGEND_GUESSED,
    LEGEND_SIZES
};

struct view_legend {
    enum legend_sample sample;
    sg_str text;
};

/* Ids for the nodes of a legend where a format draws it as part of the graph; unique like those of nodes. */
struct legend_ids {
    sg_str frame, from, to, outside, sizes;
};

/* Everything in a view lives in the arena that view_make() was given, or in the document. */
struct view {
    sg_str title;   /* "Build stages of Dockerfile" */
    sg_str summary; /* "4 stages in 1 group, 2 final images" */
    enum direction direction;
    enum background background;
    enum theme theme;
    bool is_spread;     /* stages of one rank stand in several rows: see spread.c */
    bool plain_edges;   /* --edges plain: all edges look alike */
    bool unknown_names; /* an option names what is not there: the report says which */
    const struct view_node *nodes;
    size_t node_count;
    const struct view_cluster *clusters;
    size_t cluster_count;
    const struct view_edge *edges;
    size_t edge_count;
    const struct view_legend *legend; /* empty without --legend, and where every sample would be the same */
    size_t legend_count;
    struct legend_ids legend_ids;
};

/* Never NULL. Works on documents with errors: draws what is there. Options that name what is not there are reported. */
const struct view *view_make(struct arena *arena, const sg_doc *doc, const sg_options *options, struct diags *report);
/* A size as it stands in a picture, "360 MB (+210 MB)", and in full; empty if it is unknown. */
sg_str view_size(struct arena *arena, const sg_size *size);
sg_str view_size_in_full(struct arena *arena, const sg_size *size);
/* The first line of that role; empty without. */
sg_str view_line_of(const struct view_node *node, enum line_role role);

#endif
