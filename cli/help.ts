import { type Command, Help } from 'commander';

/** The help of a command, with its commands before its flags. */
export function formatHelp(command: Command, helper: Help): string {
  const sections = Help.prototype.formatHelp.call(helper, command, helper).trimEnd().split('\n\n');
  const isCommands = (section: string) => section.startsWith('Commands:');
  const [usage = '', description = '', ...rest] = sections.filter((section) => !isCommands(section));
  return `${[usage, description, ...sections.filter(isCommands), ...rest].join('\n\n')}\n`;
}
