// What a picture is meant to show, worked out from the document's JSON and the options asked for, and never from the
// picture's own text. The program decides the same in src/view; this is the second opinion.
import { spread } from './rows.mjs';
import { clean, cutEnd, cutMiddle, cutReference, displayWidth, sizeLine } from './text.mjs';

const TITLE_WIDTH = 60;
const CODE_WIDTH = 44;
const REFERENCE_WIDTH = 36;
const NARROW_REFERENCE = 26;
const MANY_STAGES = 24;

const DEFAULTS = { images: 'show', edges: 'typed', direction: 'TB', group: 'auto' };

// ['--images', 'hide', '--layers'] → {images: 'hide', layers: true, …}
export function readOptions(args) {
    const options = { ...DEFAULTS };
    for (let i = 0; i < args.length; i++) {
        const name = args[i].replace(/^--/, '');
        const takesValue = i + 1 < args.length && !args[i + 1].startsWith('--');
        options[name] = takesValue ? args[++i] : true;
    }
    return options;
}

// Whether sizes were to be measured: then a stage without one says that it is unknown.
const measures = (options) => ['image', 'image-template', 'archive'].some((name) => name in options);

function stageLines(stage, json, options) {
    const body = [];
    const title = cutMiddle(clean(stage.title) || stage.id, TITLE_WIDTH);
    if (!options['no-purpose']) body.push(...stage.purpose_lines.map((line) => cutMiddle(line, Math.max(TITLE_WIDTH, Number(options.wrap ?? 0)))));
    if (options.layers) body.push(...layerLines(stage));
    if (options.images === 'label') body.push(...baseLines(stage, json));
    if (!options['no-size']) body.push(...sizeLine(stage.size, measures(options)));
    const underline = body.length > 0 ? '='.repeat(displayWidth(title)) : '';
    return [title, ...(underline ? [underline] : []), ...body].map(oneLine);
}

const layerLines = (stage) => stage.instructions.filter((instruction) => instruction.layer && !instruction.trigger)
    .map((instruction) => cutEnd(oneLine(clean(instruction.text)), CODE_WIDTH));

const baseLines = (stage, json) =>
    json.edges.filter((edge) => edge.kind === 'from' && edge.stage === stage.index && edge.source.image !== undefined)
        .map((edge) => cutReference(clean(edge.source.image), referenceWidth(json))).filter((line) => line !== '');

// A picture of many stages has narrower ones.
export const hasMany = (json) => json.stages.filter((stage) => stage.reachable).length > MANY_STAGES;
const referenceWidth = (json) => hasMany(json) ? NARROW_REFERENCE : REFERENCE_WIDTH;

// Runs of blanks are one on the screen; a no-break space is a blank of its own.
export const oneLine = (text) => text.replace(/[\p{Cc}\s]+/gu, (run) => run.replace(/[^\u00a0]+/g, ' ')).replace(/^ | $/g, '');

// → {nodes, outside, edges, clusters, …}; a node from outside has no id here, since the JSON names none: it is told
// by its label. Ends of an edge are stage ids, or {outside: label}.
export function meant(json, args) {
    const options = readOptions(args);
    const shown = json.stages.filter((stage) => stage.reachable);
    const visible = new Set(shown.map((stage) => stage.index));
    const nodes = shown.map((stage) => ({ id: stage.id, lines: stageLines(stage, json, options) }));
    const outside = [];
    const merged = new Set();
    const seen = new Set();
    const edges = [];
    for (const edge of json.edges.filter((candidate) => visible.has(candidate.stage))) {
        const to = json.stages[edge.stage].id;
        if (edge.source.stage !== undefined) {
            edges.push({ kind: edge.kind, forward: edge.forward, ranks: 1, from: json.stages[edge.source.stage].id, to, source: edge.source.stage, stage: edge.stage });
            continue;
        }
        const label = outsideLabel(edge, json, options);
        if (label === null) continue;
        const key = JSON.stringify([edge.source, options.images === 'separate' && edge.source.image !== undefined ? to : null]);
        if (!seen.has(key)) {
            seen.add(key);
            outside.push(label);
        }
        edges.push({ kind: edge.kind, outside: label, key, to, ranks: 1 });
    }
    const clusters = json.groups.filter((group) => options.group === 'auto' || (options.group === 'declared' && group.source !== 'inferred'))
        .map((group) => ({ title: oneLine(cutMiddle(clean(group.title), TITLE_WIDTH)), members: group.stages.filter((index) => visible.has(index)).map((index) => json.stages[index].id) }))
        .filter((group) => group.members.length > 0);
    // Edges that look alike are drawn once.
    const drawn = options.edges !== 'plain' ? edges : edges.filter((edge) => {
        const key = JSON.stringify([edge.from ?? null, edge.key ?? null, edge.to]);
        return !merged.has(key) && merged.add(key);
    });
    const upright = options.direction === 'TB' || options.direction === 'BT';
    setRanks(shown, nodes, drawn, clusters, upright);
    if (upright) staggerOutside(drawn);
    return {
        nodes, outside, edges: drawn, clusters, options,
        finals: shown.filter((stage) => stage.final).length,
        name: json.file,
    };
}

// null: not drawn. Scratch is nothing, so no picture has it.
function outsideLabel(edge, json, options) {
    const { image, url, context } = edge.source;
    if (options.images === 'hide' || (options.images === 'label' && edge.kind === 'from')) return null;
    if (json.images.find(({ ref }) => ref === image)?.scratch) return null;
    return oneLine(cutReference(clean(image ?? url ?? context) || '?', referenceWidth(json)));
}

// Rank = longest path over edges between stages. In a graph with groups, a stage in no group that nobody takes from
// and that has exactly one such edge into it hangs at the bottom: its edge spans the ranks between. Sideways, more than three
// such stages would make the picture wide, and stay.
function setRanks(shown, nodes, edges, clusters, upright) {
    const between = edges.filter((edge) => edge.outside === undefined && edge.source !== edge.stage);
    const rank = new Map(shown.map((stage) => [stage.index, 0]));
    const grouped = new Set(clusters.flatMap(({ members }) => members));
    for (let round = 0; round < shown.length; round++) {
        let changed = false;
        for (const edge of between) {
            if (rank.get(edge.source) + 1 > rank.get(edge.stage)) {
                rank.set(edge.stage, rank.get(edge.source) + 1);
                changed = true;
            }
        }
        if (!changed) break;
    }
    const lone = between.filter((edge) => !grouped.has(edge.to) && !between.some((other) => other.source === edge.stage) &&
        between.filter((other) => other.stage === edge.stage).length === 1);
    for (const edge of between) edge.ranks = 1;
    const cards = shown.map((stage, i) => ({ index: stage.index, lines: nodes[i].lines, rank: rank.get(stage.index) }));
    if (upright && spread(cards, between)) return;
    if (clusters.length === 0 || (!upright && lone.length > 3)) return;
    for (const edge of lone) {
        const others = shown.filter((stage) => stage.index !== edge.stage).map((stage) => rank.get(stage.index));
        edge.ranks = Math.max(1, 1 + Math.max(...others) - rank.get(edge.source));
    }
}

// What comes from outside stands by turns in as many rows, up to three, as make four in a row.
function staggerOutside(edges) {
    const keys = [...new Set(edges.filter((edge) => edge.outside !== undefined).map((edge) => edge.key))];
    const rows = Math.min(3, Math.ceil(keys.length / 4));
    for (const edge of edges) if (edge.outside !== undefined) edge.ranks = 1 + keys.indexOf(edge.key) % rows;
}
