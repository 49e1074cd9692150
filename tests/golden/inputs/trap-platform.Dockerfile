FROM alpine AS build-amd64
FROM alpine AS build-arm64
FROM build-${TARGETARCH} AS build
FROM --platform=$BUILDPLATFORM golang AS tools
FROM --platform=linux/arm64 build AS inherits
