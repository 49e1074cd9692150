FROM scratch AS empty
ADD a.tar /
FROM alpine AS scratch
FROM scratch AS from-stage
COPY --from=empty / /
