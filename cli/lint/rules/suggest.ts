import { didYouMean } from '../../../engine/errors.ts';

/** `did you mean 'x'?` for the known name that is nearest, or that has the same letters in another order. */
export function suggest(name: string, known: Iterable<string>): string | undefined {
  const names = [...known];
  const near = didYouMean(name, names);
  if (near !== undefined) return near;
  const same = names.find((each) => each !== '' && letters(each) === letters(name));
  return same === undefined ? undefined : `did you mean '${same}'?`;
}

function letters(name: string): string {
  return [...name.toLowerCase()].sort().join('');
}
