import { describe, expect, it } from 'vitest';
import { answer } from './test-data.ts';

/** A source and Go's output, or Go's error and what had been printed. */
type Row = readonly [source: string, ...answer: string[]];

const calls: readonly Row[] = [
  ['{{1 2}}', 'template: t:1:2: executing "t" at <1>: can\'t give argument to non-function 1', ''],
  ['{{"x" | print "y"}}', 'yx'],
  ['{{nil}}', 'template: t:1:2: executing "t" at <nil>: nil is not a command', ''],
  ['{{(1) 2}}', 'template: t:1:2: executing "t" at <(1) 2>: can\'t give argument to non-function 1', ''],
  [
    '{{18446744073709551615}}',
    'template: t:1:2: executing "t" at <18446744073709551615>: 18446744073709551615 overflows int',
    '',
  ],
  ['{{printf 1}}', 'template: t:1:9: executing "t" at <1>: expected string; found 1', ''],
  ['{{printf .n}}', 'template: t:1:9: executing "t" at <.n>: wrong type for value; expected string; got int64', ''],
  [
    '{{printf .none}}',
    'template: t:1:9: executing "t" at <.none>: wrong type for value; expected string; got interface {}',
    '',
  ],
  ['{{printf .nope}}', 'template: t:1:9: executing "t" at <.nope>: invalid value; expected string', ''],
  ['{{printf nil}}', 'template: t:1:9: executing "t" at <nil>: cannot assign nil to string', ''],
  ['{{len}}', 'template: t:1:2: executing "t" at <len>: wrong number of args for len: want 1 got 0', ''],
  ['{{len 1 2}}', 'template: t:1:2: executing "t" at <len>: wrong number of args for len: want 1 got 2', ''],
  ['{{not}}', 'template: t:1:2: executing "t" at <not>: wrong number of args for not: want 1 got 0', ''],
  ['{{eq 1}}', 'template: t:1:2: executing "t" at <eq 1>: error calling eq: missing argument for comparison', ''],
  ['{{1 | eq}}', 'template: t:1:6: executing "t" at <eq>: error calling eq: missing argument for comparison', ''],
  ['{{print | len}}', '0'],
  ['{{call .add 1 2}}', '3'],
  [
    '{{call .add 1}}',
    'template: t:1:2: executing "t" at <call .add 1>: error calling call: wrong number of args for .add: got 1 want 2',
    '',
  ],
  [
    '{{call .add 1 "x"}}',
    'template: t:1:2: executing "t" at <call .add 1 "x">: error calling call: arg 1: value has type string; should be int',
    '',
  ],
  ['{{call .add .n .n}}', '84'],
  ['{{call .score 1 2 3}}', '6'],
  [
    '{{call .score}}',
    'template: t:1:2: executing "t" at <call .score>: error calling call: wrong number of args for .score: got 0 want at least 1',
    '',
  ],
  ['{{call .nope}}', 'template: t:1:2: executing "t" at <call .nope>: error calling call: call of nil', ''],
  [
    '{{call .name}}',
    'template: t:1:2: executing "t" at <call .name>: error calling call: non-function .name of type string',
    '',
  ],
  ['{{"x" | call}}', 'template: t:1:8: executing "t" at <call>: error calling call: non-function x of type string', ''],
  ['{{.boom}}', 'template: t:1:2: executing "t" at <{{.boom}}>: can\'t print {{.boom}} of type func() string', ''],
  ['{{call .boom}}', 'template: t:1:2: executing "t" at <call .boom>: error calling call: boom!', ''],
  [
    '{{call .void}}',
    'template: t:1:2: executing "t" at <call .void>: error calling call: function .void has 0 return values; should be 1 or 2',
    '',
  ],
  ['{{call .ident nil}}', '<no value>'],
  [
    '{{call .add nil 1}}',
    'template: t:1:2: executing "t" at <call .add nil 1>: error calling call: arg 0: value is nil; should be of type int',
    '',
  ],
  ['{{.add 1 2}}', 'template: t:1:2: executing "t" at <.add>: add is not a method but has arguments', ''],
  ['{{(call .ident .map).b}}', 'B'],
  ['{{print 1 2 "a" "b" 3}}', '1 2ab3'],
  ['{{println "a" 1}}', 'a 1\n'],
  ['{{printf "%d %v %s %q" .n .f .name .name}}', '42 1.5 guestbook "guestbook"'],
  ['{{printf "%d" "x"}}', '%!d(string=x)'],
  ['{{.name | printf "%s-%s" "a"}}', 'a-guestbook'],
];

