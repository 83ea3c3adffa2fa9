import { describe, expect, it } from 'vitest';
import { gitFullName, gitUrlToHttps } from './git-url.ts';

describe('git URLs', () => {
  it.each([
    ['git@github.com:argoproj/argo-cd.git', 'argoproj/argo-cd', 'https://github.com/argoproj/argo-cd.git'],
    ['https://user:pw@github.com/argoproj/argo-cd', 'argoproj/argo-cd', 'https://github.com/argoproj/argo-cd'],
    ['ssh://git@host:2222/a/b/c.git', 'a/b', 'https://host:2222/a/b/c.git'],
    ['host:a/b.git?x=1', 'a/b', 'https://host/a/b.git?x=1'],
    ['https://host/only', '/only', 'https://host/only'],
    ['foo bar', 'foo bar', 'https://foo%20bar'],
    ['', '', 'https:'],
  ])('%j', (url, name, https) => {
    expect(gitFullName(url)).toBe(name);
    expect(gitUrlToHttps(url)).toBe(https);
  });
});
