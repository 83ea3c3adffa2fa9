import { emitYaml } from '../../../engine/config/emit.ts';
import { compile } from '../../../engine/expr/index.ts';
import { format } from '../../../engine/go/fmt.ts';
import { marshal, unmarshal } from '../../../engine/go/json.ts';
import { Run } from '../../../engine/go/run.ts';
import { parse } from '../../../engine/template/index.ts';
import { templateFunctions } from '../../../engine/templates.ts';
import { type GrowthCase, recordOf, upTo } from '../case.ts';

const limits = { steps: 1e9, memory: 1e9, output: 1e9 };

/** A template over a list of n texts, n numbers, a text of n words and a map of n members. */
function template(name: string, source: string, size: number, more: Pick<GrowthCase, 'allowed'> = {}): GrowthCase {
  return {
    area: 'a template',
    name,
    size,
    counted: Math.min(size, 200),
    ...more,
    prepare: (n) => {
      const compiled = parse('t', source, templateFunctions);
      const data = dataOf(n);
      return () => compiled.execute(data, new Run({ limits }));
    },
  };
}

function expression(name: string, source: string, size: number, more: Pick<GrowthCase, 'allowed'> = {}): GrowthCase {
  return {
    area: 'an expression',
    name,
    size,
    counted: Math.min(size, 25),
    ...more,
    prepare: (n) => {
      const compiled = compile(source);
      const data = dataOf(n);
      return () => compiled.run(data, new Run({ limits }));
    },
  };
}

function value(name: string, size: number, use: (value: unknown) => unknown): GrowthCase {
  return {
    area: 'a value',
    name,
    size,
    counted: 25,
    prepare: (n) => {
      const items = recordOf(n, (i) => [`key-${i}`, { text: `text "${i}" <a>`, number: i, list: [true, null, 1.5] }]);
      return () => use(items);
    },
  };
}

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

/** Templates, expressions and values on lists, maps and texts of size n. */
export const languageCases: readonly GrowthCase[] = [
  template('items of a range', '{{range $i, $t := .texts}}{{$i}}: {{$t | upper}}, {{end}}', 500),
  template('members of a range', '{{range $k, $v := .members}}{{$k}}={{$v.a}} {{end}}', 500),
  template('text built in a range', '{{$s := ""}}{{range .texts}}{{$s = printf "%s, %s" $s .}}{{end}}{{len $s}}', 200, {
    allowed: asGo,
  }),
  template(
    'list built by append in a range',
    '{{$l := list}}{{range .texts}}{{$l = append $l .}}{{end}}{{len $l}}',
    200,
    { allowed: asGo },
  ),
  template('map built by set in a range', '{{$m := dict}}{{range .texts}}{{$_ := set $m . 1}}{{end}}{{len $m}}', 500),
  template('sortAlpha', '{{len (sortAlpha .texts)}}', 1_000),
  template('uniq of texts', '{{len (uniq .texts)}}', 100, { allowed: asGo }),
  template('uniq of objects', '{{len (uniq .objects)}}', 50, { allowed: asGo }),
  template('without one', '{{len (without .texts "item-1")}}', 1_000),
  template('has', '{{has "item-none" .texts}}', 1_000),
  template(
    'concat, reverse, rest, initial',
    '{{len (concat (reverse .texts) (rest .texts) (initial .texts))}}',
    16_000,
  ),
  template('join and split', '{{len (splitList "," (join "," .texts))}}', 2_000),
  template(
    'keys, values, pick',
    '{{len (keys .members | sortAlpha)}}{{len (values .members)}}{{len (pick .members "key-1")}}',
    500,
  ),
  template('merge of maps', '{{len (merge (dict) .members .members)}}', 200),
  template('deepCopy', '{{len (deepCopy .members)}}', 200),
  template('toJson and fromJson', '{{len (fromJson (toJson .objects))}}', 200),
  template('regexReplaceAll', '{{len (regexReplaceAll "[a-z]+-(\\\\d)" .words "$1")}}', 500),
  template('regexFindAll', '{{len (regexFindAll "\\\\d+" .words -1)}}', 500),
  template('replace, trim, upper, quote', '{{.words | replace "word" "w" | trim | upper | quote | len}}', 2_000),
  template('nindent and indent', '{{.words | replace " " "\\n" | nindent 4 | len}}', 2_000),
  template('wrap', '{{len (wrap 80 .words)}}', 1_000),
  template('abbrev and trunc', '{{abbrev 20 .words}}{{trunc 20 .words}}', 2_000),
  template('snakecase and camelcase', '{{len (snakecase .words)}}{{len (camelcase .words)}}', 500),
  template(
    'b64enc, sha256sum and urlquery',
    '{{.words | b64enc | len}}{{sha256sum .words}}{{.words | urlquery | len}}',
    2_000,
  ),
  template('html and js', '{{.words | html | len}}{{.words | js | len}}', 2_000),
  template('printed list', '{{.objects}}', 500),
  expression(
    'filter, map, count',
    'len(map(filter(objects, {.group == 1}), {.type})) + count(objects, {.group == 2})',
    500,
  ),
  expression('sort', 'len(sort(texts)) + len(sortBy(objects, .type)) + len(sort(numbers))', 500),
  expression('uniq', 'len(uniq(texts))', 100, { allowed: asGo }),
  expression('in a list', '"none" in texts', 1_000),
  expression('groupBy', 'len(groupBy(objects, .group))', 500),
  expression('reduce to a number', 'reduce(numbers, #acc + #)', 500),
  expression('reduce to a text', 'len(reduce(texts, #acc + #, ""))', 200),
  expression('flatten and concat', 'len(flatten(map(objects, .list))) + len(concat(texts, numbers))', 500),
  expression('join and split', 'len(split(join(texts, ","), ","))', 1_000),
  expression(
    'matches, replace, indexOf',
    'words matches "none$" or replace(words, "word", "w") == "" or indexOf(words, "none") > 0',
    1_000,
  ),
  expression('toPairs and keys', 'len(fromPairs(toPairs(members))) + len(keys(members))', 500),
  expression('toJSON and fromJSON', 'len(fromJSON(toJSON(objects)))', 200),
  expression('statistics', 'median(numbers) + mean(numbers) + max(numbers) + sum(numbers)', 500),
  expression('equal lists', 'texts == texts and objects == objects', 500),
  value('members as JSON', 500, marshal),
  value('members read from JSON', 500, (items) => unmarshal(JSON.stringify(items))),
  value('members as YAML', 200, emitYaml),
  value('members printed', 500, (items) => format(items)),
];
