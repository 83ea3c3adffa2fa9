import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EmbeddedApiServer } from '../demo/api-server.ts';
import { KubernetesClient } from './client.ts';
import { EventRecorder, type EventRecorderOptions } from './events.ts';
import { parseKubeConfig } from './kubeconfig.ts';
import { ManualClock } from './manual-clock.ts';
import type { KubernetesObject } from './object.ts';
import { coreEvents } from './resource.ts';

const rootSync: KubernetesObject = {
  apiVersion: 'configsync.gke.io/v1beta1',
  kind: 'RootSync',
  metadata: { name: 'root-sync', namespace: 'team-a', uid: 'uid-1', resourceVersion: '7' },
};

let server: EmbeddedApiServer;
let client: KubernetesClient;
let errors: string[];

beforeEach(async () => {
  server = await new EmbeddedApiServer().start();
  client = new KubernetesClient(await parseKubeConfig(server.kubeconfig(), '/'));
  errors = [];
});

afterEach(async () => {
  client.close();
  await server.stop();
});

function recorder(options: Partial<EventRecorderOptions> = {}): EventRecorder {
  return new EventRecorder(client, {
    component: 'notification',
    instance: 'pod-1',
    onError: ({ code }) => errors.push(code),
    ...options,
  });
}

const warning = (message: string, reason = 'DeliveryFailed') => ({ type: 'Warning' as const, reason, message });
const events = async () => (await client.list(coreEvents, { namespace: 'team-a' })).items;

describe('EventRecorder', () => {
  it('writes an Event about the object', async () => {
    const recording = recorder();
    recording.record(rootSync, warning('the webhook is down'));
    await recording.flush();
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(await events()).toMatchObject([
      {
        metadata: { name: expect.stringMatching(/^root-sync\.[0-9a-f]{16}$/), namespace: 'team-a' },
        involvedObject: {
          apiVersion: 'configsync.gke.io/v1beta1',
          kind: 'RootSync',
          namespace: 'team-a',
          name: 'root-sync',
          uid: 'uid-1',
          resourceVersion: '7',
        },
        type: 'Warning',
        reason: 'DeliveryFailed',
        message: 'the webhook is down',
        count: 1,
        firstTimestamp: time,
        lastTimestamp: time,
        source: { component: 'notification', host: 'pod-1' },
        reportingComponent: 'notification',
        reportingInstance: 'pod-1',
      },
    ]);
  });

  it('counts an Event that repeats, and writes it anew when it is gone', async () => {
    const recording = recorder();
    for (let i = 0; i < 3; i++) recording.record(rootSync, warning('again'));
    recording.record(rootSync, warning('another'));
    await recording.flush();
    const written = await events();
    expect(written.map(({ message, count }) => [message, count]).sort()).toEqual([
      ['again', 3],
      ['another', 1],
    ]);
    for (const { metadata } of written) await client.delete(coreEvents, metadata);
    recording.record(rootSync, warning('again'));
    await recording.flush();
    expect((await events()).map(({ count }) => count)).toEqual([1]);
    expect(errors).toEqual([]);
  });

  it.each([
    ['x'.repeat(2000), 1024],
    ['€'.repeat(400), 1024],
    ['😀'.repeat(300), 1024],
    ['broken \ud800 surrogate', 22],
  ])('bounds the message %.10s', async (message, bytes) => {
    const recording = recorder();
    recording.record(rootSync, { type: 'Normal', reason: 'R'.repeat(200), message });
    await recording.flush();
    const [event] = await events();
    const text = String(event?.['message']);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(bytes);
    expect([text.isWellFormed(), text.includes('\ufffd') && bytes === 1024, errors]).toEqual([true, false, []]);
    expect(Buffer.byteLength(String(event?.['reason']))).toBe(128);
  });

  it('drops what is too much, and takes more after a while', async () => {
    const clock = new ManualClock();
    const recording = recorder({ clock, burst: 2, refillMs: 1000 });
    for (let i = 0; i < 5; i++) recording.record(rootSync, warning(`message ${i}`));
    await clock.pass(1000);
    for (let i = 5; i < 8; i++) recording.record(rootSync, warning(`message ${i}`));
    await recording.flush();
    expect((await events()).map(({ message }) => message).sort()).toEqual(['message 0', 'message 1', 'message 5']);
    expect(errors).toEqual(['RateLimited', 'RateLimited', 'RateLimited', 'RateLimited', 'RateLimited']);
  });

  it('never throws, whatever fails', async () => {
    server.faults.fail({ status: 403, reason: 'Forbidden' });
    const recording = recorder({
      onError(error) {
        errors.push(error.code);
        throw new Error('report');
      },
    });
    recording.record(rootSync, warning('forbidden'));
    recording.record({} as KubernetesObject, warning('no object'));
    await recording.flush();
    expect(errors.sort()).toEqual(['Forbidden', 'Unexpected']);
  });

  it('gives up when stopped', async () => {
    server.faults.delay(60_000);
    const recording = recorder();
    recording.record(rootSync, warning('late'));
    await recording.stop();
    recording.record(rootSync, warning('later'));
    await recording.flush();
    await vi.waitFor(() => expect(errors).toEqual(['Aborted']));
  });
});
