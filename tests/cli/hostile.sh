# shellcheck shell=bash disable=SC2034,SC2154 # sourced by run, which has and uses these variables
# Labels that break other drawing tools, through every text format: what is written parses, and says what it should.

folder hostile

# ---- titles ----

# One a line; the Dockerfile has \" and \\ for them. None is over 60 columns, where a title is cut.
cat > titles << 'TITLES'
say "hi" to 'them'
<script>alert(1)</script>
</script><img src=x onerror=alert(1)>
<B>bold</B> &amp; & &lt; &#60; &nosuch;
]]> --> */ <!-- <![CDATA[
C:\new\table \N \G \L \l \r \\ \
end
subgraph x
] x
["x"] (("y")) {{z}} >w]
a --> b; c
%% comment %%
%%{init: {"theme": "dark"}}%%
#quot; #35; #x; style x
`code` *bold* _em_ ~~gone~~ $$x^2$$
1. one
- two
+ three
# four
> five
| six | seven |
fa:fa-car mailto:a@b www.example.com https://example.com
[link](javascript:alert(1))
${TITLE} $TITLE $(id) `id` %s %n %1$s
{"json": [1, null]} \u0041 \x41
日本語 中文 한국어
שלום עולם مرحبا
🚀 👩‍💻 🇩🇪 ❤️
é ñ ﬂ° ¶ß ẞ
a  two spaces
=====
====
-----
default
click a href "javascript:alert(1)"
classDef a fill:#f00
graph LR
constructor
__proto__
"
\
'
a\"b
;
&
#
<
TITLES
count=$(wc -l < titles)
sed 's/[\\"]/\\&/g' titles > quoted
awk '{ print "# stagegraph: title=\"" $0 "\" purpose=\"" $0 "\"\nFROM alpine AS s" NR }' quoted > Dockerfile

for format in mermaid markdown dot json text svg html sexp; do
    expect "hostile titles in $format" 0 "$sg" -f $format -o drawn.$format
    silent "$err"
    check 'is not UTF-8' iconv -f UTF-8 -t UTF-8 drawn.$format > /dev/null
done
expect 'hostile titles in list' 0 "$sg" list
silent "$err"

# The text of an SVG, a text element a line, with plain spaces.
svg_texts() {
    xmllint --noout "$1" && xmllint --xpath '//*[local-name()="text"]/text()' --encode UTF-8 "$1" |
        sed 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&amp;/\&/g; s/\xc2\xa0/ /g; s/\xe2\x80\x8b//g; s/^ *//; s/ *$//'
}

