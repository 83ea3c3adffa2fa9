import { describe, expect, it } from 'vitest';
import { testIo } from '../test-io.ts';
import type { ClusterFlags } from './flags.ts';
import { connectionOf, namespaceOf } from './kubeconfig.ts';

const first = `
current-context: here
contexts:
- {name: here, context: {cluster: c, user: u, namespace: team-a}}
- {name: elsewhere, context: {cluster: d, user: v}}
clusters: [{name: c, cluster: {server: "http://c.example.com"}}]
users: [{name: u, user: {token: of-u}}]
`;
const second = `
current-context: elsewhere
clusters:
- {name: c, cluster: {server: "http://hidden.example.com"}}
- {name: d, cluster: {server: "http://d.example.com/prefix"}}
users: [{name: v, user: {username: v, password: secret}}]
`;
const files = { '/home/me/.kube/config': first, '/first': first, '/second': second };

function world(env: Record<string, string> = { HOME: '/home/me' }) {
  const io = testIo({ files, env });
  return (flags: ClusterFlags) => connectionOf(flags, io.files, io.env);
}

async function summary(flags: ClusterFlags, env?: Record<string, string>) {
  const connection = await world(env)(flags);
  return (
    connection && {
      server: connection.server,
      namespace: connection.namespace,
      ...(await connection.credentials()).headers,
    }
  );
}

describe('the cluster', () => {
  it.each<[string, ClusterFlags, Record<string, string> | undefined, object | undefined]>([
    [
      'of the home',
      {},
      undefined,
      { server: 'http://c.example.com', namespace: 'team-a', Authorization: 'Bearer of-u' },
    ],
    ['of a file', { kubeconfig: '/first' }, {}, { server: 'http://c.example.com' }],
    [
      'of KUBECONFIG, before the home',
      {},
      { HOME: '/home/me', KUBECONFIG: '/second:/first' },
      { server: 'http://d.example.com/prefix' },
    ],
    [
      'of several files, the first counts',
      { context: 'here' },
      { KUBECONFIG: '/absent:/first:/second' },
      { server: 'http://c.example.com' },
    ],
    [
      'of another context',
      { context: 'elsewhere' },
      { KUBECONFIG: '/first:/second' },
      { Authorization: 'Basic djpzZWNyZXQ=' },
    ],
    [
      'of another cluster and user',
      { cluster: 'd', user: 'v' },
      { KUBECONFIG: '/first:/second' },
      { server: 'http://d.example.com/prefix', Authorization: 'Basic djpzZWNyZXQ=' },
    ],
    [
      'of a server alone',
      { server: 'http://localhost:1', token: 't' },
      {},
      { server: 'http://localhost:1', Authorization: 'Bearer t' },
    ],
    ['with another token', { token: 't' }, undefined, { Authorization: 'Bearer t' }],
    [
      'for another user',
      { as: 'jane', asGroup: ['a', 'b'], asUid: '7' },
      undefined,
      { 'Impersonate-User': 'jane', 'Impersonate-Group': ['a', 'b'], 'Impersonate-Uid': '7' },
    ],
    ['that nothing names', {}, {}, undefined],
  ])('%s', async (_, flags, env, want) => {
    const found = await summary(flags, env);
    if (want === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(want);
  });

  it.each<[ClusterFlags, string]>([
    [{ context: 'absent' }, 'context "absent" does not exist'],
    [{ cluster: 'absent' }, 'cluster "absent" does not exist'],
    [{ user: 'absent' }, 'user "absent" does not exist'],
    [{ kubeconfig: '/absent' }, 'kubeconfig /absent: '],
  ])('is refused for %j', async (flags, message) => {
    await expect(world()(flags)).rejects.toThrow(message);
  });
});

describe('the namespace', () => {
  it.each<[ClusterFlags, string | undefined]>([
    [{}, 'team-a'],
    [{ namespace: 'b' }, 'b'],
    [{ context: 'elsewhere' }, undefined],
  ])('of %j', (flags, want) => {
    const io = testIo({ files, env: { HOME: '/home/me' } });
    expect(namespaceOf(flags, io.files, io.env)).toBe(want);
  });
});
