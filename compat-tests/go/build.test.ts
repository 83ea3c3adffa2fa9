import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BuildResult, cacheFolder, goBuild } from './build.ts';

const hasGo = spawnSync('go', ['version']).status === 0;
const path = process.env['PATH'];
let folder = '';
let said: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'argo-notifications-go-'));
  said = [];
  writeFileSync(join(folder, 'go.mod'), 'module example\n\ngo 1.21\n');
  writeFileSync(join(folder, 'main.go'), 'package main\n\nfunc main() { println("hello") }\n');
});

afterEach(() => {
  process.env['PATH'] = path;
  rmSync(folder, { recursive: true, force: true });
});

function build(): Promise<BuildResult<string>> {
  return goBuild({ module: folder, target: '.', output: join(folder, 'out/program'), say: (line) => said.push(line) });
}

describe('cacheFolder', () => {
  it.each([
    { environment: { ARGO_NOTIFICATIONS_CACHE: '/a' }, want: /^\/a$/ },
    { environment: { XDG_CACHE_HOME: '/b' }, want: /^\/b\/argo-notifications$/ },
    { environment: { ARGO_NOTIFICATIONS_CACHE: '', XDG_CACHE_HOME: '' }, want: /\.cache\/argo-notifications$/ },
  ])('is $want for $environment', ({ environment, want }) => {
    expect(cacheFolder(environment)).toMatch(want);
  });
});

describe('goBuild', () => {
  it('says that Go is missing', async () => {
    process.env['PATH'] = folder;
    expect(await build()).toMatchObject({ ok: false, missing: 'Go', reason: expect.stringContaining('not installed') });
  });

  it.runIf(hasGo)('builds once, and again when a source has changed', async () => {
    const built = await build();
    expect(built).toEqual({ ok: true, value: join(folder, 'out/program') });
    expect(spawnSync(join(folder, 'out/program')).stderr.toString()).toBe('hello\n');
    const { mtimeMs } = statSync(join(folder, 'out/program'));
    const lines = said.length;
    await build();
    expect([said.length, statSync(join(folder, 'out/program')).mtimeMs]).toEqual([lines, mtimeMs]);
    writeFileSync(join(folder, 'main.go'), 'package main\n\nfunc main() { println("bye") }\n');
    await build();
    expect(spawnSync(join(folder, 'out/program')).stderr.toString()).toBe('bye\n');
  });

  it.runIf(hasGo)('tells a compiler error as a failure of ours', async () => {
    writeFileSync(join(folder, 'main.go'), 'package main\n\nfunc main() { nope() }\n');
    expect(await build()).toEqual({ ok: false, reason: expect.stringContaining('undefined: nope') });
  });
});
