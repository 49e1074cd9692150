# stagegraph: title="</script>\" & <b> #quot; `x` ;|{}[]()" group="end<i>"
# --> %%{init: {"theme":"dark"}}%% \N \G 日本語 [31m ‮!
FROM a AS b
FROM b AS end
COPY --from=b "a b" 'c"d' /e
ADD https://example.org/?a=1&b=<2> /f
