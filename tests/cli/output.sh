# shellcheck shell=bash disable=SC2034,SC2154 # sourced by run, which has and uses these variables
# Where the output goes: -o, pipes, devices, terminals, colour.

folder output

# ---- the format of -o ----

expect 'mermaid' 0 "$sg"
cp "$out" wanted
while IFS='|' read -r file start; do
    expect "-o $file" 0 "$sg" -o "$file"
    silent "$out"
    silent "$err"
    begins=$(head -c 60 "$file" | tr -cd '\40-\176' | head -c ${#start})
    check "$file begins with $begins" [ "$begins" = "$start" ]
done << 'TABLE'
drawn.mmd|%%{init: 
drawn.dot|digraph 
drawn.svg|<
drawn.png|PNG
drawn.pdf|%PDF
drawn.json|{
drawn.txt|Build stages
without|%%{init: 
.hidden|%%{init: 
TABLE
mkdir -p folder.json
expect 'a dot in the folder only' 0 "$sg" -o folder.json/drawn
same folder.json/drawn wanted
expect '--format before the extension' 0 "$sg" -f json -o drawn.svg
check 'no JSON' jq -e . drawn.svg > /dev/null
expect 'unknown extension with a format' 0 "$sg" -f mermaid -o drawn.abc
same drawn.abc wanted
expect '-o - is standard output' 0 "$sg" -o -
same "$out" wanted
check 'made a file -' [ ! -e ./- ]
expect 'list -o' 0 "$sg" list -o table.txt
silent "$out"
says table.txt 'STAGE'
expect 'the last -o counts' 0 "$sg" -o first -o second
check 'wrote the first one' [ ! -e first ]
same second wanted

# ---- a file is replaced whole or not at all ----

printf 'FROM alpine\nFRMO a\n' > wrong
for file in kept.mmd kept.svg kept.png kept.json; do
    printf old > $file
    expect "wrong Dockerfile, $file" 1 "$sg" -o $file wrong
    holds $file old
done
PARTIAL=1 expect 'keep going writes the file' 1 "$sg" --keep-going -o kept.mmd wrong
says kept.mmd 'flowchart'
printf old > kept.txt
expect 'wrong Dockerfile, list' 1 "$sg" list -o kept.txt wrong
holds kept.txt old
expect 'wrong Dockerfile makes no file' 1 "$sg" -o new.svg wrong
check 'new.svg was made' [ ! -e new.svg ]
expect 'no Dockerfile makes no file' 3 "$sg" -o new.svg no/such/file
check 'new.svg was made' [ ! -e new.svg ]
expect 'wrong usage makes no file' 2 "$sg" -o new.svg --edges dotted
check 'new.svg was made' [ ! -e new.svg ]
ln kept.svg linked.svg
expect 'a new file in place of the old one' 0 "$sg" -o kept.svg
holds linked.svg old

# What a full disk does: the file may not grow over 1 KiB.
no_room() {
    trap '' XFSZ
    ulimit -f 1
    exec "$@"
}
printf old > kept.json
expect 'no room' 3 bash -c "$(declare -f no_room); no_room \"\$@\"" bash "$sg" -o kept.json
says "$err" 'kept.json: '
holds kept.json old
expect 'no room for a new file' 3 bash -c "$(declare -f no_room); no_room \"\$@\"" bash "$sg" -o new.json
check 'new.json was made' [ ! -e new.json ]
PARTIAL=1 expect 'no room for standard output' 3 bash -c "$(declare -f no_room); no_room \"\$@\" > stdout" bash "$sg" -f json
says "$err" 'standard output: '
for format in mermaid markdown dot svg html png pdf json text sexp; do
    expect "/dev/full as standard output, $format" 3 sh -c '"$1" -f "$2" > /dev/full' sh "$sg" $format
    says "$err" 'standard output: No space left on device'
done
expect '/dev/full as standard output, list' 3 sh -c '"$1" list > /dev/full' sh "$sg"
says "$err" 'No space left on device'
expect '/dev/full as -o' 3 "$sg" -o /dev/full
says "$err" '/dev/full: No space left on device'
expect '/dev/full as -o of list' 3 "$sg" list -o /dev/full
expect 'closed standard output' 3 sh -c '"$1" >&-' sh "$sg"
expect 'closed standard input' 3 sh -c '"$1" - <&-' sh "$sg"
says "$err" 'standard input'
expect 'standard input is a folder' 3 "$sg" - < .
says "$err" 'standard input'
expect 'closed standard output does not matter with -o' 0 sh -c '"$1" -o closed.mmd >&-' sh "$sg"
same closed.mmd wanted
expect 'all closed' 0 sh -c '"$1" -o closed.mmd <&- >&- 2>&-' sh "$sg"
same closed.mmd wanted

# ---- modes, links, devices ----

mode() {
    stat -L -c %a "$1"
}
for mask in 022 027 077; do
    rm -f new.mmd
    expect "umask $mask" 0 sh -c 'umask "$2"; "$1" -o new.mmd' sh "$sg" $mask
    check "new.mmd has mode $(mode new.mmd)" [ "$(mode new.mmd)" = "$(printf '%o' $((0666 & ~mask)))" ]
done
for old in 600 640 444 755; do
    printf old > mode.mmd
    chmod $old mode.mmd
    expect "mode $old" 0 "$sg" -o mode.mmd
    check "mode.mmd has mode $(mode mode.mmd), not $old" [ "$(mode mode.mmd)" = $old ]
    same mode.mmd wanted
    rm -f mode.mmd
done
mkdir -p deep/er
printf old > deep/er/target
chmod 640 deep/er/target
ln -s er/target deep/second
ln -s deep/second link
expect 'through two links' 0 "$sg" -o link
check 'the link is gone' [ -L link ]
check 'the second link is gone' [ -L deep/second ]
same deep/er/target wanted
check "the target has mode $(mode deep/er/target)" [ "$(mode deep/er/target)" = 640 ]
ln -s "$PWD/deep/er/target" absolute
printf old > deep/er/target
expect 'through an absolute link' 0 "$sg" -o absolute
check 'the link is gone' [ -L absolute ]
same deep/er/target wanted
printf old > deep/er/target
expect 'wrong, through a link' 1 "$sg" -o link wrong
holds deep/er/target old
ln -s deep/er/nothing dangling
expect 'a dangling link' 0 "$sg" -o dangling
check 'the link is gone' [ -L dangling ]
same deep/er/nothing wanted
ln -s nowhere/nothing lost
expect 'a link to no folder' 3 "$sg" -o lost
check 'the link is gone' [ -L lost ]
ln -s loop loop
expect 'a link to itself' 3 "$sg" -o loop
says "$err" 'loop: '
expect 'a folder' 3 "$sg" -o deep
says "$err" 'deep: Is a directory'
expect 'no such folder' 3 "$sg" -o no/such/folder
says "$err" 'no/such/folder: No such file or directory'
expect 'a file as a folder' 3 "$sg" -o wanted/x
expect 'a very long name' 3 "$sg" -o "$(printf '%05000d' 0)"
expect 'the Dockerfile is no folder' 3 "$sg" Dockerfile/x

mkdir locked
chmod 755 .
printf old > locked/kept.mmd
chmod 666 locked/kept.mmd
chmod 555 locked
expect 'a folder that is not ours' 3 "${nobody[@]}" "$sg" -o locked/new.mmd
says "$err" 'locked/new.mmd: Permission denied'
expect 'a file in a folder that is not ours' 3 "${nobody[@]}" "$sg" -o locked/kept.mmd
holds locked/kept.mmd old

expect '/dev/null' 0 "$sg" -o /dev/null
check '/dev/null is no device any more' [ -c /dev/null ]
for device in /dev/stdout /dev/fd/1; do
    expect "$device, a pipe" 0 bash -c '"$1" -o "$2" | cat' bash "$sg" $device
    same "$out" wanted
    expect "$device, a file" 0 "$sg" -o $device
    same "$out" wanted
    expect "$device behind another's output" 0 sh -c '{ echo before; "$1" -o "$2"; echo behind; } > together' sh "$sg" $device
    { echo before; cat wanted; echo behind; } > parts
    same together parts
    echo before > log
    expect "$device, appended" 0 sh -c '"$1" -o "$2" >> log' sh "$sg" $device
    { echo before; cat wanted; } > parts
    same log parts
done
mkfifo pipe
timeout 5 cat pipe > through &
reader=$!
expect 'a named pipe' 0 "$sg" -o pipe
wait $reader
same through wanted
check 'the pipe is gone' [ -p pipe ]
timeout 5 cat Dockerfile > pipe &
expect 'a named pipe as input' 0 "$sg" pipe
wait $!
says "$out" 'two["Two"'

# ---- a reader that has seen enough ----

for ((i = 0; i < 3000; i++)); do echo "FROM alpine AS stage$i"; done > many
for format in mermaid markdown dot json text sexp; do
    name="head -c1, $format"
    "$sg" -q -f $format many 2> "$err" | head -c 1 > "$out"
    status=${PIPESTATUS[0]}
    check "exit status $status" [ "$status" = 141 ]
    silent "$err"
done
name='head -c1, list'
"$sg" list many 2> "$err" | head -c 1 > "$out"
silent "$err"
expect 'SIGPIPE ignored' 3 bash -c 'trap "" PIPE; set -o pipefail; "$1" -q many | true' bash "$sg"
says "$err" 'Broken pipe'

# ---- terminals and colour ----

escape=$'\033['
colored() {
    if has "$out" "$escape"; then pass; else fail 'is not coloured'; fi
}
plain() {
    if has "$out" "$escape"; then fail 'is coloured'; else pass; fi
}
# terminal NAME STATUS COMMAND: on a terminal; what it shows is in $out.
terminal() {
    name=$1
    on_terminal "$3" > "$out"
    local got=$?
    check "exit status $got, not $2: $(start "$out")" [ "$got" = "$2" ]
}
terminal 'diagnostics on a terminal' 1 "$sg wrong"
colored
says "$out" 'FRMO'
terminal 'NO_COLOR' 1 "NO_COLOR=1 $sg wrong"
plain
terminal 'an empty NO_COLOR counts for nothing' 1 "NO_COLOR= $sg wrong"
colored
terminal '--color never' 1 "$sg --color never wrong"
plain
terminal 'a table on a terminal' 0 "$sg list"
colored
terminal 'a table under NO_COLOR' 0 "NO_COLOR=1 $sg list"
plain
terminal 'a table, --color never' 0 "$sg list --color=never"
plain
terminal 'a drawing on a terminal' 0 "$sg"
plain
terminal 'text on a terminal' 0 "$sg -f text"
plain
COLORED=1 expect '--color always' 1 "$sg" --color always wrong
cp "$err" "$out"
colored
expect '--color auto without a terminal' 1 "$sg" --color auto wrong
cp "$err" "$out"
plain
expect 'a table without a terminal' 0 "$sg" list
plain
terminal 'a table to a file' 0 "$sg list -o table.txt"
cp table.txt "$out"
plain

# ---- as wide as the terminal ----

# widest FILE: how many columns its widest line has, the text's first one aside, which is a sentence.
widest() {
    sed -e '/^Build stages of /d' -e "s/$escape[0-9]*m//g" "$1" | LC_ALL=C.UTF-8 wc -L
}
# fits NAME COLUMNS OPTION…: on a terminal so wide, nothing is wider; what has room for more shows all of it.
fits() {
    terminal "$1 on $2 columns" 0 "stty cols $2; $sg ${*:3} wide"
    check "$(widest "$out") columns, not at most $2" [ "$(widest "$out")" -le "$2" ]
}
printf '%s\n' '# stagegraph: title="The base of all"' "# Puts together whatever $(seq -s ' and ' 1 40) are" \
    'FROM docker.io/library/alpine:3.22 AS first_of_all' 'RUN make install' 'FROM first_of_all AS second_of_all' \
    'RUN make test' 'ENTRYPOINT ["/app"]' > wide
for columns in 60 80 120; do
    fits list $columns list
    fits text $columns -f text
done
terminal 'a wide terminal' 0 "stty cols 300; $sg list wide"
says "$out" 'and 20'
terminal 'a narrow terminal leaves columns out' 0 "stty cols 50; $sg list wide"
lacks "$out" 'LAYERS'
says "$out" 'PURPOSE'
terminal 'purposes below' 0 "stty cols 60; $sg -f text wide"
says "$out" '· Puts together whatever 1 and 2'
for words in 'list wide' '-f text wide'; do
    terminal "$words into a file from a narrow terminal" 0 "stty cols 50; $sg $words > narrow.out; $sg $words -o narrow.file"
    # shellcheck disable=SC2086 # several words
    expect "$words without a terminal" 0 "$sg" $words
    check 'a pipe has other widths' cmp -s narrow.out "$out"
    check 'a file has other widths' cmp -s narrow.file "$out"
done

# ---- a note for somebody who looks on ----

for i in $(seq 16); do echo "FROM alpine AS s$i"; done > many
terminal 'many stages' 0 "$sg many > many.out"
says "$out" '16 stages are small print'
says "$out" 'f svg or --focus'
terminal 'many stages, quietly' 0 "$sg -q many"
lacks "$out" 'small print'
terminal 'many stages as svg' 0 "$sg -f svg -o many.svg many"
lacks "$out" 'small print'
expect 'many stages without a terminal' 0 "$sg" many
lacks "$err" 'small print'

for format in png pdf; do
    terminal "$format refuses a terminal" 2 "$sg -f $format"
    says "$out" "$format is not for a terminal"
    terminal "$format refuses a terminal before it reads" 2 "$sg -f $format no/such/file"
    terminal "$format refuses a terminal as -o -" 2 "$sg -f $format -o -"
    lacks "$out" 'PNG'
    lacks "$out" '%PDF'
    terminal "$format on a terminal to a file" 0 "$sg -f $format -o terminal.$format"
    terminal "$format from a terminal into a pipe" 0 "$sg -f $format | cat > piped.$format"
    cmp -s terminal.$format piped.$format || fail 'differ'
done
terminal 'svg is text' 0 "$sg -f svg"
says "$out" '</svg>'
