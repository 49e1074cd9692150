// How long edges between stages are in a picture that would be too wide: stages of one rank stand in several rows. The
// program decides the same in src/view/spread.c.
import { displayWidth } from './text.mjs';

const WIDE_ROW = 180;
const ROW_WIDTH = 100;
const SQUARE = 14;
const MARGIN = 5;

// stages: {index, lines, rank}; edges: {source, stage, ranks}, of which ranks is set. False, and nothing set, if no rank
// is too wide.
export function spread(stages, edges) {
    const into = (stage) => edges.filter((edge) => edge.stage === stage.index);
    const outOf = (stage) => edges.filter((edge) => edge.source === stage.index);
    const cards = new Map(stages.map((stage) => [stage.index, {
        stage, into: into(stage), outOf: outOf(stage), open: into(stage).length, height: 0, row: null,
        width: into(stage).length ? Math.max(...stage.lines.map(displayWidth)) + MARGIN : 0,
    }]));
    const ordered = inOrder([...cards.values()], cards);
    for (const card of [...ordered].reverse()) card.height = Math.max(0, ...card.outOf.map((edge) => cards.get(edge.stage).height + 1));
    const total = ordered.reduce((sum, card) => sum + card.width, 0);
    const limit = Math.max(ROW_WIDTH, Math.ceil(Math.sqrt(SQUARE * total)));
    const widths = new Map();
    for (const { stage, width } of ordered) widths.set(stage.rank, (widths.get(stage.rank) ?? 0) + width);
    if (Math.max(0, ...widths.values()) <= Math.max(limit, WIDE_ROW)) return false;
    place(ordered, cards, limit);
    for (const card of cards.values()) {
        let lowest = null;
        for (const other of cards.values()) {
            for (const edge of other.outOf.filter((candidate) => candidate.stage === card.stage.index)) {
                if (!lowest || (cards.get(lowest.source).row ?? 0) < (other.row ?? 0)) lowest = edge;
            }
        }
        if (lowest) lowest.ranks = Math.max(1, (card.row ?? 0) - (cards.get(lowest.source).row ?? 0));
    }
    return true;
}

// Sources before those that take from them, without the stages of a cycle.
function inOrder(all, cards) {
    const open = new Map(all.map((card) => [card, card.into.length]));
    const ordered = all.filter((card) => open.get(card) === 0);
    for (const card of ordered) {
        for (const edge of card.outOf) {
            const next = cards.get(edge.stage);
            open.set(next, open.get(next) - 1);
            if (open.get(next) === 0) ordered.push(next);
        }
    }
    return ordered;
}

function place(ordered, cards, limit) {
    const cost = (card) => card.into.length - card.outOf.length;
    let waiting = ordered.filter((card) => card.open === 0);
    for (let row = 0; waiting.length > 0; row++) {
        let used = 0;
        const placed = [];
        waiting.sort((a, b) => cost(b) - cost(a) || b.height - a.height || a.stage.index - b.stage.index);
        for (const card of waiting) {
            if (used > 0 && used + card.width > limit) continue;
            used += card.width;
            card.row = row;
            placed.push(card);
        }
        waiting = waiting.filter((card) => card.row === null);
        for (const card of placed) for (const edge of card.outOf) if (--cards.get(edge.stage).open === 0) waiting.push(cards.get(edge.stage));
    }
}
