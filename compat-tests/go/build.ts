import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** What a build gives: its result, or why there is none. `missing` is what the machine lacks; without it, it is our fault. */
export type BuildResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly missing?: 'Go' | 'modules'; readonly reason: string };

/** One program of a Go module. */
export interface GoProgram {
  /** The folder with go.mod. */
  readonly module: string;
  /** The package to build. */
  readonly target: string;
  /** Where the program goes. */
  readonly output: string;
  readonly say: (line: string) => void;
}

/** Where built programs are kept: `ARGO_NOTIFICATIONS_CACHE` of `environment`, else a folder of the user's cache. */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const set = environment['ARGO_NOTIFICATIONS_CACHE'];
  if (set !== undefined && set !== '') return set;
  return join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'argo-notifications');
}

/** The path of a Go program, built if its sources or its versions have changed since; or why it cannot be had. */
export async function goBuild(program: GoProgram): Promise<BuildResult<string>> {
  const stamp = `${program.output}.stamp`;
  const want = fingerprint(program.module);
  if (existsSync(program.output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === want) {
    return { ok: true, value: program.output };
  }
  const version = spawnSync('go', ['version'], { encoding: 'utf8' });
  if (version.error || version.status !== 0) {
    return { ok: false, missing: 'Go', reason: 'Go is not installed (no working `go` in PATH)' };
  }
  mkdirSync(dirname(program.output), { recursive: true });
  program.say(
    `Building ${basename(program.output)} with ${version.stdout.trim()} into ${dirname(program.output)}, once…`,
  );
  const started = Date.now();
  const built = `${program.output}.${randomBytes(4).toString('hex')}`;
  const failure = await compile(program, built);
  if (failure !== undefined) {
    rmSync(built, { force: true });
    const reason = `go build ${program.target} failed: ${failure}`;
    return unreachable.test(failure) ? { ok: false, missing: 'modules', reason } : { ok: false, reason };
  }
  renameSync(built, program.output);
  writeFileSync(stamp, want);
  program.say(`Built ${basename(program.output)} in ${Math.round((Date.now() - started) / 1000)} s.`);
  return { ok: true, value: program.output };
}

/** How Go says that it cannot get at the modules. */
const unreachable =
  /dial tcp|no such host|i\/o timeout|connection re(fused|set)|TLS handshake|module lookup disabled|proxyconnect|50[234] /;
const buildDeadline = 30 * 60_000;

function compile(program: GoProgram, output: string): Promise<string | undefined> {
  const flags = ['-mod=readonly', '-buildvcs=false', '-trimpath', '-ldflags', '-s -w'];
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const child = spawn('go', ['build', ...flags, '-o', output, program.target], {
    cwd: program.module,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: buildDeadline,
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = `${errors}${text}`.slice(-4000);
  });
  child.once('error', (error) => resolve(error.message));
  child.once('close', (code) => resolve(code === 0 ? undefined : lastLines(errors) || `exit code ${code}`));
  return promise;
}

function lastLines(text: string): string {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('go: downloading'))
    .slice(-5)
    .join('\n');
}

function fingerprint(module: string): string {
  const hash = createHash('sha256');
  for (const file of globSync('**/{go.mod,go.sum,*.go}', { cwd: module }).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(module, file)))
      .update('\0');
  }
  return hash.digest('hex');
}
