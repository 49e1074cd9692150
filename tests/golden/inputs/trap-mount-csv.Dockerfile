FROM alpine AS a
FROM alpine AS b
FROM alpine
RUN --mount=from=a,target=/opt/from=b/y make
RUN --mount="type=bind,from=b,target=/x" make
RUN --mount=type=bind,FROM=a,from=b,target=/z make
