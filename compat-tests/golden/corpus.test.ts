import { describe, expect, it } from 'vitest';
import { decodeKubernetes } from '../../engine/go/json.ts';
import { answer } from '../conformance/answer.ts';
import type { Case } from '../conformance/case.ts';
import { canonical, differences } from '../conformance/compare.ts';
import { corpus, corpusAnswers } from './corpus.ts';

// ConfigMaps as people write them, with objects in many states, answered as Go answers them.

const groups = corpus();
const answers = corpusAnswers();

describe('corpus', () => {
  it('has the answer to every case', () => {
    const ids = groups.flatMap(({ lines }) => lines.map((line) => (JSON.parse(line) as Case).id));
    expect(answers.map(({ id }) => id)).toEqual(ids);
  });

  const starts = new Map<string, number>();
  let next = 0;
  for (const { name, lines } of groups) {
    starts.set(name, next);
    next += lines.length;
  }

  it.each(groups)('$name', { timeout: 60_000 }, async ({ name, lines }) => {
    for (const [i, line] of lines.entries()) {
      const want = answers[(starts.get(name) ?? 0) + i];
      if (!want) throw new Error('no answer');
      const got = await answer(decodeKubernetes(line) as Case);
      if (differences(want, got).length === 0) continue;
      expect(JSON.parse(canonical(got)), want.id).toEqual(JSON.parse(canonical(want)));
    }
  });
});
