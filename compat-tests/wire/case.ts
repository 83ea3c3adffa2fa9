import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { linesOf } from '../golden/files.ts';

/** How the stub answers one request. */
export interface HttpAnswer {
  /** Default 200. */
  readonly status?: number;
  /** Default: what HTTP calls the status. */
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds before the answer. */
  readonly delay?: number;
  /** `before`: the connection ends instead of an answer; `within`: after half of the body; `hang`: nothing ever comes; `endless`: the body never ends. */
  readonly broken?: 'before' | 'within' | 'hang' | 'endless';
  /** Only for requests whose line and headers hold this text. */
  readonly match?: string;
  /** Of a gRPC call: the status number, message and details (base64), and base64 of the message of the response. */
  readonly grpc?: {
    readonly status?: number;
    readonly message?: string;
    readonly details?: string;
    readonly response?: string;
  };
}

/** What a stub that speaks first does after the first line it hears: leaves, perhaps in the middle of a line; never answers; never ends its answer, slowly or fast. */
export type Breakdown = 'before' | 'within' | 'hang' | 'endless' | 'flood';

/** How the SMTP stub behaves. */
export interface SmtpBehaviour {
  readonly starttls?: boolean;
  /** Mechanisms of AUTH, e.g. `["PLAIN", "LOGIN"]`. */
  readonly auth?: readonly string[];
  /** Further EHLO lines, e.g. `8BITMIME`. */
  readonly extensions?: readonly string[];
  /** Answers by the start of a command, e.g. `{"RCPT": "550 no such user"}`; `DATA.` is the end of the message. */
  readonly replies?: Readonly<Record<string, string>>;
  readonly broken?: Breakdown;
}

/** How the NATS stub behaves. */
export interface NatsBehaviour {
  /** Members of INFO, e.g. `{"auth_required": true, "nonce": "abc"}`. */
  readonly info?: Readonly<Record<string, unknown>>;
  /** The answer to the first PING in place of PONG, e.g. `-ERR 'Authorization Violation'`. */
  readonly refuse?: string;
  readonly broken?: Breakdown;
}

/** One delivery of a case. What it leaves out is taken from the case. */
export interface SendStep {
  readonly template?: string;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly destination?: CaseDestination;
}

export interface CaseDestination {
  /** Default: the type. */
  readonly service?: string;
  readonly recipient?: string;
}

/**
 * A service, its options and what is sent through it, and how the receiver answers. Texts may hold `$STUB` (127.0.0.1:port),
 * `$STUB_PORT`, `$STUB_URL` (http://…), `$STUB_HTTPS` (https://…), and private keys as quoted texts: `$KEY_PKCS1` and the others of keys.ts.
 */
export interface WireCase {
  readonly id: string;
  readonly type: string;
  /** YAML. */
  readonly options: string;
  /** YAML. */
  readonly template: string;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly destination?: CaseDestination;
  /** Several deliveries through one service, one after the other. Default: one. */
  readonly sends?: readonly SendStep[];
  /** In the order of the requests; the last one answers all further requests. Default: 200 with an empty body. */
  readonly answers?: readonly HttpAnswer[];
  /** Default http, which is HTTP, HTTPS, gRPC without TLS, and a proxy for any other host, on one port. */
  readonly stub?: 'http' | 'smtp' | 'nats';
  readonly smtp?: SmtpBehaviour;
  readonly nats?: NatsBehaviour;
  /** The stub's certificate is of an authority that nobody trusts. */
  readonly untrusted?: boolean;
  /** The stub speaks HTTP/2 with those who offer it over TLS. */
  readonly http2?: boolean;
  /** Requests are made at the same time: their order means nothing. */
  readonly unordered?: boolean;
  /** Further environment variables of the process, e.g. `PUBSUB_EMULATOR_HOST`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What errors may not show. The Go engine shows them; they are masked before texts are compared. */
  readonly secrets?: readonly string[];
}

/** What arrived at the stub. */
export interface RecordedRequest {
  /** Where the sender thinks it is: scheme, and the host if it is not the stub's own address. */
  readonly to: string;
  readonly line: string;
  /** In the order and spelling of the wire. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** Seconds since the request before, rounded. Left out for 0. */
  readonly after?: number;
}

/** What one delivery came to. */
export interface SendResult {
  readonly ok: boolean;
  readonly error?: string;
}

/** What a case came to: everything that arrived, and the result of each delivery. */
export interface Recording {
  readonly id: string;
  readonly requests: readonly RecordedRequest[];
  readonly results: readonly SendResult[];
}

/** The cases of one service with their recordings, by id. */
export interface WireFile {
  readonly service: string;
  readonly cases: readonly WireCase[];
  readonly recorded: ReadonlyMap<string, Recording>;
}

const folder = join(import.meta.dirname, '../../testdata/wire');

function recordingsPath(service: string): string {
  return join(folder, `${service}.recorded.jsonl`);
}

/** The case files under testdata/wire, all or those of the services named. @throws {Error} for an id that is there twice */
export function wireFiles(only: readonly string[] = []): WireFile[] {
  return globSync('*.cases.jsonl', { cwd: folder })
    .map((file) => basename(file, '.cases.jsonl'))
    .filter((service) => only.length === 0 || only.includes(service))
    .sort()
    .map((service) => {
      const cases = linesOf(join(folder, `${service}.cases.jsonl`)).map((line) => JSON.parse(line) as WireCase);
      const ids = new Set(cases.map(({ id }) => id));
      if (ids.size < cases.length) throw new Error(`${service}.cases.jsonl has an id twice`);
      const path = recordingsPath(service);
      const recordings = existsSync(path) ? linesOf(path).map((line) => JSON.parse(line) as Recording) : [];
      return { service, cases, recorded: new Map(recordings.map((recording) => [recording.id, recording])) };
    });
}

/** Writes the recordings of a service, a line each. */
export function writeRecordings(service: string, recordings: readonly Recording[]): void {
  writeFileSync(recordingsPath(service), recordings.map((each) => `${JSON.stringify(each)}\n`).join(''));
}

/** What the failure matrix needs to know of a service: testdata/wire/SERVICE.failures.json. */
export function readFailures<T>(): (readonly [service: string, subject: T])[] {
  return globSync('*.failures.json', { cwd: folder })
    .sort()
    .map((file) => [basename(file, '.failures.json'), JSON.parse(readFileSync(join(folder, file), 'utf8')) as T]);
}

/** One delivery with everything it takes from its case. */
export interface Step {
  /** Of its template. */
  readonly name: string;
  readonly template: string;
  readonly env: Readonly<Record<string, unknown>>;
  readonly destination: { readonly service: string; readonly recipient: string };
}

export function stepsOf(c: WireCase): Step[] {
  return (c.sends ?? [{}]).map((step, i) => {
    const { service = c.type, recipient = '' } = step.destination ?? c.destination ?? {};
    return {
      name: i === 0 ? 'tpl' : `tpl${i + 1}`,
      template: step.template ?? c.template,
      env: step.env ?? c.env ?? {},
      destination: { service, recipient },
    };
  });
}
