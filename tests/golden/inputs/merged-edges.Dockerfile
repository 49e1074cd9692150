FROM alpine AS a
FROM a AS b
COPY --from=a x y
COPY --from=a z w
COPY --from=nginx:1 /etc /etc
RUN --mount=type=bind,from=a,target=/a --mount=type=bind,from=nginx:1,target=/n make
FROM b AS c
ADD https://github.com/example/repo.git#v1 /repo
ADD https://example.org/a.tar.gz /
