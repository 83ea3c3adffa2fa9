import { describe, expect, it } from 'vitest';
import { run } from '../program.ts';
import { testIo } from '../test-io.ts';

const files = {
  'cm.yaml': 'kind: ConfigMap\nmetadata: {name: cm}\ndata: {trigger.on-b: "", trigger.on-a: "", template.t: ""}\n',
  'broken.yaml': 'kind: [',
};

async function completed(...words: readonly string[]): Promise<string[]> {
  const io = testIo({ files });
  expect(await run(['__complete', ...words], io)).toBe(0);
  return io
    .out()
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t')[0] ?? '');
}

describe('completion', () => {
  it.each<[readonly string[], readonly string[]]>([
    [['tri'], ['trigger', ':4']],
    [
      ['trigger', ''],
      ['run', 'get', ':4'],
    ],
    [
      ['--argo', 'trigger', 'g'],
      ['get', ':4'],
    ],
    [
      ['-n', 'trigger', 'tem'],
      ['template', ':4'],
    ],
    [
      ['trigger', 'get', '-o', ''],
      ['json', 'yaml', 'wide', 'name', ':4'],
    ],
    [
      ['trigger', 'get', '--output=j'],
      ['--output=json', ':4'],
    ],
    [
      ['trigger', 'get', '--output', '=', 'y'],
      ['yaml', ':4'],
    ],
    [
      ['trigger', 'get', '--outp'],
      ['--output', ':4'],
    ],
    [
      ['trigger', 'get', '--config-map-'],
      ['--config-map-name', ':4'],
    ],
    [
      ['--api-kind', 'Ro'],
      ['RootSync', ':4'],
    ],
    [['trigger', 'get', '--config-map', ''], [':0']],
    [['trigger', 'get', '--config-map', '='], [':0']],
    [['trigger', 'get', '--namespace', ''], [':4']],
    [
      ['trigger', 'get', '--config-map', 'cm.yaml', ''],
      ['on-a', 'on-b', ':4'],
    ],
    [
      ['template', 'notify', '--config-map=cm.yaml', ''],
      ['t', ':4'],
    ],
    [['template', 'notify', '--config-map=cm.yaml', 't', ''], [':0']],
    [['trigger', 'get', '--config-map', 'broken.yaml', ''], [':0']],
    [['trigger', 'get', '--config-map', 'absent.yaml', ''], [':0']],
    [['absent', ''], [expect.anything(), ':4'] as string[]],
  ])('of %j', async (words, want) => {
    const got = await completed(...words);
    if (words[0] === 'absent') expect(got.at(-1)).toBe(':4');
    else expect(got.toSorted()).toEqual(want.toSorted());
  });

  it.each(['bash', 'zsh', 'fish'])('%s has a script', async (shell) => {
    const io = testIo();
    expect(await run(['completion', shell], io)).toBe(0);
    expect(io.out()).toContain('__complete');
    expect(io.out()).not.toContain('NAME');
  });
});
