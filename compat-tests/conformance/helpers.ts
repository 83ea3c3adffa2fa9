import { panic } from '../../engine/go/error.ts';
import { native } from '../../engine/go/native.ts';
import { fromInstant, utc } from '../../engine/go/time/index.ts';
import { GoFunc, GoNil, type GoNum, GoPointer, GoSlice, GoStruct, int } from '../../engine/go/value.ts';
import { repoFunctions, stringFunctions, timeConstants, timeFunctions } from '../../engine/variables.ts';

/** The protocol's clock: 2024-05-06T07:08:09.123456789Z. */
export const fixedNow = { seconds: 1_714_979_289, nanoseconds: 123_456_789 };

const commit = new GoStruct('main.CommitMetadata', {
  Message: 'fix: a <b> & "c"\n\nbody',
  Author: 'Jane Doe <jane@example.com>',
  Date: fromInstant({ seconds: 1_704_164_645, nanoseconds: 0 }, utc),
  Tags: new GoSlice('[]string', ['v1.0.0', 'latest']),
});

function parameter(name: string, value: string): GoStruct {
  return new GoStruct('main.HelmParam', { Name: name, Value: value });
}

const own: readonly [string, string][] = [
  ['image.tag', 'v1'],
  ['replicas', '2'],
];
const overrides: readonly [string, string][] = [['image.tag', 'v2']];

const helm = new GoStruct(
  'main.CustomHelm',
  {
    HelmAppSpec: new GoStruct('main.HelmSpec', {
      Parameters: new GoSlice(
        '[]*main.HelmParam',
        own.map(([name, value]) => new GoPointer(parameter(name, value))),
      ),
    }),
    HelmParameterOverrides: new GoSlice(
      '[]main.HelmParam',
      overrides.map(([name, value]) => parameter(name, value)),
    ),
  },
  {
    methods: {
      GetParameterValueByName: native('func(string) string', (name: string) => {
        return [...overrides, ...own].find(([key]) => key === name)?.[1] ?? '';
      }),
    },
  },
);

const appDetails = new GoStruct('main.AppDetail', {
  Type: 'Helm',
  Helm: new GoPointer(helm),
  Kustomize: new GoNil('*main.KustomizeSpec'),
});

function prefixed(group: string, functions: Readonly<Record<string, GoFunc>>): Record<string, GoFunc> {
  return Object.fromEntries(Object.entries(functions).map(([name, value]) => [`${group}.${name}`, value]));
}

/** Of ints, with Go's overflow. */
function sum(values: readonly unknown[]): GoNum {
  return int(values.reduce((total: bigint, value) => total + BigInt((value as GoNum).value), 0n));
}

/** The functions that a case's environment can name: pure, fixed in time, with the oracle's answers. */
export const helpers: Readonly<Record<string, GoFunc>> = {
  ...prefixed('time', timeFunctions),
  ...prefixed('strings', stringFunctions),
  ...prefixed('repo', repoFunctions),
  'time.Now': native('func() time.Time', () => fromInstant(fixedNow, utc)),
  'repo.GetCommitMetadata': native('func(string) interface {}', () => commit),
  'repo.GetAppDetails': native('func() interface {}', () => appDetails),
  add: new GoFunc('func(int, int) int', sum),
  div: native('func(int, int) int', (a: number, b: number) => {
    if (b === 0) throw panic('runtime error: integer divide by zero');
    return Math.trunc(a / b);
  }),
  half: native('func(float64) float64', (a: number) => a / 2),
  greet: native('func(string) string', (name: string) => `Hello, ${name}`),
  score: new GoFunc('func(int, ...int) int', sum),
  boom: native('func() string', () => {
    throw panic('boom!');
  }),
  boomE: native('func() (string, error)', () => {
    throw panic('get "u": bad');
  }),
  two: native('func() (string, error)', () => 'two'),
  void: native('func()', () => undefined),
  ident: native('func(interface {}) interface {}', (value: unknown) => value),
};

/** A helper group as a case's variables have it: `time`, `strings` or `repo`. */
export function helperGroup(group: 'time' | 'strings' | 'repo'): Record<string, unknown> {
  const names = Object.keys(helpers).filter((name) => name.startsWith(`${group}.`));
  const functions = Object.fromEntries(names.map((name) => [name.slice(group.length + 1), helpers[name]]));
  return group === 'time' ? { ...timeConstants, ...functions } : functions;
}
