import { GoError } from '../error.ts';
import type { Run } from '../run.ts';
import { float64, narrow, newMap } from '../value.ts';
import { scan } from './scanner.ts';

/**
 * What encoding/json gives for a text decoded into an `interface {}`: every number a float64, the last of several equal
 * keys, U+FFFD for lone surrogates and invalid bytes.
 * @throws {GoError} with Go's text, e.g. `invalid character 'x' looking for beginning of value`
 * @throws {LimitError} when the values exceed what `run` may still allocate
 */
export function unmarshal(text: string, run?: Run): unknown {
  return valueOrThrow(decode(text, floatOf, run));
}

/** As `unmarshal`, with what json.Unmarshal leaves beside its error: nil in place of a number beyond float64, or all nil. */
export function unmarshalPartial(text: string, run?: Run): Decoded {
  try {
    return decode(text, floatOf, run);
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    return { value: null, error };
  }
}

/** A decoded text and the first number in it that could not be converted. */
export interface Decoded {
  readonly value: unknown;
  readonly error: GoError | undefined;
}

function valueOrThrow({ value, error }: Decoded): unknown {
  if (error) throw error;
  return value;
}

/**
 * A Kubernetes object: integers that fit are int64, all other numbers float64, without loss.
 * @throws {GoError} as unmarshal
 */
export function decodeKubernetes(text: string): unknown {
  if (!needsCare.test(text) && text.isWellFormed()) {
    try {
      return JSON.parse(text);
    } catch {
      // The scanner below finds the error and words it as Go does.
    }
  }
  return valueOrThrow(decode(text, numberOf));
}

/** Numbers that JSON.parse would not keep apart, and escapes that may be lone surrogates. */
const needsCare =
  /\d{16}|(?:^|[:,[\s])-?(?:\d+\.0+(?![0-9])|0(?=[,\]}\s]|$)(?<=-0)|\d+(?:\.\d+)?[eE])|\\u[dD][89a-fA-F]/;

type Convert = (literal: string) => unknown;

interface Level {
  readonly list: unknown[] | undefined;
  readonly map: Record<string, unknown> | undefined;
  key: string | undefined;
}

function decode(text: string, convert: Convert, run?: Run): Decoded {
  let error: GoError | undefined;
  const levels: Level[] = [{ list: [], map: undefined, key: undefined }];
  const add = (value: unknown): void => {
    run?.allocate(1);
    const level = levels.at(-1) as Level;
    if (level.list) level.list.push(value);
    else if (level.key === undefined) level.key = value as string;
    else {
      (level.map as Record<string, unknown>)[level.key] = value;
      level.key = undefined;
    }
  };
  const open = (container: unknown[] | Record<string, unknown>): void => {
    add(container);
    levels.push(
      Array.isArray(container)
        ? { list: container, map: undefined, key: undefined }
        : { list: undefined, map: container, key: undefined },
    );
  };
  scan(text, {
    list: () => open([]),
    map: () => open(newMap()),
    end: () => levels.pop(),
    string: add,
    literal: add,
    number: (literal) => {
      const value = convert(literal);
      if (value === undefined) {
        error ??= new GoError(`json: cannot unmarshal number ${literal} into Go value of type float64`);
      }
      add(value ?? null);
    },
  });
  return { value: levels[0]?.list?.[0], error };
}

function floatOf(literal: string): unknown {
  const value = Number(literal);
  return Number.isFinite(value) ? float64(value) : undefined;
}

function numberOf(literal: string): unknown {
  if (/[.eE]/.test(literal)) return floatOf(literal);
  const value = Number(literal);
  if (Number.isSafeInteger(value)) return value + 0;
  const exact = BigInt(literal);
  return exact === BigInt.asIntN(64, exact) ? narrow(exact) : floatOf(literal);
}
