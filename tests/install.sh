#!/bin/sh
# Installs into an empty folder, builds a program against what is there with pkg-config, runs it, uninstalls.
#
# usage: install.sh        MAKE, CC and PKG_CONFIG from the environment
set -u
cd "$(dirname "$0")/.." || exit 2
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

printf 'install: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
