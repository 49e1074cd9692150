# check=nonsense
FROM alpine
