import type { Rule } from '../rule.ts';
import { problemReports } from './problem-reports.ts';

/** Options with which a service cannot be made. */
export const serviceOptions: Rule = {
  id: 'service-options',
  severity: 'error',
  argo: 'rejects',
  what: 'A service cannot be made with its options, such as a private key that is none.',
  why: 'Argo CD refuses the whole ConfigMap.',
  mend: 'See the page of the service in docs/services. Options that come out of a Secret are checked when it is given.',
  *check(subject) {
    for (const report of problemReports(subject, ['service-options', 'secret'])) {
      const options = subject.entry(report.path.slice('data.'.length))?.value.text ?? '';
      if (subject.secret || !options.includes('$')) yield report;
    }
  },
};
