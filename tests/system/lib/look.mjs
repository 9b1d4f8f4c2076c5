// SPDX-License-Identifier: EUPL-1.2
//
// Looks at pages in a real browser, each of them once (sound.mjs). Then, where a form is given, it
// is filled in and sent on a telephone of 320 pixels without JavaScript.
//
// Told as JSON: base, shots (a folder for pictures), pages (name to path), and form: path, press
// (what is pressed, in order) and thanks (what must stand on the page that comes). Prints what is
// wrong.

import { desk, launch, phone } from './launch.mjs';
import { Looker, watch } from './sound.mjs';

const { base, shots, pages, form, cookie } = JSON.parse(process.argv[2]);
const browser = await launch();
const looker = await Looker.open(browser, base, shots);
let wrong = 0;

function tell(what) {
    wrong++;
    console.log(what);
}

const context = await browser.newContext({ baseURL: base, locale: 'sv-SE', ...desk,
    extraHTTPHeaders: cookie ? { Cookie: cookie } : {} });
const page = await context.newPage();
watch(page, base, tell);
for (const [name, path] of Object.entries(pages)) {
    const answer = await page.goto(path);
    for (const what of await looker.wrongWith(await Looker.served(answer), name)) tell(what);
}
await context.close();
if (form) {
    const small = await browser.newContext({ baseURL: base, javaScriptEnabled: false,
        reducedMotion: 'reduce', ...phone }); // nothing glides away from under the thumb
    const filled = await small.newPage();
    watch(filled, base, tell);
    await filled.goto(form.path);
    for (const selector of form.press) await filled.tap(selector);
    await filled.waitForSelector(`text=${form.thanks}`, { timeout: 60000 })
        .catch(() => tell(`${form.path}: "${form.thanks}" did not come`));
    await small.close();
}
await browser.close();
process.exit(wrong ? 1 : 0);
