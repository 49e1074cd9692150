FROM scratch
RUN --mount=type=bind,target= make
RUN --mount=type=cache make
