import { describe, expect, it } from 'vitest';
import { compile, ExprError } from './expr/index.ts';
import { type Limits, Run } from './go/run.ts';
import { durationType } from './go/type.ts';
import { GoNum } from './go/value.ts';
import { sprigFunctions } from './sprig/index.ts';
import { parse, TemplateError } from './template/index.ts';

/** Milliseconds on the processor. */
const longest = 1_000;
const env = { time: { Hour: new GoNum(durationType, 3_600_000_000_000) }, text: 'x'.repeat(1_000_000) };

/** The error that an evaluation within the budget ends with, and that it ended soon; undefined for a result. */
function failureOf(evaluate: () => unknown): ExprError | TemplateError | undefined {
  const start = process.threadCpuUsage().user;
  try {
    evaluate();
    return undefined;
  } catch (error) {
    if (error instanceof ExprError || error instanceof TemplateError) return error;
    throw error;
  } finally {
    expect((process.threadCpuUsage().user - start) / 1000).toBeLessThan(longest);
  }
}

function render(source: string, limits: Partial<Limits> = {}): string {
  return parse('t', source, sprigFunctions).execute(env, new Run({ limits }));
}

function evaluate(source: string, limits: Partial<Limits> = {}): unknown {
  return compile(source).run(env, new Run({ limits }));
}

const steps = /steps limit of 5000000 exceeded/;
const output = /output limit of 4194304 exceeded/;
const memory = /memory limit of 1000000 exceeded/;
const tooDeep = /exceeded maximum template depth \(100000\)$/;
const nesting = /max (nesting|expression) depth exceeded/;
/** An evaluation that may well succeed, as long as it is quick. */
const any = /^/;

const shared = '{{$a := list 1}}{{range until 40}}{{$a = list $a $a}}{{end}}';
const shared2 = '{{$b := list 1}}{{range until 40}}{{$b = list $b $b}}{{end}}';
const sharedMap = '{{$a := dict "a" 1}}{{range until 40}}{{$a = dict "a" $a "b" $a}}{{end}}';
const deep = '{{$a := list 1}}{{range until 100000}}{{$a = list $a}}{{end}}';
const long = '{{$s := repeat 4000000 "x"}}';

