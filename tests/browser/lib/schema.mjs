// -f json of every file fits share/stagegraph.schema.json, and the schema fits its own standard. The schema closes its
// objects (unevaluatedProperties), so a field that the program adds must be described there first.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { OPTION_SETS } from './mermaid.mjs';
import { Ajv2020, root } from './packages.mjs';
import { clean } from './text.mjs';

export function testSchema(program, files, report) {
    const schema = JSON.parse(readFileSync(path.join(root, 'share/stagegraph.schema.json'), 'utf8'));
    const ajv = new (Ajv2020())({ strict: true, allErrors: true, allowUnionTypes: true });
    report.check('the schema fits JSON Schema 2020-12', ajv.validateSchema(schema) ? [] : [ajv.errorsText()]);
    const closed = ajv.compile(close(schema));
    for (const file of files) {
        for (const args of file.facts ? [[]] : OPTION_SETS) {
            const name = ['json of', file.name, ...args].join(' ');
            try {
                const json = JSON.parse(program.render(file, 'json', args));
                const errors = closed(json) ? [] : closed.errors.map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
                report.check(name, [...errors, ...inconsistencies(json)]);
            } catch (error) {
                report.check(name, [error.message]);
            }
        }
    }
}

// "Fields are only ever added", so the shipped schema lets unknown ones pass; here they must not.
function close(schema) {
    if (Array.isArray(schema)) return schema.map(close);
    if (schema === null || typeof schema !== 'object') return schema;
    const result = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, close(value)]));
    if (schema.type === 'object' && schema.properties && schema.additionalProperties === undefined) result.additionalProperties = false;
    return result;
}

// What no schema can say.
function inconsistencies(json) {
    const problems = [];
    const expect = (fine, what) => {
        if (!fine) problems.push(what);
    };
    const { stages, images, groups, edges, target } = json;
    stages.forEach((stage, index) => {
        expect(stage.index === index, `stage ${index} says index ${stage.index}`);
        expect(stage.default === (index === target), `stage ${index}: default is ${stage.default}, target ${target}`);
        expect(stage.end_line >= stage.line, `stage ${index} ends before it starts`);
        expect((stage.group === null) === !groups.some((group) => group.stages.includes(index)), `stage ${index}: group ${stage.group} and the list of groups disagree`);
        expect((clean(stage.purpose ?? '') === '') === (stage.purpose_lines.length === 0), `stage ${index}: purpose and purpose_lines disagree`);
        expect((stage.purpose_source === 'none') === (stage.purpose === null), `stage ${index}: purpose_source ${stage.purpose_source}`);
        for (const instruction of stage.instructions) {
            expect(instruction.line >= stage.line && instruction.end_line <= stage.end_line, `stage ${index}: instruction of line ${instruction.line} lies outside`);
        }
    });
    expect(new Set(stages.map(({ id }) => id)).size === stages.length, 'ids repeat');
    expect(new Set(images.map(({ ref, platform }) => `${ref} ${platform}`)).size === images.length, 'images repeat');
    const known = new Set(images.map(({ ref }) => ref));
    for (const edge of edges) {
        const { stage, image } = edge.source;
        expect(edge.stage < stages.length && (stage === undefined || stage < stages.length), `an edge names a stage that is not there: ${JSON.stringify(edge.source)}`);
        expect(image === undefined || known.has(image), `an edge names an image that is not listed: ${image}`);
    }
    const keys = edges.map(({ kind, source, stage }) => JSON.stringify([kind, source, stage]));
    expect(new Set(keys).size === keys.length, 'edges repeat');
    for (const ref of known) expect(edges.some(({ source }) => source.image === ref), `image ${ref} has no edge`);
    for (const group of groups) expect(group.stages.every((index) => index < stages.length), `group ${group.name} names a stage that is not there`);
    return problems;
}
