import type { Rule } from '../rule.ts';

/** A template that no trigger sends. */
export const unusedTemplate: Rule = {
  id: 'unused-template',
  severity: 'warning',
  what: 'No trigger sends a template. ConfigMaps without triggers are left alone.',
  why: 'It is never used: perhaps the `send` that was meant for it has another name.',
  mend: 'Name it in the `send` of a trigger, or remove it.',
  *check({ triggers, templates, problems }) {
    if (triggers.length === 0 || problems.some(({ key }) => key.startsWith('trigger.'))) return;
    const sent = new Set(
      triggers.flatMap(({ conditions }) =>
        conditions.flatMap(({ sends }) => sends.map(({ template }) => template.replace(/^template\./, ''))),
      ),
    );
    for (const { name, spot, path } of templates) {
      if (!sent.has(name)) yield { spot, path, message: `no trigger sends the template '${name}'` };
    }
  },
};
