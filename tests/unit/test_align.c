/* History alignment: what dockerd (BuildKit and the legacy builder) and Podman left in the histories of real builds, and
 * every way in which a history is not that of the file. */
#include "helper.h"

#include "size/align.h"

#include <stdlib.h>

struct row {
    const char *text, *options;
    const char *history; /* a line each, newest first as engines tell it: bytes, a blank, created by */
    const char *expected;
};

/* "1=300+50[20,30] 0=250+0[0] base=250": stage=total+added[by instruction]; or what stands in the way. */
static const char *shown(struct arena *arena, const struct alignment *alignment, const sg_doc *doc) {
    struct text out = {0};
    if (!alignment->fits) {
        sg_str found = alignment->created_by;
        return arena_cstr(arena, arena_printf(arena, "line %zu: %.*s", alignment->line, STR_ARG(found)));
    }
    for (size_t i = 0; i < alignment->count; i++) {
        const struct aligned_stage *stage = &alignment->chain[i];
        text_put(arena, &out,
                 arena_printf(arena, "%zu=%lld+%lld[", stage->stage, (long long)stage->total, (long long)stage->added));
        for (size_t j = 0; j < sg_stage_at(doc, stage->stage)->instruction_count; j++)
            text_put(arena, &out, arena_printf(arena, j ? ",%lld" : "%lld", (long long)stage->instructions[j]));
        text_put(arena, &out, STR("] "));
    }
    text_put(arena, &out, arena_printf(arena, "base=%lld", (long long)alignment->base));
    return arena_cstr(arena, text_str(&out));
}

static struct image_record image_from(struct arena *arena, const char *lines) {
    struct image_record image = {.total = -1};
    sg_str rest = str_from(lines), line, size;
    for (size_t i = 0; i < rest.len; i++) image.history_count += rest.ptr[i] == '\n';
    image.history = arena_array(arena, struct history_entry, image.history_count);
    for (size_t i = image.history_count; i-- > 0;) {
        str_cut(rest, '\n', &line, &rest);
        str_cut(line, ' ', &size, &image.history[i].created_by);
        image.history[i].size = strtoll(arena_cstr(arena, size), NULL, 10);
    }
    return image;
}

/* Aligned with the last stage. */
static void check(void **state, const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        sg_doc *doc = document(rows[i].text, rows[i].options);
        struct image_record image = image_from(*state, rows[i].history);
        struct alignment alignment = align_history(*state, doc, sg_stage_count(doc) - 1, &image);
        assert_row(rows[i].text, shown(*state, &alignment, doc), rows[i].expected);
        sg_free(doc);
    }
}

/* ---- real builds: the story of tests/engine ---- */

#define BASE                                                                                                           \
    "FROM python:slim AS base\nENV VIRTUAL_ENV=/opt/venv \\\n    PYTHONUNBUFFERED=1\n"                                 \
    "LABEL org.opencontainers.image.title=\"orders\"\nWORKDIR /app\nSTOPSIGNAL SIGTERM\n"
#define BUILDER                                                                                                        \
    "FROM base AS base_builder\nARG GCC=12\nARG HEADERS\nRUN mkdir -p /usr/lib/gcc \\\n"                               \
    "    && truncate -s \"${GCC}0000000\" /usr/lib/gcc/cc1\n"
#define APP                                                                                                            \
    "FROM base AS base_app\nCOPY shared/ /app/shared/\n"                                                               \
    "FROM base_app AS http_app\nCOPY --from=python:slim --chown=2000:2000 /opt/venv /opt/venv\n"                       \
    "COPY http_app/ /app/http_app/\nUSER 2000\nEXPOSE 8000\nHEALTHCHECK --interval=30s CMD true\n"                     \
    "CMD [\"sh\", \"-c\", \"exec http\"]\n"

/* The external image: its own CMD and ARG are not the Dockerfile's. */
#define PYTHON                                                                                                         \
    "0 CMD [\"sh\"]\n"                                                                                                 \
    "148000010 RUN |1 RUNTIME=148000010 /bin/sh -c mkdir -p /usr/local/lib /opt     && truncate -s \"$RUNTIME\" "      \
    "/usr/local/lib/libpython.so # buildkit\n"                                                                         \
    "0 ARG RUNTIME\n"                                                                                                  \
    "1982282 ADD rootfs.tar / # buildkit\n"
