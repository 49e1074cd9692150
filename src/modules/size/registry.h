/* The parts of a registry's protocol (Distribution API v2): names, challenges, credentials, manifests. No sockets here. */
#ifndef MODULES_SIZE_REGISTRY_H
#define MODULES_SIZE_REGISTRY_H

#include "modules/size/json.h"
#include "size/source.h"

enum {
    MANIFEST_LAYERS = 1024,    /* layers of an image, at most */
    MANIFEST_IMAGES = 1024,    /* images of an index, at most */
    TOKEN_LIMIT = 16 * 1024,   /* bytes of a token, or of a user's credentials */
    CONFIG_LIMIT = 1024 * 1024 /* bytes of the file with credentials */
};

/* ---- names ---- */

/* Where an image is, from its reference ("alpine", "host:5000/team/app:tag@sha256:…"). */
struct image_name {
    sg_str registry;   /* as people and configuration files call it: "docker.io", "host:5000" */
    sg_str host;       /* where it is asked */
    sg_str repository; /* "library/alpine" */
    sg_str version;    /* its digest, else its tag, else "latest" */
};

/* False: it is no reference. Everything in *name has only characters that a URL's path takes as they are. */
bool image_name_split(struct arena *arena, sg_str ref, struct image_name *name);
/* "localhost", 127.0.0.0/8 or [::1], with or without a port. */
bool host_is_loopback(sg_str host);

/* ---- challenges ---- */

/* What a WWW-Authenticate header asks for (RFC 9110, 11.6.1). */
struct challenge {
    bool bearer, basic;
    sg_str realm, service; /* of Bearer: where a token is had, and what for */
};

/* Adds what one header asks for; the first Bearer challenge counts. */
void challenge_read(struct arena *arena, sg_str header, struct challenge *challenge);
/* Where to ask for a token to pull from a repository; NULL if the realm is no address that credentials may go to. */
const char *challenge_url(struct arena *arena, const struct challenge *challenge, sg_str repository, bool plain);
/* The value of an Authorization header, of the answer to that; NULL if there is no token in it. */
const char *token_authorization(struct arena *arena, const json_t *answer);

/* Whether a value may stand in an Authorization header (RFC 6750, b64token): nothing in it ends a line. */
bool authorization_valid(sg_str value);
/* "Bearer TOKEN", "Basic PAIR"; NULL if the value is not valid. */
const char *authorization(struct arena *arena, const char *scheme, sg_str value);

/* ---- credentials ---- */

/* What is known of one registry. */
struct credentials {
    const char *basic; /* value of an Authorization header; NULL: none */
    sg_str helper;     /* a program that has them, which is not run; ptr == NULL: none */
    bool identity;     /* an identity token is there, which is not used */
};

/* Of a file as docker login writes it: config is its object, or NULL. */
struct credentials credentials_of(struct arena *arena, const json_t *config, sg_str registry);
/* Whether each token names its registry: "HOST=TOKEN HOST=TOKEN…". One that does not would be sent to whatever host
 * a Dockerfile names. */
bool tokens_valid(sg_str tokens);
/* The token for a registry, as the value of an Authorization header; NULL: none. */
const char *token_of(struct arena *arena, sg_str tokens, sg_str registry);

/* ---- manifests ---- */

enum manifest_kind { MANIFEST_IMAGE, MANIFEST_INDEX, MANIFEST_OTHER };

enum manifest_kind manifest_kind(const json_t *manifest);
/* Of an index: the digest of the image for a platform; ptr == NULL if there is none. *platform is its own. */
sg_str manifest_pick(struct arena *arena, const json_t *index, sg_str wanted, sg_str *platform);
/* Of an image: id and total, of compressed layers. False: it is not what it should be. */
bool manifest_take(struct arena *arena, const json_t *manifest, struct image_record *image);

#endif
