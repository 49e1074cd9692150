FROM alpine AS a
FROM alpine
COPY --from=a ["a b", "/c"]
COPY --from=a [a b] /c
