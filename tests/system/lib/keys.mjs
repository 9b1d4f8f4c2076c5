// SPDX-License-Identifier: EUPL-1.2
//
// Hands that have a keyboard alone: they tab to a control, see that the focus is shown there, and
// use the keys that the control has. Nothing here points, and nothing is given the focus by a
// script.

const MOST = 400; // no page has as many stops

// What has the focus, as seen from this control: itself or its group of radio buttons, or another.
function where(wanted) {
    const now = document.activeElement;
    const shown = () => {
        for (let e = now; e && e !== document.body; e = e.parentElement) {
            const style = getComputedStyle(e);
            if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) return true;
        }
        return false;
    };
    const group = now.type === 'radio' && wanted.type === 'radio' && now.name === wanted.name &&
        now.form === wanted.form;
    if (now !== wanted && !group) return { there: false };
    const box = now.getBoundingClientRect();
    return { there: true, shown: shown(), inside: box.bottom > 0 && box.top < innerHeight };
}

async function tabTo(page, control, name) {
    for (let i = 0; i < MOST; i++) {
        const at = await control.evaluate(where);
        if (at.there) {
            if (!at.shown) throw new Error(`the focus on ${name} cannot be seen`);
            if (!at.inside) throw new Error(`${name} has the focus outside the window`);
            return;
        }
        await page.keyboard.press('Tab');
    }
    throw new Error(`no way by keyboard to ${name}`);
}

// The control that a selector means: a label stands for what it labels.
async function controlOf(page, selector) {
    const found = await page.locator(selector).first().elementHandle();
    return (await found.evaluateHandle((e) => e.control || e)).asElement();
}

const kindOf = (control) => control.evaluate(
    (e) => (e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase()));

async function arrowUntil(page, reached, name) {
    for (let i = 0; i < MOST; i++) {
        if (await reached()) return;
        await page.keyboard.press('ArrowDown');
    }
    throw new Error(`no way by arrows to ${name}`);
}

// A button, a link, a box to tick, or one of several to choose.
export async function press(page, selector) {
    const control = await controlOf(page, selector);
    const kind = await kindOf(control);
    await tabTo(page, control, selector);
    if (kind === 'radio') {
        const chosen = () => control.evaluate((e) => e.checked);
        if (await chosen()) return;
        await page.keyboard.press('Space'); // the first of them, where none was chosen
        await arrowUntil(page, chosen, selector);
    } else await page.keyboard.press(kind === 'checkbox' ? 'Space' : 'Enter');
}

// The keys that write a date or a time, in the orders that a browser may ask for it.
function keysOf(kind, value) {
    if (kind === 'time') {
        const [hour, minute] = value.split(':');
        const twelve = String(hour % 12 || 12).padStart(2, '0');
        return [[hour, minute], [twelve, minute, hour < 12 ? 'A' : 'P']];
    }
    const [year, month, day] = value.split('-');
    return [[year, 'ArrowRight', month, day], [month, day, year], [day, month, year]];
}

async function writeInParts(page, control, kind, value, name) {
    for (const keys of keysOf(kind, value)) {
        for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowLeft');
        for (const key of keys)
            await (key.startsWith('Arrow') ? page.keyboard.press(key) : page.keyboard.type(key));
        if (await control.evaluate((e) => e.value) === value) return;
    }
    throw new Error(`${value} could not be written into ${name}`);
}

export async function write(page, selector, value) {
    const control = await controlOf(page, selector);
    const kind = await kindOf(control);
    await tabTo(page, control, selector);
    if (kind === 'select')
        await arrowUntil(page, () => control.evaluate((e, v) => e.value === v, value), selector);
    else if (kind === 'date' || kind === 'time')
        await writeInParts(page, control, kind, value, selector);
    else {
        await page.keyboard.press('Control+A');
        await (value ? page.keyboard.insertText(value) : page.keyboard.press('Delete'));
    }
}
