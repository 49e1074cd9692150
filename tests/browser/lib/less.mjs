// --collapse, --fold, --focus and --link in Chromium: what is left of a picture in Mermaid, SVG and HTML, and what its
// links do. What is meant is written down here, stage by stage.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openPage } from './browser.mjs';
import { LOOSE, STRICT, drawEverywhere } from './mermaid.mjs';
import { root, work } from './packages.mjs';
import { differences } from './report.mjs';

const TEXT = `
# stagegraph: group=Tools
FROM alpine AS lint
# stagegraph: group=Tools
FROM alpine AS docs
# stagegraph: group="Old tools"
FROM docs AS old
FROM golang AS src
FROM src AS deps
FROM deps AS build
RUN compile-it
# The program.
FROM scratch AS app
COPY --from=build /app /
COPY --from=docs /man /man
FROM scratch AS other
COPY --from=lint /report /
COPY --from=old /x /
`;

const TITLES = { lint: 'Lint', docs: 'Docs', old: 'Old', src: 'Src', deps: 'Deps', build: 'Build', app: 'App', other: 'Other', ext_alpine: 'alpine', ext_golang: 'golang' };
const titles = (...ids) => Object.fromEntries(ids.map((id) => [id, TITLES[id]]));

// nodes: id → title; joined: id of a node that is several → their titles.
const CASES = [
    {
        args: ['--collapse', 'Tools'],
        nodes: { Tools: 'Tools', ...titles('old', 'src', 'deps', 'build', 'app', 'other', 'ext_alpine', 'ext_golang') },
        edges: ['Tools app', 'Tools old', 'Tools other', 'build app', 'deps build', 'ext_alpine Tools', 'ext_golang src', 'old other', 'src deps'],
        clusters: { 'Old tools': ['old'] },
        joined: { Tools: ['Lint', 'Docs'] },
    },
    {
        args: ['--collapse', 'all'],
        nodes: { Tools: 'Tools', Old_tools: 'Old tools', ...titles('src', 'deps', 'build', 'app', 'other', 'ext_alpine', 'ext_golang') },
        edges: ['Old_tools other', 'Tools Old_tools', 'Tools app', 'Tools other', 'build app', 'deps build', 'ext_alpine Tools', 'ext_golang src', 'src deps'],
        clusters: {},
        joined: { Tools: ['Lint', 'Docs'], Old_tools: ['Old'] },
    },
    {
        args: ['--fold'],
        nodes: { ...titles('lint', 'docs', 'old', 'app', 'other', 'ext_alpine', 'ext_golang'), build: 'Src … Build' },
        edges: ['build app', 'docs app', 'docs old', 'ext_alpine docs', 'ext_alpine lint', 'ext_golang build', 'lint other', 'old other'],
        clusters: { Tools: ['lint', 'docs'], 'Old tools': ['old'] },
        joined: { build: ['Src', 'Deps', 'Build'] },
    },
    {
        args: ['--focus', 'build'],
        nodes: titles('src', 'deps', 'build', 'app', 'ext_golang'),
        edges: ['build app', 'deps build', 'ext_golang src', 'src deps'],
        clusters: {},
        joined: {},
    },
    {
        args: ['--focus', 'old', '--focus', 'lint'],
        nodes: titles('lint', 'docs', 'old', 'other', 'ext_alpine'),
        edges: ['docs old', 'ext_alpine docs', 'ext_alpine lint', 'lint other', 'old other'],
        clusters: { Tools: ['lint', 'docs'], 'Old tools': ['old'] },
        joined: {},
    },
    {
        args: ['--fold', '--collapse', 'all', '--focus', 'app', '--images', 'hide'],
        nodes: { Tools: 'Tools', build: 'Src … Build', app: 'App' },
        edges: ['Tools app', 'build app'],
        clusters: {},
        joined: { Tools: ['Docs'], build: ['Src', 'Deps', 'Build'] },
    },
];

const LINES = { lint: 3, docs: 5, old: 7, src: 8, deps: 9, build: 10, app: 13, other: 16, Tools: 3 };
const TEMPLATE = 'https://code.example/blob/a%20b/{file}?plain=1&stage={stage}#L{line}';
const linkOf = (file, id, name = id) => `https://code.example/blob/a%20b/${encodeURIComponent(file)}?plain=1&stage=${name}#L${LINES[id]}`;
// Names that mean something in a URL, in Mermaid, in markup, or in a script.
const FILES = ['Dockerfile', 'a b.Dockerfile', '50%20off.Dockerfile', 'x"onclick=alert(1)\'.Dockerfile', '<b>&amp;#?;.Dockerfile', 'ü漢🙂.Dockerfile', 'javascript:alert(1)', '..%2F..Dockerfile'];

