# syntax=example.org/frontend:1
FROM alpine
