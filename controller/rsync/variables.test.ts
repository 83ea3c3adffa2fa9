import { describe, expect, it } from 'vitest';
import { compile } from '../../engine/expr/index.ts';
import { Run } from '../../engine/go/run.ts';
import { zeroTime } from '../../engine/go/time/index.ts';
import { sprigFunctions } from '../../engine/sprig/index.ts';
import { parse } from '../../engine/template/index.ts';
import { variablesFor } from './variables.ts';

const getVariables = variablesFor({
  context: { consoleUrl: 'https://console.example.com' },
  secrets: new Map([['token', Buffer.from('abc')]]),
});

function rsync(status?: object): Record<string, unknown> {
  return {
    apiVersion: 'configsync.gke.io/v1beta1',
    kind: 'RootSync',
    metadata: { name: 'root-sync' },
    ...(status && { status }),
  };
}

function evaluate(source: string, object = rsync()): unknown {
  return compile(source).run(getVariables(object), new Run());
}

function render(source: string, object = rsync()): string {
  return parse('t', source, sprigFunctions).execute(getVariables(object), new Run());
}

const errors = {
  source: { errors: [{ code: '1', errorMessage: 'a' }] },
  rendering: { errors: [{ code: '2', errorMessage: 'b' }] },
  sync: {
    errors: [
      {
        code: '3',
        errorMessage: 'c',
        errorResources: [{ sourcePath: 'x.yaml', name: 'cm', gvk: { version: 'v1', kind: 'ConfigMap' } }],
      },
    ],
  },
};

describe('utils', () => {
  it.each<[string, object | undefined, string]>([
    [
      'the commit of Syncing, wherever it stands',
      {
        conditions: [
          { type: 'Reconciling', commit: 'foo' },
          { type: 'Syncing', commit: 'bar' },
        ],
      },
      'bar',
    ],
    ['nothing without a Syncing condition', { conditions: [{ type: 'Stalled' }] }, ''],
    ['nothing without a status', undefined, ''],
    ['nothing when conditions is no list', { conditions: 'x' }, ''],
  ])('LastCommit gives %s', (_what, status, want) => {
    expect(evaluate('utils.LastCommit()', rsync(status))).toBe(want);
  });

  it.each([
    [0, '{"code":"1","errorMessage":"a"}'],
    [
      2,
      '{"code":"3","errorMessage":"c","errorResources":[{"sourcePath":"x.yaml","name":"cm","gvk":{"group":"","version":"v1","kind":"ConfigMap"}}]}',
    ],
  ])('ConfigSyncErrors go to JSON under the names of the API (%#)', (index, want) => {
    expect(render(`{{toJson (index (call .utils.ConfigSyncErrors) ${index})}}`, rsync(errors))).toBe(want);
  });

  it('ConfigSyncErrors gives those of source, rendering and sync in this order, under the names of Go', () => {
    expect(
      render(
        '{{range call .utils.ConfigSyncErrors}}{{.Code}}={{.ErrorMessage}} {{range .Resources}}{{.SourcePath}}|{{.Name}}|{{.GVK.Kind}}{{end}}{{end}}',
        rsync(errors),
      ),
    ).toBe('1=a 2=b 3=c x.yaml|cm|ConfigMap');
    expect(evaluate("strings.Join(map(utils.ConfigSyncErrors(), .ErrorMessage), '')", rsync(errors))).toBe('abc');
    expect(evaluate('len(utils.ConfigSyncErrors())')).toMatchObject({ value: 0 });
  });
});

it.each([
  ['strings.Join(["foo", "bar"], ",")', 'foo,bar'],
  ['strings.Join(["foo"], ",")', 'foo'],
  ['strings.Join({"foo": "bar"}, ",")', ''],
  ['strings.Join([], ",")', ''],
  ['strings.Join(["a", 1], ",")', ''],
  ['strings.Hash("")', '2jmj7l5rSw0yVb_vlWAYkK_YBwk'],
  ['strings.Hash("foo bar baz")', 'x1Z-izniQo44v5ySJqxo3kxn3Dk'],
  ["strings.ToUpper('a')", 'A'],
  ['context.consoleUrl', 'https://console.example.com'],
  ['context.nope', ''],
])('%s is %j', (source, want) => {
  expect(evaluate(source)).toBe(want);
});

it('sync always has its three stages, and the object itself is left alone', () => {
  const object = rsync();
  expect(evaluate('sync.status.source.commit == nil && sync.status.sync.errorSummary?.totalCount == nil', object)).toBe(
    true,
  );
  expect(object).toEqual(rsync());
});

it('secrets are bytes', () => {
  expect(render('{{.secrets.token}} {{.secrets.token | toString}}')).toBe('[97 98 99] abc');
});

