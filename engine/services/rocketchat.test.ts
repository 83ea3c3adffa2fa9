import { expect, it } from 'vitest';
import { rocketchat } from './rocketchat.ts';
import { deliver, made, ScriptedHttp, silent } from './test-http.ts';

const login = '{"status":"success","data":{"userId":"u","authToken":"session-token"}}';

it('says so when icon or avatar cannot be used', async () => {
  const warnings: string[] = [];
  const log = { ...silent, warn: (message: string) => void warnings.push(message) };
  const http = new ScriptedHttp(({ url }) => ({ text: url.endsWith('/login') ? login : '{"success":true}' }));
  const service = made(rocketchat, { serverUrl: 'http://chat.test', icon: 'rocket', avatar: 'a.png' }, http);
  expect(await deliver(service, { message: 'm' }, { recipient: '#general', log })).toBeUndefined();
  expect(warnings).toEqual([
    "Icon reference 'rocket' is not a valid emoji",
    "Avatar reference 'a.png' is not a valid URL",
  ]);
  expect(http.requests[1]?.body).toBe('{"channel":"#general","text":"m"}');
});

it('does not show the token of its session', async () => {
  const refusal = '{"success":false,"error":"session-token is too old"}';
  const http = new ScriptedHttp(({ url }) => ({ text: url.endsWith('/login') ? login : refusal }));
  const error = await deliver(made(rocketchat, { serverUrl: 'http://chat.test' }, http), { message: 'm' });
  expect(error?.message).toBe('xxxxx is too old');
});
