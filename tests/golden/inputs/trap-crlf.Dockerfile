FROM alpine AS a
RUN one \
  two
FROM a
COPY --from=a /x /y
