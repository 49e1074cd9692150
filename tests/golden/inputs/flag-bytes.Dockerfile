# BuildKit reads flags byte by byte, so letters beyond ASCII become others.
FROM alpine
COPY --chown=é a b
