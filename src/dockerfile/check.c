/* What instructions/parse.go refuses: arguments, stage names, ONBUILD, HEALTHCHECK, and the file as a whole. */
#include "dockerfile/check.h"
#include "base/quote.h"
#include "base/utf8.h"
#include "dockerfile/expand.h"
#include "dockerfile/parse.h"
#include "dockerfile/suggest.h"

void check_refuse_format(struct check *check, enum diag_id id, const char *format, size_t line_at, ...) {
    va_list args;
    va_start(args, line_at);
    diag_add_args(check->diags, id, format, check->source, instruction_offset(check->instruction, line_at), args);
    va_end(args);
    check->instruction->broken = true;
}

static bool exactly_one(struct check *check) {
    if (check->instruction->args.count == 1) return true;
    check_refuse(check, DIAG_ONE_ARGUMENT, 0, keyword_name(check->instruction->keyword));
    return false;
}

static bool at_least_one(struct check *check) {
    if (check->instruction->args.count) return true;
    check_refuse(check, DIAG_SOME_ARGUMENT, 0, keyword_name(check->instruction->keyword));
    return false;
}

/* ^[a-z][a-z0-9-_.]*$ */
static bool valid_stage_name(sg_str name) {
    for (size_t i = 0; i < name.len; i++)
        if (!ascii_alnum(name.ptr[i]) && (!name.ptr[i] || !strchr("-_.", name.ptr[i]))) return false;
    return name.len && ascii_alpha(name.ptr[0]);
}

static void check_from(struct check *check) {
    const struct words *args = &check->instruction->args;
    sg_str as = args->count == 3 ? args->items[1].text : STR("");
    if (str_eq_nocase(as, STR("as")) || str_eq(as, STR("a\xC5\xBF")) ||
        str_eq(as, STR("A\xC5\xBF"))) { /* long s folds */
        sg_str name = args->items[2].text;
        if (!valid_stage_name(utf8_lower(check->arena, name))) {
            sg_str quoted = go_quote(check->arena, name);
            check_refuse(check, DIAG_STAGE_NAME, args->items[2].at, STR_ARG(quoted));
            return;
        }
    } else if (args->count != 1) {
        size_t at = args->count > 1 ? args->items[1].at : 0;
        check_refuse(check, DIAG_FROM_ARGUMENTS, at);
        return;
    }
    check_flags(check);
}

static void check_copy(struct check *check) {
    const struct words *args = &check->instruction->args;
    const char *name = keyword_name(check->instruction->keyword);
    if (args->count < 2) {
        size_t at = args->count ? args->items[0].at : 0;
        check_refuse(check, DIAG_NO_DESTINATION, at, name);
        return;
    }
    struct heredoc heredoc;
    sg_str error;
    struct word dest = args->items[args->count - 1];
    if (check_flags(check) && heredoc_word(check->arena, dest.text, &heredoc, &error))
        check_refuse(check, DIAG_HEREDOC_DESTINATION, dest.at, name);
}

static void check_pairs(struct check *check) {
    const struct words *args = &check->instruction->args;
    if (!check_flags(check) || !at_least_one(check)) return;
    for (size_t i = 0; i < args->count; i += 3) {
        if (args->items[i].text.len) continue;
        check_refuse(check, DIAG_BLANK_NAME, args->items[i].at, keyword_name(check->instruction->keyword));
        return;
    }
}

/* ARG never looks at its flags. */
static void check_arg(struct check *check) {
    const struct words *args = &check->instruction->args;
    if (!at_least_one(check)) return;
    for (size_t i = 0; i < args->count; i++) {
        if (!args->items[i].text.len || args->items[i].text.ptr[0] != '=') continue;
        check_refuse(check, DIAG_BLANK_NAME, args->items[i].at, "ARG");
        return;
    }
}

