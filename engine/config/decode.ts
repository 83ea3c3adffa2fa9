import { EngineError, excerptOf } from '../errors.ts';
import { GoNum, isPlainMap } from '../go/value.ts';
import { DecodeAbort, Decoding, isFiniteNumber, type Schema } from './schema.ts';
import { locate, type Path, parseYaml } from './yaml.ts';

/** What could be decoded, and the first error. After a type error the rest is still decoded, as Go does. */
export interface Unmarshaled<T> {
  readonly value: T;
  readonly error: EngineError | undefined;
}

/**
 * A YAML text decoded into a Go type as `yaml.Unmarshal` of sigs.k8s.io/yaml does; keys match in any case, scalars
 * become strings where strings are wanted. The error has Go's text, and the place in the text.
 */
export function unmarshal<T>(text: string, schema: Schema<T>): Unmarshaled<T> {
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { value: schema.zero(), error: convertError(error) };
  }
  return decodeValue(value, schema, text);
}

/** As `unmarshal`, but throws the error. @throws {EngineError} */
export function mustUnmarshal<T>(text: string, schema: Schema<T>): T {
  const { value, error } = unmarshal(text, schema);
  if (error) throw error;
  return value;
}

/** An error of reading YAML as sigs.k8s.io/yaml wraps it. */
export function convertError(error: EngineError): EngineError {
  const { place, hint, excerpt } = error;
  return new EngineError('yaml', `error converting YAML to JSON: ${error.message}`, {
    place,
    hint,
    excerpt,
    cause: error,
  });
}

/** A value that `parseYaml` gave, decoded; `text` is what it was read from and serves places in errors. */
export function decodeValue<T>(value: unknown, schema: Schema<T>, text: string): Unmarshaled<T> {
  const decoding = new Decoding();
  let decoded = schema.zero();
  let problem: { message: string; path: Path } | undefined;
  try {
    decoded = schema.decode(value, decoded, decoding);
    problem = decoding.error;
  } catch (error) {
    if (!(error instanceof DecodeAbort)) throw error;
    problem = { message: error.message, path: decoding.path };
  }
  const nonFinite = nonFiniteNumbers(value);
  if (nonFinite.length > decoding.coercedNonFinite) {
    const message = `error converting YAML to JSON: json: unsupported value: ${nonFinite[0]}`;
    return { value: schema.zero(), error: new EngineError('decode', message) };
  }
  if (!problem) return { value: decoded, error: undefined };
  const place = locate(text, problem.path);
  const excerpt = place && excerptOf(text, place);
  const message = `error unmarshaling JSON: while decoding JSON: ${problem.message}`;
  return { value: decoded, error: new EngineError('decode', message, { place, excerpt }) };
}

function nonFiniteNumbers(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(nonFiniteNumbers);
  if (isPlainMap(value)) return Object.keys(value).flatMap((key) => nonFiniteNumbers(value[key]));
  const isNumber = typeof value === 'number' || value instanceof GoNum;
  if (!isNumber || isFiniteNumber(value)) return [];
  const number = Number(value instanceof GoNum ? value.value : value);
  return [Number.isNaN(number) ? 'NaN' : number > 0 ? '+Inf' : '-Inf'];
}
