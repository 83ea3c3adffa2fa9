import type { Grammar } from './grammar.ts';

const comparisons = ['==', '!=', '<', '>', '<=', '>='];
const pairs = (sort: string) => comparisons.map((operator) => `<${sort}> ${operator} <${sort}>`);
const predicates = ['all', 'any', 'one', 'none'];

/** expr-lang: sorts in lower case are values, those with an upper-case letter syntax. */
export const exprGrammar: Grammar = {
  any: {
    leaves: ['nil', 'x', 'nothing', 'm', 'list', 's', '$env'],
    rules: ['<bool>', '<number>', '<number>', '<text>', '<text>', '<list>', '<map>', '<time>', '<duration>', '<function>',
      '<any> ?? <any>', '<bool> ? <any> : <any>', '(<any>)', 'get(<any>, <any>)', '<list>[<number>]', '<map>[<text>]', '<map>.<Name>',
      '<map>?.<Name>', '<map>?.[<text>]', '<map>?.<Name>.<Name>', '<any>.<Name>', 'first(<list>)', 'last(<list>)', 'find(<list>, <Predicate>)',
      'findLast(<list>, <Predicate>)', 'reduce(<list>, <Reducer>)', 'reduce(<list>, <Reducer>, <any>)', 'let x = <any>; <any>',
      'if <bool> { <any> } else { <any> }', '<any>; <any>', 'fromJSON(<text>)', 'app.status.<Name>', 'app?.status.operationState?.phase',
      'fnIdent(<any>)', '<any> | get(<any>)', '<list>?.[<number>]', '$env[<text>]', '$env.<Name>', 'min(<list>)', 'max(<list>)', 'sum(<list>)',
      '<time>.<Method>()', '<duration>.<Method>()', '<any>.<Method>(<any>)'],
  },
  bool: {
    leaves: ['true', 'false', 'ok'],
    rules: ['not <bool>', '!<bool>', '<bool> and <bool>', '<bool> or <bool>', '<bool> && <bool>', '<bool> || <bool>',
      ...pairs('number'), ...pairs('text'), ...pairs('any').slice(0, 4), ...pairs('time'), ...pairs('duration').slice(0, 3),
      '<text> in <list>', '<any> in <list>', '<number> in <number>..<number>', '<text> in <map>', '<any> not in <list>', '<number> in [1, 2, 3]',
      '<text> in ["a", "b"]', '<text> matches <Pattern>', '<text> matches <text>', '<text> not matches <Pattern>', '<text> contains <text>',
      '<text> startsWith <text>', '<text> endsWith <text>', '<text> not contains <text>', 'hasPrefix(<text>, <text>)', 'hasSuffix(<text>, <text>)',
      ...predicates.map((name) => `${name}(<list>, <Predicate>)`), ...predicates.map((name) => `<list> | ${name}(<Predicate>)`),
      'all(<list>, <Predicate>) and all(<list>, <Predicate>)', '<bool> ? <bool> : <bool>', '<list> == <list>', '<map> == <map>',
      `app.status.operationState.phase in ['Succeeded', 'Failed'] and app.status.health.status == 'Healthy'`],
  },
  number: {
    leaves: ['0', '1', '2', '-1', '3', '10', '1.5', '0.1', '1e3', '0x1F', '0b11', '1_000', '.5', '9223372036854775807', 'n', 'i', 'f', 'g', 'big', 'byte', 'small',
      'single', 'nan', 'inf', 'len(s)', 'len(list)'],
    rules: ['<number> + <number>', '<number> - <number>', '<number> * <number>', '<number> / <number>', '<number> % <number>', '<number> ** <number>',
      '<number> ^ <number>', '-<number>', '+<number>', '(<number>)', 'abs(<number>)', 'ceil(<number>)', 'floor(<number>)', 'round(<number>)', 'int(<any>)',
      'float(<any>)', 'int(<text>)', 'float(<text>)', 'min(<number>, <number>)', 'max(<number>, <number>, <number>)', 'min(<list>, <number>)', 'mean(<list>)',
      'median(<list>)', 'mean(<number>, <number>)', 'sum(<list>)', 'sum(<list>, <Body>)', 'sum(map(<list>, <Body>))', 'len(<text>)', 'len(<list>)', 'len(<map>)',
      'count(<list>, <Predicate>)', 'count(<list>)', 'len(filter(<list>, <Predicate>))', 'indexOf(<text>, <text>)', 'lastIndexOf(<text>, <text>)',
      'findIndex(<list>, <Predicate>)', 'findLastIndex(<list>, <Predicate>)', 'bitand(<number>, <number>)', 'bitor(<number>, <number>)',
      'bitxor(<number>, <number>)', 'bitnand(<number>, <number>)', 'bitnot(<number>)', 'bitshl(<number>, <number>)', 'bitshr(<number>, <number>)', 'bitushr(<number>, <number>)',
      'fnAdd(<number>, <number>)', 'fnDiv(<number>, <number>)', 'fnHalf(<number>)', 'fnScore(<number>, <number>, <number>)', '<time>.Year()', '<duration>.Hours()', '<ints>[<number>]',
      '<bool> ? <number> : <number>', 'reduce(<list>, #acc + #)', 'reduce(<list>, #acc + #, <number>)'],
  },
  ints: { leaves: ['ints', '1..3', '[1, 2, 3]'], rules: ['<number>..<number>', '<ints>[<number>:<number>]'] },
  text: {
    leaves: ["'a'", '"b"', "''", '"é😀"', '`raw\\n`', '"\\u00e9\\n\\x41"', 's', 't', 'e', 'bad', "'abc'", 'words[0]', "'1.5'", "'2024-05-06'"],
    rules: ['<text> + <text>', '<text>[<number>:<number>]', '<text>[:<number>]', '<text>[<number>:]', '<text>[<number>]', 'trim(<text>)', 'trim(<text>, <text>)',
      'trimPrefix(<text>, <text>)', 'trimSuffix(<text>, <text>)', 'upper(<text>)', 'lower(<text>)', 'repeat(<text>, <number>)', 'replace(<text>, <text>, <text>)',
      'replace(<text>, <text>, <text>, <number>)', 'join(<list>)', 'join(<list>, <text>)', 'string(<any>)', 'toJSON(<any>)', 'toBase64(<text>)', 'fromBase64(<text>)', 'type(<any>)',
      'fromBase64(toBase64(<text>))', '<text> | upper()', '<text> | split(<text>) | join(<text>)', '<map>.<Name>', 'mss.<Name>', 'fnGreet(<text>)', 'fnTwo()', '<time>.Format(<Layout>)',
      '<duration>.String()', '<time>.String()', 'string(<time>)', 'string(<duration>)', '<bool> ? <text> : <text>'],
  },
  list: {
    leaves: ['list', 'nums', 'words', 'strs', 'ints', 'objs', 'empty', '[]', '[1, 2, 3]', "['a', 'b']", 'nilList', '1..3', 'bytes', 'app.status.conditions'],
    rules: ['[<any>, <any>]', '[<number>, <number>, <number>]', '[<text>, <text>]', 'map(<list>, <Body>)', 'filter(<list>, <Predicate>)', 'map(filter(<list>, <Predicate>), <Body>)',
      'filter(map(<list>, <Body>), <Predicate>)', 'sort(<list>)', "sort(<list>, 'desc')", 'sortBy(<list>, <Body>)', "sortBy(<list>, <Body>, 'desc')", 'reverse(<list>)', 'uniq(<list>)',
      'concat(<list>, <list>)', 'flatten(<list>)', 'take(<list>, <number>)', '<list>[<number>:<number>]', '<list>[<number>:]', '<list>[:<number>]', 'split(<text>, <text>)',
      'split(<text>, <text>, <number>)', 'splitAfter(<text>, <text>)', 'keys(<map>)', 'values(<map>)', 'toPairs(<map>)', '<ints>', '<list> | filter(<Predicate>)', '<list> | map(<Body>)',
      'filter(filter(<list>, <Predicate>), <Predicate>)', 'filter(<list>, <Predicate>)[0:1]', '<bool> ? <list> : <list>'],
  },
  map: {
    leaves: ['m', 'mss', 'maa', '{}', '{a: 1}', 'app', 'app.status', 'objs[0]', 'nilMap', '$env'],
    rules: ['{a: <any>, "b": <any>}', '{(<text>): <any>}', '{(<any>): <any>}', 'groupBy(<list>, <Body>)', 'countBy(<list>, <Body>)', 'fromPairs(<list>)', 'fromPairs(toPairs(<map>))',
      'keyBy(<list>, <Body>)', '<bool> ? <map> : <map>', 'fromJSON(toJSON(<map>))'],
  },
  time: {
    leaves: ['tm', "date('2024-05-06')", "date('2024-05-06T07:08:09Z')"],
    rules: ['date(<text>)', 'date(<text>, <Layout>)', 'date(<text>, <Layout>, <Zone>)', '<time> + <duration>', '<time> - <duration>', '<time>.Add(<duration>)', '<time>.UTC()', '<time>.Truncate(<duration>)',
      '<time>.AddDate(0, 1, 30)', '<time>.In(timezone(<Zone>))', 'timezone(<Zone>)'],
  },
  duration: {
    leaves: ['d', "duration('1h')", "duration('1.5s')"],
    rules: ['duration(<text>)', '<time> - <time>', '<duration> + <duration>', '<duration> - <duration>', '<duration> * <number>', '<number> * <duration>', '<duration> / <number>', 'abs(<duration>)', '<time>.Sub(<time>)',
      '<duration>.Round(<duration>)', '-<duration>'],
  },
  function: { leaves: ['fnAdd', 'fnBoom()', 'fnBoomE()', 'fnNope()', 'fnGreet()', 'fnAdd(1)', 'fnScore()', 'len', 'upper'] },
  Predicate: {
    leaves: ['true', '# == nil', '# > 1', "# == 'a'", '.ok', '#', "{.type == 'Stalled'}", '{# != nil}', '{.n > 1}', '#index > 0', '.name in ["a", "b"]'],
    rules: ['{<Inner>}', '<Inner>', '{let x = #; x == <any>}', '{<Inner> and <Inner>}', '{<Inner> or <Inner>}', '{not (<Inner>)}'],
  },
  Inner: {
    leaves: ['# == 1', '# != nil', '.ok', '# in list', '#index == 0', '.type == "Stalled"', 'len(#) > 1'],
    rules: ['<Item> == <any>', '<Item> > <number>', '<Item> in <list>', 'string(<Item>) contains <text>', 'type(<Item>) == <text>', '<bool>', 'any(<list>, {# == <Item>})', '<Item>'],
  },
  Item: {
    leaves: ['#', '#', '.name', '.n', '.ok', '#index', '.type', '#?.name', '.tags', '#acc', '#.a'],
    rules: ['get(#, <any>)', 'string(<Item>)', 'len(<Item>)', '<Item> + <any>', '<Item>[<number>]', '<Item>?.<Name>', 'int(<Item>)', '<Item> ?? <any>'],
  },
  Body: {
    leaves: ['#', '.name', '.n', '#index', '# + 1', '# * 2', 'string(#)', '{# + 1}', '[#, #index]', '{let y = #; y}', '{a: #}'],
    rules: ['<Item>', '{<Item>}', '<any>', '[<Item>, <any>]', 'map(<list>, #)', 'filter(<list>, {# == <Item>})', '<bool> ? <Item> : <any>'],
  },
  Reducer: { leaves: ['#acc + #', '#acc + #index', '#acc', '#acc ?? #', 'max(#acc, #)', 'string(#acc) + string(#)'], rules: ['#acc + <Item>', '<Body>'] },
  Name: { leaves: ['a', 'b', 'name', 'type', 'x', 'nope', 'z', '__proto__', 'constructor', 'Name', 'toString', 'status', 'n'] },
  Method: { leaves: ['Year', 'String', 'Unix', 'Hours', 'Weekday', 'Month', 'Nope', 'UTC', 'Minutes', 'IsZero', 'YearDay', 'Date', 'ISOWeek', 'Before', 'Equal', 'Round'] },
  Pattern: { leaves: ["'^a'", "'[a-z]+'", "'('", "'a|b$'", "'\\\\d{2,}'", "'(?i)HELLO'", "'.'", "''", '"\\\\bx\\\\b"', "'[[:alpha:]]'", "'\\\\pL'"] },
  Layout: { leaves: ["'2006-01-02'", "'Mon Jan _2 15:04:05 2006'", "'15:04:05.000 MST'", "'02/01/06 3PM -0700'", "''", "'x'", "'2006-01-02T15:04:05Z07:00'", "'January 2, 2006 .999'"] },
  Zone: { leaves: ["'UTC'", "'Europe/Berlin'", "'America/New_York'", "'Nope/Zone'", "''"] },
};
