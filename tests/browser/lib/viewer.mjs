// The page of -f html as readers use it, on a desk and on a phone: where it opens, and what list, wheel, pointer, keys,
// readers' programs and paper get. Each use is a test of html.mjs.
import { readFileSync } from 'node:fs';
import { axeBundle } from './packages.mjs';

const SAMPLE = { path: 'samples/python-service/Dockerfile' };
const MONOREPO = { path: 'samples/monorepo/Dockerfile' };
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const READABLE = 11;

// More stages than can be read at once: a hub, long chains, and a target far from them.
const rows = Array.from({ length: 14 }, (_, i) => `
# Downloads the sources of the tool ${i} and checks them
FROM base AS src-${i}
# Builds the tool ${i} with everything that it needs
FROM base AS tool-${i}
COPY --from=src-${i} /src /src
`).join('');
const LARGE = { text: `FROM debian AS base\n${rows}FROM base AS all\n${Array.from({ length: 14 }, (_, i) => `COPY --from=tool-${i} /t /t${i}\n`).join('')}FROM all AS app\n` };

const node = (page, id) => page.locator(`.canvas [data-id="${id}"]`);

// Runs in the page: sizes in pixels of the screen.
const readPlace = () => {
    const canvas = document.querySelector('.canvas').getBoundingClientRect();
    const scale = document.querySelector('.canvas svg').getScreenCTM().a;
    const isIn = (element) => {
        const box = element?.getBoundingClientRect();
        return Boolean(box) && box.width > 0 && box.left >= canvas.left && box.right <= canvas.right && box.top >= canvas.top && box.bottom <= canvas.bottom;
    };
    const isShown = (selector) => [...document.querySelectorAll(selector)].some((element) => element.checkVisibility());
    return {
        scale,
        text: Math.min(...[...document.querySelectorAll('.canvas [data-id] text')].map((text) => text.getAttribute('font-size') * scale)),
        target: isIn(document.querySelector('.node.target')),
        chosen: isIn(document.querySelector('[data-id].chosen')),
        out: [...document.querySelectorAll('.canvas [data-id]')].filter((element) => !isIn(element)).length,
        shown: { list: isShown('nav'), picture: isShown('.canvas'), panel: isShown('.panel') },
        sideways: document.documentElement.scrollWidth - innerWidth,
        transform: document.querySelector('.canvas svg').style.transform,
    };
};

// From JSON: the ids of all stages that can be reached, and of those one step away.
const edgesOf = (json) => json.edges.filter(({ source }) => source.stage !== undefined).map(({ kind, source, stage }) => ({ kind, from: json.stages[source.stage].id, to: json.stages[stage].id }));
function reach(json, id, near, far, kinds = null) {
    const edges = edgesOf(json).filter(({ kind }) => !kinds || kinds.includes(kind));
    const step = (at) => edges.filter((edge) => edge[near] === at).map((edge) => edge[far]);
    const found = new Set(step(id));
    for (const at of found) step(at).forEach((other) => found.add(other));
    return { direct: [...new Set(step(id))].sort(), all: [...found].sort() };
}
const inside = (ids) => ids.filter((id) => !id.startsWith('ext_')).sort();

// Runs in the page: what is said of each node, in the picture and in the list.
const readRoles = () => {
    const marks = [...document.querySelectorAll('.marks rect')].map((rect, i) => ({ rect, text: document.querySelectorAll('.marks text')[i] }));
    const near = ({ rect }, element) => {
        const [a, b] = [rect, element].map((part) => part.getBoundingClientRect());
        return Math.hypot(a.left + a.right - b.left - b.right, a.top + a.bottom - b.top - b.bottom) < 4;
    };
    return [...document.querySelectorAll('.canvas [data-id]')].flatMap((element) => marks.filter((mark) => near(mark, element)).map(({ rect, text }) => ({
        id: element.dataset.id, word: text.textContent, listed: document.querySelector(`nav a[href="#s-${element.dataset.id}"]`).dataset.word,
        colour: getComputedStyle(rect).stroke, width: parseFloat(getComputedStyle(rect).strokeWidth), weight: getComputedStyle(text).fontWeight,
    })));
};

