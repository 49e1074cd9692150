/* stagegraph list --why: where each fact of the stages came from, a line for each and a block for each stage. */
#include "base/log.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "scene/scene.h"
#include "view/label.h"
#include "view/view.h"

enum { VALUE_WIDTH = 48 };

/* Of a fact its name, its value and where that came from; of a stage what it is called and where it starts. */
struct line {
    const char *fact; /* NULL: a stage */
    sg_str value, origin;
};

struct why {
    struct arena *arena;
    struct view_source source;
    const sg_str *groups;
    LIST(struct line) lines;
};

static void add(struct why *why, const char *fact, sg_str value, sg_str origin) {
    LIST_ADD(why->arena, &why->lines) = (struct line){fact, value, origin};
}

static void add_purpose(struct why *why, const struct view_facts *facts, sg_str origin) {
    const sg_str help = STR(": write a comment right above FROM, or \"purpose\" in the annotations file");
    if (facts->purpose.len) add(why, "purpose", view_plain_purpose(why->arena, facts, VALUE_WIDTH), origin);
    else add(why, "purpose", STR("none"), arena_join(why->arena, origin, help));
}

static void add_stage(struct why *why, size_t stage) {
    struct arena *arena = why->arena;
    struct view_facts facts = view_facts(arena, &why->source, stage);
    struct view_origins origins = view_origins(arena, &why->source, stage, true);
    sg_str file = label_clean(arena, doc_file(why->source.scene->stages[stage].doc));
    add(why, NULL, facts.name, arena_printf(arena, "%.*s:%zu", STR_ARG(file), facts.line));
    add(why, "title", label_end(arena, facts.title, VALUE_WIDTH), origins.title);
    if (!option_on(why->source.options, OPT_no_purpose)) add_purpose(why, &facts, origins.purpose);
    if (why->groups[stage].len) add(why, "group", label_end(arena, why->groups[stage], VALUE_WIDTH), origins.group);
    if (facts.size.len) add(why, "size", facts.size, origins.size);
}

static void put_line(const struct line *line, size_t width, bool color, struct buf *out) {
    if (!line->fact) {
        buf_printf(out, "%s%s", out->len ? "\n" : "", color ? "\033[1m" : "");
        buf_put(out, line->value);
        buf_printf(out, "%s  %.*s\n", color ? "\033[0m" : "", STR_ARG(line->origin));
        return;
    }
    buf_printf(out, "  %-7s  ", line->fact);
    buf_put(out, line->value);
    buf_fill(out, ' ', width - str_width(line->value) + 2);
    buf_put(out, line->origin);
    buf_char(out, '\n');
}

void why_make(struct arena *arena, const sg_doc *doc, const sg_options *options, bool color, struct buf *out) {
    struct why why = {.arena = arena, .source = {scene_of(arena, doc), options}};
    size_t width = 0;
    why.groups = view_group_titles(arena, &why.source);
    for (size_t s = 0; s < sg_stage_count(doc); s++)
        if (sg_stage_at(doc, s)->is_reachable) add_stage(&why, s);
    for (size_t i = 0; i < why.lines.count; i++) {
        size_t wide = why.lines.items[i].fact ? str_width(why.lines.items[i].value) : 0;
        if (wide > width) width = wide;
    }
    for (size_t i = 0; i < why.lines.count; i++) put_line(&why.lines.items[i], width, color, out);
    log_tame(out, 0);
}
