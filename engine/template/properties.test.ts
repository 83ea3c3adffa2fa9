import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Run } from '../go/run.ts';
import { nodeString } from './node.ts';
import { parseTrees } from './parse.ts';
import { answer } from './test-data.ts';

const operand: fc.Arbitrary<string> = fc.letrec<{ operand: string; pipeline: string }>((tie) => ({
  operand: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom('.', '$', '$x', '1', '-2', '1.5', '"a"', '`b`', "'c'", 'true', 'nil', '1i', 'print', 'and', 'len'),
    fc.constantFrom('.name', '.n', '.none', '.list', '.map.a', '.wait.Hours', '.add', '.nope.x', '.words.x', '$x.a'),
    tie('pipeline').map((text) => `(${text})`),
    tie('pipeline').map((text) => `(${text}).x`),
  ),
  pipeline: fc
    .array(fc.array(tie('operand'), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 })
    .map((commands) => commands.map((words) => words.join(' ')).join(' | ')),
})).pipeline;

const functionNames = [
  'print',
  'printf "%v"',
  'index',
  'slice',
  'eq',
  'lt',
  'and',
  'or',
  'not',
  'len',
  'call',
  'html',
  'js',
];
const action = fc.tuple(fc.constantFrom('', '$x := ', '$x = '), fc.constantFrom('', ...functionNames), operand);
const opening = fc.constantFrom(
  'if',
  'with',
  'range',
  'range $x :=',
  'range $k, $x :=',
  'else if',
  'template "t"',
  'block "b"',
);
const piece = fc.oneof(
  action.map(([declaration, name, text]) => `{{${declaration}${name} ${text}}}`),
  fc.tuple(opening, operand).map(([keyword, text]) => `{{${keyword} ${text}}}`),
  fc.constantFrom(
    '{{end}}',
    '{{else}}',
    '{{break}}',
    '{{continue}}',
    '{{define "d"}}',
    'text',
    ' {{- /* c */ -}} ',
    '\n',
  ),
);
const program = fc.array(piece, { maxLength: 12 }).map((pieces) => `{{$x := 1}}${pieces.join('')}`);

/** Evaluates with little to spend; anything but a TemplateError fails. */
function evaluate(source: string): void {
  answer(source, new Run({ limits: { steps: 20_000, output: 100_000, memory: 10_000 } }));
}

describe('any source', () => {
  it('gives an output or a TemplateError: arbitrary text', () => {
    const text = fc.array(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('{{', '}}', '{{-', '-}}', '"', '/*', '*/')),
    );
    fc.assert(
      fc.property(text, (parts) => evaluate(parts.join(''))),
      { numRuns: 1000 },
    );
  });

  it('gives an output or a TemplateError: programs', () => {
    fc.assert(fc.property(program, evaluate), { numRuns: 2000 });
  });

  it('gives an output or a TemplateError: programs with a character lost', () => {
    fc.assert(
      fc.property(program, fc.nat(), (source, at) => {
        const i = at % (source.length + 1);
        evaluate(source.slice(0, i) + source.slice(i + 1));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('tree text', () => {
  it('parses to the same tree again', () => {
    const textOf = (source: string): string => {
      const tree = parseTrees('t', source, () => true).get('t');
      return tree ? nodeString(tree) : '';
    };
    fc.assert(
      fc.property(operand, (text) => {
        let first: string;
        try {
          first = textOf(`{{$x := 1}}{{${text}}}`);
        } catch {
          return;
        }
        expect(textOf(first)).toBe(first);
      }),
      { numRuns: 500 },
    );
  });
});
