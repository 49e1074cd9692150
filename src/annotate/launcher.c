/* Command lines: what they start behind inits, wrappers and interpreters. */
#include "annotate/program.h"

/* ---- launchers ---- */

/* Programs of an image that start the command behind their own words, beside those of wrapper.c. */
struct launcher {
    const char *names;
    const char *verbs;  /* one of these comes first, else it is no launcher; "" without */
    const char *valued; /* options whose value is the next word */
    size_t skips;       /* words in front of the command that are no options */
    bool dashes;        /* the command stands behind "--" */
};

static const struct launcher launchers[] = {
    {"tini-static docker-init init pid1 s6-svscan", "", "-p -e", 0, false},
    {"setuidgid s6-setuidgid setarch", "", "", 1, false},
    {"setsid strace ltrace numactl", "", "-o -e -p -m", 0, false},
    {"chpst", "", "-u -U -g -G", 0, false},
    {"dbus-run-session dbus-launch with-contenv authbind opentelemetry-instrument ddtrace-run cross-env pm2-docker", "",
     "", 0, false},
    {"newrelic-admin", "run-program", "", 0, false},
    {"npx bunx pnpx uvx", "", "-p -c --package --from --with --python", 0, false},
    {"npm pnpm yarn bun corepack", "exec dlx x", "-p --package", 0, false},
    {"bundle", "exec", "", 0, false},
    {"poetry pdm pipenv rye hatch", "run", "-C -P -p --directory --project", 0, false},
    {"uv pixi", "run", "--with --extra --group --python -p -e --environment --env-file --project --directory --package",
     0, false},
    {"conda mamba micromamba", "run", "-n -p --name --prefix --cwd", 0, false},
    {"mise asdf", "exec x", "", 0, false},
    {"doppler infisical op dotenvx", "run", "-c -p -e -f --config --project --env", 0, false},
    {"dlv", "exec debug", "", 0, false},
    {"go", "run", "-tags -ldflags -mod", 0, false},
    {"dockerize", "", "-wait -timeout -template -stdout -stderr -wait-retry-interval", 0, false},
    {"wait-for-it wait-for-it.sh wait-for wait-for.sh dotenv chamber aws-vault", "", "", 0, true},
};

static bool is_option(sg_str word) {
    return word.len > 1 && word.ptr[0] == '-';
}

static bool is_assignment(sg_str word) {
    size_t sign = str_find(word, '=');
    if (!sign || sign == word.len) return false;
    for (size_t i = 0; i < sign; i++)
        if (!ascii_alnum(word.ptr[i]) && word.ptr[i] != '_') return false;
    return true;
}

static const struct launcher *launcher_called(sg_str program) {
    for (size_t i = 0; i < COUNT(launchers); i++)
        if (str_listed(launchers[i].names, program)) return &launchers[i];
    return NULL;
}

/* The first word of the command from `at` on, past options and their values. */
static size_t past_options(const struct command *command, size_t at, const char *valued) {
    for (; at < command->count; at++) {
        sg_str word = command->items[at];
        if (str_eq(word, STR("--"))) return at + 1;
        if (is_option(word)) at += str_listed(valued, word);
        else if (!is_assignment(word)) break;
    }
    return at;
}

static size_t index_of(const struct command *command, sg_str word) {
    size_t i = 0;
    while (i < command->count && !str_eq(command->items[i], word)) i++;
    return i;
}

/* "service nginx start", "/etc/init.d/nginx start", "systemctl start nginx". */
static bool service_off(struct command *command, sg_str program) {
    if (command->count > 2 && str_listed("service rc-service invoke-rc.d", program)) {
        *command = command_behind(*command, 1);
        command->count = 1;
    } else if (command->count > 2 && str_eq(program, STR("systemctl"))) {
        *command = command_behind(*command, 2);
    } else if (command->count > 1 && str_starts(command->items[0], STR("/etc/init.d/"))) {
        command->count = 1;
    } else {
        return false;
    }
    return true;
}

bool launcher_off(struct command *command) {
    sg_str program = command->program;
    struct command bare = command_bare(*command);
    bool wrapped = bare.count != command->count;
    if (wrapped) *command = bare;
    if (wrapped || service_off(command, program)) return true;
    const struct launcher *launcher = launcher_called(program);
    if (!launcher) return is_assignment(program) ? (*command = command_behind(*command, 1), true) : false;
    size_t at = past_options(command, 1, launcher->valued);
    if (launcher->dashes) {
        at = index_of(command, STR("--")) + 1;
    } else if (*launcher->verbs) {
        if (at >= command->count || !str_listed(launcher->verbs, command->items[at])) return false;
        at = past_options(command, at + 1, launcher->valued);
    }
    for (size_t i = 0; i < launcher->skips; i++) at = past_options(command, at + 1, launcher->valued);
    bool module = at < command->count && at > 1 && str_listed("-m --module", command->items[at - 1]);
    *command = command_behind(*command, at - (module && str_eq(program, STR("uv"))));
    return true;
}

