import { Authority } from './authority.ts';
import type { RecordedRequest, SendResult, WireCase } from './case.ts';
import { serveNats } from './nats.ts';
import { serveSmtp } from './smtp.ts';
import { Stub, type StubOptions } from './stub.ts';

/** What all cases of a run share: whom clients trust, and an authority that they do not. */
export interface World {
  readonly trusted: Authority;
  readonly untrusted: Authority;
}

export function createWorld(): World {
  return { trusted: new Authority('wire authority'), untrusted: new Authority('some other authority') };
}

/** A case with the stub's address filled in. */
export interface PlacedCase extends WireCase {
  readonly port: number;
  /** Proxy variables, and those of the case. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What arrived at a stub, where it was, and the results of the deliveries. */
export interface Played {
  readonly port: number;
  readonly requests: readonly RecordedRequest[];
  readonly results: readonly SendResult[];
}

/** Starts the stub of a case and lets `play` send to it. */
export async function withStub(
  c: WireCase,
  world: World,
  play: (placed: PlacedCase) => Promise<readonly SendResult[]>,
): Promise<Played> {
  const stub = await Stub.start({
    authority: c.untrusted === true ? world.untrusted : world.trusted,
    ...speaking(c),
  });
  try {
    const { port, requests } = stub;
    const placed = place(c, port);
    stub.reply(placed.answers ?? []);
    return { port, requests, results: await play(placed) };
  } finally {
    await stub.stop();
  }
}

/** The case with `$STUB…` filled in everywhere, and the proxy variables that lead other hosts to the stub. */
export function place(c: WireCase, port: number): PlacedCase {
  const proxy = `http://127.0.0.1:${port}`;
  const placed = JSON.parse(fill(JSON.stringify(c), port)) as WireCase;
  return { ...placed, port, environment: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, ...placed.environment } };
}

function fill(text: string, port: number): string {
  return text
    .replaceAll('$STUB_URL', `http://127.0.0.1:${port}`)
    .replaceAll('$STUB_HTTPS', `https://127.0.0.1:${port}`)
    .replaceAll('$STUB_PORT', String(port))
    .replaceAll('$STUB', `127.0.0.1:${port}`);
}

function speaking({ stub, smtp = {}, nats = {} }: WireCase): Pick<StubOptions, 'speak'> {
  if (stub === 'smtp')
    return { speak: { protocol: stub, serve: (socket, session) => serveSmtp(socket, smtp, session) } };
  if (stub === 'nats')
    return { speak: { protocol: stub, serve: (socket, session) => serveNats(socket, nats, session) } };
  return {};
}
