# The first two are drawn as BuildKit takes them; what is left of the third is no reference, so it stays as it is written.
ARG SUFFIX
FROM alpine$SUFFIX AS a
FROM ${OS:-debian}:12${NOPE} AS b
FROM ${REGISTRY}/nginx-base:${TAG} AS c
COPY --from=a /a /a
COPY --from=b /b /b
