# What the parts themselves say: the figures that everything else is compared with.
# shellcheck shell=bash

name=docker
for stage in $story_stages; do
    is "the history of app:$stage" "${story_size[$stage]}" "$(total docker_sizes "app:$stage")"
    is "the size of app:$stage" "${story_size[$stage]}" "$(docker image inspect -f '{{.Size}}' "app:$stage")"
done
for stage in base http_app; do
    is "the history of legacy:$stage" "${story_size[$stage]}" "$(total docker_sizes "legacy:$stage")"
done
for image in app:http_app legacy:http_app; do
    steps=$(docker_sizes $image | grep -vx 0 | head -n 3 | paste -sd' ')
    is "what stands on base in $image" '640 210000000 640' "$steps"
done

is 'the history of torn:http_app' "${story_size[http_app]}" "$(total docker_sizes torn:http_app)"
for image in onbuild onbuild-legacy; do
    is "the history of $image:parent" $((python_size + 300)) "$(total docker_sizes $image:parent)"
    is "the history of $image:child" $((python_size + 6640)) "$(total docker_sizes $image:child)"
    is "the history of $image:grandchild" $((python_size + 8191)) "$(total docker_sizes $image:grandchild)"
done

# The regular files in the layers of an archive.
name=archive
docker save -o story.tar app:http_app
files() {
    tar -xOf story.tar manifest.json | jq -r '.[0].Layers[]' | while IFS= read -r layer; do
        tar -xOf story.tar "$layer" | tar -tv | awk '/^-/ { print $3 }'
    done
}
is 'the files in docker save' "${story_size[http_app]}" "$(total files)"
rm story.tar
copy_image docker-daemon:app:base oci:story-oci:base
copy_image oci:story-oci:base dir:story-dir
is 'the layers of an OCI layout' 3 "$(jq '.layers | length' story-dir/manifest.json)"

# The bytes of a tar: headers, padding and end are counted.
name=podman
steps=$(podman_sizes app:http_app | grep -vx 0 | head -n 3 | paste -sd' ')
is 'what stands on base in app:http_app' '3584 210003968 3584' "$steps"

name=registry
accept='Accept: application/vnd.docker.distribution.manifest.v2+json'
manifest=$(curl -sS -H "$accept" "http://$REGISTRY/v2/app/manifests/http_app")
layers=$(docker image inspect -f '{{len .RootFS.Layers}}' app:http_app)
is 'the number of layers' "$layers" "$(jq '.layers | length' <<< "$manifest")"
blobs() {
    jq -r '.layers[].digest' <<< "$manifest" | while IFS= read -r digest; do
        curl -sSI "http://$REGISTRY/v2/app/blobs/$digest" | tr -d '\r' | sed -n 's/^Content-Length: //Ip'
    done
}
is 'the sum of the blobs' "$(jq '[.layers[].size] | add' <<< "$manifest")" "$(total blobs)"

# status URL [OPTION…]
status() {
    curl -s -o /dev/null -w '%{http_code}' "http://$1" "${@:2}"
}
is 'without a token' 401 "$(status "$TOKEN_REGISTRY/v2/app/manifests/base")"
token=$(curl -sS 'http://127.0.0.1:5002/token?service=registry.test&scope=repository:app:pull' | jq -r .token)
is 'with a token' 200 "$(status "$TOKEN_REGISTRY/v2/app/manifests/base" -H "Authorization: Bearer $token")"
is 'without a password' 401 "$(status "$BASIC_REGISTRY/v2/app/manifests/base")"
is 'with a password' 200 "$(status "$BASIC_REGISTRY/v2/app/manifests/base" -u user:secret)"
