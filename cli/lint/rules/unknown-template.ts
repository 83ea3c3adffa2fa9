import type { Rule } from '../rule.ts';
import { suggest } from './suggest.ts';

/** A trigger that sends a template that there is not. */
export const unknownTemplate: Rule = {
  id: 'unknown-template',
  severity: 'error',
  argo: 'fails',
  what: 'A trigger sends a template that the ConfigMap does not have.',
  why: 'Nothing is sent when the trigger holds.',
  mend: 'Correct the name in `send`, or add `template.<name>`.',
  *check({ triggers, templateNames }) {
    for (const { sends } of triggers.flatMap(({ conditions }) => conditions)) {
      for (const { template, spot, path } of sends) {
        if (templateNames.has(template)) continue;
        const bare = template.replace(/^template\./, '');
        const hint = templateNames.has(bare) ? `write '${bare}'` : suggest(template, templateNames);
        yield { spot, path, message: `there is no template '${template}'`, hint };
      }
    }
  },
};
