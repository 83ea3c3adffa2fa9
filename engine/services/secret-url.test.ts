import { describe, expect, it } from 'vitest';
import { EngineError } from '../errors.ts';
import { redact } from './redact.ts';
import { urlSecrets, withoutSecrets } from './secret-url.ts';

const hook = 'https://chat.googleapis.com/v1/spaces/AAAA/messages?key=AIzaSy0123&token=tok%2B0123456%3D';

describe('urlSecrets', () => {
  it.each([
    ['the URL', hook, `Post "${hook}": EOF`, 'Post "https://chat.googleapis.com/xxxxx": EOF'],
    ['a value of its query', hook, 'no key AIzaSy0123', 'no key xxxxx'],
    ['a value as it is meant', hook, 'no token tok+0123456=', 'no token xxxxx'],
    [
      'the URL with more in its query',
      hook,
      `Post "${hook}&threadKey=k": EOF`,
      'Post "https://chat.googleapis.com/xxxxx&threadKey=k": EOF',
    ],
    ['a value as Go spells it', 'https://a.example/?token=01234*~!567', 'token=01234%2A~%21567', 'token=xxxxx'],
    [
      'a long segment',
      'https://a.webhook.office.com/webhookb2/0000aaaa1111bbbb2222/x',
      'unknown connector 0000aaaa1111bbbb2222',
      'unknown connector xxxxx',
    ],
    [
      'a path that is escaped when it is sent',
      'https://a.example/hooks/two words',
      'Post "https://a.example/hooks/two%20words": EOF',
      'Post "https://a.example/xxxxx": EOF',
    ],
    ['the password', 'https://user:pass%20word@a.example/', 'pass word', 'xxxxx'],
    [
      'the password of a URL that cannot be parsed',
      'https://user:pass word@a.example/hooks/0000aaaa',
      'parse "https://user:pass word@a.example/hooks/0000aaaa": net/url: invalid userinfo',
      'parse "xxxxx": net/url: invalid userinfo',
    ],
    [
      'what follows the host of a URL that cannot be parsed',
      'https://[::1/hooks/0000aaaa\n',
      'parse "https://[::1/hooks/0000aaaa\\n": bad',
      'parse "https://[::1/xxxxx": bad',
    ],
    [
      'a text that is no URL',
      ':0000aaaa',
      'parse ":0000aaaa": missing protocol scheme',
      'parse "xxxxx": missing protocol scheme',
    ],
    ['no short word', 'https://a.example/api?v=1', 'api v=1 failed', 'api v=1 failed'],
  ])('hides %s', (_, url, text, shown) => {
    expect(redact(text, urlSecrets(url))).toBe(shown);
  });
});

describe('withoutSecrets', () => {
  it('leaves nothing of a secret in the error, and what the receiver asked for', async () => {
    const cause = new Error('at https://a.example/0123456789');
    const failing = async () => {
      throw new EngineError('send', 'refused: 0123456789', { cause, retryAfterMs: 1000 });
    };
    const error = await withoutSecrets(['0123456789'], failing).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'send', message: 'refused: xxxxx', retryAfterMs: 1000 });
    expect((error as Error).cause).toBeUndefined();
  });

  it('passes on results and errors that show nothing', async () => {
    const error = new EngineError('send', 'refused');
    await expect(withoutSecrets(['0123456789'], async () => 1)).resolves.toBe(1);
    await expect(withoutSecrets(['0123456789'], () => Promise.reject(error))).rejects.toBe(error);
  });
});
