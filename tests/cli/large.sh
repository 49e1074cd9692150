# shellcheck shell=bash disable=SC2034,SC2154 # sourced by run, which has and uses these variables
# Large input: drawn or refused in time, and refused before it takes memory or a file that is there.

folder large

# ---- a limit ----

truncate -s 1G sparse
refused 'a file of 1 GiB' 1 'sparse: error: the file is larger than 64 MiB [limit]' sparse
expect 'a file of 1 GiB in 200 MiB of memory' 1 "$in_memory" 200000 "$sg" sparse
says "$err" 'larger than 64 MiB'
expect 'endless input in 300 MiB of memory' 1 bash -c 'yes FROM | "$@" -' bash "$in_memory" 300000 "$sg"
says "$err" 'larger than 64 MiB'
expect 'an endless pipe' 1 sh -c 'yes "RUN a" | "$1" -' sh "$sg"
says "$err" 'larger than 64 MiB'
{ echo 'FROM alpine'; printf 'RUN %010000000d\n' 0; } > line
refused 'a line of 10 MB' 1 'line:2:1: error: dockerfile line greater than max allowed size of 65535 [line-too-long]' line
check "a caret line of $(wc -c < "$err") bytes" [ "$(wc -c < "$err")" -lt 200000 ]
{ echo 'FROM alpine'; printf 'RUN %065532d\n' 0; } > line
expect 'the longest line' 1 "$sg" line
{ echo 'FROM alpine'; printf 'RUN %065531d\n' 0; } > line
expect 'the longest line but one' 0 "$sg" line
{ echo 'FROM alpine'; printf 'RUN <<E\n%070000d\nE\n' 0; } > line
refused 'a long line in a heredoc' 1 'unterminated heredoc' line
expect 'out of memory' 3 "$in_memory" 20000 "$sg" - < <(for ((i = 0; i < 100000; i++)); do echo "FROM s$i"; done)
says "$err" 'memory'
printf old > kept.json
for ((i = 0; i < 20000; i++)); do echo "FROM alpine AS s$i"; done > many
expect 'out of memory, -o' 3 "$in_memory" 30000 "$sg" -o kept.json many
says "$err" 'memory'
holds kept.json old

# What grows with the product of two lists ends with an error that says which.
{ echo 'FROM a AS a'; yes 'ONBUILD RUN a' | head -n 1000; yes 'FROM a' | head -n 1000; } > product
refused '1,000 triggers in 1,000 children' 1 'the stages of this file run over 5000 ONBUILD triggers [limit]' product
expect 'the same in 60 MiB of memory' 1 "$in_memory" 60000 "$sg" product
{ echo 'FROM scratch'; yes 'WORKDIR a' | head -n 100000; } > product
refused 'a working directory of 200 kB' 1 'the expansions of this file take over 64 MiB [limit]' product
expect 'the same in 200 MiB of memory' 1 "$in_memory" 200000 "$sg" product
{ seq 500 | sed 's/.*/ENV A&=1\nARG A&=2/'; } > product
{ echo 'FROM a AS a'; cat product; yes 'FROM a' | head -n 2000; } > shadowed
expect '500 variables in 2,000 children, in 60 MiB' 0 "$in_memory" 60000 "$sg" -q shadowed
{ echo 'FROM a'; echo "ENV W=$(printf %060000d 0)"; for ((i = 0; i < 20; i++)); do echo "RUN echo $(yes '$W' | head -n 200 | tr '\n' ' ')"; done; } > variables
expect '4,000 times 60 kB in commands, in 60 MiB' 0 "$in_memory" 60000 "$sg" -q variables
yes 'FROM a' | head -n 100001 > stages
refused '100,001 stages' 1 'the file has over 100000 stages [limit]' stages
mkdir -p context/folder
seq 2000 | sed 's|^|context/folder/abc|' | xargs touch
printf 'FROM a\nCOPY . .\n' > context/Dockerfile
seq 16000 | sed 's|.*|**/a*b*c*x&*|' > context/.dockerignore
refused '16,000 patterns and 2,000 files' 1 'the patterns of .dockerignore take over 250 million steps [limit]' --context context context/Dockerfile

