FROM alpine AS unused
FROM alpine AS app
