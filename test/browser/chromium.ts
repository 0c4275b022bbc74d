/** The machine's own Chromium, without a window. Where there is none, the tests that need it are skipped, aloud. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executable = places.find((place) => existsSync(place)) ?? null;

/** Why there is no browser here, or null. With REQUIRE_SERVICES=1 its absence is a failure, not a skip. */
export const noBrowser: string | null =
  executable === null && process.env.REQUIRE_SERVICES !== '1' ? 'no Chromium on this machine' : null;

export async function launchChromium(): Promise<Browser> {
  if (executable === null) throw new Error(`Chromium is needed; looked at ${places.join(', ')}`);
  return chromium.launch({
    executablePath: executable,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-default-apps',
      '--disable-sync',
      '--no-first-run',
      '--lang=vi-VN',
    ],
  });
}

export const phone = { width: 390, height: 844 };
