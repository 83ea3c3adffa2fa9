import { sprigFunctions } from '../../engine/sprig/index.ts';
import { callRules } from './calls.ts';
import type { Grammar } from './grammar.ts';

const calls = callRules(sprigFunctions);
const called = (sort: string) => calls[sort] ?? [];
const comparisons = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'];
const compared = ['number', 'text', 'any', 'int'].flatMap((sort) => comparisons.map((name) => `(${name} <${sort}> <${sort}>)`));

const values: Grammar = {
  any: {
    leaves: ['nil', '.nope', '.nothing', '.m', '.list', '.s', '$x', '.', '$', '.app', 'true', '1', '""', '.tm', '.d', '.f'],
    rules: [...called('any'), '<bool>', '<number>', '<text>', '<text>', '<list>', '<map>', '<time>', '<int>', '<duration>', '<function>', '(index <map> <text>)', '(index <list> <int>)',
      '(or <any> <any>)', '(and <any> <any>)', '<map>.<Name>', '.m.<Name>', '.app.status.<Name>', '.<Name>', '$x.<Name>', '<time>.<Method>', '(<time>.<Method> <any>)', '(call .fnIdent <any>)',
      '(call .fnAdd <int> <int>)', '(<any> | <Filter>)'],
  },
  bool: { leaves: ['true', 'false', '.ok'], rules: [...called('bool'), '(not <any>)', '(eq <any> <any> <any>)', ...compared] },
  int: { leaves: ['0', '1', '2', '3', '-1', '7', '.i', "'a'", '0x10'], rules: ['(len <list>)', '(len <text>)', '(len <map>)', '(atoi <text>)', '(int <text>)'] },
  number: {
    leaves: ['0', '1', '1.5', '-2', '1e3', '0x1F', '1_000', '.n', '.i', '.f', '.g', '.big', '.byte', '.small', '.single', '.nan', '.inf', '3.0', "'x'", '1.0'],
    rules: [...called('number'), '<int>'],
  },
  text: {
    leaves: ['""', '"a"', '"Hello, World"', '`raw`', '"é😀"', '"a,b"', '.s', '.t', '.e', '.bad', '"12"', '"\\u00e9\\n"', '"\\xff"', '"foo_bar-baz"', '" x "'],
    rules: [...called('text'), '(printf <Format> <any>)', '(printf <Format> <any> <number>)', '(print <any> <any>)', '(println <any>)', '(html <any>)', '(js <text>)', '(urlquery <text>)',
      '(<time>.Format <Layout>)', '(printf <Format> <text>)', '(printf <Format> <number>)', '(toJson <any>)', '(toPrettyJson <map>)', '.m.<Name>', '.mss.<Name>'],
  },
  list: { leaves: ['.list', '.nums', '.words', '.strs', '.ints', '.objs', '.empty', '(list)', '(list 1 2 3)', '.nilList', '.bytes'], rules: [...called('list'), '(list <any> <any>)', '(list <text> <text>)', '(until <int>)'] },
  map: { leaves: ['.m', '.mss', '.maa', '(dict)', '.app', '.app.status', '(dict "a" 1)', '.nilMap'], rules: [...called('map'), '(dict "a" <any> <text> <any>)', '(fromJson (toJson <map>))'] },
  time: { leaves: ['.tm', '.tm', '.n'], rules: [...called('time'), '<time>.UTC', '(<time>.Add <duration>)', '(<time>.AddDate 0 1 30)', '(<time>.Truncate <duration>)'] },
  duration: { leaves: ['.d'], rules: ['(<time>.Sub <time>)', '<duration>.Abs', '(<duration>.Round <duration>)'] },
  function: { leaves: ['.fnAdd', '(call .fnBoom)', '(call .fnBoomE)', '(call .fnGreet <text>)', '(call .fnHalf <number>)', '(call .fnScore 1 2 <int>)', '(call .fnTwo)', '(.fnAdd 1)'] },
};

