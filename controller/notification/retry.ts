import type { Due } from './evaluate.ts';

/** What a value of the annotation `<prefix>/retry` asks for: everything, or with `<trigger> <service>:<recipient>` behind it that one. */
export function wantedBy(retry: string): (due: Due) => boolean {
  const [, trigger, ...rest] = retry.split(' ');
  if (trigger === undefined) return () => true;
  const [service = '', ...recipient] = rest.join(' ').split(':');
  return (due) => {
    const { destination } = due;
    return due.trigger === trigger && destination.service === service && destination.recipient === recipient.join(':');
  };
}
