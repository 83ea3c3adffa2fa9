import { Authority } from './authority.ts';
import type { RecordedRequest, SendResult, WireCase } from './case.ts';
import { createKeys, type Keys } from './keys.ts';
import { serveNats } from './nats.ts';
import { serveSmtp } from './smtp.ts';
import { Stub, type StubOptions } from './stub.ts';

/** What all cases of a run share: whom clients trust, an authority that they do not, and private keys. */
export interface World {
  readonly trusted: Authority;
  readonly untrusted: Authority;
  readonly keys: Keys;
}

export function createWorld(): World {
  return {
    trusted: new Authority('wire authority'),
    untrusted: new Authority('some other authority'),
    keys: createKeys(),
  };
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
    http2: c.http2 ?? false,
  });
  try {
    const { port, requests } = stub;
    const placed = place(c, port, world);
    stub.reply(placed.answers ?? []);
    return { port, requests, results: await play(placed) };
  } finally {
    await stub.stop();
  }
}

/** The case with `$STUB…` and `$KEY…` filled in everywhere, and the proxy variables that lead other hosts to the stub. */
export function place(c: WireCase, port: number, { keys }: World): PlacedCase {
  const proxy = `http://127.0.0.1:${port}`;
  const placed = JSON.parse(fill(JSON.stringify(c), port, keys)) as WireCase;
  return { ...placed, port, environment: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, ...placed.environment } };
}

function fill(text: string, port: number, keys: Keys): string {
  const quoted = (name: string) => JSON.stringify(JSON.stringify(keys[name] ?? name)).slice(1, -1);
  return text
    .replace(/\$KEY_\w+/g, quoted)
    .replaceAll('$STUB_URL', `http://127.0.0.1:${port}`)
    .replaceAll('$STUB_HTTPS', `https://127.0.0.1:${port}`)
    .replaceAll('$STUB_PORT', String(port))
    .replaceAll('$STUB', `127.0.0.1:${port}`);
}

/** What the stub of a case speaks instead of HTTP. */
export function speaking({
  stub,
  smtp = {},
  nats = {},
}: Pick<WireCase, 'stub' | 'smtp' | 'nats'>): Pick<StubOptions, 'speak'> {
  if (stub === 'smtp')
    return { speak: { protocol: stub, serve: (socket, session) => serveSmtp(socket, smtp, session) } };
  if (stub === 'nats')
    return { speak: { protocol: stub, serve: (socket, session) => serveNats(socket, nats, session) } };
  return {};
}
