import { compareStrings } from '../go/utf8.ts';

/** Where a notification goes: a configured service, by name, and a recipient that the service understands. */
export interface Destination {
  readonly service: string;
  readonly recipient: string;
}

/** Destinations by trigger, in the order they were found. */
export type Destinations = Map<string, Destination[]>;

/** `{service recipient}`, as upstream's logs and events print a destination. */
export function formatDestination({ service, recipient }: Destination): string {
  return `{${service} ${recipient}}`;
}

export function addDestination(into: Destinations, trigger: string, destination: Destination): void {
  const known = into.get(trigger);
  if (known) known.push(destination);
  else into.set(trigger, [destination]);
}

/** Both, those of `a` first, triggers sorted, each destination of a trigger once. */
export function mergeDestinations(a: Destinations, b: Destinations): Destinations {
  const merged: Destinations = new Map();
  for (const trigger of [...new Set([...a.keys(), ...b.keys()])].sort(compareStrings)) {
    merged.set(trigger, dedup([...(a.get(trigger) ?? []), ...(b.get(trigger) ?? [])]));
  }
  return merged;
}

function dedup(destinations: readonly Destination[]): Destination[] {
  const seen = new Map<string, Destination>();
  for (const destination of destinations) {
    const key = JSON.stringify([destination.service, destination.recipient]);
    if (!seen.has(key)) seen.set(key, destination);
  }
  return [...seen.values()];
}
