FROM later AS a
FROM alpine AS later
