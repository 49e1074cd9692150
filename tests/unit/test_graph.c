/* Stages and edges as BuildKit resolves them: names, indices, arguments, ONBUILD, cycles, forward references. */
#include "helper.h"

struct row {
    const char *text, *options, *edges, *problems; /* as all_edges() and all_problems() give them */
};

static void check(const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        sg_doc *doc = document(rows[i].text, rows[i].options);
        assert_row(rows[i].text, all_edges(doc), rows[i].edges);
        assert_row(rows[i].text, all_problems(doc), rows[i].problems);
        sg_free(doc);
    }
}

/* ---- who is meant ---- */

static const struct row base_rows[] = {
    {"FROM a", "", "from a>0", ""},
    {"FROM a AS b\nFROM b", "", "from a>0, from 0>1", ""},
    {"FROM a AS B\nFROM b", "", "from a>0, from 0>1", ""},
    {"FROM a AS b\nFROM B", "", "from a>0, from B>1", "2:6 warning invalid-reference"}, /* the look-up knows case */
    {"FROM a\nFROM 0", "", "from a>0, from 0>1", ""},                                   /* image 0 */
    {"FROM b\nFROM a AS b", "", "from b>0, from a>1", ""},                              /* a later stage is an image */
    {"FROM a AS x\nFROM b AS x\nFROM x", "", "from a>0, from b>1, from 1>2", ""},       /* the nearest earlier one */
    {"FROM a AS x\nFROM x AS x\nFROM x", "", "from a>0, from 0>1, from 1>2", ""},
    {"FROM scratch", "", "from scratch>0", ""},
    {"FROM a$X", "", "from a>0", "1:6 note base-unset"}, /* still a reference */
    {"FROM a${X:-}", "", "from a>0", ""},                /* meant to be nothing */
    {"FROM $R/a:$T", "", "from $R/a:$T>0", "1:6 warning invalid-reference"},
    {"ARG T=\nFROM a$T\nFROM a:$T\nFROM b:${T%x}", "", "from a>0, from a:$T>1, from b:${T%x}>2",
     "3:6 warning invalid-reference\n4:6 warning invalid-reference"},
    {"FROM a AS b\nFROM b$X", "", "from a>0, from 0>1", ""},
    {"FROM a AS scratch\nFROM scratch", "", "from a>0, from 0>1", ""},
    {"FROM a:1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "",
     "from a:1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef>0", ""},
};

static void bases(void **state) {
    (void)state;
    check(base_rows, COUNT(base_rows));
}

static const struct row copy_rows[] = {
    {"FROM a AS b\nFROM c\nCOPY --from=b x y", "", "from a>0, from c>1, copy 0>1", ""},
    {"FROM a AS b\nFROM c\nCOPY --from=B x y", "", "from a>0, from c>1, copy 0>1", ""},
    {"FROM a AS b\nFROM c\nCOPY --from=0 x y", "", "from a>0, from c>1, copy 0>1", ""},
    {"FROM a AS b\nFROM c\nCOPY --from=+00 x y", "", "from a>0, from c>1, copy 0>1", ""},
    {"FROM a\nCOPY --from=nginx:1 x y", "", "from a>0, copy nginx:1>0", ""},
    {"FROM a\nCOPY --from= x y", "", "from a>0", ""},
    {"FROM a\nCOPY x y", "", "from a>0", ""},
    {"FROM a AS x\nFROM b AS x\nFROM c\nCOPY --from=x p q", "", "from a>0, from b>1, from c>2, copy 1>2", ""},
    {"FROM a\nCOPY --from=1 x y", "", "from a>0", "2:6 error stage-index"},
    {"FROM a\nCOPY --from=-1 x y", "", "from a>0", "2:6 error stage-index"},
    {"FROM a\nCOPY --from=99999999999999999999 x y", "", "from a>0, copy 99999999999999999999>0", ""}, /* a name */
    {"FROM a\nCOPY --from=$X x y", "", "from a>0", "2:6 error from-variable"},
    {"FROM a\nCOPY --from=${X x y", "", "from a>0", "2:6 error from-expansion"},
    {"FROM a\nCOPY --from=A:b x y", "", "from a>0, copy A:b>0", "2:6 warning invalid-reference"},
    {"FROM a AS b\nFROM c\nCOPY --from=b x y\nCOPY --from=b z /w", "", "from a>0, from c>1, copy 0>1", ""},
    {"FROM a\nCOPY --from=scratch x y", "", "from a>0, copy scratch>0", ""},
    {"FROM a AS b\nFROM c\nCOPY --from=b <<E /f\nE", "", "from a>0, from c>1", ""}, /* nothing is taken */
    {"FROM a AS b\nFROM c\nCOPY --from=b <<E x /f\nE", "", "from a>0, from c>1, copy 0>1", ""},
    {"FROM a AS b\nCOPY --from=b <<E /f\nE", "", "from a>0", "2:1 error cycle"}, /* though it counts */
    {"FROM a\nCOPY --link --chown=u x y", "", "from a>0", "2:13 warning copy-option"},
    {"FROM a\nADD --link --chown=1:g x y", "", "from a>0", "2:12 warning copy-option"},
    {"FROM a\nCOPY --link --chown=4294967296 x y", "", "from a>0", "2:13 warning copy-option"},
    {"FROM a\nCOPY --link --chown=$U:g x y", "", "from a>0", "2:13 warning copy-option"}, /* whatever $U is */
    {"FROM a\nCOPY --link --chown=1:$G x y", "", "from a>0", ""},
    {"FROM a\nCOPY --link --chown=root:0 x y", "", "from a>0", ""},
    {"FROM a\nCOPY --link=false --chown=u x y", "", "from a>0", ""},
    {"FROM a\nCOPY --chown=u x y", "", "from a>0", ""},
};