#define BUILDKIT_BASE                                                                                                  \
    "0 STOPSIGNAL SIGTERM\n0 WORKDIR /app\n0 LABEL org.opencontainers.image.title=orders\n"                            \
    "0 ENV VIRTUAL_ENV=/opt/venv PYTHONUNBUFFERED=1\n" PYTHON
#define LEGACY_BASE                                                                                                    \
    "0 /bin/sh -c #(nop)  STOPSIGNAL SIGTERM\n0 /bin/sh -c #(nop) WORKDIR /app\n"                                      \
    "0 /bin/sh -c #(nop)  LABEL org.opencontainers.image.title=orders\n"                                               \
    "0 /bin/sh -c #(nop)  ENV VIRTUAL_ENV=/opt/venv PYTHONUNBUFFERED=1\n" PYTHON
#define PODMAN_BASE                                                                                                    \
    "0 /bin/sh -c #(nop) STOPSIGNAL SIGTERM\n0 /bin/sh -c #(nop) WORKDIR /app\n"                                       \
    "0 /bin/sh -c #(nop) LABEL org.opencontainers.image.title=\"orders\"\n"                                            \
    "0 /bin/sh -c #(nop) ENV VIRTUAL_ENV=/opt/venv     PYTHONUNBUFFERED=1\n" PYTHON
#define HASH "0ee5700e2255f641dc5ae0c3d72f0f3e8fca72812244ecda8db7fbadb8431b17"

static const struct row real_rows[] = {
    {BASE, "", BUILDKIT_BASE, "0=149982292+0[0,0,0,0] base=149982292"},
    {BASE BUILDER, "",
     "120000000 RUN |2 GCC=12 HEADERS= /bin/sh -c mkdir -p /usr/lib/gcc     && truncate -s \"${GCC}0000000\" "
     "/usr/lib/gcc/cc1 # buildkit\n0 ARG HEADERS\n0 ARG GCC=12\n" BUILDKIT_BASE,
     "1=269982292+120000000[0,0,120000000] 0=149982292+0[0,0,0,0] base=149982292"},
    {BASE APP, "",
     "0 CMD [\"sh\" \"-c\" \"exec http\"]\n0 HEALTHCHECK &{[\"CMD-SHELL\" \"true\"] \"30s\" \"0s\" \"0s\" '\\x00'}\n"
     "0 EXPOSE map[8000/tcp:{}]\n0 USER 2000\n640 COPY http_app/ /app/http_app/ # buildkit\n"
     "210000000 COPY /opt/venv /opt/venv # buildkit\n640 COPY shared/ /app/shared/ # buildkit\n" BUILDKIT_BASE,
     "2=359983572+210000640[210000000,640,0,0,0,0] 1=149982932+640[640] 0=149982292+0[0,0,0,0] base=149982292"},
    {BASE, "", LEGACY_BASE, "0=149982292+0[0,0,0,0] base=149982292"},
    {BASE APP, "",
     "0 /bin/sh -c #(nop)  CMD [\"sh\" \"-c\" \"exec http\"]\n"
     "0 /bin/sh -c #(nop)  HEALTHCHECK &{[\"CMD-SHELL\" \"true\"] \"30s\" \"0s\" \"0s\" '\\x00'}\n"
     "0 /bin/sh -c #(nop)  EXPOSE 8000\n0 /bin/sh -c #(nop)  USER 2000\n"
     "640 /bin/sh -c #(nop) COPY dir:" HASH " in /app/http_app/ \n"
     "210000000 /bin/sh -c #(nop) COPY --chown=2000:2000dir:" HASH " in /opt/venv \n" /* no blank: so it is in 20.10 */
     "640 /bin/sh -c #(nop) COPY dir:" HASH " in /app/shared/ \n" LEGACY_BASE,
     "2=359983572+210000640[210000000,640,0,0,0,0] 1=149982932+640[640] 0=149982292+0[0,0,0,0] base=149982292"},
    {BASE, "", PODMAN_BASE, "0=149982292+0[0,0,0,0] base=149982292"},
    {BASE APP, "",
     "0 /bin/sh -c #(nop) CMD [\"sh\", \"-c\", \"exec http\"]\n"
     "0 /bin/sh -c #(nop) HEALTHCHECK --interval=30s CMD true\n"
     "0 /bin/sh -c #(nop) EXPOSE 8000\n0 /bin/sh -c #(nop) USER 2000\n"
     "3584 /bin/sh -c #(nop) COPY dir:" HASH " in /app/http_app/ \n"
     "210003968 /bin/sh -c #(nop) COPY dir:" HASH " in /opt/venv \n"
     "3584 /bin/sh -c #(nop) COPY dir:" HASH " in /app/shared/ \n" PODMAN_BASE,
     "2=359993428+210007552[210003968,3584,0,0,0,0] 1=149985876+3584[3584] 0=149982292+0[0,0,0,0] base=149982292"},
};

