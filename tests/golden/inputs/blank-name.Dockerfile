FROM alpine
ENV =x
ARG =x
LABEL =x
COPY a <<EOF
EOF
SHELL sh -c
