import type { Rule } from '../rule.ts';
import { suggest } from './suggest.ts';
import { chainsIn } from './unknown-variable.ts';
import { groups } from './variables.ts';

/** A function of a group that there is not. */
export const unknownMember: Rule = {
  id: 'unknown-member',
  severity: 'warning',
  argo: 'fails',
  what: 'A trigger or template calls a function of `time`, `strings`, `repo` or `utils` that there is not.',
  why: 'The evaluation fails: a trigger never holds, a notification is never sent.',
  mend: 'Functions begin with a capital letter: `time.Parse`, `strings.ReplaceAll`, `repo.GetCommitMetadata`, `utils.LastCommit`.',
  *check(subject) {
    for (const { chain, spot, path } of chainsIn(subject)) {
      const [group = '', member] = chain.names;
      const known = Object.hasOwn(groups, group) ? groups[group] : undefined;
      if (!known || member === undefined || known.includes(member)) continue;
      const hint = suggest(member, known) ?? `'${group}' has ${known.slice(0, 12).join(', ')}`;
      yield { spot, path, message: `'${group}' has no '${member}'`, hint };
    }
  },
};
