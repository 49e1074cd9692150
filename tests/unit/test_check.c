/* What the instruction checks refuse, in BuildKit's exact words and under a stable id. */
#include "helper.h"

struct row {
    const char *text, *problem; /* "id: message" of the first diagnostic; "" for a file that is fine */
};

static void check(const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        sg_doc *doc = document(rows[i].text, "strict");
        assert_row(rows[i].text, first_problem(doc), rows[i].problem);
        assert_int_equal(sg_worst(doc), rows[i].problem[0] ? SG_ERROR : SG_NOTE);
        sg_free(doc);
    }
}

#define FILE_NAMES "name can't start with a number or contain symbols"

/* ---- the file as a whole ---- */

static const struct row file_table[] = {
    {"", "empty-file: the Dockerfile cannot be empty"},
    {"\n", "no-instructions: file with no instructions"},
    {"# only a comment\n", "no-instructions: file with no instructions"},
    {"ARG A=1\n", "no-stages: dockerfile contains no stages to build"},
    {"RUN x\nFROM a", "before-from: no build stage in current context"},
    {"COPY --from=b x y", "before-from: no build stage in current context"},
    {"ENV a=b\nFROM a", "before-from: no build stage in current context"},
    {"ARG A\nFROM a", ""},
    {"\\", "unknown-instruction: unknown instruction: "},
    {"FRMO a", "unknown-instruction: unknown instruction: FRMO (did you mean FROM?)"},
    {"FROM a\nrunn x", "unknown-instruction: unknown instruction: runn (did you mean run?)"},
    {"FROM a\nHELLO x", "unknown-instruction: unknown instruction: HELLO (did you mean SHELL?)"},
    {"FROM a\nINCLUDE x", "unknown-instruction: unknown instruction: INCLUDE"},
    {"FROM a\nRUN\xC2\xA0x", "unknown-instruction: unknown instruction: RUN\xC2\xA0x (did you mean run?)"},
    {"FROM a\nFOO x\nCMD [1]", "json-strings: when using JSON array syntax, arrays must be comprised of strings only"},
    {"# escape=x\nFROM a", "escape-directive: invalid escape token 'x' does not match ` or \\"},
    {"# escape=`\n# escape=`\nFROM a", "duplicate-directive: only one escape parser directive can be used"},
    {"FROM a\nRUN <<E\nx", "unterminated-heredoc: unterminated heredoc"},
};

static void whole_file(void **state) {
    (void)state;
    check(file_table, COUNT(file_table));
}

static const struct row directive_table[] = {
    {"# check=skip=all\nFROM a", ""},
    {"# check=error=true;skip=A,B\nFROM a", ""},
    {"# check=experimental=all;error=0\nFROM a", ""},
    {"# check= skip = x \nFROM a", "check-directive: failed to parse check options: invalid check option \"skip\""},
    {"# check=bogus\nFROM a", "check-directive: failed to parse check options: invalid check option \"bogus\""},
    {"# check=foo=bar\nFROM a", "check-directive: failed to parse check options: invalid check option \"foo\""},
    {"# check=error=maybe\nFROM a", "check-directive: failed to parse check options: failed to parse check option "
                                    "\"error=maybe\": strconv.ParseBool: parsing \"maybe\": invalid syntax"},
    {"# check=skip=all;\nFROM a", "check-directive: failed to parse check options: invalid check option \"\""},
    {"# check=;skip=all\nFROM a", "check-directive: failed to parse check options: invalid check option \"\""},
    {"# check=skip=a;error=1;skip=b;skip=c\nFROM a", ""}, /* the third takes the rest */
    {"\n# check=bogus\nFROM a", ""},                      /* no directive any more */
};

static void check_directive(void **state) {
    (void)state;
    check(directive_table, COUNT(directive_table));
}

/* ---- FROM ---- */

