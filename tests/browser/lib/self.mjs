// Tests of these tests: in every version of Mermaid a right drawing passes, and each of a list of wrong ones is found
// out. Without it, a version with another DOM could make every comparison hold for nothing.
import { compare } from './compare.mjs';
import { meant } from './meant.mjs';
import { LOOSE, STRICT, drawEverywhere } from './mermaid.mjs';

const RIGHT = `%%{init: {"flowchart": {"wrappingWidth": 1000}}}%%
flowchart TD
    accTitle: Build stages of Dockerfile
    accDescr: 4 stages in 1 group, 2 final images
    subgraph HTTP
        http_builder["HTTP builder<br/>============<br/>Installs what #quot;it#quot; needs<br/>~150\u00a0MB\u00a0declared"]
        http_app["HTTP app<br/>========<br/>size\u00a0?"]
    end
    base["Base
#61;===
#45; #42;not a list#42;
size\u00a0?"]
    dev["Dev<br/>===<br/>size\u00a0?"]
    ext_python(["python#58;3.12-slim"])
    ext_python --> base
    base --> http_builder
    http_builder -.-> http_app
    base --o http_app
    base ----> dev
`;

const stage = (index, id, title, purposeLines, size = null) => ({
    index, id, title, purpose_lines: purposeLines, size, reachable: true, final: index >= 2, instructions: [],
});

const JSON_OF_IT = {
    file: 'Dockerfile',
    stages: [
        stage(0, 'base', 'Base', ['- *not a list*']),
        stage(1, 'http_builder', 'HTTP builder', ['Installs what "it" needs'], { total: 150_000_000, method: 'declared', basis: null }),
        stage(2, 'http_app', 'HTTP app', []),
        stage(3, 'dev', 'Dev', []),
    ],
    images: [{ ref: 'python:3.12-slim', scratch: false }],
    groups: [{ title: 'HTTP', stages: [1, 2] }],
    edges: [
        { kind: 'from', source: { image: 'python:3.12-slim' }, stage: 0 }, { kind: 'from', source: { stage: 0 }, stage: 1 },
        { kind: 'copy', source: { stage: 1 }, stage: 2 }, { kind: 'mount', source: { stage: 0 }, stage: 2 }, { kind: 'from', source: { stage: 0 }, stage: 3 },
    ],
};

// [what is wrong, how it comes about]; `from`: what older versions than this do not do, or do not tell.
const WRONG = [
    ['a letter', (text) => text.replace('HTTP app<', 'HTTP apq<')],
    ['a line break less', (text) => text.replace('HTTP app<br/>', 'HTTP app ')],
    ['a breakable size', (text) => text.replace('150\u00a0MB', '150 MB')],
    ['an entity shown as typed', (text) => text.replace('#quot;it', '#amp;quot;it')],
    ['bold text', (text) => text.replace('Dev<', '<b>Dev</b><')],
    ['an underline too short', (text) => text.replace('<br/>===<br/>', '<br/>==<br/>')],
    ['a node more', (text) => `${text}    more["More"]\n`],
    ['a node less', (text) => text.replace(/ {4}dev\[.*\n/, '').replace(/ {4}base ----> dev\n/, '')],
    ['an edge less', (text) => text.replace('    base --> http_builder\n', '')],
    ['an edge twice', (text) => `${text}    base --> http_builder\n`],
    ['an edge turned round', (text) => text.replace('base ----> dev', 'dev ----> base')],
    ['a dotted edge', (text) => text.replace('base --> http', 'base -.-> http')],
    ['a circle at its end', (text) => text.replace('base --> http', 'base --o http')],
    ['an edge label', (text) => text.replace('base --> http', 'base -->|"x"| http')],
    ['a link too short', (text) => text.replace('base ----> dev', 'base ---> dev'), { from: 10 }],
    ['a stage outside its group', (text) => text.replace(/( {8}http_app.*\n)( {4}end\n)/, '$2$1')],
    ['another group title', (text) => text.replace('subgraph HTTP', 'subgraph HTTPS')],
    ['another direction', (text) => text.replace('flowchart TD', 'flowchart BT')],
    ['another title', (text) => text.replace('of Dockerfile', 'of Containerfile')],
    ['another count', (text) => text.replace('2 final images', '1 final image')],
    ['a syntax error', (text) => text.replace('"]', '""]')],
    ['a label that is wrapped', (text) => text.replace('1000', '40'), { from: 11 }],
    ['a link', (text) => `${text}    click base href "javascript:alert(1)"\n`, { config: LOOSE }],
];

export async function testSelf(browser, versions, report) {
    const picture = meant(JSON_OF_IT, ['--archive', 'x']);
    const jobs = [{ name: 'a right drawing passes', text: RIGHT, config: STRICT, judge: (read) => compare(read, picture) }];
    for (const [what, change, { from = 9, config = STRICT } = {}] of WRONG) {
        const text = change(RIGHT);
        if (text === RIGHT) report.check(`${what}: the change changes something`, ['no']);
        jobs.push({
            name: `${what} is found out`, text, config,
            judge: (read, version) => (compare(read, picture).length > 0 || Number.parseInt(version, 10) < from ? [] : ['it passes']),
        });
    }
    await drawEverywhere(browser, versions, jobs, report);
}
