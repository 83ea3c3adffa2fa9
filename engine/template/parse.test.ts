import { describe, expect, it } from 'vitest';
import { nodeString } from './node.ts';
import { parseTrees } from './parse.ts';
import { answer } from './test-data.ts';

/** A source and Go's output, or Go's error and what had been printed. */
type Row = readonly [source: string, ...answer: string[]];

const parse: readonly Row[] = [
  ['{{', 'template: t:1: unclosed action'],
  ['{{1', 'template: t:1: unclosed action'],
  ['\n{{.x\n', 'template: t:3: unclosed action started at t:2'],
  ['{{"abc', 'template: t:1: unterminated quoted string'],
  ["{{'a", 'template: t:1: unterminated character constant'],
  ['{{`a', 'template: t:1: unterminated raw quoted string'],
  ['{{1a}}', 'template: t:1: bad number syntax: "1a"'],
  ['{{.x!}}', "template: t:1: bad character U+0021 '!'"],
  ['{{\u00a0}}', 'template: t:1: unrecognized character in action: U+00A0'],
  ['{{1:2}}', 'template: t:1: expected :='],
  ['{{(1}}', 'template: t:1: unclosed left paren'],
  ['{{1)}}', 'template: t:1: unexpected right paren'],
  ['{{/* x', 'template: t:1: unclosed comment'],
  ['{{/* x */ }}', 'template: t:1: comment ends before closing delimiter'],
  ['{{end}}', 'template: t:1: unexpected {{end}}'],
  ['{{else}}', 'template: t:1: unexpected {{else}}'],
  ['{{if}}{{end}}', 'template: t:1: missing value for if'],
  ['{{if 1}}', 'template: t:1: unexpected EOF'],
  ['{{if 1}}{{else}}{{else}}{{end}}', 'template: t:1: expected end; found {{else}}'],
  ['{{with 1}}{{else if 2}}{{end}}', 'template: t:1: unexpected <if> in input'],
  ['{{foo}}', 'template: t:1: function "foo" not defined'],
  ['{{$x}}', 'template: t:1: undefined variable "$x"'],
  ['{{1 | 2}}', 'template: t:1: non executable command in pipeline stage 2'],
  ['{{}}', 'template: t:1: missing value for command'],
  ['{{|}}', 'template: t:1: unexpected "|" in command'],
  ['{{()}}', 'template: t:1: missing value for parenthesized pipeline'],
  ['{{range $a, $b, $c := .}}{{end}}', 'template: t:1: too many declarations in range'],
  ['{{$a, $b := 1}}', 'template: t:1: too many declarations in command'],
  ['{{range $a, 1 := .}}{{end}}', 'template: t:1: range can only initialize variables'],
  ['{{break}}', 'template: t:1: {{break}} outside {{range}}'],
  ['{{range .}}{{define "x"}}{{end}}{{end}}', 'template: t:1: unexpected <define> in command'],
  ['{{template}}', 'template: t:1: unexpected "}}" in template clause'],
  ['{{template "x" 1 }', 'template: t:1: unexpected "}" in operand'],
  ['{{block "x"}}{{end}}', 'template: t:1: missing value for block clause'],
  ['{{define x}}{{end}}', 'template: t:1: unexpected "x" in define clause'],
  ['{{define "x"}}', 'template: t:1: unexpected EOF'],
  ['{{1.x}}', 'template: t:1: bad number syntax: "1.x"'],
  ['{{08}}', 'template: t:1: integer overflow: "08"'],
  ['{{1e1000}}', 'template: t:1: illegal number syntax: "1e1000"'],
  ['{{.}', "template: t:1: bad character U+007D '}'"],
  ["{{'ab'}}", "template: t:1: malformed character constant: 'ab'"],
  ['{{"\\q"}}', 'template: t:1: invalid syntax'],
  ['{{18446744073709551616}}', 'template: t:1: integer overflow: "18446744073709551616"'],
  ['{{range .}}{{break 1}}{{end}}', 'template: t:1: unexpected "1" in {{break}}'],
  ['{{if .x}}\n{{else}}\n{{if}}{{end}}', 'template: t:3: missing value for if'],
  ['{{true false}', "template: t:1: bad character U+007D '}'"],
  ['{{"a long string here" "x" =}}', 'template: t:1: unexpected "=" in operand'],
  ['{{nil.x}}', 'template: t:1: unexpected . after term "nil"'],
  ['{{3-}}', 'template: t:1: bad number syntax: "3-"'],
  ['{{1+2}}', 'template: t:1: bad number syntax: "1+2"'],
  ['{{define "x"}}{{else}}{{end}}', 'template: t:1: unexpected {{else}} in define clause'],
];

describe.each([['parse errors', parse]] as const)('%s', (_name, rows) => {
  it.each(rows.map((row) => [row[0], row] as const))('%j', (source, row) => {
    expect(answer(source)).toEqual(row);
  });
});

describe('tree text', () => {
  it.each([
    ['a{{- .x -}} b', 'a{{.x}}b'],
    ['{{ $x := .a.b | printf "%s" (len .c).d }}', '{{$x := .a.b | printf "%s" (len .c).d}}'],
    ['{{if 0x10}}1{{else if true}}2{{end}}', '{{if 0x10}}1{{else}}{{if true}}2{{end}}{{end}}'],
    ['{{range $i, $v := .}}{{break}}{{else}}-{{end}}', '{{range $i, $v := .}}{{break}}{{else}}-{{end}}'],
    ['{{with $y = nil}}{{`raw`}}{{end}}', '{{with $y = nil}}{{`raw`}}{{end}}'],
    ['{{template "x\\n" .}}{{block "b" 1}}text{{end}}', '{{template "x\\n" .}}{{template "b" 1}}'],
  ])('%j', (source, want) => {
    const tree = parseTrees('t', source, () => true).get('t');
    expect(tree && nodeString(tree)).toBe(want);
  });
});