static void real_builds(void **state) {
    check(state, real_rows, COUNT(real_rows));
}

/* ---- which entries are whose ---- */

#define BELOW "0 CMD [\"sh\"]\n70 ADD rootfs.tar / # buildkit\n"

static const struct row chain_rows[] = {
    {"FROM scratch\nCOPY a /", "", "7 COPY a / # buildkit\n", "0=7+7[7] base=0"},
    {"FROM scratch\nCOPY a /", "", "7 COPY a / # buildkit\n5 COPY a / # buildkit\n", "line 0: COPY a / # buildkit"},
    {"FROM x\nCOPY a /", "", "7 COPY a / # buildkit\n", "line 1: "}, /* nothing left for the image */
    {"FROM x", "", BELOW, "0=70+0[] base=70"},
    {"FROM x\nCMD [\"a\"]", "", "0 CMD [\"a\"]\n" BELOW, "0=70+0[0] base=70"},
    {"FROM x\nADD b /", "", "3 ADD b / # buildkit\n" BELOW, "0=73+3[3] base=70"},
    {"FROM x\nRUN a\nRUN b", "", "2 RUN /bin/sh -c b # buildkit\n", "line 2: "}, /* too short */
    {"FROM x\nRUN b", "", "2 RUN /bin/sh -c c # buildkit\n" BELOW, "line 2: RUN /bin/sh -c c # buildkit"}, /* stale */
    {"FROM x\nRUN b", "", "", "line 0: "},
    {"FROM x\nRUN a\nUSER me", "", "0 USER me\n0 ENV A=1\n2 RUN /bin/sh -c a # buildkit\n" BELOW, "line 2: ENV A=1"},
    {"FROM x\nFRMO y", "", "0 FRMO y\n" BELOW, "line 2: FRMO y"},
    /* stages without a name, stages beside the chain */
    {"FROM x AS a\nRUN a\nFROM y\nRUN z\nFROM a\nFROM a\nRUN b", "",
     "2 RUN /bin/sh -c b # buildkit\n1 RUN /bin/sh -c a # buildkit\n" BELOW, "3=73+2[2] 0=71+1[1] base=70"},
    {"FROM a AS a\nRUN a\nFROM a AS a\nRUN b\nFROM a", "",
     "2 RUN /bin/sh -c b # buildkit\n1 RUN /bin/sh -c a # buildkit\n" BELOW, "2=73+0[] 1=73+2[2] 0=71+1[1] base=70"},
    /* a build context in the stage's place: nothing of the stage is run */
    {"FROM x AS a\nRUN a\nFROM a\nRUN b", "build-context=a=docker-image://y", "2 RUN /bin/sh -c b # buildkit\n" BELOW,
     "1=72+2[2] 0=70+0[-1] base=70"},
};

static void chains(void **state) {
    check(state, chain_rows, COUNT(chain_rows));
}

#define PARENT "FROM x AS p\nONBUILD RUN one\nONBUILD COPY two /to/\nRUN p\n"

