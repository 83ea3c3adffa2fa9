import { textSection } from './section.ts';

export const rocketchat = textSection('services.RocketChatNotification', [{ name: 'attachments' }]);
