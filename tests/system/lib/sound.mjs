// SPDX-License-Identifier: EUPL-1.2
//
// Whether a page is sound: its HTML valid as it was served; one h1 and no level of heading left
// out, a title that says what the page is and is no other page's, landmarks; no barrier that axe-
// core finds, wide or narrow, in the light or in the dark; nothing lost at 320 pixels and 400 per
// cent; the focus seen wherever it may be. And what a browser must never say: a message, a policy
// broken, a request to another host.
//
// Each page is looked at once in every state: a state is what elements, of what classes, a page
// has.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { desk } from './launch.mjs';

const axe = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const { HtmlValidate, StaticConfigLoader } = createRequire(import.meta.url)('html-validate');
const validator = new HtmlValidate(new StaticConfigLoader({
    extends: ['html-validate:recommended'],
    rules: {
        'doctype-style': ['error', { style: 'lowercase' }],
        'form-dup-name': ['error', { shared: ['radio', 'button', 'submit', 'checkbox'] }],
        'no-raw-characters': 'off', // a ">" in the text is what HTML itself allows
        'long-title': 'off', // for those who sell by search engines
        // A box that scrolls by itself is a region without the space around a section.
        'prefer-native-element': ['error', { exclude: ['region'] }],
    },
}));
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const enlarged = { width: 320, height: 225 }; // 1280 by 900 at 400 per cent

export function invalid(html) {
    return validator.validateStringSync(html).results.flatMap((r) => r.messages).map(
        (m) => `HTML, line ${m.line}: ${m.message} (${m.ruleId})`);
}

// Tells of all that a browser says or asks for and should not, for as long as the page lives.
export function watch(page, base, tell) {
    page.on('request', (asked) => {
        if (!asked.url().startsWith(base + '/')) tell(`a request to ${asked.url()}`);
    });
    page.on('dialog', (asked) => asked.accept().catch(() => {})); // what is written may be left
    page.on('pageerror', (error) => tell(`a script failed: ${error}`));
    page.on('console', (message) => {
        // What Chromium says of any page that is a refusal, and of a form that is half written.
        const from = message.location().url.split('?')[0];
        if (/^Failed to load resource: the server responded with a status of 4/.test(message.text())
            && [page.url().split('?')[0], base + '/forfragan/rakna'].includes(from)) return;
        tell(`the console: ${message.text()}`);
    });
}

// ---- What is read in the page as it was served ----

const plain = (html) => html.replace(/<[^>]*>|&shy;|\u00ad/g, '').replace(/\s+/g, ' ').trim();

