# Checks of a program from outside, for the suites that are written in bash. Wants suite, its name, and out and err, the
# files for the output of the last expect. Every check prints only if it fails.
# shellcheck shell=bash

limit=10 # seconds of processor time that one run may take: a busy machine is no failure
passed=0 failed=0 name=

pass() {
    passed=$((passed + 1))
}

fail() {
    failed=$((failed + 1))
    printf '%s %s: %s\n' "$suite" "$name" "$1" | tr -cd '\11\12\40-\176' # never what a test wants to keep from a terminal
}

# check TEXT COMMAND…: TEXT is printed if the command fails.
check() {
    local text=$1
    shift
    if "$@"; then pass; else fail "$text"; fi
}

# is TEXT WANTED GOT
is() {
    if [ "$2" = "$3" ]; then pass; else fail "$1 is $3, not $2"; fi
}

# expect NAME STATUS COMMAND…: runs it; its output is in $out and $err. In any case it must end in time and not by a
# signal, leave no temporary file, and send nothing to a terminal that would steer it; a run that ends with an error
# says why, and writes nothing to standard output unless PARTIAL is set.
expect() {
    name=$1
    local want=$2 got start=$SECONDS
    shift 2
    (ulimit -t $limit && exec timeout --foreground -k 1 $((12 * limit)) "$@") > "$out" 2> "$err"
    got=$?
    if [ "$got" = "$want" ]; then
        pass
    else
        fail "exit status $got after $((SECONDS - start)) s, not $want: ${*:1:9}
$(start "$err")"
    fi
    if compgen -G '.stagegraph-*' > /dev/null; then
        fail "leaves a temporary file: $(compgen -G '.stagegraph-*')"
        rm -f .stagegraph-*
    fi
    if [ -z "${COLORED-}" ] && grep -q "$controls" "$err"; then
        fail "control characters on standard error: $(grep -m 1 "$controls" "$err" | head -c 64 | od -c)"
    fi
    [ "$want" = 0 ] && return
    [ -s "$err" ] || fail "fails without a word"
    [ -n "${PARTIAL-}" ] || [ ! -s "$out" ] || fail "writes to standard output in spite of the error"
}

# Whatever may move the cursor, change colours or reverse text: controls but tab and newline, DEL, the C1 controls
# (C2 80..9F) and the bidirectional overrides and isolates (E2 80 AA..AE, E2 81 A6..A9).
controls=$'[\001-\010\013-\037\177]\|\xc2[\x80-\x9f]\|\xe2\x80[\xaa-\xae]\|\xe2\x81[\xa6-\xa9]'

has() {
    grep -q -F -e "$2" "$1"
}

# says FILE TEXT: the file has the text somewhere in a line.
says() {
    if has "$1" "$2"; then pass; else fail "no \"$2\" in ${1##*/}: $(start "$1")"; fi
}

lacks() {
    if has "$1" "$2"; then fail "\"$2\" in ${1##*/}: $(start "$1")"; else pass; fi
}

silent() {
    if [ -s "$1" ]; then fail "something in ${1##*/}: $(start "$1")"; else pass; fi
}

# holds FILE TEXT: that is all it holds.
holds() {
    if printf %s "$2" | cmp -s - "$1"; then pass; else fail "$1 holds: $(start "$1")"; fi
}

start() {
    head -c 400 "$1" | tr -d '\0'
}

same() {
    if cmp -s "$1" "$2"; then pass; else fail "$1 and $2 differ: $(diff "$1" "$2" | head -n 5)"; fi
}

# Before a command: as somebody for whom permissions count.
# shellcheck disable=SC2034 # the suites use it
nobody=()
# shellcheck disable=SC2034
[ "$(id -u)" != 0 ] || nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups --)

# summary: the last line, which scripts/run-tests reads; fails if a check did.
summary() {
    printf '%s: %d passed, %d failed\n' "$suite" "$passed" "$failed"
    [ "$failed" -eq 0 ]
}