const logic: readonly Row[] = [
  ['{{and 1 0 2}}', '0'],
  ['{{or 0 "" "x"}}', 'x'],
  ['{{or 1 (index .list 9)}}', '1'],
  ['{{and 0 (index .list 9)}}', '0'],
  ['{{0 | and 1}}', '0'],
  ['{{and .none}}', '<no value>'],
  ['{{not .none}} {{not 1}}', 'true false'],
  ['{{eq 1 1}} {{eq 1 2}} {{eq 1 2 1}}', 'true false true'],
  ['{{eq .n 42}} {{eq .i .n}}', 'true false'],
  [
    '{{eq 1 1.0}}',
    'template: t:1:2: executing "t" at <eq 1 1.0>: error calling eq: incompatible types for comparison: int and float64',
    '',
  ],
  ['{{eq 1 1 "a"}}', 'true'],
  [
    '{{eq 1 "a" 1}}',
    'template: t:1:2: executing "t" at <eq 1 "a" 1>: error calling eq: incompatible types for comparison: int and string',
    '',
  ],
  ['{{eq .none nil}} {{eq .none 1}} {{eq .nope .none}}', 'true false true'],
  [
    '{{eq .list .list}}',
    'template: t:1:2: executing "t" at <eq .list .list>: error calling eq: non-comparable type [a b c]: []interface {}',
    '',
  ],
  ['{{eq .map .none}}', 'false'],
  [
    '{{eq .map .list}}',
    'template: t:1:2: executing "t" at <eq .map .list>: error calling eq: non-comparable types map[a:map[deep:%!s(int64=1)] b:B]: map[string]interface {}, []interface {}: [a b c]',
    '',
  ],
  ['{{eq .wait .wait}} {{eq .wait 1}}', 'true false'],
  ['{{ne "a" "b"}}', 'true'],
  ['{{lt 1 2}} {{le 2 2}} {{gt 1 2}} {{ge 2 2}}', 'true true false true'],
  ['{{lt "a" "b"}} {{lt 1.5 2.5}}', 'true true'],
  [
    '{{lt 1 1.5}}',
    'template: t:1:2: executing "t" at <lt 1 1.5>: error calling lt: incompatible types for comparison: int and float64',
    '',
  ],
  [
    '{{lt true false}}',
    'template: t:1:2: executing "t" at <lt true false>: error calling lt: invalid type for comparison',
    '',
  ],
  [
    '{{lt .none 1}}',
    'template: t:1:2: executing "t" at <lt .none 1>: error calling lt: invalid type for comparison',
    '',
  ],
  [
    '{{gt .list .list}}',
    'template: t:1:2: executing "t" at <gt .list .list>: error calling gt: invalid type for comparison',
    '',
  ],
];