# Within the limit on all expansions the memory has one, too.
for word in 'LABEL l$i=$V$V$V$V$V$V$V$V' 'COPY $V$V$V$V$V$V$V$V /x' 'ENV E=$V$V$V$V$V$V$V$V' 'RUN --mount=target=$V$V$V$V$V$V$V$V x'; do
    { echo 'FROM alpine'; printf 'ARG V=%060000d\n' 0; for ((i = 0; i < 2000; i++)); do echo "$word"; done; } > expanded
    expect "64 MiB of expansions in 600 MiB of memory, ${word%% *}" 1 "$in_memory" 600000 "$sg" expanded
    says "$err" 'the expansions of this file take over 64 MiB [limit]'
done

# ---- many of one thing ----

# drawn NAME FILE COUNT TEXT [FORMAT…]: drawn as Mermaid, JSON and the other formats; TEXT is COUNT times in the JSON.
drawn() {
    local what=$1 file=$2 count=$3 text=$4
    shift 4
    for format in mermaid json "$@"; do
        expect "$what, $format" 0 "$sg" -q -f $format "$file"
        [ $format = json ] || continue
        found=$(grep -o -F -e "$text" "$out" | wc -l)
        check "$found times $text" [ "$found" = "$count" ]
    done
    expect "$what, list" 0 "$sg" list -q "$file"
    expect "$what, where facts came from" 0 "$sg" list --why -q "$file"
}

