import { textSection } from './section.ts';

export const email = textSection('services.EmailNotification', [
  { name: 'subject', keep: true },
  { name: 'body', keep: true },
]);
