/* What a stage holds of others, and what it provides them. */
#include "annotate/deed.h"

#include "helper.h"

struct row {
    const char *text;
    size_t stage;
    const char *phrase;
};

static const struct row providers[] = {
    /* what is copied or mounted, and by whom */
    {"FROM golangci/golangci-lint:v2 AS g\nFROM go AS lint\nCOPY --from=g /usr/bin/golangci-lint /bin/", 0,
     "golangci-lint for lint"},
    {"FROM acme/tool AS t\nFROM i\nCOPY --from=t /bin/tool /bin/", 0, "tool for the final image"},
    {"FROM acme/tool AS t\nFROM i\nCOPY --from=t /bin/tool /\nFROM j AS k", 0, "tool for stage 1"},
    {"FROM acme/linter AS l\nFROM go\nRUN --mount=from=l,source=/bin/linter,target=/l /l", 0,
     "linter for the final image"},
    {"FROM acme/tools AS t\nFROM i AS a\nCOPY --from=t /bin/protoc /bin/", 0, "protoc from tools for a"},
    {"FROM golang AS g\nFROM i AS a\nCOPY --from=g /usr/local/go /usr/local/go", 0, "golang for a"},
    {"FROM alpine AS c\nFROM scratch AS a\nCOPY --from=c /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/", 0,
     "certificates from alpine for a"},
    {"FROM alpine AS c\nFROM scratch AS a\nCOPY --from=c /usr/share/zoneinfo /z", 0, "timezones from alpine for a"},
    {"FROM x/t AS t\nENV A=b\nARG C\nLABEL d=e\nEXPOSE 1\nUSER u\nWORKDIR /w\nFROM i AS a\nCOPY --from=t /bin/t2 /", 0,
     "t2 from t for a"},
    {"FROM x/t AS t\nFROM i AS a\nCOPY --from=t /t /\nFROM i AS b\nCOPY --from=t /t /\nCOPY --from=t /u /", 0,
     "t for a, b"},
    /* bases */
    {"FROM python:3 AS base\nUSER app\nFROM base AS web\nFROM base AS worker", 0,
     "Base of web, worker: Python, user app"},
    {"FROM python:3 AS base\nUSER root\nFROM base AS web\nRUN x", 0, "Base of web: Python"},
    {"FROM python:3 AS base\nUSER 1000:1000\nFROM base AS web\nRUN x", 0, "Base of web: Python"},
    {"FROM node AS n\nFROM n AS a\nFROM n AS b\nFROM n AS c\nFROM n AS d\nFROM n", 0, "Base of a, b (+3): Node"},
    {"FROM r.io:5000/dotnet/sdk:8 AS s\nFROM s\nRUN x", 0, "Base of the final image: .NET SDK"},
    {"FROM r.io/acme/base:8 AS s\nFROM s\nRUN x", 0, "Base of the final image: acme base"},
    {"FROM i AS a\nRUN x\nFROM a AS b\nUSER app\nFROM b AS c\nRUN y", 1, "Base of c: user app"},
    {"FROM i AS a\nRUN x\nFROM a AS b\nFROM j AS c\nCOPY --from=b /t /", 1, "a for c"},
    /* no provider */
    {"FROM alpine AS a\nFROM i", 0, NULL}, /* nobody takes it */
    {"FROM alpine AS a\nRUN x\nFROM a", 0, NULL},
    {"FROM alpine AS a\nCOPY x /\nFROM a", 0, NULL},
    {"FROM alpine AS a\nONBUILD RUN x\nFROM a", 0, NULL},
    {"FROM scratch AS a\nFROM a\nCOPY x /", 0, NULL},
    {"FROM $X AS a\nFROM a", 0, NULL},
    {"FROM i AS a\nFROM a AS b\nFROM b", 1, NULL}, /* that it is the same is told elsewhere */
};