static void copies(void **state) {
    (void)state;
    check(copy_rows, COUNT(copy_rows));
}

static const struct row mount_rows[] = {
    {"FROM a AS b\nFROM c\nRUN --mount=from=b,target=/m x", "", "from a>0, from c>1, mount 0>1", ""},
    {"FROM a AS b\nFROM c\nRUN --mount=FROM=B,target=/m x", "", "from a>0, from c>1, mount 0>1", ""},
    {"FROM a\nRUN --mount=from=0,target=/m x", "", "from a>0, mount 0>0", ""},
    {"FROM a\nRUN --mount=target=/m x", "", "from a>0", ""},
    {"FROM a\nRUN --mount=from=z,target=/ --mount=type=cache,uid=x,target=/y z", "", "from a>0, mount z>0",
     "2:29 warning mount"}, /* all are read before one is used */
#define WINDOWS "FROM --platform=windows/amd64 a\nRUN --mount=type=secret,"
    {WINDOWS "id=s x", "", "from a>0", "2:5 warning mount"},
    {WINDOWS "id=s,env=S x", "", "from a>0", ""},
    {WINDOWS "id=s,target=C:/s x", "", "from a>0", ""},
    {WINDOWS "id=s,target=/s x", "", "from a>0", ""},
    {WINDOWS "id=s,target=C:s x", "", "from a>0", "2:5 warning mount"},
    {WINDOWS "id=s,target=D:/s x", "", "from a>0", "2:5 warning mount"},
    {WINDOWS "id=s,env=S,target=s x", "", "from a>0", "2:5 warning mount"},
    {WINDOWS "target=$T x", "", "from a>0", ""},
    {"FROM a\nRUN --mount=type=cache,target=/m x", "", "from a>0", ""},
    {"FROM a\nRUN --mount=type=cache,from=i,target=/m x", "", "from a>0, mount i>0", ""},
    {"FROM a\nRUN --mount=type=tmpfs,from=i,target=/m x", "", "from a>0", ""}, /* looked up, not taken */
    {"FROM a\nRUN --mount=type=ssh,from=i x", "", "from a>0", ""},
    {"FROM a\nRUN --mount=type=secret,from=i,id=x x", "", "from a>0, mount i>0",
     "2:5 warning mount"}, /* refused, but seen */
    {"FROM a\nRUN --mount=type=foo x", "", "from a>0", "2:5 warning mount"},
    {"FROM a\nRUN --mount=target=/ x", "", "from a>0", "2:5 warning mount"}, /* invalid mount target "/" */
    {"FROM a\nRUN --mount=from=i,from=j,target=/m x", "", "from a>0, mount j>0", ""},
    {"FROM a AS b\nFROM c\nRUN --mount=from=b,target=/m --mount=from=b,target=/n x", "",
     "from a>0, from c>1, mount 0>1", ""},
    {"FROM a AS scratch\nFROM c\nRUN --mount=type=cache,target=/m x", "", "from a>0, from c>1, mount 0>1", ""},
    {"FROM a AS scratch\nFROM c\nRUN --mount=type=tmpfs,target=/m x", "", "from a>0, from c>1", ""},
    {"FROM a AS scratch\nRUN --mount=type=tmpfs,target=/m x", "", "from a>0", "2:1 error cycle"},
};

