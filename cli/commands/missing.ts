import { didYouMean } from '../../engine/errors.ts';
import { compareStrings } from '../../engine/go/utf8.ts';

/** That there is no item of a name, with those that there are. */
export function missingText(what: string, name: string, known: Iterable<string>): string {
  const found = [...known].sort(compareStrings);
  const hint = didYouMean(name, found);
  return `${what} with name '${name}' does not exist (found ${found.join(', ')})${hint ? `\n  (${hint})` : ''}`;
}
