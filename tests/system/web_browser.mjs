// SPDX-License-Identifier: EUPL-1.2
//
// The pages in a real browser, as people meet them: by mouse at a desk, on a telephone of 320 pixels,
// enlarged to 400 per cent, by keyboard alone, without JavaScript, in the dark. axe-core looks through
// every page and must be silent; nothing may need scrolling sideways.
//
// web_browser.py starts it with what there is to open, as JSON: base, shots (a folder), links, part,
// and state, a file in which the browser's cookie is kept from one part to the next.

import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const { base, shots, links, part, state } = JSON.parse(process.argv[2]);
const axe = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
        '--disable-background-networking', '--disable-component-update'],
});
const desk = { viewport: { width: 1280, height: 900 } };
const phone = { viewport: { width: 320, height: 640 }, hasTouch: true };
const enlarged = { viewport: { width: 320, height: 225 } }; // 1280 by 900 at 400 per cent
const dark = { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' };
let failed = 0;

async function test(name, options, steps) {
    const context = await browser.newContext({ baseURL: base, locale: 'sv-SE', ...options });
    try {
        await steps(await context.newPage(), context);
        console.log('ok - ' + name);
    } catch (why) {
        failed++;
        console.log(String(why.stack || why).split('\n').slice(0, 12).join('\n'));
        console.log('not ok - ' + name);
    } finally {
        await context.close();
    }
}

function expect(truth, what) {
    if (!truth) throw new Error('expected: ' + what);
}

// A picture for people to look at; nothing is judged by it, so a machine too busy to draw it in
// time fails no test.
async function picture(page, name) {
    await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true, timeout: 10000 })
        .catch(() => console.log(`# no picture of ${name} in time`));
}

// What axe finds, and whether the page is wider than the screen.
async function look(page, name) {
    if (name) await picture(page, name);
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }));
    expect(found.violations.length === 0, 'axe to be silent, not ' + JSON.stringify(
        found.violations.map((v) => [v.id, v.nodes.map((n) => n.html).slice(0, 3)])));
    const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over <= 0, `nothing beside the screen, not ${over} pixels of ${page.url()}`);
}

async function heading(page) {
    return (await page.locator('h1').first().textContent()).trim();
}

// Tabs until the control with this name or id has the focus, which must be seen.
async function tabTo(page, selector) {
    for (let i = 0; i < 120; i++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((s) => document.activeElement.matches(s), selector)) {
            const seen = await page.evaluate(() => {
                const style = getComputedStyle(document.activeElement);
                return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
            });
            expect(seen, 'the focus on ' + selector + ' to be seen');
            return;
        }
    }
    throw new Error('no way by keyboard to ' + selector);
}

const open = ['/', '/en', '/forfragan', '/forfragan?lang=en', '/forfragan/lank', '/mina-uppgifter',
    '/tillganglighet', '/tillganglighet?lang=en', '/personuppgifter', '/personuppgifter?lang=en',
    '/finns-inte', '/forfragan/skickad', '/lank-skickad'];

async function everywhere(paths, prefix) {
    for (const [name, options] of Object.entries({ desk, phone, enlarged, dark })) {
        await test(`${prefix} are sound: ${name}`, options, async (page) => {
            for (const [i, path] of paths.entries()) {
                await page.goto(path);
                const file = path.replace(/[a-z2-7]{26}/, i).replace(/[^a-z0-9]+/g, '-');
                await look(page, `${name}${file === '-' ? '-hem' : file}`);
            }
        });
    }
}

const form = {
    title: 'Bättre information efter operation', description: 'En workshop om brevet inför hemgång.',
    why: 'Många ringer oss med samma frågor.', experience: 'egen erfarenhet av stroke',
    people_min: '2', people_max: '4', date1: '2027-05-18', from1: '13:00', to1: '15:30',
    municipality: 'Borås', contact_name: 'Karin Holm', contact_phone: '033-390 06 14',
    unit: 'Kirurgmottagningen', contact_email: 'karin.holm@vgregion.example',
};

