/* What the sources of sizes are asked, and what becomes of their answers: a module that only pretends stands in for the
 * real one, so nothing is read and no connection made. */
#include "size_helper.h"

#include "size/ask.h"

/* An image that a source has, or why it does not say. */
struct answer {
    const char *source; /* the archive's path; NULL: an engine or registry */
    const char *ref;    /* archive: its names with blanks between them */
    const char *history;
    enum image_state state;
    const char *problem; /* of an image */
    const char *id;
};

struct file {
    const char *path, *text;
    bool linked;
};

/* What the module has to say; a source whose problem is set fails as a whole. */
static struct fake {
    const struct answer *answers; /* the last one has no ref */
    const struct file *files;     /* the last one has no path */
    const char *engine_problem, *archive_problem, *registry_problem, *folder_problem, *file_problem;
    const char *folder; /* paths with blanks between them, each of 10 bytes; "path/" for a folder */
    size_t rounds;      /* so often are "x" and "f" asked about first */
    bool starved;       /* memory runs out while an archive is read */
    struct arena *log_arena;
    struct text log; /* what was asked, each with a blank before it */
} fake;

static void note_asked(const char *what, sg_str value) {
    text_put(fake.log_arena, &fake.log,
             arena_printf(fake.log_arena, "%s%s %.*s", fake.log.len ? ", " : "", what, STR_ARG(value)));
}

static void note_job(const char *source, sg_str detail, const struct size_job *job) {
    note_asked(source, detail);
    if (job->platform.len) note_asked("for", job->platform);
    for (size_t i = 0; i < job->count; i++) note_asked("image", job->images[i].ref);
    if (job->progress) job->progress(job->user, STR("reading"), 1, 2);
}

static bool say_problem(sg_str *problem, const char *text) {
    if (text) *problem = str_from(text);
    return !text;
}

static void fill_in(struct arena *arena, struct image_record *record, const struct answer *answer) {
    record->state = answer->state;
    record->problem = str_from(answer->problem ? answer->problem : "");
    record->basis = SG_BASIS_FILES;
    if (answer->id) record->id = str_from(answer->id);
    if (answer->history) read_history(arena, record, answer->history);
}

/* The answers for images that were asked for by name. */
static void answer_refs(struct size_job *job) {
    for (size_t i = 0; i < job->count; i++) {
        struct image_record *record = &job->images[i];
        fill_in(job->arena, record, &(struct answer){.state = IMAGE_MISSING, .problem = "no such image"});
        for (const struct answer *answer = fake.answers; answer && answer->ref; answer++)
            if (str_eq(record->ref, str_from(answer->ref))) fill_in(job->arena, record, answer);
    }
}

static bool fake_engine(struct size_job *job, sg_str host) {
    note_job("engine", host, job);
    job->name = STR("Fake Engine");
    answer_refs(job);
    return say_problem(&job->problem, fake.engine_problem);
}

static void put_names(struct arena *arena, struct image_record *record, const char *names) {
    LIST(sg_str) list = {0};
    for (sg_str rest = str_from(names), name; rest.len;) {
        str_cut(rest, ' ', &name, &rest);
        LIST_ADD(arena, &list) = name;
    }
    record->names = list.items;
    record->name_count = list.count;
    record->ref = list.count ? list.items[0] : (sg_str){0};
}

static bool fake_archive(struct size_job *job, sg_str path) {
    LIST(struct image_record) images = {0};
    note_job("archive", path, job);
    if (fake.starved) arena_alloc(job->arena, SIZE_MAX); /* more than an address can reach */
    for (const struct answer *answer = fake.answers; answer && answer->ref; answer++) {
        if (!str_eq(path, str_from(answer->source))) continue;
        struct image_record record = {0};
        put_names(job->arena, &record, answer->ref);
        fill_in(job->arena, &record, answer);
        LIST_ADD(job->arena, &images) = record;
    }
    job->images = images.items;
    job->count = images.count;
    job->name = STR("Fake archive");
    return say_problem(&job->problem, fake.archive_problem);
}

