// SPDX-License-Identifier: EUPL-1.2
//
// Hands at a real browser, led from a test: each line of standard input is a JSON command, each
// line of standard output its answer. Everyone has a browser of their own, with its own cookies;
// some have no scripts, some no pointer but the keyboard alone. Every page that comes is looked at
// (sound.mjs).
//
// A command: who, as (how they meet the pages, the first time: scripts, keyboard, narrow, dark),
// and path (to open), press (selectors, in order), fill (name to value), send (a selector that
// leads to another page), take (one that leads to a file), look (the name that the page's pictures
// get). The answer: status (null: no page came), url, title, text (what can be read), focus (what
// has it), lang, file, wrong (what was found).

import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';
import { desk, launch, phone } from './launch.mjs';
import { Looker, watch } from './sound.mjs';
import * as keys from './keys.mjs';

const { base, shots } = JSON.parse(process.argv[2]);
const browser = await launch();
const looker = await Looker.open(browser, base, shots);
const people = new Map();

class Person {
    async meet({ scripts = true, keyboard = false, narrow = false, dark = false }) {
        const context = await browser.newContext({ baseURL: base, locale: 'sv-SE',
            ...(narrow ? phone : desk), javaScriptEnabled: scripts, reducedMotion: 'reduce',
            colorScheme: dark ? 'dark' : 'light' });
        this.page = await context.newPage();
        this.page.setDefaultTimeout(60000);
        this.keyboard = keyboard;
        this.said = [];
        watch(this.page, base, (what) => this.said.push(what));
        this.page.on('response', (answer) => {
            const asked = answer.request();
            if (asked.isNavigationRequest() && ![301, 302, 303].includes(answer.status()))
                this.answer = answer;
        });
        return this;
    }

    async fill(name, value) {
        const selector = `[name="${name}"]:not([type=hidden])`;
        if (this.keyboard) return keys.write(this.page, selector, value);
        const field = this.page.locator(selector).first();
        if (await field.evaluate((e) => e.tagName) === 'SELECT') return field.selectOption(value);
        return field.fill(value);
    }

    press(selector) {
        return this.keyboard ? keys.press(this.page, selector) : this.page.locator(selector).first()
            .click();
    }

    async obey(command) {
        const { page } = this;
        let file = null;
        this.answer = null;
        if (command.path) await page.goto(command.path);
        for (const selector of command.press || []) await this.press(selector);
        for (const [name, value] of Object.entries(command.fill || {}))
            await this.fill(name, value);
        if (command.send)
            await Promise.all([page.waitForNavigation(), this.press(command.send)]);
        if (command.take) {
            const [taken] = await Promise.all([page.waitForEvent('download'),
                this.press(command.take)]);
            file = readFileSync(await taken.path(), 'utf8');
            this.answer = null;
        }
        const wrong = this.answer ? await looker.wrongWith(
            await Looker.served(this.answer), command.look) : [];
        wrong.push(...this.said.splice(0));
        const [focus, lang] = await page.evaluate(() => [document.activeElement.id ||
            document.activeElement.className, document.documentElement.lang]);
        return { status: this.answer ? this.answer.status() : null,
            url: new URL(page.url()).pathname, file, wrong, focus, lang,
            title: await page.title(), text: await page.innerText('main') };
    }
}

for await (const line of createInterface({ input: process.stdin })) {
    const command = JSON.parse(line);
    if (!people.has(command.who))
        people.set(command.who, await new Person().meet(command.as || {}));
    const answer = await people.get(command.who).obey(command).catch(
        (why) => ({ wrong: [String(why.stack || why)] }));
    console.log(JSON.stringify(answer));
}
await browser.close();
