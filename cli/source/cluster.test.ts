import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedApiServer } from '../../controller/demo/api-server.ts';
import {
  configMaps,
  configSyncResource,
  KubernetesClient,
  parseKubeConfig,
  secrets,
} from '../../controller/kubernetes/index.ts';
import { run } from '../program.ts';
import { testIo } from '../test-io.ts';

const root = 'config-management-system';
let server: EmbeddedApiServer;

beforeAll(async () => {
  server = await new EmbeddedApiServer({ token: 'let-me-in' }).start();
  const client = new KubernetesClient(await parseKubeConfig(server.kubeconfig(), '/'));
  const configMap = (namespace: string, name: string, message: string) =>
    client.create(configMaps, {
      metadata: { namespace, name },
      data: {
        'trigger.on-a': `- when: sync.metadata.namespace == '${namespace}'\n  send: [t]\n`,
        'template.t': message,
      },
    });
  const rsync = (kind: string, namespace: string, name: string, annotations: object) =>
    client.create(configSyncResource(kind), { metadata: { namespace, name, annotations }, spec: {} });
  const prefix = 'notifications.configsync.gke.io';
  await configMap(root, 'notification-cm', 'message: usual');
  await configMap(root, 'of-root', 'message: "{{.sync.metadata.name}} {{.secrets.token | toString}}"');
  await configMap('team-a', 'of-team', 'message: "{{.app.kind}} {{.app.metadata.name}}"');
  await client.create(secrets, { metadata: { namespace: root, name: 'of-root' }, data: { token: 'czNjcjN0' } });
  await rsync('RootSync', root, 'root-sync', { [`${prefix}/configmap`]: 'of-root', [`${prefix}/secret`]: 'of-root' });
  await rsync('RootSync', root, 'bare', {});
  await rsync('RepoSync', 'team-a', 'repo-sync', { [`${prefix}/configmap`]: 'of-team' });
  await rsync('RootSync', root, 'astray', { [`${prefix}/configmap`]: 'absent' });
  client.close();
});

afterAll(() => server.stop());

async function cli(...args: readonly string[]) {
  const io = testIo({ files: { '/kubeconfig': server.kubeconfig('team-a') } });
  const exitCode = await run([...args, '--kubeconfig', '/kubeconfig'], io);
  return { exitCode, out: io.out(), err: io.err() };
}

const succeeds = (out: string) => ({ exitCode: 0, out, err: '' });

describe('in the cluster', () => {
  it.each([
    ['the ConfigMap and Secret that a RootSync names', ['t', 'root-sync'], 'message: root-sync s3cr3t\n'],
    ['the usual ConfigMap, and no Secret, of one that names none', ['t', 'bare'], 'message: usual\n'],
    ['a RepoSync by its kind', ['t', 'reposync/repo-sync'], 'message: Application repo-sync\n'],
    ['a RepoSync by --api-kind', ['t', 'repo-sync', '--api-kind', 'RepoSync'], 'message: Application repo-sync\n'],
    ['another ConfigMap', ['t', 'root-sync', '--config-map-name', 'notification-cm'], 'message: usual\n'],
    ['another Secret', ['t', 'bare', '--config-map-name=of-root', '--secret-name=of-root'], 'message: bare s3cr3t\n'],
  ])('takes %s', async (_, args, out) => {
    expect(await cli('template', 'notify', ...args)).toEqual(succeeds(out));
  });

  it('takes the usual ConfigMap without a resource', async () => {
    expect(await cli('template', 'get')).toEqual(succeeds('NAME  PREVIEW\nt     usual\n'));
  });

  it.each([
    [
      'a resource that is absent',
      ['t', 'absent'],
      'failed to load resource: rootsyncs.configsync.gke.io "absent" not found\n  at GET rootsyncs config-management-system/absent',
    ],
    [
      'a kind that the cluster lacks',
      ['t', 'application/x'],
      'the cluster has no applications.v1alpha1.argoproj.io; is its CRD installed?',
    ],
    [
      'a ConfigMap that is absent',
      ['t', 'astray'],
      'failed to create API: configmaps "absent" not found\n  at GET configmaps config-management-system/absent',
    ],
    [
      'a Secret that is named and absent',
      ['t', 'bare', '--secret-name', 's'],
      'failed to create API: secrets "s" not found',
    ],
    ['a token that is wrong', ['t', 'bare', '--token', 'wrong'], 'Unauthorized'],
    ['a server that is not there', ['t', 'bare', '-s', 'http://127.0.0.1:1'], 'ECONNREFUSED'],
  ])('says of %s what and where', async (_, args, text) => {
    const { exitCode, out, err } = await cli('template', 'notify', ...args);
    expect(err).toContain(text);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).not.toContain('wrong');
  });
});
