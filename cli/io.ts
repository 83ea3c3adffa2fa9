import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Environment } from '../controller/flags.ts';

/** Where text goes: a stream of the process, or what a test looks at. */
export interface Output {
  write(text: string): void;
  /** Whether somebody looks at it as it comes. */
  readonly isTerminal: boolean;
}

/** Everything a command has of the world around it, so that it can run within another process. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** All of standard input, which is read once however often it is asked for. */
  readonly stdin: () => Promise<string>;
  /** Whether to colour what goes to standard output. */
  readonly color: boolean;
  readonly env: Environment;
  readonly files: Files;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
  /** What the process ends with unless a command throws; 0 at first. */
  exitCode: number;
}

/** Files by their paths, relative ones from the folder the command was called in. */
export interface Files {
  /** @throws {Error} of the file system */
  read(path: string): string;
  isFile(path: string): boolean;
  absolute(path: string): string;
}

/** The files of a folder. */
export function filesOf(cwd: string): Files {
  const absolute = (path: string) => resolve(cwd, path);
  return {
    absolute,
    read: (path) => readFileSync(absolute(path), 'utf8'),
    isFile: (path) => {
      const found = statSync(absolute(path), { throwIfNoEntry: false });
      return found !== undefined && !found.isDirectory();
    },
  };
}

/** The world of this process. Colours go to a terminal, and `NO_COLOR` forbids them. */
export function processIo({ stdin, stdout, stderr, env, cwd }: NodeJS.Process, signal: AbortSignal): Io {
  let input: Promise<string> | undefined;
  return {
    stdout: outputOf(stdout),
    stderr: outputOf(stderr),
    stdin: () => {
      input ??= readAll(stdin);
      return input;
    },
    color: stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
    env,
    files: filesOf(cwd()),
    signal,
    exitCode: 0,
  };
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return { isTerminal: stream.isTTY === true, write: (text) => void stream.write(text) };
}

async function readAll(stream: NodeJS.ReadStream): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part as Buffer));
  return Buffer.concat(parts).toString('utf8');
}