async function fillIn(page) {
    for (const [name, value] of Object.entries(form)) await page.fill(`[name=${name}]`, value);
    await page.selectOption('[name=kind]', 'workshop');
    await page.selectOption('[name=format]', 'on_site');
    await page.selectOption('[name=compensation]', 'promised');
}

if (part === 'first') {
    await everywhere(open, 'open pages');
    await everywhere([links.anna, links.forening, links.anna.replace('svar', 'paus')],
        'pages of those who are asked');

    await test('a yes: the text that the unit will see is shown, edited and kept', desk,
        async (page) => {
            await page.goto(links.anna);
            expect(!await page.locator('#text').isVisible(), 'the text to wait for a yes');
            await page.check('#answer-yes');
            const story = await page.inputValue('#text');
            expect(story.includes('Anna Ek'), 'the story, not ' + story);
            await look(page, 'svar-ja');
            await page.fill('#text', 'Jag berättar om brevet.');
            await page.click('button:has-text("Skicka svaret")');
            expect((await page.textContent('.answered')).includes('ditt ja'), 'a thank you');
            expect(await page.inputValue('#text') === 'Jag berättar om brevet.', 'the words');
            await look(page, 'svar-ja-tack');
        });

    await test('a no by keyboard alone', desk, async (page) => {
        await page.goto(links.bertil);
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter'); // over to the content
        await tabTo(page, '#answer-yes');
        await page.keyboard.press('ArrowDown');
        expect(await page.isChecked('#answer-no'), 'no to be chosen');
        await tabTo(page, 'button.button');
        await page.keyboard.press('Enter');
        await page.waitForSelector('.answered');
        expect((await page.textContent('.answered')).includes('ditt nej'), 'a thank you');
        await look(page, 'svar-nej-tack');
    });

    await test('a question without JavaScript, on a telephone', { ...phone, javaScriptEnabled: false },
        async (page) => {
            await page.goto(links.cecilia);
            await page.check('#answer-maybe');
            await page.fill('#question', 'Hur många är vi?');
            await page.click('button:has-text("Skicka svaret")');
            expect((await page.textContent('.answered')).includes('svar har kommit fram'), 'thanks');
        });

    await test('a refused form leads to what is wrong, at 400 per cent', enlarged, async (page) => {
        await page.goto('/forfragan');
        await page.fill('[name=contact_email]', 'karin');
        await page.click('button:has-text("Skicka förfrågan")');
        await look(page, 'fel-400');
        expect(await page.evaluate(() => document.activeElement.className) === 'faults',
            'the summary to have the focus');
        expect((await page.title()).startsWith('Något saknas'), 'a title that says so');
        await page.click('a[href="#contact_email"]');
        expect(await page.evaluate(() => document.activeElement.id) === 'contact_email', 'a jump');
        expect(await page.inputValue('#contact_email') === 'karin', 'what was typed');
    });

    await test('the request form, filled in and sent', desk, async (page) => {
        await page.goto('/forfragan');
        await fillIn(page);
        await picture(page, 'forfragan-ifylld');
        await page.click('button:has-text("Skicka förfrågan")');
        expect((await heading(page)).startsWith('Nästan klart'), 'the way on');
        await look(page, 'forfragan-skickad');
    });

    await test('an association nominates', desk, async (page) => {
        await page.goto(links.forening);
        await page.check('#answer-yes');
        await page.click('button:has-text("Skicka svaret")');
        await look(page, 'nominering-fel');
        await page.fill('#name1', 'Doris Falk');
        await page.fill('#email1', 'doris@example.org');
        await page.check('#agreed');
        await page.click('button:has-text("Skicka svaret")');
        expect((await page.textContent('main')).includes('Doris Falk'), 'the name');
        await look(page, 'nominering-tack');
    });
} else if (part === 'second') {
    await test('a draft is read through and confirmed by keyboard', desk, async (page) => {
        await page.goto(links.draft);
        await look(page, 'utkast');
        await tabTo(page, 'button.button');
        await page.keyboard.press('Enter');
        await page.waitForSelector('.status');
        expect((await heading(page)).startsWith('Förfrågan LB-'), 'the number');
        await look(page, 'arende');
    });

    await test('a request in the dark and on a telephone', { ...phone, colorScheme: 'dark' },
        async (page) => {
            await page.goto(links.draft);
            await look(page, 'arende-mobil');
            await page.goto(links.few);
            await look(page, 'arende-saknas-mobil');
        });

    await test('what is missing is filled in', desk, async (page) => {
        await page.goto(links.few);
        await look(page, 'arende-saknas');
        await page.selectOption('#area', 'diabetes');
        await page.fill('#people_min', '2');
        await page.fill('#date1', '2027-06-01');
        await page.selectOption('#format', 'digital');
        await page.selectOption('#compensation', 'promised');
        await page.click('button:has-text("Skicka")');
        expect(!await page.locator('.panel').count(), 'nothing to be missing any more');
        await look(page, 'arende-komplett');
    });

    for (const [name, options] of Object.entries({ desk, phone }))
        await test(`an occasion is added, and one that cannot be is told of: ${name}`, options,
            async (page) => {
                await page.goto(links.few);
                await page.click('a:has-text("Se och ändra tillfällena")');
                await look(page, `tillfallen-${name}`);
                await page.check('#occasion-0');
                await page.fill('#date', name === 'desk' ? '2027-06-08' : '2027-06-09');
                await page.fill('#from', '13:00');
                await page.fill('#to', '12:00');
                await page.click('button:has-text("Spara")');
                expect(await page.locator('#to-fault').count(), 'what is wrong with the time');
                await look(page, `tillfallen-fel-${name}`);
                await page.fill('#to', '15:00');
                await page.click('button:has-text("Spara")');
                await page.waitForSelector(`li:has-text("kl. 13.00–15.00")`);
                await look(page, `tillfallen-sparat-${name}`);
            });

    await test('a code is asked for, and only then is there a field for it', desk,
        async (page, context) => {
            await page.goto(links.own);
            expect(!await page.locator('#code').count(), 'no field for a code yet');
            await look(page, 'kod-be');
            await page.click('button:has-text("Skicka en kod")');
            await look(page, 'kod-skriv');
            await context.storageState({ path: state });
        });

    await test('a cancellation has two steps', phone, async (page) => {
        await page.goto(links.few);
        await page.click('a:has-text("Ställ in")');
        await look(page, 'stall-in');
        await page.click('button:has-text("Ja, ställ in")');
        expect((await page.textContent('.status')).includes('Inställd'), 'the state');
        await look(page, 'installd');
    });
} else {
    await test('the code opens what is stored, in this browser and no other',
        { ...desk, storageState: state }, async (page, context) => {
            await page.goto(links.own);
            await page.fill('#code', '000000');
            await page.keyboard.press('Enter');
            await look(page, 'kod-fel');
            await page.fill('#code', links.code);
            await page.keyboard.press('Enter');
            await page.waitForSelector('.facts');
            expect((await page.textContent('.facts')).includes('070-174 06 11'), 'the telephone');
            await look(page, 'mina-uppgifter');
            await context.storageState({ path: state }); // the cookie is another since the code
            const other = await (await browser.newContext({ baseURL: base })).newPage();
            await other.goto(links.own);
            expect(!await other.locator('.facts').count(), 'nothing to be shown elsewhere');
        });
    await test('a pause from the own page', { ...phone, storageState: state }, async (page) => {
        await page.goto(links.own);
        await page.click('button:has-text("Pausa frågorna")');
        await page.waitForSelector('button:has-text("Avsluta pausen nu")');
        await look(page, 'mina-uppgifter-mobil');
    });
}

await browser.close();
process.exit(failed ? 1 : 0);
