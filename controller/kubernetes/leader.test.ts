import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedApiServer } from '../demo/api-server.ts';
import { KubernetesClient } from './client.ts';
import { parseKubeConfig } from './kubeconfig.ts';
import { Leader, type LeaderOptions } from './leader.ts';
import { leases } from './resource.ts';

const lease = { namespace: 'ns', name: 'notification' };

let server: EmbeddedApiServer;
let client: KubernetesClient;
let candidates: Leader[];

beforeEach(async () => {
  server = await new EmbeddedApiServer().start();
  client = new KubernetesClient(await parseKubeConfig(server.kubeconfig(), '/'));
  candidates = [];
});

afterEach(async () => {
  for (const candidate of candidates) await candidate.stop();
  client.close();
  await server.stop();
});

interface Candidate {
  readonly leader: Leader;
  readonly changes: boolean[];
  readonly errors: string[];
}

function candidate(identity: string, options: Partial<LeaderOptions> = {}): Candidate {
  const changes: boolean[] = [];
  const errors: string[] = [];
  const leader = new Leader(client, {
    lease,
    identity,
    durationMs: 600,
    retryMs: 50,
    onChange: (leading) => changes.push(leading),
    onError: (error) => errors.push(error.code),
    ...options,
  }).start();
  candidates.push(leader);
  return { leader, changes, errors };
}

async function until(what: () => boolean): Promise<void> {
  const end = Date.now() + 5_000;
  while (!what()) {
    if (Date.now() > end) throw new Error('it did not come about');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function spec(): Promise<Record<string, unknown>> {
  return (await client.get(leases, lease))['spec'] as Record<string, unknown>;
}

describe('of two candidates', () => {
  it('one leads, and the other takes over at once when the Lease is given back', async () => {
    const a = candidate('a');
    await until(() => a.leader.leading);
    const b = candidate('b');
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect([a.leader.leading, b.leader.leading]).toEqual([true, false]);
    await a.leader.stop();
    await until(() => b.leader.leading);
    expect(await spec()).toMatchObject({ holderIdentity: 'b', leaseTransitions: 1, leaseDurationSeconds: 1 });
  });

  it('one that falls silent is followed only after the duration, and knows before that it may not lead', async () => {
    let frozen = 0;
    const a = candidate('a', { monotonic: () => performance.now() + frozen });
    await until(() => a.leader.leading);
    frozen = 401;
    expect(a.leader.leading).toBe(false);
    server.faults.fail({ method: 'PUT', status: 500, times: 1_000 });
    const b = candidate('b');
    await until(() => a.changes.length === 2);
    expect(a.changes).toEqual([true, false]);
    server.faults.clear();
    await a.leader.stop();
    await until(() => b.leader.leading);
  });

  it('never both lead while they fight for it', async () => {
    const many = ['a', 'b', 'c', 'd'].map((identity) => candidate(identity, { retryMs: 5 }));
    for (let i = 0; i < 100; i++) {
      expect(many.filter(({ leader }) => leader.leading).length).toBeLessThanOrEqual(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(many.filter(({ leader }) => leader.leading)).toHaveLength(1);
  });
});

it('a candidate without rights reports it and goes on trying', async () => {
  server.faults.fail({ path: '/leases', status: 403, reason: 'Forbidden', message: 'no', times: 3 });
  const a = candidate('a');
  await until(() => a.leader.leading);
  expect(a.errors).toEqual(['Forbidden', 'Forbidden', 'Forbidden']);
});

describe('annotations of the Lease', () => {
  const add = (key: string) => (annotations: Readonly<Record<string, string>>) => ({ ...annotations, [key]: 'x' });

  it('are the holder’s to write, between renewals, and known to the one that follows', async () => {
    const a = candidate('a', { retryMs: 5 });
    await until(() => a.leader.leading);
    for (let i = 0; i < 20; i++) await Promise.all([a.leader.annotate(add(`k${i}`)), a.leader.annotate(add('last'))]);
    expect(Object.keys(a.leader.annotations)).toHaveLength(21);
    expect([a.changes, a.errors]).toEqual([[true], []]);
    await a.leader.stop();
    const b = candidate('b');
    await until(() => b.leader.leading);
    expect(b.leader.annotations).toEqual(a.leader.annotations);
  });

  it('take one request to write, and two when somebody else has written the Lease meanwhile', async () => {
    const a = candidate('a', { retryMs: 60_000 });
    await until(() => a.leader.leading);
    server.faults.fail({ method: 'GET', path: '/leases', status: 500 });
    await a.leader.annotate(add('k'));
    server.faults.clear();
    await client.mergePatch(leases, lease, { metadata: { annotations: { theirs: 'y' } } });
    await a.leader.annotate(add('l'));
    expect((await client.get(leases, lease)).metadata.annotations).toEqual({ k: 'x', theirs: 'y', l: 'x' });
  });

  it('tell a holder that it is one no longer', async () => {
    const a = candidate('a', { retryMs: 60_000 });
    await until(() => a.leader.leading);
    await client.mergePatch(leases, lease, { spec: { holderIdentity: 'b' } });
    await expect(a.leader.annotate(add('k'))).rejects.toMatchObject({ code: 'Conflict' });
    expect([a.leader.leading, a.changes]).toEqual([false, [true, false]]);
  });

  it('are not for others to write', async () => {
    const a = candidate('a');
    await until(() => a.leader.leading);
    const b = candidate('b');
    await until(() => b.leader.decided);
    await expect(b.leader.annotate(add('k'))).rejects.toMatchObject({ code: 'Conflict' });
    expect((await client.get(leases, lease)).metadata.annotations ?? {}).toEqual({});
  });
});
