import { textSection } from './section.ts';

export const teams = textSection('services.TeamsNotification', [
  { name: 'template', keep: true, label: 'teams.template :' },
  { name: 'title', keep: true, label: 'teams.title :' },
  { name: 'summary', keep: true, label: 'teams.summary :' },
  { name: 'text', keep: true, label: 'teams.text :' },
  { name: 'themeColor', keep: true, label: 'teams.themeColor:' },
  { name: 'facts', keep: true, label: 'teams.facts :' },
  { name: 'sections', keep: true, label: 'teams.sections :' },
  { name: 'potentialAction', keep: true, label: 'teams.potentialAction:' },
]);
