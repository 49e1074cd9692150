FROM alpine AS a
ONBUILD COPY --from=$X a b
FROM a
