FROM alpine
RUN --mount=type=foo make
RUN --mount=frm=x make
RUN --mount=type=secret,from=x make
