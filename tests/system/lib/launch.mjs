// SPDX-License-Identifier: EUPL-1.2
//
// The system's Chromium, and the two windows that pages are met in.

import { chromium } from 'playwright-core';

export const phone = { viewport: { width: 320, height: 640 }, hasTouch: true };
export const desk = { viewport: { width: 1280, height: 900 } };

export function launch() {
    return chromium.launch({
        executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
            '--disable-sync', '--disable-background-networking', '--disable-component-update'],
    });
}
