// Runs the program under test and finds the Dockerfiles to try it on.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { hasMany } from './meant.mjs';
import { root } from './packages.mjs';

export class Program {
    constructor(file) {
        this.file = path.resolve(file);
    }

    // Runs in the repository's root, so that file names in the output are the same everywhere.
    run(args, input) {
        const result = spawnSync(this.file, args, { cwd: root, input, maxBuffer: 1 << 28, timeout: 60_000 });
        return {
            status: result.status,
            signal: result.signal,
            bytes: result.stdout ?? Buffer.alloc(0),
            stdout: result.stdout?.toString('utf8') ?? '',
            stderr: result.stderr?.toString('utf8') ?? String(result.error),
        };
    }

    // source: {path} or {text}, with the args it always needs. Throws with what the program said, unless it exits 0 (or,
    // when told to keep going, 1 with a picture).
    render(source, format, args = []) {
        const all = ['render', '-q', '-f', format, ...args, ...(source.args ?? []), source.path ?? '-'];
        const result = this.run(all, source.text);
        const kept = result.status === 1 && source.args?.includes('--keep-going') && result.stdout !== '';
        if (result.status !== 0 && !kept) {
            const why = result.signal ? `killed by ${result.signal}` : `exit ${result.status}`;
            throw new Error(`stagegraph ${all.join(' ')}: ${why}: ${result.stderr.trim().slice(0, 300)}`);
        }
        return result.stdout;
    }

    json(source, args = []) {
        return JSON.parse(this.render(source, 'json', args));
    }

    // The same with purposes wrapped as pictures have them: in one of many stages they are narrower.
    pictured(source, args = []) {
        const json = this.json(source, args);
        return hasMany(json) && !args.includes('--wrap') ? this.json(source, [...args, '--wrap', '20']) : json;
    }
}

const isDockerfile = (name) => /^(Dockerfile|Containerfile)(?!.*ignore$)|\.(Dockerfile|Containerfile)$/i.test(name);

function* walk(folder) {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
        const file = path.join(folder, entry.name);
        if (entry.isDirectory()) yield* walk(file);
        else if (isDockerfile(entry.name)) yield file;
    }
}

export function samples() {
    const folder = path.join(root, 'samples');
    return existsSync(folder) ? [...walk(folder)].map((file) => ({ name: path.relative(root, file), path: path.relative(root, file), sample: true })) : [];
}

// Real Dockerfiles with more than one stage, as the corpus' own list of facts counts them.
export function conformance() {
    const folder = path.resolve(root, process.env.STAGEGRAPH_CONFORMANCE || '../shared/conformance');
    const facts = path.join(folder, 'corpus.json');
    if (!existsSync(facts)) return [];
    return Object.entries(JSON.parse(readFileSync(facts, 'utf8')))
        .filter(([, expect]) => expect.stages?.length > 1)
        .map(([name]) => ({ name: `corpus/${name}`, path: path.join(folder, 'corpus', name) }));
}
