// Draws Mermaid text in real Chromium with every version of Mermaid that hosts use, and compares with what was meant.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inParallel, openPage } from './browser.mjs';
import { mermaidBundle } from './packages.mjs';

const IN_PAGE = path.join(path.dirname(fileURLToPath(import.meta.url)), 'in-page.js');
const BATCH = 20;
const BATCH_TIMEOUT = 120_000;

// The option sets: every one is drawn under "strict" (what GitHub, GitLab and Mermaid itself default to), the first
// under "loose" as well, where Mermaid cleans nothing.
export const OPTION_SETS = [
    [], ['--edges', 'plain', '--images', 'hide'], ['--images', 'label'], ['--images', 'separate'], ['--direction', 'LR'],
    ['--legend'], ['--layers'], ['--mermaid-init'], ['--group', 'none', '--no-purpose', '--no-size'], ['--wrap', '60', '--direction', 'BT'],
];

// All sets for a sample; for a file of the corpus the first one and, in turn, some of the others.
export const setsFor = (file, index) =>
    OPTION_SETS.filter((_, set) => file.sample || set === 0 || (set + index) % 3 === 0);

export const STRICT = { securityLevel: 'strict' };
export const LOOSE = { securityLevel: 'loose' };

// jobs: [{name, text, config, judge}]; judge(read) → problems. Each is drawn in each version.
export async function drawEverywhere(browser, versions, jobs, report) {
    await inParallel(2, versions.map((version) => async () => {
        const started = Date.now();
        await drawIn(browser, version, jobs, report);
        if (process.env.STAGEGRAPH_BROWSER_VERBOSE) console.log(`Mermaid ${version}: ${jobs.length} drawings in ${Date.now() - started} ms`);
    }));
}

async function drawIn(browser, version, jobs, report) {
    let opened = null;
    for (let first = 0; first < jobs.length; first += BATCH) {
        const batch = jobs.slice(first, first + BATCH);
        try {
            opened ??= await openPage(browser, [mermaidBundle(version), IN_PAGE]);
            const { page } = opened;
            const reads = await withTimeout(page.evaluate((list) => window.stagegraphTest.drawAll(list),
                batch.map(({ text, config }) => ({ text, config }))));
            batch.forEach((job, i) => report.check(`Mermaid ${version}: ${job.name}`, job.judge(reads[i], version)));
            report.check(`Mermaid ${version}: nothing else happens while drawing ${batch[0].name} and the next ${batch.length - 1}`, await opened.incidents());
        } catch (error) {
            // One stuck or crashed page must not take the other drawings with it.
            for (const job of batch) report.check(`Mermaid ${version}: ${job.name}`, [`the page failed: ${error.message}`]);
            await opened?.page.close().catch(() => {});
            opened = null;
        }
    }
    await opened?.page.close();
}

const withTimeout = (promise) => {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer in ${BATCH_TIMEOUT / 1000} s`)), BATCH_TIMEOUT);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};
