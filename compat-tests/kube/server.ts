import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { KubeBinaries } from './build.ts';

/** How a client reaches the API server. */
export interface Access {
  /** `https://127.0.0.1:PORT` */
  readonly url: string;
  readonly token: string;
  /** The certificate that signed the server's, as PEM. */
  readonly ca: string;
}

interface Ports {
  readonly apiserver: number;
  readonly client: number;
  readonly peer: number;
}

const readyDeadline = 90_000;
const stopDeadline = 10_000;

/**
 * A kube-apiserver over an etcd, both on free ports of loopback, with all their files and logs in one folder.
 * Tokens are static; RBAC is on; there is no controller and no node.
 */
export class KubeServer {
  private readonly binaries: KubeBinaries;
  private readonly folder: string;
  private readonly tokens = new Map<string, string>();
  private readonly ports: Ports;
  private etcd: ChildProcess | undefined;
  private apiserver: ChildProcess | undefined;

  private constructor(binaries: KubeBinaries, folder: string, users: readonly string[], ports: Ports) {
    this.binaries = binaries;
    this.folder = folder;
    this.ports = ports;
    for (const user of ['admin', ...users]) this.tokens.set(user, randomBytes(16).toString('hex'));
  }

  /**
   * A server that answers `/readyz`, in `folder`. Each of `users` gets a token besides `admin`'s, and no rights.
   * @throws {Error} when it is not ready in 90 s; nothing is left running then.
   */
  static async start(binaries: KubeBinaries, folder: string, users: readonly string[] = []): Promise<KubeServer> {
    const [apiserver, client, peer] = await freePorts();
    const server = new KubeServer(binaries, folder, users, { apiserver, client, peer });
    try {
      server.prepare();
      server.startEtcd();
      await server.startApiserver();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  get url(): string {
    return `https://127.0.0.1:${this.ports.apiserver}`;
  }

  /** How a user reaches the server; `admin` may do everything. */
  access(user = 'admin'): Access {
    const token = this.tokens.get(user);
    if (token === undefined) throw new RangeError(`no user ${user}`);
    return { url: this.url, token, ca: readFileSync(this.certificate, 'utf8') };
  }

  /** The path of a new kubeconfig for a user, who shows what `tokenFile` holds if it is given. */
  kubeconfig(user = 'admin', tokenFile?: string): string {
    const path = join(this.folder, `kubeconfig-${user}-${randomBytes(3).toString('hex')}`);
    const credential = tokenFile === undefined ? { token: this.access(user).token } : { tokenFile };
    writeFileSync(path, kubeconfig(this.url, this.certificate, user, credential), { mode: 0o600 });
    return path;
  }

  private get certificate(): string {
    return join(this.folder, 'certs', 'apiserver.crt');
  }

  /** Stops the API server; etcd keeps the data. `how` is the signal. */
  async stopApiserver(how: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await end(this.apiserver, how);
    this.apiserver = undefined;
  }

  /** Stops the API server and starts it on the same port and data; every watch breaks. */
  async restart(how: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.stopApiserver(how);
    await this.startApiserver();
  }

  /** Ends both processes, by force after 10 s. */
  async stop(): Promise<void> {
    await this.stopApiserver('SIGKILL');
    await end(this.etcd, 'SIGTERM');
    this.etcd = undefined;
  }

  private prepare(): void {
    mkdirSync(this.folder, { recursive: true });
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(join(this.folder, 'sa.key'), privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
    const rows = [...this.tokens].map(
      ([user, token]) => `${token},${user},${user}${user === 'admin' ? ',system:masters' : ''}\n`,
    );
    writeFileSync(join(this.folder, 'tokens.csv'), rows.join(''), { mode: 0o600 });
  }

  private startEtcd(): void {
    const client = `http://127.0.0.1:${this.ports.client}`;
    const peer = `http://127.0.0.1:${this.ports.peer}`;
    this.etcd = this.spawn(this.binaries.etcd, 'etcd', [
      `--data-dir=${join(this.folder, 'etcd')}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      '--unsafe-no-fsync',
    ]);
  }

  /** Starts the API server unless it runs, always on the same port and data, and waits until it is ready. */
  async startApiserver(): Promise<void> {
    if (!gone(this.apiserver)) return this.ready();
    const key = join(this.folder, 'sa.key');
    this.apiserver = this.spawn(this.binaries.apiserver, 'apiserver', [
      `--etcd-servers=http://127.0.0.1:${this.ports.client}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      `--secure-port=${this.ports.apiserver}`,
      `--cert-dir=${join(this.folder, 'certs')}`,
      '--service-account-issuer=https://localhost',
      `--service-account-key-file=${key}`,
      `--service-account-signing-key-file=${key}`,
      `--token-auth-file=${join(this.folder, 'tokens.csv')}`,
      '--authorization-mode=RBAC',
      '--service-cluster-ip-range=10.0.0.0/24',
      '--endpoint-reconciler-type=none',
      '--shutdown-delay-duration=0s',
    ]);
    await this.ready();
  }

  private spawn(program: string, name: string, args: readonly string[]): ChildProcess {
    const log = openSync(join(this.folder, `${name}.log`), 'a');
    const child = spawn(program, args, { stdio: ['ignore', log, log] });
    child.once('error', () => {});
    closeSync(log);
    return child;
  }

  private async ready(): Promise<void> {
    const until = Date.now() + readyDeadline;
    while (!existsSync(this.certificate) || !(await answersReady(this.access()))) {
      for (const [name, child] of [
        ['etcd', this.etcd],
        ['kube-apiserver', this.apiserver],
      ] as const) {
        if (gone(child)) throw new Error(`${name} ended while starting; see the logs in ${this.folder}`);
      }
      if (Date.now() > until) throw new Error(`kube-apiserver is not ready; see the logs in ${this.folder}`);
      await sleep(100);
    }
  }
}

function gone(child: ChildProcess | undefined): boolean {
  return !child || child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

async function end(child: ChildProcess | undefined, how: NodeJS.Signals): Promise<void> {
  if (!child || gone(child)) return;
  const exited = once(child, 'exit');
  child.kill(how);
  const timer = setTimeout(() => child.kill('SIGKILL'), stopDeadline);
  await exited;
  clearTimeout(timer);
}

function answersReady({ url, token, ca }: Access): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const headers = { authorization: `Bearer ${token}` };
  const request = get(`${url}/readyz`, { headers, ca, timeout: 5000, agent: false }, (response) => {
    response.resume();
    resolve(response.statusCode === 200);
  });
  request.once('timeout', () => request.destroy());
  request.once('error', () => resolve(false));
  return promise;
}

async function freePorts(): Promise<[number, number, number]> {
  const servers = [createServer(), createServer(), createServer()] as const;
  for (const server of servers) await once(server.listen(0, '127.0.0.1'), 'listening');
  const [a, b, c] = servers.map((server) => (server.address() as AddressInfo).port);
  for (const server of servers) await once(server.close(), 'close');
  return [a ?? 0, b ?? 0, c ?? 0];
}

function kubeconfig(server: string, ca: string, user: string, credential: Readonly<Record<string, string>>): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'local', cluster: { server, 'certificate-authority': ca } }],
    users: [{ name: user, user: credential }],
    contexts: [{ name: 'local', context: { cluster: 'local', user } }],
    'current-context': 'local',
  });
}
