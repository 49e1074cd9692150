# escape=`
# stagegraph: purpose="Packs C:\\tools\\new `into` C:\\out\\"
FROM mcr.example/windows:1 AS build
COPY a `
     C:\out\
FROM build
COPY --from=build C:\out\ C:\new\
