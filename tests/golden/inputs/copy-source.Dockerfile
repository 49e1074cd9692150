FROM alpine
COPY https://example.org/a.git /a
COPY https://example.org/a.txt /b
