/* Purposes guessed from whole stages: what none may hold, whatever the Dockerfile. */
#include "helper.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static const char *purpose_of(void **state, sg_doc *doc) {
    return text_of(state, sg_stage_at(doc, sg_stage_count(doc) - 1)->purpose);
}

/* What is started, copied and held, and what tell.c puts together: each in its own words (told.def). */
static const char *const texts[] = {
    "FROM i\nCMD [\"nginx\", \"-g\", \"daemon off;\"]",
    "FROM i\nCMD nginx -g 'daemon off;'",
    "FROM i\nENTRYPOINT [\"/usr/bin/app\"]\nCMD [\"--help\"]",
    "FROM i\nCMD [\"a\"]\nCMD [\"b\"]",
    "FROM i\nRUN npm ci\nCMD x",
    "FROM i AS a\nRUN npm ci\nCMD x\nFROM a AS b",
    "FROM i\nEXPOSE 80\nCMD x",
    "FROM i\nEXPOSE 80/tcp\nCMD x",
    "ARG P=81\nFROM i\nARG P\nEXPOSE $P\nCMD x",
    "FROM i\nEXPOSE 80 81\nCMD x",
    "FROM i\nEXPOSE $P\nCMD x",
    "FROM i\nRUN apk add nginx\nCMD nginx",
    "FROM i\nENTRYPOINT [\"/sbin/tini\", \"--\", \"app\"]",
    "FROM i\nENTRYPOINT [\"tini\", \"-g\", \"--\"]\nCMD [\"app\"]",
    "FROM i\nENTRYPOINT [\"docker-entrypoint.sh\"]\nCMD [\"app\", \"x\"]",
    "FROM i\nENTRYPOINT [\"dumb-init\", \"gosu\", \"-x\", \"app\"]",
    "FROM i\nCMD exec app --x",
    "FROM i\nCMD [\"sh\", \"-c\", \"mkdir x && exec app y\"]",
    "FROM i\nCMD [\"env\", \"A=b\", \"app\"]",
    "FROM i\nCMD A=b app",
    "FROM i\nRUN npm ci\nCMD [\"bash\"]",
    "FROM i\nRUN npm ci\nCMD [\"/bin/sh\", \"-c\", \"$X\"]",
    "FROM i\nRUN npm ci\nCMD []",
    "FROM i\nENTRYPOINT [\"bash\"]\nCMD [\"app\"]",
    "FROM i\nCMD [\"python\", \"-u\", \"src/app.py\"]",
    "FROM i\nCMD [\"python3.12\", \"-m\", \"http.server\"]",
    "FROM i\nCMD [\"python3\"]",
    "FROM i\nCMD [\"python3\", \"-c\", \"from x import y; y.run()\"]",
    "FROM i\nCMD [\"node\", \"-e\", \"a(); b()\"]",
    "FROM i\nRUN npm ci\nCMD [\"echo hello world\"]",
    "FROM i\nCMD [\"node\", \"dist/server.js\"]",
    "FROM i\nCMD [\"java\", \"-Xmx1g\", \"-jar\", \"/app/x.jar\"]",
    "FROM i\nCMD java $OPTS -jar x.jar",
    "FROM i\nCMD [\"java\", \"Main\"]",
    "FROM i\nENTRYPOINT [\"dotnet\", \"App.dll\"]",
    "FROM i\nCMD [\"gunicorn\", \"-b\", \"0.0.0.0:80\", \"shop.wsgi:application\"]",
    "FROM i\nCMD uvicorn app.main:app --host 0.0.0.0",
    "FROM i\nCMD [\"npm\", \"start\"]",
    "FROM i\nCMD [\"npm\", \"run\", \"serve\"]",
    "FROM i\nARG V=FRP-5467-g9\nADD https://h/r/$V/busybox-w64-${V}.exe /b.exe",
    "FROM i\nARG U=https://h/tool-1.2.tar.gz\nADD $U /t",
    "FROM i\nADD https://h/v1/tool.tar.gz?x=1 /t",
    "FROM i\nCMD [\"hack/make\", \"all\"]",
    "FROM i\nRUN hack/make\nCMD ./hack/make",
    "FROM i\nCMD [\"app/server\"]",
    "FROM i\nENTRYPOINT [\"C:\\\\\\\\app\\\\\\\\server.exe\"]",
    "FROM i AS a\nFROM i AS b\nCOPY --from=a /out/app /",
    "FROM i\nFROM i\nCOPY --from=0 /out/app /",
    "FROM i AS a\nFROM i\nCOPY --from=a /w /x/y/z /t/",
    "FROM i AS a\nFROM i\nCOPY --from=a / /t",
    "FROM i AS a\nFROM i\nCOPY --from=a /x/* /t",
    "FROM i AS a\nFROM i AS b\nFROM i\nCOPY --from=a x /\nCOPY --from=b y /",
    "FROM i\nCOPY --from=r.io/o/tool:1 x /",
    "FROM i\nCOPY --from=r.io:5000/o/tool@sha256:0123456789012345678901234567890123456789012345678901234567890123 x /",
    "FROM i AS a\nFROM i\nCOPY --from=a x /\nRUN --mount=from=a,target=/m npm ci\nCMD x",
    "FROM i\nRUN apk add nginx && npm ci && npm run build && curl https://h/x && useradd u\nCMD x",
    "FROM i\nRUN curl https://h/x; apk add nginx; pip install y; ./z.sh",
    "FROM i\nRUN npm ci && npm run build && npm test",
    "FROM i\nRUN npm test\nCMD x",
    "FROM i\nRUN npm ci && npm run lint",
    "FROM i\nRUN npm run lint && npm run build",
    "FROM i AS a\nRUN npm ci\nCMD x\nFROM i\nCOPY --from=a y z\nFROM a\nRUN go mod download\nRUN go build -o w",
    "FROM scratch\nADD https://github.com/o/repo.git#v1 /s",
    "FROM scratch\nADD https://x.io/a/file.tgz /s",
    "FROM scratch\nADD https://x.io/ /s",
    "FROM i\nCOPY . .",
    "FROM i\nCOPY a/x.conf y.sh /etc/",
    "FROM i\nCOPY . .\nRUN npm ci",
    "FROM scratch\nCOPY <<E /x\ny\nE",
    "FROM scratch",
    "FROM i AS a\nFROM a AS b\nENV x=y",
    "FROM i\nFROM 0",
    "FROM r.io:5000/o/tool:1.2",
    "FROM i@sha256:0123456789012345678901234567890123456789012345678901234567890123",
    "FROM $NOPE",
    "FROM i:$NOPE",
    "FROM a",
    "FROM i\nWORKDIR /x",
    ("# escape=`\nFROM mcr.microsoft.com/windows/servercore\nSHELL [\"powershell\"]\nRUN Install-Module x; `\n  "
     "Invoke-WebRequest https://x.io/tool-1.2.zip"),
    "# escape=`\nFROM i\nRUN C:\\go\\bin\\go.exe build -o C:\\out\\app.exe",
    "FROM i\nENV T=nginx\nRUN apk add $T",
    "FROM i AS a\nENV T=nginx\nFROM a\nRUN apk add ${T}",
    "FROM i\nARG T=nginx\nRUN apk add \"$T\"",
    "# Runs it.\nFROM i\nCMD x",
    "FROM i\nLABEL org.opencontainers.image.description=L\nCMD x",
#define TOLD(text, purposes) text,
#include "told.def"
};

