// Chromium, and pages in it that note whatever should not happen: dialogs, requests, errors.
import { chromium } from './packages.mjs';

const HOME = 'http://stagegraph.test/';
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'];

export const launch = () =>
    chromium().launch({ executablePath: process.env.STAGEGRAPH_CHROMIUM || '/usr/bin/chromium', args: ARGS });

// A page on an address that does not exist: every request is answered here, and any but the expected ones is noted,
// since a label that makes the browser fetch something has become more than a label.
export async function openPage(browser, scripts = []) {
    const page = await browser.newPage({ viewport: { width: 1600, height: 1200 } });
    const incidents = [];
    const served = new Map();
    page.on('dialog', (dialog) => {
        incidents.push(`dialog: ${dialog.message()}`);
        dialog.dismiss().catch(() => {});
    });
    page.on('pageerror', (error) => incidents.push(`page error: ${error.message}`));
    page.on('console', (message) => {
        if (message.type() === 'error') incidents.push(`console: ${message.text()}`);
    });
    page.on('popup', (popup) => incidents.push(`popup: ${popup.url()}`));
    await page.route('**/*', (route) => {
        const url = route.request().url();
        const body = served.get(url);
        if (body) return route.fulfill(body);
        if (url === HOME) return route.fulfill({ contentType: 'text/html', body: '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>stagegraph</title>' });
        incidents.push(`request: ${url.slice(0, 120)}`);
        return route.abort();
    });
    await page.goto(HOME);
    for (const path of scripts) await page.addScriptTag({ path });
    return {
        page,
        // Makes the address answer with these bytes.
        serve(name, contentType, body) {
            served.set(HOME + name, { contentType, body });
            return HOME + name;
        },
        // Hands out what was noted since the last call, and whether a hostile script has set its flag.
        async incidents() {
            const flag = await page.evaluate(() => window.pwned ?? null).catch((error) => String(error));
            if (flag !== null) incidents.push(`script ran: ${flag}`);
            return incidents.splice(0);
        },
    };
}

// Runs the tasks (functions), at most `width` at a time.
export async function inParallel(width, tasks) {
    const queue = [...tasks];
    await Promise.all(Array.from({ length: width }, async () => {
        while (queue.length) await queue.shift()();
    }));
}
