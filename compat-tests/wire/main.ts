import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder } from '../go/build.ts';
import { buildOracle } from '../oracle/build.ts';
import { type WireFile, wireFiles, writeRecordings } from './case.ts';
import { normalisations } from './normalise.ts';
import { pooled } from './pool.ts';
import { recordOracle, replay } from './run.ts';
import { createWorld, type World } from './world.ts';

// npm run wire [-- --only SERVICE[,SERVICE] --failures N]: plays every case under testdata/wire against our services and
// compares with what the Go engine did. With --record, asks the Go engine and writes that down.

const width = 32;
const recordWidth = 8;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function recordAll(files: readonly WireFile[], world: World, path: string): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'wire-'));
  const certificates = join(home, 'authority.pem');
  writeFileSync(certificates, world.trusted.certificate);
  try {
    for (const { service, cases } of files) {
      const oracle = { path, certificates, home };
      writeRecordings(service, await pooled(cases, recordWidth, (c) => recordOracle(c, world, oracle)));
      say(`${service}: ${cases.length} recordings`);
    }
  } finally {
    rmSync(home, { recursive: true });
  }
}

interface Row {
  readonly service: string;
  readonly id: string;
  readonly found: readonly string[];
}

async function compareAll(files: readonly WireFile[], world: World): Promise<Row[]> {
  const all = files.flatMap(({ service, cases, recorded }) => cases.map((c) => ({ service, c, recorded })));
  return pooled(all, width, async ({ service, c, recorded }) => {
    return { service, id: c.id, found: await replay(c, recorded.get(c.id), world) };
  });
}

function print(rows: readonly Row[], failures: number): void {
  const differing = rows.filter(({ found }) => found.length > 0);
  for (const { service, id, found } of differing.slice(0, failures)) say([`${service} ${id}`, ...found].join('\n    '));
  say(`${'service'.padEnd(16)} cases  equal  differing`);
  for (const service of new Set(rows.map((row) => row.service))) {
    const own = rows.filter((row) => row.service === service);
    const bad = own.filter(({ found }) => found.length > 0);
    const counts = [
      String(own.length).padStart(5),
      String(own.length - bad.length).padStart(5),
      String(bad.length).padStart(9),
    ];
    say(
      `${service.padEnd(16)} ${counts.join('  ')}${bad.length === 0 ? '' : `  ${bad.map(({ id }) => id).join(' ')}`}`,
    );
  }
  say('Not compared byte for byte:');
  for (const { what } of normalisations) say(`  ${what}`);
  say(`${rows.length - differing.length} passed, ${differing.length} failed`);
  process.exitCode = differing.length === 0 && rows.length > 0 ? 0 : 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      record: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      failures: { type: 'string', default: '10' },
    },
  });
  const files = wireFiles(values.only.split(',').filter((name) => name !== ''));
  const world = createWorld();
  if (!values.record) return print(await compareAll(files, world), Number(values.failures));
  const built = await buildOracle(cacheFolder(process.env), say);
  if (built.ok) return recordAll(files, world, built.value);
  say(`No recordings: ${built.reason}`);
  process.exitCode = 1;
}

await main();
