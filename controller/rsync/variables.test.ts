import { describe, expect, it } from 'vitest';
import { compile } from '../../engine/expr/index.ts';
import { Run } from '../../engine/go/run.ts';
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
