/* Titles, purposes, groups and ids: each fact from the best source that has it. */
#include "annotate/annotate.h"

#include "helper.h"

/* ---- directives ---- */

/* "title|group|purpose|size" of the last stage, and all problems. */
static const struct {
    const char *text, *facts, *problems;
} directives[] = {
    {"# stagegraph: title=X\nFROM scratch AS b", "X|||-1", ""},
    {"#stagegraph:title=X\nFROM scratch AS b", "X|||-1", ""},
    {"# stagegraph: title=\"A b\" group=g purpose=\"p \\\"q\\\" \\\\ \\n r\" size=1.5MB\nFROM scratch AS b",
     "A b|g|p \"q\" \\ \n r|1500000", ""},
    {"# stagegraph: title=X\n# stagegraph: title=Y group=g\nFROM scratch AS b", "Y|g||-1",
     ""}, /* the last value wins */
    {"# stagegraph: title=X title=Y\nFROM scratch AS b", "Y|||-1", ""},
    {"# stagegraph: title=\"\xE6\xBC\xA2\"\nFROM scratch AS b", "\xE6\xBC\xA2|||-1", ""},
    {"\t# stagegraph: title=X\nFROM scratch AS b", "X|||-1", ""},
    {"# stagegraph: title=X\r\nFROM scratch AS b\r\n", "X|||-1", ""},
    {"# stagegraph: title=a=b\nFROM scratch AS b", "a=b|||-1", ""},
    {"# stagegraph: titel=X group=g\nFROM scratch AS b", "B|g||-1", "1:15 warning directive-key"},
    {"# stagegraph: group=g size=huge title=X\nFROM scratch AS b", "X|g||-1", "1:28 warning directive-size"},
    {"# stagegraph: title=X oops group=g\nFROM scratch AS b", "X|g||-1", "1:23 warning directive-syntax"},
    {"# stagegraph: title=\nFROM scratch AS b", "B|||-1", "1:21 warning directive-syntax"},
    {"# stagegraph: title=\"  \" group=g\nFROM scratch AS b", "B|g||-1", "1:21 warning directive-syntax"},
    {"# stagegraph: =x group=g\nFROM scratch AS b", "B|g||-1", "1:15 warning directive-syntax"},
    {"# stagegraph: title=\"X\nFROM scratch AS b", "B|||-1", "1:21 warning directive-syntax"},
    {"# stagegraph: title=X\n\nFROM scratch AS b", "B|||-1", "1:1 warning directive-unattached"},
    {"FROM scratch AS b\n# stagegraph: title=X\nRUN :", "B|||-1", "2:1 warning directive-unattached"},
    {"FROM scratch AS b\n# stagegraph: title=X", "B|||-1", "2:1 warning directive-unattached"},
    {"FROM scratch AS b\nRUN : \\\n# stagegraph: title=X\n y", "B|||-1", "3:1 warning directive-unattached"},
    {"FROM scratch AS b\nRUN <<E\n# stagegraph: title=X\nE", "B|||-1", ""},
    {"# stagegraph: title=X\n# escape=`\nFROM scratch AS b", "X|||-1", "2:1 warning directive-too-early"},
    {"# stagegraph: title=X\n# syntax=docker/dockerfile:1\nFROM scratch AS b", "X|||-1",
     "2:1 warning directive-too-early"},
    {"# syntax=docker/dockerfile:1\n# stagegraph: title=X\nFROM scratch AS b", "X|||-1", ""},
    /* what was meant to be one says nothing, and is no purpose either */
    {"# Stagegraph: title=X\nFROM scratch AS b", "B|||-1", "1:3 warning directive-syntax"},
    {"# stagegraph title=X\nFROM scratch AS b", "B|||-1", "1:3 warning directive-syntax"},
    {"#stagegraph : size=1MB\nFROM scratch AS b", "B|||-1", "1:2 warning directive-syntax"},
    {"# stagegraph draws x=y\nFROM scratch AS b", "B||stagegraph draws x=y|-1", ""},
};

