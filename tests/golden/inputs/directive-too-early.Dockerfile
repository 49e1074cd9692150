# stagegraph: title=Server
# syntax=docker/dockerfile:1
FROM alpine
