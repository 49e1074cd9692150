/* stagegraph: the stages of a Dockerfile as a picture.
 *
 * One sentence of ownership covers this header: everything reachable from an sg_doc lives until sg_free(); the
 * caller frees only what sg_render(), sg_diag_text() and sg_report_text() hand out, with sg_output_free().
 *
 * Bad input (a Dockerfile that BuildKit would refuse) never fails a call: it gives diagnostics and the best document
 * that can be made of it. Bad calls and lack of resources give a status other than SG_OK. The library prints
 * nothing, never exits and keeps no global state. I/O is the loading of a module, by sg_render() for the formats svg,
 * html, png and pdf, and by sg_parse() for annotations; and all that sg_measure() does.
 *
 * A document is made by sg_parse(), and completed by sg_measure() and sg_check_sizes() if sizes are asked for. After that
 * nothing writes into it: whatever takes a const sg_doc may be called by several threads at once, and what it has to say
 * is in a report of its own. Different documents never meet.
 *
 * Terms, those of the Dockerfile reference where it has one:
 *
 *   stage        a FROM and the instructions up to the next one
 *   image        what comes from outside the file: FROM golang, COPY --from=nginx
 *   build context  a directory or URL that is passed to a build beside the Dockerfile, with a name or without
 *   base         the stage or image that a stage starts from
 *   consumer     the stage that takes something: it starts from another, or copies, mounts or adds what is there
 *   target       the stage that is to be built: the option "target", else the last of the file
 *   final        said of a stage that no other stage needs, or that is a target: what it makes is an image to be used
 *   trigger      an instruction that ONBUILD keeps for the stages that start from this one
 *   fact         what is said of a stage and not built: its title, purpose, group and size. Each has a source, which
 *                tells what someone wrote from what was guessed
 *   directive    a comment line "# stagegraph: key=value" in the block of comments that touches FROM
 *   annotations  the same facts in a file of their own, in YAML or JSON
 *   group        stages that belong together: a box around them in the picture
 *   module       a shared object with what needs a large library: layout (Graphviz), YAML, sources of sizes. It is
 *                opened when it is first needed */
#ifndef STAGEGRAPH_H
#define STAGEGRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define SG_API __attribute__((visibility("default")))
#else
#define SG_API
#endif

/* Increases by one with every incompatible change, together with the soname. */
#define SG_ABI_VERSION 0

/* A borrowed slice: not NUL-terminated, may contain NUL bytes. ptr == NULL means "not known" (JSON null), which
 * differs from the empty string. */
typedef struct sg_str {
    const char *ptr;
    size_t len;
} sg_str;

typedef enum sg_status {
    SG_OK = 0,
    SG_NO_MEMORY,     /* an allocation failed */
    SG_BAD_ARGUMENT,  /* NULL where a value is needed, or an index out of range */
    SG_BAD_OPTION,    /* unknown option or a value it does not take; sg_options_error() says which */
    SG_BAD_FORMAT,    /* no format of that name */
    SG_NO_DOCUMENT,   /* the document has nothing to draw: see its diagnostics */
    SG_NO_MODULE,     /* a module is missing; a diagnostic says which, and what brings it */
    SG_RENDER_FAILED, /* the module gave up; a diagnostic says why */
    SG_SOURCE_FAILED  /* a source of sizes could not be read; a diagnostic says why */
} sg_status;

/* The program's version, such as "0.1.0". */
SG_API const char *sg_version(void);
/* One English sentence for a status. */
SG_API const char *sg_status_text(sg_status status);

/* ---- options: by name, as on the command line without the dashes ---- */

typedef struct sg_options sg_options;

