import type { Report, Rule } from '../rule.ts';
import { suggest } from './suggest.ts';
import { chainsIn } from './unknown-variable.ts';

/** A member of `context` that there is not. */
export const contextMissing: Rule = {
  id: 'context-missing',
  severity: 'warning',
  what: 'A trigger or template asks for a member of `context` that the ConfigMap does not give. A note, unless there is one of nearly the same name.',
  why: 'It prints `<no value>`, mostly in the middle of a link.',
  mend: 'Add it: `context: "argocdUrl: https://cd.example.com"`.',
  *check(subject) {
    const known = new Set([...Object.keys(subject.parsed.context), 'notificationType']);
    for (const { chain, spot, path } of chainsIn(subject)) {
      const [variable, name] = chain.names;
      if (variable !== 'context' || name === undefined || known.has(name)) continue;
      const hint = suggest(name, known);
      const report: Report = { spot, path, message: `context has no '${name}'`, hint };
      yield hint === undefined ? { ...report, severity: 'note' } : report;
    }
  },
};
