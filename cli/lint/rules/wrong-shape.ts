import { isPlainMap } from '../../../engine/go/value.ts';
import type { Report, Rule } from '../rule.ts';
import { keyPath } from '../subject/conditions.ts';
import { problemReports } from './problem-reports.ts';
import { type ShapeError, shapeErrors } from './shape.ts';

/** A value of a kind that does not fit. */
export const wrongShape: Rule = {
  id: 'wrong-shape',
  severity: 'error',
  argo: 'rejects',
  what: 'A value is of the wrong kind: a map where a list is wanted, a text where a number is.',
  why: 'Argo CD refuses the whole ConfigMap, and sends nothing until it is mended.',
  mend: 'A trigger is a list of conditions, `- when: …`; `send` and `recipients` are lists of texts; numbers and booleans have no quotes.',
  *check(subject) {
    const reported = new Set<string>();
    for (const { key, yaml, ...entry } of subject.entries) {
      for (const error of shapeErrors({ key, yaml, ...entry })) {
        if (error.keyword === 'additionalProperties') continue;
        reported.add(key);
        const path = keyPath(key, error.path);
        yield { spot: yaml.spot(error.path), path, ...describe(key, error) };
      }
    }
    for (const report of problemReports(subject, ['decode'])) {
      if (!reported.has(report.path.slice('data.'.length)) && isAboutKinds(report)) yield report;
    }
  },
};

/** Whether it is Go's JSON that complains, not a type's own decoder. */
function isAboutKinds({ message, path }: Report): boolean {
  return message.startsWith('json:') && path !== 'data.context';
}

const names: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a map',
  string: 'a text',
  boolean: 'true or false',
  integer: 'a whole number',
};

function describe(key: string, { path, types, value, keyword }: ShapeError): Pick<Report, 'message' | 'hint'> {
  if (keyword !== 'type') return { message: `the number ${String(value)} is too large` };
  const wanted = ['array', 'object', 'string', 'boolean', 'integer'].find((type) => types.includes(type)) ?? '';
  const message = `this has to be ${names[wanted] ?? wanted}, but is ${kindOf(value)}`;
  return { message, hint: hintFor(key, path.at(-1), wanted, value) };
}

function hintFor(key: string, name: string | number | undefined, wanted: string, value: unknown): string | undefined {
  if (key.startsWith('trigger.') && name === undefined && isPlainMap(value)) {
    return 'a trigger is a list of conditions: begin with `- when:`';
  }
  if (name === 'headers' && isPlainMap(value)) return 'write a list of `- name: …` with `value: …`';
  if (wanted === 'array' && typeof value === 'string') return `write [${value}]`;
  if (wanted === 'string' && isPlainMap(value)) {
    const [first] = Object.keys(value);
    if (typeof name === 'number' && first !== undefined)
      return `write ${first}:${String(value[first])} without the space`;
    return 'put the text below a | or in quotes';
  }
  if (wanted === 'string' && Array.isArray(value)) return 'put the JSON below a |, so that it is a text';
  if (wanted === 'integer' && typeof value === 'string') {
    return value.startsWith('$')
      ? 'a secret is always a text, and cannot stand here'
      : 'write the number without quotes';
  }
  if (wanted === 'boolean' && typeof value === 'string') return 'write true or false without quotes';
  return undefined;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isPlainMap(value)) return 'a map';
  if (value === null) return 'nothing';
  return typeof value === 'string' ? 'a text' : typeof value === 'boolean' ? `${value}` : `the number ${String(value)}`;
}
