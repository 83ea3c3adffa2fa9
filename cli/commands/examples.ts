import type { AddHelpTextContext } from 'commander';

/** Examples for the help of a command: what each does, and its command line without the program's name. */
export function examples(commandLines: Readonly<Record<string, string>>): (context: AddHelpTextContext) => string {
  return ({ command }) => {
    let program = command;
    while (program.parent) program = program.parent;
    const lines = Object.entries(commandLines).map(([what, line]) => `  # ${what}\n  ${program.name()} ${line}`);
    return `\nExamples:\n${lines.join('\n')}`;
  };
}
