import { describe, expect, it } from 'vitest';
import { compile } from './expr/index.ts';
import { format } from './go/fmt.ts';
import { Run } from './go/run.ts';
import { layouts, parseTime } from './go/time/index.ts';
import { type ArgoVariables, argoVariables } from './variables.ts';

const clock = () => ({ seconds: 1_714_979_289, nanoseconds: 123_456_789 });
const variables = argoVariables({
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

const app = (source: object | undefined, project: unknown = 'p') => ({ spec: { project, ...(source && { source }) } });

async function evaluated(expression: string, options: Partial<ArgoVariables> = {}): Promise<string> {
  const own = argoVariables({ object: {}, ...options });
  return new Run().settle((run) => format(compile(expression).run(own, run)));
}

describe('context', () => {
  const destination = { service: 'slack', recipient: 'c' };
  it.each<[string, Partial<ArgoVariables>, string]>([
    ['context', { context: { k: 'v' } }, 'map[k:v notificationType:]'],
    ['context.notificationType', { destination }, 'slack'],
    ['context.notificationType', { destination, context: { notificationType: 'mine' } }, 'mine'],
    ['context.missing', {}, ''],
  ])('%s with %j', async (expression, options, want) => {
    expect(await evaluated(expression, options)).toBe(want);
  });
});

describe('secrets and appProject', () => {
  it.each<[string, Partial<ArgoVariables>, string]>([
    ['secrets.s', { secrets: { s: new TextEncoder().encode('val') } }, '[118 97 108]'],
    ['secrets', {}, '<nil>'],
    ['appProject', {}, 'map[]'],
    ['appProject.metadata.name', { appProject: { metadata: { name: 'p' } } }, 'p'],
  ])('%s with %j', async (expression, options, want) => {
    expect(await evaluated(expression, options)).toBe(want);
  });
});

describe('repo.GetCommitMetadata', () => {
  const asked: unknown[] = [];
  const commitMetadata = async (revision: string, source: object) => {
    asked.push({ revision, ...source });
    return { message: 'fix', author: 'Jane', date: parseTime(layouts.rfc3339, '2024-01-02T03:04:05Z'), tags: ['v1'] };
  };

  it('asks once an evaluation, with the repository and project of the application', async () => {
    const expression = 'repo.GetCommitMetadata("abc").Author + repo.GetCommitMetadata("abc").Tags[0]';
    const object = app({ repoURL: 'https://r' });
    expect(await evaluated(expression, { object, commitMetadata })).toBe('Janev1');
    expect(asked).toEqual([{ revision: 'abc', repoURL: 'https://r', project: 'p' }]);
    expect(await evaluated('repo.GetCommitMetadata("abc")', { object, commitMetadata })).toBe(
      '{fix Jane 2024-01-02 03:04:05 +0000 UTC [v1]}',
    );
  });

  it.each([
    [app(undefined), 'failed to get application source repo URL'],
    [{ spec: { source: { repoURL: 'x' } } }, 'failed to get application project'],
  ])('of %j fails as it panics in Argo CD', async (object, message) => {
    await expect(evaluated('repo.GetCommitMetadata("abc")', { object, commitMetadata })).rejects.toThrow(message);
  });

  it('is missing without somebody to ask', async () => {
    await expect(evaluated('repo.GetCommitMetadata("abc")')).rejects.toThrow(/nil is not callable|cannot call|nil/);
  });
});

describe('repo.GetAppDetails', () => {
  const helm = {
    name: 'chart',
    valueFiles: ['values.yaml'],
    parameters: [
      { name: 'image.tag', value: 'v1' },
      { name: 'replicas', value: '2' },
    ],
    values: 'a: b',
    fileParameters: [{ name: 'config', path: 'config.json' }],
  };
  const overriding = app({ helm: { parameters: [{ name: 'image.tag', value: 'v2' }] } });

  it.each<[string, object, string]>([
    ['Type', overriding, 'Helm'],
    ['Helm.HelmAppSpec.Name', overriding, 'chart'],
    ['Helm.HelmAppSpec.ValueFiles', overriding, '[values.yaml]'],
    ['Helm.HelmAppSpec.Parameters[1].Value', overriding, '2'],
    ['Helm.HelmAppSpec.Values', overriding, 'a: b'],
    ['Helm.HelmParameterOverrides', overriding, '[{image.tag v2 false}]'],
    ['Helm.GetParameterValueByName("image.tag")', overriding, 'v2'],
    ['Helm.GetParameterValueByName("replicas")', overriding, '2'],
    ['Helm.GetParameterValueByName("none")', overriding, ''],
    ['Helm.GetFileParameterPathByName("config")', overriding, 'config.json'],
    ['Helm.GetFileParameterPathByName("none")', overriding, ''],
    ['Kustomize == nil', overriding, 'true'],
    ['Helm.GetParameterValueByName("image.tag")', app({}), 'v1'],
    ['Helm.HelmParameterOverrides', app(undefined), '[]'],
  ])('.%s of %j', async (field, object, want) => {
    const appDetails = async () => ({ type: 'Helm', helm });
    expect(await evaluated(`repo.GetAppDetails().${field}`, { object: { ...object }, appDetails })).toBe(want);
  });

  it('has the images of Kustomize', async () => {
    const appDetails = async () => ({ type: 'Kustomize', kustomize: { images: ['a:1'] } });
    expect(await evaluated('repo.GetAppDetails().Kustomize.Images', { appDetails })).toBe('[a:1]');
  });

  it('that fails, fails the evaluation', async () => {
    const appDetails = () => Promise.reject(new Error('the repo server is down'));
    await expect(evaluated('repo.GetAppDetails().Type', { appDetails })).rejects.toThrow('the repo server is down');
  });
});
