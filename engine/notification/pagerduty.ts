import { textSection } from './section.ts';

export const pagerduty = textSection('services.PagerDutyNotification', [
  { name: 'title', always: true },
  { name: 'body' },
  { name: 'urgency' },
  { name: 'priorityId' },
]);
