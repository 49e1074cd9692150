/* COPY and ADD: their words expanded, their sources as edges, and what BuildKit refuses of them (convert_copy.go). */
#include "base/quote.h"
#include "dockerfile/reference.h"
#include "graph/dispatch.h"

/* A flag's value, expanded; false if that fails. Absent and unknown flags are empty; only the latter are
 * dispatch_unknown(). */
static bool expand_flag(struct dispatch *dispatch, sg_str name, sg_str *value, size_t *at) {
    *at = 0;
    sg_str raw = instruction_flag(dispatch->instruction, name, at);
    *value = STR("");
    dispatch->builder->expander.unknown = false;
    if (!raw.len) return true;
    if (!dispatch_expand(dispatch, (struct word){raw, *at + name.len + 3}, value)) return false;
    if (dispatch_unknown(dispatch)) *value = STR("");
    return true;
}

/* An unknown flag is as good as absent. */
struct copy {
    sg_str chown, chmod, checksum, dest;
    struct words sources;
    LIST(sg_str) as_empty; /* by source, if it is unknown: what it would be if that were empty; else ptr == NULL */
    size_t chown_at, chmod_at, checksum_at, dest_at;
    bool checksum_unknown;      /* but not empty, whatever it is */
    bool dest_unknown, unknown; /* the latter: a source or the text of a heredoc */
    bool inline_only;           /* all of its sources are heredocs: nothing is taken */
    struct source_ref from;     /* stage NO_STAGE and no image: the build context */
};

/* What an owner has of names whatever the variables in it say: the user before and the group behind them. */
static sg_str certain_owner(struct arena *arena, sg_str raw) {
    size_t colon = str_find(raw, ':'), at = raw.len;
    sg_str user = colon < str_find(raw, '$') ? str_slice(raw, 0, colon) : STR("");
    while (at && raw.ptr[at - 1] != ':' && raw.ptr[at - 1] != '$' && raw.ptr[at - 1] != '}') at--;
    sg_str group = at && raw.ptr[at - 1] == ':' ? str_skip(raw, at) : STR("");
    return arena_printf(arena, "%.*s:%.*s", STR_ARG(user), STR_ARG(group));
}

/* The body of the last heredoc of that name (parseSourcesAndDest). */
static sg_str heredoc_body(const struct instruction *instruction, const struct map *names, sg_str name) {
    const size_t *index = map_get(names, name);
    return index ? instruction->heredocs[*index].body : STR("");
}

static struct map heredoc_names(struct arena *arena, const struct instruction *instruction) {
    struct map names = {0};
    for (size_t i = 0; i < instruction->heredoc_count; i++) map_put(arena, &names, instruction->heredocs[i].name, i);
    return names;
}

/* <<- takes the tabs at the start of each line away (ChompHeredocContent). */
static sg_str without_tabs(struct arena *arena, sg_str body) {
    struct text text = {0};
    for (sg_str line; body.len;) {
        size_t end = str_find(body, '\n') + 1;
        line = str_slice(body, 0, end);
        body = str_skip(body, end);
        while (line.len && line.ptr[0] == '\t') line = str_skip(line, 1);
        text_put(arena, &text, line);
    }
    return text_str(&text);
}

/* Bodies are expanded by rules of their own, unless the word quotes the name. */
static bool expand_heredoc(struct dispatch *dispatch, const struct heredoc *word, sg_str body) {
    struct expander *expander = &dispatch->builder->expander;
    sg_str result, error;
    char escape = expander->escape;
    if (word->chomp) body = without_tabs(expander->arena, body);
    if (!word->expand) return dispatch->step->inline_size += body.len, true;
    expander->escape = '\\';
    bool good = expand_word(expander, body, dispatch->env, EXPAND_NO_QUOTES, &result, &error);
    expander->escape = escape;
    if (good) dispatch->step->inline_size += result.len;
    else dispatch_refuse_expansion(dispatch, DIAG_EXPANSION, 0, error);
    return good;
}

