# Turns a Mermaid flowchart into one line per fact, cells separated by tabs, so that two of them can be compared as sets:
#
#   direction  TD
#   subgraph   BASE                   its id
#   title      BASE      BASE         what is shown
#   member     BASE      base         a node that is named between "subgraph" and "end"
#   node       base
#   label      base      1  Base      a line of its label: <br/> and raw newlines alike, trimmed, entities decoded
#   label      base      end  6       how many there are
#   edge       base      dev  ----->
#   other      whatever else the chart says

BEGIN {
    FS = "\n"
    OFS = "\t"
    entity["amp"] = "&"
    entity["quot"] = "\""
    entity["lt"] = "<"
    entity["gt"] = ">"
}

{ sub(/\r$/, "") }

node != "" {
    add_label($0)
    next
}

{ statement = trim($0) }

statement == "" { next }
statement ~ /^flowchart / { print "direction", trim(substr(statement, 10)); next }
# Texts for screen readers draw nothing; settings, and classes of lines and letters, only say how the drawn looks.
statement ~ /^acc(Title|Descr) *:/ { next }
statement ~ /^%%\{init:/ || statement ~ /^class / { next }
statement ~ /^classDef [a-z]+ (stroke|stroke-width|font-style):[^,]+(,stroke-width:[^,]+)?$/ { next }
statement ~ /^subgraph / { open_subgraph(trim(substr(statement, 9))); next }
statement == "end" { cluster = ""; next }
statement ~ /^[A-Za-z0-9_]+\["/ {
    node = statement
    sub(/\[.*/, "", node)
    print "node", node
    be_member(node)
    label_lines = 0
    sub(/^[^"]*"/, "", statement)
    add_label(statement)
    next
}
match(statement, /[-.=~][-.=~][-.=~>ox]+/) && statement ~ /^[A-Za-z0-9_]+ *[-.=~>ox]+ *[A-Za-z0-9_]+$/ {
    from = trim(substr(statement, 1, RSTART - 1))
    arrow = substr(statement, RSTART, RLENGTH)
    to = trim(substr(statement, RSTART + RLENGTH))
    print "edge", from, to, arrow
    be_member(from)
    be_member(to)
    next
}
{ print "other", statement }

function trim(text) {
    gsub(/^[ \t]+|[ \t]+$/, "", text)
    return text
}

function open_subgraph(text,    title) {
    cluster = title = text
    if (match(text, /\[".*"\]$/)) {
        cluster = trim(substr(text, 1, RSTART - 1))
        title = decode(substr(text, RSTART + 2, RLENGTH - 4))
    }
    print "subgraph", cluster
    print "title", cluster, title
}

function be_member(id) {
    if (cluster != "" && !((cluster, id) in members))
        print "member", cluster, id
    members[cluster, id] = 1
}

# One line of the source of a label; the last one ends in "].
function add_label(text,    last, part, count, i) {
    last = sub(/"\][ \t]*$/, "", text)
    count = split(text, part, /<br *\/?>/)
    if (count == 0)
        print "label", node, ++label_lines, ""
    for (i = 1; i <= count; i++)
        print "label", node, ++label_lines, decode(trim(part[i]))
    if (last) {
        print "label", node, "end", label_lines
        node = ""
    }
}

# Mermaid's entities, such as #amp; and #58;, in one pass so that nothing is decoded twice.
function decode(text,    result, name) {
    while (match(text, /#[A-Za-z0-9]+;/)) {
        name = substr(text, RSTART + 1, RLENGTH - 2)
        result = result substr(text, 1, RSTART - 1)
        if (name ~ /^[0-9]+$/ && name + 0 < 128)
            result = result sprintf("%c", name + 0)
        else
            result = result (name in entity ? entity[name] : "#" name ";")
        text = substr(text, RSTART + RLENGTH)
    }
    return result text
}
