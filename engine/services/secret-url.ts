import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { quote } from '../go/strconv.ts';
import { parseUrl, queryEscape, queryUnescape } from '../go/url.ts';
import { redact } from './redact.ts';
import { requestTarget } from './request-url.ts';

/** Shorter parts of a URL are ordinary words. */
const shortest = { target: 8, segment: 16, query: 8, password: 3 };

/**
 * What no message may show of a URL that is itself the credential, as incoming webhooks are: path and query, long segments
 * of the path, values of the query, the password; of a text that is no URL what follows its host, or all of it.
 */
export function urlSecrets(url: string): string[] {
  try {
    const parsed = parseUrl(url);
    const target = requestTarget(parsed).replace(/^\/+/, '');
    const { rawQuery, opaque, user } = parsed.fields;
    const path = target.split('?', 1)[0] ?? '';
    return [
      ...longer(shortest.target, [target, path, opaque]),
      ...longer(shortest.segment, path.split('/')),
      ...longer(shortest.query, rawQuery.split('&').flatMap(valuesOf)),
      ...longer(shortest.password, [user?.password ?? '']),
    ];
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    const rest = /^[^:/]*:\/\/[^/@]*\/(.*)$/s.exec(url)?.[1] ?? '';
    const secret = rest.length >= shortest.target ? rest : url;
    return [secret, quote(secret).slice(1, -1)];
  }
}

function longer(least: number, texts: readonly string[]): string[] {
  return texts.filter((text) => text.length >= least);
}

/** The value of `name=value` as it is spelled, and if it can be decoded what it means and how Go spells that. */
function valuesOf(pair: string): string[] {
  const value = pair.slice(pair.indexOf('=') + 1);
  try {
    const decoded = queryUnescape(value);
    return [value, decoded, queryEscape(decoded)];
  } catch (error) {
    if (error instanceof GoError) return [value];
    throw error;
  }
}

/** What `run` comes to; its errors do not show the secrets. */
export async function withoutSecrets<T>(secrets: readonly string[], run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const { code, message, retryAfterMs } = error;
    const shown = redact(message, secrets);
    throw shown === message ? error : new EngineError(code, shown, { retryAfterMs });
  }
}

/** What `run` comes to; its errors with `prefix` in front. */
export async function inContext<T>(prefix: string, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new EngineError('send', `${prefix}${error.message}`, { cause: error, retryAfterMs: error.retryAfterMs });
  }
}
