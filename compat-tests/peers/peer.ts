import { createApi } from '../../engine/api.ts';
import { parseConfig } from '../../engine/config.ts';
import { HttpClient } from '../../engine/services/http.ts';
import { type GoProgram, goBuild } from '../go/build.ts';
import type { Authority } from '../wire/authority.ts';

/** A delivery to a real receiver that is read back from it. */
export interface Peer {
  readonly name: string;
  /** The path of the receiver, built or installed if need be. @throws {Skipped} when the machine lacks something */
  prepare?(world: Preparation): Promise<string>;
  /** `command` is what `prepare` gave. @throws {Skipped} or {Error} with what is wrong */
  run(world: PeerWorld, command: string): Promise<void>;
}

export interface Preparation {
  /** Where built programs are kept. */
  readonly cache: string;
  readonly say: (line: string) => void;
}

export interface PeerWorld {
  /** For this run only. */
  readonly folder: string;
  /** Trusted by our services. */
  readonly authority: Authority;
  /** Trusted by nobody. */
  readonly stranger: Authority;
  readonly signal: AbortSignal;
}

/** The peer cannot be had here. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}

/** What is delivered: one service, one template, one destination. */
export interface Delivery {
  readonly type: string;
  /** YAML; `$key` stands for a value of `secret`. */
  readonly options: string;
  /** YAML. */
  readonly template: string;
  readonly recipient?: string;
  readonly secret?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Delivers as the notification process does: ConfigMap and Secret are read, the template is rendered and sent. */
export async function deliver({ authority, signal }: PeerWorld, delivery: Delivery): Promise<void> {
  const { type, options, template, recipient = '', secret = {}, environment = {} } = delivery;
  const data = { [`service.${type}`]: options, 'template.peer': template };
  const { config } = parseConfig({ data }, secret, { strict: true });
  const http = new HttpClient({ certificates: () => [authority.certificate] });
  try {
    const host = { http, environment };
    const { api } = createApi(config, { getVariables: (object) => object, host, strict: true });
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const sending = AbortSignal.any([signal, AbortSignal.timeout(30_000)]);
    const destination = { service: type, recipient };
    await api.send({ name: 'root-sync' }, ['peer'], destination, { signal: sending, log });
  } finally {
    http.close();
  }
}

/** The path of a Go program. @throws {Skipped} without Go or its modules */
export async function built(program: GoProgram): Promise<string> {
  const result = await goBuild(program);
  if (result.ok) return result.value;
  throw result.missing === undefined ? new Error(result.reason) : new Skipped(result.reason);
}

/** Fails unless both are equal as JSON. */
export function expectEqual(what: string, got: unknown, want: unknown): void {
  const [is, should] = [JSON.stringify(got), JSON.stringify(want)];
  if (is !== should) throw new Error(`${what}: want ${should}, got ${is}`);
}

/** Fails unless the delivery is refused with an error of that text. */
export async function expectRefusal(sending: Promise<void>, text: RegExp): Promise<void> {
  const outcome = await sending.then(
    () => 'delivered',
    (error: Error) => error.message,
  );
  if (!text.test(outcome)) throw new Error(`want an error ${text}, got: ${outcome}`);
}
