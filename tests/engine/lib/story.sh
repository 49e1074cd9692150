# The images of story/Dockerfile, whose sizes are known to the byte. Wants work, engine and parts.sh.
# shellcheck shell=bash

story=$work/story # the build context; the Dockerfile is not in it
story_file=$engine/story/Dockerfile
story_stages='base base_app base_builder http_builder http_app dramatiq_builder dramatiq_app dev'
python_size=149982292 # the external base, $REGISTRY/python:slim

# shellcheck disable=SC2034 # the cases use it
declare -A story_size=(
    [base]=$python_size             # settings only
    [base_app]=149982932            # COPY 640
    [base_builder]=169982292        # RUN 20,000,000
    [http_builder]=379982352        # COPY 60, RUN 210,000,000
    [http_app]=359983572            # COPY --from 210,000,000, COPY 640
    [dramatiq_builder]=379782352    # COPY 60, RUN 209,800,000
    [dramatiq_app]=359783532        # COPY --from 209,800,000, COPY 600
    [dev]=849982292                 # RUN 400,000,000, RUN 299,998,000, COPY 2000
)

# filled FILE SIZE
filled() {
    mkdir -p "${1%/*}" && yes "${1##*/}" | head -c "$2" > "$1"
}

story_context() {
    filled "$story/shared/orders.py" 640
    filled "$story/http_app/main.py" 640
    filled "$story/worker/tasks.py" 600
    filled "$story/requirements/http.txt" 60
    filled "$story/requirements/dramatiq.txt" 60
}

# The shell's other names are hard links: of a symbolic link some storage drivers count the length.
python_context() {
    local files=$work/python/rootfs command
    mkdir -p "$files/bin" "$files/etc"
    cp "$(command -v busybox)" "$files/bin/busybox"
    for command in sh mkdir truncate true; do
        ln "$files/bin/busybox" "$files/bin/$command"
    done
    echo 'root:x:0:0:root:/:/bin/sh' > "$files/etc/passwd"
    python_rest=$((python_size - $(cat "$files/bin/busybox" "$files/etc/passwd" | wc -c)))
    tar -C "$files" --owner=0 --group=0 --numeric-owner -cf "$work/python/rootfs.tar" . && rm -r "$files"
}

# build OPTION…: there is no network but the run's.
build() {
    docker build --quiet --network=host "$@"
}

# python:slim, by Docker, and into the registry.
story_python() {
    local image=$REGISTRY/python:slim
    build -f "$engine/story/python/Dockerfile" --build-arg RUNTIME="$python_rest" -t "$image" "$work/python" &&
        docker push --quiet "$image"
}

# story_docker NAME STAGE…: images NAME:STAGE, by the builder that DOCKER_BUILDKIT names.
story_docker() {
    local image=$1 stage
    shift
    for stage; do
        build -f "$story_file" --build-arg REGISTRY="$REGISTRY" --target "$stage" -t "$image:$stage" "$story" || return
    done
}

# onbuild_docker NAME: images NAME:STAGE of story/onbuild.Dockerfile; parent = python + 300, child = + 640 + 5000 + 700,
# grandchild = + 640 + 300 + 600 + 11.
onbuild_docker() {
    local stage
    for stage in parent child grandchild; do
        build -f "$engine/story/onbuild.Dockerfile" --build-arg REGISTRY="$REGISTRY" --build-arg Y=2 --target $stage \
            -t "$1:$stage" "$story" || return
    done
}

# torn:http_app, as app:http_app but for one more LABEL in base. With so many entries in base's history, the BuildKit of
# Docker 20.10 lets base_app and base_builder write to one array: "COPY shared/" becomes "ARG GCC=2", the sizes above it
# move down by one entry, and "fileop target" is added on top. Only the sum is right.
story_torn() {
    sed 's/^STOPSIGNAL SIGTERM$/&\nLABEL one=more/' "$story_file" > "$work/torn.Dockerfile"
    build -f "$work/torn.Dockerfile" --build-arg REGISTRY="$REGISTRY" --target http_app -t torn:http_app "$story"
}

# own_limit LETTER: what ulimit -LETTER has, as --ulimit wants it
own_limit() {
    printf '%s:%s' "$(ulimit "-S$1")" "$(ulimit "-H$1")" | sed 's/unlimited/-1/g'
}

# story_podman NAME STAGE…: the same by Podman; in Docker's format, as OCI's has no HEALTHCHECK. Within our own
# limits: Podman 5 would raise them, which not every root may.
story_podman() {
    local image=$1 stage files processes
    files=$(own_limit n) processes=$(own_limit u)
    shift
    for stage; do
        podman build --quiet --layers --format=docker --tls-verify=false --isolation=chroot --network=host \
            --ulimit nofile="$files" --ulimit nproc="$processes" -f "$story_file" --build-arg REGISTRY="$REGISTRY" \
            --target "$stage" -t "$image:$stage" "$story" || return
    done
}

# tell_story: by BuildKit app:STAGE, onbuild:STAGE and torn:http_app; by Docker's other builder legacy:base,
# legacy:http_app and onbuild-legacy:STAGE; in Podman and in the registry app:base and app:http_app.
tell_story() {
    story_context && python_context || lost story 'no build context'
    in_parallel python 'export DOCKER_BUILDKIT=1; story_python'
    # shellcheck disable=SC2086 # several stages
    in_parallel buildkit "export DOCKER_BUILDKIT=1
            story_docker app $story_stages && story_torn && onbuild_docker onbuild" \
        legacy 'export DOCKER_BUILDKIT=0; story_docker legacy base http_app && onbuild_docker onbuild-legacy' \
        podman 'story_podman app http_app base'
    for stage in base http_app; do
        docker tag "app:$stage" "$REGISTRY/app:$stage" && docker push --quiet "$REGISTRY/app:$stage"
    done > "$work/push.log" 2>&1 || lost push 'the registry takes no image'
}

# copy_image FROM TO [OPTION…]: by skopeo, from Docker (docker-daemon:app:base), the registry (docker://$REGISTRY/app:base)
# or a file.
copy_image() {
    local daemon=()
    [ "${1%%:*}" != docker-daemon ] || daemon=(--src-daemon-host "unix://$docker_socket")
    skopeo copy --quiet --src-tls-verify=false --dest-tls-verify=false "${daemon[@]}" "${@:3}" "$1" "$2"
}

# in_parallel NAME COMMAND…: several commands at a time, their output in $work/NAME.log.
in_parallel() {
    local -A job
    local step
    while [ $# -gt 0 ]; do
        eval "$2" > "$work/$1.log" 2>&1 &
        job[$1]=$!
        shift 2
    done
    for step in "${!job[@]}"; do
        wait "${job[$step]}" || lost "$step" "no images from $step"
    done
}

# ---- what the parts say ----

# total COMMAND…: the sum of the numbers, one a line, that it prints.
total() {
    "$@" | awk '{ sum += $1 } END { printf "%d\n", sum }'
}

docker_sizes() {
    docker history --human=false --format '{{.Size}}' "$1"
}

podman_sizes() {
    podman history --format json "$1" | jq '.[].size'
}
