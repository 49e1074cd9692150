// Measured sizes in Chromium: in the labels of stages and edges, in the legend, in panels. They come from an OCI layout
// that is made here, of an image whose history has the instructions of the Dockerfile.
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openPage } from './browser.mjs';
import { LOOSE, STRICT, drawEverywhere } from './mermaid.mjs';
import { work } from './packages.mjs';
import { differences } from './report.mjs';

export const TEXT = `
FROM python AS base
RUN setup
FROM base AS build
RUN install
FROM base AS app
COPY --from=build /venv /venv
COPY main.py /
# stagegraph: size=850MB
FROM base AS dev
`;

// Bytes of a regular file in the layer of each instruction, and what the builder says of it.
const HISTORY = [
    [140_000, 'ADD rootfs.tar / # buildkit'],
    [10_000, 'RUN /bin/sh -c setup # buildkit'],
    [210_000, 'COPY /venv /venv # buildkit'],
    [600, 'COPY main.py / # buildkit'],
];
const SPACE = '\u00a0';
const spaced = (text) => text.replaceAll(' ', SPACE);
const SIZES = { base: '150 kB (+10 kB)', build: 'size ?', app: '361 kB (+211 kB)', dev: '~850 MB declared' };
const NOTE = 'sizes: files in layers, OCI layout, linux/amd64; ~ as declared';

const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');

// A tar of one regular file.
function layer(size) {
    const header = Buffer.alloc(512);
    const field = (at, text) => header.write(text, at, 'latin1');
    const octal = (at, width, value) => field(at, `${value.toString(8).padStart(width - 1, '0')}\0`);
    field(0, 'file');
    octal(100, 8, 0o644);
    octal(108, 8, 0);
    octal(116, 8, 0);
    octal(124, 12, size);
    octal(136, 12, 0);
    field(148, '        ');
    field(156, '0');
    field(257, 'ustar\x0000');
    octal(148, 8, header.reduce((sum, byte) => sum + byte, 0));
    return Buffer.concat([header, Buffer.alloc(Math.ceil(size / 512) * 512 + 1024)]);
}

export function layout() {
    const folder = path.join(work, 'layout');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(path.join(folder, 'blobs/sha256'), { recursive: true });
    const blob = (bytes, mediaType) => {
        writeFileSync(path.join(folder, 'blobs/sha256', digest(bytes)), bytes);
        return { mediaType, digest: `sha256:${digest(bytes)}`, size: bytes.length };
    };
    const json = (value, mediaType) => blob(Buffer.from(JSON.stringify(value)), mediaType);
    const layers = HISTORY.map(([size]) => blob(layer(size), 'application/vnd.oci.image.layer.v1.tar'));
    const config = json({
        os: 'linux', architecture: 'amd64',
        rootfs: { type: 'layers', diff_ids: layers.map(({ digest: id }) => id) },
        history: HISTORY.map(([, text]) => ({ created_by: text })),
    }, 'application/vnd.oci.image.config.v1+json');
    const manifest = json({ schemaVersion: 2, config, layers }, 'application/vnd.oci.image.manifest.v1+json');
    const annotations = { 'org.opencontainers.image.ref.name': 'app' };
    writeFileSync(path.join(folder, 'oci-layout'), '{"imageLayoutVersion": "1.0.0"}');
    writeFileSync(path.join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [{ ...manifest, annotations }] }));
    return folder;
}

export async function testSizes(program, browser, versions, report) {
    const args = ['--archive', layout(), '--legend'];
    const stages = Object.entries(SIZES);
    const text = program.render({ text: TEXT }, 'mermaid', args);
    const judge = (read) => {
        if (read.thrown || read.error) return [`Mermaid refuses it: ${read.thrown ?? read.text}`];
        const nodes = Object.fromEntries(read.nodes.map(({ id, lines }) => [id, lines]));
        return [
            ...stages.flatMap(([id, size]) => differences(`size of ${id}`, spaced(nodes[id].at(-1)), spaced(size))),
            ...differences('labels of edges', read.edgeLabels.map(spaced).sort(), ['COPY --from', 'FROM', '+210 kB'].map(spaced).sort()),
            ...differences('legend', nodes.legend_sizes.join(' '), NOTE),
        ];
    };
    await drawEverywhere(browser, versions, [STRICT, LOOSE].map((config) => ({ name: 'sizes', text, config, judge })), report);

    const opened = await openPage(browser);
    const show = (format) => opened.page.goto(opened.serve(`sizes.${format}`, format === 'svg' ? 'image/svg+xml' : 'text/html', program.render({ text: TEXT }, format, args)));
    const texts = () => opened.page.evaluate(() => [...document.querySelectorAll('svg text')].map((element) => element.textContent.trim()));
    await show('svg');
    const drawn = (await texts()).map(spaced);
    const missing = [...Object.values(SIZES), '+210 kB', NOTE].map(spaced).filter((wanted) => !drawn.some((text) => text === wanted || text.endsWith(`· ${wanted}`) || text.endsWith(`·${SPACE}${wanted}`))); // behind what is taken
    report.check('sizes in svg', [...missing.map((wanted) => `"${wanted}" is not there`), ...await opened.incidents()]);

    await show('html');
    await opened.page.locator('.node[data-id="app"] text').first().click();
    const entry = opened.page.locator('article:visible');
    const facts = await entry.locator('dt:text-is("Size") + dd').textContent();
    await entry.locator('summary').first().click();
    const layers = await entry.locator('li:has(code)').allTextContents();
    report.check('sizes in the page', [
        ...differences('fact', facts, `${spaced(SIZES.app)} 360,600 bytes of files, 210,600 of them added here, measured in app`),
        ...differences('instructions', layers.map((line) => /[\d.]+\u00a0k?B/.exec(line)?.[0] ?? ''), ['', spaced('210 kB'), spaced('600 B')]),
        ...await opened.incidents(),
    ]);
    await opened.page.close();

    const json = program.json({ text: TEXT }, args);
    report.check('sizes in json', [
        ...differences('stages', json.stages.map(({ size }) => [size?.total, size?.delta, size?.method]), [[150_000, 10_000, 'measured'], [undefined, undefined, undefined], [360_600, 210_600, 'measured'], [850_000_000, null, 'declared']]),
        ...differences('edges', json.edges.map(({ kind, size }) => [kind, size?.total ?? null]), [['from', null], ['from', null], ['from', null], ['copy', 210_000], ['from', null]]),
        ...differences('images', json.images.map(({ size }) => size.total), [140_000]),
    ]);
}
