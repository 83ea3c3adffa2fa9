import type { Case } from '../conformance/case.ts';
import type { Grammar } from './grammar.ts';

/*
 * Random values of a ConfigMap, in the ways people write YAML and in ways they should not. A program is the key, a line break,
 * and the YAML; in the grammar, `⇥` indents the lines that follow it by two more columns and `⇤` by two less.
 */

const scalars: Grammar = {
  text: {
    leaves: [
      'a',
      'foo bar',
      "app.status.phase in ['Succeeded', 'Failed']",
      '1',
      '1.10',
      '1e3',
      '0x10',
      '0777',
      '1_000',
      '16777217.5',
      '12345678901234567890123',
      'yes',
      'No',
      'on',
      'y',
      'true',
      '~',
      'null',
      '',
      '.inf',
      '2024-05-06',
      '1:30',
      'é ü 日本 😀',
      'https://h/p?q=1#f',
      '{{.app.metadata.name}}',
      "it's",
      'a: b',
      'a:b',
      'x #c',
      'x#c',
      '@x',
      '`x`',
      '%x',
      '- x',
      '-x',
      '?x',
      '*a',
      '$key',
      'a\tb',
      ':x',
      ', x',
      '[x',
      'x]',
      '<<',
      '=',
      '!',
      '|',
      '\u2028',
    ],
    rules: [
      '"<Double>"',
      "'<Single>'",
      '|<Header>⇥\n<Lines>⇤',
      '><Header>⇥\n<Lines>⇤',
      '<text>⇥\n<text>⇤',
      '<Tag> <text>',
      '&a <text>',
    ],
  },
  Double: {
    leaves: [
      '',
      'a',
      ' x ',
      'a\\nb',
      '\\u00e9',
      '\\x41',
      '\\U0001F600',
      "it's",
      '\\"',
      '\\/',
      '{{.x}}',
      ': # x',
      '\\t\t',
    ],
    rules: ['<Double>\n<Double>', '<Double>\\\n  <Double>', '<Double>\n\n<Double>', '<Double> <Double>'],
  },
  Single: {
    leaves: ['', 'a', ' x ', "it''s", '\\n', '"', ': # x', '{{if eq .x "y"}}z{{end}}'],
    rules: ['<Single>\n<Single>', '<Single>\n\n<Single>', '<Single> <Single>'],
  },
  Header: {
    leaves: ['', '', '-', '+', '2', '2-', '+1', ' # c', '3', ' ', '0', 'x'],
  },
  Lines: {
    leaves: ['text', ' more', 'a: b', '- x', '# c', '', '  ', '\ttab', '{{.app.x}}', 'é', '{"a": [1]}', '---'],
    rules: ['<Lines>\n<Lines>', '<Lines>\n\n<Lines>', '<Lines>\n⇥<Lines>⇤'],
  },
  Tag: {
    leaves: [
      '!!str',
      '!!int',
      '!!bool',
      '!',
      '!x',
      '!!binary',
      '!!float',
      '!!null',
      '!!map',
      '!<tag:yaml.org,2002:str>',
    ],
  },
};

const collections: Grammar = {
  flow: {
    leaves: ['[]', '{}', 'a', '1', 'yes', '"a"', "'b'", '*a', ''],
    rules: [
      '[<flow>, <flow>]',
      '[<flow><Gap>,<Gap><flow>,]',
      '{<key>: <flow>}',
      '{<key>: <flow>,<Gap><key>: <flow>}',
      '{"a":<flow>}',
      '[<key>: <flow>]',
      '{? <flow> : <flow>}',
      '{<key>}',
      '&a <flow>',
      '<text>',
    ],
  },
  key: {
    leaves: ['a', 'b', 'A', '"q k"', "'s'", 'y', '1', '1.5', '<<', 'x y', '&a k', '*a', '!!str k', 'a.b/c', 'null x'],
  },
  map: {
    leaves: ['a: 1', '{}', '<<: *a', '*a', '~: a'],
    rules: [
      '<key>:<Sep><text>',
      '<key>:<Sep><flow>',
      '<map>\n<map>',
      '<key>:⇥\n<map>⇤',
      '<key>:\n<list>',
      '? <text>\n: <text>',
    ],
  },
  list: {
    leaves: ['- a', '[]', '-', '- *a'],
    rules: ['-<Sep><text>', '-<Sep><flow>', '<list>\n<list>', '- ⇥<map>⇤', '- ⇥<list>⇤'],
  },
  names: {
    leaves: ['[a, b]', '[]', 'a', '[y, 1, 1.5, ~]', '*a', ''],
    rules: ['⇥\n<list>⇤', '\n<list>', '<flow>', '&a <flow>', '[<text>, <text>]'],
  },
  Sep: { leaves: [' ', ' ', ' ', ' ', '  ', '\t', '', ' \t'] },
  Gap: { leaves: ['', '', ' ', '\n', '\n  ', ' # c\n', '\n\t', '\t'] },
  Line: { leaves: ['\n', '\n', '\n', '\n', '\r\n', '\n\n', '\n# c\n', ' \n', ' # c\n', '\n  # c\n', '\t\n'] },
};

