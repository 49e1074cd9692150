#!/bin/sh
# The scripts that judge and set up: what they count, what they leave out, what they ask to be installed.
#
# usage: scripts.sh
set -u
cd "$(dirname "$0")/.." || exit 2
scripts=$PWD/scripts
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
export LC_ALL=C
passed=0 failed=0

# prints WHAT STATUS LINE COMMAND…: the line is one of those that it prints, and its last one if it has counts
prints() {
    what=$1 want=$2 line=$3
    shift 3
    "$@" > "$work/log" 2>&1 < /dev/null
    got=$?
    case $line in *' failed') tail -n 1 "$work/log" ;; *) cat "$work/log" ;; esac > "$work/lines"
    if [ "$got" = "$want" ] && grep -qxF -e "$line" "$work/lines"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'scripts: %s: exit status %d, not %d, or no line "%s":\n' "$what" "$got" "$want" "$line"
        cat "$work/log"
    fi
}

# executable FILE: its text is standard input
executable() {
    { echo '#!/bin/sh'; cat; } > "$1"
    chmod 755 "$1"
}

# ---- run-unit and run-tests: a skipped test is left out, not failed ----

executable "$work/test_some" << 'END'
cat << 'CMOCKA'
[==========] some: Running 3 test(s).
[ RUN      ] good
[       OK ] good
[ RUN      ] absent
[  SKIPPED ] absent
[==========] some: 2 test(s) run.
[  PASSED  ] 1 test(s).
[  SKIPPED ] 1 test(s), listed below:
[  SKIPPED ] absent
CMOCKA
END
# cmocka 1.1.7 says whose tests these are.
sed 's/SKIPPED \] 1/SKIPPED ] some: 1/' "$work/test_some" | sed 1d | executable "$work/test_newer"
executable "$work/test_bad" << 'END'
printf '%s\n' '[==========] bad: 2 test(s) run.' '[  PASSED  ] 1 test(s).' '[  FAILED  ] bad: 1 test(s), listed below:'
exit 1
END
echo 'kill -SEGV $$' | executable "$work/test_crash"
prints 'a skipped test' 0 'unit: 1 passed, 0 failed' scripts/run-unit "$work/test_some"
prints 'a skipped test of cmocka 1.1.7' 0 'unit: 1 passed, 0 failed' scripts/run-unit "$work/test_newer"
prints 'a skipped test is named' 0 'left out: test_some absent' scripts/run-unit "$work/test_some"
prints 'a failed test' 1 'unit: 2 passed, 1 failed' scripts/run-unit "$work/test_some" "$work/test_bad"
prints 'a crash' 1 'unit: 0 passed, 1 failed' scripts/run-unit "$work/test_crash"

left_out='echo "left out: all of it (no reason)"; echo "0 passed, 0 failed"'
prints 'suites' 0 '3 passed, 0 failed' scripts/run-tests 'a=echo 1 passed, 0 failed' 'b=echo b: 2 passed, 0 failed'
prints 'a suite that says nothing' 1 '0 passed, 1 failed' scripts/run-tests 'a=true'
prints 'a suite that ends with an error' 1 '1 passed, 1 failed' scripts/run-tests 'a=echo 1 passed, 0 failed; exit 3'
prints 'a suite that is left out' 0 '1 passed, 0 failed' scripts/run-tests "a=$left_out" 'b=echo 1 passed, 0 failed'
prints 'and named' 0 'left out: all of it (no reason)' scripts/run-tests "a=$left_out" 'b=echo 1 passed, 0 failed'

# ---- check-floors ----

mkdir -p "$work/checkout/scripts" "$work/checkout/tests" "$work/data/many"
cp scripts/check-floors "$work/checkout/scripts"
# The program is the number that passes; with a suite one less.
executable "$work/data/many/check" << 'END'
[ "$1" = -k ] && { shift 2; set -- $(($1 - 1)); }
echo "$1 passed, 5 failed"
exit 1
END
# shellcheck disable=SC2317 # called by name
floors() {
    printf '# name and number\n%s\n' "$2" > "$work/checkout/tests/floors"
    SHARED=$work/data "$work/checkout/scripts/check-floors" "$1"
}
prints 'at the floor' 0 'floors: 7 passed, 0 failed' floors 7 'many 7'
prints 'the known failures' 0 'floors: many: 7 passed, 5 not yet' floors 7 'many 7'
prints 'below the floor' 1 'floors: 7 passed, 3 failed' floors 7 'many 10'
prints 'above the floor' 0 'floors: many: 7 passed, above its floor of 6: raise it in tests/floors' floors 7 'many 6'
prints 'a suite' 0 'floors: 6 passed, 0 failed' floors 7 'many-suite 6'
prints 'a check that reports nothing' 1 'floors: 0 passed, 2 failed' floors '' 'many 2'
prints 'a check that is not there' 0 "left out: other ($work/data/other/check is not there)" floors 7 'other 7'

