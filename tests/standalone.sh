#!/bin/sh
# MODULES=none: the text formats and nothing to load, from a core that calls what C11 has and no more, so that it
# compiles wherever C11 does.
#
# usage: standalone.sh MAKE FOLDER
set -u
cd "$(dirname "$0")/.." || exit 2
scripts/need standalone readelf nm || exit 1
make=$1 build=$2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' INT TERM
export LC_ALL=C
passed=0 failed=0

# same WHAT WANTED FOUND
same() {
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'standalone: %s\n  wanted: %s\n  found:  %s\n' "$1" "$2" "$3"
    fi
}

# Without checked copies: they would hide the names that the sources call.
"$make" -s --no-print-directory BUILD="$build" MODULES=none CFLAGS='-O1 -g' WERROR=1 all > "$work/log" 2>&1 < /dev/null
same 'the build' "0 " "$? $(cat "$work/log")"

# ---- nothing is loaded ----

for file in "$build/stagegraph" "$build/libstagegraph.so"; do
    same "what $file could load with" '' "$(nm -D --undefined-only "$file" | grep -E ' dl(m?open|v?sym)')"
    same "RUNPATH of $file" '' "$(readelf -d "$file" | grep -E 'RPATH|RUNPATH')"
done
same 'modules' '' "$(find "$build" -name 'stagegraph-*')"

# ---- the core is C11 ----

c11='_?_?(setjmp|longjmp)|(m|c|re)alloc|free|qsort|mem(chr|cmp|cpy|move|set)|str(chr|cmp|cspn|len|ncmp|rchr|spn|str|pbrk|tol|toul)'
c11="$c11|v?snprintf|fmin|fmax|floor|ceil|l?lround|abort"
same 'what the core calls beyond C11' '' "$(nm -u "$build/libstagegraph.a" | awk '$1 == "U" { print $2 }' |
    grep -vE "^($c11|_GLOBAL_OFFSET_TABLE_)\$")"

# ---- what it does ----

golden=$(scripts/golden run "$build/stagegraph" 2>&1)
counts=$(printf '%s\n' "$golden" | sed -n 's/^golden: \([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p')
same 'goldens that fail' 0 "${counts#* }"
[ "${counts#* }" = 0 ] || printf '%s\n' "$golden"
same 'goldens that pass are many' yes "$([ "${counts% *}" -gt 250 ] && echo yes)"
printf '%s\n' "$golden" | grep '^left out: '
for format in svg html png pdf; do
    "$build/stagegraph" render -f $format samples/single/Dockerfile > "$work/out" 2> "$work/err"
    same "exit status of -f $format" 3 $?
    same "output of -f $format" '' "$(cat "$work/out")"
    same "$format: what is missing" 1 "$(grep -c 'not part of this build.*MODULES=none.*\[module-missing\]' "$work/err")"
done

printf 'standalone: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
