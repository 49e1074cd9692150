# The parts: Docker's daemon, Podman's service, registries. Each listens in $work or on the loopback device of the run's
# own network, and ends with the run (see run). Wants work and engine.
# shellcheck shell=bash

docker_socket=$work/docker.sock
podman_socket=$work/podman.sock
REGISTRY=127.0.0.1:5000       # anybody may pull and push
TOKEN_REGISTRY=127.0.0.1:5001 # the same images, for who has a token of port 5002 (token_server.mjs: user:secret)
BASIC_REGISTRY=127.0.0.1:5003 # the same, for user:secret
export docker_socket podman_socket REGISTRY TOKEN_REGISTRY BASIC_REGISTRY
declare -A part_pid # by the name that launch was given, for a case that stops one

# launch PART TEXT COMMAND…: starts it, with its output in $work/PART.log, and returns when that has the text, or fails
# when the part ends first or says nothing for a minute.
launch() {
    local part=$1 ready=$2 line output
    shift 2
    exec {output}< <(exec "$@" 2>&1 < /dev/null)
    part_pid[$part]=$!
    while IFS= read -r -t 60 -u "$output" line; do
        printf '%s\n' "$line" >> "$work/$part.log"
        [[ $line == *"$ready"* ]] || continue
        cat <&"$output" >> "$work/$part.log" &
        exec {output}<&-
        return 0
    done
    kill -KILL "$!" 2> /dev/null
    exec {output}<&-
    return 1
}

# lost PART TEXT: without it nothing can be tested.
lost() {
    name=$1
    fail "$2. Its log ends with:
$(tail -n 30 "$work/$1.log" 2>&1)"
    summary
    exit 1
}

# Debian's, where another one comes first in PATH; with nobody's settings but the run's.
docker() {
    local command=/usr/bin/docker
    [ -x "$command" ] || command=docker
    DOCKER_HOST=unix://$docker_socket DOCKER_CONFIG=$work/docker-config command "$command" "$@"
}

docker_daemon() {
    launch docker 'API listen on' dockerd --data-root "$work/docker" --exec-root "$work/docker-run" \
        --pidfile "$work/docker.pid" --config-file "$work/docker-config/daemon.json" --host "unix://$docker_socket" \
        --storage-driver="$1" --exec-opt native.cgroupdriver=cgroupfs --iptables=false --ip6tables=false --bridge=none
}

start_docker() {
    mkdir -p "$work/docker-config"
    echo '{}' > "$work/docker-config/daemon.json"
    docker_daemon overlay2 || docker_daemon vfs || lost docker 'dockerd does not start'
}

podman_settings() {
    printf '%s\n' --root "$work/podman/$podman_driver" --runroot "$work/podman-run" \
        "--storage-driver=$podman_driver" --cgroup-manager=cgroupfs --runtime "$podman_runtime"
}

podman() {
    local settings
    mapfile -t settings < <(podman_settings)
    command podman "${settings[@]}" "$@"
}

# How podman() stores images.
choose_podman() {
    podman_runtime=$(command -v runc || command -v crun)
    for podman_driver in overlay vfs; do
        podman info > "$work/podman-$podman_driver.log" 2>&1 && return
    done
    lost podman-vfs 'Podman does not work'
}

# After the images were built: a service that was there before does not always see them.
start_podman() {
    local settings
    mapfile -t settings < <(podman_settings)
    launch podman 'API service listening' podman "${settings[@]}" --log-level=info system service --time=0 \
        "unix://$podman_socket" ||
        lost podman "Podman's service does not start"
}

# registry PART PORT SETTING…: one over the images in $work/registry.
registry() {
    local part=$1 port=$2 command
    shift 2
    command=$(command -v docker-registry || command -v registry)
    printf '%s\n' 'version: 0.1' 'log: {accesslog: {disabled: false}}' "http: {addr: 127.0.0.1:$port}" \
        "storage: {filesystem: {rootdirectory: $work/registry}}" "$@" > "$work/$part.yml"
    launch "$part" 'listening on' "$command" serve "$work/$part.yml" || lost "$part" 'the registry does not start'
}

start_registry() {
    registry registry "${REGISTRY#*:}"
}

start_token_registry() {
    openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=test -days 2 -keyout "$work/token.key" -out "$work/token.pem" \
        2> "$work/token.log" || lost token 'no key for the token server'
    launch token 'listening on' node "$engine/lib/token_server.mjs" 5002 "$work/token.key" "$work/token.pem" ||
        lost token 'the token server does not start'
    registry token-registry "${TOKEN_REGISTRY#*:}" "auth: {token: {realm: 'http://127.0.0.1:5002/token', \
service: registry.test, issuer: test, rootcertbundle: $work/token.pem}}"
}

# The password is "secret".
start_basic_registry() {
    # shellcheck disable=SC2016 # no variables
    echo 'user:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a' > "$work/basic.users"
    registry basic-registry "${BASIC_REGISTRY#*:}" "auth: {htpasswd: {realm: registry.test, path: $work/basic.users}}"
}
