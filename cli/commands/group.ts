import type { Command } from 'commander';
import { didYouMean } from '../../engine/errors.ts';
import { CliError } from '../errors.ts';

/** A command that has nothing but commands. */
export function addGroup(program: Command, name: string, description: string): Command {
  const group = program.command(name).description(description).usage('COMMAND').allowExcessArguments();
  return group.action(() => {
    const [given] = group.args;
    if (given === undefined) throw new CliError('Usage', 'select child command');
    const hint = didYouMean(
      given,
      group.commands.map((each) => each.name()),
    );
    throw new CliError('Usage', `unknown command '${given}' for '${name}'`, { detail: hint && `  (${hint})` });
  });
}
