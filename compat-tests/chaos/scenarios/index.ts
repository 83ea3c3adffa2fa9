import type { Scenario } from '../scenario.ts';
import { throughputScenarios } from './throughput.ts';

/** Every scenario, in the order they run. */
export const scenarios: readonly Scenario[] = [...throughputScenarios];
