FROM alpine AS a
RUN --mount=from=b,target=/b make
FROM alpine AS b
FROM a
