# shellcheck shell=bash disable=SC2034,SC2154 # sourced by run, which has and uses these variables
# What people trip over in their first minute: their files, the values and names they type, what they did not ask for.

folder strangers
mkdir -p api
cp Dockerfile api/Dockerfile
printf 'stages: {one: {title: First}}\n' > notes.yaml
printf 'FROM alpine AS one\n' > other
ln -s Dockerfile link
ln -s link second
ln other hard

# ---- nothing of theirs is lost ----

cp Dockerfile Dockerfile.before
cp notes.yaml notes.before
cp other other.before
# kept TEXT FILE ARGUMENT…: refused as wrong usage, and FILE is what it was.
kept() {
    expect "$1" 2 "$sg" "${@:3}"
    says "$err" 'is read, so it cannot be written'
    same "$2" "${2%.yaml}.before"
}

kept 'over the Dockerfile' Dockerfile -o Dockerfile
kept 'over the Dockerfile, by another path' Dockerfile -f svg -o "$PWD/./Dockerfile"
kept 'over the Dockerfile, through a link' Dockerfile -o link Dockerfile
kept 'over the Dockerfile, through two links' Dockerfile -o second
kept 'over the Dockerfile that a link leads to' Dockerfile -o Dockerfile second
kept 'over the Dockerfile by its other name' other -o hard other
kept 'over the annotations' notes.yaml -f json --annotations notes.yaml -o notes.yaml
kept 'a table over the Dockerfile' Dockerfile list -o Dockerfile
kept 'even with --force' Dockerfile --force -o Dockerfile
cp notes.yaml .stagegraph.yaml
cp notes.yaml .stagegraph.before
kept 'over the annotations that are found' .stagegraph.yaml -f json -o .stagegraph.yaml
rm .stagegraph.yaml
expect 'over standard input' 2 sh -c '"$1" -o other - < other' sh "$sg"
same other other.before
printf 'FROM alpine AS one\n' > appended
PARTIAL=1 expect 'behind the Dockerfile' 2 sh -c '"$1" appended >> appended' sh "$sg"
same appended other.before
printf archive > images.tar
expect 'over an archive' 2 "$sg" list --archive images.tar -o images.tar
holds images.tar archive

for page in README.md README.MD notes.markdown page.mdx; do
    printf '# Ours\n' > $page
    expect "over $page" 2 "$sg" -f markdown -o $page
    says "$err" 'use inject'
    says "$err" '--force'
    holds $page $'# Ours\n'
    expect "a table over $page" 2 "$sg" list -o $page
    holds $page $'# Ours\n'
    expect "over $page, by force" 0 "$sg" --force -f markdown -o $page
    expect "over $page that is ours now" 0 "$sg" -f markdown -o $page
    says $page 'flowchart'
done
ln -s README.md readme-link.md
printf '# Ours\n' > README.md
expect 'over a README through a link' 2 "$sg" -o readme-link.md
holds README.md $'# Ours\n'
: > empty.md
expect 'over an empty document' 0 "$sg" -o empty.md
expect 'a new document' 0 "$sg" -o new.md
check 'does not begin with our comment' grep -q '^<!-- Made by stagegraph' new.md
tail -n +3 new.md > old.md # as 0.1.0 wrote it
check 'is not what 0.1.0 wrote' grep -qx '```mermaid' old.md
expect 'over what 0.1.0 wrote' 0 "$sg" -o old.md
same old.md new.md
{ tail -n +3 new.md; echo 'And a word of ours.'; } > old.md
cp old.md old.before
expect 'over what 0.1.0 wrote and somebody went on with' 2 "$sg" -o old.md
same old.md old.before
expect 'a chart alone in a document' 0 "$sg" -f mermaid -o chart.md
expect 'and again' 0 "$sg" -f mermaid -o chart.md

# ---- values and names ----

# says_same TEXT ONE TWO: both give the same, and fine.
says_same() {
    # shellcheck disable=SC2086 # several words
    expect "$1" 0 "$sg" $2
    cp "$out" first
    # shellcheck disable=SC2086
    expect "$1" 0 "$sg" $3
    same first "$out"
}
says_same 'a choice in any case' '--direction LR' '--direction lr'
says_same 'TD is TB' '--direction TB' '--direction td'
says_same 'a format in any case' '-f json' '-f JSON'
says_same 'md' '-f markdown' '-f md'
says_same 'mmd' '-f mermaid' '-f mmd'
says_same 'txt' '-f text' '-f TXT'
says_same 'separate in any case' '--images separate=alpine' '--images Separate=Alpine'
says_same 'a platform in any case' '-f text --platform linux/arm64' '-f text --platform Linux/ARM64'
printf 'ARG BASE=alpine\nFROM $BASE AS one\n' > argument
expect 'an ARG from the environment' 0 env BASE=debian "$sg" list --build-arg BASE argument
says "$out" 'debian'
expect 'one that the environment does not have' 0 env -u BASE "$sg" list --build-arg BASE argument
says "$out" 'alpine'
expect 'an empty one' 0 env BASE= "$sg" list --build-arg BASE --build-arg BASE=x argument
says "$out" ' x '

