FROM alpine
COPY --from=1 x y
COPY --from=0 x y
