ARG SOURCE_DATE_EPOCH=release
FROM scratch AS release
ADD https://example.org/release.tar /
FROM alpine AS app
ARG SOURCE_DATE_EPOCH
ADD https://example.org/at/$SOURCE_DATE_EPOCH /
