# Archives as docker save, podman save and skopeo write them have the engine's sizes, to the byte. (Broken ones:
# tests/unit/test_archive.c.)
# shellcheck shell=bash

probe=$tools/probe
mkdir -p "$work/archives"
cd "$work/archives" || exit 2

# reads TEXT FILE STAGE=REF…: the archive has these stages' images under these names, with their sizes.
reads() {
    expect "$1" 0 "$probe" archive "$2" --history
    local pair
    for pair in "${@:3}"; do
        says "$out" "${pair#*=}: ${story_size[${pair%%=*}]} files id=sha256:"
    done
}

# steps REF: the sizes of its history as Docker tells them, oldest first.
steps() {
    docker history --human=false --format '{{.Size}}' "$1" | tac
}

# listed REF: the same, from the last output of the probe.
listed() {
    awk -v ref="$1: " '/^ / { if (on) print $1; next } { on = index($0, ref) == 1 }' "$out"
}

# ---- docker save ----

images='app:base app:http_app app:dev'
# shellcheck disable=SC2086 # several images
docker save -o story.tar $images
all='base=app:base http_app=app:http_app dev=app:dev'
# shellcheck disable=SC2086
reads 'docker save' story.tar $all
says "$out" 'docker archive:'
for image in $images; do
    check "the history of $image is another" [ "$(listed $image)" = "$(steps $image)" ]
    says "$out" "id=$(docker image inspect -f '{{.Id}}' $image) platform=$(docker image inspect -f '{{.Os}}/{{.Architecture}}' $image)"
done
# What Docker before 25 writes for a layer that two images share, and what it writes since then.
check 'docker save has neither symbolic links nor an OCI layout' grep -qE '^l| oci-layout$' <(tar -tvf story.tar)
gzip -1 -k story.tar
# shellcheck disable=SC2086
reads 'docker save | gzip' story.tar.gz $all
zstd -q -1 story.tar
# shellcheck disable=SC2086
reads 'docker save | zstd' story.tar.zst $all

docker save -o legacy.tar legacy:http_app
reads 'an image of the legacy builder' legacy.tar http_app=legacy:http_app
check 'its history is another' [ "$(listed legacy:http_app)" = "$(steps legacy:http_app)" ]
docker save -o torn.tar torn:http_app
reads 'a history that BuildKit tore' torn.tar http_app=torn:http_app

# One without a name.
docker save -o id.tar "$(docker image inspect -f '{{.Id}}' app:base)"
reads 'docker save ID' id.tar base=

head -c $(($(stat -c %s story.tar) / 2)) story.tar > half.tar
expect 'half of an archive' 1 "$probe" archive half.tar
says "$err" 'probe: half.tar cannot be read: Truncated input file'
head -c $(($(stat -c %s story.tar.gz) / 2)) story.tar.gz > half.tar.gz
expect 'half of a compressed archive' 1 "$probe" archive half.tar.gz
says "$err" 'probe: half.tar.gz cannot be read: Truncated input file'
chmod 000 half.tar
expect 'permission' 1 "${nobody[@]}" "$probe" archive half.tar
[ ${#nobody[@]} = 0 ] || says "$err" 'probe: half.tar cannot be opened: Permission denied'
rm -f ./*.tar ./*.gz ./*.zst

# ---- skopeo ----

copy_image docker-daemon:app:http_app docker-archive:skopeo.tar:app:http_app
reads 'skopeo docker-archive' skopeo.tar http_app=docker.io/library/app:http_app

copy_image docker-daemon:app:http_app oci:layout:http_app
copy_image docker-daemon:app:base oci:layout:base
reads 'an OCI layout' layout http_app=http_app base=base
says "$out" 'OCI layout:'
check 'its history is another' [ "$(listed http_app)" = "$(steps app:http_app)" ]
tar -C layout -cf layout.tar .
reads 'a tar of it' layout.tar http_app=http_app base=base
copy_image docker-daemon:app:http_app oci:zstd:http_app --dest-compress-format zstd
check 'its layers are not zstd' grep -q tar+zstd zstd/blobs/sha256/*
reads 'layers by zstd' zstd http_app=http_app
copy_image docker-daemon:app:http_app oci-archive:archive.tar:http_app
reads 'skopeo oci-archive' archive.tar http_app=http_app
copy_image "docker://$REGISTRY/app:base" oci:pulled:base
reads 'an image from a registry' pulled base=base

# A layer that is damaged is told as such, not as an image that does not fit.
cp -r pulled damaged
layer=$(find damaged/blobs/sha256 -type f -size +100k | head -n 1)
truncate -s 1000 "$layer"
printf 'FROM scratch AS base\n' > damaged.Dockerfile
expect 'a damaged layer' 3 "$sg" list --archive damaged damaged.Dockerfile
says "$err" '--archive damaged: error: base: '
lacks "$err" 'tells by its tag'

# ---- podman save ----

podman save --quiet --format docker-archive -o podman.tar app:http_app
reads 'podman save' podman.tar http_app=localhost/app:http_app
podman save --quiet --format oci-archive -o podman-oci.tar app:base
reads 'podman save --format oci-archive' podman-oci.tar base=localhost/app:base

# ---- put together: an index for several platforms, and both kinds of lists as Docker 25 writes them ----

# blob FILE: into the layout; its digest.
blob() {
    local digest
    digest=$(sha256sum < "$1" | cut -d' ' -f1)
    cp "$1" "layout/blobs/sha256/$digest"
    printf 'sha256:%s' "$digest"
}

jq '{schemaVersion: 2, manifests: [.manifests[] | {mediaType, digest, size, platform: {os: "linux", architecture:
    {base: "amd64", http_app: "arm64"}[.annotations["org.opencontainers.image.ref.name"]]}}]}' layout/index.json > inner.json
digest=$(blob inner.json)
cp layout/index.json single.json
jq -n --arg digest "$digest" '{schemaVersion: 2, manifests: [{mediaType: "application/vnd.oci.image.index.v1+json",
    digest: $digest, annotations: {"org.opencontainers.image.ref.name": "both"}}]}' > layout/index.json
reads 'a platform that nobody named' layout base=both
lacks "$out" "${story_size[http_app]}"
expect 'a platform' 0 "$probe" archive layout --platform linux/arm64/v8
says "$out" "both: ${story_size[http_app]} files"
expect 'no such platform' 0 "$probe" archive layout --platform linux/s390x
says "$out" 'both: failed: it is not there for linux/s390x, only for "linux/arm64", "linux/amd64"'

cp single.json layout/index.json
manifest=$(jq -r '.manifests[] | select(.annotations["org.opencontainers.image.ref.name"] == "base").digest' single.json)
jq '[{Config: ("blobs/sha256/" + .config.digest[7:]), RepoTags: ["app:base"],
    Layers: [.layers[] | "blobs/sha256/" + .digest[7:]]}]' "layout/blobs/sha256/${manifest#*:}" > layout/manifest.json
tar -C layout -cf both.tar manifest.json index.json oci-layout blobs
reads 'both lists' both.tar base=app:base http_app=http_app
check 'an image is there twice' [ "$(grep -c '^[^ ].* files ' "$out")" = 2 ]
cd "$work" && rm -r archives
