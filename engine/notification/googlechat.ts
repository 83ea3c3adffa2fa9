import { textSection } from './section.ts';

export const googlechat = textSection('services.GoogleChatNotification', [
  { name: 'cards', keep: true, always: true, label: 'googlechat.cards :' },
  { name: 'cardsV2', keep: true, always: true, label: 'googlechat.cards :' },
  { name: 'threadKey', keep: true, label: 'googlechat.threadKey :' },
]);
