import { describe, expect, it } from 'vitest';
import { upstreamTypes } from '../../engine/services/registry.ts';
import { readFailures } from './case.ts';
import { type FailureSubject, failureMatrix, scenarioNames } from './failures.ts';
import { createWorld } from './world.ts';

const world = createWorld();
const subjects = readFailures<FailureSubject>();

it('every service has every failure, or a reason why not', () => {
  expect(new Set(subjects.map(([service]) => service))).toEqual(new Set(upstreamTypes));
  for (const [service, subject] of subjects) {
    const covered = failureMatrix(subject).map(({ name }) => name.replace(/^invalid options: .*/, 'invalid options'));
    const absent = Object.entries(subject.absent ?? {});
    expect(absent.filter(([, reason]) => reason.length < 20)).toEqual([]);
    expect([...new Set([...covered, ...absent.map(([name]) => name)])], service).toEqual(
      expect.arrayContaining([...scenarioNames]),
    );
    expect(
      Object.keys({ ...subject.absent, ...subject.troubles }).filter((name) => !scenarioNames.includes(name)),
    ).toEqual([]);
  }
});

describe.concurrent.each(subjects)('failures of %s', (_service, subject) => {
  it.concurrent.each(failureMatrix(subject))('$name', { timeout: 30_000 }, async ({ run }) => {
    await expect(run(world)).resolves.toBeUndefined();
  });
});
