ARG A=b
FROM alpine AS b
FROM alpine
ARG A
COPY --from=$A x y
