// -f svg of every file in Chromium: as a document of its own (where scripts would run), inline in a page and as <img>.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPage } from './browser.mjs';
import { inXml } from './dot.mjs';
import { meant } from './meant.mjs';
import { differences, shorten } from './report.mjs';

const IN_PAGE = path.join(path.dirname(fileURLToPath(import.meta.url)), 'in-page.js');
const OPTION_SETS = [[], ['--images', 'hide', '--edges', 'plain'], ['--legend', '--layers', '--direction', 'LR']];

// A picture that is too wide has narrower lines, and East Asian words break without a blank.
const plain = (text) => text?.replace(/\s+/g, '') ?? '';

export async function testSvg(program, browser, files, report) {
    const inline = await openPage(browser, [IN_PAGE]);
    const alone = await openPage(browser);
    let serial = 0;
    for (const file of files) {
        for (const args of file.facts ? [[]] : OPTION_SETS) {
            const name = ['svg of', file.name, ...args].join(' ');
            try {
                const text = program.render(file, 'svg', args);
                const picture = meant(program.pictured(file, args), args);
                const address = alone.serve(`${++serial}.svg`, 'image/svg+xml', text);
                inline.serve(`${serial}.svg`, 'image/svg+xml', text);
                report.check(name, [
                    ...await asDocument(alone, address),
                    ...await asImage(inline, address),
                    ...await asMarkup(inline, text, picture, file.sample),
                ]);
            } catch (error) {
                report.check(name, [error.message]);
            }
        }
    }
    await inline.page.close();
    await alone.page.close();
}

async function asDocument({ page, incidents }, address) {
    await page.goto(address);
    const problem = await page.evaluate(() => {
        const broken = document.querySelector('parsererror');
        return broken ? broken.textContent : document.documentElement.localName === 'svg' ? null : 'no svg';
    });
    return [...(problem ? [`as a document: ${shorten(problem, 200)}`] : []), ...(await incidents()).map((what) => `as a document: ${what}`)];
}

async function asImage({ page, incidents }, address) {
    const size = await page.evaluate((src) => new Promise((resolve) => {
        const image = new Image();
        image.onload = () => resolve([image.naturalWidth, image.naturalHeight]);
        image.onerror = () => resolve(null);
        image.src = src;
    }), address);
    const found = (await incidents()).map((what) => `as <img>: ${what}`);
    if (!size || size[0] < 10 || size[1] < 10) found.push(`as <img>: does not load (${size})`);
    return found;
}

async function asMarkup({ page, incidents }, text, picture, roomy) {
    const read = await page.evaluate((markup) => {
        const box = window.stagegraphTest.stage();
        box.innerHTML = markup;
        const svg = box.querySelector('svg');
        const outer = svg.getBoundingClientRect();
        const sticksOut = (a, b, slack) => Math.max(b.left - a.left, b.top - a.top, a.right - b.right, a.bottom - b.bottom) > slack;
        const texts = [...svg.querySelectorAll('text')];
        const clipped = texts.filter((element) => sticksOut(element.getBoundingClientRect(), outer, 1)).map((element) => element.textContent);
        // A card must hold its words: the node's shapes (all that is no text) around each of its texts.
        const overflowing = [...svg.querySelectorAll('g.node')].flatMap((node) => {
            const shapes = [...node.querySelectorAll('path,polygon,ellipse,rect,polyline')].map((shape) => shape.getBoundingClientRect());
            if (shapes.length === 0) return [];
            const around = {
                left: Math.min(...shapes.map((shape) => shape.left)), right: Math.max(...shapes.map((shape) => shape.right)),
                top: Math.min(...shapes.map((shape) => shape.top)), bottom: Math.max(...shapes.map((shape) => shape.bottom)),
            };
            return [...node.querySelectorAll('text')].filter((element) => sticksOut(element.getBoundingClientRect(), around, 1.5)).map((element) => element.textContent);
        });
        // Edges that run through the title of a group or the count of an edge, at points 2 px apart.
        const labels = [...svg.querySelectorAll('g.titles text,g.edge text')].map((element) => [element, element.getBoundingClientRect()]);
        const crossed = new Set();
        for (const path of svg.querySelectorAll('g.edge path')) {
            const toScreen = path.getScreenCTM();
            for (let at = 0; at < path.getTotalLength(); at += 2) {
                const point = path.getPointAtLength(at).matrixTransform(toScreen);
                for (const [element, label] of labels) {
                    if (point.x > label.left && point.x < label.right && point.y > label.top && point.y < label.bottom) crossed.add(element.textContent.trim());
                }
            }
        }
        const result = {
            clipped, overflowing, crossed: [...crossed],
            nodes: svg.querySelectorAll('g.node').length,
            // Pieces that several edges share name several ends: each edge has one of its own besides.
            edges: new Set([...svg.querySelectorAll('g.edge')].filter((edge) => !/ /.test(edge.dataset.from + edge.dataset.to))
                .map((edge) => [edge.getAttribute('class'), edge.dataset.from, edge.dataset.to].join('|'))).size,
            clusters: svg.querySelectorAll('g.cluster').length,
            words: Object.fromEntries([...svg.querySelectorAll('g.node')].map((node) => [node.dataset.id,
                [...node.querySelectorAll('text')].map((element) => element.textContent).join(' ').replace(/\s+/g, ' ').trim()])),
            active: window.stagegraphTest.active(box),
            named: svg.getAttribute('role') === 'img' && Boolean(svg.getAttribute('aria-label')),
            title: svg.querySelector(':scope > title')?.textContent.trim() ?? '',
        };
        box.replaceChildren();
        return result;
    }, text);
    const problems = (await incidents()).map((what) => `inline: ${what}`);
    for (const words of read.clipped) problems.push(`clipped at the edge of the picture: ${shorten(words, 80)}`);
    for (const words of read.overflowing) problems.push(`sticks out of its node: ${shorten(words, 80)}`);
    // In a large picture there may be no place without an edge.
    if (roomy) for (const words of read.crossed) problems.push(`an edge runs through the label ${shorten(words, 80)}`);
    for (const what of read.active) problems.push(`active content: ${what}`);
    if (!read.named) problems.push('no role="img" with aria-label');
    if (read.title === '') problems.push('no <title>');
    problems.push(...differences('node count', read.nodes, picture.nodes.length + picture.outside.length));
    problems.push(...differences('edge count', read.edges, picture.edges.length));
    problems.push(...differences('cluster count', read.clusters, picture.clusters.length));
    for (const { id, lines } of picture.nodes) {
        for (const line of lines.filter((candidate) => !/^=+$/.test(candidate))) {
            if (!plain(read.words[id]).includes(inXml(plain(line)))) problems.push(`"${shorten(line, 80)}" of ${id} is not drawn`);
        }
    }
    return problems;
}
