/* How an input is changed. Half of the time as libFuzzer does, byte by byte; else what makes another Dockerfile of a
 * Dockerfile: a line is doubled, moved or dropped, a word is put in the place of another, a choice is made. */
#include "fuzz.h"

#include <stdlib.h>

#ifdef FUZZ_MUTATES
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);
#else
/* Without libFuzzer nothing is mutated; see replay.c. */
static size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max) {
    (void)data, (void)max;
    return size;
}
#endif

struct change {
    struct buf out;
    sg_str in;
    uint64_t state;
};

static size_t pick(struct change *change, size_t count) {
    change->state = change->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return count ? (size_t)(change->state >> 33) % count : 0;
}

/* ---- pieces: lines, or words of a line, with what ends them ---- */

static bool ends_piece(char c, bool words) {
    return c == '\n' || (words && c && strchr(" =,:/", c));
}

static sg_str piece_at(sg_str text, size_t at, bool words) {
    size_t start = at, end = at;
    while (start && !ends_piece(text.ptr[start - 1], words)) start--;
    while (end < text.len && !ends_piece(text.ptr[end], words)) end++;
    if (!words && end < text.len) end++;
    return str_slice(text, start, end);
}

static sg_str any_piece(struct change *change, bool words) {
    return piece_at(change->in, pick(change, change->in.len), words);
}

/* The input with other text in the place of one of its pieces. */
static void replace(struct change *change, sg_str piece, sg_str with) {
    size_t at = (size_t)(piece.ptr - change->in.ptr);
    buf_put(&change->out, str_slice(change->in, 0, at));
    buf_put(&change->out, with);
    buf_put(&change->out, str_skip(change->in, at + piece.len));
}

static void double_line(struct change *change) {
    replace(change, str_slice(any_piece(change, false), 0, 0), any_piece(change, false));
}

static void drop_line(struct change *change) {
    replace(change, any_piece(change, false), STR(""));
}

static void swap_word(struct change *change) {
    replace(change, any_piece(change, true), any_piece(change, true));
}

static void new_line(struct change *change) {
    static const char *const lines[] = {
        "FROM a AS b\n",
        "FROM b\n",
        "FROM scratch AS a\n",
        "FROM --platform=$BUILDPLATFORM b AS a\n",
        "COPY --from=a /x /y\n",
        "COPY --from=0 x y z/\n",
        "COPY --from=nginx:1 x y\n",
        "COPY <<EOF <<X /d/\n",
        "EOF\n",
        "ADD https://x.y/z.tar.gz /z\n",
        "ADD https://github.com/a/b.git#v1:d /b\n",
        "RUN --mount=from=a,target=/m make\n",
        "RUN --mount=type=cache,target=/c,from=b apt-get install -y a b\n",
        "RUN apk add a && make \\\n",
        "ONBUILD COPY --from=a /x /y\n",
        "ONBUILD RUN --mount=from=b,target=/m x\n",
        "ARG A=b\n",
        "ARG A\n",
        "ENV A=$A${A:-x} B=\"c d\"\n",
        "LABEL org.opencontainers.image.title=\"A b\" x=y\n",
        "LABEL org.opencontainers.image.description=\"c. d\"\n",
        "WORKDIR a/$A\n",
        "EXPOSE 80/tcp $A\n",
        "HEALTHCHECK --interval=5s CMD x\n",
        "CMD [\"a\", \"b\"]\n",
        "ENTRYPOINT x\n",
        "# stagegraph: group=g title=\"A b\" size=3MB\n",
        "# stagegraph: purpose=\"::error file=a::b\"\n",
        "# b builds\n",
        "# ##[error]x\n",
        "#\n",
        "\n",
        "\\\n",
        "::warning ::x\n",
    };
    replace(change, str_slice(any_piece(change, false), 0, 0), str_from(lines[pick(change, COUNT(lines))]));
}

/* A letter of the first line more, or one less; see document.c. */
static void choose(struct change *change) {
    static const char letters[] = "0123456789vjj=*skptTacdnPhiINRBgoOCflLuzZwbDm";
    bool chosen = str_starts(change->in, STR("%%")) && !str_starts(change->in, STR("%%:"));
    sg_str line = chosen ? piece_at(change->in, 2, false) : STR("%%\n");
    sg_str rest = chosen ? str_skip(change->in, line.len) : change->in;
    size_t at = 2 + pick(change, line.len > 2 ? line.len - 2 : 1), keep = pick(change, 3);
    buf_put(&change->out, str_slice(line, 0, at));
    if (keep) buf_char(&change->out, letters[pick(change, sizeof letters - 1)]);
    buf_put(&change->out, str_skip(line, keep == 2 || at + 1 >= line.len ? at : at + 1));
    buf_put(&change->out, rest);
}

size_t fuzz_mutate(uint8_t *data, size_t size, size_t max, unsigned seed) {
    static void (*const changes[])(struct change *) = {double_line, drop_line, swap_word, swap_word,
                                                       new_line,    new_line,  choose,    choose};
    struct change change = {.in = {(const char *)data, size}, .state = seed};
    if (!size || pick(&change, 2)) return LLVMFuzzerMutate(data, size, max);
    changes[pick(&change, COUNT(changes))](&change);
    size_t len = change.out.len < max ? change.out.len : max;
    if (len) memcpy(data, change.out.ptr, len);
    buf_free(&change.out);
    return len ? len : LLVMFuzzerMutate(data, size, max);
}
