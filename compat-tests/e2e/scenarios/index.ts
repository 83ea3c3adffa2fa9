import type { Scenario } from '../scenario.ts';
import { accessScenarios } from './access.ts';
import { configScenarios } from './config.ts';
import { failedScenarios } from './failed.ts';
import { lifeScenarios } from './life.ts';
import { managerScenarios } from './manager.ts';
import { managerTenantScenarios } from './manager-tenants.ts';
import { operationScenarios } from './operation.ts';
import { receiverScenarios } from './receivers.ts';
import { subscriptionScenarios } from './subscriptions.ts';
import { syncedScenarios } from './synced.ts';
import { timelineScenarios } from './timeline.ts';

/** Every scenario, in the order they run. */
export const scenarios: readonly Scenario[] = [
  ...syncedScenarios,
  ...failedScenarios,
  ...lifeScenarios,
  ...subscriptionScenarios,
  ...receiverScenarios,
  ...configScenarios,
  ...accessScenarios,
  ...operationScenarios,
  ...timelineScenarios,
  ...managerScenarios,
  ...managerTenantScenarios,
];
