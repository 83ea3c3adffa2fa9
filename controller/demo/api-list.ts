import { keyOf } from '../kubernetes/object.ts';
import type { Route } from './api-routes.ts';
import { selectorOf } from './api-selectors.ts';
import { badRequest, expired, StatusFailure, typeMeta } from './api-status.ts';
import type { ApiStore } from './api-store.ts';

interface Token {
  readonly version: number;
  readonly after: string;
}

/** One page of a list. A later page has the version of the first, so that a watch from it misses nothing. */
export function listPage(store: ApiStore, { resource, namespace }: Route, query: URLSearchParams): object {
  const selector = selectorOf(resource, query);
  const token = tokenOf(query.get('continue') ?? '');
  if (token !== undefined && token.version < store.log.oldest) throw expired(tokenExpired);
  const from = query.get('resourceVersion') ?? '';
  if (Number(from) > store.log.version) throw tooLarge(from, store.log.version);
  const version = token?.version ?? store.log.version;
  const all = store.list(resource, namespace).filter(selector);
  const rest = token === undefined ? all : all.filter(({ metadata }) => keyOf(metadata) > token.after);
  const limit = Number(query.get('limit') ?? 0) || rest.length;
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  const more = rest.length > limit && last !== undefined;
  const next = more ? { continue: tokenText({ version, after: keyOf(last.metadata) }) } : {};
  const exact = !query.get('fieldSelector') && !query.get('labelSelector');
  const remaining = more && exact ? { remainingItemCount: rest.length - limit } : {};
  const { kind, apiVersion } = typeMeta(resource);
  return {
    kind: `${kind}List`,
    apiVersion,
    metadata: { resourceVersion: String(version), ...next, ...remaining },
    items,
  };
}

const tokenExpired =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
  'the continue parameter.';

function tokenText(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function tokenOf(text: string): Token | undefined {
  if (text === '') return undefined;
  try {
    const { version, after } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Token;
    if (Number.isSafeInteger(version) && typeof after === 'string') return { version, after };
  } catch {
    // Answered as any other token that is not ours.
  }
  throw badRequest('continue key is not valid');
}

function tooLarge(from: string, current: number): StatusFailure {
  const text = `Timeout: Too large resource version: ${from}, current: ${current}`;
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
  return new StatusFailure(504, 'Timeout', text, { causes, retryAfterSeconds: 1 });
}
