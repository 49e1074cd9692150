// -f html in Chromium: what the page holds for every file, and what it does when it is used.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openPage } from './browser.mjs';
import { meant } from './meant.mjs';
import { root } from './packages.mjs';
import { differences } from './report.mjs';
import { INVISIBLE } from './text.mjs';
import { viewerUses } from './viewer.mjs';

const SAMPLE = { path: 'samples/python-service/Dockerfile' };

export async function testHtml(program, browser, files, report) {
    const opened = await openPage(browser);
    let serial = 0;
    const openText = async (text, hash = '') => {
        await opened.page.goto(opened.serve(`${++serial}.html`, 'text/html', text) + hash);
        return opened.page;
    };
    const open = (source, args = [], hash = '') => openText(program.render(source, 'html', args), hash);
    const size = opened.page.viewportSize();
    for (const file of files) {
        try {
            const page = await open(file, file.options ?? []);
            const json = program.json(file, file.options ?? []);
            const problems = contents(await page.evaluate(readPage), json, meant(json, file.options ?? []), sourceOf(file));
            report.check(`page of ${file.name}`, [...problems, ...await opened.incidents()]);
        } catch (error) {
            report.check(`page of ${file.name}`, [error.message]);
        }
    }
    const json = program.json(SAMPLE);
    for (const [name, use] of Object.entries({ ...uses, ...viewerUses })) {
        const problems = [];
        try {
            await use({ open, openText, program, page: opened.page, json, same: (what, got, want) => problems.push(...differences(what, got, want)), incidents: opened.incidents });
        } catch (error) {
            problems.push(error.message);
        }
        await opened.page.emulateMedia({ media: null, colorScheme: null, reducedMotion: null });
        await opened.page.setViewportSize(size);
        report.check(name, [...problems, ...await opened.incidents()]);
    }
    await opened.page.close();
    report.check('without scripts', await withoutScripts(browser, program.render(SAMPLE, 'html'), json));
}

// ---- what the page holds ----

const sourceOf = (file) => (file.path ? readFileSync(path.resolve(root, file.path)) : Buffer.from(file.text)).toString('utf8').replace(/^\ufeff/, '').split('\n');

