import { EngineError } from '../errors.ts';
import { fromBytes } from '../go/utf8.ts';
import { convertError } from './decode.ts';
import { prepareYaml } from './yaml.ts';

/** A Secret's data: bytes, or text for values known to be UTF-8. */
export type SecretData = Readonly<Record<string, Uint8Array | string>>;

/** A service's options with its secrets in place. */
export interface RenderedOptions {
  /** @throws {EngineError} when a tag, a key or an alias does not fit, which upstream finds when it makes the service */
  readonly value: unknown;
  /** The secret values that were put in: what must not be shown. */
  readonly secrets: readonly string[];
  /** References to keys that the Secret lacks. They stay as they are written. */
  readonly missing: readonly string[];
}

const reference = /\$[0-9A-Za-z_-]+/g;

/**
 * A service's YAML with each `$key` in its strings, mapping keys included, replaced by the Secret's value (upstream
 * `replaceServiceConfigSecrets`). What was replaced stays a string, whatever it looks like, except that an unquoted `yes` or
 * `off` becomes a boolean.
 * @throws {EngineError} for a text that is no YAML, and for a secret that is not UTF-8
 */
export function renderOptions(text: string, secret: SecretData): RenderedOptions {
  const secrets = new Set<string>();
  const missing = new Set<string>();
  const replace = (scalar: string): string =>
    scalar.replace(reference, (name) => {
      const key = name.slice(1);
      const value = Object.hasOwn(secret, key) ? secret[key] : undefined;
      if (value === undefined) {
        missing.add(key);
        return name;
      }
      const resolved = typeof value === 'string' ? value : fromBytes(value);
      if (!resolved.isWellFormed()) {
        throw new EngineError('secret', 'yaml: cannot marshal invalid UTF-8 data as !!str');
      }
      if (resolved !== '') secrets.add(resolved);
      return resolved;
    });
  const value = settled(prepareYaml(text, { replace }));
  return {
    get value() {
      return value();
    },
    secrets: [...secrets],
    missing: [...missing],
  };
}

/** What gives the value that was read, or throws why there is none. */
function settled(read: () => unknown): () => unknown {
  try {
    const value = read();
    return () => value;
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'yaml') throw error;
    return () => {
      throw convertError(error);
    };
  }
}
