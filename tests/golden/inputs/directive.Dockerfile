# stagegraph: grp=A
FROM alpine
# stagegraph: title="open
FROM alpine
# stagegraph: size=big
FROM alpine
# stagegraph: title=x

FROM alpine
# stagegraph: title=y