describe('a template ends soon', () => {
  it.each<[string, string, RegExp]>([
    ['a range over a duration', '{{range .time.Hour}}{{end}}', steps],
    ['nested ranges', '{{range until 10000}}{{range until 10000}}{{end}}{{end}}', memory],
    ['nested ranges over numbers', '{{range 1000000}}{{range 1000000}}{{end}}{{end}}', steps],
    ['repeat', '{{repeat 1000000000 "x"}}', output],
    ['repeat of nothing', '{{repeat 1000000000 ""}}', any],
    ['untilStep', '{{untilStep 0 1000000000 1}}', memory],
    ['untilStep without a step', '{{untilStep 0 10 0}}', any],
    ['seq', '{{seq 1 1000000000}}', memory],
    ['seq backwards', '{{seq 0 -1 -1000000000}}', memory],
    ['output', '{{range 1000000}}0123456789{{end}}', output],
    ['doubling', '{{$x := "ab"}}{{range 64}}{{$x = print $x $x}}{{end}}', output],
    ['doubling by printf', '{{$x := "ab"}}{{range 64}}{{$x = printf "%s%s" $x $x}}{{end}}', output],
    ['doubling by cat', '{{$x := "ab"}}{{range 64}}{{$x = cat $x $x}}{{end}}', output],
    ['doubling by replace', '{{$x := "ab"}}{{range 64}}{{$x = replace "a" "aa" $x}}{{end}}', output],
    ['doubling by join', '{{$x := "ab"}}{{range 64}}{{$x = join "" (list $x $x)}}{{end}}', output],
    ['doubling by quote', '{{$x := "\\""}}{{range 64}}{{$x = quote $x}}{{end}}', output],
    ['doubling by toJson', '{{$x := "\\""}}{{range 64}}{{$x = toJson $x}}{{end}}', output],
    ['doubling by html', '{{$x := "&"}}{{range 5000000}}{{$x = html $x $x}}{{end}}', output],
    ['doubling by urlquery', '{{$x := "%"}}{{range 64}}{{$x = urlquery $x $x}}{{end}}', /(steps|output) limit/],
    ['doubling lists', '{{$x := list 1}}{{range 64}}{{$x = concat $x $x}}{{end}}', memory],
    ['indent', '{{indent 1000000000 "a"}}', output],
    ['nindent', '{{nindent 1000000000 "a"}}', output],
    ['indent of many lines', '{{indent 1000 (repeat 100000 "a\\n")}}', output],
    ['wrap', `${long}{{wrap 1 $s}}`, any],
    ['wrapWith', `${long}{{wrapWith 1 "abc" $s}}`, output],
    ['a wide printf', '{{printf "%1000000d%1000000d%1000000d%1000000d%1000000d" 1 2 3 4 5}}', output],
    ['a precise printf', '{{range 1000}}{{$x := printf "%.1000000f" 0.1}}{{end}}', any],
    ['a very wide printf', '{{printf "%100000000d" 1}}', any],
    ['a printf of a text again and again', `${long}{{printf "%[1]s%[1]s" $s}}`, output],
    ['printing a shared list', `${shared}{{$a}}`, steps],
    ['toJson of one', `${shared}{{toJson $a}}`, steps],
    ['toPrettyJson of one', `${shared}{{toPrettyJson $a}}`, output],
    ['toPrettyJson of a shared map', `${sharedMap}{{toPrettyJson $a}}`, /(steps|output) limit/],
    ['toString of one', `${shared}{{toString $a}}`, steps],
    ['quote of one', `${shared}{{quote $a}}`, steps],
    ['squote of one', `${shared}{{squote $a}}`, steps],
    ['cat of one', `${shared}{{cat $a}}`, steps],
    ['join of one', `${shared}{{join "," $a}}`, steps],
    ['sortAlpha of one', `${shared}{{sortAlpha $a}}`, steps],
    ['toStrings of one', `${shared}{{toStrings $a}}`, steps],
    ['printf of one', `${shared}{{printf "%v" $a}}`, steps],
    ['printf of one in Go syntax', `${shared}{{printf "%#v" $a}}`, output],
    ['printf of a shared map', `${sharedMap}{{printf "%v" $a}}`, steps],
    ['print of one', `${shared}{{print $a}}`, steps],
    ['println of one', `${shared}{{println $a 1}}`, steps],
    ['html of one', `${shared}{{html $a}}`, steps],
    ['js of one', `${shared}{{js $a}}`, steps],
    ['urlquery of one', `${shared}{{urlquery $a}}`, steps],
    ['has', `${shared}${shared2}{{has $a (list $b)}}`, steps],
    ['uniq', `${shared}${shared2}{{uniq (list $a $b)}}`, steps],
    ['without', `${shared}${shared2}{{without (list $b) $a}}`, steps],
    ['deepEqual', `${shared}${shared2}{{deepEqual $a $b}}`, steps],
    ['deepCopy', `${shared}{{deepCopy $a}}`, memory],
    ['deepCopy of a shared map', `${sharedMap}{{deepCopy $a}}`, memory],
    ['merge of shared maps', `${sharedMap}{{$b := dict}}{{merge $b $a (deepCopy (dict "a" $a))}}`, memory],
    ['a shared list as the wrong thing to range over', `${shared}{{range printf "%v" $a}}{{end}}`, steps],
    ['an error that quotes one', `${shared}{{eq $a $a}}`, /(steps|output) limit/],
    ['printing a deep list', `${deep}{{$a}}`, /depth limit/],
    ['toPrettyJson of a deep list', `${deep}{{toPrettyJson $a}}`, /depth limit/],
    [
      'deepEqual of deep lists',
      `${deep}{{$b := list 1}}{{range until 100000}}{{$b = list $b}}{{end}}{{deepEqual $a $b}}`,
      /limit/,
    ],
    ['deepCopy of a deep list', `${deep}{{deepCopy $a}}`, /limit/],
    ['deep JSON', '{{repeat 1000000 "[" | fromJson}}', any],
    [
      "deep JSON within Go's limit",
      '{{printf "%s%s" (repeat 9999 "[") (repeat 9999 "]") | fromJson | toJson}}',
      /depth limit/,
    ],
    ['a long JSON list', '{{range 100}}{{$x := printf "[%s1]" (repeat 1000000 "1,") | fromJson}}{{end}}', /limit/],
    ['a template that includes itself', '{{define "a"}}{{template "a" .}}{{end}}{{template "a" .}}', tooDeep],
    [
      'templates that include each other',
      '{{define "a"}}{{template "b" .}}{{end}}{{define "b"}}{{template "a" .}}{{end}}{{template "a" .}}',
      tooDeep,
    ],
    [
      'a template that includes itself twice',
      '{{define "a"}}{{if lt . 60}}{{template "a" (add1 . | int)}}{{template "a" (add1 . | int)}}{{end}}{{end}}{{template "a" 0}}',
      steps,
    ],
    ['a regex made to backtrack', '{{regexMatch "^(a+)+$" (printf "%sb" (repeat 100000 "a"))}}', any],
    ['a regex with huge counts', '{{regexMatch "((a{100}){100}){100}" "a"}}', any],
    ['a regex with many counts', '{{regexMatch "(x{1000}){2}" (repeat 100000 "x")}}', any],
    ['a long regex', '{{regexMatch (repeat 100000 "(a|b)*") "ab"}}', any],
    ['a deep regex', '{{regexMatch (print (repeat 10000 "(") (repeat 10000 ")")) "ab"}}', any],
    ['a regex on a long text', `${long}{{range 100}}{{$x := regexMatch "(x|y)*z" $s}}{{end}}`, steps],
    ['a regex that finds much', `${long}{{regexFindAll "x" $s -1}}`, memory],
    ['a regex that splits much', `${long}{{regexSplit "x" $s -1}}`, memory],
    ['a regex that replaces much', `${long}{{regexReplaceAll "x" $s "abcdefghij"}}`, output],
    ['sorting', '{{$l := until 300000 | toStrings}}{{$x := sortAlpha $l}}', any],
    ['sorting again and again', '{{range 1000}}{{$x := sortAlpha (until 100000)}}{{end}}', /limit/],
    ['splitting', `${long}{{splitList "" $s}}`, memory],
    ['splitting into a map', `${long}{{split "x" $s}}`, memory],
    ['a huge version', `${long}{{semver (print "1.2.3-" $s)}}`, any],
    ['a huge constraint', '{{semverCompare (repeat 100000 ">1 ||") "1.0.0"}}', any],
    ['a version of huge numbers', '{{semverCompare ">1" (repeat 100000 "9")}}', any],
    ['a huge date', `${long}{{toDate "2006-01-02" $s}}`, any],
    ['a huge layout', '{{date (repeat 400000 "Monday January") now}}', any],
    ['a huge duration', '{{dateModify (repeat 1000000 "1h") now}}', any],
    ['a huge number', '{{add (repeat 4000000 "9") 1}}{{float64 (repeat 4000000 "9")}}', any],
    ['huge decimals', '{{range 1000}}{{$x := addf 1e308 1e-308}}{{$y := mulf 1e308 1e308 1e308}}{{end}}', any],
    ['rounding to many places', '{{round 1.5 1000000000}}', any],
    [
      'many keys',
      '{{range 1000}}{{$d := dict}}{{range until 1000}}{{$x := set $d (toString .) .}}{{end}}{{end}}',
      memory,
    ],
    ['slow hashes', '{{range 1000}}{{$x := bcrypt "a"}}{{end}}', steps],
    ['a long text to random places', `${long}{{range 100}}{{$x := shuffle $s}}{{end}}`, steps],
    ['random text', '{{randAlphaNum 1000000000}}', output],
    ['long texts in a loop', '{{range 100000}}{{$x := upper $.text}}{{end}}', steps],
    ['comparing long texts', `${long}{{$r := print $s ""}}{{range 100000}}{{$x := eq $s $r}}{{end}}`, steps],
    ['indexing long texts', '{{range 100000}}{{$x := index $.text 0}}{{end}}', steps],
    ['the length of long texts', '{{range 100000}}{{$x := len $.text}}{{end}}', steps],
    ['deep parentheses', `{{${'('.repeat(10_000)}1${')'.repeat(10_000)}}}`, any],
    ['deeper parentheses', `{{${'('.repeat(1_000_000)}`, nesting],
    ['deep calls', `{{${'print ('.repeat(10_000)}1${')'.repeat(10_000)}}}`, any],
    ['deep statements', `${'{{if 1}}'.repeat(10_000)}${'{{end}}'.repeat(10_000)}`, any],
    ['deeper statements', '{{with 1}}'.repeat(100_000), nesting],
    ['a long pipeline', `{{1${' | print'.repeat(100_000)}}}`, any],
    ['a long chain', `{{$${'.a'.repeat(300_000)}}}`, any],
    ['many actions', '{{1}}'.repeat(100_000), any],
    ['many definitions', Array.from({ length: 20_000 }, (_, i) => `{{define "d${i}"}}{{end}}`).join(''), any],
  ])('%s', (_what, source, want) => {
    const failure = failureOf(() => render(source));
    if (want === any) return;
    expect(failure).toMatchObject({ code: 'limit', message: expect.stringMatching(want) });
    expect(failure?.line).toBe(1);
  });
});

