import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from './config.ts';
import { EngineError } from './errors.ts';
import { formatProblem } from './problem.ts';

const good = {
  'template.a': 'message: a',
  'trigger.t': '- when: true\n  send: [a]',
  'service.slack': 'token: $tok',
  'service.webhook.w': 'url: http://x',
  'defaultTriggers.slack': '[t]',
  defaultTriggers: '- t',
  subscriptions: '- recipients: [slack:c]\n  selector: a=b',
};

describe('parseConfig', () => {
  it('reads every kind of key and ignores the others', () => {
    const data = { ...good, context: 'a: b', 'Template.x': '[', service: '[' };
    const { config, problems } = parseConfig({ namespace: 'ns', data }, { tok: 'T' });
    expect(problems).toEqual([]);
    expect(config).toMatchObject({
      namespace: 'ns',
      defaultTriggers: ['t'],
      subscriptions: [{ recipients: ['slack:c'] }],
    });
    expect([...config.templates.keys(), ...config.triggers.keys(), ...config.services.keys()]).toEqual([
      'a',
      't',
      'slack',
      'w',
    ]);
    expect(config.services.get('slack')).toMatchObject({
      type: 'slack',
      options: { value: { token: 'T' }, secrets: ['T'] },
    });
    expect(config.serviceDefaultTriggers.get('slack')).toEqual(['t']);
  });

  it('names items by what follows the first dot; of two with one name the last key wins', () => {
    const data = {
      'template.a.b': '',
      'template.': '',
      'service.': '',
      'service.webhook.slack': 'url: x',
      'service.slack': '',
    };
    const { config } = parseConfig({ data });
    expect([...config.templates.keys()]).toEqual(['', 'a.b']);
    expect([...config.services].map(([name, { type }]) => [name, type])).toEqual([
      ['', ''],
      ['slack', 'webhook'],
    ]);
  });

  it('takes a ConfigMap without data', () => {
    expect(parseConfig({}).config).toMatchObject({ namespace: '', subscriptions: null, defaultTriggers: null });
  });

  const json = 'error unmarshaling JSON: while decoding JSON: json: cannot unmarshal';
  it.each<[string, string, string, string]>([
    [
      'template.x',
      'message: "x',
      'failed to unmarshal template x: error converting YAML to JSON: yaml: found unexpected end of stream',
      'template.x:1:12',
    ],
    [
      'template.x',
      '\nemail: {subject: [a]}',
      `failed to unmarshal template x: ${json} array into Go struct field EmailNotification.email.subject of type string`,
      'template.x:2:18',
    ],
    [
      'trigger.x',
      'when: true',
      `failed to unmarshal trigger x: ${json} object into Go value of type []triggers.Condition`,
      'trigger.x:1:1',
    ],
    [
      'defaultTriggers.x',
      'a: b',
      `failed to unmarshal default trigger x: ${json} object into Go value of type []string`,
      'defaultTriggers.x:1:1',
    ],
    ['defaultTriggers', 'a', `${json} string into Go value of type []string`, 'defaultTriggers:1:1'],
    [
      'subscriptions',
      '- recipients: [1]',
      `${json} number into Go struct field rawSubscription.recipients of type string`,
      'subscriptions:1:16',
    ],
    [
      'subscriptions',
      '- {}\n- selector: a in b',
      "error unmarshaling JSON: while decoding JSON: unable to parse requirement: found 'b' expected: '('",
      'subscriptions:2:3',
    ],
    [
      'service.a.b.c',
      '',
      "invalid service key; expected 'service.<type>(.<name>)' but got 'service.a.b.c'",
      'service.a.b.c',
    ],
    [
      'service.slack',
      'a: b: c',
      'failed to render service configuration slack: yaml: mapping values are not allowed in this context',
      'service.slack:1:5',
    ],
    [
      'service.slack',
      'a: $bin',
      'failed to render service configuration slack: yaml: cannot marshal invalid UTF-8 data as !!str',
      'service.slack',
    ],
  ])('%s: %j is reported and leaves the rest', (key, text, message, place) => {
    const data = { ...good, [key]: text };
    const secret = { tok: 'T', bin: new Uint8Array([255]) };
    const { config, problems } = parseConfig({ data }, secret);
    expect(problems).toMatchObject([{ key, message }]);
    expect(formatProblem(problems[0]!)).toContain(`${place}: ${message}`);
    const left = parseConfig(
      { data: Object.fromEntries(Object.entries(good).filter(([each]) => each !== key)) },
      secret,
    );
    expect([...config.services.keys(), ...config.triggers.keys()]).toEqual([
      ...left.config.services.keys(),
      ...left.config.triggers.keys(),
    ]);
    expect(() => parseConfig({ data }, secret, { strict: true })).toThrow(message);
  });

  it('shows the line and a caret', () => {
    const { problems } = parseConfig({ data: { 'template.x': 'message: hi\nemail:\n  subject: {a: b}' } });
    expect(formatProblem(problems[0]!)).toContain('template.x:3:12: failed to unmarshal template x: ');
    expect(formatProblem(problems[0]!)).toContain('\n |   subject: {a: b}\n |            ^');
  });

  it('throws nothing but its own error', () => {
    const key = fc.oneof(fc.constantFrom(...Object.keys(good)), fc.string());
    const value = fc.oneof(fc.constantFrom(...Object.values(good)), fc.string());
    fc.assert(
      fc.property(fc.dictionary(key, value), (data) => {
        try {
          parseConfig({ data }, {}, { strict: true });
        } catch (error) {
          expect(error).toBeInstanceOf(EngineError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