static void check_onbuild(struct check *check) {
    const struct instruction *trigger = check->instruction->trigger;
    if (!trigger) {
        check_refuse(check, DIAG_SOME_ARGUMENT, 0, "ONBUILD");
        return;
    }
    if (!check_flags(check)) return;
    size_t at = (size_t)(trigger->public.text.ptr - check->instruction->public.text.ptr);
    if (trigger->keyword == KEYWORD_ONBUILD) check_refuse(check, DIAG_ONBUILD_CHAIN, at);
    else if (trigger->keyword == KEYWORD_MAINTAINER || trigger->keyword == KEYWORD_FROM)
        check_refuse(check, DIAG_ONBUILD_TRIGGER, at, keyword_name(trigger->keyword));
}

static void check_volume(struct check *check) {
    const struct words *args = &check->instruction->args;
    if (!at_least_one(check) || !check_flags(check)) return;
    for (size_t i = 0; i < args->count; i++) {
        if (str_trim(args->items[i].text).len) continue;
        check_refuse(check, DIAG_VOLUME_EMPTY, args->items[i].at);
        return;
    }
}

static void check_shell(struct check *check) {
    if (!check_flags(check) || !at_least_one(check)) return;
    if (!check->instruction->json) check_refuse(check, DIAG_SHELL_JSON, check->instruction->args.items[0].at);
}

static void check_unknown(struct check *check) {
    sg_str names[KEYWORD_UNKNOWN];
    for (size_t i = 0; i < KEYWORD_UNKNOWN; i++) names[i] = str_from(keyword_name((enum keyword)i));
    sg_str name = check->instruction->name;
    sg_str hint = suggestion_nocase(check->arena, name, names, KEYWORD_UNKNOWN);
    check_refuse(check, DIAG_UNKNOWN_INSTRUCTION, 0, STR_ARG(name), STR_ARG(hint));
}

void instruction_check(struct instruction *instruction, struct arena *arena, struct diags *diags, size_t source) {
    struct check check = {arena, diags, source, instruction};
    if (instruction->broken) return;
    switch (instruction->keyword) {
    case KEYWORD_FROM: check_from(&check); break;
    case KEYWORD_ADD:
    case KEYWORD_COPY: check_copy(&check); break;
    case KEYWORD_ENV:
    case KEYWORD_LABEL: check_pairs(&check); break;
    case KEYWORD_ARG: check_arg(&check); break;
    case KEYWORD_ONBUILD: check_onbuild(&check); break;
    case KEYWORD_HEALTHCHECK: check_healthcheck(&check); break;
    case KEYWORD_RUN:
        if (check_flags(&check)) check_run_flags(&check);
        break;
    case KEYWORD_CMD:
    case KEYWORD_ENTRYPOINT: check_flags(&check); break;
    case KEYWORD_EXPOSE:
        if (at_least_one(&check)) check_flags(&check);
        break;
    case KEYWORD_MAINTAINER:
    case KEYWORD_USER:
    case KEYWORD_WORKDIR:
        if (exactly_one(&check)) check_flags(&check);
        break;
    case KEYWORD_STOPSIGNAL: exactly_one(&check); break;
    case KEYWORD_VOLUME: check_volume(&check); break;
    case KEYWORD_SHELL: check_shell(&check); break;
    case KEYWORD_UNKNOWN: check_unknown(&check); break;
    }
}

void dockerfile_check(struct dockerfile *file, struct arena *arena, struct diags *diags, size_t source) {
    bool in_stage = false, told = false, broken = false;
    for (size_t i = 0; i < file->count; i++) {
        struct instruction *instruction = &file->items[i];
        instruction_check(instruction, arena, diags, source);
        in_stage = in_stage || instruction->keyword == KEYWORD_FROM;
        broken = broken || instruction->broken;
        if (in_stage || instruction->keyword == KEYWORD_ARG || instruction->broken || told) continue;
        told = instruction->broken = true;
        diag_add(diags, DIAG_BEFORE_FROM, source, instruction->offset);
    }
    if (file->count && !in_stage && !told && !broken && !file->incomplete)
        diag_add(diags, DIAG_NO_STAGES, source, NOWHERE);
}