const doubled = 'reduce(1..40, [#acc, #acc], [1])';

describe('an expression ends soon', () => {
  it.each<[string, string, RegExp]>([
    ['a range', '1..1000000000', /memory budget exceeded/],
    ['a range of all', '-9223372036854775807..9223372036854775807', any],
    ['nested maps', 'map(1..1000, map(1..1000, map(1..1000, #)))', /memory budget exceeded/],
    ['nested predicates', 'all(1..10000, all(1..10000, # > 0))', /memory budget exceeded/],
    ['nested counts', 'let l = 1..100000; count(l, count(l, true) > 0)', steps],
    ['repeat', 'repeat("x", 1000000000)', /memory budget exceeded/],
    ['doubling', 'reduce(1..64, #acc + #acc, "ab")', output],
    ['doubling by join', 'reduce(1..64, join([#acc, #acc]), "ab")', output],
    ['doubling by replace', 'reduce(1..64, replace(#acc, "a", "aa"), "a")', output],
    ['doubling by toJSON', 'reduce(1..64, toJSON(#acc), "\\"")', output],
    ['doubling by toBase64', 'reduce(1..100, toBase64(#acc), "a")', /(steps|output) limit/],
    ['doubling lists', 'reduce(1..64, concat(#acc, #acc), [1])', /memory budget exceeded/],
    ['string of a shared list', `string(${doubled})`, steps],
    ['toJSON of one', `toJSON(${doubled})`, output],
    ['== of one', `${doubled} == ${doubled}`, steps],
    ['in', `${doubled} in [${doubled}]`, steps],
    ['uniq of one', `uniq([${doubled}, ${doubled}])`, steps],
    ['flatten of one', `flatten(${doubled})`, /(steps|memory)/],
    ['max of one', `max(${doubled})`, steps],
    ['min of one', `min(${doubled})`, steps],
    ['mean of one', `mean(${doubled})`, steps],
    ['median of one', `median(${doubled})`, steps],
    ['sum of one', `sum(${doubled}, len(string(#)))`, steps],
    ['an error that quotes one', `1[${doubled}]`, any],
    ['fromPairs of one', `fromPairs([${doubled}])`, any],
    ['a deep list as text', 'string(reduce(1..100000, [#acc], [1]))', /depth/],
    ['a deep list as JSON', 'toJSON(reduce(1..100000, [#acc], [1]))', /depth/],
    ['deep lists compared', 'reduce(1..100000, [#acc], [1]) == reduce(1..100000, [#acc], [1])', any],
    ['a deep list made flat', 'flatten(reduce(1..100000, [#acc], [1]))', any],
    ['sorting', 'sort(map(1..900000, 900000 - #))', any],
    ['sorting by', 'map(1..100, sortBy(1..9000, -#))', /memory budget|steps/],
    ['groups', 'groupBy(1..900000, # % 7)', any],
    ['a regex made to backtrack', '(repeat("a", 100000) + "b") matches "^(a+)+$"', any],
    ['a regex with huge counts', '"a" matches repeat("(a{1000})", 100)', any],
    ['a text searched again and again', 'any(1..100000, text contains "yx")', steps],
    ['a pattern tried again and again', 'any(1..100000, text matches "(x|y)+z")', steps],
    ['long texts compared', 'let s = text + "a"; let t = text + "a"; any(1..100000, s != t)', steps],
    ['long texts ordered', 'let s = text + "a"; let t = text + "a"; any(1..100000, s < t)', steps],
    ['long texts changed', 'map(1..100000, len(upper(text)))', steps],
    ['characters of long texts', 'map(1..100000, text[0])', steps],
    ['parts of long texts', 'map(1..100000, text[0:999999])', steps],
    ['parts of long lists', 'let l = 1..100000; map(1..100000, l[0:99999])', any],
    ['bytes of long texts', 'map(1..100000, find(text, true))', any],
    ['splitting', 'split(text, "")', any],
    ['splitting again and again', 'map(1..1000, len(split(text, "x")))', any],
    ['huge powers', '10 ** 10 ** 10 ** 10', any],
    ['long numbers', '9'.repeat(100_000), any],
    ['deep parentheses', `${'('.repeat(10_000)}1${')'.repeat(10_000)}`, any],
    ['deep lists in the source', `${'['.repeat(10_000)}1${']'.repeat(10_000)}`, any],
    ['lists without an end', '['.repeat(1_000_000), any],
    ['maps without an end', '{a:'.repeat(300_000), any],
    ['deep negation', `${'!'.repeat(100_000)}true`, any],
    ['deep signs', `${'-'.repeat(100_000)}1`, any],
    ['a deep conditional', `${'true ? 1 : '.repeat(100_000)}1`, any],
    ['a long sum', `1${' + 1'.repeat(100_000)}`, any],
    ['a long chain', `a${'.b'.repeat(100_000)}`, any],
    ['a long chain of ?.', `a${'?.b'.repeat(100_000)}`, any],
    ['a long pipe', `1${' | string()'.repeat(100_000)}`, any],
    ['a deep let', `${'let x = 1; '.repeat(50_000)}x`, any],
    ['deep predicates', `${'map(1..2, '.repeat(3_000)}1${')'.repeat(3_000)}`, any],
    ['a date of long text', 'date(text)', any],
    ['a duration of long text', 'duration(repeat("1h", 400000))', any],
    ['a number of long text', 'int(repeat("9", 900000))', any],
  ])('%s', (_what, source, want) => {
    const failure = failureOf(() => evaluate(source));
    if (want === any) return;
    expect(failure?.message).toMatch(want);
    expect(failure?.message).toContain(' | ');
    expect(failure?.line).toBe(1);
  });
});

