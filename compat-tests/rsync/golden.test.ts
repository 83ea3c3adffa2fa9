import { describe, expect, it } from 'vitest';
import { applicationOf } from '../../controller/rsync/app/application.ts';
import { EngineError } from '../../engine/errors.ts';
import { notificationJson } from '../../engine/notification.ts';
import type { Answer } from '../conformance/case.ts';
import { canonical } from '../conformance/compare.ts';
import { apiOf, fired } from './catalog.ts';
import { examples } from './examples.ts';
import { argoCatalog, context, type Question, questions, recordedAnswers, recordedApplications } from './golden.ts';

const api = apiOf(argoCatalog, context);

/** Our answer about an RSync, in the form of the oracle's about its Application. */
async function answerTo({ id, rsync, ...asked }: Question): Promise<Answer> {
  try {
    if ('trigger' in asked) {
      const results = await api.runTrigger(asked.trigger, rsync);
      const output = results.map(({ key, oncePer, templates, triggered }) => ({ key, oncePer, templates, triggered }));
      return { id, ok: true, output };
    }
    const destination = { service: asked.service, recipient: 'shop' };
    return { id, ok: true, output: notificationJson(await api.render(rsync, [asked.template], destination)).toPlain() };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { id, ok: false, error: error.message };
  }
}

describe('an RSync as an Application', () => {
  const recorded = recordedApplications();

  it('is written down for every example', () => {
    expect(Object.keys(recorded)).toEqual(Object.keys(examples));
  });

  it.each(Object.entries(examples))('is what it was: %s', (name, rsync) => {
    expect(applicationOf(rsync)).toEqual(recorded[name]);
  });

  it('leaves the RSync alone', () => {
    const before = structuredClone(examples);
    for (const rsync of Object.values(examples)) applicationOf(rsync);
    expect(examples).toEqual(before);
  });
});

const [synced, running] = [['on-deployed', 'on-sync-succeeded'], ['on-sync-running']];
const unknown = ['on-sync-failed', 'on-sync-status-unknown'];
const stalled = ['on-health-degraded', ...unknown];

/** What Argo CD's stock catalog fires on the examples beside on-created, as ours has to. */
const firing: Readonly<Record<string, readonly string[]>> = {
  'that syncs its first commit': running,
  'that waits for its reconciler': running,
  'synced from Git': synced,
  'synced from Git at a tag, rendered': synced,
  'synced from an image': synced,
  'synced from a chart': synced,
  'a RepoSync, synced': synced,
  'whose source cannot be fetched': unknown,
  'whose source cannot be fetched any more': unknown,
  'that cannot be rendered': unknown,
  'that cannot be applied': ['on-health-degraded', 'on-sync-failed'],
  'whose errors are left out': ['on-health-degraded', 'on-sync-failed'],
  'whose apply error is of a former commit': running,
  'stalled by what its spec says': stalled,
  'stalled by its Deployment': stalled,
  'whose spec has changed': running,
  'whose reconciler restarts': ['on-sync-succeeded'],
  'being deleted': ['on-deleted', 'on-sync-succeeded'],
  'that cannot be deleted': ['on-deleted', 'on-health-degraded', 'on-sync-succeeded'],
};

describe('the Argo-style catalog on RSyncs', () => {
  it.each(Object.entries(examples))('fires on an RSync %s', async (name, rsync) => {
    expect(await fired(api, rsync)).toEqual(['on-created', ...(firing[name] ?? [])]);
  });

  const answers = recordedAnswers();
  const asked = questions();

  it('has been put to Go as a whole', () => {
    expect(answers.map(({ id }) => id)).toEqual(asked.map(({ id }) => id));
  });

  it.each(Object.entries(examples))('says what Go says of the Application: %s', async (_name, rsync) => {
    for (const [i, question] of asked.entries()) {
      if (question.rsync !== rsync) continue;
      const { ok, output, error } = answers[i] as Answer;
      const want = {
        id: question.id,
        ok,
        ...(output !== undefined && { output }),
        ...(error !== undefined && { error }),
      };
      expect(JSON.parse(canonical(await answerTo(question)))).toEqual(JSON.parse(canonical(want)));
    }
  });
});
