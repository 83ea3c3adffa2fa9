import type { Scenario } from '../scenario.ts';
import { accessScenarios } from './access.ts';
import { configScenarios } from './config.ts';
import { failedScenarios } from './failed.ts';
import { furtherScenarios } from './further.ts';
import { lifeScenarios } from './life.ts';
import { managerScenarios } from './manager.ts';
import { managerHostingScenarios } from './manager-hosting.ts';
import { managerTenantScenarios } from './manager-tenants.ts';
import { operationScenarios } from './operation.ts';
import { receiverScenarios } from './receivers.ts';
import { subscriptionScenarios } from './subscriptions.ts';
import { syncedScenarios } from './synced.ts';
import { timelineScenarios } from './timeline.ts';

const scenarios: readonly Scenario[] = [
  ...syncedScenarios,
  ...failedScenarios,
  ...lifeScenarios,
  ...subscriptionScenarios,
  ...receiverScenarios,
  ...configScenarios,
  ...furtherScenarios,
  ...accessScenarios,
  ...operationScenarios,
  ...timelineScenarios,
  ...managerScenarios,
  ...managerTenantScenarios,
  ...managerHostingScenarios,
];

/** Every scenario in the order they run: by itself, then as often as it is told through the manager. */
export const everyTelling: readonly Scenario[] = [
  ...scenarios,
  ...scenarios.flatMap(({ name, run, managed = [] }) =>
    managed.map((kind) => ({ name: `${name}, through the manager for a ${kind}`, run, kind })),
  ),
];
