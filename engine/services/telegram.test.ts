import { expect, it } from 'vitest';
import { telegram } from './telegram.ts';
import { deliver, made, ScriptedHttp } from './test-http.ts';

it('waits as long as the answer says, in its body as Telegram does', async () => {
  const text =
    '{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 5","parameters":{"retry_after":5}}';
  const http = new ScriptedHttp(() => ({ status: 429, text }));
  const error = await deliver(made(telegram, { token: 't' }, http), { message: 'm' }, { recipient: 'channel' });
  expect(error).toMatchObject({ message: 'Too Many Requests: retry after 5', retryAfterMs: 5000 });
});
