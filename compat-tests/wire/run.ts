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

/** How what we make of a case differs from its recording; nothing for equal. */
export async function replay(c: WireCase, recorded: Recording | undefined, world: World): Promise<string[]> {
  if (!recorded) return ['not recorded: npm run wire -- --record'];
  try {
    return differences(c, recorded, await record(c, world, (placed) => playEngine(placed, world)));
  } catch (error) {
    return [`crashed: ${error instanceof Error ? error.stack : String(error)}`];
  }
}
