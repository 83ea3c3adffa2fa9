import { describe, expect, it } from 'vitest';
import { nativeRun } from '../go/native.ts';
import { Need, Run } from '../go/run.ts';
import { GoFunc } from '../go/value.ts';
import { failure, variables } from './fixture.ts';
import { compile } from './index.ts';

function nested(open: string, close: string, depth: number): string {
  return `${open.repeat(depth)}1${close.repeat(depth)}`;
}

describe('limits', () => {
  it.each([
    ['parentheses', nested('(', ')', 100_000)],
    ['lists', nested('[', ']', 100_000)],
    ['calls', nested('f(', ')', 100_000)],
    ['loops', nested('map(xs, ', ')', 5_000)],
    ['negations', `${'!'.repeat(100_000)}t`],
    ['powers', Array(20_000).fill('n').join('**')],
    ['conditions', `${'t ? 1 : '.repeat(20_000)}2`],
    ['else if', `${'if t {1} else '.repeat(20_000)}{2}`],
    ['members', `m${'.a'.repeat(100_000)}`],
    ['sums', Array(4_000).fill('n').join(' + ')],
    ['pipes', `n${' | string()'.repeat(4_000)}`],
    ['variables', `${Array.from({ length: 3_000 }, (_, i) => `let v${i} = n; `).join('')}n`],
    ['chained comparisons', nested('n < m[', '] < n', 40)],
    ['overloads', `${'sort('.repeat(30)}xs${')'.repeat(30)}`],
  ])('deeply nested %s are refused', (_what, source) => {
    expect(failure(source)).toMatchObject({
      code: 'limit',
      message: expect.stringMatching(/^expression is nested too deeply/),
    });
  });

  it.each([
    nested('(', ')', 300),
    nested('[', ']', 300),
    Array(500).fill('n').join(' + '),
    Array(500).fill('t').join(' and '),
    `${'t ? 1 : '.repeat(300)}2`,
    `sum([${Array(9_000).fill('1').join(', ')}, n])`,
  ])('what people write is not: case %#', (source) => {
    expect(() => compile(source).run(variables, new Run())).not.toThrow();
  });

  it('refuses more than 10,000 nodes as expr-lang does', () => {
    const { code, message } = failure(`[${Array(10_001).fill('1').join(',')}]`);
    expect({ code, message: message.slice(0, 70) }).toEqual({
      code: 'parse',
      message: 'compilation failed: expression exceeds maximum allowed nodes (1:20003)',
    });
  });

  it.each([
    '1..1000000',
    'repeat("ab", 500000)',
    'map(1..400000, #)[0] + map(1..400000, #)[0]',
    'concat(1..500000, 1..300000, 1..300000)',
  ])('%s exceeds the memory of expr-lang', (source) => {
    expect(failure(source)).toMatchObject({ code: 'run', message: expect.stringMatching(/^memory budget exceeded/) });
  });

  it.each([
    ['let r = 1..3000; all(r, all(r, # > 0))', /^steps limit/],
    ['reduce(1..40, #acc + #acc, "ab")', /^output limit/],
    ['let a = repeat("a", 900000); let b = replace(a, "a", a); b', /^(steps|output) limit/],
    ['join(map(1..500, "a"), repeat("b", 100000))', /^output limit/],
  ])('%s exceeds the budget of the run', (source, text) => {
    const limits = { steps: 2_000_000 };
    expect(failure(source, variables, { limits })).toMatchObject({
      code: 'limit',
      message: expect.stringMatching(text),
    });
  });

  it('counts calls', () => {
    expect(failure('[two(), two(), two()]', variables, { limits: { steps: 2 } }).code).toBe('limit');
  });
});

describe('functions of the environment', () => {
  it('may ask for a look-up, which passes through', async () => {
    const lookUp = nativeRun('func(string) string', (run: Run, key: string) =>
      run.need(key, async () => `value of ${key}`),
    );
    const program = compile('first([get(nope, "x") ?? find(["a", "b"], look(#) endsWith "b")])');
    expect(() => program.run({ look: lookUp }, new Run())).toThrow(Need);
    await expect(new Run().settle((run) => program.run({ look: lookUp }, run))).resolves.toBe('b');
  });

  it('that are defective are not blamed on the expression', () => {
    const defective = new GoFunc('func() string', () => {
      throw new TypeError('a bug');
    });
    expect(() => compile('f()').run({ f: defective }, new Run())).toThrow(TypeError);
  });
});

describe('ExprError', () => {
  it.each([
    ['1 +', { code: 'parse', line: 1, column: 3, snippet: '\n | 1 +\n | ..^' }],
    ['1 +\n"a"', { code: 'check', line: 1, column: 3, snippet: '\n | 1 +\n | ..^' }],
    ['n +\n\ts.x', { code: 'run', line: 2, column: 4, snippet: '\n |  s.x\n | ...^' }],
  ])('%j tells where', (source, want) => {
    expect(failure(source)).toMatchObject(want);
  });

  it('keeps what was thrown as its cause', () => {
    expect(failure('boom()').cause).toMatchObject({ name: 'GoError', message: 'boom!' });
  });
});