/* ---- what no guess may hold ---- */

/* At most two short phrases of plain words. */
static void check_clean(const char *input, sg_str purpose) {
    static const char *const never[] = {"$",  "://", "\n", "\"", "'", "`",  "\\", "{",  "<<",
                                        "&&", ">",   "|",  "*",  "?", "%s", "()", "(,", ", ,"};
    for (size_t i = 0; i < COUNT(never); i++)
        if (str_find_str(purpose, str_from(never[i])) < purpose.len)
            fail_msg("%s: \"%s\" in: %.*s", input, never[i], STR_ARG(purpose));
    size_t phrases = 1;
    for (size_t i = 0; i + 1 < purpose.len; i++) {
        if ((unsigned char)purpose.ptr[i] < ' ' || purpose.ptr[i] == 0x7f)
            fail_msg("%s: a control character in: %.*s", input, STR_ARG(purpose));
        phrases += purpose.ptr[i] == '\xC2' && purpose.ptr[i + 1] == '\xB7';
    }
    if (phrases > 2 || !purpose.len || purpose.len > 160)
        fail_msg("%s: %zu phrases: %.*s", input, phrases, STR_ARG(purpose));
}

static size_t check_document(const char *input, sg_str text) {
    size_t guesses = 0;
    sg_doc *doc = document_of(text, "keep-going");
    for (size_t s = 0; s < sg_stage_count(doc); s++) {
        const sg_stage *stage = sg_stage_at(doc, s);
        if (stage->purpose_source != SG_FACT_INFERRED) continue;
        check_clean(input, stage->purpose);
        guesses++;
    }
    sg_free(doc);
    return guesses;
}

static void clean_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) check_document(texts[i], str_from(texts[i]));
}

