/* What is promised about sizes, and whether it holds: stated sizes against measured ones, budgets. */
#include "base/units.h"
#include "size/size.h"

/* Whether a is further from b than the tolerance: in whole bytes, without overflow. */
static bool differs(int64_t stated, int64_t measured, long percent) {
    int64_t far = stated > measured ? stated - measured : measured - stated;
    return far > (int64_t)((long double)stated * (long double)percent / 100);
}

/* In messages a blank is a blank. */
static sg_str plain_size(struct arena *arena, int64_t bytes) {
    sg_str text = size_format(arena, bytes);
    size_t cut = str_find_str(text, STR("\xC2\xA0"));
    return arena_printf(arena, "%.*s %.*s", STR_ARG(str_slice(text, 0, cut)), STR_ARG(str_skip(text, cut + 2)));
}

static void compare(sg_doc *doc, size_t s, bool strict) {
    const struct stage_sizes *sizes = &doc->sizes[s];
    const struct stated_size *stated = sizes->forced.bytes >= 0 ? &sizes->forced : &doc->stages.items[s].stated_size;
    sg_size found = size_measured(doc, s);
    struct arena *arena = &doc->arena;
    if (stated->bytes < 0 || (!size_known(&found) && !strict)) return;
    sg_str claim = plain_size(arena, stated->bytes);
    if (!size_known(&found)) {
        diag_add(&doc->diags, DIAG_SIZE_UNCHECKED, stated->source, stated->offset, STR_ARG(claim));
        return;
    }
    if (!differs(stated->bytes, found.total, option_number(doc->options, OPT_size_tolerance))) return;
    sg_str fact = plain_size(arena, found.total);
    if (str_eq(claim, fact)) fact = arena_printf(arena, "%lld bytes", (long long)found.total);
    diag_add_any(&doc->diags, strict ? DIAG_SIZE_WRONG : DIAG_SIZE_DIFFERS, stated->source, stated->offset,
                 STR_ARG(claim), STR_ARG(fact), STR_ARG(found.ref));
}

/* ---- budgets ---- */

/* The sum of the final images' sizes; unknown if one is, or if they are of different bases. */
static sg_size final_total(const sg_doc *doc, const sg_stage **unknown) {
    sg_size sum = SIZE_UNKNOWN;
    *unknown = NULL;
    for (size_t s = 0; s < doc->stages.count; s++) {
        const sg_stage *stage = &doc->stages.items[s].public;
        const sg_size *size = &stage->size;
        if (!stage->is_final || !stage->is_reachable) continue;
        bool fits = !size_known(&sum) || (size->basis == sum.basis && size->total <= INT64_MAX - sum.total);
        if (!size_known(size) || !fits) {
            *unknown = stage;
            return SIZE_UNKNOWN;
        }
        int64_t before = size_known(&sum) ? sum.total : 0;
        if (!size_known(&sum) || size->method == SG_SIZE_CONTEXT) sum = *size;
        sum.total = before + size->total;
    }
    return sum;
}

static sg_str unknown_reason(sg_doc *doc, const sg_stage *stage) {
    if (!stage) return STR("its size is unknown");
    const char *why = size_known(&stage->size) ? "the size of %.*s is of another kind" : "the size of %.*s is unknown";
    return arena_printf(&doc->arena, why, STR_ARG(stage_word(&doc->arena, stage)));
}

struct total {
    sg_size size;
    const sg_stage *unknown; /* why it is */
};

static void check_budget(sg_doc *doc, size_t index, struct total total) {
    sg_str item = option_list_at(doc->options, OPT_budget, index), name;
    struct arena *arena = &doc->arena;
    int64_t budget = option_size_at(doc->options, OPT_budget, index, &name);
    size_t source = diags_add_option(&doc->diags, "budget", item);
    bool all = str_eq(name, STR("total"));
    size_t stage = all ? NO_STAGE : stage_called(doc, name);
    if (!all && stage == NO_STAGE) {
        diag_add(&doc->diags, DIAG_SIZE_STAGE, source, 0, STR_ARG(name), STR_ARG(stage_hint(arena, doc, name)));
        return;
    }
    sg_size size = all ? total.size : doc->stages.items[stage].public.size;
    bool exceeded = size_known(&size) && size.total > budget;
    if (exceeded)
        diag_add(&doc->diags, DIAG_BUDGET, source, name.len + 1, STR_ARG(name), STR_ARG(plain_size(arena, size.total)),
                 STR_ARG(plain_size(arena, size.total - budget)));
    else if (!size_known(&size) || size.method == SG_SIZE_CONTEXT)
        diag_add(&doc->diags, DIAG_BUDGET_UNKNOWN, source, 0, STR_ARG(name),
                 STR_ARG(size_known(&size) ? STR("only a lower bound is known")
                                           : unknown_reason(doc, all ? total.unknown : NULL)));
}

void sizes_check(sg_doc *doc) {
    bool strict = option_on(doc->options, OPT_check_sizes);
    for (size_t s = 0; s < doc->stages.count; s++) compare(doc, s, strict);
    struct total total = {0};
    total.size = final_total(doc, &total.unknown);
    for (size_t i = 0; i < option_list_count(doc->options, OPT_budget); i++) check_budget(doc, i, total);
}
