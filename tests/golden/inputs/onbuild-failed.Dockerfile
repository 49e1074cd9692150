FROM alpine AS a
ONBUILD RUNN make
ONBUILD COPY --form=x a b
FROM a
