import { emitYaml } from '../../../engine/config/emit.ts';
import { compile } from '../../../engine/expr/index.ts';
import { format } from '../../../engine/go/fmt.ts';
import { marshal, unmarshal } from '../../../engine/go/json.ts';
import { Run } from '../../../engine/go/run.ts';
import { parse } from '../../../engine/template/index.ts';
import { templateFunctions } from '../../../engine/templates.ts';
import { type GrowthCase, recordOf, upTo } from '../case.ts';

const limits = { steps: 1e9, memory: 1e9, output: 1e9 };

/** What is done with a size: its name, the smallest size, and why it may grow faster. */
type Row = readonly [name: string, source: string, size: number, allowed?: string];

/** The most that calls are counted at. */
const most = { 'a template': 200, 'an expression': 25 };

/** Cases that run a program of one language over the data of `dataOf`. */
function programs(
  area: keyof typeof most,
  compiled: (source: string) => (data: ReturnType<typeof dataOf>, run: Run) => unknown,
  rows: readonly Row[],
): GrowthCase[] {
  return rows.map(([name, source, size, allowed]) => ({
    area,
    name,
    size,
    counted: Math.min(size, most[area]),
    ...(allowed !== undefined && { allowed }),
    prepare: (n) => {
      const execute = compiled(source);
      const data = dataOf(n);
      return () => execute(data, new Run({ limits }));
    },
  }));
}

/** Cases that use a record of n members. */
function values(
  rows: readonly (readonly [name: string, size: number, use: (value: unknown) => unknown])[],
): GrowthCase[] {
  return rows.map(([name, size, use]) => ({
    area: 'a value',
    name,
    size,
    counted: 25,
    prepare: (n) => {
      const items = recordOf(n, (i) => [`key-${i}`, { text: `text "${i}" <a>`, number: i, list: [true, null, 1.5] }]);
      return () => use(items);
    },
  }));
}

/** A list of n texts, n numbers, a text of n words, a map of n members and n objects. */
function dataOf(n: number) {
  return {
    texts: upTo(n).map((i) => `item-${(i * 7919) % n}`),
    numbers: upTo(n).map((i) => (i * 7919) % n),
    words: upTo(n)
      .map((i) => `word-${i}`)
      .join(' '),
    members: recordOf(n, (i) => [`key-${i}`, { a: i }]),
    objects: upTo(n).map((i) => ({ type: `T${(i * 7919) % n}`, group: i % 10, list: [i] })),
  };
}

const asGo = "quadratic, as Go's";

const templates: readonly Row[] = [
  ['items of a range', '{{range $i, $t := .texts}}{{$i}}: {{$t | upper}}, {{end}}', 500],
  ['members of a range', '{{range $k, $v := .members}}{{$k}}={{$v.a}} {{end}}', 500],
  ['text built in a range', '{{$s := ""}}{{range .texts}}{{$s = printf "%s, %s" $s .}}{{end}}{{len $s}}', 200, asGo],
  ['list built by append in a range', '{{$l := list}}{{range .texts}}{{$l = append $l .}}{{end}}{{len $l}}', 200, asGo],
  ['map built by set in a range', '{{$m := dict}}{{range .texts}}{{$_ := set $m . 1}}{{end}}{{len $m}}', 500],
  ['sortAlpha', '{{len (sortAlpha .texts)}}', 1_000],
  ['uniq of texts', '{{len (uniq .texts)}}', 100, asGo],
  ['uniq of objects', '{{len (uniq .objects)}}', 50, asGo],
  ['without one', '{{len (without .texts "item-1")}}', 1_000],
  ['has', '{{has "item-none" .texts}}', 1_000],
  ['concat, reverse, rest, initial', '{{len (concat (reverse .texts) (rest .texts) (initial .texts))}}', 16_000],
  ['join and split', '{{len (splitList "," (join "," .texts))}}', 2_000],
  [
    'keys, values, pick',
    '{{len (keys .members | sortAlpha)}}{{len (values .members)}}{{len (pick .members "key-1")}}',
    500,
  ],
  ['merge of maps', '{{len (merge (dict) .members .members)}}', 200],
  ['deepCopy', '{{len (deepCopy .members)}}', 200],
  ['toJson and fromJson', '{{len (fromJson (toJson .objects))}}', 200],
  ['regexReplaceAll', '{{len (regexReplaceAll "[a-z]+-(\\\\d)" .words "$1")}}', 500],
  ['regexFindAll', '{{len (regexFindAll "\\\\d+" .words -1)}}', 500],
  ['replace, trim, upper, quote', '{{.words | replace "word" "w" | trim | upper | quote | len}}', 2_000],
  ['nindent and indent', '{{.words | replace " " "\\n" | nindent 4 | len}}', 2_000],
  ['wrap', '{{len (wrap 80 .words)}}', 1_000],
  ['abbrev and trunc', '{{abbrev 20 .words}}{{trunc 20 .words}}', 2_000],
  ['snakecase and camelcase', '{{len (snakecase .words)}}{{len (camelcase .words)}}', 500],
  ['b64enc, sha256sum and urlquery', '{{.words | b64enc | len}}{{sha256sum .words}}{{.words | urlquery | len}}', 2_000],
  ['html and js', '{{.words | html | len}}{{.words | js | len}}', 2_000],
  ['printed list', '{{.objects}}', 500],
];

const expressions: readonly Row[] = [
  ['filter, map, count', 'len(map(filter(objects, {.group == 1}), {.type})) + count(objects, {.group == 2})', 500],
  ['sort', 'len(sort(texts)) + len(sortBy(objects, .type)) + len(sort(numbers))', 500],
  ['uniq', 'len(uniq(texts))', 100, asGo],
  ['in a list', '"none" in texts', 1_000],
  ['groupBy', 'len(groupBy(objects, .group))', 500],
  ['reduce to a number', 'reduce(numbers, #acc + #)', 500],
  ['reduce to a text', 'len(reduce(texts, #acc + #, ""))', 200],
  ['flatten and concat', 'len(flatten(map(objects, .list))) + len(concat(texts, numbers))', 500],
  ['join and split', 'len(split(join(texts, ","), ","))', 1_000],
  [
    'matches, replace, indexOf',
    'words matches "none$" or replace(words, "word", "w") == "" or indexOf(words, "none") > 0',
    1_000,
  ],
  ['toPairs and keys', 'len(fromPairs(toPairs(members))) + len(keys(members))', 500],
  ['toJSON and fromJSON', 'len(fromJSON(toJSON(objects)))', 200],
  ['statistics', 'median(numbers) + mean(numbers) + max(numbers) + sum(numbers)', 500],
  ['equal lists', 'texts == texts and objects == objects', 500],
];

/** Templates, expressions and values on lists, maps and texts of size n. */
export const languageCases: readonly GrowthCase[] = [
  ...programs(
    'a template',
    (source) => {
      const parsed = parse('t', source, templateFunctions);
      return (data, run) => parsed.execute(data, run);
    },
    templates,
  ),
  ...programs(
    'an expression',
    (source) => {
      const compiled = compile(source);
      return (data, run) => compiled.run(data, run);
    },
    expressions,
  ),
  ...values([
    ['members as JSON', 500, marshal],
    ['members read from JSON', 500, (items) => unmarshal(JSON.stringify(items))],
    ['members as YAML', 200, emitYaml],
    ['members printed', 500, (items) => format(items)],
  ]),
];