/* NULL if memory is short. */
SG_API sg_options *sg_options_new(void);
/* Sets a value, or adds one to a list. Names are those of the command line; the man page says more of each. Below, "!"
 * is a switch, which takes NULL or "true" (on) or "false"; "*" is a list, to which each call adds; "a|b" are the words
 * that a choice takes, the default first; a number in brackets is the default.
 *
 * What is read, by sg_parse():
 *   target *             name or index of a stage: draw only what it needs
 *   build-arg *          KEY=VALUE, a value for an ARG
 *   platform             OS/ARCH to build for (linux/amd64)
 *   build-context *      NAME=VALUE, a named context in the place of the stage or image of that name
 *   annotations          the name of the annotations file, for messages: see sg_options_set_annotations()
 *   conceal              nothing|dockerfile|annotations|both: which of them may lead anywhere (a link in a stranger's checkout), so
 *                        that diagnostics tell what is wrong in it and where, but show nothing of it
 *   strict !             whatever BuildKit refuses is an error, in every stage
 *   keep-going !         sg_render() draws what it can in spite of errors
 *
 * What is drawn, by sg_render(). The annotations file can set these too:
 *   group                auto|declared|none: which groups are drawn
 *   edges                typed|plain: an arrow for each kind of edge, or one for all
 *   images               show|hide|label|separate: images from outside; "separate=NAME,NAME" for some only
 *   direction            TB|LR|BT|RL: where the graph grows
 *   fit                  WIDTHxHEIGHT|none: the place in pixels that svg, html, png and pdf are laid out for (880x2600)
 *   legend !             explain the lines and boxes
 *   ships !              show what is in the image of the target: what that is FROM stands out, what it does not need steps back
 *   focus *              name or index of a stage: draw only that, what it needs and what needs it
 *   collapse *           name or title of a group, or "all": draw its stages as one node
 *   fold !               draw chains of stages that say nothing of themselves as one node
 *   title                what the drawing is called ("Build stages of" and the name of the file)
 *   link                 link stages to this URL, in which {path}, {file}, {line} and {stage} are replaced
 *   layers !             list the instructions that add a layer
 *   no-purpose !         leave out the purposes
 *   no-size !            leave out the sizes
 *   wrap                 how many columns a purpose may have (30)
 *   background           panel|transparent: what is behind the graph in svg, png and pdf
 *   theme                auto|light|dark: colours
 *   scale                pixels per point in png (2)
 *   mermaid-init         width|full|none: a first line that keeps Mermaid 11 and 12 from breaking lines again; full (also NULL
 *                        and "true") gives 12 the look of 9 to 11, too
 *   columns              how wide the terminal is that text is for (0: none); no matter of the annotations file
 *
 * Sizes, by sg_measure() and sg_check_sizes():
 *   size *               STAGE=SIZE, states a size
 *   image *              STAGE=REF, the image to measure a stage in
 *   image-template       the name of such an image for every stage, with {stage} in it
 *   docker-host          the engine that has the images (unix:///var/run/docker.sock)
 *   archive *            path of an archive or OCI layout that has them
 *   registry !           ask registries for the compressed sizes of base images
 *   insecure-registry *  HOST:PORT of a registry on this machine that speaks plain HTTP
 *   docker-config        the file with credentials for registries
 *   registry-token       bearer tokens, HOST=TOKEN, with blanks between them
 *   context              the build context: what is copied from it is a lower bound
 *   check-sizes !        a stated size that was measured otherwise, or not at all, is an error
 *   size-tolerance       by how many percent a stated size may be off (5)
 *   budget *             NAME=SIZE, the most that a stage, or the "total" of the final images, may have
 *   size-threshold       from here on a size stands out (1 GB)
 *
 * Those of the program, which the library takes and does not look at:
 *   format output force layout-timeout quiet verbose why color help version */
SG_API sg_status sg_options_set(sg_options *options, const char *name, const char *value);
/* Why the last sg_options_set() failed; "" if it did not. Lives until the next call with these options. */
SG_API const char *sg_options_error(const sg_options *options);
/* The annotations file that sg_parse() reads beside the Dockerfile: YAML with titles, groups, purposes and sizes of
 * stages, and defaults for the options of scope draw. The bytes are copied; name is what diagnostics call the file
 * (NULL: ".stagegraph.yaml"). data == NULL takes them back. The option "annotations" only tells where they came from. */
SG_API sg_status sg_options_set_annotations(sg_options *options, const char *data, size_t len, const char *name);
SG_API void sg_options_free(sg_options *options);

/* ---- the document ---- */

typedef struct sg_doc sg_doc;

/* Where a title, purpose or group came from. */
typedef enum sg_fact_source {
    SG_FACT_NONE,
    SG_FACT_DIRECTIVE,   /* "# stagegraph: key=value" above FROM */
    SG_FACT_SIDECAR,     /* the annotations file */
    SG_FACT_DOC_COMMENT, /* "# <stage> text", BuildKit's description (docker build --call=targets) */
    SG_FACT_LABEL,       /* org.opencontainers.image.* set by the stage itself */
    SG_FACT_COMMENT,     /* the comment block that touches FROM */
    SG_FACT_INFERRED,    /* guessed from instructions or names, and shown as a guess */
    SG_FACT_NAME         /* the stage name made readable (titles only) */
} sg_fact_source;

/* How a size came about. */
typedef enum sg_size_method {
    SG_SIZE_UNKNOWN,
    SG_SIZE_DECLARED, /* said by the option "size", a directive or the annotations file */
    SG_SIZE_MEASURED, /* by an engine or from an archive */
    SG_SIZE_REGISTRY, /* told by a registry */
    SG_SIZE_CONTEXT   /* a lower bound: what is copied from the build context */
} sg_size_method;