static const struct row from_table[] = {
    {"FROM", "from-arguments: FROM requires either one or three arguments"},
    {"FROM a b", "from-arguments: FROM requires either one or three arguments"},
    {"FROM a IS x", "from-arguments: FROM requires either one or three arguments"},
    {"FROM a AS b c", "from-arguments: FROM requires either one or three arguments"},
    {"FROM a as b", ""},
    {"FROM a aS Build-1.2_x", ""},
    {"FROM a AS 1x", "stage-name: invalid name for build stage: \"1x\", " FILE_NAMES},
    {"FROM a AS X$Y", "stage-name: invalid name for build stage: \"X$Y\", " FILE_NAMES},
    {"FROM a AS a/b", "stage-name: invalid name for build stage: \"a/b\", " FILE_NAMES},
    {"FROM a AS -x", "stage-name: invalid name for build stage: \"-x\", " FILE_NAMES},
    {"FROM a AS \xC3\xA4", "stage-name: invalid name for build stage: \"\xC3\xA4\", " FILE_NAMES},
    {"FROM a AS a-", "context-name: invalid context name a-: invalid reference format"},
    {"FROM a AS a..b", "context-name: invalid context name a..b: invalid reference format"},
    {"FROM a AS a___b", "context-name: invalid context name a___b: invalid reference format"},
    {"FROM a AS scratch", ""},
    {"FROM a AS context", ""},
    {"FROM --platfrom=x a", "flag: unknown flag: --platfrom (did you mean platform?)"},
    {"FROM --platform a", "flag: missing a value on flag: --platform"},
    {"FROM --platform=linux --platform=linux a", "flag: duplicate flag specified: --platform"},
    {"FROM --pull a", "flag: unknown flag: --pull"},
    {"FROM $NOPE", "base-blank: base name ($NOPE) should not be blank"},
    {"FROM ''", "base-blank: base name ('') should not be blank"},
    {"FROM ${X", "base-expansion: failed to process \"${X\": unsupported modifier (\xEF\xBF\xBD) in substitution"},
    {"ARG X=${Y:?no}\nFROM a", "global-expansion: failed to process \"${Y:?no}\": Y: no"},
    {"FROM A:b", "invalid-reference: failed to parse stage name \"A:b\": invalid reference format: "
                 "repository name (library/A) must be lowercase"},
    {"FROM a:", "invalid-reference: failed to parse stage name \"a:\": invalid reference format"},
};

static void from_instruction(void **state) {
    (void)state;
    check(from_table, COUNT(from_table));
}

/* ---- flags ---- */

static const struct row flag_table[] = {
    {"FROM a\nCOPY --link a b", ""},
    {"FROM a\nCOPY --link=TRUE --parents=false a b", ""},
    {"FROM a\nCOPY --link=maybe a b", "flag: expecting boolean value for flag --link, not: maybe"},
    {"FROM a\nCOPY --link= a b", "flag: missing a value on flag: --link"},
    {"FROM a\nCOPY --link --link a b", "flag: duplicate flag specified: --link"},
    {"FROM a\nCOPY --from a b", "flag: missing a value on flag: --from"},
    {"FROM a\nCOPY --from= a b", ""},
    {"FROM a\nCOPY --form=a a b", "flag: unknown flag: --form (did you mean from?)"},
    {"FROM a\nCOPY --exclude=x --exclude=y a b", ""},
    {"FROM a\nCOPY --exclude a b", "flag: missing a value on flag: --exclude"},
    {"FROM a\nCOPY --checksum=x a b", "flag: unknown flag: --checksum"},
    {"FROM a\nCOPY --Link a b", "flag: unknown flag: --Link (did you mean link?)"},
    {"FROM a\nCOPY --\"\" a b", ""},
    {"FROM a\nADD --from=a a b", "flag: unknown flag: --from"},
    {"FROM a\nADD --keep-git-dir --unpack=true a b", ""},
    {"FROM a\nADD --parents a b", "flag: unknown flag: --parents"},
    {"FROM a\nRUN --mount x", "flag: missing a value on flag: --mount"},
    {"FROM a\nRUN --mount=target=/x --mount=target=/y a", ""},
    {"FROM a\nRUN --mount=from=$X,target=/x a",
     "mount-flag: 'from' doesn't support variable expansion, define alias stage instead"},
    {"FROM a\nRUN --network=none --security=insecure --device=x a", ""},
    {"FROM a\nRUN --network=foo a", "flag: invalid network mode \"foo\""},
    {"FROM a\nRUN --network= a", "flag: invalid network mode \"\""},
    {"FROM a\nRUN --network=host --network=none a", "flag: duplicate flag specified: --network"},
    {"FROM a\nRUN --security=foo a", "flag: security \"foo\" is not valid"},
    {"FROM a\nRUN --device=x,y a", "mount-flag: invalid field 'y' must be a key=value pair"},
    {"FROM a\nRUN --network=foo --mount=from=$X,target=/x --device= a",
     "mount-flag: failed to parse csv devices: EOF"}, /* devices come first, then mounts */
    {"FROM a\nRUN --link a", "flag: unknown flag: --link"},
    {"FROM a\nCMD --x a", "flag: unknown flag: --x"},
    {"FROM a\nENV --x a=b", "flag: unknown flag: --x"},
    {"FROM a\nLABEL --x a=b", "flag: unknown flag: --x"},
    {"FROM a\nEXPOSE --x 80", "flag: unknown flag: --x"},
    {"FROM a\nUSER --x a", "flag: unknown flag: --x"},
    {"FROM a\nWORKDIR --x /a", "flag: unknown flag: --x"},
    {"FROM a\nVOLUME --x /a", "flag: unknown flag: --x"},
    {"FROM a\nSHELL --x [\"a\"]", "flag: unknown flag: --x"},
    {"FROM a\nENTRYPOINT --x a", "flag: unknown flag: --x"},
    {"FROM a\nONBUILD --x RUN a", "flag: unknown flag: --x"},
    {"FROM a\nONBUILD RUN --x a", ""}, /* the trigger's own flags are its children's business */
    {"FROM a\nARG --x a", ""},         /* these three never look at their flags */
    {"FROM a\nSTOPSIGNAL --x 9", ""},
    {"FROM a\nHEALTHCHECK --x NONE", ""},
};

