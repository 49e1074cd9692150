# shellcheck shell=bash disable=SC2034,SC2154 # sourced by run, which has and uses these variables
# Out of memory, at every allocation in turn: exit status 3 with a message, and nothing is written.

folder memory
printf 'stages: {one: {title: First}}\n' > notes.yaml
check 'nomem.so cannot be built' "${CC:-cc}" -shared -fPIC -o "$work/nomem.so" "$parts/nomem.c"

# starved NAME ARGUMENT…: with one allocation more each time, until the run gets all that it needs.
starved() {
    local at status=3 wrong=
    name=$1
    shift
    for ((at = 0; at < 1000 && status != 0; at++)); do
        NOMEM_AT=$at LD_PRELOAD=$work/nomem.so "$sg" "$@" > "$out" 2> "$err"
        status=$?
        if [ $status = 0 ]; then break; fi
        { [ $status = 3 ] && has "$err" 'out of memory' && [ ! -s "$out" ]; } || wrong="$wrong $at: $status $(start "$err")"
    done
    check "goes wrong without memory:$wrong" [ -z "$wrong" ]
    check 'never gets enough' [ $status = 0 ]
    check "needs $at allocations" [ $at -gt 5 ]
}
for format in mermaid markdown dot json text sexp; do
    starved "no memory, $format" -f $format
done
starved 'no memory, list' list
starved 'no memory, where facts came from' list --why
starved 'no memory, a wrong value is not told instead' --platform linux/arm64 --build-arg A=1 -t two --title x
starved 'no memory, into a file' -o starved.mmd
printf 'FROM alpine AS one\nARG X\nFROM $Y AS two\nFROM one\nCOPY --from=two /a /b\n' > warned
starved 'no memory, with warnings' warned