bool is_shell(sg_str program) {
    return str_listed("sh bash ash zsh dash ksh fish busybox cmd powershell pwsh", program);
}

/* ---- what words are ---- */

/* Whether all words of a name, cut at what is no letter, are in the list. */
static bool all_listed(const char *list, sg_str name) {
    bool any = false;
    for (size_t start = 0, i = 0; i <= name.len; i++) {
        if (i < name.len && ascii_alpha(name.ptr[i])) continue;
        if (i > start && !str_listed(list, str_slice(name, start, i))) return false;
        any = any || i > start;
        start = i + 1;
    }
    return any;
}

static const char start_words[] =
    "docker entrypoint entry point start run init main startup launch launcher boot bootstrap "
    "cmd command container app service server script image prod production dev development "
    "up exec default setup wrapper";

static sg_str stem_of(sg_str path) {
    sg_str name = path_base(path);
    return str_slice(name, 0, str_find(name, '.'));
}

bool is_start_script(sg_str path) {
    sg_str stem = stem_of(path), extension = str_skip(path_base(path), stem.len);
    if (extension.len && !str_listed(".sh .bash .bat .cmd .ps1", extension)) return false;
    if (str_find_str(stem, STR("entrypoint")) < stem.len) return true;
    if (!extension.len) return str_listed("entry-point docker-start docker-run start run", stem);
    return all_listed(start_words, stem);
}

bool is_told_script(sg_str path) {
    return !all_listed(start_words, stem_of(path));
}

bool is_idle(sg_str program) {
    return str_listed(
        "tail sleep echo cat true false printf set mkdir rm cd export unset chown chmod iptables source . umask ulimit touch "
        "ln cp mv wait tee test [ [[ exit trap fi done for case esac return local sed envsubst ls pwd whoami id date "
        "grep find head sysctl usermod groupmod ldconfig read shift : pause",
        program);
}

bool is_verb(sg_str word) {
    return str_listed(
        "start serve server run up daemon worker help version dev prod production development test build all "
        "default scheduler migrate standalone foreground background console debug init",
        word);
}

/* ---- interpreters ---- */

struct interpreter {
    const char *names;
    const char *verbs;  /* may stand in front of the script */
    const char *valued; /* options whose value is the next word */
    const char *code;   /* behind these stands code, which is no name */
};

static const struct interpreter python = {"", "", "-W -X --check-hash-based-pycs", "-c"};
static const struct interpreter interpreters[] = {
    {"node nodejs", "", "-r --require --import --loader --experimental-loader --env-file -C --conditions",
     "-e --eval -p --print"},
    {"bun", "run", "--config --cwd --env-file", "-e --eval"},
    {"deno", "run serve", "-c --config --import-map --lock", "eval"},
    {"ruby", "", "-I -r -C", "-e"},
    {"perl", "", "-I", "-e -E"},
    {"php", "", "-d -c -t -S", "-r"},
    {"Rscript", "", "", "-e"},
    {"scala groovy", "", "-cp -classpath", "-e"},
    {"lua luajit", "", "-l", "-e"},
    {"julia", "", "-p -J -L -t", "-e -E"},
    {"dotnet", "exec", "--fx-version --depsfile --runtimeconfig --additionalprobingpath", ""},
    {"tsx ts-node ts-node-dev nodemon pm2-runtime forever coffee", "start watch",
     "-e -w -x -P -r -i --ext --watch --exec --project --require --instances --name --env --signal", ""},
    {"sh bash ash zsh dash ksh fish", "", "-o -O --rcfile", "-c"},
};

static const struct interpreter *interpreter_called(sg_str program) {
    if (str_starts(program, STR("python")) || str_starts(program, STR("pypy"))) return &python;
    for (size_t i = 0; i < COUNT(interpreters); i++)
        if (str_listed(interpreters[i].names, program)) return &interpreters[i];
    return NULL;
}

/* Where the script of an interpreter stands; count if there is none. */
static size_t script_at(const struct command *command, const struct interpreter *interpreter) {
    for (size_t i = 1; i < command->count; i++) {
        sg_str word = command->items[i];
        if (str_listed(interpreter->code, word) || str_eq(word, STR("-"))) return command->count;
        if (is_option(word)) i += str_listed(interpreter->valued, word);
        else if (!str_listed(interpreter->verbs, word) && !str_eq(word, STR("$"))) return i;
    }
    return command->count;
}

