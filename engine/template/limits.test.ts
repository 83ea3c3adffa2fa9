import { describe, expect, it } from 'vitest';
import { type Limits, Run } from '../go/run.ts';
import { parse, TemplateError } from './index.ts';

function limitOf(source: string, data: unknown, limits: Partial<Limits> = {}): string {
  try {
    return parse('t', source, new Map()).execute(data, new Run({ limits }));
  } catch (error) {
    if (error instanceof TemplateError && error.code === 'limit') return error.message.replace(/^.*>: /s, '');
    throw error;
  }
}

const recursion = '{{define "r"}}{{if .}}{{template "r" (slice . 1)}}{{end}}.{{end}}{{template "r" .}}';
const endless = 'exceeded maximum template depth (100000)';

describe('limits', () => {
  it.each<[string, string, unknown, Partial<Limits>, string]>([
    ['steps of a loop', '{{range .}}{{end}}', 1e15, { steps: 1000 }, 'steps limit of 1000 exceeded'],
    ['steps of calls', '{{range .}}{{print 1}}{{end}}', 600, { steps: 1000 }, 'steps limit of 1000 exceeded'],
    ['output', '{{range .}}0123456789{{end}}', 1000, { output: 500 }, 'output limit of 500 exceeded'],
    [
      'text that doubles',
      '{{$x := "ab"}}{{range 64}}{{$x = print $x $x}}{{end}}',
      0,
      {},
      'output limit of 4194304 exceeded',
    ],
    [
      'text that doubles in printf',
      '{{$x := "ab"}}{{range 64}}{{$x = printf "%s%[1]s" $x}}{{end}}',
      0,
      {},
      'output limit of 4194304 exceeded',
    ],
    ['depth', recursion, 'x'.repeat(20), { depth: 10 }, endless],
    ['depth by default', '{{define "r"}}{{template "r" .}}{{end}}{{template "r" .}}', 0, {}, endless],
    [
      'depth of deep statements',
      `{{define "r"}}${'{{with 1}}'.repeat(250)}{{template "r"}}${'{{end}}'.repeat(250)}{{end}}{{template "r"}}`,
      0,
      {},
      endless,
    ],
  ])('%s', (_name, source, data, limits, want) => {
    expect(limitOf(source, data, limits)).toBe(want);
  });

  it('lets 900 nested calls pass', () => {
    expect(limitOf(recursion, 'x'.repeat(900))).toBe('.'.repeat(901));
  });

  it.each([
    ['parentheses', `{{${'('.repeat(100_000)}`, 'template: t:1: max expression depth exceeded'],
    ['statements', '{{if 1}}'.repeat(100_000), 'template: t:1: max nesting depth exceeded'],
    ['blocks', '{{block "a" 1}}'.repeat(100_000), 'template: t:1: max nesting depth exceeded'],
  ])('ends at too deep %s', (_name, source, want) => {
    expect(limitOf(source, 0)).toBe(want);
  });

  it('takes parentheses and statements of 250 levels each', () => {
    const value = `${'(print '.repeat(250)}1${')'.repeat(250)}`;
    expect(limitOf(`${'{{if 1}}'.repeat(250)}{{${value}}}${'{{end}}'.repeat(250)}`, 0)).toBe('1');
  });

  it('takes a long chain of else ifs', () => {
    expect(limitOf(`{{if 0}}${'{{else if 0}}'.repeat(5000)}{{else}}x{{end}}`, 0)).toBe('x');
  });
});
