/* What marks are called, and the signs of a comparison, which need no colour. */
#include "view/view.h"

static const struct {
    struct view_state state;
    const char *sign;
} rows[] = {
    {{MARK_TARGET, "target", "target"}, ""},
    {{MARK_FINAL, "final image", "final"}, ""},
    {{MARK_REPLACED, "replaced by a build context", "replaced"}, ""},
    {{MARK_FOCUS, "in focus", "focus"}, ""},
    {{MARK_SHIPS, "ships", "ships"}, ""},
    {{MARK_ASIDE, "not needed for the target", "aside"}, ""},
    {{MARK_LARGE, "large", "large"}, ""},
    {{MARK_FORWARD, "a later stage", "forward"}, ""},
    {{MARK_ADDED, "added", "added"}, "+ "},
    {{MARK_REMOVED, "removed", "removed"}, "\xE2\x88\x92 "},
    {{MARK_CHANGED, "changed", "changed"}, "~ "},
    {{MARK_REBUILDS, "rebuilds", "rebuilds"}, "\xE2\x86\xBB "},
    {{MARK_MAY_REBUILD, "may rebuild", "mayrebuild"}, "\xE2\x86\xBB? "},
    {{MARK_KEPT, "kept", "kept"}, "= "},
};

size_t view_states(unsigned marks, struct view_state states[MARK_COUNT]) {
    size_t count = 0;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (marks & rows[i].state.mark) states[count++] = rows[i].state;
    return count;
}

sg_str view_sign(struct arena *arena, unsigned marks) {
    sg_str sign = STR("");
    for (size_t i = 0; i < COUNT(rows); i++)
        if ((marks & rows[i].state.mark) && *rows[i].sign)
            sign = sign.len ? arena_join(arena, sign, str_from(rows[i].sign)) : str_from(rows[i].sign);
    return sign;
}

const char *view_verb(sg_edge_kind kind) {
    static const char *const verbs[] = {"FROM", "COPY", "mount", "ADD", "ADD"};
    return verbs[kind];
}
