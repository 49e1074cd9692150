RUN make
FROM alpine
