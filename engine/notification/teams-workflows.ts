import { textSection } from './section.ts';

export const teamsWorkflows = textSection('services.TeamsWorkflowsNotification', [
  { name: 'template', keep: true, label: 'teams-workflows.template :' },
  { name: 'title', keep: true, label: 'teams-workflows.title :' },
  { name: 'summary', keep: true, label: 'teams-workflows.summary :' },
  { name: 'text', keep: true, label: 'teams-workflows.text :' },
  { name: 'themeColor', keep: true, label: 'teams-workflows.themeColor:' },
  { name: 'facts', keep: true, label: 'teams-workflows.facts :' },
  { name: 'sections', keep: true, label: 'teams-workflows.sections :' },
  { name: 'potentialAction', keep: true, label: 'teams-workflows.potentialAction:' },
  { name: 'adaptiveCard', keep: true, label: 'teams-workflows.adaptiveCard:' },
]);