static sg_str value_of(const struct command *command, const char *options) {
    for (size_t i = 1; i + 1 < command->count; i++)
        if (str_listed(options, command->items[i])) return command->items[i + 1];
    return (sg_str){0};
}

/* The class or jar of "java OPTIONS X". */
static sg_str java_main(const struct command *command) {
    for (size_t i = 1; i < command->count; i++) {
        sg_str word = command->items[i];
        if (str_listed("-jar -m --module", word)) return i + 1 < command->count ? command->items[i + 1] : (sg_str){0};
        if (str_listed(
                "-cp -classpath --class-path -p --module-path --add-modules --add-opens --add-exports --add-reads",
                word))
            i++;
        else if (!is_option(word) && word.len && word.ptr[0] != '@' && !str_has(word, '$')) return word;
    }
    return (sg_str){0};
}

sg_str script_given(const struct command *command) {
    if (!command->count) return (sg_str){0};
    sg_str program = command->program;
    if (str_eq(program, STR("java"))) return java_main(command);
    const struct interpreter *interpreter = interpreter_called(program);
    size_t at = interpreter ? script_at(command, interpreter) : command->count;
    return at < command->count ? command->items[at] : (sg_str){0};
}

/* ---- the words ---- */

/* A subcommand is a plain word: no file, address, number or variable. */
static bool is_subcommand(sg_str word, bool dotted) {
    if (word.len < 2 || word.len > 24 || str_listed("help version", word)) return false;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        bool inner = c == '-' || c == '_' || c == ':' || (c == '.' && dotted) || ascii_digit(c);
        if (!(c >= 'a' && c <= 'z') && !(i && inner)) return false;
    }
    return true;
}

static sg_str with_subcommand(struct arena *arena, sg_str name, const struct command *command, size_t at) {
    while (at < command->count && str_starts(command->items[at], STR("--")) && str_has(command->items[at], '=')) at++;
    bool mix = str_eq(name, STR("mix"));
    if (at >= command->count || !is_subcommand(command->items[at], mix)) return name;
    return arena_printf(arena, "%.*s %.*s", STR_ARG(name), STR_ARG(command->items[at]));
}

/* "module.part:object" or "module.part": the module, without an address such as 0.0.0.0:80 or unix:/x. */
static sg_str application(const struct command *command) {
    sg_str named = value_of(command, "-A --app --application");
    for (size_t i = 1; !named.ptr && i < command->count; i++) {
        sg_str word = command->items[i], module, object;
        bool pair = str_cut(word, ':', &module, &object);
        if (pair && module.len && ascii_alpha(module.ptr[0]) && object.len && !ascii_digit(object.ptr[0]) &&
            !str_has(word, '/') && !str_has(word, '='))
            named = module;
        bool last = i + 1 == command->count && !is_option(word) && (i == 1 || !is_option(command->items[i - 1]));
        if (!pair && last && word.len && ascii_alpha(word.ptr[0]) && !str_has(word, '/')) named = word;
    }
    return str_slice(named, 0, str_find(named, ':'));
}

/* The first part of a module that says something: "src.shop.main" is shop. */
static sg_str module_told(sg_str module) {
    sg_str first = {0}, part, rest = module;
    while (rest.len) {
        str_cut(rest, '.', &part, &rest);
        if (part.len && !first.ptr && !str_listed("src", part)) first = part;
        if (part.len &&
            !str_listed("src app apps main server wsgi asgi core backend application config project api_app", part))
            return part;
    }
    return first;
}

static sg_str served_by(struct arena *arena, const struct command *command, sg_str server) {
    sg_str app = module_told(application(command));
    bool celery = str_eq(server, STR("celery"));
    sg_str verb = {0};
    for (size_t i = 1; celery && i < command->count && !verb.ptr; i++)
        if (str_listed("worker beat flower", command->items[i])) verb = command->items[i];
    if (celery && str_listed("app main", app)) app = (sg_str){0};
    if (!is_name(arena, app) || str_eq(app, verb))
        return verb.ptr ? arena_printf(arena, "%.*s %.*s", STR_ARG(server), STR_ARG(verb)) : server;
    return verb.ptr ? arena_printf(arena, "%.*s %.*s with %.*s", STR_ARG(app), STR_ARG(verb), STR_ARG(server))
                    : arena_printf(arena, "%.*s with %.*s", STR_ARG(app), STR_ARG(server));
}

