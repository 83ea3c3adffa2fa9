import { deepEqual, match } from 'node:assert/strict';
import type { World } from '../harness.ts';
import type { Scenario } from '../scenario.ts';

const echo = 'webhook: {local: {method: POST, body: "{{.sync.metadata.name}} to {{.serviceType}}:{{.recipient}}"}}';

async function everyWay(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap({
    'template.created': echo,
    subscriptions: '- recipients: [local:everyone]\n  triggers: [on-created]\n  selector: team=shop',
  });
  await world.secret(receiver);
  const subscribed = await world.rsync({ name: 'annotated', triggers: [] });
  const annotations = {
    'notifications.configsync.gke.io/subscribe.on-created.local': 'ann;bob; ann',
    'notifications.argoproj.io/subscribe.on-created.local': 'argo;bob',
    'example.com/subscribe.on-created.local': 'nobody',
  };
  await world.client.patch(subscribed, { metadata: { annotations } });
  const labelled = await world.rsync({ name: 'labelled', triggers: [] });
  await world.client.patch(labelled, { metadata: { labels: { team: 'shop' } } });
  await world.rsync({ name: 'neither', triggers: [] });
  await world.process({ ...subscribed, metadata: { name: '' } });
  const bodies = (await receiver.exactly(4)).map(({ body }) => body).sort();
  const want = ['annotated to local:ann', 'annotated to local:argo', 'annotated to local:bob'];
  deepEqual(bodies, [...want, 'labelled to local:everyone']);
}

async function unknownService(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap();
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-created'] });
  const unknown = { 'notifications.configsync.gke.io/subscribe.on-created.nosuch': '' };
  await world.client.patch(rsync, { metadata: { annotations: unknown } });
  await world.process(rsync);
  await receiver.exactly(1);
  const status = await world.notification(
    rsync,
    'one error and one delivery',
    ({ notificationError, deliveries }) => notificationError?.length === 1 && deliveries?.length === 1,
  );
  match(status.notificationError?.[0]?.['errorMessage'] ?? '', /notification service 'nosuch' is not supported/);
}

export const subscriptionScenarios: readonly Scenario[] = [
  { name: 'annotations of both prefixes and the subscriptions of the ConfigMap count', run: everyWay },
  { name: 'an unknown service is reported and holds up no other', run: unknownService, managed: ['RepoSync'] },
];
