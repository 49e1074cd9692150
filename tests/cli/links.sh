# shellcheck shell=bash disable=SC2034,SC2154 # sourced by run, which has and uses these variables
# Links, pipes and devices in a stranger's checkout: nothing of what they lead to is shown, and nothing waits for ever.

folder links
mkdir -p outside stranger
printf 'SECRET=hunter2\nFROM x\n' > outside/secret
printf 'stages: {hunter2: {hunter3: x}}\n' > outside/secret.yaml
cd stranger || exit 2
printf 'FROM alpine AS one\n' > plain

# concealed NAME STATUS ARGUMENT…: runs, tells where something is wrong, and shows nothing of it.
concealed() {
    expect "$1" "$2" "$sg" "${@:3}"
    says "$err" 'because the file is a link'
    lacks "$err" hunter
    lacks "$err" SECRET
    lacks "$err" ' | '
}
ln -s ../outside/secret Dockerfile
concealed 'a linked Dockerfile' 1
concealed 'its table' 1 list
concealed 'by its path' 1 ./Dockerfile
concealed 'by its full path' 1 "$PWD/Dockerfile"
ln -s ../outside docker
concealed 'through a linked folder' 1 docker/secret
concealed 'through a linked folder, by its full path' 1 "$PWD/docker/secret"
expect 'where the id and the place are' 1 "$sg" docker/secret
says "$err" 'docker/secret:1:1: error: '
says "$err" '[unknown-instruction]'
PARTIAL=1 expect 'in JSON too' 1 "$sg" --keep-going -f json docker/secret
check 'the message shows it' jq -e '[.diagnostics[].message | select(test("hunter|SECRET"))] == []' "$out" > /dev/null
ln -s ../outside/secret.yaml linked.yaml
concealed 'linked annotations that are named' 1 --annotations linked.yaml plain
expect 'the same without a link is told in full' 1 "$sg" --annotations ../outside/secret.yaml plain
says "$err" 'hunter3'

# Found, not named: read only if it is a regular file.
for leads in ../outside/secret.yaml /proc/self/environ /dev/zero nowhere; do
    ln -sf "$leads" .stagegraph.yaml
    expect "annotations that are a link to $leads" 0 env HUNTER=hunter2 "$sg" plain
    says "$err" '.stagegraph.yaml: warning: this is not read, because it is a link: name it with --annotations [annotations-link]'
    lacks "$err" hunter
    rm .stagegraph.yaml
done
mkfifo .stagegraph.yaml
expect 'annotations that are a pipe' 0 "$sg" plain
says "$err" 'because it is no regular file'
rm .stagegraph.yaml Dockerfile
mkfifo Dockerfile
expect 'a Dockerfile that is a pipe, not named' 3 "$sg"
says "$err" 'there is no Dockerfile'
rm Dockerfile
expect 'a device without an end' 3 "$in_memory" 200000 "$sg" /dev/zero
says "$err" '/dev/zero: is a device that does not end'
expect 'the same as standard input' 3 "$sg" - < /dev/zero
expect 'the same as annotations' 3 "$sg" --annotations /dev/zero plain
truncate -s 100M large
expect 'a large file costs no memory' 1 "$in_memory" 200000 "$sg" large
says "$err" '[limit]'

# ---- ends ----

# However a run ends, no temporary file stays.
name='signals'
cd .. && mkdir signals && cd signals || exit 2
for ((i = 0; i < 3000; i++)); do echo "FROM alpine AS stage$i"; done > many
for signal in TERM INT HUP; do
    for milliseconds in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        timeout -s $signal "$(printf '0.%03d' $milliseconds)" "$sg" -q -f json -o "drawn-$signal.json" many
    done
    check "SIG$signal leaves $(compgen -G '.stagegraph-*')" [ -z "$(compgen -G '.stagegraph-*')" ]
    check "SIG$signal leaves half a file" bash -c '[ ! -e "$1" ] || jq -e . "$1" > /dev/null' bash "drawn-$signal.json"
done