/* What the bytes of a size are. One image has a different number in each, so none is ever subtracted from another. */
typedef enum sg_size_basis {
    SG_BASIS_NONE,      /* not known: a declared size */
    SG_BASIS_FILES,     /* contents of regular files, hard links once: Docker's graph drivers, archives */
    SG_BASIS_TAR,       /* layers as tar streams: Podman */
    SG_BASIS_DISK,      /* disk blocks: Docker's containerd store */
    SG_BASIS_COMPRESSED /* layers as they are transferred: registries */
} sg_size_basis;

/* A size in bytes. Unknown stays unknown: no number is ever invented. Sizes are sums of layers, so that deleting files
 * in a later layer takes nothing away. */
typedef struct sg_size {
    int64_t total; /* < 0: unknown */
    int64_t delta; /* what the stage adds to its base; < 0: unknown */
    sg_size_method method;
    sg_size_basis basis;
    sg_str ref;      /* the image that was measured */
    sg_str image_id; /* its digest, if it is the stage's own image */
    sg_str platform; /* what it was built for */
} sg_size;

/* One instruction of a stage, in source order. */
typedef struct sg_instruction {
    size_t line, end_line; /* 1-based; end_line is the last line of a continuation or heredoc */
    sg_str keyword;        /* upper case: "RUN" */
    sg_str text;           /* the logical line, continuations joined */
    bool layer;            /* adds a filesystem layer: RUN, COPY, ADD, WORKDIR other than / */
    sg_size size;          /* of that layer */
} sg_instruction;

typedef struct sg_stage {
    size_t index;          /* position in the file, 0-based: what COPY --from=N means */
    sg_str name;           /* lower case, as BuildKit keeps it; unknown if the stage has no AS */
    sg_str id;             /* unique among the stages, letters digits _ only: the node id in Mermaid */
    size_t line, end_line; /* of the whole stage; line is that of FROM */
    sg_str base;           /* after expansion; as written where expansion gave nothing usable */
    sg_str base_raw;       /* as written */
    sg_str platform;       /* what the stage is built for, such as "linux/arm64" */
    sg_str platform_raw;   /* FROM --platform= as written; unknown without */
    bool replaced;         /* a --build-context stands in for this stage */
    bool is_target;        /* the stage that would be built: --target, else the last */
    bool is_final;         /* no other stage needs it, or it was named as a target */
    bool is_reachable;     /* the targets need it; without targets every stage is */
    sg_str title, purpose, group, description;
    sg_fact_source title_source, purpose_source, group_source;
    sg_size size;
    size_t instruction_count;
    size_t title_line, purpose_line, group_line; /* of the words or the instruction each came from, in the file that its
                                                    source names; 0: of none, or of a file without lines */
    sg_str title_rule, purpose_rule, group_rule; /* which rule made it: a few words, such as "purpose.def: go build" */
} sg_stage;

typedef enum sg_edge_kind {
    SG_EDGE_FROM,    /* FROM */
    SG_EDGE_COPY,    /* COPY --from */
    SG_EDGE_MOUNT,   /* RUN --mount=…from= */
    SG_EDGE_ADD_GIT, /* ADD of a git repository */
    SG_EDGE_ADD_HTTP /* ADD of another URL */
} sg_edge_kind;

typedef enum sg_source_kind { SG_SOURCE_STAGE, SG_SOURCE_IMAGE, SG_SOURCE_URL, SG_SOURCE_CONTEXT } sg_source_kind;

/* What one COPY, ADD or mount takes: words after expansion. */
typedef struct sg_paths {
    size_t line;
    const sg_str *sources;
    size_t source_count;
    sg_str dest;
} sg_paths;

/* One edge per (kind, source, stage): every line that makes it is in lines. */
typedef struct sg_edge {
    sg_edge_kind kind;
    sg_source_kind source_kind;
    size_t source_stage; /* index, if source_kind is SG_SOURCE_STAGE */
    sg_str source;       /* image reference after expansion, URL, or name of the build context */
    size_t stage;        /* index of the consumer */
    const size_t *lines;
    size_t line_count;
    const sg_paths *paths;
    size_t path_count;
    bool onbuild; /* some line of it is a trigger of the parent stage */
    bool forward; /* takes from a later stage: BuildKit refuses to build it */
    sg_size size; /* COPY and ADD: of what is taken, in the consumer's layers */
} sg_edge;

/* An image from outside the file. */
typedef struct sg_image {
    sg_str ref;      /* after expansion */
    sg_str raw;      /* as first written */
    sg_str platform; /* what it is pulled for; unknown if nothing says so */
    bool scratch;    /* the empty image */
    sg_size size;
} sg_image;

typedef struct sg_group {
    sg_str name;  /* the raw word */
    sg_str title; /* what is shown */
    sg_fact_source source;
    const size_t *stages; /* indices */
    size_t stage_count;
} sg_group;

