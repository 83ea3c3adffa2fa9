import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { argoResource } from '../../controller/application/resources.ts';
import { conditionKey } from '../../engine/triggers.ts';
import { eventually, World } from './world.ts';

const applications = argoResource('Application');
const projects = argoResource('AppProject');
const served = { status: false, unconditional: false, fields: [] };
const prefix = 'notifications.argoproj.io';
const namespace = 'argocd';
const configMap = { namespace, name: 'argocd-notifications-cm' };
const when = "app.status.operationState.phase in ['Succeeded'] and app.status.health.status == 'Healthy'";
const toInbox = { [`${prefix}/subscribe.on-deployed.inbox`]: 'lead' };
const after = '2024-05-06T10:00:01Z';

/** What of an Application's variables the template shows. */
const body = [
  '{{.app.metadata.name}}',
  '{{.appProject.spec.description}}',
  '{{.context.argocdUrl}}',
  '{{.context.notificationType}}',
  '{{.recipient}}',
  '{{call .repo.FullNameByRepoURL .app.spec.source.repoURL}}',
].join(' ');

let world: World;

beforeEach(async () => {
  world = await World.open([
    { ...applications, ...served },
    { ...projects, ...served },
  ]);
  await world.secret({ token: 's3cr3t' }, { namespace, name: 'argocd-notifications-secret' });
  await world.configMap(config(), configMap);
  await create(projects, { name: 'shop', namespace }, { description: 'the shop' });
});

afterEach(async () => {
  await world.close();
});

function config(path = ''): Record<string, string> {
  return {
    'service.webhook.inbox': `{url: "${world.receiver.url}${path}", retryMax: -1, headers: [{name: Authorization, value: Bearer $token}]}`,
    'trigger.on-deployed': `
        - when: ${when}
          oncePer: app.status.operationState?.syncResult?.revision
          send: [app-deployed]`,
    'template.app-deployed': `webhook: {inbox: {method: POST, body: '${body}'}}`,
    context: 'argocdUrl: https://cd.example',
  };
}

async function create(resource: typeof projects, metadata: object, spec: object): Promise<void> {
  await world.client.create(resource, { apiVersion: 'argoproj.io/v1alpha1', kind: resource.kind, metadata, spec });
}

async function application(name: string, annotations: Readonly<Record<string, string>>, ns = namespace): Promise<void> {
  const source = { repoURL: 'https://git.example.com/team/shop.git' };
  await create(applications, { name, namespace: ns, annotations }, { project: 'shop', source });
}

async function deployed(name: string, reconciledAt: string, ns = namespace): Promise<void> {
  const operationState = { phase: 'Succeeded', finishedAt: '2024-05-06T10:00:00Z', syncResult: { revision: 'abc' } };
  const status = { operationState, health: { status: 'Healthy' }, reconciledAt };
  await world.client.mergePatch(applications, { namespace: ns, name }, { status });
}

async function start(...flags: readonly string[]): Promise<void> {
  await world.start('--api-kind=Application', `--resource-namespace=${namespace}`, ...flags);
}

describe('Applications of Argo CD', () => {
  it('are notified about by its own ConfigMap, with its variables and in its annotation', async () => {
    await application('cart', toInbox);
    await start();
    await deployed('cart', after);
    const [record] = await world.receiver.exactly(1);
    expect(record?.body).toBe('cart the shop https://cd.example inbox lead team/shop');
    expect(record?.headers['authorization']).toBe('Bearer s3cr3t');
    const state = await eventually('the state', async () => {
      const { metadata } = await world.client.get(applications, { namespace, name: 'cart' });
      return metadata.annotations?.[`notified.${prefix}`];
    });
    expect(Object.keys(JSON.parse(state))).toEqual([`abc:on-deployed:${conditionKey(0, when)}:inbox:lead`]);
  });

  it('are left alone until their sync status is computed anew after an operation', async () => {
    await application('cart', toInbox);
    await start();
    await deployed('cart', '2024-05-06T09:59:59Z');
    await eventually('the reason', () =>
      world.log.find(({ fields }) => fields['reason'] === 'sync status out of date'),
    );
    await world.receiver.exactly(0);
    await deployed('cart', after);
    await world.receiver.exactly(1);
  });

  it('are subscribed by the annotations of their project, the deprecated ones included, as soon as it has them', async () => {
    await application('cart', {});
    await start();
    await deployed('cart', after);
    const annotations = {
      [`${prefix}/subscribe.on-deployed.inbox`]: 'team',
      'on-deployed.recipients.argocd-notifications.argoproj.io': 'inbox:boss',
    };
    await world.client.mergePatch(projects, { namespace, name: 'shop' }, { metadata: { annotations } });
    const records = await world.receiver.exactly(2);
    expect(records.map((record) => record.body.split(' ').at(-2)).sort()).toEqual(['boss', 'team']);
  });

  it('have no repo-server to ask, which the log says of a template that needs it', async () => {
    const message = '{{(call .repo.GetCommitMetadata .app.metadata.name).Author}}';
    await world.configMap({ 'template.app-deployed': `message: "${message}"` }, configMap);
    await application('cart', toInbox);
    await start();
    await deployed('cart', after);
    const { fields } = await eventually('a failure', () => world.log.find((line) => line.fields['event'] === 'failed'));
    expect(fields['err']).toContain('template: app-deployed:1');
  });

  it('may be in the namespaces that are named, and no other', async () => {
    for (const ns of ['team-a', 'other']) await application(`in-${ns}`, toInbox, ns);
    await start('--application-namespaces=team-*');
    for (const ns of ['team-a', 'other']) await deployed(`in-${ns}`, after, ns);
    const [record] = await world.receiver.exactly(1);
    expect(record?.body).toBe('in-team-a the shop https://cd.example inbox lead team/shop');
  });

  it('are notified about by the ConfigMap of their own namespace as well, with self-service', async () => {
    for (const ns of ['team-a', 'team-b']) await application(`in-${ns}`, toInbox, ns);
    await start('--application-namespaces=team-*', '--self-service-notification-enabled');
    await world.configMap(config('/own'), { ...configMap, namespace: 'team-a' });
    for (const ns of ['team-a', 'team-b']) await deployed(`in-${ns}`, after, ns);
    const records = await world.receiver.exactly(3);
    expect(records.map((record) => `${record.path} ${record.body.split(' ')[0]}`).sort()).toEqual([
      '/ in-team-a',
      '/ in-team-b',
      '/own in-team-a',
    ]);
  });
});
