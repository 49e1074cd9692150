FROM alpine AS a
RUN one \
  # FROM fake AS fake

  && two
# FROM commented AS out \
FROM a AS b
