FROM alpine
COPY --from=a --from=b c d
RUN --network=wifi a
RUN --security=none a