static const struct row onbuild_rows[] = {
    /* no entry for ONBUILD itself with BuildKit */
    {PARENT "FROM p\nRUN b", "",
     "4 RUN /bin/sh -c b # buildkit\n2 COPY two /to/ # buildkit\n1 RUN /bin/sh -c one # buildkit\n"
     "9 RUN /bin/sh -c p # buildkit\n" BELOW,
     "1=86+7[4] 0=79+9[0,0,9] base=70"},
    {PARENT "FROM p\nRUN b", "",
     "4 /bin/sh -c b\n2 /bin/sh -c #(nop) COPY file:" HASH " in /to/ \n1 /bin/sh -c one\n9 /bin/sh -c p\n"
     "0 /bin/sh -c #(nop)  ONBUILD COPY two /to/\n0 /bin/sh -c #(nop)  ONBUILD RUN one\n" BELOW,
     "1=86+7[4] 0=79+9[0,0,9] base=70"},
    /* only the direct parent's are run; what is wrong with one is told at the child's FROM */
    {PARENT "FROM p AS q\nFROM q\nRUN c", "",
     "4 RUN /bin/sh -c c # buildkit\n2 COPY two /to/ # buildkit\n1 RUN /bin/sh -c one # buildkit\n"
     "9 RUN /bin/sh -c p # buildkit\n" BELOW,
     "2=86+4[4] 1=82+3[] 0=79+9[0,0,9] base=70"},
    {PARENT "FROM p\nRUN b", "", "4 RUN /bin/sh -c b # buildkit\n9 RUN /bin/sh -c p # buildkit\n" BELOW,
     "line 5: RUN /bin/sh -c p # buildkit"},
};

static void onbuild(void **state) {
    check(state, onbuild_rows, COUNT(onbuild_rows));
}

static const struct row label_rows[] = {
    /* `docker build --label` of the legacy builder, beside the file's own */
    {"FROM x\nRUN a\nLABEL b=1", "",
     "0 /bin/sh -c #(nop)  LABEL z=1\n0 /bin/sh -c #(nop)  LABEL y=1\n0 /bin/sh -c #(nop)  LABEL b=1\n1 /bin/sh -c a\n" BELOW,
     "0=71+1[1,0] base=70"},
    {"FROM x AS a\nLABEL b=1\nFROM a", "", "0 /bin/sh -c #(nop)  LABEL z=1\n0 /bin/sh -c #(nop)  LABEL b=1\n" BELOW,
     "1=70+0[] 0=70+0[0] base=70"},
    {"FROM x\nONBUILD RUN y\nRUN a\nONBUILD RUN z", "",
     "0 /bin/sh -c #(nop)  LABEL z=1\n0 /bin/sh -c #(nop)  ONBUILD RUN z\n1 /bin/sh -c a\n"
     "0 /bin/sh -c #(nop)  ONBUILD RUN y\n" BELOW,
     "0=71+1[0,1,0] base=70"},
    /* BuildKit has no entry for --label, so a further LABEL is another file's */
    {"FROM x\nRUN a", "", "0 LABEL z=1\n1 RUN /bin/sh -c a # buildkit\n" BELOW, "line 2: LABEL z=1"},
    {"FROM x\nRUN a\nLABEL b=1", "", "0 LABEL c=1\n1 RUN /bin/sh -c a # buildkit\n" BELOW, "line 3: LABEL c=1"},
};

static void labels(void **state) {
    check(state, label_rows, COUNT(label_rows));
}

/* ---- one instruction, one entry ---- */

