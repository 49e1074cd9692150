// Words that some version of Mermaid, Graphviz, a browser or a careless escape would take for something else.
const FIRE = 'window.pwned=1';

export const PAYLOADS = [
    // Markup and scripts.
    `<script>${FIRE}</script>`, `"><script>${FIRE}</script>`, `<img src=x onerror=${FIRE}>`, `<svg onload=${FIRE}>`,
    `<b onmouseover="${FIRE}">b</b>`, `<iframe src="javascript:parent.${FIRE}"></iframe>`, `<a href="javascript:${FIRE}">x</a>`,
    `<math><mtext></mtext></math>`, `<foreignObject><script>${FIRE}</script></foreignObject>`, `]]><script>${FIRE}</script>`,
    `</title><script>${FIRE}</script>`, `</TABLE>`, `<BR/>`, `<br>`, `<br/>a<br />b`, `<!-- x -->`, `-->`, `<`, `>`, `<a`, `a<b>c`, `1 < 2 > 0`,
    `&lt;script&gt;${FIRE}&lt;/script&gt;`, `&#60;img src=x onerror=${FIRE}&#62;`, `#lt;img src=x onerror=${FIRE}#gt;`, `#60;b#62;`, `javascript:${FIRE}`,
    // Quotes and escapes.
    `"`, `""`, `'`, `say "hi"`, `it's`, '`', '`code`', '"`md`"', '```', `\\`, `\\\\`, `a\\nb`, `\\N`, `\\G`, `\\L`, `ends in \\`, `\\"`, `%N`, `\\u003c`,
    // Entities.
    `#quot;`, `#35;`, `&amp;`, `&amp;amp;`, `&quot;`, `&`, `&#0;`, `&#x110000;`, `#`, `#;`, `;`, `a;b`, `#amp;lt;`, `ﬂ°35¶ß`, `ﬂ°°quot¶ß`, `&nbsp;`,
    // Words and signs of Mermaid's grammar.
    `end`, `End`, `the end`, `subgraph`, `graph TD`, `flowchart`, `default`, `click`, `style x fill:#f00`, `style x:#q;`, `classDef x fill:#f00`,
    `class`, `linkStyle 0`, `direction LR`, `direction TB`, `in the direction  RL we go`, `direction\u00a0TD`, `directions`, `]`, `"]`, `"];`, `[`, `[[x]]`, `)`, `(x)`, `(["x"])`, `{x}`, `{{x}}`, `}`, `|`, `|x|`, `--`, `---`, `-->`, `-.->`, `==>`,
    `x --> y`, `~~~`, `a ~~~ b`, `%%`, `%% x`, `a %% b`, `%%{init}%%`, `%%{init: {"theme":"dark"}}%%`, `:::x`, `a:::b`, `@{ shape: cyl }`, `e1@-->`, `&`, `a & b`, `---\\ntitle: x`,
    `accTitle: x`, `o--o`, `x--x`, `>x]`, `/x/`, `\\x\\`, `<-->`,
    // Markdown, which labels are from 10 on.
    `1. x`, `1) x`, `12. twelve`, `- x`, `* x`, `+ x`, `# x`, `## x`, `> x`, `**b**`, `*i*`, `_a_`, `__a__`, `a_b_c`, `_`, `a _b`, `~~s~~`, `***`, `___`, `===`, `=`, `= x`,
    `[x](http://x)`, `](http://x)`, `![x](y.png)`, `<http://a.b>`, `www.example.com`, `WWW.example.com`, `http://a.b/c`, `https://a.b/?c=d&e=f#g`, `ftp://a.b`, `a@b.example`, `mailto:a@b.c`, `x:y`, `a: b`, `key:`,
    `| a | b |`, `- [ ] x`, `[^1]`, `:smile:`, `    four blanks`, `a  b   c`, `.`, `...`, `1.`, `1`, `-`, `+`, `*`, `!`, `?`, `(a) b`, `a)`,
    // Formulas and icons.
    `$$x$$`, `$x$`, `$$\\frac{1}{2}$$`, `$HOME`, `\${X:-y}`, `fa:fa-car`, `fab:fa-docker x`, `fa:fa-car, fa:fa-bus`, `mdi:x`,
    // Scripts of the world.
    `日本語のビルド段階`, `한국어 단계`, `שלום עולם`, `مرحبا بالعالم`, `\u202eabc\u202c`, `e\u0301te\u0301`, `ä̤̈`, `👍🏽`, `👩‍👩‍👧‍👦 family`, `🇩🇪`, `😀`, `ﷺ`, `ก็`, `नमस्ते`, `\u200b`, `a\u200bb`, `a\u00a0b`, `a\u00adb`, `\ufeffx`, `\u2028`, `a\u2029b`, `\u0085`,
    `ＦＵＬＬ`, `１．ｘ`, `ß`, `İ`, `Ǆ`, `\u{1d54f}`, `\u{10ffff}`, `\ufffd`, `\uffff`,
    // Names that JavaScript objects already have.
    `constructor`, `__proto__`, `toString`, `hasOwnProperty`, `prototype`, `undefined`, `null`, `true`, `NaN`,
    // Length.
    'w'.repeat(300), 'words '.repeat(60).trim(), '漢'.repeat(200),
];

// Stage names which are a word of some grammar, a property of every object, or collide once they are ids.
export const STAGE_NAMES = [
    'end', 'graph', 'flowchart', 'subgraph', 'style', 'class', 'classdef', 'click', 'linkstyle', 'call', 'interpolate', 'href', 'default', 'parent', 'self',
    'blank', 'top', 'constructor', 'tostring', 'hasownproperty', 'valueof', 'prototype', 'o', 'x', 'v', 'td', 'lr', 'tb', 'direction', 'node', 'edge', 'strict', 'digraph',
    'a-b', 'a_b', 'a.b', 'a--b', 'a__b', 'a1', 'a-1', 'my-end', 'my_end', 'x-end', 'appgraph', 'endstyle', 'end-x', 'end1', 'end_', 'bend', 'the.class', 'n-o', 'y-x', 'o1',
    'acctitle', 'accdescr', 'stage_0', 'stage_1', 'ext_alpine', 'ext-alpine', 'legend', 'legend-from', 'legend.outside', 'legend_to', 'cluster', 'root', 'undefined', 'null', 'true', 'nan', 'import', 'return', 'e1', 'l', 'flowchart-a-1',
];

export const GROUP_NAMES = ['end', 'graph', 'default', 'o', 'x', '1', 'subgraph', 'constructor', '__proto__', 'base', 'BASE', 'style', 'TB', 'direction', 'top', 'legend', 'Legend', 'root'];

export const FILE_NAMES = ['a b.Dockerfile', 'a;b', 'a#b', 'a#quot;b', '"q"', '<b>x', "<img src=x onerror='window.pwned=1'>", 'a&b', '&amp;', 'a%%b', '{x}', 'direction LR', 'a:b', 'back\\slash', 'ﬂ°35¶ß', '日本語', '-->', ']]>', '--', '$$x$$', '`t`'];
