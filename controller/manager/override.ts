import { isPlainMap } from '../../engine/go/value.ts';
import type { KubernetesObject } from '../kubernetes/index.ts';
import { annotationPrefixes } from '../rsync/annotations.ts';
import { listAt, mapAt } from '../rsync/sync.ts';
import { amountOf } from './quantity.ts';

/** What the container of a notification process may take and use, as Config Sync's `spec.override.resources` has it. */
export interface Resources {
  readonly cpuRequest?: string | undefined;
  readonly cpuLimit?: string | undefined;
  readonly memoryRequest?: string | undefined;
  readonly memoryLimit?: string | undefined;
}

/** What an RSync wants otherwise about its notification process than the manager has it. */
export interface Override {
  readonly resources: Resources;
  /** As klog has it: 0 to 10. */
  readonly logLevel: number | undefined;
  /** What of it cannot be, and is left as the manager has it. */
  readonly problems: readonly string[];
}

const [prefix] = annotationPrefixes;
const container = 'notification';
const quantities = ['cpuRequest', 'cpuLimit', 'memoryRequest', 'memoryLimit'] as const;

/** The annotation that stands in for `spec.override` where its schema does not know our container. */
export const overrideAnnotation = `${prefix}/override`;

/**
 * What an RSync overrides: by `spec.override.resources` and `.logLevels` for the container `notification`, or by the annotation
 * `…/override`, a JSON object of the same fields. Of two that say something about one field, the spec wins.
 */
export function overrideOf(rsync: KubernetesObject): Override {
  const problems: string[] = [];
  const spec = mapAt(mapAt(rsync, 'spec'), 'override');
  const ours = (list: string) => listAt(spec, list).find(({ containerName }) => containerName === container) ?? {};
  const given: Record<string, unknown> = {
    ...annotated(rsync, problems),
    ...ours('resources'),
    ...ours('logLevels'),
  };
  const resources: Record<string, string> = {};
  for (const field of quantities) {
    const value = given[field] ?? undefined;
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text === 'string' && amountOf(text) !== undefined) resources[field] = text;
    else if (value !== undefined) problems.push(`override of ${field}: ${JSON.stringify(value)} is not a quantity`);
  }
  const level = given['logLevel'] ?? undefined;
  const isLevel = Number.isInteger(level) && Number(level) >= 0 && Number(level) <= 10;
  if (level !== undefined && !isLevel) {
    problems.push(`override of logLevel: ${JSON.stringify(level)} is not a number from 0 to 10`);
  }
  return { resources, logLevel: isLevel ? Number(level) : undefined, problems };
}

function annotated({ metadata }: KubernetesObject, problems: string[]): Record<string, unknown> {
  const text = metadata.annotations?.[overrideAnnotation];
  if (text === undefined) return {};
  const value = parsed(text);
  if (isPlainMap(value)) return value;
  problems.push(`annotation ${overrideAnnotation} is not a JSON object`);
  return {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * `resources` of a container: the manager's with what an RSync overrides. A default that the other value rules out gives way, so that
 * a request alone can be overridden.
 */
export function resourcesOf(defaults: Resources, override: Resources): object {
  const cpu = pairOf(defaults.cpuRequest, defaults.cpuLimit, override.cpuRequest, override.cpuLimit);
  const memory = pairOf(defaults.memoryRequest, defaults.memoryLimit, override.memoryRequest, override.memoryLimit);
  const named = (field: 'request' | 'limit') => ({
    ...(cpu[field] && { cpu: cpu[field] }),
    ...(memory[field] && { memory: memory[field] }),
  });
  const limits = named('limit');
  return { requests: named('request'), ...(Object.keys(limits).length > 0 && { limits }) };
}

interface Pair {
  readonly request: string | undefined;
  readonly limit: string | undefined;
}

function pairOf(
  request: string | undefined,
  limit: string | undefined,
  ownRequest: string | undefined,
  ownLimit: string | undefined,
): Pair {
  const both = { request: ownRequest ?? request, limit: ownLimit ?? limit };
  const amount = (quantity: string | undefined) => amountOf(quantity ?? '');
  const tooMuch = (amount(both.request) ?? 0) > (amount(both.limit) ?? Number.POSITIVE_INFINITY);
  if (!tooMuch) return both;
  return ownLimit === undefined ? { ...both, limit: both.request } : { ...both, request: both.limit };
}
