/* What a script of the project does, by what it is called. */
#include "annotate/infer.h"

static const struct script_verb verbs[] = {
    {"build", "Builds", DEED_BUILD},      {"compile", "Builds", DEED_BUILD},
    {"make", "Builds", DEED_BUILD},       {"install", "Installs", DEED_TOOL},
    {"setup", "Sets up", DEED_TOOL},      {"set-up", "Sets up", DEED_TOOL},
    {"bootstrap", "Sets up", DEED_TOOL},  {"provision", "Sets up", DEED_TOOL},
    {"create", "Creates", DEED_GENERATE}, {"generate", "Generates", DEED_GENERATE},
    {"gen", "Generates", DEED_GENERATE},  {"test", "Tests", DEED_TEST},
    {"tests", "Tests", DEED_TEST},        {"download", "Downloads", DEED_FETCH},
    {"fetch", "Fetches", DEED_FETCH},     {"get", "Fetches", DEED_FETCH},
    {"lint", "Lints", DEED_LINT},         {"validate", "Checks", DEED_CHECK},
    {"check", "Checks", DEED_CHECK},      {"verify", "Checks", DEED_CHECK},
    {"pack", "Packs", DEED_PACKAGE},      {"package", "Packs", DEED_PACKAGE},
    {"prepare", "Prepares", DEED_SCRIPT}, {"configure", "Configures", DEED_SCRIPT},
    {"collect", "Collects", DEED_SCRIPT}, {"export", "Exports", DEED_SCRIPT},
    {"update", "Updates", DEED_SCRIPT},
};

static const struct script_verb *verb_of(sg_str stem, sg_str *rest) {
    for (size_t v = 0; v < COUNT(verbs); v++) {
        sg_str lead = str_from(verbs[v].lead);
        if (!str_starts(stem, lead)) continue;
        sg_str behind = str_skip(stem, lead.len);
        bool parted = behind.len > 1 && (behind.ptr[0] == '-' || behind.ptr[0] == '_');
        if ((behind.len && !parted) || str_starts(behind, STR("-or-")) || str_starts(behind, STR("-and-"))) continue;
        *rest = str_skip(behind, 1);
        return &verbs[v];
    }
    return NULL;
}

const struct script_verb *script_verb_of(sg_str path, sg_str *rest) {
    sg_str file = path_base(path), above = str_slice(path, 0, path.len - file.len);
    const struct script_verb *verb = verb_of(str_slice(file, 0, str_find(file, '.')), rest);
    if (verb) return verb;
    sg_str folder = path_base(str_slice(above, 0, above.len ? above.len - 1 : 0)); /* "scripts/build/binary" */
    *rest = (sg_str){0};
    return str_listed("build test tests lint", folder) ? verb_of(folder, rest) : NULL;
}