const indexing: readonly Row[] = [
  ['{{index .list 0}}', 'a'],
  [
    '{{index .list 3}}',
    'template: t:1:2: executing "t" at <index .list 3>: error calling index: reflect: slice index out of range',
    '',
  ],
  [
    '{{index .list 4}}',
    'template: t:1:2: executing "t" at <index .list 4>: error calling index: index out of range: 4',
    '',
  ],
  [
    '{{index .list -1}}',
    'template: t:1:2: executing "t" at <index .list -1>: error calling index: index out of range: -1',
    '',
  ],
  [
    '{{index .list "a"}}',
    'template: t:1:2: executing "t" at <index .list "a">: error calling index: cannot index slice/array with type string',
    '',
  ],
  [
    '{{index .list .none}}',
    'template: t:1:2: executing "t" at <index .list .none>: error calling index: cannot index slice/array with nil',
    '',
  ],
  ['{{index .map "a" "deep"}}', '1'],
  ['{{index .map "zz"}}', '<no value>'],
  [
    '{{index .map 1}}',
    'template: t:1:2: executing "t" at <index .map 1>: error calling index: value has type int; should be string',
    '',
  ],
  [
    '{{index .map .none}}',
    'template: t:1:2: executing "t" at <index .map .none>: error calling index: value is nil; should be of type string',
    '',
  ],
  ['{{index .codes 1}} {{index .codes .n}}', 'one '],
  ['{{index .context "url"}}', 'https://argo'],
  ['{{index .name 0}}', '103'],
  [
    '{{index .n 0}}',
    'template: t:1:2: executing "t" at <index .n 0>: error calling index: can\'t index item of type int64',
    '',
  ],
  [
    '{{index .none 0}}',
    'template: t:1:2: executing "t" at <index .none 0>: error calling index: index of untyped nil',
    '',
  ],
  [
    '{{index .map "zz" "y"}}',
    'template: t:1:2: executing "t" at <index .map "zz" "y">: error calling index: index of nil pointer',
    '',
  ],
  ['{{index .bytes 1}}', '105'],
  ['{{slice .name 1 3}}', 'ue'],
  ['{{slice .list 1}}', '[b c]'],
  [
    '{{slice .name 3 1}}',
    'template: t:1:2: executing "t" at <slice .name 3 1>: error calling slice: invalid slice index: 3 > 1',
    '',
  ],
  [
    '{{slice .name 10}}',
    'template: t:1:2: executing "t" at <slice .name 10>: error calling slice: index out of range: 10',
    '',
  ],
  [
    '{{slice .name 1 2 3}}',
    'template: t:1:2: executing "t" at <slice .name 1 2 3>: error calling slice: cannot 3-index slice a string',
    '',
  ],
  ['{{slice .list 0 1 2}}', '[a]'],
  [
    '{{slice .n}}',
    'template: t:1:2: executing "t" at <slice .n>: error calling slice: can\'t slice item of type int64',
    '',
  ],
  [
    '{{slice .name .n}}',
    'template: t:1:2: executing "t" at <slice .name .n>: error calling slice: cannot index slice/array with type interface {}',
    '',
  ],
  ['{{slice .none}}', 'template: t:1:2: executing "t" at <slice .none>: error calling slice: slice of untyped nil', ''],
  ['{{len .name}} {{len .list}} {{len .map}} {{len .codes}} {{len "é"}}', '9 3 2 2 2'],
  ['{{len .n}}', 'template: t:1:2: executing "t" at <len .n>: error calling len: len of type int64', ''],
  ['{{len .none}}', 'template: t:1:2: executing "t" at <len .none>: error calling len: len of nil pointer', ''],
  [
    '{{len nil}}',
    'template: t:1:2: executing "t" at <len nil>: error calling len: reflect: call of reflect.Value.Type on zero Value',
    '',
  ],
  [
    '{{index .map .list}}',
    'template: t:1:2: executing "t" at <index .map .list>: error calling index: value has type []interface {}; should be string',
    '',
  ],
];

const escaping: readonly Row[] = [
  ['{{html "<a href=\'x\'>&\\"" }}', '&lt;a href=&#39;x&#39;&gt;&amp;&#34;'],
  ['{{js "a\'b\\"<>&=\\n\\\\é\\u2028"}}', 'a\\\'b\\"\\u003C\\u003E\\u0026\\u003D\\u000A\\\\é\\u2028'],
  ['{{urlquery "a b/&é*()" .n}}', 'a+b%2F%26%C3%A9%2A%28%2942'],
  ['{{html .none}}', '&lt;no value&gt;'],
  ['{{js 1 2}}', '1 2'],
  ['{{.name | html}}', 'guestbook'],
];

