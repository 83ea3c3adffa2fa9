import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../../controller/kubernetes/index.ts';
import { applicationOf } from '../../controller/rsync/app/application.ts';
import { parseYaml } from '../../engine/config/yaml.ts';
import type { Answer, Case } from '../conformance/case.ts';
import { readZipped, writeZipped } from '../golden/files.ts';
import { examples } from './examples.ts';

const root = join(import.meta.dirname, '../..');
const applicationsPath = join(root, 'testdata/golden/rsync-applications.json');
const answersPath = join(root, 'testdata/golden/rsync.golden.jsonl.gz');

/** The ConfigMap of our Argo-style catalog, which all cases have. */
export const argoCatalog = join(root, 'deploy/argo-catalog/configmap.yaml');

/** The variable `context` of the cases. */
export const context = { argocdUrl: 'https://cd.example.com' };

/** A trigger, or a template with a destination, that is put to an RSync. */
export type Question = { readonly id: string; readonly rsync: KubernetesObject } & (
  | { readonly trigger: string }
  | { readonly template: string; readonly service: string }
);

const { data } = parseYaml(readFileSync(argoCatalog, 'utf8')) as { data: Record<string, string> };

function namesOf(prefix: string): string[] {
  return Object.keys(data).flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
}

/** Every trigger, and every template for Slack and for mail, put to every example. */
export function questions(): Question[] {
  return Object.entries(examples).flatMap(([name, rsync]) => [
    ...namesOf('trigger.').map((trigger): Question => ({ id: `${name}: ${trigger}`, rsync, trigger })),
    ...namesOf('template.').flatMap((template) =>
      ['slack', 'email'].map(
        (service): Question => ({ id: `${name}: ${template} ${service}`, rsync, template, service }),
      ),
    ),
  ]);
}

/** The question as Go is asked it: about an Application, which Go knows nothing of an RSync to make of. */
function caseOf({ id, rsync, ...asked }: Question): Case {
  const configMap = { namespace: 'argocd', data: { ...data, context: JSON.stringify(context) } };
  const common = { id, configMap, object: applicationOf(rsync) };
  if ('trigger' in asked) return { kind: 'trigger', ...common, trigger: asked.trigger };
  const destination = { service: asked.service, recipient: 'shop' };
  return { kind: 'notification', ...common, templates: [asked.template], destination };
}

/** Writes down the Applications of the examples, and what Go answers about them. */
export function recordRSyncs(ask: (lines: readonly string[]) => readonly object[]): void {
  const applications = Object.entries(examples).map(([name, rsync]) => [name, applicationOf(rsync)]);
  writeFileSync(applicationsPath, `${JSON.stringify(Object.fromEntries(applications), null, 1)}\n`);
  writeZipped(answersPath, ask(questions().map((question) => JSON.stringify(caseOf(question)))));
}

/** The Applications of the examples as they were written down, by the examples' names. */
export function recordedApplications(): Record<string, unknown> {
  return JSON.parse(readFileSync(applicationsPath, 'utf8')) as Record<string, unknown>;
}

/** What Go has answered, in the order of the questions. */
export function recordedAnswers(): Answer[] {
  return readZipped(answersPath);
}
