import type { Rule } from '../rule.ts';
import { keyPath } from '../subject/conditions.ts';
import { chainsOfTemplate } from '../subject/template-chains.ts';

/** Sections whose default texts ask for an Application, and the field that replaces each. */
const defaults = [
  ['github', 'repoURLPath'],
  ['github', 'revisionPath'],
  ['alertmanager', 'generatorURL'],
] as const;

/** A section with defaults for Applications in a template for RSyncs. */
export const defaultForApplications: Rule = {
  id: 'default-for-applications',
  severity: 'note',
  what: 'A template for RSyncs leaves `github.repoURLPath`, `github.revisionPath` or `alertmanager.generatorURL` to its default.',
  why: 'The defaults are paths of an Application; for an RSync they go through its view as one.',
  mend: 'Say it: `repoURLPath: "{{.sync.spec.git.repo}}"`, `revisionPath: "{{.sync.status.lastSyncedCommit}}"`.',
  *check({ templates }) {
    for (const { fields, entry } of templates) {
      const isRSync = fields.some(
        ({ template, source, mapped }) =>
          template && mapped && chainsOfTemplate(template, source).some(({ names }) => names[0] === 'sync'),
      );
      if (!isRSync) continue;
      for (const [section, name] of defaults) {
        if (!entry.yaml.find([section]) || entry.yaml.find([section, name])) continue;
        const place = { spot: entry.yaml.keySpot([section]), path: keyPath(entry.key, [section]) };
        yield { ...place, message: `'${section}' takes ${name} from an Application unless it is given` };
      }
    }
  },
};