const fields: Grammar = {
  Condition: {
    leaves: ['- when: a == 1', '- {when: "true", send: [a]}', '- ~', '-', '- When: a', '- a'],
    rules: [
      '- ⇥when:<Sep><text><Line>send:<Sep><names>⇤',
      '- ⇥when:<Sep><text><Line>oncePer:<Sep><text><Line>send: <names>⇤',
      '- ⇥<Line>description: <text><Line>send: <names><Line>when: <text>⇤',
      '- ⇥&a when: <text><Line>WHEN: <text>⇤',
      '- ⇥<<: {when: <text>}<Line>send: <names>⇤',
      '<Condition><Line><Condition>',
    ],
  },
  Template: {
    leaves: ['message: hi', '{}', '', 'a', '- a', 'Message: hi', '{message: hi}'],
    rules: [
      'message:<Sep><text>',
      '<Template><Line><Template>',
      'email:⇥<Line>subject: <text><Line>body: <text>⇤',
      'slack:⇥<Line>attachments: <text><Line>notifyBroadcast: <text><Line>deliveryPolicy: <text>⇤',
      'webhook:⇥<Line><key>:⇥<Line>method: <text><Line>path: <text><Line>body: <text>⇤⇤',
      'teams:⇥<Line>title: <text><Line>facts: <text>⇤',
      'alertmanager:⇥<Line>labels:⇥<Line><map>⇤<Line>annotations: <flow>⇤',
      'opsgenie:⇥<Line>description: <text><Line>tags: <names><Line>details: <flow>⇤',
      'github:⇥<Line>status:⇥<Line>state: <text>⇤<Line>pullRequestComment: {content: <text>}⇤',
      'pagerdutyv2: {summary: <text>, severity: <text>}',
      'awssqs:⇥<Line>messageAttributes: <flow>⇤',
      '<map>',
      '<key>: <flow>',
    ],
  },
  Subscriptions: {
    leaves: ['- recipients: [slack:a]', '[]', '', 'a', '- ~'],
    rules: [
      '- ⇥recipients:<Sep><names><Line>triggers:<Sep><names>⇤',
      '- ⇥recipients: <names><Line>selector: <text>⇤',
      '- ⇥selector: <Selector><Line>recipients: <names>⇤',
      '<Subscriptions><Line><Subscriptions>',
    ],
  },
  Selector: {
    leaves: ['a=b', 'a in (b, c)', '!a', 'a!=b,c', 'a>1', 'a notin ()', '"a = b"', 'a,', '> 1', 'a=b c', '|⇥\n  a=b⇤'],
  },
  /** Without what go-yaml v3, which reads and writes services first, writes so that v2 cannot read it. */
  Setting: {
    leaves: [
      'a',
      '1',
      'yes',
      '$key',
      'x$key',
      '"$key"',
      "'$key'",
      '~',
      '',
      '!!str $key',
      '! 5',
      '[$key, 1]',
      '{a: $key}',
      '*a',
    ],
    rules: ['|⇥\n<Words>⇤', '>-⇥\n<Words>⇤', '&a <Setting>', '[<Setting>, <Setting>]', '"<Double>"', "'<Single>'"],
  },
  Words: { leaves: ['$key', 'text', 'a: b'], rules: ['<Words>\n<Words>', '<Words>\n\n<Words>'] },
  Name: { leaves: ['a', '$key', '"q k"', 'yes', '1', 'Token', '!!str k', '&a k'] },
  Service: {
    leaves: ['token: $key', 'token: a', '{}', '', 'username: argo', 'token: "$key"', 'token: [$key]'],
    rules: [
      '<Service><Line><Service>',
      'token:<Sep><Setting>',
      'headers:⇥<Line>- ⇥name: <Setting><Line>value: <Setting>⇤⇤',
      'apiURL: <Setting>',
      'insecureSkipVerify: <Setting>',
      'disableUnfurl: <Setting>',
      '<Name>: <Setting>',
      '$key: <Setting>',
    ],
  },
};

/** Values of ConfigMap keys: sorts in lower case are values, those with an upper-case letter syntax. */
export const configGrammar: Grammar = {
  ...scalars,
  ...collections,
  ...fields,
  Program: {
    leaves: ['trigger.t\n- when: a', 'template.t\nmessage: a'],
    rules: [
      'trigger.t\n<Head><Condition><Tail>',
      'template.t\n<Head><Template><Tail>',
      'subscriptions\n<Head><Subscriptions><Tail>',
      'defaultTriggers\n<Head><names><Tail>',
      'defaultTriggers.slack\n<Head><list><Tail>',
      'service.slack\n<Head><Service><Tail>',
      'service.webhook.w\n<Head><Service><Tail>',
    ],
  },
  Head: {
    leaves: [
      '',
      '',
      '',
      '',
      '---\n',
      '# c\n',
      '\n',
      '%YAML 1.1\n---\n',
      '--- ',
      '\ufeff',
      ' ',
      '%YAML 1.2\n---\n',
      '...\n',
    ],
  },
  Tail: { leaves: ['', '\n', '\n', '\n', '\n...\n', '\n---\n[', ' # c\n', '\njunk', '\n\n', '\n \t', ']', '\r\n'] },
};

/** The `config` case of a program of `configGrammar`; the Secret has a `key`. */
export function configCase(program: string): Case {
  const source = laidOut(program);
  const at = source.indexOf('\n');
  const [key, text] = [source.slice(0, at), source.slice(at + 1)];
  return { kind: 'config', source, configMap: { data: { [key]: text } }, secret: { key: 'top: secret' } };
}

/** Text with its marks for indentation carried out. */
function laidOut(text: string): string {
  let indent = 0;
  return text.replaceAll(/[⇥⇤]|\n(?!\n|\r\n|$)/g, (mark) => {
    if (mark === '\n') return `\n${' '.repeat(indent)}`;
    indent = Math.max(0, indent + (mark === '⇥' ? 2 : -2));
    return '';
  });
}
