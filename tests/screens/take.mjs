// SPDX-License-Identifier: EUPL-1.2
//
// Pictures of pages: at a desk, on a telephone, in the dark, on paper.
//
// Told as JSON on standard input: base, shots (a folder), ways (some of desk, phone, dark, print), pages:
// each with name, path, and if it needs them cookie, fill (field to value) and press (selectors, in
// order; the last leads to the page that is shown); keep: the way in which the top of it is kept as a
// small picture, in the folder kept. Prints what could not be taken.

import { readFileSync, writeFileSync } from 'node:fs';
import { launch } from '../system/lib/launch.mjs';

const { base, shots, kept, ways, pages } = JSON.parse(readFileSync(0, 'utf8'));
const views = {
    desk: { viewport: { width: 1280, height: 900 } },
    phone: { viewport: { width: 390, height: 844 }, hasTouch: true },
    dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
    print: { viewport: { width: 794, height: 1123 } },
};
const browser = await launch();
let missed = 0;

async function fill(page, name, value) {
    const field = page.locator(`[name="${name}"]`).first();
    if (await field.evaluate((e) => e.tagName) === 'SELECT') await field.selectOption(value);
    else await field.fill(value);
}

// The window as it stands, in a format that is smaller than PNG by far.
async function keepSmall(context, page, path) {
    const devtools = await context.newCDPSession(page);
    const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
    writeFileSync(path, Buffer.from(data, 'base64'));
}

async function take(way, { name, path, cookie, fill: words, press, keep }) {
    const context = await browser.newContext({ baseURL: base, locale: 'sv-SE',
        reducedMotion: 'reduce', extraHTTPHeaders: cookie ? { Cookie: cookie } : {},
        ...views[way] });
    const page = await context.newPage();
    page.setDefaultTimeout(10000);
    if (way === 'print') await page.emulateMedia({ media: 'print' });
    await page.goto(path);
    for (const [field, value] of Object.entries(words || {})) await fill(page, field, value);
    for (const selector of press || [])
        await page.click(selector);
    await page.waitForLoadState();
    if (keep === way) await keepSmall(context, page, `${kept}/${name}-${way}.webp`);
    await page.screenshot({ path: `${shots}/${name}-${way}.png`, fullPage: true });
    await context.close();
}

for (const way of ways)
    for (const page of pages)
        await take(way, page).catch((why) => {
            missed++;
            console.log(`${page.name}, ${way}: ${String(why).split('\n')[0]}`);
        });
await browser.close();
process.exit(missed ? 1 : 0);
