import type { Finding } from '../finding.ts';
import { footprintFinding } from './footprint.ts';
import { hangingFinding } from './hanging.ts';
import { killedFinding } from './killed.ts';
import { outageFinding } from './outage.ts';
import { reachFinding } from './reach.ts';
import { repeatedFinding } from './repeated.ts';
import { secretFinding } from './secret.ts';
import { textFinding } from './text.ts';

export const findings: readonly Finding[] = [
  reachFinding,
  textFinding,
  footprintFinding,
  outageFinding,
  killedFinding,
  repeatedFinding,
  hangingFinding,
  secretFinding,
];
