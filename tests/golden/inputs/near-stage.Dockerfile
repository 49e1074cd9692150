FROM golang:1.25 AS build
RUN go build -o /app .

# stagegraph title=Server
FROM scratch
COPY --from=biuld /app /app
