FROM alpine
RUN <<"a b"c
RUN <<a'b c'"d
RUN <<"$(x y)"z
