import { textSection } from './section.ts';

const commit = '(call .repo.GetCommitMetadata .app.status.sync.revision)';

export const newrelic = textSection('services.NewrelicNotification', [
  { name: 'revision', always: true, fallback: '{{.app.status.operationState.syncResult.revision}}' },
  { name: 'changelog', fallback: `{{${commit}.Message}}` },
  { name: 'description' },
  { name: 'user', fallback: `{{${commit}.Author}}` },
]);
