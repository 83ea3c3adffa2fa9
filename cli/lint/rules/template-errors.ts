import type { Report } from '../rule.ts';
import { type Field, spotOfError } from '../subject/fields.ts';

/** The function that a text calls and there is not. In an action that is not closed any word behind it would count as one. */
export function unknownFunctionOf(field: Field): string | undefined {
  const name = nameOf(field);
  return name === undefined || isUnclosed(field.source, offsetOf(field, name)) ? undefined : name;
}

/** An error of a text as a report. */
export function errorReport(field: Field): Report {
  const { error, mapped, source, keyPath: path } = field;
  if (!error) return { spot: field.spot, path, message: '' };
  const name = nameOf(field);
  const at = name === undefined ? -1 : offsetOf(field, name);
  if (name !== undefined && isUnclosed(source, at)) {
    const spot = mapped?.at(source.lastIndexOf('{{', at)) ?? field.spot;
    return { spot, path, message: 'this action is not closed: }} is missing', ...argoOf(field) };
  }
  const message = error.message.replace(/^(error in .*? : ?)?template: .*?:\d+(:\d+)?: /, '');
  return { spot: at >= 0 && mapped ? mapped.at(at) : spotOfError(field, error), path, message, ...argoOf(field) };
}

/** What Argo CD makes of it where it does not refuse the ConfigMap. */
function argoOf({ late, path: [section, name] }: Field): Pick<Report, 'argo'> {
  if (late) return { argo: 'fails' };
  return section === 'awssqs' && name === 'messageAttributes' ? { argo: null } : {};
}

function nameOf({ error }: Field): string | undefined {
  return /function "(.*)" not defined$/.exec(error?.message ?? '')?.[1];
}

/** Where a name is used as a function, from the line of the error on. */
function offsetOf({ source, error }: Field, name: string): number {
  let start = 0;
  for (let line = 1; line < (error?.line ?? 1); line++) start = source.indexOf('\n', start) + 1;
  const found = source.slice(start).search(new RegExp(`(?<![\\w.$])${name}(?!\\w)`));
  return found < 0 ? -1 : start + found;
}

function isUnclosed(source: string, offset: number): boolean {
  const begin = source.lastIndexOf('{{', offset);
  const end = source.indexOf('\n', offset);
  return begin >= 0 && !source.slice(begin, end < 0 ? undefined : end).includes('}}');
}
