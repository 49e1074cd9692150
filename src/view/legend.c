/* The legend: one entry for each kind of line and box that the picture has. */
#include "view/build.h"
#include "view/label.h"

struct legend {
    struct view_legend *items;
    size_t count, capacity;
};

/* Lines have no node of their own. */
static const char *const ids[] = {
    [LEGEND_IMAGE] = "legend_outside", [LEGEND_TARGET] = "legend_target",   [LEGEND_FINAL] = "legend_final",
    [LEGEND_FOCUS] = "legend_focus",   [LEGEND_GUESSED] = "legend_guessed", [LEGEND_SIZES] = "legend_sizes",
    [LEGEND_SHIPS] = "legend_ships",   [LEGEND_ASIDE] = "legend_aside"};

static void add_text(struct view_builder *builder, struct legend *legend, enum legend_sample sample, sg_str text) {
    sg_str id = ids[sample] ? view_unique_id(builder, str_from(ids[sample])) : STR("");
    LIST_ADD(builder->arena, legend) = (struct view_legend){sample, text, id};
}

static void add(struct view_builder *builder, struct legend *legend, enum legend_sample sample, const char *text,
                bool present) {
    if (present) add_text(builder, legend, sample, str_from(text));
}

void view_legend(struct view_builder *builder) {
    bool kinds[SG_EDGE_ADD_HTTP + 1] = {false}, external = false, other_final = false;
    unsigned marks = 0;
    struct legend legend = {0};
    if (!option_on(builder->options, OPT_legend)) return;
    for (size_t e = 0; e < builder->edges.count; e++) kinds[builder->edges.items[e].kind] = true;
    for (size_t n = 0; n < builder->nodes.count; n++) {
        external = external || node_is_outside(&builder->nodes.items[n]);
        marks |= builder->nodes.items[n].marks;
        other_final =
            other_final || (builder->nodes.items[n].marks & (MARK_FINAL | MARK_TARGET | MARK_FOCUS)) == MARK_FINAL;
    }
    bool typed = !builder->view->plain_edges;
    add(builder, &legend, LEGEND_FROM, "FROM", typed && kinds[SG_EDGE_FROM]);
    add(builder, &legend, LEGEND_COPY, "COPY --from", typed && kinds[SG_EDGE_COPY]);
    add(builder, &legend, LEGEND_MOUNT, "RUN --mount", typed && kinds[SG_EDGE_MOUNT]);
    add(builder, &legend, LEGEND_ADD, "ADD", typed && (kinds[SG_EDGE_ADD_GIT] || kinds[SG_EDGE_ADD_HTTP]));
    add(builder, &legend, LEGEND_IMAGE, "from outside", external);
    add(builder, &legend, LEGEND_TARGET, "target stage", marks & MARK_TARGET);
    add(builder, &legend, LEGEND_FINAL, "final image", other_final);
    add(builder, &legend, LEGEND_FOCUS, "in focus", marks & MARK_FOCUS);
    add(builder, &legend, LEGEND_SHIPS, "ships: what the target is FROM", marks & MARK_SHIPS);
    add(builder, &legend, LEGEND_ASIDE, "not needed for the target", marks & MARK_ASIDE);
    add(builder, &legend, LEGEND_GUESSED, "guessed purpose", marks & MARK_GUESSED);
    add(builder, &legend, LEGEND_BARS, "of the largest stage: base, added", builder->view->has_bars);
    if (builder->scene->size_note.len && !option_on(builder->options, OPT_no_size))
        add_text(builder, &legend, LEGEND_SIZES,
                 label_clean(builder->arena, arena_join(builder->arena, STR("sizes: "), builder->scene->size_note)));
    builder->view->legend_ids =
        (struct legend_ids){view_unique_id(builder, STR("legend")), view_unique_id(builder, STR("legend_from")),
                            view_unique_id(builder, STR("legend_to"))};
    builder->view->legend = legend.items;
    builder->view->legend_count = legend.count;
}
