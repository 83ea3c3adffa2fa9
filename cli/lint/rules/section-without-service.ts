import type { Report, Rule } from '../rule.ts';
import { keyPath } from '../subject/conditions.ts';
import type { TemplateItem } from '../subject/fields.ts';
import type { Subject } from '../subject/subject.ts';
import { suggest } from './suggest.ts';

/** A section of a template that no service uses. */
export const sectionWithoutService: Rule = {
  id: 'section-without-service',
  severity: 'note',
  what: 'A template has a section for a kind of service of which none is configured, or a `webhook` that is not there.',
  why: 'It is rendered, and may fail, but nobody gets it.',
  mend: 'Configure the service, or remove the section. The names below `webhook` are those of webhook services.',
  *check({ templates, services }) {
    if (services.size === 0) return;
    for (const item of templates) {
      if (item.entry.key === 'config.yaml') continue;
      yield* unusedSections(item, services);
      yield* unknownWebhooks(item, services);
    }
  },
};

function* unusedSections({ notification, entry }: TemplateItem, services: Subject['services']): Generator<Report> {
  const types = new Set([...services.values()].map(({ type }) => type));
  for (const [section, value] of Object.entries(notification)) {
    if (section === 'message' || section === 'webhook' || value === null || types.has(section)) continue;
    yield {
      spot: entry.yaml.keySpot([section]),
      path: keyPath(entry.key, [section]),
      message: `no service of type '${section}' is configured`,
    };
  }
}

/** Webhooks without a service are a note, unless a service has nearly the same name. */
function* unknownWebhooks({ notification, entry }: TemplateItem, services: Subject['services']): Generator<Report> {
  const known = [...services.values()].flatMap(({ name, type }) => (type === 'webhook' ? [name] : []));
  for (const name of Object.keys(notification.webhook ?? {})) {
    if (known.includes(name)) continue;
    const path = ['webhook', name];
    const hint = suggest(name, known);
    const report: Report = {
      spot: entry.yaml.keySpot(path),
      path: keyPath(entry.key, path),
      message: `there is no webhook service '${name}'`,
      hint,
    };
    yield hint === undefined ? report : { ...report, severity: 'warning' };
  }
}
