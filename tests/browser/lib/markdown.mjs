// -f markdown as a reader of GitHub's Markdown takes it: a code block that Mermaid draws, and a table of plain text.
import { openPage } from './browser.mjs';
import { compare } from './compare.mjs';
import { meant, oneLine } from './meant.mjs';
import { STRICT, drawEverywhere } from './mermaid.mjs';
import { markedBundle } from './packages.mjs';
import { differences } from './report.mjs';
import { clean, cutMiddle } from './text.mjs';

export async function testMarkdown(program, browser, version, files, report) {
    const opened = await openPage(browser, [markedBundle()]);
    const jobs = [];
    for (const file of files) {
        try {
            const read = await opened.page.evaluate(readMarkdown, program.render(file, 'markdown'));
            const json = program.json(file);
            report.check(`markdown of ${file.name}`, [...contents(read, json, program.render(file, 'mermaid')), ...await opened.incidents()]);
            if (file.sample) jobs.push({ name: `fence of ${file.name}`, text: read.chart, config: STRICT, judge: (drawn) => compare(drawn, meant(json, [])) });
        } catch (error) {
            report.check(`markdown of ${file.name}`, [error.message]);
        }
    }
    await opened.page.close();
    await drawEverywhere(browser, [version], jobs, report);
}

// Runs in the page, so that a cell that is more than text shows what it can do.
function readMarkdown(text) {
    const blocks = window.marked.lexer(text).filter(({ type }) => type !== 'space');
    document.body.innerHTML = window.marked.parse(text);
    const rows = [...document.querySelectorAll('tr')].map((row) => [...row.cells].map((cell) => cell.textContent.replace(/\s+/g, ' ').trim()));
    return {
        blocks: blocks.map(({ type }) => type), comment: blocks[0].text, language: blocks[1].lang, chart: blocks[1].text, rows,
        markup: [...document.querySelectorAll('td *')].filter(({ localName }) => localName !== 'code')
            .map(({ localName, children, textContent }) => [localName, children.length, textContent.replace(/\s+/g, ' ').trim()]),
    };
}

const words = (...texts) => oneLine(texts.map((text) => clean(text ?? '')).join(' ')).replace(/\s+/g, ' ').trim();

function contents(read, json, chart) {
    const shown = json.stages.filter((stage) => stage.reachable);
    const sized = shown.some((stage) => stage.size !== null);
    const guesses = shown.filter(({ purpose_source: source }) => source === 'inferred').map(({ purpose }) => ['em', 0, words(purpose)]);
    const heading = ['Stage', 'Base', 'Purpose', ...(sized ? ['Size'] : [])];
    const problems = [
        ...differences('blocks', [read.blocks, read.language], [['html', 'code', 'table'], 'mermaid']),
        ...differences('comment', /^<!-- Made by stagegraph[^>]*-->\s*$/.test(read.comment), true),
        ...differences('chart', read.chart, chart.replace(/\n$/, '')),
        ...differences('heading', read.rows[0], heading),
        ...differences('rows', read.rows.length - 1, shown.length),
        ...differences('markup in cells', read.markup, guesses),
    ];
    if (problems.length) return problems;
    shown.forEach((stage, i) => {
        const title = cutMiddle(clean(stage.title) || stage.id, 60);
        const row = [words(title, stage.name === stage.title ? '' : stage.name), words(stage.base), words(stage.purpose)];
        problems.push(...differences(`row of ${stage.id}`, read.rows[i + 1].slice(0, 3), row));
    });
    return problems;
}
