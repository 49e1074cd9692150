/* Which target an input is for. $FUZZ names it; the replay takes the name of the folder that a file is in. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);

static const struct target {
    const char *name;
    target_function *run;
    bool takes_choices;
} targets[] = {
    {"document", fuzz_document, true}, {"annotations", fuzz_annotations, true}, {"ignore", fuzz_ignore, false},
    {"answers", fuzz_answers, false},  {"archive", fuzz_archive, false},
};

static const struct target *chosen = targets;

_Noreturn void check_failed(const char *condition, const char *file, int line, sg_str text) {
    fprintf(stderr, "%s:%d: this does not hold: %s\n", file, line, condition);
    if (text.ptr) fprintf(stderr, "---- of:\n%.*s\n----\n", STR_ARG(text));
    abort();
}

bool fuzz_choose(sg_str name) {
    for (size_t i = 0; i < COUNT(targets); i++) {
        if (!str_eq(name, str_from(targets[i].name))) continue;
        chosen = &targets[i];
        return true;
    }
    return false;
}

bool fuzz_takes_choices(void) {
    return chosen->takes_choices;
}

sg_str cut_section(sg_str *text) {
    size_t end = str_find_str(*text, STR("\n%%\n"));
    sg_str section = str_slice(*text, 0, end + (end < text->len));
    *text = str_skip(*text, end + 4);
    return section;
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    const char *name = getenv("FUZZ");
    if (name && *name && !fuzz_choose(str_from(name))) {
        fprintf(stderr, "fuzz: there is no target %s\n", name);
        exit(2);
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    chosen->run((sg_str){size ? (const char *)data : "", size});
    return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed) {
    return fuzz_mutate(data, size, max, seed);
}
