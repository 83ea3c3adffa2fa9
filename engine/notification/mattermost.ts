import { textSection } from './section.ts';

export const mattermost = textSection('services.MattermostNotification', [{ name: 'attachments' }]);