// Later versions of Mermaid take all percent signs out of a link under "strict" and put some in again. What is lost there
// with these cannot be kept by any spelling; but it must still be a link to that place.
const MERMAID_DECODES = /[%"#;:?]/;

const sorted = (list) => [...list].sort();
const sortedKeys = (object) => Object.fromEntries(Object.keys(object).sort().map((key) => [key, object[key]]));
// Where stages stand in their box is the layout's business.
const sortedMembers = (clusters) => Object.fromEntries(Object.keys(clusters).sort().map((key) => [key, [...clusters[key]].sort()]));

export async function testLess(program, browser, versions, report) {
    const files = linkedFiles();
    const jobs = [];
    for (const wanted of CASES) jobs.push(...mermaidJobs(wanted.args.join(' '), program.render({ text: TEXT }, 'mermaid', wanted.args), (read) => compareShape(shapeOfMermaid(read), wanted)));
    for (const { name, file } of files) jobs.push(...mermaidJobs(`links to ${name}`, program.render({ path: file }, 'mermaid', ['--fold', '--link', TEMPLATE]), (read, version, config) => compareLinks(read.links, name, config === STRICT && MERMAID_DECODES.test(name))));
    await drawEverywhere(browser, versions, jobs, report);

    const opened = await openPage(browser);
    let serial = 0;
    const open = (source, format, args) => opened.page.goto(opened.serve(`less${++serial}.${format}`, format === 'svg' ? 'image/svg+xml' : 'text/html', program.render(source, format, args)));
    const check = async (name, body) => {
        const problems = [];
        try {
            problems.push(...await body());
        } catch (error) {
            problems.push(error.message);
        }
        report.check(name, [...problems, ...await opened.incidents()]);
    };
    for (const wanted of CASES) {
        for (const format of ['svg', 'html']) {
            await check(`${format} ${wanted.args.join(' ')}`, async () => {
                await open({ text: TEXT }, format, wanted.args);
                return compareShape(await opened.page.evaluate(readPicture), wanted);
            });
        }
        await check(`panels of html ${wanted.args.join(' ')}`, async () => {
            await open({ text: TEXT }, 'html', wanted.args);
            return panels(opened.page, wanted);
        });
    }
    for (const { name, file } of files) {
        for (const format of ['svg', 'html']) {
            await check(`links of ${format} to ${name}`, async () => {
                await open({ path: file }, format, ['--fold', '--link', TEMPLATE]);
                return compareLinks(await opened.page.evaluate(readLinks), name);
            });
        }
    }
    await check('a click on a link of svg', async () => {
        await open({ text: TEXT }, 'svg', ['--link', TEMPLATE]);
        return follow(opened, '.node[data-id="app"] text');
    });
    await check('a click on a linked stage of html, then on its link', async () => {
        await open({ text: TEXT }, 'html', ['--link', TEMPLATE]);
        await opened.page.locator('.node[data-id="app"] text').first().click();
        const chosen = await opened.page.locator('article:visible h2').allTextContents();
        return [...differences('chosen', chosen, ['App']), ...await opened.incidents(), ...await follow(opened, 'article:visible dd a[target]', true)];
    });
    report.check('links that are no web pages', refused(program));
    await opened.page.close();
}

function linkedFiles() {
    return FILES.map((name) => {
        const file = path.join(work, 'names', name);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, TEXT);
        return { name, file: path.relative(root, file) };
    });
}

// ---- what is drawn ----

const mermaidJobs = (name, text, judge) => [['', STRICT], [' (loose)', LOOSE]].map(([how, config]) => ({
    name: name + how, text, config,
    judge: (read, version) => (read.thrown || read.error ? [`Mermaid refuses it: ${read.thrown ?? read.text}`] : [...read.active.map((what) => `active content: ${what}`), ...judge(read, version, config)]),
}));

function shapeOfMermaid(read) {
    // The words of a title are joined by U+00A0, so that no version breaks it.
    const clusterTitle = new Map(read.clusters.map(({ id, lines }) => [id, lines.join(' ').replaceAll('\u00a0', ' ')]));
    const clusters = Object.fromEntries([...clusterTitle.values()].map((title) => [title, []]));
    for (const { id, clusters: around } of read.nodes) for (const cluster of around) clusters[clusterTitle.get(cluster)].push(id);
    const ids = read.nodes.map(({ id }) => id);
    // Both ends hold "_" here.
    const ends = (text) => ids.flatMap((from) => ids.filter((to) => `${from}_${to}` === text).map((to) => `${from} ${to}`))[0] ?? text;
    return { nodes: Object.fromEntries(read.nodes.map(({ id, lines }) => [id, lines[0]])), edges: read.edges.map((edge) => ends(edge.ends)), clusters };
}

