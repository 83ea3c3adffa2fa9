import { type Command, Option } from 'commander';
import type { Io } from '../io.ts';
import type { LintFlags } from '../lint/run.ts';
import { sourceFlagsOf } from '../source/flags.ts';

const formats: readonly LintFlags['format'][] = ['text', 'json', 'sarif', 'github'];

/** `lint [file...]`: what is wrong with configurations, before they are live. */
export function addLintCommand(program: Command, io: Io): void {
  program
    .command('lint')
    .description('Finds mistakes in ConfigMaps, their Secrets, and the RSyncs or Applications that subscribe')
    .argument('[file...]', 'files with ConfigMaps, Secrets and resources in any order; - is standard input')
    .addOption(new Option('--format <format>', 'how findings are written').choices(formats).default('text'))
    .option('--ignore <rule>', 'a rule that is left out; may be repeated', (rule, all: string[] = []) => [...all, rule])
    .option('--strict', 'fail for warnings as well')
    .option('--notes', 'show notes as well: what is worth knowing, but may be meant')
    .addHelpText(
      'after',
      '\nWith --argo only what Argo CD itself refuses, or what fails there when it is due, is reported.',
    )
    .addHelpText('after', 'Exit code: 0 when nothing is wrong, 1 for errors, 2 for a command line that does not fit.')
    .action(async (files: string[], _options: unknown, command: Command) => {
      const { runLint } = await import('../lint/run.ts');
      await runLint(files, { ...sourceFlagsOf(command), ...command.opts<LintFlags>() }, io);
    });
}