name='hostile titles in json'
jq -r '.stages[].title' drawn.json > found
check 'jq cannot read it' [ -s found ]
same found titles
jq -r '.stages[].purpose' drawn.json > found
same found titles
name='hostile titles in dot'
check 'dot refuses it' dot -Tsvg drawn.dot -o dotted.svg
check 'dot warns' [ -z "$(dot -Tsvg drawn.dot 2>&1 > /dev/null)" ]
check "dot makes another number of nodes" [ "$(dot -Tplain drawn.dot | grep -c '^node')" = $((count + 1)) ]
for picture in dotted.svg drawn.svg; do
    name="hostile titles in $picture"
    check 'is not well-formed' xmllint --noout "$picture"
    svg_texts "$picture" | sed 's/  */ /g' > texts
    while IFS= read -r title; do
        check "no $title" grep -q -x -F -e "$(printf %s "$title" | sed 's/  */ /g')" texts
    done < titles
    for element in script foreignObject iframe image use; do
        check "has <$element>" [ "$(xmllint --xpath "count(//*[local-name()='$element'])" "$picture")" = 0 ]
    done
    check 'has an event handler' [ "$(xmllint --xpath 'count(//@*[starts-with(local-name(), "on")])' "$picture")" = 0 ]
    check 'has a link' [ "$(xmllint --xpath 'count(//@*[local-name()="href"])' "$picture")" = 0 ]
done
name='hostile titles in drawn.svg'
check 'has <a>' [ "$(xmllint --xpath "count(//*[local-name()='a'])" drawn.svg)" = 0 ]
check 'titles are not in the tooltips' [ "$(xmllint --xpath 'count(//*[local-name()="title"])' drawn.svg)" -ge "$count" ]

# To Graphviz a text of nothing but "]" is a syntax error.
for title in ']' ']]' '[' '[]'; do
    printf '# stagegraph: title="%s" purpose="%s" group="%s"\nFROM alpine AS a\nFROM a\n' "$title" "$title" "$title" > bracket
    expect "$title in svg" 0 "$sg" -f svg bracket
    expect "$title in dot" 0 "$sg" -f dot -o bracket.dot bracket
    check 'dot refuses it' dot -Tsvg bracket.dot -o dotted.svg
    check 'not three times in the picture' [ "$(svg_texts dotted.svg | grep -c -x -F -e "$title")" = 3 ]
done

# Mermaid itself reads them in tests/browser; here, that no line but ours starts a statement.
name='hostile titles in mermaid'
check 'another number of nodes' [ "$(grep -c '^    s[0-9]*\["' drawn.mermaid)" = "$count" ]
check 'another number of arrows' [ "$(grep -c '^    [a-z0-9_]* --> s[0-9]*$' drawn.mermaid)" = "$count" ]
# Within the quotes: no quote, no raw bracket of HTML but <br/>, no entity but our own.
awk '/^    s[0-9]*\["/ { inside = 1; sub(/^    s[0-9]*\["/, "") }
    inside { end = sub(/"\]$/, ""); gsub(/<br\/>/, ""); print; if (end) inside = 0 }' drawn.mermaid > labels
check 'no labels' [ "$(wc -l < labels)" -gt "$count" ]
check "a raw quote or bracket: $(grep -m 1 '["<>]' labels)" eval '! grep -q "[\"<>]" labels'
check "a raw backslash, backtick or dollar: $(grep -m 1 '[\\`$]' labels)" eval "! grep -q '[\\\\\`\$]' labels"
check "an entity of another kind: $(grep -m 1 '#[^0-9aqlg]' labels)" eval '! grep -q "#[^0-9aqlg]" labels'

name='hostile titles in text'
while IFS= read -r title; do
    check "no $title" grep -q -F -e "$(printf %s "$title" | sed 's/  */ /g')" <(sed 's/  */ /g' drawn.text)
done < titles

# ---- names, images, paths, file names ----

names='end graph flowchart subgraph style class classdef click linkstyle call interpolate href default parent self blank top
constructor tostring hasownproperty node edge digraph strict a-b a_b a.b con nul x-end end-x my-class the_default prototype'
for stage in $names; do echo "FROM alpine AS $stage"; done > named
printf 'FROM alpine\n' >> named
for stage in $names; do echo "COPY --from=$stage /a /$stage"; done >> named
expect 'reserved names' 0 "$sg" -f json named
check 'ids repeat' [ -z "$(jq -r '.stages[].id' "$out" | sort | uniq -d)" ]
check 'an id that Mermaid does not take' [ -z "$(jq -r '.stages[].id' "$out" | grep -v '^[A-Za-z][A-Za-z0-9_]*$')" ]
check 'an id that ends in a reserved word' [ -z "$(jq -r '.stages[].id' "$out" | grep -E '(^|[^a-z])(end|graph|class|default|style|href)$')" ]
expect 'reserved names in dot' 0 "$sg" -f dot -o named.dot named
check 'dot refuses it' dot -Tsvg named.dot -o named.svg
check 'dot loses edges' [ "$(dot -Tplain named.dot | grep -c '^edge')" = $((2 * $(wc -w <<< "$names") + 1)) ]

cat > images << 'DOCKERFILE'
FROM "quoted"
FROM ${NONE}<script>alert(1)</script>
FROM a\nb\N\G
FROM `backtick`
FROM alpine;rm
FROM 日本語:タグ
FROM $UNSET"];evil["x
ADD https://example.com/"><script>alert(1)</script>?a=1&b=2#]]> "/x\n\N"
ADD https://example.com/%22%3E%3Cscript%3E /y
COPY --from=x"y<z>& ["a \"b\" <c> \\N", "/d]]>"]
LABEL a="</title><script>" b='"' \
  c=d
DOCKERFILE
for format in mermaid markdown dot json text svg html sexp; do
    PARTIAL=1 expect "hostile images in $format" 0 "$sg" -q -f $format -o images.$format --images show --layers images
done
name='hostile images'
check 'jq refuses the JSON' jq -e .edges images.json > /dev/null
check 'dot refuses it' dot -Tsvg images.dot -o dotted.svg
for picture in dotted.svg images.svg; do
    check "$picture is not well-formed" xmllint --noout $picture
    check "$picture has a script" [ "$(xmllint --xpath 'count(//*[local-name()="script"])' $picture)" = 0 ]
    check "$picture has a handler" [ "$(xmllint --xpath 'count(//@*[starts-with(local-name(), "on")])' $picture)" = 0 ]
    check "$picture has a script in capitals" eval '! grep -qi "<script" $picture'
done

file='a"b<c>&d\e]]>.Dockerfile'
cp images "$file"
for format in mermaid markdown dot json text svg html sexp; do
    expect "a hostile file name in $format" 0 "$sg" -q -f $format -o drawn.$format "$file"
done
name='a hostile file name'
check 'the JSON has another name' [ "$(jq -r .file drawn.json)" = "$file" ]
check 'dot refuses it' dot -Tsvg drawn.dot -o dotted.svg
check 'the SVG is not well-formed' xmllint --noout drawn.svg
cp images $'line\nbreak'
expect 'a file name with a newline' 0 "$sg" -q $'line\nbreak'
check 'more lines' [ "$(grep -c '^    accTitle: Build stages of line break$' "$out")" = 1 ]

# ---- groups ----

awk 'NR % 2 { print "# stagegraph: group=\"" $0 "\"\nFROM alpine AS s" NR }' quoted > groups
for format in mermaid markdown dot json text svg html; do
    expect "hostile groups in $format" 0 "$sg" -f $format -o groups.$format groups
done
name='hostile groups'
jq -r '.groups[].title' groups.json > found
awk 'NR % 2' titles > wanted
same found wanted
check 'dot refuses it' dot -Tsvg groups.dot -o dotted.svg
svg_texts dotted.svg | sed 's/  */ /g' > texts
while IFS= read -r title; do
    check "no $title" grep -q -x -F -e "$(printf %s "$title" | sed 's/  */ /g')" texts
done < wanted
check 'the SVG is not well-formed' xmllint --noout groups.svg
check 'another number of subgraphs' [ "$(grep -c '^    subgraph ' groups.mermaid)" = "$(wc -l < wanted)" ]
check 'another number of ends' [ "$(grep -c '^    end$' groups.mermaid)" = "$(wc -l < wanted)" ]

# ---- a CI log is an interpreter ----

# tame NAME FILE: no line of it is a command to GitHub's or Azure's runner, blanks before it or not.
tame() {
    local command
    command=$(grep -m 1 -iE '^[[:space:]]*::|##[a-z ]*\[' "$2")
    check "$1 can command a log: $command" [ -z "$command" ]
}
mkdir -p '::error'
printf '%s\n' '# ::error::a ##[group]b' '# ##vso[task.setvariable variable=PATH]c' 'FROM ::add-mask::x AS a' \
    '# stagegraph: title="::set-output name=a::b" purpose="##[error]p" group="::warning::g"' 'FROM a AS b' \
    'COPY --from=::x /y /z' '::error file=x::y' '##[command]z' '##vso[task.complete]' > '::error/Dockerfile'
printf '# ##vso[x]\nFROM ::add-mask::x AS a\n# stagegraph: title="::y ##[z]" purpose="::p\\n##[q]"\nFROM a AS b\n' > commands
printf 'stages: {"::x ##[y]": {title: z}}\n::error::\n' > commands.yaml
printf 'defaults: {title: "::error::t ##[u]"}\n' > titled.yaml
for words in "'::error/Dockerfile'" "--keep-going '::error/Dockerfile'" 'commands' '--annotations commands.yaml commands' \
    '--annotations titled.yaml commands' "--target '::x' commands" "'::nothing'" "--focus '##[x]' commands"; do
    for command in 'render -f text' 'render -f mermaid' 'render -f markdown' 'render -f json' list 'list --why'; do
        name="$command $words"
        eval "\"\$sg\" $command $words" > "$out" 2> "$err"
        tame 'standard error' "$err"
        tame 'standard output' "$out"
    done
done
