import { describe, expect, it } from 'vitest';
import { mustUnmarshal } from './config/decode.ts';
import { Run } from './go/run.ts';
import { emptyNotification, notificationJson, notificationSchema, previewNotification } from './notification.ts';
import { Templates } from './templates.ts';

const app = { metadata: { name: 'n' }, x: 5, spec: { source: { repoURL: 'https://git/o/r' } } };
const clock = () => ({ seconds: 1_714_979_289, nanoseconds: 120_000_000 });

function render(...texts: string[]): string {
  const templates = new Templates();
  for (const [i, text] of texts.entries()) templates.add(`t${i}`, mustUnmarshal(text, notificationSchema));
  const scope = { data: { app }, run: new Run({ clock }) };
  return notificationJson(
    templates.format(
      scope,
      texts.map((_text, i) => `t${i}`),
    ),
  ).toText();
}

describe('one template', () => {
  it.each<[string, string]>([
    ['', '{}'],
    ['message: "m {{.app.x}}"', '{"message":"m 5"}'],
    ['message: "{{.nope}}"', '{"message":"\\u003cno value\\u003e"}'],
    ['email: {subject: "s {{.app.x}}", body: "<b>"}', '{"email":{"subject":"s 5","body":"\\u003cb\\u003e"}}'],
    ['email: {}', '{"email":{}}'],
    [
      'slack: {attachments: "[{{.app.x}}]", notifyBroadcast: yes, deliveryPolicy: Update}',
      '{"slack":{"attachments":"[5]","groupingKey":"","notifyBroadcast":true,"deliveryPolicy":"Update"}}',
    ],
    ['slack: {deliveryPolicy: nope}', '{"slack":{"groupingKey":"","notifyBroadcast":false,"deliveryPolicy":"Post"}}'],
    [
      'mattermost: {attachments: a}\nrocketchat: {attachments: b}',
      '{"mattermost":{"attachments":"a"},"rocketchat":{"attachments":"b"}}',
    ],
    [
      'teams: {title: t, facts: "[]"}\nteams-workflows: {adaptiveCard: c}',
      '{"teams":{"title":"t","facts":"[]"},"teams-workflows":{"adaptiveCard":"c"}}',
    ],
    [
      'webhook: {z: {}, a: {method: POST, path: "/{{.app.x}}", body: b}}',
      '{"webhook":{"a":{"method":"POST","body":"b","path":"/5"},"z":{"method":"","body":"","path":""}}}',
    ],
    ['webhook: {}', '{}'],
    [
      'opsgenie: {priority: P1, actions: [a, "{{.app.x}}"], details: {k: "{{.app.x}}"}, visibleTo: [{type: team, Id: i}]}',
      '{"opsgenie":{"description":"","priority":"P1","actions":["a","5"],"details":{"k":"5"},"visibleTo":[{"type":"team","id":"i","username":""}]}}',
    ],
    [
      'github: {status: {state: "{{.app.x}}"}, deployment: {}, pullRequestComment: {content: c, commentTag: t}}',
      '{"github":{"status":{"state":"5"},"deployment":{"requiredContexts":null,"autoMerge":true,"transientEnvironment":false},"pullRequestComment":{"content":"c\\n\\u003c!-- argocd-notifications t --\\u003e","commentTag":"t"},"repoURLPath":"{{.app.spec.source.repoURL}}","revisionPath":"{{.app.status.operationState.syncResult.revision}}"}}',
    ],
    [
      'github: {checkRun: {name: c, output: {title: t}}, repositoryDispatch: {event_type: e, client_payload: "{}"}, repoURLPath: r, revisionPath: v}',
      '{"github":{"repoURLPath":"r","revisionPath":"v","checkRun":{"name":"c","output":{"title":"t"}},"repositoryDispatch":{"event_type":"e","client_payload":"{}"}}}',
    ],
    [
      'alertmanager: {labels: {a: "{{.app.x}}", e: "{{if false}}y{{end}}"}, generatorURL: "git@h:a/b"}',
      '{"alertmanager":{"labels":{"a":"5","alertname":"t0","e":"{{if false}}y{{end}}"},"annotations":null,"generatorURL":"https://h/a/b","startsAt":"2024-05-06T07:08:09.12Z"}}',
    ],
    ['googlechat: {threadKey: k}', '{"googlechat":{"cards":"","cardsV2":"","threadKey":"k"}}'],
    [
      'pagerduty: {priorityID: p}\npagerdutyv2: {}',
      '{"pagerduty":{"title":"","priorityId":"p"},"pagerdutyv2":{"summary":"","severity":"","source":"","url":""}}',
    ],
    ['newrelic: {revision: r, changelog: c, user: u}', '{"newrelic":{"revision":"r","changelog":"c","user":"u"}}'],
    [
      'awssqs: {messageAttributes: {a: "{{.app.x}}", b: "{{ bad"}, messageGroupId: g}\ngcppubsub: {attributes: {a: "{{if false}}x{{end}}"}}',
      '{"awssqs":{"messageAttributes":{"a":"5","b":"{{ bad"},"messageGroupId":"g"},"gcppubsub":{"attributes":{"a":"{{if false}}x{{end}}"}}}',
    ],
  ])('%j', (text, want) => {
    expect(render(text)).toBe(want);
  });
});

