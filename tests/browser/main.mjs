// usage: node main.mjs STAGEGRAPH (called by run, which installs the packages first)
import { launch } from './lib/browser.mjs';
import { compare } from './lib/compare.mjs';
import { testContrast } from './lib/contrast.mjs';
import { testDot } from './lib/dot.mjs';
import { testHtml } from './lib/html.mjs';
import { hostileCases, testHostile } from './lib/hostile.mjs';
import { testLess } from './lib/less.mjs';
import { testMarkdown } from './lib/markdown.mjs';
import { meant } from './lib/meant.mjs';
import { LOOSE, STRICT, drawEverywhere, setsFor } from './lib/mermaid.mjs';
import { mermaidVersions } from './lib/packages.mjs';
import { Program, conformance, samples } from './lib/program.mjs';
import { Report } from './lib/report.mjs';
import { testSchema } from './lib/schema.mjs';
import { testSelf } from './lib/self.mjs';
import { testSizes } from './lib/sizes.mjs';
import { testSvg } from './lib/svg.mjs';

const program = new Program(process.argv[2]);
const report = new Report();
const only = process.env.STAGEGRAPH_BROWSER_ONLY?.split(',');
const quick = Boolean(process.env.STAGEGRAPH_BROWSER_QUICK);
const started = Date.now();

const run = async (name, body) => {
    if (!only || only.includes(name)) await report.run(name, body);
};

const all = mermaidVersions();
const versions = quick ? [all[0], all[all.length - 1]] : all;
const files = [...samples(), ...conformance()];
console.log(`${samples().length} samples, ${conformance().length} files of the conformance corpus, Mermaid ${versions.join(', ')}`);
if (conformance().length === 0) console.log('no conformance corpus (STAGEGRAPH_CONFORMANCE): samples only');

// One drawing per file and option set; what cannot be rendered at all is a failed test of its own.
function mermaidJobs() {
    const jobs = [];
    for (const [index, file] of files.entries()) {
        for (const args of setsFor(file, index)) {
            const name = [file.name, ...args].join(' ');
            try {
                const text = program.render(file, 'mermaid', args);
                const picture = meant(program.pictured(file, args), args);
                const judge = (read) => compare(read, picture);
                jobs.push({ name, text, config: STRICT, judge });
                if (args.length === 0) jobs.push({ name: `${name} (loose)`, text, config: LOOSE, judge });
            } catch (error) {
                report.check(name, [error.message]);
            }
        }
    }
    return jobs;
}

let browser = null;
await run('self', async () => {
    browser = await launch();
    await testSelf(browser, all, report);
});
await run('schema', () => testSchema(program, [...files, ...hostileCases()], report));
await run('dot', () => testDot(program, [...files, ...hostileCases()], report));
for (const [name, body] of [
    ['svg', () => testSvg(program, browser, [...files, ...hostileCases()], report)],
    ['html', () => testHtml(program, browser, [...files.filter((file, i) => file.sample || i % 10 === 0), ...hostileCases()], report)],
    ['markdown', () => testMarkdown(program, browser, versions.at(-1), [...samples(), ...hostileCases()], report)],
    ['contrast', () => testContrast(program, browser, report)],
    ['less', () => testLess(program, browser, versions, report)],
    ['sizes', () => testSizes(program, browser, versions, report)],
    ['mermaid', () => drawEverywhere(browser, versions, mermaidJobs(), report)],
    ['hostile', () => testHostile(program, browser, versions, report)],
]) {
    await run(name, async () => {
        browser ??= await launch();
        await body();
    });
}
await browser?.close();

console.log(`in ${((Date.now() - started) / 1000).toFixed(0)} s`);
console.log(`${report.passed} passed, ${report.failed} failed`);
process.exit(report.failed === 0 ? 0 : 1);
