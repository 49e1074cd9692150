// Dockerfiles whose titles, purposes, groups, names, images, URLs and instructions are made to break a picture.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compare } from './compare.mjs';
import { meant, oneLine } from './meant.mjs';
import { LOOSE, STRICT, drawEverywhere } from './mermaid.mjs';
import { root, work } from './packages.mjs';
import { FILE_NAMES, GROUP_NAMES, PAYLOADS, STAGE_NAMES } from './payloads.mjs';
import { differences, shorten } from './report.mjs';
import { clean } from './text.mjs';

const quoted = (text) => `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`;

// A word for FROM: expansion would take quotes, escapes and variables away.
const verbatim = (text) => text.replace(/["'\\$`]/g, (sign) => `\\${sign}`);

let cases = null;

export function hostileCases() {
    cases ??= [...labels(), ...images(), ...instructions(), ...names(), ...files(), ...bytes()];
    return cases;
}

const labels = () => PAYLOADS.map((payload) => ({
    name: `label ${shorten(payload, 60)}`,
    text: [
        `# stagegraph: title=${quoted(payload)} purpose=${quoted(payload)} group=${quoted(payload)}`,
        'FROM alpine AS one',
        `# stagegraph: group=${quoted(payload)} purpose=${quoted(`before ${payload} after\n${payload}`)}`,
        'FROM one AS two',
        'COPY --from=one /a /b', '',
    ].join('\n'),
    facts: (json) => {
        // A blank value says nothing, so the title falls back to the name; which blanks count is the program's affair.
        if (oneLine(clean(payload).replaceAll('\u00a0', ' ')) === '') return [];
        return [
            ...differences('title', oneLine(clean(json.stages[0].title)), oneLine(clean(payload))),
            ...differences('purpose', oneLine(clean(json.stages[0].purpose ?? '')), oneLine(clean(payload))),
            ...differences('group', oneLine(clean(json.groups[0]?.title ?? '')), oneLine(clean(payload))),
        ];
    },
}));

// Several to a file, since every one is a node of its own.
function images() {
    const words = PAYLOADS.filter((payload) => !/[\s\p{Cc}]/u.test(payload) && payload.length < 200);
    return packs(words, 6).map((pack) => ({
        name: `images ${shorten(pack.join(' '), 80)}`,
        text: pack.map((word, i) => `FROM ${verbatim(word)} AS s${i}\nADD https://example.com/${verbatim(word)} /x\n`).join(''),
        args: ['--keep-going'],
        facts: () => [],
    }));
}

// Each payload where a picture may quote the file: comments, RUN, CMD, LABEL, and with --layers.
const instructions = () => packs(PAYLOADS.filter((payload) => payload.length < 200), 6).map((pack) => ({
    name: `instructions ${shorten(pack.join(' '), 80)}`,
    text: [
        ...pack.map((payload) => `# ${payload}`), 'FROM alpine AS one', ...pack.map((payload) => `RUN echo ${payload}`),
        ...pack.flatMap((payload) => [
            `# ${payload}`, 'FROM one', `LABEL org.opencontainers.image.title=${JSON.stringify(payload.replace(/[\\$`]/g, '\\$&'))}`,
            `RUN ["echo", ${JSON.stringify(payload)}]`, `CMD ${payload}`,
        ]), '',
    ].join('\n'),
    options: ['--layers', '--images', 'label', '--legend'],
    args: ['--keep-going'],
    facts: () => [],
}));

function packs(list, size) {
    const result = [];
    for (let first = 0; first < list.length; first += size) result.push(list.slice(first, first + size));
    return result;
}

function* names() {
    const chain = STAGE_NAMES.map((name, i) => `FROM ${i === 0 ? 'alpine' : STAGE_NAMES[i - 1]} AS ${name}\n`).join('');
    const all = (json) => differences('names', json.stages.map(({ name }) => name), STAGE_NAMES);
    yield { name: 'stage names in a chain', text: chain, facts: all };
    yield { name: 'stage names beside a legend', text: chain, options: ['--legend'], facts: all };
    yield { name: 'stage names side by side', text: STAGE_NAMES.map((name) => `FROM alpine AS ${name}\n`).join(''), facts: all };
    yield { name: 'stage names as images', text: STAGE_NAMES.map((name) => `FROM ${name}\n`).join(''), facts: () => [] };
    for (const name of STAGE_NAMES) {
        yield { name: `stage name ${name}`, text: `FROM ${name}img AS ${name}\nFROM scratch\nCOPY --from=${name} /a /b\nRUN --mount=from=${name},target=/m x\n`, facts: () => [] };
    }
    const groups = GROUP_NAMES.map((group, i) => `# stagegraph: group=${quoted(group)}\nFROM alpine AS s${i}\n# stagegraph: group=${quoted(group)}\nFROM s${i} AS ${/^[a-z]/.test(group) ? group : `t${i}`}\n`);
    yield { name: 'groups named as keywords and stages', text: groups.join(''), facts: () => [] };
    yield { name: 'a name of 200 letters', text: `FROM alpine AS ${'n'.repeat(200)}\nFROM scratch\nCOPY --from=${'n'.repeat(200)} /a /b\n`, facts: () => [] };
    // Mermaid takes "direction LR" for a statement wherever it stands, even in a label and over a line's end.
    yield { name: 'a direction over two lines', text: '# stagegraph: purpose="the direction\\nLR, then direction\\nTB"\nFROM alpine AS one\nFROM one\n', facts: () => [] };
    for (const [what, long] of [['letters', 'l'.repeat(10_000)], ['words', 'word '.repeat(2_000).trim()], ['emoji', '🙂'.repeat(2_500)]]) {
        const directive = `# stagegraph: title=${quoted(long)} group=${quoted(long)}`;
        yield { name: `10 kB of ${what} as title and group`, text: `${directive}\nFROM alpine AS one\n${directive}\nFROM one\n`, facts: (json) => differences('title', json.stages[0].title.length, long.length) };
        yield { name: `10 kB of ${what} as purpose`, text: `# stagegraph: purpose=${quoted(long)}\nFROM alpine AS one\n`, facts: () => [] };
    }
    yield { name: '10 kB of image', text: `FROM ${'i'.repeat(10_000)} AS one\nFROM one\n`, args: ['--keep-going'], facts: () => [] };
}

// The file's own name is the picture's title.
const files = () => FILE_NAMES.map((name) => {
    const file = path.join(work, 'names', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, 'FROM alpine AS one\nFROM one\n');
    return { name: `file ${name}`, path: path.relative(root, file), facts: () => [] };
});

// What no JavaScript string can hold: bytes that are no UTF-8, and control characters.
function* bytes() {
    const wrap = (middle) => Buffer.concat([Buffer.from('# stagegraph: title="a'), middle, Buffer.from('b" purpose="c'), middle, Buffer.from('d"\nFROM alpine AS one\nFROM one\n')]);
    for (const middle of [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0x00], [0x01], [0x1b, 0x5b, 0x31, 0x6d], [0x07], [0x08], [0x0b], [0x0c], [0x7f], [0xc2, 0x85], [0xef, 0xbf, 0xbe]]) {
        yield { name: `bytes ${Buffer.from(middle).toString('hex')}`, text: wrap(Buffer.from(middle)), facts: () => [] };
    }
}

export async function testHostile(program, browser, versions, report) {
    const jobs = [];
    for (const hostile of hostileCases()) {
        try {
            const args = hostile.options ?? [];
            const text = program.render(hostile, 'mermaid', args);
            const json = program.pictured(hostile, args);
            const picture = meant(json, args);
            report.check(`json of ${hostile.name}`, hostile.facts(json));
            const judge = (read) => compare(read, picture);
            jobs.push({ name: hostile.name, text, config: STRICT, judge });
            // Loose cleans nothing, which matters to what could be markup or an address.
            if (/[<>:&#]/.test(String(hostile.text).replace(/^# stagegraph:/gm, ''))) jobs.push({ name: `${hostile.name} (loose)`, text, config: LOOSE, judge });
        } catch (error) {
            report.check(hostile.name, [error.message]);
        }
    }
    await drawEverywhere(browser, versions, jobs, report);
}
