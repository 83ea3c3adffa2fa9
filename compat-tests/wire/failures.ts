import { inspect } from 'node:util';
import { createApi } from '../../engine/api.ts';
import { parseConfig } from '../../engine/config.ts';
import { EngineError } from '../../engine/errors.ts';
import type { Log } from '../../engine/services/service.ts';
import { type HttpAnswer, stepsOf, type WireCase } from './case.ts';
import { configMapOf, hostFor } from './play-engine.ts';
import { Stub } from './stub.ts';
import { place, speaking, type World } from './world.ts';

type Case = Pick<
  WireCase,
  'type' | 'options' | 'template' | 'env' | 'destination' | 'environment' | 'stub' | 'smtp' | 'nats'
>;

/** What the failure matrix needs of a service. Texts may hold `$STUB…`, options `$key` of `secret`. */
export interface FailureSubject extends Case {
  /** The Secret. No value of it may show in an error or a log line; the stub's answers are full of them. */
  readonly secret: Readonly<Record<string, string>>;
  /** An answer that means delivered. Default: 200 with an empty body. */
  readonly success?: HttpAnswer;
  /** Scenarios that upstream takes for a delivery, e.g. `4xx` where it ignores the status. */
  readonly delivered?: readonly string[];
  /** Scenarios in the words of a service that does not speak HTTP; several are one after the other. `$ECHO` is all of `secret`. */
  readonly troubles?: Readonly<Record<string, Trouble | readonly Trouble[]>>;
  /** Why there are no such scenarios for the service, e.g. `TLS failure` for one without TLS. */
  readonly absent?: Readonly<Record<string, string>>;
  /** Who gets the example of docs/services. Default: the recipient of `destination`. */
  readonly example?: { readonly recipient: string };
  /** Options that cannot be, and the field that the problem must name. */
  readonly invalid: readonly { readonly options: string; readonly field: string }[];
}

/** One row of the matrix. `run` rejects with what is wrong. */
export interface FailureScenario {
  readonly name: string;
  run(world: World): Promise<void>;
}

interface Deadlines {
  /** Milliseconds for one request, and for the whole delivery. */
  readonly request: number;
  readonly delivery: number;
}

const short: Deadlines = { request: 300, delivery: 800 };
const long: Deadlines = { request: 5_000, delivery: 8_000 };
/** Milliseconds beyond the deadline of a delivery. */
const grace = 4_000;

/** What is wrong with the receiver. */
interface Trouble extends Pick<WireCase, 'smtp' | 'nats'> {
  readonly answer?: HttpAnswer;
  /** Nobody listens. */
  readonly closed?: boolean;
  /** HTTPS with a certificate of an authority that nobody trusts. */
  readonly untrusted?: boolean;
}

const troubles: Readonly<Record<string, Trouble>> = {
  'wrong credentials': { answer: { status: 401, body: '{"error":"invalid credentials"}' } },
  'unreachable host': { closed: true },
  'TLS failure': { untrusted: true },
  '4xx': { answer: { status: 404, body: '<html>not found</html>' } },
  '429 with Retry-After': { answer: { status: 429, headers: { 'Retry-After': '3600' } } },
  '429 without Retry-After': { answer: { status: 429 } },
  '5xx': { answer: { status: 503, body: 'upstream connect error' } },
  'no answer': { answer: { broken: 'before' } },
  'half an answer': { answer: { status: 400, body: 'x'.repeat(1000), broken: 'within' } },
  'body that never ends': { answer: { status: 400, broken: 'endless' } },
  'body without end': { answer: { status: 400, body: 'x'.repeat(8 << 20) } },
  hang: { answer: { broken: 'hang' } },
};

const echo = 'secret in the answer';

/** The scenarios that every service has, or says why not. */
export const scenarioNames: readonly string[] = [...Object.keys(troubles), echo, 'invalid options'];

/** Every way in which a delivery can fail, for one service. */
export function failureMatrix(subject: FailureSubject): FailureScenario[] {
  const absent = subject.absent ?? {};
  const scenario = (name: string, run: (subject: FailureSubject, world: World) => Promise<void>): FailureScenario => {
    return { name, run: (world) => run(withKeys(subject, world), world) };
  };
  return [
    scenario('delivers when nothing is wrong', expectDelivery),
    ...Object.entries(troubles).map(([name, trouble]) =>
      scenario(name, (own, world) => expectFailure(own, name, trouble, world)),
    ),
    scenario(echo, expectNoSecret),
    ...subject.invalid.map(({ options, field }) =>
      scenario(`invalid options: ${field}`, async (own, world) => expectProblem(own, options, field, world)),
    ),
    scenario('options that are no YAML', async (own, world) => expectProblem(own, 'a: [', '', world)),
  ].filter(({ name }) => !Object.hasOwn(absent, name));
}

/** The subject with private keys for the values of its Secret that name them. */
function withKeys(subject: FailureSubject, { keys }: World): FailureSubject {
  const secret = Object.entries(subject.secret).map(([name, value]) => [name, keys[value] ?? value] as const);
  return { ...subject, secret: Object.fromEntries(secret) };
}

async function expectDelivery(subject: FailureSubject, world: World): Promise<void> {
  const { error, requests } = await attempt(subject, { answer: subject.success ?? {} }, world, long);
  if (error !== undefined) throw new Error('is not delivered', { cause: error });
  if (requests === 0) throw new Error('nothing arrived');
}