const sprig: readonly Row[] = [
  ['{{upper .name}}', 'GUESTBOOK'],
  ['{{upper 1}}', 'template: t:1:8: executing "t" at <1>: expected string; found 1', ''],
  ['{{upper .n}}', 'template: t:1:8: executing "t" at <.n>: wrong type for value; expected string; got int64', ''],
  [
    '{{upper .none}}',
    'template: t:1:8: executing "t" at <.none>: wrong type for value; expected string; got interface {}',
    '',
  ],
  ['{{upper .nope}}', 'template: t:1:8: executing "t" at <.nope>: invalid value; expected string', ''],
  ['{{.n | upper}}', 'template: t:1:7: executing "t" at <upper>: wrong type for value; expected string; got int64', ''],
  ['{{.none | upper}}', 'template: t:1:10: executing "t" at <upper>: invalid value; expected string', ''],
  ['{{trunc 3 .name}}', 'gue'],
  ['{{trunc .n .name}}', 'template: t:1:8: executing "t" at <.n>: wrong type for value; expected int; got int64', ''],
  ['{{trunc 3.0 .name}}', 'gue'],
  ['{{trunc 1.5 .name}}', 'template: t:1:8: executing "t" at <1.5>: expected integer; found 1.5', ''],
  ['{{trunc "x" .name}}', 'template: t:1:8: executing "t" at <"x">: expected integer; found "x"', ''],
  ['{{.name | trunc 3 | upper}}', 'GUE'],
  ['{{trunc nil .name}}', 'template: t:1:8: executing "t" at <nil>: cannot assign nil to int', ''],
  ['{{trunc 3}}', 'template: t:1:2: executing "t" at <trunc>: wrong number of args for trunc: want 2 got 1', ''],
  ['{{upper}}', 'template: t:1:2: executing "t" at <upper>: wrong number of args for upper: want 1 got 0', ''],
  ['{{upper "a" "b"}}', 'template: t:1:2: executing "t" at <upper>: wrong number of args for upper: want 1 got 2', ''],
  ['{{until 3}}', '[0 1 2]'],
  ['{{until .n}}', 'template: t:1:8: executing "t" at <.n>: wrong type for value; expected int; got int64', ''],
  ['{{fail "no"}}', 'template: t:1:2: executing "t" at <fail "no">: error calling fail: no', ''],
  ['{{list 1 .none .nope | len}}', '3'],
  ['{{list nil}}', '[<nil>]'],
  ['{{ternary 1 2 .yes}}', '1'],
  ['{{ternary 1 2 .n}}', 'template: t:1:14: executing "t" at <.n>: wrong type for value; expected bool; got int64', ''],
  ['{{ternary 1 2 true}}', '1'],
  ['{{hello.x}}', 'template: t:1:2: executing "t" at <hello>: can\'t evaluate field x in type string', ''],
  ['{{(first .list).x}}', 'template: t:1:9: executing "t" at <.list>: can\'t evaluate field x in type string', ''],
  ['{{first .list | upper}}', 'A'],
  [
    '{{upper (first .nums)}}',
    'template: t:1:15: executing "t" at <.nums>: wrong type for value; expected string; got int64',
    '',
  ],
  [
    '{{print hello upper}}',
    'template: t:1:14: executing "t" at <upper>: wrong number of args for upper: want 1 got 0',
    '',
  ],
  ['{{printf "%T" (first .nums)}}', 'int64'],
];

describe.each([
  ['calls', calls],
  ['logic and comparison', logic],
  ['index, slice and len', indexing],
  ['escaping', escaping],
  ['parameters with types', sprig],
] as const)('%s', (_name, rows) => {
  it.each(rows.map((row) => [row[0], row] as const))('%j', (source, row) => {
    expect(answer(source)).toEqual(row);
  });
});
