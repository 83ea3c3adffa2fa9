import type { GrowthCase } from '../case.ts';
import { cliCases } from './cli.ts';
import { configurationCases } from './configuration.ts';
import { controllerCases } from './controller.ts';
import { deliveryCases } from './deliveries.ts';
import { evaluationCases } from './evaluation.ts';
import { languageCases } from './languages.ts';
import { serviceCases } from './services.ts';

/** All that is measured, in the order of the table. */
export const growthCases: readonly GrowthCase[] = [
  ...configurationCases,
  ...evaluationCases,
  ...deliveryCases,
  ...controllerCases,
  ...serviceCases,
  ...cliCases,
  ...languageCases,
];
