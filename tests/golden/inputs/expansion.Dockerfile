FROM alpine
ENV A="${B:?not set}"
LABEL C=${D*}
