import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** What keeps the browser from calling home, and lets root start it. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless Chromium, at `CHROMIUM` of the environment or where Debian has it; undefined when there is none. */
export async function openChromium(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Browser | undefined> {
  const executablePath = [environment['CHROMIUM'] ?? '', ...usual].find((path) => path !== '' && existsSync(path));
  return executablePath === undefined ? undefined : await chromium.launch({ executablePath, args, timeout: 30_000 });
}
