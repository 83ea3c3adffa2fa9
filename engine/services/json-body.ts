import type { Schema } from '../config/schema.ts';
import { GoError } from '../go/error.ts';
import { fromBytes } from '../go/utf8.ts';
import type { HttpResponse } from './http.ts';
import { type DecodedJson, decodeFirstJson } from './json-text.ts';

/** The first JSON value of a body as `json.NewDecoder(body).Decode` reads it, also of a body that breaks off after it. */
export function decodeBody<T>({ body, bodyError }: HttpResponse, schema: Schema<T>): DecodedJson<T> {
  const decoded = decodeFirstJson(fromBytes(body), schema);
  const ended = decoded.error !== undefined && /^(?:unexpected )?EOF$/.test(decoded.error.message);
  return bodyError && ended ? { value: decoded.value, error: new GoError(bodyError.message) } : decoded;
}
