'use strict';
// Makes a viewer of the page: the picture can be moved, and the list beside it shows the stage that was chosen, or
// those that were searched for. The address keeps the choice ("#s-base"), so that it can be linked to.
(() => {
    const root = document.documentElement;
    const find = (selector) => document.querySelector(selector);
    const all = (selector) => [...document.querySelectorAll(selector)];
    const [canvas, svg, panel, search, count] = ['.canvas', 'svg', '.panel', 'input', 'output'].map(find);
    const nodes = new Map(all('.node').map((node) => [node.dataset.id, node]));
    const entries = new Map(all('article').map((entry) => [entry.dataset.id, entry]));

    // ---- what is chosen, and what is searched for ----

    const addressed = () => location.hash.replace(/^#s-/, '');
    let chosen = entries.has(addressed()) ? addressed() : '';

    // id → the edges that start or end there; a piece that several share names them all
    const edgesBy = { from: new Map(), to: new Map() };
    for (const edge of all('.edge')) {
        for (const [end, edges] of Object.entries(edgesBy)) {
            for (const id of edge.dataset[end].split(' ')) {
                if (!edges.has(id)) edges.set(id, []);
                edges.get(id).push(edge);
            }
        }
    }

    // Everything on the way from one end of the edges to the other, directly or not; a set grows while it is walked.
    const follow = (start, near, far, lit) => {
        const reached = new Set([start]);
        for (const id of reached) {
            lit.add(nodes.get(id));
            for (const edge of edgesBy[near].get(id) ?? []) {
                lit.add(edge);
                for (const other of edge.dataset[far].split(' ')) reached.add(other);
            }
        }
    };

    const related = (id) => {
        const lit = new Set();
        follow(id, 'to', 'from', lit);
        follow(id, 'from', 'to', lit);
        return lit;
    };

    const searched = new Map([...entries].map(([id, entry]) => [id,
        [...entry.querySelectorAll('h2, h3, .name code, .purpose, li code')].map((part) => part.textContent).join('\n').toLowerCase()]));

    const matches = () => {
        const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
        return words.length ? [...searched.keys()].filter((id) => words.every((word) => searched.get(id).includes(word))) : [];
    };

    // The page from what is chosen and searched for; everything else only changes these two.
    const update = () => {
        const searching = search.value.trim() !== '';
        const matching = new Set(matches());
        const lit = chosen ? related(chosen) : new Set([...matching].map((id) => nodes.get(id)));
        svg.classList.toggle('dimmed', Boolean(chosen) || searching);
        for (const part of all('.node, .edge')) part.classList.toggle('lit', lit.has(part));
        for (const [id, node] of nodes) {
            node.classList.toggle('chosen', id === chosen);
            node.setAttribute('aria-pressed', id === chosen);
        }
        for (const [id, entry] of entries) entry.hidden = chosen ? id !== chosen : !matching.has(id);
        entries.get(chosen)?.querySelector(':scope > details')?.setAttribute('open', '');
        panel.hidden = !chosen && !matching.size;
        panel.classList.toggle('results', !chosen);
        count.textContent = searching ? `${matching.size} of ${entries.size}` : '';
        if (!moved) lookAround();
    };

    const choose = (id) => {
        if (id === chosen) return;
        const left = nodes.get(chosen);
        const inPanel = panel.contains(document.activeElement);
        chosen = entries.has(id) ? id : '';
        // Not location.hash, which would take the focus away.
        if (addressed() !== chosen) history.pushState(null, '', chosen ? `#s-${chosen}` : '#');
        update();
        panel.scrollTop = 0;
        if (chosen && moved) reveal(chosen);
        // The focus must not get lost with what is hidden.
        if (inPanel) (chosen ? entries.get(chosen).querySelector('a') : left)?.focus();
    };

    const chooseByKey = (id) => {
        choose(id);
        entries.get(id)?.querySelector('a').focus();
    };

    const nextMatch = () => {
        const ids = matches();
        if (!ids.length) return;
        choose(ids[(ids.indexOf(chosen) + 1) % ids.length]);
        if (k < READABLE) lookAt(boxes.get(chosen));
    };

    const close = () => {
        if (chosen) return choose('');
        search.value = '';
        search.blur();
        update();
    };

    // ---- where the picture is: moved by (x, y), scaled by k ----

    const MARGIN = 24, LEAST = 0.05, MOST = 8, READABLE = 0.8;
    let x = 0, y = 0, k = 1;
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
    const whole = boxOf(svg);
    const around = (list) => ({
        left: Math.min(...list.map((box) => box.left)), right: Math.max(...list.map((box) => box.right)),
        top: Math.min(...list.map((box) => box.top)), bottom: Math.max(...list.map((box) => box.bottom)),
    });

    const place = (newX, newY, newK, gliding) => {
        [x, y, k] = [newX, newY, newK];
        svg.classList.toggle('gliding', gliding);
        svg.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
    };

    const pan = (dx, dy) => {
        moved = true;
        place(x + dx, y + dy, k, false);
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

    const lookAt = (box, most = 1) => {
        const to = Math.min(most, room(box));
        place((canvas.clientWidth - (box.left + box.right) * to) / 2, (canvas.clientHeight - (box.top + box.bottom) * to) / 2, to, true);
    };

    // All of it; or, where that is too small to read and a stage is chosen, what belongs to that.
    const lookAround = () => {
        moved = false;
        const small = chosen && room(whole) < READABLE;
        lookAt(small ? around([...boxes].filter(([id]) => nodes.get(id).classList.contains('lit')).map(([, box]) => box)) : whole);
    };

    const reveal = (id) => {
        const { left, right, top, bottom } = boxes.get(id);
        const shift = (low, high, size) => (low < MARGIN ? MARGIN - low : Math.min(0, Math.max(size - MARGIN - high, MARGIN - low)));
        place(x + shift(x + left * k, x + right * k, canvas.clientWidth), y + shift(y + top * k, y + bottom * k, canvas.clientHeight), k, true);
    };

    // ---- pointers: one drags, two pinch ----

    const pointers = new Map();
    let start = null, dragged = false;

    const local = ({ clientX, clientY }) => {
        const frame = canvas.getBoundingClientRect();
        return [clientX - frame.left, clientY - frame.top];
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
    canvas.addEventListener('click', (event) => {
        if (!dragged) choose(event.target.closest('.node')?.dataset.id ?? '');
    });
    canvas.addEventListener('wheel', (event) => {
        event.preventDefault();
        const pixels = event.deltaY * [1, 16, 400][event.deltaMode];
        zoom(Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0015)), ...local(event));
    }, { passive: false });

    // ---- keys and controls ----

    const keys = {
        '+': () => zoom(1.25), '=': () => zoom(1.25), '-': () => zoom(0.8), 0: lookAround, Escape: close,
        ArrowLeft: () => pan(60, 0), ArrowRight: () => pan(-60, 0), ArrowUp: () => pan(0, 60), ArrowDown: () => pan(0, -60),
        '/': () => { search.focus(); search.select(); },
    };

    addEventListener('keydown', (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const { key, target } = event;
        let action = Object.hasOwn(keys, key) ? keys[key] : null;
        if (target.matches('input, select') && key !== 'Escape') action = target === search && key === 'Enter' ? nextMatch : null;
        else if (panel.contains(target) && key.startsWith('Arrow')) action = null;
        else if (target.matches('.node') && (key === 'Enter' || key === ' ')) action = () => chooseByKey(target.dataset.id);
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
    panel.addEventListener('click', (event) => {
        const link = event.target.closest('a[href^="#"]');
        if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        choose(link.hash.replace(/^#s-/, ''));
    });
    addEventListener('hashchange', () => choose(addressed()));
    canvas.addEventListener('focusin', (event) => {
        if (event.target.matches('.node:focus-visible')) reveal(event.target.dataset.id);
    });
    addEventListener('resize', () => { if (!moved) lookAround(); });

    // ---- from a picture to a viewer ----

    root.classList.add('live');
    svg.setAttribute('role', 'group');
    for (const [id, node] of nodes) {
        node.setAttribute('tabindex', '0');
        node.setAttribute('role', 'button');
        node.setAttribute('aria-label', ['h2', '.purpose'].map((part) => entries.get(id).querySelector(part)?.textContent).filter(Boolean).join(': '));
    }
    search.value = ''; // which a reload would keep
    update();
    svg.classList.remove('gliding'); // it starts there
})();
