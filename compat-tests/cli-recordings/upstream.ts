import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { CliRecording } from './cases.ts';
import { startCluster } from './cluster.ts';

/** Calls the program of upstream in a folder. */
export type Upstream = (
  args: readonly string[],
  options: { readonly cwd: string; readonly stdin?: string | Buffer },
) => Promise<Omit<CliRecording, 'id'>>;

/** Lets `use` call upstream's program. It wants a kubeconfig even for files, so it has one of an embedded API server. */
export async function withUpstream(program: string, use: (upstream: Upstream, folder: string) => Promise<void>) {
  const server = await startCluster();
  const folder = mkdtempSync(join(tmpdir(), 'argo-notifications-cli-'));
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, server.kubeconfig());
  try {
    await use((args, options) => call(program, ['--kubeconfig', kubeconfig, ...args], options), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await server.stop();
  }
}

async function call(program: string, args: readonly string[], { cwd, stdin = '' }: Parameters<Upstream>[1]) {
  const child = spawn(program, args, { cwd, env: { TZ: 'UTC' }, timeout: 60_000 });
  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? -1));
  });
  child.stdin.on('error', () => undefined).end(stdin);
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { stdout, stderr, exitCode };
}
