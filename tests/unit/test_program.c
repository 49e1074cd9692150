/* What an image starts, from ENTRYPOINT and CMD. */
#include "annotate/deed.h"

#include "helper.h"

static const struct {
    const char *text, *phrase; /* of the last stage */
} starts[] = {
    /* the program, its subcommand and its port */
    {"FROM i\nENTRYPOINT [\"/usr/bin/harbor_exporter\"]\nEXPOSE 8080", "Runs harbor_exporter on port 8080"},
    {"FROM i\nCMD [\"nginx\", \"-g\", \"daemon off;\"]", "Runs nginx"},
    {"FROM i\nCMD nginx -g 'daemon off;'", "Runs nginx"},
    {"FROM i\nCMD [\"a\"]\nCMD [\"b\"]", "Runs b"},
    {"FROM i\nCMD [\"alembic\", \"upgrade\", \"heads\"]", "Runs alembic upgrade"},
    {"FROM i\nENTRYPOINT [\"vault\"]\nCMD [\"server\", \"-config=/x.hcl\"]", "Runs vault server"},
    {"FROM i\nENTRYPOINT [\"tool\"]\nCMD [\"--help\"]", "Runs tool"},
    {"FROM i\nENTRYPOINT [\"tool\"]\nCMD [\"help\"]", "Runs tool"},
    {"FROM i\nENTRYPOINT [\"flowgger\"]\nCMD [\"etc/flowgger.toml\"]", "Runs flowgger"},
    {"FROM i\nENTRYPOINT app --fast\nCMD [\"x\"]", "Runs app"}, /* a shell does not see CMD */
    {"FROM i\nENTRYPOINT [\"C:\\\\\\\\app\\\\\\\\server.exe\"]", "Runs server"},
    {"FROM i\nCMD [\"hack/dind\"]", "Runs hack/dind"},
    {"FROM i\nEXPOSE 53/tcp 53/udp\nCMD dns", "Runs dns on port 53"},
    {"FROM i\nEXPOSE 80 81\nCMD x", "Runs x"},
    {"FROM i\nEXPOSE 80-90\nCMD x", "Runs x"},
    {"FROM i\nEXPOSE $P\nCMD x", "Runs x"},
    /* nothing, or none that is known */
    {"FROM i\nRUN x", NULL},
    {"FROM i\nCMD []", NULL},
    {"FROM i\nCMD [\"--config\", \"/etc/server/Serverfile\"]", NULL},
    {"FROM i\nCMD [\"/etc/tool/tool.conf\"]", NULL},
    {"FROM acme/web\nCMD [\"start\"]", NULL},
    {"FROM node\nCMD [\"serve\", \"-s\", \"build\"]", "Runs serve"}, /* its entrypoint starts what it is given */
    {"FROM i\nCMD [\"bash\"]", NULL},
    {"FROM i\nCMD [\"/bin/sh\", \"-l\"]", NULL},
    {"FROM i\nCMD [\"/bin/sh\", \"-c\", \"$X\"]", NULL},
    {"FROM i\nCMD [\"echo hello world\"]", NULL},
    {"FROM i\nCMD [\"tail\", \"-f\", \"/dev/null\"]", NULL},
    {"FROM i\nENTRYPOINT [\"/entrypoint.sh\"]\nCMD [\"bash\"]", NULL},
    {"FROM i\nENTRYPOINT [\"/entrypoint.sh\"]", NULL},
    /* launchers */
    {"FROM i\nENTRYPOINT [\"/sbin/tini\", \"-g\", \"--\", \"app\"]", "Runs app"},
    {"FROM i\nENTRYPOINT [\"tini\", \"--\"]\nCMD app run", "Runs app run"},
    {"FROM i\nENTRYPOINT [\"/usr/bin/dumb-init\", \"--\", \"xvfb-run\", \"--server-args\", \"-screen 0\", \"editly\"]",
     "Runs editly"},
    {"FROM i\nENTRYPOINT [\"gosu\", \"jobs\", \"worker\"]", "Runs worker"},
    {"FROM i\nCMD [\"su-exec\", \"app:app\", \"server\"]", "Runs server"},
    {"FROM i\nENTRYPOINT [\"sudo\", \"-E\", \"-u\", \"forum\", \"-H\", \"ruby\", \"script/docker_test.rb\"]",
     "Runs docker_test.rb"},
    {"FROM i\nCMD sudo -u app puma -p 80", "Runs puma"},
    {"FROM i\nCMD [\"env\", \"A=b\", \"C=d\", \"app\"]", "Runs app"},
    {"FROM i\nCMD A=b app", "Runs app"},
    {"FROM i\nCMD exec app --x", "Runs app"},
    {"FROM i\nCMD [\"sh\", \"-c\", \"mkdir x && exec app y.conf\"]", "Runs app"},
    {"FROM i\nCMD su app -c 'exec daemon1 -f'", "Runs daemon1"},
    {"FROM i\nCMD [\"npx\", \"web-serve\", \"./build/server/index.js\"]", "Runs web-serve"},
    {"FROM i\nCMD [\"npx\", \"-y\", \"tsx\", \"src/index.ts\"]", "Runs index.ts"},
    {"FROM i\nCMD [\"bundle\", \"exec\", \"puma\", \"-C\", \"config/puma.rb\"]", "Runs puma"},
    {"FROM i\nCMD [\"poetry\", \"run\", \"python\", \"-m\", \"shop\"]", "Runs shop"},
    {"FROM i\nCMD [\"uv\", \"run\", \"--no-sync\", \"main.py\"]", "Runs main.py"},
    {"FROM i\nCMD [\"conda\", \"run\", \"-n\", \"env\", \"python\", \"app.py\"]", "Runs app.py"},
    {"FROM i\nCMD [\"dlv\", \"--listen=:40000\", \"--headless=true\", \"exec\", \"/app/shop\"]", "Runs shop"},
    {"FROM i\nCMD service cron start && tail -f /dev/null", "Runs cron"},
    {"FROM i\nCMD [\"wait-for-it.sh\", \"db:5432\", \"--\", \"shop\"]", "Runs shop"},
    {"FROM i\nCMD [\"timeout\", \"10\", \"app\"]", "Runs app"},
    /* scripts that start something */
    {"FROM i\nENTRYPOINT [\"docker-entrypoint.sh\"]\nCMD [\"app\", \"x.conf\"]", "Runs app"},
    {"FROM i\nENTRYPOINT [\"docker-entrypoint.sh\"]\nCMD [\"--x\"]", NULL},
    {"FROM i\nENTRYPOINT [\"/docker-entrypoint.sh\", \"15\", \"18\"]", "Runs docker-entrypoint.sh"},
    {"FROM i\nENTRYPOINT [\"/upgrade-entrypoint.sh\"]", "Runs upgrade-entrypoint.sh"},
    {"FROM i\nENTRYPOINT [\"./red5.sh\"]", "Runs red5.sh"},
    {"FROM i\nENTRYPOINT [\"./instrument.sh\", \"dotnet\", \"Shop.dll\"]", "Runs Shop.dll"},
    {"FROM i\nCMD [\"bash\", \"/start.sh\"]", NULL},
    {"FROM r AS b\nFROM i\nCOPY start.sh /\nCOPY --from=b /app/target/final/shopd .\nEXPOSE 80\nCMD [\"/start.sh\"]",
     "Runs shopd on port 80"},
    {"FROM r AS b\nFROM i\nCOPY --from=b /o/shopd /o/shopctl /bin/\nCMD [\"/start.sh\"]", NULL},
    {"FROM r AS b\nFROM i\nCOPY --from=b /out/shopd /bin/\nCMD [\"--x\"]", NULL}, /* cannot be it */
    {"FROM r AS b\nFROM i\nCOPY --from=b /out/shopd /app\nCMD [\"/app\"]", "Runs shopd"},
    /* interpreters */
    {"FROM i\nCMD [\"python\", \"-u\", \"src/app.py\"]", "Runs app.py"},
    {"FROM i\nCMD [\"python\", \"manage.py\", \"runserver\", \"0.0.0.0:80\"]", "Runs manage.py runserver"},
    {"FROM i\nCMD [\"python3.12\", \"-m\", \"http.server\"]", "Runs http.server"},
    {"FROM i\nCMD [\"python\", \"-m\", \"uvicorn\", \"shop.main:app\"]", "Runs shop with uvicorn"},
    {"FROM i\nENTRYPOINT [\"python3\"]\nCMD [\"app.py\"]", "Runs app.py"},
    {"FROM i\nCMD [\"python3\"]", "Runs python3"},
    {"FROM i\nCMD [\"python3\", \"-c\", \"from x import y; y.run()\"]", "Runs python3"},
    {"FROM i\nCMD [\"node\", \"--require\", \"./otel.js\", \"dist/server.js\", \"x.json\"]", "Runs server.js"},
    {"FROM i\nCMD [\"node\", \"-e\", \"a(); b()\"]", "Runs node"},
    {"FROM i\nCMD [\"sh\", \"/sign-and-pack.sh\"]", "Runs sign-and-pack.sh"},
    {"FROM i\nENTRYPOINT [\"java\", \"-cp\", \"app:app/lib/*\", \"com.acme.Shop\"]", "Runs Shop"},
    {"FROM i\nCMD java $OPTS -jar x.jar", "Runs x.jar"},
    {"FROM i\nCMD [\"java\", \"-jar\", \"/a/shop-1.0-all.jar\"]", "Runs shop"},
    {"FROM i\nENTRYPOINT [\"java\", \"org.springframework.boot.loader.launch.JarLauncher\"]",
     "Runs the Spring Boot app"},
    {"FROM i\nENTRYPOINT [\"dotnet\", \"App.dll\"]", "Runs App.dll"},
    {"FROM i\nCMD [\"dotnet\", \"watch\", \"run\"]", "Runs dotnet watch"},
    {"FROM i\nCMD [\"go\", \"run\", \"main.go\"]", "Runs main.go"},
    {"FROM i\nCMD [\"php\", \"-S\", \"0.0.0.0:80\", \"-t\", \"public\"]", "Runs PHP's built-in server"},
    {"FROM i\nCMD [\"php\", \"artisan\", \"serve\"]", "Runs artisan serve"},
    /* application servers and package managers */
    {"FROM i\nCMD [\"gunicorn\", \"-b\", \"0.0.0.0:80\", \"shop.wsgi:application\"]", "Runs shop with gunicorn"},
    {"FROM i\nCMD [\"gunicorn\", \"--bind\", \"unix:/run/x.sock\", \"-w\", \"4\", \"config.wsgi\"]",
     "Runs config with gunicorn"},
    {"FROM i\nCMD uvicorn src.shop.main:app --host 0.0.0.0 --port 80", "Runs shop with uvicorn"},
    {"FROM i\nCMD [\"gunicorn\", \"-k\", \"gevent\"]", "Runs gunicorn"},
    {"FROM i\nCMD celery -A shop worker -l info", "Runs shop worker with celery"},
    {"FROM i\nCMD [\"streamlit\", \"run\", \"dashboard.py\"]", "Runs dashboard.py with streamlit"},
    {"FROM i\nCMD [\"npm\", \"start\"]", "Runs npm start"},
    {"FROM i\nCMD [\"npm\", \"run\", \"serve\"]", "Runs npm run serve"},
    {"FROM i\nCMD pnpm --filter api start", "Runs api with pnpm"},
    {"FROM i\nCMD [\"bun\", \"run\", \"src/index.ts\"]", "Runs index.ts"},
    /* scripts in a line */
    {"FROM i\nCMD php-fpm && nginx -g 'daemon off;'", "Runs nginx"},
    {"FROM i\nCMD ./lib/iventoy && sleep inf", "Runs iventoy"},
    {"FROM i\nCMD alembic upgrade head && uvicorn shop:app", "Runs shop with uvicorn"},
    {"FROM i\nCMD app $(cat /args) | tee /log", "Runs app"},
    /* from a base in the file */
    {"FROM i AS a\nEXPOSE 80\nCMD x\nFROM a", "Runs x on port 80"},
    {"FROM i AS a\nENTRYPOINT [\"tool\"]\nFROM a\nCMD [\"serve\"]", "Runs tool serve"},
    {"FROM i AS a\nCMD [\"serve\"]\nFROM a\nENTRYPOINT [\"tool\"]", "Runs tool"}, /* BuildKit forgets that CMD */
    {"FROM i AS a\nENTRYPOINT [\"tool\"]\nFROM a\nENTRYPOINT []", NULL},
    {"FROM i AS a\nCMD x\nFROM a AS b\nRUN y\nFROM b", "Runs x"},
    /* servers with files */
    {"FROM node AS b\nFROM nginx\nCOPY --from=b /app/build/client /usr/share/nginx/html\nEXPOSE 3000\nCMD [\"nginx\"]",
     "Serves client with nginx on port 3000"},
    {"FROM node AS b\nFROM debian\nCOPY --from=b /app/dist /var/www/html\nCMD nginx", "Serves the web app with nginx"},
    {"FROM node AS docs\nFROM debian\nCOPY --from=docs /app/dist /srv\nCMD caddy run",
     "Serves the documentation with Caddy"},
    {"FROM nginx\nCOPY site /usr/share/nginx/html\nEXPOSE 80\nCMD [\"nginx\"]",
     "Serves the site with nginx on port 80"},
    {"FROM httpd\nWORKDIR /usr/local/apache2/htdocs\nCOPY . .\nCMD httpd-foreground", "Serves the site with Apache"},
    {"FROM php:8-apache\nCOPY . /var/www/html\nCMD [\"apache2-foreground\"]", "Serves the web app with Apache"},
    {"FROM nginx\nCOPY nginx.conf /etc/nginx/\nCMD [\"nginx\"]", "Runs nginx"},
    {"FROM debian\nCOPY site /usr/share/nginx/html\nCMD app", "Runs app"},
};

