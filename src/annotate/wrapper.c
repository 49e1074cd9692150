/* Commands that only run another one. */
#include "annotate/infer.h"

struct wrapper {
    const char *names;   /* of programs */
    const char *valued;  /* options whose value is the next word */
    unsigned char skips; /* words in front of the command that are no options: "gosu user" */
    bool numbers;        /* only if they are numbers: "retry 5" */
};

static const struct wrapper wrappers[] = {
    {"sudo doas", "-u -g -C -h -p -r -t -T -U --user --group --chdir --prompt --host", 0, false},
    {"env", "-u -C --unset --chdir", 0, false},
    {"exec command time nohup eval chronic builtin noglob then else do catchsegv fakeroot eatmydata unbuffer linux32 linux64",
     "-a", 0, false},
    {"gosu su-exec chroot flock", "-w", 1, false},
    {"timeout retry", "-k -s -t -d --signal --kill-after", 1, true},
    {"setpriv runuser", "-u -g -G -s --user --group --shell --reuid --regid --groups --inh-caps --bounding-set", 0,
     false},
    {"nice ionice chrt taskset stdbuf", "-n -c -p -i -o -e", 0, false},
    {"xargs parallel", "-a -d -E -I -i -L -n -P -s -j --max-args --max-procs --delimiter", 0, false},
    {"xvfb-run", "-e -f -n -p -s -w --server-args --server-num --error-file", 0, false},
    {"scl", "", 2, false}, /* "scl enable toolset" */
    {"mold ccache sccache bear", "", 0, false},
    {"tini dumb-init catatonit", "-p -r", 0, false},
};

static bool is_assignment(sg_str word) {
    size_t sign = str_find(word, '=');
    if (!sign || sign == word.len || ascii_digit(word.ptr[0])) return false;
    for (size_t i = 0; i < sign; i++)
        if (!ascii_alnum(word.ptr[i]) && word.ptr[i] != '_') return false;
    return true;
}

/* Whether some wrapper is that long and starts like that: most programs need no look into the lists. */
static bool may_wrap(sg_str program) {
    if (program.len < 3 || program.len > 9) return program.len == 2 && program.ptr[0] == 'd';
    switch (program.ptr[0]) {
    case 's': return str_listed("sudo su-exec setpriv stdbuf scl sccache", program);
    case 'e': return str_listed("env exec eval else eatmydata", program);
    case 'c': return str_listed("command chronic chroot chrt catchsegv catatonit ccache", program);
    case 't': return str_listed("time then timeout taskset tini", program);
    case 'd': return str_listed("doas dumb-init", program);
    default: return strchr("nbgflruxpim", program.ptr[0]) != NULL;
    }
}

static const struct wrapper *wrapper_of(sg_str program) {
    if (!may_wrap(program)) return NULL;
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

static struct command without(struct command command, size_t count) {
    if (count > command.count) count = command.count;
    command.items += count;
    command.count -= count;
    command.capacity = 0;
    return command;
}

struct command command_bare(struct command command) {
    for (int rounds = 0; rounds < 8 && command.count; rounds++) {
        sg_str program = path_base(command.items[0]);
        if (str_eq(program, STR("find")) && executed_by_find(&command)) {
            command = without(command, executed_by_find(&command));
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
        command = without(command, at);
    }
    return command;
}

sg_str command_script(const struct command *command) {
    if (command->count < 3) return (sg_str){0};
    sg_str program = path_base(command->items[0]);
    sg_str last = command->items[command->count - 1];
    if (str_eq(program, STR("scl")) && str_has(last, ' ')) return last;
    bool su = str_listed("su runuser", program);
    if (!su && !str_listed("sh bash ash dash zsh ksh busybox", program)) return (sg_str){0};
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
