FROM scratch
ENV A="${B:?not set}"
LABEL C=${D*}