typedef enum sg_level { SG_NOTE, SG_WARNING, SG_ERROR } sg_level;

/* A diagnostic. line and column are 1-based, columns count bytes; both are 0 for a remark about the whole input. */
typedef struct sg_diag {
    sg_level level;
    const char *id; /* stable, such as "unknown-instruction" */
    sg_str file;
    size_t line, column;
    sg_str message;
} sg_diag;

/* Reads a Dockerfile of len bytes. name is what diagnostics and titles call it ("-" for standard input). options may
 * be NULL. On SG_OK *doc is a document, whatever the input was: look at its diagnostics. On SG_NO_MODULE it is one
 * too, without the annotations that could not be read. */
SG_API sg_status sg_parse(const char *data, size_t len, const char *name, const sg_options *options, sg_doc **doc);
SG_API void sg_free(sg_doc *doc);

SG_API size_t sg_stage_count(const sg_doc *doc);
SG_API size_t sg_edge_count(const sg_doc *doc);
SG_API size_t sg_image_count(const sg_doc *doc);
SG_API size_t sg_group_count(const sg_doc *doc);
SG_API size_t sg_diag_count(const sg_doc *doc);
/* NULL if there is no such index. */
SG_API const sg_stage *sg_stage_at(const sg_doc *doc, size_t index);
SG_API const sg_edge *sg_edge_at(const sg_doc *doc, size_t index);
SG_API const sg_image *sg_image_at(const sg_doc *doc, size_t index);
SG_API const sg_group *sg_group_at(const sg_doc *doc, size_t index);
SG_API const sg_instruction *sg_instruction_at(const sg_stage *stage, size_t index);
SG_API const sg_diag *sg_diag_at(const sg_doc *doc, size_t index);
/* The worst level among the diagnostics; SG_NOTE if there is none. */
SG_API sg_level sg_worst(const sg_doc *doc);

/* ---- sizes ---- */

/* Called while a source is read: what it is, and how much of it is done. total is 0 while it is not known. */
typedef void sg_progress(void *user, sg_str what, int64_t done, int64_t total);

/* Asks the sources of sizes that the options of sg_parse() name: an engine ("image", "image-template", "docker-host"),
 * archives ("archive"), registries ("registry", "insecure-registry"), the build context ("context"). Reads files and opens
 * connections for that, and for nothing else; without such an option it does nothing. The environment is not looked at:
 * credentials for registries are in the file that the option "docker-config" names, or in "registry-token", a list of
 * HOST=TOKEN with blanks between them. progress may be NULL. To be called once, before sg_render(). On SG_SOURCE_FAILED and
 * SG_NO_MODULE the document has the sizes that could be found. */
SG_API sg_status sg_measure(sg_doc *doc, sg_progress *progress, void *user);
/* Adds an error for each "budget" that is exceeded or cannot be checked, and what "check-sizes" says of stated sizes. To be
 * called once, before sg_render(). */
SG_API sg_status sg_check_sizes(sg_doc *doc);

/* ---- output ---- */

/* The diagnostics of one call. */
typedef struct sg_report sg_report;

/* Bytes on the heap; data is never NULL after SG_OK and has a NUL behind len, and NULL after anything else. The report
 * is what the call has to say, whatever its status; NULL: nothing. Both are freed by sg_output_free(). */
typedef struct sg_output {
    char *data;
    size_t len;
    sg_report *report;
} sg_output;

/* Draws the document in a format of sg_format_at(), with the options of scope draw in options (NULL: those of
 * sg_parse(), then the defaults of its annotations). To be freed whatever the status is: a drawing that fails says why in
 * its report. */
SG_API sg_status sg_render(const sg_doc *doc, const char *format, const sg_options *options, sg_output *out);
/* "file:line:col: error: text [id]", the source line and a caret, as the program prints it. */
SG_API sg_status sg_diag_text(const sg_doc *doc, size_t index, bool color, sg_output *out);
/* The same of a report, which may be NULL. */
SG_API size_t sg_report_count(const sg_report *report);
SG_API const sg_diag *sg_report_at(const sg_report *report, size_t index);
SG_API sg_status sg_report_text(const sg_report *report, size_t index, bool color, sg_output *out);
SG_API sg_level sg_report_worst(const sg_report *report);
SG_API void sg_output_free(sg_output *out);

typedef struct sg_format {
    const char *name, *extension, *help;
    bool binary; /* not for a terminal */
    bool hidden; /* left out of the short help */
} sg_format;

SG_API size_t sg_format_count(void);
SG_API const sg_format *sg_format_at(size_t index);

#ifdef __cplusplus
}
#endif
#endif
