import { Command, CommanderError } from 'commander';
import { didYouMean } from '../engine/errors.ts';
import { parseDuration } from '../engine/go/time/index.ts';
import { ControllerError } from './errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** One flag of a process; without `argument` it is a switch. */
export interface Flag {
  readonly flag: string;
  /** In brackets it may be left out, which is `true`. */
  readonly argument?: string;
  /** The variable that stands in for a flag that is not given. */
  readonly env?: string;
  readonly fallback?: string;
  readonly help: string;
}

/** Flags by their names in camel case. */
export type Flags = Readonly<Record<string, Flag>>;

export interface ParsedFlags {
  /** What the command line itself says. */
  readonly given: Readonly<Record<string, string | undefined>>;
  /** The flag, else its variable, else its default; an empty one counts as none. */
  readonly value: (name: string) => string | undefined;
  /** @throws {ControllerError} `Usage` when there is no value */
  readonly required: (name: string) => string;
}

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error'];

/** The command line that `flags` describe. */
export function commandOf(name: string, description: string, flags: Flags): Command {
  const command = new Command(name).description(description);
  for (const { flag, argument, env, fallback, help } of Object.values(flags)) {
    const notes = [fallback && `default ${fallback}`, env && `or ${env}`].filter(Boolean).join(', ');
    command.option(`--${flag}${argumentText(argument)}`, notes ? `${help} (${notes})` : help);
  }
  return command;
}

function argumentText(argument: string | undefined): string {
  if (argument === undefined) return '';
  return argument.startsWith('[') ? ` ${argument}` : ` <${argument}>`;
}

/**
 * The flags of `argv`.
 * @throws {ControllerError} `Usage` for flags that are unknown or malformed; `Help` with the help text.
 */
export function parseFlags(command: Command, flags: Flags, argv: readonly string[], env: Environment): ParsedFlags {
  const given = parsed(command, argv);
  const value = (name: string): string | undefined => {
    const flag = flags[name] as Flag;
    return given[name] || (flag.env && env[flag.env]) || flag.fallback || undefined;
  };
  const required = (name: string): string => value(name) ?? missing(command.name(), flags[name] as Flag);
  return { given, value, required };
}

function parsed(command: Command, argv: readonly string[]): Record<string, string | undefined> {
  command.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  try {
    command.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed')
      throw new ControllerError('Help', command.name(), command.helpInformation());
    throw new ControllerError('Usage', command.name(), error.message.replace(/^error: /, ''), { cause: error });
  }
  return Object.fromEntries(Object.entries(command.opts()).map(([name, given]) => [name, String(given)]));
}

function missing(command: string, { flag, env }: Flag): never {
  throw new ControllerError('Usage', command, `--${flag} is missing${env ? ` (or set ${env})` : ''}`);
}

/** The value when it is one of `allowed`. @throws {ControllerError} `Usage` */
export function oneOf(flag: string, value: string, allowed: readonly string[]): string {
  if (allowed.includes(value)) return value;
  const hint = didYouMean(value, allowed);
  throw new ControllerError(
    'Usage',
    `--${flag}`,
    `'${value}' is none of ${allowed.join(', ')}${hint ? `; ${hint}` : ''}`,
  );
}

/** The number that a text of digits is. @throws {ControllerError} `Usage` */
export function wholeNumber(flag: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new ControllerError('Usage', `--${flag}`, `'${text}' is not a whole number`);
}

/** The milliseconds of a Go duration above zero. @throws {ControllerError} `Usage` */
export function durationMs(flag: string, text: string): number {
  try {
    const milliseconds = Number(parseDuration(text)) / 1e6;
    if (milliseconds > 0) return milliseconds;
  } catch (error) {
    throw new ControllerError('Usage', `--${flag}`, (error as Error).message, { cause: error });
  }
  throw new ControllerError('Usage', `--${flag}`, `'${text}' is not above zero`);
}