/* An instruction, an entry, and whether they are the same. */
static const struct pair {
    const char *instruction, *created_by;
    bool fits;
} pairs[] = {
    /* RUN: white space, continuations and comments in them */
    {"RUN a \\\n # c\n\n  && b", "RUN /bin/sh -c a    && b # buildkit", true},
    {"RUN a  b", "RUN /bin/sh -c a b # buildkit", true},
    {"RUN make", "RUN /bin/sh -c make install # buildkit", false},
    {"RUN install", "RUN /bin/sh -c make install # buildkit", false},
    {"RUN install", "/bin/sh -c make install", false},
    {"RUN install", "|1 A=/bin/sh -c make install", false},
    {"RUN make # buildkit", "RUN /bin/sh -c make # buildkit # buildkit", true},
    {"RUN make", "RUN /bin/sh -c make", true},
    {"RUN --network=none --mount=type=cache,target=/x make", "RUN /bin/sh -c make # buildkit", true},
    {"RUN make", "|2 A=1 B=x y /bin/sh -c make", true},
    {"RUN make", "RUN |2 A=1 B=x y /bin/sh -c make # buildkit", true},
    {"RUN make", "/bin/sh -c #(nop) RUN make", false},
    {"RUN make", "COPY make / # buildkit", false},
    {"RUN make", "", false},
    {"RUN dir", "RUN cmd /S /C dir # buildkit", true},
    {"RUN dir", "cmd /S /C dir", true},
    {"RUN [\"make\", \"a b\"]", "RUN make a b # buildkit", true},
    {"RUN [\"make\", \"a b\"]", "make a b", true},
    {"RUN [\"make\", \"a b\"]", "RUN |1 X=2 make a b # buildkit", true},
    {"RUN [\"make\", \"a b\"]", "/bin/sh -c [\"make\", \"a b\"]", true}, /* Buildah */
    {"RUN [\"make\"]", "RUN /bin/sh -c make # buildkit", false},
    {"RUN make", "RUN make # buildkit", false},
    /* another shell */
    {"SHELL [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\"]\nRUN make", "RUN /bin/bash -eo pipefail -c make # buildkit",
     true},
    {"SHELL [\"/bin/bash\", \"-c\"]\nRUN make", "RUN |1 A=2 /bin/bash -c make # buildkit", true},
    {"SHELL [\"/bin/bash\", \"-c\"]\nRUN make", "RUN /bin/sh -c make # buildkit", false},
    {"SHELL [\"/bin/bash\", \"-c\"]\nRUN make", "/bin/sh -c make", true}, /* Buildah */
    {"SHELL [\"/bin/bash\", \"-c\"]\nRUN make", "RUN /bin/zsh -c make # buildkit", false},
    {"RUN make", "RUN powershell -Command $x = 1; make # buildkit", true}, /* set by the external image */
    /* Buildah: flags, digests of mounts, notes */
    {"RUN --mount=type=cache,target=/x make", "/bin/sh -c --mount=type=cache,target=/x make", true},
    {"RUN --mount=target=/x make", "/bin/sh -c --mount=target=/x make:sha256:0123:dir:4567", true},
    {"RUN --mount=target=/x make", "/bin/sh -c --mount=target=/y make", false},
    {"RUN make", "/bin/sh -c make:sha256:0123", false},
    {"RUN make", "/bin/sh -c make|unsetLabel=a|force-mtime=0", true},
    {"RUN make", "/bin/sh -c make|tee log", false},
    /* heredocs */
    {"RUN <<EOF\na\nEOF", "RUN /bin/sh -c a\n # buildkit", true},
    {"RUN <<EOF\n#!/usr/bin/python\nEOF", "RUN /dev/pipes/EOF # buildkit", true},
    {"RUN <<EOF\na\nEOF", "/bin/sh -c <<EOF\na", true},
    {"RUN <<EOF\na\nEOF", "/bin/sh -c #(nop) CMD [\"a\"]", false},
    {"RUN <<EOF\na\nEOF", "CMD [\"a\"]", false},
    {"RUN <<EOF\na\nEOF", "", false},
    {"COPY <<x <<y /to/\nEOF\nx\ny", "COPY <<x <<y /to/ # buildkit", true},
    /* COPY and ADD: the last name of where it goes */
    {"COPY --link --chown=1:1 a b /to/there/", "COPY --chown=1:1 a b /to/there/ # buildkit", true},
    {"COPY --from=x --parents a /to/there", "COPY /a /to/there # buildkit", true},
    {"COPY a there", "COPY a there # buildkit", true},
    {"COPY a there", "/bin/sh -c #(nop) COPY file:" HASH " in /work/there ", true},
    {"COPY a there", "COPY a elsewhere # buildkit", false},
    {"COPY a there", "ADD a there # buildkit", false},
    {"COPY a here", "COPY a where # buildkit", false},
    {"COPY a .", "/bin/sh -c #(nop) COPY file:" HASH " in /app/ ", true},
    {"COPY a ./", "COPY a ./ # buildkit", true},
    {"COPY a /", "COPY a / # buildkit", true},
    {"COPY a $X/there", "COPY a /usr/there # buildkit", true},
    {"COPY a $X/there", "COPY a /usr/elsewhere # buildkit", false},
    {"COPY a /to/$X", "COPY a /to/anything # buildkit", true},
    {"COPY [\"a\", \"/to/two words/\"]", "COPY a /to/two words/ # buildkit", true},
    {"COPY a /to", "/bin/sh -c #(nop) COPY file:" HASH " in /to  |unsetLabel=a     ", true},
    {"COPY a /to", "/bin/sh -c #(nop) COPY file:" HASH " in /from  |unsetLabel=a     ", false},
    {"ADD https://example.com/x /x", "ADD https://example.com/x /x # buildkit", true},
    /* metadata */
    {"ENV A=1 B=2", "ENV A=1 B=2", true},
    {"ENV A 1", "ENV A=1", true},
    {"ENV A=1", "ENV AB=1", false},
    {"ENV $A=1", "ENV X=1", true},
    {"LABEL \"a.b\"=\"c d\"", "/bin/sh -c #(nop) LABEL \"a.b\"=\"c d\"", true},
    {"LABEL a.b=c", "LABEL a.c=c", false},
    {"ARG A B=2", "ARG A B=2", true},
    {"ARG A", "ARG B", false},
    {"ARG B", "/bin/sh -c #(nop) ARG A=1 B", true}, /* Buildah */
    {"WORKDIR /a/b/", "WORKDIR /a/b", true},
    {"WORKDIR b", "/bin/sh -c #(nop) WORKDIR /a/b", true},
    {"WORKDIR b", "WORKDIR /a/c", false},
    {"WORKDIR $A", "WORKDIR /a/c", true},
    {"WORKDIR ..", "WORKDIR /a", true},
    {"EXPOSE 80", "EXPOSE map[80/tcp:{}]", true},
    {"EXPOSE 80", "EXPOSE [80/tcp]", true},
    {"MAINTAINER me", "MAINTAINER me", true},
    {"VOLUME /a", "VOLUME [/a]", true},
    {"cmd [\"a\"]", "/bin/sh -c #(nop) cmd [\"a\"]", true}, /* Buildah, as typed */
    {"cmd [\"a\"]", "CMD [\"a\"]", true},
    {"CMD a", "cmd /S /C #(nop)  CMD [\"cmd\" \"/S\" \"/C\" \"a\"]", true},
    {"CMD a", "ENTRYPOINT [\"a\"]", false},
    {"USER a", "USER", true},
};