# STATUS | WORDS | WHAT IT SAYS
while IFS='|' read -r status words text; do
    status=${status%% *} words=${words## } text=${text## }
    # shellcheck disable=SC2086 # several words
    expect "${words%"${words##*[! ]}"}" "$status" "$sg" $words
    says "$err" "$text"
    lacks "$err" ':1:1:'
done << 'TABLE'
2 | --platform foo                  | --platform: "foo": unknown operating system or architecture
2 | list --platform windows/a/b/c/d | --platform: "c/d" is an invalid component
2 | --edges dotted                  | is one of typed|plain
2 | --form json                     | unknown option --form (did you mean --format?)
2 | --check                         | unknown option --check (did you mean --check-sizes?)
2 | --check-size                    | unknown option --check-size (did you mean --check-sizes?)
2 | --no-siz                        | unknown option --no-siz (did you mean --no-size?)
2 | --buil A=1                      | unknown option --buil; --help lists them
2 | --legen=yes                     | unknown option --legen (did you mean --legend?)
2 | --titl                          | unknown option --titl (did you mean --title?)
2 | list --direction LR             | list does not take --direction; render does
2 | list --title x                  | list does not take --title; render does
2 | list -f json                    | list does not take --format; render does
2 | lits                            | lits is no command and no file (did you mean list?)
2 | lits Dockerfile                 | lits is no command and no file (did you mean list?)
2 | rendr                           | (did you mean render?)
2 | versoin                         | (did you mean version?)
2 | help lits                       | there is no command lits (did you mean list?)
2 | help nonsense                   | there is no command nonsense; --help lists them
2 | -f mdx                          | there is no format mdx; --help lists them
2 | -f gif                          | there is no format gif; --help lists them
2 | --link http://x/{pat}           | replaces {path}, {file}, {line} and {stage} only
1 | --target tow                    | --target tow: error: target stage "tow" could not be found (did you mean two?)
1 | --focus tow                     | --focus tow: error: stage "tow" could not be found (did you mean two?)
1 | --collapse nope                 | --collapse nope: error: group "nope" could not be found
1 | --images separate=alpnie        | --images alpnie: error: image "alpnie" could not be found (did you mean alpine?)
1 | --size tow=1MB                  | --size tow=1MB: error: there is no stage "tow" (did you mean two?)
1 | --strict --build-context A:b:c=x | --build-context A:b:c=x: error: invalid context name
3 | no/such                         | no/such: No such file or directory
3 | --annotations no/such           | no/such: No such file or directory
3 | --archive no/such               | --archive no/such: error: 
3 | --docker-host unix:///no/such --image two=x | --docker-host unix:///no/such: error: 
TABLE
PARTIAL=1 expect 'a budget of no stage' 1 "$sg" --budget tow=1MB
says "$err" '--budget tow=1MB: error: there is no stage "tow" (did you mean two?)'
printf 'FROM alpine\n' > lits
expect 'a file that is called nearly like a command' 0 "$sg" lits
says_same 'help of a command' 'list --help' 'help list'
says_same 'help of the program' '--help' 'help'
says_same 'the version' '--version' 'version'
for command in render list; do
    expect "help of $command" 0 "$sg" help $command
    check 'a name and its explanation run together' [ -z "$(grep -nE '^  .{27}[^ ]' "$out" | grep -vE '^[0-9]+: {2,}(-.,)? *--[a-z-]+ [A-Z=/]+$')" ]
    check 'is wider than a terminal' [ -z "$(grep -nE '^.{81}' "$out")" ]
done
expect 'help of list' 0 "$sg" help list
lacks "$out" 'draw'

# ---- what they did not ask for ----

expect 'stages that the target does not need' 0 "$sg" -t one
silent "$err"
expect 'unless they ask' 0 "$sg" -v -t one
says "$err" 'note: stage "two" is not needed'
expect 'a stated size asks for no others' 0 "$sg" list --size one=1MB
lacks "$out" '?'
expect 'nor does it in a picture' 0 "$sg" --size one=1MB
lacks "$out" 'size'
printf '# Aa bb\n# cc dd.\nFROM scratch AS one\n' > broken
expect 'line breaks of the author' 0 "$sg" broken
says "$out" 'Aa bb<br/>cc dd"'
expect '--wrap wins over them' 0 "$sg" --wrap 30 broken
says "$out" 'Aa bb cc dd"'

# ---- names of pictures ----

# titled WANTED ARGUMENT…
titled() {
    expect "the title of ${*:2}" 0 "$sg" -f text "${@:2}"
    is 'the title' "$1" "$(head -n 1 "$out" | sed 's/:.*//')"
}
titled 'Build stages of Dockerfile'
titled 'Build stages of api/Dockerfile' api/Dockerfile
titled 'Build stages of api/Dockerfile' ./api/Dockerfile
titled 'Build stages of Dockerfile' ../strangers/Dockerfile
titled 'Build stages of Dockerfile' "$PWD/Dockerfile"
titled 'Our images' --title 'Our images' api/Dockerfile
titled 'Build stages of standard input' /dev/stdin < Dockerfile
expect 'the title of a pipe' 0 bash -c '"$1" -f text <(cat Dockerfile)' bash "$sg"
says "$out" 'Build stages of standard input'
expect 'a mistake in a pipe' 1 bash -c '"$1" <(echo FRMO x)' bash "$sg"
says "$err" '<stdin>:1:1: error'
expect 'links to paths' 0 "$sg" --link 'https://x/{path}#L{line}' ./api/Dockerfile
says "$out" 'https://x/api/Dockerfile#L1'

# ---- what is nearly right in the file ----

printf 'FROM alpine AS build\n# stagegraph title=Server\nFROM scratch\nCOPY --from=biuld /a /b\n' > nearly
expect 'a stage that is called almost so' 0 "$sg" nearly
says "$out" 'biuld'
says "$err" 'nearly:4:6: note: no stage is called "biuld", so this is an image; there is a stage "build" [near-stage]'
says "$err" 'nearly:2:3: warning: this says nothing about a stage; a directive is written # stagegraph: title=Server'
expect 'a note is no noise for who wants quiet' 0 "$sg" -q nearly
silent "$err"
