import { textSection } from './section.ts';

export const pagerdutyv2 = textSection('services.PagerDutyV2Notification', [
  { name: 'summary', always: true },
  { name: 'severity', always: true },
  { name: 'source', always: true },
  { name: 'component' },
  { name: 'group' },
  { name: 'class' },
  { name: 'url', always: true },
  { name: 'dedupKey' },
]);