static bool expand_copy(struct dispatch *dispatch, struct copy *copy) {
    struct builder *builder = dispatch->builder;
    struct instruction *instruction = dispatch->instruction;
    size_t last = instruction->args.count - 1;
    if (!expand_flag(dispatch, STR("chown"), &copy->chown, &copy->chown_at)) return false;
    if (!expand_flag(dispatch, STR("chmod"), &copy->chmod, &copy->chmod_at)) return false;
    if (!expand_flag(dispatch, STR("checksum"), &copy->checksum, &copy->checksum_at)) return false;
    copy->checksum_unknown = dispatch_unknown(dispatch) && builder->expander.as_empty.len;
    LIST(struct heredoc) heredocs = {0};
    dispatch->step->inline_size = 0;
    for (size_t i = 0; i <= last; i++) {
        struct word word = instruction->args.items[i];
        struct heredoc heredoc;
        sg_str error;
        if (i < last && heredoc_word(builder->arena, word.text, &heredoc, &error)) {
            LIST_ADD(builder->arena, &heredocs) = heredoc;
            continue;
        }
        if (!dispatch_expand(dispatch, word, &word.text)) return false;
        if (i == last) {
            copy->dest = word.text, copy->dest_at = word.at, copy->dest_unknown = dispatch_unknown(dispatch);
        } else {
            LIST_ADD(builder->arena, &copy->sources) = word;
            copy->unknown = copy->unknown || dispatch_unknown(dispatch);
            LIST_ADD(builder->temp, &copy->as_empty) =
                dispatch_unknown(dispatch) ? builder->expander.as_empty : (sg_str){0};
        }
    }
    copy->inline_only = heredocs.count == last;
    struct map bodies = heredoc_names(builder->temp, instruction);
    for (size_t i = 0; i < heredocs.count; i++) {
        const struct heredoc *heredoc = &heredocs.items[i];
        if (!expand_heredoc(dispatch, heredoc, heredoc_body(instruction, &bodies, heredoc->name))) return false;
        copy->unknown = copy->unknown || (heredoc->expand && dispatch_unknown(dispatch));
    }
    return true;
}

static bool check_forward(struct dispatch *dispatch, const struct copy *copy, sg_str from, size_t at) {
    struct builder *builder = dispatch->builder;
    if (copy->from.stage == NO_STAGE || copy->from.stage <= dispatch->index || builder->work[copy->from.stage].context)
        return true;
    const sg_stage *stage = &dispatch->stage->public;
    sg_str name = stage->name.ptr                   ? stage->name
                  : builder->doc->stages.count == 1 ? STR("")
                                                    : arena_printf(builder->arena, "stage-%zu", stage->index);
    dispatch_refuse(dispatch, DIAG_FORWARD_COPY, at, STR_ARG(from), STR_ARG(name));
    return false;
}

static void check_checksum(struct dispatch *dispatch, const struct copy *copy) {
    struct arena *arena = dispatch->builder->arena;
    sg_str error = {0}, query, source = copy->sources.count ? copy->sources.items[0].text : STR("");
    sg_str as_empty = copy->sources.count ? copy->as_empty.items[0] : (sg_str){0};
    struct git_source git;
    if (!copy->checksum.len && !copy->checksum_unknown) return;
    if (as_empty.ptr) source = as_empty;
    bool is_git = git_source(arena, source, &git, &query), web = source_type(arena, source, &query) == SOURCE_HTTP;
    if (copy->sources.count != 1) error = STR("checksum can't be specified for multiple sources");
    else if (!is_git && !web) error = as_empty.ptr ? STR("") : STR("checksum requires HTTP(S) or Git sources");
    else if (copy->checksum_unknown) return;
    else if (!is_git) error = digest_error(copy->checksum);
    else if (!as_empty.ptr && git.checksum.len && !git.local && !str_eq(git.checksum, copy->checksum))
        error = arena_printf(arena, "checksum mismatch %.*s != %.*s", STR_ARG(go_quote(arena, copy->checksum)),
                             STR_ARG(go_quote(arena, git.checksum)));
    dispatch_refuse_text(dispatch, DIAG_COPY_OPTION, copy->checksum_at, error);
}

/* --keep-git-dir against ?keep-git-dir=, which may say something else. */
static void check_keep_git_dir(struct dispatch *dispatch, const struct git_source *git, size_t at) {
    sg_str flag = instruction_flag(dispatch->instruction, STR("keep-git-dir"), NULL);
    if (!flag.ptr || git->keep_git_dir < 0) return;
    bool keep = !str_eq_nocase(flag, STR("false"));
    if (keep != (git->keep_git_dir == 1))
        dispatch_refuse_text(dispatch, DIAG_COPY_OPTION, at, STR("inconsistent keep-git-dir configuration"));
}

/* A linked layer has no /etc/passwd to find a name in. */
static void check_owner(struct dispatch *dispatch, const struct copy *copy) {
    sg_str link = instruction_flag(dispatch->instruction, STR("link"), NULL);
    sg_str raw = instruction_flag(dispatch->instruction, STR("chown"), NULL);
    sg_str owner = copy->chown.len ? copy->chown : certain_owner(dispatch->builder->arena, raw);
    if (!link.ptr || str_eq_nocase(link, STR("false")) || !chown_by_name(owner)) return;
    if (copy->chown.len) raw = copy->chown;
    dispatch_refuse(dispatch, DIAG_LINK_OWNER, copy->chown_at, STR_ARG(raw));
}

