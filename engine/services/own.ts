/** The value that a map from the options holds for a key, undefined when there is none. */
export function ownValue<T>(map: Readonly<Record<string, T>> | null, key: string): T | undefined {
  return map && Object.hasOwn(map, key) ? map[key] : undefined;
}
