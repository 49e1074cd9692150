#!/bin/sh
# Installs into an empty folder, builds a program against what is there with pkg-config, runs it, uninstalls. And what a
# packager relies on: LIB=, DESTDIR=, make -s, no optional library, two runs of make at once, the loader's cache.
#
# usage: install.sh        MAKE, CC and PKG_CONFIG from the environment
set -u
cd "$(dirname "$0")/.." || exit 2
scripts/need install "${PKG_CONFIG:-pkg-config}" || exit 1
make=${MAKE:-make} cc=${CC:-cc} pkg_config=${PKG_CONFIG:-pkg-config}
sample=$PWD/samples/python-service/Dockerfile
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
export LC_ALL=C
passed=0 failed=0

# expect WHAT COMMAND…: the command succeeds
expect() {
    what=$1
    shift
    if "$@" > "$work/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'install: %s\n' "$what"
        cat "$work/log"
    fi
}

# build_and_run WHAT FLAG…: a program of ten lines that draws the sample, once as text and once through a module
build_and_run() {
    what=$1
    shift
    rm -f "$work/consumer"
    expect "$what: compile" "$cc" -std=c11 -Wall -Wextra -Wpedantic -Werror -o "$work/consumer" "$work/consumer.c" "$@"
    expect "$what: draw Mermaid" draws mermaid 'flowchart'
    expect "$what: draw SVG" draws svg '</svg>'
}

draws() {
    (cd / && "$work/consumer" "$1") < "$sample" > "$work/picture" && grep -F "$2" "$work/picture"
}

files() {
    (cd "$1" && find . ! -type d | sort)
}

version=$(sed -n 's/^VERSION := //p' Makefile)
abi=$(sed -n 's/^#define SG_ABI_VERSION //p' include/stagegraph.h)
cat > "$work/consumer.c" << 'END'
#include <stagegraph.h>
#include <stdio.h>
/* The library has a function of this name inside; it must not be this one. */
void buf_put(void);
void buf_put(void) { puts("not this one"); }
int main(int argc, char **argv) {
    char text[10000];
    sg_doc *doc;
    sg_output out;
    size_t len = fread(text, 1, sizeof text, stdin);
    if (argc != 2 || sg_parse(text, len, "Dockerfile", NULL, &doc) != SG_OK) return 1;
    if (sg_render(doc, argv[1], NULL, &out) != SG_OK) return 2;
    fwrite(out.data, 1, out.len, stdout);
    sg_output_free(&out);
    sg_free(doc);
    return 0;
}
END
cat > "$work/expected" << END
./bin/stagegraph
./include/stagegraph.h
./lib/libstagegraph.a
./lib/libstagegraph.so
./lib/libstagegraph.so.$abi
./lib/libstagegraph.so.$version
./lib/pkgconfig/stagegraph.pc
./lib/stagegraph/stagegraph-graphviz.so
./lib/stagegraph/stagegraph-size.so
./lib/stagegraph/stagegraph-yaml.so
./share/man/man1/stagegraph.1
./share/stagegraph/stagegraph.schema.json
END

# ---- staged, as a package is made: DESTDIR, and paths that are not yet those of the machine ----

root=$work/root prefix=$work/root/usr/local
expect 'make install DESTDIR=' "$make" --no-print-directory install DESTDIR="$root" PREFIX=/usr/local
files "$prefix" > "$work/found"
expect 'the files' diff "$work/expected" "$work/found"
files "$root" | grep -v '^\./usr/local/' > "$work/found"
expect 'nothing outside of PREFIX' cmp "$work/found" /dev/null
expect 'the pkg-config file has the final paths' grep -q '^prefix=/usr/local$' "$prefix/lib/pkgconfig/stagegraph.pc"
staged_config() {
    PKG_CONFIG_SYSROOT_DIR=$root PKG_CONFIG_LIBDIR=$prefix/lib/pkgconfig "$pkg_config" "$@" stagegraph
}
expect 'version' test "$(staged_config --modversion)" = "$version"
# shellcheck disable=SC2046 # flags are words
build_and_run 'staged' $(staged_config --cflags --libs) -Wl,-rpath,"$prefix/lib"
expect 'the installed program draws' sh -c "cd / && '$prefix/bin/stagegraph' render -f svg - < '$sample' | grep -F '</svg>'"
expect 'the installed program measures' sh -c "cd / && '$prefix/bin/stagegraph' list --context '$root' - < '$sample'"
expect 'the installed program says its version' sh -c "'$prefix/bin/stagegraph' --version | grep -F '$version'"