describe('limits are options', () => {
  it.each<[string, string, Partial<Limits>, RegExp]>([
    ['steps', '{{range 100}}{{end}}', { steps: 99 }, /steps limit of 99 exceeded$/],
    ['output', '{{repeat 10 "x"}}', { output: 9 }, /output limit of 9 exceeded$/],
    ['memory', '{{until 10}}', { memory: 9 }, /memory limit of 9 exceeded$/],
    ['depth', '{{define "a"}}{{template "a"}}{{end}}{{template "a"}}', { depth: 9 }, tooDeep],
  ])('%s', (_what, source, limits, want) => {
    expect(failureOf(() => render(source, limits))).toMatchObject({
      code: 'limit',
      message: expect.stringMatching(want),
    });
  });

  it.each<[string, Partial<Limits>]>([
    ['{{range 6000000}}{{end}}', { steps: 7_000_000 }],
    ['{{len (repeat 5000000 "x")}}', { output: 5_000_000 }],
    ['{{len (until 2000000)}}', { memory: 2_000_000 }],
  ])('%s passes with more', (source, limits) => {
    expect(() => render(source)).toThrow(/limit of/);
    expect(() => render(source, limits)).not.toThrow();
  });

  it('gives the expression and where it stands', () => {
    const failure = failureOf(() => evaluate('1 + count(1..9, true)', { steps: 5 }));
    expect(failure).toMatchObject({ code: 'limit', line: 1, column: 5 });
    expect(failure?.message).toBe('steps limit of 5 exceeded (1:5)\n | 1 + count(1..9, true)\n | ....^');
  });
});
