FROM alpine AS a-
FROM alpine AS a..b
FROM alpine AS scratch