seq 0 99999 | awk '{ print "FROM " ($1 ? "s" $1 - 1 : "alpine") " AS s" $1 }' > chain
drawn 'a chain of 100,000 stages' chain 100000 '{"index": ' dot text sexp
seq 0 99999 | awk '{ print "FROM alpine" }' > unnamed
expect '100,000 unnamed stages' 0 "$sg" -q unnamed
check 'not 100,000 arrows' [ "$(grep -c -F -e ' --> ' "$out")" = 100000 ]
printf old > kept.svg
expect 'a layout that is too large' 3 "$sg" -o kept.svg chain
says "$err" '[layout-too-large]'
says "$err" 'use -f mermaid'
holds kept.svg old
expect 'the last of a chain' 0 "$sg" list -t s99999 chain
expect 'the first of a chain' 0 "$sg" list -q -t s0 chain
check 'more than one stage' [ "$(wc -l < "$out")" = 2 ]
seq 0 19999 | awk '{ print "FROM alpine AS same" }' > same_name
drawn '20,000 stages of one name' same_name 20000 '"name": "same"'
seq 0 19999 | awk '{ print "FROM alpine AS a" substr("-_.", $1 % 3 + 1, 1) "b" $1 % 7 }' > like_name
expect 'warns of what Mermaid cannot draw' 0 "$sg" like_name
says "$err" '[mermaid-limit]'
drawn '20,000 stages of like names' like_name 20000 '{"index": ' dot
check 'an id twice' [ -z "$("$sg" -f json like_name | jq -r '.stages[].id' | sort | uniq -d)" ]
seq 0 9999 | awk '{ print "FROM alpine AS g" $1 "_a\nFROM g" $1 "_a AS g" $1 "_b" }' > groups
drawn '10,000 groups' groups 10000 '"source": "inferred"'
{ echo 'FROM alpine'; printf 'RUN a \\\n'; yes '  b \' | head -n 100000; echo c; } > continued
drawn '100,000 continuation lines' continued 1 '"keyword": "RUN"'
{ echo 'FROM alpine'; printf 'RUN a \\\n'; yes '# comment \' | head -n 100000; echo c; } > continued
drawn '100,000 comments in an instruction' continued 1 '"text": "RUN a c"'
{ yes '# word word word' | head -n 100000; echo 'FROM alpine'; } > comments
drawn '100,000 lines of comment' comments 1 '{"index": '
{ echo 'FROM alpine AS a'; echo 'FROM alpine AS b'; yes 'COPY --from=a /x /y' | head -n 20000; } > copies
drawn '20,000 COPY of one stage' copies 1 '"kind": "copy"'
expect '20,000 COPY are one edge' 0 "$sg" copies
check 'more than one edge' [ "$(grep -c -F -e '-.->' "$out")" = 1 ]
expect '20,000 COPY in svg' 0 "$sg" -f svg copies
{ echo 'FROM alpine'; seq 20000 | sed 's/.*/COPY --from=image& \/x \/y/'; } > images
drawn '20,000 images' images 20000 '"kind": "copy"'
{ echo 'FROM alpine'; seq 5000 | sed 's/.*/RUN <<E&\n# x\\\nE&/'; } > heredocs
drawn '5,000 heredocs' heredocs 5000 '"keyword": "RUN"'
{ echo 'FROM alpine'; echo "RUN $(seq 5000 | sed 's/^/<<E/' | tr '\n' ' ')"; seq 5000 | sed 's/.*/x\nE&/'; } > heredocs
drawn '5,000 heredocs of one RUN' heredocs 1 '"keyword": "RUN"'
{ echo 'FROM alpine AS s0'; seq 0 1999 | awk '{ print "ONBUILD COPY --from=s" $1 " a b\nFROM s" $1 " AS s" $1 + 1 }'; } > onbuild
drawn '2,000 triggers' onbuild 2000 '"onbuild": true'
{ echo 'FROM alpine AS a'; echo 'FROM alpine'; echo "RUN $(seq 2000 | sed 's/.*/--mount=from=a,target=\/x&/' | tr '\n' ' ') x"; } > mounts
drawn '2,000 mounts' mounts 1 '"kind": "mount"'
{ seq 20000 | sed 's/^/ARG A/'; echo 'FROM alpine'; seq 20000 | sed 's/.*/ENV A&=x$A&/'; } > variables
drawn '20,000 variables' variables 1 '{"index": '
seq 0 999 | awk '{ print "FROM alpine AS s" $1; for (i = $1 - 50; i < $1; i++) if (i >= 0) print "COPY --from=s" i " a b" }' > dense
drawn '50,000 edges' dense 48725 '"kind": "copy"' text
seq 0 19999 | awk '{ print "FROM alpine AS s" $1 "\nCOPY --from=s" ($1 + 1) % 20000 " a b" }' > circle
refused 'a circle of 20,000 stages' 1 'circular dependency detected on stage: s0' circle
{ echo 'FROM alpine'; yes FOO | head -n 30000; } > errors
refused '30,000 errors' 1 'errors:2:1: error: unknown instruction: FOO' errors
seq 0 19999 | sed 's/.*/# stagegraph: x=&\nFROM $X&/' > warnings
expect '40,000 warnings' 0 "$sg" warnings
says "$err" 'warnings:2:6: warning: '
check "$(wc -c < "$err") bytes of warnings" [ "$(wc -c < "$err")" -lt 100000 ]
expect '40,000 warnings in JSON' 0 "$sg" -q -f json warnings
check 'not all of them' [ "$(jq '.diagnostics | length' "$out")" = 40000 ]
{ seq 0 9999 | sed 's/.*/FROM alpine AS a&/'; echo 'FROM alpine AS b'; } > targets
targets=()
for ((i = 0; i < 2000; i++)); do targets+=(-t "a$i"); done
expect '2,000 targets' 0 "$sg" -q "${targets[@]}" targets

# ---- long words ----

{ printf 'FROM alpine AS %010000d\n' 0 | sed 's/ 0/ a/'; printf 'FROM %010000d\n' 0 | sed 's/ 0/ a/'; } > long
drawn 'a name of 10 kB' long 2 '"name": ' dot text sexp
{ printf '# %060000d\n' 0; echo 'FROM alpine'; } > long
drawn 'a word of 60 kB' long 1 '{"index": ' dot text sexp
expect 'a word of 60 kB in svg' 0 "$sg" -q -f svg long
{ printf '# %s\n' "$(yes 'word ' | head -n 12000 | tr -d '\n')"; echo 'FROM alpine'; } > long
drawn '12,000 words' long 1 '{"index": ' dot text sexp
{ printf '# a%s\n' "$(yes $'\xcc\x81' | head -n 30000 | tr -d '\n')"; echo 'FROM alpine'; } > long
drawn '30,000 combining marks' long 1 '{"index": ' dot text sexp
printf 'FROM alpine:%060000d\n' 0 > long
drawn 'a tag of 60 kB' long 1 '{"index": ' dot text sexp
{ printf '# stagegraph: %s\nFROM alpine\n' "$(yes 'title="x" ' | head -n 6000 | tr -d '\n')"; } > long
drawn 'a directive of 6,000 words' long 1 '"title": "x"'

# ---- a layout without end ----

awk 'BEGIN {
    srand(7)
    for (i = 0; i < 2500; i++) {
        print "FROM " (i < 3 ? "alpine" : "s" int(rand() * i)) " AS s" i
        for (k = 0; i && k < 3; k++) print "COPY --from=s" int(rand() * i) " a b"
    }
}' > random
expect 'what is not laid out takes its time' 0 "$sg" -q --layout-timeout 1 chain
expect 'the layout takes too long' 3 "$sg" -q --layout-timeout 1 -o random.svg random
says "$err" 'the layout took longer than --layout-timeout'
check 'a file was made' [ ! -e random.svg ]
printf old > kept.png
expect 'the layout takes too long, over a file' 3 "$sg" -q --layout-timeout 1 -o kept.png random
holds kept.png old
drawn '2,500 random stages' random 2500 '{"index": ' dot text sexp

# ---- without the module ----

mkdir -p alone
cp "$sg" alone/
for format in svg html png pdf; do
    printf old > kept.$format
    if [ -e "$work/bin/stagegraph-graphviz.so" ]; then
        expect "$format without the module" 3 alone/stagegraph -o kept.$format Dockerfile
        says "$err" '[module-missing]'
        says "$err" 'scripts/install-deps build'
        holds kept.$format old
    fi
done
for format in mermaid dot json text sexp; do
    "$sg" -f $format Dockerfile > with
    expect "$format without the module" 0 alone/stagegraph -f $format Dockerfile
    same "$out" with
done
expect 'list without the module' 0 alone/stagegraph list Dockerfile
if [ -e "$work/bin/stagegraph-graphviz.so" ]; then
    echo 'no library' > alone/stagegraph-graphviz.so
    expect 'a broken module' 3 alone/stagegraph -f svg Dockerfile
    says "$err" '[module-missing]'
fi

# ---- a picture that is laid out several times ----

# Many groups that take from each other are fitted; each layout must begin as the first one did.
{
    echo 'FROM debian AS base'
    for part in a b c d e f g h; do
        printf 'FROM base AS %s-src\nRUN x\nFROM base AS %s-build\nCOPY --from=%s-src /s /s\n' $part $part $part
        printf 'FROM %s-build AS %s-linux\nFROM base AS %s-windows\nRUN x\n' $part $part $part
    done
    echo 'FROM base AS all'
    for part in a b c d e f g h; do
        printf 'COPY --from=%s-linux /o /\nCOPY --from=%s-windows /o /\n' $part $part
    done
} > crowd
expect 'a fitted picture' 0 "$sg" -f svg -o first.svg crowd
for turn in second third; do
    expect "a fitted picture, the $turn time" 0 "$sg" -f svg -o "$turn.svg" crowd
    same "$turn.svg" first.svg
done
