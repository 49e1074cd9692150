/* The target ignore: a .dockerignore, a line of "%%", and paths, one a line. */
#include "size/ignore.h"

#include "size/glob.h"

#include "fuzz.h"

#include <stdlib.h>

enum { PATHS = 32 };

static size_t read_paths(struct arena *arena, sg_str text, sg_str paths[PATHS]) {
    size_t count = 0;
    sg_str line;
    while (text.len && count < PATHS) {
        str_cut(text, '\n', &line, &text);
        paths[count] = path_below_root(arena, line);
        check(!str_starts(paths[count], STR("/")) && !str_starts(paths[count], STR("../")));
        count += paths[count].len > 0;
    }
    return count;
}

static bool below(sg_str path, sg_str folder) {
    return path.len > folder.len && str_starts(path, folder) && path.ptr[folder.len] == '/';
}

void fuzz_ignore(sg_str input) {
    jmp_buf failed;
    struct arena arena = {.out_of_memory = &failed};
    if (setjmp(failed)) abort();
    sg_str text = cut_section(&input), paths[PATHS];
    size_t count = read_paths(&arena, input, paths), problems;
    bool left_out[PATHS];
    struct ignore *ignore = ignore_read(&arena, text);
    const struct ignore_problem *problem = ignore_problems(ignore, &problems);
    for (size_t i = 0; i < problems; i++) check(problem[i].line >= 1 && problem[i].reason.len > 0);
    for (size_t i = 0; i < count; i++) left_out[i] = ignore_matches(ignore, paths[i]);
    /* The answers do not depend on what was asked before. */
    for (size_t i = count; i-- > 0;) check_text(ignore_matches(ignore, paths[i]) == left_out[i], paths[i]);
    struct ignore *other = ignore_read(&arena, text);
    for (size_t i = count; i-- > 0;) check_text(ignore_matches(other, paths[i]) == left_out[i], paths[i]);
    for (size_t i = 0; i < count; i++) {
        if (!ignore_prunes(ignore, paths[i])) continue;
        check_text(left_out[i], paths[i]);
        for (size_t k = 0; k < count; k++) check_text(!below(paths[k], paths[i]) || left_out[k], paths[k]);
    }
    arena_free(&arena);
}
