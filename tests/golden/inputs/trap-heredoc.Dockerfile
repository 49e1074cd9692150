FROM alpine AS a
RUN <<EOF
FROM fake AS fake
COPY --from=nowhere a b
# stagegraph: title=No
EOF
COPY <<-"ONE" <<TWO /dest/
	FROM fake AS fake
	ONE
FROM other
TWO
FROM a