static void mounts(void **state) {
    (void)state;
    check(mount_rows, COUNT(mount_rows));
}

static const struct row add_rows[] = {
    {"FROM a\nADD https://x/y.git#v1 /s", "", "from a>0, add-git https://x/y.git#v1>0", ""},
    {"FROM a\nADD git@x.org:y /s", "", "from a>0, add-git git@x.org:y>0", ""},
    {"FROM a\nADD https://x/y.tgz z /s", "", "from a>0, add-http https://x/y.tgz>0", ""},
    {"FROM a\nARG V=1\nADD https://x/y-$V.tgz /s", "", "from a>0, add-http https://x/y-1.tgz>0", ""},
    {"FROM a\nADD github.com/x/y /s", "", "from a>0", ""},
    {"FROM a\nCOPY https://x/y /s", "", "from a>0", "2:6 warning copy-source"},
    {"FROM a\nCOPY git@x.org:y /s", "", "from a>0", "2:6 warning copy-source"},
    {"FROM a\nADD --checksum=sha256:1 https://x/y /s", "", "from a>0, add-http https://x/y>0",
     "2:5 warning copy-option"},
    {"FROM a\nCOPY --chmod=9 x y", "", "from a>0", "2:6 warning copy-option"},
    {"FROM a\nCOPY --chmod=${M:-755} x y", "", "from a>0", ""},
};

static void adds(void **state) {
    (void)state;
    check(add_rows, COUNT(add_rows));
}

/* ---- order ---- */

static const struct row order_rows[] = {
    {"FROM a AS b\nCOPY --from=c x y\nFROM d AS c", "", "from a>0, copy 1>0, from d>1", "2:6 warning forward-copy"},
    {"FROM a AS b\nCOPY --from=c x y\nFROM d AS c", "strict", "from a>0, copy 1>0, from d>1", "2:6 error forward-copy"},
    {"FROM a AS b\nRUN --mount=from=c,target=/m x\nFROM d AS c", "", "from a>0, mount 1>0, from d>1",
     "2:5 warning forward-mount"},
    {"FROM a AS b\nCOPY --from=1 x y\nFROM d AS c", "", "from a>0, copy 1>0, from d>1", "2:6 warning forward-copy"},
    {"FROM a AS b\nCOPY --from=b x y", "", "from a>0, copy 0>0", "2:1 error cycle"},
    {"FROM a AS b\nRUN --mount=from=b,target=/m x", "", "from a>0, mount 0>0", "2:1 error cycle"},
    {"FROM a AS b\nCOPY --from=c x y\nFROM a AS c\nCOPY --from=b x y", "", "from a>0, copy 1>0, from a>1, copy 0>1",
     "4:1 error cycle\n2:6 warning forward-copy"},
    {"FROM i AS a\nCOPY --from=b x y\nFROM i AS b\nCOPY --from=c x y\nFROM i AS c\nCOPY --from=b x y", "",
     "from i>0, copy 1>0, from i>1, copy 2>1, from i>2, copy 1>2",
     "6:1 error cycle\n2:6 warning forward-copy\n4:6 warning forward-copy"}, /* a only leads into it */
};

static void orders(void **state) {
    (void)state;
    check(order_rows, COUNT(order_rows));
}

static void forward_marks(void **state) {
    (void)state;
    sg_doc *doc = document("FROM a AS b\nCOPY --from=c x y\nFROM d AS c\nCOPY --from=b x y", "");
    assert_true(sg_edge_at(doc, 1)->forward);
    assert_false(sg_edge_at(doc, 3)->forward);
    sg_free(doc);
}

/* ---- ONBUILD ---- */

