ARG SRC=tools
FROM alpine AS tools
FROM alpine
ARG SRC
COPY --from=$SRC /a /b
