'use strict';
// Makes a viewer of the page: the picture can be moved, the list beside it leads to stages, and a panel tells of the one
// that was chosen, or of those that were searched for. The address keeps the choice ("#s-base"), so that it can be
// linked to.
(() => {
    const root = document.documentElement;
    const find = (selector) => document.querySelector(selector);
    const all = (selector) => [...document.querySelectorAll(selector)];
    const [canvas, svg, list, panel, search, count] = ['.canvas', '.canvas svg', 'nav', '.panel', 'input', 'output'].map(find);
    const entries = new Map(all('article').map((entry) => [entry.dataset.id, entry]));
    const nodes = new Map(all('.canvas [data-id]').filter((node) => entries.has(node.dataset.id)).map((node) => [node.dataset.id, node]));
    const items = new Map(all('nav a').map((item) => [item.hash.slice(3), item]));
    const titleOf = (id) => entries.get(id).querySelector('h2').textContent;

    const set = (element, attributes) => { for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value); };
    const make = (parent, tag, text = '', attributes = {}) => {
        const namespace = tag === 'svg' || parent.closest('svg') ? svg.namespaceURI : root.namespaceURI;
        const element = parent.appendChild(document.createElementNS(namespace, tag));
        set(element, attributes);
        element.append(text);
        return element;
    };
    const link = (parent, id) => make(parent, 'a', titleOf(id), { href: `#s-${id}` });

    // ---- edges: a line that several share names all of its ends ----

    const edges = all('.edge').map((part) => ({ part, from: part.dataset.from.split(' '), to: part.dataset.to.split(' ') }));
    const edgeOf = new Map(edges.map((edge) => [edge.part, edge]));
    const edgesAt = { from: new Map(), to: new Map() }; // id → the edges that start or end there
    for (const edge of edges) {
        for (const [end, found] of Object.entries(edgesAt)) {
            for (const id of edge[end]) found.has(id) ? found.get(id).push(edge) : found.set(id, [edge]);
        }
    }

    const next = (id, near, far) => (edgesAt[near].get(id) ?? []).flatMap((edge) => edge[far]);
    const needsOf = (id) => next(id, 'to', 'from');
    const usersOf = (id) => next(id, 'from', 'to');

    // Everything on the way, directly or not; a set grows while it is walked.
    const reach = (start, step) => {
        const reached = new Set(start);
        for (const id of reached) for (const other of step(id)) reached.add(other);
        return reached;
    };
    const isOneOf = (ids, set) => ids.some((id) => set.has(id));

    // ---- what is chosen, and what is searched for ----

    const addressed = () => location.hash.replace(/^#s-/, '');
    let chosen = entries.has(addressed()) ? addressed() : '';
    let line = null; // the edge that is chosen

    const searched = new Map([...entries].map(([id, entry]) => [id,
        [...entry.querySelectorAll('h2, h3, .name code, .purpose, li code')].map((part) => part.textContent).join('\n').toLowerCase()]));

    const matches = () => {
        const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
        return words.length ? [...searched.keys()].filter((id) => words.every((word) => searched.get(id).includes(word))) : [];
    };

    // Whether edges join two of the same nodes.
    const isAlong = (a, b) => isOneOf(a.from, new Set(b.from)) && isOneOf(a.to, new Set(b.to));

    // The whole way through what is chosen: parts of the picture → their classes.
    const way = () => {
        const found = new Map();
        const [above, below] = line ? [line.from, line.to] : [[chosen], [chosen]];
        const [needs, users] = [reach(above, needsOf), reach(below, usersOf)];
        const direct = new Set(line ? [...above, ...below] : [...needsOf(chosen), ...usersOf(chosen)]);
        const add = (key, role, strong) => found.set(key, ['lit', role, strong && 'direct'].filter(Boolean));
        for (const id of needs) add(id, 'needs', direct.has(id));
        for (const id of users) add(id, 'users', direct.has(id));
        if (!line) found.set(chosen, ['lit', 'chosen']);
        for (const edge of edges) {
            if (line && isAlong(edge, line)) found.set(edge, ['lit', 'chosen']);
            else if (isOneOf(edge.to, needs)) add(edge, 'needs', edge.to.includes(chosen));
            else if (isOneOf(edge.from, users)) add(edge, 'users', edge.from.includes(chosen));
        }
        return found;
    };

    const CLASSES = ['lit', 'chosen', 'needs', 'users', 'direct'];
    const WORDS = { needs: 'needed', users: 'needs it' };

    // The page from what is chosen and searched for; everything else only changes these.
    const update = () => {
        const searching = search.value.trim() !== '';
        const matching = new Set(matches());
        const lit = chosen || line ? way() : new Map([...matching].map((id) => [id, ['lit']]));
        svg.classList.toggle('dimmed', Boolean(chosen || line) || searching);
        marks.replaceChildren();
        const dress = (element, classes) => { for (const name of CLASSES) element.classList.toggle(name, classes.includes(name)); };
        for (const edge of edges) dress(edge.part, lit.get(edge) ?? []);
        for (const [id, node] of nodes) {
            const classes = lit.get(id) ?? [];
            const word = WORDS[classes[1]] ?? '';
            dress(node, classes);
            dress(items.get(id), classes);
            node.setAttribute('aria-pressed', id === chosen);
            items.get(id).dataset.word = word;
            if (word) ring(marks, id, classes.join(' '), word);
        }
        for (const [id, entry] of entries) entry.hidden = line ? true : chosen ? id !== chosen : !matching.has(id);
        taken.hidden = !line;
        if (chosen) tellShips(chosen);
        entries.get(chosen)?.querySelector(':scope > details')?.setAttribute('open', '');
        panel.hidden = !chosen && !line && !matching.size;
        panel.classList.toggle('results', !chosen && !line);
        root.classList.toggle('open', !panel.hidden);
        if (!chosen && !line) only(false);
        count.textContent = searching ? `${matching.size} of ${entries.size}` : '';
        items.get(chosen)?.scrollIntoView({ block: 'nearest' });
        settle();
    };

    const choose = (id, edge = null) => {
        if (id === chosen && edge === line) return;
        const left = nodes.get(chosen);
        const inPanel = panel.contains(document.activeElement);
        [chosen, line] = [entries.has(id) ? id : '', edge];
        // Not location.hash, which would take the focus away.
        if (addressed() !== chosen) history.pushState(null, '', chosen ? `#s-${chosen}` : '#');
        if (line) tellTaken();
        update();
        panel.scrollTop = 0;
        // The focus must not get lost with what is hidden.
        if (inPanel) (chosen ? entries.get(chosen).querySelector('a') : left)?.focus();
    };

    // Where it cannot be seen in the picture that it was chosen.
    const chooseFar = (id) => {
        choose(id);
        if (chosen && k < READABLE) lookAt(boxes.get(chosen));
    };

    const nextMatch = () => {
        const ids = matches();
        if (ids.length) chooseFar(ids[(ids.indexOf(chosen) + 1) % ids.length]);
    };

    const close = () => {
        engage(false);
        if (chosen || line) return choose('');
        search.value = '';
        search.blur();
        update();
    };

    const only = (on) => {
        svg.classList.toggle('only', on);
        find('.only[data-key]').setAttribute('aria-pressed', on);
    };

    // In a narrow window the panel may be where the list is to be shown.
    const toggleList = () => {
        const on = !list.checkVisibility();
        root.classList.toggle('nolist', !on);
        if (on && !list.checkVisibility()) {
            search.value = '';
            choose('');
        }
        update();
    };

    // ---- what the panel tells beside the entries ----

    // Final images: those whose chain of FROM the stage is in, and others that need it. No chain is known through stages
    // that are drawn as one.
    const tellShips = (id) => {
        const facts = entries.get(id).querySelector('dl');
        if (facts.querySelector('.ships')) return;
        const isFrom = ({ part }) => part.matches('.from:not(.removed)');
        const chain = reach([id], (at) => (nodes.get(at).matches('.stages') ? [] : (edgesAt.from.get(at) ?? []).filter(isFrom).flatMap((edge) => edge.to)));
        const finals = [...reach([id], usersOf)].filter((other) => other !== id && nodes.get(other).matches('.final'));
        const lists = [['Ships in', finals.filter((other) => chain.has(other))], ['Helps to build', finals.filter((other) => !chain.has(other))]];
        for (const [words, ids] of lists.filter(([, found]) => found.length)) {
            make(facts, 'dt', words);
            const chips = make(facts, 'dd', '', { class: 'ships' });
            for (const other of ids) link(chips, other).className = 'mark';
        }
    };

    const taken = make(panel, 'div', '', { class: 'taken' });
    const tellTaken = () => {
        taken.replaceChildren();
        for (const edge of edges.filter(({ part, from, to }) => from.length * to.length === 1 && part.querySelector('title') && isAlong({ from, to }, line))) {
            const heading = make(taken, 'h2');
            link(heading, edge.from[0]);
            heading.append(' → ');
            link(heading, edge.to[0]);
            make(taken, 'p', edge.part.querySelector('title').textContent);
        }
    };

    // ---- where the picture is: moved by (x, y), scaled by k ----

    const MARGIN = 24, LEAST = 0.05, MOST = 8, READABLE_PX = 11;
    let x = 0, y = 0, k = 1;
    let ready = false; // until then the picture does not glide to where it starts
    let moved = false; // by hand: then it stays where it is, as far as possible

    // Where things are in the picture itself.
    const origin = svg.getBoundingClientRect(), scale = svg.width.baseVal.value / origin.width;
    const boxOf = (part) => {
        const box = part.getBoundingClientRect();
        const across = [box.left, box.right].map((edge) => (edge - origin.left) * scale);
        const down = [box.top, box.bottom].map((edge) => (edge - origin.top) * scale);
        return { left: across[0], right: across[1], top: down[0], bottom: down[1] };
    };
    const boxes = new Map([...nodes].map(([id, node]) => [id, boxOf(node)]));
    const shapes = new Map([...nodes].map(([id, node]) => [id, node.getBBox()]));
    const whole = boxOf(svg);
    const around = (found) => ({
        left: Math.min(...found.map((box) => box.left)), right: Math.max(...found.map((box) => box.right)),
        top: Math.min(...found.map((box) => box.top)), bottom: Math.max(...found.map((box) => box.bottom)),
    });
    const middle = ({ left, right, top, bottom }) => [(left + right) / 2, (top + bottom) / 2];

    // From this scale on the smallest text of all nodes can be read.
    const unit = svg.width.baseVal.value / svg.viewBox.baseVal.width;
    const READABLE = Math.min(1, READABLE_PX / (unit * Math.min(...all('.canvas [data-id] text').map((text) => Number(text.getAttribute('font-size'))))));

    const place = (newX, newY, newK, gliding) => {
        [x, y, k] = [newX, newY, newK];
        svg.classList.toggle('gliding', gliding && ready);
        svg.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
        svg.style.setProperty('--px', 1 / (k * unit));
        frameMap();
    };

    const pan = (dx, dy) => {
        moved = true;
        place(x + dx, y + dy, k, false);
    };

    // Not beyond the ends of the picture; whether there was anything left to see.
    const scroll = (dx, dy) => {
        const slide = (at, by, size, space) => {
            if (size <= space - 2 * MARGIN) return at;
            return by > 0 ? Math.max(at - by, Math.min(at, space - MARGIN - size)) : Math.min(at - by, Math.max(at, MARGIN));
        };
        const to = [slide(x, dx, whole.right * k, canvas.clientWidth), slide(y, dy, whole.bottom * k, canvas.clientHeight)];
        if (to[0] === x && to[1] === y) return false;
        pan(to[0] - x, to[1] - y);
        return true;
    };

    // The point at (px, py) of the canvas stays where it is.
    const zoom = (factor, px = canvas.clientWidth / 2, py = canvas.clientHeight / 2) => {
        const to = Math.min(MOST, Math.max(LEAST, k * factor));
        moved = true;
        place(px - (px - x) * to / k, py - (py - y) * to / k, to, false);
    };

    // How large a box can be drawn.
    const room = ({ left, right, top, bottom }) => Math.max(LEAST,
        Math.min((canvas.clientWidth - 2 * MARGIN) / (right - left), (canvas.clientHeight - 2 * MARGIN) / (bottom - top)));

    // By how much what reaches from low to high is out of view.
    const shift = (low, high, size) => (low < MARGIN ? MARGIN - low : Math.min(0, Math.max(size - MARGIN - high, MARGIN - low)));

    const show = ({ left, right, top, bottom }) =>
        place(x + shift(x + left * k, x + right * k, canvas.clientWidth), y + shift(y + top * k, y + bottom * k, canvas.clientHeight), k, true);
    const reveal = (id) => show(boxes.get(id));

    // In the middle. What has to be read is not made smaller than that: then the box around it may not be seen whole.
    const lookAt = (box, read = null) => {
        const to = Math.min(1, Math.max(room(box), read ? READABLE : 0));
        const [atX, atY] = middle(box);
        place(canvas.clientWidth / 2 - atX * to, canvas.clientHeight / 2 - atY * to, to, true);
        if (read) show(read);
    };

    const showAll = () => {
        moved = true;
        lookAt(whole);
    };

    // All of it; or, where that is too small to read, what is chosen or the target, and what that needs.
    const lookAround = () => {
        moved = false;
        const id = chosen || (find('.node.target') ?? find('.node.final') ?? find('.node'))?.closest('[data-id]')?.dataset.id;
        if (room(whole) >= READABLE || !boxes.has(id)) lookAt(whole);
        else lookAt(around([...reach([id], needsOf)].map((other) => boxes.get(other))), boxes.get(id));
    };

    // After a choice: what is in view stays there, unless all of it can be shown.
    const settle = () => {
        find('[data-key=l]').setAttribute('aria-pressed', list.checkVisibility());
        if (!canvas.clientWidth) return;
        if (!moved && (room(whole) >= READABLE || !chosen)) line || lookAround();
        else if (chosen) reveal(chosen);
    };

    // ---- rings around nodes ----

    const graph = svg.querySelector('.graph') ?? svg;
    const [marks, hints] = ['marks', 'hints'].map((name) => make(graph, 'g', '', { class: name }));
    const ring = (layer, id, classes, word = '') => {
        const box = shapes.get(id);
        make(layer, 'rect', '', { class: classes, x: box.x - 3, y: box.y - 3, width: box.width + 6, height: box.height + 6, rx: 14 });
        if (word) make(layer, 'text', word, { class: classes, x: box.x + box.width - 8, y: box.y });
    };

    // What the pointer or the focus is on, and its direct neighbours.
    const hint = (part) => {
        const edge = edgeOf.get(part?.closest('.edge'));
        const id = part?.closest('[data-id]')?.dataset.id;
        const near = edge ? [edge] : id ? [...edgesAt.to.get(id) ?? [], ...edgesAt.from.get(id) ?? []] : [];
        const ids = edge ? [...edge.from, ...edge.to] : nodes.has(id) ? [id, ...needsOf(id), ...usersOf(id)] : [];
        const parts = new Set(near.map((other) => other.part));
        for (const other of edges) other.part.classList.toggle('near', parts.has(other.part));
        hints.replaceChildren();
        for (const other of new Set(ids)) ring(hints, other, 'near');
    };
    canvas.addEventListener('pointerover', (event) => { if (event.pointerType === 'mouse') hint(event.target); });
    canvas.addEventListener('pointerleave', () => hint(null));

    // ---- the picture in small, where it is large ----

    let frame = null;
    const frameMap = () => {
        if (frame) set(frame, { x: -x / k, y: -y / k, width: canvas.clientWidth / k, height: canvas.clientHeight / k });
    };
    const makeMap = () => {
        const map = make(find('main'), 'svg', '', { class: 'map', 'aria-hidden': true, viewBox: `0 0 ${whole.right} ${whole.bottom}` });
        for (const [id, { left, right, top, bottom }] of boxes) make(map, 'rect', '', { class: nodes.get(id).matches('.target') ? 'target' : '', x: left, y: top, width: right - left, height: bottom - top });
        frame = make(map, 'rect', '', { class: 'frame' });
        const go = (event) => {
            if (!(event.buttons & 1)) return;
            const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
            pan(canvas.clientWidth / 2 - at.x * k - x, canvas.clientHeight / 2 - at.y * k - y);
        };
        for (const type of ['pointerdown', 'pointermove']) map.addEventListener(type, go);
    };

    // ---- pointers: one drags, two pinch ----

    const pointers = new Map();
    let start = null, dragged = false;

    const local = ({ clientX, clientY }) => {
        const bounds = canvas.getBoundingClientRect();
        return [clientX - bounds.left, clientY - bounds.top];
    };

    // The middle of all fingers, and how far apart they are.
    const grip = () => {
        const [[ax, ay], [bx, by]] = [[...pointers.values()][0], [...pointers.values()].at(-1)];
        return [(ax + bx) / 2, (ay + by) / 2, Math.hypot(ax - bx, ay - by) || 1];
    };

    canvas.addEventListener('pointerdown', (event) => {
        if (event.button > 0) return;
        if (!pointers.size) [start, dragged] = [local(event), false];
        pointers.set(event.pointerId, local(event));
    });
    canvas.addEventListener('pointermove', (event) => {
        if (!pointers.has(event.pointerId)) return;
        const at = local(event);
        // A hand that trembles still clicks.
        if (!dragged && pointers.size === 1 && Math.hypot(at[0] - start[0], at[1] - start[1]) < 4) return;
        dragged = true;
        canvas.classList.add('dragging');
        canvas.setPointerCapture(event.pointerId);
        const [fromX, fromY, fromSpread] = grip();
        pointers.set(event.pointerId, at);
        const [toX, toY, toSpread] = grip();
        pan(toX - fromX, toY - fromY);
        if (pointers.size > 1) zoom(toSpread / fromSpread, toX, toY);
    });
    for (const type of ['pointerup', 'pointercancel']) {
        addEventListener(type, (event) => {
            pointers.delete(event.pointerId);
            if (!pointers.size) canvas.classList.remove('dragging');
        });
    }

    // Once the picture was clicked, the wheel is for it alone, until something else is.
    let engaged = false;
    const engage = (on) => {
        engaged = on;
        canvas.classList.toggle('engaged', on);
    };
    addEventListener('pointerdown', (event) => { if (!canvas.contains(event.target)) engage(false); });
    canvas.addEventListener('click', ({ target }) => {
        if (dragged) return;
        engage(true);
        const edge = edgeOf.get(target.closest('.edge'));
        choose(edge ? '' : target.closest('[data-id]')?.dataset.id ?? '', edge);
    });
    canvas.addEventListener('wheel', (event) => {
        const [dx, dy] = [event.deltaX, event.deltaY].map((delta) => delta * [1, 16, 400][event.deltaMode]);
        const zooms = event.ctrlKey || event.metaKey || engaged;
        if (zooms) zoom(Math.exp(-dy * (event.ctrlKey ? 0.01 : 0.0015)), ...local(event));
        if (zooms || (event.shiftKey && !dx ? scroll(dy, 0) : scroll(dx, dy))) event.preventDefault();
    }, { passive: false });

    // ---- keys and controls ----

    const keys = {
        '+': () => zoom(1.25), '=': () => zoom(1.25), '-': () => zoom(0.8), 0: showAll, Escape: close,
        l: toggleList, o: () => only((chosen || line) && !svg.classList.contains('only')),
        '/': () => { search.focus(); search.select(); },
    };
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

    // Whether the arrows lead rather from left to right than down.
    const isAcross = edges.reduce((sum, { from, to }) => {
        const [[ax, ay], [bx, by]] = [from, to].map(([id]) => middle(boxes.get(id)));
        return sum + Math.abs(bx - ax) - Math.abs(by - ay);
    }, 0) > 0;

    // The nearest of them in this direction.
    const nearest = (id, others, [dx, dy]) => {
        const [fromX, fromY] = middle(boxes.get(id));
        let [best, least] = [null, Infinity];
        for (const other of others) {
            const [toX, toY] = middle(boxes.get(other));
            const ahead = (toX - fromX) * dx + (toY - fromY) * dy, aside = Math.abs((toX - fromX) * dy - (toY - fromY) * dx);
            if (ahead > 1 && ahead + aside < least) [best, least] = [other, ahead + aside];
        }
        return best;
    };

    // Along an edge; across them to what an end is shared with.
    const step = (id, direction) => {
        const near = [...needsOf(id), ...usersOf(id)];
        if (isAcross === Boolean(direction[0])) return nearest(id, near, direction);
        return nearest(id, [...needsOf(id).flatMap(usersOf), ...usersOf(id).flatMap(needsOf)], direction) ?? nearest(id, near, direction);
    };

    addEventListener('keydown', (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const { key, target } = event;
        const id = canvas.contains(target) ? target.dataset.id : null;
        let action = Object.hasOwn(keys, key) ? keys[key] : null;
        if (target.matches('input, select') && key !== 'Escape') action = target === search && key === 'Enter' ? nextMatch : null;
        else if (id && arrows[key]) action = () => nodes.get(step(id, arrows[key]))?.focus({ preventScroll: true });
        else if (id && (key === 'Enter' || key === ' ')) action = () => {
            choose(id);
            entries.get(id).querySelector('a').focus();
        };
        else if (arrows[key] && !panel.contains(target) && !list.contains(target)) action = () => pan(...arrows[key].map((by) => by * -60));
        if (!action) return;
        event.preventDefault();
        action();
    });
    for (const button of all('button')) button.addEventListener('click', () => keys[button.dataset.key]());
    search.addEventListener('input', () => {
        choose('');
        update();
    });
    find('select').addEventListener('change', (event) => { root.dataset.theme = event.target.value; });
    for (const part of [list, panel]) {
        part.addEventListener('click', (event) => {
            const followed = event.target.closest('a[href^="#"]');
            if (!followed || event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            chooseFar(followed.hash.slice(3));
        });
    }
    addEventListener('hashchange', () => choose(addressed()));
    canvas.addEventListener('focusin', ({ target }) => {
        if (!target.matches('[data-id]:focus-visible')) return;
        reveal(target.dataset.id);
        hint(target);
    });
    canvas.addEventListener('focusout', () => hint(null));
    new ResizeObserver(() => { if (canvas.clientWidth) moved ? frameMap() : settle(); }).observe(canvas);

    // ---- from a picture to a viewer ----

    // Tab goes through the picture as its arrows do.
    const order = (card) => {
        const [atX, atY] = middle(boxOf(card)).map(Math.round);
        return isAcross ? [atX, atY] : [atY, atX];
    };
    const cards = all('.canvas .node').map((card) => [card, order(card)]);
    for (const [card] of cards.sort(([, a], [, b]) => a[0] - b[0] || a[1] - b[1])) card.parentNode.append(card);
    graph.append(hints, marks);
    // Thin lines are hard to hit.
    for (const { part } of edges) {
        for (const path of part.querySelectorAll('path')) make(part, 'path', '', { class: 'hit', d: path.getAttribute('d') });
    }

    root.classList.add('live');
    svg.setAttribute('role', 'group');
    for (const node of nodes.values()) {
        set(node, { tabindex: 0, role: 'button', 'aria-label': [...node.querySelectorAll('text')].map((text) => text.textContent).join(' ') });
    }
    if (nodes.size > 30) makeMap();
    search.value = ''; // which a reload would keep
    update();
    lookAround();
    ready = true;
})();
