// SPDX-License-Identifier: EUPL-1.2
//
// What our two scripts do, in a real browser: base, part ("open" or "desk") and cookie, as JSON.
// Prints one "ok"; what is wrong is thrown. Nothing waits for a time: each look is at what comes.

import { chromium } from 'playwright-core';

const { base, part, cookie } = JSON.parse(process.argv[2]);
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
        '--disable-background-networking', '--disable-component-update'],
});
const context = await browser.newContext({ baseURL: base, locale: 'sv-SE' });
const page = await context.newPage();
const wrong = [];
page.on('console', (m) => wrong.push(m.text()));
page.on('pageerror', (e) => wrong.push(String(e)));
page.on('request', (r) => { if (!r.url().startsWith(base)) wrong.push('elsewhere: ' + r.url()); });

function expect(truth, what) {
    if (!truth) throw new Error('expected: ' + what);
}

const shows = (selector, words) => page.locator(selector).filter({ hasText: words }).first()
    .waitFor({ timeout: 20000 });

async function lines_left() {
    await page.goto('/forfragan');
    expect(await page.locator('.left', { hasText: /\d/ }).count() === 0, 'no counts before writing');
    await page.fill('#title', 'x'.repeat(100));
    await shows('.f-title .left', '20 tecken kvar');
    await shows('.f-title [role=status]', '20 tecken kvar');
    await page.fill('#title', 'å'.repeat(121));
    await shows('.f-title .left.over', '1 tecken för mycket');
    await page.goto('/forfragan?lang=en');
    await page.fill('#title', '😀'.repeat(119));
    await shows('.f-title .left', '1 characters left');
    await page.goto('/forfragan?lang=sv');
}

async function estimate() {
    await page.fill('#date1', '2027-03-12');
    await page.fill('#from1', '13:00');
    await page.fill('#to1', '15:30');
    await shows('.counting #uppskattning', /1\s080/);
    await page.fill('#people_min', '2');
    await shows('.counting #uppskattning', /2\s160/);
    await page.fill('#to1', '');
    await page.locator('.counting #uppskattning').waitFor({ state: 'detached', timeout: 20000 });
    expect(await page.inputValue('#people_min') === '2', 'what was typed to stand');
}

async function unsaved() {
    const asked = [];
    page.on('dialog', (d) => { asked.push(d.type()); d.accept().catch(() => {}); });
    await page.click('#title'); // browsers ask only who has touched the page
    await page.keyboard.type('a');
    await page.goto('/');
    expect(asked.join() === 'beforeunload', 'one warning before it is lost, not ' + asked.join());
    await page.goto('/forfragan');
    await page.click('#title');
    await page.goto('/');
    await page.goto('/forfragan');
    await page.click('#title');
    await page.keyboard.type('a');
    await page.click('main button[type=submit]:not([data-count])'); // refused, and shown again
    await shows('.faults', 'Se över det här');
    expect(asked.length === 1, 'no warning where nothing was written or all is sent');
    wrong.splice(0, wrong.length, ...wrong.filter((w) => !w.includes('422'))); // the browser's own
}

async function desk() {
    let waiting = 1, questions = 0;
    const look = () => page.evaluate(
        () => document.dispatchEvent(new Event('visibilitychange')));
    await context.addCookies([{ name: cookie.split('=')[0], value: cookie.slice(
        cookie.indexOf('=') + 1), url: base }]);
    await page.goto('/personal');
    await shows('nav.places .count', '1');
    await page.route('**/personal/vantar', (r) => {
        questions++;
        return r.fulfill({ json: { count: waiting } });
    });
    waiting = 3;
    await look();
    await shows('nav.places .count', '3');
    await shows('.news', '2 nya saker väntar');

    await page.keyboard.press('g');
    await page.keyboard.press('f');
    expect(new URL(page.url()).pathname === '/personal', 'no short cuts before they are turned on');
    await page.click('footer .keys summary');
    await page.click('footer .keys button');
    await page.keyboard.press('g');
    await page.keyboard.press('f');
    await page.waitForURL('**/personal/forfragningar', { timeout: 20000 });
    await page.keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement.id === 'sok'), '/ to lead to the search');
    await page.keyboard.type('g/p');
    expect(await page.inputValue('#sok') === 'g/p', 'letters to be letters in a field');
    await page.click('footer .keys summary');
    await page.click('footer .keys button');
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    expect(new URL(page.url()).pathname === '/personal/forfragningar', 'them to be off again');

    await page.evaluate(() => Object.defineProperty(document, 'hidden', { value: true }));
    const before = questions;
    await look();
    await page.evaluate(() => fetch('/halsa').then((r) => r.text()));
    expect(questions === before, 'nothing to be asked while nobody looks');
}

try {
    if (part === 'desk') await desk();
    else {
        await lines_left();
        await estimate();
        await unsaved();
    }
    expect(wrong.length === 0, 'a silent console, not ' + wrong.join(' | '));
    console.log('ok');
} finally {
    await browser.close();
}
