import type { Report, Rule } from '../rule.ts';
import type { NameChain } from '../subject/expression.ts';
import type { Subject } from '../subject/subject.ts';
import { chainsOfTemplate } from '../subject/template-chains.ts';
import type { Spot } from '../text/mapped.ts';
import { suggest } from './suggest.ts';
import { knownVariables } from './variables.ts';

/** A variable that there is not. */
export const unknownVariable: Rule = {
  id: 'unknown-variable',
  severity: 'warning',
  what: 'A trigger or template asks for a variable that there is not, such as `application` or `.App`.',
  why: 'In an expression it is nil, in a template it prints `<no value>`.',
  mend: 'Variables are `app`, `sync`, `utils`, `context`, `appProject`, `secrets`, `time`, `strings`, `repo`; in templates also `serviceType` and `recipient`.',
  *check(subject) {
    for (const { chain, spot, path, isTemplate } of chainsIn(subject)) {
      const [name = ''] = chain.names;
      const known = knownVariables(subject, isTemplate);
      if (known.has(name)) continue;
      const meant = meantBy(name, known);
      const hint = meant ?? `variables are ${[...known].join(', ')}`;
      const report: Report = { spot, path, message: `there is no variable '${name}'`, hint };
      yield meant === undefined ? { ...report, severity: 'note' } : report;
    }
  },
};

function meantBy(name: string, known: ReadonlySet<string>): string | undefined {
  if (ofHelm.has(name)) return 'this is a template of Helm, which has not been rendered';
  const alias = aliases[name.toLowerCase()];
  return alias === undefined ? suggest(name, known) : `did you mean '${alias}'?`;
}

const aliases: Readonly<Record<string, string>> = {
  application: 'app',
  apps: 'app',
  rootsync: 'sync',
  reposync: 'sync',
  rsync: 'sync',
  project: 'appProject',
  secret: 'secrets',
  service: 'serviceType',
  metadata: 'app.metadata',
  spec: 'app.spec',
  status: 'app.status',
  operationstate: 'app.status.operationState',
};
/** Variables of Helm, whose templates look alike. */
const ofHelm: ReadonlySet<string> = new Set(['Values', 'Release', 'Chart', 'Capabilities', 'Files']);

interface FoundChain {
  readonly chain: NameChain;
  readonly spot: Spot;
  readonly path: string;
  readonly isTemplate: boolean;
}

/** Every chain of names in the triggers and templates. */
export function* chainsIn({ triggers, templates }: Subject): Generator<FoundChain> {
  for (const { when, oncePer, path } of triggers.flatMap(({ conditions }) => conditions)) {
    for (const [field, expression] of [['when', when] as const, ['oncePer', oncePer] as const]) {
      for (const chain of expression?.chains ?? []) {
        const spot = expression?.spot(chain.from);
        if (spot) yield { chain, spot, path: `${path}.${field}`, isTemplate: false };
      }
    }
  }
  for (const { template, source, mapped, keyPath } of templates.flatMap(({ fields }) => fields)) {
    if (!template || !mapped) continue;
    for (const chain of chainsOfTemplate(template, source)) {
      yield { chain, spot: mapped.at(chain.from), path: keyPath, isTemplate: true };
    }
  }
}
