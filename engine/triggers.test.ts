import { describe, expect, it } from 'vitest';
import { mustUnmarshal } from './config/decode.ts';
import { EngineError } from './errors.ts';
import { Need, Run } from './go/run.ts';
import { GoFunc } from './go/value.ts';
import { conditionKey, Triggers, triggerSchema } from './triggers.ts';

const app = { metadata: { name: 'n' }, x: 5, f: 1e6 + 0.5, gone: null };

function run(text: string, variables: Record<string, unknown> = { app }) {
  const triggers = new Triggers();
  triggers.add('t', mustUnmarshal(text, triggerSchema) ?? [], { key: 'trigger.t', text });
  return triggers.run('t', variables, new Run());
}

describe('conditionKey', () => {
  it.each([
    ['', '[0].2jmj7l5rSw0yVb_vlWAYkK_YBwk'],
    ['true', '[0].X_5TO4MPCKAyY0ipFgr6_IraRNs'],
    ["var1 == 'abc'", '[0].9JNsSLKRNri0XKPzsE9_RFzGWh0'],
    ['é', '[0].vxW-cXrBsIC08cRWaSgliR_1Bz0'],
  ])('%j', (when, want) => {
    expect(conditionKey(0, when)).toBe(want);
  });
});

describe('Triggers.run', () => {
  it.each<[string, object[]]>([
    ['', []],
    ['- when: app.x == 5\n  send: [a]', [{ triggered: true, oncePer: '', templates: ['a'] }]],
    ['- when: app.x == 6', [{ triggered: false, oncePer: '', templates: null }]],
    ['- send: [a]', [{ triggered: false, oncePer: '', templates: ['a'] }]],
    ['- when: app.x', [{ triggered: false }]],
    ['- when: \'"true"\'', [{ triggered: false }]],
    ['- when: yes\n  oncePer: app.metadata.name', [{ triggered: true, oncePer: 'n' }]],
    ['- when: true\n  oncePer: app.f', [{ oncePer: '1.0000005e+06' }]],
    ['- when: true\n  oncePer: app.gone', [{ oncePer: '<nil>' }]],
    ['- when: true\n  oncePer: app.metadata', [{ oncePer: 'map[name:n]' }]],
    ['- when: false\n  oncePer: app.gone.x', [{ triggered: false, oncePer: '' }]],
    ['- when: app.nope?.x == nil\n- when: "true"', [{ triggered: true }, { triggered: true }]],
  ])('%j', (text, want) => {
    const results = run(text);
    expect(results).toMatchObject(want);
    expect(results.every(({ error, oncePerError }) => !error && !oncePerError)).toBe(true);
  });

  it('counts an evaluation that fails as false and says why', () => {
    const [when, oncePer] = run('- when: app.gone.x == 1\n- when: true\n  oncePer: app.gone.x');
    expect(when).toMatchObject({ triggered: false });
    expect(when?.error?.message).toMatch(
      /^failed to execute when condition: cannot fetch x from <nil> \(1:10\)\n \| app\.gone\.x == 1/,
    );
    expect(oncePer).toMatchObject({ triggered: true, oncePer: '' });
    expect(oncePer?.oncePerError?.message).toMatch(/^failed to execute oncePer condition: cannot fetch x from <nil>/);
  });

  it('lets a look-up pass, to be awaited', () => {
    const lookup = new GoFunc('func() interface {}', (_args, evaluation) => evaluation.need('k', async () => true));
    expect(() => run('- when: lookup()', { lookup })).toThrow(Need);
  });

  it('knows no other names, and suggests one', () => {
    const triggers = new Triggers();
    triggers.add('on-deployed', []);
    triggers.addBroken('bad', new EngineError('expression', 'unexpected token'));
    expect(() => triggers.run('on-deploid', {}, new Run())).toThrow(
      expect.objectContaining({
        message: "trigger 'on-deploid' is not configured",
        hint: "did you mean 'on-deployed'?",
      }),
    );
    expect(() => triggers.run('bad', {}, new Run())).toThrow(
      expect.objectContaining({ code: 'unknown-trigger', hint: 'it is not usable: unexpected token' }),
    );
  });

  it('suggests one for 20 names at most, again when it is asked again', () => {
    const triggers = new Triggers();
    triggers.add('on-deployed', []);
    const hint = "did you mean 'on-deployed'?";
    const run = (name: string) => () => triggers.run(name, {}, new Run());
    for (let i = 0; i < 20; i++) expect(run(`on-deploy-${i}`)).toThrow(expect.objectContaining({ hint }));
    expect(run('on-deploid')).toThrow(expect.objectContaining({ hint: undefined }));
    expect(run('on-deploy-0')).toThrow(expect.objectContaining({ hint }));
  });
});

describe('a condition that cannot be compiled', () => {
  it.each<[string, string, object, string]>([
    [
      '- when: app.x ==',
      'unexpected token EOF (1:8)\n | app.x ==\n | .......^',
      { line: 1, column: 16 },
      ' | - when: app.x ==\n |                ^',
    ],
    [
      '- when: true\n- when: 1 + "a"',
      'invalid operation: + (mismatched types int and string) (1:3)\n | 1 + "a"\n | ..^',
      { line: 2, column: 11 },
      ' | - when: 1 + "a"\n |           ^',
    ],
    [
      '- when: true\n  oncePer: |\n    app.x\n    ??',
      'unexpected token EOF (2:2)\n | ??\n | .^',
      { line: 4, column: 6 },
      ' |     ??\n |      ^',
    ],
  ])('%j', (text, message, place, excerpt) => {
    try {
      run(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'expression', message, place: { key: 'trigger.t', ...place }, excerpt });
    }
  });
});