async function expectFailure(subject: FailureSubject, name: string, usual: Trouble, world: World): Promise<void> {
  const delivered = subject.delivered?.includes(name) ?? false;
  for (const trouble of own(subject, name) ?? [usual]) {
    const asked = Number(trouble.answer?.headers?.['Retry-After'] ?? 0) * 1000;
    const request = trouble.answer?.broken ? short.request : long.request;
    const delivery = delivered || asked > 0 ? long.delivery : short.delivery;
    const { error } = await attempt(subject, trouble, world, { request, delivery });
    if (delivered && error !== undefined) throw new Error('is not taken for delivered', { cause: error });
    if (!delivered && error === undefined) throw new Error('is taken for delivered');
    if (error && asked > 0 && Math.abs(asked - (error.retryAfterMs ?? 0)) > 1_000)
      throw new Error('forgets how long to wait', { cause: error });
  }
}

/** A scenario in the words of the service. */
function own(subject: FailureSubject, name: string): readonly Trouble[] | undefined {
  const troubles = subject.troubles?.[name];
  return troubles && [troubles].flat();
}

/** Whether it is taken for delivered does not matter here; what it says does. */
async function expectNoSecret(subject: FailureSubject, world: World): Promise<void> {
  const said = Object.values(subject.secret).flatMap((value) => [value, encodeURIComponent(value)]);
  for (const trouble of own(subject, echo) ?? echoes) {
    const filled = JSON.stringify(trouble).replaceAll('$ECHO', () => JSON.stringify(said.join(' ')).slice(1, -1));
    await attempt(subject, JSON.parse(filled) as Trouble, world, short);
  }
}

/** Answers of HTTP that show secrets. */
const echoes: readonly Trouble[] = [400, 200].flatMap((status) =>
  ['$ECHO', JSON.stringify({ ok: false, error: '$ECHO', message: '$ECHO' })].map((body) => {
    return { answer: { status, body, headers: { 'Content-Type': 'application/json' } } };
  }),
);

async function expectProblem(subject: FailureSubject, options: string, field: string, world: World): Promise<void> {
  const c: WireCase = { ...subject, id: '', options };
  const read = parseConfig(configMapOf(c), subject.secret);
  const { problems } = createApi(read.config, { getVariables: (object) => object, host: hostFor({}, world) });
  const [problem] = [...read.problems, ...problems];
  if (!problem) throw new Error('the options are accepted');
  if (!problem.key.startsWith(`service.${subject.type}`)) throw new Error(`the problem names the key ${problem.key}`);
  if (!problem.message.includes(field)) throw new Error(`the problem does not name the field: ${problem.message}`);
  refuseSecrets(subject, problem.message, 'the problem');
}

interface Attempt {
  readonly error: EngineError | undefined;
  readonly requests: number;
}

/**
 * One delivery against a receiver in trouble. @throws {Error} if it goes on beyond its deadline, fails with anything but an
 * EngineError, or shows a secret
 */
async function attempt(
  subject: FailureSubject,
  trouble: Trouble,
  world: World,
  deadlines: Deadlines,
): Promise<Attempt> {
  const authority = trouble.untrusted === true ? world.untrusted : world.trusted;
  const stub = await Stub.start({ authority, ...speaking({ ...subject, ...trouble }) });
  stub.reply([trouble.answer ?? {}]);
  if (trouble.closed === true) await stub.stop();
  const options = trouble.untrusted === true ? subject.options.replaceAll('$STUB_URL', '$STUB_HTTPS') : subject.options;
  const placed = place({ ...subject, id: '', options }, stub.port, world);
  const host = hostFor(placed.environment, world, { timeout: deadlines.request });
  const lines: string[] = [];
  try {
    const { config } = parseConfig(configMapOf(placed), subject.secret, { strict: true });
    const { api } = createApi(config, { getVariables: (object) => object, host, strict: true });
    const error = await deliver(deadlines, (signal) => {
      const [{ name, env, destination } = missing()] = stepsOf(placed);
      return api.send({ ...env }, [name], destination, { signal, log: logInto(lines) });
    });
    if (error) refuseSecrets(subject, inspect(error, { depth: 20 }), 'the error');
    refuseSecrets(subject, lines.join('\n'), 'the log');
    return { error, requests: stub.requests.length };
  } finally {
    host.http.close();
    await stub.stop();
  }
}

function missing(): never {
  throw new Error('the case has no delivery');
}

async function deliver(
  { delivery }: Deadlines,
  send: (signal: AbortSignal) => Promise<void>,
): Promise<EngineError | undefined> {
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(() => limit.reject(new Error('goes on beyond its deadline')), delivery + grace);
  try {
    await Promise.race([send(AbortSignal.timeout(delivery)), limit.promise]);
    return undefined;
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function refuseSecrets({ secret }: FailureSubject, text: string, where: string): void {
  for (const [key, value] of Object.entries(secret)) {
    const forms = [value, encodeURIComponent(value), Buffer.from(value).toString('base64').replace(/=*$/, '')];
    if (forms.some((form) => text.includes(form))) throw new Error(`${where} shows the secret ${key}: ${text}`);
  }
}

function logInto(lines: string[]): Log {
  const add = (message: string) => void lines.push(message);
  return { debug: add, info: add, warn: add, error: add };
}
