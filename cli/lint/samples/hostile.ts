import { isPlainMap } from '../../../engine/go/value.ts';

/** A text that breaks whatever is put together without escaping. */
export const hostileText = 'it "failed"\nat C:\\web\tagain';

/** Members whose text is anybody's; names, kinds, states, times and revisions are not. */
const freeTexts: ReadonlySet<string> = new Set([
  'message',
  'errorMessage',
  'description',
  'detail',
  'title',
  'summary',
]);

/**
 * A copy of an object with hostile text wherever people or programs write what they like: messages, annotations, the values of
 * `info`.
 */
export function hostileCopy(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const copy = hostile(object) as Record<string, unknown>;
  const status = copy['status'];
  if (copy['kind'] === 'Application' && isPlainMap(status) && status['conditions'] === undefined) {
    status['conditions'] = ['SyncError', 'ComparisonError'].map((type) => ({ type, message: hostileText }));
  }
  return copy;
}

function hostile(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => hostile(item, name === 'info' ? name : ''));
  if (isPlainMap(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, isFree(name, key) ? hostileText : hostile(member, key)]),
    );
  }
  return typeof value === 'string' && freeTexts.has(name) ? hostileText : value;
}

function isFree(parent: string, key: string): boolean {
  return parent === 'annotations' || (parent === 'info' && key === 'value');
}