static void flags(void **state) {
    (void)state;
    check(flag_table, COUNT(flag_table));
}

/* ---- arguments ---- */

#define NO_DESTINATION                                                                                                 \
    " requires at least two arguments, but only one was provided. Destination could not be determined"

static const struct row argument_table[] = {
    {"FROM a\nCOPY x", "arguments: COPY" NO_DESTINATION},
    {"FROM a\nCOPY", "arguments: COPY" NO_DESTINATION},
    {"FROM a\nADD x", "arguments: ADD" NO_DESTINATION},
    {"FROM a\nCOPY [\"x\"]", "arguments: COPY" NO_DESTINATION},
    {"FROM a\nCOPY --nope x", "arguments: COPY" NO_DESTINATION}, /* before the flags */
    {"FROM a\nCOPY x <<EOF\nEOF", "arguments: COPY cannot accept a heredoc as a destination"},
    {"FROM a\nADD x <<EOF\nEOF", "arguments: ADD cannot accept a heredoc as a destination"},
    {"FROM a\nENV x", "two-arguments: ENV must have two arguments"},
    {"FROM a\nLABEL x", "two-arguments: LABEL must have two arguments"},
    {"FROM a\nENV a=b c", "missing-equals: Syntax error - can't find = in \"c\". Must be of the form: name=value"},
    {"FROM a\nENV", "arguments: ENV requires at least one argument"},
    {"FROM a\nLABEL", "arguments: LABEL requires at least one argument"},
    {"FROM a\nENV =b", "arguments: ENV names can not be blank"},
    {"FROM a\nLABEL a=b =c", "arguments: LABEL names can not be blank"},
    {"FROM a\nARG", "arguments: ARG requires at least one argument"},
    {"FROM a\nARG =b", "arguments: ARG names can not be blank"},
    {"FROM a\nARG a =b", "arguments: ARG names can not be blank"},
    {"FROM a\nWORKDIR", "arguments: WORKDIR requires exactly one argument"},
    {"FROM a\nUSER", "arguments: USER requires exactly one argument"},
    {"FROM a\nSTOPSIGNAL", "arguments: STOPSIGNAL requires exactly one argument"},
    {"FROM a\nMAINTAINER", "arguments: MAINTAINER requires exactly one argument"},
    {"FROM a\nEXPOSE", "arguments: EXPOSE requires at least one argument"},
    {"FROM a\nVOLUME", "arguments: VOLUME requires at least one argument"},
    {"FROM a\nVOLUME []", "arguments: VOLUME requires at least one argument"},
    {"FROM a\nVOLUME [\"/a\", \" \"]", "arguments: VOLUME specified can not be an empty string"},
    {"FROM a\nSHELL a", "arguments: SHELL requires the arguments to be in JSON form"},
    {"FROM a\nSHELL", "arguments: SHELL requires at least one argument"},
    {"FROM a\nSHELL []", "arguments: SHELL requires at least one argument"},
    {"FROM a\nCMD [\"a\",1]", "json-strings: when using JSON array syntax, arrays must be comprised of strings only"},
    {"FROM a\nCMD", ""},
    {"FROM a\nENTRYPOINT []", ""},
    {"FROM a\nRUN", ""},
    {"FROM a\nONBUILD", "arguments: ONBUILD requires at least one argument"},
    {"FROM a\nONBUILD FROM b", "onbuild-trigger: FROM isn't allowed as an ONBUILD trigger"},
    {"FROM a\nonbuild from b", "onbuild-trigger: FROM isn't allowed as an ONBUILD trigger"},
    {"FROM a\nONBUILD MAINTAINER b", "onbuild-trigger: MAINTAINER isn't allowed as an ONBUILD trigger"},
    {"FROM a\nONBUILD ONBUILD RUN b", "onbuild-trigger: Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed"},
    {"FROM a\nONBUILD FOO b", ""}, /* told when a child is built */
};

