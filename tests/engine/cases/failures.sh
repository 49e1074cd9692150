# Engines and registries that are absent, broken or hostile, as tests/engine/server.c plays them: each gives a clear
# sentence in bounded time and memory, no number that was not told, and no credentials to anybody else.
# shellcheck shell=bash

probe=$tools/probe
lie=$work/lie # an engine that lies, a folder of answers
home=$work/home other=$work/other # the same of two registries
mkdir -p "$lie" "$home" "$other"
launch lie 'listening on' "$tools/server" "$lie" "$work/lie.sock" || lost lie 'the server does not start'
launch home 'listening on' "$tools/server" "$home" 5010 || lost home 'the server does not start'
launch other 'listening on' "$tools/server" "$other" 5011 || lost other 'the server does not start'
HOME_HOST=127.0.0.1:5010 OTHER_HOST=127.0.0.1:5011

# reply FILE STATUS BODY [HEADER…]: an answer with the right length.
reply() {
    local file=$1 status=$2 body=$3
    shift 3
    mkdir -p "${file%/*}"
    {
        printf 'HTTP/1.1 %s X\r\nConnection: close\r\nContent-Length: %d\r\n' "$status" "${#body}"
        [ $# = 0 ] || printf '%s\r\n' "$@"
        printf '\r\n%s' "$body"
    } > "$file"
}

# stream FILE: the start of an answer whose end is the end of the connection.
stream() {
    mkdir -p "${1%/*}"
    printf 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n%s' "${2-}" > "$1"
}

# engine_answers VERSION: who is there, with an image app:good of three layers.
engine_answers() {
    rm -rf "${lie:?}"/*/ "$lie/_ping"
    reply "$lie/_ping" 200 OK "Api-Version: $1" 'Server: Docker/99 (linux)'
    reply "$lie/v$1/info" 200 '{"DriverStatus":[["Backing Filesystem","extfs"]]}'
    image good '[{"CreatedBy":"CMD","Size":0},{"CreatedBy":"RUN a","Size":3000000001},{"CreatedBy":"ADD b","Size":5}]' "$1"
}

# image NAME HISTORY [VERSION]
image() {
    local folder=$lie/v${3-1.41}/images/app:$1
    reply "$folder/history" 200 "$2"
    reply "$folder/json" 200 '{"Id":"sha256:ab","Os":"linux","Architecture":"amd64","RootFS":{"Layers":["sha256:1","sha256:2"]}}'
}

asks_engine() {
    expect "$1" "$2" "$probe" engine "unix://$work/lie.sock" "${@:3}"
}

# ---- two that never answer: they are waited for while the rest goes on ----

mkdir -p "$work/mute" "$home/v2/app/manifests"
echo 'FROM scratch AS one' > "$work/mute.Dockerfile"
touch "$work/mute/_ping.hang" "$home/v2/app/manifests/hang.hang"
launch mute 'listening on' "$tools/server" "$work/mute" "$work/mute.sock" || lost mute 'the server does not start'
"$probe" engine "unix://$work/mute.sock" app:x > "$work/mute.txt" 2>&1 &
mute_engine=$!
"$probe" registry --insecure $HOME_HOST $HOME_HOST/app:hang > "$work/mute-registry.txt" 2>&1 &
mute_registry=$!
# On a terminal somebody who waits is told for what.
script -qefc "'$sg' --docker-host 'unix://$work/mute.sock' --image one=x '$work/mute.Dockerfile'" /dev/null \
    < /dev/null > "$work/mute-terminal.txt" 2>&1 &
mute_terminal=$!

# ---- engines that are not there ----

expect 'no socket' 1 "$probe" engine "unix://$work/none.sock" app:good
says "$err" "there is no unix://$work/none.sock: is the engine running? Name its socket with --docker-host"
engine_answers 1.41
chmod 600 "$work/lie.sock"
expect 'permission' 1 "${nobody[@]}" "$probe" engine "unix://$work/lie.sock" app:good
[ ${#nobody[@]} = 0 ] || says "$err" 'this user may not open'
expect 'nobody listens' 1 "$probe" engine tcp://127.0.0.1:9 app:good
says "$err" 'nothing listens at tcp://127.0.0.1:9'
for host in ssh://me:secret@host npipe:////./pipe/docker_engine fd:// https://host:2376 host:2375; do
    expect "an engine at $host" 1 "$probe" engine "$host" app:good
    says "$err" 'is not supported: name it as unix:///PATH or tcp://HOST:PORT'
    lacks "$err" secret
done
for host in unix://relative tcp://host:99999 tcp://a@b:2375 tcp://; do
    expect "an engine at $host" 1 "$probe" engine "$host" app:good
    says "$err" 'is written'
done

# ---- engines that answer ----

asks_engine 'sizes over 2^31' 0 app:good app:none
says "$out" 'app:good: 3000000006 files id=sha256:ab platform=linux/amd64 history=3 layers=2'
says "$out" 'app:none: missing: Docker Engine has no such image'

engine_answers 1.41
mv "$lie/_ping" "$lie/_ping.old"
reply "$lie/_ping" 200 OK 'Api-Version: 1.99'
reply "$lie/v1.99/info" 400 '{"message":"client version 1.99 is too new. Maximum supported API version is 1.41"}'
asks_engine 'too new' 0 app:good
says "$out" 'app:good: 3000000006 files'
reply "$lie/v1.41/info" 400 '{"message":"client version 1.41 is too new. Maximum supported API version is 1.40"}'
asks_engine 'always too new' 1 app:good
says "$err" 'answers with HTTP status 400: client version 1.41 is too new'

for version in '' 1 1.41.2 1.4/../x 1.9999 -1.4; do
    reply "$lie/_ping" 200 OK "Api-Version: $version"
    asks_engine "version \"$version\"" 1 app:good
    says "$err" 'does not answer as a Docker Engine does'
done
reply "$lie/_ping" 500 $'{"message":"\\u001b[31mred\\n\\u202eback"}' 'Api-Version: 1.41'
asks_engine 'an error with control characters' 1 app:good
says "$err" 'HTTP status 500:'

engine_answers 1.41
image negative '[{"CreatedBy":"A","Size":-5}]'
image huge '[{"CreatedBy":"A","Size":99999999999999999999}]'
image real '[{"CreatedBy":"A","Size":1.5}]'
image text '[{"CreatedBy":"A","Size":"12"}]'
image overflow '[{"CreatedBy":"A","Size":4611686018427387903},{"CreatedBy":"B","Size":4611686018427387903}]'
image silent '[{"CreatedBy":"A"}]'
image object '{"Size":1}'
image zero '[{"CreatedBy":"A","Size":0}]'
image none ''
image many "[$(yes '{"CreatedBy":"A","Size":1},' | head -n 5000 | tr -d '\n')null]"
image deep "$(yes '[' | head -n 100000 | tr -d '\n')"
image truncated '[]'
stream "$lie/v1.41/images/app:truncated/history" '[{"CreatedBy":"A","Size":5'
image short '[]'
sed -i 's/Content-Length: 2/Content-Length: 200/' "$lie/v1.41/images/app:short/history"
image away '[]'
reply "$lie/v1.41/images/app:away/history" 302 '' 'Location: /v1.41/images/app:good/history'
image flood '[]'
rm "$lie/v1.41/images/app:flood/history"
stream "$lie/v1.41/images/app:flood/history.flood" '['
lies='negative huge real text overflow silent object none many deep truncated'
# shellcheck disable=SC2046,SC2086
asks_engine 'lies' 0 $(printf 'app:%s ' $lies) app:zero app:short app:away app:flood app:good
for image in $lies; do
    says "$out" "app:$image: failed: what unix://$work/lie.sock says about its history and sizes makes no sense"
done
says "$out" 'app:zero: -1 files'
says "$out" "app:short: failed: unix://$work/lie.sock breaks off in the middle of its answer"
says "$out" "app:away: failed: unix://$work/lie.sock answers with HTTP status 302"
says "$out" "app:flood: failed: unix://$work/lie.sock answers with more than 4 MiB"
says "$out" 'app:good: 3000000006 files'

# ---- platforms: asked for only where the API has it ----

for version in 1.47 1.48 1.49; do
    engine_answers $version
    image good '[{"CreatedBy":"A","Size":7}]' $version
    : > "$lie/log"
    asks_engine "platform with $version" 0 --platform linux/arm64/v8 app:good
    says "$out" 'app:good: missing: Docker Engine has this image for linux/amd64 only'
    asked=$(grep -c 'platform=%7B%22os%22%3A%22linux%22%2C%22architecture%22%3A%22arm64%22%2C%22variant%22%3A%22v8%22%7D' "$lie/log")
    check "$asked requests with a platform, with $version" [ "$asked" = $((${version#1.} - 47)) ]
done

# ---- registries ----

layers='"layers":[{"size":3000000000,"digest":"sha256:1"},{"size":7,"digest":"sha256:2"}]'
manifest="{\"schemaVersion\":2,\"config\":{\"digest\":\"sha256:c0\"},$layers}"
user=$(printf user:hidden | base64)
printf '{"auths":{"%s":{"auth":"%s"}}}' $HOME_HOST "$user" > "$work/auth.json"

asks_registry() {
    : > "$home/log"
    : > "$other/log"
    expect "$1" 0 "$probe" registry --insecure $HOME_HOST --insecure $OTHER_HOST --config "$work/auth.json" "${@:2}"
    lacks "$out" hidden
    lacks "$out" "$user"
}

# The manifest of app:NAME, and a way to it.
at() {
    printf %s "$home/v2/app/manifests/$1"
}

reply "$(at good)" 200 "$manifest"
reply "$(at negative)" 200 '{"layers":[{"size":-1}]}'
reply "$(at overflow)" 200 '{"layers":[{"size":4611686018427387903},{"size":4611686018427387903}]}'
reply "$(at both)" 200 '{"layers":[],"manifests":[]}'
reply "$(at signed)" 200 '{"schemaVersion":1,"fsLayers":[]}'
reply "$(at text)" 200 'hello'
stream "$(at truncated)" '{"layers":['
stream "$(at flood).flood" '['
reply "$(at broken)" 500 '{"errors":[{"code":"X","message":"out of order"}]}'
reply "$(at denied)" 403 ''
asks_registry 'registry' $HOME_HOST/app:{good,negative,overflow,both,signed,text,truncated,flood,broken,denied,none}
says "$out" "$HOME_HOST/app:good: 3000000007 compressed id=sha256:c0"
says "$out" "$HOME_HOST/app:negative: failed: the sizes that $HOME_HOST tells make no sense"
says "$out" "$HOME_HOST/app:overflow: failed: the sizes that $HOME_HOST tells make no sense"
says "$out" "$HOME_HOST/app:both: failed: its manifest is of a kind that tells no sizes"
says "$out" "$HOME_HOST/app:signed: failed: its manifest is of a kind that tells no sizes"
says "$out" "$HOME_HOST/app:text: failed: $HOME_HOST answers with no JSON"
says "$out" "$HOME_HOST/app:truncated: failed: $HOME_HOST answers with no JSON"
says "$out" "$HOME_HOST/app:flood: failed: $HOME_HOST answers with more than 4 MiB"
says "$out" "$HOME_HOST/app:broken: failed: $HOME_HOST answers with HTTP status 500: out of order"
says "$out" "$HOME_HOST/app:denied: failed: $HOME_HOST refuses the credentials of"
says "$out" "$HOME_HOST/app:none: missing: $HOME_HOST has no such image"

# Platforms of an index.
index='{"manifests":[{"digest":"sha256:66","platform":{"os":"linux","architecture":"arm","variant":"v6"}},
{"digest":"sha256:77","platform":{"os":"linux","architecture":"arm","variant":"v7"}},
{"digest":"sha256:99","platform":{"os":"unknown","architecture":"unknown"}}]}'
reply "$(at index)" 200 "$index"
reply "$(at sha256:66)" 200 '{"layers":[{"size":66}]}'
reply "$(at sha256:77)" 200 '{"layers":[{"size":77}]}'
asks_registry 'index' --platform linux/arm/v7 $HOME_HOST/app:index
says "$out" 'index: 77 compressed id= platform=linux/arm/v7'
asks_registry 'an older variant' --platform linux/arm/v6 $HOME_HOST/app:index
says "$out" 'index: 66 compressed id= platform=linux/arm/v6'
asks_registry 'no such platform' $HOME_HOST/app:index
says "$out" "index: missing: $HOME_HOST has no such image for linux/amd64"
reply "$(at nested)" 200 '{"manifests":[{"digest":"sha256:ee"}]}'
reply "$(at sha256:ee)" 200 '{"manifests":[{"digest":"sha256:ee"}]}'
asks_registry 'an index in itself' $HOME_HOST/app:nested
says "$out" 'failed: its index holds indexes that hold indexes'

# A token is asked for once, with the credentials, and only the registry gets what comes of it.
reply "$(at locked)" 401 '' "WWW-Authenticate: Bearer realm=\"http://$OTHER_HOST/token\",service=\"s p\""
reply "$(at locked).known" 200 "$manifest"
reply "$other/token" 200 '{"access_token":"abc"}'
asks_registry 'token' $HOME_HOST/app:locked
says "$out" '3000000007 compressed'
holds "$other/log" "/token?service=s%20p&scope=repository:app:pull Basic $user
"
holds "$home/log" "/v2/app/manifests/locked -
/v2/app/manifests/locked Bearer abc
"
cp "$(at locked)" "$(at locked).known"
asks_registry 'a token that is refused' $HOME_HOST/app:locked
says "$out" "failed: $HOME_HOST refuses the credentials"
check 'two requests' [ "$(wc -l < "$home/log")" = 2 ]
reply "$other/token" 200 '{"token":"a\r\nX: y"}'
asks_registry 'a token that would be a header' $HOME_HOST/app:locked
says "$out" "failed: $OTHER_HOST gives no token"
reply "$other/token" 500 ''
asks_registry 'a token server that fails' $HOME_HOST/app:locked
says "$out" "failed: $OTHER_HOST answers with HTTP status 500"
for realm in http://192.0.2.1/token ftp://host/token https://a@host/token 'https://host/ token' /token ''; do
    reply "$(at unsafe)" 401 '' "WWW-Authenticate: Bearer realm=\"$realm\""
    asks_registry "tokens at \"$realm\"" $HOME_HOST/app:unsafe
    says "$out" "failed: $HOME_HOST has its tokens at an address that is not safe"
done
reply "$(at basic)" 401 '' 'WWW-Authenticate: Basic realm="x"'
reply "$(at basic).known" 200 "$manifest"
asks_registry 'basic' $HOME_HOST/app:basic
says "$out" '3000000007 compressed'
asks_registry 'a token of another registry' --token $HOME_HOST=abc $OTHER_HOST/app:x $HOME_HOST/app:good
holds "$other/log" '/v2/app/manifests/x -
'
holds "$home/log" '/v2/app/manifests/good Bearer abc
'
expect 'a token for anybody' 1 "$probe" registry --token eyJh.eyJi.c2ln== $HOME_HOST/app:good
says "$err" 'STAGEGRAPH_REGISTRY_TOKEN is written HOST=TOKEN'
lacks "$err" eyJ

# Redirects: within the registry with credentials, to another host without them, to nowhere unsafe.
reply "$(at moved)" 401 '' 'WWW-Authenticate: Basic realm="x"'
reply "$(at moved).known" 307 '' 'Location: /v2/app/manifests/good'
asks_registry 'a redirect within' $HOME_HOST/app:moved
says "$out" '3000000007 compressed'
check 'credentials stay' grep -qx "/v2/app/manifests/good Basic $user" "$home/log"
reply "$(at moved).known" 307 '' "Location: http://$OTHER_HOST/m"
reply "$other/m" 200 "$manifest"
asks_registry 'a redirect to another host' $HOME_HOST/app:moved
says "$out" '3000000007 compressed'
holds "$other/log" '/m -
'
reply "$other/m" 401 '' "WWW-Authenticate: Bearer realm=\"http://$OTHER_HOST/token\""
asks_registry 'another host that wants credentials' $HOME_HOST/app:moved
says "$out" 'failed:'
holds "$other/log" '/m -
'
reply "$(at loop)" 302 '' 'Location: loop'
asks_registry 'a redirect to itself' $HOME_HOST/app:loop
says "$out" "failed: $HOME_HOST redirects too often"
for place in http://192.0.2.1/m file:///etc/passwd gopher://x/ '' "http://user:pw@$OTHER_HOST/m" 'http://['; do
    reply "$(at lost)" 302 '' "Location: $place"
    asks_registry "a redirect to \"$place\"" $HOME_HOST/app:lost
    says "$out" "failed: $HOME_HOST redirects to an address that is not safe"
done

# Names, hosts and files.
# shellcheck disable=SC2016
for ref in $HOME_HOST/../x $HOME_HOST/app:a/b $HOME_HOST/App "$HOME_HOST/app:x y" '' $HOME_HOST/app@x '$BASE'; do
    asks_registry "the name \"$ref\"" "$ref"
    says "$out" "$ref: failed: this is no name of an image"
done
expect 'plain HTTP elsewhere' 0 "$probe" registry --insecure 192.0.2.1:5000 192.0.2.1:5000/app:x
says "$out" 'failed: plain HTTP is for registries on this machine (loopback) only'
expect 'plain HTTP that was not asked for' 0 "$probe" registry $HOME_HOST/app:good
says "$out" "failed: no safe connection (TLS) to $HOME_HOST"
echo '{' > "$work/bad.json"
expect 'a bad file with credentials' 1 "$probe" registry --config "$work/bad.json" $HOME_HOST/app:good
says "$err" "$work/bad.json, which holds credentials, is no JSON"
expect 'a folder as file with credentials' 1 "$probe" registry --config "$work" $HOME_HOST/app:good
says "$err" "$work cannot be read: Is a directory"
expect 'no file with credentials' 0 "$probe" registry --insecure $HOME_HOST --config "$work/none.json" $HOME_HOST/app:good
says "$out" '3000000007 compressed'
printf '{"auths":{"%s":{}},"credsStore":"desktop"}' $HOME_HOST > "$work/auth.json"
asks_registry 'a helper that is not needed' $HOME_HOST/app:good
says "$out" '3000000007 compressed'
asks_registry 'a helper' $HOME_HOST/app:basic
says "$out" 'the helper docker-credential-desktop is not run: STAGEGRAPH_REGISTRY_TOKEN can hold a token'

# A certificate that nobody vouches for.
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=127.0.0.1 -days 2 -keyout "$work/tls.key" -out "$work/tls.pem" 2> /dev/null
launch tls ACCEPT openssl s_server -accept 127.0.0.1:5012 -key "$work/tls.key" -cert "$work/tls.pem" ||
    lost tls 'openssl s_server does not start'
expect 'an unknown certificate' 0 "$probe" registry 127.0.0.1:5012/app:x
says "$out" 'failed: no safe connection (TLS) to 127.0.0.1:5012'

# ---- the same through the program ----

engine_answers 1.41
printf 'FROM %s/app:good AS good\n' $HOME_HOST > "$work/lie.Dockerfile"
by_engine() {
    expect "$1" "$2" "$sg" list --docker-host "unix://$work/$3" --image-template 'app:{stage}' "$work/lie.Dockerfile"
}
by_engine 'the program with an engine' 0 lie.sock
says "$out" $'3\xc2\xa0GB'
by_engine 'the program without an engine' 3 none.sock
says "$err" "there is no unix://$work/none.sock: is the engine running? Name its socket with --docker-host"
by_registry() {
    expect "$1" "$2" env HOME="$work" STAGEGRAPH_REGISTRY_TOKEN="$3" "$sg" list -v --registry --insecure-registry $HOME_HOST \
        "$work/lie.Dockerfile"
}
by_registry 'the program with a registry' 0 ''
says "$err" '3,000,000,007 bytes'
by_registry 'the program with a token for anybody' 3 secret
says "$err" 'STAGEGRAPH_REGISTRY_TOKEN is written HOST=TOKEN'
lacks "$err" secret

# A source that was asked for and cannot be reached is no warning: the sizes would be missing from then on, unseen.
printf 'FROM 127.0.0.1:5999/app:x AS good\n' > "$work/gone.Dockerfile"
gone=(list --registry --insecure-registry 127.0.0.1:5999 "$work/gone.Dockerfile")
expect 'a registry that nobody answers for' 3 "$sg" "${gone[@]}"
says "$err" 'error: 127.0.0.1:5999/app:x: '
PARTIAL=1 expect 'the same, and go on' 3 "$sg" --keep-going "${gone[@]:1}"
says "$out" 'Build stages'
reply "$(at down)" 503 ''
printf 'FROM %s/app:down AS good\n' $HOME_HOST > "$work/down.Dockerfile"
expect 'a registry that is down' 3 "$sg" list --registry --insecure-registry $HOME_HOST "$work/down.Dockerfile"
says "$err" 'HTTP status 503'
printf 'FROM %s/app:nothing AS good\n' $HOME_HOST > "$work/nothing.Dockerfile"
expect 'an image that no registry has is a warning' 0 "$sg" list --registry --insecure-registry $HOME_HOST "$work/nothing.Dockerfile"
says "$err" 'warning: '

# ---- those that never answer ----

name='never an answer'
wait $mute_engine $mute_registry $mute_terminal
says "$work/mute-terminal.txt" 'stagegraph: Docker Engine 0 %'
says "$work/mute-terminal.txt" 'does not answer in 30 s'
says "$work/mute.txt" "probe: unix://$work/mute.sock does not answer in 30 s"
says "$work/mute-registry.txt" "failed: $HOME_HOST does not answer in 30 s"
