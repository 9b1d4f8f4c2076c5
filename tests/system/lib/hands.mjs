// SPDX-License-Identifier: EUPL-1.2
//
// Hands at a real browser, led from a test: each line of standard input is a JSON command, each line
// of standard output its answer. Everyone has a browser of their own, with its own cookies. The only
// script that is run there is axe's: a page with one of its own is wrong.
//
// A command: who, and path (to open), press (selectors, in order), fill (name to value), send (a
// selector that leads to another page), look (the name of a picture): then the page is looked at, at a
// desk and on a telephone of 320 pixels. The answer: status, url, title, text (what can be read on the
// page), wrong (what was found).

import { createInterface } from 'node:readline';
import { desk, launch, phone, wrongWith } from './axe.mjs';

const { base, shots } = JSON.parse(process.argv[2]);
const browser = await launch();
const people = new Map();

async function pageOf(who) {
    if (!people.has(who)) {
        const context = await browser.newContext({ baseURL: base, locale: 'sv-SE', ...desk,
            reducedMotion: 'reduce' });
        const page = await context.newPage();
        page.setDefaultTimeout(10000);
        people.set(who, { page, status: null });
        page.on('response', (answer) => {
            if (answer.request().isNavigationRequest()) people.get(who).status = answer.status();
        });
    }
    return people.get(who);
}

async function fill(page, name, value) {
    const field = page.locator(`[name="${name}"]`).first();
    if (await field.evaluate((e) => e.tagName) === 'SELECT') await field.selectOption(value);
    else await field.fill(value);
}

async function look(page, name) {
    const wrong = [];
    if (await page.evaluate(() => [...document.scripts].some(
        (s) => s.text || !s.getAttribute('src').startsWith('/filer/'))))
        wrong.push(`${name} has a script that is not ours`);
    for (const [way, { viewport }] of Object.entries({ desk, phone })) {
        await page.setViewportSize(viewport);
        if (way === 'phone')
            await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true, timeout: 10000 })
                .catch(() => {}); // for people to look at; a machine too busy fails no test
        for (const what of await wrongWith(page)) wrong.push(`${way} ${name}: ${what}`);
    }
    await page.setViewportSize(desk.viewport);
    return wrong;
}

async function obey(command) {
    const person = await pageOf(command.who);
    const { page } = person;
    if (command.path) await page.goto(command.path);
    for (const selector of command.press || []) await page.click(selector);
    for (const [name, value] of Object.entries(command.fill || {})) await fill(page, name, value);
    if (command.send) await Promise.all([page.waitForNavigation(), page.click(command.send)]);
    const wrong = command.look ? await look(page, command.look) : [];
    return { status: person.status, url: new URL(page.url()).pathname, title: await page.title(),
        text: await page.innerText('main'), wrong };
}

for await (const line of createInterface({ input: process.stdin })) {
    const answer = await obey(JSON.parse(line)).catch((why) => ({ wrong: [String(why)] }));
    console.log(JSON.stringify(answer));
}
await browser.close();
