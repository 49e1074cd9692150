FROM alpine
EXPOSE 80/tcp x 70000
