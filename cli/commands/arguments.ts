import { CliError } from '../errors.ts';

/** The name of an item and the resource of a command line. @throws {CliError} `Usage` with upstream's text */
export function twoArguments(given: readonly string[]): [name: string, resource: string] {
  const [name, resource] = given;
  if (name !== undefined && resource !== undefined && given.length === 2) return [name, resource];
  throw new CliError('Usage', `expected two arguments, got ${given.length}`);
}