describe('two templates', () => {
  it.each<[string, string, string, string]>([
    [
      'an empty message keeps the earlier one',
      'message: a',
      'email: {subject: s}',
      '{"message":"a","email":{"subject":"s"}}',
    ],
    [
      'empty mail texts keep the earlier ones',
      'email: {subject: a, body: b}',
      'email: {subject: c}',
      '{"email":{"subject":"c","body":"b"}}',
    ],
    [
      'slack overwrites all',
      'slack: {attachments: a, username: u}',
      'slack: {icon: i}',
      '{"slack":{"icon":"i","groupingKey":"","notifyBroadcast":false,"deliveryPolicy":"Post"}}',
    ],
    [
      'webhooks are replaced one by one',
      'webhook: {a: {body: 1}, b: {body: 2}}',
      'webhook: {b: {path: p}}',
      '{"webhook":{"a":{"method":"","body":"1","path":""},"b":{"method":"","body":"","path":"p"}}}',
    ],
    [
      'opsgenie lists stay when there are no new ones',
      'opsgenie: {tags: [a], alias: x}',
      'opsgenie: {description: d}',
      '{"opsgenie":{"description":"d","tags":["a"]}}',
    ],
    [
      'github keeps the first paths',
      'github: {repoURLPath: a, revisionPath: b}',
      'github: {repoURLPath: c, revisionPath: d, status: {state: s}}',
      '{"github":{"status":{"state":"s"},"repoURLPath":"a","revisionPath":"b"}}',
    ],
    [
      'pagerduty overwrites',
      'pagerduty: {title: a, body: b}',
      'pagerduty: {urgency: low}',
      '{"pagerduty":{"title":"","urgency":"low"}}',
    ],
  ])('%s', (_what, first, second, want) => {
    expect(render(first, second)).toBe(want);
  });
});

describe('a template that cannot be compiled', () => {
  it.each<[string, string]>([
    ['message: "{{ bad"', 'template: t0:1: function "bad" not defined'],
    ['message: "{{env \\"HOME\\"}}"', 'template: t0:1: function "env" not defined'],
    ['email: {body: "{{if}}"}', 'template: t0:1: missing value for if'],
    ['webhook: {w: {path: "{{"}}', 'template: t0w:1: unclosed action'],
    ['teams: {title: "{{"}', "error in 't0' teams.title : template: t0:1: unclosed action"],
    ['teams: {themeColor: "{{"}', "error in 't0' teams.themeColor: template: t0:1: unclosed action"],
    ['googlechat: {cardsV2: "{{"}', "error in 't0' googlechat.cards : template: t0:1: unclosed action"],
    ['opsgenie: {details: {k: "{{"}}', 'template: t0_detail_k:1: unclosed action'],
    ['opsgenie: {visibleTo: [{id: "{{"}]}', 'template: t0_responder_0_id:1: unclosed action'],
    ['github: {checkRun: {output: {text: "{{"}}}', 'template: t0:1: unclosed action'],
    ['alertmanager: {labels: {a: "{{"}, generatorURL: u}', 'template: t0:1: unclosed action'],
    ['gcppubsub: {attributes: {a: "{{"}}', 'template: t0:1: unclosed action'],
  ])('%j', (text, message) => {
    expect(() => render(text)).toThrow(message);
  });
});

describe('a template that cannot be rendered', () => {
  it.each<[string, string]>([
    [
      'message: "{{.app.x.y}}"',
      'template: t0:1:6: executing "t0" at <.app.x.y>: can\'t evaluate field y in type interface {}',
    ],
    [
      'message: ok\nnewrelic: {user: u}',
      'template: t0:1:3: executing "t0" at <call .repo.GetCommitMetadata .app.status.sync.revision>: error calling call: call of nil',
    ],
    ['message: "{{fail \\"boom\\"}}"', 'error calling fail: boom'],
    ['alertmanager: {generatorURL: u}', 'at least one label pair required'],
    ['alertmanager: {labels: {a: b}, generatorURL: "http://[x"}', 'parse "http://[x": missing \']\' in host'],
  ])('%j', (text, message) => {
    expect(() => render(text)).toThrow(message);
  });

  it('is not reached when a template of the list is unknown', () => {
    const templates = new Templates();
    templates.add('app-synced', emptyNotification());
    const format = () => templates.format({ data: {}, run: new Run() }, ['app-sinced']);
    expect(format).toThrow(
      expect.objectContaining({
        message: "template 'app-sinced' is not supported",
        code: 'unknown-template',
        hint: "did you mean 'app-synced'?",
      }),
    );
  });
});

it('no template changes the variables it is given', () => {
  const templates = new Templates();
  const source = '{{set .app.metadata "name" "changed" | toJson}}{{unset .app "x" | toJson}}';
  templates.add('t', { ...emptyNotification(), message: source });
  const data = { app: structuredClone(app) };
  expect(templates.format({ data, run: new Run() }, ['t']).message).toContain('changed');
  expect(data.app).toEqual(app);
});

describe('previewNotification', () => {
  it.each<[string, string]>([
    ['message: "a\\nb"', 'a'],
    ['email: {subject: "<s>"}', '{"email":{"subject":"\\u003cs\\u003e"}}'],
    ['', '{}'],
    [`message: ${'x'.repeat(100)}`, 'x'.repeat(100)],
    [`message: ${'x'.repeat(101)}`, `${'x'.repeat(99)}...`],
    [`message: ${'é'.repeat(51)}`, `${'é'.repeat(49)}\udcc3...`],
  ])('%j', (text, want) => {
    expect(previewNotification(mustUnmarshal(text, notificationSchema))).toBe(want);
  });
});
