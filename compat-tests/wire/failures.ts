import { inspect } from 'node:util';
import { createApi } from '../../engine/api.ts';
import { parseConfig } from '../../engine/config.ts';
import { EngineError } from '../../engine/errors.ts';
import type { Log } from '../../engine/services/service.ts';
import { type HttpAnswer, stepsOf, type WireCase } from './case.ts';
import { configMapOf, hostFor } from './play-engine.ts';
import { Stub } from './stub.ts';
import { place, type World } from './world.ts';

/** What the failure matrix needs of a service that speaks HTTP. Texts may hold `$STUB…`, options `$key` of `secret`. */
export interface FailureSubject extends Pick<WireCase, 'type' | 'options' | 'template' | 'env' | 'destination'> {
  /** The Secret. No value of it may show in an error or a log line; the stub's answers are full of them. */
  readonly secret: Readonly<Record<string, string>>;
  /** An answer that means delivered. Default: 200 with an empty body. */
  readonly success?: HttpAnswer;
  /** Scenarios that upstream takes for a delivery, e.g. `4xx` where it ignores the status. */
  readonly delivered?: readonly string[];
  /** Scenarios that do not apply, e.g. `TLS failure` for a service without HTTPS. */
  readonly skip?: readonly string[];
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

/** Milliseconds for one request, for the whole delivery, and beyond it. */
const requestTimeout = 400;
const deliveryTimeout = 4_000;
const grace = 4_000;

interface Trouble {
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

/** Every way in which a delivery can fail, for one service. */
export function failureMatrix(subject: FailureSubject): FailureScenario[] {
  const skipped = new Set(subject.skip);
  return [
    { name: 'delivers when nothing is wrong', run: (world: World) => expectDelivery(subject, world) },
    ...Object.entries(troubles).map(([name, trouble]) => ({
      name,
      run: (world: World) => expectFailure(subject, name, trouble, world),
    })),
    { name: 'secret in the answer', run: (world: World) => expectNoSecret(subject, world) },
    ...subject.invalid.map(({ options, field }) => ({
      name: `invalid options: ${field}`,
      run: async (world: World) => expectProblem(subject, options, field, world),
    })),
    { name: 'options that are no YAML', run: async (world: World) => expectProblem(subject, 'a: [', '', world) },
  ].filter(({ name }) => !skipped.has(name));
}

async function expectDelivery(subject: FailureSubject, world: World): Promise<void> {
  const { error, requests } = await attempt(subject, { answer: subject.success ?? {} }, world);
  if (error !== undefined) throw new Error('is not delivered', { cause: error });
  if (requests === 0) throw new Error('nothing arrived');
}

async function expectFailure(subject: FailureSubject, name: string, trouble: Trouble, world: World): Promise<void> {
  const { error } = await attempt(subject, trouble, world);
  const delivered = subject.delivered?.includes(name) ?? false;
  if (delivered && error !== undefined) throw new Error('is not taken for delivered', { cause: error });
  if (!delivered && error === undefined) throw new Error('is taken for delivered');
}

/** Whether it is taken for delivered does not matter here; what it says does. */
async function expectNoSecret(subject: FailureSubject, world: World): Promise<void> {
  const echo = Object.values(subject.secret).map((value) => `${value} ${encodeURIComponent(value)}`);
  for (const status of [400, 200]) {
    for (const body of [
      echo.join(' '),
      JSON.stringify({ ok: false, error: echo.join(' '), message: echo.join(' ') }),
    ]) {
      await attempt(subject, { answer: { status, body, headers: { 'Content-Type': 'application/json' } } }, world);
    }
  }
}

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
async function attempt(subject: FailureSubject, trouble: Trouble, world: World): Promise<Attempt> {
  const authority = trouble.untrusted === true ? world.untrusted : world.trusted;
  const stub = await Stub.start({ authority });
  stub.reply([trouble.answer ?? {}]);
  if (trouble.closed === true) await stub.stop();
  const options = trouble.untrusted === true ? subject.options.replaceAll('$STUB_URL', '$STUB_HTTPS') : subject.options;
  const placed = place({ ...subject, id: '', options }, stub.port);
  const host = hostFor(placed.environment, world, requestTimeout);
  const lines: string[] = [];
  try {
    const { config } = parseConfig(configMapOf(placed), subject.secret, { strict: true });
    const { api } = createApi(config, { getVariables: (object) => object, host, strict: true });
    const error = await deliver(() => {
      const [{ name, env, destination } = missing()] = stepsOf(placed);
      const signal = AbortSignal.timeout(deliveryTimeout);
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

async function deliver(send: () => Promise<void>): Promise<EngineError | undefined> {
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(() => limit.reject(new Error('goes on beyond its deadline')), deliveryTimeout + grace);
  try {
    await Promise.race([send(), limit.promise]);
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