static void directive_rows(void **state) {
    for (size_t i = 0; i < COUNT(directives); i++) {
        sg_doc *doc = document(directives[i].text, "");
        const sg_stage *stage = sg_stage_at(doc, sg_stage_count(doc) - 1);
        sg_str facts = arena_printf(*state, "%.*s|%.*s|%.*s|%lld", STR_ARG(stage->title), STR_ARG(stage->group),
                                    STR_ARG(stage->purpose), (long long)stage->size.total);
        assert_row(directives[i].text, text_of(state, facts), directives[i].facts);
        assert_row(directives[i].text, all_problems(doc), directives[i].problems);
        sg_free(doc);
    }
}

static void directive_texts(void **state) {
    (void)state;
    sg_doc *doc = document("# stagegraph: titel=X\nFROM a", "");
    assert_string_equal(first_problem(doc),
                        "directive-key: unknown key \"titel\" in a stagegraph directive (did you mean title?)");
    sg_free(doc);
    doc = document("# stagegraph: size=1M\nFROM a", "");
    assert_string_equal(first_problem(doc), "directive-size: \"1M\" is no size: write a number with B, kB, MB, GB, TB, "
                                            "KiB, MiB, GiB or TiB");
    sg_free(doc);
}

/* ---- purposes ---- */