/* On top of an image, with an entry for SHELL where there is one. */
static void entries(void **state) {
    for (size_t i = 0; i < COUNT(pairs); i++) {
        struct history_entry history[3] = {{str_from("ADD rootfs.tar /"), 7}, {str_from("SHELL x"), 0}, {{0}, 1}};
        size_t count = strncmp(pairs[i].instruction, "SHELL", 5) == 0 ? 3 : 2;
        history[count - 1] = (struct history_entry){str_from(pairs[i].created_by), 1};
        struct image_record image = {.history = history, .history_count = count};
        const char *text = arena_cstr(*state, arena_printf(*state, "FROM x\n%s", pairs[i].instruction));
        sg_doc *doc = document(text, "");
        struct alignment alignment = align_history(*state, doc, 0, &image);
        const char *both = arena_cstr(*state, arena_printf(*state, "%s\n%s", text, pairs[i].created_by));
        assert_row(both, alignment.fits ? "fits" : "differs", pairs[i].fits ? "fits" : "differs");
        sg_free(doc);
    }
}

/* ---- numbers ---- */

static const struct row size_rows[] = {
    {"FROM x AS a\nRUN a\nFROM a\nRUN b", "", "2 RUN /bin/sh -c b # buildkit\n-1 RUN /bin/sh -c a # buildkit\n" BELOW,
     "1=-1+2[2] 0=-1+-1[-1] base=70"},
    {"FROM x AS a\nRUN a\nFROM a\nRUN b", "", "-1 RUN /bin/sh -c b # buildkit\n1 RUN /bin/sh -c a # buildkit\n" BELOW,
     "1=-1+-1[-1] 0=71+1[1] base=70"},
    {"FROM x\nRUN a", "", "1 RUN /bin/sh -c a # buildkit\n-1 ADD x / # buildkit\n", "0=-1+1[1] base=-1"},
    {"FROM x\nRUN a", "", "9223372036854775807 RUN /bin/sh -c a # buildkit\n" BELOW,
     "0=-1+9223372036854775807[9223372036854775807] base=70"},
    {"FROM x\nRUN a", "", "3000000000 RUN /bin/sh -c a # buildkit\n3000000000 ADD x / # buildkit\n",
     "0=6000000000+3000000000[3000000000] base=3000000000"},
    /* buildah build --layers=false puts a stage into one layer, whatever its last instruction */
    {"FROM x\nRUN a\nCOPY b /b\nCMD c", "",
     "9 /bin/sh -c #(nop) CMD c\n0 /bin/sh -c #(nop) COPY file:1 in /b \n0 /bin/sh -c a\n" BELOW,
     "0=79+9[-1,-1,-1] base=70"},
    {"FROM x\nLABEL a=b", "", "0 /bin/sh -c #(nop) LABEL c=d\n-1 /bin/sh -c #(nop) LABEL a=b\n" BELOW,
     "0=-1+-1[-1] base=70"},
};

