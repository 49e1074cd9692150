FROM alpine
COPY --from=9 a b
