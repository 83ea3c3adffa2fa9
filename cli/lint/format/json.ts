import type { Finding } from '../finding.ts';
import { summaryOf } from './summary.ts';

/** Findings for programs: `{"findings": […], "summary": {…}}`, each finding with the members of `Finding`. */
export function formatJson(findings: readonly Finding[]): string {
  return `${JSON.stringify({ findings, summary: summaryOf(findings) }, undefined, 2)}\n`;
}
