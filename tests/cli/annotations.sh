# shellcheck shell=bash disable=SC2034,SC2154 # sourced by run, which has and uses these variables
# The annotations file: where it is looked for, that trouble in it leaves nothing behind, and files of the worst kind.

folder annotations
[ -e "$work/bin/stagegraph-yaml.so" ] || {
    expect 'annotations without the module' 3 "$sg" --annotations /dev/stdin <<< 'stages: {}'
    says "$err" 'install the package stagegraph-yaml'
    return
}

# ---- where it is ----

expect 'no annotations' 0 "$sg"
cp "$out" without
printf 'stages: {one: {title: Noted}}\n' > notes.yaml
expect 'a named file' 0 "$sg" --annotations notes.yaml
says "$out" 'one["Noted'
expect 'list with it' 0 "$sg" list --annotations notes.yaml
expect 'standard input' 0 "$sg" --annotations - < notes.yaml
says "$out" 'Noted'
expect 'the Dockerfile on standard input' 0 "$sg" --annotations notes.yaml - < Dockerfile
says "$out" 'Noted'
expect 'both on standard input' 2 "$sg" --annotations - - < Dockerfile
says "$err" 'standard input cannot be both'
cp notes.yaml .stagegraph.yaml
expect 'the file beside the Dockerfile' 0 "$sg"
says "$out" 'Noted'
expect 'it has no effect on standard input' 0 "$sg" - < Dockerfile
lacks "$out" 'Noted'
expect 'another one is named' 0 "$sg" --annotations /dev/null
same "$out" without
mkdir -p elsewhere
expect 'beside the Dockerfile, not here' 0 bash -c 'cd elsewhere && "$1" ../Dockerfile' bash "$sg"
says "$out" 'Noted'
expect 'by its full path' 0 "$sg" "$PWD/Dockerfile"
says "$out" 'Noted'
cp Dockerfile elsewhere
expect 'not for a Dockerfile elsewhere' 0 "$sg" elsewhere/Dockerfile
same "$out" without
rm .stagegraph.yaml

# ---- options ----

printf 'defaults: {direction: LR, no-purpose: true, group: none}\n' > options.yaml
expect 'defaults' 0 "$sg" --annotations options.yaml
says "$out" 'flowchart LR'
expect 'the command line counts more' 0 "$sg" --annotations options.yaml --direction BT
says "$out" 'flowchart BT'
expect 'defaults in JSON' 0 "$sg" -f json --annotations options.yaml --direction BT
check 'other options' jq -e '.options == {annotations: "options.yaml", direction: "BT", "no-purpose": true, group: "none"}' "$out" > /dev/null
printf 'stages: {one: {group: g, purpose: Why}}\ndefaults: {no-purpose: true, group: none}\n' > options.yaml
expect 'defaults of list' 0 "$sg" list --annotations options.yaml
lacks "$out" 'Why'
lacks "$out" 'GROUP'
printf 'defaults: {output: owned}\n' > options.yaml
refused 'a place to write to' 1 'options.yaml:1:12: error: only the command line can set output' --annotations options.yaml
check 'it was written to' [ ! -e owned ]

# ---- not a file to read ----

refused 'missing' 3 'missing.yaml: No such file or directory' --annotations missing.yaml
refused 'a folder' 3 'elsewhere: is a directory' --annotations elsewhere
refused 'no value' 2 '--annotations needs a value' --annotations
printf '{}' > .stagegraph.yaml
chmod 000 .stagegraph.yaml
chmod 777 .
expect 'unreadable, beside the Dockerfile' 3 "${nobody[@]}" "$sg"
says "$err" '.stagegraph.yaml: Permission denied'
rm -f .stagegraph.yaml
refused 'a program' 1 'bin/sh:1:1: error: a control character' --annotations /bin/sh
head -c 10000000 /dev/zero | tr '\0' '#' > large
refused '10 MB' 1 'large: error: annotations are larger than 1 MiB [limit]' --annotations large
refused 'without an end' 1 '[limit]' --annotations /dev/zero

# ---- the worst of YAML ----

fill() {
    yes -- "$1" | tr -d '\n' | head -c 1000000
}
while IFS= read -r part; do
    fill "$part" > worst.yaml
    expect "a megabyte of $part" 1 "$sg" --annotations worst.yaml
    check 'many words' [ "$(wc -l < "$err")" -lt 100 ]
done << 'PARTS'
[
{"a":
- 
*a
&a 
%
"
PARTS
awk 'BEGIN { for (i = 0; i < 90000; i++) printf "k%d: x\n", i }' > worst.yaml
expect '90,000 unknown keys' 1 "$sg" --annotations worst.yaml
check 'many words' [ "$(wc -l < "$err")" -lt 100 ]
awk 'BEGIN { print "stages:"; for (i = 0; i < 90000; i++) printf " s%d:\n", i }' > worst.yaml
expect '90,000 unknown stages' 0 "$sg" --annotations worst.yaml
check 'many words' [ "$(wc -l < "$err")" -lt 100 ]
printf 'stages: {one: {title: "\\e[31mred\\r\\u202e", group: "\\a", purpose: "\\x9b31m"}}\n' > steering.yaml
expect 'escapes in annotations' 0 "$sg" -f text --annotations steering.yaml
check 'control characters' eval '! grep -q "$controls" "$out"'
printf '"\\e[31m": \n' > steering.yaml
refused 'escapes in a key' 1 'unknown key "\x1b[31m"' --annotations steering.yaml
