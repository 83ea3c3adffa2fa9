import type { SentRequest } from '../../controller/page/index.ts';
import { annotationPrefixes } from '../../controller/rsync/annotations.ts';
import { messageOf } from '../../engine/errors.ts';
import { isPlainMap } from '../../engine/go/value.ts';
import type { Destination } from '../../engine/notification/destinations.ts';
import type { Notification } from '../../engine/notification.ts';
import type { PreviewApi } from './load.ts';

/** An object of the timeline. */
export interface PreviewObject {
  /** As in `synced`, or the object's name. */
  readonly title: string;
  readonly object: Record<string, unknown>;
}

/** What a trigger does with an object. */
export interface Cell {
  readonly fires: boolean;
  /** Why it cannot be evaluated. */
  readonly error?: string | undefined;
  readonly oncePer?: string | undefined;
}

/** A delivery to one destination. */
export interface PreviewDelivery {
  readonly destination: Destination;
  readonly type: string;
  readonly notification?: Notification | undefined;
  readonly requests: readonly SentRequest[];
  /** Why nothing would be sent. */
  readonly error?: string | undefined;
}

/** What is sent when a trigger fires on an object. */
export interface PreviewMessage {
  readonly trigger: string;
  readonly object: string;
  readonly templates: readonly string[];
  /** Whether the object is subscribed; otherwise every service is shown. */
  readonly isSubscribed: boolean;
  readonly deliveries: readonly PreviewDelivery[];
}

/** Everything that the page shows. */
export interface Preview {
  readonly problems: readonly string[];
  readonly isMadeUp: boolean;
  readonly objects: readonly string[];
  readonly triggers: readonly { readonly name: string; readonly cells: readonly Cell[] }[];
  readonly messages: readonly PreviewMessage[];
  /** Messages beyond those that are shown. */
  readonly omitted: number;
}

/** Types of service that do not go through HTTP: they are not asked to send. */
const silent: ReadonlySet<string> = new Set(['awssqs', 'console', 'email', 'gcppubsub', 'nats']);
const maxMessages = 300;
const deadlineMs = 10_000;

/** Every trigger on every object, and what each would send. */
export async function previewOf(preview: PreviewApi, objects: readonly PreviewObject[]): Promise<Preview> {
  const { api, problems, isMadeUp } = preview;
  const subscriptions = new Map(objects.map((object) => [object, subscriptionsOf(preview, object)]));
  const triggers: { name: string; cells: Cell[] }[] = [];
  const messages: PreviewMessage[] = [];
  let omitted = 0;
  for (const name of api.triggerNames) {
    const cells: Cell[] = [];
    for (const object of objects) {
      const { cell, templates } = await run(preview, name, object);
      cells.push(cell);
      if (!cell.fires) continue;
      const subscribed = subscriptions.get(object)?.get(name) ?? [];
      if (messages.length < maxMessages)
        messages.push(await messageFor(preview, object, { name, templates, subscribed }));
      else omitted++;
    }
    triggers.push({ name, cells });
  }
  return { problems, isMadeUp, objects: objects.map(({ title }) => title), triggers, messages, omitted };
}

async function run(
  { api }: PreviewApi,
  trigger: string,
  { object }: PreviewObject,
): Promise<{ cell: Cell; templates: string[] }> {
  try {
    const results = await api.runTrigger(trigger, object);
    const fired = results.filter(({ triggered }) => triggered);
    const failed = results.find(({ error, oncePerError }) => error ?? oncePerError);
    const error = failed && messageOf(failed.error ?? failed.oncePerError);
    const templates = [...new Set(fired.flatMap((result) => result.templates ?? []))];
    return { cell: { fires: fired.length > 0, error, oncePer: fired[0]?.oncePer }, templates };
  } catch (error) {
    return { cell: { fires: false, error: messageOf(error) }, templates: [] };
  }
}

/** A trigger that fires, and who is subscribed to it. */
interface Fired {
  readonly name: string;
  readonly templates: readonly string[];
  readonly subscribed: readonly Destination[];
}

async function messageFor(
  preview: PreviewApi,
  { title, object }: PreviewObject,
  { name, templates, subscribed }: Fired,
): Promise<PreviewMessage> {
  const destinations = subscribed.length > 0 ? subscribed : everyService(preview);
  const deliveries: PreviewDelivery[] = [];
  for (const destination of destinations) deliveries.push(await deliver(preview, object, templates, destination));
  return { trigger: name, object: title, templates, isSubscribed: subscribed.length > 0, deliveries };
}

function subscriptionsOf({ api }: PreviewApi, { object }: PreviewObject): ReadonlyMap<string, readonly Destination[]> {
  const metadata = isPlainMap(object['metadata']) ? object['metadata'] : {};
  const { labels, annotations } = metadata as { labels?: Record<string, string>; annotations?: Record<string, string> };
  return api.destinations({ labels: labels ?? {}, annotations: annotations ?? {} }, annotationPrefixes).destinations;
}

/** A destination at each service, with the first recipient it has by name. */
function everyService({ api }: PreviewApi): Destination[] {
  return Array.from(api.config.services, ([service, { options }]) => {
    const value = isPlainMap(options.value) ? options.value : {};
    const named = value['recipientUrls'] ?? value['webhooks'];
    return { service, recipient: (isPlainMap(named) && Object.keys(named)[0]) || 'preview' };
  });
}

async function deliver(
  { api, recorder }: PreviewApi,
  object: Record<string, unknown>,
  templates: readonly string[],
  destination: Destination,
): Promise<PreviewDelivery> {
  const type = api.config.services.get(destination.service)?.type ?? destination.service;
  let notification: Notification | undefined;
  try {
    notification = await api.render(object, templates, destination);
    const context = { signal: AbortSignal.timeout(deadlineMs), log: quiet, patience: 0 };
    if (!silent.has(type)) await api.deliver(notification, destination, context);
    return { destination, type, notification, requests: recorder.take() };
  } catch (error) {
    const requests = recorder.take();
    return { destination, type, notification, requests, error: requests.length > 0 ? undefined : messageOf(error) };
  }
}

const nothing = (): void => undefined;
const quiet = { debug: nothing, info: nothing, warn: nothing, error: nothing };
