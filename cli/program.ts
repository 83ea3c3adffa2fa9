import { Command, CommanderError } from 'commander';
import { addCompletionCommand, completeCommand, printCompletion } from './commands/completion.ts';
import { addDeliveriesCommand } from './commands/deliveries.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addLintCommand } from './commands/lint.ts';
import { addPreviewCommand } from './commands/preview.ts';
import { addTemplateCommand } from './commands/template.ts';
import { addTriggerCommand } from './commands/trigger.ts';
import { isFailure } from './failure.ts';
import { formatHelp } from './help.ts';
import type { Io } from './io.ts';
import self from './package.json' with { type: 'json' };
import { errorText } from './report.ts';
import { addSourceFlags } from './source/flags.ts';

/** The command line with all its commands. */
export function createProgram(io: Io, name = 'configsync-notifications'): Command {
  const program = new Command(name)
    .description('Looks at notification configs: what their triggers and templates do, before they are live.')
    .usage('COMMAND [FLAG…]')
    .version(self.version, '--version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'Error: ')),
      getOutHasColors: () => io.color,
      getErrHasColors: () => false,
    })
    .configureHelp({ showGlobalOptions: true, formatHelp })
    .showSuggestionAfterError();
  addSourceFlags(program);
  addTriggerCommand(program, io);
  addTemplateCommand(program, io);
  addLintCommand(program, io);
  addExplainCommand(program, io);
  addDeliveriesCommand(program, io);
  addPreviewCommand(program, io);
  addCompletionCommand(program, io);
  return program;
}

/** Runs a command line and gives its exit code: 0, 1 for a failure, 2 for a command line that does not fit. */
export async function run(argv: readonly string[], io: Io, name?: string): Promise<number> {
  const program = createProgram(io, name);
  try {
    if (argv[0] === completeCommand) {
      printCompletion(program, io, argv.slice(1));
      return 0;
    }
    if (argv.length === 0) program.help();
    await program.parseAsync(pflagForms(argv), { from: 'user' });
    return io.exitCode;
  } catch (error) {
    const code = failed(error, io);
    if (code === 2) io.stderr.write(`See '${calledCommand(program, argv)} --help'.\n`);
    return code;
  }
}

function failed(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return isHelp(error) ? 0 : 2;
  if (!isFailure(error)) throw error;
  const isUsage = error.code === 'Usage';
  io.stderr.write(`${isUsage ? 'Error: ' : ''}${errorText(error)}\n`);
  return isUsage ? 2 : 1;
}

/** The names of the command that a command line calls. */
function calledCommand(program: Command, argv: readonly string[]): string {
  let command = program;
  const names = [program.name()];
  for (const arg of argv) {
    const next = command.commands.find((each) => each.name() === arg);
    if (!next) continue;
    command = next;
    names.push(arg);
  }
  return names.join(' ');
}

function isHelp({ code, exitCode }: CommanderError): boolean {
  return ['commander.helpDisplayed', 'commander.version', 'commander.help'].includes(code) && exitCode === 0;
}

/** The forms of flags that kubectl takes beside commander's: `-o=yaml`, `--switch=true`, `--switch=false`. */
function pflagForms(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  const flags = end < 0 ? argv : argv.slice(0, end);
  return [
    ...flags.flatMap((arg) => {
      if (/^-[a-z]=./.test(arg)) return [arg.replace('=', '')];
      const [, name, value] = /^(--[\w-]+)=(true|false)$/.exec(arg) ?? [];
      return name === undefined ? [arg] : value === 'true' ? [name] : [];
    }),
    ...argv.slice(flags.length),
  ];
}
