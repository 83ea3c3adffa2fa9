import type { Scenario } from '../scenario.ts';
import { alternateScenarios } from './alternate.ts';
import { apiScenarios } from './api.ts';
import { killScenarios } from './kills.ts';
import { receiverScenarios } from './receivers.ts';
import { replicaScenarios } from './replicas.ts';
import { throughputScenarios } from './throughput.ts';

/** Every scenario, in the order they run. */
export const scenarios: readonly Scenario[] = [
  ...throughputScenarios,
  ...killScenarios,
  ...receiverScenarios,
  ...replicaScenarios,
  ...apiScenarios,
  ...alternateScenarios,
];
