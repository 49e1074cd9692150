# shellcheck shell=bash disable=SC2034,SC2154 # sourced by run, which has and uses these variables
# Input that is no Dockerfile, or one of the worst: the right exit status, a clear message, in time, without a crash,
# and a file that was there stays. large.sh has what is large.

folder input

# ---- not a file to read ----

refused 'missing' 3 'missing: No such file or directory' missing
mkdir -p folder
refused 'a folder' 3 'folder: is a directory' folder
printf 'FROM alpine\n' > locked
chmod 000 locked
chmod 777 .
expect 'unreadable' 3 "${nobody[@]}" "$sg" locked
says "$err" 'locked: Permission denied'
expect 'unreadable, list' 3 "${nobody[@]}" "$sg" list locked
says "$err" 'locked: Permission denied'
printf old > kept.svg
expect 'unreadable, -o' 3 "${nobody[@]}" "$sg" -o kept.svg locked
holds kept.svg old
ln -sf loop loop
refused 'a link to itself' 3 'loop: Too many levels of symbolic links' loop
ln -sf nothing dangling
refused 'a dangling link' 3 'dangling: No such file or directory' dangling
refused 'the memory of the process' 3 '/proc/self/mem: ' /proc/self/mem
refused 'a long name' 3 'File name too long' "$(printf '%0300d' 0)"

# ---- not text ----

: > empty
refused 'empty' 1 'empty: error: the Dockerfile cannot be empty [empty-file]' empty
refused '/dev/null' 1 'the Dockerfile cannot be empty' /dev/null
printf '\n\n  \n\t\n' > blank
refused 'blank lines' 1 'file with no instructions' blank
printf '\357\273\277' > mark
refused 'a byte order mark' 1 'mark: error: ' mark
refused 'a program' 1 'this is no Dockerfile but a program' "$(readlink -f /bin/sh)"
printf 'FROM alpine\n' | gzip > file.gz
refused 'gzip' 1 'this is no Dockerfile but a gzip archive' file.gz
expect 'a picture of itself' 0 "$sg" -o picture.png
refused 'PNG' 1 'this is no Dockerfile but a PNG picture' picture.png
printf 'FROM alpine\n' | iconv -t UTF-16 > utf16
refused 'UTF-16' 1 'UTF-16' utf16
for kind in UTF-16LE UTF-16BE UTF-32LE; do
    printf 'FROM alpine\n' | iconv -t $kind > $kind
    refused "$kind without a mark" 1 "$kind:1:1: error: unknown instruction" $kind
done
tr '\0' '\377' < /dev/zero | head -c 100000 > ones
refused 'bytes FF' 1 'ones:1:1: error: ' ones
head -c 60000 /dev/zero > zeros
refused 'bytes 00' 1 'zeros:1:1: error: unknown instruction' zeros

# ---- odd bytes in a Dockerfile ----

printf 'FROM al\0pine AS a\nRUN \0\0\nFROM a AS b\nCOPY --from=a /x\0y /z\n' > nul
expect 'NUL bytes' 0 "$sg" nul
says "$out" 'a --> b'
expect 'NUL bytes in JSON' 0 "$sg" -f json nul
check 'the NUL is gone' jq -e '.stages[1].instructions[0].text | contains("\u0000")' "$out" > /dev/null
printf 'FROM alpine AS a\0b\n' > nul
refused 'a NUL byte in a name' 1 'invalid name for build stage: "a\x00b"' nul
printf 'FROM alpine\rRUN a\rRUN b' > cr
expect 'only carriage returns' 1 "$sg" cr
says "$err" 'FROM requires either one or three arguments'
printf '# \377\376 \300\257 \355\240\200 \364\220\200\200 \342\202\nFROM al\377pine AS a\nRUN \200\nLABEL "\303("=1\n' > invalid
for format in mermaid dot json text sexp svg; do
    expect "invalid UTF-8 in $format" 0 "$sg" -q -f $format invalid
    check 'is not UTF-8' iconv -f UTF-8 -t UTF-8 "$out" > /dev/null
