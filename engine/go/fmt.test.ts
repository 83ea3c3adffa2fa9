import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { format, sprint, sprintf, sprintln } from './fmt.ts';
import { LimitError, Run } from './run.ts';
import { fromInstant, loadLocation } from './time/index.ts';
import { durationType, parseType, uint8Type } from './type.ts';
import { float64, GoFunc, GoMap, GoNil, GoPointer, GoSlice, GoStruct, int, sized } from './value.ts';

const table: readonly [format: string, values: unknown[], want: string][] = [
  ['%v %v %v', [null, true, 'x'], '<nil> true x'],
  ['%v %v %v %v', [float64(1e6), float64(999999), 1e-5, 123456789.125], '1e+06 999999 1e-05 1.23456789125e+08'],
  ['%v %v %v', [Number.NaN, Number.POSITIVE_INFINITY, -0], 'NaN +Inf -0'],
  ['%v', [{ b: [1, null], a: { '😀': 'x', '\uffff': 'y' } }], 'map[a:map[\uffff:y 😀:x] b:[1 <nil>]]'],
  [
    '%#v',
    [{ b: [1, null], a: float64(1) }],
    'map[string]interface {}{"a":1, "b":[]interface {}{1, interface {}(nil)}}',
  ],
  ['%#v %#v %#v', ['a"\n', sized(uint8Type, 10), 0.5], '"a\\"\\n" 0xa 0.5'],
  [
    '%T %T %T %T %T',
    [null, 1, float64(1), [1], sized(durationType, 1n)],
    '<nil> int64 float64 []interface {} time.Duration',
  ],
  [
    '%d|%5d|%-5d|%05d|%+d|% d|%x|%X|%#x|%o|%O|%b|%c|%q|%U|%#U',
    Array(16).fill(42),
    "42|   42|42   |00042|+42| 42|2a|2A|0x2a|52|0o52|101010|*|'*'|U+002A|U+002A '*'",
  ],
  ['%d %x %c %U', Array(4).fill(-7), '-7 -7 � U+FFFFFFFFFFFFFFF9'],
  ['%.3d|%8.3d|%-8.3d|%.0d|%08.3d', [7, 7, 7, 0, 7], '007|     007|007     ||     007'],
  ['%d %d', [2n ** 63n - 1n, sized(parseType('uint64'), 2n ** 64n - 1n)], '9223372036854775807 18446744073709551615'],
  [
    '%f|%.2f|%8.3f|%-8.1f|%08.2f|%+.1f|% .1f|%.0f|%F',
    Array(9).fill(3.25),
    '3.250000|3.25|   3.250|3.2     |00003.25|+3.2| 3.2|3|3.250000',
  ],
  ['%.0f %.0f %.1f %.2f', [0.5, 2.5, 0.25, 1.005], '0 2 0.2 1.00'],
  [
    '%e|%E|%g|%G|%.3g|%#g|%x|%b',
    Array(8).fill(123456.789),
    '1.234568e+05|1.234568E+05|123456.789|123456.789|1.23e+05|123456.789|0x1.e240c9fbe76c9p+16|8483885939586761p-36',
  ],
  ['%6.2f|%06.1f|%+v', [Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], '   NaN|  -Inf|+Inf'],
  [
    '%s|%10s|%-10s|%.2s|%010s|%q|%+q|%#q|%x|% X|%# x',
    Array(11).fill('héllo'),
    'héllo|     héllo|héllo     |hé|00000héllo|"héllo"|"h\\u00e9llo"|`héllo`|68c3a96c6c6f|68 C3 A9 6C 6C 6F|0x68 0xc3 0xa9 0x6c 0x6c 0x6f',
  ],
  ['%q %+q %#q', ['a\t\u200b😀', '😀\0', '`x`'], '"a\\t\\u200b😀" "\\U0001f600\\x00" "`x`"'],
  ['%s %v %x %q', Array(4).fill(Uint8Array.of(104, 105)), 'hi [104 105] 6869 "hi"'],
  ['%#v %d', Array(2).fill(Uint8Array.of(104, 105)), '[]byte{0x68, 0x69} [104 105]'],
  [
    '%v %s %#v %5d',
    Array(4).fill(new GoSlice('[]string', ['x', 'y'])),
    '[x y] [x y] []string{"x", "y"} [%!d(string=    x) %!d(string=    y)]',
  ],
  [
    '%v %#v',
    Array(2).fill(
      new GoMap('map[int]string', [
        [int(10), 'x'],
        [int(9), 'y'],
      ]),
    ),
    'map[9:y 10:x] map[int]string{9:"y", 10:"x"}',
  ],
  ['%v %#v %d %s', Array(4).fill(new GoNil('[]interface {}')), '[] []interface {}(nil) [] []'],
  ['%v %#v', Array(2).fill(new GoNil('map[string]interface {}')), 'map[] map[string]interface {}(nil)'],
  [
    '%v %s %d %q %#v %t',
    Array(6).fill(sized(durationType, 5_400_000_000_000n)),
    '1h30m0s 1h30m0s 5400000000000 "1h30m0s" 5400000000000 %!t(time.Duration=5400000000000)',
  ],
  ['%d %s', ['x', 1], '%!d(string=x) %!s(int64=1)'],
  ['%z %!', [1, 2], '%!z(int64=1) %!!(int64=2)'],
  ['%d', [], '%!d(MISSING)'],
  ['%d %s', [1], '1 %!s(MISSING)'],
  ['%d', [1, 'x', null], '1%!(EXTRA string=x, <nil>)'],
  ['%', [1], '%!(NOVERB)%!(EXTRA int64=1)'],
  ['100%% %', [], '100% %!(NOVERB)'],
  ['%[2]d %[1]d', [1, 2], '2 1'],
  ['%[3]d %[x]d %[2', [1], '%!d(BADINDEX) %!d(BADINDEX) %!(NOVERB)'],
  ['%*d|%-*d|%.*f', [5, 42, 4, 7, 2, 1.5], '   42|7   |1.50'],
  ['%*d %.*d', ['x', 1, -1, 2], '%!(BADWIDTH)1 %!(BADPREC)2'],
  ['%[1]*d', [3], '%!d(MISSING)'],
  ['%t %5t %d', [true, false, true], 'true false %!d(bool=true)'],
  ['%d %s', [null, [null, 1]], '%!d(<nil>) [<nil> %!s(int64=1)]'],
  ['%w %w', [1, ['a']], '%!w(int64=1) %!w([]interface {}=[a])'],
  ['%s', [['a', 1, { k: true }]], '[a %!s(int64=1) map[k:%!s(bool=true)]]'],
  ['%6v|%-4v|%03v', [[1, 'a'], { k: 1 }, [7]], '[     1      a]|map[k   :1   ]|[007]'],
  ['%p %p', ['x', 1], '%!p(string=x) %!p(int64=1)'],
];

