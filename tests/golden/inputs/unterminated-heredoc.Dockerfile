FROM alpine
RUN <<END
echo
