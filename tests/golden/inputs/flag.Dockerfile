FROM alpine
COPY --form=a b c
RUN --mount=type=bind,frm=x,target=/a make
FROM --platfrom=x alpine