static bool fake_registry(struct size_job *job, const struct registry_access *access) {
    sg_str hosts = access->insecure_count ? access->insecure[0] : STR("");
    note_job("registry", hosts, job);
    if (access->config.len) note_asked("config", access->config);
    if (access->token.len) note_asked("token", access->token);
    answer_refs(job);
    return say_problem(&job->problem, fake.registry_problem);
}

static bool fake_folder(struct arena *arena, sg_str path, folder_filter *filter, void *user, struct folder *found,
                        sg_str *problem) {
    LIST(struct folder_file) files = {0};
    note_asked("folder", path);
    for (size_t i = 0; i < fake.rounds; i++) filter(user, i % 2 ? STR("f") : STR("x"), false);
    for (sg_str rest = str_from(fake.folder ? fake.folder : ""), name; rest.len;) {
        str_cut(rest, ' ', &name, &rest);
        bool is_folder = str_ends(name, STR("/"));
        if (is_folder) name.len--;
        bool keep = filter(user, name, is_folder);
        note_asked(keep ? "keeps" : "leaves", name);
        if (keep && !is_folder) LIST_ADD(arena, &files) = (struct folder_file){name, 10};
    }
    *found = (struct folder){files.items, files.count, files.capacity};
    return say_problem(problem, fake.folder_problem);
}

static bool fake_file(struct arena *arena, sg_str path, size_t limit, sg_str *text, bool *linked, sg_str *problem) {
    note_asked("file", path);
    assert_true(limit >= 1000);
    *text = (sg_str){0};
    *linked = false;
    for (const struct file *file = fake.files; file && file->path; file++) {
        if (!str_eq(path, str_from(file->path))) continue;
        *text = arena_copy(arena, str_from(file->text));
        *linked = file->linked;
    }
    return say_problem(problem, fake.file_problem);
}

static const struct size_module module = {0, fake_engine, fake_archive, fake_registry, fake_folder, fake_file};

/* ---- one question, all of what comes out ---- */

/* A line for each: "size-image: no such image". */
static const char *said(struct arena *arena, sg_doc *doc) {
    struct text out = {0};
    for (size_t i = 0; i < sg_diag_count(doc); i++) {
        const sg_diag *diag = sg_diag_at(doc, i);
        text_put(arena, &out, arena_printf(arena, "%s%s: %.*s", i ? "\n" : "", diag->id, STR_ARG(diag->message)));
    }
    return arena_cstr(arena, text_str(&out));
}

struct row {
    const char *options;
    struct fake fake;
    const char *asked, *sizes, *said;
    bool failed;
};

static void pretend(void **state, const struct fake *answers) {
    fake = *answers;
    fake.log_arena = *state;
}

static sg_status ask(void **state, sg_doc *doc, const struct fake *answers) {
    pretend(state, answers);
    assert_true(sizes_wanted(doc->options));
    return sizes_ask(doc, &module, NULL, NULL);
}

static void check_rows(void **state, const char *text, const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct row *row = &rows[i];
        sg_doc *doc = document(text, row->options);
        sg_status status = ask(state, doc, &row->fake);
        const char *input = text_of(state, arena_printf(*state, "row %zu: %s", i, row->options));
        if (row->asked) assert_row(input, text_of(state, text_str(&fake.log)), row->asked);
        if (row->sizes) assert_row(input, all_sizes(*state, doc), row->sizes);
        assert_row(input, said(*state, doc), row->said);
        assert_int_equal(status, row->failed ? SG_SOURCE_FAILED : SG_OK);
        sg_free(doc);
    }
}

#define ROWS(text, rows) check_rows(state, text, rows, COUNT(rows))

#define TWO "FROM alpine AS a\nRUN x\nFROM a AS b\nCOPY f /f\n"
#define IN(path, names, history)                                                                                       \
    { path, names, history, IMAGE_FOUND, NULL, NULL }
#define HISTORY_A "5 base\n2 RUN /bin/sh -c x # buildkit\n"
#define HISTORY_B HISTORY_A "1 COPY f /f # buildkit\n"
#define MEASURED "a=7(+2) b=8(+1) |alpine=5"
#define NOTHING "a=? b=? |alpine=?"

/* ---- engines ---- */