/* Whatever byte stands where a name would. */
static void every_byte(void **state) {
    static const char *const lines[] = {
        "RUN apk add a%sb",
        "RUN pip install a%sb",
        "RUN npm install -g a%sb",
        "RUN git clone https://h/o/a%sb",
        "RUN go build -o a%sb",
        "RUN curl https://h/a%sb",
        "RUN go install h/o/a%sb@v1",
        "RUN gem install a%sb",
        "RUN ./a%sb.sh",
        "RUN useradd a%sb",
        "RUN a%sb",
        "RUN yarn%s x",
        "CMD a%sb",
        "CMD [\"a%sb\"]",
        "CMD [\"python\", \"a%sb\"]",
        "CMD gunicorn a%sb:c",
        "CMD npm a%sb",
        "ENTRYPOINT [\"a%sb c\"]",
        "ADD https://h/a%sb /",
        "COPY a%sb /",
        "COPY --from=i a%sb /x",
        "COPY --from=i /x /a%sb",
        "COPY --from=a%sb x /",
        "EXPOSE a%sb\nCMD x",
        "FROM a%sb",
        "FROM i AS a%sb\nFROM i",
        "RUN dotnet build a%sb.sln",
        "RUN ninja%s",
    };
    for (size_t i = 0; i < COUNT(lines); i++) {
        sg_str line = str_from(lines[i]);
        size_t at = str_find(line, '%');
        for (int c = 0; c < 256; c++) {
            char byte = (char)c;
            sg_str head = arena_join(*state, STR("FROM scratch\n"), str_slice(line, 0, at));
            sg_str text = arena_join(*state, arena_join(*state, head, (sg_str){&byte, 1}), str_skip(line, at + 2));
            check_document(text_of(state, arena_printf(*state, "%s, byte %d", lines[i], c)), text);
        }
    }
}

static size_t check_file(const char *path) {
    struct buf text = {0};
    char block[4096];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    for (size_t got; (got = fread(block, 1, sizeof block, file)) > 0;) buf_put(&text, (sg_str){block, got});
    fclose(file);
    size_t guesses = check_document(path, text.ptr ? buf_str(&text) : STR(""));
    buf_free(&text);
    return guesses;
}

/* All of the real Dockerfiles, if they are there. */
static void corpus(void **state) {
    const char *conformance = getenv("STAGEGRAPH_CONFORMANCE");
    const char *folder =
        text_of(state, arena_printf(*state, "%s/corpus", conformance ? conformance : "../shared/conformance"));
    DIR *open = opendir(folder);
    if (!open) skip();
    size_t guesses = 0;
    for (const struct dirent *entry; (entry = readdir(open));)
        if (entry->d_name[0] != '.')
            guesses += check_file(text_of(state, arena_printf(*state, "%s/%s", folder, entry->d_name)));
    closedir(open);
    assert_true(guesses > 100);
}

/* ---- limits ---- */

/* Long lists are told with three names, and cost no more than their length. */
static void long_lists(void **state) {
    (void)state;
    static const char *const starts[] = {"RUN apk add", "RUN pip install", "RUN gem install", "RUN apk del", "COPY"};
    for (size_t i = 0; i < COUNT(starts); i++) {
        struct buf text = {0};
        buf_printf(&text, "FROM scratch\n%s", starts[i]);
        for (int n = 0; n < 20000; n++) buf_printf(&text, " p%d", n);
        buf_text(&text, " /x/\n");
        check_document(starts[i], buf_str(&text));
        buf_free(&text);
    }
    struct buf text = {0};
    for (int n = 0; n < 2000; n++) buf_printf(&text, "FROM i AS s%d\n", n);
    buf_text(&text, "FROM i AS last\n");
    for (int n = 0; n < 2000; n++) buf_printf(&text, "COPY --from=s%d a%d /\n", n, n);
    check_document("COPY --from", buf_str(&text));
    buf_free(&text);
}

/* A name that is longer than a box is wide is no name. */
static void long_names(void **state) {
    struct buf text = {0};
    buf_text(&text, "FROM scratch\nRUN apk add nginx ");
    buf_fill(&text, 'x', 41);
    sg_doc *doc = document_of(buf_str(&text), "");
    assert_string_equal(purpose_of(state, doc), "Installs nginx");
    sg_free(doc);
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clean_rows), cmocka_unit_test(every_byte), cmocka_unit_test(corpus),
        cmocka_unit_test(long_lists), cmocka_unit_test(long_names),
    };
    return cmocka_run_group_tests_name("purpose", tests, arena_setup, arena_teardown);
}
