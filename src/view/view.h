/* What is drawn, decided once for every format: visible nodes, label lines with roles, clusters, merged edges, ranks,
 * marks and legend. A renderer adds syntax, escapes and style, nothing else. */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include "base/arena.h"
#include "graph/graph.h"
#include "options/options.h"
#include "scene/marks.h"

struct scene;

enum line_role {
    LINE_TITLE,
    LINE_PURPOSE,
    LINE_NOTE,   /* why it has its marks */
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

#define NO_CLUSTER ((size_t)-1)

/* Parts of a size, in thousandths of the largest one in the picture. */
struct view_bar {
    unsigned base, added;
};

struct view_node {
    enum node_kind kind;
    sg_str id;      /* letters, digits and _ only; unique among nodes and clusters */
    unsigned marks; /* enum mark */
    const struct view_line *lines;
    size_t line_count;    /* at least one: the title, or the image's name */
    sg_str underline;     /* "====", as wide as the title; empty if the title stands alone */
    sg_str tooltip;       /* facts in full, lines separated by \n; at most 1,000 characters */
    size_t cluster;       /* index into view.clusters, or NO_CLUSTER */
    size_t rank;          /* longest path over stage edges; images have 0 */
    size_t stage;         /* for view_facts(): of a NODE_STAGE, or the first of a NODE_STAGES */
    const size_t *stages; /* of a NODE_STAGES: all of them, in file order */
    size_t stage_count;
    struct view_bar bar; /* of a stage whose size was measured; else, and of an empty one, nothing */
    sg_str link;         /* --link: an http or https URL of ASCII characters that need no escape but for "&" */
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
    size_t from, to;     /* node indices: an arrow goes from what is taken to who takes it */
    size_t count;        /* instructions that make it: 2 for two COPY --from of one stage */
    size_t ranks;        /* how many ranks it should span: 1, or more for a long link (DOT minlen) */
    size_t weight;       /* holds its end in that rank, out of which more edges would pull it (DOT weight) */
    unsigned marks;      /* enum mark */
    int64_t bytes;       /* what is copied; -1 unknown */
    sg_str sign;         /* what a comparison says of it: "+"; empty without */
    sg_str size;         /* the same in words: "+210 MB"; empty if unknown, or not to be shown */
    const sg_str *taken; /* in a small picture: names of what COPY takes, a line or two of them */
    size_t taken_count;
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
    LEGEND_SHIPS,
    LEGEND_ASIDE,
    LEGEND_GUESSED,
    LEGEND_BARS,
    LEGEND_SIZES
};

struct view_legend {
    enum legend_sample sample;
    sg_str text;
    sg_str
        id; /* of its node, where a format draws the legend as part of the graph; unique like those of nodes; none of a line */
};

/* The same for what is around all entries, and for the ends of its lines. */
struct legend_ids {
    sg_str frame, from, to;
};

/* What words are made from. For the view alone: what a renderer needs of it stands in the view, or view_facts() tells. */
struct view_source {
    const struct scene *scene;
    const sg_options *options;
};

/* Everything in a view lives in the arena that view_make() was given, or in the documents. */
struct view {
    struct view_source source;
    sg_str title;   /* "Build stages of Dockerfile" */
    sg_str summary; /* "4 stages in 1 group, 2 final images" */
    enum direction direction;
    enum background background;
    enum theme theme;
    bool is_spread;     /* stages of one rank stand in several rows: see spread.c */
    bool is_tangled;    /* groups take from each other in a circle: see tangle.c */
    bool plain_edges;   /* --edges plain: all edges look alike */
    bool has_purposes;  /* not --no-purpose */
    bool has_bars;      /* there are sizes to compare: view_node.bar */
    bool tells_taken;   /* few enough stages for view_edge.taken */
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
const struct view *view_make(struct arena *arena, const struct scene *scene, const sg_options *options,
                             struct diags *report);
/* The same scene with one option set to another value; NULL if that is a switch to be turned off and it is off. Nothing is
 * reported. */
const struct view *view_with(struct arena *arena, const struct view *view, enum option_id option, const char *value);
/* A shape that the same picture could have. */
struct view_shape {
    bool across;        /* from left to right */
    long wrap;          /* columns of a purpose */
    size_t row_percent; /* how wide a row of stages is at most, of what makes a square; 0: as wide as without a shape */
};

const struct view *view_shaped(struct arena *arena, const struct view *view, struct view_shape shape);
/* The first line of that role; empty without. */
sg_str view_line_of(const struct view_node *node, enum line_role role);

/* ---- words for formats that tell more than the picture shows ---- */

/* What a mark is called. class: a word of letters for style sheets and for Mermaid. */
struct view_state {
    enum mark mark;
    const char *word, *class;
};

/* The states among the marks, in the order in which they are told; how many. Guessed and unmeasured are told by how purpose
 * and size look. */
size_t view_states(unsigned marks, struct view_state states[MARK_COUNT]);
/* "+ ", "~ ↻ ": what a comparison says, to stand before a title; empty without. */
sg_str view_sign(struct arena *arena, unsigned marks);
/* "COPY", "mount" */
const char *view_verb(sg_edge_kind kind);

/* A stage in words, each on one line and valid UTF-8; empty where nothing is known or options leave it out. */
struct view_facts {
    sg_str title;
    bool titled; /* the title says more than the name */
    bool named;
    sg_str name; /* what --target takes: "base"; "(stage 2)" without a name */
    sg_str base, base_written;
    sg_str base_size; /* "45 MB compressed", if a registry told it */
    sg_str platform, purpose;
    bool guessed;              /* the purpose is */
    sg_str size, size_in_full; /* "?" if it was asked for and is unknown */
    int64_t bytes;             /* of the size; -1 unknown, or not to be shown */
    sg_str file;
    size_t line, end_line;
    size_t instruction_count; /* with its FROM */
    size_t layer_count;
};

/* What becomes of a stage in the image of the target. */
enum ships {
    SHIPS_NOT,    /* nothing: the target does not need it */
    SHIPS_PARTLY, /* parts of it are copied there, or help to build it */
    SHIPS_WHOLE   /* the target is it, or is FROM it */
};

/* By stage of the scene; NULL without --ships, and where nothing is built. */
const enum ships *view_ships(struct arena *arena, const struct view_source *source);
/* The same by stage of a document. */
const enum ships *view_ships_of(struct arena *arena, const sg_doc *doc, const sg_options *options);
/* "yes", "feeds", "no" */
const char *view_ships_word(enum ships ships);

struct view_facts view_facts(struct arena *arena, const struct view_source *source, size_t stage);
/* By stage of the scene: the title of its group, if the options show it. */
const sg_str *view_group_titles(struct arena *arena, const struct view_source *source);
/* A purpose where there are no italics: "(Runs app)" if it is guessed, and at most `width` columns. */
sg_str view_plain_purpose(struct arena *arena, const struct view_facts *facts, size_t width);

/* Where a fact came from. */
struct origin {
    sg_fact_source source;
    sg_str file; /* empty: which one is told by the source */
    size_t line; /* in it; 0: not known */
    sg_str rule; /* which rule made the fact; empty without */
};

/* "comment, line 12 (comment block above FROM)"; with a file "comment, api/Dockerfile:12 (…)", which editors follow. */
sg_str origin_text(struct arena *arena, const struct origin *origin);

/* That of each fact of a stage. Nothing is empty: what is not known has nobody said. */
struct view_origins {
    sg_str title, purpose, group, size;
};

/* paths: files stand there as they were given, which is for those who gave them. */
struct view_origins view_origins(struct arena *arena, const struct view_source *source, size_t stage, bool paths);

struct view_instruction {
    size_t line, end_line;
    bool layer;
    sg_str size;   /* of its layer */
    sg_str source; /* from the keyword to the end of its last line, as written: any bytes */
};

/* The FROM of a stage for index 0, then those behind it. */
struct view_instruction view_instruction(struct arena *arena, const struct view_source *source, size_t stage,
                                         size_t index);

#endif
