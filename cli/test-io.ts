import { type Files, filesOf, type Io } from './io.ts';

export interface TestIoOptions {
  /** Files by path, seen before those on disk. */
  readonly files?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly terminal?: boolean;
}

/** An Io for tests, and what was written to it. */
export interface TestIo extends Io {
  readonly out: () => string;
  readonly err: () => string;
}

/** A world of its own for one command. It has neither a home nor a kubeconfig. */
export function testIo(options: TestIoOptions = {}): TestIo {
  const { stdin = '', env = {}, cwd = '/nowhere', terminal = false } = options;
  const written = { out: '', err: '' };
  const output = (stream: 'out' | 'err') => ({
    isTerminal: terminal,
    write: (text: string) => {
      written[stream] += text;
    },
  });
  return {
    stdout: output('out'),
    stderr: output('err'),
    stdin: async () => stdin,
    color: terminal && !env['NO_COLOR'],
    env,
    files: overlay(new Map(Object.entries(options.files ?? {})), filesOf(cwd)),
    signal: new AbortController().signal,
    exitCode: 0,
    out: () => written.out,
    err: () => written.err,
  };
}

function overlay(given: ReadonlyMap<string, string>, disk: Files): Files {
  return {
    absolute: disk.absolute,
    read: (path) => given.get(path) ?? disk.read(path),
    isFile: (path) => given.has(path) || disk.isFile(path),
  };
}
