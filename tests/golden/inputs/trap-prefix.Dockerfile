ARG REG=wrong
ARG REGISTRY=registry.example
FROM $REGISTRY/app:1
FROM ${REG}ISTRY/app
