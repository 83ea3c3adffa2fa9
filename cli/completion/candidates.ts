import type { Command, Option } from 'commander';
import { outputFormats } from '../output/items.ts';
import { kinds } from '../source/kinds.ts';

/** What may stand where the cursor is. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  /** Whether a file may stand there. */
  readonly files: boolean;
}

export interface Candidate {
  readonly text: string;
  readonly description: string;
}

/** The names of the items that a command is about, given the words before the cursor. */
export type NamesOf = (command: Command, words: readonly string[]) => readonly string[];

const values: Readonly<Record<string, readonly string[]>> = {
  '--output': outputFormats,
  '--api-kind': kinds.map(({ kind }) => kind),
};

/** What can complete the last of the words that follow the program's name. */
export function complete(program: Command, given: readonly string[], namesOf: NamesOf): Completion {
  // Bash takes `--flag=value` for three words.
  const words = given
    .filter((word, i) => word !== '=' || i === given.length - 1)
    .map((word) => (word === '=' ? '' : word));
  const last = words.at(-1) ?? '';
  const { command, open, positionals } = walk(program, words.slice(0, -1));
  if (open) return valuesOf(open, last);
  const [, flag, value] = /^(--[\w-]+)=(.*)$/.exec(last) ?? [];
  if (flag !== undefined) return prefixed(`${flag}=`, valuesOf(optionOf(command, flag), value ?? ''));
  if (last.startsWith('-')) return starting(last, flagsOf(command), false);
  const commands = visibleCommands(command).map((each) => ({ text: each.name(), description: each.description() }));
  if (commands.length > 0) return starting(last, commands, false);
  const names = positionals === 0 ? namesOf(command, words) : [];
  return starting(
    last,
    names.map((text) => ({ text, description: '' })),
    positionals > 0 || names.length === 0,
  );
}

interface Walked {
  readonly command: Command;
  /** A flag that still wants its value. */
  readonly open: Option | undefined;
  readonly positionals: number;
}

/** Where the words before the cursor lead. */
function walk(program: Command, words: readonly string[]): Walked {
  let command = program;
  let open: Option | undefined;
  let positionals = 0;
  for (const word of words) {
    if (open) {
      open = undefined;
    } else if (word.startsWith('-')) {
      const option = optionOf(command, word);
      open = option?.required ? option : undefined;
    } else {
      const next = command.commands.find((each) => each.name() === word);
      if (next) command = next;
      else positionals++;
    }
  }
  return { command, open, positionals };
}

/** The options of a command and of those above it. */
function optionsOf(command: Command): Option[] {
  const own = command.options.filter((option) => !option.hidden);
  return command.parent ? [...own, ...optionsOf(command.parent)] : own;
}

function optionOf(command: Command, flag: string): Option | undefined {
  return optionsOf(command).find(({ long, short }) => long === flag || short === flag);
}

function flagsOf(command: Command): Candidate[] {
  const flags = optionsOf(command).map(({ long, description }) => ({ text: long ?? '', description }));
  return [...flags, { text: '--help', description: 'display help for command' }];
}

function visibleCommands(command: Command): Command[] {
  return command.createHelp().visibleCommands(command);
}

function valuesOf(option: Option | undefined, last: string): Completion {
  if (!option) return { candidates: [], files: false };
  const known = option.argChoices ?? values[option.long ?? ''] ?? [];
  return starting(
    last,
    known.map((text) => ({ text, description: '' })),
    /<(file|folder|dir\w*)>/.test(option.flags),
  );
}

function starting(last: string, candidates: readonly Candidate[], files: boolean): Completion {
  return { candidates: candidates.filter(({ text }) => text.startsWith(last)), files };
}

function prefixed(prefix: string, { candidates, files }: Completion): Completion {
  return { candidates: candidates.map((each) => ({ ...each, text: prefix + each.text })), files };
}
