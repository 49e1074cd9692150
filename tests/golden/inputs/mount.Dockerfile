FROM alpine
RUN --mount=type=bind,target= make
RUN --mount=type=cache make