const statements: Grammar = {
  Program: {
    leaves: ['{{$x := .s}}{{$y := 1}}<Body>'],
    rules: ['{{$x := <any>}}{{$y := <any>}}<Body>', '{{$x := <any>}}{{$y := 1}}<Body><Body>', '{{define "T"}}{{$x := .}}{{$y := 1}}<Body>{{end}}{{$x := 1}}{{$y := 2}}<Body>{{template "T" <any>}}',
      '{{$x := .}}{{$y := .n}}{{block "B" <any>}}{{$x := .}}{{$y := 0}}<Body>{{end}}', '{{$x := 0}}{{$y := 0}}{{template "Nope"}}<Body>'],
  },
  Body: { leaves: ['a\n', '{{.s}}', '{{.}} ', '{{$x}}', '{{- $y -}} '], rules: ['<Body><Statement>', '<Statement>', '<Statement> <Body>', '{{<any>}}', '{{<text>}}', '{{ <text> }}\n'] },
  Statement: {
    leaves: ['{{/* c */}}', '{{- /* c */ -}}', '{{"q"}}', '{{break}}', '{{nil}}'],
    rules: ['{{<any>}}', '{{<text>}}', '{{<text>}}', '{{<number>}}', '{{<any> | <Filter>}}', '{{<any> | <Filter> | <Filter>}}', '{{if <any>}}<Body>{{end}}', '{{if <bool>}}<Body>{{else}}<Body>{{end}}',
      '{{if <bool>}}<Body>{{else if <any>}}<Body>{{else}}<Body>{{end}}', '{{range <list>}}<Body>{{end}}', '{{range <map>}}<Body>{{end}}', '{{range $x, $y := <list>}}<Body>{{else}}<Body>{{end}}',
      '{{range $x := <list>}}<Body>{{end}}', '{{range $x = <list>}}<Body>{{end}}', '{{range $x, $y = <map>}}{{$x}}={{$y}},{{end}}', '{{range <int>}}<Body>{{end}}', '{{range <any>}}<Body>{{end}}',
      '{{range <list>}}{{if <bool>}}{{break}}{{end}}<Body>{{end}}', '{{range <list>}}{{if <bool>}}{{continue}}{{end}}<Body>{{end}}', '{{with <any>}}<Body>{{end}}', '{{with $x := <any>}}<Body>{{else}}<Body>{{end}}',
      '{{with <any>}}<Body>{{else with <any>}}<Body>{{end}}', '{{$x = <any>}}<Body>', '{{$y := <any>}}<Body>', '{{- <text> -}}  <Body>', '{{template "T" <any>}}'],
  },
  Filter: { leaves: ['quote', 'toJson', 'len', 'upper', 'print', 'html', 'default "d"', 'toString', 'printf "%v"', 'int', 'not', 'first', 'keys', 'typeOf', 'kindOf', 'js', 'trim', 'indent 2', 'b64enc', 'empty', 'float64'],
    rules: ['eq <any>', 'default <any>', 'index <map>', 'printf <Format>', 'has <any>', 'join <text>', 'ternary <any> <any>', 'replace <text> <text>', 'trunc <int>'] },
  Format: { leaves: ['"%v"', '"%d"', '"%s"', '"%q"'], rules: ['"<Verb>"', '"<Verb>|<Verb>"', '"<Verb> <Verb>"', '"%<Flag><Width><Letter>"'] },
  Verb: { leaves: ['%v', '%+v', '%#v', '%T', '%d', '%5d', '%-5d', '%05d', '%x', '%X', '%o', '%O', '%b', '%c', '%q', '%U', '%#U', '%e', '%E', '%f', '%.2f', '%8.3f', '%g', '%G', '%s', '%10s', '%-10s', '%.2s',
    '%+q', '%#q', '% x', '%#x', '%t', '%p', '%%', '%z', '%!', '%[2]d', '%[1]v', '%*d', '%.*f', '%[5]d', '%06.2f', '%+d', '%+.3e', '%x', '%20v', '%-8v', '%w', '%', 'é'] },
  Flag: { leaves: ['', '', '+', '-', '#', '0', ' ', '+#', '-0', '# ', '0+'] },
  Width: { leaves: ['', '', '3', '10', '.0', '.1', '.3', '8.2', '12.', '1.30', '[1]'] },
  Letter: { leaves: ['v', 'd', 's', 'x', 'X', 'q', 'f', 'g', 'e', 'b', 'o', 'c', 'U', 't', 'T', 'G', 'O'] },
  Name: { leaves: ['a', 'b', 'name', 'type', 'x', 'nope', 'z', 'Name', 'status', 'n', 's', 'nothing', 'constructor', '__proto__', 'String', 'é'] },
  Method: { leaves: ['Year', 'String', 'Unix', 'Weekday', 'Month', 'Nope', 'UTC', 'IsZero', 'YearDay', 'Hour', 'Nanosecond', 'Date', 'ISOWeek', 'Location', 'Before', 'Equal', 'GoString', 'UnixNano', 'Zone'] },
  Pattern: { leaves: ['"^a"', '"[a-z]+"', '"("', '"a|b$"', '`\\d{2,}`', '"(?i)HELLO"', '"."', '""', '`\\bx\\b`', '"(a)(b)?"', '"[[:alpha:]]"', '`\\pL`', '"(?P<n>.)"', '"[^,]*"'] },
  Layout: { leaves: ['"2006-01-02"', '"Mon Jan _2 15:04:05 2006"', '"15:04:05.000 MST"', '"02/01/06 3PM -0700"', '""', '"x"', '"2006-01-02T15:04:05Z07:00"', '"January 2, 2006 .999"', '"__2 002 pm Z0700"', '"Jan 06 05.00"'] },
  Zone: { leaves: ['"UTC"', '"Europe/Berlin"', '"America/New_York"', '"Nope/Zone"', '""', '"Local"'] },
  Span: { leaves: ['"1h"', '"-1.5h"', '"90s"', '"x"', '""', '"1us"', '"24h30m"'] },
  Elapsed: { leaves: ['"1h30m"', '95', '"95"', '.d', '"2400h"', '-5', '.n', '"x"', '"-1.5s"', '.f'] },
  Kind: { leaves: ['"string"', '"int"', '"int64"', '"map"', '"slice"', '"float64"', '"[]interface {}"', '"invalid"', '"*x"'] },
  Version: { leaves: ['"1.2.3"', '"v1"', '"1.2"', '"1.2.3-beta.1+b"', '"x"', '""', '"01.2.3"', '"2.0.0"', '"1.2.3-alpha"', '.s'] },
  Constraint: { leaves: ['"^1"', '">=1.2, <2"', '"~1.2"', '"1.x"', '"!=1.2.3"', '"1 - 2"', '"=> 1.2"', '""', '"*"', '">=1.0.0-0"', '"~> 1"', '"1.2.3 || 2"', '"x y"', '"<1.2.3-beta"', '">1.2"', '"<=2"'] },
  Url: { leaves: ['"https://u:p@h.example:8080/a/b?x=1#f"', '"mailto:a@b"', '"//h/p"', '"::"', '"http://[::1]:80/"', '"a%zz"', '"/p?q"', '"http://h/%2f"', '"HTTP://h"', '.s'] },
  Json: { leaves: ['`{"a":[1,2.5,null]}`', '`[1,`', '`"x"`', '`1e3`', '``', '`{"a":1,"a":2}`', '`tru`', '`[1] x`', '`"\\ud83d"`', '`{"b":{"c":"<&>"}}`', '.s'], rules: ['(toJson <any>)'] },
};

/** Templates with sprig: sorts in lower case are values, those with an upper-case letter syntax. */
export const templateGrammar: Grammar = { ...values, ...statements };
