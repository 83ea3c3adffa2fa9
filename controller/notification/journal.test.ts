import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal } from './journal.ts';

let folder: string;
let file: string;
let errors: string[];
let seconds: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  file = join(folder, 'journal');
  errors = [];
  seconds = 1_000_000;
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that writes to the file; the one before it is dead without having closed it. */
function start(): Journal {
  return new Journal({ file, now: () => seconds, onError: ({ code, message }) => errors.push(`${code} ${message}`) });
}

function entry(key: string, more: object = {}) {
  return { key, seconds, after: [''], ...more };
}

function lines(): unknown[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('a journal', () => {
  it('gives the next process the name of the last, and once what that one has sent and not saved', () => {
    const first = start();
    first.accepted('a', entry('k1', { after: ['x', 'y'] }));
    first.accepted('a', entry('k2'));
    first.accepted('b', entry('k3'));
    first.settled('a', ['k2']);
    const second = start();
    expect(second.identity).toBe(first.identity);
    expect(second.inheritedOf('a')).toEqual([entry('k1', { after: ['x', 'y'] })]);
    expect(second.inheritedOf('a')).toEqual([]);
    expect(second.inheritedOf('c')).toEqual([]);
    expect(start().inheritedOf('b')).toEqual([entry('k3')]);
  });

  it('has nothing but the name in its file when all is saved', () => {
    const journal = start();
    journal.accepted('a', entry('k1'));
    journal.accepted('b', entry('k2'));
    journal.settled('a');
    journal.settled('b', ['k2', 'other']);
    expect(lines()).toEqual([{ identity: journal.identity, pid: process.pid }]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('forgets what the process before has left when another one has led', () => {
    start().accepted('a', entry('k'));
    const second = start();
    second.accepted('b', entry('own'));
    second.disinherit();
    expect(second.inheritedOf('a')).toEqual([]);
    expect(start().inheritedOf('b')).toEqual([entry('own')]);
  });

  it('survives a line that was not written to its end, and lines that say nothing', () => {
    const first = start();
    first.accepted('a', entry('k'));
    appendFileSync(file, 'null\n[]\n"x"\n{"id":1}\n{"id":"a","key":"no","seconds":"x"}\n{"id":"b","key":"torn","sec');
    const second = start();
    expect(second.identity).toBe(first.identity);
    expect(second.inheritedOf('a')).toEqual([entry('k')]);
    expect(second.inheritedOf('b')).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('leaves out what is older than an hour', () => {
    start().accepted('a', entry('k'));
    seconds += 3_601;
    expect(start().inheritedOf('a')).toEqual([]);
  });

  it('stays small however much passes through it', () => {
    const journal = start();
    journal.accepted('stays', entry('k'));
    for (let i = 0; i < 5_000; i++) {
      journal.accepted('a', entry(`key number ${i} with ${'x'.repeat(100)}`));
      journal.settled('a');
    }
    expect(statSync(file).size).toBeLessThan(300_000);
    expect(start().inheritedOf('stays')).toEqual([entry('k')]);
  });

  it('takes no name of another host, whose processes may be alive', () => {
    const line = { id: 'a', ...entry('k') };
    writeFileSync(file, `${JSON.stringify({ identity: 'elsewhere_1', pid: 1 })}\n${JSON.stringify(line)}\n`);
    expect(start().identity).toMatch(new RegExp(`^${hostname()}_[\\w-]{36}$`));
  });

  it('is not shared with a process that runs', () => {
    const identity = `${hostname()}_1`;
    const head = `${JSON.stringify({ identity, pid: process.ppid })}\n`;
    writeFileSync(file, head);
    const journal = start();
    expect(journal.identity).not.toBe(identity);
    expect(journal.isOpen).toBe(false);
    expect(errors).toEqual([`Journal journal ${file}: process ${process.ppid} writes it`]);
    journal.accepted('a', entry('k'));
    expect(readFileSync(file, 'utf8')).toBe(head);
  });

  it('is taken over from a process that is dead', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const identity = `${hostname()}_1`;
    writeFileSync(file, `${JSON.stringify({ identity, pid })}\n`);
    expect(start().identity).toBe(identity);
  });

  it.each([
    ['is a folder', () => mkdirSync(file)],
    ['is in no folder', () => rmSync(folder, { recursive: true })],
  ])('whose file %s says so once and is done without', (_, spoil) => {
    spoil();
    const journal = start();
    journal.accepted('a', entry('k'));
    journal.settled('a');
    journal.close();
    expect(errors).toEqual([expect.stringMatching(/^Journal journal .*: E(ISDIR|NOENT)/)]);
    expect(journal.isOpen).toBe(false);
  });
});
