// What is wrong with a drawn flowchart: the one that was read back (in-page.js) against the one that was meant
// (meant.mjs). Labels from outside the JSON are compared character by character, blanks included.
import { oneLine } from './meant.mjs';
import { differences, shorten } from './report.mjs';
import { clean } from './text.mjs';

// Mermaid makes no link longer than this, however it is written.
const LONGEST_LINK = 10;

// Mermaid uses two pairs of signs as markers of its own, which only a blank of no width keeps apart.
const splitMarkers = (line) => line.replace(/ﬂ°/g, 'ﬂ\u200b°').replace(/¶ß/g, '¶\u200bß');

const sorted = (list) => [...list].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

export function compare(read, picture) {
    if (read.thrown) return [`Mermaid refuses it: ${read.thrown}`];
    if (read.error) return [`Mermaid draws an error: ${shorten(read.text, 200)}`];
    const problems = [];
    for (const what of read.active) problems.push(`active content in the drawing: ${what}`);
    const legend = new Set(picture.options.legend ? read.clusters.filter(({ id, lines }) => lines.join() === 'Legend' && /^legend/.test(id)).map(({ id }) => id) : []);
    const nodes = read.nodes.filter((node) => !node.clusters.some((id) => legend.has(id)));
    problems.push(...compareNodes(nodes, picture));
    problems.push(...compareClusters(read, nodes, picture, legend));
    if (problems.length === 0) problems.push(...compareEdges(read, nodes, picture));
    problems.push(...compareEdgeLabels(read, picture), ...compareRows(read, picture));
    const titles = [picture.name, `…/${picture.name}`].map((name) => loose(accessible(`Build stages of ${name}`)));
    const title = loose(read.title)?.replace(/of .*\//, (folders) => (picture.name.includes('/') ? folders : 'of …/')) ?? null;
    if (!titles.includes(title)) problems.push(...differences('title', title, titles[0]));
    problems.push(...differences('summary', read.summary, summary(picture)));
    return problems;
}

function compareNodes(nodes, picture) {
    const problems = [];
    const stageIds = new Set(picture.nodes.map((node) => node.id));
    problems.push(...differences('stage ids', sorted(nodes.filter(({ id }) => stageIds.has(id)).map(({ id }) => id)), sorted(stageIds)));
    for (const want of picture.nodes) {
        const got = nodes.find((node) => node.id === want.id);
        if (got) problems.push(...differences(`label of ${want.id}`, got.lines, want.lines.map(splitMarkers)));
    }
    const outside = nodes.filter(({ id }) => !stageIds.has(id)).map(({ lines }) => lines.join('\n'));
    problems.push(...differences('labels of outside nodes', sorted(outside), sorted(picture.outside.map(splitMarkers))));
    for (const { id, markup } of nodes) if (markup.length) problems.push(`markup in the label of ${id}: ${markup.join(' ')}`);
    return problems;
}

// The words of a title are joined by U+00A0, so that no version breaks it.
const titleMeant = (title) => splitMarkers(title).replaceAll(' ', '\u00a0');

function compareClusters(read, nodes, picture, legend) {
    const problems = [];
    const clusters = read.clusters.filter(({ id }) => !legend.has(id));
    problems.push(...differences('cluster titles', sorted(clusters.map(({ lines }) => lines.join('\n'))), sorted(picture.clusters.map(({ title }) => titleMeant(title)))));
    for (const { id, markup } of clusters) if (markup.length) problems.push(`markup in the title of ${id}: ${markup.join(' ')}`);
    if (problems.length) return problems;
    const titleOf = new Map(clusters.map(({ id, lines }) => [id, lines.join('\n')]));
    for (const { id, clusters: around } of nodes) {
        const want = picture.clusters.filter(({ members }) => members.includes(id)).map(({ title }) => titleMeant(title));
        problems.push(...differences(`clusters around ${id}`, around.map((cluster) => titleOf.get(cluster)), want));
    }
    return problems;
}

const STYLES = { from: 'solid arrow', copy: 'dotted arrow', mount: 'solid circle', 'add-git': 'dotted arrow', 'add-http': 'dotted arrow' };

function compareEdges(read, nodes, picture) {
    const problems = [];
    const stageIds = new Set(picture.nodes.map((node) => node.id));
    // Outside nodes are told by their label, as in `picture`.
    const keyOf = new Map(nodes.map((node) => [node.id, stageIds.has(node.id) ? node.id : `outside ${node.lines.join(' ')}`]));
    const wantedEnds = picture.edges.map((edge) => ({
        from: edge.outside === undefined ? edge.from : `outside ${splitMarkers(edge.outside)}`,
        to: edge.to,
        style: edge.forward ? 'solid cross' : picture.options.edges === 'plain' ? 'solid arrow' : STYLES[edge.kind],
        ranks: edge.ranks,
    }));
    const wanted = new Set(wantedEnds.map(({ from, to }) => `${from} → ${to}`));
    const inLegend = ({ ends }) => /^legend_from(_\d+)?_legend_to/.test(ends) && picture.options.legend;
    const got = read.edges.filter((edge) => !inLegend(edge)).map((edge) => {
        const style = `${edge.dotted ? 'dotted' : 'solid'} ${edge.circle ? 'circle' : edge.cross ? 'cross' : edge.arrow ? 'arrow' : 'line'}`;
        if (!edge.drawn) problems.push(`edge ${edge.ends} has no length`);
        return `${endsOf(edge.ends, keyOf, wanted)} ${style}`;
    });
    problems.push(...differences('edges', sorted(got), sorted(wantedEnds.map(({ from, to, style }) => `${from} → ${to} ${style}`))));
    if (read.lengths) {
        const links = read.lengths.filter(([from, to]) => keyOf.has(from) && keyOf.has(to));
        problems.push(...differences('link lengths',
            sorted(links.map(([from, to, length]) => `${keyOf.get(from)} → ${keyOf.get(to)} ${length}`)),
            sorted(wantedEnds.map(({ from, to, ranks }) => `${from} → ${to} ${Math.min(ranks, LONGEST_LINK)}`))));
    }
    problems.push(...compareDirection(nodes, picture));
    return problems;
}

// The drawing joins two ids with "_", which ids may hold too: of several ways to cut, the meant one counts.
function endsOf(ends, keyOf, wanted) {
    const pairs = [];
    for (let cut = ends.indexOf('_'); cut >= 0; cut = ends.indexOf('_', cut + 1)) {
        const [from, to] = [ends.slice(0, cut), ends.slice(cut + 1)];
        if (keyOf.has(from) && keyOf.has(to)) pairs.push(`${keyOf.get(from)} → ${keyOf.get(to)}`);
    }
    return pairs.find((pair) => wanted.has(pair)) ?? pairs[0] ?? `unknown ends ${ends}`;
}

// Most edges, since Mermaid 12 lays out with ELK, which turns an edge round where that straightens others.
function compareDirection(nodes, picture) {
    const { direction } = picture.options;
    const [axis, sign] = { TB: [1, 1], BT: [1, -1], LR: [0, 1], RL: [0, -1] }[direction];
    const centre = new Map(nodes.map((node) => [node.id, node.centre]));
    const between = picture.edges.filter((edge) => edge.outside === undefined && edge.from !== edge.to);
    const right = between.filter((edge) => (centre.get(edge.to)[axis] - centre.get(edge.from)[axis]) * sign > 0);
    return right.length * 2 < between.length ? [`only ${right.length} of ${between.length} edges go in direction ${direction}`] : [];
}

// Only the legend writes on its edges.
const compareEdgeLabels = (read, picture) =>
    (picture.options.legend ? [] : read.edgeLabels.map((label) => `label on an edge: ${label}`));

// A label has the lines that were written, unless it was asked for otherwise.
const compareRows = (read, picture) => (picture.options['mermaid-init'] === 'none' ? [] : wrappedLabels(read));

// Mermaid 11.0 to 11.12 break titles of groups at 200 px, and a browser breaks also inside a word, as behind / and -.
const NARROW_TITLE = 24;
const breaksInside = ({ lines }) => lines.join('').length > NARROW_TITLE && /[^\p{L}\p{N}\u00a0]/u.test(lines.join(''));

export const wrappedLabels = ({ nodes, clusters, wrappedEdges }) => [
    ...[...nodes, ...clusters.filter((cluster) => !breaksInside(cluster))].filter(({ wrapped }) => wrapped).map(({ id, wrapped }) => `wrapped label of ${id}: ${wrapped}`),
    ...wrappedEdges.map((wrapped) => `wrapped label of an edge: ${wrapped}`),
];

// No entity works in an accessible text, so what might mean something there is a "_".
const accessible = (text) => oneLine(clean(text)).replace(/[\x21-\x7e]/g, (sign) => (/[A-Za-z0-9._,()+=/-]/.test(sign) ? sign : '_'));

// How a program keeps a name from being read as something else is its affair: "_", a blank, one of no width.
const loose = (text) => text?.replace(/\u200b/g, '').replace(/[_\s]+/g, ' ').trim() ?? null;

function summary(picture) {
    const count = (number, word) => `${number} ${word}${number === 1 ? '' : 's'}`;
    const groups = picture.clusters.length ? ` in ${count(picture.clusters.length, 'group')}` : '';
    return `${count(picture.nodes.length, 'stage')}${groups}, ${count(picture.finals, 'final image')}`;
}
