	FROM alpine AS ok
RUN echo 日本語 \
    && echo b
	FRMO 	日本
  COPY --form=é a b
