/* Commands that only run another one. */
#include "annotate/infer.h"

enum { SCRIPT = 255 };

struct wrapper {
    const char *valued;
    unsigned char operands;
    bool numbers;
};

#define WRAPPER(names, valued, operands, numbers) {(valued), (operands), (numbers)},
static const struct wrapper wrappers[] = {
#include "annotate/wrappers.def"
};
#undef WRAPPER

static bool is_assignment(sg_str word) {
    size_t sign = str_find(word, '=');
    if (!sign || sign == word.len || ascii_digit(word.ptr[0])) return false;
    for (size_t i = 0; i < sign; i++)
        if (!ascii_alnum(word.ptr[i]) && word.ptr[i] != '_') return false;
    return true;
}

static const struct wrapper *wrapper_of(const struct command *command) {
    return command->known && command->known->wrapper ? &wrappers[command->known->wrapper - 1] : NULL;
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
    command.known = program_known(command.program);
    return command;
}

struct command command_bare(struct command command) {
    for (int rounds = 0; rounds < 8 && command.count; rounds++) {
        if (str_eq(command.program, STR("find")) && executed_by_find(&command)) {
            command = command_behind(command, executed_by_find(&command));
            continue;
        }
        const struct wrapper *wrapper = wrapper_of(&command);
        bool asks =
            str_eq(command.program, STR("command")) && command.count > 1 && str_listed("-v -V", command.items[1]);
        if (!wrapper || asks || wrapper->operands == SCRIPT) break;
        size_t at = 1, skips = wrapper->operands;
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
    const struct wrapper *shell = wrapper_of(command);
    if (command->count < 3 || !shell) return (sg_str){0};
    sg_str last = command->items[command->count - 1];
    if (str_eq(command->program, STR("scl")) && str_has(last, ' ')) return last;
    bool su = str_listed("su runuser", command->program);
    if (shell->operands != SCRIPT && !su) return (sg_str){0};
    for (size_t i = 1; i + 1 < command->count; i++) {
        sg_str word = command->items[i];
        bool option = word.len > 1 && (word.ptr[0] == '-' || word.ptr[0] == '+');
        if (str_eq(word, STR("--command"))) return command->items[i + 1];
        if (option && word.ptr[1] != '-' && word.ptr[word.len - 1] == 'c') return command->items[i + 1];
        bool named = option && word.ptr[1] != '-' && word.ptr[word.len - 1] == 'o'; /* "-euo pipefail" */
        if (named || str_listed(shell->valued, word)) i++;
        else if (!option && !su && !str_eq(word, STR("sh"))) break;
    }
    return (sg_str){0};
}
