import { describe, expect, it } from 'vitest';
import { decodeKubernetes } from '../../engine/go/json.ts';
import { answer } from '../conformance/answer.ts';
import type { Answer, Case } from '../conformance/case.ts';
import { canonical, differences } from '../conformance/compare.ts';
import { goldenFiles, linesOf } from './files.ts';

interface Row {
  readonly title: string;
  readonly line: string;
  readonly want: Answer;
}

function rowsOf(lines: readonly string[], answers: readonly string[]): Row[] {
  return lines.map((line, i) => {
    const { id, source } = JSON.parse(line) as Case;
    const title = source === undefined ? `${id}` : `${id}: ${source}`;
    return { title, line, want: JSON.parse(answers[i] ?? '{}') as Answer };
  });
}

for (const { name, lines, answersPath } of goldenFiles()) {
  describe(`golden ${name}`, () => {
    const answers = linesOf(answersPath);

    it('has the answer to every case', () => {
      const ids = (texts: readonly string[]) => texts.map((text) => (JSON.parse(text) as Case).id);
      expect(ids(answers)).toEqual(ids(lines));
    });

    it.each(rowsOf(lines, answers))('$title', async ({ line, want }) => {
      const got = await answer(decodeKubernetes(line) as Case);
      if (differences(want, got).length === 0) return;
      expect(JSON.parse(canonical(got))).toEqual(JSON.parse(canonical(want)));
    });
  });
}
