import { describe, expect, it } from 'vitest';
import { compile } from './expr/index.ts';
import { format } from './go/fmt.ts';
import { Run } from './go/run.ts';
import { argoVariables } from './variables.ts';

const clock = () => ({ seconds: 1_714_979_289, nanoseconds: 123_456_789 });
const variables = argoVariables({
  objectKey: 'app',
  object: { list: ['foo', 'bar'], mixed: ['a', 1] },
  context: { k: 'v' },
});

describe('argoVariables', () => {
  it.each([
    ['context.k', 'v'],
    ['time.Parse("2020-01-02T03:04:05Z")', '2020-01-02 03:04:05 +0000 UTC'],
    ['time.Now().UTC()', '2024-05-06 07:08:09.123456789 +0000 UTC'],
    ['time.Now().Sub(time.Parse("2024-05-06T07:00:00Z")) < 10 * time.Minute', 'true'],
    ['time.Parse("2020-01-02T03:04:05Z").Format(time.RFC1123)', 'Thu, 02 Jan 2020 03:04:05 UTC'],
    ['strings.ReplaceAll("aXbX", "X", "$&")', 'a$&b$&'],
    ['strings.ReplaceAll("é", "", "-")', '-é-'],
    ['strings.ToUpper("é") + strings.ToLower("Σ")', 'Éσ'],
    ['strings.Join(app.list, ",")', 'foo,bar'],
    ['strings.Join(app.mixed, ",")', ''],
    ['strings.Join(app, ",")', ''],
    ['strings.Hash("foo bar baz")', 'x1Z-izniQo44v5ySJqxo3kxn3Dk'],
    ['repo.RepoURLToHTTPS("git@github.com:a/b.git")', 'https://github.com/a/b.git'],
    ['repo.FullNameByRepoURL("git@github.com:a/b.git")', 'a/b'],
    ['repo.QueryEscape("a b/c&d=é+~*\'()!")', 'a+b%2Fc%26d%3D%C3%A9%2B~%2A%27%28%29%21'],
  ])('%s', (source, want) => {
    expect(format(compile(source).run(variables, new Run({ clock })))).toBe(want);
  });

  it('fails where Argo CD panics', () => {
    const parse = () => compile('time.Parse("nope")').run(variables, new Run());
    expect(parse).toThrow(/parsing time "nope" as "2006-01-02T15:04:05Z07:00": cannot parse "nope" as "2006"/);
  });
});
