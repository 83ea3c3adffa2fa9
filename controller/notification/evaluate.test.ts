import { describe, expect, it } from 'vitest';
import { createApi } from '../../engine/api.ts';
import { parseConfig } from '../../engine/config.ts';
import { HttpClient } from '../../engine/services/http.ts';
import type { KubernetesObject } from '../kubernetes/index.ts';
import { type Evaluation, evaluate } from './evaluate.ts';

const data = {
  'trigger.a': '- {when: sync.status.phase == "Done", send: [t]}',
  'trigger.b': '- {when: "true", oncePer: sync.status.commit, send: [t]}\n- when: sync.none.x',
  'template.t': 'message: t',
  subscriptions: '[{recipients: [s:r], triggers: [b, a, unknown]}]',
};
const { api } = createApi(parseConfig({ data }).config, {
  getVariables: (sync) => ({ sync }),
  host: { http: new HttpClient() },
});

function look(status: object | undefined, notified: readonly string[] = []): Promise<Evaluation> {
  const object = { metadata: { name: 'n', namespace: 'ns' }, ...(status && { status }) } as KubernetesObject;
  return evaluate({
    apis: [{ api, namespace: undefined }],
    object,
    state: new Map(notified.map((key) => [key, 1])),
    prefixes: ['p'],
  });
}

const done = { phase: 'Done', commit: 'abc' };

describe('an evaluation', () => {
  it('visits triggers in the order of their names, whatever the order of subscriptions', async () => {
    const { due, conditions, fired } = await look(done);
    expect(due.map(({ trigger, oncePer }) => [trigger, oncePer])).toEqual([
      ['a', ''],
      ['b', 'abc'],
    ]);
    expect(conditions.map(({ trigger, triggered }) => `${trigger} ${triggered}`)).toEqual([
      'a true',
      'b true',
      'b false',
    ]);
    expect([...fired]).toEqual(['a', 'b']);
  });

  it('tells what has been notified from what is due', async () => {
    const { due } = await look(done);
    const again = await look(done, [due[0]?.key ?? '']);
    expect([again.due.map(({ trigger }) => trigger), again.notified.map(({ trigger }) => trigger)]).toEqual([
      ['b'],
      ['a'],
    ]);
  });

  it('says what does not hold', async () => {
    const key = (await look(done)).due[0]?.key ?? '';
    expect((await look(done)).over).not.toContain(key);
    expect((await look({ phase: 'Other' })).over).toContain(key);
  });

  it('that fails says so with its trigger, and not that anything does not hold', async () => {
    const { over, warnings } = await look(undefined);
    expect(over).toEqual([]);
    expect(warnings.map(({ trigger, errorMessage }) => `${trigger}: ${errorMessage.split('\n')[0]}`)).toEqual([
      expect.stringMatching(/^a: failed to execute condition of trigger a: .*cannot fetch phase from <nil>/),
      expect.stringMatching(/^b: .*cannot fetch commit from <nil>/),
      expect.stringMatching(/^b: .*cannot fetch x from <nil>/),
      expect.stringMatching(/^unknown: .*trigger 'unknown' is not configured/),
    ]);
  });
});
