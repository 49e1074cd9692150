FROM alpine
COPY --from=busybox:1 /bin/busybox /a
COPY --from=busybox:1 /bin/sh /b
COPY --from= /c /d
RUN --mount=type=cache,from=cache-image,target=/x make