static const struct {
    const char *text, *purpose; /* of the last stage */
    sg_fact_source source;
} purposes[] = {
    {"FROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# Runs it.\nFROM scratch AS b", "Runs it", SG_FACT_COMMENT},
    {"# Runs it,\n# twice.\nFROM scratch AS b", "Runs it,\ntwice", SG_FACT_COMMENT},
    {"# Builds fonts.\n#\n# Builds icons.\nFROM scratch AS b", "Builds fonts", SG_FACT_COMMENT},
    {"# Licence\n\n# Runs it.\nFROM scratch AS b", "Runs it", SG_FACT_COMMENT},
    {"# Licence\n\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"FROM x\nRUN y\n# Runs it.\nFROM scratch AS b", "Runs it", SG_FACT_COMMENT},
    {"FROM x\nRUN <<E\n# not this\nE\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"FROM x\nRUN y \\\n# not this\nFROM scratch AS b\nFROM scratch", "(null)", SG_FACT_NONE},
    {"## Runs it.\nFROM scratch AS b", "Runs it", SG_FACT_COMMENT},
    /* what is no prose */
    {"####################\n# Runs it.\n####################\nFROM scratch AS b", "Runs it", SG_FACT_COMMENT},
    {"# ---- build ----\nFROM scratch AS b", "(null)", SG_FACT_NONE}, /* a word is no purpose */
    {"# ---- build ----\n# Runs it.\nFROM scratch AS b", "Runs it", SG_FACT_COMMENT},
    {"# ==========\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"#### Serves the web tier ####\nFROM scratch AS b", "Serves the web tier", SG_FACT_COMMENT},
    {"# TO"
     "DO: faster\nFROM scratch AS b",
     "(null)", SG_FACT_NONE},
    {"# FIX"
     "ME this\n# NOTE it\n# Runs it.\nFROM scratch AS b",
     "Runs it", SG_FACT_COMMENT},
    {"# Todo lists for everybody\nFROM scratch AS b", "Todo lists for everybody", SG_FACT_COMMENT},
    {"# hadolint ignore=DL3006\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# shellcheck disable=SC2046\n# Runs it.\nFROM scratch AS b", "Runs it", SG_FACT_COMMENT},
    {"# syntax=docker/dockerfile:1\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# check=skip=all\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# stagegraph: title=X\n# Runs it.\nFROM scratch AS b", "Runs it", SG_FACT_COMMENT},
    /* commented-out code */
    {"# RUN apt-get update\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# FROM alpine:3 AS b\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# COPY --from=x a b\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# copy ./a /b\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# workdir /app\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# cmd [\"x\"]\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# RUN a && \\\n#   b\n# Runs it.\nFROM scratch AS b", "Runs it", SG_FACT_COMMENT},
    /* prose that looks like it */
    {"# Run the tests\nFROM scratch AS b", "Run the tests", SG_FACT_COMMENT},
    {"# from previous containers\nFROM scratch AS b", "From previous containers", SG_FACT_COMMENT},
    {"# FROM previous containers\nFROM scratch AS b", "FROM previous containers", SG_FACT_COMMENT},
    {"# Copy only what prod needs\nFROM scratch AS b", "Copy only what prod needs", SG_FACT_COMMENT},
    {"# Dev image, contains all files\nFROM scratch AS b", "Dev image, contains all files", SG_FACT_COMMENT},
    /* doc comments */
    {"# b is a tool that runs it\nFROM scratch AS b", "Tool that runs it", SG_FACT_DOC_COMMENT},
    {"# b is an editor\nFROM scratch AS b", "Editor", SG_FACT_DOC_COMMENT},
    {"# b is the base\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# b is fat\nFROM scratch AS b", "Fat", SG_FACT_DOC_COMMENT},
    {"# b - runs it\nFROM scratch AS b", "Runs it", SG_FACT_DOC_COMMENT},
    {"# b : runs it\nFROM scratch AS b", "Runs it", SG_FACT_DOC_COMMENT},
    {"# b runs it\n# all day\nFROM scratch AS b", "Runs it\nall day", SG_FACT_DOC_COMMENT},
    {"# b runs it\n#\n# more\nFROM scratch AS b", "Runs it", SG_FACT_COMMENT}, /* a bare # takes the description back */
    {"# b runs it\n\n# more\nFROM scratch AS b", "Runs it", SG_FACT_DOC_COMMENT},
    /* what only repeats the name */
    {"# b\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# ---- Web-App ----\nFROM scratch AS web_app", "(null)", SG_FACT_NONE},
    {"# Builder\nFROM scratch AS builder", "(null)", SG_FACT_NONE},
    {"# Final image\nFROM scratch", "(null)", SG_FACT_NONE},
    {"# tools: Git and WiX\nFROM scratch AS tools", "Git and WiX", SG_FACT_COMMENT},
    {"# Tools - git and WiX\nFROM scratch AS tools", "Git and WiX", SG_FACT_COMMENT},
    {"# Tools\n# Git and WiX\nFROM scratch AS tools", "Git and WiX", SG_FACT_COMMENT},
    {"# Builder of wheels\nFROM scratch AS builder", "Builder of wheels", SG_FACT_COMMENT},
    {"# Toolsmith of all\nFROM scratch AS tools", "Toolsmith of all", SG_FACT_COMMENT},
    {"# B runs it\nFROM scratch AS B", "Runs it", SG_FACT_COMMENT}, /* not BuildKit's, whose name is in lower case */
    {"# stagegraph: purpose=P\n# b runs it\nFROM scratch AS b", "P", SG_FACT_DIRECTIVE},
    /* what could stand above any stage */
    {"#### Stage 2 ####\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# Base Docker image\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# The final stage.\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# Multi-stage build\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# The final stage of the web tier\nFROM scratch AS b", "The final stage of the web tier", SG_FACT_COMMENT},
    {"# Base image\nFROM i:1 AS b", "(null)", SG_FACT_NONE},
    /* what speaks to whoever edits or runs the file */
    {"# see https://x.io/y\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# https://x.io/y\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# Ref: https://x.io/y\n# Runs it.\nFROM scratch AS b", "Runs it", SG_FACT_COMMENT},
    {"# See also the manual\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# See the manual\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# Sources of https://x.io/y\nFROM scratch AS b", "Sources of https://x.io/y", SG_FACT_COMMENT},
    {"# see https://x.io/y\n# for details\n# Runs it.\nFROM scratch AS b", "Runs it", SG_FACT_COMMENT},
    {"# $ docker run x\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# > docker run x\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# Usage:\n# docker run x\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# Runs it.\n# USAGE:\n#   docker run x\n#   docker rm x\nFROM scratch AS b", "Runs it", SG_FACT_COMMENT},
    {"# Usage:\n# docker run x\n#\n# Runs it.\nFROM scratch AS b", "Runs it", SG_FACT_COMMENT},
    {"# To build:\n# docker build .\nFROM scratch AS b", "(null)", SG_FACT_NONE},
    {"# An example of a plugin\nFROM scratch AS b", "An example of a plugin", SG_FACT_COMMENT},
    {"# Needs:\n# RUN x y\n# Runs it.\nFROM scratch AS b", "Runs it", SG_FACT_COMMENT}, /* a heading of code */
    {"# Has:\n# this and that\nFROM scratch AS b", "Has:\nthis and that", SG_FACT_COMMENT},
    /* the first paragraph only */
    {"#\n# Builds fonts.\n# More.\n#\n# Two.\nFROM scratch AS b", "Builds fonts. More.", SG_FACT_COMMENT},
    {"# ---- One\n#\n# Builds icons.\nFROM scratch AS b", "Builds icons", SG_FACT_COMMENT},
    /* OCI labels: of the stage itself, of a final image */
    {"# Runs it.\nFROM scratch AS b\nLABEL org.opencontainers.image.description=\"L m\"", "L m", SG_FACT_LABEL},
    {"ARG V=1\nFROM scratch AS b\nARG V\nLABEL org.opencontainers.image.description=v$V", "v1", SG_FACT_LABEL},
    {"FROM scratch\nLABEL org.opencontainers.image.description=L org.opencontainers.image.description=M", "M",
     SG_FACT_LABEL},
    {"# Runs it.\nFROM scratch\nLABEL org.opencontainers.image.description=\"\"", "Runs it", SG_FACT_COMMENT},
    {"FROM scratch AS a\nLABEL org.opencontainers.image.description=L\nFROM a", "Same as a", SG_FACT_INFERRED},
    {"# b runs it\nFROM scratch AS b\nLABEL org.opencontainers.image.description=L", "Runs it", SG_FACT_DOC_COMMENT},
    {"# stagegraph: purpose=P\nFROM scratch\nLABEL org.opencontainers.image.description=L", "P", SG_FACT_DIRECTIVE},
};

static void purpose_rows(void **state) {
    for (size_t i = 0; i < COUNT(purposes); i++) {
        sg_doc *doc = document(purposes[i].text, "");
        const sg_stage *stage = sg_stage_at(doc, sg_stage_count(doc) - 1);
        assert_row(purposes[i].text, text_of(state, stage->purpose), purposes[i].purpose);
        if (stage->purpose_source != purposes[i].source)
            fail_msg("%s: source %d", purposes[i].text, stage->purpose_source);
        sg_free(doc);
    }
}

/* A label of a stage that others need is no purpose, and a title follows the same rules. */
static void label_rows(void **state) {
    static const struct {
        const char *text, *title;
        sg_fact_source source;
    } rows[] = {
        {"FROM scratch AS b\nLABEL org.opencontainers.image.title=\"T u\"\nFROM scratch AS c", "T u", SG_FACT_LABEL},
        {"FROM scratch AS b\nLABEL org.opencontainers.image.title=T\nFROM b AS c", "B", SG_FACT_NAME},
        {"FROM scratch\nLABEL org.opencontainers.image.title=T", "T", SG_FACT_LABEL},
        {"FROM scratch\nLABEL org.opencontainers.image.title=T\nLABEL org.opencontainers.image.title=", "T",
         SG_FACT_LABEL},
        {"FROM scratch\nLABEL org.opencontainers.image.Title=T", "Final image", SG_FACT_NAME},
        {"# stagegraph: title=D\nFROM scratch AS b\nLABEL org.opencontainers.image.title=T", "D", SG_FACT_DIRECTIVE},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        sg_doc *doc = document(rows[i].text, "");
        const sg_stage *stage = sg_stage_at(doc, 0);
        assert_row(rows[i].text, text_of(state, stage->title), rows[i].title);
        assert_int_equal(stage->title_source, rows[i].source);
        sg_free(doc);
    }
    sg_doc *doc = document("FROM scratch AS a\nLABEL org.opencontainers.image.description=L\nFROM a", "");
    assert_null(sg_stage_at(doc, 0)->purpose.ptr);
    sg_free(doc);
}

/* BuildKit's description, to the byte. */
static const struct {
    const char *text, *description;
} descriptions[] = {
    {"# b is a tool\nFROM a AS b", "is a tool"},
    {"# b  two blanks\nFROM a AS b", " two blanks"},
    {"# b first\n# b second\nFROM a AS b", "first"},
    {"# x\n\n# b late\n\nFROM a AS b", "late"}, /* a blank line does not forget */
    {"# b early\n#\nFROM a AS b", "(null)"},
    {"  # b indented\nFROM a AS b", "(null)"},
    {"# bb x\nFROM a AS b", "(null)"},
    {"# b\tx\nFROM a AS b", "(null)"},
    {"# 0 x\nFROM a", "(null)"},
};

static void description_rows(void **state) {
    for (size_t i = 0; i < COUNT(descriptions); i++) {
        sg_doc *doc = document(descriptions[i].text, "");
        assert_row(descriptions[i].text, text_of(state, sg_stage_at(doc, 0)->description), descriptions[i].description);
        sg_free(doc);
    }
}

/* ---- names and ids ---- */

static const struct {
    const char *name, *title, *id;
} names[] = {
    {"http_builder", "HTTP builder", "http_builder"},
    {"base", "Base", "base"},
    {"dev", "Dev", "dev"},
    {"build-arm64", "Build arm64", "build_arm64"},
    {"api.v2", "API v2", "api_v2"},
    {"go-1.2", "Go 1.2", "go_1_2"},
    {"my-ui_db", "My UI DB", "my_ui_db"},
    {"a--b", "A b", "a__b"},
    {"json2xml", "Json2xml", "json2xml"},
    {"end", "End", "end_"},
    {"graph", "Graph", "graph_"},
    {"the-end", "The end", "the_end_"}, /* the last run of letters counts */
    {"endless", "Endless", "endless"},
    {"default", "Default", "default_"},
    {"style", "Style", "style_"},
    {"constructor", "Constructor", "constructor_"},
    {"end-2", "End 2", "end_2"},
};

static void name_rows(void **state) {
    for (size_t i = 0; i < COUNT(names); i++) {
        sg_doc *doc = document_of(arena_printf(*state, "FROM a AS %s", names[i].name), "");
        const sg_stage *stage = sg_stage_at(doc, 0);
        assert_row(names[i].name, text_of(state, stage->title), names[i].title);
        assert_row(names[i].name, text_of(state, stage->id), names[i].id);
        assert_int_equal(stage->title_source, SG_FACT_NAME);
        sg_free(doc);
    }
}

static void id_rows(void **state) {
    static const char *const rows[][2] = {{"Hello World", "Hello_World"},
                                          {"1st", "g1st"},
                                          {"", "g"},
                                          {"_x", "g_x"},
                                          {"\xC3\xA4", "g__"},
                                          {"HasOwnProperty", "HasOwnProperty_"},
                                          {"x-subgraph", "x_subgraph_"},
                                          {"a\"b]c", "a_b_c"}};
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_row(rows[i][0], text_of(state, mermaid_id(*state, str_from(rows[i][0]), STR("g"))), rows[i][1]);
}

/* Ids are unique, also where a name looks like the way out. */
static void id_collisions(void **state) {
    sg_doc *doc = document("FROM i AS a-b\nFROM i AS a_b\nFROM i AS a.b\nFROM i AS a_b_2\nFROM i AS a-b\nFROM i", "");
    static const char *const ids[] = {"a_b", "a_b_2", "a_b_3", "a_b_2_2", "a_b_4", "stage_5"};
    for (size_t i = 0; i < COUNT(ids); i++) assert_string_equal(text_of(state, sg_stage_at(doc, i)->id), ids[i]);
    sg_free(doc);
}

static void unnamed_stages(void **state) {
    sg_doc *doc = document("FROM a\nFROM b\nFROM c", "");
    static const char *const titles[] = {"Stage 0", "Stage 1", "Final image"}, *const ids[] = {"stage_0", "stage_1",
                                                                                               "stage_2"};
    for (size_t i = 0; i < COUNT(titles); i++) {
        assert_string_equal(text_of(state, sg_stage_at(doc, i)->title), titles[i]);
        assert_string_equal(text_of(state, sg_stage_at(doc, i)->id), ids[i]);
        assert_null(sg_stage_at(doc, i)->name.ptr);
    }
    sg_free(doc);
}

/* ---- groups ---- */

/* "name=stage+stage" each; "?" behind the name of a guess. */
static const struct {
    const char *text, *groups;
} groups[] = {
    {"FROM i AS base\nFROM base AS base_app\nFROM i AS x", "base?=0+1"},
    {"FROM i AS http_builder\nFROM i AS http_app\nCOPY --from=http_builder a b\nFROM i AS dev", "http?=0+1"},
    {"FROM i AS a-x\nFROM i AS a-y\nFROM j AS c", "a?=0+1"},       /* connected through one neighbour, the image */
    {"FROM i AS a-x\nFROM j AS a-y\nFROM k AS c", ""},             /* not connected at all */
    {"FROM scratch AS a-x\nFROM scratch AS a-y\nFROM k AS c", ""}, /* scratch connects nothing */
    {"FROM i AS a-x\nFROM a-x AS a-y", ""},                        /* all of them */
    {"FROM i AS dev\nFROM dev AS prod\nFROM prod AS test", ""},
    {"FROM i AS dev\nFROM dev AS dev\nFROM dev", "dev?=0+1"},
    {"FROM i AS build-amd64\nFROM i AS build-arm64\nFROM i AS x-amd64\nFROM j AS y", "build?=0+1"},
    {"FROM i AS a-build\nFROM i AS b-build\nFROM j AS c", "build?=0+1"}, /* a last word where no first one groups */
    {"FROM i AS a-x\nFROM i AS a-y\nFROM i AS p-q\nFROM i AS r-q\nFROM i AS z", "a?=0+1 q?=2+3"},
    {"# stagegraph: group=G\nFROM i AS a\n# stagegraph: group=g\nFROM j AS b", "G=0+1"}, /* case makes no other group */
    {"# stagegraph: group=\"My (x)\"\nFROM i AS a", "My (x)=0"},
    {"# stagegraph: group=G\nFROM i AS a-x\nFROM i AS a-y\nFROM i AS a-z\nFROM j AS b", "G=0 a?=1+2"},
    {"FROM i\nFROM i", ""},
};

static void group_rows(void **state) {
    for (size_t i = 0; i < COUNT(groups); i++) {
        sg_doc *doc = document(groups[i].text, "");
        struct text out = {0};
        for (size_t g = 0; g < sg_group_count(doc); g++) {
            const sg_group *group = sg_group_at(doc, g);
            text_put(*state, &out,
                     arena_printf(*state, "%s%.*s%s=", g ? " " : "", STR_ARG(group->name),
                                  group->source == SG_FACT_INFERRED ? "?" : ""));
            for (size_t s = 0; s < group->stage_count; s++)
                text_put(*state, &out, arena_printf(*state, "%s%zu", s ? "+" : "", group->stages[s]));
        }
        assert_row(groups[i].text, text_of(state, text_str(&out)), groups[i].groups);
        sg_free(doc);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(directive_rows), cmocka_unit_test(directive_texts),  cmocka_unit_test(purpose_rows),
        cmocka_unit_test(label_rows),     cmocka_unit_test(description_rows), cmocka_unit_test(name_rows),
        cmocka_unit_test(id_rows),        cmocka_unit_test(id_collisions),    cmocka_unit_test(unnamed_stages),
        cmocka_unit_test(group_rows),
    };
    return cmocka_run_group_tests_name("annotate", tests, arena_setup, arena_teardown);
}