// Runs in the page, of SVG or HTML. A cluster's title is drawn over the edges, and nothing names its members: what
// stands in it is measured.
const readPicture = () => {
    // The target and other final images have a sign in front of their title.
    const title = (node) => [...node.querySelectorAll('text')].map((text) => text.textContent.trim()).find((text) => !/^[►◆]?$/u.test(text));
    const nodes = [...document.querySelectorAll('.node')];
    const headings = [...document.querySelectorAll('svg text')].filter((text) => !text.closest('.node, .edge'));
    const inside = (node, cluster) => {
        const [a, b] = [node.getBoundingClientRect(), cluster.getBoundingClientRect()];
        return a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
    };
    return {
        nodes: Object.fromEntries(nodes.map((node) => [node.dataset.id, title(node)])),
        edges: [...document.querySelectorAll('.edge')].map((edge) => `${edge.dataset.from} ${edge.dataset.to}`),
        clusters: Object.fromEntries([...document.querySelectorAll('.cluster')].map((cluster) => [headings.find((text) => inside(text, cluster))?.textContent, nodes.filter((node) => inside(node, cluster)).map((node) => node.dataset.id)])),
    };
};

const compareShape = (got, wanted) => [
    ...differences('nodes', sortedKeys(got.nodes), sortedKeys(wanted.nodes)),
    ...differences('edges', sorted(got.edges), wanted.edges),
    ...differences('clusters', sortedMembers(got.clusters), sortedMembers(wanted.clusters)),
];

// Each node shows its stages: one its own, a joined one all of them, each with its instructions.
async function panels(page, { nodes, joined }) {
    const problems = [];
    for (const id of Object.keys(nodes).filter((candidate) => !candidate.startsWith('ext_'))) {
        await page.locator(`.node[data-id="${id}"] text`).first().click();
        const entry = page.locator('article:visible');
        problems.push(...differences(`heading of ${id}`, await entry.locator('h2').allTextContents(), [nodes[id]]));
        problems.push(...differences(`stages of ${id}`, await entry.locator('h3').allTextContents(), joined[id] ?? []));
        for (const summary of joined[id] ? await entry.locator('summary').all() : []) await summary.click();
        const shown = await entry.locator('li code').evaluateAll((codes) => codes.filter((code) => code.checkVisibility() && code.textContent.startsWith('FROM ')).length);
        problems.push(...differences(`instructions of ${id}`, shown, joined[id]?.length ?? 1));
    }
    if (joined.build) {
        await page.keyboard.press('Escape');
        await page.fill('input', 'compile-it');
        problems.push(...differences('what is found', await page.locator('article:visible').evaluateAll((entries) => entries.map((entry) => entry.dataset.id)), ['build']));
    }
    return problems;
}

// ---- links ----

// Runs in the page. In HTML a link stands in the list, since a click on a node chooses it.
const readLinks = () => [...document.querySelectorAll(document.querySelector('article') ? 'dd a[target]' : '.node a')]
    .map((link) => [link.closest('[data-id]').dataset.id, link.getAttribute('href')]);

// Folded, so that "build" stands for three stages: its link is that of the first.
function compareLinks(links, file, decoded = false) {
    if (decoded) return differences('links', links.filter(([, url]) => !url.startsWith('https://code.example/blob/')), []);
    const wanted = { ...Object.fromEntries(['lint', 'docs', 'old', 'app', 'other'].map((id) => [id, linkOf(file, id)])), build: linkOf(file, 'src') };
    const strict = (url) => url.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
    return differences('links', sortedKeys(Object.fromEntries(links)), sortedKeys(Object.fromEntries(Object.entries(wanted).map(([id, url]) => [id, strict(url)]))));
}

// The address that a click asks for, in this page or a new one.
async function follow(opened, selector, popup = false) {
    const asked = opened.page.context().waitForEvent('request', (request) => request.url().startsWith('https:'));
    await opened.page.context().route('https://code.example/**', (route) => route.fulfill({ body: 'there' }));
    const opens = popup && opened.page.waitForEvent('popup');
    await opened.page.locator(selector).first().click();
    const url = (await asked).url();
    if (popup) await (await opens).close();
    await opened.incidents(); // the popup, or the request, is one
    return differences('address', url, linkOf('standard input', 'app').replace(/#.*/, '')); // a request has no fragment
}

function refused(program) {
    return ['javascript:alert(1)', 'JavaScript://x/%0aalert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', '//code.example/', '{file}', ' https://x', 'https:x', '\tjavascript:x'].flatMap((template) => {
        const result = program.run(['-f', 'svg', '--link', template, '-'], TEXT);
        return differences(template, [result.status, result.stdout, /starts with http/.test(result.stderr)], [2, '', true]);
    });
}
