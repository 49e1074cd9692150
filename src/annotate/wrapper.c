/* Commands that only run another one. */
#include "annotate/infer.h"

struct wrapper {
    const char *names;   /* of programs */
    const char *valued;  /* options whose value is the next word */
    unsigned char skips; /* words in front of the command that are no options: "gosu user" */
    bool numbers;        /* only if they are numbers: "retry 5" */
};

#define WRAPPERS(ROW)                                                                                                  \
    ROW("sudo doas", "-u -g -C -h -p -r -t -T -U --user --group --chdir --prompt --host", 0, false)                    \
    ROW("env", "-u -C --unset --chdir", 0, false)                                                                      \
    ROW("exec command time nohup eval chronic builtin noglob then else do catchsegv fakeroot eatmydata unbuffer "      \
        "linux32 linux64",                                                                                             \
        "-a", 0, false)                                                                                                \
    ROW("gosu su-exec chroot flock", "-w", 1, false)                                                                   \
    ROW("timeout retry", "-k -s -t -d --signal --kill-after", 1, true)                                                 \
    ROW("setpriv runuser",                                                                                             \
        "-u -g -G -s --user --group --shell --reuid --regid --groups --inh-caps --bounding-set", 0, false)             \
    ROW("nice ionice chrt taskset stdbuf", "-n -c -p -i -o -e", 0, false)                                              \
    ROW("xargs parallel", "-a -d -E -I -i -L -n -P -s -j --max-args --max-procs --delimiter", 0, false)                \
    ROW("xvfb-run", "-e -f -n -p -s -w --server-args --server-num --error-file", 0, false)                             \
    ROW("scl", "", 2, false) /* "scl enable toolset" */                                                                \
    ROW("mold ccache sccache bear", "", 0, false)                                                                      \
    ROW("tini dumb-init catatonit", "-p -r", 0, false)

#define WRAPPER_ROW(names, valued, skips, numbers) {(names), (valued), (skips), (numbers)},
static const struct wrapper wrappers[] = {WRAPPERS(WRAPPER_ROW)};

/* All of them in one list: most programs are none. */
#define WRAPPER_NAMES(names, valued, skips, numbers) names " "
static const char all_wrappers[] = WRAPPERS(WRAPPER_NAMES);

static bool is_assignment(sg_str word) {
    size_t sign = str_find(word, '=');
    if (!sign || sign == word.len || ascii_digit(word.ptr[0])) return false;
    for (size_t i = 0; i < sign; i++)
        if (!ascii_alnum(word.ptr[i]) && word.ptr[i] != '_') return false;
    return true;
}

static const struct wrapper *wrapper_of(sg_str program) {
    if (!str_listed(all_wrappers, program)) return NULL;
    for (size_t i = 0; i < COUNT(wrappers); i++)
        if (str_listed(wrappers[i].names, program)) return &wrappers[i];
    return NULL;
}

/* "find … -exec CMD {} ;": what it runs for each file. */
static size_t executed_by_find(const struct command *command) {
    for (size_t i = 1; i + 1 < command->count; i++)
        if (str_starts(command->items[i], STR("-exec")) || str_starts(command->items[i], STR("-ok"))) return i + 1;
    return 0;
}

struct command command_behind(struct command command, size_t count) {
    if (count > command.count) count = command.count;
    command.items += count;
    command.count -= count;
    command.capacity = 0;
    command.program = command.count ? program_name(command.items[0]) : STR("");
    return command;
}

struct command command_bare(struct command command) {
    for (int rounds = 0; rounds < 8 && command.count; rounds++) {
        sg_str program = command.program;
        if (str_eq(program, STR("find")) && executed_by_find(&command)) {
            command = command_behind(command, executed_by_find(&command));
            continue;
        }
        const struct wrapper *wrapper = wrapper_of(program);
        bool asks = str_eq(program, STR("command")) && command.count > 1 && str_listed("-v -V", command.items[1]);
        if (!wrapper || asks) break;
        size_t at = 1, skips = wrapper->skips;
        while (at < command.count) {
            sg_str word = command.items[at];
            bool option = word.len > 1 && word.ptr[0] == '-';
            if (str_eq(word, STR("--"))) {
                at++;
                if (!skips) break;
            } else if (option) {
                at += str_listed(wrapper->valued, word) ? 2u : 1u;
            } else if (is_assignment(word)) {
                at++;
            } else if (skips && (!wrapper->numbers || ascii_digit(word.ptr[0]) || word.ptr[0] == '$')) {
                at++;
                skips--;
            } else {
                break;
            }
        }
        command = command_behind(command, at);
    }
    return command;
}

sg_str command_script(const struct command *command) {
    if (command->count < 3) return (sg_str){0};
    sg_str program = command->program, last = command->items[command->count - 1];
    if (str_eq(program, STR("scl")) && str_has(last, ' ')) return last;
    if (!str_listed("sh bash ash dash zsh ksh busybox su runuser", program)) return (sg_str){0};
    bool su = str_listed("su runuser", program);
    for (size_t i = 1; i + 1 < command->count; i++) {
        sg_str word = command->items[i];
        bool option = word.len > 1 && (word.ptr[0] == '-' || word.ptr[0] == '+');
        if (str_eq(word, STR("--command"))) return command->items[i + 1];
        if (option && word.ptr[1] != '-' && word.ptr[word.len - 1] == 'c') return command->items[i + 1];
        bool named = option && word.ptr[1] != '-' && word.ptr[word.len - 1] == 'o'; /* "-euo pipefail" */
        if (named || str_listed("-O -s --shell", word)) i++;
        else if (!option && !su && !str_eq(word, STR("sh"))) break;
    }
    return (sg_str){0};
}
