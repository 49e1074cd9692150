# shellcheck shell=bash disable=SC2034,SC2154 # sourced by run, which has and uses these variables
# Commands, files, options, help and exit statuses.

folder usage

# ---- which file ----

expect 'Dockerfile by default' 0 "$sg"
says "$out" 'Build stages of Dockerfile'
silent "$err"
cp "$out" drawn
expect 'render is the default command' 0 "$sg" render
same "$out" drawn
expect 'a named file' 0 "$sg" Dockerfile
same "$out" drawn
expect 'a path' 0 "$sg" "$PWD/Dockerfile"
same "$out" drawn
expect 'standard input' 0 "$sg" - < Dockerfile
says "$out" 'Build stages of standard input'
expect 'list, standard input' 0 "$sg" list - < Dockerfile
says "$out" 'two'
printf 'FROM alpine AS pod\n' > Containerfile
expect 'Dockerfile before Containerfile' 0 "$sg"
same "$out" drawn
mv Dockerfile elsewhere
expect 'Containerfile if there is no Dockerfile' 0 "$sg"
says "$out" 'pod["Pod"'
says "$out" 'Build stages of Containerfile'
expect 'list takes it too' 0 "$sg" list
says "$out" 'pod'
rm Containerfile
expect 'neither' 3 "$sg"
says "$err" 'there is no Dockerfile and no Containerfile here'
expect 'list, neither' 3 "$sg" list
mv elsewhere Dockerfile

for word in render list; do
    cp Dockerfile "$word"
    expect "a file that is called $word" 0 "$sg" render "$word"
    says "$out" "Build stages of $word"
    expect "a file that is called $word, by its path" 0 "$sg" "./$word"
    says "$out" "Build stages of $word"
    expect "list of a file that is called $word" 0 "$sg" list "$word"
    says "$out" 'STAGE'
    rm "$word"
done
cp Dockerfile ./--strange
expect 'a file that starts with a dash' 0 "$sg" -- --strange
says "$out" 'Build stages of --strange'
cp Dockerfile 'with space'
expect 'a file name with a space' 0 "$sg" 'with space'
says "$out" 'Build stages of with space'
expect 'two files' 2 "$sg" Dockerfile 'with space'
says "$err" 'with space'
expect 'an empty name' 3 "$sg" ''

# ---- options ----

for form in '-f json' '-fjson' '--format json' '--format=json'; do
    # shellcheck disable=SC2086 # two words
    expect "options before the file: $form" 0 "$sg" $form Dockerfile
    check 'no JSON' jq -e '.format == "stagegraph"' "$out" > /dev/null
    # shellcheck disable=SC2086
    expect "options behind the file: $form" 0 "$sg" Dockerfile $form
    check 'no JSON' jq -e '.version == 1' "$out" > /dev/null
done
expect 'the last value of an option counts' 0 "$sg" -f dot -f json
check 'no JSON' jq -e . "$out" > /dev/null
expect 'a repeated target' 0 "$sg" list -t one --target=two
says "$out" 'one'
expect 'build arguments' 0 "$sg" list --build-arg A=1 --build-arg A=two --build-arg B= - <<< $'ARG A\nARG B=b\nFROM x$A$B'
says "$out" 'xtwo'

