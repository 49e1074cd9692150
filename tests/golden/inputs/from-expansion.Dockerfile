FROM alpine
COPY --from=${A:?x} x y
