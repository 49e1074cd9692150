/* Build arguments that BuildKit itself reads (dockerui/config.go, Client.init), # check=, and the frontend that the file or
 * BUILDKIT_SYNTAX asks for (dockerfile/builder/build.go, parser/directives.go). */
#include "base/quote.h"
#include "dockerfile/mount.h"
#include "graph/graph.h"

struct setting {
    sg_str value, text; /* text: NAME=VALUE */
    bool given;
};

/* The last one counts. */
static struct setting setting_named(const sg_doc *doc, sg_str wanted) {
    for (size_t i = option_list_count(doc->options, OPT_build_arg); i-- > 0;) {
        sg_str text = option_list_at(doc->options, OPT_build_arg, i), name, value;
        str_cut(text, '=', &name, &value);
        if (str_eq(name, wanted)) return (struct setting){value, text, true};
    }
    return (struct setting){0};
}

/* at: where in the value. */
static void refuse(sg_doc *doc, struct setting setting, size_t at, sg_str error) {
    size_t source = diags_add_option(&doc->diags, "build-arg", setting.text);
    diag_add(&doc->diags, DIAG_BUILD_ARG, source, (size_t)(setting.value.ptr - setting.text.ptr) + at, STR_ARG(error));
}

static void check_booleans(sg_doc *doc) {
    struct arena *arena = &doc->arena;
    struct setting setting = setting_named(doc, STR("BUILDKIT_DISABLE_FILEOP"));
    bool on;
    if (parse_bool(setting.value, &on) && on)
        refuse(doc, setting, 0, STR("support for \"BUILDKIT_DISABLE_FILEOP\" build-arg was removed in BuildKit 0.11"));
    setting = setting_named(doc, STR("BUILDKIT_MULTI_PLATFORM"));
    if (setting.value.len && !parse_bool(setting.value, &on))
        refuse(doc, setting, 0,
               arena_printf(arena, "invalid boolean value for multi-platform: %.*s", STR_ARG(setting.value)));
    setting = setting_named(doc, STR("BUILDKIT_GIT_ADVICE"));
    if (setting.value.len && !parse_bool(setting.value, &on))
        refuse(doc, setting, 0,
               arena_printf(arena,
                            "failed to parse build-arg:BUILDKIT_GIT_ADVICE: strconv.ParseBool: parsing %.*s: invalid "
                            "syntax",
                            STR_ARG(go_quote(arena, setting.value))));
}

/* The build argument overrides the directive. */
static void check_lint_options(sg_doc *doc, sg_str text) {
    struct arena *arena = &doc->arena;
    struct setting setting = setting_named(doc, STR("BUILDKIT_DOCKERFILE_CHECK"));
    sg_str options = setting.given ? setting.value : dockerfile_directive(text, STR("#"), STR("check"));
    size_t at;
    sg_str error = options.len ? check_options_error(arena, options, &at) : STR("");
    if (!error.len) return;
    if (setting.given)
        refuse(doc, setting, at,
               arena_printf(arena, "failed to parse build-arg:BUILDKIT_DOCKERFILE_CHECK: %.*s", STR_ARG(error)));
    else diag_add(&doc->diags, DIAG_CHECK_DIRECTIVE, 0, (size_t)(options.ptr - text.ptr) + at, STR_ARG(error));
}

/* {"syntax": "NAME"}: the whole file is JSON then, whatever else it says. */
static sg_str json_syntax(sg_str text) {
    static const sg_str key = {"\"syntax\"", 8};
    if (!str_starts(str_trim_ascii(text), STR("{"))) return (sg_str){0};
    sg_str rest = str_trim_ascii(str_skip(text, str_find_str(text, key) + key.len)), name;
    if (!str_starts(rest, STR(":"))) return (sg_str){0};
    rest = str_trim_ascii(str_skip(rest, 1));
    return str_starts(rest, STR("\"")) && str_cut(str_skip(rest, 1), '"', &name, &rest) ? name : (sg_str){0};
}

static sg_str asked_frontend(sg_str text) {
    sg_str name = dockerfile_directive(text, STR("#"), STR("syntax"));
    if (!name.ptr) name = dockerfile_directive(text, STR("//"), STR("syntax"));
    return name.ptr ? name : json_syntax(text);
}

/* A mirror of it too. */
static bool usual_frontend(sg_str name) {
    sg_str repository = str_slice(name, 0, str_find(name, '@'));
    for (size_t i = repository.len; i-- > 0 && repository.ptr[i] != '/';)
        if (repository.ptr[i] == ':') repository.len = i;
    static const sg_str usual[] = {{"docker/dockerfile", 17}, {"docker/dockerfile-upstream", 26}};
    for (size_t i = 0; i < COUNT(usual); i++) {
        size_t before = repository.len - usual[i].len;
        if (str_eq(repository, usual[i])) return true;
        if (str_ends(repository, usual[i]) && repository.ptr[before - 1] == '/') return true;
    }
    return false;
}

void settings_check_frontend(sg_doc *doc, sg_str text) {
    struct setting setting = setting_named(doc, STR("BUILDKIT_SYNTAX"));
    sg_str name = setting.given ? str_trim_ascii(setting.value) : asked_frontend(text);
    name = str_slice(name, 0, str_find(name, ' '));
    if (!name.len || usual_frontend(name)) return;
    sg_str whole = setting.given ? setting.text : text;
    size_t source = setting.given ? diags_add_option(&doc->diags, "build-arg", whole) : 0;
    diag_add(&doc->diags, DIAG_CUSTOM_FRONTEND, source, (size_t)(name.ptr - whole.ptr), STR_ARG(name));
}

void settings_check(sg_doc *doc, sg_str text) {
    check_booleans(doc);
    check_lint_options(doc, text);
}
