import { describe, expect, it } from 'vitest';
import { opsgenie } from './opsgenie.ts';
import { pagerduty } from './pagerduty.ts';
import { pagerdutyv2 } from './pagerdutyv2.ts';
import { pushover } from './pushover.ts';
import { deliver, made, ScriptedHttp } from './test-http.ts';
import { webhook } from './webhook.ts';

const incident = { title: 't', body: '', urgency: '', priorityId: '' };
const event = { summary: 's', severity: '', source: '', component: '', group: '', class: '', url: '', dedupKey: '' };
const key = 'a'.repeat(30);

describe('where upstream panics', () => {
  it('pagerduty refuses a notification without its section', async () => {
    const http = new ScriptedHttp();
    const error = await deliver(made(pagerduty, { token: 't' }, http), { message: 'hello' }, { recipient: 'P1' });
    expect(error).toMatchObject({ code: 'send', message: 'no config found for pagerduty' });
    expect(http.requests).toEqual([]);
  });

  it('opsgenie refuses a blank key', async () => {
    const http = new ScriptedHttp();
    const service = made(opsgenie, { apiKeys: { team: '' } }, http);
    const error = await deliver(service, { message: 'hello' }, { recipient: 'team' });
    expect(error).toMatchObject({ code: 'send', message: 'API key cannot be blank.' });
    expect(http.requests).toEqual([]);
  });
});

describe('a receiver that asks to wait', () => {
  const busy = () => new ScriptedHttp(() => ({ status: 429, headers: { 'retry-after': '120' }, text: '{}' }));

  it.each([
    ['pagerduty', pagerduty, { token: 't' }, { pagerduty: incident }, 'P1'],
    ['pagerdutyv2', pagerdutyv2, { serviceKeys: { a: 'k' } }, { pagerdutyv2: event }, 'a'],
    ['pushover', pushover, { token: key }, { message: 'm' }, key],
    ['opsgenie', opsgenie, { apiKeys: { team: 'k' } }, { message: 'm' }, 'team'],
  ] as const)('is not asked again before, by %s', async (_name, type, options, sections, recipient) => {
    const http = busy();
    const error = await deliver(made(type, options, http), sections, { recipient });
    expect(error).toMatchObject({ code: 'send', retryAfterMs: 120_000 });
    expect(http.requests.length).toBe(1);
  });

  it.each([
    ['opsgenie', opsgenie, { apiKeys: { team: 'k' } }, 'team'],
    ['webhook', webhook, { url: 'https://webhook.test/' }, ''],
  ] as const)('is not waited for within a sending that has no patience, by %s', async (_name, type, options, recipient) => {
    const http = new ScriptedHttp(() => ({ status: 429, headers: { 'retry-after': '1' }, text: '{}' }));
    const error = await deliver(made(type, options, http), { message: 'm' }, { recipient, patience: 0 });
    expect(error).toMatchObject({ code: 'send', retryAfterMs: 1000 });
    expect(http.requests.length).toBe(1);
  });
});

it('pagerduty hands over the tab in the type of the body', async () => {
  const http = new ScriptedHttp(() => ({ status: 201, text: '{}' }));
  await deliver(made(pagerduty, { token: 't' }, http), { pagerduty: incident }, { recipient: 'P1' });
  expect(JSON.parse(String(http.requests[0]?.body))).toMatchObject({
    incident: { body: { type: 'incident_details\t' } },
  });
});

it('pushover takes several values of a limit for an invalid header', async () => {
  const limits = { 'x-limit-app-limit': '1, 2', 'x-limit-app-remaining': '1', 'x-limit-app-reset': '1' };
  const http = new ScriptedHttp(() => ({ headers: limits, text: '{"status":1}' }));
  const error = await deliver(made(pushover, { token: key }, http), { message: 'm' }, { recipient: key });
  expect(error?.message).toBe('pushover: invalid headers in server response');
});