static const struct row holdings[] = {
    /* scratch */
    {"FROM go AS b\nFROM scratch\nCOPY --from=b /out/alpha /out/beta /", 1, "Exports alpha, beta"},
    {"FROM go AS b\nRUN go build -o /out/alpha . && go build -o /out/beta .\nFROM scratch\nCOPY --from=b /out /", 1,
     "Exports alpha, beta"},
    {"FROM a AS g\nRUN git shortlog -se > /out/AUTHORS\nFROM scratch AS update\nCOPY --from=g /out /", 1,
     "Exports AUTHORS"},
    {"FROM a AS g\nRUN <<E\n  cp tool /out/bin/tool\nE\nFROM scratch\nCOPY --from=g /out/* /", 1, "Exports tool"},
    {"FROM a AS g\nRUN rm -f /out/tmp; build /out\nFROM scratch\nCOPY --from=g /out /", 1, "Exports the files of g"},
    {"FROM a AS g\nRUN x /outside/y /out/$Z /out/*.q\nFROM scratch\nCOPY --from=g /out /", 1, "Exports the files of g"},
    {"FROM a AS t\nFROM scratch\nCOPY --from=t /tmp/coverage.txt /", 1, "Exports coverage.txt"},
    {"FROM a AS t\nFROM scratch\nCOPY --from=t / /", 1, "All of t in one layer"},
    {"FROM a AS t\nFROM scratch AS s\nCOPY --from=t /o/x1 /\nFROM i\nCOPY --from=s /x1 /", 1, "Holds x1"},
    {"FROM a AS t\nFROM scratch\nCOPY --from=t /o/x1 /o/x2 /o/x3 /o/x4 /", 1, "Collects x1, x2, \xE2\x80\xA6 (+2)"},
    {"FROM a AS t\nFROM a AS u\nFROM scratch\nCOPY --from=t /out /\nCOPY --from=u /out /", 2,
     "Collects the files of t, u"},
    {"FROM a AS t\nRUN x\nFROM scratch AS s\nCOPY --from=t /o/x1 /out/\nFROM scratch\nCOPY --from=s /out /", 2,
     "Exports x1"},
    {"FROM scratch\nCOPY schema.json /", 0, "Holds schema.json"},
    {"FROM scratch\nADD https://github.com/acme/keyring.git#main /", 0, "Holds keyring"},
    /* images with something of other stages */
    {"FROM go AS b\nFROM debian\nCOPY --from=b /out/alpha /out/beta /bin/", 1, "Holds alpha, beta from b"},
    {"FROM go AS b\nFROM debian\nCOPY --from=b /dist/alpha* /bin/", 1, "Holds alpha from b"},
    {"FROM debian\nCOPY --from=acme/tool:1 /bin/tool /bin/", 0, "Holds tool"},
    {"FROM a AS x1\nFROM a AS y\nFROM i\nCOPY --from=x1 /o/x1 /\nCOPY --from=y /usr/local /usr/local", 2,
     "Collects the files of x1, y"},
    {"FROM a AS b\nFROM i\nCOPY --from=b /out /", 1, NULL}, /* nothing is known but a folder */
    /* an image with files */
    {"FROM nginx\nCOPY site.conf /etc/nginx/conf.d/", 0, "nginx with site.conf"},
    {"FROM nginx\nCOPY conf /etc/nginx/conf.d/default.conf", 0, "nginx with default.conf"},
    {"FROM nginx\nRUN rm /etc/nginx/conf.d/default.conf\nCOPY nginx.conf /etc/nginx/", 0, "nginx with nginx.conf"},
    {"FROM acme/php:8\nCOPY server/Serverfile /etc/", 0, "php with Serverfile"},
    {"FROM nginx\nCOPY a.conf /\nRUN rm /a.conf", 0, NULL},
    {"FROM debian\nRUN apt-get install x\nCOPY a.conf /", 0, NULL},
    {"FROM debian\nCOPY . /app", 0, NULL},
    {"FROM debian\nCOPY entrypoint.sh /", 0, NULL},
    {"FROM debian", 0, NULL},
    /* servers that start by themselves */
    {"FROM node AS b\nFROM nginx\nCOPY --from=b /app/dist /usr/share/nginx/html\nEXPOSE 80", 1,
     "Serves the web app with nginx on port 80"},
    {"FROM hugo AS b\nFROM caddy:2\nCOPY --from=b /src/public /usr/share/caddy", 1, "Serves the site with Caddy"},
    {"FROM ruby AS b\nFROM httpd\nCOPY --from=b /out /usr/local/apache2/htdocs/", 1, "Serves static files with Apache"},
    {"FROM httpd AS base\nFROM base\nCOPY index.html /usr/local/apache2/htdocs/", 1, "Serves index.html with Apache"},
};

static void check_rows(void **state, const struct row *rows, size_t count,
                       struct phrase (*phrase_of)(const struct guess *, const struct stage *)) {
    for (size_t i = 0; i < count; i++) {
        sg_doc *doc = document(rows[i].text, "");
        struct consumers consumers = consumers_of(*state, doc);
        size_t room = SHELL_ROOM;
        struct guess guess = {.doc = doc, .arena = *state, .consumers = &consumers, .room = &room};
        struct phrase phrase = phrase_of(&guess, &doc->stages.items[rows[i].stage]);
        assert_row(rows[i].text, text_of(state, phrase.text), rows[i].phrase ? rows[i].phrase : "(null)");
        assert_true(!phrase.text.ptr || (phrase.line && phrase.rule.len));
        sg_free(doc);
    }
}

static void test_providers(void **state) {
    check_rows(state, providers, COUNT(providers), provider_phrase);
}

static void test_holdings(void **state) {
    check_rows(state, holdings, COUNT(holdings), holding_phrase);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_providers),
        cmocka_unit_test(test_holdings),
    };
    return cmocka_run_group_tests_name("relation", tests, arena_setup, arena_teardown);
}
