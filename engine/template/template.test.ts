import { describe, expect, it } from 'vitest';
import { answer } from './test-data.ts';

/** A source and Go's output, or Go's error and what had been printed. */
type Row = readonly [source: string, ...answer: string[]];

const texts: readonly Row[] = [
  ['', ''],
  ['plain', 'plain'],
  ['a{{- 1 -}} b', 'a1b'],
  ['a {{- 1 -}}\n b', 'a1b'],
  ['{{/* c */}}x', 'x'],
  ['a {{- /* c */ -}} b', 'ab'],
  ['{{1}}{{-3}}', '1-3'],
  ['{{"\\u00e9\\x41" }}', 'éA'],
  ["{{'a'}}", '97'],
  ['{{`raw\n{{`}}', 'raw\n{{'],
  ['{{0x10}} {{0b101}} {{0o17}} {{017}} {{1_000}}', '16 5 15 15 1000'],
  ['{{1.5}} {{1e6}} {{1e20}} {{.5}}', '1.5 1e+06 1e+20 0.5'],
  ['{{1+2i}}', '(1+2i)'],
  ['{{true}} {{false}}', 'true false'],
  ['{{\n  1\n}}', '1'],
];

const fields: readonly Row[] = [
  ['{{.name}}', 'guestbook'],
  ['{{.map.a.deep}}', '1'],
  ['{{.map.missing.x.y}}', '<no value>'],
  ['{{.nope}}', '<no value>'],
  ['{{.none}}', '<no value>'],
  ['{{print .nope}}', '<nil>'],
  ['{{print .none .list}}', '<nil> [a b c]'],
  ['{{.context.url}} {{.context.nope}}', 'https://argo <no value>'],
  ['{{.list}} {{.words}} {{.bytes}} {{.codes}}', '[a b c] [x y] [104 105] map[1:one 2:two]'],
  ['{{.wait}} {{.wait.Hours}} {{.wait.Minutes}}', '1h30m0s 1.5 90'],
  ['{{(index .map "a").deep}}', '1'],
  ['{{$.name}}', 'guestbook'],
  ['{{.__proto__}} {{.constructor}} {{.map.toString}}', '<no value> <no value> <no value>'],
  ['{{.name.x}}', 'template: t:1:7: executing "t" at <.name.x>: can\'t evaluate field x in type interface {}', ''],
  ['{{.none.x}}', 'template: t:1:7: executing "t" at <.none.x>: nil pointer evaluating interface {}.x', ''],
  ['{{.n.x.y}}', 'template: t:1:4: executing "t" at <.n.x.y>: can\'t evaluate field x in type interface {}', ''],
  ['{{.words.x}}', 'template: t:1:8: executing "t" at <.words.x>: can\'t evaluate field x in type interface {}', ''],
  ['{{.codes.x}}', 'template: t:1:8: executing "t" at <.codes.x>: can\'t evaluate field x in type interface {}', ''],
  [
    '{{.context.url.x}}',
    'template: t:1:10: executing "t" at <.context.url.x>: can\'t evaluate field x in type string',
    '',
  ],
  ['{{.name 1}}', 'template: t:1:2: executing "t" at <.name>: name is not a method but has arguments', ''],
  ['{{.nope.x 1 2}}', '<no value>'],
  ['{{1 | .name}}', 'template: t:1:6: executing "t" at <.name>: name is not a method but has arguments', ''],
  ['{{(print .name).x}}', 'template: t:1:9: executing "t" at <.name>: can\'t evaluate field x in type string', ''],
  ['{{("a").x}}', 'template: t:1:3: executing "t" at <"a">: can\'t evaluate field x in type string', ''],
  ['{{.add}}', 'template: t:1:2: executing "t" at <{{.add}}>: can\'t print {{.add}} of type func(int, int) int', ''],
  ['{{.wait.Round .wait}}', '1h30m0s'],
  ['{{.wait.Round 1}}', '1h30m0s'],
  ['{{.wait.Round "x"}}', 'template: t:1:14: executing "t" at <"x">: expected integer; found "x"', ''],
  [
    '{{.wait.Nope}}',
    'template: t:1:7: executing "t" at <.wait.Nope>: can\'t evaluate field Nope in type interface {}',
    '',
  ],
  [
    '{{.wait.Hours 1}}',
    'template: t:1:7: executing "t" at <.wait.Hours>: wrong number of args for Hours: want 0 got 1',
    '',
  ],
  [
    '{{range .list}}{{.x}}{{end}}',
    'template: t:1:17: executing "t" at <.x>: can\'t evaluate field x in type interface {}',
    '',
  ],
  [
    '{{range .words}}{{.x}}{{end}}',
    'template: t:1:18: executing "t" at <.x>: can\'t evaluate field x in type string',
    '',
  ],
  [
    '{{range .mixed}}{{.x}}{{end}}',
    'template: t:1:18: executing "t" at <.x>: nil pointer evaluating interface {}.x',
    '',
  ],
  [
    '{{range $v := .mixed}}{{$v.x}}{{end}}',
    'template: t:1:26: executing "t" at <$v.x>: nil pointer evaluating interface {}.x',
    '',
  ],
  ['{{with .none}}{{else}}{{.name}}{{end}}', 'guestbook'],
];

