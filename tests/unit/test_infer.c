/* What a command says: every row of purpose.def, every word in it. */
#include "annotate/infer.h"

#include "helper.h"

/* ---- what a command says ---- */

static const struct {
    const char *command, *purpose, *made; /* made: what another stage takes from the stage, or NULL */
} said[] = {
#define SAID(command, purpose) {command, purpose, NULL},
#define MADE(command, purpose) {command, purpose, "shop"},
#include "said.def"
};

static void command_rows(void **state) {
    for (size_t i = 0; i < COUNT(said); i++) {
        sg_str text = arena_printf(*state, "FROM scratch AS a\nRUN %s\n", said[i].command);
        if (said[i].made)
            text = arena_printf(*state, "%.*sFROM scratch\nCOPY --from=a /out/%s /\n", STR_ARG(text), said[i].made);
        sg_doc *doc = document_of(text, "");
        assert_row(said[i].command, text_of(state, sg_stage_at(doc, 0)->purpose), said[i].purpose);
        sg_free(doc);
    }
}

/* ---- every row ---- */

#define PURPOSE(kind, commands, subcommands, naming, phrase, bare)                                                     \
    {DEED_##kind, commands, subcommands, NAME_##naming, phrase, bare},
static const struct purpose_row rows[] = {
#include "annotate/purpose.def"
};
#undef PURPOSE

static const struct purpose_row no_row;

/* The row that counts for a command, and what it names. */
static const struct purpose_row *row_of(struct arena *arena, struct command command, struct names *names) {
    size_t count = 0, subcommand;
    command = command_unwrapped(command);
    const unsigned short *found = command.count ? purpose_rows_of(program_name(command.items[0]), &count) : NULL;
    for (size_t i = 0; i < count; i++) {
        const struct purpose_row *row = purpose_row_at(found[i]);
        *names = (struct names){0};
        if (!purpose_row_fits(row, &command, &subcommand)) continue;
        name_things(arena, row, &command, subcommand, names);
        if (names->count || *row->bare || row->kind >= DEED_KINDS) return &rows[found[i]];
    }
    return &no_row;
}

/* Whether a purpose holds a phrase, with anything in its gaps. */
static bool holds(const char *purpose, const char *phrase) {
    sg_str left = str_from(purpose), rest = str_from(phrase);
    while (rest.len) {
        size_t gap = str_find(rest, '%'), at = str_find_str(left, str_slice(rest, 0, gap));
        if (at == left.len && gap) return false;
        left = str_skip(left, at + gap);
        rest = str_skip(rest, gap + 2);
    }
    return true;
}

/* Some command above reaches the row and is told its phrase. */
static bool is_tested(void **state, const struct purpose_row *row, const char *phrase) {
    for (size_t i = 0; i < COUNT(said); i++) {
        if (!holds(said[i].purpose, phrase)) continue;
        struct commands commands = {0};
        shell_commands(*state, str_from(said[i].command), '\\', NULL, &(size_t){SHELL_ROOM}, &commands);
        for (size_t c = 0; c < commands.count; c++)
            if (row_of(*state, commands.items[c], &(struct names){0}) == row) return true;
    }
    return false;
}

static void every_phrase(void **state) {
    size_t untested = 0;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct purpose_row *row = &rows[i];
        if (row->kind >= DEED_KINDS) {
            if (*row->phrase || *row->bare) fail_msg("noise speaks: %s%s", row->phrase, row->bare);
            continue;
        }
        if (!*row->phrase && !*row->bare) fail_msg("says nothing: %s", row->commands);
        const char *phrases[] = {row->phrase, row->bare};
        for (size_t p = 0; p < COUNT(phrases); p++) {
            if (!*phrases[p] || is_tested(state, row, phrases[p])) continue;
            print_error("no test for: %s: %s\n", row->commands, phrases[p]);
            untested++;
        }
    }
    assert_int_equal(untested, 0);
}

