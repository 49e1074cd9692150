FROM scratch
ARG A=b
RUN --mount=from=$A,target=/a make
RUN --mount=type=bind,fr"om=x,target=/a make
RUN --mount=type=bnd,target=/a make
RUN --mount=type=bind make
RUN --mount=type=cache,target=/a,sharing=some make
