/* HTTP requests, several at a time, by libcurl: bounded in time and in bytes, GET only, without redirects, cookies and
 * signals. What goes wrong becomes a sentence. */
#ifndef MODULES_SIZE_HTTP_H
#define MODULES_SIZE_HTTP_H

#include "base/arena.h"
#include "base/buf.h"

enum {
    HTTP_PARALLEL = 8,                 /* requests at a time */
    HTTP_CONNECT_MS = 10 * 1000,       /* for a connection */
    HTTP_TOTAL_MS = 30 * 1000,         /* for a whole request */
    HTTP_WAIT_MS = 250,                /* between two calls of http_waiting */
    HTTP_HEAD_LIMIT = 64 * 1024,       /* bytes of an answer's header lines */
    HTTP_BODY_LIMIT = 4 * 1024 * 1024, /* bytes of its body */
};

/* Zeroed but for the caller's part. */
struct http_request {
    /* the caller's; texts live in the arena */
    const char *url;
    sg_str peer;                        /* who is asked, for problems: "unix:///var/run/docker.sock" */
    const char *accept, *authorization; /* values of these headers; NULL: not sent */
    bool plain; /* "http:" is allowed beside "https:", and there is no proxy, whatever the environment says */
    /* the answer */
    long status;           /* 0: there is none, and problem says why */
    struct buf head, body; /* header lines, the body */
    sg_str problem;
    /* http.c's own */
    void *easy;
    void *headers;
    bool oversized;
    char detail[256]; /* libcurl's words */
};

/* Called now and then while answers are waited for, with http_perform()'s user. */
typedef void http_waiting(void *user);

struct http_client {
    struct arena *arena;
    const char *socket;    /* path of a Unix socket; NULL: a connection to the URL's host */
    long total_ms;         /* instead of HTTP_TOTAL_MS; 0: that */
    http_waiting *waiting; /* NULL: nobody watches */
    /* http.c's own */
    void *multi;
    struct http_request *running[HTTP_PARALLEL];
    size_t running_count;
    char *address;                 /* of libcurl, being copied */
    struct http_request *answered; /* the one that the caller is looking at */
};

/* Called when a request has its answer, or a problem. True: it was changed and is to be sent again. */
typedef bool http_answered(void *user, struct http_request *request);

/* Sends all requests and returns when each has been answered. May jump out of memory; http_close() is due then too, and
 * looks at the requests: they must not be on the stack that was jumped from. */
void http_perform(struct http_client *client, struct http_request *requests, size_t count, http_answered *answered,
                  void *user);
/* Gives back all that the client and unfinished requests hold. */
void http_close(struct http_client *client);

/* The absolute address that a redirect leads to, without a user in it; NULL if it is none. */
const char *http_resolve(struct http_client *client, const char *base, sg_str location);

/* The next value of a header behind *rest, which starts as request's head; ptr == NULL if there is none. */
sg_str http_header(sg_str *rest, sg_str name);
/* The first one. */
sg_str http_first_header(const struct http_request *request, sg_str name);
/* "host.name:5000", "[::1]": false if it is anything else. *port is 0 if there is none. */
bool http_split_host(sg_str text, sg_str *host, int *port);
/* Percent-encodes what is not unreserved (RFC 3986, 2.3) nor in also. */
sg_str http_encode(struct arena *arena, sg_str text, const char *also);
/* Somebody else's words on one line: without control characters and marks that turn text around, cut to 200 bytes. */
sg_str http_words(struct arena *arena, sg_str text);

#endif
