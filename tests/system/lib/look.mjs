// SPDX-License-Identifier: EUPL-1.2
//
// Looks at pages in a real browser: at a desk, on a telephone of 320 pixels, in the dark. axe-core
// must be silent, and nothing may need scrolling sideways. Then, where a form is given, it is filled
// in and sent on the telephone without JavaScript.
//
// Told as JSON: base, shots (a folder for pictures), pages (name to path), and form: path, press (what
// is pressed, in order) and thanks (what must stand on the page that comes). Prints what is wrong.

import { desk, launch, phone, wrongWith } from './axe.mjs';

const { base, shots, pages, form, cookie } = JSON.parse(process.argv[2]);
const browser = await launch();
const ways = { desk, phone, dark: { ...phone, colorScheme: 'dark' } };
let wrong = 0;

function tell(what) {
    wrong++;
    console.log(what);
}

async function look(page, where) {
    await page.screenshot({ path: `${shots}/${where}.png`, fullPage: true, timeout: 10000 })
        .catch(() => console.log(`# no picture of ${where} in time`));
    for (const what of await wrongWith(page)) tell(`${where}: ${what}`);
}

for (const [way, options] of Object.entries(ways)) {
    const context = await browser.newContext({ baseURL: base, locale: 'sv-SE',
        extraHTTPHeaders: cookie ? { Cookie: cookie } : {}, ...options });
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
