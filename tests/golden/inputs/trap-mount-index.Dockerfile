FROM alpine AS a
FROM alpine
RUN --mount=from=0,target=/x make
COPY --from=0 /a /b
