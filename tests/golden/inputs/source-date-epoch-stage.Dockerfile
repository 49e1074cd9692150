ARG SOURCE_DATE_EPOCH=release
FROM alpine AS release
FROM alpine AS app