static void check_copy(struct dispatch *dispatch, const struct copy *copy) {
    struct arena *arena = dispatch->builder->arena;
    if (dispatch_is_windows(dispatch) && !copy->dest_unknown)
        dispatch_refuse_text(dispatch, DIAG_COPY_OPTION, copy->dest_at, dispatch_drive_error(arena, copy->dest));
    check_owner(dispatch, copy);
    dispatch_refuse_text(dispatch, DIAG_COPY_OPTION, copy->chmod_at, chmod_error(arena, copy->chmod));
    check_checksum(dispatch, copy);
}

/* What a source is, and what is wrong with it; an unknown one is judged as if what is unknown were empty, but not
 * refused for it. */
static enum source_type check_source(struct dispatch *dispatch, struct word source, sg_str as_empty) {
    struct arena *arena = dispatch->builder->arena;
    sg_str error;
    struct git_source git;
    if (as_empty.ptr) return source_type(arena, as_empty, &error);
    bool known = git_source(arena, source.text, &git, &error) && error.len;
    enum source_type type = source_type(arena, source.text, &error);
    if (type == SOURCE_LOCAL && !known && dispatch_is_windows(dispatch)) {
        error = dispatch_drive_error(arena, source.text);
        if (error.len) error = arena_join(arena, STR("removing drive letter: "), error);
    }
    dispatch_refuse_text(dispatch, DIAG_COPY_OPTION, source.at, error);
    if (type == SOURCE_GIT) check_keep_git_dir(dispatch, &git, source.at);
    return type;
}

/* What is copied from the build context. */
static void add_local_sources(struct dispatch *dispatch, const struct words *sources) {
    if (!sources->count || dispatch->words_only) return;
    const sg_paths *paths = dispatch_paths(dispatch, sources, STR(""));
    step_add_input(dispatch->builder->arena, dispatch->step,
                   (struct input){.kind = INPUT_LOCAL, .paths = paths->sources, .path_count = paths->source_count});
}

/* Sources that come from elsewhere: ADD makes edges of them, COPY refuses them. */
static void add_sources(struct dispatch *dispatch, const struct copy *copy, struct edge_origin origin) {
    struct builder *builder = dispatch->builder;
    bool add = dispatch->instruction->keyword == KEYWORD_ADD;
    struct words local = {0};
    for (size_t i = 0; i < copy->sources.count; i++) {
        struct word source = copy->sources.items[i];
        enum source_type type = check_source(dispatch, source, copy->as_empty.items[i]);
        if (type == SOURCE_LOCAL) {
            LIST_ADD(builder->temp, &local) = source;
        } else if (!add) {
            dispatch_refuse(dispatch, DIAG_COPY_SOURCE, source.at, type == SOURCE_GIT ? "git ref" : "URL");
        } else if (!dispatch->words_only) {
            origin.paths = dispatch_paths(dispatch, &(struct words){&source, 1, 1}, copy->dest);
            edge_from_url(builder, type == SOURCE_GIT ? SG_EDGE_ADD_GIT : SG_EDGE_ADD_HTTP, source.text,
                          dispatch->index, origin);
        }
    }
    if (copy->from.stage == NO_STAGE && !copy->from.image.len) add_local_sources(dispatch, &local);
}

sg_paths *dispatch_paths(struct dispatch *dispatch, const struct words *sources, sg_str dest) {
    struct arena *arena = dispatch->builder->arena;
    sg_paths *paths = arena_one(arena, sg_paths);
    sg_str *texts = arena_array(arena, sg_str, sources->count);
    for (size_t i = 0; i < sources->count; i++) texts[i] = sources->items[i].text;
    *paths = (sg_paths){dispatch_line(dispatch), texts, sources->count, dest};
    return paths;
}

void dispatch_copy(struct dispatch *dispatch) {
    struct builder *builder = dispatch->builder;
    struct copy copy = {.from = {NO_STAGE, {0}}};
    size_t from_at = 0;
    sg_str from = dispatch->instruction->keyword == KEYWORD_COPY
                      ? instruction_flag(dispatch->instruction, STR("from"), &from_at)
                      : (sg_str){0};
    if (from.len) resolve_copy(builder, from, &copy.from);
    bool expanded = expand_copy(dispatch, &copy);
    struct edge_origin origin = {dispatch_line(dispatch), dispatch->step, false, NULL};
    if (expanded) origin.paths = dispatch_paths(dispatch, &copy.sources, copy.dest);
    dispatch->step->paths = copy.unknown ? NULL : origin.paths;
    origin.forward = !check_forward(dispatch, &copy, from, from_at);
    if (dispatch->words_only || copy.inline_only) origin.paths = NULL;
    else if (copy.from.stage != NO_STAGE)
        edge_from_stage(builder, SG_EDGE_COPY, copy.from.stage, dispatch->index, origin);
    else if (copy.from.image.len)
        edge_from_image(builder, SG_EDGE_COPY, copy.from.image, from, dispatch->index, origin);
    if (!expanded) return;
    check_copy(dispatch, &copy);
    add_sources(dispatch, &copy, origin);
}
