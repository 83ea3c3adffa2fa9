import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { formatText } from './format/text.ts';
import { lint } from './lint.ts';
import { rules } from './rules/index.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/lint.md'), 'utf8');
const sections = new Map(
  [...page.matchAll(/^### (\S+)\n(.*?)(?=^##|$(?![\s\S]))/gms)].map(([, id = '', text = '']) => [id, text]),
);
const verdicts = { rejects: '; refused by Argo CD', fails: '; fails in Argo CD when it is due' };

/** What is printed for the first finding of a rule in a file of testdata/broken, indented as an example. */
function example(rule: string, file: string): string {
  const text = readFileSync(join(root, 'testdata/broken', file), 'utf8');
  const finding = lint([{ path: file, text }]).findings.find((each) => each.rule === rule);
  if (!finding) return 'nothing';
  const [place = '', , ...rest] = formatText([finding], { color: false, hidden: 0 }).split('\n');
  const lines = finding.path === '' ? formatText([finding], { color: false, hidden: 0 }).split('\n') : [place, ...rest];
  return lines.slice(0, lines.indexOf('')).join('\n');
}

it('docs/lint.md has every rule, and no other', () => {
  expect([...sections.keys()].sort()).toEqual(rules.map(({ id }) => id).sort());
});

it.each(rules)('docs/lint.md says of $id what the rule says', ({ id, severity, argo, what, why, mend }) => {
  const verdict = argo === undefined ? '' : verdicts[argo];
  expect(sections.get(id)).toContain(`\n*${severity}${verdict}.* ${what} ${why}\n`);
  expect(sections.get(id)).toContain(`\nMend: ${mend}\n`);
});

it.each(rules.filter(({ id }) => id !== 'too-large'))('docs/lint.md shows what is printed for $id', ({ id }) => {
  const shown = [...(sections.get(id) ?? '').matchAll(/^ {4}(.*)$/gm)].map(([, line]) => line).join('\n');
  const file = /^[\w-]+\.yaml/.exec(shown)?.[0] ?? '';
  expect(shown).toBe(example(id, file));
});
