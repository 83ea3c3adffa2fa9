import { describe, expect, it } from 'vitest';
import { GoError } from '../go/error.ts';
import { LimitError, Need, Run } from '../go/run.ts';
import { GoFunc } from '../go/value.ts';
import { parse, TemplateError } from './index.ts';
import { functions, variables } from './test-data.ts';

function failureOf(source: string, own: ReadonlyMap<string, GoFunc> = functions): unknown {
  try {
    parse('t', source, own).execute(variables, new Run());
  } catch (error) {
    return error;
  }
  return undefined;
}

function throwing(error: unknown): ReadonlyMap<string, GoFunc> {
  const call = () => {
    throw error;
  };
  return new Map([['raise', new GoFunc('func() (string, error)', call)]]);
}

describe('TemplateError', () => {
  it('tells code, template, place and output of a failed execution', () => {
    const error = failureOf('{{define "inner"}}é\n ö{{.name.x}}{{end}}{{template "inner" .}}');
    expect(error).toBeInstanceOf(TemplateError);
    expect(error).toMatchObject({ code: 'exec', template: 'inner', line: 2, column: 10, partial: 'é\n ö' });
  });

  it('tells line and column of a parse error', () => {
    expect(failureOf('a\n{{if .x}}\n{{nope}}')).toMatchObject({ code: 'parse', template: 't', line: 3, column: 2 });
  });

  it.each([
    ['a\n  {{upper .n}}\nb', ' |   {{upper .n}}\n |           ^'],
    ['a {{$x}}', ' | a {{$x}}\n |     ^'],
    [
      `${'x'.repeat(200)}{{.name.x}}${'y'.repeat(200)}`,
      ` | ${'x'.repeat(53)}{{.name.x}}${'y'.repeat(36)}\n | ${' '.repeat(60)}^`,
    ],
  ])('shows the source line of %j with a caret', (source, want) => {
    const error = failureOf(source);
    expect(error instanceof TemplateError && error.excerpt).toBe(want);
  });

  it('keeps the error of a function as its cause', () => {
    const cause = new GoError('no');
    const error = failureOf('{{raise}}', throwing(cause));
    expect(error).toMatchObject({
      code: 'exec',
      cause,
      message: 'template: t:1:2: executing "t" at <raise>: error calling raise: no',
    });
  });

  it('lets a need pass', () => {
    const need = new Need('commit', () => Promise.resolve(1));
    expect(failureOf('{{raise}}', throwing(need))).toBe(need);
  });

  it('gives the limit of a function a place', () => {
    const cause = new LimitError('memory', 1);
    expect(failureOf('x{{raise}}', throwing(cause))).toMatchObject({
      code: 'limit',
      cause,
      partial: 'x',
      message: 'template: t:1:3: executing "t" at <raise>: memory limit of 1 exceeded',
    });
  });
});
