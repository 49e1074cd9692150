FROM alpine
COPY --chmod=x a b
ADD --checksum=md5:1 https://example.org/a b
