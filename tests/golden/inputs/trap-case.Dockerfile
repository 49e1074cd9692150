FROM alpine AS Builder
FROM builder AS lower
FROM Builder AS upper
COPY --from=BUILDER /a /b