# NAME | WORDS | WHAT IT SAYS
while IFS='|' read -r what words text; do
    what=${what%% } words=${words## } text=${text## }
    # shellcheck disable=SC2086 # several words
    expect "${what%"${what##*[! ]}"}" 2 "$sg" $words
    says "$err" "$text"
    says "$err" 'stagegraph: '
done << 'TABLE'
unknown option            | --formt svg              | unknown option --formt (did you mean --format?)
unknown option with value | --directoin=LR           | (did you mean --direction?)
unknown option of list    | list --bild-arg A=1      | (did you mean --build-arg?)
unknown letter            | -Z                       | unknown option -Z
nothing like it           | --frobnicate             | unknown option --frobnicate; --help lists them
an option of render only  | list --edges plain       | list does not take --edges; render does
an option of list only   | --why                  | render does not take --why; list does
a letter of render only   | list -f json             | list does not take --format; render does
unknown format            | -f svgg                  | there is no format svgg (did you mean svg?)
format like nothing       | -f jpeg                  | there is no format jpeg; --help lists them
missing value             | --format                 | --format needs a value
missing value of a letter | -f                       | -f needs a value
missing value of output   | -o                       | -o needs a value
missing value of list     | list --target            | --target needs a value
a switch with a value     | --legend=yes             | --legend takes no value
help with a value         | --help=all               | --help takes no value
wrong choice              | --edges dotted           | typed|plain
empty choice              | --direction=             | TB|LR|BT|RL
half a choice             | --images separat         | show|hide|label|separate
detail of another choice  | --images hide=alpine     | show|hide|label|separate
no number                 | --wrap wide              | 8 to 1000
too small                 | --wrap 7                 | 8 to 1000
too large                 | --wrap 1001              | 8 to 1000
negative                  | --wrap -20               | 8 to 1000
with a unit               | --wrap 20px              | 8 to 1000
over 64 bits              | --wrap 36893488147419103262 | 8 to 1000
zero                      | --scale 0                | 1 to 8
no seconds                | --layout-timeout 0       | 1 to 86400
colour                    | --color sometimes        | auto|always|never
no name                   | --build-arg =1           | NAME=VALUE
context without a name    | --build-context alpine   | NAME=VALUE
context of one platform   | --build-context a::linux/arm64=b | a::linux/arm64=b
extension without format  | -o drawn.jpg             | no format has the extension "jpg"
TABLE
check 'a file was made' [ ! -e drawn.jpg ]

expect 'wrong usage is told before the file is read' 2 "$sg" --formt svg no/such/file
expect 'the format, too' 2 "$sg" -f nonsense no/such/file

# ---- help and version ----

for words in '--help' '-h' 'render --help' 'list --help' 'list -h' '--help no/such/file' 'list -q --help'; do
    # shellcheck disable=SC2086
    expect "stagegraph $words" 0 "$sg" $words
    says "$out" 'Usage: stagegraph'
    says "$out" 'Exit status:'
    silent "$err"
done
expect 'help of render' 0 "$sg" --help
while read -r option; do
    says "$out" "--$option"
done < <(sed -n 's/^OPTION([a-z_]*, "\([a-z-]*\)".*RENDER.*/\1/p' "$root/src/options/options.def")
while read -r format; do
    says "$out" "  $format "
done < <(sed -n 's/^FORMAT("\([a-z]*\)", "[a-z]*", .*, false, render_.*/\1/p' "$root/src/render/formats.def")
lacks "$out" 'sexp'
expect 'help of list' 0 "$sg" list --help
lacks "$out" '--format'
lacks "$out" '--edges'
for words in '--version' 'render --version' 'list --version'; do
    # shellcheck disable=SC2086
    expect "stagegraph $words" 0 "$sg" $words
    check 'not one line with the version' grep -qx 'stagegraph [0-9]*\.[0-9]*\.[0-9]*' "$out"
    silent "$err"
done
expect 'help to a full disk' 3 sh -c '"$1" --help > /dev/full' sh "$sg"
says "$err" 'standard output'

# ---- exit statuses and streams ----

printf 'FROM alpine\nFRMO a\n' > wrong
printf 'FROM $X\nFROM alpine AS last\n' > warned
expect 'fine' 0 "$sg" Dockerfile
silent "$err"
expect 'a warning is no failure' 0 "$sg" warned
says "$err" 'warning: base name'
says "$out" 'flowchart'
lacks "$out" 'warning'
expect 'wrong' 1 "$sg" wrong
says "$err" 'wrong:2:1: error: unknown instruction: FRMO (did you mean FROM?)'
silent "$out"
expect 'wrong, list' 1 "$sg" list wrong
silent "$out"
PARTIAL=1 expect 'wrong, but keep going' 1 "$sg" --keep-going wrong
says "$out" 'flowchart'
says "$err" 'FRMO'
PARTIAL=1 expect 'wrong, but list what there is' 1 "$sg" list --keep-going wrong
says "$out" 'alpine'
expect 'strict' 1 "$sg" --strict warned
says "$err" 'error: base name'
expect 'no such file' 3 "$sg" no/such/file
says "$err" 'no/such/file: No such file or directory'
expect 'quiet' 0 "$sg" -q warned
silent "$err"
says "$out" 'flowchart'
expect 'list, quiet' 0 "$sg" list --quiet warned
silent "$err"
expect 'quiet does not hide an error' 1 "$sg" -q wrong
says "$err" 'FRMO'
expect 'quiet does not hide a warning that --strict makes an error' 1 "$sg" -q --strict warned
says "$err" 'base name'