static void arguments(void **state) {
    (void)state;
    check(argument_table, COUNT(argument_table));
}

/* ---- HEALTHCHECK ---- */

#define BEFORE "FROM a\nHEALTHCHECK "
#define PARSING "healthcheck: strconv.ParseInt: parsing "

static const struct row healthcheck_table[] = {
    {"FROM a\nHEALTHCHECK", "arguments: HEALTHCHECK requires at least one argument"},
    {BEFORE "NONE", ""},
    {BEFORE "none", ""},
    {BEFORE "NONE x", "healthcheck: HEALTHCHECK NONE takes no arguments"},
    {BEFORE "CMD x", ""},
    {BEFORE "cmd [\"x\"]", ""},
    {BEFORE "CMD", "healthcheck: Missing command after HEALTHCHECK CMD"},
    {BEFORE "CMD []", "healthcheck: Missing command after HEALTHCHECK CMD"},
    {BEFORE "curl x", "healthcheck: Unknown type \"CURL\" in HEALTHCHECK (try CMD)"},
    {BEFORE "--intreval=1s CMD x", "flag: unknown flag: --intreval (did you mean interval?)"},
    {BEFORE "--interval=1h2m3.5s --timeout=.5s --start-period=5ms --start-interval=+1s CMD x", ""},
    {BEFORE "--interval=1500us CMD x", ""},
    {BEFORE "--interval=1500\xC2\xB5s CMD x", "healthcheck: time: unknown unit \"\\xc3\\x82\\xc2\\xb5s\" in duration "
                                              "\"1500\\xc3\\x82\\xc2\\xb5s\""}, /* flags are read byte by byte */
    {BEFORE "--interval=0 CMD x", ""},
    {BEFORE "--interval=0s CMD x", ""},
    {BEFORE "--interval= CMD x", ""},
    {BEFORE "--interval=0.4ns CMD x", ""}, /* Go cuts it to nothing */
    {BEFORE "--interval=5 CMD x", "healthcheck: time: missing unit in duration \"5\""},
    {BEFORE "--interval=5d CMD x", "healthcheck: time: unknown unit \"d\" in duration \"5d\""},
    {BEFORE "--interval=x CMD x", "healthcheck: time: invalid duration \"x\""},
    {BEFORE "--interval=. CMD x", "healthcheck: time: invalid duration \".\""},
    {BEFORE "--interval=- CMD x", "healthcheck: time: invalid duration \"-\""},
    {BEFORE "--interval=1s2 CMD x", "healthcheck: time: missing unit in duration \"1s2\""},
    {BEFORE "--interval=9999999h CMD x", "healthcheck: time: invalid duration \"9999999h\""},
    {BEFORE "--interval=999us CMD x", "healthcheck: Interval \"interval\" cannot be less than 1ms"},
    {BEFORE "--timeout=-1s CMD x", "healthcheck: Interval \"timeout\" cannot be less than 1ms"},
    {BEFORE "--start-period=1ns CMD x", "healthcheck: Interval \"start-period\" cannot be less than 1ms"},
    {BEFORE "--start-interval=1ns CMD x", "healthcheck: Interval \"start-interval\" cannot be less than 1ms"},
    {BEFORE "--timeout=x --interval=y CMD x", "healthcheck: time: invalid duration \"y\""},
    {BEFORE "--retries=3 CMD x", ""},
    {BEFORE "--retries=+3 CMD x", ""},
    {BEFORE "--retries=-0 CMD x", ""},
    {BEFORE "--retries= CMD x", ""},
    {BEFORE "--retries=2147483647 CMD x", ""},
    {BEFORE "--retries=2147483648 CMD x", PARSING "\"2147483648\": value out of range"},
    {BEFORE "--retries=x CMD x", PARSING "\"x\": invalid syntax"},
    {BEFORE "--retries=1.5 CMD x", PARSING "\"1.5\": invalid syntax"},
    {BEFORE "--retries=-1 CMD x", "healthcheck: --retries cannot be negative (-1)"},
    {BEFORE "--retries=-01 CMD x", "healthcheck: --retries cannot be negative (-1)"},
};

static void healthchecks(void **state) {
    (void)state;
    check(healthcheck_table, COUNT(healthcheck_table));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_file), cmocka_unit_test(check_directive), cmocka_unit_test(from_instruction),
        cmocka_unit_test(flags),      cmocka_unit_test(arguments),       cmocka_unit_test(healthchecks),
    };
    return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
