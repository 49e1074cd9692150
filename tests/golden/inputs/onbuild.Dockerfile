FROM alpine AS base
ONBUILD COPY --from=tools /bin/tool /bin/
ONBUILD RUN tool
FROM alpine AS tools
FROM base AS app