describe('sprintf', () => {
  it.each(table)('%s of %o', (text, values, want) => {
    expect(sprintf(text, values)).toBe(want);
  });

  it('prints the hidden fields of a time under verbs that String does not serve', () => {
    const time = fromInstant({ seconds: 1_714_979_289, nanoseconds: 123_456_789 });
    expect(sprintf('%v', [time])).toBe('2024-05-06 07:08:09.123456789 +0000 UTC');
    expect(sprintf('%d', [time])).toBe('{123456789 63850576089 0}');
    expect(sprintf('%#v', [time])).toBe('time.Date(2024, time.May, 6, 7, 8, 9, 123456789, time.UTC)');
    const abroad = fromInstant({ seconds: 0, nanoseconds: 0 }, loadLocation('Asia/Kolkata'));
    expect(sprintf('%t', [abroad])).toMatch(/^\{%!t\(uint64=0\) %!t\(int64=62135596800\) %!t\(\*time\.Location=/);
  });

  const commit = new GoStruct('shared.CommitMetadata', {
    Message: 'a "b"',
    Tags: new GoSlice('[]string', ['v1']),
    Error: null,
  });

  it.each([
    ['%v', '{a "b" [v1] <nil>}'],
    ['%+v', '{Message:a "b" Tags:[v1] Error:<nil>}'],
    ['%#v', 'shared.CommitMetadata{Message:"a \\"b\\"", Tags:[]string{"v1"}, Error:interface {}(nil)}'],
    ['%d', '{%!d(string=a "b") [%!d(string=v1)] <nil>}'],
    ['%T', 'shared.CommitMetadata'],
    ['%p', '%!p(shared.CommitMetadata={a "b" [v1] <nil>})'],
  ])('prints a struct under %s', (verb, want) => {
    expect(sprintf(verb, [commit])).toBe(want);
  });

  it('follows a pointer at the top only', () => {
    const pointer = new GoPointer(commit);
    expect(sprintf('%v', [pointer])).toBe('&{a "b" [v1] <nil>}');
    expect(sprintf('%v', [[pointer]])).toMatch(/^\[0x[0-9a-f]+\]$/);
    expect(sprintf('%s', [[pointer]])).toBe('[%!s(*shared.CommitMetadata=&{a "b" [v1] <nil>})]');
    expect(sprintf('%v %d %#v %s', Array(4).fill(new GoNil('*shared.Spec')))).toBe(
      '<nil> 0 (*shared.Spec)(nil) %!s(*shared.Spec=<nil>)',
    );
  });

  it('prints a func as its address', () => {
    const func = new GoFunc('func(int) string', () => '');
    expect(sprintf('%v', [func])).toMatch(/^0x[0-9a-f]+$/);
    expect(sprintf('%s', [func])).toMatch(/^%!s\(func\(int\) string=0x[0-9a-f]+\)$/);
  });

  it('stops at the limit of the evaluation and at cyclic values', () => {
    expect(() => sprintf('%999999d%999999d', [1, 2], new Run({ limits: { output: 1_500_000 } }))).toThrow(LimitError);
    const map: Record<string, unknown> = {};
    map['self'] = map;
    expect(() => format(map)).toThrow(LimitError);
  });

  it('takes any format', () => {
    const part = fc.oneof(
      fc.constantFrom('%', '*', '[1]', '[', '.', '0', '-', '#', '9', 'v', 'd', 'x', '%%'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(part), fc.array(fc.jsonValue()), (parts, values) => {
        expect(typeof sprintf(parts.join(''), values)).toBe('string');
      }),
    );
  });
});

describe('sprint', () => {
  it.each([
    [[1, 2, 'a', 'b', 3, true], '1 2ab3 true'],
    [['a', 1, null], 'a1 <nil>'],
    [[], ''],
  ])('%j', (values, want) => {
    expect(sprint(values)).toBe(want);
  });

  it('puts a space between all operands of sprintln', () => {
    expect(sprintln(['a', 'b', 1, null])).toBe('a b 1 <nil>\n');
    expect(sprintln([])).toBe('\n');
  });
});
