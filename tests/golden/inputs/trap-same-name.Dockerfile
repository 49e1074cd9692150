FROM alpine AS build
FROM debian AS build
FROM build AS nearest-earlier
FROM fedora AS build
FROM scratch
COPY --from=build /a /b
COPY --from=0 /a /c
