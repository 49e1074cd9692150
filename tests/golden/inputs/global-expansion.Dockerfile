ARG X=${Y:?no}
FROM alpine