/* npm and its like: "npm start", "npm run serve", of a workspace its name: "api with pnpm". */
static sg_str package_script(struct arena *arena, const struct command *command, sg_str program) {
    sg_str workspace = value_of(command, "-w -F --workspace --filter workspace");
    if (is_name(arena, workspace) && workspace.ptr[0] != '@')
        return arena_printf(arena, "%.*s with %.*s", STR_ARG(workspace), STR_ARG(program));
    size_t at = past_options(command, 1, "--prefix --cwd --dir -C -w -F --workspace --filter --loglevel");
    bool run = at < command->count && str_listed("run run-script task", command->items[at]);
    if (run) at = past_options(command, at + 1, "");
    if (at >= command->count || !is_name(arena, command->items[at])) return program;
    return arena_printf(arena, run ? "%.*s run %.*s" : "%.*s %.*s", STR_ARG(program), STR_ARG(command->items[at]));
}

static sg_str java_told(struct arena *arena, const struct command *command, sg_str program) {
    sg_str main = java_main(command), name = path_base(main);
    if (!str_ends(name, STR(".jar"))) {
        for (size_t i = name.len; i-- > 0;)
            if (name.ptr[i] == '.' || name.ptr[i] == '$') {
                name = str_skip(name, i + 1);
                break;
            }
        if (str_listed("JarLauncher WarLauncher PropertiesLauncher", name)) return STR("the Spring Boot app");
        main = name;
    } else if (str_has(name, '-') && product_named(arena, name).len) {
        name = product_named(arena, name); /* without its version */
    }
    return is_name(arena, name) ? with_subcommand(arena, name, command, index_of(command, main) + 1) : program;
}

/* Python's "-m module" is a program of that name. */
static bool module_off(struct command *command) {
    for (size_t i = 1; i + 1 < command->count; i++) {
        sg_str word = command->items[i];
        if (str_eq(word, STR("-m"))) {
            *command = command_behind(*command, i + 1);
            return true;
        }
        if (!is_option(word) || str_listed(python.code, word)) return false;
        i += str_listed(python.valued, word);
    }
    return false;
}

static sg_str interpreted(struct arena *arena, const struct command *command, const struct interpreter *interpreter) {
    sg_str program = command->program;
    if (str_eq(program, STR("php")) && value_of(command, "-S").ptr) return STR("PHP's built-in server");
    if (str_eq(program, STR("dotnet")) && value_of(command, "--project").ptr) {
        sg_str project = path_base(value_of(command, "--project"));
        if (str_ends(project, STR(".csproj"))) project.len -= 7;
        return is_name(arena, project) ? project : program;
    }
    size_t at = script_at(command, interpreter);
    bool sdk = str_eq(program, STR("dotnet")) && at < command->count && !str_has(command->items[at], '.');
    if (sdk) return with_subcommand(arena, program, command, at);
    if (at == command->count) return is_shell(program) ? (sg_str){0} : program;
    sg_str name = path_base(command->items[at]);
    if (!is_name(arena, name)) return is_shell(program) ? (sg_str){0} : program;
    return with_subcommand(arena, name, command, at + 1);
}

static sg_str program_itself(struct arena *arena, const struct command *command) {
    sg_str program = command->program, script = script_path(command->items[0]);
    if (script.ptr && is_name(arena, script)) return script;
    if (str_listed("gunicorn uvicorn hypercorn waitress-serve daphne granian celery dramatiq", program))
        return served_by(arena, command, program);
    if (str_listed("streamlit fastapi chainlit panel", program)) {
        size_t at = past_options(command, 2, "");
        sg_str file = at < command->count ? path_base(command->items[at]) : STR("");
        if (str_has(file, '.') && is_name(arena, file))
            return arena_printf(arena, "%.*s with %.*s", STR_ARG(file), STR_ARG(program));
    }
    return is_name(arena, program) ? with_subcommand(arena, program, command, 1) : (sg_str){0};
}

bool is_interpreter(sg_str program) {
    return str_eq(program, STR("java")) || (interpreter_called(program) && !is_shell(program));
}

/* "bun start" and "deno task x" run a script of the package, "bun x.ts" is an interpreter. */
static bool is_package_manager(const struct command *command, sg_str program) {
    return str_listed("npm yarn pnpm", program) ||
           (str_listed("bun deno", program) && !str_has(script_given(command), '.'));
}

sg_str program_told(struct arena *arena, const struct command *command) {
    if (!command->count) return (sg_str){0};
    struct command rest = *command;
    sg_str program = rest.program;
    const struct interpreter *interpreter = interpreter_called(program);
    if (str_eq(program, STR("java"))) return java_told(arena, &rest, program);
    if (is_package_manager(&rest, program)) return package_script(arena, &rest, program);
    if (interpreter && !(interpreter == &python && module_off(&rest))) return interpreted(arena, &rest, interpreter);
    return program_itself(arena, &rest);
}
