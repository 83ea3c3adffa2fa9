import { setTimeout as sleep } from 'node:timers/promises';
import type { Arena } from '../arena.ts';
import { brokenBy, type Row, type Scenario } from '../scenario.ts';

const turns = 6;

/** Each in turn delivers one change of every object, after it has found the state that the other left. */
async function alternate(arena: Arena): Promise<Row[]> {
  const [ours, peer] = arena.contenders;
  if (!ours || !peer) return [];
  const field = await arena.field(ours);
  await field.create(arena.scaled(100, 10));
  await field.commit('before');
  for (let turn = 0; turn < turns; turn++) {
    const program = arena.start(turn % 2 === 0 ? ours : peer, field, { flags: ['--leader-elect=false'] });
    await field.settle(20_000, 0);
    await sleep(2_000);
    await field.commit(`turn-${turn}`);
    await field.settle(20_000, 1_000);
    await program.stop();
  }
  const tally = field.tally();
  return [{ contender: 'ours', ...tally, notes: `${turns} turns on the same objects`, broken: brokenBy(tally) }];
}

export const alternateScenarios: readonly Scenario[] = [
  {
    name: 'alternate',
    title: 'the two take turns on the same 100 RootSyncs',
    promise: 'neither sends what the other has sent, nothing is lost',
    run: alternate,
  },
];
