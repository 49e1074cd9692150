// Runs in the browser page: draws one diagram after another and reads back what a reader sees. A plain script, since
// it is injected beside Mermaid's own.
window.stagegraphTest = (() => {
    const stage = () => {
        let box = document.getElementById('stagegraph-box');
        if (!box) {
            box = document.createElement('div');
            box.id = 'stagegraph-box';
            // Wide, so that the picture keeps its natural scale.
            box.style.width = '4000px';
            document.body.append(box);
        }
        return box;
    };

    // One entry per line as drawn. innerText is exactly that: it knows <br>, blocks, and whether white-space keeps a
    // newline. Soft wrapping is not in it. Without htmlLabels, each row of text is a tspan with a position of its own.
    const linesOf = (label) => {
        const html = [...label.querySelectorAll('foreignObject > *')];
        const text = html.length
            ? html.map((element) => element.innerText).join('\n')
            : [...label.querySelectorAll('text')]
                .map((element) => {
                    const rows = [...element.querySelectorAll('tspan.text-outer-tspan, tspan.row')];
                    return (rows.length ? rows : [element]).map((row) => row.textContent).join('\n');
                }).join('\n');
        const lines = text.split('\n').map((line) => line.replace(/[^\S\u00a0]+/g, ' ').replace(/^ | $/g, ''));
        // <p> puts empty lines around its text.
        while (lines.length && lines[0] === '') lines.shift();
        while (lines.length && lines[lines.length - 1] === '') lines.pop();
        return lines;
    };

    // How many rows of text a reader sees in a label: like linesOf(), but with what Mermaid has wrapped. A row is what stands
    // at one height; fonts that fill in for others differ a little.
    const rowsOf = (label) => {
        const range = document.createRange();
        const middles = [];
        const texts = document.createTreeWalker(label, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            range.selectNodeContents(texts.currentNode);
            for (const { width, top, bottom } of range.getClientRects()) if (width > 0.5) middles.push((top + bottom) / 2);
        }
        return middles.sort((a, b) => a - b).filter((middle, i) => i === 0 || middle - middles[i - 1] > 6).length;
    };

    // A label that Mermaid has wrapped: "5 rows of 4 lines".
    const wrappingOf = (label) => {
        const [rows, lines] = [rowsOf(label), linesOf(label).length];
        return rows > lines ? `${rows} rows of ${lines} lines` : null;
    };

    // Elements in a label that are more than plain text in boxes: bold, links, icons, formulas.
    const markupOf = (label) => [...label.querySelectorAll('foreignObject *')]
        .filter((element) => !['div', 'span', 'p', 'br'].includes(element.localName))
        .map((element) => element.localName);

    // "flowchart-ID-7", since 11.15 with the drawing's own id before it.
    const nodeId = (id, svgId) => strip(id, svgId).replace(/^flowchart-/, '').replace(/-\d+$/, '');
    const strip = (id, svgId) => (id.startsWith(`${svgId}-`) ? id.slice(svgId.length + 1) : id);

    const centreInside = (inner, outer) => {
        const [a, b] = [inner.getBoundingClientRect(), outer.getBoundingClientRect()];
        const x = a.left + a.width / 2;
        const y = a.top + a.height / 2;
        return x >= b.left && x <= b.right && y >= b.top && y <= b.bottom;
    };

    const middle = (element) => {
        const box = element.getBoundingClientRect();
        return [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)];
    };

    const readFlowchart = (svg, svgId) => {
        const groups = [...svg.querySelectorAll('g.cluster')];
        const nodes = [...svg.querySelectorAll('g.node')].map((node) => ({
            id: nodeId(node.id, svgId),
            lines: linesOf(node.querySelector('g.label') ?? node),
            markup: markupOf(node),
            wrapped: wrappingOf(node.querySelector('g.label') ?? node),
            classes: [...node.classList].filter((name) => !['node', 'default', 'flowchart-label', 'clickable'].includes(name)),
            clusters: groups.filter((group) => centreInside(node, group.querySelector('rect'))).map((group) => strip(group.id, svgId)),
            centre: middle(node),
        }));
        const clusters = groups.map((group) => ({
            id: strip(group.id, svgId),
            lines: linesOf(group.querySelector('.cluster-label')),
            markup: markupOf(group),
            wrapped: wrappingOf(group.querySelector('.cluster-label')),
        }));
        const edges = [...svg.querySelectorAll('path.flowchart-link')].map((path) => ({
            // "L-FROM-TO-0" up to 10, "L_FROM_TO_0" later: ids hold no "-", but may hold "_".
            ends: strip(path.id, svgId).replace(/^L[-_]/, '').replace(/[-_]\d+$/, '').replace('-', '_'),
            dotted: path.classList.contains('edge-pattern-dotted'),
            circle: /circleEnd/.test(path.getAttribute('marker-end') ?? ''),
            cross: /crossEnd/.test(path.getAttribute('marker-end') ?? ''),
            arrow: /pointEnd/.test(path.getAttribute('marker-end') ?? ''),
            drawn: path.getTotalLength() > 1,
        }));
        const edgeLabels = [...svg.querySelectorAll('g.edgeLabels foreignObject')]
            .map((object) => object.textContent.trim()).filter((text) => text !== '');
        return {
            title: svg.querySelector(':scope > title')?.textContent ?? null,
            summary: svg.querySelector(':scope > desc')?.textContent ?? null,
            error: svg.getAttribute('aria-roledescription') === 'error' || /Syntax error|Unsupported markdown|Maximum text size/.test(svg.textContent),
            text: svg.textContent,
            nodes, clusters, edges, edgeLabels,
            wrappedEdges: [...svg.querySelectorAll('g.edgeLabels g.edgeLabel')].map(wrappingOf).filter((wrapped) => wrapped !== null),
            links: [...svg.querySelectorAll('a')].map((link) => [
                nodeId((link.querySelector('g.node') ?? link.closest('g.node') ?? link).id, svgId),
                link.getAttribute('href') ?? link.getAttributeNS('http://www.w3.org/1999/xlink', 'href')]),
        };
    };

    // What Mermaid's own model says of the links: [from, to, length]. 9 does not give it out.
    const lengths = async (text) => {
        if (!mermaid.mermaidAPI.getDiagramFromText) return null;
        const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
        return diagram.db.getEdges().map((edge) => [edge.start, edge.end, edge.length]);
    };

    // Anything in the drawing that could run: scripts, handlers, other schemes.
    const active = (rootElement) => [...rootElement.querySelectorAll('*')].flatMap((element) => {
        const found = ['script', 'iframe', 'object', 'embed', 'img', 'image', 'audio', 'video', 'form', 'input']
            .includes(element.localName) ? [`<${element.localName}>`] : [];
        for (const { name, value } of element.attributes) {
            if (/^on/i.test(name)) found.push(`${name}=`);
            if (/href$|src$/i.test(name) && !/^(https?:|#)/i.test(value)) found.push(`${name}=${value.slice(0, 40)}`);
        }
        return found;
    });

    let serial = 0;
    const draw = async ({ text, config }) => {
        const svgId = `sg${++serial}`;
        try {
            mermaid.initialize({ startOnLoad: false, ...config });
            // Later versions parse once more for lengths().
            if (!mermaid.mermaidAPI.getDiagramFromText && await mermaid.parse(text) === false) throw new Error('mermaid.parse says no');
            const result = await mermaid.render(svgId, text);
            const box = stage();
            box.innerHTML = result.svg ?? result;
            const read = readFlowchart(box.querySelector('svg'), svgId);
            read.active = active(box);
            read.lengths = await lengths(text);
            return read;
        } catch (error) {
            return { thrown: String(error?.message ?? error).slice(0, 300) };
        } finally {
            // A failed render leaves its measuring box behind.
            document.getElementById(`d${svgId}`)?.remove();
            stage().replaceChildren();
        }
    };

    return {
        stage, active,
        async drawAll(jobs) {
            const results = [];
            for (const job of jobs) results.push(await draw(job));
            return results;
        },
    };
})();