static void engines(void **state) {
    static const struct answer both[] = {
        {.ref = "t:a", .history = HISTORY_A}, {.ref = "t:b", .history = HISTORY_B}, {0}};
    static const struct answer broken[] = {{.ref = "t:a", .state = IMAGE_FAILED, .problem = "it is damaged"}, {0}};
#define ENGINE "engine unix:///var/run/docker.sock"
    static const struct row rows[] = {
        {"image=b=t:b", {.answers = both}, ENGINE ", image t:b", MEASURED, "", false},
        {"image=b=t:b platform=linux/arm64 docker-host=tcp://127.0.0.1:1",
         {.answers = both},
         "engine tcp://127.0.0.1:1, for linux/arm64, image t:b",
         MEASURED,
         "",
         false},
        {"image-template=t:{stage}", {.answers = both}, ENGINE ", image t:a, image t:b", MEASURED, "", false},
        /* one that was named has to be there; of a template's, some image */
        {"image=b=other",
         {.answers = both},
         ENGINE ", image other",
         NOTHING,
         "size-image: other: no such image",
         false},
        {"image-template={stage}",
         {.answers = both},
         ENGINE ", image a, image b",
         NOTHING,
         "size-image: no stage has an image of such a name: docker build --target STAGE -t NAME makes one",
         false},
        {"image-template=t:{stage} image=b=none",
         {.answers = both},
         ENGINE ", image none, image t:a",
         "a=7(+2) b=? |alpine=5",
         "size-image: none: no such image",
         false},
        /* one that could not be looked at is the engine's failure, whoever named it */
        {"image=a=t:a", {.answers = broken}, ENGINE ", image t:a", NOTHING, "size-image: t:a: it is damaged", true},
        {"image-template=t:{stage} image=b=t:b",
         {.answers = broken},
         NULL,
         NOTHING,
         "size-image: t:b: no such image\nsize-image: t:a: it is damaged\n"
         "size-image: no stage has an image of such a name: docker build --target STAGE -t NAME makes one",
         true},
        {"image=a=t:a", {.engine_problem = "nobody listens"}, NULL, NOTHING, "size-source: nobody listens", true},
        {"image=c=t:a", {.answers = both}, "", NOTHING, "size-stage: there is no stage \"c\"", false},
    };
    ROWS(TWO, rows);
}

/* ---- archives ---- */

static void archives_by_name(void **state) {
    static const struct answer two[] = {
        {"x.tar", "t:a latest", HISTORY_A, .id = "sha256:01"}, IN("y.tar", "t:b", HISTORY_B), {0}};
    static const struct answer same[] = {
        IN("x.tar", "t:b", HISTORY_B), IN("y.tar", "t:b", "1 base\n1 RUN /bin/sh -c x\n1 COPY f /f\n"), {0}};
    static const struct answer broken[] = {{"x.tar", "t:b", .state = IMAGE_FAILED, .problem = "it is damaged"}, {0}};
    static const struct row rows[] = {
        {"archive=x.tar archive=y.tar image=b=t:b",
         {.answers = two},
         "archive x.tar, archive y.tar",
         MEASURED,
         "",
         false},
        {"archive=x.tar image=a=01 platform=linux/arm64",
         {.answers = two},
         "archive x.tar, for linux/arm64",
         "a=7(+2) b=? |alpine=5",
         "",
         false},
        {"archive=x.tar image-template=t:{stage}", {.answers = two}, NULL, "a=7(+2) b=? |alpine=5", "", false},
        {"archive=x.tar archive=y.tar image=b=t:b", {.answers = same}, NULL, MEASURED, "", false}, /* the first */
        {"archive=x.tar image=b=u",
         {.answers = two},
         NULL,
         NOTHING,
         "size-image: u: no archive has an image of that name",
         false},
        {"archive=x.tar image=b=t:b", {.answers = broken}, NULL, NOTHING, "size-image: t:b: it is damaged", true},
        {"archive=x.tar image=b=t:b",
         {.archive_problem = "no such file"},
         "archive x.tar",
         NOTHING,
         "size-source: no such file\nsize-image: t:b: no archive has an image of that name",
         true},
    };
    ROWS(TWO, rows);
}

#define NO_TAG                                                                                                         \
    "size-archive: no image in it tells by its tag which stage it is of, or its history does not fit: name it with "   \
    "--image STAGE=REF"

