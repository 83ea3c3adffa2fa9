import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { configMapWith } from './config-map.ts';
import { type PageProgram, startPage } from './program.ts';

/** What a check has. */
export interface PageWorld {
  readonly browser: Browser;
  /** A folder for this run. */
  readonly folder: string;
  /** Writes the ConfigMap that the preview shows. */
  readonly configMap: (text: string) => void;
  readonly file: string;
  readonly screenshots: string;
}

type Check = (world: PageWorld) => Promise<void>;

/** A page, and what it did that it should not. */
interface Watched {
  readonly page: Page;
  readonly strange: string[];
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A new page that notes requests beyond this machine, dialogs and errors. */
async function open(world: PageWorld, url: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Watched> {
  const page = await world.browser.newPage({ viewport: { width: 1200, height: 900 }, colorScheme });
  const strange: string[] = [];
  page.on('request', (request) => {
    if (!/^(http:\/\/127\.0\.0\.1:\d+\/|data:|file:)/.test(request.url())) strange.push(`request ${request.url()}`);
  });
  page.on('dialog', (dialog) => {
    strange.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => strange.push(`error ${error.message}`));
  await page.goto(url);
  return { page, strange };
}

async function preview(world: PageWorld, use: (program: PageProgram) => Promise<void>): Promise<void> {
  world.configMap(configMapWith('as it should be.'));
  const args = ['cli/main.ts', 'preview', '--config-map', world.file, '--secret', ':empty'];
  const program = await startPage(args, /^http/);
  try {
    await use(program);
  } finally {
    await program.stop();
  }
}

async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { axe: tool } = globalThis as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } };
    return (await tool.run()).violations;
  });
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

const showsMessages: Check = (world) =>
  preview(world, async ({ url }) => {
    const { page, strange } = await open(world, url);
    const message = page.locator('article').filter({ hasText: 'on-sync-synced · synced' });
    await page.getByRole('link', { name: 'on-sync-synced fires on synced' }).click();
    const [slack, teams] = [message.locator('.attachment'), message.locator('.card').first()];
    assert.equal(await slack.locator('b').first().textContent(), 'root-sync');
    assert.match((await teams.textContent()) ?? '', /root-sync changed.*Commit/s);
    const mail = message.frameLocator('iframe');
    assert.equal(await mail.locator('h1').textContent(), 'root-sync');
    assert.match((await message.textContent()) ?? '', /POST https:\/\/tickets\.example\.com\/new/);
    await page.screenshot({ path: join(world.screenshots, 'messages.png') });
    await message.screenshot({ path: join(world.screenshots, 'one-message.png') });
    assert.deepEqual(strange, []);
    await page.close();
  });

const followsEdits: Check = (world) =>
  preview(world, async ({ url }) => {
    const { page } = await open(world, url);
    await page.locator('.chat').getByText('as it should be.').first().waitFor();
    const edited = performance.now();
    world.configMap(configMapWith('as it was edited.'));
    await page.locator('.chat').getByText('as it was edited.').first().waitFor({ timeout: 5000 });
    assert.ok(performance.now() - edited < 1000, `${performance.now() - edited} ms`);
    world.configMap('data: [');
    await page.getByText('Nothing to show').waitFor({ timeout: 5000 });
    world.configMap(configMapWith('as it was mended.'));
    await page.locator('.chat').getByText('as it was mended.').first().waitFor({ timeout: 5000 });
    await page.close();
  });

const executesNothing: Check = (world) =>
  preview(world, async ({ url }) => {
    const { page, strange } = await open(world, url);
    await page.getByRole('link', { name: 'Hostile text' }).click();
    await page.getByText('<script>alert(1)</script>').first().waitFor();
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(world.screenshots, 'hostile.png'), fullPage: true });
    assert.equal(await page.locator('main script, main img').count(), 0);
    assert.deepEqual(strange, []);
    await page.close();
  });

const accessible: Check = (world) =>
  preview(world, async ({ url }) => {
    for (const scheme of ['light', 'dark'] as const) {
      for (const sample of ['', '?sample=hostile']) {
        const { page } = await open(world, url + sample, scheme);
        assert.deepEqual(await seriousFaults(page), []);
        await page.screenshot({ path: join(world.screenshots, `${scheme}${sample && '-hostile'}.png`) });
        await page.close();
      }
    }
  });

const keyboard: Check = (world) =>
  preview(world, async ({ url }) => {
    const { page } = await open(world, url);
    const focused = () => page.evaluate<string>(`document.activeElement?.getAttribute('href') ?? ''`);
    for (let i = 0; i < 10 && !(await focused()).startsWith('#'); i++) await page.keyboard.press('Tab');
    const target = await focused();
    await page.keyboard.press('Enter');
    assert.match(target, /^#on-sync-synced--/);
    assert.equal(await page.evaluate<string>(`document.querySelector(':target')?.id`), target.slice(1));
    await page.close();
  });

const writesFiles: Check = async (world) => {
  world.configMap(configMapWith('as it should be.'));
  const out = join(world.folder, 'out');
  const flags = ['--config-map', world.file, '--secret', ':empty', '--once', '--out', out];
  const done = spawnSync(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    'cli/main.ts',
    'preview',
    ...flags,
  ]);
  assert.equal(done.status, 0, done.stderr.toString());
  const { page, strange } = await open(world, pathToFileURL(join(out, 'index.html')).href);
  await page.locator('.chat').getByText('as it should be.').first().waitFor();
  await page.getByRole('link', { name: 'Hostile text' }).click();
  await page.getByText('<script>alert(1)</script>').first().waitFor();
  assert.deepEqual(strange, []);
  assert.doesNotMatch(readFileSync(join(out, 'index.html'), 'utf8'), /<script/);
  await page.close();
};

const inbox: Check = async (world) => {
  const program = await startPage(['controller/main.ts', 'demo'], /inbox as a page/);
  try {
    const { page, strange } = await open(world, program.url);
    await page.getByText('is synced to').first().waitFor({ timeout: 20_000 });
    assert.deepEqual(await seriousFaults(page), []);
    await page.screenshot({ path: join(world.screenshots, 'inbox.png') });
    assert.deepEqual(strange, []);
    await page.close();
  } finally {
    await program.stop();
  }
};

/** What is looked at, by what it shows. */
export const checks: Readonly<Record<string, Check>> = {
  'shows messages in Slack, Teams, e-mail, and the exact request of a webhook': showsMessages,
  'follows an edit of the ConfigMap within a second, and survives one that breaks it': followsEdits,
  'executes nothing of the hostile sample, and fetches nothing': executesNothing,
  'has no serious accessibility fault, light or dark': accessible,
  'can be used by keyboard': keyboard,
  'writes the same as files without scripts': writesFiles,
  'shows the inbox of the demo': inbox,
};
