/** Where Config Sync's messages begin to say where to read more. */
const more = '\n\nFor more information, see https://g.co/cloud/acm-errors';

/**
 * A message of Config Sync on one line and without what a JSON text must escape: Argo CD's stock templates put messages into JSON as
 * they are, and those of Config Sync hold newlines and quotes.
 */
export function safeMessage(message: string): string {
  const end = message.indexOf(more);
  return (end === -1 ? message : message.slice(0, end))
    .replace(/\\?"|\\'/g, "'")
    .replaceAll('\\', '\\\\')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
