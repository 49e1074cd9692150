FROM alpine
ADD https://example.com/a.git /git
ADD https://example.com/a.git#main:dir /git-dir
ADD git@example.com:a/b.git /git-ssh
ADD https://example.com/a.tar.gz /http
ADD github.com/a/b /local
