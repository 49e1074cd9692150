// -f dot of every file is accepted by a newer Graphviz than Debian's (its WebAssembly build), with the nodes, edges,
// clusters and words that were meant.
import { webcrypto } from 'node:crypto';
import { meant } from './meant.mjs';
import { OPTION_SETS } from './mermaid.mjs';
import { graphviz } from './packages.mjs';
import { differences } from './report.mjs';

globalThis.crypto ??= webcrypto; // Debian 12's Node 18 has none

export async function testDot(program, files, report) {
    let engine = await graphviz();
    const version = engine.version();
    report.check(`Graphviz ${version} is newer than 2.42`, Number(version.split('.')[0]) > 2 ? [] : [version]);
    for (const file of files) {
        for (const args of file.facts ? [[]] : OPTION_SETS) {
            const name = ['dot of', file.name, ...args].join(' ');
            try {
                const text = program.render(file, 'dot', args);
                report.check(name, compareDot(layout(engine, text), text, meant(program.pictured(file, args), args)));
            } catch (error) {
                report.check(name, [error.message]);
                // After a crash of its own the engine is of no use.
                if (/memory|unreachable/.test(error.message)) engine = await graphviz();
            }
        }
    }
}

// As SVG: Graphviz' own JSON escapes the words of a label twice, and its newlines not at all.
function layout(engine, text) {
    try {
        return engine.layout(text, 'svg', 'dot');
    } catch (error) {
        throw new Error(`Graphviz refuses it: ${error.message.slice(0, 300)}`);
    }
}

// → [{kind, name, words}]
function drawn(svg) {
    const groups = svg.matchAll(/<g id="(?:node|edge|clust)\d+" class="(node|edge|cluster)[^"]*">\s*<title>([^<]*)<\/title>([\s\S]*?)(?=<g id="(?:node|edge|clust)\d|<\/svg>)/g);
    return [...groups].map(([, kind, name, body]) => ({
        kind,
        name: unescape(name),
        words: plain([...body.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, words]) => unescape(words)).join(' ')),
    }));
}

const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unescape = (text) => text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (_, decimal, hex, name) =>
    (name ? NAMED[name] : String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex, 16))));
const plain = (text) => text.replace(/\s+/g, ' ').trim();

function compareDot(svg, text, picture) {
    const groups = drawn(svg);
    const of = (wanted) => groups.filter(({ kind }) => kind === wanted);
    const problems = [];
    problems.push(...differences('node count', of('node').length, picture.nodes.length + picture.outside.length));
    problems.push(...differences('cluster titles', of('cluster').map(({ words }) => words).sort(), picture.clusters.map(({ title }) => inXml(plain(title))).sort()));
    // Outside nodes have ids of their own choice here, so ends are compared between stages only.
    const ids = new Set(picture.nodes.map(({ id }) => id));
    const edges = of('edge').map(({ name }) => name.split('->'));
    problems.push(...differences('edge count', edges.length, picture.edges.length));
    problems.push(...differences('edges between stages',
        edges.filter(([from]) => ids.has(from)).map((ends) => ends.join(' → ')).sort(),
        picture.edges.filter(({ outside }) => outside === undefined).map(({ from, to }) => `${from} → ${to}`).sort()));
    problems.push(...differences('spans of long edges', [...text.matchAll(/^ "\w+" -> "\w+" \[.*?\bminlen=(\d+)/gm)].map(([, ranks]) => Number(ranks)).sort(),
        picture.edges.map(({ ranks }) => ranks).filter((ranks) => ranks > 1).sort()));
    for (const { id, lines } of picture.nodes) {
        const words = of('node').find(({ name }) => name === id)?.words ?? `no node ${id}`;
        // The underline belongs to plain labels only.
        for (const line of lines.filter((candidate) => !/^=+$/.test(candidate))) {
            if (!words.includes(inXml(plain(line)))) problems.push(`"${line}" is not in the label of ${id}: ${words.slice(0, 200)}`);
        }
    }
    return problems;
}

// Two code points that are none of XML's.
export const inXml = (text) => text.replace(/[\ufffe\uffff]/g, '\ufffd');