// Runs in the page: ids that the pointer's place lights.
const readHints = () => ({
    rings: document.querySelectorAll('.hints rect').length,
    edges: [...document.querySelectorAll('.edge.near')].map(({ dataset }) => `${dataset.from} ${dataset.to}`).sort(),
});

// A point beside the middle of an edge, in pixels.
const besideEdge = (page, from, to, aside) => page.evaluate(([from, to, aside]) => {
    const path = document.querySelector(`.edge[data-from="${from}"][data-to="${to}"] path`);
    const { x, y } = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(path.getScreenCTM());
    return [x + aside, y];
}, [from, to, aside]);

const wheel = async (page, dx, dy) => {
    await page.evaluate(() => addEventListener('wheel', (event) => { window.kept = event.defaultPrevented; }, { once: true }));
    await page.mouse.wheel(dx, dy);
    await page.waitForFunction(() => window.kept !== undefined);
    return page.evaluate(() => { const { kept } = window; delete window.kept; return kept; });
};

const focused = (page) => page.evaluate(() => document.activeElement.dataset.id ?? null);

async function axe(page) {
    await page.evaluate(readFileSync(axeBundle(), 'utf8'));
    return page.evaluate(async () => (await window.axe.run()).violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`)));
}

export const viewerUses = {
    async 'opens where it can be read'({ open, page, same }) {
        await page.setViewportSize(DESK);
        for (const [name, source] of Object.entries({ LARGE, MONOREPO })) {
            await open(source);
            const first = await page.evaluate(readPlace);
            same(`${name}: the smallest text`, [first.text >= READABLE - 0.01, Math.round(first.text) <= 14], [true, true]);
            same(`${name}: the target is in view`, first.target, true);
            await page.click('[data-key="0"]');
            await page.waitForFunction(() => !document.getAnimations().length);
            const all = await page.evaluate(readPlace);
            same(`${name}: all of it only when asked for`, [first.out > 0, all.out, all.text < READABLE], [true, 0, true]);
        }
        await open(SAMPLE);
        same('what can be read whole is whole', (await page.evaluate(readPlace)).out, 0);
        await open(LARGE, [], '#s-src_3');
        const { chosen, text } = await page.evaluate(readPlace);
        same('an address with a stage', [chosen, text >= READABLE - 0.01], [true, true]);
    },
    async 'a phone'({ open, page, same }) {
        await page.setViewportSize(PHONE);
        for (const [name, source] of Object.entries({ LARGE, MONOREPO, SAMPLE })) {
            await open(source);
            const still = async (what, want) => {
                await page.waitForFunction(() => !document.getAnimations().length);
                const place = await page.evaluate(readPlace);
                same(`${name}, ${what}`, [place.shown, place.sideways], [want, 0]);
                return place;
            };
            await still('at first', { list: true, picture: false, panel: false });
            await page.locator('nav details:not([open]) summary').last().click();
            await page.locator('nav a').last().click();
            const chosen = await still('a stage', { list: false, picture: true, panel: true });
            same(`${name}: it is seen and can be read`, [chosen.chosen, chosen.text >= READABLE - 0.01], [true, true]);
            await page.click('[data-key=l]');
            await still('the list again', { list: true, picture: false, panel: false });
            same(`${name}: its button says so`, await page.getAttribute('[data-key=l]', 'aria-pressed'), 'true');
            await page.click('[data-key=l]');
            const picture = await still('the picture', { list: false, picture: true, panel: false });
            same(`${name}: at its target`, [picture.target, picture.text >= READABLE - 0.01], [true, true]);
        }
    },
    async 'the wheel'({ open, page, same }) {
        await page.setViewportSize(DESK);
        await open(LARGE, ['--fit', 'none']); // wider than the window
        await page.mouse.move(700, 400);
        const before = await node(page, 'all').boundingBox();
        same('is taken', await wheel(page, 0, -120), true);
        const after = await node(page, 'all').boundingBox();
        same('scrolls', [after.x - before.x, Math.round(after.y - before.y), after.width - before.width], [0, 120, 0]);
        await wheel(page, 90, 0);
        same('sideways', Math.round((await node(page, 'all').boundingBox()).x - after.x), -90);
        await wheel(page, 0, -100_000);
        same('to the end', Math.round(await page.evaluate(() => document.querySelector('.canvas svg').getBoundingClientRect().top - document.querySelector('.canvas').getBoundingClientRect().top)), 24);
        same('and then leaves it to the page', await wheel(page, 0, -120), false);
        const scale = async () => (await page.evaluate(readPlace)).scale;
        const first = await scale();
        await page.keyboard.down('Control');
        await wheel(page, 0, -20);
        await page.keyboard.up('Control');
        same('with Ctrl it zooms', await scale() > first * 1.1, true);
        const second = await scale();
        await page.mouse.click(700, 90);
        await wheel(page, 0, -200);
        same('after a click, too', await scale() > second * 1.1, true);
        const third = await scale();
        await page.mouse.click(600, 20);
        await page.mouse.move(700, 400);
        await wheel(page, 0, 120);
        same('until something else is clicked', await scale(), third);
        await open(SAMPLE);
        await page.mouse.move(700, 400);
        same('nothing is out of view', await wheel(page, 0, 120), false);
    },
    async 'the list of stages'({ open, page, json, same }) {
        await page.setViewportSize(DESK);
        await open(SAMPLE);
        const parts = await page.evaluate(() => [...document.querySelectorAll('nav details')].map((part) => [part.querySelector('summary').textContent, part.open, [...part.querySelectorAll('a')].map((item) => item.hash.slice(3))]));
        const target = json.stages[json.target].id;
        const finals = [target, ...json.stages.filter(({ id, final }) => final && id !== target).map(({ id }) => id)];
        same('final images first, the target before them', parts[0], ['Final images', true, finals]);
        same('groups', parts.slice(1, -1).map(([title]) => title), json.groups.map(({ title }) => title));
        same('outside last, folded', parts.at(-1).slice(0, 2), ['From outside', false]);
        same('each is there once', parts.flatMap(([, , ids]) => ids).sort(), await page.evaluate(() => [...document.querySelectorAll('article')].map(({ dataset }) => dataset.id).sort()));
        const sized = json.stages.filter(({ size }) => size);
        const largest = Math.max(...sized.map(({ size }) => size.total));
        same('a bar for each size', await page.evaluate(() => Object.fromEntries([...document.querySelectorAll('nav meter')].map((bar) => [bar.closest('li').querySelector('a').hash.slice(3), bar.value]).sort())),
            Object.fromEntries(sized.map((stage) => [stage.id, Math.round(stage.size.total * 100 / largest)]).sort()));
        await page.locator('nav summary').nth(1).click();
        same('groups fold', await page.locator('nav details').nth(1).locator('a').first().isVisible(), false);
        await page.locator('nav a', { hasText: 'HTTP builder' }).click();
        same('an item chooses', await page.evaluate(() => [location.hash, document.querySelector('nav .chosen').hash, document.querySelector('[data-id].chosen').dataset.id]), ['#s-http_builder', '#s-http_builder', 'http_builder']);
        await page.keyboard.press('l');
        same('it can be put away', await page.locator('nav').isVisible(), false);
        const [box, canvas] = [await node(page, 'http_builder').boundingBox(), await page.locator('.canvas').boundingBox()];
        same('which gives the picture its room', [canvas.x, box.x > 0], [0, true]);
    },
    async 'what it needs and what needs it'({ open, page, json, same }) {
        await page.setViewportSize(DESK);
        await open(SAMPLE);
        for (const id of ['base_builder', 'http_builder', 'base']) {
            await node(page, id).locator('text').first().click();
            await page.waitForFunction(() => !document.getAnimations().length);
            const roles = await page.evaluate(readRoles);
            const [needs, users] = [reach(json, id, 'to', 'from'), reach(json, id, 'from', 'to')];
            const having = (word, strong) => inside(roles.filter((role) => role.word === word && (!strong || role.weight >= 600)).map((role) => role.id));
            same(`${id} needs`, [having('needed'), having('needed', true)], [needs.all, needs.direct]);
            same(`what needs ${id}`, [having('needs it'), having('needs it', true)], [users.all, users.direct]);
            same('the list says the same', roles.filter(({ word, listed }) => word !== listed), []);
            same('two colours', new Set(roles.map(({ word, colour }) => `${word} ${colour}`)).size, new Set(roles.map(({ word }) => word)).size);
            const widths = (strong) => roles.filter((role) => (role.weight >= 600) === strong).map(({ width }) => width);
            same('direct ones are stronger', Math.min(...widths(true)) > Math.max(0, ...widths(false)), true);
            const ends = (role, strong) => page.evaluate((selector) => [...document.querySelectorAll(selector)].filter(({ dataset }) => !dataset.from.startsWith('ext_')).length, `.edge.${role}${strong ? '.direct' : ''}`);
            const lines = edgesOf(json);
            same('lines', [await ends('needs'), await ends('users'), await ends('needs', true)],
                [lines.filter(({ to }) => to === id || needs.all.includes(to)).length, lines.filter(({ from }) => from === id || users.all.includes(from)).length, lines.filter(({ to }) => to === id).length]);
        }
        await page.click('.only');
        same('only this chain', await page.evaluate(() => [...document.querySelectorAll('.canvas [data-id]')].filter((part) => part.classList.contains('lit') !== (getComputedStyle(part).visibility === 'visible')).length), 0);
        await page.keyboard.press('Escape');
        same('Escape brings all back', await page.evaluate(() => [...document.querySelectorAll('.canvas [data-id]')].filter((part) => getComputedStyle(part).visibility !== 'visible').length + document.querySelectorAll('.marks *').length), 0);
    },
    async 'hover'({ open, page, json, same }) {
        await page.setViewportSize(DESK);
        await open(SAMPLE);
        await node(page, 'base_builder').hover();
        const lines = edgesOf(json).filter(({ from, to }) => from === 'base_builder' || to === 'base_builder').map(({ from, to }) => `${from} ${to}`).sort();
        same('a stage', await page.evaluate(readHints), { rings: 1 + lines.length, edges: lines });
        same('nothing is chosen', await page.locator('.chosen').count(), 0);
        for (const aside of [-5, 5]) {
            await page.mouse.move(...await besideEdge(page, 'dramatiq_builder', 'dramatiq_app', aside));
            same(`${aside} pixels beside an edge`, await page.evaluate(readHints), { rings: 2, edges: ['dramatiq_builder dramatiq_app'] });
        }
        await page.mouse.move(700, 20);
        same('nothing', await page.evaluate(readHints), { rings: 0, edges: [] });
    },
    async 'an edge'({ open, page, json, same }) {
        await page.setViewportSize(DESK);
        await open(SAMPLE);
        await page.mouse.click(...await besideEdge(page, 'dramatiq_builder', 'dramatiq_app', 4));
        same('tells what is taken', (await page.locator('.taken').innerText()).split('\n').filter(Boolean), ['Dramatiq builder → Dramatiq app', 'line 122: COPY /opt/venv → /opt/venv']);
        const roles = await page.evaluate(readRoles);
        same('lights what leads to it', inside(roles.filter(({ word }) => word === 'needed').map(({ id }) => id)), inside(['dramatiq_builder', ...reach(json, 'dramatiq_builder', 'to', 'from').all]));
        same('and where it leads', roles.filter(({ word }) => word === 'needs it').map(({ id }) => id), ['dramatiq_app']);
        same('no stage is chosen', await page.evaluate(() => [location.hash, document.querySelectorAll('[data-id].chosen').length, document.querySelectorAll('.edge.chosen').length]), ['', 0, 1]);
        await page.locator('.taken a').first().click();
        same('its ends are links', await page.evaluate(() => location.hash), '#s-dramatiq_builder');
    },
    async 'final images of a stage'({ open, page, json, same }) {
        await page.setViewportSize(DESK);
        await open(SAMPLE);
        const finals = json.stages.filter(({ final }) => final);
        for (const { id } of json.stages) {
            await page.locator(`nav a[href="#s-${id}"]`).click();
            const chips = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll('article:not([hidden]) .ships')].map((line) => [line.previousElementSibling.textContent, [...line.querySelectorAll('a')].map((chip) => chip.hash.slice(3)).sort()])));
            const [chain, all] = [['from'], null].map((kinds) => finals.map((final) => final.id).filter((final) => reach(json, id, 'from', 'to', kinds).all.includes(final)).sort());
            const want = { 'Ships in': chain, 'Helps to build': all.filter((final) => !chain.includes(final)) };
            same(id, chips, Object.fromEntries(Object.entries(want).filter(([, ids]) => ids.length)));
        }
        await page.locator('nav a[href="#s-base_app"]').click();
        await page.locator('article:visible .ships a').first().click();
        same('a chip chooses', await page.evaluate(() => document.querySelector('[data-id].chosen').classList.contains('final')), true);
    },
    async 'arrow keys'({ open, page, json, same }) {
        for (const [across, args] of [[false, ['--direction', 'TB']], [true, ['--direction', 'LR']]]) {
            await page.setViewportSize(DESK);
            await open(SAMPLE, args);
            const press = async (id, key) => {
                await page.evaluate((from) => document.querySelector(`.canvas [data-id="${from}"]`).focus(), id);
                await page.keyboard.press(key);
                return focused(page);
            };
            const [back, forth] = across ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
            for (const { id } of json.stages) {
                const [needs, users] = [reach(json, id, 'to', 'from').direct, reach(json, id, 'from', 'to').direct];
                const [up, down] = [await press(id, back), await press(id, forth)];
                same(`${id}: ${back}`, needs.includes(up) || up.startsWith('ext_') || (!needs.length && up === id), true);
                same(`${id}: ${forth}`, users.includes(down) || (!users.length && down === id), true);
            }
            const reached = new Set(['base']);
            for (const id of reached) for (const key of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']) reached.add(await press(id, key));
            same('all can be reached', reached.size, json.stages.length + 1);
            const order = await page.evaluate((dimension) => [...document.querySelectorAll('.canvas [data-id]')].map((part) => {
                const box = part.getBoundingClientRect();
                return Math.round((dimension ? box.left + box.right : box.top + box.bottom) / 2);
            }), across);
            same('Tab goes along the arrows', order, [...order].sort((a, b) => a - b));
        }
        await page.keyboard.press('Enter');
        same('Enter chooses', (await page.evaluate(() => document.querySelectorAll('.chosen').length)) > 0, true);
    },
    async 'nothing for axe to find'({ open, page, same }) {
        for (const size of [DESK, PHONE]) {
            for (const colorScheme of ['light', 'dark']) {
                await page.setViewportSize(size);
                await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
                const name = `${size.width} ${colorScheme}`;
                await open(MONOREPO);
                same(`${name}, at first`, await axe(page), []);
                await page.fill('input', 'node');
                same(`${name}, a search`, await axe(page), []);
                await open(SAMPLE, [], '#s-base_builder');
                same(`${name}, a stage`, await axe(page), []);
                await page.evaluate(() => document.querySelector('.edge.copy .hit').dispatchEvent(new MouseEvent('click', { bubbles: true })));
                same(`${name}, an edge`, [await page.locator('.taken').isVisible(), await axe(page)], [true, []]);
            }
        }
        await page.evaluate(() => document.documentElement.removeAttribute('lang'));
        same('it looks', (await axe(page)).map((fault) => fault.split(':')[0]), ['html-has-lang']);
    },
    async 'on paper'({ open, page, json, same }) {
        let plain = null; // as nothing is chosen
        for (const size of [DESK, PHONE]) {
            for (const hash of ['', '#s-base_builder']) {
                await page.emulateMedia({ media: null });
                await page.setViewportSize(size);
                await open(SAMPLE, [], hash);
                if (hash) await page.keyboard.press('o');
                await page.keyboard.press('+');
                await page.emulateMedia({ media: 'print' });
                await page.setViewportSize({ width: 760, height: 1080 });
                const name = `${size.width} ${hash}`;
                const paper = await page.evaluate(() => {
                    const sheet = document.querySelector('.canvas svg').getBoundingClientRect();
                    const parts = [...document.querySelectorAll('.canvas [data-id], .edge')];
                    return {
                        fits: sheet.left >= 0 && sheet.right <= innerWidth && sheet.height <= innerHeight && sheet.width > 300,
                        out: parts.filter((part) => { const box = part.getBoundingClientRect(); return box.left < sheet.left - 1 || box.right > sheet.right + 1 || box.top < sheet.top - 1 || box.bottom > sheet.bottom + 1 || box.height === 0; }).length,
                        hidden: parts.filter((part) => getComputedStyle(part).visibility !== 'visible' || getComputedStyle(part).opacity !== '1').length,
                        below: document.querySelector('.panel').getBoundingClientRect().top >= document.querySelector('.legend').getBoundingClientRect().top && document.querySelector('.legend').getBoundingClientRect().top >= sheet.bottom,
                        facts: [...document.querySelectorAll('article dl')].filter((facts) => facts.checkVisibility()).length,
                        controls: [...document.querySelectorAll('nav, button, input, select, .marks, .taken')].filter((part) => getComputedStyle(part).display !== 'none' && part.checkVisibility()).map((part) => part.outerHTML.slice(0, 60)),
                        lines: [...document.querySelectorAll('.edge path:not(.hit)')].map((path) => getComputedStyle(path).stroke).join() + [...document.querySelectorAll('.canvas [data-id] > :last-child')].map((path) => getComputedStyle(path).stroke).join(),
                        sideways: document.documentElement.scrollWidth - innerWidth,
                    };
                });
                plain ??= paper.lines;
                same(name, paper, { fits: true, out: 0, hidden: 0, below: true, facts: json.stages.length + 1, controls: [], lines: plain, sideways: 0 });
            }
        }
    },
    async 'legend and map'({ open, page, same }) {
        await page.setViewportSize(DESK);
        await open(MONOREPO);
        same('legend', await page.locator('.legend li').allInnerTexts(), ['FROM', 'COPY --from', 'RUN --mount', 'ADD', 'from outside', 'target stage', 'final image', 'guessed purpose']);
        same('no map of what is small', await page.locator('.map').count(), 0);
        await open(MONOREPO, ['--legend']);
        same('one legend is enough', await page.locator('.legend').count(), 0);
        await open(LARGE);
        same('a map', await page.locator('.map rect').count(), 1 + await page.locator('.canvas [data-id]').count());
        const [map, before] = [await page.locator('.map').boundingBox(), await page.evaluate(readPlace)];
        await page.mouse.click(map.x + map.width / 2, map.y + 12);
        same('leads elsewhere', [before.target, (await page.evaluate(readPlace)).target, (await page.evaluate(readPlace)).scale], [true, false, before.scale]);
    },
    // A line may belong to several edges, a card to several stages, and a junction to none.
    async 'shared lines and cards'({ openText, program, page, same }) {
        await page.setViewportSize(DESK);
        const text = program.render(SAMPLE, 'html')
            .replace('data-from="base" data-to="base_app"', 'data-from="base" data-to="base_app base_builder"')
            .replace(/<g class="node image" data-id="ext_python">([^]*?)<\/g>/, '<g class="node image"><g data-id="ext_python">$1</g></g><g class="node"></g>');
        await openText(text);
        const shared = () => page.evaluate(() => [...document.querySelector('.edge[data-to="base_app base_builder"]').classList].filter((name) => ['needs', 'users', 'direct', 'chosen', 'near'].includes(name)));
        for (const [id, want] of [['base_builder', ['needs', 'direct']], ['dramatiq_app', ['needs']], ['base', ['users', 'direct']], ['dev', []]]) {
            await page.locator(`nav a[href="#s-${id}"]`).click();
            same(`with ${id}`, await shared(), want);
        }
        await node(page, 'ext_python').locator('text').click();
        same('a part of a card', [await page.evaluate(() => document.querySelector('[data-id].chosen').dataset.id), await shared()], ['ext_python', ['users']]);
        await page.evaluate(() => document.querySelector('.edge[data-to="base_app base_builder"] .hit').dispatchEvent(new MouseEvent('click', { bubbles: true })));
        same('what it stands for', await page.locator('.taken h2').allInnerTexts(), ['Base → Base Builder']);
    },
};