done
printf 'FROM alpine AS a\377\n' > invalid
refused 'invalid UTF-8 in a name' 1 'invalid name for build stage: "a\xff"' invalid
printf '\303\257FROM alpine\n' > invalid
refused 'a letter before FROM' 1 'unknown instruction: ' invalid
printf 'FROM alpine' > open
expect 'no newline at the end' 0 "$sg" open
printf 'FROM alpine \\' > open
expect 'a continuation at the end' 0 "$sg" open
printf 'FROM alpine\n\\' > open
refused 'a lone escape at the end' 1 'unknown instruction: ' open
printf 'FROM alpine\nRUN <<A <<B\na\nA\nb\n' > open
refused 'one heredoc of two is open' 1 'open:2:1: error: unterminated heredoc' open
printf 'FROM alpine\nRUN <<EOF\n' > open
refused 'an open heredoc' 1 'unterminated heredoc' open
printf 'FROM alpine\nRUN <<EOF\nFRMO\nEOF ' > open
refused 'a terminator with a space' 1 'unterminated heredoc' open

# ---- what would steer a terminal: never on standard error, in a table, or in any text that is drawn ----

printf '%b' '# stagegraph: title="a\e[2Jb\a\bc\x7f\xc2\x9b31md" group="g\e]0;x\ah"\n' \
    '# p\e[31mq \xe2\x80\xaeright\xe2\x80\xac \xe2\x81\xa6iso\xe2\x81\xa9 \v\f\rend\n' \
    'FROM ex\e[1mample/i\xe2\x80\xaemage AS one\n' \
    'RUN echo \e[31mred\xc2\x85 \xe2\x80\xaa \r over\n' \
    'COPY --from=im\e[7mage /a\eb /c\xe2\x80\xad\n' \
    'ADD https://example.com/\e[0m/\xe2\x80\xaetxt.exe /d\n' \
    'LABEL a="\e[32m" org.opencontainers.image.title="\e[33m"\n' > steering
for format in mermaid dot text svg sexp; do
    expect "escapes in $format" 0 "$sg" -f $format --layers --images show steering
    name="escapes in $format"
    if grep -q "$controls" "$out"; then fail "$(grep -m 1 "$controls" "$out" | head -c 300 | od -c | head -n 6)"; else pass; fi
done
expect 'escapes in list' 0 "$sg" list steering
check 'control characters in the table' eval '! grep -q "$controls" "$out"'
says "$out" 'one'
COLORED=1 expect 'escapes in a coloured list' 0 "$sg" list --color always steering
check 'more escapes than the bold head' [ "$(tr -cd '\033' < "$out" | wc -c)" = 2 ]
expect 'escapes in JSON' 0 "$sg" -f json steering
check 'control characters in JSON' eval '! grep -q "[$(printf "\001-\010\013-\037")]" "$out"'
check 'JSON lost them' jq -e '.stages[0].purpose | contains("\u001b[31m")' "$out" > /dev/null
while IFS= read -r line; do
    printf '%b\n' "FROM alpine AS x" "$line" > steering
    expect "an error with escapes: ${line%% *}" 1 "$sg" --strict --color never steering
    printf '%b\n' "FROM alpine AS x" "$line" | "$sg" list - > "$out" 2> "$err"
    check 'control characters' eval '! grep -q "$controls" "$err"'
