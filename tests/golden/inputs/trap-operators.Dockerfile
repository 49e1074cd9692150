ARG VERSION=3.20.1-rc.2
ARG NAME=library-image
FROM alpine:${TAG:-3.20} AS default
FROM alpine:${VERSION:+3} AS alternative
FROM alpine:${VERSION%.*} AS suffix
FROM alpine:${VERSION%%.*} AS longest-suffix
FROM alpine:${VERSION#*.} AS prefix
FROM alpine:${VERSION##*-} AS longest-prefix
FROM ${NAME/library-/} AS first
FROM ${NAME//a/A}:1 AS all
FROM alpine:${TAG:-${OTHER:-nested}} AS nested