expect 'make uninstall' "$make" --no-print-directory uninstall DESTDIR="$root" PREFIX=/usr/local
files "$root" > "$work/found"
expect 'uninstall leaves nothing' cmp "$work/found" /dev/null

# ---- another LIB: linked anew, since the modules' folder is in program and library, but nothing compiled ----

compiles_nothing() {
    "$make" --no-print-directory "$@" > "$work/made" 2>&1 || { cat "$work/made"; return 1; }
    ! grep '^  CC ' "$work/made"
}
deep=lib/$(uname -m)-linux
expect 'make install LIB= compiles nothing' compiles_nothing install DESTDIR="$work/deep" PREFIX=/usr LIB="$deep"
expect 'the module is in LIB' test -f "$work/deep/usr/$deep/stagegraph/stagegraph-graphviz.so"
expect 'the program finds it there' sh -c "cd / && '$work/deep/usr/bin/stagegraph' -f svg - < '$sample' | grep -F '</svg>'"
expect 'nor does the next plain make' compiles_nothing all

# ---- in place, below a folder of one's own ----

home=$work/home
expect 'make install PREFIX=' "$make" --no-print-directory install PREFIX="$home"
config() {
    PKG_CONFIG_PATH=$home/lib/pkgconfig "$pkg_config" "$@" stagegraph
}
# shellcheck disable=SC2046
build_and_run 'in place' $(config --cflags --libs) -Wl,-rpath,"$home/lib"
rm "$home"/lib/libstagegraph.so*
# shellcheck disable=SC2046
build_and_run 'linked statically' $(config --static --cflags --libs)

# ---- without the optional libraries; two at once in one folder that is new, and neither says a word ----

# No flags of the make that runs this test: not its job server.
bare_install() {
    env -u MAKEFLAGS -u MFLAGS "$make" -s --no-print-directory -j2 PKG_CONFIG=false BUILD="$work/build" CFLAGS=-O0 \
        install DESTDIR="$1" PREFIX=/usr > "$1.log" 2>&1
}
bare_install "$work/bare1" &
expect 'make install without optional libraries' bare_install "$work/bare2"
expect 'another at the same time' wait $!
expect 'make -s is silent' sh -c "! cat '$work/bare1.log' '$work/bare2.log' | grep ."
expect 'no file is left half-written' sh -c "! find '$work/build' -name '*.[0-9]*' ! -name 'lib*.so.*' | grep ."
grep -v -e '-[a-z]*\.so$' "$work/expected" > "$work/without"
for bare in "$work/bare1" "$work/bare2"; do
    files "$bare/usr" > "$work/found"
    expect 'all files but the modules' diff "$work/without" "$work/found"
    expect 'it draws' sh -c "'$bare/usr/bin/stagegraph' '$sample' | grep flowchart"
done

# ---- into a live system, as root: what the README says of the library works without another step ----

# In mounts of its own, where /etc is a copy, so that ldconfig changes nothing here.
live() {
    unshare --mount sh -eu -c '
    mount --bind "$1/etc" /etc
    echo "$1/live/lib" >> /etc/ld.so.conf
    "$2" --no-print-directory install PREFIX="$1/live"
    PKG_CONFIG_PATH="$1/live/lib/pkgconfig" "$4" --cflags --libs stagegraph > "$1/flags"
    "$3" -o "$1/example" "$1/consumer.c" $(cat "$1/flags")
    "$1/example" mermaid < "$5" | grep flowchart' sh "$work" "$make" "$cc" "$pkg_config" "$sample"
}
cp -a /etc "$work/etc" 2> /dev/null
if unshare --mount mount --bind "$work/etc" /etc 2> /dev/null; then
    expect 'make install as root tells the loader' live
else
    echo 'left out: install into a live system (needs root that may mount)'
fi
mkdir "$work/unknown"
expect 'a folder that the loader does not know is told' sh -c "scripts/tell-loader '$work/unknown' 2>&1 | grep -F 'run ldconfig as root'"

printf 'install: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
