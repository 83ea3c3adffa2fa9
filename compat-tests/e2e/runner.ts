import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeServer } from '../kube/server.ts';
import { World } from './harness.ts';
import { ManagedWorld } from './managed-world.ts';
import type { Scenario } from './scenario.ts';

/** How a run went. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

export interface RunOptions {
  readonly server: KubeServer;
  readonly say: (line: string) => void;
  /** Scenarios at once. */
  readonly width: number;
  /** What the names of this run's namespaces begin with. */
  readonly prefix: string;
  /** Ends the run: what is under way fails, what waits is not begun. */
  readonly signal: AbortSignal;
}

const scenarioDeadline = 150_000;

/** Runs scenarios, those that share nothing a few at a time, and says how each went. */
export async function runScenarios(scenarios: readonly Scenario[], options: RunOptions): Promise<Counts> {
  const waiting = scenarios.filter(({ alone }) => !alone);
  const results: boolean[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next && !options.signal.aborted; next = waiting.shift()) {
      results.push(await runOne(next, options));
    }
  };
  await Promise.all(Array.from({ length: options.width }, work));
  for (const scenario of scenarios.filter(({ alone }) => alone)) {
    if (!options.signal.aborted) results.push(await runOne(scenario, options));
  }
  const passed = results.filter((ok) => ok).length;
  return { passed, failed: results.length - passed };
}

async function runOne(scenario: Scenario, { server, say, prefix, signal }: RunOptions): Promise<boolean> {
  const started = Date.now();
  const took = (): string => `(${((Date.now() - started) / 1000).toFixed(1)} s)`;
  const giveUp = new AbortController();
  let world: World | undefined;
  try {
    world = scenario.kind
      ? await ManagedWorld.openFor(server, scenario.kind)
      : await World.open(server, `${prefix}-${slug(scenario.name)}`);
    await Promise.race([scenario.run(world), deadline(AbortSignal.any([giveUp.signal, signal]))]);
    say(`ok      ${scenario.name} ${took()}`);
    return true;
  } catch (error) {
    say(`FAILED  ${scenario.name} ${took()}`);
    say(indented(error instanceof Error ? (error.stack ?? error.message) : String(error)));
    if (world) say(indented(world.logTail(15).join('\n')));
    return false;
  } finally {
    giveUp.abort();
    await world?.close();
  }
}

/** A name that may be part of a namespace's. */
function slug(text: string): string {
  const words = text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return words.slice(0, 45).replace(/-$/, '');
}

async function deadline(signal: AbortSignal): Promise<never> {
  await sleep(scenarioDeadline, undefined, { signal }).catch(() => {
    throw signal.reason;
  });
  throw new Error(`not done after ${scenarioDeadline / 1000} s`);
}

function indented(text: string): string {
  return text.replace(/^/gm, '        ');
}
