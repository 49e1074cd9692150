/* What a command says: every row of purpose.def, every word in it. */
#include "annotate/infer.h"

#include "helper.h"

/* ---- what a command says ---- */

static const struct {
    const char *command, *purpose; /* of "FROM scratch", "RUN command" */
} commands[] = {
    /* tests and checks */
    {"go test ./...", "Runs the Go tests"},
    {"xx-go test", "Runs the Go tests"},
    {"gotestsum -- ./...", "Runs the Go tests"},
    {"pytest -q", "Runs the Python tests"},
    {"python -m pytest", "Runs the Python tests"},
    {"uv run pytest", "Runs the Python tests"},
    {"poetry run tox", "Runs the Python tests"},
    {"cargo test", "Runs the Rust tests"},
    {"cargo nextest run", "Runs the Rust tests"},
    {"npm test", "Runs the Node tests"},
    {"npm run test:unit", "Runs the Node tests"},
    {"yarn vitest", "Runs the Node tests"},
    {"npx jest --ci", "Runs the tests with jest"},
    {"./node_modules/.bin/mocha", "Runs the tests with mocha"},
    {"mvn -B test", "Runs the Maven tests"},
    {"./mvnw test", "Runs the Maven tests"},
    {"./gradlew check", "Runs the Gradle tests"},
    {"dotnet test", "Runs the .NET tests"},
    {"ctest -V", "Runs the tests with CTest"},
    {"/build/gotestsum --version", "(null)"},
    {"go version", "(null)"},
    {"/download.sh x", "Runs download.sh"},
    {"bundle exec rspec", "Runs the tests with rspec"},
    {"make test", "Runs the tests with make"},
    {"make -C x check", "Runs the tests with make"},
    {"hack/make test", "Runs hack/make"}, /* a script of the project */
    {"./hack/make && ./scripts/go build -o a", "Runs hack/make, scripts/go"},
    {"./make", "Runs make"},
    {"/usr/bin/make", "Builds with make"},
    {"vendor/bin/phpunit", "Runs the tests with phpunit"},
    {"../configure && make", "Builds from source with make"},
    {"golangci-lint run", "Lints with golangci-lint"},
    {"ruff check . && mypy .", "Lints with ruff, mypy"},
    {"npm run lint", "Lints the Node sources"},
    {"cargo clippy", "Lints the Rust sources"},
    {"go vet ./...", "Vets the Go code"},
    /* what is made */
    {"go build -o /out/app ./cmd/x", "Builds app with Go"},
    {"go build -o /out/ ./cmd/x", "Builds x with Go"},
    {"CGO_ENABLED=0 go build -ldflags='-s -w' ./cmd/x", "Builds x with Go"},
    {"go build ./...", "Builds the Go packages"},
    {"go build -o $NOPE .", "Builds the Go packages"},
    {"go build -o a . && go build -o b .", "Builds a, b with Go"},
    {"go build -o a . && go build -o b . && go build -o c . && go build -o d .",
     "Builds a, b, c, \xE2\x80\xA6 with Go"},
    {"go install github.com/a/tool@v1", "Installs tool with go install"},
    {"go install github.com/a/tool/v2/cmd/x@latest", "Installs x with go install"},
    {"go install github.com/a/tool/v2@v2.1", "Installs tool with go install"},
    {"go get github.com/a/b/...", "Installs b with go install"},
    {"go install .", "(null)"},
    {"cargo build --release", "Builds with Cargo"},
    {"cargo build --bin app", "Builds app with Cargo"},
    {"mvn package", "Builds with Maven"},
    {"mvn -q -f pom.xml install", "Builds with Maven"},
    {"gradle bootJar", "Builds with Gradle"},
    {"sbt stage", "Builds with sbt"},
    {"dotnet publish src/App/App.csproj -c Release", "Builds App with .NET"},
    {"dotnet build", "Builds with .NET"},
    {"msbuild x.sln", "Builds x with MSBuild"},
    {"msbuild", "Builds with MSBuild"},
    {"npm run build", "Builds the Node app"},
    {"pnpm -r build", "Builds the Node app"},
    {"npx vite build", "Builds with vite"},
    {"tsc -p .", "Builds with tsc"},
    {"hugo --minify", "Builds the site with hugo"},
    {"mix release", "Builds with Mix"},
    {"swift build -c release", "Builds with Swift"},
    {"cmake -B x && cmake --build x", "Builds with CMake"},
    {"meson setup x && ninja -C x", "Builds with Meson"},
    {"bazel build //...", "Builds with bazel"},
    {"./configure --prefix=/usr && make && make install", "Builds from source with make"},
    {"./autogen.sh", "Builds from source with make"},
    {"make -j4 install", "Builds with make"},
    {"gcc -O2 -o /out/hello hello.c", "Compiles hello from C"},
    {"dpkg-buildpackage -b", "Builds packages with dpkg-buildpackage"},
    {"go generate ./...", "Runs go generate"},
    {"protoc -I. x.proto", "Generates code from protobuf files"},
    {"tar -czf x.tgz y", "Packs an archive"},
    {"tar cJf x.tar.xz y", "Packs an archive"},
    {"tar --create -f x y", "Packs an archive"},
    {"tar xzf x.tgz", "(null)"},
    {"zip -r x.zip y", "Packs an archive"},
    /* dependencies */
    {"pip install -r requirements.txt", "Installs Python packages (requirements.txt)"},
    {"pip install -r a.txt -r x/b.txt", "Installs Python packages (a.txt, b.txt)"},
    {"pip install --no-cache-dir 'flask==3.0' \"jax[cuda]>=1\" x", "Installs Python packages (flask, jax, x)"},
    {"python3 -m pip install x", "Installs Python packages (x)"},
    {"uv pip install x", "Installs Python packages (x)"},
    {"pip install .", "Installs Python dependencies"},
    {"pip3 install -e .[dev]", "Installs Python dependencies"},
    {"uv sync --frozen", "Installs Python dependencies with uv"},
    {"poetry install --no-root", "Installs Python dependencies with poetry"},
    {"mamba install -y 'conda-forge::blas=*=openblas' dask", "Installs Conda packages (blas, dask)"},
    {"conda env create -f environment.yml", "Installs Conda packages"},
    {"conda install --file x/requirements.txt", "Installs Conda packages (requirements.txt)"},
    {"npm ci", "Installs Node dependencies"},
    {"npm install", "Installs Node dependencies"},
    {"npm install x", "Installs Node dependencies"}, /* local: what the project needs */
    {"npm install -g @scope/x@1 y", "Installs @scope/x, y with npm"},
    {"npm i --global x", "Installs x with npm"},
    {"yarn", "Installs Node dependencies"},
    {"yarn install --frozen-lockfile", "Installs Node dependencies"},
    {"pnpm i", "Installs Node dependencies"},
    {"go mod download", "Downloads the Go modules"},
    {"cargo fetch", "Fetches the Rust crates"},
    {"mvn dependency:go-offline", "Fetches the Maven dependencies"},
    {"gradle dependencies", "Fetches the Gradle dependencies"},
    {"dotnet restore", "Restores the NuGet packages"},
    {"composer install", "Installs PHP dependencies"},
    {"bundle install", "Installs Ruby gems"},
    {"gem install x -v 1", "Installs Ruby gems (x)"},
    {"cpanm X", "Installs Lua or Perl modules"},
    {"docker-php-ext-install gd mysqli", "PHP extensions (gd, mysqli)"},
    {"Install-Module x", "Installs x (PowerShell module)"},
    /* packages */
    {"apt-get update && apt-get install -y --no-install-recommends nginx", "Installs nginx"},
    {"apt-get -y -o A::B=c install nginx redis", "Installs nginx, redis"},
    {"apt-get build-dep -y x", "Installs x"},
    {"apk add --no-cache nginx=1.2-r0 redis~7 x@edge", "Installs nginx, redis, x"},
    {"xx-apk add nginx", "Installs nginx"},
    {"xx-apt-get install -y nginx", "Installs nginx"},
    {"dnf -y install nginx", "Installs nginx"},
    {"pacman -Syu --noconfirm nginx", "Installs nginx"},
    {"apk add a b c d", "Installs a, b, c, \xE2\x80\xA6"},
    {"apk add git curl nginx ca-certificates", "Installs nginx"}, /* nobody asks what the others are for */
    {"apk add ca-certificates curl git", "Installs git, curl, ca-certificates"},
    {"apk add libfoo libbar-dev", "Installs libraries (libfoo, libbar-dev)"},
    {"apk add nginx gcc git make zlib-dev", "Build toolchain (gcc, nginx, git, \xE2\x80\xA6)"},
    {"apt-get install -y build-essential python3 git", "Build toolchain (build-essential, python3, git)"},
    {"apk add --virtual .deps gcc make && apk del .deps", "Build toolchain (gcc, make)"},
    {"apk add nginx gcc && apk del gcc", "Installs nginx"},
    {"apt-get install -y nginx gcc && apt-get purge -y --auto-remove gcc", "Installs nginx"},
    {"deps='gcc make'; apt-get install -y nginx $deps; apt-get remove $deps", "Installs nginx"},
    {"apt-get install -y $NOPE ./x.deb /tmp/y.deb 'z*'", "(null)"},
    {"apt-get update", "(null)"},
    /* from elsewhere */
    {"git clone https://github.com/o/repo.git", "Downloads o/repo"},
    {"git clone --depth 1 -b v1 https://github.com/o/repo /x", "Downloads o/repo"},
    {"git clone git@github.com:o/repo.git", "Downloads repo"},
    {"git clone https://github.com/a-very-long-owner/and-a-very-long-repository.git",
     "Downloads and-a-very-long-repository"},
    {"git clone $NOPE", "Downloads sources with git"},
    {"curl -fsSL https://x.io/tool-1.2.3.tar.gz | tar xz", "Downloads tool"},
    {"wget \"https://x.io/tool-${NOPE}.tgz?raw=1\"", "Downloads tool"},
    {"curl -LO https://github.com/o/repo/archive/v1.2.tar.gz", "Downloads repo"},
    {"curl -o x https://x.io/$NOPE", "Downloads files"},
    {"curl https://x.io/a && wget https://x.io/b", "Downloads a, b"},
    {"git clone https://h/o/x.git && make -C x", "Builds x with make"}, /* what is made is what was fetched */
    {"git clone https://h/o/x.git && cmake x", "Builds x with CMake"},
    {"git clone https://h/o/x && meson x", "Builds x with Meson"},
    {"curl https://h/x-1.tgz | tar xz && cd x && ./configure", "Builds x from source"},
    {"apk add gcc make && make", "Builds with make"}, /* with a toolchain, of course */
    {"apk add nginx && make", "Builds with make \xC2\xB7 Installs nginx"},
    /* small things, only where there is nothing else */
    {"useradd -m -s /bin/sh bob", "Adds user bob"},
    {"adduser -D bob && apk add nginx", "Installs nginx"},
    {"echo x > y", "Adjusts configuration files"},
    {"mkdir -p /x && chown a /x", "Prepares files and directories"},
    {"cd /x && rm -rf y", "(null)"},
    {"frobnicate -x", "Runs frobnicate"},
    {"frobnicate && apk add nginx", "Installs nginx"},
    /* scripts of the project */
    {"./scripts/build.sh --all", "Runs scripts/build.sh"},
    {"hack/binaries", "Runs hack/binaries"},
    {"bash ./x.sh", "Runs x.sh"},
    {"./x.sh && ./y", "Runs x.sh, y"},
    {"/tmp/x.sh", "Runs x.sh"}, /* fetched, perhaps: no script of the project */
    {"./$NOPE.sh", "(null)"},
    /* ways to write it */
    {"[\"pip\", \"install\", \"x\"]", "Installs Python packages (x)"},
    {"--mount=type=cache,target=/c npm ci", "Installs Node dependencies"},
    {"<<E\nset -e\nnpm ci\nnpm run build\nE", "Builds the Node app \xC2\xB7 Installs Node dependencies"},
    {"<<E bash\nnpm ci\nE", "Installs Node dependencies"},
    {"<<A <<B\nnpm ci\nA\nnpm test\nB", "Runs the Node tests"},
    {"set -eux; \\\n    # a comment\n    npm ci", "Installs Node dependencies"},
    {"sh -c \"npm ci\"", "Installs Node dependencies"},
    {"if x; then npm ci; fi", "Installs Node dependencies"},
    {"sudo -E npm ci", "Installs Node dependencies"},
    {"C:/tools/cmake.exe --build .", "Builds with CMake"},
    {"tool.exe y", "Runs tool"},
    {"npm.exe ci", "Installs Node dependencies"},
    {"# npm ci", "(null)"},
    {"echo npm ci", "Adjusts configuration files"},
    {"\"npm ci\"", "(null)"},
};

