# The picture of docs/sizes.md, by the command that stands below it.
# shellcheck shell=bash

name=docs
read -ra command < <(sed -n 's/^`stagegraph \(.*--image-template.* -o docs.*\)`$/\1/p' "$root/docs/sizes.md")
is 'the words of the command' yes "$([ ${#command[@]} -gt 5 ] && echo yes)"
command=("${command[@]/docs\/pictures\//}")
cd "$root" || exit 2
expect 'the picture of docs/sizes.md' 0 "$sg" --docker-host "unix://$docker_socket" "${command[@]/#sizes.svg/$work/sizes.svg}"
cd "$work" || exit 2
silent "$err"
says sizes.svg $'360\xc2\xa0MB\xc2\xa0(+210\xc2\xa0MB)'
says sizes.svg 'sizes: files in layers, Docker Engine, linux/amd64'
