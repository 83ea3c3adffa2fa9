import type { Recording, SendResult, WireCase } from './case.ts';
import { differences } from './compare.ts';
import { normalise } from './normalise.ts';
import { playEngine } from './play-engine.ts';
import { type Oracle, playOracle } from './play-oracle.ts';
import { type PlacedCase, type World, withStub } from './world.ts';

type Player = (c: PlacedCase) => Promise<readonly SendResult[]>;

async function record(c: WireCase, world: World, play: Player): Promise<Recording> {
  const { port, requests, results } = await withStub(c, world, play);
  return normalise(c, port, { id: c.id, requests, results });
}

/** What the Go engine makes of a case. */
export function recordOracle(c: WireCase, world: World, oracle: Oracle): Promise<Recording> {
  return record(c, world, (placed) => playOracle(placed, oracle));
}

export interface ReplayOptions {
  /** Whether the waits between requests count; not where other work keeps the machine busy. Default true. */
  readonly waits?: boolean;
}

/** How what we make of a case differs from its recording; nothing for equal. */
export async function replay(
  c: WireCase,
  recorded: Recording | undefined,
  world: World,
  { waits = true }: ReplayOptions = {},
): Promise<string[]> {
  if (!recorded) return ['not recorded: npm run wire -- --record'];
  try {
    const played = await record(c, world, (placed) => playEngine(placed, world));
    return waits ? differences(c, recorded, played) : differences(c, withoutWaits(recorded), withoutWaits(played));
  } catch (error) {
    return [`crashed: ${error instanceof Error ? error.stack : String(error)}`];
  }
}

function withoutWaits(recording: Recording): Recording {
  return { ...recording, requests: recording.requests.map(({ after: _, ...request }) => request) };
}