# ---- check-layers: what a core of C11 must not include ----

mkdir -p "$work/tree/src/graph" "$work/tree/src/cli" "$work/tree/include"
for header in unistd.h arpa/inet.h setjmp.h dlfcn.h; do
    echo "#include <$header>" > "$work/tree/src/graph/a.c"
    prints "a core with $header" 123 'layers: 0 passed, 1 failed' scripts/check-layers "$work/tree"
done
mv "$work/tree/src/graph/a.c" "$work/tree/src/cli"
echo '#include <unistd.h>' > "$work/tree/src/cli/a.c"
prints 'a command line with unistd.h' 0 'layers: 1 passed, 0 failed' scripts/check-layers "$work/tree"

# ---- check-pages: an option, format or command that a page does not have ----

pages=$work/pages
rows=$(scripts/check-pages | sed -n 's/^pages: \([0-9]*\) passed, 0 failed$/\1/p')
prints 'the pages as they are' 0 "pages: $rows passed, 0 failed" scripts/check-pages
# lacking WHAT COMPLAINT FILE PATTERN: a copy in which FILE has lost the lines of PATTERN
lacking() {
    rm -rf "$pages" && mkdir -p "$pages/src" && cp -R README.md man include "$pages" && cp -R src/options src/render src/cli "$pages/src"
    grep -ve "$4" "$3" > "$pages/$3"
    prints "$1" 1 "$2" scripts/check-pages "$pages"
}
lacking 'no option in the man page' 'man/stagegraph.1: option lacks fold' man/stagegraph.1 '^\.It Fl Fl fold'
lacking 'no option in the header' 'include/stagegraph.h: option lacks fold' include/stagegraph.h '^ \*   fold '
lacking 'an option that went' 'man/stagegraph.1: option has an unknown fold' src/options/options.def '"fold"'
lacking 'no format in the man page' 'man/stagegraph.1 lacks the format dot' man/stagegraph.1 '^\.It Cm dot'
lacking 'no hidden format in the man page' 'man/stagegraph.1 lacks the format sexp' man/stagegraph.1 '^\.It Cm sexp'
lacking 'no format in the README' 'README.md lacks the format pdf' README.md '`pdf`'
lacking 'no command in the man page' 'man/stagegraph.1 lacks the command list' man/stagegraph.1 '^\.It Cm list'
lacking 'no command in the README' 'README.md lacks the command list' README.md 'stagegraph list'
lacking 'no table of commands' 'a table is empty' src/cli/commands.def '^COMMAND'

# ---- install-deps: on a machine that has apt and next to nothing ----

machine=$work/machine
mkdir "$machine"
for tool in awk cat dirname env grep sed tr; do ln -s "$(command -v $tool)" "$machine/$tool"; done
echo 'echo "apt-get $*" | tr " " "\n"' | executable "$machine/apt-get"
# Like Debian 13: no clang-format-14, but another clang.
echo '[ "$2" = libclang-rt-dev ]' | executable "$machine/apt-cache"
as_user() {
    echo 'echo 1000' | executable "$machine/id"
    PATH=$machine /bin/sh "$scripts/install-deps" "$@"
}
prints 'neither root nor sudo' 1 "install-deps: packages are missing; run as root: $scripts/install-deps build" as_user build
cp "$work/log" "$work/said"
prints 'which is all it says' 0 1 grep -c . "$work/said"
echo 'exit 1' | executable "$machine/sudo"
prints 'sudo that is refused' 1 "install-deps: packages are missing; run as root: $scripts/install-deps build test" \
    as_user build test
echo '[ "$1" != -n ] || shift; exec "$@"' | executable "$machine/sudo"
ln -s "$(command -v env)" "$machine/true" # for "sudo -n true"; one that is no builtin
prints 'with sudo' 0 libfyaml-dev as_user build test
cp "$work/log" "$work/said"
prints 'a package that only some systems have' 0 libclang-rt-dev cat "$work/said"
prints 'and one that this system does not have' 1 0 grep -c clang-format "$work/said"

printf 'scripts: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
