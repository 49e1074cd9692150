#!/bin/sh
# What the files of the build need, export and contain. Speed depends on it: a program that is linked with Graphviz
# starts ten times slower than one that opens it when a picture is wanted.
#
# usage: linking.sh BUILD-FOLDER
set -u
cd "$(dirname "$0")/.." || exit 2
scripts/need linking readelf nm size || exit 1
build=$1
program=$build/stagegraph library=$build/libstagegraph.so module=$build/stagegraph-graphviz.so
size=$build/stagegraph-size.so yaml=$build/stagegraph-yaml.so
sample=samples/python-service/Dockerfile
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
export LC_ALL=C
passed=0 failed=0

# same WHAT WANTED FOUND
same() {
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'linking: %s\n  wanted: %s\n  found:  %s\n' "$1" "$2" "$3"
    fi
}

# dynamic FILE TAG: "Library soname: [libc.so.6]" → "libc.so.6"
dynamic() {
    readelf -d "$1" | sed -n "s/^.*($2).*\[\(.*\)\]\$/\1/p" | sort | tr '\n' ' ' | sed 's/ $//'
}

# defined FILE…: names of the global symbols that other files can use
defined() {
    nm -g --defined-only "$@" | awk 'NF == 3 { print $3 }' | sort -u
}

# ---- needs: libc and libm ----

for file in "$program" "$library"; do
    same "$file needs no library but libc and libm" '' \
        "$(dynamic "$file" NEEDED | tr ' ' '\n' | grep -vE '^(lib[cm]\.|libc\.musl|ld-)')"
    same "RUNPATH of $file" '$ORIGIN:$ORIGIN/../lib/stagegraph' "$(dynamic "$file" RUNPATH)"
    same "RPATH of $file" '' "$(dynamic "$file" RPATH)"
done
same 'the module needs Graphviz' 'libgvc' "$(dynamic "$module" NEEDED | tr ' ' '\n' | grep -o '^libgvc')"
same 'the module needs libfyaml' 'libfyaml' "$(dynamic "$yaml" NEEDED | tr ' ' '\n' | grep -o '^libfyaml')"
for needed in libcurl libjansson; do
    same "the module needs $needed" "$needed" "$(dynamic "$size" NEEDED | tr ' ' '\n' | grep -o "^$needed")"
done
for file in "$program" "$library" "$module" "$size" "$yaml"; do
    same "$file is bound when it is loaded" 1 "$(readelf -d "$file" | grep -c 'FLAGS_1.*NOW')"
    same "$file has its tables read-only" 1 "$(readelf -lW "$file" | grep -c GNU_RELRO)"
    same "$file has no executable stack" 'RW' "$(readelf -lW "$file" | awk '/GNU_STACK/ { print $7 }')"
    same "$file guards its stack" 1 "$(nm -D --undefined-only "$file" | grep -c '__stack_chk_fail')"
done
same 'the program can be loaded anywhere' 1 "$(readelf -d "$program" | grep -c 'FLAGS_1.*PIE')"
same 'the program checks what it copies' yes "$(nm -D --undefined-only "$program" | grep -q '__mem[a-z]*_chk\|__[a-z]*printf_chk' && echo yes)"

# ---- gives: the public header's functions, nothing else ----

abi=$(sed -n 's/^#define SG_ABI_VERSION //p' include/stagegraph.h)
functions=$(sed -n 's/^SG_API [^(]*[ *]\(sg_[a-z_]*\)(.*/\1/p' include/stagegraph.h | sort)
same 'soname' "libstagegraph.so.$abi" "$(dynamic "$library" SONAME)"
same 'the header has functions' yes "$([ "$(echo "$functions" | wc -l)" -gt 20 ] && echo yes)"
same 'symbols of the shared library' "$functions" "$(nm -D --defined-only "$library" | awk '{ print $3 }' | sort)"
same 'symbols of the static library' "$functions" "$(defined "$build/libstagegraph.a")"
for file in "$module" "$size" "$yaml"; do
    same "symbols of $file" stagegraph_module "$(nm -D --defined-only "$file" | awk '{ print $3 }' | sort)"
done

# ---- the library prints nothing, reads nothing, never exits and has no variables ----

same 'what the library must not call' '' "$(nm -D --undefined-only "$library" | awk '{ print $2 }' | sed 's/@.*//' |
    grep -E '^(_?_?(v?f?printf|puts|fputs|putchar|fputc|perror)(_chk)?|f?open(at)?(64)?|f?read|f?write|stdin|stdout|stderr|_?_?exit|_Exit|abort|__assert_fail|(secure_)?getenv|setlocale|system|popen|v?fork|exec[a-z]*|posix_spawnp?|socket|connect|signal|sigaction|time|clock_gettime|rand|strtok)$')"
find "$build/obj/src" -name '*.o' -not -path '*/cli/*' -not -path '*/modules/*' > "$work/objects"
while IFS= read -r object; do
    same "$object has variables" '' "$(size -A "$object" | awk '$1 ~ /^[.](data|bss|tdata|tbss)$/ && $2 > 0 { print $1, $2 }')"
done < "$work/objects"

# ---- a module is looked for beside the program, and only when it is needed ----

cp "$program" "$work"
"$work/stagegraph" render "$sample" > "$work/alone.mmd" 2>&1
same 'without its module the program draws Mermaid' 0 $?
"$work/stagegraph" render -f svg "$sample" > "$work/out" 2> "$work/err"
same 'without its module svg is an error' 3 $?
same 'which names the module and what brings it' 1 "$(grep -c 'stagegraph-graphviz.so.*scripts/install-deps build' "$work/err")"
same 'and writes nothing' '' "$(cat "$work/out")"
echo 'defaults: {direction: LR}' > "$work/notes.yaml"
"$work/stagegraph" render --annotations "$work/notes.yaml" "$sample" > "$work/out" 2> "$work/err"
same 'without its module the annotations file is an error' 3 $?
same 'which names its module and what brings it' 1 "$(grep -c 'stagegraph-yaml.so.*scripts/install-deps build' "$work/err")"
same 'and writes as little' '' "$(cat "$work/out")"
cp "$yaml" "$work"
"$work/stagegraph" render --annotations "$work/notes.yaml" "$sample" 2>&1 | grep -q 'flowchart LR'
same 'with its module beside it the program reads annotations' 0 $?
cp "$module" "$work"
"$work/stagegraph" render -f svg "$sample" 2>&1 | grep -q '</svg>'
same 'with its module beside it the program draws svg' 0 $?
mkdir -p "$work/tree/bin" "$work/tree/lib/stagegraph"
mv "$work/stagegraph" "$work/tree/bin" && mv "$work/stagegraph-graphviz.so" "$work/tree/lib/stagegraph"
(cd / && "$work/tree/bin/stagegraph" render -f svg -) < "$sample" 2>&1 | grep -q '</svg>'
same 'and with its module in ../lib/stagegraph' 0 $?

printf 'linking: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