static const char *purpose_of(void **state, sg_doc *doc) {
    return text_of(state, sg_stage_at(doc, sg_stage_count(doc) - 1)->purpose);
}

static void command_rows(void **state) {
    for (size_t i = 0; i < COUNT(commands); i++) {
        sg_doc *doc = document_of(arena_printf(*state, "FROM scratch\nRUN %s\n", commands[i].command), "");
        assert_row(commands[i].command, purpose_of(state, doc), commands[i].purpose);
        sg_free(doc);
    }
}

#define PURPOSE(kind, commands, subcommands, naming, phrase, bare)                                                     \
    {PHRASE_##kind, commands, subcommands, NAME_##naming, phrase, bare},
static const struct purpose_row rows[] = {
#include "annotate/purpose.def"
};
#undef PURPOSE

/* Some row above has the phrase, up to what it names. */
static bool is_tested(const char *phrase) {
    size_t len = strcspn(phrase, "%");
    for (size_t i = 0; i < COUNT(commands); i++)
        if (str_find_str(str_from(commands[i].purpose), (sg_str){phrase, len}) < strlen(commands[i].purpose))
            return true;
    return false;
}

static void every_phrase(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (!is_tested(rows[i].phrase)) fail_msg("no test for: %s", rows[i].phrase);
        if (!is_tested(rows[i].bare)) fail_msg("no test for: %s", rows[i].bare);
        bool names = strstr(rows[i].phrase, "%s") != NULL;
        if (names != (*rows[i].phrase != '\0')) fail_msg("names nothing: %s", rows[i].phrase);
        if (!*rows[i].phrase && !*rows[i].bare) fail_msg("says nothing: %s", rows[i].commands);
    }
}

