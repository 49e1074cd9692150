// Text on its ground as a browser paints it: at least 4.5:1 in both themes, whatever is drawn (WCAG 2, contrast ratio).
import { openPage } from './browser.mjs';
import { TEXT as SIZED, layout } from './sizes.mjs';

const LEAST = 4.5;

// Every kind of card, pill, line and title.
const TEXT = `
# stagegraph: group=Tools size=20MB
FROM alpine AS lint
# stagegraph: group=Tools size=3GB
FROM alpine:3.20 AS docs
RUN make docs
FROM golang AS src
FROM src AS deps
RUN go mod download
# Runs the shop.
FROM scratch AS app
COPY --from=deps /app /
COPY --from=deps /b /
COPY --from=docs /man /man
RUN --mount=from=lint,target=/l x
ADD https://example.org/x /
FROM scratch AS other
COPY --from=lint /report /
ENTRYPOINT ["other"]
`;
const OPTION_SETS = [[], ['--legend', '--layers', '--images', 'label'], ['--focus', 'deps', '--legend'], ['--collapse', 'all', '--fold', '--link', 'https://x.example/{line}']];
const pictures = () => [...OPTION_SETS.map((args) => ({ text: TEXT, args })), { text: SIZED, args: ['--archive', layout(), '--legend'] }];

// The words must be there, or a picture without them would pass.
const PRESENT = ['20 MB', '3 GB', 'size ?', 'Tools', 'Runs the shop', 'Runs other'];

// Runs in the page. A text of the picture stands on the last shape that was filled below it, one of the page on the
// nearest box with a colour.
const readContrasts = () => {
    const parse = (color) => (/^rgba?\(0, 0, 0, 0\)$|^none$|^transparent$/.test(color) ? null : color.match(/[\d.]+/g).map(Number));
    const luminance = ([r, g, b]) => [r, g, b].map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4))
        .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
    const contrast = (a, b) => {
        const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
        return (high + 0.05) / (low + 0.05);
    };
    const boxGround = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const color = parse(getComputedStyle(at).backgroundColor);
            if (color) return color;
        }
        return [255, 255, 255];
    };
    const parts = [...document.querySelectorAll('svg text, svg path, svg polygon, svg rect, svg ellipse')];
    const pictureGround = (text) => {
        const { left, top, width, height } = text.getBoundingClientRect();
        const [x, y] = [left + width / 2, top + height / 2];
        let ground = boxGround(text.closest('svg').parentElement ?? document.body);
        for (const part of parts.slice(0, parts.indexOf(text))) {
            const box = part.getBoundingClientRect(), color = part.localName === 'text' ? null : parse(getComputedStyle(part).fill);
            if (color && box.left <= x && x <= box.right && box.top <= y && y <= box.bottom) ground = color;
        }
        return ground;
    };
    const own = (element) => [...element.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
    const found = [];
    for (const text of document.querySelectorAll('svg text')) found.push([text.textContent, parse(getComputedStyle(text).fill), pictureGround(text)]);
    for (const element of document.querySelectorAll('body *:not(svg, svg *, script, style)')) {
        if (own(element) && element.checkVisibility()) found.push([element.textContent, parse(getComputedStyle(element).color), boxGround(element)]);
    }
    return found.map(([words, color, ground]) => ({ words: words.trim().replace(/\s+/g, ' ').slice(0, 40), color: `${color}`, ground: `${ground}`, ratio: contrast(color, ground) }));
};

export async function testContrast(program, browser, report) {
    const opened = await openPage(browser);
    let serial = 0;
    for (const scheme of ['light', 'dark']) {
        await opened.page.emulateMedia({ colorScheme: scheme });
        for (const [format, type] of [['svg', 'image/svg+xml'], ['html', 'text/html']]) {
            const words = new Set();
            for (const { text: source, args } of pictures()) {
                await opened.page.goto(opened.serve(`contrast${++serial}.${format}`, type, program.render({ text: source }, format, args)));
                // All of a page's list, as it is printed or searched.
                await opened.page.evaluate(() => document.querySelectorAll('details, article, .panel').forEach((part) => { part.hidden = false; part.open = true; }));
                const texts = await opened.page.evaluate(readContrasts);
                for (const text of texts) words.add(text.words.replace(/\u00a0/g, ' '));
                report.check([scheme, format, ...args].join(' '), texts.filter(({ ratio }) => ratio < LEAST)
                    .map((text) => `"${text.words}" is ${text.color} on ${text.ground}: ${text.ratio.toFixed(2)}:1`));
            }
            report.check(`${scheme} ${format}: what was looked at`, PRESENT.filter((want) => ![...words].some((word) => word.includes(want))).map((want) => `no "${want}" among ${words.size} texts`));
        }
    }
    report.check('nothing else happens', await opened.incidents());
    await opened.page.close();
}