static void sizes(void **state) {
    check(state, size_rows, COUNT(size_rows));
}

/* The same stage for several platforms: one image each, aligned by itself. */
static void platforms(void **state) {
    sg_doc *doc =
        document("FROM --platform=$BUILDPLATFORM go AS b\nRUN x\nFROM x\nARG TARGETARCH\nCOPY --from=b /x-$TARGETARCH "
                 "/bin/x\n",
                 "platform=linux/arm64");
    static const char *const expected[] = {"1=78+8[0,8] base=70", "1=79+9[0,9] base=70"};
    const char *const histories[] = {"8 COPY /x-amd64 /bin/x # buildkit\n0 ARG TARGETARCH=amd64\n" BELOW,
                                     "9 COPY /x-arm64 /bin/x # buildkit\n0 ARG TARGETARCH=arm64\n" BELOW};
    for (size_t i = 0; i < COUNT(expected); i++) {
        struct image_record image = image_from(*state, histories[i]);
        struct alignment alignment = align_history(*state, doc, 1, &image);
        assert_row(histories[i], shown(*state, &alignment, doc), expected[i]);
    }
    sg_free(doc);
}

/* A long chain and a long history are compared once. */
static void long_chain(void **state) {
    enum { STAGES = 3000 };
    struct text text = {0}, history = {0};
    text_put(*state, &text, STR("FROM x AS s0\nRUN a\n"));
    for (size_t i = 1; i < STAGES; i++)
        text_put(*state, &text, arena_printf(*state, "FROM s%zu AS s%zu\nRUN a\n", i - 1, i));
    for (size_t i = 0; i < STAGES; i++) text_put(*state, &history, STR("1 RUN /bin/sh -c a # buildkit\n"));
    text_put(*state, &history, STR(BELOW));
    sg_doc *doc = document_of(text_str(&text), "");
    struct image_record image = image_from(*state, arena_cstr(*state, text_str(&history)));
    struct alignment alignment = align_history(*state, doc, STAGES - 1, &image);
    assert_true(alignment.fits);
    assert_int_equal(alignment.count, STAGES);
    assert_int_equal(alignment.chain[0].total, 70 + STAGES);
    assert_int_equal(alignment.base, 70);
    assert_false(align_history(*state, doc, STAGES, &image).fits); /* no such stage */
    sg_free(doc);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_builds), cmocka_unit_test(chains),     cmocka_unit_test(onbuild),
        cmocka_unit_test(labels),      cmocka_unit_test(entries),    cmocka_unit_test(sizes),
        cmocka_unit_test(platforms),   cmocka_unit_test(long_chain),
    };
    return cmocka_run_group_tests_name("align", tests, arena_setup, arena_teardown);
}
