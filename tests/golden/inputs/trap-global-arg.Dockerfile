ARG V=3
FROM alpine:$V AS without
RUN echo $V
COPY a$V /b
FROM alpine:$V AS with
ARG V
COPY a$V /b
FROM with AS inherits
COPY --from=without a$V /c
