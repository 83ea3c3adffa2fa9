import { describe, expect, test } from 'vitest';
import { Run } from '../go/run.ts';
import { GoMap, GoSlice } from '../go/value.ts';
import { parse, TemplateError } from '../template/index.ts';
import { conversionCases } from './cases/conversion.ts';
import { defaultCases } from './cases/defaults.ts';
import { dictCases } from './cases/dict.ts';
import { jsonCases } from './cases/json.ts';
import { listCases } from './cases/list.ts';
import { mathCases } from './cases/math.ts';
import { mergeCases } from './cases/merge.ts';
import { reflectionCases } from './cases/reflection.ts';
import { stringCases } from './cases/strings.ts';
import { sprigFunctions } from './index.ts';

function environment(): Record<string, unknown> {
  return {
    n: null,
    num: 3,
    map: { a: 1, b: { c: 2 } },
    list: [1, 2, 3],
    none: [],
    empty: {},
    nan: Number.NaN,
    strings: new GoSlice('[]string', ['b', 'a']),
    bytes: Uint8Array.from([0x68, 0x69]),
    labels: new GoMap('map[string]string', [['a', 'b']]),
  };
}

function outcome(source: string): string {
  try {
    return parse('t', source, sprigFunctions).execute(environment(), new Run());
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return `! ${error.message.replace(/^.*? at <.*?>: (error calling \w+: )?/s, '')}`;
  }
}

describe.each([
  { family: 'strings', cases: stringCases },
  { family: 'conversion', cases: conversionCases },
  { family: 'math', cases: mathCases },
  { family: 'list', cases: listCases },
  { family: 'dict', cases: dictCases },
  { family: 'merge', cases: mergeCases },
  { family: 'defaults', cases: defaultCases },
  { family: 'json', cases: jsonCases },
  { family: 'reflection', cases: reflectionCases },
])('$family', ({ cases }) => {
  test.each(cases)('%s', (source, expected) => {
    expect(outcome(source)).toBe(expected);
  });
});
