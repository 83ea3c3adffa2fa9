import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { checks, type PageWorld } from './checks.ts';
import { openChromium } from './chromium.ts';

// npm run test:browser [-- --screenshots DIR]: the preview and the demo's inbox in a real browser.

const { values: options } = parseArgs({ options: { screenshots: { type: 'string' } } });

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function runAll(browser: Browser): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'argo-notifications-browser-'));
  const screenshots = options.screenshots ?? join(folder, 'screenshots');
  mkdirSync(screenshots, { recursive: true });
  let failed = 0;
  try {
    for (const [name, check] of Object.entries(checks)) {
      const file = join(folder, 'config-map.yaml');
      const world: PageWorld = { browser, folder, configMap: (text) => writeFileSync(file, text), file, screenshots };
      try {
        await check(world);
        say(`ok      ${name}`);
      } catch (error) {
        failed++;
        say(`FAILED  ${name}: ${(error as Error).stack}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  say(`${Object.keys(checks).length - failed} passed, ${failed} failed`);
  return failed;
}

const browser = await openChromium(process.env);
if (browser) {
  try {
    process.exitCode = (await runAll(browser)) === 0 ? 0 : 1;
  } finally {
    await browser.close();
  }
} else {
  say('SKIPPED: there is no Chromium; install it, or name one in CHROMIUM');
  say('0 passed, 0 failed');
}
