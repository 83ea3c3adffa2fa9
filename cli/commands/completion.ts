import type { Command } from 'commander';
import { complete } from '../completion/candidates.ts';
import { namesInFile } from '../completion/names.ts';
import { completionScript, shells } from '../completion/scripts.ts';
import { CliError } from '../errors.ts';
import type { Io } from '../io.ts';

/** What the scripts of shells call, with the words up to the cursor. */
export const completeCommand = '__complete';

/** Adds `completion`. */
export function addCompletionCommand(program: Command, io: Io): void {
  program
    .command('completion')
    .description(`Prints the script that completes command lines in a shell: ${shells.join(', ')}`)
    .argument('<shell>', shells.join(', '))
    .addHelpText('after', `\nExamples:\n  source <(${program.name()} completion bash)`)
    .action((shell: string) => {
      const script = completionScript(shell, 'configsync-notifications');
      if (script === undefined)
        throw new CliError('Usage', `there is no completion for '${shell}', only for ${shells.join(', ')}`);
      io.stdout.write(script);
    });
}

/** Prints what can complete the last word, as cobra's programs do, so that kubectl can ask as well. */
export function printCompletion(program: Command, io: Io, words: readonly string[]): void {
  const { candidates, files } = complete(program, words, (command, all) => namesInFile(io.files, command, all));
  const lines = candidates.map(({ text, description }) => (description === '' ? text : `${text}\t${description}`));
  io.stdout.write(`${[...lines, files ? ':0' : ':4'].join('\n')}\n`);
}
