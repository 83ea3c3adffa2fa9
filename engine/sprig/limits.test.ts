import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GoError } from '../go/error.ts';
import { LimitError, Run } from '../go/run.ts';
import type { GoType } from '../go/type.ts';
import { float64, GoMap, GoNil, GoSlice, int } from '../go/value.ts';
import { parse } from '../template/index.ts';
import { conversionFunctions } from './conversion.ts';
import { defaultFunctions } from './defaults.ts';
import { dictFunctions } from './dict.ts';
import { sprigFunctions } from './index.ts';
import { jsonFunctions } from './json.ts';
import { listFunctions } from './list.ts';
import { mathFunctions } from './math.ts';
import { reflectionFunctions } from './reflection.ts';
import { stringFunctions } from './strings.ts';

describe('a template cannot outgrow its budget', () => {
  const long = '{{$s := repeat 4000000 "a"}}';
  const cycle = '{{$d := dict}}{{$_ := set $d "self" $d}}';
  test.each([
    ['repeat', '{{repeat 1000000000 "abc"}}', 'output'],
    ['indent', '{{indent 1000000000 "a"}}', 'output'],
    ['indent of many lines', '{{indent 1000 (repeat 100000 "a\\n")}}', 'output'],
    ['replace', `${long}{{replace "a" "bb" $s}}`, 'output'],
    ['wrapWith', `${long}{{wrapWith 1 "" $s}}`, 'output'],
    ['cat', `${long}{{cat $s $s}}`, 'output'],
    ['join', `${long}{{join "" (list $s $s)}}`, 'output'],
    ['quote', `${long}{{quote $s $s}}`, 'output'],
    ['until', '{{until 2000000000}}', 'memory'],
    ['untilStep', '{{untilStep 0 9223372036854775807 1}}', 'memory'],
    ['seq', '{{seq 1 100000000}}', 'memory'],
    ['splitList', `${long}{{splitList "" $s}}`, 'memory'],
    ['split', `${long}{{split "a" $s}}`, 'memory'],
    ['lists that are copied', '{{$l := until 1000}}{{range until 1001}}{{$_ := push $l .}}{{end}}', 'memory'],
    ['shared lists', '{{$l := list 1}}{{range until 30}}{{$l = list $l $l}}{{end}}{{deepCopy $l}}', 'memory'],
    ['uniq', '{{uniq (until 5000)}}', 'steps'],
    ['work on long strings', `${long}{{range until 100}}{{$_ := trim $s}}{{end}}`, 'steps'],
    ['deepCopy of a cycle', `${cycle}{{deepCopy $d}}`, 'depth'],
    ['merge of a cycle', `${cycle}{{merge $d $d}}`, 'depth'],
  ])('%s', (_name, source, limit) => {
    const render = (): string => parse('t', source, sprigFunctions).execute({}, new Run());
    expect(render).toThrow(new RegExp(`${limit} limit of \\d+ exceeded$`));
  });
});

const scalar = fc.oneof(
  fc.constantFrom(null, undefined, true, false, '', 'a b', Number.NaN, Number.POSITIVE_INFINITY, -0, 2n ** 62n),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.integer().map((n) => int(n)),
  fc.double().map((n) => float64(n)),
);
const any = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 5 }),
  fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'constructor'), scalar),
  fc.array(fc.string(), { maxLength: 3 }).map((items) => new GoSlice('[]string', items)),
  fc.string().map((value) => new GoMap('map[string]string', [['a', value]])),
  fc.uint8Array({ maxLength: 5 }),
  fc.constantFrom(new GoNil('[]interface {}'), new GoNil('map[string]string')),
);

function argument(type: GoType): fc.Arbitrary<unknown> {
  switch (type.name) {
    case 'string':
      return fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\udcff', 'HTTP\udcc3x', '-1.0', '[1, 2]'));
    case 'int':
      return fc.oneof(fc.integer({ min: -40, max: 40 }), fc.constantFrom(2 ** 31, -(2 ** 31))).map((n) => int(n));
    case 'bool':
      return fc.boolean();
    case 'float64':
      return fc.double().map((n) => float64(n));
    case 'map[string]interface {}':
      return fc.oneof(fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), any), fc.constant(new GoNil(type)));
    default:
      return any;
  }
}

function args(type: GoType): fc.Arbitrary<unknown[]> {
  const params = type.params ?? [];
  const fixed = fc.tuple(...(type.variadic ? params.slice(0, -1) : params).map(argument));
  const rest = type.variadic ? fc.array(argument(params.at(-1)?.elem as GoType), { maxLength: 4 }) : fc.constant([]);
  return fc.tuple(fixed, rest).map(([first, others]) => [...first, ...others]);
}

test.each(
  Object.entries({
    ...stringFunctions,
    ...conversionFunctions,
    ...mathFunctions,
    ...listFunctions,
    ...dictFunctions,
    ...defaultFunctions,
    ...jsonFunctions,
    ...reflectionFunctions,
  }),
)('%s throws nothing but GoError and LimitError', (_name, func) => {
  fc.assert(
    fc.property(args(func.type), (values) => {
      try {
        func.call(values, new Run());
      } catch (error) {
        if (!(error instanceof GoError || error instanceof LimitError)) throw error;
      }
    }),
    { seed: 1, numRuns: 200 },
  );
});
