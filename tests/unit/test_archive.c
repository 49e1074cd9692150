/* Archives of images, made by hand, most of them broken or hostile: a clear reason, and no size that is not true. */
#include "modules/size/size.h"

#include "helper.h"
#include "tar.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define C "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
#define D "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"

static const char two_layers[] =
    "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"diff_ids\":[\"sha256:1\",\"sha256:2\"]},"
    "\"history\":[{\"created_by\":\"ADD one\"},{\"created_by\":\"ENV\",\"empty_layer\":true},"
    "{\"created_by\":\"RUN two\"}]}";

/* ---- what is read ---- */

static char folder[] = "/tmp/test-archive-XXXXXX";

static const char *path_of(const char *name) {
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *name, sg_str bytes) {
    FILE *file = fopen(path_of(name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.ptr ? bytes.ptr : "", 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
}

static void write_text(const char *name, const char *text) {
    write_file(name, str_from(text));
}

/* The answer as a text: "NAME total history/layers", or the problem; images are parted by "; ". */
static const char *sizes_in(void **state, const char *path, const char *platform) {
    struct size_job job = {.arena = *state, .platform = str_from(platform)};
    struct text out = {0};
    if (!archive_read_sizes(&job, str_from(path))) {
        assert_int_equal(job.count, 0);
        sg_str folder_name = str_from(folder);
        if (str_starts(job.problem, folder_name)) job.problem = str_skip(job.problem, folder_name.len + 1);
        return text_of(state, job.problem);
    }
    for (size_t i = 0; i < job.count; i++) {
        const struct image_record *image = &job.images[i];
        assert_int_equal(image->state == IMAGE_FOUND, image->problem.len == 0);
        assert_int_equal(image->state == IMAGE_FOUND, image->total >= 0);
        sg_str numbers =
            arena_printf(*state, "%lld %zu/%zu", (long long)image->total, image->history_count, image->layer_count);
        text_put(*state, &out,
                 arena_printf(*state, "%s%.*s %.*s", i ? "; " : "", STR_ARG(image->ref),
                              STR_ARG(image->problem.len ? image->problem : numbers)));
    }
    return text_of(state, text_str(&out));
}

static const char *sizes_of(void **state, struct buf *tar) {
    write_file("tar", buf_str(tar));
    buf_free(tar);
    return sizes_in(state, path_of("tar"), "");
}

/* ---- what is put together ---- */

/* manifest.json, for layers of these names (in JSON: "\"1\",\"2\""). */
static void put_manifest(struct buf *tar, const char *layers) {
    struct buf text = {0};
    buf_printf(&text, "[{\"Config\":\"" C ".json\",\"RepoTags\":[\"app:1\"],\"Layers\":[%s]}]", layers);
    tar_text(tar, C ".json", two_layers);
    tar_file(tar, "manifest.json", buf_str(&text));
    tar_end(tar);
    buf_free(&text);
}

/* An image with a layer of 1000 bytes, and this one. */
static const char *sizes_with(void **state, struct buf *layer) {
    struct buf first = {0}, tar = {0};
    tar_file(&first, "x", (sg_str){two_layers, 100});
    tar_header(&first, '0', "y", "", 900);
    buf_fill(&first, 'y', 900);
    tar_fill(&first);
    tar_end(&first);
    tar_file(&tar, "1/layer.tar", buf_str(&first));
    tar_file(&tar, "2/layer.tar", buf_str(layer));
    put_manifest(&tar, "\"1/layer.tar\",\"2/layer.tar\"");
    buf_free(&first);
    buf_free(layer);
    return sizes_of(state, &tar);
}

/* ---- layers ---- */

static void test_counts_regular_files(void **state) {
    struct buf layer = {0};
    tar_header(&layer, '5', "bin/", "", 0);
    tar_text(&layer, "bin/a", "12345");
    tar_header(&layer, '1', "bin/b", "bin/a", 0);
    tar_header(&layer, '2', "bin/c", "bin/a", 0);
    tar_header(&layer, '6', "fifo", "", 0);
    tar_header(&layer, '3', "null", "", 0);
    tar_header(&layer, '0', "bin/.wh.old", "", 0);
    tar_pax(&layer, "path=\303\274/\303\266");
    tar_text(&layer, "u/o", "123");
    tar_pax(&layer, "linkpath=\303\274/\303\266");
    tar_header(&layer, '1', "d", "u/o", 3);
    buf_text(&layer, "123");
    tar_fill(&layer);
    tar_end(&layer);
    assert_string_equal(sizes_with(state, &layer), "app:1 1008 3/2");
}

/* An old GNU sparse file without data. */
static void put_sparse(struct buf *layer, const char *octal) {
    tar_header(layer, 'S', "sparse", "", 0);
    char *header = layer->ptr + layer->len - 512;
    memcpy(header + 257, "ustar  ", 8);
    memcpy(header + 483, octal, 12);
    tar_sum(header);
}

static void test_large_sizes(void **state) {
    struct buf layer = {0};
    put_sparse(&layer, "26264057001"); /* 3 GB and a byte */
    tar_end(&layer);
    assert_string_equal(sizes_with(state, &layer), "app:1 3000001001 3/2");
}

static void test_broken_layers(void **state) {
    struct buf layer = {0};
    assert_string_equal(sizes_with(state, &layer), "app:1 \"2/layer.tar\" is empty");
    buf_text(&layer, "This is no tar.");
    assert_string_equal(sizes_with(state, &layer), "app:1 \"2/layer.tar\" cannot be read: Unrecognized archive format");
    buf_text(&layer, "{\"a\":1}");
    assert_string_equal(sizes_with(state, &layer), "app:1 \"2/layer.tar\" is no layer");
    buf_text(&layer, "\x1f\x8b\x08 and no more");
    assert_non_null(strstr(sizes_with(state, &layer), "app:1 \"2/layer.tar\" cannot be read: "));
    tar_header(&layer, '0', "lie", "", INT64_C(3) << 40);
    assert_string_equal(sizes_with(state, &layer), "app:1 \"2/layer.tar\" cannot be read: Truncated input file (needed "
                                                   "3298534883328 bytes, only 0 available)");
    tar_header(&layer, '0', "negative", "", -5);
    tar_end(&layer);
    assert_non_null(strstr(sizes_with(state, &layer), "app:1 \"2/layer.tar\" cannot be read: "));
    tar_text(&layer, "good", "good");
    tar_header(&layer, '0', "cut", "", 100);
    layer.len -= 100;
    assert_non_null(strstr(sizes_with(state, &layer), "app:1 \"2/layer.tar\" cannot be read: "));
}

/* Two sparse files whose sizes are more than there can be. */
static void test_sum_of_lies(void **state) {
    struct buf layer = {0};
    put_sparse(&layer, "\x80\0\0\0\x30\0\0\0\0\0\0");
    put_sparse(&layer, "\x80\0\0\0\x30\0\0\0\0\0\0");
    tar_end(&layer);
    assert_string_equal(sizes_with(state, &layer), "app:1 \"2/layer.tar\" says sizes that cannot be");
}

/* A sparse file in as many parts as fit into 6 MB would take libarchive hundreds of megabytes. */
static void test_header_without_end(void **state) {
    struct buf layer = {0}, map = {0};
    buf_text(&map, "1500000\n");
    for (int i = 0; i < 1500000; i++) buf_text(&map, "1\n1\n");
    tar_pax(&layer, "GNU.sparse.major=1\nGNU.sparse.minor=0\nGNU.sparse.realsize=9000");
    tar_file(&layer, "sparse", buf_str(&map));
    tar_end(&layer);
    buf_free(&map);
    assert_string_equal(sizes_with(state, &layer), "app:1 \"2/layer.tar\" has a header that is too long");
}

/* A zstd frame: this block, then 128 KiB of zeros so many times, each in 4 bytes. */
static void put_bomb(struct buf *out, sg_str block, int times) {
    buf_put(out, (sg_str)BYTES("\x28\xb5\x2f\xfd\x00\x58"));
    uint32_t raw = (uint32_t)block.len << 3;
    buf_char(out, (char)raw), buf_char(out, (char)(raw >> 8)), buf_char(out, (char)(raw >> 16));
    buf_put(out, block);
    for (int i = 0; i < times; i++) {
        uint32_t zeros = UINT32_C(128 * 1024) << 3 | 1 << 1 | (i == times - 1);
        buf_char(out, (char)zeros), buf_char(out, (char)(zeros >> 8)), buf_char(out, (char)(zeros >> 16));
        buf_char(out, '\0');
    }
}

static void test_bombs(void **state) {
    struct buf layer = {0}, header = {0};
    tar_header(&header, '0', "zeros", "", INT64_C(1024) * 128 * 1024);
    put_bomb(&layer, buf_str(&header), 1024 + 1);
    assert_string_equal(sizes_with(state, &layer), "app:1 134218728 3/2");
    header.len = 0;
    tar_header(&header, '0', "zeros", "", INT64_C(1) << 40);
    put_bomb(&layer, buf_str(&header), 40000);
    assert_string_equal(sizes_with(state, &layer), "tar expands to over 200 times its size and 1 GB");
    buf_free(&header);
}

/* ---- the archive ---- */

static void test_no_archives(void **state) {
    struct buf tar = {0};
    assert_string_equal(sizes_of(state, &tar), "tar is empty");
    buf_text(&tar, "{\"no\": \"tar\"}");
    assert_string_equal(sizes_of(state, &tar), "tar cannot be read: Unrecognized archive format");
    tar_text(&tar, "readme", "no image");
    tar_end(&tar);
    assert_string_equal(sizes_of(state, &tar),
                        "tar has neither manifest.json nor index.json: it comes neither from docker save "
                        "nor is it an OCI layout");
    tar_text(&tar, "manifest.json", "[]");
    tar_end(&tar);
    assert_string_equal(sizes_of(state, &tar), "tar has no images");
    tar_header(&tar, '0', "1/layer.tar", "", INT64_C(3) << 40);
    buf_fill(&tar, 'x', 2048);
    assert_non_null(strstr(sizes_of(state, &tar), "tar cannot be read: Truncated input file"));
    assert_string_equal(sizes_in(state, path_of("none"), ""), "none cannot be opened: No such file or directory");
    assert_int_equal(mkfifo(path_of("fifo"), 0600), 0);
    assert_string_equal(sizes_in(state, path_of("fifo"), ""), "fifo is neither a file nor a folder");
    assert_string_equal(sizes_in(state, "/dev/zero", ""), "/dev/zero is neither a file nor a folder");
}

static void test_cut_anywhere(void **state) {
    struct buf tar = {0}, layer = {0};
    tar_text(&layer, "x", "12345");
    tar_end(&layer);
    tar_file(&tar, "1/layer.tar", buf_str(&layer));
    put_manifest(&tar, "\"1/layer.tar\",\"1/layer.tar\"");
    for (size_t len = tar.len - 1024; len > 0; len -= 64) {
        struct buf cut = {0};
        buf_put(&cut, str_slice(buf_str(&tar), 0, len));
        const char *answer = sizes_of(state, &cut);
        if (len == tar.len - 1024) assert_string_equal(answer, "app:1 10 3/2");
        else assert_null(strstr(answer, "app:1 10"));
    }
    buf_free(&tar);
    buf_free(&layer);
}

static void test_names_that_lead_nowhere(void **state) {
    static const struct {
        const char *layers, *answer;
    } rows[] = {
        {"\"1/layer.tar\",\"2/layer.tar\"", "app:1 10 3/2"},
        {"\"1/layer.tar\"", "app:1 5 0/0"},
        {"\"1/layer.tar\",\"hard\"", "app:1 10 3/2"},
        {"\"1/layer.tar\",\"none\"", "app:1 \"none\" is not in it"},
        {"\"1/layer.tar\",\"\\u001b[2J\"", "app:1 \"\\x1b[2J\" is not in it"},
        {"\"1/layer.tar\",7", "app:1 \"\" is not in it"},
        {"\"1/layer.tar\",\"../1/layer.tar\"", "app:1 \"../1/layer.tar\" is not in it"},
        {"\"/etc/passwd\"", "app:1 \"/etc/passwd\" is not in it"},
        {"\"loop\"", "app:1 \"loop\" is a link that leads nowhere"},
        {"\"out\"", "app:1 \"out\" is a link that leads nowhere"},
        {"\"absolute\"", "app:1 \"absolute\" is a link that leads nowhere"},
        {"\"dangling\"", "app:1 \"dangling\" is not in it"},
    };
    struct buf layer = {0};
    tar_text(&layer, "x", "12345");
    tar_end(&layer);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf tar = {0};
        tar_file(&tar, "./1/layer.tar", buf_str(&layer));
        tar_header(&tar, '2', "2/layer.tar", "../1/layer.tar", 0);
        tar_header(&tar, '1', "hard", "1/layer.tar", 0);
        tar_header(&tar, '2', "loop", "pool", 0);
        tar_header(&tar, '2', "pool", "loop", 0);
        tar_header(&tar, '2', "out", "../1/layer.tar", 0);
        tar_header(&tar, '2', "absolute", "/1/layer.tar", 0);
        tar_header(&tar, '2', "dangling", "3/layer.tar", 0);
        put_manifest(&tar, rows[i].layers);
        assert_row(rows[i].layers, sizes_of(state, &tar), rows[i].answer);
    }
    buf_free(&layer);
}

static void test_bad_json(void **state) {
    static const char *const rows[][2] = {
        {"[{", "tar \"manifest.json\" is no JSON, or too much of it"},
        {"{}", "tar \"manifest.json\" is no list"},
        {"[1, null, {}]", " \"\" is not in it"},
        {"[{\"Config\":{},\"RepoTags\":\"x\",\"Layers\":3}]", " \"\" is not in it"},
        {"[{\"Config\":\"none\",\"RepoTags\":[1,\"\",\"a b\",\"a\\u001bb\",\"ok\"]}]", "ok \"none\" is not in it"},
        {"[{\"Config\":\"manifest.json\",\"RepoTags\":[\"self\"]}]", "self 0 0/0"},
        {"text", "tar \"manifest.json\" cannot be read: Unrecognized archive format"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf tar = {0};
        tar_text(&tar, "manifest.json", rows[i][0]);
        tar_end(&tar);
        assert_row(rows[i][0], sizes_of(state, &tar), rows[i][1]);
    }
    struct buf tar = {0}, deep = {0};
    buf_fill(&deep, '[', 100000);
    tar_file(&tar, "manifest.json", buf_str(&deep));
    assert_string_equal(sizes_of(state, &tar), "tar \"manifest.json\" is no JSON, or too much of it");
    buf_fill(&deep, '[', 5 << 20);
    tar_file(&tar, "manifest.json", buf_str(&deep));
    assert_string_equal(sizes_of(state, &tar), "tar \"manifest.json\" is too long");
    buf_free(&deep);
}

static void test_too_many_entries(void **state) {
    struct buf tar = {0};
    for (int i = 0; i < 70000; i++) tar_header(&tar, '2', arena_cstr(*state, arena_printf(*state, "%d", i)), "x", 0);
    assert_string_equal(sizes_of(state, &tar), "tar has too many entries for an archive of images");
    struct buf text = {0};
    buf_char(&text, '[');
    buf_fill(&text, ' ', 3 << 20);
    for (int i = 0; i < 12; i++) tar_file(&tar, "x.json", buf_str(&text));
    assert_string_equal(sizes_of(state, &tar), "tar has too much JSON for an archive of images");
    buf_free(&text);
}

/* An archive of 10 GB, most of it not on the disk; little of it is read, and not much memory taken. */
static void test_10_gigabytes(void **state) {
    static const int64_t huge = INT64_C(10) * 1000 * 1000 * 1000;
    struct buf head = {0}, tail = {0};
    struct rusage before, after;
    int64_t padded = (huge + 511) / 512 * 512;
    tar_header(&head, '0', "1/layer.tar", "", padded + 512 + 1024);
    tar_header(&head, '0', "huge", "", huge);
    put_manifest(&tail, "\"1/layer.tar\",\"1/layer.tar\"");
    write_file("tar", buf_str(&head));
    int file = open(path_of("tar"), O_WRONLY);
    assert_true(file >= 0);
    int64_t at = (int64_t)head.len + padded + 1024;
    assert_int_equal(pwrite(file, tail.ptr, tail.len, (off_t)at), tail.len);
    assert_int_equal(close(file), 0);
    getrusage(RUSAGE_SELF, &before);
    assert_string_equal(sizes_in(state, path_of("tar"), ""), "app:1 20000000000 3/2");
    getrusage(RUSAGE_SELF, &after);
    assert_true(after.ru_maxrss - before.ru_maxrss < 64 * 1024);
    assert_int_equal(unlink(path_of("tar")), 0);
    buf_free(&head);
    buf_free(&tail);
}

/* ---- OCI layouts ---- */

static void put_blob(const char *hex, const char *text) {
    char name[128];
    snprintf(name, sizeof name, "oci/blobs/sha256/%s", hex);
    write_text(name, text);
}

#define MANIFEST "application/vnd.oci.image.manifest.v1+json"
#define INDEX "application/vnd.oci.image.index.v1+json"
#define ENTRY(type, hex, more) "{\"mediaType\":\"" type "\",\"digest\":\"sha256:" hex "\"" more "}"
#define PLATFORM(architecture) ",\"platform\":{\"os\":\"linux\",\"architecture\":" architecture "}"
#define NAMED(name) ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"" name "\"}"
#define LIST_OF(entries) "{\"schemaVersion\":2,\"manifests\":[" entries "]}"
#define IMAGE(layers)                                                                                                  \
    "{\"config\":" ENTRY("application/vnd.oci.image.config.v1+json", C, "") ",\"layers\":[" layers "]}"
#define LAYER ENTRY("application/vnd.oci.image.layer.v1.tar", A, "")

/* B is an image with the layer A, of 5 bytes, and the configuration C. */
static void make_layout(void) {
    struct buf layer = {0};
    tar_text(&layer, "x", "12345");
    tar_end(&layer);
    mkdir(path_of("oci"), 0700);
    mkdir(path_of("oci/blobs"), 0700);
    mkdir(path_of("oci/blobs/sha256"), 0700);
    write_file("oci/blobs/sha256/" A, buf_str(&layer));
    put_blob(B, IMAGE(LAYER "," LAYER));
    put_blob(C, two_layers);
    buf_free(&layer);
}

struct layout_row {
    const char *index, *platform, *answer;
};

static void check_layouts(void **state, const struct layout_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        write_text("oci/index.json", rows[i].index);
        assert_row(rows[i].index, sizes_in(state, path_of("oci"), rows[i].platform), rows[i].answer);
    }
}

static void test_layouts(void **state) {
    static const struct layout_row rows[] = {
        {LIST_OF(ENTRY(MANIFEST, B, NAMED("app"))), "", "app 10 3/2"},
        {LIST_OF(ENTRY(MANIFEST, B, NAMED("a")) "," ENTRY(MANIFEST, B, NAMED("b"))), "", "a 10 3/2"},
        {LIST_OF(ENTRY(MANIFEST, B, PLATFORM("\"arm64\""))), "linux/amd64", " 10 3/2"},
        {LIST_OF("{\"digest\":\"sha256:" B "\"}"), "", " 10 3/2"},
        {LIST_OF(ENTRY(MANIFEST, D, NAMED("app"))), "", "app \"blobs/sha256/" D "\" is not in it"},
        {LIST_OF(ENTRY(MANIFEST, C, NAMED("app"))), "",
         "app \"blobs/sha256/" C "\" is neither an index nor a manifest"},
        {LIST_OF(ENTRY(MANIFEST, "../../../etc/passwd", NAMED("app"))), "",
         "app \"sha256:../../../etc/passwd\" is no sha256 digest"},
        {LIST_OF("{\"digest\":\"sha512:" A A "\"}"), "",
         " \"sha512:"
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
         "\"… is no sha256 digest"},
        {LIST_OF(ENTRY("application/vnd.example+json", B, "")), "", "oci has no images"},
        {LIST_OF(ENTRY(MANIFEST, B, PLATFORM("\"unknown\"") NAMED("x")) "," ENTRY(MANIFEST, B, NAMED("app"))), "",
         "x 10 3/2"},
        {"{}", "", "oci \"index.json\" is neither an index nor a manifest"},
        {IMAGE(LAYER), "", "oci \"index.json\" is no index"},
        {"", "", "oci \"index.json\" is empty"},
        {"\"text\"", "", "oci \"index.json\" cannot be read: Unrecognized archive format"},
    };
    make_layout();
    check_layouts(state, rows, COUNT(rows));
    unlink(path_of("oci/index.json"));
    assert_string_equal(sizes_in(state, path_of("oci"), ""), "oci has no index.json: it is no OCI layout");
}

#define ARM "\"arm\",\"variant\":"
#define ATTESTATION ENTRY(MANIFEST, "1", ",\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"}")
#define NOTE ENTRY(MANIFEST, "2", ",\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\"}")

static void test_platforms(void **state) {
    /* D is there, and no manifest; E is not there */
#define MANY                                                                                                           \
    ATTESTATION "," ENTRY(MANIFEST, D, PLATFORM("\"amd64\"")) "," ENTRY(                                               \
        MANIFEST, B, PLATFORM(ARM "\"v7\"")) "," ENTRY(MANIFEST, D, PLATFORM(ARM "\"v6\"")) "," NOTE
    static const struct layout_row rows[] = {
        {LIST_OF(MANY), "linux/arm/v7", " 10 3/2"},
        {LIST_OF(MANY), "linux/arm", " 10 3/2"},
        {LIST_OF(MANY), "linux/arm/v6", " \"blobs/sha256/" D "\" is neither an index nor a manifest"},
        {LIST_OF(MANY), "", " \"blobs/sha256/" D "\" is neither an index nor a manifest"},
        {LIST_OF(MANY), "linux/s390x",
         " it is not there for linux/s390x, only for \"linux/amd64\", \"linux/arm/v7\", \"linux/arm/v6\""},
        {LIST_OF(ENTRY(INDEX, A, NAMED("app"))), "", "app \"blobs/sha256/" A "\" is no JSON"},
        /* others were left out of the archive */
        {LIST_OF(ENTRY(MANIFEST, "3", PLATFORM("\"amd64\"")) "," ENTRY(MANIFEST, B, PLATFORM("\"arm64\""))), "",
         " 10 3/2"},
        {LIST_OF(ENTRY(MANIFEST, "3", PLATFORM("\"amd64\"")) "," ENTRY(MANIFEST, B, PLATFORM("\"arm64\""))),
         "linux/amd64", " it is not there for linux/amd64, only for \"linux/amd64\", \"linux/arm64\""},
    };
    make_layout();
    put_blob(D, "{\"a\":1}");
    check_layouts(state, rows, COUNT(rows));
    put_blob(D, LIST_OF(ATTESTATION "," ENTRY(MANIFEST, B, PLATFORM("\"arm64\""))));
    static const struct layout_row nested[] = {
        {LIST_OF(ENTRY(INDEX, D, NAMED("app"))), "", "app 10 3/2"},
        {LIST_OF("{\"digest\":\"sha256:" D "\"}"), "", " 10 3/2"},
    };
    check_layouts(state, nested, COUNT(nested));
    put_blob(D, LIST_OF(ENTRY(INDEX, D, "") "," ENTRY(INDEX, D, "")));
    static const struct layout_row endless[] = {
        {LIST_OF(ENTRY(INDEX, D, "")), "", "oci has an index in an index, again and again"},
    };
    check_layouts(state, endless, COUNT(endless));
}

static void test_kinds_of_layers(void **state) {
    static const char *const rows[][2] = {
        {"application/vnd.oci.image.layer.v1.tar", "5 0/0"},
        {"application/vnd.docker.image.rootfs.diff.tar.gzip", "5 0/0"},
        {"application/vnd.oci.image.layer.nondistributable.v1.tar", "5 0/0"},
        {"application/vnd.oci.image.layer.v1.tar+gzip+encrypted", "\"blobs/sha256/" A "\" is encrypted"},
        {"application/vnd.example",
         "\"blobs/sha256/" A "\" is a layer of an unknown type: \"application/vnd.example\""},
    };
    make_layout();
    write_text("oci/index.json", LIST_OF(ENTRY(MANIFEST, B, NAMED("app"))));
    for (size_t i = 0; i < COUNT(rows); i++) {
        sg_str text = arena_printf(*state,
                                   "{\"config\":{\"digest\":\"sha256:" C "\"},\"layers\":[{\"mediaType\":\"%s\","
                                   "\"digest\":\"sha256:" A "\"}]}",
                                   rows[i][0]);
        write_file("oci/blobs/sha256/" B, text);
        sg_str answer = arena_printf(*state, "app %s", rows[i][1]);
        assert_row(rows[i][0], sizes_in(state, path_of("oci"), ""), arena_cstr(*state, answer));
    }
    put_blob(B, IMAGE(ENTRY("application/vnd.oci.image.layer.nondistributable.v1.tar", D, "")));
    unlink(path_of("oci/blobs/sha256/" D));
    assert_string_equal(sizes_in(state, path_of("oci"), ""),
                        "app \"blobs/sha256/" D "\" is a foreign layer, which is not in it");
    put_blob(B, "{\"config\":" ENTRY("application/vnd.cncf.helm.config.v1+json", C, "") ",\"layers\":[]}");
    assert_string_equal(sizes_in(state, path_of("oci"), ""), "oci has no images");
}

/* Nothing outside of the folder, and nothing that might block, is opened. */
static void test_folder_is_not_left(void **state) {
    make_layout();
    write_text("oci/index.json", LIST_OF(ENTRY(MANIFEST, B, NAMED("app"))));
    unlink(path_of("oci/blobs/sha256/" A));
    assert_int_equal(symlink("../../index.json", path_of("oci/blobs/sha256/" A)), 0);
    assert_string_equal(sizes_in(state, path_of("oci"), ""),
                        "app \"blobs/sha256/" A "\" is a link, which is not followed");
    unlink(path_of("oci/blobs/sha256/" A));
    assert_int_equal(mkfifo(path_of("oci/blobs/sha256/" A), 0600), 0);
    assert_string_equal(sizes_in(state, path_of("oci"), ""), "app \"blobs/sha256/" A "\" is no file");
    unlink(path_of("oci/blobs/sha256/" A));
    assert_int_equal(mkdir(path_of("oci/blobs/sha256/" A), 0700), 0);
    assert_string_equal(sizes_in(state, path_of("oci"), ""), "app \"blobs/sha256/" A "\" is no file");
    assert_int_equal(rmdir(path_of("oci/blobs/sha256/" A)), 0);
}

/* ---- folders ---- */

static bool no_git(void *user, sg_str path, bool is_folder) {
    (void)user;
    return !is_folder || !str_ends(path, STR("git"));
}

static void test_folder_list(void **state) {
    struct folder found;
    sg_str problem;
    struct text out = {0};
    mkdir(path_of("tree"), 0700);
    mkdir(path_of("tree/b"), 0700);
    mkdir(path_of("tree/.git"), 0700);
    write_text("tree/.git/config", "no");
    write_text("tree/b/z", "123");
    write_text("tree/b.c", "1234");
    write_text("tree/a", "1");
    assert_int_equal(symlink("/etc", path_of("tree/etc")), 0);
    assert_int_equal(symlink("a", path_of("tree/link")), 0);
    assert_int_equal(mkfifo(path_of("tree/fifo"), 0600), 0);
    assert_true(folder_list(*state, str_from(path_of("tree")), no_git, NULL, &found, &problem));
    for (size_t i = 0; i < found.count; i++)
        text_put(*state, &out,
                 arena_printf(*state, "%.*s %lld, ", STR_ARG(found.files[i].path), (long long)found.files[i].size));
    assert_string_equal(text_of(state, text_str(&out)), "a 1, b.c 4, b/z 3, ");
    assert_true(folder_list(*state, str_from(path_of("tree")), NULL, NULL, &found, &problem));
    assert_int_equal(found.count, 4);
    assert_false(folder_list(*state, str_from(path_of("tree/a")), NULL, NULL, &found, &problem));
    assert_non_null(strstr(text_of(state, problem), "tree/a cannot be read: Not a directory"));
}

/* ---- the whole ---- */

static int make_folder(void **state) {
    return mkdtemp(folder) ? arena_setup(state) : -1;
}

static int remove_folder(void **state) {
    char command[300];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command) == 0 ? arena_teardown(state) : -1;
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_10_gigabytes),    cmocka_unit_test(test_counts_regular_files),
        cmocka_unit_test(test_large_sizes),     cmocka_unit_test(test_broken_layers),
        cmocka_unit_test(test_sum_of_lies),     cmocka_unit_test(test_header_without_end),
        cmocka_unit_test(test_bombs),           cmocka_unit_test(test_no_archives),
        cmocka_unit_test(test_cut_anywhere),    cmocka_unit_test(test_names_that_lead_nowhere),
        cmocka_unit_test(test_bad_json),        cmocka_unit_test(test_too_many_entries),
        cmocka_unit_test(test_layouts),         cmocka_unit_test(test_platforms),
        cmocka_unit_test(test_kinds_of_layers), cmocka_unit_test(test_folder_is_not_left),
        cmocka_unit_test(test_folder_list),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