// What the page is built of: a state that has been looked at is known again by it.
function builtOf(html) {
    const tags = html.match(/<[a-z][^>]*>/g) || [];
    return [...new Set(tags.map((tag) => [/^<[a-z0-9]+/.exec(tag)[0], ...tag.match(
        /\b(class|type|id|role|aria-current|aria-invalid)="[^"]*"/g) || []].join(' ')
        .replace(/\d+/g, '#')))].sort().join(' ');
}

function wrongToRead(html) {
    // A summary of what is wrong goes before the page's own heading.
    const body = html.replace(/<div[^>]*role="alert"[\s\S]*?<\/div>/g, '');
    const headings = [...body.matchAll(/<h([1-6])[^>]*>([\s\S]*?)<\/h\1>/g)].map(
        ([, level, text]) => [Number(level), plain(text)]);
    const first = headings.filter(([level]) => level === 1);
    const wrong = first.length === 1 ? [] : [`${first.length} h1`];
    headings.forEach(([level, text], n) => {
        if (level > (n ? headings[n - 1][0] : 0) + 1) wrong.push(`h${level} out of order: ${text}`);
        if (!text) wrong.push(`an empty h${level}`);
    });
    for (const mark of ['header', 'main', 'footer'])
        if (html.split(`<${mark}`).length !== 2) wrong.push(`not one ${mark}`);
    if (/<style|<script(?![^>]* src="\/filer\/)|<[^>]* (style|on[a-z]+)="/.test(html))
        wrong.push('script or style in the page itself');
    return wrong;
}

// ---- What is asked inside the page ----

// Text that is cut off or lies beside the screen, and what stands in the way of the rest.
function lost() {
    const found = [];
    const wide = document.documentElement.clientWidth;
    const scrolls = (style) => /auto|scroll/.test(style.overflowX);
    const unseen = (style) => style.clipPath === 'inset(50%)' || style.visibility === 'hidden';
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        if (!node.data.trim() || node.parentElement.closest('.skip, option')) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        if (!box.width) continue;
        let over = box.right > wide + 1 || box.left < -1;
        for (let e = node.parentElement; e && e !== document.body; e = e.parentElement) {
            const style = getComputedStyle(e);
            if (unseen(style) || scrolls(style)) { over = false; break; }
            const own = e.getBoundingClientRect();
            if (style.overflowX !== 'visible' && (box.right > own.right + 1 || box.bottom >
                own.bottom + 1)) over = true;
        }
        if (over) found.push('lost: ' + node.data.trim().slice(0, 60));
    }
    let stuck = 0;
    for (const e of document.body.querySelectorAll('*'))
        if (/fixed|sticky/.test(getComputedStyle(e).position) &&
            !/row|col/.test(e.getAttribute('scope'))) stuck += e.offsetHeight;
    if (stuck > innerHeight / 3) found.push(`${stuck} pixels that do not scroll away`);
    return found;
}

// Every stop of the Tab key, one after another; the last key was one, so the focus must be seen.
function focus() {
    const found = [];
    const stops = document.querySelectorAll(
        'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]');
    for (const e of stops) {
        if (!e.checkVisibility() || e.disabled) continue;
        e.focus();
        let seen = false;
        for (let x = e; x && x !== document.body && !seen; x = x.parentElement) {
            const style = getComputedStyle(x);
            seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        }
        const box = e.getBoundingClientRect();
        if (document.activeElement !== e) found.push('no focus: ' + e.outerHTML.slice(0, 90));
        else if (!seen || box.right < 1 || box.bottom < 1)
            found.push('focus that is not seen: ' + e.outerHTML.slice(0, 90));
    }
    return found;
}

async function barriers(page, only) {
    const found = await page.evaluate((run) => window.axe.run(document, run),
        only ? { runOnly: { type: 'rule', values: only } } : { runOnly: RULES });
    return found.violations.map(
        (v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(' ')}`);
}

async function beside(page) {
    return page.evaluate(() => {
        const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
        return over > 0 ? [`${over} pixels beside the screen`] : [];
    });
}

// ---- The whole ----

export class Looker {
    static async open(browser, base, shots) {
        const context = await browser.newContext({ baseURL: base, locale: 'sv-SE', ...desk,
            reducedMotion: 'reduce' });
        const looker = new Looker();
        Object.assign(looker, { base, shots, titles: new Map(), known: new Set(), served: null,
            said: [], page: await context.newPage() });
        watch(looker.page, base, (what) => looker.said.push(what));
        await looker.page.route(base + '/**', (route) => looker.serve(route));
        return looker;
    }

    // What a page was served as: its url, headers and html.
    static async served(answer) {
        const headers = await answer.allHeaders();
        for (const name of ['content-length', 'content-encoding', 'set-cookie'])
            delete headers[name];
        return { url: answer.url(), headers, html: await answer.text() };
    }

    // The page as it was served to somebody else; all that it takes along comes from the server.
    serve(route) {
        const { served } = this;
        if (!route.request().isNavigationRequest()) return route.continue();
        return route.fulfill({ status: 200, headers: served.headers, body: served.html });
    }

    // What is wrong with a page, as it was served. Named: it may be drawn, too.
    async wrongWith(served, name) {
        const path = new URL(served.url).pathname.replace(/[a-z2-7]{26}/g, '*')
            .replace(/\d+/g, '#');
        const state = `${path} ${builtOf(served.html)}`;
        const wrong = [...wrongToRead(served.html), ...this.wrongTitle(served.html, path)];
        this.said = [];
        if (!this.known.has(state)) {
            this.known.add(state);
            this.served = served;
            await this.page.setViewportSize(desk.viewport);
            await this.page.goto(served.url);
            wrong.push(...invalid(served.html), ...await this.look(name), ...this.said);
        }
        return wrong.map((what) => `${path}: ${what}`);
    }

    // A title says what the page is, and is no other page's.
    wrongTitle(html, path) {
        const title = plain(/<title>([\s\S]*?)<\/title>/.exec(html)?.[1] || '');
        const other = this.titles.get(title) ?? path;
        this.titles.set(title, other);
        if (!title) return ['no title'];
        // A form that is refused shows its page again, a step further down.
        if (`${path}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${path}/`)) return [];
        return [`the title "${title}" is that of ${other} too`];
    }

    async look(name) {
        const { page } = this;
        const wrong = [];
        await page.evaluate(axe);
        wrong.push(...await beside(page), ...await barriers(page, ['target-size']));
        await page.emulateMedia({ colorScheme: 'dark' });
        wrong.push(...(await barriers(page, ['color-contrast'])).map((w) => `in the dark: ${w}`));
        await this.draw(name, 'dark');
        await page.emulateMedia({ colorScheme: 'light' });
        await page.keyboard.press('Tab');
        wrong.push(...await page.evaluate(focus));
        await page.setViewportSize(enlarged);
        wrong.push(...await beside(page), ...await page.evaluate(lost), ...await barriers(page));
        await this.draw(name, 'phone');
        return wrong;
    }

    // For people to look at, where LEVANDE_DRAW is set; what cannot be drawn in time fails no test.
    async draw(name, way) {
        if (!name || !process.env.LEVANDE_DRAW) return;
        await this.page.screenshot({ path: `${this.shots}/${way}-${name}.png`, fullPage: true,
            timeout: 10000 }).catch(() => {});
    }
}
