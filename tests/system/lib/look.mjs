// SPDX-License-Identifier: EUPL-1.2
//
// Looks at pages in a real browser: at a desk, on a telephone of 320 pixels, in the dark. axe-core
// must be silent, and nothing may need scrolling sideways. Then, where a form is given, it is filled
// in and sent on the telephone without JavaScript.
//
// Told as JSON: base, shots (a folder for pictures), pages (name to path), and form: path, press (what
// is pressed, in order) and thanks (what must stand on the page that comes). Prints what is wrong.

import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const { base, shots, pages, form } = JSON.parse(process.argv[2]);
const axe = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
        '--disable-background-networking', '--disable-component-update'],
});
const phone = { viewport: { width: 320, height: 640 }, hasTouch: true };
const ways = { desk: { viewport: { width: 1280, height: 900 } }, phone,
    dark: { viewport: { width: 320, height: 640 }, colorScheme: 'dark' } };
let wrong = 0;

function tell(what) {
    wrong++;
    console.log(what);
}

async function look(page, where) {
    await page.screenshot({ path: `${shots}/${where}.png`, fullPage: true, timeout: 10000 })
        .catch(() => console.log(`# no picture of ${where} in time`));
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }));
    for (const v of found.violations)
        tell(`${where}: ${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(' ')}`);
    const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) tell(`${where}: ${over} pixels beside the screen`);
}

for (const [way, options] of Object.entries(ways)) {
    const context = await browser.newContext({ baseURL: base, locale: 'sv-SE', ...options });
    const page = await context.newPage();
    for (const [name, path] of Object.entries(pages)) {
        await page.goto(path);
        await look(page, `${way}-${name}`);
    }
    await context.close();
}
if (form) {
    const context = await browser.newContext({ baseURL: base, javaScriptEnabled: false,
        reducedMotion: 'reduce', ...phone }); // nothing glides away from under the thumb
    const page = await context.newPage();
    await page.goto(form.path);
    for (const selector of form.press) await page.tap(selector);
    await page.waitForSelector(`text=${form.thanks}`, { timeout: 20000 })
        .catch(() => tell(`${form.path}: "${form.thanks}" did not come`));
    await context.close();
}
await browser.close();
process.exit(wrong ? 1 : 0);
