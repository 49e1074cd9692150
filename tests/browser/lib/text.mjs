// Widths and sizes as text, written a second time and independently of src/base.

// East Asian Wide and Fullwidth, by range; emoji are asked of the engine's own Unicode tables.
const WIDE = [
    [0x1100, 0x115f], [0x231a, 0x231b], [0x2329, 0x232a], [0x2e80, 0x303e], [0x3041, 0x33ff], [0x3400, 0x4dbf],
    [0x4e00, 0x9fff], [0xa000, 0xa4cf], [0xa960, 0xa97c], [0xac00, 0xd7a3], [0xf900, 0xfaff], [0xfe10, 0xfe19],
    [0xfe30, 0xfe6f], [0xff00, 0xff60], [0xffe0, 0xffe6], [0x1b000, 0x1b2fb], [0x20000, 0x3fffd],
];
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}\u1160-\u11ff]$/u;

function characterWidth(character) {
    const code = character.codePointAt(0);
    if (NO_WIDTH.test(character)) return 0;
    if (/^\p{Regional_Indicator}$/u.test(character)) return 1; // two of them make one flag
    if (/^\p{Emoji_Presentation}$/u.test(character)) return 2;
    return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

export const displayWidth = (text) => [...text].reduce((sum, character) => sum + characterWidth(character), 0);

// Unicode's Default_Ignorable_Code_Point, less the two signs that choose between text and emoji.
export const INVISIBLE = /(?![\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]/gu;

// What no label shows becomes a blank: controls, line and paragraph separators, and what turns the writing round.
// What nobody sees is left out, but for a joiner between two emoji.
export const clean = (text) => text.replace(/[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replace(/(?<=[\u2190-\u2bff\ufe0f\u{1f000}-\u{1faff}])\u200d(?=[\u2190-\u2bff\ufe0f\u{1f000}-\u{1faff}])/gu, '\ue000')
    .replace(INVISIBLE, '').replaceAll('\ue000', '\u200d').trim();

// The longest start, or end, of the characters that fits.
function fitting(characters, width) {
    const kept = [];
    let used = 0;
    for (const character of characters) {
        used += characterWidth(character);
        if (used > width) break;
        kept.push(character);
    }
    return kept;
}

export function cutEnd(text, width) {
    if (displayWidth(text) <= width) return text;
    return `${fitting([...text], width - 1).join('').trim()}…`;
}

// Two thirds of the room for the start, one for the end.
export function cutMiddle(text, width) {
    if (displayWidth(text) <= width) return text;
    const tail = Math.floor((width - 1) / 3);
    const end = fitting([...text].reverse(), tail).reverse();
    return `${fitting([...text], width - 1 - tail).join('')}…${end.join('')}`;
}

// A reference to an image, or a URL: without scheme, a digest by its first digits; if that is too long, no query, then
// fewer parts of the path, and at last one third of the room for the start.
export function cutReference(text, width) {
    const short = text.replace(/^https:\/\/(?=.)/s, '').replace(/(@sha256:[0-9a-z]{7})[0-9a-z].*$/isu, '$1…');
    if (displayWidth(short) <= width) return short;
    const bare = short.replace(/\?.*$/s, '');
    if (displayWidth(bare) <= width) return displayWidth(bare) + 2 <= width ? `${bare}?…` : bare;
    const [host, ...parts] = bare.split('/');
    for (let from = 1; from < parts.length; from++) {
        const path = `${host}/…/${parts.slice(from).join('/')}`;
        if (parts.slice(from).join('/') !== '' && displayWidth(path) <= width) return path;
    }
    const tail = Math.floor(width * 2 / 3);
    const end = fitting([...bare].reverse(), tail).reverse();
    return `${fitting([...bare], width - 1 - tail).join('')}…${end.join('')}`;
}

// 149982292 → "150 MB": decimal units, three significant digits, 999.95 MB is 1 GB.
export function sizeText(bytes) {
    const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];
    let value = bytes;
    let unit = 0;
    while (unit + 1 < units.length && Number(value.toPrecision(3)) >= 1000) {
        value /= 1000;
        unit++;
    }
    return `${Number(value.toPrecision(3))}\u00a0${units[unit]}`;
}

// [] or one line; blanks in it are no-break ones, so that a size never wraps. Unknown is said only where some stage
// of the file has a size.
export function sizeLine(size, someKnown) {
    if (size === null) return someKnown ? ['size\u00a0?'] : [];
    const text = sizeText(size.total);
    const delta = size.delta ? `\u00a0(${size.delta < 0 ? '-' : '+'}${sizeText(Math.abs(size.delta))})` : '';
    if (size.method === 'declared') return [`~${text}\u00a0declared`];
    if (size.method === 'context') return [`≥\u00a0${text}${delta}`];
    if (size.basis === 'compressed') return [`${text}\u00a0compressed${delta}`];
    return [`${text}${delta}`];
}
