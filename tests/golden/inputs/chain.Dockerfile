FROM golang:1.25 AS base

FROM base AS runc-src
ADD https://example.com/runc.git /src

FROM base AS runc-build
COPY --from=runc-src /src /src
RUN make

FROM runc-build AS runc-linux
RUN strip /out/runc

FROM scratch AS runc
COPY --from=runc-linux /out/runc /

FROM base AS shell-src
FROM shell-src AS shell

# What developers start
FROM base AS dev
COPY --from=runc / /usr/bin/
COPY --from=shell / /usr/bin/