static void archives_by_tag(void **state) {
    static const struct answer tagged[] = {IN("x.tar", "t:a", HISTORY_A), IN("x.tar", "b", HISTORY_B), {0}};
    static const struct answer twice[] = {IN("x.tar", "t:a u:a", HISTORY_A), IN("x.tar", "v:a", "9 base\n"), {0}};
    static const struct answer only[] = {IN("x.tar", "t:u", HISTORY_B), {0}};
    static const struct answer nameless[] = {IN("x.tar", "", HISTORY_A), {0}};
    static const struct answer strange[] = {IN("x.tar", "t:u", HISTORY_B), IN("x.tar", "t:v t:w", HISTORY_B), {0}};
    static const struct answer broken[] = {{"x.tar", "t:a", .state = IMAGE_FAILED, .problem = "it is damaged"}, {0}};
    static const struct answer no_name[] = {
        {"x.tar", "", .state = IMAGE_FAILED, .problem = "it is damaged", .id = "sha256:2"}, {0}};
    static const char misfit[] =
        "size-misfit: an image was built from another version of this file: in the place of "
        "this instruction it has \"RUN /bin/sh -c x # buildkit\"; what its history could tell stays unknown\n" NO_TAG;
    static const struct row rows[] = {
        {"archive=x.tar", {.answers = tagged}, "archive x.tar", MEASURED, "", false},
        {"archive=x.tar", {.answers = twice}, NULL, "a=7(+2) b=? |alpine=5", "", false},
        {"archive=x.tar", {.answers = only}, NULL, MEASURED, "", false},
        {"archive=x.tar", {.answers = nameless}, NULL, NOTHING, misfit, false},
        {"archive=x.tar", {.answers = strange}, NULL, NOTHING, NO_TAG "; there are t:u, t:v, t:w", false},
        {"archive=y.tar", {.answers = strange}, "archive y.tar", NOTHING, NO_TAG, false},
        {"archive=x.tar", {.answers = broken}, NULL, NOTHING, "size-image: t:a: it is damaged", true},
        {"archive=x.tar archive=y.tar",
         {.answers = no_name},
         NULL,
         NOTHING,
         "size-image: sha256:2: it is damaged",
         true},
        {"archive=x.tar", {.archive_problem = "no such file"}, NULL, NOTHING, "size-source: no such file", true},
    };
    ROWS(TWO, rows);
}

/* ---- registries ---- */

#define SEVERAL                                                                                                        \
    "FROM scratch AS a\nFROM --platform=linux/arm64 alpine AS b\nFROM debian AS c\nFROM busybox AS d\n"                \
    "FROM unused AS e\nFROM $NONE:1 AS f\nFROM c AS z\nCOPY --from=a / /\nCOPY --from=b / /\nCOPY --from=d / /\n"      \
    "COPY --from=f / /\n"
#define SIZES(alpine, debian, busybox)                                                                                 \
    "a=? b=? c=? d=? e=? f=? z=? |scratch=? |alpine=" alpine " |debian=" debian " |busybox=" busybox                   \
    " |unused=? |$NONE:1=?"
#define INVALID "invalid-reference: failed to parse stage name \":1\": invalid reference format"

/* Images of one platform are asked for together; what nobody draws or is no name, not at all. */
static void registries(void **state) {
    static const struct answer all[] = {{.ref = "alpine", .history = "5 base\n"},
                                        {.ref = "debian", .history = "9 base\n"},
                                        {.ref = "busybox", .history = "1 base\n"},
                                        {0}};
    static const struct answer unreached[] = {{.ref = "alpine", .history = "5 base\n"},
                                              {.ref = "debian", .state = IMAGE_UNREACHED, .problem = "nobody answers"},
                                              {0}};
    static const struct row rows[] = {
        {"registry target=z",
         {.answers = all},
         "registry , for linux/arm64, image alpine, registry , for linux/amd64, image debian, image busybox",
         SIZES("registry 5", "registry 9", "registry 1"),
         INVALID,
         false},
        {"registry target=z",
         {.answers = unreached},
         NULL,
         SIZES("registry 5", "?", "?"),
         INVALID "\nsize-registry: debian: nobody answers; --keep-going goes on without its size\n"
                 "size-registry: busybox: no such image; its size stays unknown",
         true},
        {"registry target=b insecure-registry=localhost:5000 docker-config=/c registry-token=a=b",
         {.registry_problem = "no certificates"},
         "registry localhost:5000, for linux/arm64, image alpine, config /c, token a=b",
         SIZES("?", "?", "?"),
         INVALID "\nsize-source: no certificates",
         true},
    };
    ROWS(SEVERAL, rows);
}

