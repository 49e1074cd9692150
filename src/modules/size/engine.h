/* The answers of the Docker Engine API: from JSON to a record. No sockets here. */
#ifndef MODULES_SIZE_ENGINE_H
#define MODULES_SIZE_ENGINE_H

#include "modules/size/json.h"
#include "size/source.h"

enum {
    HISTORY_LIMIT = 4096, /* entries; layers are at most 127 in practice */
    LAYERS_LIMIT = 1024,
};

/* Where an engine listens. */
struct engine_host {
    const char *socket; /* path of a Unix socket, or NULL */
    sg_str authority;   /* for URLs: "host:port" */
};

/* "unix:///path", "tcp://host:port". False, and *problem says so, if it is another kind or malformed. */
bool engine_parse_host(struct arena *arena, sg_str text, struct engine_host *host, sg_str *problem);

/* "1.41": one or two digits, a dot, up to three digits. */
bool engine_version_valid(sg_str version);
bool engine_version_has(sg_str version, unsigned minor);
/* "client version 1.99 is too new. Maximum supported API version is 1.41" → "1.41"; else ptr == NULL. */
sg_str engine_version_named(sg_str message);

/* What a body that is no answer says: its "message" if it is JSON, else the text; cleaned. */
sg_str engine_message(struct arena *arena, json_t **slot, sg_str body);
/* What sizes are, from /info: an image store of containerd counts disk blocks, a graph driver bytes of files. */
sg_size_basis engine_basis(const json_t *info);
/* Of /images/REF/history: total and history. False: it is not what it should be. */
bool engine_take_history(struct arena *arena, const json_t *answer, struct image_record *image);
/* Of /images/REF/json: id, platform, layers. */
bool engine_take_inspect(struct arena *arena, const json_t *answer, struct image_record *image);
/* The value of the query "platform", percent-encoded; "" if the platform has characters that none has. */
sg_str engine_platform_query(struct arena *arena, sg_str platform);

#endif
