# shellcheck shell=bash disable=SC2034,SC2154 # sourced by run, which has and uses these variables
# Sizes without an engine: what is stated, what the build context tells, and who may ask for what. The rest is in
# tests/engine.

folder sizes
total_of() {
    jq --arg name "$1" '.stages[] | select(.name == $name).size.total' "$out"
}

# ---- stated ----

expect 'a size that is stated' 0 "$sg" -f json --size two=1.5GiB
is 'in bytes' 1610612736 "$(total_of two)"
expect 'the last one counts' 0 "$sg" -f json --size two=1MB --size TWO=2MB
is 'in bytes' 2000000 "$(total_of two)"
refused 'no size' 2 'needs a size such as 360MB' --size two=much
refused 'no stage' 1 'there is no stage "tow" (did you mean two?) [size-stage]' --size tow=1MB
PARTIAL=1
expect 'a budget that does not hold' 1 "$sg" -o over.txt --size two=1GB --budget two=999MB
says "$err" 'two has 1 GB: that is 1 MB over its budget [budget]'
check 'is drawn all the same' test -s over.txt
expect 'a budget of what is unknown' 1 "$sg" list --budget one=1GB
says "$err" 'the budget of one cannot be checked: its size is unknown [budget]'
expect 'a quiet budget' 1 "$sg" list -q --budget one=1GB
says "$err" '[budget]'
PARTIAL=
expect 'a budget that holds' 0 "$sg" list --size two=999MB --budget total=999MB

# ---- who may ask: the command line ----

export DOCKER_HOST=ssh://somebody@example.invalid DOCKER_CONFIG=/nonexistent STAGEGRAPH_REGISTRY_TOKEN=secret
expect 'the environment alone asks for nothing' 0 "$sg" --size one=1MB
lacks "$out" secret
unset DOCKER_HOST DOCKER_CONFIG STAGEGRAPH_REGISTRY_TOKEN
if [ -e "$work/bin/stagegraph-yaml.so" ]; then
    for option in docker-host=tcp://127.0.0.1:1 image=one=x image-template=x:{stage} archive=/etc/passwd registry=true \
        insecure-registry=127.0.0.1 context=/etc size=one=1MB budget=one=1 check-sizes=true registry-token=x docker-config=x; do
        printf 'defaults: {%s: "%s"}\n' "${option%%=*}" "${option#*=}" > asks.yaml
        refused "annotations that set ${option%%=*}" 1 '[annotations-option]' --annotations asks.yaml
    done
fi
for option in registry-token docker-config; do
    refused "--$option on the command line" 2 "unknown option --$option" --$option x
done
refused 'an engine that is asked for nothing' 2 'needs --image or --image-template' --docker-host unix:///x
refused 'a registry that nobody asks' 2 'needs --registry' --insecure-registry 127.0.0.1:5000
if [ ! -e "$work/bin/stagegraph-size.so" ]; then
    refused 'sizes without the module' 3 'scripts/install-deps build' --context .
    return
fi
for host in ssh://x npipe:////./pipe/x fd://3 https://127.0.0.1:2376 '' /var/run/docker.sock unix:// tcp://; do
    refused "the engine \"$host\"" 3 '[size-source]' --docker-host "$host" --image one=x
done
refused 'an engine that is not there' 3 'is the engine running?' --docker-host unix:///nonexistent --image one=x
refused 'an engine that refuses' 3 '[size-source]' --docker-host tcp://127.0.0.1:1 --image one=x
refused 'an image of no stage' 1 '[size-stage]' --docker-host unix:///nonexistent --image three=x
PARTIAL=1
expect 'an engine that is not there, kept going' 3 "$sg" --keep-going --docker-host unix:///nonexistent --image one=x
says "$out" $'size\xc2\xa0?'
PARTIAL=

# ---- the build context ----

mkdir -p context/src/deep context/left outside
head -c 1000 /dev/zero > context/src/a
head -c 200 /dev/zero > context/src/deep/b
head -c 30 /dev/zero > context/src/deep/c.tmp
head -c 5000 /dev/zero > context/left/out
head -c 7 /dev/zero > context/one
head -c 100000 /dev/zero > outside/large
ln -s ../outside context/src/link
ln -s /etc/passwd context/src/passwd
ln context/src/a context/src/again
mkfifo context/src/pipe
printf '*.tmp\n**/*.tmp\nleft\n' > context/.dockerignore
cat > context/Dockerfile << 'END'
FROM scratch AS one
COPY src /src
FROM one AS two
COPY one /
COPY left /left
COPY ../outside ../../etc/passwd /etc/shadow /stolen/
FROM scratch AS three
COPY <<E /here
12345
E
ADD archive.tar.gz https://example.invalid/x /
END
head -c 900 /dev/zero > context/archive.tar.gz
expect 'the build context' 0 "$sg" -f json --context context context/Dockerfile
silent "$err"
is 'both names of a file, as COPY makes two of them; no symbolic link; nothing that is ignored' 2200 "$(total_of one)"
is 'with its parent' 2207 "$(total_of two)"
is 'a heredoc, but nothing that is unpacked' 6 "$(total_of three)"
is 'how it is known' 'context files' "$(jq -r '.stages[0].size | "\(.method) \(.basis)"' "$out")"
expect 'in words' 0 "$sg" -f text --legend --context context context/Dockerfile
says "$out" $'\xe2\x89\xa5\xc2\xa02.2\xc2\xa0kB'
says "$out" 'sizes: ≥ what the build context gives'
cp context/Dockerfile context/Other
printf 'one\n' > context/Other.dockerignore
expect 'an ignore file of its own' 0 "$sg" -f json --context context context/Other
is 'counts in the place of the other' 2230 "$(total_of one)"
is 'and leaves out' 7230 "$(total_of two)"
expect 'the Dockerfile on standard input' 0 "$sg" -f json --context context - < context/Other
is 'has the ignore file of the context' 2200 "$(total_of one)"
printf 'src\n[a\n' > context/.dockerignore
expect 'a pattern that is none' 0 "$sg" -f json --context context context/Dockerfile
says "$err" 'context/.dockerignore:2:1: warning: the pattern [a has a problem'
is 'nothing is known then' null "$(total_of one)"
rm context/.dockerignore
mkfifo context/.dockerignore
refused 'an ignore file that is a pipe' 3 '[size-source]' --context context context/Dockerfile
rm context/.dockerignore
refused 'a context that is not there' 3 'No such file or directory [size-source]' --context nowhere
refused 'a context that is a file' 3 '[size-source]' --context Dockerfile
mkdir -m 0 context/closed
expect 'a closed folder' 3 "${nobody[@]}" "$sg" --context context context/Dockerfile
says "$err" 'closed cannot be read'
rmdir context/closed
mkdir -p "context/$(printf 'd/%.0s' {1..300})"
refused 'a folder that is too deep' 3 '[size-source]' --context context context/Dockerfile