const control: readonly Row[] = [
  ['{{if .yes}}T{{else}}F{{end}}', 'T'],
  ['{{if .no}}1{{else if .empty}}2{{else if .n}}3{{else}}4{{end}}', '3'],
  ['{{with .map}}{{.b}}{{end}}', 'B'],
  ['{{with .no}}1{{else with .name}}{{.}}{{else}}3{{end}}', 'guestbook'],
  ['{{range .list}}[{{.}}]{{end}}', '[a][b][c]'],
  ['{{range $i, $x := .list}}{{$i}}={{$x}} {{end}}', '0=a 1=b 2=c '],
  ['{{range $k, $v := .codes}}{{$k}}={{$v}} {{end}}', '1=one 2=two '],
  ['{{range $k, $v := .map}}{{$k}} {{end}}', 'a b '],
  ['{{range .nothing}}x{{else}}none{{end}}', 'none'],
  ['{{range $x := .nothing}}x{{else}}{{$x}}{{end}}', '[]'],
  ['{{range 3}}{{.}}{{end}}', '012'],
  ['{{range $i := .n}}{{if eq $i 2}}{{break}}{{end}}{{$i}}{{end}}', '01'],
  ['{{range .list}}{{if eq . "b"}}{{continue}}{{end}}{{.}}{{end}}', 'ac'],
  ['{{range .list}}{{range $.nothing}}{{else}}{{break}}{{end}}{{.}}{{end}}', 'abc'],
  ['{{range .bytes}}{{.}} {{end}}', '104 105 '],
  ['{{range .name}}x{{end}}', 'template: t:1:8: executing "t" at <.name>: range can\'t iterate over guestbook', ''],
  ['{{range .f}}x{{end}}', 'template: t:1:8: executing "t" at <.f>: range can\'t iterate over 1.5', ''],
  [
    '{{range $i, $x := 3}}x{{end}}',
    'template: t:1:18: executing "t" at <3>: can\'t use 3 to iterate over more than one variable',
    '',
  ],
  ['{{range .none}}x{{else}}e{{end}}', 'e'],
  ['{{range -1}}x{{else}}e{{end}}', 'e'],
  ['{{if nil}}{{end}}', 'template: t:1:5: executing "t" at <nil>: nil is not a command', ''],
];

const variables: readonly Row[] = [
  ['{{$x := 1}}{{$x}}', '1'],
  ['{{$x := 1}}{{if true}}{{$x := 2}}{{end}}{{$x}}', '1'],
  ['{{$x := 1}}{{if true}}{{$x = 2}}{{end}}{{$x}}', '2'],
  ['{{$x := .none}}{{$x}} {{$x.foo}}', '<no value> <no value>'],
  [
    '{{if false}}{{$x := 1}}{{else}}{{$x}}{{end}}',
    'template: t:1:33: executing "t" at <$x>: undefined variable: $x',
    '',
  ],
  ['{{$x := 1}}{{if false}}{{$x := 2}}{{else}}{{$x}}{{end}}', '1'],
  ['{{or true ($x := 5)}}{{$x}}', 'template: t:1:23: executing "t" at <$x>: undefined variable: $x', 'true'],
  ['{{or false ($x := 5)}}{{$x}}', '55'],
  ['{{$x = 1}}', 'template: t:1:7: executing "t" at <1>: undefined variable: $x', ''],
  ['{{$x := 1}}{{range $x = .list}}{{end}}{{$x}}', 'c'],
  ['{{range $i, $x := .list}}{{$x = 1}}{{$x}}{{end}}', '111'],
  ['{{$x := $x}}', 'template: t:1:8: executing "t" at <$x>: undefined variable: $x', ''],
  ['{{$x := 1}}{{$x 2}}', 'template: t:1:13: executing "t" at <$x>: can\'t give argument to non-function $x', ''],
  ['{{with $y := .name}}{{$y}}{{end}}', 'guestbook'],
  ['{{$ := 1}}{{$}}', '1'],
  [
    '{{range 2}}{{and . ($x := 9)}}{{$x}}{{end}}',
    'template: t:1:32: executing "t" at <$x>: undefined variable: $x',
    '0',
  ],
  ['{{$m := .map}}{{$m.a.deep}} {{$m.nope}}', '1 <no value>'],
];

const templates: readonly Row[] = [
  ['{{define "x"}}[{{.}}]{{end}}{{template "x" .name}}{{template "x"}}', '[guestbook][<no value>]'],
  ['{{block "b" .n}}<{{.}}>{{end}}', '<42>'],
  ['{{define "x"}}{{$}}{{end}}{{template "x" 1}}', '1'],
  ['{{template "nope"}}', 'template: t:1:11: executing "t" at <{{template "nope"}}>: template "nope" not defined', ''],
  [
    '{{define "x"}}{{.a.b}}{{end}}{{template "x" .name}}',
    'template: t:1:18: executing "x" at <.a.b>: can\'t evaluate field a in type string',
    '',
  ],
  ['{{define "t"}}inner{{end}}', 'inner'],
  ['{{define "x"}}1{{end}}{{define "x"}}2{{end}}', 'template: t:1: template: multiple definition of template "x"'],
  ['{{define "x"}} {{end}}{{define "x"}}2{{end}}{{template "x"}}', '2'],
  ['{{define "x"}}{{if .}}{{len .}}{{template "x" (slice . 1)}}{{end}}{{end}}{{template "x" .name}}', '987654321'],
  [
    '{{range .list}}{{template "x" .}}{{end}}{{define "x"}}{{.y}}{{end}}',
    'template: t:1:56: executing "x" at <.y>: can\'t evaluate field y in type string',
    '',
  ],
];

describe.each([
  ['texts and literals', texts],
  ['fields', fields],
  ['control structures', control],
  ['variables', variables],
  ['definitions', templates],
] as const)('%s', (_name, rows) => {
  it.each(rows.map((row) => [row[0], row] as const))('%j', (source, row) => {
    expect(answer(source)).toEqual(row);
  });
});