/* Each word of a row must be able to bring it about: else an earlier row has taken it. */
static void every_word(void **state) {
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (sg_str programs = str_from(rows[i].commands), program; programs.len;) {
            str_cut(programs, ' ', &program, &programs);
            sg_str verbs = str_from(rows[i].subcommands), verb;
            do {
                str_cut(verbs, ' ', &verb, &verbs);
                if (verb.len && verb.ptr[0] == '-') continue; /* not one of all programs */
                bool tar = str_eq(program, STR("tar"));
                sg_str words[] = {program, verb, STR("x")};
                struct command command = {words, verb.len ? 3 : 1, 3};
                size_t subcommand;
                const struct purpose_row *row = purpose_row_of(&command, &subcommand);
                const char *input = text_of(state, arena_printf(*state, "%.*s %.*s", STR_ARG(program), STR_ARG(verb)));
                const char *got = row ? *row->bare ? row->bare : row->phrase : "no row";
                assert_row(input, got, *rows[i].bare ? rows[i].bare : rows[i].phrase);
                assert_int_equal(subcommand, verb.len && !tar ? 1 : tar);
            } while (verbs.len);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(command_rows),
        cmocka_unit_test(every_phrase),
        cmocka_unit_test(every_word),
    };
    return cmocka_run_group_tests_name("infer", tests, arena_setup, arena_teardown);
}
