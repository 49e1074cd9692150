FROM alpine AS builder
FROM builder AS app