// Runs in the page.
function readPage() {
    const textOf = (element) => element?.textContent ?? null;
    return {
        title: document.title,
        nodes: [...document.querySelectorAll('.canvas [data-id]')].map((node) => node.dataset.id),
        ends: [...document.querySelectorAll('svg .edge')].map((edge) => [edge.dataset.from, edge.dataset.to].flatMap((ids) => ids.split(' '))),
        entries: [...document.querySelectorAll('article')].map((entry) => ({
            id: entry.dataset.id,
            title: textOf(entry.querySelector('h2')),
            purpose: textOf(entry.querySelector('.purpose')),
            facts: Object.fromEntries([...entry.querySelectorAll('dt')].map((term) => [term.textContent, term.nextElementSibling.textContent])),
            instructions: [...entry.querySelectorAll('li')].map((item) => ({
                lines: textOf(item.querySelector('.line')), text: textOf(item.querySelector('code')), layer: item.querySelector('.mark') !== null,
            })),
        })),
        // Whatever a Dockerfile has no business to make.
        active: [...document.querySelectorAll('*')].filter((element) => /^(iframe|object|embed|img|image|base|form|foreignObject|use|animate|set|b)$/i.test(element.localName)
            || [...element.attributes].some(({ name, value }) => /^on|^style$|^srcdoc$/.test(name) && !element.matches('svg') || (/^(xlink:)?href$/.test(name) && !/^#s-\w+$/.test(value) && value !== 'data:,')))
            .map((element) => element.outerHTML.slice(0, 80)),
        scripts: document.querySelectorAll('script').length,
        styles: document.querySelectorAll('style').length,
    };
}

// Controls are not drawn, direction overrides turn no text around, and what nobody sees is shown to be there.
const plain = (text) => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, ' ').replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g, '\ufffd').replace(INVISIBLE, (sign) => (sign === '\u200d' ? sign : '\ufffd')).trim();

function contents(read, json, picture, source) {
    const shown = json.stages.filter((stage) => stage.reachable);
    const ids = read.entries.map(({ id }) => id);
    const problems = [
        ...differences('entries of stages', ids.slice(0, shown.length), shown.map(({ id }) => id)),
        ...differences('entries from outside', ids.length - shown.length, picture.outside.length),
        ...differences('nodes without an entry', read.nodes.filter((id) => !ids.includes(id)), []),
        ...differences('edges without a node', read.ends.flat().filter((id) => !read.nodes.includes(id)), []),
        ...differences('active content', read.active, []),
        ...differences('scripts and styles', [read.scripts, read.styles], [1, 1]),
    ];
    shown.forEach((stage, i) => {
        const { instructions, facts } = read.entries[i] ?? {};
        if (!facts || problems.length) return;
        problems.push(...differences(`platform of ${stage.id}`, facts.Platform, stage.platform));
        // The first one is FROM, which JSON has as the stage's own line.
        problems.push(...differences(`instructions of ${stage.id}`, instructions.slice(1).map(({ lines, layer }) => [lines, layer]),
            stage.instructions.filter(({ trigger }) => !trigger).map(({ line, end_line: end, layer }) => [end > line ? `${line}–${end}` : `${line}`, layer])));
        problems.push(...differences(`first line of ${stage.id}`, instructions[0].lines.split('–')[0], `${stage.line}`));
        for (const { lines, text } of instructions) {
            const [first, last] = lines.split('–').map(Number);
            const wanted = source.slice(first - 1, last || first).join('\n');
            problems.push(...differences(`text of lines ${lines}`, plain(text), plain(wanted)));
        }
    });
    return problems;
}

// ---- what it does ----

// Runs in the page.
const readView = () => ({
    chosen: [...document.querySelectorAll('.node.chosen')].map((node) => node.dataset.id),
    lit: [...document.querySelectorAll('.node.lit')].map((node) => node.dataset.id).sort(),
    litEdges: [...document.querySelectorAll('.edge.lit')].map((edge) => `${edge.dataset.from} ${edge.dataset.to}`).sort(),
    dimmed: document.querySelector('svg').classList.contains('dimmed'),
    shown: [...document.querySelectorAll('article')].filter((entry) => entry.checkVisibility()).map((entry) => entry.dataset.id),
    panel: document.querySelector('.panel').checkVisibility(),
    count: document.querySelector('output').textContent,
    hash: location.hash,
    focus: document.activeElement.dataset.id ?? document.activeElement.closest('article')?.dataset.id ?? document.activeElement.localName,
    transform: document.querySelector('svg').style.transform,
    ground: getComputedStyle(document.body).backgroundColor,
    card: getComputedStyle(document.querySelector('.node.stage > path')).fill,
});

// Worked out from JSON: stages (and edges between them) that the stage needs or that need it, directly or not.
function relatives(json, id) {
    const all = json.edges.filter(({ source }) => source.stage !== undefined).map(({ source, stage }) => [json.stages[source.stage].id, json.stages[stage].id]);
    const reach = (near, far) => {
        const found = new Set([id]);
        const edges = new Set();
        for (const at of found) {
            for (const edge of all.filter((candidate) => candidate[near] === at)) {
                found.add(edge[far]);
                edges.add(edge.join(' '));
            }
        }
        return [found, edges];
    };
    const [[above, into], [below, out]] = [reach(1, 0), reach(0, 1)];
    return { nodes: [...new Set([...above, ...below])].sort(), edges: [...new Set([...into, ...out])].sort() };
}

const inside = (ids) => ids.filter((id) => !id.startsWith('ext_'));
const node = (page, id) => page.locator(`.node[data-id="${id}"]`);

// → a function that sends touches to the page as a screen does: no mouse is involved.
async function toucher(page) {
    const session = await page.context().newCDPSession(page);
    return (type, ...points) => session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
}

const uses = {
    async 'at first'({ open, same }) {
        const view = await (await open(SAMPLE)).evaluate(readView);
        same('view', [view.chosen, view.dimmed, view.panel, view.lit, view.count], [[], false, false, [], '']);
    },
    async 'a click on each stage'({ open, json, same }) {
        const page = await open(SAMPLE);
        for (const { id, title } of json.stages) {
            await node(page, id).locator('text').first().click();
            const view = await page.evaluate(readView);
            const want = relatives(json, id);
            same(`view of ${id}`, [view.chosen, view.shown, view.hash, view.dimmed], [[id], [id], `#s-${id}`, true]);
            same(`stages lit by ${id}`, inside(view.lit), want.nodes);
            same(`edges lit by ${id}`, view.litEdges.filter((edge) => !edge.startsWith('ext_')), want.edges);
            same('heading', await page.locator('article:visible h2').textContent(), title);
            same('instructions are shown', await page.locator('article:visible li').first().isVisible(), true);
        }
        await page.locator('.canvas').click({ position: { x: 5, y: 400 } });
        const view = await page.evaluate(readView);
        same('a click beside them', [view.chosen, view.panel, view.dimmed, view.hash], [[], false, false, '']);
    },
    async 'keys'({ open, same }) {
        const page = await open(SAMPLE);
        await node(page, 'base_app').focus();
        await page.keyboard.press('Enter');
        let view = await page.evaluate(readView);
        same('Enter chooses, and the focus follows', [view.chosen, view.focus], [['base_app'], 'base_app']);
        same('and is in the panel', await page.evaluate(() => document.activeElement.localName), 'a');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        view = await page.evaluate(readView);
        same('a link in the panel', [view.chosen, view.shown, view.focus], [['base'], ['base'], 'base']);
        await page.keyboard.press('Escape');
        view = await page.evaluate(readView);
        same('Escape closes', [view.chosen, view.panel, view.focus], [[], false, 'base']);
        await page.keyboard.press('Space');
        same('Space chooses', (await page.evaluate(readView)).chosen, ['base']);
        await page.goBack();
        same('back', (await page.evaluate(readView)).chosen, []);
        await page.evaluate(() => document.activeElement.blur());
        const transforms = [(await page.evaluate(readView)).transform];
        for (const key of ['+', '-', 'ArrowLeft', 'ArrowDown', '=', '0']) {
            await page.keyboard.press(key);
            transforms.push((await page.evaluate(readView)).transform);
        }
        same('each key moves the picture', transforms.filter((transform, i) => i && transform === transforms[i - 1]), []);
        same('0 shows all of it again', transforms.at(-1), transforms[0]);
    },
    async 'mouse'({ open, same }) {
        const page = await open(SAMPLE);
        const before = (await page.evaluate(readView)).transform;
        const at = await node(page, 'base').boundingBox();
        await page.mouse.move(at.x + 20, at.y + 20);
        await page.mouse.down();
        await page.mouse.move(at.x + 120, at.y + 70, { steps: 5 });
        await page.mouse.up();
        const moved = await node(page, 'base').boundingBox();
        same('drag', [Math.round(moved.x - at.x), Math.round(moved.y - at.y)], [100, 50]);
        await page.keyboard.down('Control');
        await page.mouse.wheel(0, -60);
        await page.keyboard.up('Control');
        const larger = await node(page, 'base').boundingBox();
        same('wheel with Ctrl', larger.width > moved.width * 1.3, true);
        same('what is below the pointer stays', Math.abs((at.x + 120 - larger.x) / larger.width - 20 / at.width) < 0.01, true);
        same('a drag is no click', (await page.evaluate(readView)).chosen, []);
        await page.click('[data-key="0"]');
        same('the button', (await page.evaluate(readView)).transform, before);
    },
    async 'one finger'({ open, same }) {
        let page = await open(SAMPLE);
        let touch = await toucher(page);
        const { x, y, width, height } = await node(page, 'base').boundingBox();
        // At once: with an answer in between it may get long enough for a press.
        await Promise.all([touch('touchStart', [x + width / 2, y + height / 2]), touch('touchEnd')]);
        await page.waitForFunction(() => document.querySelector('.node.chosen'));
        same('a tap chooses', (await page.evaluate(readView)).chosen, ['base']);
        // Anew, since browsers take a tap soon after a drag for the end of its momentum.
        page = await open(SAMPLE);
        touch = await toucher(page);
        const before = await node(page, 'base').boundingBox();
        const [fromX, fromY] = [before.x + before.width / 2, before.y + before.height / 2];
        await touch('touchStart', [fromX, fromY]);
        for (let way = 20; way <= 100; way += 20) await touch('touchMove', [fromX + way, fromY + way / 2]);
        await touch('touchEnd');
        const after = await node(page, 'base').boundingBox();
        same('moves the picture', [Math.round(after.x - before.x), Math.round(after.y - before.y)], [100, 50]);
        same('a move is no tap', (await page.evaluate(readView)).chosen, []);
        same('the page itself is not zoomed or scrolled', await page.evaluate(() => [visualViewport.scale, scrollX, scrollY]), [1, 0, 0]);
    },
    async 'fingers'({ open, same }) {
        const page = await open(SAMPLE);
        const touch = await toucher(page);
        const before = await node(page, 'base').boundingBox();
        await touch('touchStart', [600, 500], [700, 500]);
        for (let apart = 50; apart <= 100; apart += 10) await touch('touchMove', [650 - apart, 500], [650 + apart, 500]);
        await touch('touchEnd');
        const after = await node(page, 'base').boundingBox();
        same('two fingers zoom', Math.round(after.width / before.width * 10), 20);
        same('about their middle', Math.round((650 - after.x) / (650 - before.x) * 10), 20);
        same('the page itself is not zoomed', await page.evaluate(() => visualViewport.scale), 1);
    },
    async 'search'({ open, json, same }) {
        const page = await open(SAMPLE);
        await page.keyboard.press('/');
        same('focus', (await page.evaluate(readView)).focus, 'input');
        const having = (word) => json.stages.filter((stage) => [stage.title, stage.name, stage.purpose, ...stage.instructions.filter(({ trigger }) => !trigger).map(({ text }) => text)]
            .some((text) => text?.toLowerCase().includes(word))).map(({ id }) => id);
        for (const word of ['builder', 'uvicorn', 'virtualenv', 'http_app']) {
            await page.fill('input', word);
            const view = await page.evaluate(readView);
            same(`"${word}"`, view.shown, having(word));
            same('what is lit', view.lit, [...having(word)].sort());
            same('count', view.count, `${having(word).length} of ${json.stages.length + 1}`);
        }
        await page.fill('input', 'UVICORN CMD');
        const found = having('uvicorn');
        for (const id of [...found, found[0]]) {
            await page.keyboard.press('Enter');
            const view = await page.evaluate(readView);
            same('Enter goes on', [view.chosen, view.shown, view.focus], [[id], [id], 'input']);
        }
        await page.keyboard.press('Escape');
        same('Escape shows the matches', (await page.evaluate(readView)).shown, found);
        await page.keyboard.press('Escape');
        const view = await page.evaluate(readView);
        same('and then everything', [view.panel, view.dimmed, await page.inputValue('input')], [false, false, '']);
        await page.fill('input', 'builder');
        await page.locator('article:visible').first().click();
        same('a click on a match', (await page.evaluate(readView)).chosen, having('builder').slice(0, 1));
        for (const left of [true, false]) {
            await page.click('.close');
            same('its button closes one after the other', (await page.evaluate(readView)).panel, left);
        }
        await page.fill('input', 'no such word');
        same('nothing', [(await page.evaluate(readView)).count, (await page.evaluate(readView)).panel], [`0 of ${json.stages.length + 1}`, false]);
    },
    async 'themes'({ open, page, same }) {
        const [light, dark] = [['rgb(255, 255, 255)', 'rgb(255, 255, 255)'], ['rgb(13, 17, 23)', 'rgb(28, 34, 42)']];
        for (const [system, theme, want] of [['light', 'auto', light], ['dark', 'auto', dark], ['light', 'dark', dark], ['dark', 'light', light]]) {
            await page.emulateMedia({ colorScheme: system });
            await (await open(SAMPLE)).selectOption('select', theme);
            const view = await page.evaluate(readView);
            same(`theme ${theme} on a ${system} system`, [view.ground, view.card], want);
        }
    },
    async 'paper'({ open, page, json, same }) {
        await open(SAMPLE, [], '#s-dev');
        await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
        const view = await page.evaluate(readView);
        same('entries', view.shown.length, json.stages.length + 1);
        same('ground', view.ground, 'rgb(255, 255, 255)');
        same('controls', await page.locator('.tools:visible').count(), 0);
        same('the picture is where it was', await page.evaluate(() => getComputedStyle(document.querySelector('svg')).transform), 'none');
        same('nothing is dim', await page.evaluate(() => [...document.querySelectorAll('.node')].filter((part) => getComputedStyle(part).opacity !== '1').length), 0);
    },
    async 'an address with a stage'({ open, same }) {
        const view = await (await open(SAMPLE, [], '#s-dev')).evaluate(readView);
        same('view', [view.chosen, view.shown], [['dev'], ['dev']]);
        const other = await (await open(SAMPLE, [], '#s-<b>')).evaluate(readView);
        same('no such stage', [other.chosen, other.panel], [[], false]);
    },
    async 'for readers who see or move less'({ open, page, same }) {
        await page.emulateMedia({ reducedMotion: 'reduce' });
        await open(SAMPLE);
        same('motion', await page.evaluate(() => getComputedStyle(document.querySelector('.node')).transitionDuration), '0s');
        same('nodes', await page.evaluate(() => [...document.querySelectorAll('.node')].filter((part) => part.getAttribute('role') !== 'button' || !part.ariaLabel || part.tabIndex !== 0).length), 0);
        same('controls without a name', await page.evaluate(() => [...document.querySelectorAll('button,input,select')].filter((part) => !part.ariaLabel && !part.textContent.trim()).length), 0);
        same('language and heading', await page.evaluate(() => [document.documentElement.lang, document.querySelectorAll('h1').length]), ['en', 1]);
    },
    async 'a narrow window'({ open, page, same }) {
        const size = page.viewportSize();
        await page.setViewportSize({ width: 360, height: 700 });
        await open(SAMPLE, [], '#s-http_app');
        const [canvas, panel] = [await page.locator('.canvas').boundingBox(), await page.locator('.panel').boundingBox()];
        same('the panel is below', panel.y >= canvas.y + canvas.height && panel.y + panel.height <= 700, true);
        same('what is too wide', await page.evaluate(() => [...document.querySelectorAll('header *, .panel *')].filter((part) => part.getBoundingClientRect().right > 361).length), 0);
        await page.setViewportSize(size);
    },
    // Otherwise a silent page would prove nothing.
    async 'a script that is not ours'({ open, same, incidents }) {
        const page = await open(SAMPLE);
        await page.evaluate(() => {
            const script = document.createElement('script');
            script.textContent = 'window.pwned = 1';
            document.body.append(script);
            document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.pwned = 2">');
        });
        await page.waitForTimeout(100);
        const noted = await incidents();
        same('it runs', noted.some((what) => what.startsWith('script ran')), false);
        same('the policy speaks', noted.filter((what) => /Content Security Policy/.test(what)).length >= 2, true);
    },
};

async function withoutScripts(browser, text, json) {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: text }));
    await page.goto('http://stagegraph.test/');
    const problems = [
        ...differences('picture', await page.locator('svg').isVisible(), true),
        ...differences('entries', await page.locator('article:visible').count(), json.stages.length + 1),
        ...differences('controls', await page.locator('.tools:visible').count(), 0),
    ];
    await page.locator('article summary').first().click();
    problems.push(...differences('instructions', await page.locator('li code').first().isVisible(), true));
    await context.close();
    return problems;
}
