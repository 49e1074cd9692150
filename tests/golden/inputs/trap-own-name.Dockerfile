FROM nginx AS nginx
RUN make
FROM nginx AS nginx