static void too_many_images(void **state) {
    struct text text = {0};
    for (size_t i = 0; i < 258; i++) text_put(*state, &text, arena_printf(*state, "FROM image%zu AS s%zu\n", i, i));
    text_put(*state, &text, STR("FROM scratch\n"));
    for (size_t i = 0; i < 258; i++) text_put(*state, &text, arena_printf(*state, "COPY --from=s%zu / /\n", i));
    const struct answer none[] = {{0}};
    sg_doc *doc = document_of(text_str(&text), "registry");
    assert_int_equal(ask(state, doc, &(struct fake){.answers = none}), SG_OK);
    assert_true(str_ends(text_str(&fake.log), STR("image image255")));
    assert_row("too many", first_problem(doc),
               "size-registry: image256: too many images to ask for; its size stays unknown");
    sg_free(doc);
}

/* ---- the build context ---- */

static void contexts(void **state) {
    static const struct file none[] = {{0}};
    static const struct file root[] = {{"ctx/.dockerignore", "x\nd\n", false}, {0}};
    static const struct file beside[] = {
        {"Dockerfile.dockerignore", "f\n", false}, {"ctx/.dockerignore", "x\n", false}, {0}};
    static const struct file broken[] = {{"ctx/.dockerignore", "# patterns\n\nx\na[\n", false}, {0}};
    static const struct file linked[] = {{"ctx/.dockerignore", "a[\n", true}, {0}};
#define LOOKS "file Dockerfile.dockerignore, file ctx/.dockerignore"
    static const struct row rows[] = {
        {"context=ctx",
         {.files = none, .folder = "f x d/ d/y"},
         LOOKS ", folder ctx, keeps f, keeps x, keeps d, keeps d/y",
         "a=? b=>=10 |alpine=?",
         "",
         false},
        {"context=ctx",
         {.files = root, .folder = "f x d/ d/y"},
         LOOKS ", folder ctx, keeps f, leaves x, leaves d, leaves d/y",
         "a=? b=>=10 |alpine=?",
         "",
         false},
        {"context=ctx",
         {.files = beside, .folder = "f x d/"},
         "file Dockerfile.dockerignore, folder ctx, leaves f, keeps x, keeps d",
         NOTHING,
         "",
         false},
        {"context=ctx",
         {.files = broken, .folder = "f"},
         NULL,
         NOTHING,
         "size-ignore: the pattern a[ has a problem: syntax error in pattern; what is copied from the context stays unknown",
         false},
        {"context=ctx",
         {.files = linked, .folder = "f"},
         NULL,
         NOTHING,
         "size-ignore: what is wrong here is not shown, because the file is a link",
         false},
        {"context=ctx", {.folder_problem = "no folder"}, LOOKS ", folder ctx", NOTHING, "size-source: no folder", true},
        {"context=ctx",
         {.file_problem = "too large"},
         "file Dockerfile.dockerignore",
         NOTHING,
         "size-source: too large",
         true},
    };
    ROWS(TWO, rows);
}

/* Patterns are told where they stand, and what stands beside the Dockerfile is looked for in its folder. */
static void context_places(void **state) {
    static const struct file broken[] = {{"dir/D.dockerignore", "# patterns\n\nx\na[\n", false}, {0}};
    sg_options *options = options_from("context=ctx");
    sg_doc *doc;
    assert_int_equal(sg_parse(TWO, strlen(TWO), "dir/D", options, &doc), SG_OK);
    ask(state, doc, &(struct fake){.files = broken});
    assert_row("dir/D", all_problems(doc), "4:1 warning size-ignore");
    assert_row("dir/D", text_of(state, sg_diag_at(doc, 0)->file), "dir/D.dockerignore");
    sg_free(doc);
    assert_int_equal(sg_parse(TWO, strlen(TWO), NULL, options, &doc), SG_OK);
    ask(state, doc, &(struct fake){.files = broken});
    assert_row("stdin", text_of(state, text_str(&fake.log)), "file ctx/.dockerignore, folder ctx");
    sg_free(doc);
    sg_options_free(options);
}