done << 'LINES'
\e[31mFRMO x
FROM a b\e[2J\xe2\x80\xae
FROM a AS \e]0;title\a
COPY --\e[31m=1 a b
COPY --from=\e[1m$X a b
ENV \x9b31m
ENV a=b \xc2\x9b31m
RUN <<\e[5m
HEALTHCHECK \x7f\b\b
RUN --mount=type=bind,\xe2\x80\xaefrom=$X a
# \e[31m\nCOPY a
USER
LINES
printf '%b\n' '# syntax=\e[31m\xe2\x80\xae' '# stagegraph: \e[1m=x' 'FROM \e[1mX$A' 'STOPSIGNAL \e[1m' 'EXPOSE \xc2\x9b' > steering
expect 'warnings with escapes' 0 "$sg" steering
check 'control characters' eval '! grep -q "$controls" "$out"'

# ---- patterns that grow ----

repeat() {
    awk -v text="$1" -v n="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", text }'
}
{ echo 'ARG a'; printf 'FROM %sx%s\n' "$(repeat '${a:-' 5000)" "$(repeat '}' 5000)"; } > deep
refused '5,000 nested substitutions' 1 'substitutions are nested over' deep
{ echo 'ARG a'; printf 'FROM %sx%s\n' "$(repeat '${a:-' 400)" "$(repeat '}' 400)"; } > deep
expect '400 nested substitutions' 0 "$sg" deep
says "$out" '(["x"])'
{ echo 'FROM alpine'; printf 'ENV X=%s\n' "$(repeat '${a:-' 5000)"; } > deep
refused '5,000 open substitutions' 1 'deep:2:7: error: ' deep
{ echo 'FROM alpine'; printf 'ENV X=%s\n' "$(repeat '"${a:-' 5000)"; } > deep
expect '5,000 open quotes' 1 "$sg" --strict deep
{ echo 'FROM alpine'; printf '%sRUN a\n' "$(repeat 'ONBUILD ' 8000)"; echo 'FROM alpine'; } > deep
refused 'ONBUILD of ONBUILD' 1 "Chaining ONBUILD via \`ONBUILD ONBUILD\` isn't allowed" deep
{ echo 'FROM alpine'; printf 'RUN %s%s\n' "$(repeat '[' 30000)" "$(repeat ']' 30000)"; } > deep
expect 'JSON of 30,000 arrays' 0 "$sg" --strict deep
{ echo 'FROM alpine'; printf 'COPY %s%s\n' "$(repeat '["' 15000)" "$(repeat '"]' 15000)"; } > deep
expect 'JSON of 15,000 broken arrays' 1 "$sg" --strict deep
{ echo 'FROM alpine'; printf 'RUN %s\n' "$(repeat "$(repeat '[' 1000)\\
" 100)$(repeat "$(repeat ']' 1000)\\
" 100)"; } > deep
expect 'JSON of 100,000 arrays in many lines' 0 "$sg" deep
{ echo 'FROM alpine'; printf 'RUN %s%s\n' "$(repeat '[' 100000)" "$(repeat ']' 100000)"; } > deep
refused 'JSON of 100,000 arrays in a line' 1 'dockerfile line greater than max allowed size of 65535' deep
{ echo 'ARG A0=0123456789'; for ((i = 1; i < 60; i++)); do echo "ARG A$i=\$A$((i - 1))\$A$((i - 1))"; done; echo 'FROM $A59'; } > doubling
refused 'arguments that double' 1 '[limit]' doubling
{ echo 'FROM alpine'; echo 'ENV A=0123456789'; for ((i = 1; i < 60; i++)); do echo 'ENV A=$A$A'; done; } > doubling
refused 'a variable that doubles' 1 '[limit]' doubling
for pattern in '${V//*a*a*a*b/x}' '${V/*a*a*a*b/x}' '${V#*a*a*a*b}' '${V##*a*a*a*b}' '${V%a*a*a*b*}' '${V%%b*a*a*a*}' "\${V//$(repeat '*a' 300)b/x}" \
    "\${V%%$(repeat '*?' 300)b}" '${V//?*/x}'; do
    { printf 'ARG V=%s\nFROM alpine:x%s\n' "$(repeat a 60000)" "$pattern"; } > bomb
    expect "pattern ${pattern:0:20}" 0 bash -c '"$1" list bomb || [ $? = 1 ]' bash "$sg"
done
