import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitWorld, hasGit } from '../../controller/rsync/git/test-repository.ts';
import { parseYaml } from '../../engine/config/yaml.ts';
import { World } from './world.ts';

const catalog = join(import.meta.dirname, '../../deploy/argo-catalog/configmap.yaml');
const { data } = parseYaml(readFileSync(catalog, 'utf8')) as { data: Record<string, string> };

let world: World;

beforeEach(async () => {
  world = await World.open();
});

afterEach(async () => {
  await world.close();
});

/** A configuration with a template of its own for on-deployed, which posts `body` to the receiver. */
async function set(body: string): Promise<void> {
  const [url, webhook] = [world.receiver.url, { inbox: { method: 'POST', body } }];
  await world.secret({});
  await world.configMap({
    ...data,
    context: 'argocdUrl: https://console.example.com',
    'service.webhook.inbox': JSON.stringify({ url, retryMax: -1 }),
    'template.app-deployed': JSON.stringify({ message: 'deployed', webhook }),
  });
  await world.rootSync({ 'notifications.argoproj.io/subscribe.on-deployed.inbox': '' });
}

async function bodies(count: number): Promise<string[]> {
  return (await world.receiver.exactly(count)).map(({ body }) => body);
}

/** The RootSync is synced to a commit. */
async function synced(commit: string): Promise<void> {
  const time = '2026-03-04T05:06:07Z';
  const stage = { commit, lastUpdate: time, errorSummary: {} };
  const condition = { type: 'Syncing', status: 'False', message: 'Sync Completed', commit, lastUpdateTime: time };
  const conditions = [{ ...condition, lastTransitionTime: time }];
  await world.status({ lastSyncedCommit: commit, source: stage, rendering: stage, sync: stage, conditions });
}

it('triggers of Argo CD fire on a RootSync, by subscriptions of Argo CD, and see it as an Application', async () => {
  await set(
    '{{.app.kind}} {{.app.metadata.name}} {{.app.status.health.status}} {{.context.notificationType}} {{.context.argocdUrl}}',
  );
  await world.process();
  await synced('abc1234');
  expect(await bodies(1)).toEqual(['Application root-sync Healthy inbox https://console.example.com']);
});

it('a recipient that is subscribed under both prefixes is told once', async () => {
  await set('{{.app.metadata.name}}');
  await world.annotate({ 'notifications.configsync.gke.io/subscribe.on-deployed.inbox': '' });
  await world.process();
  await synced('abc1234');
  await world.notification(({ deliveries }) => Array.isArray(deliveries));
  expect(await bodies(1)).toEqual(['root-sync']);
});

describe('commit metadata', () => {
  const body =
    '{{with call .repo.GetCommitMetadata .app.status.sync.revision}}{{.Author}}|{{.Message}}|{{.Date.UTC.Year}}|{{.Tags}}|{{.Date.IsZero}}{{end}}';

  it.skipIf(!hasGit)('is read from the repository of the reconciler (skipped without git)', async () => {
    const repositories = new GitWorld();
    try {
      repositories.init('pod/source', ['Scale up']);
      const commit = repositories.git('pod/source', ['rev-parse', 'HEAD']);
      repositories.git('pod/source', ['tag', 'v1']);
      await set(body);
      await world.process(`--repo-root=${repositories.root}/pod`);
      await synced(commit);
      expect(await bodies(1)).toEqual(['Ann Author <ann@example.com>|Scale up|2023|[v1]|false']);
      expect((await world.notification(({ deliveries }) => deliveries !== undefined))['warnings']).toBeUndefined();
    } finally {
      repositories.done();
    }
  });

  it('is empty without one, and the status says why', async () => {
    await set(body);
    await world.process('--repo-root=/nonexistent');
    await synced('0123456789abcdef0123456789abcdef01234567');
    expect(await bodies(1)).toEqual(['||1|[]|true']);
    const { warnings } = await world.notification((status) => status['warnings'] !== undefined);
    const [text] = ['commit 0123456789abcdef0123456789abcdef01234567: there is no Git repository at /nonexistent'];
    expect(warnings).toEqual([{ errorMessage: `repo.GetCommitMetadata: ${text}` }]);
    expect(world.log.filter(({ fields }) => (fields as { event?: string }).event === 'commit')).toHaveLength(1);
  });
});