static const struct row onbuild_rows[] = {
    {"FROM a AS p\nONBUILD COPY --from=i x y\nFROM p", "", "from a>0, from 0>1, copy i>1", ""},
    {"FROM a AS q\nFROM a AS p\nONBUILD RUN --mount=from=q,target=/m x\nFROM p", "",
     "from a>0, from a>1, from 1>2, mount 0>2", ""},
    {"FROM a AS p\nONBUILD COPY --from=i x y", "", "from a>0", ""}, /* nothing happens in the stage itself */
    {"FROM a AS p\nONBUILD COPY --from=i x y\nFROM p AS c\nFROM c", "", "from a>0, from 0>1, copy i>1, from 1>2",
     ""}, /* not in a grandchild */
    {"FROM a AS p\nONBUILD ADD https://x/y /s\nFROM p", "", "from a>0, from 0>1, add-http https://x/y>1", ""},
    {"FROM a AS p\nONBUILD FOO x\nFROM p", "", "from a>0, from 0>1", "3:1 warning onbuild-failed"},
    {"FROM a AS p\nONBUILD COPY x\nFROM p", "strict", "from a>0, from 0>1", "3:1 error onbuild-failed"},
    {"FROM a AS p\nONBUILD COPY --from=7 x y\nFROM p", "", "from a>0, from 0>1", "3:1 error stage-index"},
    {"FROM a AS p\nONBUILD COPY --from=c x y\nFROM p AS c", "", "from a>0, from 0>1, copy 1>1", ""}, /* no cycle */
    {"FROM a AS p\nONBUILD ARG V=1\nFROM p\nADD https://x/$V /s", "", "from a>0, from 0>1, add-http https://x/1>1", ""},
    {"FROM a AS p\nONBUILD COPY --from=i x y\nFROM p\nCOPY --from=i z w", "", "from a>0, from 0>1, copy i>1", ""},
};

static void onbuild(void **state) {
    (void)state;
    check(onbuild_rows, COUNT(onbuild_rows));
    sg_doc *doc = document("FROM a AS p\nONBUILD COPY --from=i x y\nFROM p\nRUN z", "");
    assert_true(sg_edge_at(doc, 2)->onbuild);
    assert_int_equal(sg_edge_at(doc, 2)->lines[0], 3); /* the child's FROM */
    assert_int_equal(sg_stage_at(doc, 1)->instruction_count, 1);
    sg_free(doc);
}

/* ---- lines and paths of an edge ---- */

static void paths(void **state) {
    sg_doc *doc =
        document("FROM a AS b\nFROM c\nARG D=/d\nCOPY --from=b x $D\nCOPY --from=b [\"y z\", \"w\", \"/e\"]", "");
    const sg_edge *edge = sg_edge_at(doc, 2);
    assert_int_equal(edge->line_count, 2);
    assert_int_equal(edge->lines[0], 4);
    assert_int_equal(edge->lines[1], 5);
    assert_int_equal(edge->path_count, 2);
    assert_string_equal(text_of(state, edge->paths[0].dest), "/d");
    assert_int_equal(edge->paths[1].source_count, 2);
    assert_string_equal(text_of(state, edge->paths[1].sources[0]), "y z");
    assert_string_equal(text_of(state, edge->paths[1].dest), "/e");
    sg_free(doc);
}

/* ---- layers ---- */

static void layers(void **state) {
    (void)state;
    static const char text[] = "FROM a\nRUN x\nENV W=/\nWORKDIR $W\nWORKDIR sub\nWORKDIR ..\nCOPY a b\nADD c d\nCMD e\n"
                               "LABEL f=g\nARG h\nUSER i\nONBUILD RUN j";
    static const bool layer[] = {true, false, false, true, false, true, true, false, false, false, false, false};
    sg_doc *doc = document(text, "");
    const sg_stage *stage = sg_stage_at(doc, 0);
    assert_int_equal(stage->instruction_count, COUNT(layer));
    for (size_t i = 0; i < COUNT(layer); i++)
        if (sg_instruction_at(stage, i)->layer != layer[i]) fail_msg("instruction %zu", i);
    sg_free(doc);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bases),   cmocka_unit_test(copies), cmocka_unit_test(mounts),
        cmocka_unit_test(adds),    cmocka_unit_test(orders), cmocka_unit_test(forward_marks),
        cmocka_unit_test(onbuild), cmocka_unit_test(paths),  cmocka_unit_test(layers),
    };
    return cmocka_run_group_tests_name("graph", tests, arena_setup, arena_teardown);
}
