/* Whether an entry of an image's history stems from an instruction. Builders write it in their own ways:
 *
 *   BuildKit   "RUN |1 X=2 /bin/sh -c make # buildkit"   "COPY a /b/ # buildkit"            "CMD [\"a\" \"b\"]"
 *   legacy     "|1 X=2 /bin/sh -c make"                  "/bin/sh -c #(nop) COPY file:…in /b/ "
 *   Buildah    "/bin/sh -c --mount=… make:sha256:…"      "/bin/sh -c #(nop) CMD [\"a\", \"b\"]"
 *
 * (dockerfile2llb/convert.go and convert_copy.go; moby's daemon/builder/dockerfile/dispatchers.go and internals.go;
 * imagebuildah/stage_executor.go, getCreatedBy). */
#ifndef SIZE_CREATED_BY_H
#define SIZE_CREATED_BY_H

#include "dockerfile/dockerfile.h"

struct created_by {
    enum keyword keyword; /* KEYWORD_UNKNOWN: of no instruction, or of a RUN of the older builders */
    bool nop;             /* written by the legacy builder or Buildah, which say so for all but RUN */
    sg_str text;          /* behind the keyword; the whole without one */
};

struct created_by created_by_read(sg_str created_by);

/* The shell of a RUN: the words of SHELL, if the Dockerfile sets one, else that of the external image. */
struct shell {
    const struct words *words;
    bool known; /* without words: the default, as nothing else can have set it */
};

/* Strict about the keyword and the text of RUN, but for white space; of COPY and ADD the last name of the destination
 * has to agree, of ENV, LABEL and ARG the first name, of WORKDIR the last. */
bool created_by_fits(const struct created_by *entry, const struct instruction *instruction, struct shell shell);

#endif