describe('the variables of Argo CD', () => {
  const helm = {
    sourceType: 'helm',
    helm: {
      repo: 'https://charts.example.com',
      chart: 'web',
      releaseName: 'shop',
      values: { image: { tag: 'v1' }, hosts: ['a', 'b'], replicas: 3 },
      valuesFileRefs: [{ name: 'eu', dataKey: 'prod.yaml' }, { name: 'all' }],
    },
  };
  const settled = (source: string, object: Record<string, unknown>) =>
    new Run().settle((run) => parse('t', source, sprigFunctions).execute(getVariables(object), run));

  it('app is made when it is read, once for all evaluations of an RSync, and shares what it can', () => {
    const object = rsync();
    const [one, other] = [getVariables(object), getVariables(object)];
    expect(one['app']).toBe(other['app']);
    expect((one['app'] as Record<string, unknown>)['metadata']).toBe(object['metadata']);
    expect(getVariables(rsync())['app']).not.toBe(one['app']);
  });

  it('app is not made for evaluations that do not read it', () => {
    const forbidden = new Proxy({ sourceType: 'git' }, { get: () => expect.unreachable('the spec is read') });
    const object = { ...rsync({ conditions: [{ type: 'Syncing', commit: 'bar' }] }), spec: forbidden };
    expect(evaluate('utils.LastCommit() + sync.metadata.name', object)).toBe('barroot-sync');
    expect(() => evaluate('app.kind', object)).toThrow('the spec is read');
  });

  it('app has no managedFields, and does not read them', () => {
    const metadata = { name: 'root-sync' };
    Object.defineProperty(metadata, 'managedFields', {
      enumerable: true,
      get: () => expect.unreachable('they are read'),
    });
    expect(render('{{.app.metadata}}', { ...rsync(), metadata })).toBe('map[name:root-sync]');
  });

  it('appProject is empty, and context has the service that is about to send', () => {
    expect(evaluate('len(appProject)')).toMatchObject({ value: 0 });
    const to = (service?: string) =>
      getVariables(rsync(), service === undefined ? undefined : { service, recipient: '' });
    const type = (service?: string) =>
      parse('t', '{{.context.notificationType}}', sprigFunctions).execute(to(service), new Run());
    expect([type(), type('slack')]).toEqual(['', 'slack']);
  });

  it('repo speaks of URLs, and without a repository knows no commits', () => {
    expect(evaluate("repo.FullNameByRepoURL('git@git.example.com:shop/fleet.git')")).toBe('shop/fleet');
    expect(evaluate("repo.RepoURLToHTTPS('git@git.example.com:shop/fleet.git')")).toBe(
      'https://git.example.com/shop/fleet.git',
    );
    expect(evaluate("repo.QueryEscape('a b')")).toBe('a+b');
    expect(() => render("{{call .repo.GetCommitMetadata 'x'}}")).toThrow();
  });

  it.each([
    ['{{.Type}}', 'Helm'],
    ['{{.Helm.HelmAppSpec.Name}} {{.Helm.HelmAppSpec.ValueFiles}}', 'shop [eu/prod.yaml all/values.yaml]'],
    [
      '{{range .Helm.HelmAppSpec.Parameters}}{{.Name}}={{.Value}} {{end}}',
      'hosts[0]=a hosts[1]=b image.tag=v1 replicas=3 ',
    ],
    ['{{.Helm.GetParameterValueByName `image.tag`}}', 'v1'],
    ['{{.Helm.HelmAppSpec.Values}}', 'hosts:\n- a\n- b\nimage:\n  tag: v1\nreplicas: 3\n'],
    ['{{.Kustomize}}{{.Directory}}', '<nil><nil>'],
  ])('GetAppDetails of a chart gives %s', async (template, want) => {
    const source = `{{with call .repo.GetAppDetails}}${template}{{end}}`;
    expect(await settled(source, { ...rsync(), spec: helm })).toBe(want);
  });

  it('GetAppDetails tells directories from Kustomize', async () => {
    const type = '{{(call .repo.GetAppDetails).Type}}';
    expect(await settled(type, rsync())).toBe('Directory');
    const annotations = { 'configsync.gke.io/requires-rendering': 'true' };
    expect(await settled(type, { ...rsync(), metadata: { name: 'a', annotations } })).toBe('Kustomize');
  });

  it('GetCommitMetadata is asked for once an evaluation, in triggers and templates', async () => {
    const asked: string[] = [];
    const commitMetadata = async ({ metadata }: { metadata: { name: string } }, revision: string) => {
      asked.push(`${metadata.name} ${revision}`);
      return { message: `about ${revision}`, author: 'A <a@b>', date: zeroTime, tags: ['v1', 'v2'] };
    };
    const variables = variablesFor({ context: {}, secrets: new Map() }, { commitMetadata })(rsync());
    const when = "repo.GetCommitMetadata('abc').Message == 'about abc' && repo.GetCommitMetadata('abc').Date.IsZero()";
    expect(await new Run().settle((run) => compile(when).run(variables, run))).toBe(true);
    expect(asked).toEqual(['root-sync abc']);
    const template =
      '{{range (call .repo.GetCommitMetadata "abc").Tags}}{{.}} {{end}}{{(call .repo.GetCommitMetadata "def").Author}}';
    const rendered = new Run().settle((run) => parse('t', template, sprigFunctions).execute(variables, run));
    expect(await rendered).toBe('v1 v2 A <a@b>');
    expect(asked).toEqual(['root-sync abc', 'root-sync abc', 'root-sync def']);
  });
});
