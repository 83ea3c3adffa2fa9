import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseYaml } from '../../engine/config/yaml.ts';
import { isPlainMap } from '../../engine/go/value.ts';
import { ControllerError } from '../errors.ts';
import type { Environment } from '../flags.ts';
import {
  configMaps,
  configSyncResource,
  KubernetesClient,
  type KubernetesObject,
  loadKubeConfig,
  parseKubeConfig,
} from '../kubernetes/index.ts';
import type { NotificationProcess } from '../notification/process.ts';
import { notificationProcess } from '../notification-process.ts';
import { parseNotificationOptions } from '../options.ts';
import { annotationPrefixes } from '../rsync/annotations.ts';
import { EmbeddedApiServer } from './api-server.ts';
import { Inbox } from './inbox.ts';
import { InboxPage } from './inbox-page.ts';
import { life, repo, type Step } from './life.ts';
import { Timeline } from './timeline.ts';

const namespace = 'config-management-system';
const name = 'root-sync';
const rootSyncs = configSyncResource('RootSync');
const catalog = join(import.meta.dirname, '../../deploy/catalog/configmap.yaml');
const flags = [
  '--api-kind=RootSync',
  `--resource-namespace=${namespace}`,
  `--resource-name=${name}`,
  '--cm-name=notification-cm',
];

/** Silence of the inbox after which a state counts as told, and how long to wait for it at most. */
const quietMs = 300;
const patienceMs = 5_000;

/**
 * Runs the demo and resolves to the exit code. With `--once` the RootSync lives once; otherwise again and again until
 * `interrupted` resolves. With `--kubeconfig` it is the notification process on that cluster, shown as a timeline.
 */
export async function runDemo(
  argv: readonly string[],
  env: Environment,
  interrupted: Promise<string>,
): Promise<number> {
  const timeline = new Timeline((text) => process.stdout.write(text), Date.now);
  const once = argv.includes('--once');
  const rest = argv.filter((argument) => argument !== '--once');
  if (rest.some((argument) => argument.startsWith('--kubeconfig')))
    return await followCluster(rest, env, timeline, interrupted);
  if (rest.length > 0) {
    throw new ControllerError(
      'Usage',
      'demo',
      `unknown flag '${rest[0]}'; the demo takes --once, or --kubeconfig FILE with the flags of notification`,
    );
  }
  const demo = new Demo(timeline);
  const stop = new AbortController();
  void interrupted.then(() => stop.abort());
  try {
    await demo.start(once);
    do await demo.live(once ? 0 : 1_500, stop.signal);
    while (!once && !stop.signal.aborted);
  } finally {
    await demo.stop();
  }
  timeline.note(`${demo.messages} messages about ${life.length} states`);
  return demo.messages > 0 ? 0 : 1;
}

async function followCluster(
  argv: readonly string[],
  env: Environment,
  timeline: Timeline,
  interrupted: Promise<string>,
): Promise<number> {
  const options = parseNotificationOptions(argv, env);
  const connection = await loadKubeConfig(options.kubeconfig ?? '');
  const notification = notificationProcess(options, {
    connection,
    log: timeline.log({ deliveries: true }),
    environment: env,
  });
  timeline.note(
    `watching ${options.apiKind} ${options.resourceNamespace}/${options.resourceName ?? '*'} on ${connection.server}`,
  );
  try {
    await Promise.race([notification.start(), interrupted]);
    await interrupted;
  } finally {
    await notification.stop();
  }
  return 0;
}

/** An embedded API server, an inbox, the notification process between them, and a RootSync that lives. */
class Demo {
  messages = 0;
  private readonly timeline: Timeline;
  private readonly inbox: Inbox;
  private readonly page = new InboxPage();
  private readonly server = new EmbeddedApiServer();
  private lastMessage = 0;
  private client: KubernetesClient | undefined;
  private notification: NotificationProcess | undefined;

  constructor(timeline: Timeline) {
    this.timeline = timeline;
    this.inbox = new Inbox((request, text) => {
      this.messages++;
      this.lastMessage = Date.now();
      this.page.message(request);
      timeline.message(text);
    });
  }

  /** Starts everything; a demo that lives only once needs no page. */
  async start(once: boolean): Promise<void> {
    const inboxUrl = await this.inbox.start();
    await this.server.start();
    const connection = await parseKubeConfig(this.server.kubeconfig(), '/');
    this.timeline.note(
      `API server at ${connection.server}, in place of Slack ${inboxUrl}, catalog of deploy/catalog/configmap.yaml`,
    );
    if (!once) this.timeline.note(`the inbox as a page: ${await this.page.start()}`);
    this.client = new KubernetesClient(connection);
    await this.client.create(configMaps, configMap(inboxUrl));
    const options = parseNotificationOptions([...flags, '--create-notification'], {});
    this.notification = notificationProcess(options, { connection, log: this.timeline.log({ deliveries: false }) });
    await this.notification.start();
  }

  /** Takes the RootSync through its life, with a pause in milliseconds after each state. */
  async live(pauseMs: number, signal: AbortSignal): Promise<void> {
    for (const step of life) {
      if (signal.aborted) return;
      this.timeline.state(`RootSync ${name}: ${step.state}`);
      this.page.state(`RootSync ${name}: ${step.state}`);
      await this.take(step);
      await this.quiet();
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async stop(): Promise<void> {
    await this.notification?.stop();
    this.client?.close();
    await this.server.stop();
    await this.inbox.stop();
    await this.page.stop();
  }

  private async take(step: Step): Promise<void> {
    const client = this.client as KubernetesClient;
    const ref = { namespace, name };
    if (step.deleted) await client.delete(rootSyncs, ref);
    else if (step.status) await client.mergePatch(rootSyncs, ref, { status: step.status }, { subresource: 'status' });
    else await client.create(rootSyncs, rootSync());
  }

  /** Resolves when a message has arrived for the state and none has followed for a while. */
  private async quiet(): Promise<void> {
    const started = Date.now();
    const told = () => this.lastMessage >= started && Date.now() - this.lastMessage >= quietMs;
    while (!told() && Date.now() - started < patienceMs) await delay(20);
  }
}

function configMap(inboxUrl: string): object {
  const parsed = parseYaml(readFileSync(catalog, 'utf8'));
  const data = isPlainMap(parsed) && isPlainMap(parsed['data']) ? parsed['data'] : {};
  const metadata = { name: 'notification-cm', namespace };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: { ...data, 'service.slack.inbox': `{token: demo, apiURL: "${inboxUrl}/api/"}` },
  };
}

function rootSync(): Partial<KubernetesObject> {
  const triggers = ['created', 'deleted', 'stalled', 'reconciling'].map((event) => `on-reconciler-${event}`);
  const all = [...triggers, 'on-sync-synced', 'on-sync-failed', 'on-sync-pending'];
  const annotations = Object.fromEntries(
    all.map((trigger) => [`${annotationPrefixes[0]}/subscribe.${trigger}.inbox`, '#fleet']),
  );
  return {
    apiVersion: 'configsync.gke.io/v1beta1',
    kind: 'RootSync',
    metadata: { name, namespace, annotations },
    spec: {
      sourceFormat: 'unstructured',
      sourceType: 'git',
      git: { repo, branch: 'main', dir: 'clusters/prod', auth: 'none' },
    },
  };
}
