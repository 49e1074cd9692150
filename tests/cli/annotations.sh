# shellcheck shell=bash disable=SC2034,SC2154 # sourced by run, which has and uses these variables
# The annotations file: where it is looked for, that trouble in it leaves nothing behind, and files of the worst kind.

folder annotations
[ -e "$work/bin/stagegraph-yaml.so" ] || {
    expect 'annotations without the module' 3 "$sg" --annotations /dev/stdin <<< 'stages: {}'
    says "$err" 'scripts/install-deps build'
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
expect 'not for a Dockerfile elsewhere' 0 bash -c 'cd elsewhere && "$1" Dockerfile' bash "$sg"
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

# ---- where facts came from ----

mkdir -p api
printf '%s\n' '# Compiles it' 'FROM alpine AS one' '' '# stagegraph: group=g' '# stagegraph: size=2MB' 'FROM one AS two' \
    'FROM scratch AS three' > api/Dockerfile
printf 'stages:\n  one:\n    title: First\n    size: 1 MB\n  three: {group: g}\n' > sized.yaml
expect 'where facts came from' 0 "$sg" list --why --annotations sized.yaml --size three=3MB api/Dockerfile
cp "$out" why
while IFS='|' read -r stage line; do
    check "$stage: no line $line" grep -q -E -e "^$line$" <(sed -n "/^$stage  /,/^$/p" why)
done << 'TABLE'
one|one  api/Dockerfile:2
one|  title    First  +annotations file.*
one|  purpose  Compiles it  +comment.*
one|  size     ~1.*MB.*declared  +annotations file, sized.yaml:4
two|two  api/Dockerfile:6
two|  title    Two  +the stage's name.*
two|  group    g  +directive.*
two|  size     ~2.*MB.*declared  +directive, api/Dockerfile:5
three|  purpose  none  +nobody said: write a comment right above FROM, .*
three|  group    g  +annotations file.*
three|  size     ~3.*MB.*declared  +option --size
TABLE
starts=$(sed -nE 's/^(  (title|purpose|group) .*  )(annotations|directive|nobody|the stage).*/\1/p' why | awk '{ print length($0) }' | sort -u)
check "columns start at: $starts" [ "$(wc -w <<< "$starts")" = 1 ]
expect 'of those that a target needs' 0 "$sg" list --why --no-purpose --no-size --group none -t one api/Dockerfile
check 'more than a title' [ "$(wc -l < "$out")" = 2 ]
expect 'of standard input' 0 "$sg" list --why - < api/Dockerfile
says "$out" 'directive, <stdin>:5'

# ---- what is wrong in it ----

# mistake LINE:COLUMN ID YAML: an error at that place, with the line and a caret below the column; nothing is written.
mistake() {
    printf %b "$3" > wrong.yaml
    refused "$3" 1 "wrong.yaml:$1: error: " --annotations wrong.yaml
    has "$err" "[$2]" || fail "no [$2]: $(start "$err")"
    check "no line with a caret: $(start "$err")" awk -v place="$1" '
        BEGIN { split(place, at, ":") }
        FNR == NR { if (FNR == at[1]) line = $0; next }
        index($0, "wrong.yaml:" place ": error: ") == 1 {
            getline shown; getline caret
            gutter = sprintf("%4d | ", at[1])
            good = substr(shown, 1, at[2] + 6) == substr(gutter line, 1, at[2] + 6) && caret == sprintf("     | %*s^", at[2] - 1, "")
        }
        END { exit !good }' wrong.yaml "$err"
}

while IFS='|' read -r place id yaml; do
    mistake "${place// /}" "${id// /}" "${yaml# }"
done << 'ROWS'
1:1  | annotations-value  | hello
1:1  | annotations-value  | 42
1:1  | annotations-value  | - stages\n- groups
1:1  | annotations-key    | stagse: {}
1:9  | annotations-value  | stages: one
1:9  | annotations-value  | stages: [one]
1:15 | annotations-value  | stages: {one: Title}
1:16 | annotations-key    | stages: {one: {titel: x}}
3:5  | annotations-key    | stages:\r\n  one:\r\n    titel: x\r\n
1:23 | annotations-value  | stages: {one: {title: [a, b]}}
1:25 | annotations-value  | stages: {one: {purpose: {a: b}}}
1:16 | annotations-value  | stages: {one: {group: }}
1:22 | annotations-value  | stages: {one: {size: heavy}}
1:22 | annotations-value  | stages: {one: {size: -5}}
1:22 | annotations-value  | stages: {one: {size: 99999999999 EB}}
1:18 | annotations-key    | stages: {three: {titel: x}}
2:8  | annotations-key    | stages:\n  <<: {one: {title: x}}
1:13 | annotations-value  | groups: {g: Title}
1:14 | annotations-key    | groups: {g: {purpose: x}}
1:11 | annotations-value  | defaults: LR
1:12 | annotations-option | defaults: {directoin: LR}
1:12 | annotations-option | defaults: {target: one}
1:12 | annotations-option | defaults: {build-arg: A=1}
1:12 | annotations-option | defaults: {annotations: other.yaml}
1:12 | annotations-option | defaults: {output-dir: /tmp}
1:23 | annotations-option | defaults: {direction: up}
1:20 | annotations-option | defaults: {legend: yes}
1:18 | annotations-option | defaults: {wrap: 0}
1:18 | annotations-option | defaults: {wrap: 99999999999999999999}
1:18 | annotations-option | defaults: {link: "javascript:alert(1)"}
1:18 | annotations-option | defaults: {link: "https://e.x/{secret}"}
1:23 | annotations-value  | defaults: {direction: [LR]}
1:9  | annotations-syntax | stages: &a {}
1:23 | annotations-syntax | stages: {one: {title: *a}}
1:4  | annotations-syntax | a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c]
1:9  | annotations-syntax | stages: !!map {}
1:23 | annotations-syntax | stages: {one: {title: !<tag:x> y}}
1:1  | annotations-syntax | %YAML 1.1\n---\nstages: {}
2:1  | annotations-syntax | stages: {}\n---\nstages: {}
2:1  | annotations-syntax | stages: {}\nstages: {}
1:26 | annotations-syntax | stages: {one: {title: a, title: b}}
1:19 | annotations-key    | stages: {one: {}, One: {}}
1:19 | annotations-key    | stages: {one: {}, 0: {}}
1:3  | annotations-syntax | ? [a]\n: b
2:1  | annotations-syntax | stages:\n\tone: {}
4:3  | annotations-syntax | stages:\n  one:\n    title: x\n  - y
1:17 | annotations-syntax | [[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]
1:24 | annotations-syntax | stages: {one: {title: x\n\n
1:11 | annotations-syntax | stages: {}}
1:10 | annotations-syntax | stages: "x\n
1:24 | annotations-syntax | stages: {one: {title: a\xffb}}
1:24 | annotations-syntax | stages: {one: {title: a\xed\xa0\x80b}}
1:24 | annotations-syntax | stages: {one: {title: a\0b}}
1:24 | annotations-syntax | stages: {one: {title: a\x1b[31mb}}
1:1  | annotations-syntax | \xff\xfes\0t\0
ROWS

# What says nothing, and what is only not there, is no error.
while IFS= read -r yaml; do
    printf %b "$yaml" > fine.yaml
    expect "$yaml" 0 "$sg" -o fine.json --annotations fine.yaml
    lacks "$err" 'error'
done << 'ROWS'

\n\n
# only\n# comments
---
---\n...
null
stages:
\xef\xbb\xbfstages: {}
stages: {one: }
stages: {three: {title: x}}
groups: {nobody: {title: x}}
ROWS
printf 'stages:\n  on: {title: x}\n' > fine.yaml
expect 'a stage that is not there' 0 "$sg" --annotations fine.yaml
says "$err" 'fine.yaml:2:3: warning: there is no stage "on" in the Dockerfile (did you mean one?) [annotations-stage]'
says "$err" '   2 |   on: {title: x}'
for option in 'focus: three' 'collapse: three'; do
    printf 'defaults: {%s}\n' "$option" > wrong.yaml
    printf old > kept.mmd
    expect "defaults, $option" 1 "$sg" -o kept.mmd --annotations wrong.yaml
    says "$err" "wrong.yaml:1:$((12 + ${#option} - 5)): error: "
    holds kept.mmd old
done
expect 'not what the command line replaces' 0 "$sg" --collapse all --annotations wrong.yaml

# ---- a directive with a mistake ----

printf '# stagegraph: colour=red title="A title" size=huge\n# stagegraph: purpose=Why\nFROM alpine\n' > wrong
expect 'an unknown key in a directive' 0 "$sg" wrong
says "$err" 'wrong:1:15: warning: unknown key "colour" in a stagegraph directive [directive-key]
    # stagegraph: colour=red title="A title" size=huge
                  ^'
says "$err" 'wrong:1:47: warning: "huge" is no size'
says "$out" '["A title<br/>=======<br/>Why"]'

# ---- not a file to read ----

refused 'missing' 3 'missing.yaml: No such file or directory' --annotations missing.yaml
refused 'a folder' 3 'elsewhere: is a directory' --annotations elsewhere
refused 'in a file' 3 'Dockerfile/x: Not a directory' --annotations Dockerfile/x
ln -s nowhere dangling
refused 'a link that leads nowhere' 3 'dangling: No such file or directory' --annotations dangling
ln -s nowhere .stagegraph.yaml
expect 'such a link beside the Dockerfile' 0 "$sg"
says "$err" 'because it is a link'
rm .stagegraph.yaml
mkdir .stagegraph.yaml
expect 'a folder beside the Dockerfile' 0 "$sg"
says "$err" 'because it is no regular file'
rmdir .stagegraph.yaml
refused 'no value' 2 '--annotations needs a value' --annotations
printf '{}' > .stagegraph.yaml
chmod 000 .stagegraph.yaml
chmod 777 .
expect 'unreadable, beside the Dockerfile' 3 "${nobody[@]}" "$sg"
says "$err" '.stagegraph.yaml: Permission denied'
rm -f .stagegraph.yaml
refused 'a program' 1 ':1:1: error: a control character' --annotations "$(readlink -f /bin/sh)"
awk 'BEGIN { print "stages:"; for (i = 0; i < 500000; i++) printf "  s%d: {title: x}\n", i }' > large
refused '10 MB of stages' 1 'large: error: annotations are larger than 1 MiB [limit]' --annotations large
head -c 10000000 /dev/zero | tr '\0' '#' > large
refused '10 MB' 1 'large: error: annotations are larger than 1 MiB [limit]' --annotations large
refused 'without an end' 3 'is a device that does not end' --annotations /dev/zero

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
