import { isPlainMap } from '../../engine/go/value.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { Served } from './api-resources.ts';
import { badRequest } from './api-status.ts';

export type Selector = (object: KubernetesObject) => boolean;

/** The field and label selectors of a query as one predicate. Throws a 400 for what cannot be selected by. */
export function selectorOf(resource: Served, query: URLSearchParams): Selector {
  const fields = terms(query.get('fieldSelector')).map((term) => fieldTerm(resource, term));
  const labels = terms(query.get('labelSelector')).map(labelTerm);
  return (object) => fields.every((match) => match(object)) && labels.every((match) => match(object));
}

function terms(selector: string | null): string[] {
  return selector === null || selector === '' ? [] : selector.split(',');
}

const comparison = /^([^!=]+)(=|==|!=)([^!=]*)$/;

function fieldTerm(resource: Served, term: string): Selector {
  const [, field = '', operator, wanted] = comparison.exec(term) ?? [];
  if (operator === undefined) throw badRequest(`invalid selector: '${term}'; can't understand '${term}'`);
  const known = ['metadata.name', 'metadata.namespace', ...resource.fields];
  if (!known.includes(field)) throw badRequest(unknownField(resource, field, known));
  const path = field.split('.');
  return (object) => {
    const value = path.reduce<unknown>((at, key) => (isPlainMap(at) ? at[key] : undefined), object) ?? '';
    return (value === wanted) === (operator !== '!=');
  };
}

function unknownField({ group }: Served, field: string, known: readonly string[]): string {
  if (group !== '') return `field label not supported: ${field}`;
  return `"${field}" is not a known field selector: only ${known.map((each) => `"${each}"`).join(', ')}`;
}

function labelTerm(text: string): Selector {
  const term = text.trim();
  const [, key, operator, wanted] = comparison.exec(term) ?? [];
  if (key !== undefined) return (object) => (labelOf(object, key) === wanted) === (operator !== '!=');
  if (!/^!?[\w./-]+$/.test(term)) throw badRequest(`unable to parse requirement: found '${term}'`);
  const absent = term.startsWith('!');
  const name = absent ? term.slice(1) : term;
  return (object) => (labelOf(object, name) === undefined) === absent;
}

function labelOf({ metadata: { labels } }: KubernetesObject, key: string): string | undefined {
  return labels && Object.hasOwn(labels, key.trim()) ? labels[key.trim()] : undefined;
}
