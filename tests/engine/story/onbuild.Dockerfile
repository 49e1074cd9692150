# Triggers, arguments and the instructions whose words a history shows in another way. Its context is the story's.

ARG REGISTRY=127.0.0.1:5000

FROM ${REGISTRY}/python:slim AS parent
ONBUILD ARG GREETING=hi
ONBUILD COPY shared/ /onbuild/
ONBUILD RUN truncate -s 5000 /onbuild/five
RUN truncate -s 300 /three

FROM parent AS child
ARG X=1
ARG Y
RUN truncate -s 700 /seven

FROM child AS grandchild
COPY --chown=1:1 shared/orders.py /own
COPY --from=parent /three /four
ADD worker/ /added/
VOLUME /data
SHELL ["/bin/sh", "-c"]
MAINTAINER nobody
RUN ["truncate", "-s", "11", "/eleven"]
