/* What sources of sizes answer: the types between the pure part (src/size) and the module that talks to engines,
 * registries and archives (src/modules/size). Nothing here does I/O. */
#ifndef SIZE_SOURCE_H
#define SIZE_SOURCE_H

#include "base/arena.h"

/* One entry of an image's history: what one instruction left behind. */
struct history_entry {
    sg_str created_by; /* the instruction in the builder's words: "RUN /bin/sh -c make # buildkit" */
    int64_t size;      /* bytes that its layer adds, in the image's basis; 0 if it has none; -1 unknown */
};

enum image_state {
    IMAGE_FOUND,
    IMAGE_MISSING,  /* the source answers, but has no such image */
    IMAGE_FAILED,   /* the source could not tell */
    IMAGE_UNREACHED /* registry: nobody answered, or only that the server fails */
};

/* An image as one source reports it. Slices live in the job's arena. */
struct image_record {
    sg_str ref; /* engine, registry: as asked. Archive: its first name, or ptr == NULL */
    enum image_state state;
    sg_str problem;  /* unless it was found: why not, a clause without a full stop */
    sg_str id;       /* digest of its configuration, "sha256:…"; ptr == NULL if not told */
    sg_str platform; /* "linux/arm64/v8"; ptr == NULL if not told */
    sg_size_basis basis;
    int64_t total;                 /* the sum of its layers; -1 unknown */
    struct history_entry *history; /* oldest first; history_count is 0 if it is not known entry by entry */
    size_t history_count;
    sg_str *layers; /* uncompressed layers' digests (RootFS.Layers), oldest first; layer_count is 0 if not told */
    size_t layer_count;
    sg_str *names; /* archive: all names that it has there: "app:base", or a bare tag in an OCI layout */
    size_t name_count;
};

/* One question to one source, and its answer. */
struct size_job {
    struct arena *arena;   /* what the answer lives in; its out-of-memory jump is taken after all is closed */
    sg_str platform;       /* wanted, of images for several; empty: the source's own, or linux/amd64 */
    sg_progress *progress; /* NULL: nobody watches */
    void *user;
    struct image_record *images; /* engine, registry: refs set by the caller, the rest filled in; archive: made */
    size_t count;
    sg_str name;    /* what the source is, for people: "Docker Engine", "Podman", "OCI layout" */
    sg_str problem; /* if the source as a whole failed: a sentence without a full stop, naming what to do */
};

struct registry_access {
    sg_str config;          /* path of the file with credentials; empty: none */
    sg_str token;           /* bearer tokens and their registries, "HOST=TOKEN HOST=TOKEN"; empty: none */
    const sg_str *insecure; /* hosts (with port) to be reached over plain HTTP: loopback only */
    size_t insecure_count;
};

/* A regular file below a folder. */
struct folder_file {
    sg_str path; /* relative, "/" between names, in no order */
    int64_t size;
};

/* Called for each name found, folders included: whether to look at it (a folder: to go into it). */
typedef bool folder_filter(void *user, sg_str path, bool is_folder);

struct folder {
    struct folder_file *files;
    size_t count, capacity;
};

/* What the size module exports (base/module.h). Each function returns false if the source as a whole failed, and
 * job->problem (or *problem) then says why. All of them may be called by several threads at once. */
struct size_module {
    unsigned version; /* MODULE_VERSION */
    /* Docker Engine API at "unix:///path" or "tcp://host:port". */
    bool (*engine)(struct size_job *job, sg_str host);
    /* A `docker save` tar, an OCI layout folder or a tar of one: each image in it becomes a record. */
    bool (*archive)(struct size_job *job, sg_str path);
    /* Registry v2, one request for a manifest for each image: compressed sizes. */
    bool (*registry)(struct size_job *job, const struct registry_access *access);
    /* Lists the regular files below a folder, without following links. */
    bool (*folder)(struct arena *arena, sg_str path, folder_filter *filter, void *user, struct folder *found,
                   sg_str *problem);
    /* Reads a file of at most limit bytes; text->ptr == NULL if there is none of that name. *linked: its name is a link. */
    bool (*file)(struct arena *arena, sg_str path, size_t limit, sg_str *text, bool *linked, sg_str *problem);
};

#endif