static const char *repeated(void **state, const char *text, size_t times) {
    struct text out = {0};
    for (size_t i = 0; i < times; i++) text_put(*state, &out, str_from(text));
    return text_of(state, text_str(&out));
}

static void context_limits(void **state) {
    sg_doc *doc = document(TWO, "context=ctx");
    struct file patterns[] = {{"ctx/.dockerignore", repeated(state, "!q\n", 16000), false}, {0}};
    assert_int_equal(ask(state, doc, &(struct fake){.files = patterns, .rounds = 16000}), SG_OK);
    assert_row("patterns", first_problem(doc), "limit: the patterns of .dockerignore take over 250 million steps");
    sg_free(doc);
    doc = document(arena_cstr(*state, arena_join(*state, STR(TWO), str_from(repeated(state, "COPY z* /\n", 1000)))),
                   "context=ctx");
    assert_int_equal(ask(state, doc, &(struct fake){.folder = repeated(state, "f ", 2000)}), SG_OK);
    assert_row("copies", first_problem(doc), "limit: COPY and ADD take over 250 million steps in the build context");
    sg_free(doc);
}

/* ---- all of them ---- */

static void wanted(void **state) {
    (void)state;
    static const char *const without[] = {"", "size=a=1MB", "docker-host=unix:///x", "check-sizes"};
    for (size_t i = 0; i < COUNT(without); i++) {
        sg_options *options = options_from(without[i]);
        assert_false(sizes_wanted(options));
        sg_options_free(options);
    }
}

static void together(void **state) {
    static const struct answer answers[] = {{"x.tar", "t:a", HISTORY_A, IMAGE_FOUND, NULL, NULL},
                                            {.source = "", .ref = "alpine", .history = "5 base\n"},
                                            {0}};
    sg_doc *doc = document(TWO, "archive=x.tar archive=x.tar registry context=ctx");
    assert_int_equal(ask(state, doc, &(struct fake){.answers = answers, .folder = "f"}), SG_OK);
    assert_row("sizes", all_sizes(*state, doc), "a=7(+2) b=>=10 |alpine=5");
    assert_row("note", text_of(state, doc->size_note),
               "files in layers, Fake archive; \xE2\x89\xA5 what the build context gives");
    sg_free(doc);
}

/* ---- who watches, and what runs out ---- */

static void count_calls(void *user, sg_str what, int64_t done, int64_t total) {
    assert_true(str_eq(what, STR("reading")) && done == 1 && total == 2);
    ++*(int *)user;
}

static void progress(void **state) {
    static const char *const options[] = {"image=a=x", "archive=x.tar", "registry"};
    for (size_t i = 0; i < COUNT(options); i++) {
        int calls = 0;
        sg_doc *doc = document(TWO, options[i]);
        pretend(state, &(struct fake){0});
        sizes_ask(doc, &module, count_calls, &calls);
        assert_int_equal(calls, 1);
        sg_free(doc);
    }
}

static void ask_starved(void *doc) {
    sizes_ask(doc, &module, NULL, NULL);
    fail_msg("memory did not run out");
}

static void no_memory(void **state) {
    sg_doc *doc = document(TWO, "archive=x.tar");
    pretend(state, &(struct fake){.starved = true});
    assert_false(arena_guard(&doc->arena, ask_starved, doc));
    sg_free(doc);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(engines),        cmocka_unit_test(archives_by_name), cmocka_unit_test(archives_by_tag),
        cmocka_unit_test(registries),     cmocka_unit_test(too_many_images),  cmocka_unit_test(contexts),
        cmocka_unit_test(context_places), cmocka_unit_test(context_limits),   cmocka_unit_test(wanted),
        cmocka_unit_test(together),       cmocka_unit_test(progress),         cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
