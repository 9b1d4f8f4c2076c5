// SPDX-License-Identifier: EUPL-1.2
//
// A browser, and what is wrong with a page in it: axe-core must be silent, and nothing may need
// scrolling sideways.

import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const axe = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

export const phone = { viewport: { width: 320, height: 640 }, hasTouch: true };
export const desk = { viewport: { width: 1280, height: 900 } };

export function launch() {
    return chromium.launch({
        executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
            '--disable-sync', '--disable-background-networking', '--disable-component-update'],
    });
}

// The page as it stands in its window: a list of what is wrong with it.
export async function wrongWith(page) {
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }));
    const wrong = found.violations.map(
        (v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(' ')}`);
    const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) wrong.push(`${over} pixels beside the screen`);
    return wrong;
}