static struct guess guess_of(void **state, sg_doc *doc, struct consumers *consumers, size_t *room) {
    *consumers = consumers_of(*state, doc);
    *room = SHELL_ROOM;
    struct started *started = arena_array(*state, struct started, doc->stages.count);
    return (struct guess){.doc = doc, .arena = *state, .consumers = consumers, .room = room, .started = started};
}

static void test_start(void **state) {
    for (size_t i = 0; i < COUNT(starts); i++) {
        sg_doc *doc = document(starts[i].text, "");
        struct consumers consumers;
        size_t room;
        struct guess guess = guess_of(state, doc, &consumers, &room);
        struct phrase phrase = start_phrase(&guess, &doc->stages.items[doc->stages.count - 1]);
        const char *expected = starts[i].phrase ? starts[i].phrase : "(null)";
        assert_row(starts[i].text, text_of(state, phrase.text), expected);
        sg_free(doc);
    }
}

/* The instruction that tells, and of a stage that others take from only what it says itself. */
static void test_source(void **state) {
    sg_doc *doc = document("FROM i AS a\nCMD x\nFROM a AS b\nFROM b AS c\nENTRYPOINT [\"y\"]\nCMD z", "");
    struct consumers consumers;
    size_t room;
    struct guess guess = guess_of(state, doc, &consumers, &room);
    struct phrase own = start_phrase(&guess, &doc->stages.items[0]);
    assert_string_equal(text_of(state, own.text), "Runs x");
    assert_string_equal(text_of(state, own.rule), "CMD");
    assert_int_equal(own.line, 2);
    assert_null(start_phrase(&guess, &doc->stages.items[1]).text.ptr);
    struct phrase last = start_phrase(&guess, &doc->stages.items[2]);
    assert_string_equal(text_of(state, last.rule), "ENTRYPOINT");
    assert_int_equal(last.line, 5);
    sg_free(doc);
}

/* A long chain of bases, and a long line, end. */
static void test_limits(void **state) {
    struct text text = {0};
    text_put(*state, &text, STR("FROM i AS s0\nCMD x\n"));
    for (int i = 1; i < 200; i++) text_put(*state, &text, arena_printf(*state, "FROM s%d AS s%d\n", i - 1, i));
    text_put(*state, &text, STR("FROM i AS nested\nCMD sh -c 'sh -c \"sh -c tini tini tini"));
    for (int i = 0; i < 2000; i++) text_put(*state, &text, STR(" tini --"));
    sg_doc *doc = document_of(text_str(&text), "");
    struct consumers consumers;
    size_t room;
    struct guess guess = guess_of(state, doc, &consumers, &room);
    assert_null(start_phrase(&guess, &doc->stages.items[199]).text.ptr);
    assert_string_equal(text_of(state, start_phrase(&guess, &doc->stages.items[0]).text), "Runs x");
    start_phrase(&guess, &doc->stages.items[200]);
    sg_free(doc);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_start),
        cmocka_unit_test(test_source),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests_name("program", tests, arena_setup, arena_teardown);
}
