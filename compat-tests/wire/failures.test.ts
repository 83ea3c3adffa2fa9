import { describe, expect, it } from 'vitest';
import { readFailures } from './case.ts';
import { type FailureSubject, failureMatrix } from './failures.ts';
import { createWorld } from './world.ts';

const world = createWorld();

describe.each(readFailures<FailureSubject>())('failures of %s', (_service, subject) => {
  it.concurrent.each(failureMatrix(subject))('$name', { timeout: 30_000 }, async ({ run }) => {
    await expect(run(world)).resolves.toBeUndefined();
  });
});