/* %s and %b stand only where there are names, and wherever there are. */
static void every_gap(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (*rows[i].phrase && !strstr(rows[i].phrase, "%s")) fail_msg("names nothing: %s", rows[i].phrase);
        if (rows[i].naming != NAME_NOTHING && !*rows[i].phrase) fail_msg("names in vain: %s", rows[i].commands);
        for (const char *gap = rows[i].phrase; (gap = strchr(gap, '%')); gap += 2)
            if (!gap[1] || !strchr("spb", gap[1])) fail_msg("no such gap: %s", gap);
        for (const char *gap = rows[i].bare; (gap = strchr(gap, '%')); gap += 2)
            if (gap[1] != 'p') fail_msg("no such gap without names: %s", gap);
    }
}

/* ---- every word ---- */

/* Arguments that name "tool". */
static const char *arguments_of(enum naming naming) {
    switch ((int)naming) {
    case NAME_OUTPUT: return "-o tool";
    case NAME_LOCAL: return "./cmd/tool";
    case NAME_MODULE: return "h/o/tool@v1";
    case NAME_PROJECT: return "tool.csproj";
    case NAME_WORKSPACE: return "--filter tool";
    case NAME_REPOSITORY: return "https://tool";
    case NAME_FILE: return "https://h/tool";
    case NAME_ARCHIVE: return "tool.tgz";
    case NAME_CHECKED: return "-- tool";
    case NAME_NOTHING:
    case NAME_PROGRAM: return "";
    default: return "tool";
    }
}

/* "test+-bench*" is "test -benchz". */
static sg_str sample_command(struct arena *arena, sg_str program, sg_str verb, enum naming naming) {
    char words[64];
    size_t len = str_eq(verb, STR("!")) ? 0 : verb.len;
    assert_true(len < sizeof words);
    for (size_t i = 0; i < len; i++) words[i] = verb.ptr[i] == '*' ? 'z' : i && verb.ptr[i] == '+' ? ' ' : verb.ptr[i];
    return arena_printf(arena, "%.*s %.*s %s", STR_ARG(program), (int)len, words, arguments_of(naming));
}

/* Each word of a row must be able to bring it about: else an earlier row has taken it. Words of NOISE may stand in other
 * rows with what else they do. */
static void check_word(void **state, const struct purpose_row *row, sg_str program, sg_str verb) {
    sg_str text = sample_command(*state, program, verb, row->naming);
    struct command command = {0};
    for (sg_str rest = text, word; rest.len;) {
        str_cut(rest, ' ', &word, &rest);
        if (word.len) LIST_ADD(*state, &command) = word;
    }
    command = command_behind(command, 0);
    struct names names = {0};
    const struct purpose_row *got = row_of(*state, command, &names);
    if (got == row) {
        if (*arguments_of(row->naming)) assert_row(text_of(state, text), text_of(state, names.items[0]), "tool");
        return;
    }
    bool elsewhere = row->kind == DEED_NOISE && got != &no_row;
    bool alone = row->kind == DEED_NOISE && command_unwrapped(command).count == 0;
    if (!elsewhere && !alone)
        fail_msg("%.*s: another row has it: %s%s, not %s%s", STR_ARG(text), got->phrase ? got->phrase : "",
                 got->bare ? got->bare : "none", row->phrase, row->bare);
}

static void every_word(void **state) {
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (sg_str programs = str_from(rows[i].commands), program; programs.len;) {
            str_cut(programs, ' ', &program, &programs);
            sg_str verbs = str_from(rows[i].subcommands), verb;
            do {
                str_cut(verbs, ' ', &verb, &verbs);
                check_word(state, &rows[i], program, verb);
            } while (verbs.len);
        }
    }
}

static bool twice(const char *list) {
    for (sg_str rest = str_from(list), word; rest.len;) {
        str_cut(rest, ' ', &word, &rest);
        for (sg_str others = rest, other; others.len;) {
            str_cut(others, ' ', &other, &others);
            if (str_eq(word, other)) return true;
        }
    }
    return false;
}

static void no_word_twice(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (twice(rows[i].commands) || twice(rows[i].subcommands)) fail_msg("a word twice: %s", rows[i].commands);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(command_rows), cmocka_unit_test(every_phrase),  cmocka_unit_test(every_gap),
        cmocka_unit_test(every_word),   cmocka_unit_test(no_word_twice),
    };
    return cmocka_run_group_tests_name("infer", tests, arena_setup, arena_teardown);
}
