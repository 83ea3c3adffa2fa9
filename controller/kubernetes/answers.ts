import { isPlainMap } from '../../engine/go/value.ts';
import { ControllerError } from '../errors.ts';
import { type KubernetesObject, toObject } from './object.ts';
import { apiVersionOf, type Resource } from './resource.ts';
import { statusError } from './status.ts';

export interface ListPage {
  readonly items: readonly KubernetesObject[];
  readonly resourceVersion: string;
  /** Token of the next page. */
  readonly continue: string | undefined;
}

/** `object` of a BOOKMARK has nothing but metadata.resourceVersion and is not checked. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: Record<string, unknown>;
}

/** A page of a list as the server answered it. Throws BadResponse for anything else. */
export function toPage(answer: unknown, resource: Resource, place: string): ListPage {
  const metadata = isPlainMap(answer) ? answer['metadata'] : undefined;
  const items = isPlainMap(answer) ? answer['items'] : undefined;
  const version = isPlainMap(metadata) ? metadata['resourceVersion'] : undefined;
  if (
    !isPlainMap(metadata) ||
    typeof version !== 'string' ||
    version === '' ||
    !(items === null || Array.isArray(items))
  ) {
    const text = `the answer is not a list of ${apiVersionOf(resource)} ${resource.kind}`;
    throw new ControllerError('BadResponse', place, text);
  }
  const token = metadata['continue'];
  return {
    items: (items ?? []).map((item) => toObject(item, resource, place)),
    resourceVersion: version,
    continue: typeof token === 'string' && token !== '' ? token : undefined,
  };
}

const eventTypes: readonly string[] = ['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK'];

/** The event of a line of a watch. Throws what an ERROR event says, BadResponse for anything else. */
export function toEvent(value: unknown, place: string): WatchEvent {
  if (!isPlainMap(value) || !isPlainMap(value['object']))
    throw new ControllerError('BadResponse', place, 'not a watch event');
  const { type, object } = value;
  if (type === 'ERROR') {
    const code = object['code'];
    throw statusError(place, typeof code === 'number' ? code : 500, object);
  }
  if (typeof type !== 'string' || !eventTypes.includes(type)) {
    throw new ControllerError('BadResponse', place, `unknown event type ${JSON.stringify(type)?.slice(0, 100)}`);
  }
  return { type: type as WatchEvent['type'], object };
}

const modified = '{"type":"MODIFIED",';
const versionKey = '"resourceVersion":"';

/**
 * The line of a watch as a BOOKMARK when it tells a change that is known, without reading it. Within a JSON string the key's
 * quotes are escaped, so that a line with one such key has it in its metadata; one with several is left to be read.
 */
export function knownEvent(line: string, isKnown?: (resourceVersion: string) => boolean): WatchEvent | undefined {
  if (!isKnown || !line.startsWith(modified)) return undefined;
  const key = line.indexOf(versionKey);
  if (key === -1) return undefined;
  const start = key + versionKey.length;
  if (line.includes(versionKey, start)) return undefined;
  const resourceVersion = line.slice(start, line.indexOf('"', start));
  return isKnown(resourceVersion) ? { type: 'BOOKMARK', object: { metadata: { resourceVersion } } } : undefined;
}
