// Finds the npm packages, which are installed below build/ and so out of reach of an ordinary import.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
export const work = path.join(root, 'build/browser');
const require = createRequire(path.join(work, 'package.json'));

export const chromium = () => require('playwright-core').chromium;

export const Ajv2020 = () => require('ajv/dist/2020.js').default;

export async function graphviz() {
    const file = path.join(work, 'node_modules/@hpcc-js/wasm-graphviz/dist/index.js');
    const { Graphviz } = await import(pathToFileURL(file).href);
    return Graphviz.load();
}

// Every "mermaid-X" of package.json, oldest first.
export const mermaidVersions = () =>
    Object.keys(JSON.parse(readFileSync(path.join(work, 'package.json'), 'utf8')).dependencies)
        .filter((name) => name.startsWith('mermaid-'))
        .map((name) => name.slice('mermaid-'.length));

export const mermaidBundle = (version) =>
    path.join(work, 'node_modules', `mermaid-${version}`, 'dist/mermaid.min.js');

// A reader of GitHub's Markdown, as a script for the page.
export const markedBundle = () => path.join(work, 'node_modules/marked/lib/marked.umd.js');

// What finds faults of a page for readers who see it otherwise, as a script for the page.
export const axeBundle = () => path.join(work, 'node_modules/axe-core/axe.min.js');
