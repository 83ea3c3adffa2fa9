import { describe, expect, it } from 'vitest';
import { marshal } from '../go/json.ts';
import { Run } from '../go/run.ts';
import { type Explained, explain } from './explain.ts';
import { ExprError } from './index.ts';

const env = { a: true, b: false, n: 3, list: [{ t: 'x' }, { t: 'y' }], m: { deep: { text: 'hello' }, none: null } };

/** An explanation as lines, indented by depth. */
function lines({ source, outcome, parts }: Explained, indent = ''): string[] {
  const shown =
    outcome === 'not evaluated'
      ? outcome
      : 'error' in outcome
        ? `error ${outcome.error.message.split('\n')[0]}`
        : marshal(outcome.value);
  return [`${indent}${source} = ${shown}`, ...parts.flatMap((part) => lines(part, `${indent}  `))];
}

describe('explain', () => {
  it.each<[string, string[]]>([
    ['a and b', ['a and b = false', '  a = true', '  b = false']],
    ['b && a', ['b && a = false', '  b = false', '  a = not evaluated']],
    ['a || b', ['a || b = true', '  a = true', '  b = not evaluated']],
    ['not (n > 2)', ['not (n > 2) = false', '  n > 2 = true', '    n = 3']],
    [
      "n in [1, 2] or m.deep.text == 'hello'",
      [
        'n in [1, 2] or m.deep.text == "hello" = true',
        '  n in [1, 2] = false',
        '    n = 3',
        '  m.deep.text == "hello" = true',
        '    m.deep.text = "hello"',
      ],
    ],
    [
      "any(list, {.t == 'z'})",
      [
        'any(list, #.t == "z") = false',
        '  list = [{"t":"x"},{"t":"y"}]',
        '  list[0] = false',
        '    .t == "z" = false',
        '      .t = "x"',
        '  list[1] = false',
        '    .t == "z" = false',
        '      .t = "y"',
      ],
    ],
    [
      'm.none.text == nil',
      [
        'm.none.text == nil = error cannot fetch text from <nil> (1:8)',
        '  m.none.text = error cannot fetch text from <nil> (1:8)',
        '    m.none = null',
      ],
    ],
    ['m.none?.text ?? n', ['m.none?.text ?? n = 3', '  m.none?.text = null', '    m.none = null', '  n = 3']],
    ['a ? n : m.deep', ['a ? n : m.deep = 3', '  a = true', '  n = 3']],
    ['let x = n; x > 1', ['let x = n; x > 1 = true']],
    ['len(list) + n', ['len(list) + n = 5', '  len(list) = 2', '    list = [{"t":"x"},{"t":"y"}]', '  n = 3']],
  ])('%s', (source, want) => {
    expect(lines(explain(source, env, new Run()))).toEqual(want);
  });

  it('throws what is wrong with an expression', () => {
    expect(() => explain('a and', env, new Run())).toThrow(ExprError);
  });
});
